"""Prompts are checked like any template."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefer.engines.openai.prompt import FILES
from briefer.render.checks import check_prompts
from briefer.templating.checking.prompts import PROMPTS
from briefer.templating.ejected import eject_all


def test_every_prompt_is_known_and_passes() -> None:
    assert set(PROMPTS) == set(FILES)
    assert not check_prompts()


@pytest.mark.parametrize(
    ("file", "old", "new", "hint"),
    [
        ("article.j2", "article.title", "article.titel", "did you mean 'title'?"),
        ("lead.j2", "point.words", "point.word", "did you mean 'words'?"),
        ("repair.j2", "item.reasons", "item.reason", "did you mean 'reasons'?"),
        ("translate.j2", "quotation.id", "quotation.ids", "did you mean 'id'?"),
        ("second_look.j2", 'part == "system"', 'part == "sytem"', "did you mean 'system'?"),
        ("system.j2", "HOW YOU ANSWER", "{{ language }}", None),
    ],
)
def test_a_broken_prompt_is_found_out_on_its_line(
    tmp_path: Path, file: str, old: str, new: str, hint: str | None
) -> None:
    eject_all("prompts", tmp_path / "prompts", "1")
    path = tmp_path / "prompts" / file
    text = path.read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    faults = check_prompts([tmp_path])
    assert [(f.file.name, f.line) for f in faults] == [(file, line)]
    assert hint is None or faults[0].hint == hint


def test_a_prompt_that_nobody_asks_for(tmp_path: Path) -> None:
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "sytem.j2").write_text("x", encoding="utf-8")
    assert [f.hint for f in check_prompts([tmp_path])] == ["did you mean 'system.j2'?"]
