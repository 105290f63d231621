"""Articles to call the commands with, and a way to call them."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from briefer.cli import app

WATER = (
    "SANKT ARVEL, May 20 (Northern Wire) — Norrmark and Vellany failed to agree on summer water releases from the Vardo "
    "weir on Wednesday, the basin council said. Both governments will meet again next Tuesday.\n\n"
    "“You cannot share a river that you measure twice,” Norrmark’s water commissioner Signe Halgren told Channel Nine.\n"
)
FERRY = (
    "PORT OKE — The ferry company Marlpost will cut a third of its night crossings in June, it said on Monday. “Nobody "
    "sails at three in the morning,” its director, Ines Marr, said. The union of seafarers rejected the plan.\n"
)
FRENCH = (
    "Le ministre a déclaré mardi que les pourparlers avaient échoué et que le gouvernement allait se réunir de nouveau "
    "la semaine prochaine pour discuter de la situation dans la vallée de la rivière.\n"
)

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def own_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Processes that a test starts have a store of its own too, and not the user's."""
    monkeypatch.setenv("BRIEFER_STORE", str(tmp_path / "store" / "briefer.db"))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls `briefer` in an empty folder, without a configuration, keys or a store of the user's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_: tmp_path / "no such folder")
    for name in (
        "OPENAI_API_KEY",
        "AZURE_OPENAI_API_KEY",
        "MISTRAL_API_KEY",
        "OPENROUTER_API_KEY",
        "OPENAI_BASE_URL",
    ):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str | Path, input: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, [str(a) for a in arguments], input=input)

    return call


@pytest.fixture
def water(tmp_path: Path) -> Path:
    path = tmp_path / "water.txt"
    path.write_text(WATER, encoding="utf-8")
    return path


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.txt"
    path.write_text(FERRY, encoding="utf-8")
    return path


@pytest.fixture
def french(tmp_path: Path) -> Path:
    path = tmp_path / "french.txt"
    path.write_text(FRENCH, encoding="utf-8")
    return path


@pytest.fixture
def interrupt() -> Callable[[subprocess.Popen[bytes], float], None]:
    """Presses Ctrl-C so many seconds after the reading was announced: the run ends with 130, and no process complains."""

    def pressed(process: subprocess.Popen[bytes], after: float) -> None:
        assert process.stderr is not None
        # The line that is written before the reading begins.
        assert b"reading with" in process.stderr.readline()
        time.sleep(after)
        # A terminal tells every process of the run, those that are only starting too.
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 130, errors
        assert b"Traceback" not in errors

    return pressed
