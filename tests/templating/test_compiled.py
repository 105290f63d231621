"""Templates are compiled once for a process, and what was compiled serves every page."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from briefer.contract import load_brief
from briefer.model import Brief
from briefer.render import page_of, render
from briefer.templating import environment

SAMPLES = Path(__file__).parents[2] / "templates" / "samples"


@pytest.fixture
def brief() -> Brief:
    return load_brief(json.loads((SAMPLES / "complete.json").read_text(encoding="utf-8")))


@pytest.fixture
def house(tmp_path: Path) -> Path:
    folder = tmp_path / "house"
    folder.mkdir()
    (folder / "template.toml").write_text('name = "house"\n', encoding="utf-8")
    return folder


def _text(brief: Brief, house: Path, **more: str) -> str:
    made = render(brief, format="text", template="house", search=[house.parent], **more)
    assert isinstance(made, str)
    return made.strip()


def test_a_template_is_compiled_once(brief: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    first = render(brief, format="html", template="builtin:daily")

    def compiled(*_: object, **__: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(environment.Sandbox, "compile", compiled)
    assert render(brief, format="html", template="builtin:daily") == first


def test_a_saved_file_is_compiled_anew(brief: Brief, house: Path) -> None:
    (house / "brief.txt.j2").write_text("one {{ brief.title }}", encoding="utf-8")
    assert _text(brief, house).startswith("one ")
    (house / "brief.txt.j2").write_text("two {{ brief.title }}", encoding="utf-8")
    assert _text(brief, house).startswith("two ")


def test_what_a_filter_makes_of_fixed_words_is_the_pages_own(brief: Brief, house: Path) -> None:
    """A day of this year is written without the year; a kind has other words in French."""
    file = '{{ "2026-05-30"|day }} {{ "pledged"|kind }} {% if "2026-05-30"|day == "30 May" %}short{% endif %}'
    (house / "brief.txt.j2").write_text(file, encoding="utf-8")
    assert _text(brief, house) == "30 May pledged short"
    assert _text(replace(brief, created="2030-01-01T00:00:00Z"), house).split()[:3] == ["30", "May", "2026"]
    assert "pledged" not in _text(brief, house, language="fr")
    assert _text(brief, house) == "30 May pledged short"


def test_each_kind_of_file_escapes_in_its_own_way(brief: Brief, house: Path) -> None:
    for name in ("brief.txt.j2", "brief.md.j2", "brief.html.j2"):
        (house / name).write_text('{{ "a < b" }}', encoding="utf-8")
    page = page_of(brief, template="house", search=[house.parent])
    assert page.fill("brief.txt.j2", "text") == "a < b"
    assert page.fill("brief.md.j2", "markdown") == "a &lt; b"
    assert page.fill("brief.html.j2", "html") == "a &lt; b"
    # The same file, filled as another kind.
    assert page.fill("brief.html.j2", "text") == "a < b"
