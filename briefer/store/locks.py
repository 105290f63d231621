"""Locks that end with their process on every system: each is one of SQLite's, on a file of its own."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefer.errors import BrieferError
from briefer.store.database import said


class Busy(BrieferError):
    """Another run holds the lock; exit status 75, as `EX_TEMPFAIL`."""

    status = 75


@contextmanager
def lock_file(lock: Path) -> Iterator[sqlite3.Connection]:
    """The file of a lock, made where there is none; the lock that is taken on it ends with the block."""
    with said(lock):
        if not lock.exists():
            os.close(os.open(lock, os.O_RDWR | os.O_CREAT, 0o600))
        held = sqlite3.connect(lock, timeout=0, isolation_level=None, check_same_thread=False)
    with contextlib.closing(held):
        yield held


def taken(held: sqlite3.Connection, lock: Path) -> bool:
    """Takes the lock; False where another process has it."""
    with said(lock):
        try:
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                return False
            raise
    return True
