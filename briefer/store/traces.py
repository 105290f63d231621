"""What is kept of recorded briefs for those that are compared with them, so that no whole bundle need be read.

All of it follows from the bundles: where it is missing, or was made by other rules, it is made anew.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from briefer.model import Brief
from briefer.store.database import Database
from briefer.store.history import writing

_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Row:
    """A recorded brief, in its latest revision."""

    #: Of its row in the archive.
    number: int
    id: str
    #: ISO date-time, as the brief has it.
    created: str


class Traces:
    """The part of a store that is read to compare briefs."""

    def __init__(self, store: Database) -> None:
        self._store = store

    def latest(self, name: str, most: int) -> list[Row]:
        """The briefs of a profile, at most so many, those that were recorded last first, whatever the clock said."""
        return self._briefs(
            "name = ? ORDER BY (SELECT min(number) FROM briefs AS first WHERE first.brief = briefs.brief) DESC LIMIT ?",
            name,
            most,
        )

    def of(self, id: str) -> Row | None:
        """The brief of this id."""
        return next(iter(self._briefs("brief = ?", id)), None)

    def _briefs(self, where: str, *values: object) -> list[Row]:
        picked = f"SELECT number, brief, made FROM briefs WHERE latest AND {where}"  # noqa: S608 - our own words
        return [Row(*row) for row in self._store.do(picked, *values)]

    def trace(self, number: int, version: str) -> bytes | None:
        """What was kept of a brief by this version of the rules."""
        rows = self._store.do("SELECT row FROM traces WHERE brief = ? AND version = ?", number, version)
        return zlib.decompress(rows[0][0]) if rows else None

    def retold(self, number: int, story: str) -> bytes | None:
        """What was kept of a story."""
        rows = self._store.do("SELECT row FROM retold WHERE brief = ? AND story = ?", number, story)
        return zlib.decompress(rows[0][0]) if rows else None

    def story_of(self, number: int, article: str) -> str | None:
        """A story that has the article."""
        rows = self._store.do(
            "SELECT story FROM retold WHERE brief = ? AND instr(' ' || articles || ' ', ' ' || ? || ' ')",
            number,
            article,
        )
        return str(rows[0][0]) if rows else None

    def keep(
        self, number: int, version: str, trace: bytes, stories: Iterable[tuple[str, Iterable[str], bytes]]
    ) -> None:
        """Keeps what a brief is followed by, and of each story its id, its articles' ids and what is asked of it."""
        with self._store.together():
            writing.untrace(self._store, number)
            packed = zlib.compress(trace, _LEVEL)
            self._store.do("INSERT INTO traces VALUES (?, ?, ?)", number, version, packed)
            for story, articles, row in stories:
                values = (number, story, " ".join(articles), zlib.compress(row, _LEVEL))
                self._store.do("INSERT INTO retold VALUES (?, ?, ?, ?)", *values)

    def text(self, sha256: str) -> str | None:
        """The text of an article."""
        rows = self._store.do("SELECT body FROM texts WHERE sha256 = ?", sha256)
        return writing.text_of(rows[0][0]) if rows else None

    def whole(self, number: int) -> Brief:
        """All of a brief."""
        ((bundle,),) = self._store.do("SELECT bundle FROM briefs WHERE number = ?", number)
        return writing.unpacked(self._store, number, bundle)
