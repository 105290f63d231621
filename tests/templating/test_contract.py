"""Contracts only grow: a template of an older one works on, one of a newer one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefer.errors import TemplateError
from briefer.render import render
from briefer.render.checks import check_static, sample
from briefer.render.required import require
from briefer.templating import Folders, contract, find_template, lookup
from briefer.templating.ejected import drift, eject_all, eject_blocks


@pytest.mark.parametrize("written", ["briefer.brief/1", "briefer.brief/1.0"])
def test_the_own_contract_and_older_ones_fit(written: str) -> None:
    assert contract.unfit(written) is None


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("briefer.brief/1.1", "update it"),
        ("briefer.brief/2", "update it"),
        ("briefer.brief/0.9", "newer template"),
        ("briefer.brief", "write it as briefer.brief/1.0"),
        ("other/1", "write it as briefer.brief/1.0"),
    ],
)
def test_another_contract_does_not(written: str, hint: str) -> None:
    found = contract.unfit(written)
    assert found is not None
    assert hint in found[1]


@pytest.fixture
def grown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Templates ejected from today's briefer, which then becomes one with a contract that has grown."""
    search = tmp_path / "templates"
    eject_all("daily", search / "whole", "1")
    eject_blocks(find_template("builtin:daily", Folders()), ["masthead"], search / "part", "1")
    newer = tmp_path / "newer" / "briefs"
    import shutil

    shutil.copytree(lookup.builtin_folder(), newer)
    page = newer / "daily" / "brief.html.j2"
    text = page.read_text(encoding="utf-8")
    text = text.replace(
        "{% block account", "{% block annex %}<p>Annex of {{ brief.title }}</p>{% endblock %}\n{% block account", 1
    )
    page.write_text(text, encoding="utf-8")
    monkeypatch.setattr(contract, "MINOR", 1)
    for module in ("lookup", "checking", "ejected"):
        monkeypatch.setattr(f"briefer.templating.{module}.builtin_folder", lambda: newer)
    return search


@pytest.mark.parametrize("name", ["whole", "part"])
@pytest.mark.parametrize("format", ["html", "markdown", "text"])
def test_what_was_ejected_still_renders_where_the_contract_only_grew(grown: Path, name: str, format: str) -> None:
    assert find_template(name, Folders([grown])).contract == "briefer.brief/1.0"
    assert not check_static(name, search=[grown])
    assert "Skerrow" in str(render(sample("complete"), format=format, template=name, search=[grown]))


def test_a_child_gets_what_is_new_and_a_copy_stays_as_it_was(grown: Path) -> None:
    pages = {n: str(render(sample("complete"), format="html", template=n, search=[grown])) for n in ("whole", "part")}
    assert "Annex of" in pages["part"]
    assert "Annex of" not in pages["whole"]


def test_the_difference_tells_what_grew(grown: Path) -> None:
    moved = {one.name: one for one in drift(grown / "whole", Folders([grown])) if one.theirs}
    assert list(moved) == ["brief.html.j2"]
    assert any(row.startswith("+{% block annex %}") for row in moved["brief.html.j2"].theirs)
    assert not moved["brief.html.j2"].mine


def test_a_template_for_the_newer_contract_is_refused_by_the_older(
    grown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = grown / "part" / "template.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("/1.0", "/1.1"), encoding="utf-8")
    assert not check_static("part", search=[grown])
    monkeypatch.setattr(contract, "MINOR", 0)
    with pytest.raises(TemplateError, match=r"line \d: the template is written for briefer.brief/1.1"):
        require("part", ["html"], search=[grown])
