"""`briefer brief`: options, formats, files and what is said on stderr."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from briefer.engines.extractive import ExtractiveEngine
from briefer.model import Analysis, Event, Findings, Profile, Span, with_ids

Run = Callable[..., Result]


def bundle(path: Path) -> dict[str, object]:
    loaded: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def test_markdown_goes_to_standard_output_and_everything_else_to_stderr(run: Run, water: Path) -> None:
    result = run("brief", water)
    assert result.exit_code == 0, result.stderr
    assert "# Norrmark" in result.stdout
    assert "Signe Halgren" in result.stdout
    first, *_, where, look = result.stderr.splitlines()
    assert first == "reading with the built-in extractive engine; no text leaves this machine"
    assert where == "the brief: on standard output (1 story from 1 article)"
    assert look.startswith("to look at: ")


def test_one_run_writes_every_format_that_is_asked_for(run: Run, tmp_path: Path, water: Path) -> None:
    outputs = ("brief.md", "brief.html", "brief.HTM", "brief.txt", "brief.json")
    result = run("brief", water, *(part for name in outputs for part in ("-o", name)))
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    texts = {name: (tmp_path / name).read_text(encoding="utf-8") for name in outputs}
    assert "# Norrmark" in texts["brief.md"]
    assert texts["brief.html"] == texts["brief.HTM"]
    assert "<html" in texts["brief.html"]
    assert "<" not in texts["brief.txt"].partition("\n")[0]
    assert json.loads(texts["brief.json"])["schema"] == "briefer.brief/1"
    assert "briefer verify brief.json" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted((*outputs, "water.txt"))


def test_the_brief_of_one_article_keeps_what_was_said_of_it(run: Run, tmp_path: Path, water: Path) -> None:
    result = run(
        *("brief", water, "-o", "b.json", "--title", "No deal", "--outlet", "Northern Wire", "--language", "en-GB"),
        *("--url", "https://example.org/vardo", "--published", "2026-05-20T19:40:00+02:00"),
    )
    assert result.exit_code == 0, result.stderr
    (article,) = bundle(tmp_path / "b.json")["articles"]  # type: ignore[misc]
    assert (article["title"], article["outlet"], article["language"]) == ("No deal", "Northern Wire", "en-GB")
    assert (article["url"], article["published"]) == ("https://example.org/vardo", "2026-05-20T19:40:00+02:00")


def test_what_describes_one_article_does_not_fit_several(run: Run, water: Path, ferry: Path) -> None:
    result = run("brief", water, ferry, "--title", "No deal")
    assert result.exit_code == 2
    assert "title can be given for a single article" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--published", "yesterday"], "2026-05-20"),
        (["--url", "/vardo"], "https://"),
        (["--language", "English!"], "pt-BR"),
        (["--set", "to"], "--set to="),
        (["--set", "=x"], "--set to="),
        (["-o", "brief"], "--format"),
        (["-o", "brief.rtf"], "atom, csv, docx, eml, html, ics, json, markdown, pdf, text"),
        (["-o", "b.md", "-o", "./b.md"], "twice"),
        (["-o", "."], "folder"),
        (["--format", "rtf"], "atom, csv, docx, eml, html, ics, json, markdown, pdf, text"),
        (["--format", "html", "-o", "a.md", "-o", "b.md"], "--format"),
        (["--template-dir", "nowhere"], "nowhere"),
        (["--workers", "0"], "--workers"),
        (["--no-such-option"], "No such option"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_read(run: Run, water: Path, arguments: list[str], says: str) -> None:
    result = run("brief", water, *arguments)
    assert result.exit_code == 2, result.stderr
    assert says in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_an_unknown_ending_lists_the_formats(run: Run, water: Path) -> None:
    assert (
        "there are: atom, csv, docx, eml, html, ics, json, markdown, pdf, text"
        in run("brief", water, "-o", "brief.xyz").stderr
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--engine", "extractiv"], "did you mean “extractive”? There are: extractive, "),
        (["--engine", "openai"], "name one with --model"),
        (["--engine", "replay"], "--recordings"),
        (["--engine", "extractive", "--recordings", "x"], "replay"),
        (["--template", "dayly"], "did you mean “daily”?"),
        (["--brief", "morning"], "[brief.morning]"),
        (["--config", "gone.toml"], "gone.toml"),
        (["-o", "nowhere/brief.md"], "there is no folder nowhere"),
    ],
)
def test_what_does_not_exist_is_told_with_what_does(run: Run, water: Path, arguments: list[str], says: str) -> None:
    result = run("brief", water, *arguments)
    assert result.exit_code == 1, result.stderr
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def test_without_an_input_the_usage_is_shown(run: Run) -> None:
    result = run("brief")
    assert result.exit_code == 2
    assert "INPUT" in result.stderr


def test_an_output_never_overwrites_an_input(run: Run, water: Path) -> None:
    before = water.read_bytes()
    result = run("brief", water, "-o", water)
    assert result.exit_code == 2
    assert "overwrite" in result.stderr
    assert water.read_bytes() == before


def test_standard_input_is_read_for_a_dash(run: Run, water: Path) -> None:
    result = run("brief", "-", "--title", "No deal", input=water.read_bytes())
    assert result.exit_code == 0, result.stderr
    assert "Signe Halgren" in result.stdout
    assert run("brief", "-", "-", input=b"x").exit_code == 2


def test_a_format_may_be_named_for_standard_output(run: Run, water: Path) -> None:
    assert json.loads(run("brief", water, "--format", "json").stdout)["schema"] == "briefer.brief/1"
    assert "<html" in run("brief", water, "--format", "html", "-o", "-").stdout
    assert run("brief", water, "--format", "md").stdout == run("brief", water).stdout


def test_values_for_the_template_come_from_the_file_and_the_command_line(run: Run, tmp_path: Path, water: Path) -> None:
    (tmp_path / "briefer.toml").write_text(
        '[brief.minister]\ntitle = "Water"\ntemplate = "ministerial"\nset = {to = "Minister", from = "Desk"}\n', "utf-8"
    )
    result = run(
        "brief", water, "--brief", "minister", "--set", "from=Water desk", "--set", "deadline=a=b", "-o", "b.json"
    )
    assert result.exit_code == 0, result.stderr
    made = bundle(tmp_path / "b.json")
    assert made["title"] == "Water"
    assert made["set"] == {"to": "Minister", "from": "Water desk", "deadline": "a=b"}
    assert made["profile"]["template"] == "ministerial"  # type: ignore[index]


def test_a_template_of_ones_own_is_found_in_its_folder(run: Run, tmp_path: Path, water: Path) -> None:
    folder = tmp_path / "mine" / "short"
    folder.mkdir(parents=True)
    (folder / "template.toml").write_text('name = "short"\nformats = ["markdown"]\n', "utf-8")
    (folder / "brief.md.j2").write_text("ours: {{ brief.stories[0].headline }}\n", "utf-8")
    result = run("brief", water, "--template-dir", "mine", "--template", "short")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("ours: ")


def test_a_key_in_the_environment_is_no_consent(run: Run, water: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-invented")
    result = run("brief", water)
    assert result.exit_code == 0
    assert result.stderr.splitlines()[0].endswith("(OPENAI_API_KEY is set and not used; --model NAME turns a model on)")
    assert "sk-invented" not in result.output


@pytest.mark.parametrize(("lies", "status", "strict_status"), [(False, 0, 0), (True, 0, 3)])
def test_strict_ends_with_3_when_a_claim_was_withheld(
    run: Run, water: Path, monkeypatch: pytest.MonkeyPatch, lies: bool, status: int, strict_status: int
) -> None:
    def read(self: ExtractiveEngine, analysis: Analysis, profile: Profile) -> Findings:
        article = analysis.article
        last = analysis.sentences[1]
        evidence = (Span(article.id, last.start, last.end),)
        truth = Event(text=article.text[last.start : last.end], evidence=evidence)
        lie = Event(text="Both governments will meet again in 77 days.", evidence=evidence)
        return with_ids(Findings(article=article.info(), engine=self.info, what=(truth, lie) if lies else (truth,)))

    monkeypatch.setattr(ExtractiveEngine, "read", read)
    result = run("brief", water)
    assert result.exit_code == status, result.stderr
    assert ("1 claim withheld" in result.stderr) == lies
    assert "77 days" not in result.stdout.partition("Account")[0]
    assert run("brief", water, "--strict").exit_code == strict_status
    assert run("extract", water, "--strict").exit_code == strict_status
    # Withheld outranks failed.
    assert run("brief", water, "gone.txt").exit_code == 5
    assert run("brief", water, "gone.txt", "--strict").exit_code == (strict_status or 5)


def test_the_same_articles_give_the_same_claims(run: Run, tmp_path: Path, water: Path, ferry: Path) -> None:
    made = []
    for name, workers in (("a.json", "1"), ("b.json", "1")):
        assert run("brief", water, ferry, "-o", name, "--workers", workers).exit_code == 0
        made.append(bundle(tmp_path / name))
    for one in made:
        del one["id"], one["created"], one["digest"]
    assert made[0] == made[1]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONIOENCODING": "ascii", "NO_COLOR": "1"}


def test_a_real_run_in_an_empty_folder(tmp_path: Path, water: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "briefer", "brief", water.name, "-o", "brief.html"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert b"the brief: brief.html (1 story from 1 article)" in done.stderr
    # A bar belongs on a terminal only.
    assert b"\x1b" not in done.stderr
    assert b"\r" not in done.stderr.replace(b"\r\n", b"\n")
    assert "“You cannot share" in (tmp_path / "brief.html").read_text(encoding="utf-8")


def test_output_is_utf_8_whatever_the_locale_says(tmp_path: Path, water: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "briefer", "read", water.name],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "“You cannot share a river" in done.stdout.decode("utf-8")
