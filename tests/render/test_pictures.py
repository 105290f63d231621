"""Pictures that are also text: well-formed, escaped, without a colour of their own."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from briefer.contract import load_brief
from briefer.model import Brief, NextStep, Position, Stance, When
from briefer.render import _helpers
from briefer.render.pictures import NAME, Day, bars, short, stances, weeks

SVG = "{http://www.w3.org/2000/svg}"
WORDS: dict[Stance, str] = {"oppose": "opposes", "conditional": "conditional", "support": "supports"}
SAMPLES = Path(__file__).parents[2] / "templates" / "samples"


def _sample(name: str) -> Brief:
    return load_brief(json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8")))


def _parsed(picture: str) -> ET.Element:
    # HTML knows the namespace of SVG by itself, XML has to be told.
    return ET.fromstring(str(picture).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 -- our own picture


def _shown(picture: str) -> list[str]:
    return [element.text or "" for element in _parsed(picture).iter(f"{SVG}text")]


def test_who_stands_where_is_drawn_and_told() -> None:
    made = stances("Who stands where", [("Una Brask", ["support"]), ("Teo Marrick", ["oppose", "conditional"])], WORDS)
    tree = _parsed(made)
    assert tree.get("role") == "img"
    assert tree.findtext(f"{SVG}title") == "Who stands where"
    assert tree.findtext(f"{SVG}desc") == "Una Brask: supports; Teo Marrick: opposes, conditional"
    assert _shown(made) == ["opposes", "conditional", "supports", "Una Brask", "Teo Marrick"]
    marks = [(g.get("class"), g[0].get("x")) for g in tree.iter(f"{SVG}g") if g.get("class")]
    assert marks == [("s-support", "83.33%"), ("s-oppose", "16.67%"), ("s-conditional", "50%")]


def test_a_bar_is_as_long_as_its_part_of_the_largest() -> None:
    made = bars("Articles by outlet", [("Northern Wire", 8), ("Island Courier", 2)])
    widths = [r.get("width") for r in _parsed(made).iter(f"{SVG}rect")]
    assert widths == ["100%", "100%", "100%", "25%"]
    assert _shown(made) == ["Northern Wire", "8", "Island Courier", "2"]
    assert _parsed(made).findtext(f"{SVG}desc") == "Northern Wire: 8; Island Courier: 2"


def test_a_calendar_has_a_mark_for_each_step_and_counts_the_rest() -> None:
    week = [Day("18 May", ["firm", "open"], today=True), *(Day(str(n)) for n in range(19, 24)), Day("24", ["firm"] * 6)]
    tree = _parsed(weeks("Next steps", "18 May: two; 24 May: six", "Mon Tue Wed Thu Fri Sat Sun".split(), [week]))
    circles = list(tree.iter(f"{SVG}circle"))
    assert [c.get("fill") for c in circles] == ["currentColor", "none", *["currentColor"] * 4]
    texts = {t.text: t.get("font-weight") for t in tree.iter(f"{SVG}text")}
    assert texts["18 May"] == "600"
    assert texts["24"] is None
    assert "+2" in texts


@pytest.mark.parametrize(
    "name", ['<script>alert("x")</script>', "a & b", "\u202egnorw\u202c", "x" * 500, "]]>", "' y="]
)
def test_words_stay_words(name: str) -> None:
    for made in (
        bars(name, [(name, 1)]),
        stances(name, [(name, ["support"])], WORDS),
        weeks(name, name, [name] * 7, []),
    ):
        tree = _parsed(made)
        assert {e.tag.removeprefix(SVG) for e in tree.iter()} <= {
            *"svg title desc text line rect circle path g".split()
        }
        assert "\u202e" not in made
        assert all(len(t) <= 501 for t in _shown(made))


def test_no_colour_no_address_no_script() -> None:
    helpers = _helpers(_sample("complete"))["values"]
    pictures, stories = helpers["pictures"], _sample("complete").stories
    for made in (pictures.stances(stories[0]), pictures.weeks(stories), pictures.outlets()):
        assert made
        assert not re.search(r"#[0-9a-f]{3}|rgb|url\(|href|style=|on\w+=", made)


def test_a_long_name_is_cut_at_a_word() -> None:
    assert short("The federation of the island’s ferry passengers and its friends") == (
        "The federation of the island’s ferry…"
    )
    assert len(short("word " * 40)) <= NAME


def _position(holder: str, stance: str) -> Position:
    return Position(holder=holder, speaker=holder, text="x", stance=stance)  # type: ignore[arg-type]


def test_too_little_to_look_at_is_no_picture() -> None:
    brief = _sample("complete")
    pictures = _helpers(brief)["values"]["pictures"]
    story = replace(brief.stories[0], who=())
    assert not pictures.stances(replace(story, positions=(_position("A", "support"), _position("B", "unclear"))))
    assert not pictures.stances(replace(story, positions=(_position("A", "support"), _position("B", "support"))))
    assert pictures.stances(replace(story, positions=(_position("A", "support"), _position("B", "oppose"))))
    assert not pictures.weeks(brief.stories[1:])
    assert not _helpers(_sample("minimal"))["values"]["pictures"].outlets()


def test_only_somebody_neutral_needs_a_column_for_it() -> None:
    brief = _sample("complete")
    pictures = _helpers(brief)["values"]["pictures"]
    three = (_position("A", "support"), _position("B", "oppose"))
    story = replace(brief.stories[0], who=(), positions=three)
    assert _shown(pictures.stances(story))[:3] == ["opposes", "conditional", "supports"]
    story = replace(story, positions=(*three, _position("C", "neutral")))
    assert _shown(pictures.stances(story))[:4] == ["opposes", "neutral", "conditional", "supports"]


def test_a_calendar_ends_with_the_last_week_that_has_a_step() -> None:
    brief = _sample("complete")
    story = brief.stories[0]
    span = story.next_steps[0].evidence[0]
    steps = tuple(
        NextStep(text=f"vote {day}", kind="scheduled", when=When(day, span, day, day), evidence=(span,))
        for day in ("2026-05-22", "2026-06-02", "2027-01-01", "2026-05-01")
    )
    made = _helpers(brief)["values"]["pictures"].weeks((replace(story, next_steps=steps),))
    shown = _shown(made)
    assert shown[:8] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "18 May"]
    assert shown[-1] == "7"
    assert "1 Jun" in shown
    assert _parsed(made).findtext(f"{SVG}desc") == "22 May: vote 2026-05-22; 2 June: vote 2026-06-02"
