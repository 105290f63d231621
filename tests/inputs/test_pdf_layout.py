"""Lines of a PDF to paragraphs: what runs along every page, what goes on over one, hyphens at line ends."""

from __future__ import annotations

import pytest

from briefer.read.pdf.about import as_iso
from briefer.read.pdf.layout import heading_of, paragraphs_of
from briefer.read.pdf.lines import Line

FULL = "a line that is as wide as its column and goes on to the next"


def line(text: str, y: float, *, x: float = 70, size: float = 11, bold: bool = False) -> Line:
    return Line(text=text, x=x, y=y, size=size, bold=bold)


def page(*texts: str, top: float = 780, head: str = "", foot: str = "") -> list[Line]:
    """Lines 13 points apart; an empty text leaves one out."""
    lines = [line(text, top - 13 * number) for number, text in enumerate(texts) if text]
    lines += [line(head, 820)] if head else []
    return lines + ([line(foot, 30)] if foot else [])


def test_lines_become_paragraphs_where_space_or_a_short_line_says_so() -> None:
    lines = page(FULL, FULL, "and ends here.", "", FULL, "and ends.", FULL.capitalize(), "and ends too.")
    assert paragraphs_of([lines]) == [
        f"{FULL} {FULL} and ends here.",
        f"{FULL} and ends.",
        f"{FULL.capitalize()} and ends too.",
    ]


def test_an_indented_line_begins_a_paragraph() -> None:
    lines = [line(FULL, 700), line(f"{FULL}.", 687), line(FULL.capitalize(), 674, x=88), line(FULL, 661)]
    assert len(paragraphs_of([lines])) == 2


def test_heads_feet_and_numbers_of_pages_go() -> None:
    pages = [
        page(FULL, f"the {word} page of the story.", head="Northern Wire · 20 May", foot=f"Page {number} of 3")
        for number, word in enumerate(("first", "second", "third"), 1)
    ]
    text = "\n".join(paragraphs_of(pages))
    assert "Northern" not in text
    assert "Page" not in text
    assert [word for word in ("first", "second", "third") if word in text] == ["first", "second", "third"]


@pytest.mark.parametrize(
    "foot", ["3", "- 3 -", "3/7", "Seite 3 von 7", "Page 3 sur 7", "стр. 3", "Página 3 de 7", "p. 3"]
)
def test_the_number_of_a_single_page_goes(foot: str) -> None:
    assert paragraphs_of([page(FULL, "and ends.", foot=foot)]) == [f"{FULL} and ends."]


def test_a_line_that_several_pages_share_in_their_middle_stays() -> None:
    texts = [FULL, FULL, FULL, FULL, "The weir is shut.", FULL, FULL, FULL, FULL]
    text = " ".join(paragraphs_of([page(*texts), page(*texts)]))
    assert text.count("The weir is shut.") == 2


def test_a_sentence_goes_on_over_a_page_and_a_new_one_does_not() -> None:
    assert paragraphs_of([page(FULL, FULL), page("and ends here.", "")]) == [f"{FULL} {FULL} and ends here."]
    assert (
        len(
            paragraphs_of(
                [page(FULL, f"{FULL}."), page("Another line of the same width that goes on to the next", "and ends.")]
            )
        )
        == 2
    )


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("They measure the re-", "leases of water."), "They measure the releases of water."),
        (("They measure the re\u2010", "leases of water."), "They measure the releases of water."),
        (("They measure the re\u00ad", "leases of water."), "They measure the releases of water."),
        # The document itself writes the word with its hyphen, or it goes on with a capital.
        (("A long-term plan is a long-", "term plan."), "A long-term plan is a long-term plan."),
        (("The minister of Sachsen-", "Anhalt said no."), "The minister of Sachsen-Anhalt said no."),
        (("Between 2020-", "2024 it fell."), "Between 2020- 2024 it fell."),
        (("He said - and", "meant it."), "He said - and meant it."),
    ],
)
def test_a_hyphen_at_a_line_end_goes_unless_it_is_the_words_own(lines: tuple[str, str], text: str) -> None:
    assert paragraphs_of([page(*lines)]) == [text]


def test_marks_of_items_go_and_items_stay_apart() -> None:
    lines = page("They agreed:", "• to meet", "\uf0b7 to measure", "1. to wait", "•")
    assert paragraphs_of([lines]) == ["They agreed:", "to meet", "to measure 1. to wait"]


def test_a_list_of_contents_goes() -> None:
    lines = page(
        "Contents", "1 The weir . . . . . . . . . . . . 3", "2 The gauges........... iv", "The talks ended ..."
    )
    assert paragraphs_of([lines]) == ["Contents", "The talks ended ..."]


def test_the_largest_lines_of_the_first_page_are_its_heading() -> None:
    large = [line("No deal on", 760, size=24, bold=True), line("Vardo water", 735, size=24, bold=True)]
    assert heading_of([[*large, *page(FULL, FULL, top=700)]]) == "No deal on Vardo water"
    assert heading_of([page(FULL, FULL)]) is None
    assert heading_of([]) is None
    assert paragraphs_of([[*large, *page(FULL, FULL, top=700)]]) == ["No deal on Vardo water", f"{FULL} {FULL}"]


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("D:20260520194000+02'00'", "2026-05-20T19:40:00+02:00"),
        ("D:20260520194000+02'00", "2026-05-20T19:40:00+02:00"),
        ("D:20260520174000Z", "2026-05-20T17:40:00+00:00"),
        ("D:20260520174000Z00'00'", "2026-05-20T17:40:00+00:00"),
        ("D:20260520174000Z'", "2026-05-20T17:40:00+00:00"),
        ("D:202605201740", "2026-05-20T17:40:00"),
        ("20260520", "2026-05-20"),
        ("20 May 2026", None),
        ("", None),
    ],
)
def test_dates_of_pdf_keep_their_offset(said: str, date: str | None) -> None:
    assert as_iso(said) == date
