"""Why a story stands where it does, in words."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from briefer.contract import load_brief
from briefer.model import Brief, ChangeItem, Recipient
from briefer.render import render
from briefer.render.dates import Calendar
from briefer.render.overview import Overview
from briefer.render.views import Views
from briefer.templating import ENGLISH, Locale

SAMPLES = Path(__file__).parents[2] / "templates" / "samples"
ANA = Recipient(name="Ana Prill", topics=("Cassel",))


def told(brief: Brief, recipient: Recipient | None = None, locale: Locale = ENGLISH) -> list[str]:
    calendar = Calendar.of(brief, locale)
    overview = Overview(brief, calendar, Views.of(brief, calendar), locale)
    return [" · ".join(overview.reasons(story, recipient)) for story in brief.stories]


@pytest.fixture
def brief() -> Brief:
    """Two stories; the first has two outlets, the second is on ports, and the reader's house is Skerrow."""
    made = load_brief(json.loads((SAMPLES / "complete.json").read_text(encoding="utf-8")))
    return replace(made, changes=())


def test_us_topics_outlets_and_what_is_new(brief: Brief) -> None:
    assert told(brief) == ["mentions Skerrow · 2 outlets", "topic: ports"]
    first, second = (story.id for story in brief.stories)
    changes = (
        ChangeItem(kind="new", story=first, claim="c", text="…"),
        ChangeItem(kind="due", story=second, claim=None, text="…"),
    )
    assert told(replace(brief, changes=changes)) == [
        "mentions Skerrow · 2 outlets · new position",
        "topic: ports · step due",
    ]


def test_copies_are_told_from_outlets_of_their_own(brief: Brief) -> None:
    copied = replace(brief.stories[0], outlets=("A", "B", "C"), independent=2)
    assert told(replace(brief, stories=(copied, brief.stories[1])))[0] == "mentions Skerrow · 3 outlets, 2 independent"


def test_a_readers_own_topics_stand_in_the_place_of_the_briefs(brief: Brief) -> None:
    assert told(brief, ANA)[1] == "on your topics: Cassel"
    assert told(brief, replace(ANA, topics=("whales",)))[1] == ""
    assert told(brief, replace(ANA, topics=()))[1] == "topic: ports"


def test_in_the_words_of_the_page(brief: Brief) -> None:
    french = told(brief, locale=Locale.of("fr"))
    assert french == ["mentionne Skerrow · 2 médias", "thème\u00a0: ports"]


def test_a_story_on_its_own_stands_nowhere_else(brief: Brief) -> None:
    assert told(replace(brief, stories=brief.stories[:1]), ANA) == [""]


@pytest.mark.parametrize("format", ["html", "markdown", "text"])
@pytest.mark.parametrize("template", ["daily", "short"])
def test_pages_say_it_below_the_headline(brief: Brief, template: str, format: str) -> None:
    page = str(render(brief, format=format, template=template))
    assert "Mentions Skerrow · 2 outlets" in page
    assert "Topic: ports" in page
