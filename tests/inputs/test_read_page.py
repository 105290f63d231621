"""Pages to articles: the text alone, what the page says of itself, and pages that are no articles."""

from __future__ import annotations

import json

import pytest

from briefer.model import Article, Document, Skipped
from briefer.read import Reading, read

PARAGRAPHS = """\
Norrmark and Vellany failed to agree on summer water releases from the Vardo weir on Wednesday, the basin council said after a day of talks.
“You cannot share a river that you measure twice,” Norrmark’s water commissioner Signe Halgren told Channel Nine on Thursday morning.
Vellany’s agriculture minister, Teodor Corvo, said the weir would stay shut until the harvest was in and paid for.""".splitlines()
MENU = "".join(f'<li><a href="/{w}">{w}</a></li>' for w in "Home News Sport Culture Opinion Weather Video Jobs".split())


def page(body: str = "", head: str = "", html: str = "") -> bytes:
    story = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    body = body or f"<article><h1>No deal on Vardo water</h1>{story}</article>"
    return (
        f"<!DOCTYPE html><html {html}><head>{head}</head><body><nav><ul>{MENU}</ul></nav>{body}"
        "<footer>© 2026 Northern Wire. All rights reserved. Terms of use</footer></body></html>"
    ).encode()


def read_page(data: bytes) -> Reading | Skipped:
    return read(Document(input="a.html", data=data, media_type="text/html"))


def article_of(data: bytes) -> Article:
    reading = read_page(data)
    assert isinstance(reading, Reading), reading
    return reading.article


def test_menus_go_and_paragraphs_stay() -> None:
    blocks = article_of(page()).text.split("\n\n")
    assert blocks[-3:] == list(PARAGRAPHS)
    assert not any("Weather" in block or "rights reserved" in block for block in blocks)


def test_lists_and_tables_lose_their_marks() -> None:
    story = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    table = "<table><tr><th>Side</th><th>Share</th></tr><tr><td>Norrmark</td><td>40 %</td></tr></table>"
    points = "<ul><li>The gauges stay shut for now.</li><li>Both sides meet on Tuesday.</li></ul>"
    blocks = article_of(page(f"<article>{story}{points}{table}</article>")).text.split("\n\n")
    assert blocks[-4:] == [
        "The gauges stay shut for now.",
        "Both sides meet on Tuesday.",
        "Side | Share",
        "Norrmark | 40 %",
    ]


def test_the_same_page_gives_the_same_text_each_time() -> None:
    assert article_of(page()) == article_of(page())


def test_meta_elements_say_what_the_page_is() -> None:
    article = article_of(
        page(
            head='<title>No deal - Northern Wire</title><meta property="og:site_name" content="Northern Wire">'
            '<meta property="og:title" content="No deal on water"><meta name="author" content="Ada Sand">'
            '<meta property="article:published_time" content="2026-05-20T19:40:00+02:00">'
            '<link rel="canonical" href="https://example.org/vardo"><meta property="og:url" content="https://example.org/x">',
            html='lang="en-GB"',
        )
    )
    assert (article.title, article.outlet, article.authors) == ("No deal on water", "Northern Wire", ("Ada Sand",))
    assert (article.published, article.url) == ("2026-05-20T19:40:00+02:00", "https://example.org/vardo")
    assert article.language == "en-GB"


def test_linked_data_says_what_the_page_is() -> None:
    data = {
        "@graph": [
            {"@type": "WebSite", "name": "x", "headline": "not this"},
            {
                "@type": ["NewsArticle", "Thing"],
                "headline": "No deal",
                "datePublished": "2026-05-20T17:40:00Z",
                "author": [{"@type": "Person", "name": "Ada Sand"}, {"name": "Tom Oke"}],
                "publisher": {"name": "Northern Wire"},
            },
        ]
    }
    broken = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
    article = article_of(page(head=f'{broken}<script type="application/ld+json">{json.dumps(data)}</script>'))
    assert (article.title, article.outlet, article.published) == ("No deal", "Northern Wire", "2026-05-20T17:40:00Z")
    assert article.authors == ("Ada Sand", "Tom Oke")


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta name="date" content="2026-05-20">', "2026-05-20"),
        ('<meta name="pubdate" content="Wed, 20 May 2026 19:40:00 +0200">', "2026-05-20T19:40:00+02:00"),
        ('<meta name="date" content="last week">', None),
        ('<meta name="date" content="last week"><meta name="pubdate" content="2026-05-20">', "2026-05-20"),
        ("<title>Of 20 May 2026</title>", None),
    ],
)
def test_a_date_is_taken_as_declared_and_never_guessed(head: str, published: str | None) -> None:
    assert article_of(page(head=head)).published == published


@pytest.mark.parametrize(
    ("times", "published"),
    [
        ('<time datetime="2026-05-20">yesterday</time>', "2026-05-20"),
        ('<time datetime="2026-05-20">a</time><time datetime="2026-05-19">b</time>', None),
        (
            '<time datetime="2026-05-19">b</time><time itemprop="datePublished" datetime="2026-05-20">a</time>',
            "2026-05-20",
        ),
    ],
)
def test_one_time_alone_is_the_pages_own(times: str, published: str | None) -> None:
    story = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    assert article_of(page(f"<article><h1>No deal</h1>{times}{story}</article>")).published == published


