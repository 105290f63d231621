"""docs/offline.md on a machine without a network: from a wheelhouse to a PDF, by the page's own commands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.system
ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/offline.md").read_text("utf-8")
GATHER, INSTALL, RUN = re.findall(r"^```sh\n(.*?)^```", PAGE, re.M | re.S)
(CONFIG,) = re.findall(r"^```toml\n(.*?)^```", PAGE, re.M | re.S)
ARTICLE = (
    "SANKT ARVEL, May 20 (Northern Wire) — Norrmark and Vellany failed to agree on summer water releases from the Vardo "
    "weir on Wednesday, the basin council said. Both governments will meet again next Tuesday.\n\n"
    "“You cannot share a river that you measure twice,” Norrmark’s water commissioner Signe Halgren told Channel Nine.\n"
)
#: As who may: with a user namespace of one's own, else as root.
WAYS = (["unshare", "--map-root-user", "--net"], ["sudo", "--non-interactive", "unshare", "--net"])


@pytest.fixture(scope="module")
def alone() -> list[str]:
    """What runs a command where there is no network."""
    for way in WAYS:
        if shutil.which(way[0]) and subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0:
            return way
    pytest.skip("no network namespace can be made here")


def played(commands: str, folder: Path, before: list[str] | None = None) -> str:
    """All that the commands say; each must end well."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BRIEFER", "OPENAI"))}
    if before:
        # Without what the user of this machine has at home, a cache of packages among it.
        environment |= {"HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
    commands = re.sub(r"^python ", f"{sys.executable} ", commands, flags=re.M)
    result = subprocess.run(
        [*(before or []), "sh", "-e", "-c", commands],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stdout[-4000:]
    return result.stdout


def test_from_a_wheelhouse_to_a_pdf_without_a_network(tmp_path: Path, alone: list[str]) -> None:
    for name in ("briefer", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "requirements.lock", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, tmp_path)
    played(GATHER, tmp_path)
    desk = tmp_path / "desk"
    (desk / "articles").mkdir(parents=True)
    (desk / "articles" / "weir.txt").write_text(ARTICLE, "utf-8")
    (desk / "briefer.toml").write_text(CONFIG, "utf-8")
    (tmp_path / "wheelhouse").rename(desk / "wheelhouse")
    # Nothing answers there: not even this machine's own address.
    lonely = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"
    assert "unreachable" in played(f'python -c "{lonely}" 2>&1 || true', desk, alone)
    played(INSTALL, desk, alone)
    said = played(RUN, desk, alone)
    assert "no text leaves this machine" in said
    (pdf,) = (desk / "briefs").rglob("*.pdf")
    assert pdf.read_bytes().startswith(b"%PDF-")
    (page,) = (desk / "briefs").rglob("*.html")
    assert "Signe Halgren" in page.read_text("utf-8")
    # It is half a gigabyte, and pytest keeps what the last runs have left.
    shutil.rmtree(tmp_path)
