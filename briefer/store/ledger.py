"""The ledger of next steps: what each brief told of a step, what became of it, and what a person noted.

How a step stands follows from these rows: `standing` only repeats it, for lists, and `named` the names that are told with
it, so that a brief is laid beside those steps only that it may tell of. So a brief that is recorded again, as it was or in
a later revision, takes the place of what it said before.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, Self

from briefer.errors import BrieferError
from briefer.model import Brief, Entry, EntryState, Mark, Quoted, Settled, Telling, Told
from briefer.store.database import Database, store_path

#: A step that no brief has told of for so long, and that was due before, is not looked for in new briefs.
LOOKED_FOR = timedelta(days=90)
_WORD = re.compile(r"\w+")

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
        `judge` gets the entries whose claims the brief has, and those told with names that its stories’ articles have:
        of others no story of it tells.
        """
        claims = [step.id for story in brief.stories for step in story.next_steps]
        since = (datetime.fromisoformat(brief.created) - LOOKED_FOR).date().isoformat()
        with self._store.together():
            told_of = "SELECT step FROM tellings WHERE brief = ? UNION SELECT step FROM outcomes WHERE brief = ?"
            said = {number for (number,) in self._store.do(told_of, brief.id, brief.id)}
            self._store.do("DELETE FROM outcomes WHERE brief = ?", brief.id)
            self._note_standing()
            known = self._entries(
                "number IN (SELECT step FROM tellings WHERE brief = ?)"
                " OR (number IN (SELECT step FROM named WHERE name IN (SELECT value FROM json_each(?))"
                "  GROUP BY step HAVING max(alone) OR count(*) > 1"
                "  UNION SELECT step FROM tellings WHERE json_extract(row, '$.claim') IN (SELECT value FROM json_each(?)))"
                " AND number IN (SELECT step FROM tellings WHERE day >= ? OR due >= ?))",
                brief.id,
                json.dumps(self._names_in(brief)),
                json.dumps(claims),
                since,
                since,
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
        found = self.these(
            [number for number, _ in self.listed(due_until=due_until, overdue_on=overdue_on, states=states)]
        )
        return [e for e in found if name is None or any(telling.name == name for telling in e.tellings)]

    def listed(
        self,
        *,
        due_until: date | None = None,
        overdue_on: date | None = None,
        states: Sequence[EntryState] = ("open",),
    ) -> list[tuple[int, date | None]]:
        """The numbers of such entries and when they are due, in the same order; no entry is read for it."""
        self._note_standing()
        rows = self._store.do(
            "SELECT step, due FROM standing WHERE state IN (SELECT value FROM json_each(?1))"
            " AND (?2 IS NULL OR (due != '' AND due <= ?2))"
            " AND (?3 IS NULL OR (state = 'open' AND agreed AND due != '' AND due < ?3))"
            " ORDER BY due = '', due, step",
            json.dumps(states),
            due_until and due_until.isoformat(),
            overdue_on and overdue_on.isoformat(),
        )
        return [(number, date.fromisoformat(due) if due else None) for number, due in rows]

    def these(self, numbers: Sequence[int]) -> list[Entry]:
        """The entries of these numbers, in this order."""
        found = {entry.number: entry for entry in self._numbered(numbers)}
        return [found[number] for number in numbers if number in found]

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

    def forget(self, before: datetime) -> int:
        """Forgets entries that no recorded brief tells of any more, where briefs made before then (aware) were forgotten.

        Settled ones go, and those that were due 90 days before that; what is open and may still come stays. It says how
        many are gone.
        """
        with self._store.together():
            self._note_standing()
            gone = self._store.do(
                "SELECT step FROM standing WHERE (state != 'open' OR (due != '' AND due < ?)) AND step NOT IN"
                " (SELECT step FROM tellings WHERE brief IN (SELECT brief FROM briefs))",
                (before - LOOKED_FOR).date().isoformat(),
            )
            numbers = json.dumps([step for (step,) in gone])
            for place in (
                "tellings WHERE step",
                "outcomes WHERE step",
                "marks WHERE step",
                "standing WHERE step",
                "named WHERE step",
                "steps WHERE number",
            ):
                self._store.do(f"DELETE FROM {place} IN (SELECT value FROM json_each(?))", numbers)  # noqa: S608
        return len(gone)

    # --- rows ---

    def _names_in(self, brief: Brief) -> list[str]:
        """Names told with entries, all of whose words the articles of the brief's stories have."""
        told_in = {article for story in brief.stories for article in story.articles}
        words = {word for article in brief.articles if article.id in told_in for word in _WORD.findall(article.text)}
        known = self._store.do("SELECT DISTINCT name FROM named")
        return [name for (name,) in known if words.issuperset(_WORD.findall(name))]

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

    def _note_changes(self, numbers: Collection[int], at: str) -> None:
        """Counts how often what calendars show of an entry has changed, and notes how it stands."""
        for table in ("standing", "named"):
            every = f"DELETE FROM {table} WHERE step IN (SELECT value FROM json_each(?))"  # noqa: S608 - our own words
            self._store.do(every, json.dumps([*numbers]))
        for entry in self._numbered(numbers):
            shown = [entry.text, entry.kind, entry.from_, entry.to, entry.state, entry.settled and entry.settled.how]
            digest = hashlib.sha256(json.dumps(shown).encode()).hexdigest()
            self._store.do(
                "UPDATE steps SET sequence = sequence + 1, modified = ?, shown = ? WHERE number = ? AND shown != ?",
                at,
                digest,
                entry.number,
                digest,
            )
            self._stands(entry)

    def _note_standing(self) -> None:
        """Notes how entries stand that an older version has left."""
        unknown = "number NOT IN (SELECT step FROM standing) AND number IN (SELECT step FROM tellings)"
        if self._store.do(f"SELECT 1 FROM steps WHERE {unknown} LIMIT 1"):  # noqa: S608 - our own words
            with self._store.together():
                for entry in self._entries(unknown):
                    self._stands(entry)

    def _stands(self, entry: Entry) -> None:
        due = entry.due.isoformat() if entry.due else ""
        self._store.do("INSERT INTO standing VALUES (?, ?, ?, ?)", entry.number, entry.state, due, entry.agreed)
        acting = {name for telling in entry.tellings for name in telling.about}
        places = {name for telling in entry.tellings for name in telling.places}
        # A place alone tells no stories apart, unless nobody else was named.
        names = {name: name in (acting or places) for name in acting | places}
        every = "INSERT OR IGNORE INTO named SELECT key, ?, value FROM json_each(?)"
        self._store.do(every, entry.number, json.dumps(names))

    def _numbered(self, numbers: Collection[int]) -> list[Entry]:
        return self._entries("number IN (SELECT value FROM json_each(?))", json.dumps([*numbers]))

    def _entries(self, where: str, *values: object) -> list[Entry]:
        """Entries that some brief still tells of; `where` picks rows of `steps`."""
        picked = f"SELECT number, uid, sequence, modified FROM steps WHERE {where} ORDER BY number"  # noqa: S608
        steps = self._store.do(picked, *values)
        chosen = json.dumps([number for number, *_ in steps])
        rows: dict[str, defaultdict[int, list[Any]]] = {}
        for table, columns, made in (
            ("tellings", "row", _telling),
            ("outcomes", "row", _settled),
            ("marks", "at, state, text", _mark),
        ):
            rows[table] = defaultdict(list)
            among = "step IN (SELECT value FROM json_each(?)) ORDER BY rowid"
            picked = f"SELECT step, {columns} FROM {table} WHERE {among}"  # noqa: S608
            for number, *row in self._store.do(picked, chosen):
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