def test_a_title_loses_the_outlet_behind_it() -> None:
    story = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    head = '<title>No deal | Northern Wire</title><meta property="og:site_name" content="Northern Wire">'
    assert article_of(page(f"<article>{story}</article>", head=head)).title == "No deal"


@pytest.mark.parametrize("address", ["/vardo", "javascript:alert(1)", "file:///etc/passwd", "https://["])
def test_only_a_web_address_is_an_address(address: str) -> None:
    assert article_of(page(head=f'<link rel="canonical" href="{address}">')).url is None


def test_a_long_text_tells_its_language_better_than_its_template() -> None:
    assert article_of(page(html='lang="de"')).language == "en"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1252">', "cp1252"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=utf-16">', "utf-8"),
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
    ],
)
def test_the_character_set_is_the_declared_one_where_it_fits(head: str, encoding: str) -> None:
    article = article_of(page(head=head).decode().encode(encoding))
    assert "“You cannot share a river" in article.text


def test_an_undeclared_character_set_is_told_by_the_bytes() -> None:
    assert "“You cannot share a river" in article_of(page().decode().encode("cp1252")).text


def refused(data: bytes) -> tuple[str, str]:
    found = read_page(data)
    assert isinstance(found, Skipped), found
    assert found.outcome == "skipped"
    return found.code, found.reason


def test_a_page_of_menus_is_no_article() -> None:
    code, _ = refused(page(f"<div><ul>{MENU * 4}</ul></div>"))
    assert code in ("empty", "not_an_article")


def test_a_front_page_is_no_article() -> None:
    teasers = "".join(
        f"<article><h2><a href=/{i}>Story {i}</a></h2><p>{p}</p></article>" for i, p in enumerate(PARAGRAPHS * 3)
    )
    assert "front page" in refused(page(teasers, head='<meta property="og:type" content="website">'))[1]
    # An article with as many teasers below it says that it is one.
    story = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    assert article_of(page(f"<article>{story}</article>{teasers}", head='<meta property="og:type" content="article">'))


CONSENT = (
    "<div><h2>We value your privacy</h2><p>We and our 812 partners store and access information on a device, such as "
    "cookies, and process personal data for personalised ads and content. You can accept all, reject all or manage your "
    "preferences at any time in our privacy policy.</p><button>Accept all</button></div>"
)
LOGIN = (
    "<div><h1>Sign in</h1><p>Please log in to continue reading. Enter your email address and password. Forgot your "
    "password? Not a member yet? Create an account and start your free trial today, and we will send you our letter.</p></div>"
)
ERROR = (
    "<div><h1>404</h1><p>Page not found. The page you are looking for may have been moved or no longer exists. Go back to "
    "our home page or try again later. We are sorry for the trouble.</p></div>"
)
ROBOT = (
    "<div><h1>Just a moment</h1><p>We have seen unusual activity from your network. Please enable JavaScript and cookies, "
    "then prove that you are not a robot by solving the captcha below, and we will let you go on.</p></div>"
)


@pytest.mark.parametrize(
    ("body", "what"),
    [(CONSENT, "consent notice"), (LOGIN, "sign-in"), (ERROR, "error page"), (ROBOT, "error page")],
)
def test_a_notice_is_no_article(body: str, what: str) -> None:
    code, reason = refused(page(body))
    assert code == "not_an_article"
    assert what in reason


def test_an_article_about_cookies_is_one() -> None:
    story = (
        "<article><h1>Regulator fines Marlpost over cookies</h1><p>The data protection office of Vellany fined the retailer "
        "Marlpost 2 million marks on Monday because its site had no button to reject all cookies next to the one to accept "
        "all.</p><p>“Consent that cannot be refused is no consent,” said the office’s head, Ines Marr. Marlpost said its "
        "cookie policy followed the law and that it would appeal within a month.</p></article>"
    )
    assert article_of(page(story))


def test_the_start_of_an_article_behind_a_paywall_is_still_one() -> None:
    story = (
        f"<article><h1>No deal</h1><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><p>Subscribe to continue reading. "
        "Already a subscriber? Log in.</p></article>"
    )
    assert article_of(page(story))


@pytest.mark.parametrize("data", [b"<html></html>", b"<", b"<html><body><script>var words = 'many of them';</script>"])
def test_a_page_without_text_is_empty(data: bytes) -> None:
    assert refused(data)[0] == "empty"


def test_a_page_with_more_text_than_any_is_not_searched() -> None:
    assert refused(page("".join(f"<p>{p}</p>" for p in PARAGRAPHS) * 2000))[0] == "too_large"
    assert refused(page("".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "<b></b>" * 60_000))[0] == "too_large"
    # What a script holds is no text.
    assert article_of(page(head=f"<script>var x = '{'x' * 500_000}'</script>"))


def test_a_page_that_nests_without_end_stops_nothing() -> None:
    found = read_page(b"<div>" * 50_000 + "".join(f"<p>{p}</p>" for p in PARAGRAPHS).encode())
    assert isinstance(found, Reading | Skipped)


def test_a_page_that_breaks_a_parser_is_a_failed_input(monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(html: str) -> object:
        raise RuntimeError("too deep")

    monkeypatch.setattr("trafilatura.load_html", burst)
    found = read_page(page())
    assert isinstance(found, Skipped)
    assert (found.outcome, found.code) == ("failed", "unreadable")
    assert "too deep" in found.reason
