"""Rows are read as pydantic would read them, without the time that it takes to load."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import TypeAdapter

from briefer.model import (
    Actor,
    Article,
    Change,
    Check,
    Custom,
    EngineInfo,
    Event,
    Findings,
    NextStep,
    Position,
    Problem,
    Reason,
    Span,
    Statement,
    Translation,
    When,
)
from briefer.store.rows import reader

ARTICLE = Article.of("The weir at Vardo stayed shut on Monday, Ann Lee said.", title="Weir", published="2026-05-20")
SPAN = Span(ARTICLE.id, 4, 8)
CHECK = Check(status="flagged", gates={"ids": "pass", "quote": "not_run"}, reasons=(Reason("quote", "why"),), score=0.5)
WHEN = When("Monday", SPAN, "2026-05-18", None)
CLAIM: dict[str, Any] = {"id": "c", "evidence": (SPAN,), "derived": {"role": (SPAN, SPAN)}, "check": CHECK}
FULL = Findings(
    article=ARTICLE.info(),
    engine=EngineInfo(name="openai", model="m", prompt="p", rules="3"),
    status="partial",
    problem=Problem(code="cut", text="…"),
    headline="A weir stays shut",
    headline_evidence=(SPAN,),
    headline_check=CHECK,
    who=(Actor(**CLAIM, name="Ann Lee", kind="person", mention=SPAN), Actor(name="Vardo", kind="place")),
    what=(Event(**CLAIM, text="Shut \u2028", status="planned", when=WHEN, where="Vardo", change=Change(kind="new")),),
    positions=(
        Position(
            **CLAIM,
            holder="Ann Lee",
            speaker=None,
            text="t",
            quotes=(SPAN,),
            source=SPAN,
            salience=0.25,
            translation=Translation(language="fr", text="T", by="m"),
        ),
    ),
    next_steps=(NextStep(**CLAIM, text="s", kind="pledged", when=WHEN),),
    custom={"risks": Custom(title="Risks", kind="list", claims=(Statement(text="r"),))},
    gaps=("nobody is quoted",),
)


def test_a_row_with_everything_comes_back_as_pydantic_wrote_it() -> None:
    row = TypeAdapter(Findings).dump_json(FULL)
    assert reader(Findings).validate_json(row) == TypeAdapter(Findings).validate_json(row) == FULL


def test_what_a_row_leaves_out_has_its_default() -> None:
    found = reader(Statement).validate_json('{"text": "t"}')
    assert found == Statement(text="t")


def without_text(row: dict[str, Any]) -> None:
    del row["what"][0]["text"]


def with_more(row: dict[str, Any]) -> None:
    row["what"][0]["more"] = 1


def of_another_status(row: dict[str, Any]) -> None:
    row["status"] = "done"


def with_words_for_a_place(row: dict[str, Any]) -> None:
    row["what"][0]["evidence"][0]["start"] = "here"


@pytest.mark.parametrize("change", [without_text, with_more, of_another_status, with_words_for_a_place])
def test_a_row_that_does_not_fit_is_refused(change: Callable[[dict[str, Any]], None]) -> None:
    row = json.loads(TypeAdapter(Findings).dump_json(FULL))
    change(row)
    with pytest.raises(ValueError, match="validation error"):
        reader(Findings).validate_json(json.dumps(row))


def test_a_type_that_no_row_has_is_an_error() -> None:
    with pytest.raises(TypeError):
        reader(set[str])
