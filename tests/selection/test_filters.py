"""Which articles are taken, and which stories are left out."""

from __future__ import annotations

from typing import Any

import pytest

from briefer.errors import ConfigError
from briefer.model import (
    Actor,
    Article,
    Check,
    Event,
    NextStep,
    Position,
    Profile,
    Span,
    Story,
)
from briefer.selection import Filters

OK = Check(status="verified", gates={"ids": "pass"})
HERE = (Span("a", 0, 3),)


def article(**about: Any) -> Article:
    given = {
        "outlet": "Kvalvik Courier",
        "url": "https://www.courier.example/1",
        "language": "en",
        "title": "Gas dearer",
    }
    return Article.of("A tariff on gas was agreed in Kvalvik.", id="a", **{**given, **about})


@pytest.mark.parametrize(
    ("profile", "about", "reason"),
    [
        (Profile(), {}, None),
        (Profile(only="gas AND tariff"), {}, None),
        (Profile(only="dearer"), {}, None),
        (Profile(only="football"), {}, "it does not match “only”: football"),
        (Profile(outlets=("kvalvik courier",)), {}, None),
        (Profile(outlets=("courier.example",)), {"outlet": None}, None),
        (Profile(outlets=("Tidende",)), {}, "its outlet is not among “outlets”: Tidende"),
        (Profile(outlets=("urier.example",)), {}, "its outlet is not among “outlets”: urier.example"),
        (
            Profile(outlets=("Tidende",)),
            {"outlet": None, "url": None},
            "its outlet is not known, and “outlets” takes only Tidende",
        ),
        (Profile(without_outlets=("courier.example",)), {}, "its outlet is among “without_outlets”: courier.example"),
        (Profile(without_outlets=("Tidende",)), {"outlet": None, "url": None}, None),
        (Profile(languages=("en",)), {"language": "en-GB"}, None),
        (Profile(languages=("pt-BR",)), {"language": "pt"}, "its language “pt” is not among “languages”: pt-BR"),
        (Profile(languages=("fr", "de")), {}, "its language “en” is not among “languages”: fr, de"),
        (Profile(languages=("fr",)), {"language": None}, "its language is not known, and “languages” takes only fr"),
    ],
)
def test_an_article_is_taken_or_left_out_with_the_filter_and_its_value(
    profile: Profile, about: dict[str, Any], reason: str | None
) -> None:
    assert Filters.of(profile).article(article(**about)) == reason


def test_what_is_left_out_is_an_entry_of_the_account() -> None:
    left_out = Filters.of(Profile(only="football")).skipped("a.txt", article())
    assert left_out is not None
    assert (left_out.input, left_out.outcome, left_out.code, left_out.id) == ("a.txt", "skipped", "filtered", "a")
    assert left_out.title == "Gas dearer"
    assert Filters.of(Profile(only="gas")).skipped("a.txt", article()) is None


def test_a_long_query_is_shortened_in_the_reason() -> None:
    why = Filters.of(Profile(only=" OR ".join(["football"] * 30))).article(article())
    assert why is not None
    assert len(why) < 120


def story(**more: Any) -> Story:
    given: dict[str, Any] = {
        "id": "s1",
        "headline": "Norrmark raises its tariff",
        "headline_evidence": HERE,
        "headline_check": OK,
        "articles": ("a",),
        "what": (Event(text="Norrmark raised its tariff on gas.", evidence=HERE, check=OK),),
    }
    return Story(**{**given, **more})


@pytest.mark.parametrize(
    ("query", "muted"),
    [
        ("tariff", True),
        ("gas AND dearer", True),
        # In the text of an article, but not what the story is about.
        ("Kvalvik", False),
        ("gas NOT tariff", False),
    ],
)
def test_a_story_is_muted_by_what_it_is_about(query: str, muted: bool) -> None:
    filters = Filters.of(Profile(muted=("football", query)))
    why = filters.story(story(), {"a": article()})
    assert why == (f"its story is muted: {query}" if muted else None)


@pytest.mark.parametrize(
    "claims",
    [
        {"who": (Actor(name="Signe Halgren", kind="person", evidence=HERE, check=OK),)},
        {"who": (Actor(name="Teale", kind="person", organisation="Halgren", evidence=HERE, check=OK),)},
        {"positions": (Position(holder="Halgren", speaker="Halgren", text="no", evidence=HERE, check=OK),)},
        {
            "positions": (
                Position(holder="Teale", speaker="Teale", text="Halgren’s plan is dead", evidence=HERE, check=OK),
            )
        },
        {"next_steps": (NextStep(text="meet", actor="Halgren", kind="scheduled", evidence=HERE, check=OK),)},
        {"headline": "Halgren goes"},
    ],
)
def test_a_story_names_an_actor_in_any_claim(claims: dict[str, Any]) -> None:
    filters = Filters.of(Profile(actors=("Halgren",)))
    assert filters.story(story(**claims), {"a": article()}) is None
    assert filters.story(story(), {"a": article()}) == "its story names none of “actors”: Halgren"


def test_a_name_is_no_plural() -> None:
    filters = Filters.of(Profile(actors=("norrmark",)))
    assert filters.story(story(headline="Norrmarks agree", what=()), {}) is not None


def test_a_query_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(ConfigError, match="never closed"):
        Filters.of(Profile(muted=("(football",)))
