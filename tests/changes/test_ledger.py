"""What a brief says of the ledger: told again, new, kept, called off, moved; and never what it does not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from briefer.changes import told
from briefer.model import (
    Actor,
    Article,
    Brief,
    Check,
    EngineInfo,
    Entry,
    Event,
    Mark,
    NextStep,
    ProfileInfo,
    Span,
    StepKind,
    Story,
    Told,
    When,
)

OK = Check(status="verified", gates={"ids": "pass"})
LEAD = "Norrmark and Vellany argued about the cod of the Sild bank, said Signe Halgren."
MEET = "The ministers will meet in Tarnvik on 12 May."


def step(text: str, day: str | None = None, kind: StepKind = "scheduled") -> tuple[str, str | None, StepKind]:
    return text, day, kind


def brief(
    day: int, *steps: tuple[str, str | None, StepKind], lines: Sequence[str] = (), lead: str = LEAD, hour: int = 6
) -> Brief:
    """The brief of one story of one article; its steps and other lines stand in it."""
    text = "\n".join([lead, *(text for text, _, _ in steps), *lines])
    name = f"a{day}-{hour}"
    article = Article.of(
        text, id=name, outlet="Tidende", published=f"2026-05-{day:02}T{hour:02}:00:00+02:00", language="en",
        url=f"https://tidende.example/{day}",
    )  # fmt: skip

    def span(line: str) -> Span:
        return Span(name, text.index(line), text.index(line) + len(line))

    next_steps = tuple(
        NextStep(
            id=f"n{day}-{hour}-{i}", text=line.rstrip("."), kind=kind, evidence=(span(line),), check=OK, actor="The ministers",
            action=line.partition(" will ")[2].partition(" on ")[0] or None,
            when=When(text="then", span=span(line), from_=to, to=to) if to else None,
        )
        for i, (line, to, kind) in enumerate(steps)
    )  # fmt: skip
    story = Story(
        id="s1", headline=lead, headline_evidence=(span(lead),), headline_check=OK, articles=(name,),
        who=(Actor(id="w", name="Signe Halgren", kind="person", evidence=(span(lead),), check=OK),),
        what=(Event(id=f"e{day}", text=lead, evidence=(span(lead),), check=OK),), next_steps=next_steps,
    )  # fmt: skip
    return Brief(
        id=f"b{day}", created=f"2026-05-{day:02}T16:00:00Z", title="Brief", language="en", timezone="UTC",
        profile=ProfileInfo(name="morning", template="daily"), engine=EngineInfo(name="extractive"), articles=(article,),
        stories=(story,),
    )  # fmt: skip


def entry(made: Told, number: int = 1) -> Entry:
    return Entry(number=number, uid="u", tellings=made.tellings, outcomes=made.outcomes)


@pytest.fixture
def known() -> Entry:
    (made,) = told(brief(4, step(MEET, "2026-05-12")), ())
    return entry(made)


def test_a_new_step_has_its_sentence_outlet_and_day() -> None:
    (made,) = told(brief(4, step(MEET, "2026-05-12")), ())
    assert made.number is None
    (telling,) = made.tellings
    (quoted,) = telling.evidence
    assert (quoted.sentence, quoted.outlet, quoted.day, quoted.url) == (
        MEET,
        "Tidende",
        "2026-05-04",
        "https://tidende.example/4",
    )
    assert (telling.due, telling.name, telling.kind) == ("2026-05-12", "morning", "scheduled")
    assert entry(made).state == "open"


def test_a_step_told_again_is_one(known: Entry) -> None:
    (made,) = told(brief(5, step("The ministers will meet again in Tarnvik on 12 May.", "2026-05-12")), (known,))
    assert (made.number, len(made.tellings)) == (1, 1)


def test_a_demand_or_a_forecast_is_never_an_agreed_step(known: Entry) -> None:
    made = told(brief(5, step("The ministers must meet in Tarnvik on 12 May.", "2026-05-12", "demanded")), (known,))
    assert [one.number for one in made] == [None]


def test_the_same_words_in_another_story_are_another_step(known: Entry) -> None:
    other = brief(5, step(MEET, "2026-05-12"), lead="Ostrel and Karsk talked about trams, said Karl Ost.")
    other = replace(other, stories=tuple(replace(s, who=()) for s in other.stories))
    assert [one.number for one in told(other, (known,))] == [None]


def test_two_steps_of_one_article_stay_two() -> None:
    made = told(
        brief(4, step(MEET, "2026-05-12"), step("The ministers will meet in Tarnvik on 19 May.", "2026-05-19")), ()
    )
    assert len(made) == 2


def test_of_two_days_of_one_step_the_one_that_is_told_again_stays() -> None:
    both = "The ministers will meet in Tarnvik on 12 May and 15 May."
    made = told(brief(4, step(both, "2026-05-12"), step(both, "2026-05-15")), ())
    known = [entry(one, number) for number, one in enumerate(made, 1)]
    later = told(brief(5, step("The ministers will meet in Tarnvik on 15 May.", "2026-05-15")), known)
    assert [(one.number, [t.to for t in one.tellings]) for one in later if one.tellings] == [(2, ["2026-05-15"])]


def test_a_later_sentence_keeps_it(known: Entry) -> None:
    (made,) = told(brief(12, lines=["The ministers met in Tarnvik on Tuesday."], hour=18), (known,))
    (outcome,) = made.outcomes
    assert (outcome.how, outcome.sentence) == ("kept", "The ministers met in Tarnvik on Tuesday.")
    assert (outcome.outlet, outcome.day, outcome.brief) == ("Tidende", "2026-05-12", "b12")
    kept = replace(known, outcomes=made.outcomes)
    assert (kept.state, kept.settled) == ("kept", outcome)


def test_without_a_sentence_nothing_became_of_it(known: Entry) -> None:
    assert told(brief(13, lines=["Halgren sailed to Drell."]), (known,)) == ()
    assert not known.overdue(date(2026, 5, 12))
    assert known.overdue(date(2026, 5, 13))


def test_an_article_of_another_story_settles_nothing(known: Entry) -> None:
    other = brief(12, lines=["The ministers met in Tarnvik on Tuesday."], lead="Karl Ost spoke about trams in Ostrel.")
    assert told(other, (known,)) == ()


def test_what_came_out_before_the_step_was_told_settles_nothing() -> None:
    (made,) = told(brief(12, step("The ministers will meet on 12 May.", "2026-05-12"), hour=9), ())
    early = brief(12, lines=["The ministers met in Tarnvik on Tuesday."], hour=8)
    assert told(replace(early, id="other"), (entry(made),)) == ()


def test_a_step_that_was_moved_has_the_new_day_and_is_kept_on_it(known: Entry) -> None:
    (made,) = told(brief(10, lines=["The ministers postponed their meeting in Tarnvik to 19 May."]), (known,))
    moved = replace(known, outcomes=made.outcomes)
    assert (moved.state, str(moved.due)) == ("open", "2026-05-19")
    assert [t.to for t in moved.before] == ["2026-05-12"]
    (made,) = told(brief(19, lines=["The ministers met in Tarnvik on Tuesday."], hour=18), (moved,))
    kept = replace(moved, outcomes=(*moved.outcomes, *made.outcomes))
    assert (kept.state, str(kept.due)) == ("kept", "2026-05-19")


def test_what_is_called_off_opens_again_when_it_is_told_again(known: Entry) -> None:
    (made,) = told(brief(10, lines=["The meeting of the ministers in Tarnvik was called off."]), (known,))
    off = replace(known, outcomes=made.outcomes)
    assert off.state == "contradicted"
    (again,) = told(brief(11, step("The ministers will meet in Tarnvik on 14 May.", "2026-05-14")), (off,))
    assert again.number == 1
    back = replace(off, tellings=(*off.tellings, *again.tellings))
    assert (back.state, str(back.due)) == ("open", "2026-05-14")


def test_marks_by_hand_go_before_what_articles_say(known: Entry) -> None:
    (made,) = told(brief(12, lines=["The ministers met in Tarnvik on Tuesday."], hour=18), (known,))
    dropped = replace(known, outcomes=made.outcomes, marks=(Mark(at="2026-05-11T08:00:00Z", state="dropped"),))
    assert dropped.state == "dropped"
    reopened = replace(dropped, marks=(*dropped.marks, Mark(at="2026-05-13T08:00:00Z", state="open")))
    assert (reopened.state, reopened.settled) == ("open", None)
    edited = replace(known, marks=(Mark(at="2026-05-11T08:00:00Z", text="Cod in Tarnvik"),))
    assert (edited.text, edited.original, edited.edited, edited.state) == (
        "Cod in Tarnvik",
        MEET.rstrip("."),
        True,
        "open",
    )


def test_an_article_of_which_only_the_month_is_known_neither_settles_nor_breaks(known: Entry) -> None:
    later = brief(12, step(MEET, "2026-05-12"), lines=["The ministers met in Tarnvik on Tuesday."])
    vague = replace(later, articles=tuple(replace(a, published="2026-05") for a in later.articles))
    assert all(not made.outcomes for made in told(vague, (known,)))
    (made,) = told(vague, ())
    assert [
        one.outcomes for one in told(brief(13, lines=["The ministers met in Tarnvik on Tuesday."]), (entry(made),))
    ] != []


def test_a_step_is_looked_for_in_all_the_words_in_which_it_was_told() -> None:
    first = step("The council will vote on the sea wall on 12 May.", "2026-05-12")
    again = step("The council is due to decide on the sea wall on 12 May.", "2026-05-12")
    (made,) = told(brief(4, first), ())
    (made,) = told(brief(5, again), (known := entry(made),))
    known = replace(known, tellings=(*known.tellings, *made.tellings))
    assert (made.number, known.latest.text) == (1, again[0].rstrip("."))
    (made,) = told(brief(8, lines=["The vote on the sea wall was cancelled on Friday."]), (known,))
    assert [outcome.how for outcome in made.outcomes] == ["cancelled"]


def test_what_one_publishes_is_not_what_others_hand_to_him() -> None:
    (made,) = told(brief(4, ("Minister Elsa Brandt will publish the report of the inspectors.", None, "pledged")), ())
    known = replace(entry(made), tellings=(replace(made.tellings[0], actor="Elsa Brandt"),))
    others = brief(5, step("The inspectors are to hand their report to the minister on 12 May.", "2026-05-12"))
    story = others.stories[0]
    steps = tuple(
        replace(one, actor="The inspectors", action="hand their report to the minister") for one in story.next_steps
    )
    (made,) = told(replace(others, stories=(replace(story, next_steps=steps),)), (known,))
    assert made.number is None


def test_a_name_of_two_words_that_never_stands_apart_is_known_by_both() -> None:
    def made(lead: str) -> tuple[str, ...]:
        other = brief(4, step(MEET, "2026-05-12"), lead=lead)
        who = (replace(other.stories[0].who[0], name="Kroll Freight"),)
        (one,) = told(replace(other, stories=(replace(other.stories[0], who=who),)), ())
        return one.tellings[0].about

    assert made("Kroll Freight and the union argued.") == ("Kroll Freight",)
    assert made("Kroll Freight and the union argued. “No,” said Freight.") == ("Freight",)


@pytest.mark.parametrize(
    ("sentence", "how"),
    [
        ("The ministers met in Tarnvik on Tuesday.", "kept"),
        ("The ministers had a meeting in Tarnvik on Tuesday.", "kept"),
        ("The meeting of the ministers in Tarnvik took place.", "kept"),
        ("The ministers gathered in Tarnvik on Tuesday.", "kept"),
        ("The meeting in Tarnvik was cancelled.", "cancelled"),
        ("The ministers called their meeting off on Tuesday.", "cancelled"),
        ("The ministers postponed their meeting until Friday.", "moved"),
        ("The ministers did not meet in Tarnvik on Tuesday.", "denied"),
    ],
)
def test_the_quick_look_at_sentences_loses_none(known: Entry, sentence: str, how: str) -> None:
    (made,) = told(brief(12, lines=[sentence], hour=18), (known,))
    assert [outcome.how for outcome in made.outcomes] == [how]


def test_what_nobody_was_named_to_do_is_not_denied_by_strangers() -> None:
    (made,) = told(brief(4, ("She will close the fish market.", None, "pledged")), ())
    known = replace(entry(made), tellings=(replace(made.tellings[0], actor=None),))
    assert not told(brief(8, lines=["Minister Berta Cole said she would never close the fish market."]), (known,))
    (made,) = told(brief(8, lines=["Signe Halgren said she would never close the fish market."]), (known,))
    assert [outcome.how for outcome in made.outcomes] == ["denied"]
    assert replace(known, outcomes=made.outcomes).taken_back
