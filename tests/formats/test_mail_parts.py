"""What a mail is made of: text of equal worth, the brief in other formats, pictures of the template's own."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from pathlib import Path

import pytest

from briefer.errors import BrieferError, PluginError, TemplateError
from briefer.formats.eml import Envelope, Letter, address, letter, message
from briefer.model import Brief, Recipient
from briefer.render import page_of, render
from briefer.render.checks import check

TEMPLATES = ("daily", "ministerial", "short", "stakeholders", "lookahead")
ANA = Recipient(name="Ana Prill", email="ana@desk.example", topics=("ferry",))


def _letter(brief: Brief, template: str = "builtin:daily", *, search: tuple[Path, ...] = (), **more: object) -> Letter:
    return letter(page_of(brief, template=template, recipient=ANA, search=search), **more)  # type: ignore[arg-type]


def _parsed(made: Letter) -> EmailMessage:
    desk = address("Harbour desk", "desk@harbour.example")
    envelope = Envelope(
        sender=desk,
        recipient=address(ANA.name, ANA.email),
        date=datetime(2026, 5, 21, tzinfo=UTC),
        message_id="<1@harbour.example>",
    )
    mail = message_from_bytes(message(made, envelope), policy=policy.default)
    assert not any(part.defects for part in mail.walk())
    return mail  # type: ignore[return-value]


def _flat(text: str) -> str:
    """Words alone, without the marks of notes, in one line."""
    return " ".join(re.sub(r"\[\d+\]", " ", text).split()).casefold()


# ---- text of equal worth ----


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_text_says_all_that_the_html_says(any_brief: Brief, template: str) -> None:
    made = _letter(any_brief, f"builtin:{template}", budget=10_000_000)
    text, found = _flat(made.text), 0
    shown = re.sub(r"<sup>.*?</sup>|<style>.*?</style>|<head>.*?</head>|<!--.*?-->", "", made.html, flags=re.DOTALL)
    html = _flat(unescape(re.sub(r"<[^>]+>", "", shown)))
    claims = [
        words
        for story in any_brief.stories
        for words in (
            story.headline,
            *(claim.text for claim in (*story.lead, *story.what, *story.next_steps)),
            *(position.text for position in story.positions),
            *(position.holder or "" for position in story.positions),
            *(actor.name for actor in story.who),
            *(claim.text for section in story.custom.values() for claim in section.claims),
            *(item.text for item in story.contradictions),
        )
    ]
    claims += [*(c.text for c in any_brief.bottom_line), *(c.text for c in any_brief.changes), *any_brief.set.values()]
    for words in claims:
        flat = _flat(words).rstrip(".")
        if flat and flat in html:
            found += 1
            assert flat in text, words
    assert found >= len(any_brief.stories)
    # Every piece of words that stands by itself in the template: quotations, evidence, sources, what the account says.
    page = page_of(any_brief, template=f"builtin:{template}", recipient=ANA)
    for piece in re.findall(r'<span [^>]*dir="auto"[^>]*>([^<]*)</span>', page.fill("brief.email.html.j2", "html")):
        assert _flat(unescape(piece)).rstrip(".") in text, piece
    for piece in re.findall(r"<h[123][^>]*>(.*?)</h[123]>", shown):
        head = _flat(unescape(re.sub(r"<[^>]+>", "", piece))).removesuffix("(not fully checked)").strip()
        assert head in text, piece


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_address_of_the_html_stands_in_the_text(any_brief: Brief, template: str) -> None:
    made = _letter(any_brief, f"builtin:{template}", budget=10_000_000)
    links = {unescape(link).partition("#:~:")[0] for link in re.findall(r'href="([^"#][^"]*)"', made.html)}
    words = set(made.text.split())
    assert {link for link in links if link not in words} == set()
    # Words that look like tags are a stranger's own.
    if any_brief.id != "sample-hostile":
        assert not re.search(r"<[a-z/][^>]*>|&(?:amp|lt|gt|#\d+);", made.text)


def test_the_comparison_would_miss_nothing(complete: Brief) -> None:
    made = _letter(complete)
    assert "“A harbour that cannot pay for its lights has no future”" in made.html
    assert "“A harbour that cannot pay for its lights has no future”" in made.text


def test_what_is_only_alleged_says_so_in_the_mail(complete: Brief) -> None:
    html = _letter(complete).html
    told = html[html.index("Police are looking into a claim") :].partition("</p>")[0]
    assert "(alleged)" in told
    assert "(“on Thursday”)" in html
    assert "Missing: a speaker is not named" in html


# ---- the brief in other formats ----


def test_files_go_along_under_names_of_title_and_day(complete: Brief) -> None:
    mail = _parsed(_letter(complete, attach=("docx", "markdown", "ics", "csv", "json", "atom", "html", "text", "docx")))
    assert mail.get_content_type() == "multipart/mixed"
    body, *files = mail.iter_parts()
    assert [part.get_content_type() for part in body.iter_parts()] == ["text/plain", "text/html"]
    # The day stands in its title; a comma is no character of a file's name.
    stem = "Harbours and ferries 21 May 2026"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert [(part.get_filename(), part.get_content_type()) for part in files] == [
        (f"{stem}.docx", word),
        (f"{stem}.md", "text/markdown"),
        (f"{stem}.ics", "text/calendar"),
        (f"{stem}.csv", "text/csv"),
        (f"{stem}.json", "application/json"),
        (f"{stem}.atom", "application/atom+xml"),
        (f"{stem}.html", "text/html"),
        (f"{stem}.txt", "text/plain"),
    ]
    for part in files:
        assert part.get_content_disposition() == "attachment"
    for part, name in zip(files[1:], ("markdown", "ics", "csv", "json", "atom", "html", "text"), strict=True):
        made = render(complete, format=name, template="builtin:daily", recipient=ANA)
        assert part.get_payload(decode=True) == str(made).encode()


def test_a_name_has_the_day_where_the_title_has_not(complete: Brief) -> None:
    late = replace(
        complete, title="Morning brief: “ports”/ferries", timezone="Pacific/Auckland", created="2026-05-21T20:00:00Z"
    )
    (file,) = _letter(late, attach=("markdown",)).attachments
    assert file.name == "Morning brief “ports” ferries 2026-05-22.md"
    (part,) = _parsed(_letter(late, attach=("markdown",))).iter_attachments()
    assert part.get_filename() == file.name  # fmt: skip


@pytest.mark.system
def test_a_pdf_goes_along(complete: Brief) -> None:
    (part,) = _parsed(_letter(complete, "builtin:short", attach=("pdf",))).iter_attachments()
    assert part.get_content_type() == "application/pdf"
    assert part.get_content().startswith(b"%PDF")


def test_a_calendar_is_published_and_not_an_invitation(complete: Brief) -> None:
    (part,) = _parsed(_letter(complete, attach=("ics",))).iter_attachments()
    assert part["Content-Type"].params["method"] == "PUBLISH"
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert b"\r\nMETHOD:PUBLISH\r\n" in content
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_a_calendar_without_entries_stays_away_and_is_told(complete: Brief) -> None:
    none = replace(complete, stories=tuple(replace(story, next_steps=()) for story in complete.stories))
    made = _letter(none, attach=("ics",))
    assert not made.attachments
    assert made.remarks == ("no calendar is attached: no next step has a date",)


def test_what_cannot_be_attached_is_an_error(complete: Brief) -> None:
    with pytest.raises(PluginError, match="there is no format “pfd”"):
        _letter(complete, attach=("pfd",))
    with pytest.raises(BrieferError, match="cannot be attached to itself"):
        _letter(complete, attach=("eml",))


# ---- pictures of the template's own ----


def _png() -> bytes:
    """One red pixel."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A template whose mail shows a picture twice, in a folder of templates."""
    folder = tmp_path / "house"
    folder.mkdir()
    (folder / "template.toml").write_text('name = "house"\nextends = "builtin:daily"\n', encoding="utf-8")
    (folder / "logo.png").write_bytes(_png())
    (folder / "brief.email.html.j2").write_text(
        '{% extends "builtin:daily/brief.email.html.j2" %}\n'
        '{% block marking %}<img src="cid:logo.png" width="120" height="40" alt="Ministry of Example">{{ super() }}\n'
        '{% endblock %}\n{% block unsubscribe %}<img src="cid:logo.png" width="12" alt="">{{ super() }}{% endblock %}\n',
        encoding="utf-8",
    )
    return tmp_path


