"""Mails to articles: what headers say, what of a mail is its text, newsletters by item, forwarded mails."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest

from briefer.model import Article, Document, Skipped
from briefer.read import Reading, read
from briefer.read.mail.headers import decoded, sender_of, subject_of

STORY = (
    "Norrmark and Vellany failed to agree on summer water releases from the Vardo weir on Wednesday, the basin council "
    "said after a day of talks. Both governments will meet again next Tuesday in Port Oke."
)
FERRY = (
    "Marlpost will cut a third of its night crossings in June, it said on Monday. “Nobody sails at three in the "
    "morning,” its director, Ines Marr, said. The union of seafarers rejected the plan."
)
GAUGES = (
    "The gauges at the weir are read by Norrmark alone from now on, the council said on Thursday. Vellany’s minister, "
    "Teodor Corvo, called the decision a mistake and asked for an independent laboratory."
)


def message(html: str | None = None, text: str | None = None, **headers: str) -> EmailMessage:
    made = EmailMessage()
    said = {
        "From": "Northern Wire <news@northernwire.example>",
        "Subject": "No deal",
        "Date": "Wed, 20 May 2026 19:40:00 +0200",
    }
    if text is not None:
        made.set_content(text)
    if html is not None and text is not None:
        made.add_alternative(html, subtype="html")
    elif html is not None:
        made.set_content(html, subtype="html")
    for name, value in (said | {k.replace("_", "-"): v for k, v in headers.items()}).items():
        made[name] = value
    return made


def found(mail: EmailMessage | bytes, **given: Any) -> list[Reading | Skipped]:
    data = mail if isinstance(mail, bytes) else mail.as_bytes()
    return list(read(Document(input="m.eml", data=data, media_type="message/rfc822", given=given or None)))


def articles(mail: EmailMessage | bytes) -> list[Article]:
    readings = found(mail)
    assert all(isinstance(item, Reading) for item in readings), readings
    return [item.article for item in readings if isinstance(item, Reading)]


def article_of(mail: EmailMessage | bytes) -> Article:
    (article,) = articles(mail)
    return article


def test_headers_say_what_the_article_is() -> None:
    article = article_of(message(text=STORY, Content_Language="en-GB", Archived_At="<https://example.org/m/1>"))
    assert (article.title, article.outlet, article.authors) == ("No deal", "Northern Wire", ())
    assert (article.published, article.language) == ("2026-05-20T19:40:00+02:00", "en-GB")
    assert article.url == "https://example.org/m/1"
    assert article.text == STORY


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("Wed, 20 May 2026 17:40:00 -0000", "2026-05-20T17:40:00"),
        ("20 May 2026 19:40 EST", "2026-05-20T19:40:00-05:00"),
        ("last week", None),
        ("Wed, 99 May 2026 17:40:00 +0000", None),
    ],
)
def test_a_date_keeps_its_own_offset_or_has_none(date: str, published: str | None) -> None:
    raw = message(text=STORY).as_bytes().replace(b"Wed, 20 May 2026 19:40:00 +0200", date.encode())
    assert article_of(raw).published == published


@pytest.mark.parametrize(
    ("sender", "listed", "outlet", "person"),
    [
        ("Northern Wire <news@example.org>", False, "Northern Wire", None),
        ("Ada Sand <ada@example.org>", False, None, "Ada Sand"),
        ("Ada Sand <ada@example.org>", True, "Ada Sand", None),
        ('"Ada Sand at Northern Wire" <x@example.org>', True, "Northern Wire", "Ada Sand"),
        ('"Ada Sand, Northern Wire" <x@example.org>', False, "Northern Wire", "Ada Sand"),
        ("Ministry of Waters <x@example.org>", False, "Ministry of Waters", None),
        ("x@example.org", False, None, None),
        ('"x@example.org" <x@example.org>', False, None, None),
    ],
)
def test_a_sender_is_an_outlet_or_a_person(sender: str, listed: bool, outlet: str | None, person: str | None) -> None:
    assert sender_of(sender, listed=listed) == (outlet, person)


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Re: AW: Fwd: No deal", "No deal"),
        ("[water-desk] No deal", "No deal"),
        ("WG: [water-desk] Re: No deal", "No deal"),
        ("Report: no deal", "Report: no deal"),
        ("Re:", "Re:"),
    ],
)
def test_marks_before_a_subject_are_no_title(subject: str, title: str) -> None:
    assert subject_of(subject) == title


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("=?utf-8?Q?S=C3=A9curit=C3=A9?= =?utf-8?Q?_au_port?=", "Sécurité au port"),
        ("=?iso-8859-1?Q?caf=E9?=", "café"),
        ("=?no-such?Q?abc?= x", "abc x"),
        ("=?utf-8?B?broken", "=?utf-8?B?broken"),
        ("two\r\n lines\x00", "two lines"),
    ],
)
def test_headers_are_decoded_as_far_as_they_can_be(raw: str, text: str) -> None:
    assert decoded(raw) == text


def test_of_alternatives_the_page_is_read_and_hidden_words_are_not() -> None:
    html = f'<div style="display:none">Preview of ferries</div><p>{STORY}</p><p style="font-size:0px">pixel</p>'
    assert article_of(message(html, "The plain text is another one.")).text == STORY
    # A page without words, as a picture with everything in it.
    assert article_of(message("<img src=x>", STORY)).text == STORY


def test_lists_quotations_and_tables_of_facts_stay_readable() -> None:
    rows = "<tr><th>Side</th><th>Share</th></tr><tr><td>Norrmark</td><td>40 %</td></tr>"
    html = f"<p>{STORY}</p><ul><li>One</li><li>Two</li></ul><table>{rows}</table><blockquote>{FERRY}</blockquote>a<br>b"
    blocks = article_of(message(html)).text.split("\n\n")
    assert blocks == [STORY, "One", "Two", "Side | Share", "Norrmark | 40 %", FERRY, "a\nb"]


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "koi8-r", "no-such-charset", ""])
def test_bytes_are_decoded_as_declared_or_as_they_are(charset: str) -> None:
    text = f"{STORY} Un café à Vardo." if charset != "koi8-r" else f"{STORY} Вардо."
    encoded = text.encode("cp1252" if charset == "iso-8859-1" else "koi8-r" if charset == "koi8-r" else "utf-8")
    kind = f"text/plain; charset={charset}" if charset else "text/plain"
    raw = (
        f"From: a@example.org\nSubject: x\nContent-Type: {kind}\nContent-Transfer-Encoding: 8bit\n\n".encode() + encoded
    )
    assert article_of(raw).text == text


def test_lines_that_the_sender_broke_are_joined_and_the_signature_goes() -> None:
    raw = (
        b"From: a@example.org\nSubject: x\nContent-Type: text/plain; format=flowed\n\n"
        + STORY.replace(" the ", " \nthe ").encode()
        + b"\n\nSecond paragraph.\n-- \nAda Sand\nPress office"
    )
    assert article_of(raw).text == f"{STORY}\n\nSecond paragraph."


NOTICE = '<p>You are receiving this email because you subscribed. <a href="https://example.org/u">{}</a></p><p>4 Quay Street</p>'


@pytest.mark.parametrize(
    "word", ["Unsubscribe", "Newsletter abbestellen", "Se désabonner", "Darse de baja", "Uitschrijven", "Wypisz się"]
)
def test_what_a_mail_says_of_itself_is_no_news(word: str) -> None:
    html = f'<p><a href="https://example.org/v">View in your browser</a></p><p>{STORY}</p><p>{FERRY}</p><p>{GAUGES}</p>'
    assert article_of(message(html + NOTICE.format(word))).text.split("\n\n") == [STORY, FERRY, GAUGES]


ITEMS = (
    ("No deal on Vardo water", STORY, "1"),
    ("Ferries stay in port", FERRY, "2"),
    ("Gauges are read anew", GAUGES, "3"),
)


@pytest.mark.parametrize(
    "form",
    [
        '<h2><a href="https://example.org/{2}">{0}</a></h2><p>{1}</p>',
        '<h3>{0}</h3><p>{1}</p><p><a href="https://example.org/{2}">Read more →</a></p>',
        '<table><tr><td><a href="https://example.org/{2}"><b>{0}</b></a></td></tr><tr><td>{1}</td></tr></table>',
        (
            '<div><span style="font-weight:700">{0}</span></div><div>{1} <a href="https://example.org/{2}">Weiterlesen</a></div>'
            '<div><a href="https://example.org/{2}">Weiterlesen</a></div>'
        ),
    ],
)
def test_each_item_of_a_newsletter_is_an_article(form: str) -> None:
    html = "<h2>World</h2>" + "".join(form.format(*item) for item in ITEMS)
    made = articles(message(html, List_Id="Daily <daily.example.org>"))
    assert [article.title for article in made] == [title for title, _, _ in ITEMS]
    assert [article.url for article in made] == [f"https://example.org/{number}" for _, _, number in ITEMS]
    assert {(article.outlet, article.published) for article in made} == {("Northern Wire", "2026-05-20T19:40:00+02:00")}
    for article, (title, text, _) in zip(made, ITEMS, strict=True):
        assert article.text.startswith(f"{title}\n\n{text[:40]}")


def test_items_have_inputs_of_their_own_and_take_what_holds_for_all() -> None:
    html = "".join(f'<h2><a href="https://example.org/{n}">{t}</a></h2><p>{x}</p>' for t, x, n in ITEMS)
    made = found(message(html), outlet="Western Wire", title="One title for all")
    assert [item.input for item in made] == ["m.eml:1", "m.eml:2", "m.eml:3"]
    assert {item.article.outlet for item in made if isinstance(item, Reading)} == {"Western Wire"}
    assert [item.article.title for item in made if isinstance(item, Reading)] == [title for title, _, _ in ITEMS]


def test_an_item_that_is_only_a_headline_is_listed_with_its_link() -> None:
    html = "".join(f'<h2><a href="https://example.org/{n}">{t}</a></h2><p>{x}</p>' for t, x, n in ITEMS)
    last = found(message(html + '<h2><a href="https://example.org/4">Rain in the hills</a></h2><p>More soon.</p>'))[-1]
    assert isinstance(last, Skipped)
    assert (last.code, last.title, last.url) == ("empty", "Rain in the hills", "https://example.org/4")


def test_subheadings_of_one_story_divide_nothing() -> None:
    html = f"<h1>No deal</h1><p>{STORY}</p><h2>What happens next</h2><p>{FERRY}</p><h2>What they say now</h2><p>{GAUGES}</p>"
    assert article_of(message(html)).text.count("\n\n") == 5
    # A letter that is a post elsewhere, with the reports that it speaks of.
    linked = html.replace("<h1>No deal</h1>", '<h1><a href="https://example.org/post">No deal on the water</a></h1>')
    for number, text in enumerate((STORY, FERRY, GAUGES)):
        linked = linked.replace(
            text, f'{text}</p><p><a href="https://example.org/{number}">The report of the council</a>'
        )
    assert len(articles(message(linked))) == 1


def test_a_plain_newsletter_is_divided_at_its_lines() -> None:
    text = f"\n{'-' * 40}\n".join(
        f"{title}\n\n{story}\nhttps://example.org/{number}\n" for title, story, number in ITEMS
    )
    made = articles(message(text=text))
    assert [(a.title, a.url) for a in made] == [(title, f"https://example.org/{number}") for title, _, number in ITEMS]
    assert made[1].text == f"{ITEMS[1][0]}\n\n{FERRY}"


GMAIL = (
    '<div>For the brief.</div><div class="gmail_quote"><div>---------- Forwarded message ---------<br>From: <b>Northern Wire</b>'
    " &lt;<a href='mailto:n@example.org'>n@example.org</a>&gt;<br>Date: Tue, May 19, 2026 at 7:15\u202fAM<br>Subject: No deal on water"
    f"<br>To: &lt;desk@harbour.example&gt;<br></div><br><div>{STORY}</div></div>"
)
OUTLOOK = (
    "FYI\n\n-----Ursprüngliche Nachricht-----\nVon: Northern Wire <n@example.org>\nGesendet: Dienstag, 19. Mai 2026 07:15\n"
    f"An: desk@harbour.example\nBetreff: No deal on water\n\n{STORY}\n"
)


def test_a_forwarded_mail_is_the_one_that_was_forwarded() -> None:
    article = article_of(message(GMAIL, From="Tom Oke <tom@harbour.example>", Subject="Fwd: see below"))
    assert (article.title, article.outlet, article.authors) == ("No deal on water", "Northern Wire", ())
    assert (article.published, article.text) == ("2026-05-19T07:15:00", STORY)
    article = article_of(message(text=OUTLOOK, From="Tom Oke <tom@harbour.example>", Subject="WG: see below"))
    # The date of the forwarding is another, and this one cannot be read.
    assert (article.title, article.outlet, article.published) == ("No deal on water", "Northern Wire", None)
    assert article.text == STORY


def test_a_mail_without_words_whose_attachment_has_them() -> None:
    mail = message(text="Please find attached.")
    mail.add_attachment(STORY.encode(), maintype="text", subtype="plain", filename="talks.txt")
    mail.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="weir.png")
    short, attached = found(mail)
    assert isinstance(short, Skipped)
    assert short.code == "empty"
    assert isinstance(attached, Reading)
    assert (attached.input, attached.article.text) == ("m.eml:talks.txt", STORY)


def test_a_mail_is_told_by_its_headers_where_nothing_else_tells() -> None:
    raw = message(text=STORY).as_bytes()
    (item,) = read(Document(input="-", data=raw))
    assert isinstance(item, Reading)
    assert item.article.title == "No deal"
    (item,) = read(Document(input="-", data=f"Subject: the weir. From: the desk. {STORY}".encode()))
    assert isinstance(item, Reading)
    assert item.article.title is None
