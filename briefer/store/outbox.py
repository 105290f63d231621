"""The outbox: what is to go to whom, and what became of it, so that nobody gets a mail twice or not at all.

A row is `pending` until its mail is about to be handed over. Then it is `in_flight`, on the disk before the first
byte of the mail leaves; `sent`, `refused` or `unknown` follow. A row that is found `in_flight` when nobody sends
becomes `unknown`: the server may have that mail, so it is never sent again by itself.
"""

from __future__ import annotations

import json
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Literal, get_args

from briefer.model import Addressee, Receipt
from briefer.store.database import Database, connect, said, store_path
from briefer.store.locks import Busy, lock_file, taken

State = Literal["pending", "in_flight", "sent", "refused", "unknown"]
STATES: tuple[State, ...] = get_args(State)
#: Seconds that one who wants to send waits for another to be done.
PATIENCE = 600.0
_COLUMNS = "id, edition, revision, address, reader, title, state, reason, changed, message IS NOT NULL"
INTERRUPTED = "the sending was broken off after the mail had been begun: the server may have it"


class Taken(Exception):
    """The row is no longer to be sent: another process has it, or a person has resolved it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row: one mail to one recipient."""

    id: int
    #: Id of the brief; that of a test ends in `test-` and a token.
    edition: str
    revision: int
    address: str
    reader: Addressee
    #: Title of the brief.
    title: str
    state: State
    #: The last words of the server, or why it is so.
    reason: str
    #: ISO date-time in UTC of the last change.
    changed: str
    #: Whether the bytes of the mail are kept.
    made: bool


@dataclass(slots=True)
class _Claim:
    """A row that a thread wants to send."""

    id: int
    #: None until it is decided.
    won: bool | None = None


