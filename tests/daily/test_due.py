"""What a profile's memory knows of steps that may be due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from recorded import briefs

from briefer.changes import compared
from briefer.model import Profile
from briefer.pipeline.recording import Memory
from briefer.store import Store

NOW = datetime(2026, 5, 26, 5, tzinfo=UTC)
STEP = "The negotiators will meet again on 26 May."


def test_entries_come_from_the_ledger_without_what_is_muted(tmp_path: Path) -> None:
    profile = Profile(name="morning")
    with Store(tmp_path / "briefer.db") as store:
        memory = Memory(store, profile)
        for made in briefs():
            memory.record(made, now=datetime.fromisoformat(made.created))
        (entry,) = memory.entries(NOW)
        assert entry.original == STEP
        assert Memory(store, replace(profile, name="evening")).entries(NOW) == []
        assert Memory(store, replace(profile, muted=("negotiators",))).entries(NOW) == []
        assert Memory(store, replace(profile, muted=("football",))).entries(NOW) == [entry]

        # A day without a story tells of it all the same, with its sentence.
        today = replace(made, id="today", created="2026-05-26T05:00:00Z", stories=(), articles=(), changes=())
        told = compared(today, memory.earlier(), entries=[entry], recall=memory.recall)
        (item,) = told.changes
        (span,) = item.before
        (article,) = told.articles
        assert (item.kind, item.text, article.text[span.start : span.end]) == ("due", STEP, STEP)
        # Once a day is enough.
        later = replace(today, id="later", created="2026-05-26T11:00:00Z")
        assert not compared(later, [today, *memory.earlier()], entries=[entry], recall=memory.recall).changes
        # A beginning of an id is none.
        assert (found := memory.recall(made.id)) is not None
        assert replace(found.whole(), digest="") == replace(memory.earlier()[0].whole(), digest="") == made
        assert memory.recall(made.id[:-1]) is None
