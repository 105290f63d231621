"""A crash at any step of sending to 20 recipients: some of all the steps; `benchmarks/mail.py --crashes` has the rest."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="senders are forked")


@pytest.fixture
def crashes(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import mail_crashes

    return mail_crashes


def test_over_several_connections_each_can_leave_one_mail_in_doubt(crashes: Any, tmp_path: Path) -> None:
    with crashes.harness(tmp_path, connections=3) as harness:
        found = list(harness.all(every=97))
    assert not [(left.step, left.what, left.faults()) for left in found if left.faults()]
    assert len(found) >= 5
    assert any("unknown" in left.states.values() for left in found)


def test_a_crash_at_any_step_doubles_and_forgets_nobody(crashes: Any, tmp_path: Path) -> None:
    with crashes.harness(tmp_path) as harness:
        # A prime, so that in the course of the recipients every kind of step comes up.
        found = list(harness.all(every=23))
    assert not [(left.step, left.what, left.faults()) for left in found if left.faults()]
    assert not found[-1].crashed
    assert len(found) > 18
    # Something must have been in doubt, or this shows nothing; and most crashes leave no doubt.
    doubts = [left for left in found if "unknown" in left.states.values()]
    assert 3 < len(doubts) < len(found) / 2
    assert {left.what for left in doubts} <= {
        "after begin",
        "before settle",
        "before data",
        "after data",
        "after hearing 354",
        "before the mail",
        "in the middle of the mail",
        "after the mail",
        "after hearing 250",
    }
