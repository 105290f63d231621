"""The wheel that people get: built, installed into a clean environment, run from an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = """Ferry strike ends in Orsund

ORSUND — The ferry crews of Orsund will return to work on Friday, the harbour union said on Tuesday.

“We got the nights that we asked for,” said the union's chair, Malin Skov.
"""


class Installed(NamedTuple):
    """A clean environment with nothing of the checkout in it."""

    scripts: Path
    empty: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A command of that environment, run from the empty folder, without what this run was started with."""
        keep = ("PATH", "SYSTEMROOT", "TEMP", "TMP")
        environment = {name: os.environ[name] for name in keep if name in os.environ}
        environment |= {"HOME": str(self.empty), "OPENAI_API_KEY": "lies here and is not used", "PYTHONUTF8": "1"}
        return subprocess.run(
            [str(self.scripts / command[0]), *command[1:]],
            cwd=self.empty,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    home = tmp_path_factory.mktemp("clean")
    venv.create(home / "venv", symlinks=os.name != "nt")
    paths = sysconfig.get_paths("venv", {"base": str(home / "venv"), "platbase": str(home / "venv")})
    python = Path(paths["scripts"]) / ("python.exe" if os.name == "nt" else "python")
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    # Its dependencies are those of the running environment, without a download; that folder's own .pth files,
    # and with them the checkout, stay out because only a site folder's .pth files are read.
    dependencies = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    Path(paths["purelib"], "dependencies.pth").write_text("\n".join(sorted(dependencies)), encoding="utf-8")
    (home / "empty").mkdir()
    return Installed(Path(paths["scripts"]), home / "empty")


def test_wheel_holds_the_package_the_templates_and_the_licences(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    of_package = {
        p.relative_to(ROOT).as_posix() for p in (ROOT / "briefer").rglob("*") if p.suffix in {".py", ".typed"}
    }
    of_templates = {f"briefer/{p.relative_to(ROOT).as_posix()}" for p in (ROOT / "templates").rglob("*") if p.is_file()}
    assert of_package <= names
    assert "briefer/py.typed" in names
    assert of_templates
    assert of_templates <= names
    info = next(name.partition("/")[0] for name in names if ".dist-info/" in name)
    assert {f"{info}/licenses/LICENSE", f"{info}/licenses/NOTICE", f"{info}/entry_points.txt"} <= names
    assert not {n for n in names if n.startswith(("tests/", "examples/", "benchmarks/", "docs/"))}


def test_the_clean_environment_runs_the_wheel_and_not_the_checkout(installed: Installed) -> None:
    found = installed.run("python", "-c", "import briefer; print(briefer.__file__)").stdout.strip()
    assert Path(found).is_relative_to(installed.scripts.parent)


def test_a_brief_from_an_empty_folder(installed: Installed) -> None:
    (installed.empty / "article.txt").write_text(ARTICLE, encoding="utf-8")
    options = ["--outlet", "Orsund Ledger", "--published", "2026-11-17"]
    outputs = ["-o", "brief.html", "-o", "brief.md", "-o", "brief.json"]
    result = installed.run("briefer", "brief", "article.txt", *options, *outputs)
    assert result.returncode == 0, result.stderr
    assert "Malin Skov" in (installed.empty / "brief.md").read_text(encoding="utf-8")
    assert "<html" in (installed.empty / "brief.html").read_text(encoding="utf-8")
    brief = json.loads((installed.empty / "brief.json").read_text(encoding="utf-8"))
    assert brief["schema"] == "briefer.brief/1"
    again = installed.run("briefer", "render", "brief.json", "--format", "markdown")
    assert again.stdout == (installed.empty / "brief.md").read_text(encoding="utf-8")
    assert installed.run("briefer", "verify", "brief.json").returncode == 0
