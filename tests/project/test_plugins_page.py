"""docs/plugins.md: its package is built, installed beside briefer as pip does it, and used."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from briefer.plugins import Group

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/plugins.md").read_text("utf-8")
FILES = dict(re.findall(r"^`([\w./]+)`:\n\n```\w+\n(.*?)^```", PAGE, re.M | re.S))
ARTICLE = (
    "The weir at Vardo stayed shut on Monday, the harbour office said. “Nobody may pass before Thursday,” its master, "
    "Ines Marr, told the Harbour Log. The ferry to Aune waited below it for the whole morning.\n"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the package is installed into."""
    package, site = tmp_path_factory.mktemp("package"), tmp_path_factory.mktemp("site")
    for name, text in FILES.items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text, encoding="utf-8")
    options = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--target", str(site)]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(package)], check=True, capture_output=True)
    (site / "test_harbour.py").write_text(FILES["test_harbour.py"], encoding="utf-8")
    return site


def run(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(site),
        "BRIEFER_STORE": str(folder / "store.db"),
        "HOME": str(folder),
    }
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_engine_the_format_and_the_delivery(site: Path, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(ARTICLE, "utf-8")
    outputs = ["-o", "brief.headlines", "-o", "brief.json"]
    result = run(site, tmp_path, "briefer", "brief", "article.txt", "--engine", "first-sentence", *outputs)
    assert result.returncode == 0, result.stderr
    assert "reading with the engine “first-sentence”" in result.stderr
    assert "Vardo" in (tmp_path / "brief.headlines").read_text("utf-8")
    (tmp_path / "spool").mkdir()
    (tmp_path / "briefer.toml").write_text(
        '[mail]\nfrom = "desk@example.org"\ntransport = "spool"\n[mail.options]\nfolder = "spool"\n', "utf-8"
    )
    result = run(site, tmp_path, "briefer", "send", "brief.json", "--to", "ann@example.org")
    assert result.returncode == 0, result.stderr
    assert [path.name for path in (tmp_path / "spool").iterdir()] == ["ann@example.org.eml"]


def test_the_template(site: Path, tmp_path: Path) -> None:
    result = run(site, tmp_path, "briefer", "templates", "check", "tide")
    assert result.returncode == 0, result.stdout + result.stderr
    bundle = str(ROOT / "templates/samples/complete.json")
    result = run(site, tmp_path, "briefer", "render", bundle, "--template", "tide", "--format", "markdown")
    assert result.stdout.startswith("- "), result.stderr


def test_its_tests_pass(site: Path, tmp_path: Path) -> None:
    result = run(site, tmp_path, "pytest", "-q", "-p", "no:cacheprovider", str(site / "test_harbour.py"))
    assert result.returncode == 0, result.stdout
    assert "3 passed" in result.stdout


def test_every_group_is_on_the_page() -> None:
    assert set(re.findall(r"^\| `(briefer\.\w+)` \|", PAGE, re.M)) == set(get_args(Group))
