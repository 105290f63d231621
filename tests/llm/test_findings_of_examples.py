"""The recorded replies of the example articles: up to date, and verified by the gates."""

from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from briefer.cli import app

ROOT = Path(__file__).resolve().parents[2]
RECORDED = ROOT / "examples" / "recorded"


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What `extract --engine replay` makes of the example articles, one row an article."""
    folder = tmp_path_factory.mktemp("replay")
    file, recordings = folder / "findings.jsonl", RECORDED / "findings.jsonl"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        patch.setattr("platformdirs.user_config_path", lambda *_: folder / "no such folder")
        patch.setenv("BRIEFER_STORE", str(folder / "store.db"))
        command = ["extract", "examples/articles", "--engine", "replay", "--recordings", str(recordings)]
        done = CliRunner().invoke(app, [*command, "-o", str(file)])
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def checks(row: dict[str, Any]) -> list[dict[str, Any]]:
    parts = ("who", "what", "positions", "next_steps")
    return [row["headline_check"], *(claim["check"] for part in parts for claim in row[part])]


def test_the_recordings_are_what_the_replies_give(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run `python examples/record.py` where this fails, and read the difference."""
    made = tmp_path / "findings.jsonl"
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", ["record.py", str(made)])
    runpy.run_path(str(ROOT / "examples" / "record.py"), run_name="__main__")
    assert made.read_bytes() == (RECORDED / "findings.jsonl").read_bytes()


def test_every_claim_in_english_is_verified(checked: list[dict[str, Any]]) -> None:
    read = [row for row in checked if row["status"] == "ok" and row["article"]["language"] == "en"]
    assert len(read) == 10
    bad = [(row["article"]["title"], c) for row in read for c in checks(row) if c["status"] != "verified"]
    assert not bad
    assert all(len(row["positions"]) >= 8 and row["next_steps"] for row in read)


def test_what_no_gate_can_read_is_flagged_and_never_withheld(checked: list[dict[str, Any]]) -> None:
    (french,) = (row for row in checked if row["article"]["language"] == "fr")
    assert {check["status"] for check in checks(french)} == {"flagged"}
    assert all("not_run" in check["gates"].values() for check in checks(french))


def test_the_recordings_name_their_model(checked: list[dict[str, Any]]) -> None:
    assert {row["engine"]["model"] for row in checked if row["status"] == "ok"} == {"example-model"}
