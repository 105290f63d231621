"""The file: where it is, how it is opened, and how an older one becomes a current one."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from briefer.errors import BrieferError, ConfigError

#: The environment variable that names another file.
VARIABLE = "BRIEFER_STORE"
FILE_NAME = "briefer.db"
#: Marks the file as briefer's, for `file` and for us: “brfr”.
APPLICATION = 0x62726672
#: Seconds that a writer waits for another one.
PATIENCE = 30.0
#: What makes version n + 1 of version n; a file's `user_version` says how many of them it has had.
MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE findings (
        key TEXT PRIMARY KEY, engine TEXT NOT NULL, model TEXT, made TEXT NOT NULL, row TEXT NOT NULL
    );
    CREATE TABLE failures (
        key TEXT PRIMARY KEY, code TEXT NOT NULL, text TEXT NOT NULL, failed TEXT NOT NULL, retry TEXT NOT NULL
    );
    CREATE TABLE statements (key TEXT PRIMARY KEY, row TEXT NOT NULL);
    CREATE TABLE forms (server TEXT PRIMARY KEY, form TEXT NOT NULL);
    """,
    """
    CREATE TABLE outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT, edition TEXT NOT NULL, revision INTEGER NOT NULL,
        address TEXT NOT NULL COLLATE NOCASE, reader TEXT NOT NULL, title TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('pending', 'in_flight', 'sent', 'refused', 'unknown')),
        reason TEXT NOT NULL DEFAULT '', changed TEXT NOT NULL,
        sender TEXT, message BLOB, UNIQUE (edition, revision, address)
    );
    """,
    """
    CREATE TABLE approvals (
        brief TEXT NOT NULL, revision INTEGER NOT NULL, digest TEXT NOT NULL, "by" TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (brief, revision, digest)
    );
    """,
    """
    CREATE TABLE pages (
        asked TEXT PRIMARY KEY, url TEXT NOT NULL, media_type TEXT, charset TEXT, etag TEXT, modified TEXT,
        fetched TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL, run TEXT NOT NULL, body BLOB NOT NULL
    );
    CREATE INDEX pages_fetched ON pages (fetched);
    CREATE TABLE seen (
        url TEXT NOT NULL, sha256 TEXT NOT NULL, first TEXT NOT NULL, PRIMARY KEY (url, sha256)
    );
    CREATE INDEX seen_sha256 ON seen (sha256);
    CREATE TABLE visits (
        source TEXT NOT NULL, at TEXT NOT NULL, items INTEGER NOT NULL, newest TEXT, error TEXT
    );
    CREATE INDEX visits_source ON visits (source, at);
    """,
    """
    DROP TABLE seen;
    CREATE TABLE seen (
        name TEXT NOT NULL, url TEXT NOT NULL, sha256 TEXT NOT NULL, first TEXT NOT NULL,
        PRIMARY KEY (name, url, sha256)
    );
    CREATE INDEX seen_sha256 ON seen (name, sha256);
    CREATE TABLE windows (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, brief TEXT NOT NULL, regular INTEGER NOT NULL,
        opened TEXT NOT NULL, since TEXT NOT NULL, until TEXT, stored TEXT, files TEXT, held TEXT, closed TEXT,
        outcome TEXT
    );
    CREATE INDEX windows_name ON windows (name, id);
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, brief TEXT, began TEXT NOT NULL, ended TEXT NOT NULL,
        status INTEGER NOT NULL, report TEXT NOT NULL
    );
    CREATE INDEX runs_name ON runs (name, id);
    """,
    """
    CREATE TABLE briefs (
        number INTEGER PRIMARY KEY, brief TEXT NOT NULL, revision INTEGER NOT NULL, latest INTEGER NOT NULL,
        name TEXT NOT NULL, title TEXT NOT NULL, made TEXT NOT NULL, created TEXT NOT NULL,
        stories INTEGER NOT NULL, articles INTEGER NOT NULL, digest TEXT NOT NULL, bundle BLOB NOT NULL,
        UNIQUE (brief, revision)
    );
    CREATE INDEX briefs_created ON briefs (created);
    CREATE TABLE texts (number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, title TEXT NOT NULL, body BLOB NOT NULL);
    CREATE TABLE printed (
        brief INTEGER NOT NULL, place INTEGER NOT NULL, text INTEGER NOT NULL, story TEXT NOT NULL,
        title TEXT NOT NULL, outlet TEXT, url TEXT, day TEXT NOT NULL, PRIMARY KEY (brief, place)
    ) WITHOUT ROWID;
    CREATE INDEX printed_text ON printed (text);
    CREATE TABLE claims (
        number INTEGER PRIMARY KEY, brief INTEGER NOT NULL, story TEXT NOT NULL, claim TEXT NOT NULL,
        kind TEXT NOT NULL, holder TEXT NOT NULL, key TEXT NOT NULL, speaker TEXT NOT NULL,
        text TEXT NOT NULL, words TEXT NOT NULL, place INTEGER, day TEXT NOT NULL
    );
    CREATE INDEX claims_brief ON claims (brief);
    CREATE INDEX claims_key ON claims (key) WHERE key != '';
    CREATE INDEX claims_speaker ON claims (speaker) WHERE speaker != '';
    CREATE TABLE people (
        number INTEGER PRIMARY KEY, brief INTEGER NOT NULL, story TEXT NOT NULL, claim TEXT NOT NULL,
        key TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, role TEXT NOT NULL, organisation TEXT NOT NULL,
        initials TEXT NOT NULL, words TEXT NOT NULL, place INTEGER, day TEXT NOT NULL
    );
    CREATE INDEX people_story ON people (brief, story);
    CREATE INDEX people_key ON people (key, name, kind);
    CREATE INDEX people_name ON people (name);
    CREATE INDEX people_initials ON people (initials) WHERE initials != '';
    CREATE VIRTUAL TABLE claims_words USING fts5 (
        holder, text, words, content = 'claims', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
    );
    CREATE VIRTUAL TABLE people_words USING fts5 (
        name, role, organisation, content = 'people', content_rowid = 'number',
        tokenize = 'unicode61 remove_diacritics 2'
    );
    CREATE VIRTUAL TABLE texts_words USING fts5 (
        title, text, content = '', tokenize = 'unicode61 remove_diacritics 2'
    );
    """,
    """
    CREATE TABLE steps (
        number INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL, sequence INTEGER NOT NULL,
        modified TEXT NOT NULL, shown TEXT NOT NULL
    );
    CREATE TABLE tellings (
        step INTEGER NOT NULL, brief TEXT NOT NULL, day TEXT NOT NULL, due TEXT NOT NULL, row TEXT NOT NULL
    );
    CREATE INDEX tellings_step ON tellings (step);
    CREATE INDEX tellings_brief ON tellings (brief);
    CREATE INDEX tellings_day ON tellings (day);
    CREATE INDEX tellings_due ON tellings (due);
    CREATE TABLE outcomes (step INTEGER NOT NULL, brief TEXT NOT NULL, row TEXT NOT NULL);
    CREATE INDEX outcomes_step ON outcomes (step);
    CREATE INDEX outcomes_brief ON outcomes (brief);
    CREATE TABLE marks (step INTEGER NOT NULL, at TEXT NOT NULL, state TEXT, text TEXT);
    CREATE INDEX marks_step ON marks (step);
    """,
    "ALTER TABLE seen ADD COLUMN older INTEGER NOT NULL DEFAULT 0;",
    "ALTER TABLE seen ADD COLUMN unread TEXT NOT NULL DEFAULT '';",
    """
    CREATE TABLE traces (brief INTEGER PRIMARY KEY, version TEXT NOT NULL, row BLOB NOT NULL);
    CREATE TABLE retold (
        brief INTEGER NOT NULL, story TEXT NOT NULL, articles TEXT NOT NULL, row BLOB NOT NULL, PRIMARY KEY (brief, story)
    );
    """,
    """
    CREATE TABLE standing (step INTEGER PRIMARY KEY, state TEXT NOT NULL, due TEXT NOT NULL, agreed INTEGER NOT NULL);
    CREATE INDEX standing_state ON standing (state, due);
    """,
    # Without a standing an entry is noted anew, with its names.
    """
    CREATE TABLE named (
        name TEXT NOT NULL, step INTEGER NOT NULL, alone INTEGER NOT NULL, PRIMARY KEY (name, step)
    ) WITHOUT ROWID;
    CREATE INDEX named_step ON named (step);
    CREATE INDEX tellings_claim ON tellings (json_extract(row, '$.claim'));
    DELETE FROM standing;
    """,
)


