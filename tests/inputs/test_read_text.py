"""Plain text, rows and bytes of every kind to articles."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefer.model import Article, Document, Skipped
from briefer.read import Reading, distinct, read

TEXT = (
    "SANKT ARVEL — Norrmark and Vellany failed to agree on summer water releases from the Vardo weir, "
    "the basin council said. Both governments will meet again next Tuesday."
)


def plain(data: bytes, **given: Any) -> Reading | Skipped:
    (found,) = read(Document(input="a.txt", data=data, media_type="text/plain", given=given or None))
    return found


def article_of(data: bytes, **given: Any) -> Article:
    reading = plain(data, **given)
    assert isinstance(reading, Reading), reading
    return reading.article


def refused(data: bytes, media_type: str | None = "text/plain") -> tuple[str, str]:
    (found,) = read(Document(input="a", data=data, media_type=media_type))
    assert isinstance(found, Skipped), found
    assert found.reason
    return found.outcome, found.code


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_first_line_that_stands_alone_is_the_title_and_stays_in_the_text(end: str) -> None:
    text = end.join(("", "Weir talks fail  over summer water", "", "Harbour Post", "", TEXT))
    article = article_of(text.encode())
    assert (article.title, article.text) == ("Weir talks fail over summer water", text)
    assert article_of(text.encode(), title="Talks fail").title == "Talks fail"


@pytest.mark.parametrize(
    "first",
    [
        "Both of them will meet again.",
        "“Both of them will meet again.”",
        "What the council said on Tuesday:",
        "FOR IMMEDIATE RELEASE TO ALL OUTLETS",
        "For immediate release",
        "By Ines Holt in Sankt Arvel",
        "21 May 2026",
        "word " * 40,
        "Weir talks fail over summer water\nHarbour Post",
    ],
)
def test_what_may_be_something_else_is_no_title(first: str) -> None:
    assert article_of(f"{first}\n\n{TEXT}".encode()).title is None


def test_a_line_without_more_is_no_title() -> None:
    assert article_of(TEXT.encode().rstrip(b".")).title is None


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace(". ", ".\r\n\r\n"),
        f"\n\n  {TEXT}\t\r",
        TEXT.replace(" ", "\u00a0"),
        f"👩‍🚒 {TEXT} مرحبا e\u0301",
    ],
)
def test_plain_text_stays_character_for_character(text: str) -> None:
    article = article_of(text.encode())
    assert article.text == text
    assert article.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert article.characters == len(text)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200))
def test_any_text_stays_as_it_is(more: str) -> None:
    # In a paragraph of its own: lines of a word each would make a menu of the one that they end.
    text = f"{TEXT}\n\n{more}"
    assert article_of(text.encode()).text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_only_the_byte_order_mark_is_dropped(encoding: str) -> None:
    assert article_of(TEXT.encode(encoding)).text == TEXT


def test_utf_16_without_a_mark_is_taken_for_a_binary() -> None:
    assert refused(TEXT.encode("utf-16-le")) == ("skipped", "binary")


def test_bytes_that_are_no_utf_8_fail_and_say_where() -> None:
    found = plain(b"Snow fell at caf\xe9s in Vardo. " + TEXT.encode())
    assert isinstance(found, Skipped)
    assert (found.outcome, found.code) == ("failed", "undecodable")
    assert "byte 17" in found.reason


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04words",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"words and a \0 nul",
        b"{\\rtf1 words}",
        bytes(range(256)),
    ],
)
def test_a_binary_is_skipped_whatever_its_ending(data: bytes) -> None:
    for media_type in ("text/plain", "text/markdown", "text/html", None):
        assert refused(data, media_type) == ("skipped", "binary")


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"Rain in Vardo.", b"..."])
def test_empty_or_nearly_so(data: bytes) -> None:
    assert refused(data) == ("skipped", "empty")


@pytest.mark.parametrize(
    "notice",
    [
        "This article has been withdrawn. The figures could not be confirmed.",
        "Harbour Courier has retracted its report on pier 4.",
        "The report on pier 4 was wrong and has now been corrected.",
        "Correction: the pier cost 4 million crowns, not 40.",
        "Retraction – pier 4 stays open.",
        "Cet article a été retiré : les chiffres étaient faux.",
        "Dieser Bericht wurde zurückgezogen, weil die Zahlen falsch waren.",
        "Este artículo ha sido retirado.",
        "Dit artikel is inmiddels ingetrokken.",
    ],
)
def test_what_takes_a_report_back_is_read_however_short_it_is(notice: str) -> None:
    assert article_of(notice.encode()).text == notice
    menu = "Home | News | Sport | Money | Weather | Culture | Opinion | Video | Local | World | Travel | Food | Health"
    assert article_of(f"{menu}\n\n{notice}\n\n{menu}".encode())


@pytest.mark.parametrize(
    "text",
    [
        "The page that you asked for has been removed.",
        "Manage cookies. You can withdraw your consent at any time.",
        "My account: withdraw money. Sign in to read this article.",
        "Corrections | About | Contact | All articles",
        "Withdrawn",
    ],
)
def test_other_short_texts_are_no_such_notice(text: str) -> None:
    assert refused(text.encode()) == ("skipped", "empty")


def test_more_than_any_article_is_too_large() -> None:
    assert refused((TEXT + "\n").encode() * 1000) == ("skipped", "too_large")
    assert article_of((TEXT + "\n").encode() * 100)


def test_a_type_that_nobody_reads() -> None:
    assert refused(b"words", "image/svg+xml") == ("skipped", "unknown_type")


@pytest.mark.parametrize(
    "start", ["<rss version='2.0'>", '<?xml version="1.0"?>\n<feed xmlns="x">', "<opml>", "<rdf:RDF xmlns='x'>"]
)
def test_a_feed_on_standard_input_is_no_text(start: str) -> None:
    assert refused(f"{start}<item>{TEXT}</item>".encode(), None) == ("skipped", "unknown_type")
    assert refused(start.encode(), "text/plain")[1] == "empty"


def test_a_page_may_begin_as_xml() -> None:
    page = f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html><html><body><p>{TEXT}</p></body></html>'
    (reading,) = read(Document(input="-", data=page.encode()))
    assert isinstance(reading, Reading)
    assert "<" not in reading.article.text


def test_a_page_on_standard_input_is_read_as_a_page() -> None:
    page = f"<!DOCTYPE html><html><body><article><h1>No deal</h1><p>{TEXT}</p></article></body></html>"
    (reading,) = read(Document(input="-", data=page.encode()))
    assert isinstance(reading, Reading)
    assert "<p>" not in reading.article.text
    assert reading.article.title == "No deal"


def test_what_the_user_says_of_an_article_is_kept() -> None:
    article = article_of(
        TEXT.encode(), title="T", outlet="Northern Wire", url="https://example.org/a", published="2026-05-20"
    )
    assert (article.title, article.outlet, article.published) == ("T", "Northern Wire", "2026-05-20")
    assert article.id == hashlib.sha256(b"https://example.org/a").hexdigest()[:16]


FRENCH = (
    "Le ministre a déclaré mardi que les pourparlers avaient échoué et que le gouvernement allait se réunir de nouveau "
    "la semaine prochaine pour discuter de la situation dans la vallée."
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (TEXT, "en"),
        (FRENCH, "fr"),
        ("部长周二表示谈判失败，政府将于下周再次开会讨论河谷的局势，两国都没有让步。" * 3, "zh"),
        # Names and figures alone are too little to tell by.
        ("Norrmark 4, Vellany 2. Corvo 1, Halgren 3, Sand 2, Ildefonso 1, Marr 1, Oke 1, Pell 1, Ruiz 1.", None),
    ],
)
def test_the_language_is_told_by_the_text(text: str, language: str | None) -> None:
    found = article_of(text.encode()).language
    assert found == language


def test_a_language_that_was_given_is_not_doubted() -> None:
    assert article_of(FRENCH.encode(), language="en-GB").language == "en-GB"


def row(value: object) -> Reading | Skipped:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    (found,) = read(Document(input="r.jsonl:7", data=data, media_type="application/json"))
    return found


def test_a_row_keeps_its_id_and_text() -> None:
    reading = row({"id": "r1", "text": f"{TEXT}\r\n", "outlet": "Northern Wire", "authors": ["Ada Sand"], "extra": 1})
    assert isinstance(reading, Reading)
    article = reading.article
    assert (article.id, article.text, article.outlet, article.authors) == (
        "r1",
        f"{TEXT}\r\n",
        "Northern Wire",
        ("Ada Sand",),
    )
    assert article.language == "en"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (b'{"text": "tru', "bad_json"),
        (b"\xff\xfe", "bad_json"),
        (b"[" * 100_000, "bad_json"),
        ({"title": "no text"}, "bad_row"),
        ([TEXT], "bad_row"),
        ({"text": 5}, "bad_row"),
        ({"text": TEXT, "published": "yesterday"}, "bad_row"),
        ({"text": f"{TEXT} \ud83d"}, "bad_row"),
    ],
)
def test_a_row_that_cannot_be_read_is_failed(value: object, code: str) -> None:
    found = row(value)
    assert isinstance(found, Skipped)
    assert (found.outcome, found.code, found.input) == ("failed", code, "r.jsonl:7")


def test_a_broken_row_keeps_its_id() -> None:
    found = row({"id": "r9", "title": "no text"})
    assert isinstance(found, Skipped)
    assert found.id == "r9"


def test_an_empty_row_is_skipped() -> None:
    found = row({"id": "r3", "text": ""})
    assert isinstance(found, Skipped)
    assert (found.outcome, found.code, found.id) == ("skipped", "empty", "r3")


def test_the_same_text_twice_is_a_duplicate_and_white_space_makes_no_other() -> None:
    first, second, third = (
        Reading(n, Article.of(t, id=n)) for n, t in (("a", TEXT), ("b", f"{TEXT}\n"), ("c", TEXT + "!"))
    )
    kept, doubled, other = distinct([first, second, third])
    assert (kept, other) == (first, third)
    assert isinstance(doubled, Skipped)
    assert (doubled.outcome, doubled.code) == ("skipped", "duplicate")
    assert "a" in doubled.reason


def test_the_same_name_twice_hides_no_duplicate() -> None:
    reading = Reading("a", Article.of(TEXT))
    assert [type(item) for item in distinct([reading, reading])] == [Reading, Skipped]


def test_a_repeated_id_is_an_error_on_the_second() -> None:
    kept, repeated = distinct(
        [Reading("a", Article.of(TEXT, id="x")), Reading("b", Article.of(TEXT + " More.", id="x"))]
    )
    assert isinstance(kept, Reading)
    assert isinstance(repeated, Skipped)
    assert (repeated.outcome, repeated.code) == ("failed", "repeated_id")
