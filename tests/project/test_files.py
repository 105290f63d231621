"""What no file of the project may say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Made by tools, never part of the project.
MADE = {".venv", ".git", "out", "dist", "build"}
#: Character classes keep a pattern from finding itself.
FORBIDDEN = {
    "a package registry's host": r"pypi\.org|pythonhosted\.org|npmjs\.(org|com)|debian\.org|--(extra-)?index-url[ =]",
    "a path of somebody's machine": r"(?<![\w.\])}~-])/(work|root|home|Users|farm)/\w",
    "a folder outside the project": r"\.\./[s]hared\b",
    "a tool that wrote it": r"\b([C]laude|[A]nthropic|[C]opilot|[s]ub-?agent|as an [A]I|[h]elper session)\b",
    "unfinished work": r"\b([T]ODO|[F]IXME|[X]XX)\b",
}


def project_files() -> list[Path]:
    """Every text file of the source tree."""
    found = []
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT).parts
        hidden_cache = any(
            part.endswith("_cache") or part in {"__pycache__", ".hypothesis", "node_modules"} for part in inside
        )
        if path.is_file() and inside[0] not in MADE and not hidden_cache and b"\0" not in path.read_bytes():
            found.append(path)
    return found


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    hits = [
        f"{path.relative_to(ROOT)}: {match[0]!r}"
        for path in project_files()
        if (match := pattern.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert not hits


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a package registry's host", "https://" + "pypi" + ".org/project/x"),
        ("a path of somebody's machine", "open('" + "/home" + "/me/x')"),
        ("a folder outside the project", ".." + "/shared/x"),
        ("unfinished work", "# TO" + "DO"),
    ],
)
def test_the_patterns_find_what_they_are_for(what: str, text: str) -> None:
    assert re.search(FORBIDDEN[what], text)


def test_modules_stay_small() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "briefer").rglob("*.py")
        if (lines := path.read_text(encoding="utf-8").count("\n")) > 400
    }
    assert not long


def test_one_sentence_per_line_in_markdown() -> None:
    """A paragraph's line ends where its sentence ends, so that a changed sentence is a changed line."""
    two = re.compile(r"[a-z)`][.!?] [A-Z]")
    hits = []
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"):
        prose = re.sub(r"^```.*?^```", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        hits += [f"{name}: {line}" for line in prose.splitlines() if two.search(line) and not line.startswith("|")]
    assert not hits
