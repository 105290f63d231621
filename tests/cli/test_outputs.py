"""Results are written whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from briefer.cli.outputs import Target, staged, write
from briefer.errors import BrieferError

Run = Callable[..., Result]


def test_a_file_takes_its_place_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    path.write_text("old")
    with staged(path) as stream:
        stream.write(b"new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["out.md"]


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt(), OSError("elsewhere")])
def test_what_stood_there_stays_when_something_fails(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "out.md"
    path.write_text("old")

    def fail() -> None:
        with staged(path) as stream:
            stream.write(b"half")
            raise error

    with pytest.raises(type(error)):
        fail()
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="links and modes need rights there")
def test_a_link_stays_a_link_and_a_mode_its_mode(tmp_path: Path) -> None:
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    with staged(link) as stream:
        stream.write(b"new")
    assert link.is_symlink()
    assert (real.read_text(), real.stat().st_mode & 0o777) == ("new", 0o640)


@pytest.mark.skipif(not Path(os.devnull).exists(), reason="the system has no such file")
def test_a_device_is_written_to_and_not_replaced() -> None:
    with staged(Path(os.devnull)) as stream:
        stream.write(b"x")
    assert not Path(os.devnull).is_file()


def test_a_full_disk_is_told_by_the_name_of_the_file(tmp_path: Path) -> None:
    import errno

    def fail() -> None:
        with staged(tmp_path / "out.md"):
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(BrieferError, match=r"cannot write .*out\.md: No space left"):
        fail()
    assert not list(tmp_path.iterdir())


def test_of_several_files_all_are_written_or_none(tmp_path: Path) -> None:
    first, second = tmp_path / "a.md", tmp_path / "gone" / "b.md"
    first.write_text("old")
    with pytest.raises(BrieferError, match="cannot write"):
        write([(Target(first, "markdown"), "new"), (Target(second, "markdown"), "new")])
    assert first.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("format", ["json", "docx"])
def test_output_that_goes_nowhere_is_told_in_a_sentence(format: str) -> None:
    bundle = Path(__file__).parents[2] / "templates/samples/complete.json"
    command = [sys.executable, "-m", "briefer", "render", str(bundle), "--format", format]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("briefer: cannot write to standard output: No space left on device\n")
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_lines_end_as_they_were_rendered(tmp_path: Path) -> None:
    write([(Target(tmp_path / "a.md", "markdown"), "one\ntwo\r\n“three”")])
    assert (tmp_path / "a.md").read_bytes() == "one\ntwo\r\n“three”".encode()


def test_a_run_that_fails_keeps_the_brief_of_yesterday(run: Run, tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text("yesterday's")
    (tmp_path / "empty.txt").touch()
    assert run("brief", "empty.txt", "-o", "brief.md").exit_code == 4
    assert run("brief", "gone.txt", "-o", "brief.md").exit_code == 1
    assert (tmp_path / "brief.md").read_text() == "yesterday's"
