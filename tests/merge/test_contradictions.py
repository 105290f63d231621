"""Where outlets differ is shown with both sides; what only looks different is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefer.merge import SUPERSEDED

if TYPE_CHECKING:
    from tests.merge.conftest import Desk

MORNING, EVENING = "2026-05-20T07:00:00+02:00", "2026-05-20T19:00:00+02:00"
KILLED = "{} people were killed when a bus fell into the river at Tarnvik."


def found(desk: Desk) -> list[tuple[str, bool, list[str]]]:
    """Kind, whether it is superseded, and the articles of both sides."""
    material = desk.merged()
    assert material.contradictions == desk.merged(turned=True).contradictions
    claims = {c.id: c for c in (*material.who, *material.what, *material.positions, *material.next_steps)}
    return [
        (c.kind, c.text in SUPERSEDED, [claims[name].evidence[0].article for name in c.claims])
        for c in material.contradictions
    ]


def test_two_counts_at_one_time(desk: Desk) -> None:
    for name, number in (("a", "Twelve"), ("b", "Fifteen")):
        desk.article(name, published=MORNING)
        desk.event(name, KILLED.format(number))
    assert found(desk) == [("number", False, ["a", "b"])]


def test_the_count_of_the_evening_supersedes_that_of_the_morning(desk: Desk) -> None:
    for name, number, time in (("a", "Twelve", MORNING), ("b", "Fifteen", EVENING)):
        desk.article(name, published=time)
        desk.event(name, KILLED.format(number))
    assert found(desk) == [("number", True, ["b", "a"])]


def test_a_count_of_the_day_before_is_superseded_too(desk: Desk) -> None:
    for name, number, day in (("a", "Twelve", "2026-05-19"), ("b", "Fifteen", "2026-05-20")):
        desk.article(name, published=day)
        desk.event(name, KILLED.format(number))
    assert found(desk) == [("number", True, ["b", "a"])]


def test_what_does_not_grow_is_not_superseded(desk: Desk) -> None:
    for name, sum_, time in (("a", 40, MORNING), ("b", 45, EVENING)):
        desk.article(name, published=time)
        desk.event(name, f"The court fined Brisling Lines {sum_} million crowns over the wreck.")
    assert [(kind, later) for kind, later, _ in found(desk)] == [("number", False)]


def test_two_holders_with_two_counts(desk: Desk) -> None:
    desk.article("a")
    desk.position("a", "the Basin Commission", "put this year’s catch at 48,000 tonnes")
    desk.article("b")
    desk.position("b", "the Trawlermen’s League", "puts this year’s catch on the bank at 52,000 tonnes")
    assert found(desk) == [("number", False, ["a", "b"])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("55 patients have the fever.", "62 patients have the fever."),
        (KILLED.format("About 30"), KILLED.format("21")),
    ],
)
def test_few_words_that_are_the_same_are_of_one_thing(desk: Desk, one: str, other: str) -> None:
    for name, text in (("a", one), ("b", other)):
        desk.article(name, published=MORNING)
        desk.event(name, text)
    assert [kind for kind, _, _ in found(desk)] == ["number"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (KILLED.format("About 40"), KILLED.format("42")),
        (KILLED.format("About 30"), KILLED.format("26")),
        (KILLED.format("At least 12"), KILLED.format("15")),
        (KILLED.format("12"), "15 people were injured when a bus fell into the river at Tarnvik."),
        ("12 people were killed in the floods in Tarnvik.", "40 people were killed in the floods across the country."),
        ("12 people were killed in the floods.", "Another 3 people were killed in the floods."),
        ("The fine is 40 million crowns for the wreck.", "The fine is 3 million dollars for the wreck."),
        (KILLED.format("12"), KILLED.format("Twelve")),
    ],
)
def test_no_contradiction_is_invented(desk: Desk, one: str, other: str) -> None:
    for name, text in (("a", one), ("b", other)):
        desk.article(name, published=MORNING)
        desk.event(name, text)
    assert found(desk) == []


def test_one_article_does_not_contradict_itself_nor_its_copy(desk: Desk) -> None:
    desk.article("a")
    desk.article("b", copy_of="a")
    desk.event("a", KILLED.format("Twelve"))
    desk.event("b", KILLED.format("Fifteen"))
    desk.article("c")
    desk.event("c", "The bus company suspended its drivers.")
    assert found(desk) == []


def test_two_dates_of_one_step(desk: Desk) -> None:
    for name, day in (("a", "1"), ("b", "2")):
        desk.article(name, published=MORNING)
        desk.step(name, f"The ministers will meet again in Halvorsund on December {day}.", f"2026-12-0{day}")
    assert found(desk) == [("date", False, ["a", "b"])]


def test_a_date_that_was_moved_is_superseded(desk: Desk) -> None:
    desk.article("a", published=MORNING)
    desk.step("a", "The ministers will meet again in Halvorsund on December 1.", "2026-12-01")
    desk.article("b", published=EVENING)
    desk.step("b", "The ministers will meet again in Halvorsund, postponed to December 4.", "2026-12-04")
    assert found(desk) == [("date", True, ["b", "a"])]


def test_two_sessions_are_no_contradiction(desk: Desk) -> None:
    desk.article("a")
    desk.step("a", "The court will hear the captain on Monday.", "2026-05-25")
    desk.article("b")
    desk.step("b", "The court will hear the engineers of the yard on Tuesday.", "2026-05-26")
    assert found(desk) == []


def test_two_names_for_one_office(desk: Desk) -> None:
    desk.article("a")
    desk.actor("a", "Oda Renfelt", "captain of the ferry")
    desk.article("b")
    desk.actor("b", "Ida Renfelt", "captain of the ferry")
    assert found(desk) == [("name", False, ["a", "b"])]


def test_two_people_that_one_article_knows_are_two(desk: Desk) -> None:
    desk.article("a")
    desk.actor("a", "Femi Larsson", "city councillor")
    desk.event("a", "Femi Larsson sat beside Petra Larsson.")
    desk.article("b")
    desk.actor("b", "Petra Larsson", "city councillor")
    assert found(desk) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("he would sign the water treaty at the lake", "he would not sign the water treaty at the lake"),
        ("we accept the offer of the mediator", "we reject the offer of the mediator"),
    ],
)
def test_one_mouth_told_two_ways(desk: Desk, one: str, other: str) -> None:
    for name, text in (("a", one), ("b", other)):
        desk.article(name, published=MORNING)
        desk.position(name, "Teodor Corvo", text)
    assert found(desk) == [("stance", False, ["a", "b"])]


def test_a_position_of_the_next_day_has_moved(desk: Desk) -> None:
    for name, text, day in (("a", "would", "2026-05-19"), ("b", "would not", "2026-05-20")):
        desk.article(name, published=day)
        desk.position(name, "Teodor Corvo", f"he {text} sign the water treaty at the lake")
    assert found(desk) == [("stance", True, ["b", "a"])]


def test_two_people_may_say_the_opposite(desk: Desk) -> None:
    desk.article("a")
    desk.position("a", "Teodor Corvo", "the treaty would be signed at the lake")
    desk.article("b")
    desk.position("b", "Signe Halgren", "the treaty would not be signed at the lake")
    assert found(desk) == []


def test_opposed_stances_to_one_target(desk: Desk) -> None:
    desk.article("a", published=MORNING)
    desk.position("a", "Norrmark", "backs it with all its votes", stance="support", target="the dam at Sild")
    desk.article("b", published=MORNING)
    desk.position("b", "Norrmark", "will never let it pass", stance="oppose", target="the dam at Sild")
    assert found(desk) == [("stance", False, ["a", "b"])]
