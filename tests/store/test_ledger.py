"""The ledger in the store: what briefs told, what became of it, and marks by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from briefer.errors import BrieferError
from briefer.model import (
    UNCHECKED,
    Article,
    Became,
    Brief,
    EngineInfo,
    Entry,
    NextStep,
    ProfileInfo,
    Quoted,
    Settled,
    Story,
    Telling,
    Told,
)
from briefer.store import History
from briefer.store.database import Database
from briefer.store.ledger import Ledger

NOW = datetime(2026, 5, 20, 8, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(Database(tmp_path / "store.db")) as made:
        yield made


def brief(day: int, revision: int = 1) -> Brief:
    return Brief(
        id=f"b{day}", revision=revision, created=f"2026-05-{day:02}T16:00:00Z", title="Brief", language="en", timezone="UTC",
        profile=ProfileInfo(name="morning", template="daily"), engine=EngineInfo(name="extractive"),
    )  # fmt: skip


def telling(of: Brief, text: str, due: str | None = "2026-05-12", **more: str) -> Telling:
    quoted = Quoted(
        sentence=f"{text}.", article="a", outlet="Tidende", url="https://tidende.example/1", day=of.created[:10]
    )
    row = {"kind": "scheduled", "name": "morning", "claim": f"{of.id}-{text}", **more}
    return Telling(
        brief=of.id, revision=of.revision, created=of.created, story="s1", headline="Cod", text=text, from_=due, to=due,
        due=due, evidence=(quoted,), about=("Halgren",), **row,
    )  # type: ignore[arg-type]  # fmt: skip


def outcome(of: Brief, how: Became) -> Settled:
    return Settled(sentence="They met.", article="b", day=of.created[:10], how=how, brief=of.id, created=of.created)


class Says:
    """A judge that says what it is told to: (number, texts, how) of each step."""

    def __init__(self, *steps: tuple[int | None, Sequence[str], Became | None]) -> None:
        self.steps = steps
        self.given: list[Entry] = []

    def __call__(self, of: Brief, entries: Sequence[Entry]) -> Iterator[Told]:
        self.given = list(entries)
        for number, texts, how in self.steps:
            tellings = tuple(telling(of, text) for text in texts)
            yield Told(number=number, tellings=tellings, outcomes=(outcome(of, how),) if how else ())


def test_a_step_is_carried_until_a_brief_says_what_became_of_it(ledger: Ledger) -> None:
    ledger.record(brief(4), Says((None, ["They will meet"], None)))
    ledger.record(brief(6), Says((1, ["They will meet in Tarnvik"], None)))
    (entry,) = ledger.entries()
    assert (entry.number, entry.told, entry.text, entry.brief) == (1, 2, "They will meet in Tarnvik", "b6")
    assert entry.evidence[0].sentence == "They will meet in Tarnvik."
    ledger.record(brief(12), Says((1, [], "kept")))
    assert ledger.entries() == []
    (entry,) = ledger.entries(states=("kept",))
    assert entry.settled is not None
    assert entry.settled.sentence == "They met."


def test_a_brief_that_is_recorded_again_takes_the_place_of_what_it_said(ledger: Ledger) -> None:
    ledger.record(brief(4), Says((None, ["They will meet"], None), (None, ["They will vote"], None)))
    ledger.record(brief(12), Says((1, [], "cancelled")))
    before = ledger.entries(states=("open", "contradicted"))
    ledger.record(brief(12), Says((1, [], "cancelled")))
    assert ledger.entries(states=("open", "contradicted")) == before
    ledger.record(brief(12, revision=2), Says((1, [], "kept")))
    assert [(e.number, e.state, len(e.outcomes)) for e in ledger.entries(states=("open", "kept"))] == [
        (1, "kept", 1),
        (2, "open", 0),
    ]
    judge = Says((1, ["They will meet"], None))
    ledger.record(brief(4, revision=2), judge)
    assert [e.number for e in judge.given] == [1, 2]
    assert [e.number for e in ledger.entries(states=("open", "kept"))] == [1]


def test_an_entry_keeps_its_number_name_and_marks_when_its_only_brief_is_recorded_again(ledger: Ledger) -> None:
    ledger.record(brief(4), Says((None, ["They will meet"], None)))
    marked = ledger.mark(1, "done", at=NOW)
    ledger.record(brief(4), Says((1, ["They will meet"], None)))
    again = ledger.entry(1)
    assert (again.uid, again.state, again.sequence) == (marked.uid, "done", marked.sequence)


def test_a_brief_is_laid_beside_those_entries_only_that_its_stories_may_tell_of(tmp_path: Path) -> None:
    def named(text: str, about: str = "", places: str = "") -> Told:
        made = replace(
            telling(brief(4), text), about=tuple(filter(None, [about])), places=tuple(filter(None, [places]))
        )
        return Told(number=None, tellings=(made,))

    def given(text: str, *steps: NextStep) -> list[int]:
        article = Article.of(text)
        story = Story(
            id="s1", headline="Cod", headline_evidence=(), headline_check=UNCHECKED, articles=(article.id,), outlets=(),
            next_steps=steps,
        )  # fmt: skip
        judge = Says()
        ledger.record(
            replace(brief(5), articles=(article, Article.of("Signe Halgren slept.")), stories=(story,)), judge
        )
        return [entry.number for entry in judge.given]

    store = Database(tmp_path / "store.db")
    with Ledger(store) as ledger:
        rows = (named("meet", "Signe Halgren"), named("vote", "Osk Bank", "Tarnvik"), named("sail", places="Drell"))
        ledger.record(brief(4), lambda *_: rows)
        assert given("Signe Halgren came.") == [1]
        # A place alone tells no steps apart, unless nobody else was named.
        assert given("Nobody came to Tarnvik.") == []
        assert given("The Osk Bank of Tarnvik closed.") == [2]
        assert given("Nobody came to Drell.") == [3]
        assert given("Signe came.") == []
        assert given("Nobody came.", NextStep(id="b4-vote", text="They will vote", kind="scheduled")) == [2]
        # An older version has kept no names.
        store.do("DELETE FROM standing")
        store.do("DELETE FROM named")
        assert given("Signe Halgren came to Drell.") == [1, 3]


def test_what_is_due_and_what_is_overdue(ledger: Ledger) -> None:
    of = brief(4)
    kinds = (
        ("late", "2026-05-10", "scheduled"),
        ("wanted", "2026-05-10", "demanded"),
        ("soon", "2026-05-14", "pledged"),
        ("open", None, "scheduled"),
    )
    rows = [Told(number=None, tellings=(telling(of, text, due, kind=kind),)) for text, due, kind in kinds]
    ledger.record(of, lambda *_: rows)
    today = date(2026, 5, 12)
    assert [e.text for e in ledger.entries()] == ["late", "wanted", "soon", "open"]
    assert [e.text for e in ledger.entries(due_until=today)] == ["late", "wanted"]
    # What is only demanded is nobody's debt.
    assert [e.text for e in ledger.entries(overdue_on=today)] == ["late"]
    assert ledger.entries(name="evening") == []


def test_what_falls_due_in_some_time_is_found_whatever_moved_it_there(ledger: Ledger) -> None:
    of = brief(4)
    kinds = (
        ("past", "2026-05-05", "scheduled"),
        ("wanted", "2026-05-11", "demanded"),
        ("now", "2026-05-11", "pledged"),
    )
    rows = [Told(number=None, tellings=(telling(of, text, due, kind=kind),)) for text, due, kind in kinds]
    moved = replace(outcome(brief(6), "moved"), from_="2026-05-11", to="2026-05-11", due="2026-05-11")
    rows.append(Told(number=None, tellings=(telling(of, "moved", "2026-05-20"),), outcomes=(moved,)))
    rows.append(Told(number=None, tellings=(telling(of, "later", "2026-05-20"),)))
    ledger.record(of, lambda *_: rows)
    span = {"since": datetime(2026, 5, 10, 16, tzinfo=UTC), "until": datetime(2026, 5, 11, 16, tzinfo=UTC)}
    assert [e.text for e in ledger.falling_due("morning", **span)] == ["now", "moved"]
    assert ledger.falling_due("evening", **span) == []
    ledger.mark(1, "done", at=NOW)
    ledger.mark(3, "done", at=NOW)
    assert [e.text for e in ledger.falling_due("morning", **span)] == ["moved"]
    ledger.mark(1, "open", at=NOW)
    assert [e.text for e in ledger.falling_due("morning", **span)] == ["past", "moved"]


def test_marks_say_how_it_stands_and_other_words_leave_the_brief_s_own(ledger: Ledger) -> None:
    ledger.record(brief(4), Says((None, ["They will meet"], None)))
    assert ledger.mark(1, "dropped", at=NOW).state == "dropped"
    assert ledger.mark(1, "open", at=NOW).state == "open"
    entry = ledger.mark(1, None, "Meeting on cod", at=NOW)
    assert (entry.text, entry.original, entry.state) == ("Meeting on cod", "They will meet", "open")
    with pytest.raises(BrieferError, match="no step 7"):
        ledger.mark(7, "done", at=NOW)


def test_a_step_that_was_reopened_by_hand_stays_open_against_older_articles(ledger: Ledger) -> None:
    ledger.record(brief(4), Says((None, ["They will meet"], None)))
    ledger.record(brief(12), Says((1, [], "kept")))
    assert ledger.mark(1, "open", at=NOW).state == "open"
    ledger.record(brief(21), Says((1, [], "kept")))
    assert ledger.entry(1).state == "kept"


def test_the_sequence_counts_what_calendars_show(ledger: Ledger) -> None:
    ledger.record(brief(4), Says((None, ["They will meet"], None)))
    first = ledger.entry(1)
    assert (first.sequence, first.modified) == (0, "2026-05-04T16:00:00Z")
    ledger.record(brief(6), Says((1, ["They will meet"], None)))
    assert ledger.entry(1).sequence == 0
    ledger.record(brief(12), Says((1, [], "cancelled")))
    assert ledger.entry(1).sequence == 1
    ledger.record(replace(brief(12), revision=2), Says((1, ["They will meet"], None)))
    assert (ledger.entry(1).sequence, ledger.entry(1).state) == (2, "open")


def test_old_steps_are_not_looked_for_and_not_forgotten(ledger: Ledger) -> None:
    ledger.record(brief(4), Says((None, ["They will meet"], None)))
    judge = Says()
    late = replace(brief(4), id="late", created="2026-09-30T16:00:00Z")
    ledger.record(late, judge)
    assert judge.given == []
    assert len(ledger.entries()) == 1


def test_a_judge_that_fails_changes_nothing(ledger: Ledger) -> None:
    ledger.record(brief(4), Says((None, ["They will meet"], None)))

    def fails(*_: object) -> Iterator[Told]:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        ledger.record(brief(4), fails)
    assert len(ledger.entries()) == 1


def test_what_stands_beside_the_rows_is_what_they_say(ledger: Ledger) -> None:
    ledger.record(brief(4), Says((None, ["They will meet"], None), (None, ["They will vote"], None)))
    ledger.record(brief(12), Says((1, [], "kept")))
    assert ledger.listed() == [(2, date(2026, 5, 12))]
    assert ledger.listed(states=("kept",)) == [(1, date(2026, 5, 12))]
    assert ledger.listed(overdue_on=date(2026, 5, 12)) == []
    assert ledger.listed(overdue_on=date(2026, 5, 13)) == [(2, date(2026, 5, 12))]
    ledger.mark(2, "done", at=NOW)
    assert ledger.listed() == []
    # The brief that said so says nothing of it any more.
    ledger.record(brief(12, revision=2), Says())
    assert ledger.listed() == [(1, date(2026, 5, 12))]
    assert [entry.number for entry in ledger.these([2, 7, 1])] == [2, 1]


def test_entries_of_an_older_version_are_listed(tmp_path: Path) -> None:
    store = Database(tmp_path / "store.db")
    with Ledger(store) as ledger:
        ledger.record(brief(4), Says((None, ["They will meet"], None)))
        store.do("DELETE FROM standing")
        assert [entry.number for entry in ledger.entries()] == [1]


def test_with_forgotten_briefs_go_steps_that_are_settled_or_were_due_long_ago(tmp_path: Path) -> None:
    store = Database(tmp_path / "store.db")
    with Ledger(store) as ledger:
        texts = ("They will meet", "They will vote", "They will sail")
        ledger.record(brief(4), Says(*((None, [text], None) for text in texts)))
        ledger.record(brief(12), Says((1, [], "kept"), (3, ["They will sail again"], None)))
        History(store).record(brief(12))
        soon = datetime(2026, 5, 10, tzinfo=UTC)
        assert ledger.forget(soon) == 1
        assert [entry.number for entry in ledger.entries(states=("open", "kept"))] == [2, 3]
        # Of the last one a brief still tells.
        assert ledger.forget(soon + timedelta(days=200)) == 1
        assert [entry.number for entry in ledger.entries(states=("open", "kept"))] == [3]
        assert store.do("SELECT count(*) FROM tellings") == [(2,)]
