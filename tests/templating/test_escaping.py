"""Strangers' words stay words."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown
from markdown_it import MarkdownIt

from briefer.templating import escape_markdown, one_line, safe_url, visible

EXTENSIONS = ["tables", "sane_lists", "footnotes", "def_list"]
MARKS = st.text(alphabet="\\`*_{}[]()<>#+-.!|~&:=^\"'/@w\t\n aA1é\u05d0\u200b\u202e", max_size=40)


READER = Markdown(extensions=EXTENSIONS, output_format="html")


def _read(markdown: str) -> str:
    return READER.reset().convert(markdown)


def _words(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", page))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain words", "plain words"),
        ("over\u202eturned\u202c", "overturned"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("soft\xadhyphen", "softhyphen"),
        ("two\r\nlines\u2028three", "two\nlines\nthree"),
        ("bell\x07 and\x1b[31m", "bell and[31m"),
        ("Latin\u200djoined", "Latinjoined"),
        ("filled\u3164 and\u034f joined", "filled and joined"),
        ("lone \udcff and \uffff", "lone  and "),
    ],
)
def test_what_nobody_sees_is_dropped(text: str, seen: str) -> None:
    assert visible(text) == seen


@pytest.mark.parametrize("text", ["می\u200cخواهم", "👩\u200d🚒", "naïve café", "e\u0301"])
def test_what_carries_meaning_stays(text: str) -> None:
    assert visible(text) == text


@given(MARKS)
@example("*stress* and `code` [x](javascript:alert(1)) <b>")
@example("1. one")
@example("12) twelve")
@example("- item")
@example("===")
@example(": definition")
@example("wow![^1]")
@example("&amp; &lt;")
@example("&amp &lt. &copy= &#38 &#x26, &")
def test_markdown_reads_back_as_the_words(text: str) -> None:
    if not one_line(text):
        return
    page = _read(escape_markdown(text))
    assert re.fullmatch(r"<p>[^<]*</p>", page)
    assert _words(page).strip() == one_line(text)


@pytest.mark.parametrize(
    "text",
    [
        "see http://evil.example/x",
        "HTTPS://evil.example",
        "ftp://evil.example",
        "//evil.example.net",
        "www.evil.com",
        "WWW.1evil.com",
        "evil.com and evil.co.uk/path",
        "desk@evil.com",
        "mailto:desk@evil.com",
        "пример.рф",
        "user@evil.com@other.net",
    ],
)
def test_bare_addresses_do_not_become_links(text: str) -> None:
    linking = MarkdownIt("commonmark", {"html": True, "linkify": True}).enable(["table", "linkify"])
    assert "<a " in linking.render(text)
    page = linking.render(escape_markdown(text))
    assert "<a " not in page
    assert _words(page).strip() == text
    assert _words(_read(escape_markdown(text))).strip() == text


@pytest.mark.parametrize(
    "text", ["At 9 p.m. on Monday.", "U.S. and 3.5 per cent: no.", "5 @ 4 crowns", "Hale & Marsh", "the A&B 500"]
)
def test_words_that_are_no_address_stay_as_they_are(text: str) -> None:
    assert escape_markdown(text) == text


@given(MARKS)
@example("&amp")
@example("A&copy")
def test_what_stands_behind_makes_no_entity(text: str) -> None:
    words = f"x{one_line(text)}"
    for reader in (_read, MarkdownIt("commonmark").render):
        assert _words(reader(f"{escape_markdown(words)};")).strip() == f"{words};"


@given(MARKS)
@example("a|b")
@example("[^1]: note")
def test_in_a_table_and_in_a_list_too(text: str) -> None:
    if not one_line(text):
        return
    table = _read(f"| a | b |\n|---|---|\n| x{escape_markdown(text)} | y |\n")
    assert table.count("<td>") == 2
    assert _words(table.split("<td>")[1].split("</td>")[0]).strip() == one_line("x" + text)
    item = _read(f"- {escape_markdown(text)}\n")
    assert item.count("<li>") == 1
    assert not re.search(r"<(?!/?(?:ul|li)>)", item)
    assert _words(item).strip() == one_line(text)


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://example.org/a?b=1&c=2#d", "https://example.org/a?b=1&c=2#d"),
        ("HTTP://example.org/", "HTTP://example.org/"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        (" https://example.org/ ", "https://example.org/"),
        ("https://example.org/a(b)c", "https://example.org/a%28b%29c"),
        ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E"),
        ("https://example.org/ü|*x", "https://example.org/%C3%BC%7C%2Ax"),
        ("https://example.org/%20", "https://example.org/%20"),
    ],
)
def test_addresses_that_may_be_linked(address: str, linked: str) -> None:
    assert safe_url(address) == linked


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org/",
        "/relative",
        "example.org",
        "https://",
        "https://exa mple.org/",
        "https://example.org/\u202egnp.exe",
        "http://[::1",
        "",
        None,
    ],
)
def test_addresses_that_may_not(address: str | None) -> None:
    assert safe_url(address) == ""
