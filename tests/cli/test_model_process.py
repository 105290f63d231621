"""A run with a model as a process of its own: what it imports, and how it is interrupted."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

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
    if "fake_server" not in sys.modules:
        path = Path(__file__).parents[1] / "llm" / "fake_server.py"
        spec = importlib.util.spec_from_file_location("fake_server", path)
        assert spec is not None
        assert spec.loader is not None
        sys.modules["fake_server"] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    with sys.modules["fake_server"].FakeServer() as running:
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
    assert not modules & {"spacy", "numpy", "openai", "httpx", "trafilatura", "rich"}


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGINT to send")
def test_ctrl_c_ends_with_130_and_says_how_to_go_on(server: Any, rows: Path) -> None:
    server.latency = lambda: 0.2
    process = started(server, rows, "--concurrency", "2")
    until(server, 6, process)
    process.send_signal(signal.SIGINT)
    status, _, said, _ = ended(process)
    assert status == 130, said
    assert said[-2] == "briefer: interrupted"
    assert said[-1].endswith("the same command again goes on from there")
    before = len(server.requests)
    assert before < ROWS
    status, made, _, _ = ended(started(server, rows, "--concurrency", "2"))
    assert (status, len(made)) == (0, ROWS)
    assert len(server.requests) - ROWS <= 2
