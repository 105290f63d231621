"""What a quick command must not import, and that the package is a table of contents."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import briefer
from briefer.contract import dump_brief
from briefer.model import Account, Article, ArticleOutcome, Brief, Check, EngineInfo, ProfileInfo, Story
from briefer.testing import span_of

HEAVY = ("spacy", "babel", "openai", "genai_prices", "trafilatura", "readability", "py3langid", "numpy", "rich", "lxml")
RUN = (
    "import json, sys\n"
    "from briefer.__main__ import main\n"
    "try:\n"
    "    main()\n"
    "except SystemExit as end:\n"
    "    assert not end.code, end.code\n"
    "finally:\n"
    "    print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
)


def modules(*arguments: str, cwd: Path, quiet: bool = False) -> set[str]:
    """What is imported by the time a command has ended."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))}
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=clean,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout or quiet
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A brief on disk."""
    article = Article.of(
        "SANKT ARVEL — Norrmark and Vellany failed to agree on summer water releases, the basin council said.", id="a1"
    )
    check = Check(status="verified", gates={"ids": "pass"})
    headline = "Norrmark and Vellany failed to agree on summer water releases"
    story = Story(
        id="s1",
        headline=headline,
        headline_evidence=(span_of(article, headline),),
        headline_check=check,
        articles=(article.id,),
    )
    brief = Brief(
        id="b1",
        created="2026-05-21T05:10:00Z",
        title="Morning brief",
        language="en",
        timezone="UTC",
        profile=ProfileInfo(name="brief", template="daily"),
        engine=EngineInfo(name="extractive"),
        articles=(article,),
        stories=(story,),
        account=Account(articles=(ArticleOutcome(article="a1", input="a.txt", outcome="used", into="s1"),)),
    )
    path = tmp_path / "brief.json"
    path.write_text(json.dumps(dump_brief(brief)), encoding="utf-8")
    return path


def test_the_version_is_answered_before_typer_is_imported(tmp_path: Path) -> None:
    loaded = modules("--version", cwd=tmp_path)
    assert not loaded.intersection(
        (*HEAVY, "typer", "pydantic", "jinja2", "typing", "dataclasses", "importlib.metadata")
    )
    assert {name for name in loaded if name.startswith("briefer")} == {"briefer", "briefer.__main__"}


@pytest.mark.parametrize("arguments", [["--help"], ["brief", "--help"], ["render", "--help"], ["send", "--help"]])
def test_help_imports_neither_libraries_nor_rooms(arguments: list[str], tmp_path: Path) -> None:
    loaded = modules(*arguments, cwd=tmp_path)
    assert "typer" in loaded
    assert not loaded.intersection((*HEAVY, "jinja2", "pydantic", "importlib.metadata"))
    rooms = (
        "pipeline",
        "read",
        "understand",
        "language",
        "verify",
        "compose",
        "render",
        "contract",
        "config",
        "plugins",
    )
    assert not loaded.intersection(f"briefer.{room}" for room in rooms)


def test_schema_imports_no_language(tmp_path: Path) -> None:
    for name in ("article", "findings", "brief"):
        assert not modules("schema", name, cwd=tmp_path).intersection(HEAVY)


@pytest.mark.parametrize("format", ["markdown", "html", "text", "json"])
def test_render_imports_no_language(format: str, tmp_path: Path, bundle: Path) -> None:
    loaded = modules("render", str(bundle), "--format", format, cwd=tmp_path)
    assert not loaded.intersection(
        (*HEAVY, "briefer.language.parse", "briefer.verify", "briefer.engines", "briefer.pipeline")
    )


@pytest.mark.parametrize("arguments", [["--dry-run"], []])
def test_sending_imports_no_language(arguments: list[str], tmp_path: Path, bundle: Path) -> None:
    file = tmp_path / "briefer.toml"
    file.write_text(
        '[mail]\nfrom = "desk@example.org"\ntransport = "folder"\nfolder = "sent"\n[store]\npath = "b.db"\n', "utf-8"
    )
    not_to_be = (*HEAVY, "briefer.language.parse", "briefer.verify", "briefer.engines.openai")
    loaded = modules("send", str(bundle), "--to", "ann@example.org", *arguments, cwd=tmp_path, quiet=True)
    assert not loaded.intersection(not_to_be)
    assert not modules("outbox", "list", cwd=tmp_path).intersection((*not_to_be, "briefer.pipeline"))


def test_every_public_name_can_be_had() -> None:
    for name in briefer.__all__:
        assert getattr(briefer, name) is not None
    assert set(dir(briefer)) == set(briefer.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="Brieffer"):
        _ = briefer.Brieffer  # type: ignore[attr-defined]


def test_the_version_is_that_of_the_distribution() -> None:
    from importlib.metadata import version

    assert version("briefer-notes") == briefer.__version__


def test_a_file_of_ones_own_needs_no_library_of_the_web(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The weir at Vardo stayed shut on Monday, the harbour office said. " * 3)
    web = {"httpx2", "httpcore2", "protego", "feedparser"}
    assert modules("read", "note.txt", cwd=tmp_path).isdisjoint(web)
