"""The store: what it keeps, who may read it, and which files it takes."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefer.errors import BrieferError, ConfigError
from briefer.model import Article, Check, EngineInfo, Event, Findings, Problem, Span, Statement
from briefer.store import VARIABLE, Failure, Store, database, open_store, store_path

NOW = datetime(2026, 5, 21, 5, 10, tzinfo=UTC)


def findings(text: str = "The weir is shut.") -> Findings:
    article = Article.of(text, title="Weir", published="2026-05-20")
    check = Check(status="verified", gates={"ids": "pass"})
    event = Event(id="e", text="Shut \u2028 weir", evidence=(Span(article.id, 0, 16),), check=check)
    return Findings(article=article.info(), engine=EngineInfo(name="server", model="m"), what=(event,))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "store.db"


def test_findings_come_back_as_they_were(path: Path) -> None:
    with Store(path) as store:
        assert store.findings("k") is None
        store.keep("k", findings(), now=NOW)
    with Store(path) as store:
        assert store.findings("k") == findings()
        assert store.findings("other") is None


def test_a_failure_is_over_when_findings_are_kept(path: Path) -> None:
    failure = Failure(problem=Problem(code="refused", text="the model declined"), retry=NOW + timedelta(days=1))
    with Store(path) as store:
        store.keep_failure("k", failure, now=NOW)
        assert store.failure("k") == failure
        store.keep("k", findings(), now=NOW)
        assert store.failure("k") is None


def test_findings_of_another_contract_are_as_good_as_none(path: Path) -> None:
    with Store(path) as store:
        store.keep("k", findings(), now=NOW)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE findings SET row = replace(row, 'briefer.findings/1', 'briefer.findings/0')")
    with Store(path) as store:
        assert store.findings("k") is None


def test_statements_come_back_with_spans_of_several_articles(path: Path) -> None:
    said = Statement(
        id="s",
        text="Both are shut.",
        evidence=(Span("a", 0, 4), Span("b", 2, 9)),
        derived={"text": (Span("b", 0, 1),)},
        check=Check(status="withheld", gates={"ids": "fail"}),
    )
    with Store(path) as store:
        store.keep_statement("k", said)
        assert store.statement("k") == said
        assert store.statement("l") is None


def test_forms_are_a_mapping_that_lasts(path: Path) -> None:
    with Store(path) as store:
        store.forms()["http://one m"] = "json_schema"
        store.forms()["http://one m"] = "tool"
        store.forms()["http://two m"] = "plain"
    with Store(path) as store:
        forms = store.forms()
        assert dict(forms) == {"http://one m": "tool", "http://two m": "plain"}
        assert forms.get("http://three m") is None
        del forms["http://two m"]
        with pytest.raises(KeyError):
            del forms["http://two m"]
        assert len(forms) == 1


def test_info_counts_and_clear_forgets(path: Path) -> None:
    with Store(path) as store:
        store.keep("k", findings(), now=NOW)
        store.keep("l", findings("The weir is open."), now=NOW + timedelta(days=1))
        store.keep_failure("m", Failure(problem=Problem(code="refused", text="the model declined"), retry=NOW), now=NOW)
        info = store.info()
        assert (info.findings, info.failures, info.statements) == (2, 1, 0)
        assert (info.first, info.last) == ("2026-05-21T05:10:00+00:00", "2026-05-22T05:10:00+00:00")
        assert store.sound()
        assert store.clear() == 2
        left = store.info()
        assert (left.findings, left.failures, left.first) == (0, 0, None)
    assert b"The weir" not in b"".join(file.read_bytes() for file in path.parent.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="Windows has no file modes; the user's folder is private there")
def test_nobody_else_may_read_it(path: Path) -> None:
    with Store(path) as store:
        store.keep("k", findings(), now=NOW)
        assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}
        assert path.parent.stat().st_mode & 0o077 == 0
    path.chmod(0o644)
    with Store(path):
        assert path.stat().st_mode & 0o777 == 0o600


def test_it_survives_a_killed_writer_and_syncs_where_it_must(path: Path) -> None:
    with Store(path) as store:
        pragmas = {name: store.do(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "busy_timeout")}
    assert pragmas == {"journal_mode": "wal", "synchronous": 1, "busy_timeout": 30_000}


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from briefer.store import Store
store = Store(Path(sys.argv[1]))
for i in range(200):
    store.forms()[f"{sys.argv[2]} {i}"] = "plain"
"""


def test_several_processes_make_and_write_it_at_once(path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name], stderr=subprocess.PIPE, text=True)
        for name in "abc"
    ]
    for writer in writers:
        _, said = writer.communicate(timeout=60)
        assert writer.returncode == 0, said
    with Store(path) as store:
        assert len(store.forms()) == 600


def test_threads_share_one_store(path: Path) -> None:
    with Store(path) as store:
        forms = store.forms()

        def write(name: str) -> None:
            for i in range(50):
                forms[f"{name} {i}"] = "plain"

        threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(forms) == 200


def test_a_newer_file_is_refused_and_left_alone(path: Path) -> None:
    Store(path).close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA user_version = 99")
    with pytest.raises(ConfigError, match="newer briefer") as caught:
        Store(path)
    assert VARIABLE in (caught.value.hint or "")
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (99,)


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(ConfigError, match="another program"):
        Store(path)


def test_a_file_that_is_no_database_is_told_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, only words " * 100, encoding="utf-8")
    with pytest.raises(BrieferError, match="cannot be used") as caught:
        Store(path)
    assert "move it away" in (caught.value.hint or "")


def test_a_place_where_no_file_can_be_is_told_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BrieferError, match="cannot be used") as caught:
        Store(tmp_path / "file" / "store.db")
    assert VARIABLE in (caught.value.hint or "")


def test_an_older_file_is_copied_and_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(path) as store:
        store.forms()["http://one m"] = "tool"
    version = len(database.MIGRATIONS)
    newer = (*database.MIGRATIONS, "CREATE TABLE more (key TEXT); INSERT INTO more VALUES ('x');")
    monkeypatch.setattr(database, "MIGRATIONS", newer)
    with Store(path) as store:
        assert store.do("SELECT key FROM more") == [("x",)]
        assert dict(store.forms()) == {"http://one m": "tool"}
    copy = path.with_name(f"store.db.v{version}.bak")
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (version,)
        assert raw.execute("SELECT form FROM forms").fetchall() == [("tool",)]


def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(path).close()
    version = len(database.MIGRATIONS)
    monkeypatch.setattr(database, "MIGRATIONS", (*database.MIGRATIONS, "CREATE TABLE more (key TEXT); nonsense;"))
    with pytest.raises(BrieferError):
        Store(path)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (version,)
        assert raw.execute("SELECT count(*) FROM sqlite_master WHERE name = 'more'").fetchone() == (0,)


def test_a_current_file_is_opened_without_a_write(path: Path) -> None:
    Store(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Store(path) as store:
            assert store.findings("k") is None
        other.execute("ROLLBACK")


def test_the_environment_comes_before_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr("platformdirs.user_data_path", lambda name: tmp_path / name)
    assert store_path() == tmp_path / "briefer" / "briefer.db"
    assert store_path(str(tmp_path / "mine.db")) == tmp_path / "mine.db"
    monkeypatch.setenv(VARIABLE, str(tmp_path / "env.db"))
    assert store_path(str(tmp_path / "mine.db")) == tmp_path / "env.db"
    open_store().close()
    assert (tmp_path / "env.db").exists()