class Database:
    """One open file; a change is committed by itself, at once, unless it is made `together` with others.

    Threads may share it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = connect(path)
        self._lock = threading.RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._connection.close()

    def do(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows that the statement gives."""
        with self._lock:
            try:
                return self._connection.execute(statement, values).fetchall()
            except (sqlite3.DatabaseError, OSError):
                with said(self.path):
                    raise

    @contextmanager
    def together(self) -> Iterator[None]:
        """All changes of the block, or none; other threads wait until it ends. A block inside another is part of it."""
        with self._lock:
            within = self._connection.in_transaction
            if within:
                yield
                return
            self.do("BEGIN IMMEDIATE")
            try:
                yield
                self.do("COMMIT")
            except BaseException:
                # A full disk has ended it already.
                if self._connection.in_transaction:
                    self.do("ROLLBACK")
                raise


def store_path(configured: str | None = None) -> Path:
    """The file to use: what the environment names, else what the configuration does, else the user's own."""
    if named := os.environ.get(VARIABLE) or configured:
        return Path(named).expanduser()
    import platformdirs

    return platformdirs.user_data_path("briefer") / FILE_NAME


def connect(path: Path) -> sqlite3.Connection:
    """A connection to the file in its current version, made where there is none; statements commit by themselves.

    It may be used by several threads, one at a time.
    """
    with said(path):
        _make(path)
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            _bring_up_to_date(connection, path)
            connection.execute("PRAGMA synchronous = NORMAL")
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def said(path: Path) -> Iterator[None]:
    """Turns what SQLite and the system say into an error with a remedy."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise BrieferError(f"the store {path} cannot be used: {error}", hint=_remedy(error, path)) from error
    except OSError as error:
        raise ConfigError(
            f"the store {path} cannot be used: {error.strerror or error}", hint=f"name another file with {VARIABLE}"
        ) from error


def _remedy(error: sqlite3.DatabaseError, path: Path) -> str:
    """What to do about it; the lowest byte of an SQLite error says what kind it is."""
    kind = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if kind == sqlite3.SQLITE_FULL:
        return "make room on the disk and run it again: all that was there before is there"
    if kind in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return f"you must be able to write to it and to its folder; {VARIABLE} names another file"
    if kind == sqlite3.SQLITE_BUSY:
        return "another briefer is writing to it: run it again when that one has ended"
    if kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        copies = sorted(copy.name for copy in path.parent.glob(f"{path.name}.v*.bak"))
        older = f"; beside it lies an older copy: {copies[-1]}" if copies else ""
        return f"it is damaged or no store of briefer: move it away, and a new one is made{older}"
    return f"is the disk full, or the file another user's? {VARIABLE} names another one"


def _make(path: Path) -> None:
    """Sees to it that the file is there and that nobody else may read it; SQLite's side files follow its mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        # Never where it is there: closing it would end the locks of this process's other connections (POSIX).
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    if os.name == "posix" and path.stat().st_mode & 0o077:
        # A file of somebody else cannot be changed; that it can be opened is their decision.
        with contextlib.suppress(PermissionError):
            path.chmod(0o600)


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    version = _version(connection, path)
    if version == len(MIGRATIONS):
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have done it while this one waited.
        version = _version(connection, path)
        if 0 < version < len(MIGRATIONS):
            _back_up(path, version)
        for migration in MIGRATIONS[version:]:
            for statement in filter(str.strip, migration.split(";")):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        # A full disk has ended it already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """The version of the file's tables, 0 for an empty file; an error where it is not ours or newer than we are."""
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION:
        if application or version or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise ConfigError(
                f"{path} is a database of another program", hint=f"name another file with {VARIABLE} or [store] path"
            )
        return 0
    if version > len(MIGRATIONS):
        raise ConfigError(
            f"the store {path} was written by a newer briefer (version {version}, this one knows {len(MIGRATIONS)})",
            hint=f"update this briefer, or name another file with {VARIABLE}",
        )
    return version


def _back_up(path: Path, version: int) -> None:
    """Copies the file as it is before it is changed, beside it, as `NAME.v1.bak`."""
    copy = path.with_name(f"{path.name}.v{version}.bak")
    waiting = copy.with_suffix(".part")
    waiting.unlink(missing_ok=True)
    try:
        os.close(os.open(waiting, os.O_RDWR | os.O_CREAT, 0o600))
        with (
            contextlib.closing(sqlite3.connect(path, timeout=PATIENCE)) as source,
            contextlib.closing(sqlite3.connect(waiting)) as target,
        ):
            source.backup(target)
        waiting.replace(copy)
    finally:
        waiting.unlink(missing_ok=True)
