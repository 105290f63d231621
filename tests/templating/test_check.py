"""Every broken template is found out on its line, before anything runs; every good one passes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefer.render.checks import check, check_static

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.txt"))
GOOD = sorted((HERE / "good").glob("*.txt"))


def unpacked(case: Path, root: Path) -> str:
    """Writes the template of a case to `root/house`; what the case says of it comes back."""
    head, *parts = re.split(r"^=== (\S+)\n", case.read_text(encoding="utf-8"), flags=re.MULTILINE)
    folder = root / "house"
    folder.mkdir()
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        (folder / name).write_text(text, encoding="utf-8")
    return head.strip()


@pytest.mark.parametrize("case", BROKEN, ids=lambda path: path.stem)
def test_a_broken_template_is_found_out_on_its_line(case: Path, tmp_path: Path) -> None:
    place, _, words = unpacked(case, tmp_path).partition(" ")
    faults = check("house", search=[tmp_path])
    assert place in {f"{fault.file.name}:{fault.line}" for fault in faults}, "\n".join(map(str, faults))
    said = "\n".join(f"{f.message} {f.hint}" for f in faults if f"{f.file.name}:{f.line}" == place)
    assert any(part in said for part in words.split("|")), said
    # One mistake is told once: nothing that follows from it is blamed on another line.
    assert {f"{fault.file.name}:{fault.line}" for fault in faults} == {place}, "\n".join(map(str, faults))


@pytest.mark.parametrize("case", GOOD, ids=lambda path: path.stem)
def test_a_good_template_passes(case: Path, tmp_path: Path) -> None:
    unpacked(case, tmp_path)
    assert not list(map(str, check("house", search=[tmp_path])))


def test_there_are_enough_of_both() -> None:
    assert len(BROKEN) >= 30
    assert len(GOOD) >= 15


@pytest.mark.parametrize("name", ["daily", "ministerial"])
def test_what_comes_with_briefer_passes(name: str) -> None:
    assert not list(map(str, check_static(f"builtin:{name}")))
