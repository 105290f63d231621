"""What is kept of the web: pages and how to ask for them again, what was seen before, and how sources have fared."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from briefer.model import Page
from briefer.store.database import Database

#: Pages older than this are forgotten, and the oldest ones when they take more than so many bytes together.
KEPT_FOR = timedelta(days=14)
KEPT_BYTES = 256 * 1024 * 1024
#: Visits that are kept of each source.
_VISITS = 200
#: Quick, and good enough for pages.
_LEVEL = 1

_COLUMNS = "asked, url, media_type, charset, etag, modified, fetched, sha256, size"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """How a source fared once."""

    #: Aware.
    at: datetime
    #: How many items it gave.
    items: int
    #: When its newest item was published; None where its items have no dates.
    newest: datetime | None = None
    #: What went wrong; None: nothing.
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """An article that was seen before."""

    #: When it was seen first; aware.
    first: datetime
    #: Whether it had another text then.
    changed: bool


class Pages:
    """The part of a store that is about the web; a `briefer.model.Shelf`."""

    def __init__(self, store: Database) -> None:
        self._store = store

    def page(self, asked: str) -> Page | None:
        """What is kept of this address."""
        return self._page("asked = ?", asked)

    def unread(self, asked: str, *, since: datetime) -> Page | None:
        """What a run that was broken off has fetched of this address since then, and nobody has read."""
        return self._page("asked = ? AND run != '' AND fetched >= ?", asked, _utc(since))

    def body(self, asked: str) -> bytes | None:
        """The bytes of the page."""
        for (packed,) in self._store.do("SELECT body FROM pages WHERE asked = ?", asked):
            return zlib.decompress(packed)
        return None

    def keep(self, page: Page, body: bytes, *, run: str) -> None:
        """Keeps a page that a run has fetched; another of the same address is forgotten."""
        row: tuple[Any, ...] = (page.asked, page.url, page.media_type, page.charset, page.etag, page.modified)
        row = (*row, _utc(page.fetched), page.sha256, page.size, run, zlib.compress(body, _LEVEL))
        self._store.do("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", *row)

    def again(self, asked: str, *, now: datetime, run: str) -> None:
        """Notes that the page was found unchanged, or is used by this run."""
        self._store.do("UPDATE pages SET fetched = ?, run = ? WHERE asked = ?", _utc(now), run, asked)

    def end(self, run: str, *, now: datetime) -> None:
        """Notes that a run has read all of its pages, and lets the oldest go where there are too many."""
        self._store.do("UPDATE pages SET run = '' WHERE run = ?", run)
        self._store.do("DELETE FROM pages WHERE fetched < ?", _utc(now - KEPT_FOR))
        self._store.do(
            "DELETE FROM pages WHERE asked IN (SELECT asked FROM"
            " (SELECT asked, sum(length(body)) OVER (ORDER BY fetched DESC, asked) AS reached FROM pages)"
            " WHERE reached > ?)",
            KEPT_BYTES,
        )

    def sighting(self, name: str, url: str | None, sha256: str, *, engine: str = "") -> Sighting | None:
        """Whether the briefs of this name had the article: its text, at whatever address, or another text there.

        `url` is the canonical one, None where there is none; `sha256` is of the text. What another engine than this
        one left unread does not count. None: it is new.
        """
        for where, value in (("sha256", sha256), ("url", url)):
            rows = self._store.do(
                f"SELECT min(first) FROM seen WHERE name = ? AND {where} = ? AND unread IN ('', ?)",  # noqa: S608
                name,
                value,
                engine,
            )
            if value and rows[0][0] is not None:
                return Sighting(first=datetime.fromisoformat(rows[0][0]), changed=where == "url")
        return None

    def see(
        self,
        name: str,
        articles: Iterable[tuple[str | None, str]],
        *,
        now: datetime,
        older: bool = False,
        unread: str = "",
    ) -> None:
        """Remembers articles of the briefs of this name, each as its canonical address and its text's hash.

        What is known keeps its first day. `older`: they were left out as too old by the clock of this run. `unread`:
        the engine that does not read their language.
        """
        for url, sha256 in articles:
            self._store.do(
                "INSERT INTO seen (name, url, sha256, first, older, unread) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET unread = excluded.unread WHERE unread != ''",
                name,
                url or "",
                sha256,
                _utc(now),
                int(older),
                unread,
            )

    def clock_went_back(self, name: str, *, now: datetime) -> None:
        """Forgets which articles were too old by a clock that was ahead of this moment."""
        self._store.do("DELETE FROM seen WHERE name = ? AND older AND first > ?", name, _utc(now))

    def visited(self, source: str, visit: Visit) -> None:
        """Remembers how a source fared."""
        newest = _utc(visit.newest) if visit.newest else None
        self._store.do(
            "INSERT INTO visits VALUES (?, ?, ?, ?, ?)", source, _utc(visit.at), visit.items, newest, visit.error
        )
        self._store.do(
            "DELETE FROM visits WHERE source = ? AND rowid NOT IN"
            " (SELECT rowid FROM visits WHERE source = ? ORDER BY at DESC LIMIT ?)",
            source,
            source,
            _VISITS,
        )

    def visits(self, source: str) -> list[Visit]:
        """How a source has fared, the last time first."""
        rows = self._store.do("SELECT at, items, newest, error FROM visits WHERE source = ? ORDER BY at DESC", source)
        return [
            Visit(
                at=datetime.fromisoformat(at),
                items=items,
                newest=datetime.fromisoformat(newest) if newest else None,
                error=error,
            )
            for at, items, newest, error in rows
        ]

    def _page(self, where: str, *values: object) -> Page | None:
        for row in self._store.do(f"SELECT {_COLUMNS} FROM pages WHERE {where}", *values):  # noqa: S608
            found = dict(zip(_COLUMNS.split(", "), row, strict=True))
            return Page(**found | {"fetched": datetime.fromisoformat(found["fetched"])})
        return None


def _utc(moment: datetime) -> str:
    """Texts that sort as the moments do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