def test_a_picture_of_the_templates_folder_is_shown_by_its_name(complete: Brief, house: Path) -> None:
    made = _letter(complete, "house", search=(house,), attach=("markdown",))
    mail = _parsed(made)
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "text/markdown",
    ]
    picture = next(part for part in mail.walk() if part.get_content_type() == "image/png")
    assert picture.get_payload(decode=True) == _png()
    assert picture.get_content_disposition() == "inline"
    cid = str(picture["Content-ID"])
    assert re.fullmatch(r"<logo\.[0-9a-f]{24}@briefer\.invalid>", cid)
    assert made.html.count(f'src="cid:{cid[1:-1]}"') == 2
    assert "cid:logo.png" not in made.html
    related = next(part for part in mail.walk() if part.get_content_type() == "multipart/related")
    assert related.get_param("type") == "text/html"


def test_such_a_template_passes_the_check(complete: Brief, house: Path) -> None:
    assert [fault for fault in check("house", search=(house,)) if "cid" in str(fault) or "img" in str(fault)] == []


@pytest.mark.parametrize("name", ["seal.png", "logo.svg", "../logo.png", "logo", "template.toml", "C:logo.png", ""])
def test_a_picture_that_is_not_there_is_an_error(complete: Brief, house: Path, name: str) -> None:
    file = house / "house" / "brief.email.html.j2"
    file.write_text(file.read_text(encoding="utf-8").replace("cid:logo.png", f"cid:{name}"), encoding="utf-8")
    with pytest.raises(TemplateError, match="has no such picture"):
        _letter(complete, "house", search=(house,))


