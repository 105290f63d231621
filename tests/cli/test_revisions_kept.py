"""What the desk does to a brief that was recorded reaches the archive and the ledger of steps."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from briefer.store import open_store
from briefer.store.history import History

Run = Callable[..., Result]
TEXT = """Harbour master Signe Halgren said on Thursday that the pier of Velm was rotten to the last plank.

“Nobody will set foot on it,” Halgren told reporters. The council will vote on the repair on 28 November 2026.

The engineer Teodor Corvo said the money was there. Boats lay idle along the quay all day.
"""


@pytest.fixture
def recorded(run: Run, tmp_path: Path) -> dict[str, str]:
    """A brief on record and in `brief.json`; its claims' ids by their words."""
    (tmp_path / "pier.txt").write_text(TEXT, encoding="utf-8")
    result = run("brief", "pier.txt", "--record", "--published", "2026-11-20", "-o", "brief.json")
    assert result.exit_code == 0, result.stderr
    made = json.loads(Path("brief.json").read_text(encoding="utf-8"))
    (story,) = made["stories"]
    return {claim["text"]: claim["id"] for claim in (*story["positions"], *story["next_steps"])}


def test_what_is_taken_out_is_found_no_longer(run: Run, recorded: dict[str, str]) -> None:
    assert "rotten" in run("who", "Halgren").stdout
    assert "vote on the repair" in run("steps", "--today", "2026-11-21").stdout
    hidden = [name for words, name in recorded.items() if "rotten" in words or "vote on" in words]
    assert len(hidden) == 2
    result = run("edit", "brief.json", "hide", *hidden)
    assert result.exit_code == 0, result.stderr
    assert "rotten" not in run("who", "Halgren").stdout
    assert "foot on it" in run("who", "Halgren").stdout
    assert "vote on the repair" not in run("steps", "--today", "2026-11-21").stdout
    assert run("edit", "brief.json", "undo").exit_code == 0
    assert "rotten" in run("who", "Halgren").stdout
    assert "vote on the repair" in run("steps", "--today", "2026-11-21").stdout


def test_a_brief_that_was_never_recorded_stays_so(run: Run, recorded: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text(TEXT.replace("Velm", "Imre").replace("Halgren", "Marrok"), encoding="utf-8")
    assert run("brief", "other.txt", "-o", "other.json").exit_code == 0
    assert run("edit", "other.json", "line", "We look into it.").exit_code == 0
    assert run("approve", "other.json", "--by", "Ann").exit_code == 0
    with open_store() as store:
        assert len(History(store).recorded()) == 1
