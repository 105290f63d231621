"""Which stories a brief tells, in which order, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefer.compose import Edition, compose
from briefer.compose.brief import Comparison
from briefer.compose.edition import LIMITS
from briefer.contract import dump_brief, load_brief
from briefer.model import (
    Actor,
    Article,
    Brief,
    Change,
    ChangeItem,
    Check,
    EngineInfo,
    Event,
    Findings,
    NextStep,
    Position,
    Profile,
    Statement,
    Story,
)
from briefer.render import render
from briefer.selection import left_over
from briefer.testing import findings_of, span_of

OK = Check(status="verified", gates={"ids": "pass"})
BAD = Check(status="withheld", gates={"numbers": "fail"})


def article(name: str, about: str) -> Article:
    text = (
        f"The council of {about} met. It will meet again. Mayor {about}sen said no. Another time, {about}sen said so."
    )
    return Article.of(
        text, id=name, title=f"{about} meets", outlet="Tidende", language="en", url=f"https://t.example/{name}"
    )


def findings(of: Article, headline: Check = OK, positions: int = 1) -> Findings:
    about = (of.title or "").removesuffix(" meets")
    first, said = span_of(of, f"The council of {about} met."), span_of(of, f"Mayor {about}sen said no.")
    again = NextStep(
        text="It will meet again.", kind="scheduled", evidence=(span_of(of, "It will meet again."),), check=OK
    )
    return findings_of(
        of,
        headline=f"The council of {about} met",
        headline_evidence=(first,),
        headline_check=headline,
        who=(Actor(name=f"{about}sen", kind="person", evidence=(said,), check=OK),),
        what=(Event(text=f"The council of {about} met.", evidence=(first,), check=OK),),
        positions=tuple(
            Position(
                holder=f"{about}sen",
                speaker=f"{about}sen",
                text=f"no, {i}",
                salience=0.9 - i / 100,
                evidence=(said,),
                check=OK,
            )
            for i in range(positions)
        ),
        next_steps=(again,),
    )


def composed(
    articles: Sequence[Article], profile: Profile, compare: Comparison | None = None, positions: int = 1, **more: Any
) -> Brief:
    edition = Edition(
        id="b1", now=datetime(2026, 5, 21, 5, tzinfo=UTC), profile=profile, engine=EngineInfo(name="extractive")
    )
    made = compose(
        [findings(a, positions=positions) for a in articles],
        [(f"{a.id}.txt", a) for a in articles],
        edition,
        check=lambda said: replace(said, check=OK),
        compare=compare,
        **more,
    )
    reconciles(made)
    return made


def reconciles(brief: Brief) -> None:
    counts, hidden = brief.account.claims, brief.account.claims.not_shown
    assert counts.verified == counts.shown + counts.merged + hidden.rank + hidden.limit + hidden.filter + hidden.edit
    assert {a.id for a in brief.articles} >= {name for s in brief.stories for name in s.articles}
    assert load_brief(dump_brief(brief)).stories == brief.stories


A, B, C = article("a", "Arvel"), article("b", "Brisling"), article("c", "Corvo")


def news(*items: tuple[Any, str | None, int | None]) -> Comparison:
    """Finds these changes: kind, story, number of the position; one that is said to have changed is marked."""

    def compare(brief: Brief) -> Brief:
        assert not brief.bottom_line
        assert not any(story.lead for story in brief.stories)
        ids = {(s.id, i): p.id for s in brief.stories for i, p in enumerate(s.positions)}
        found = tuple(
            ChangeItem(kind=kind, story=story, claim=None if nth is None else ids[story or "", nth], text="…")
            for kind, story, nth in items
        )
        changed = {item.claim for item in found if item.kind == "changed"}
        stories = tuple(
            replace(
                s,
                positions=tuple(
                    replace(p, change=Change(kind="changed")) if p.id in changed else p for p in s.positions
                ),
            )
            for s in brief.stories
        )
        return replace(brief, stories=stories, changes=found)

    return compare


def test_what_changed_leads_the_brief_and_its_bottom_line() -> None:
    plain = composed([A, B, C], Profile())
    assert [s.articles for s in plain.stories] == [("a",), ("b",), ("c",)]
    made = composed([A, B, C], Profile(), news(("new", "s2", None), ("changed", "s3", 0)))
    assert [s.articles for s in made.stories] == [("c",), ("b",), ("a",)]
    assert [s.text for s in made.bottom_line] == ["The council of Corvo met.", "The council of Brisling met."]


def test_what_is_new_is_told_in_the_order_of_the_stories() -> None:
    found = news(("changed", "s2", 0), ("due", None, None), ("due", "s1", None), ("new", "s1", None), ("new", "s3", 0))
    made = composed([A, B, C], Profile(us=("Corvosen",)), found)
    assert [s.id for s in made.stories] == ["s3", "s1", "s2"]
    assert [(item.kind, item.story) for item in made.changes] == [
        ("changed", "s2"), ("due", "s1"), ("due", None), ("new", "s3"), ("new", "s1"),
    ]  # fmt: skip


def test_a_position_that_changed_is_shown_over_the_limits_and_one_that_is_cut_is_no_news() -> None:
    made = composed([A, B], Profile(), news(("changed", "s1", 7), ("new", "s2", 7)), positions=9)
    shown = {story.id: [p.text for p in story.positions] for story in made.stories}
    assert shown["s1"] == ["no, 0", "no, 1", "no, 2", "no, 7"]
    assert shown["s2"] == [f"no, {i}" for i in range(LIMITS.positions_each)]
    assert [(item.kind, item.story) for item in made.changes] == [("changed", "s1")]


def test_a_story_without_room_is_named_and_counted() -> None:
    asked: list[str] = []

    def write(stories: Sequence[Story]) -> dict[str, list[Statement]]:
        asked.extend(story.id for story in stories)
        return {}

    made = composed([A, B, C], Profile(us=("Corvosen",), max_stories=1), news(("new", "s2", None)), write=write)
    assert [s.id for s in made.stories] == asked == ["s3"]
    assert [(o.outcome, o.reason) for o in made.account.articles] == [
        ("skipped", "its story, “The council of Arvel met”, is number 3, and “max_stories” is 1"),
        ("skipped", "its story, “The council of Brisling met”, is number 2, and “max_stories” is 1"),
        ("used", None),
    ]
    # Headline, actor, event, position and step of both.
    assert made.account.claims.not_shown.limit == 10
    assert [a.id for a in made.articles] == ["c"]
    assert made.changes == ()
    assert [(left.headline, left.url) for left in left_over(made)] == [
        ("The council of Brisling met", "https://t.example/b"),
        ("The council of Arvel met", "https://t.example/a"),
    ]


@pytest.mark.parametrize("template", ["daily", "ministerial", "short", "stakeholders", "lookahead"])
@pytest.mark.parametrize("format", ["html", "markdown", "text"])
def test_every_page_names_what_had_no_room(template: str, format: str) -> None:
    made = composed([A, B, C], Profile(max_stories=1))
    page = str(render(made, format=format, template=template))
    assert "Left out for want of room" in page
    assert page.index("The council of Brisling met") < page.index("The council of Corvo met")
    assert "Left out" not in str(render(composed([A], Profile()), format=format, template=template))


def test_a_step_that_came_due_is_told_even_where_its_story_has_no_room() -> None:
    made = composed([A, B], Profile(us=("Arvel",), max_stories=1), news(("due", "s2", None), ("new", "s2", 0)))
    assert [(item.kind, item.story) for item in made.changes] == [("due", None)]


def test_a_muted_story_is_not_told_and_neither_is_what_changed_in_it() -> None:
    changes = news(("changed", "s2", 0), ("overdue", "s2", None), ("due", None, None))
    made = composed([A, B, C], Profile(muted=("football", "Brisling AND council"), max_stories=2), changes)
    assert [s.articles for s in made.stories] == [("a",), ("c",)]
    assert made.account.articles[1].reason == "its story is muted: Brisling AND council"
    assert made.account.claims.not_shown.filter == 5
    assert made.account.claims.not_shown.limit == 0
    assert [(item.kind, item.story) for item in made.changes] == [("due", None)]


def test_only_stories_that_name_an_actor_are_told() -> None:
    made = composed([A, B, C], Profile(actors=("Corvosen", "Brislingsen")))
    assert [s.articles for s in made.stories] == [("b",), ("c",)]
    assert made.account.articles[0].reason == "its story names none of “actors”: Corvosen, Brislingsen"


def test_a_brief_of_muted_stories_is_empty_and_says_so() -> None:
    made = composed([A], Profile(muted=("Arvel",)))
    assert made.stories == made.bottom_line == made.articles == ()
    assert "its story is muted: Arvel" in str(render(made, format="markdown"))


def test_a_headline_that_fails_is_counted_once_wherever_its_story_goes() -> None:
    found = findings(A, headline=BAD)
    for profile in (Profile(), Profile(muted=("Arvel",))):
        edition = Edition(
            id="b", now=datetime(2026, 5, 21, tzinfo=UTC), profile=profile, engine=EngineInfo(name="fake")
        )
        reconciles(compose([found], [("a.txt", A)], edition, check=lambda said: replace(said, check=OK)))


@given(
    st.integers(0, 3), st.integers(1, 4), st.sets(st.sampled_from(("Arvel", "Brisling", "Corvo"))), st.integers(1, 5)
)
def test_every_article_has_an_end_and_the_account_reconciles(
    number: int, most: int, muted: set[str], positions: int
) -> None:
    articles = [A, B, C][:number]
    made = composed(articles, Profile(muted=tuple(sorted(muted)), max_stories=most), positions=positions)
    told = {name for story in made.stories for name in story.articles}
    assert len(made.stories) <= most
    for outcome in made.account.articles:
        assert (outcome.article in told) is (outcome.outcome == "used")
        assert (outcome.reason is None) is (outcome.outcome == "used")
