"""Which story comes first, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefer.model import Article, Brief, ChangeItem, Check, EngineInfo, ProfileInfo, Span, Story
from briefer.selection import Interest, in_order, reasons

OK = Check(status="verified", gates={"ids": "pass"})


def story(name: str, independent: int = 1, outlets: int | None = None) -> Story:
    number = outlets or independent
    return Story(
        id=name,
        headline=name,
        headline_evidence=(Span(name, 0, 3),),
        headline_check=OK,
        articles=(name,),
        outlets=tuple(f"Outlet {i}" for i in range(number)),
        independent=independent,
    )


def brief(
    stories: Sequence[Story], texts: dict[str, str] | None = None, changes: Sequence[ChangeItem] = (), **about: Any
) -> Brief:
    return Brief(
        id="b",
        created="2026-05-21T05:10:00Z",
        title="Brief",
        language="en",
        timezone="UTC",
        profile=ProfileInfo(name="brief", template="daily", **about),
        engine=EngineInfo(name="fake"),
        articles=tuple(Article.of((texts or {}).get(s.id, "Nothing else."), id=s.id) for s in stories),
        stories=tuple(stories),
        changes=tuple(changes),
    )


def change(kind: Any, name: str | None, claim: str | None = "c") -> ChangeItem:
    return ChangeItem(kind=kind, story=name, claim=claim, text="…")


def names(made: Brief) -> str:
    return " ".join(s.id for s in in_order(made))


def test_us_then_topics_then_outlets_then_what_is_new() -> None:
    stories = [story("small"), story("new"), story("large", 4), story("topical"), story("ours")]
    texts = {"topical": "Ferries are late.", "ours": "The Ministry of Example shrugged."}
    made = brief(stories, texts, [change("new", "new", None)], us=("Ministry of Example",), topics=("ferry",))
    assert names(made) == "ours topical large new small"
    assert reasons(made.stories[4], made).us == ("Ministry of Example",)
    assert reasons(made.stories[3], made).topics == ("ferry",)


@pytest.mark.parametrize(
    ("kind", "claim", "novelty", "more"),
    [
        ("changed", "c", "changed_position", 2),
        ("due", None, "due", 2),
        ("overdue", None, "overdue", 2),
        ("new", "c", "new_position", 1),
        ("new", None, "new_story", 1),
        ("not_heard", None, None, 0),
    ],
)
def test_what_is_new_weighs_as_much_as_outlets(kind: Any, claim: str | None, novelty: str | None, more: int) -> None:
    stories = [story("two", 2), story("it"), story("three", 3), story("four", 4)]
    made = brief(stories, changes=[change(kind, "it", claim), change("changed", None)])
    assert reasons(made.stories[1], made).novelty == novelty
    assert names(made) == ["four three two it", "four three two it", "four it three two"][more]


def test_the_weightiest_of_what_is_new_is_told() -> None:
    made = brief([story("a")], changes=[change("new", "a", None), change("new", "a"), change("changed", "a")])
    assert reasons(made.stories[0], made).novelty == "changed_position"


def test_copies_of_one_text_are_one_voice() -> None:
    made = brief([story("copied", 1, outlets=5), story("two", 2)])
    assert names(made) == "two copied"
    assert (reasons(made.stories[0], made).outlets, reasons(made.stories[0], made).independent) == (5, 1)


@pytest.mark.parametrize(
    ("text", "on_it", "ours"),
    [
        ("Gas is dear. " + "Other matters. " * 60, True, False),
        ("Other matters. " * 60 + "Gas is dear.", False, False),
        ("Other matters. " * 60 + "Gas is dear. Coal is not. Gas may be cheaper soon.", True, False),
        ("Other matters. " * 60 + "Orvel said so.", False, True),
    ],
)
def test_a_topic_is_more_than_a_word_in_passing_and_any_mention_of_us_counts(
    text: str, on_it: bool, ours: bool
) -> None:
    made = brief([story("a"), story("b")], {"a": text}, us=("Orvel",), topics=("gas",))
    found = reasons(made.stories[0], made)
    assert (found.topics == ("gas",), found.us == ("Orvel",)) == (on_it, ours)
    assert reasons(made.stories[1], made).topics == ()


def test_a_title_says_what_an_article_is_about() -> None:
    made = brief([story("a")], {"a": "Nothing else."}, topics=("gas",))
    titled = replace(made, articles=(replace(made.articles[0], title="Gas dearer"),))
    assert reasons(titled.stories[0], titled).topics == ("gas",)


def test_another_reader_follows_something_else() -> None:
    made = brief([story("a")], {"a": "Ferries are late in Arvel."}, topics=("ferry",))
    assert reasons(made.stories[0], made, Interest(topics=("Arvel", "gas"))).topics == ("Arvel",)


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(1, 5)), max_size=8))
def test_nothing_is_lost_and_what_weighs_the_same_keeps_its_place(rows: list[tuple[bool, bool, int]]) -> None:
    stories = [story(f"s{i}", number) for i, (_, _, number) in enumerate(rows)]
    texts = {f"s{i}": f"{'Orvel' * us} {'gas' * topic}" for i, (us, topic, _) in enumerate(rows)}
    made = brief(stories, texts, us=("Orvel",), topics=("gas",))
    ordered = in_order(made)
    ranks = [reasons(s, made).rank for s in ordered]
    assert sorted(s.id for s in ordered) == sorted(s.id for s in stories)
    assert ranks == sorted(ranks)
    alike = [s.id for s in ordered if reasons(s, made).rank == ranks[0]] if ranks else []
    assert alike == sorted(alike)
