"""Recorded briefs as later ones are compared with them: each is read from the store as far as that asks for it."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, cast

from briefer.changes.dates import local_day
from briefer.changes.follow import VERSION, Trace, traced
from briefer.changes.past import Retold, lean
from briefer.model import Article, Brief, Story
from briefer.store import Store
from briefer.store.traces import Row, Traces


@dataclass(frozen=True, slots=True)
class _Traced:
    """What tells whether a story goes on with those of a brief."""

    day: date
    traces: tuple[Trace, ...]

    def packed(self) -> bytes:
        """As it is kept; rows of words and counts are read more quickly than checked ones."""
        rows = [(t.story, t.words, t.actors, t.acting, t.texts) for t in self.traces]
        return json.dumps([self.day.isoformat(), rows], ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def read(cls, packed: bytes) -> _Traced:
        """What was kept."""
        day, rows = json.loads(packed)
        return cls(
            date.fromisoformat(day),
            tuple(
                Trace(story, words, tuple((name, kind) for name, kind in actors), tuple(acting), tuple(texts))
                for story, words, actors, acting, texts in rows
            ),
        )


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is asked of a story, and its articles without their texts."""

    story: Story
    articles: tuple[Article, ...]


class Recorded:
    """A brief in the archive; `briefer.changes.Past`."""

    def __init__(self, store: Store, row: Row) -> None:
        self._rows = Traces(store)
        self._number = row.number
        self.id = row.id
        self.created = row.created
        self._retold: dict[str, Retold | None] = {}

    @property
    def day(self) -> date:
        """The day on which it was made, where it is read."""
        return self._traced.day

    @property
    def traces(self) -> Sequence[Trace]:
        """What tells whether a later story goes on with its own, in its order."""
        return self._traced.traces

    @cached_property
    def _traced(self) -> _Traced:
        packed = self._rows.trace(self._number, VERSION)
        if packed is None:
            return _keep(self._rows, self._number, self.whole())
        return _Traced.read(packed)

    def retold(self, story: str) -> Retold | None:
        """A story of it, by its id."""
        if story not in self._retold:
            packed = self._rows.retold(self._number, story)
            if packed is None and self._rows.trace(self._number, VERSION) is None:
                _keep(self._rows, self._number, self.whole())
                packed = self._rows.retold(self._number, story)
            kept = cast("_Kept", _stories().validate_json(packed)) if packed is not None else None
            articles = {article.id: article for article in kept.articles} if kept else {}
            self._retold[story] = Retold(self, kept.story, articles) if kept else None
        return self._retold[story]

    def article(self, id: str) -> Article | None:
        """An article of it, with its text."""
        found = next((told.articles[id] for told in self._retold.values() if told and id in told.articles), None)
        if found is None and (story := self._rows.story_of(self._number, id)) and (told := self.retold(story)):
            found = told.articles[id]
        text = self._rows.text(found.sha256) if found is not None else None
        return replace(found, text=text) if found is not None and text is not None else None

    def whole(self) -> Brief:
        """All of it."""
        return self._rows.whole(self._number)


def latest(store: Store, name: str, most: int) -> list[Recorded]:
    """The briefs of a profile, at most so many, those that were recorded last first, whatever the clock said."""
    return [Recorded(store, row) for row in Traces(store).latest(name, most)]


def recorded(store: Store, id: str) -> Recorded | None:
    """The brief of this id, if it is in the archive."""
    row = Traces(store).of(id)
    return Recorded(store, row) if row is not None else None


def keep(store: Store, brief: Brief) -> None:
    """Keeps what later briefs ask of this one, which has been recorded."""
    rows = Traces(store)
    if (row := rows.of(brief.id)) is not None:
        _keep(rows, row.number, brief)


def _keep(rows: Traces, number: int, brief: Brief) -> _Traced:
    made = _Traced(local_day(brief), traced(brief))
    stories = [
        (story.id, [article.id for article in own], _stories().dump_json(_Kept(story, tuple(own))))
        for story, own in lean(brief)
    ]
    rows.keep(number, VERSION, made.packed(), stories)
    return made


@functools.cache
def _stories() -> Any:
    # Rows are this program's own, so they are read in one pass and not as a stranger's contract.
    from pydantic import TypeAdapter

    return TypeAdapter(_Kept)
