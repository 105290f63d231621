"""When and where the main event happened, by all that the first sentences say."""

from __future__ import annotations

import pytest

from briefer.language import analyse
from briefer.model import Analysis, Article, EventCandidate

PUBLISHED = "2026-05-20"


def best(text: str, title: str | None = None) -> tuple[Analysis, EventCandidate]:
    analysis = analyse(Article.of(text, title=title, published=PUBLISHED))
    return analysis, analysis.events[0]


def when(text: str, title: str | None = None) -> tuple[str, str | None] | None:
    _, event = best(text, title)
    return None if event.when is None else (event.when.text, event.when.from_)


def where(text: str, title: str | None = None) -> str | None:
    analysis, event = best(text, title)
    return None if event.where is None else analysis.words(event.where)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dam of Arvel burst at 6.13am today.", ("at 6.13am today", "2026-05-20")),
        ("The dam of Arvel burst on Tuesday at about 11:30pm.", ("on Tuesday at about 11:30pm", "2026-05-19")),
        ("The dam of Arvel burst in the early hours of Tuesday.", ("in the early hours of Tuesday", "2026-05-19")),
        ("The dam of Arvel burst on Tuesday. Nobody was hurt at 6.13am.", ("on Tuesday", "2026-05-19")),
        ("The dam of Arvel burst on Tuesday 19 times.", ("on Tuesday", "2026-05-19")),
    ],
)
def test_the_hour_beside_a_day_belongs_to_it(text: str, expected: tuple[str, str]) -> None:
    assert when(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The sentences on what happened give the hour, a programme does not.
        (
            "A tram jumped the rails in Arvel. Two people died. The accident happened at around 6am.",
            ("at around 6am", None),
        ),
        ("A tram jumped the rails in Arvel. The show about it airs at 6am.", None),
        ("A tram jumped the rails in Arvel. “We woke at 6am,” Nora Lind said.", None),
        # What somebody said at an hour is the hour of the saying.
        ("A tram jumped the rails in Arvel. The police said at 6am that nobody had died.", None),
    ],
)
def test_an_hour_without_a_day(text: str, expected: tuple[str, str | None] | None) -> None:
    assert when(text) == expected


LONG = "The driver is a man of forty. He comes from Vellany. His union has been told. The line stays shut. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The only day that the article names.
        (f"A tram jumped the rails in Arvel. {LONG}Passengers left the wreck on Monday.", ("on Monday", "2026-05-18")),
        # That of the sentence that says that it happened.
        (
            f"A tram jumped the rails in Arvel. {LONG}The mayor came on Tuesday. The accident happened on Monday.",
            ("on Monday", "2026-05-18"),
        ),
        # Neither a day long past nor one on which somebody only spoke.
        (f"A tram jumped the rails in Arvel. {LONG}The line was opened on 3 May 1921.", None),
        (f"A tram jumped the rails in Arvel. {LONG}The police said on Tuesday that the driver was well.", None),
    ],
)
def test_the_day_may_stand_further_down(text: str, expected: tuple[str, str] | None) -> None:
    assert when(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A bomb hit the northern Norrmark town of Sankt Arvel on Monday.", "Sankt Arvel"),
        ("A bomb hit the mill in Arvel-i-Vardo, killing two people.", "Arvel-i-Vardo"),
        ("Two people died in the London tram crash on Monday.", "London"),
        ("Two people died after the crash on Monday. The tram overturned near Arvel.", "Arvel"),
        ("A tram jumped the rails in Leeds, northern England, on Monday.", "Leeds, northern England"),
        ("A tram jumped the rails in Leeds, York and Hull on Monday.", "Leeds"),
    ],
)
def test_a_place_by_its_name(text: str, expected: str) -> None:
    assert where(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # Other deeds have other places.
        "Two people died in the flood on Monday. The front took revenge for air raids in Arvel last month.",
        "Two people died in the flood on Monday. The driver, who lives in Arvel, was not hurt.",
        "Two people died in the flood on Monday. “I was in Arvel,” Nora Lind said.",
        "Farmers crossed their borders on Monday.",
    ],
)
def test_a_place_of_something_else_is_none(text: str) -> None:
    assert where(text) is None


def test_of_several_places_the_town_says_more_than_the_state() -> None:
    text = "Two people died in an attack on a market in north France on Monday. A car was driven into a wall in Arvel."
    assert where(text) == "Arvel"
    assert where("Two people died in an attack on a market in north France on Monday.") == "north France"
