"""`briefer serve` as a command: its address, its end, and what it does not load."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest
from recorded import record
from typer.testing import CliRunner

from briefer.cli import app

#: The process asks itself for every page, and says what was loaded.
ASKED = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from starlette.testclient import TestClient
from briefer.store import open_store
from briefer.store.history import History
from briefer.store.ledger import Ledger
from briefer.store.runs import Runs
from briefer.web.archive import Archive, application
from briefer.web.entrance import Entrance
entrance = Entrance()
with open_store(sys.argv[1]) as store:
    archive = Archive(
        history=History(store), ledger=Ledger(store), runs=Runs(store), now=lambda: datetime(2026, 5, 22, tzinfo=UTC)
    )
    browser = TestClient(application(archive, entrance), base_url="http://127.0.0.1:1")
    browser.get(f"/?key={entrance.key}")
    for path in sys.argv[2:]:
        assert browser.get(path).status_code == 200, path
print(json.dumps(sorted(sys.modules)))
"""


def test_no_page_needs_a_parser_or_a_model(tmp_path: Path) -> None:
    record(tmp_path / "store.db")
    pages = ["/", "/briefs/morning-2026-05-21", "/stories/morning-2026-05-21/water", "/people?q=Corvo", "/steps"]
    done = subprocess.run(
        [sys.executable, "-c", ASKED, str(tmp_path / "store.db"), *pages, "/search?q=water"],
        capture_output=True, text=True, check=True, cwd=tmp_path, timeout=60,
    )  # fmt: skip
    assert not {"spacy", "openai", "trafilatura", "numpy"} & set(json.loads(done.stdout))


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")
def test_it_says_where_it_is_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "briefer", "serve", "--port", "0"]
    environment = {**os.environ, "BRIEFER_STORE": str(tmp_path / "store.db")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=environment) as running:
        assert running.stderr is not None
        found = re.fullmatch(
            r"the archive is at http://127\.0\.0\.1:(\d+)(/\?key=\S{32}) \(for you alone; Ctrl-C ends it\)\n",
            running.stderr.readline(),
        )
        assert found
        for path, status in (("/", 403), (found[2], 200)):
            connection = HTTPConnection("127.0.0.1", int(found[1]), timeout=20)
            connection.request("GET", path)
            assert connection.getresponse().status == status
            connection.close()
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 0
        assert running.stderr.read() == ""


def test_a_taken_port_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFER_STORE", str(tmp_path / "store.db"))
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        found = CliRunner().invoke(app, ["serve", "--port", str(port)])
    assert found.exit_code == 1
    assert f"port {port} cannot be listened on" in found.stderr


def start_page(folder: Path, tables: str, **environment: str) -> str:
    """The first page that `briefer serve` shows with this configuration."""
    (folder / "briefer.toml").write_text(tables, "utf-8")
    command = [sys.executable, "-m", "briefer", "serve", "--port", "0"]
    environment = {**os.environ, "BRIEFER_STORE": str(folder / "store.db"), **environment}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=folder, env=environment) as running:
        assert running.stderr is not None
        found = re.search(r"127\.0\.0\.1:(\d+)(/\?key=\S+)", running.stderr.readline())
        assert found
        connection = HTTPConnection("127.0.0.1", int(found[1]), timeout=20)
        connection.request("GET", found[2])
        answer = connection.getresponse()
        cookie = str(answer.headers["set-cookie"]).partition(";")[0]
        answer.read()
        connection.request("GET", "/", headers={"Cookie": cookie})
        page = connection.getresponse().read().decode()
        connection.close()
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=20)
    return page


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")
@pytest.mark.parametrize(
    ("tables", "heading"),
    [
        ('[brief.morning]\nlanguage = "fr"\n[brief.evening]\nlanguage = "fr"\n', "Archives"),
        ('[brief.morning]\nlanguage = "fr"\n[brief.evening]\nlanguage = "en"\n', "Archive"),
        ("", "Archive"),
    ],
)
def test_it_speaks_the_language_that_the_briefs_share(tmp_path: Path, tables: str, heading: str) -> None:
    assert f"<h1>{heading}</h1>" in start_page(tmp_path, tables)


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")
@pytest.mark.parametrize(
    ("tables", "time"),
    [
        ('[brief.morning]\ntimezone = "Europe/Oslo"\n[brief.evening]\ntimezone = "Europe/Oslo"\n', "07:00"),
        ('[brief.morning]\ntimezone = "Europe/Oslo"\n[brief.evening]\ntimezone = "UTC"\n', "14:00"),
        ("", "14:00"),
    ],
)
def test_it_shows_the_time_of_the_zone_that_the_briefs_share(tmp_path: Path, tables: str, time: str) -> None:
    record(tmp_path / "store.db")
    assert f"21 May 2026, {time}" in start_page(tmp_path, tables, TZ="Asia/Tokyo")
