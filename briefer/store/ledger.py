"""The ledger of next steps: what each brief told of a step, what became of it, and what a person noted.

How a step stands is never written down: it follows from these rows. So a brief that is recorded again, as it was or in a
later revision, takes the place of what it said before.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, Self

from briefer.errors import BrieferError
from briefer.model import Brief, Entry, EntryState, Mark, Quoted, Settled, Telling, Told
from briefer.store.database import Database, store_path

#: A step that no brief has told of for so long, and that was due before, is not looked for in new briefs.
LOOKED_FOR = timedelta(days=90)

#: Lays a brief beside entries, as `briefer.changes.told` does.
Judge = Callable[[Brief, Sequence[Entry]], Iterable[Told]]


class Ledger:
    """The part of a store that is about next steps."""

    def __init__(self, store: Database) -> None:
        self._store = store

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    def together(self) -> AbstractContextManager[None]:
        """All changes of the block, or none."""
        return self._store.together()

    def record(self, brief: Brief, judge: Judge) -> None:
        """Takes in what a brief says of steps; what it said before under the same id is forgotten.

        Briefs are recorded in the order of their days: an outcome is looked for in the brief that is recorded.
        """
        since = (datetime.fromisoformat(brief.created) - LOOKED_FOR).date().isoformat()
        with self._store.together():
            said = {number for (number,) in self._store.do("SELECT step FROM tellings WHERE brief = ?", brief.id)}
            self._store.do("DELETE FROM outcomes WHERE brief = ?", brief.id)
            known = self._entries(
                "number IN (SELECT step FROM tellings WHERE brief = ? OR day >= ? OR due >= ?)", brief.id, since, since
            )
            found = tuple(judge(brief, known))
            self._store.do("DELETE FROM tellings WHERE brief = ?", brief.id)
            for told in found:
                said.add(self._write(told, brief))
            self._note_changes(said, brief.created)

    def entries(
        self,
        *,
        due_until: date | None = None,
        overdue_on: date | None = None,
        states: Sequence[EntryState] = ("open",),
        name: str | None = None,
    ) -> list[Entry]:
        """Entries in these states, the first due first and those without a day last.

        `due_until`: only those that are due by that day, overdue ones among them. `overdue_on`: only agreed ones that
        were due before that day. `name`: only those that briefs of this profile told of.
        """
        found = [
            entry
            for entry in self._entries("TRUE")
            if entry.state in states
            and (name is None or any(telling.name == name for telling in entry.tellings))
            and (due_until is None or (entry.due is not None and entry.due <= due_until))
            and (overdue_on is None or entry.overdue(overdue_on))
        ]
        return sorted(found, key=lambda entry: (entry.due or date.max, entry.number))

    def falling_due(self, name: str, *, since: datetime, until: datetime) -> list[Entry]:
        """Open, agreed entries of a profile that came due in that time or were reopened in it; both moments are aware.

        A day more on either side is included: days are those of where a brief is read. Much quicker than `entries`.
        """
        first, last = ((m.astimezone(UTC) + timedelta(days=d)).date().isoformat() for m, d in ((since, -1), (until, 1)))
        found = self._entries(
            "number IN (SELECT step FROM tellings WHERE due BETWEEN ? AND ?"
            ' UNION SELECT step FROM outcomes WHERE instr(row, \'"how":"moved"\')'
            " UNION SELECT step FROM marks WHERE state = 'open' AND at >= ?)",
            first,
            last,
            first,
        )
        return sorted(
            (
                entry
                for entry in found
                if entry.state == "open"
                and entry.agreed
                and entry.due is not None
                and entry.due.isoformat() <= last
                and any(telling.name == name for telling in entry.tellings)
            ),
            key=lambda entry: (entry.due or date.max, entry.number),
        )

    def entry(self, number: int) -> Entry:
        """The entry of this number; an error where there is none."""
        for entry in self._entries("number = ?", number):
            return entry
        raise BrieferError(f"there is no step {number} in the ledger", hint="briefer steps --all numbers them")

    def mark(
        self,
        number: int,
        state: Literal["open", "done", "dropped"] | None,
        text: str | None = None,
        *,
        at: datetime,
    ) -> Entry:
        """Notes what a person says of a step: how it stands, or other words for it; `open` opens it again."""
        moment = _utc(at)
        with self._store.together():
            self.entry(number)
            self._store.do("INSERT INTO marks VALUES (?, ?, ?, ?)", number, moment, state, text)
            self._note_changes({number}, moment)
            return self.entry(number)

    # --- rows ---

    def _write(self, told: Told, brief: Brief) -> int:
        number = told.number
        if number is None:
            uid = f"{told.tellings[0].claim}@briefer"
            self._store.do("INSERT INTO steps (uid, sequence, modified, shown) VALUES (?, -1, '', '')", uid)
            ((number,),) = self._store.do("SELECT last_insert_rowid()")
        for telling in told.tellings:
            day = max((quoted.day for quoted in telling.evidence), default="")
            values = (number, brief.id, day, telling.due or "", _packed(telling))
            self._store.do("INSERT INTO tellings VALUES (?, ?, ?, ?, ?)", *values)
        for outcome in told.outcomes:
            self._store.do("INSERT INTO outcomes VALUES (?, ?, ?)", number, brief.id, _packed(outcome))
        return int(number)

    def _note_changes(self, numbers: Iterable[int], at: str) -> None:
        """Counts how often what calendars show of an entry has changed."""
        for number in sorted(numbers):
            for entry in self._entries("number = ?", number):
                shown = [
                    entry.text,
                    entry.kind,
                    entry.from_,
                    entry.to,
                    entry.state,
                    entry.settled and entry.settled.how,
                ]
                digest = hashlib.sha256(json.dumps(shown).encode()).hexdigest()
                self._store.do(
                    "UPDATE steps SET sequence = sequence + 1, modified = ?, shown = ? WHERE number = ? AND shown != ?",
                    at,
                    digest,
                    number,
                    digest,
                )

    def _entries(self, where: str, *values: object) -> list[Entry]:
        """Entries that some brief still tells of; `where` picks rows of `steps`."""
        chosen = f"SELECT number FROM steps WHERE {where}"  # noqa: S608 - our own words
        steps = self._store.do(f"SELECT number, uid, sequence, modified FROM steps WHERE {where}", *values)  # noqa: S608
        rows: dict[str, defaultdict[int, list[Any]]] = {}
        for table, columns, made in (
            ("tellings", "row", _telling),
            ("outcomes", "row", _settled),
            ("marks", "at, state, text", _mark),
        ):
            rows[table] = defaultdict(list)
            picked = f"SELECT step, {columns} FROM {table} WHERE step IN ({chosen}) ORDER BY rowid"  # noqa: S608
            for number, *row in self._store.do(picked, *values):
                rows[table][number].append(made(*row))
        return [
            Entry(
                number=number,
                uid=uid,
                tellings=tuple(sorted(tellings, key=lambda telling: telling.created)),
                outcomes=tuple(rows["outcomes"][number]),
                marks=tuple(rows["marks"][number]),
                sequence=sequence,
                modified=modified,
            )
            for number, uid, sequence, modified in steps
            if (tellings := rows["tellings"][number])
        ]


def open_ledger(configured: str | None = None) -> Ledger:
    """The ledger in the store; `configured` is what the configuration names."""
    return Ledger(Database(store_path(configured)))


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _packed(row: Telling | Settled) -> str:
    return json.dumps(asdict(row), ensure_ascii=False, separators=(",", ":"))


def _telling(packed: str) -> Telling:
    row = json.loads(packed)
    evidence = tuple(Quoted(**quoted) for quoted in row.pop("evidence"))
    names = {key: tuple(row[key]) for key in ("about", "places")}
    return Telling(**row | names, evidence=evidence)


def _settled(packed: str) -> Settled:
    return Settled(**json.loads(packed))


def _mark(at: str, state: Any, text: str | None) -> Mark:
    return Mark(at=at, state=state, text=text)
