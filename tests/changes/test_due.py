"""Steps of the ledger that came due since the last brief, told once, with their sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from briefer.changes import compared, told
from briefer.model import (
    Actor,
    Article,
    Brief,
    ChangeItem,
    Check,
    EngineInfo,
    Entry,
    Event,
    Mark,
    NextStep,
    ProfileInfo,
    Settled,
    Span,
    Story,
    When,
)

OK = Check(status="verified", gates={"ids": "pass"})
LEAD = "Norrmark and Vellany argued about the cod of the Sild bank, said Signe Halgren."
MEET = "The ministers will meet in Tarnvik on 12 May."
MOVED = "The meeting in Tarnvik was put off to 15 May."


def brief(
    day: int, *, step: str = "", due: str = "2026-05-12", lines: Sequence[str] = (), name: str = "morning"
) -> Brief:
    """The brief of one story of one article, with a step or without."""
    text = "\n".join([LEAD, *lines, *([step] if step else [])])
    article = Article.of(
        text, id=f"a{day}", outlet="Tidende", published=f"2026-05-{day:02}T06:00:00+02:00", language="en"
    )

    def span(line: str) -> Span:
        return Span(article.id, text.index(line), text.index(line) + len(line))

    when = When(text="then", span=span(LEAD), from_=due, to=due)
    steps = [
        NextStep(
            id=f"n{day}", text=step, kind="scheduled", evidence=(span(step),), check=OK, when=when, actor="The ministers",
            action=step.partition(" will ")[2].partition(" on ")[0],
        )
    ] if step else []  # fmt: skip
    story = Story(
        id="s1", headline=LEAD, headline_evidence=(span(LEAD),), headline_check=OK, articles=(article.id,),
        who=(Actor(id="w", name="Signe Halgren", kind="person", evidence=(span(LEAD),), check=OK),),
        what=(Event(id=f"e{day}", text=LEAD, evidence=(span(LEAD),), check=OK),), next_steps=tuple(steps),
    )  # fmt: skip
    return Brief(
        id=f"b{day}", created=f"2026-05-{day:02}T16:00:00Z", title="Brief", language="en", timezone="UTC",
        profile=ProfileInfo(name=name, template="daily"), engine=EngineInfo(name="extractive"), articles=(article,),
        stories=(story,),
    )  # fmt: skip


FIRST = brief(4, step=MEET)


def entry(of: Brief = FIRST) -> Entry:
    (made,) = told(of, ())
    return Entry(number=1, uid="u", tellings=made.tellings)


def due(now: Brief, past: Sequence[Brief], *entries: Entry, archive: Sequence[Brief] = ()) -> list[ChangeItem]:
    made = compared(now, past, entries=entries, recall={b.id: b for b in archive}.get)
    articles = {article.id: article for article in made.articles}
    assert all(span.article in articles for item in made.changes for span in item.before)
    return [item for item in made.changes if item.kind in ("due", "overdue")]


def test_it_is_due_on_its_day_and_overdue_in_the_first_brief_after_it() -> None:
    told_of = {
        day: [
            (item.kind, item.since, item.story)
            for item in due(brief(day), [FIRST, *map(brief, range(5, day))], entry())
        ]
        for day in range(10, 16)
    }
    assert told_of == {
        10: [],
        11: [],
        12: [("due", "2026-05-12", "s1")],
        13: [("overdue", "2026-05-12", "s1")],
        14: [],
        15: [],
    }
    # After a pause.
    assert [item.kind for item in due(brief(16), [FIRST, brief(8)], entry())] == ["overdue"]


def test_a_brief_that_claims_to_be_of_another_year_is_not_the_last_one() -> None:
    ahead = replace(brief(11), id="ahead", created="2031-05-11T16:00:00Z")
    assert [item.kind for item in due(brief(13), [ahead, brief(12), FIRST], entry())] == ["overdue"]


def test_a_step_that_was_moved_is_due_on_its_new_day_with_the_sentence_that_says_so() -> None:
    mover = brief(9, lines=(MOVED,))
    moved = Settled(
        how="moved", brief=mover.id, created=mover.created, from_="2026-05-15", to="2026-05-15", due="2026-05-15",
        sentence=MOVED, article="a9", day="2026-05-09",
    )  # fmt: skip
    known = replace(entry(), outcomes=(moved,))
    past = [FIRST, mover, brief(11)]
    assert due(brief(12), past, known) == due(brief(13), [*past, brief(12)], known) == []
    (item,) = due(brief(15), past, known)
    made = compared(brief(15), past, entries=[known])
    texts = {article.id: article.text for article in made.articles}
    assert [texts[span.article][span.start : span.end] for span in item.before] == [MEET, MOVED]
    assert (item.kind, item.since) == ("due", "2026-05-15")


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_what_a_person_has_settled_is_not_due_until_it_is_reopened(state: str) -> None:
    marked = replace(entry(), marks=(Mark(at="2026-05-05T08:00:00Z", state=state),))  # type: ignore[arg-type]
    assert due(brief(12), [FIRST], marked) == []
    reopened = replace(marked, marks=(*marked.marks, Mark(at="2026-05-15T17:00:00Z", state="open")))
    assert [item.kind for item in due(brief(16), [FIRST, brief(15)], reopened)] == ["overdue"]
    assert due(brief(17), [FIRST, brief(15), brief(16)], reopened) == []


@pytest.mark.parametrize(
    "now",
    [
        brief(12, step="The ministers will meet in Tarnvik on 12 May, said Halgren."),
        brief(12, step=MEET.replace("12", "14"), due="2026-05-14"),
        brief(12, lines=("The ministers met in Tarnvik on Tuesday.",)),
        brief(12, lines=("The ministers called off the meeting in Tarnvik.",)),
    ],
)
def test_what_the_brief_itself_tells_of_is_not_due(now: Brief) -> None:
    assert due(now, [FIRST], entry()) == []


def test_only_what_briefs_of_this_name_told_of() -> None:
    assert due(brief(12, name="evening"), [brief(5, name="evening")], entry()) == []


def test_a_step_of_long_ago_is_told_with_its_sentence_or_where_that_is_forgotten_without() -> None:
    past = [brief(11)]
    (item,) = due(brief(12), past, entry(), archive=[FIRST])
    assert [span.article for span in item.before] == ["a4"]
    (item,) = due(brief(12), past, entry())
    assert (item.text, item.before) == (MEET, ())


def test_a_brief_without_a_story_and_one_without_a_past_tell_what_is_due() -> None:
    nothing = replace(brief(12), stories=(), articles=())
    (item,) = due(nothing, [FIRST], entry())
    assert (item.kind, item.story, item.text) == ("due", None, MEET)
    (item,) = due(brief(12), [], entry(), archive=[FIRST])
    assert item.kind == "due"
    assert compared(brief(12), [], entries=[]) == brief(12)


def test_a_month_is_overdue_when_it_is_over_and_never_due_on_its_last_day() -> None:
    known = entry(brief(4, step=MEET.replace("on 12 May", "in May"), due="2026-05"))
    assert due(brief(31), [FIRST], known) == []
    june = replace(brief(12), id="june", created="2026-06-01T16:00:00Z")
    assert [item.kind for item in due(june, [FIRST, brief(31)], known)] == ["overdue"]