def test_words_of_an_article_show_no_picture(complete: Brief, house: Path) -> None:
    harm = '<img src="cid:logo.png" alt="x">'
    brief = replace(complete, stories=(replace(complete.stories[0], headline=harm), complete.stories[1]))
    made = _letter(brief, search=(house,))
    assert not made.attachments
    assert "<img" not in made.html


def test_words_in_an_attribute_show_no_picture(complete: Brief, house: Path) -> None:
    file = house / "house" / "brief.email.html.j2"
    file.write_text(
        '{% extends "builtin:daily/brief.email.html.j2" %}\n'
        '{% block marking %}<p title="{{ brief.stories[0].headline }}">x</p>{% endblock %}\n',
        encoding="utf-8",
    )
    harm = '<img src=\'cid:seal.png\'> id="rest" <p style="a: b;">'
    brief = replace(complete, stories=(replace(complete.stories[0], headline=harm), complete.stories[1]))
    made = _letter(brief, "house", search=(house,))
    assert not made.attachments
    # Verbatim words stay so, also where they look like a style.
    assert '&lt;p style="a: b;"&gt;' in made.html


# ---- the sight of it ----


def test_dark_rules_follow_the_inlined_ones(complete: Brief) -> None:
    html = _letter(complete).html
    head, _, body = html.partition("<body")
    assert re.search(r"<style>.*@media \(prefers-color-scheme: dark\) \{.*!important", head)
    assert "var(" not in html
    # What is inlined is light: only rules after it, and stronger, change it.
    assert "background:#fffefb" in body
    assert head.count("!important") >= 6
    assert '<meta name="color-scheme" content="light dark">' in head


def test_only_words_that_run_the_other_way_say_so(complete: Brief) -> None:
    name = "إلفا ساند"
    story = replace(complete.stories[0], headline=f"{name} votes on 12 May")
    html = _letter(replace(complete, stories=(story, complete.stories[1]))).html
    assert f'<span dir="auto">{name} votes on 12 May</span>' in html
    assert re.findall(r'<span dir="auto">([^<]*)</span>', _letter(complete).html) == []
    assert '<span lang="fr" dir="auto">' in _letter(complete).html


def test_the_inbox_shows_the_preheader_and_the_page_does_not(complete: Brief) -> None:
    html = _letter(complete).html
    hidden = re.search(r'<div class="preheader" style="([^"]*)">([^<]*)</div>', html)
    assert hidden is not None
    assert "display:none" in hidden[1]
    assert "mso-hide:all" in hidden[1]
    assert 40 <= len(unescape(hidden[2])) <= 140


def test_a_subject_of_the_templates_own(complete: Brief, house: Path) -> None:
    (house / "house" / "subject.txt.j2").write_text(
        '{% extends "builtin:daily/subject.txt.j2" %}{% block subject %}[Ports] {{ super() }}{% endblock %}',
        encoding="utf-8",
    )
    assert _letter(complete, "house", search=(house,)).subject.startswith("[Ports] Harbours and ferries")
