"""Markdown to the text of record: paragraphs, no marks, front matter apart."""

from __future__ import annotations

import pytest

from briefer.model import Article, Document, Skipped
from briefer.read import Reading, read
from briefer.read.markdown import from_markdown, front_matter

BODY = (
    "Norrmark and Vellany *failed* to agree on [summer water releases](https://example.org/w) from the Vardo weir, "
    "the basin council said.\n\n> “You cannot share a river that you measure twice,” **Signe Halgren** said.\n"
)


def article_of(source: str) -> Article:
    (reading,) = read(Document(input="a.md", data=source.encode(), media_type="text/markdown"))
    assert isinstance(reading, Reading), reading
    return reading.article


def test_marks_go_and_paragraphs_stay() -> None:
    assert article_of(BODY).text == (
        "Norrmark and Vellany failed to agree on summer water releases from the Vardo weir, the basin council said.\n\n"
        "“You cannot share a river that you measure twice,” Signe Halgren said."
    )


@pytest.mark.parametrize(
    ("source", "paragraphs"),
    [
        ("# No deal\n\nIt rained.", ["No deal", "It rained."]),
        ("It rained\nall day.\n\nIt stopped.", ["It rained all day.", "It stopped."]),
        ("It rained,  \nshe said.", ["It rained,\nshe said."]),
        ("- one\n- two\n", ["one", "two"]),
        ("1. one\n\n    more\n\n2. two\n", ["one", "more", "two"]),
        ("| who | what |\n|---|---|\n| Corvo | no |\n", ["who | what", "Corvo | no"]),
        ("![a weir](weir.jpg)\n\nIt rained.", ["It rained."]),
        ("<script>alert(1)</script>\n\nIt rained <b>hard</b>.<!-- no --> Then", ["It rained hard. Then"]),
        ("a < b &amp; c", ["a < b & c"]),
        ("snake_case and 2\\*3", ["snake_case and 2*3"]),
    ],
)
def test_blocks_become_paragraphs(source: str, paragraphs: list[str]) -> None:
    assert from_markdown(source)[0].split("\n\n") == paragraphs


def test_front_matter_is_about_the_article_and_no_part_of_it() -> None:
    article = article_of(
        '---\r\ntitle: "No deal: again"\r\noutlet: Northern Wire\r\nurl: https://example.org/vardo\r\n'
        "published: 2026-05-20T19:40:00+02:00\r\nauthors: [Ada Sand, 'Tom Oke']\r\nlanguage: en-GB\r\ntags: x\r\n---\r\n\r\n"
        + BODY
    )
    assert (article.title, article.outlet, article.url) == (
        "No deal: again",
        "Northern Wire",
        "https://example.org/vardo",
    )
    assert (article.published, article.language) == ("2026-05-20T19:40:00+02:00", "en-GB")
    assert article.authors == ("Ada Sand", "Tom Oke")
    assert article.text.startswith("Norrmark and Vellany")


def test_authors_may_stand_one_to_a_line() -> None:
    about, rest = front_matter("---\nauthors:\n  - Ada Sand\n  - Tom Oke\ntitle: x\n---\nrest")
    assert about == {"authors": ["Ada Sand", "Tom Oke"], "title": "x"}
    assert rest == "rest"


@pytest.mark.parametrize("source", ["It rained.\n\n---\ntitle: x\n---\n", "---\nIt rained.\n", " ---\ntitle: x\n---\n"])
def test_a_rule_is_no_front_matter(source: str) -> None:
    assert front_matter(source) == ({}, source)


@pytest.mark.parametrize(
    ("said", "kept"), [("20 May 2026", None), ("2026-05-20", "2026-05-20"), ("2026-05", "2026-05")]
)
def test_a_date_that_the_contract_cannot_hold_is_no_date(said: str, kept: str | None) -> None:
    assert article_of(f"---\ndate: {said}\n---\n{BODY}").published == kept


def test_the_first_heading_is_the_title_unless_one_was_given() -> None:
    assert article_of(f"# No *deal*\n\n{BODY}").title == "No deal"
    assert article_of(f"---\ntitle: Given\n---\n# No deal\n\n{BODY}").title == "Given"


@pytest.mark.parametrize("mark", ["[", "<", "\\", "\n# ", "\n> "])
def test_a_flood_of_marks_is_left_unconverted(mark: str) -> None:
    # The converter's time grows with their square; some would take an hour.
    source = BODY + mark * 20_000
    (found,) = read(Document(input="a.md", data=source.encode(), media_type="text/markdown"))
    assert isinstance(found, Reading)
    assert found.article.text == source


def test_markdown_longer_than_any_article_is_not_converted() -> None:
    (found,) = read(Document(input="a.md", data=(BODY + "\n\na" * 200_000).encode(), media_type="text/markdown"))
    assert isinstance(found, Skipped)
    assert (found.code, found.outcome) == ("too_large", "skipped")


def test_only_front_matter_is_an_empty_article() -> None:
    (found,) = read(Document(input="a.md", data=b"---\ntitle: No deal\n---\n", media_type="text/markdown"))
    assert isinstance(found, Skipped)
    assert (found.code, found.title) == ("empty", "No deal")
