"""The findings cache: what has been read and checked is neither asked nor parsed again."""

from __future__ import annotations

import functools
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast

from briefer.contract import FINDINGS
from briefer.model import Findings, Problem, Statement
from briefer.store.database import Database, store_path
from briefer.store.rows import reader

#: A row of findings.
_FINDINGS = tuple[Literal[FINDINGS], Findings]  # type: ignore[valid-type]  # a constant says what it is
_TABLES = ("findings", "failures", "statements", "forms", "pages")


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why an article could not be read, and from when on another try makes sense."""

    problem: Problem
    #: Aware.
    retry: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """What a store holds."""

    path: Path
    #: Of the file and its side files.
    bytes: int
    findings: int
    failures: int
    statements: int
    #: Pages of the web.
    pages: int
    #: The first and the last time that findings were kept; None while there are none.
    first: str | None
    last: str | None


class Store(Database):
    """The store of findings."""

    def findings(self, key: str) -> Findings | None:
        """The checked findings under this key."""
        for (row,) in self.do("SELECT row FROM findings WHERE key = ?", key):
            try:
                _, found = reader(_FINDINGS).validate_json(row)
            except ValueError:
                # An earlier briefer kept it: to be read again.
                return None
            return cast("Findings", found)
        return None

    def keep(self, key: str, findings: Findings, *, now: datetime) -> None:
        """Keeps checked findings; a failure under the same key is over."""
        row = _findings().dump_json((FINDINGS, findings)).decode()
        engine = findings.engine
        self.do(
            "INSERT OR REPLACE INTO findings VALUES (?, ?, ?, ?, ?)", key, engine.name, engine.model, _iso(now), row
        )
        self.do("DELETE FROM failures WHERE key = ?", key)

    def failure(self, key: str) -> Failure | None:
        """What went wrong under this key the last time."""
        for code, text, retry in self.do("SELECT code, text, retry FROM failures WHERE key = ?", key):
            return Failure(problem=Problem(code=code, text=text), retry=datetime.fromisoformat(retry))
        return None

    def keep_failure(self, key: str, failure: Failure, *, now: datetime) -> None:
        """Keeps what went wrong."""
        problem = failure.problem
        row = (key, problem.code, problem.text, _iso(now), _iso(failure.retry))
        self.do("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?)", *row)

    def forget_findings(self, before: datetime) -> None:
        """Forgets what was read, or could not be, before that moment (aware)."""
        self.do("DELETE FROM findings WHERE made < ?", _iso(before.astimezone(UTC)))
        self.do("DELETE FROM failures WHERE failed < ?", _iso(before.astimezone(UTC)))

    def statement(self, key: str) -> Statement | None:
        """The checked statement under this key."""
        for (row,) in self.do("SELECT row FROM statements WHERE key = ?", key):
            try:
                found: Statement = reader(Statement).validate_json(row)
            except ValueError:
                return None
            return found
        return None

    def keep_statement(self, key: str, statement: Statement) -> None:
        """Keeps a checked statement."""
        self.do("INSERT OR REPLACE INTO statements VALUES (?, ?)", key, _statements().dump_json(statement).decode())

    def forms(self) -> MutableMapping[str, str]:
        """The request form that each server takes, under a name that whoever asks has chosen."""
        return _Forms(self)

    def info(self) -> Info:
        """How much there is."""
        counts = {table: self.do(f"SELECT count(*) FROM {table}")[0][0] for table in _TABLES}  # noqa: S608
        ((first, last),) = self.do("SELECT min(made), max(made) FROM findings")
        files = (self.path, *(self.path.with_name(f"{self.path.name}-{side}") for side in ("wal", "shm")))
        return Info(
            path=self.path,
            bytes=sum(file.stat().st_size for file in files if file.exists()),
            findings=counts["findings"],
            failures=counts["failures"],
            statements=counts["statements"],
            pages=counts["pages"],
            first=first,
            last=last,
        )

    def sound(self) -> bool:
        """Whether SQLite finds the file whole."""
        return self.do("PRAGMA quick_check(1)") == [("ok",)]

    def clear(self) -> int:
        """Forgets everything, copies made before a migration among it; says how many articles' findings there were."""
        number: int = self.do("SELECT count(*) FROM findings")[0][0]
        for table in _TABLES:
            self.do(f"DELETE FROM {table}")  # noqa: S608
        self.do("VACUUM")
        self.do("PRAGMA wal_checkpoint(TRUNCATE)")
        for copy in self.path.parent.glob(f"{self.path.name}.v*.bak"):
            copy.unlink(missing_ok=True)
        return number


class _Forms(MutableMapping[str, str]):
    """The table `forms` as a mapping."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getitem__(self, server: str) -> str:
        for (form,) in self._store.do("SELECT form FROM forms WHERE server = ?", server):
            return str(form)
        raise KeyError(server)

    def __setitem__(self, server: str, form: str) -> None:
        self._store.do("INSERT OR REPLACE INTO forms VALUES (?, ?)", server, form)

    def __delitem__(self, server: str) -> None:
        if server not in self:
            raise KeyError(server)
        self._store.do("DELETE FROM forms WHERE server = ?", server)

    def __iter__(self) -> Iterator[str]:
        return iter([server for (server,) in self._store.do("SELECT server FROM forms ORDER BY server")])

    def __len__(self) -> int:
        return int(self._store.do("SELECT count(*) FROM forms")[0][0])


def open_store(configured: str | None = None) -> Store:
    """The store that `store_path` names, made where there is none."""
    return Store(store_path(configured))


def _iso(time: datetime) -> str:
    return time.isoformat(timespec="seconds")


# Rows are this program's own, so they are read in one pass and not as a stranger's contract.


@functools.cache
def _findings() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(_FINDINGS)


@functools.cache
def _statements() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Statement)
