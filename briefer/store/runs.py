"""The runs of daily briefs: which time each one is about, how far it came, and what it took.

A window is opened before anything is gathered, and has its brief's id from then on. When its brief is stored, its end
is fixed; when everybody has the brief, or it is held for somebody's word, it is closed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from briefer.store.database import Database
from briefer.store.locks import Busy, lock_file, taken

#: How a window ended: its brief was `sent`, is `held` as a draft, is there as `files` alone, there was `nothing` to
#: tell, or the sending was `given_up` and mails are pending still.
Outcome = Literal["sent", "held", "files", "nothing", "given_up"]

_COLUMNS = "id, name, brief, regular, opened, since, until, stored, files, held, closed, outcome"
_TIMES = ("opened", "since", "until", "stored", "closed")
#: Bytes of a lock's name: most systems take 255, and SQLite adds `-journal`.
_LONGEST = 247
#: What Python has for a byte of a path that is no UTF-8; no encoding can write it.
_NO_TEXT = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The time that one brief is about; all times are aware."""

    id: int
    #: Of the `[brief.NAME]`.
    name: str
    #: Id of the brief.
    brief: str
    #: Whether the next window begins where it ends.
    regular: bool
    opened: datetime
    since: datetime
    #: None until the brief is stored.
    until: datetime | None = None
    stored: datetime | None = None
    #: What the brief's files are called, without their endings; None: it has none.
    files: str | None = None
    #: Why the brief waits for somebody's word; None: it does not.
    held: str | None = None
    closed: datetime | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of `briefer daily`; times are aware."""

    name: str
    #: Id of its brief; None where it made none.
    brief: str | None
    began: datetime
    ended: datetime
    #: The exit status.
    status: int
    #: Timings, counts, tokens and cost, for each step and in all, as JSON has them.
    report: Mapping[str, Any] = field(default_factory=dict)


class Runs:
    """The part of a store that is about daily runs."""

    def __init__(self, store: Database) -> None:
        self._store = store

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """The right to make the brief of this name, of one process at a time; `Busy` where another one has it."""
        lock = self._lock(name)
        with lock_file(lock) as held:
            if not taken(held, lock):
                raise Busy(
                    f"another run of briefer daily is making the brief “{name}”", hint="try again when it is done"
                )
            yield

    def open(self, name: str, *, since: datetime, regular: bool, brief: str, now: datetime) -> Window:
        """A window that begins at `since`: the one that an earlier run could not finish, with its brief's id, or a new one."""
        with self._store.together():
            known = self.unfinished(name, regular=regular)
            if known is not None:
                self._store.do("UPDATE windows SET since = ? WHERE id = ?", _utc(since), known.id)
                return self._windows("id = ?", known.id)[0]
            self._store.do(
                "INSERT INTO windows (name, brief, regular, opened, since) VALUES (?, ?, ?, ?, ?)",
                name,
                brief,
                int(regular),
                _utc(now),
                _utc(since),
            )
            return self._windows("id = last_insert_rowid()")[0]

    def unfinished(self, name: str, *, regular: bool) -> Window | None:
        """The window whose brief was not made, because a run broke off."""
        return self._latest("name = ? AND regular = ? AND stored IS NULL", name, int(regular))

    def undelivered(self, name: str) -> list[Window]:
        """Windows whose brief is stored and has not gone out to all, the oldest first."""
        return self._windows("name = ? AND stored IS NOT NULL AND closed IS NULL", name)

    def waiting(self) -> set[str]:
        """Ids of the briefs of all names that have not gone out to all."""
        return {window.brief for window in self._windows("stored IS NOT NULL AND closed IS NULL")}

    def last(self, name: str) -> Window | None:
        """The regular window that was stored last: the next one begins where it ends."""
        # By number and not by time: a clock may have been set back.
        return self._latest("name = ? AND regular AND stored IS NOT NULL", name)

    def succeeded(self, name: str) -> Window | None:
        """The regular window that was closed last, with everything done."""
        return self._latest("name = ? AND regular AND closed IS NOT NULL AND outcome <> 'given_up'", name)

    def windows(self, name: str) -> list[Window]:
        """All windows of this brief, the oldest first."""
        return self._windows("name = ?", name)

    def named(self, name: str, files: str) -> bool:
        """Whether files of this brief have this name already."""
        return bool(self._windows("name = ? AND files = ?", name, files))

    def store(self, window: Window, *, until: datetime, files: str | None, held: str | None, now: datetime) -> Window:
        """Notes that the brief is stored, which fixes the window's end."""
        self._store.do(
            "UPDATE windows SET until = ?, stored = ?, files = ?, held = ? WHERE id = ?",
            _utc(until),
            _utc(now),
            files,
            held,
            window.id,
        )
        return self._windows("id = ?", window.id)[0]

    def move(self, window: Window, files: str) -> Window:
        """Notes another name for the brief's files: the one that it was to have was taken meanwhile."""
        self._store.do("UPDATE windows SET files = ? WHERE id = ?", files, window.id)
        return self._windows("id = ?", window.id)[0]

    def mailed(self, brief: str) -> int:
        """The highest revision of a brief that the outbox knows of; 0 where it knows none."""
        rows = self._store.do("SELECT coalesce(max(revision), 0) FROM outbox WHERE edition = ?", brief)
        return int(rows[0][0])

    def sent_by_hand(self, window: Window) -> bool:
        """Whether mails of the window's brief went out after the window was closed."""
        rows = self._store.do("SELECT changed FROM outbox WHERE edition = ? AND state = 'sent'", window.brief)
        closed = window.closed and window.closed.replace(microsecond=0)
        return closed is not None and any(datetime.fromisoformat(changed) >= closed for (changed,) in rows)

    def close(self, window: Window, outcome: Outcome, *, now: datetime) -> None:
        """Notes that nothing is left to do."""
        self._store.do("UPDATE windows SET closed = ?, outcome = ? WHERE id = ?", _utc(now), outcome, window.id)

    def drop(self, window: Window) -> None:
        """Forgets a window of which no brief was made: the next one begins where it began."""
        self._store.do("DELETE FROM windows WHERE id = ? AND stored IS NULL", window.id)

    def keep(self, run: Run) -> None:
        """Keeps what a run took."""
        self._store.do(
            "INSERT INTO runs (name, brief, began, ended, status, report) VALUES (?, ?, ?, ?, ?, ?)",
            run.name,
            run.brief,
            _utc(run.began),
            _utc(run.ended),
            run.status,
            _NO_TEXT.sub(_escaped, json.dumps(run.report, ensure_ascii=False)),
        )

    def runs(self, name: str | None = None, *, limit: int | None = None) -> list[Run]:
        """The runs of one brief, or of all, the latest first."""
        rows = self._store.do(
            "SELECT name, brief, began, ended, status, report FROM runs WHERE name = coalesce(?, name)"
            " ORDER BY id DESC LIMIT ?",
            name,
            -1 if limit is None else limit,
        )
        return [
            Run(
                name=name,
                brief=brief,
                began=datetime.fromisoformat(began),
                ended=datetime.fromisoformat(ended),
                status=status,
                report=json.loads(report),
            )
            for name, brief, began, ended, status, report in rows
        ]

    def _lock(self, name: str) -> Path:
        """The file that is locked for the brief of this name; a long name is told by its hash."""
        safe = "".join(c if c.isascii() and c.isalnum() else f"-{ord(c):x}-" for c in name)
        lock = f"{self._store.path.name}.daily-{safe}"
        if len(os.fsencode(lock)) > _LONGEST:
            lock = f"{self._store.path.name}.daily-{hashlib.sha256(name.encode()).hexdigest()}"
        return self._store.path.with_name(lock)

    def _latest(self, where: str, *values: object) -> Window | None:
        found = self._windows(f"id = (SELECT max(id) FROM windows WHERE {where})", *values)  # noqa: S608
        return found[0] if found else None

    def _windows(self, where: str, *values: object) -> list[Window]:
        rows = self._store.do(f"SELECT {_COLUMNS} FROM windows WHERE {where} ORDER BY id", *values)  # noqa: S608
        return [_window(dict(zip(_COLUMNS.split(", "), row, strict=True))) for row in rows]


def _window(row: dict[str, Any]) -> Window:
    times = {key: datetime.fromisoformat(row[key]) for key in _TIMES if row[key] is not None}
    return Window(**{**row, **times, "regular": bool(row["regular"])})


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _escaped(byte: re.Match[str]) -> str:
    """The byte in hex, within a string of JSON."""
    return f"\\\\x{ord(byte[0]) & 0xFF:02x}"
