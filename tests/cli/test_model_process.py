"""A run with a model as a process of its own: what it imports, and how it is interrupted."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import fake_server
import pytest

from briefer.store import Store

RUN = """
import json, sys
from briefer.__main__ import main
try:
    main()
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""
ROWS = 24


@pytest.fixture
def server() -> Iterator[Any]:
    with fake_server.FakeServer() as running:
        running.reply = lambda request: {
            "headline": None,
            "who": [],
            "what": [],
            "positions": [],
            "next_steps": [],
            "sections": [],
        }
        yield running


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    texts = [
        f"The council of Tarn met for the {i}th time on Tuesday. It decided nothing at all, and nobody in the hall was "
        "surprised. The mayor of Tarn went home early, and the doors of the old town hall were shut before noon."
        for i in range(ROWS)
    ]
    path.write_text("".join(json.dumps({"text": text, "language": "en"}) + "\n" for text in texts), encoding="utf-8")
    return path


def started(server: Any, rows: Path, *more: str) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI", "COV", "PYTEST"))}
    command = [
        sys.executable,
        "-c",
        RUN,
        "extract",
        rows.name,
        "--model",
        "test-model",
        "--base-url",
        server.url,
        *more,
    ]
    return subprocess.Popen(
        command,
        cwd=rows.parent,
        env={**kept, "BRIEFER_STORE": str(rows.with_name("store.db"))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, list[dict[str, Any]], list[str], set[str]]:
    """Its status, its rows, what it said, and what it imported."""
    out, said = process.communicate(timeout=120)
    *lines, modules = said.splitlines()
    return process.returncode, [json.loads(row) for row in out.splitlines()], lines, set(json.loads(modules))


def until(server: Any, number: int, process: subprocess.Popen[str]) -> None:
    """Waits for so many requests."""
    while len(server.requests) < number:
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.01)


def test_what_is_kept_needs_neither_the_parser_nor_the_client(server: Any, rows: Path) -> None:
    status, first, said, modules = ended(started(server, rows))
    assert (status, len(first)) == (0, ROWS), said
    assert {"spacy", "openai"} <= modules
    asked = len(server.requests)
    status, again, _, modules = ended(started(server, rows))
    assert (status, again) == (0, first)
    assert len(server.requests) == asked
    assert not modules & {"spacy", "numpy", "openai", "httpx2", "genai_prices", "trafilatura", "rich"}


#: Python runs it in every process of a run; what goes to a file on this machine is no address.
WATCH = """
import os, sys
def watch(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        seen = arguments[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg") and isinstance(arguments[1], tuple):
        seen = arguments[1]
    else:
        return
    with open(os.environ["WATCHED"], "a", encoding="utf-8") as file:
        file.write(f"{event} {seen}\\n")
sys.addaudithook(watch)
"""


@pytest.mark.parametrize(("command", "named"), [("brief", False), ("extract", False), ("extract", True)])
def test_no_process_reaches_for_an_address_before_a_model_is_named(
    server: Any, rows: Path, command: str, named: bool
) -> None:
    """Every connection and look-up is seen, by whatever library; a run that names the server proves it."""
    rows.with_name("sitecustomize.py").write_text(WATCH, encoding="utf-8")
    keys = ("OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "MISTRAL_API_KEY", "OPENROUTER_API_KEY", "ANTHROPIC_API_KEY")
    watched = rows.with_name("watched")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))},
        **dict.fromkeys(keys, "sk-invented"),
        "OPENAI_BASE_URL": server.url,
        "BRIEFER_STORE": str(rows.with_name("store.db")),
        "PYTHONPATH": str(rows.parent),
        "WATCHED": str(watched),
    }
    address = ["--model", "test-model", "--base-url", server.url] if named else []
    done = subprocess.run(
        [sys.executable, "-m", "briefer", command, rows.name, "--workers", "2", *address],
        cwd=rows.parent,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    reached = watched.read_text(encoding="utf-8").splitlines() if watched.exists() else []
    assert bool(reached) is named, reached
    assert bool(server.requests) is named
    assert all("127.0.0.1" in line for line in reached)
    assert "sk-invented" not in done.stdout + done.stderr


#: Calls that are answered before the server goes silent, and calls at once.
ANSWERED, AT_ONCE = 7, 3


def broken_off(server: Any, rows: Path, stop: Callable[[subprocess.Popen[str]], None]) -> subprocess.Popen[str]:
    """A run stopped while exactly `AT_ONCE` calls are in flight and all that was answered is kept."""
    good = server.reply
    hangs = fake_server.hangs
    server.reply = lambda request: good(request) if len(server.requests) <= ANSWERED else hangs()
    process = started(server, rows, "--concurrency", str(AT_ONCE))
    until(server, ANSWERED + AT_ONCE, process)
    end = time.monotonic() + 60
    while kept(rows.with_name("store.db")) < ANSWERED:
        assert time.monotonic() < end, "what was answered is not kept"
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.01)
    stop(process)
    server.reply = good
    return process


def kept(store: Path) -> int:
    """How many articles' findings another process sees in the store."""
    try:
        with closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)) as connection:
            number: int = connection.execute("SELECT count(*) FROM findings").fetchone()[0]
    except sqlite3.OperationalError:
        return 0
    return number


def goes_on(server: Any, rows: Path) -> None:
    """The same command again asks for what was in flight and for what was never asked, and for nothing else."""
    before = [request.user for request in server.requests]
    assert len(before) == ANSWERED + AT_ONCE
    with Store(rows.with_name("store.db")) as store:
        assert store.sound()
        assert store.info().findings == ANSWERED
    status, made, said, _ = ended(started(server, rows))
    assert (status, len(made)) == (0, ROWS), said
    again = [request.user for request in server.requests[len(before) :]]
    assert set(again) & set(before) == set(before[ANSWERED:])
    assert len(again) == ROWS - ANSWERED


def test_kill_9_repeats_exactly_the_calls_in_flight(server: Any, rows: Path) -> None:
    process = broken_off(server, rows, lambda process: process.kill())
    process.communicate(timeout=60)
    assert process.returncode != 0
    goes_on(server, rows)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGINT to send")
def test_ctrl_c_ends_with_130_and_says_how_to_go_on(server: Any, rows: Path) -> None:
    process = broken_off(server, rows, lambda process: process.send_signal(signal.SIGINT))
    status, _, said, _ = ended(process)
    assert status == 130, said
    assert said[-2] == "briefer: interrupted"
    assert said[-1].endswith("the same command again goes on from there")
    goes_on(server, rows)
