"""What a store does when the file is old, damaged, or cannot be written: it says so, and nothing is lost."""

from __future__ import annotations

import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from briefer.errors import BrieferError
from briefer.model import Brief
from briefer.render.checks import sample
from briefer.store import VARIABLE, Approvals, History, Store, database

try:
    import resource
except ImportError:
    resource: ModuleType | None = None  # type: ignore[no-redef]

VERSION = len(database.MIGRATIONS)
posix = pytest.mark.skipif(os.name != "posix", reason="limits and owners of POSIX")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "briefer.db"


@pytest.fixture
def brief() -> Brief:
    return sample("complete")


def an_older_store(path: Path, version: int) -> None:
    """A store as a briefer of that version left it, with findings in it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
        for migration in database.MIGRATIONS[:version]:
            raw.executescript(migration)
        raw.execute(f"PRAGMA application_id = {database.APPLICATION}")
        raw.execute(f"PRAGMA user_version = {version}")
        raw.execute("INSERT INTO forms VALUES ('http://one m', 'tool')")


@pytest.mark.parametrize("version", range(1, VERSION))
def test_a_store_of_each_older_version_becomes_a_current_one(path: Path, brief: Brief, version: int) -> None:
    an_older_store(path, version)
    with Store(path) as store:
        assert dict(store.forms()) == {"http://one m": "tool"}
        History(store).record(brief)
        assert History(store).search("the")
        assert store.do("PRAGMA user_version") == [(VERSION,)]
        assert store.sound()
    with Approvals(path) as approvals:
        assert not approvals.released(brief)
    with closing(sqlite3.connect(path.with_name(f"briefer.db.v{version}.bak"))) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (version,)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT form FROM forms").fetchall() == [("tool",)]
    if os.name == "posix":
        assert stat.S_IMODE(path.with_name(f"briefer.db.v{version}.bak").stat().st_mode) == 0o600


def test_all_versions_come_to_the_same_tables(tmp_path: Path) -> None:
    found = set()
    for version in range(VERSION):
        path = tmp_path / f"{version}.db"
        if version:
            an_older_store(path, version)
        with Store(path) as store:
            found.add(tuple(sorted(store.do("SELECT name, sql FROM sqlite_master"), key=str)))
    assert len(found) == 1


# --- damage ---------------------------------------------------------------------------------------------


def _truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _overwritten(data: bytes) -> bytes:
    """Nothing but the first page is as it was."""
    return data[:4096] + b"\xa5" * (len(data) - 4096)


def _headless(data: bytes) -> bytes:
    return b"\0\1\2\3" * 25 + data[100:]


def _read_and_written(path: Path, brief: Brief) -> None:
    with Store(path) as store:
        History(store).brief(brief.id)
        History(store).record(replace(brief, id="other"))


@pytest.mark.parametrize("damage", [_truncated, _overwritten, _headless])
def test_a_damaged_store_is_told_and_left_as_it_is(path: Path, brief: Brief, damage: object) -> None:
    with Store(path) as store:
        History(store).record(brief)
        store.do("PRAGMA wal_checkpoint(TRUNCATE)")
    damaged = damage(path.read_bytes())  # type: ignore[operator]
    path.write_bytes(damaged)
    path.with_name("briefer.db.v3.bak").touch()
    with pytest.raises(BrieferError, match=r"briefer\.db cannot be used") as caught:
        _read_and_written(path, brief)
    assert "move it away" in (caught.value.hint or "")
    assert "briefer.db.v3.bak" in (caught.value.hint or "")
    # The header may have been touched by the opening; the pages are all there to be rescued.
    assert path.read_bytes()[100:] == damaged[100:]
    path.rename(path.with_name("away.db"))
    for side in ("wal", "shm"):
        path.with_name(f"briefer.db-{side}").unlink(missing_ok=True)
    with Store(path) as store:
        History(store).record(brief)


def test_an_older_store_that_is_damaged_is_not_brought_up_to_date(path: Path) -> None:
    an_older_store(path, 2)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    damaged = path.read_bytes()[:6000]
    path.write_bytes(damaged)
    with pytest.raises(BrieferError):
        Store(path)
    assert path.read_bytes() == damaged


# --- no room, no right to write -------------------------------------------------------------------------


def _recorded_often(history: History, brief: Brief) -> None:
    for number in range(30):
        history.record(replace(brief, id=f"b{number}"))


def test_on_a_full_disk_nothing_is_lost_and_all_goes_on_when_there_is_room(path: Path, brief: Brief) -> None:
    with Store(path) as store:
        history = History(store)
        history.record(brief)
        # SQLite answers as it does on a full disk.
        ((pages,),) = store.do("PRAGMA page_count")
        store.do(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(BrieferError, match="full") as caught:
            _recorded_often(history, brief)
        assert "make room" in (caught.value.hint or "")
        kept = [one.id for one in history.recorded()]
        assert brief.id in kept
        assert history.brief(brief.id) is not None
        assert store.sound()
        store.do(f"PRAGMA max_page_count = {pages * 100}")
        history.record(replace(brief, id="later"))
        assert {one.id for one in history.recorded()} == {*kept, "later"}


@posix
def test_where_the_copy_has_no_room_the_old_store_stays(path: Path) -> None:
    an_older_store(path, 2)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.read_bytes()
    path.with_name("briefer.db.v2.bak").write_bytes(b"an earlier copy")
    with _no_file_larger_than(len(before) // 2), pytest.raises(BrieferError, match="cannot be used"):
        Store(path)
    assert path.read_bytes() == before
    assert path.with_name("briefer.db.v2.bak").read_bytes() == b"an earlier copy"
    assert not list(path.parent.glob("*.part"))
    with Store(path) as store:
        assert dict(store.forms()) == {"http://one m": "tool"}


@contextmanager
def _no_file_larger_than(limit: int) -> Iterator[None]:
    """What is written past this size fails, as it does on a full disk."""
    assert resource is not None
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def closed_folder(brief: Brief) -> Iterator[Path]:
    """A store with a brief in a folder in which nobody but the super-user may write; this test is not that."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Store(folder / "briefer.db") as store:
            History(store).record(brief)
        (folder / "briefer.db").chmod(0o444)
        folder.chmod(0o555)
        # Permissions do not hold for root: somebody else looks at it.
        somebody = 65534 if os.geteuid() == 0 else os.geteuid()
        before = os.geteuid()
        os.seteuid(somebody)
        try:
            yield folder
        finally:
            os.seteuid(before)
            folder.chmod(0o755)


@posix
def test_in_a_folder_without_the_right_to_write_it_is_told(closed_folder: Path) -> None:
    data = (closed_folder / "briefer.db").read_bytes()
    for name in ("briefer.db", "new.db"):
        with pytest.raises(BrieferError, match="cannot be used") as caught, Store(closed_folder / name) as store:
            store.forms()["http://one m"] = "tool"
        assert VARIABLE in (caught.value.hint or "")
    assert (closed_folder / "briefer.db").read_bytes() == data
