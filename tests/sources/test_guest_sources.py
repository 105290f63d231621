"""A package of somebody else adds a source, as docs/sources.md says: installed beside briefer, found by its entry point."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from website import Website, page

DOCS = Path(__file__).parents[2] / "docs" / "sources.md"
AT_HAND, WAITING = re.findall(r"^```python\n(.*?)^```", DOCS.read_text(encoding="utf-8"), re.M | re.S)
(ENTRY,) = re.findall(r"^```toml\n(.*?)^```", DOCS.read_text(encoding="utf-8"), re.M | re.S)
TEXT = "The weir at Vardo stayed shut on Monday, and the ferry to Aune waited below it for the whole morning. " * 2


def installed(folder: Path, code: str) -> None:
    """The package as pip leaves it: its module, and what it offers."""
    name = re.search(r'"(\w+):', ENTRY)
    assert name is not None
    (folder / f"{name[1]}.py").write_text(code, encoding="utf-8")
    about = folder / f"{name[1]}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name[1]}\nVersion: 1.0\n", encoding="utf-8")
    points = re.sub(r"\[project\.entry-points\.\"(.*)\"\]", r"[\1]", ENTRY).replace('"', "")
    (about / "entry_points.txt").write_text(points, encoding="utf-8")


def read(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder), "BRIEFER_STORE": str(folder / "store.db"), "no_proxy": "*"}
    command = [sys.executable, "-m", "briefer", "read", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=folder)


def test_a_source_with_its_documents_at_hand(tmp_path: Path) -> None:
    installed(tmp_path, AT_HAND.replace("The weir at Vardo ...", TEXT))
    result = read(tmp_path, "harbour://north")
    assert "input      harbour://north" in result.stdout, result.stderr
    assert "The weir at Vardo stayed shut" in result.stdout
    assert "failed harbour://north/2: there is no such log" in result.stderr
    assert result.returncode == 5


def test_a_source_that_waits_for_servers(tmp_path: Path, site: Website) -> None:
    site.put("/log", page("The log", TEXT))
    installed(tmp_path, WAITING.replace("https://harbour.example/log", f"http://127.0.0.1:{site.port}/log"))
    result = read(tmp_path, "harbour://north", "--allow-private")
    assert "input      harbour://north" in result.stdout, result.stderr
    assert "title      The log" in result.stdout
    assert result.returncode == 0


def test_without_the_package_such_an_address_is_failed(tmp_path: Path) -> None:
    result = read(tmp_path, "harbour://north")
    assert result.returncode == 1
    assert "is no address of a page" in result.stderr
