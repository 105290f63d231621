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


# ---- the same words about other places and people ----

#: Headline and text with places for names and figures, and two fillings that are two events.
FORMS = (
    (
        "Wind Advisory Issued For {a}",
        ("The National Weather Service of Norrmark has issued a wind advisory for {a} from 6 p.m. on Tuesday until noon on "
        "Wednesday. Gusts could reach {n} miles per hour. Loose objects may be blown about, the National Weather Service "
        "said. Drivers of high vehicles should take care on the coast road."),
        {"a": "Karsund", "n": 55},
        {"a": "Lindhaven", "n": 60},
    ),
    (
        "{a}: road closed for repairs",
        ("The road between {a} and {b} will be closed to all traffic from Monday until Friday, the roads office said. Workers "
        "will replace {n} metres of asphalt. A detour is signposted through {c}. Drivers should allow twenty more minutes."),
        {"a": "Velm", "b": "Arvel", "c": "Torsk", "n": 400},
        {"a": "Imre", "b": "Casse", "c": "Brask", "n": 650},
    ),
    (
        "Court list: {a}",
        ("At the district court of {a} on Wednesday, {p}, {n}, was fined 300 crowns for speeding on the ring road. {q} was "
        "given a suspended sentence of four months for theft from a shop. The case against a bus driver was adjourned."),
        {"a": "Drell", "p": "Mats Ulven", "q": "Ada Corvo", "n": 34},
        {"a": "Norrby", "p": "Ole Brun", "q": "Petra Sirk", "n": 51},
    ),
    (
        "Council approves budget",
        ("{a} town council approved the budget for next year by {n} votes to seven on Monday evening. Fees for kindergartens "
        "will rise by four percent, and the swimming pool will get a new roof. Mayor {p} said the town of {a} had to save."),
        {"a": "Lindhaven", "p": "Clara Renfelt", "n": 14},
        {"a": "Halvorsund", "p": "Gustav Moy", "n": 19},
    ),
    (
        "Derby",
        ("{a} FC and {b} United drew 1-1 on Saturday in front of 4,000 people. The home side led through a header after half "
        "an hour. The visitors equalised from the spot late in the game. Both coaches spoke of a fair result."),
        {"a": "Karsund", "b": "Tarnvik"},
        {"a": "Sild", "b": "Drell"},
    ),
    (
        "Quarterly results",
        ("{a} said its profit rose to {n} million crowns in the first quarter from 37 million a year before. Sales grew by "
        "five percent. Analysts polled by Meridian Wire had expected a little less. {a} confirmed its forecast for the year."),
        {"a": "Brisling Lines", "n": 41},
        {"a": "Sirmark Works", "n": 52},
    ),
)  # fmt: skip
#: A report, and what another outlet makes of it: a headline, and words for words.
REWRITTEN = (
    (
        "Orange warning for Karsund",
        (
            "The weather service issued an orange warning for Karsund on Tuesday. Gusts of up to 110 kilometres an hour are "
            "expected in Karsund from noon. People should stay away from trees and scaffolding. The warning holds until midnight."
        ),
        "Storm to hit Karsund",
        {"110": "115", "People should": "Residents should", "on Tuesday": "on Tuesday afternoon"},
    ),
    (
        "Blast in mine kills nine",
        (
            "Nine miners died in a blast at the mine of Osterholt on Friday, Energy Minister Pavla Sirkova said. Eleven more are "
            "missing. Rescuers dug through the night. Gas is thought to have caused the blast. The families wait at the gate."
        ),
        "Mine blast: ten dead",
        {"Nine miners": "Ten miners", "Energy Minister Pavla Sirkova said": "rescue chief Mats Ulven said"},
    ),
    (
        "EU agrees on fish quotas",
        (
            "EU ministers agreed on quotas for cod after a night of talks on Tuesday. Catches will fall by 12 percent. Fishermen "
            "protested outside with flares. The agreement must be approved by parliament. The next talks are in spring."
        ),
        "European Union ministers settle cod quotas",
        {"EU ministers": "European Union ministers", "12 percent": "13 percent"},
    ),
    (
        "Dutch farmers block motorway",
        (
            "Dutch farmers blocked a motorway near the border with tractors on Monday. Police counted 300 tractors. The farmers "
            "want rules on manure to be dropped. Lorries waited for hours. A minister offered to meet them on Thursday."
        ),
        "Farmers block road",
        {"Dutch farmers blocked": "Farmers in the Netherlands blocked", "300": "320"},
    ),
    (
        "Ferry aground",
        (
            "A ferry with 214 passengers ran aground off Karsund in fog on Tuesday. Captain Oda Renfelt told investigators the "
            "radar had failed. Everybody was taken off within three hours. Eleven people were treated in hospital."
        ),
        "Ferry hits reef",
        {"214": "210", "Captain Oda Renfelt": "The captain, Oda Renfeldt,", "A ferry": "KARSUND (Tidende) - A ferry"},
    ),
)


@pytest.mark.parametrize(("title", "text", "here", "there"), FORMS, ids=[form[0] for form in FORMS])
def test_the_same_words_about_another_place_are_another_event(
    title: str, text: str, here: dict[str, object], there: dict[str, object]
) -> None:
    pair = [
        article(name, text.format(**fill), title=title.format(**fill), outlet="Tidende")
        for name, fill in (("a", here), ("b", there))
    ]
    assert ids(group(pair)) == [("a",), ("b",)]
    # A rewritten report goes to its own.
    third = article(
        "c", text.format(**there).replace("The ", "Once more the ", 1), title="Seen from here", outlet="Post"
    )
    assert ids(group([*pair, third])) == [("a",), ("b", "c")]


@pytest.mark.parametrize(("title", "text", "other", "words"), REWRITTEN, ids=[told[0] for told in REWRITTEN])
def test_the_same_event_in_nearly_the_same_words_is_one(
    title: str, text: str, other: str, words: dict[str, str]
) -> None:
    rewritten = text
    for before, after in words.items():
        rewritten = rewritten.replace(before, after)
    pair = [
        article("a", text, title=title, outlet="Harbour Courier"),
        article("b", rewritten, title=other, outlet="Tidende"),
    ]
    assert ids(group(pair)) == [("a", "b")]


def test_nouns_that_a_language_writes_large_are_no_names() -> None:
    text = (
        "Die Feuerwehr hat in der Nacht zum Sonntag einen Brand in Drell gelöscht. Die {a} konnten das Haus rechtzeitig "
        "verlassen. Der Schaden beträgt nach ersten Schätzungen 40.000 Kronen. Die Ursache ist unklar."
    )
    pair = [
        Article.of(text.format(a=word), id=word, language="de", title=f"{word} verlassen Haus")
        for word in ("Anwohner", "Mieter")
    ]
    assert len(group(pair)) == 1
