"""Recorded briefs, read as far as later ones ask for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from recorded import briefs

from briefer.changes import compared
from briefer.changes.follow import traced
from briefer.model import Brief, Entry, Profile
from briefer.pipeline import past
from briefer.pipeline.recording import Memory
from briefer.store import History, Store


@pytest.fixture
def made() -> list[Brief]:
    return list(briefs())


def entries(store: Store) -> list[Entry]:
    return Memory(store, Profile(name="morning")).entries(datetime(2026, 5, 26, 5, tzinfo=UTC))


def test_what_is_kept_of_briefs_says_all_that_they_say_themselves(tmp_path: Path, made: list[Brief]) -> None:
    *earlier, last = made
    today = replace(last, id="today", changes=())
    with Store(tmp_path / "briefer.db") as store:
        memory = Memory(store, Profile(name="morning"))
        for brief in earlier:
            memory.record(brief, now=datetime.fromisoformat(brief.created))
        known = entries(store)
        whole = {brief.id: brief for brief in earlier}
        told = compared(today, earlier, entries=known, recall=whole.get)
        assert told.changes
        assert compared(today, memory.earlier(), entries=known, recall=memory.recall) == told
        # Most is recalled alone, as from a brief of long ago.
        assert compared(today, memory.earlier()[:1], entries=known, recall=memory.recall) == compared(
            today, [earlier[-1]], entries=known, recall=whole.get
        )


def test_what_is_not_kept_yet_or_by_other_rules_is_made_anew(
    tmp_path: Path, made: list[Brief], monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = made[0]
    with Store(tmp_path / "briefer.db") as store:
        History(store).record(brief)
        (found,) = past.latest(store, "morning", 5)
        traces = traced(brief)
        assert found.traces == traces
        assert found.day.isoformat() == brief.created[:10]
        assert store.do("SELECT count(*) FROM traces") == [(1,)]
        monkeypatch.setattr(past, "VERSION", "another")
        assert past.latest(store, "morning", 5)[0].traces == traces
        assert store.do("SELECT version FROM traces") == [("another",)]
        story = brief.stories[0]
        store.do("DELETE FROM traces")
        store.do("DELETE FROM retold")
        again = past.latest(store, "morning", 5)[0].retold(story.id)
        assert again is not None
        assert [position.text for position in again.story.positions] == [position.text for position in story.positions]


def test_with_the_brief_goes_what_was_kept_of_it(tmp_path: Path, made: list[Brief]) -> None:
    brief = made[0]
    with Store(tmp_path / "briefer.db") as store:
        History(store).record(brief)
        past.keep(store, brief)
        (found,) = past.latest(store, "morning", 5)
        article = brief.articles[0]
        assert found.article(article.id) == article
        assert found.article("nothing") is None
        assert found.retold("nothing") is None
        later = replace(brief, revision=brief.revision + 1)
        History(store).record(later)
        past.keep(store, later)
        assert past.recorded(store, brief.id) is not None
        assert store.do("SELECT count(DISTINCT brief) FROM retold") == [(2,)]
        History(store).forget(datetime(2027, 1, 1, tzinfo=UTC))
        assert past.recorded(store, brief.id) is None
        assert store.do("SELECT (SELECT count(*) FROM traces), (SELECT count(*) FROM retold)") == [(0, 0)]
