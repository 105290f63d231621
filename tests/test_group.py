"""Articles that are copies are one voice; reports of one event are one group, whoever else they name."""

from __future__ import annotations

import random

import pytest

from briefer.group import Group, group
from briefer.model import Article

WIRE = (
    "SANKT ARVEL — A ferry with 214 passengers ran aground on the Karsund reef in thick fog on Tuesday morning, "
    "the coast guard of Norrmark said. Two helicopters and nine fishing boats took everybody off the Halvdan within "
    "three hours. Eleven people were treated for cold and bruises at the hospital in Tarnvik. The captain, Oda Renfelt, "
    "told investigators that her radar had failed twenty minutes before the ship struck the rocks. The operator "
    "Brisling Lines suspended the route between Tarnvik and Sankt Arvel until divers have looked at the hull."
)
OWN = (
    "TARNVIK — Fishermen from this village were the first to reach the Halvdan after it hit the reef off Karsund. "
    "“We heard the horn before we saw anything,” said Mats Ulven, who pulled 31 passengers over the rail of his boat. "
    "The grounding of the ferry has revived an old quarrel over the channel, where the coast guard of Norrmark wanted a "
    "second light for years. Brisling Lines, the operator, declined to talk about the radar of the ship while the "
    "captain, Oda Renfelt, is being heard by investigators."
)
MINE = (
    "DRELL — The parliament of Vellany voted by 61 to 40 to close the lignite mine at Osterholt by 2031. Energy "
    "minister Pavla Sirkova called the vote a promise to the valley; the miners' union announced a march on the "
    "capital. Some 2,300 people dig lignite at Osterholt, and a fund of 90 million crowns is to retrain them."
)


def article(id: str, text: str, **about: str) -> Article:
    return Article.of(text, id=id, language="en", **about)


def ids(groups: tuple[Group, ...]) -> list[tuple[str, ...]]:
    return [found.articles for found in groups]


def test_a_copy_under_another_byline_is_one_voice() -> None:
    copy = f"From our correspondent in Drell\n\n{WIRE.replace('SANKT ARVEL — ', '').replace('Two heli', 'Three heli')}"
    assert group([article("a", WIRE, outlet="Tidende"), article("b", copy, outlet="The Drell Post")]) == (
        Group(("a", "b"), (("a", "b"),)),
    )


def test_a_shortened_wire_report_is_still_the_same_voice() -> None:
    (found,) = group([article("a", WIRE), article("b", WIRE[: len(WIRE) // 2])])
    assert found.copies == (("a", "b"),)


def test_two_writers_on_one_event_are_one_group_and_two_voices() -> None:
    assert group([article("a", WIRE), article("b", OWN)]) == (Group(("a", "b"), (("a",), ("b",))),)


def test_a_statement_quoted_whole_in_a_long_report_is_another_voice() -> None:
    statement = "Brisling Lines regrets the fear and cold that its passengers went through in the fog off Karsund."
    report = f"{OWN} {MINE} {WIRE} The operator wrote: “{statement}”"
    voices = [copies for found in group([article("a", statement), article("b", report)]) for copies in found.copies]
    assert sorted(voices) == [("a",), ("b",)]


def test_other_events_are_apart() -> None:
    assert ids(group([article("a", WIRE), article("b", MINE), article("c", OWN)])) == [("a", "c"), ("b",)]


WATER = [
    (
        "LAKE IMRE — Prime minister Signe Halgren of Norrmark and president Teodor Corvo of Vellany agreed on Monday to "
        "share out 40 million cubic metres of the Sild in the dry months. Farmers downstream had waited for such a deal."
    ),
    (
        "Farmers along the Sild will get 40 million cubic metres of water from the dams upstream when the dry months come, "
        "Teodor Corvo said after he had met Signe Halgren at Lake Imre on Monday."
    ),
    (
        "A deal on the dams: at Lake Imre Signe Halgren promised water for the dry months. Corvo spoke of a good day for "
        "farmers. The Sild, on which both countries depend, is to release 40 million cubic metres."
    ),
]
PRISONERS = [
    (
        "FORT CASSE — Nineteen border guards walked free at the gate of Fort Casse on Friday, held since spring. Signe "
        "Halgren and Teodor Corvo had arranged the exchange, and both came to see it."
    ),
    (
        "Families waited at the gate of Fort Casse as nineteen border guards came home in an exchange of prisoners. "
        "Halgren shook hands with each; president Teodor Corvo watched from his car."
    ),
    (
        "The exchange of nineteen guards at Fort Casse is the first since the border was closed in spring. Signe Halgren "
        "called the prisoners’ families herself, and Corvo signed the papers at the gate."
    ),
]


def test_the_same_actors_at_another_event_are_apart() -> None:
    articles = [article(f"w{i}", text) for i, text in enumerate(WATER)]
    articles += [article(f"p{i}", text) for i, text in enumerate(PRISONERS)]
    actors = {a.id: ["Signe Halgren", "Teodor Corvo"] for a in articles}
    assert ids(group(articles, actors=actors)) == [("p0", "p1", "p2"), ("w0", "w1", "w2")]


def test_the_same_actors_on_a_day_long_after_are_apart_and_a_day_later_are_not() -> None:
    early = article("a", WIRE, published="2026-03-02")
    assert ids(group([early, article("b", OWN, published="2026-03-03T08:00:00+01:00")])) == [("a", "b")]
    assert ids(group([early, article("b", OWN, published="2026-06-03")])) == [("a",), ("b",)]


def test_shared_actors_bring_short_reports_together() -> None:
    one = article("a", "Renfelt blamed a broken screen for the wreck at Karsund.")
    other = article("b", "Who is to blame? Judges hear the skipper of the Halvdan today.")
    assert len(group([one, other])) == 2
    actors = {"a": ["Oda Renfelt", "Brisling Lines"], "b": ["Brisling Lines", "Oda  Renfelt"]}
    assert len(group([one, other], actors=actors)) == 1


@pytest.mark.parametrize("language", ["da", "de"])
def test_grammar_of_another_language_brings_nothing_together(language: str) -> None:
    texts = {
        "da": ("Og så var det, at han i går gik til det store møde med alle de andre i Tarnvik.",
               "Det var i går, og de andre gik så til det møde, som han med alle var med til i Drell."),
        "de": ("Und so war es, dass er es mit der und der in Tarnvik war.",
               "Es war so, dass er mit der und der in Drell war."),
    }[language]  # fmt: skip
    articles = [Article.of(text, id=str(i), language=language) for i, text in enumerate(texts)]
    assert len(group(articles)) == 2


def test_the_order_of_the_articles_does_not_matter() -> None:
    articles = [article(str(i), text) for i, text in enumerate([WIRE, OWN, MINE, *WATER, *PRISONERS, WIRE[:300]])]
    first = group(articles)
    for seed in range(5):
        mixed = list(articles)
        random.Random(seed).shuffle(mixed)
        assert group(mixed) == first
    assert sorted(name for found in first for name in found.articles) == sorted(a.id for a in articles)


def test_nothing_and_wordless_articles_are_grouped_too() -> None:
    assert group([]) == ()
    assert ids(group([article("a", "…"), article("b", "!!"), article("c", MINE)])) == [("a",), ("b",), ("c",)]
