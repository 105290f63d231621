"""The samples are bundles like any other, and what `examples/samples` makes of invented articles."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from briefer.contract import altered_words, digest, load_brief
from briefer.render.checks import SAMPLES, sample

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "templates" / "samples"


def bundle(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def test_they_are_up_to_date() -> None:
    """Run `python examples/samples` where this fails, and read the difference."""
    made = runpy.run_path(str(ROOT / "examples" / "samples"))
    assert set(made["SAMPLES"]) == set(SAMPLES) == {path.stem for path in FOLDER.glob("*.json")}
    stale = [n for n in SAMPLES if (FOLDER / f"{n}.json").read_text(encoding="utf-8") != made["written"](n)]
    assert not stale


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_keeps_the_contract(name: str) -> None:
    found = bundle(name)
    brief = load_brief(found)
    assert found["digest"] == digest(found)
    assert not altered_words(found)
    claims = brief.account.claims
    assert claims.made == claims.verified + claims.flagged + claims.withheld
    hidden = claims.not_shown
    assert claims.verified == claims.shown + claims.merged + hidden.rank + hidden.limit + hidden.filter + hidden.edit
    assert len(brief.account.withheld) == claims.withheld


def test_the_complete_one_has_everything() -> None:
    brief = sample("complete")
    positions = [p for s in brief.stories for p in s.positions]
    steps = [n for s in brief.stories for n in s.next_steps]
    assert {p.stance for p in positions} == {"support", "oppose", "conditional", "neutral", "unclear"}
    assert {p.channel for p in positions} == {"direct", "spokesperson", "document", "unnamed"}
    assert {n.kind for n in steps} == {"scheduled", "pledged", "demanded", "conditional", "predicted"}
    assert {c.kind for c in brief.changes} == {"new", "changed", "not_heard", "due", "overdue"}
    assert {a.outcome for a in brief.account.articles} == {"used", "merged", "skipped", "failed"}
    assert {c.status for s in brief.stories for e in s.what for c in [e.check]} == {"verified", "flagged"}
    assert {c.kind for s in brief.stories for c in s.custom.values()} == {"list", "claim", "choice"}
    assert any(p.translation for p in positions)
    assert any(s.contradictions for s in brief.stories)
    assert {n.when is None for n in steps} == {True, False}


def test_the_others_are_what_they_are_called() -> None:
    assert len(sample("thirty").stories) == 30
    assert not sample("empty").stories
    assert len(sample("minimal").stories) == 1
    assert not sample("minimal").stories[0].who
    assert sample("rtl").language == "ar"
    words = sample("hostile").articles[0].text
    assert all(
        part in words for part in ("<script>", "{{ 7*7 }}", "javascript:", "\u202e", "\x00", "[" * 20_000, "@everyone")
    )
