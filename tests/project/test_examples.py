"""The example articles are what their README says, and the briefs beside them are up to date."""

from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKE = ROOT / "examples" / "make.py"
COMMITTED = ROOT / "examples" / "briefs"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("briefs")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        patch.setattr(sys, "argv", [str(MAKE), str(folder)])
        runpy.run_path(str(MAKE), run_name="__main__")
    return folder


@pytest.fixture(scope="module")
def daily(made: Path) -> dict[str, Any]:
    brief: dict[str, Any] = json.loads((made / "daily.json").read_text(encoding="utf-8"))
    return brief


def test_the_briefs_are_up_to_date(made: Path) -> None:
    """Run `make examples` where this fails, and read the difference."""
    names = sorted(path.name for path in made.iterdir())
    assert names == sorted(path.name for path in COMMITTED.iterdir())
    constants = runpy.run_path(str(MAKE))
    assert names == sorted(f"{brief}.{ending}" for brief in constants["BRIEFS"] for ending in constants["FORMATS"])
    assert not [name for name in names if (made / name).read_bytes() != (COMMITTED / name).read_bytes()]


def test_three_outlets_and_an_account_of_every_article(daily: dict[str, Any]) -> None:
    account = daily["account"]["articles"]
    outcomes = {row["input"].rpartition("/")[2]: row["outcome"] for row in account}
    assert len(outcomes) == 12
    assert {name for name, outcome in outcomes.items() if outcome == "skipped"} == {
        "banc-de-skerry-radio-calvane.html",
        "page-moved-courier.html",
    }
    assert all(row["reason"] for row in account if row["outcome"] == "skipped")
    assert "failed" not in outcomes.values()
    assert {a["outlet"] for a in daily["articles"]} == {"Meridian Wire", "Harbour Courier", "Radio Calvane", None}


def test_every_span_of_the_brief_gives_back_its_words(daily: dict[str, Any]) -> None:
    texts = {article["id"]: article["text"] for article in daily["articles"]}
    spans = list(spans_of(daily))
    assert len(spans) > 100
    for span in spans:
        assert texts[span["article"]][span["start"] : span["end"]] == span["words"]


def spans_of(value: Any) -> list[dict[str, Any]]:
    """Every span inside, however deep."""
    if isinstance(value, dict):
        if value.keys() == {"article", "start", "end", "words"}:
            return [value]
        return [span for inner in value.values() for span in spans_of(inner)]
    return [span for inner in value for span in spans_of(inner)] if isinstance(value, list) else []


@pytest.mark.parametrize(
    ("holder", "words"),
    [
        ("Anton Verre", "What we do not have is a number"),
        ("Sunniva Aas", "I cannot carry a sentence from a corridor home to my cabinet"),
        ("Ilena Marsk", "Our patience is deep, but it has a floor"),
        ("Joren Marsk", "My crews want to fish, not to make speeches"),
        ("Tomas Brandt", "I will answer that question in court, where it belongs"),
        ("Elsa Brandt", "Two nights without light are a lesson, not a fate"),
        ("Petrossian", "A month is not an offer, it is a postponement with a ribbon on it"),
    ],
)
def test_quotations_are_in_the_right_mouth(daily: dict[str, Any], holder: str, words: str) -> None:
    holders = {
        position["holder"]
        for story in daily["stories"]
        for position in story["positions"]
        if any(words in quote["words"] for quote in position["quotes"])
    }
    assert holders
    assert all(holder in found for found in holders), holders


def test_no_threat_is_a_step_that_was_agreed(daily: dict[str, Any]) -> None:
    agreed = [
        step["text"]
        for story in daily["stories"]
        for step in story["next_steps"]
        if step["kind"] in {"scheduled", "pledged"}
    ]
    assert agreed
    for words in ("lock the gates", "close its harbours", "hire outside crews", "leave the city market"):
        assert not [text for text in agreed if words in text]
