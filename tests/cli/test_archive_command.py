"""`briefer archive` and `briefer who`: recorded briefs, listed, shown, searched, handed on and forgotten."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import Result

from briefer.contract import digest, load_brief
from briefer.model import Article, Brief, EngineInfo, Findings, Problem
from briefer.render import render
from briefer.render.checks import sample
from briefer.store import Failure, History, open_store

Run = Callable[..., Result]


@pytest.fixture
def brief() -> Brief:
    return sample("complete")


@pytest.fixture
def archive(run: Run, brief: Brief) -> list[Brief]:
    """Three briefs of three days, the last of another name."""
    briefs = [
        replace(brief, id="aa01", created="2026-05-19T06:00:00Z", title="First [brief]"),
        replace(brief, id="aa02", created="2026-05-20T06:00:00Z"),
        replace(brief, id="bb03", created="2026-05-21T06:00:00Z", profile=replace(brief.profile, name="evening")),
    ]
    with open_store() as store:
        for one in briefs:
            History(store).record(one)
    return briefs


def test_at_first_it_is_empty(run: Run) -> None:
    assert run("archive", "list").stdout == "the archive is empty\n"
    assert json.loads(run("archive", "list", "--format", "json").stdout) == []
    assert run("archive", "search", "weir").stdout == "nothing was found\n"
    result = run("who", "Halgren")
    assert result.exit_code == 1
    assert "the archive is empty" in result.stderr
    assert "--record" in result.stderr


def test_the_list_names_briefs_the_newest_first(run: Run, archive: list[Brief]) -> None:
    lines = run("archive", "list").stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["bb03", "2026-05-21"],
        ["aa02", "2026-05-20"],
        ["aa01", "2026-05-19"],
    ]
    assert lines[2].endswith("First [brief]")
    assert len(run("archive", "list", "--since", "2026-05-20", "--until", "2026-05-20").stdout.splitlines()) == 1
    rows = json.loads(run("archive", "list", "--name", "evening", "--format", "json").stdout)
    assert [(row["id"], row["name"], row["stories"]) for row in rows] == [("bb03", "evening", len(archive[0].stories))]
    assert run("archive", "list", "--name", "noon").stdout == "the archive has no such brief\n"
    assert "write it as 2026-05-21" in run("archive", "list", "--since", "May").stderr
    assert run("archive", "list", "--since", "May").exit_code == 2


def test_a_brief_is_shown_as_render_does(run: Run, archive: list[Brief], tmp_path: Path) -> None:
    assert run("archive", "show", "bb").stdout == str(render(archive[2], format="markdown"))
    html = run("archive", "show", "bb03", "--format", "html", "--template", "short").stdout
    assert html.strip() == str(render(archive[2], format="html", template="short")).strip()
    assert run("archive", "show", "aa01", "-o", "one.json", "-o", "one.md").exit_code == 0
    assert load_brief(json.loads((tmp_path / "one.json").read_text("utf-8"))).id == "aa01"
    assert (tmp_path / "one.md").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "zz"), "the archive has no brief zz"),
        (("show", "aa"), "the ids of 2 briefs begin with “aa”"),
        (("show", "bb", "--revision", "7"), "no revision 7 of a brief bb"),
        (("export", "zz", "-o", "out"), "the archive has no brief zz"),
    ],
)
def test_a_brief_that_is_not_there_is_told(
    run: Run, archive: list[Brief], arguments: tuple[str, ...], said: str
) -> None:
    result = run("archive", *arguments)
    assert result.exit_code == 1
    assert said in result.stderr


def test_what_is_found_comes_with_its_source_and_the_words_marked(run: Run, archive: list[Brief]) -> None:
    holder = next(p.holder for p in archive[0].stories[0].positions if p.holder and " " in p.holder)
    surname = holder.split()[-1]
    found = run("archive", "search", surname.lower()).stdout
    assert f"**{surname}**" in found
    assert all(title in found for title in ("## People", "## Claims", "## Articles"))
    assert "brief bb03" in found
    only = run("archive", "search", surname, "--kind", "person", "--kind", "article", "--limit", "1").stdout
    assert "## Claims" not in only
    rows = json.loads(run("archive", "search", surname, "--kind", "person", "--format", "json").stdout)
    assert {row["kind"] for row in rows} == {"person"}
    assert any(surname in row["title"] for row in rows)


def test_no_words_are_an_error_of_the_search(run: Run, archive: list[Brief]) -> None:
    for words in ('"', "AND", "a OR (b", "NEAR(x y", "*", "weir* -- '"):
        assert run("archive", "search", "--", words).exit_code in (0, 2), words
    result = run("archive", "search", "--", "--", "?!")
    assert result.exit_code == 2
    assert "there is no word" in result.stderr


def test_who_shows_what_somebody_said(run: Run, archive: list[Brief]) -> None:
    position = next(p for p in archive[0].stories[0].positions if p.holder and " " in p.holder)
    shown = run("who", str(position.holder)).stdout
    assert shown.startswith(f"# {position.holder}")
    (person, *_) = json.loads(run("who", str(position.holder), "--format", "json").stdout)
    assert person["name"] == position.holder
    keys = {"day", "text", "sentence", "outlet", "url", "title", "brief", "story", "claim"}
    assert person["said"][0].keys() == keys
    days = [said["day"] for said in person["said"]]
    assert days == sorted(days, reverse=True)


def test_nobody_is_answered_with_names_that_are_near(run: Run, archive: list[Brief]) -> None:
    name = next(str(p.holder) for p in archive[0].stories[0].positions if p.holder and " " in p.holder)
    near = run("who", f"Q{name[1:]}")
    assert near.exit_code == 1
    assert f"did you mean {name}" in near.stderr
    assert "briefer archive search" in run("who", "xyzzy").stderr


def test_briefs_are_handed_on_as_files(run: Run, archive: list[Brief], tmp_path: Path) -> None:
    assert run("archive", "export", "--all", "-o", "out").stdout == "3 briefs: out\n"
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    name = archive[0].profile.name
    assert names == [f"2026-05-19-{name}-aa01.json", f"2026-05-20-{name}-aa02.json", "2026-05-21-evening-bb03.json"]
    bundle = (tmp_path / "out" / names[2]).read_text("utf-8")
    assert bundle == render(archive[2], format="json")
    assert (
        run("archive", "export", "-o", "out").exit_code
        == run("archive", "export", "x", "--all", "-o", "out").exit_code
        == 2
    )


def test_without_texts_the_sentences_stay(run: Run, archive: list[Brief], tmp_path: Path) -> None:
    assert run("archive", "export", "bb03", "--without-texts", "-o", tmp_path).exit_code == 0
    path = tmp_path / "2026-05-21-evening-bb03.json"
    bundle = json.loads(path.read_text("utf-8"))
    assert {article["text"] for article in bundle["articles"]} == {""}
    assert bundle["digest"] == digest(bundle)
    story, told = bundle["stories"][0], archive[2].stories[0]
    texts = {article.id: article.text for article in archive[2].articles}
    span = told.positions[0].evidence[0]
    assert story["positions"][0]["evidence"][0]["words"] == texts[span.article][span.start : span.end]
    result = run("verify", path)
    assert result.exit_code == 1
    assert "is not in the bundle" in result.stderr
    assert "--without-texts" in result.stderr


def test_old_briefs_are_forgotten_after_a_question(
    run: Run, archive: list[Brief], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("archive", "forget", "--before", "2026-05-19").stdout == "no brief was made before 2026-05-19\n"
    unasked = run("archive", "forget", "--before", "2026-05-21")
    assert unasked.exit_code == 2
    assert "2 briefs made before 2026-05-21 would be forgotten" in unasked.stderr
    monkeypatch.setattr("briefer.cli.screen.at_terminal", lambda: True)
    assert run("archive", "forget", "--before", "2026-05-21", input="n\n").exit_code == 1
    assert len(run("archive", "list").stdout.splitlines()) == 3
    assert "forgot 2 briefs" in run("archive", "forget", "--before", "2026-05-21", input="y\n").stdout
    assert run("archive", "list").stdout.split()[0] == "bb03"
    assert "forgot 1 brief" in run("archive", "forget", "--before", "2027-01-01", "--yes").stdout


def test_what_a_model_had_read_is_forgotten_with_old_briefs(run: Run, archive: list[Brief], tmp_path: Path) -> None:
    engine = EngineInfo(name="openai", model="m")
    with open_store() as store:
        for day in (20, 21):
            article = Article.of("The weir is shut.", title=f"SECRET{day}").info()
            failure = Failure(
                problem=Problem(code="bad_reply", text=f"SECRET{day}"), retry=datetime(2026, 6, day, tzinfo=UTC)
            )
            now = datetime(2026, 5, day, tzinfo=UTC)
            store.keep(f"read{day}", Findings(article=article, engine=engine), now=now)
            store.keep_failure(f"failed{day}", failure, now=now)
    assert "forgot 2 briefs" in run("archive", "forget", "--before", "2026-05-21", "--yes").stdout
    with open_store() as store:
        assert store.findings("read20") is None
        assert store.failure("failed20") is None
        assert store.findings("read21") is not None
        assert store.failure("failed21") is not None
    kept = (tmp_path / "store" / "briefer.db").read_bytes()
    assert b"SECRET21" in kept
    assert b"SECRET20" not in kept


def test_briefs_are_kept_as_long_as_the_configuration_says(run: Run, archive: list[Brief], water: Path) -> None:
    Path("briefer.toml").write_text("[store]\nkeep_days = 0\n", "utf-8")
    assert "keep_days" in run("archive", "list").stderr
    Path("briefer.toml").write_text("[store]\nkeep_days = 1\n", "utf-8")
    # Days count from brief to brief: those months in between, in which nothing was made, may be a clock that is ahead.
    told = water.read_text("utf-8")
    for name, forgets in (("Vardo", True), ("Imre", False)):
        water.write_text(told.replace("Vardo", name), "utf-8")
        result = run("brief", water, "--record", "-o", f"{name}.json")
        assert result.exit_code == 0
        assert ("forgot" in result.stderr) == forgets
        assert [line.split()[0] for line in run("archive", "list").stdout.splitlines()][-2:] == ["bb03", "aa02"]


def test_a_damaged_store_is_found_by_every_command_and_by_doctor(
    run: Run, archive: list[Brief], tmp_path: Path
) -> None:
    path = tmp_path / "store" / "briefer.db"
    with open_store() as store:
        store.do("PRAGMA wal_checkpoint(TRUNCATE)")
    path.write_bytes(path.read_bytes()[:9000])
    for command in (
        ("archive", "list"),
        ("who", "Halgren"),
        ("archive", "search", "weir"),
        ("archive", "show", "bb03"),
    ):
        result = run(*command)
        assert result.exit_code == 1, command
        assert "cannot be used" in result.stderr
        assert "move it away" in result.stderr
    looked = run("doctor", "--offline")
    assert looked.exit_code == 1
    assert "BROKEN  store" in looked.stdout
    assert "move it away" in looked.stdout


@pytest.mark.parametrize("command", [["archive", "list"], ["archive", "search", "weir"], ["who", "Halgren"]])
def test_nothing_heavy_is_imported(run: Run, archive: list[Brief], command: list[str]) -> None:
    code = (
        "import sys\nfrom briefer.cli import app\n"
        f"try:\n    app({command!r})\nexcept SystemExit:\n    pass\n"
        "assert not {'spacy', 'openai', 'trafilatura', 'numpy', 'rich'} & sys.modules.keys()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_who_may_be_asked_for_by_a_role(run: Run, archive: list[Brief]) -> None:
    held = next(a for b in archive for s in b.stories for a in s.who if a.kind == "person" and a.role)
    shown = run("who", str(held.role)).stdout
    assert shown.startswith(f"Nobody is called “{held.role}”; told of in this role:")
    assert f"# {held.name}\n" in shown
    assert "\nRole" in shown
    people = json.loads(run("who", str(held.role), "--format", "json").stdout)
    assert {person["found_by"] for person in people} == {"role"}
    misspelt = run("who", held.name[:-2] + held.name[-1])
    assert misspelt.exit_code == 1
    assert f"did you mean {held.name}" in misspelt.stderr


def test_a_file_is_no_folder_to_export_to(run: Run, archive: list[Brief]) -> None:
    Path("there").write_text("mine", "utf-8")
    result = run("archive", "export", "--all", "-o", "there")
    assert result.exit_code == 1
    assert "there is a file, and briefs are written into a folder" in result.stderr
    assert Path("there").read_text("utf-8") == "mine"
