"""`read`, `render`, `verify`, `schema` and what stands before a command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import Result

import briefer
from briefer.cli import app
from briefer.contract import digest

Run = Callable[..., Result]
GROUPS = ("config", "schedule", "archive", "outbox", "sources", "steps", "templates")


@pytest.fixture
def made(run: Run, tmp_path: Path, water: Path) -> Path:
    """A brief as JSON."""
    assert run("brief", water, "-o", "made.json").exit_code == 0
    return tmp_path / "made.json"


def test_the_version_and_the_list_of_commands(run: Run) -> None:
    assert run("--version").stdout == f"briefer {briefer.__version__}\n"
    assert run().exit_code == 2
    assert run("breif").exit_code == 2


def test_the_help_begins_with_what_one_begins_with(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = run("--help").stdout
    first, second = text.split("\n\n")[3:5]
    assert [line.split()[0] for line in first.splitlines()] == ["Start", "brief", "init", "daily", "doctor"]
    assert second.startswith("A brief:\n  show ")


@pytest.mark.parametrize("group", [(), *((name,) for name in GROUPS)])
def test_each_command_is_listed_once_and_in_whole_words(
    run: Run, group: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    command: Any = typer.main.get_command(app)
    for name in group:
        command = command.commands[name]
    listed = run(*group, "--help").stdout.partition("--help")[2].splitlines()[1:]
    for name, each in command.commands.items():
        (line,) = [line for line in listed if line.split()[:1] == [name]]
        said = line.split(maxsplit=1)[1]
        assert said.endswith(".")
        assert not said.endswith("...")
        assert each.help.startswith(said)


def test_read_shows_what_is_known_of_an_article(run: Run, water: Path) -> None:
    result = run("read", water, "--outlet", "Northern Wire", "--published", "2026-05-20")
    assert result.exit_code == 0, result.stderr
    head, _, text = result.stdout.partition("\n\n")
    facts = dict(line.split(maxsplit=1) for line in head.splitlines())
    assert (facts["outlet"], facts["published"], facts["language"]) == ("Northern Wire", "2026-05-20", "en")
    assert facts["words"] == str(len(water.read_text("utf-8").split()))
    assert text.strip() == water.read_text("utf-8").strip()


def test_read_writes_rows_that_extract_reads(run: Run, water: Path, ferry: Path) -> None:
    result = run("read", water, ferry, "--format", "json")
    read = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["text"] for row in read] == [water.read_text("utf-8"), ferry.read_text("utf-8")]
    assert run("extract", "-", input=result.stdout).exit_code == 0


def test_read_writes_markdown_that_reads_back_alike(run: Run, tmp_path: Path, water: Path) -> None:
    water.write_text(water.read_text("utf-8") + "\n\n# not a *heading*, 1. not a list [x](y)\n", encoding="utf-8")
    result = run("read", water, "--format", "markdown", "--title", 'No "deal": again', "--outlet", "Northern Wire")
    (tmp_path / "back.md").write_text(result.stdout, encoding="utf-8")
    back = json.loads(run("read", "back.md", "--format", "json").stdout)
    assert (back["title"], back["outlet"]) == ('No "deal": again', "Northern Wire")
    assert back["text"].split() == water.read_text("utf-8").split()


@pytest.mark.parametrize(("name", "status"), [("gone.txt", 1), ("empty.txt", 4)])
def test_read_says_why_there_is_no_article(run: Run, tmp_path: Path, water: Path, name: str, status: int) -> None:
    (tmp_path / "empty.txt").touch()
    assert run("read", name).exit_code == status
    assert run("read", name, water).exit_code == (5 if status == 1 else 0)


def test_render_needs_only_the_bundle(run: Run, tmp_path: Path, made: Path, water: Path) -> None:
    water.unlink()
    result = run("render", made, "-o", "a.md", "-o", "a.html")
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "a.md").read_text("utf-8").count("# Norrmark")
    assert run("render", made).stdout == (tmp_path / "a.md").read_text("utf-8")
    filled = run("render", made, "--template", "ministerial", "--set", "to=Minister of Water")
    assert "Minister of Water" in filled.stdout
    assert run("render", "-", input=made.read_bytes()).stdout == run("render", made).stdout


def test_verify_says_what_holds(run: Run, made: Path) -> None:
    result = run("verify", made)
    assert result.exit_code == 0, result.output
    assert "digest: holds" in result.stdout
    assert "every stored check holds" in result.stdout


def change(path: Path, edit: Callable[[dict[str, object]], None], *, seal: bool) -> None:
    bundle = json.loads(path.read_text("utf-8"))
    edit(bundle)
    if seal:
        bundle["digest"] = digest(bundle)
    path.write_text(json.dumps(bundle), encoding="utf-8")


def test_verify_finds_a_change_after_the_making(run: Run, made: Path) -> None:
    change(made, lambda bundle: bundle.update(title="Another"), seal=False)
    result = run("verify", made)
    assert result.exit_code == 1
    assert "digest: does not hold" in result.stdout
    assert "was changed after it was made" in run("render", made).stderr


def test_verify_finds_a_claim_that_does_not_hold_under_a_good_digest(run: Run, made: Path) -> None:
    def lie(bundle: dict[str, object]) -> None:
        bundle["stories"][0]["headline"] = "Norrmark and Vellany signed 77 treaties"  # type: ignore[index]

    change(made, lie, seal=True)
    result = run("verify", made)
    assert result.exit_code == 1
    assert "digest: holds" in result.stdout
    assert "77 treaties" in result.stdout
    assert "now withheld" in result.stdout


def test_verify_finds_words_that_are_not_the_articles(run: Run, made: Path) -> None:
    def swap(bundle: dict[str, object]) -> None:
        bundle["stories"][0]["headline_evidence"][0]["words"] = "Something else."  # type: ignore[index]

    change(made, swap, seal=True)
    result = run("verify", made)
    assert result.exit_code == 1
    assert "Something else." in result.stdout


@pytest.mark.parametrize("command", ["verify", "render"])
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read"),
        ("{", "not JSON"),
        ("[]", "holds no brief"),
        ('{"schema": "briefer.findings/1"}', "briefer.brief/1"),
    ],
)
def test_what_is_no_brief_is_told(run: Run, tmp_path: Path, command: str, content: str | None, says: str) -> None:
    if content is not None:
        (tmp_path / "x.json").write_text(content, encoding="utf-8")
    result = run(command, "x.json")
    assert result.exit_code == 1
    assert says in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("name", ["article", "findings", "brief"])
def test_schema_prints_a_schema(run: Run, name: str) -> None:
    assert "$schema" in json.loads(run("schema", name).stdout)
    assert run("schema", "nothing").exit_code == 2
