"""Mornings from end to end, broken off and run again: nothing is lost, and nobody has a mail twice."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="runs are forked")


@pytest.fixture
def mornings(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import mornings

    return mornings


def test_mornings_that_break_off_are_completed(mornings: Any, tmp_path: Path) -> None:
    """Feeds fail and come back, the clocks change and are set back; `python benchmarks/mornings.py` has the month."""
    tally = mornings.month(7, 7, tmp_path)
    assert not tally.faults
    assert tally.briefs == 9
    assert tally.broken_off >= 3
    assert tally.mails + tally.in_doubt >= tally.briefs * mornings.RECIPIENTS


def test_a_crash_at_any_step_loses_and_doubles_nothing(mornings: Any, tmp_path: Path) -> None:
    """Some of the steps; `python benchmarks/mornings.py --every 1` goes through all of them."""
    tally = mornings.every(3, 170, tmp_path)
    assert not tally.faults
    assert tally.broken_off >= 3


def test_with_a_model_too(mornings: Any, tmp_path: Path) -> None:
    tally = mornings.month(5, 1, tmp_path, model=True)
    assert not tally.faults
    assert tally.briefs == 3