class Outbox(Database):
    """One open store; but for `settle`, a change is on the disk before it is answered.

    Threads may share it for `begin`, `settle` and what only reads.
    """

    #: SQLite's `synchronous`. In NORMAL, a power cut can take back the last changes, and a mail goes out twice.
    DURABLE: ClassVar[str] = "FULL"

    def __init__(self, path: Path, *, now: Callable[[], datetime]) -> None:
        super().__init__(path)
        #: Aware.
        self._now = now
        # Mails are read beside a change that waits for the disk.
        self._reader = connect(path)
        self._lock_of_reader = threading.Lock()
        self._claims: list[_Claim] = []
        self._lock_of_claims = threading.Lock()
        #: What became of rows, in the order in which it did, until it is written.
        self._settled: deque[tuple[int, Receipt]] = deque()
        self.do(f"PRAGMA synchronous = {self.DURABLE}")

    def close(self) -> None:
        """Writes what became of rows, and closes the file."""
        with self._lock, self._lock_of_reader:
            try:
                self._write_settled()
            finally:
                self._reader.close()
                self._connection.close()

    def do(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows that the statement gives; what became of mails is written before."""
        with self._lock, said(self.path):
            self._write_settled()
            return self._connection.execute(statement, values).fetchall()

    def _changed(self, statement: str, *values: object) -> int:
        """How many rows the statement has changed."""
        with self._lock, said(self.path):
            self._write_settled()
            return self._connection.execute(statement, values).rowcount

    @contextmanager
    def sending(
        self,
        *,
        waiting: Callable[[], None] = lambda: None,
        patience: float = PATIENCE,
        sleep: Callable[[float], None] = time.sleep,
    ) -> Iterator[int]:
        """The right to send, of one process at a time; gives how many rows were found broken off.

        The lock is one of SQLite's on a file of its own, which ends with the process on every system. `waiting` is
        told once when another process has it; `Busy` comes after `patience` seconds.
        """
        lock = self.path.with_name(f"{self.path.name}.sending")
        with lock_file(lock) as held:
            waited = 0.0
            while not taken(held, lock):
                if waited == 0.0:
                    waiting()
                if waited >= patience:
                    raise Busy("another briefer is sending, and is not done", hint="try again when it is")
                sleep(0.25)
                waited += 0.25
            yield self._changed(
                "UPDATE outbox SET state = 'unknown', reason = ?, changed = ? WHERE state = 'in_flight'",
                INTERRUPTED,
                self._time(),
            )

    def add(self, edition: str, revision: int, title: str, readers: Mapping[str, Addressee]) -> None:
        """A row for each address, all or none; one that there is already stays as it is."""
        with self.together():
            for address, reader in readers.items():
                self.do(
                    "INSERT INTO outbox (edition, revision, address, reader, title, state, changed)"
                    " SELECT ?1, ?2, ?3, ?4, ?5, 'pending', ?6 WHERE NOT EXISTS"
                    " (SELECT 1 FROM outbox WHERE edition = ?1 AND revision = ?2 AND address = ?3)",
                    edition,
                    revision,
                    address,
                    _kept(reader),
                    title,
                    self._time(),
                )

    def entries(
        self,
        *,
        edition: str | None = None,
        revision: int | None = None,
        states: Sequence[State] = STATES,
        ids: Collection[int] | None = None,
    ) -> list[Entry]:
        """The rows that fit, in the order in which they came."""
        # An outbox grows for years: what is not wanted is not taken out of it.
        wanted: dict[str, object] = {"state IN (SELECT value FROM json_each(?))": json.dumps(states)}
        if edition is not None:
            wanted["edition = ?"] = edition
        if revision is not None:
            wanted["revision = ?"] = revision
        if ids is not None:
            wanted["id IN (SELECT value FROM json_each(?))"] = json.dumps(list(ids))
        rows = self.do(
            f"SELECT {_COLUMNS} FROM outbox WHERE {' AND '.join(wanted)} ORDER BY id",  # noqa: S608
            *wanted.values(),
        )
        return list(map(_entry, rows))

    def keep(self, id: int, sender: str, message: bytes) -> None:
        """Keeps the mail of a pending row until it is sent; `sender` is the address of its envelope."""
        packed = zlib.compress(message, 1)
        self.do("UPDATE outbox SET sender = ?, message = ? WHERE id = ? AND state = 'pending'", sender, packed, id)

    def message(self, id: int) -> tuple[str, bytes] | None:
        """The sender and the very bytes; None where they are not kept, or no longer."""
        with self._lock_of_reader, said(self.path):
            row = self._reader.execute("SELECT sender, message FROM outbox WHERE id = ?", (id,)).fetchone()
        return (row[0], zlib.decompress(row[1])) if row is not None and row[1] is not None else None

    def begin(self, id: int) -> None:
        """Says that the mail is about to be handed over; `Taken` where it is no longer pending.

        It is on the disk when this returns. Threads that come meanwhile wait for the disk together. One statement
        asks and changes, so that of two processes one gets the row.
        """
        claim = _Claim(id)
        with self._lock_of_claims:
            self._claims.append(claim)
        with self._lock:
            if claim.won is None:
                self._commit_claims()
        self._write_settled_if_free()
        if not claim.won:
            raise Taken(f"row {id}")

    def _commit_claims(self) -> None:
        """Commits all that wait; the lock of the connection is held."""
        with self._lock_of_claims:
            claims, self._claims = self._claims, []
        statement = "UPDATE outbox SET state = 'in_flight', reason = '', changed = ? WHERE id = ? AND state = 'pending'"
        try:
            with said(self.path):
                self._write_settled()
                self._connection.execute("BEGIN IMMEDIATE")
                won = [self._connection.execute(statement, (self._time(), claim.id)).rowcount == 1 for claim in claims]
                self._connection.execute("COMMIT")
        except BaseException:
            for claim in claims:
                claim.won = False
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        for claim, has in zip(claims, won, strict=True):
            claim.won = has

    def settle(self, id: int, receipt: Receipt) -> None:
        """What became of a row that was pending or in flight; the bytes of a mail that was sent go.

        This alone does not wait for the disk. It is written at once, or, while another thread waits for the disk, by
        that thread, before any further mail is begun. It outlives the process; where a power cut takes it back the row
        is `in_flight` still, or pending as it was.
        """
        self._settled.append((id, receipt))
        self._write_settled_if_free()

    def _write_settled_if_free(self) -> None:
        # Whoever has the lock now comes here when it has let go.
        while self._settled and self._lock.acquire(blocking=False):
            try:
                with said(self.path):
                    self._write_settled()
            finally:
                self._lock.release()

    def _write_settled(self) -> None:
        """Writes what became of rows; the lock of the connection is held, and no transaction open."""
        if not self._settled or self._connection.in_transaction:
            return
        self._connection.execute("PRAGMA synchronous = NORMAL")
        try:
            while self._settled:
                number, receipt = self._settled[0]
                self._connection.execute(
                    "UPDATE outbox SET state = ?1, reason = ?2, changed = ?3,"
                    " message = CASE ?1 WHEN 'sent' THEN NULL ELSE message END"
                    " WHERE id = ?4 AND state IN ('pending', 'in_flight')",
                    (receipt.outcome, receipt.reason, self._time(), number),
                )
                self._settled.popleft()
        finally:
            self._connection.execute(f"PRAGMA synchronous = {self.DURABLE}")

    def reopen(self, ids: Collection[int]) -> None:
        """Makes rows that were sent, refused or unknown pending again, on a person's word; all or none."""
        with self.together():
            for number in ids:
                self.do(
                    "UPDATE outbox SET state = 'pending', reason = '', changed = ?"
                    " WHERE id = ? AND state IN ('sent', 'refused', 'unknown')",
                    self._time(),
                    number,
                )

    def resolve(self, ids: Collection[int], state: Literal["sent", "refused"], reason: str) -> None:
        """What a person says became of rows that are not on their way; all or none."""
        with self.together():
            for number in ids:
                self.do(
                    "UPDATE outbox SET state = ?, reason = ?, changed = ?, message = CASE ? WHEN 'sent' THEN NULL ELSE message END"
                    " WHERE id = ? AND state <> 'in_flight'",
                    state,
                    reason,
                    self._time(),
                    state,
                    number,
                )

    def name_of(self, edition: str) -> str | None:
        """Name of the `[brief.NAME]` that a brief, or a test of it, is of; None where no run or archive knows it."""
        rows = self.do(
            "SELECT name FROM windows WHERE brief = ?1 UNION ALL SELECT name FROM briefs WHERE brief = ?1 LIMIT 1",
            edition.partition("/test-")[0],
        )
        return rows[0][0] if rows else None

    def leave(self, ids: Collection[int], name: str) -> None:
        """Strikes a brief that their readers get no more from what rows say of them; all or none."""
        with self.together():
            for entry in self.entries(ids=ids):
                briefs = tuple(brief for brief in entry.reader.briefs if brief != name)
                self.do(
                    "UPDATE outbox SET reader = ? WHERE id = ?", _kept(replace(entry.reader, briefs=briefs)), entry.id
                )

    def old(self, before: datetime, states: Sequence[State] = ("sent", "refused")) -> list[Entry]:
        """Rows in these states that have not changed since then."""
        return [entry for entry in self.entries(states=states) if datetime.fromisoformat(entry.changed) < before]

    def purge(self, before: datetime, states: Sequence[State] = ("sent", "refused")) -> int:
        """Forgets the `old` rows of briefs that have gone out to all; says how many.

        Of another brief they stay: the next try would take their readers for ones who have no mail yet.
        """
        with self.together():
            open_still = {
                edition
                for (edition,) in self.do(
                    "SELECT edition FROM outbox WHERE state IN ('pending', 'in_flight')"
                    " UNION SELECT brief FROM windows WHERE closed IS NULL"
                )
            }
            gone = [entry.id for entry in self.old(before, states) if entry.edition not in open_still]
            for number in gone:
                self.do("DELETE FROM outbox WHERE id = ?", number)
        # Only this takes the words out of the file itself.
        self.do("VACUUM")
        self.do("PRAGMA wal_checkpoint(TRUNCATE)")
        return len(gone)

    def _time(self) -> str:
        return self._now().isoformat(timespec="seconds")


def open_outbox(configured: str | None = None, *, now: Callable[[], datetime]) -> Outbox:
    """The outbox of the store that `store_path` names, made where there is none."""
    return Outbox(store_path(configured), now=now)


def _entry(row: tuple[Any, ...]) -> Entry:
    number, edition, revision, address, reader, title, state, reason, changed, made = row
    return Entry(
        id=number,
        edition=edition,
        revision=revision,
        address=address,
        reader=_reader(json.loads(reader)),
        title=title,
        state=state,
        reason=reason,
        changed=changed,
        made=bool(made),
    )


def _kept(reader: Addressee) -> str:
    return json.dumps(asdict(reader), ensure_ascii=False)


def _reader(kept: dict[str, Any]) -> Addressee:
    """As it was kept; a key that a later briefer knows no more is left out."""
    known = {field.name for field in fields(Addressee)}
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in kept.items() if key in known
    }
    return Addressee(**values)
