"""`briefer doctor` and `briefer cache` without a model: what is well, what is broken, and the remedies."""

from __future__ import annotations

import importlib.metadata
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import Result

Run = Callable[..., Result]


def broken(result: Result) -> list[str]:
    return [line for line in result.stdout.splitlines() if line.startswith("BROKEN")]


def test_all_is_well_in_an_empty_folder(run: Run, tmp_path: Path) -> None:
    result = run("doctor")
    assert result.exit_code == 0, result.stdout
    assert broken(result) == []
    for said in (
        "the pinned bytes",
        "none yet; it will be",
        "daily, lookahead, ministerial",
        "no text leaves this machine",
    ):
        assert said in result.stdout
    assert not (tmp_path / "store").exists()


def test_it_looks_on_after_something_broken(run: Run, tmp_path: Path) -> None:
    (tmp_path / "briefer.toml").write_text('[brief.a]\ntemplate = "gone"\n[engine]\nname = "replay"\n', "utf-8")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "briefer.db").write_text("words " * 100, "utf-8")
    result = run("doctor")
    assert result.exit_code == 1
    assert [line.split()[1] for line in broken(result)] == ["store:", "template", "engine:"]
    assert result.stdout.count("try: ") == 3


def test_a_format_whose_extra_is_missing_is_broken(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "briefer.toml").write_text(
        '[brief.a]\nformats = ["html", "docx"]\n'
        '[[recipient]]\nemail = "ann@example.org"\nbriefs = ["a"]\nattach = ["pdf", "ics"]\n',
        "utf-8",
    )
    result = run("doctor")
    assert "formats: docx, html, ics, pdf" in result.stdout
    for module in ("docxtpl", "weasyprint"):
        monkeypatch.setitem(sys.modules, module, None)
    result = run("doctor")
    assert result.exit_code == 1
    word, pdf = broken(result)
    assert word.endswith("asked for by [brief.a]")
    assert pdf.endswith("asked for by ann@example.org")
    assert "pip install '.[docx]'" in result.stdout
    assert "pip install '.[pdf]'" in result.stdout
    assert "formats: html, ics" in result.stdout


def test_a_language_without_words_of_a_page_is_noted(run: Run, tmp_path: Path) -> None:
    (tmp_path / "briefer.toml").write_text('[brief.a]\nlanguage = "de"\n[brief.b]\nlanguage = "fr-BE"\n', "utf-8")
    result = run("doctor")
    assert result.exit_code == 0, result.stdout
    assert "language de: there are no words of a page in it, so pages speak English; there are: en, fr" in result.stdout
    assert "language fr" not in result.stdout
    run("templates", "locale", "de")
    assert "language de" not in run("doctor").stdout


def test_a_configuration_that_cannot_be_read_is_broken(run: Run, tmp_path: Path) -> None:
    (tmp_path / "briefer.toml").write_text("[engin]\n", "utf-8")
    result = run("doctor")
    assert result.exit_code == 1
    assert "did you mean “engine”?" in result.stdout


def test_another_projects_package_of_the_name_is_noticed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.metadata.distribution("briefer-notes")
    monkeypatch.setattr("briefer.cli.examination.distribution", lambda name: real)
    result = run("doctor")
    assert result.exit_code == 1
    assert "pip uninstall briefer" in result.stdout


def test_a_language_model_with_other_bytes_is_noticed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefer.language import parse

    parse._loaded.cache_clear()
    monkeypatch.setattr("briefer.language.parse.model_digest", lambda name=parse.PINNED: "0" * 64)
    result = run("doctor")
    parse._loaded.cache_clear()
    assert result.exit_code == 1
    assert "are not the pinned ones" in broken(result)[0]
    assert "--force-reinstall" in result.stdout


def test_a_damaged_store_is_noticed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "store" / "briefer.db"
    assert run("cache", "info").exit_code == 0
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("CREATE TABLE bookmarks (url TEXT)")
    assert run("cache", "info").exit_code == 1
    result = run("doctor")
    assert "another program" in broken(result)[0]


def test_the_store_may_be_named_in_the_file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BRIEFER_STORE")
    (tmp_path / "briefer.toml").write_text('[store]\npath = "mine.db"\n', "utf-8")
    said = run("cache", "info").stdout
    assert str(Path("mine.db")) in said
    assert "mine.db" in run("doctor").stdout
