"""What the README shows is what happens: its commands and its Python are run, and their output compared.

`pytest --update tests/project/test_readme.py` writes what happens into the README; the difference is the review.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from calendar import month_name
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", flags=re.M | re.S)
#: When everything happens that the README shows.
LAST = date(2026, 11, 21)
_MOMENT = r"\b(\d{1,2} [A-Z][a-z]+ \d{4}), \d\d:\d\d\b"
PYTHON = re.compile(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", flags=re.M | re.S)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the examples in it, where the commands of the README run."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "examples", folder / "examples")
    return folder


def run(command: str | list[str], folder: Path) -> str:
    """All that the command says, to both ends; it must end well."""
    keys = ("BRIEFER", "OPENAI", "AZURE", "MISTRAL", "OPENROUTER")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(keys)}
    environment["PATH"] = str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]
    environment |= {"HOME": str(folder), "COLUMNS": "120", "PYTHONUTF8": "1"}
    result = subprocess.run(
        command,
        shell=isinstance(command, str),
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stdout
    return _timeless(result.stdout)


def _timeless(text: str) -> str:
    """What changes from run to run, in one form: days and times, of which the last is now, and a brief's id."""
    days = [_day(day) for day in re.findall(_MOMENT, text)]

    def moved(match: re.Match[str]) -> str:
        day = LAST - (max(days) - _day(match[1]))
        return f"{day.day} {month_name[day.month]} {day.year}, 06:00"

    text = re.sub(_MOMENT, moved, text)
    text = re.sub(r"(?<=morning-)\d{4}-\d\d-\d\d", LAST.isoformat(), text)
    text = re.sub(r"\b\d+ minutes? ago", "0 minutes ago", text)
    return re.sub(r"(?<=\bbrief )[0-9a-f]{16}\b", "71e9146f1033e407", text)


def _day(text: str) -> date:
    day, month, year = text.split()
    return date(int(year), list(month_name).index(month), int(day))


def played(block: str, folder: Path) -> str:
    """The block with what its commands print now."""
    commands = re.findall(r"^\$ (.*)\n", block, flags=re.M)
    return "".join(f"$ {command}\n{run(command, folder)}" for command in commands)


def test_the_tour(desk: Path, update: bool) -> None:
    text = README.read_text(encoding="utf-8")
    assert len(CONSOLE.findall(text)) >= 5
    now = CONSOLE.sub(lambda block: played(block[0], desk), text)
    if update:
        README.write_text(now, encoding="utf-8", newline="\n")
    assert README.read_text(encoding="utf-8") == now


def test_the_library(desk: Path, update: bool) -> None:
    text = README.read_text(encoding="utf-8")
    code, shown = PYTHON.findall(text)[0]
    assert len([line for line in code.splitlines() if line.strip()]) <= 10
    printed = run([sys.executable, "-c", code], desk)
    if update:
        README.write_text(
            text.replace(f"```text\n{shown}```", f"```text\n{printed}```"), encoding="utf-8", newline="\n"
        )
        shown = printed
    assert shown == printed


def test_every_file_that_is_linked_exists() -> None:
    links = re.findall(r"\]\((?!<?https?:|#|mailto:)([^)#]+)", README.read_text(encoding="utf-8"))
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]
