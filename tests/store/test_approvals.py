"""A brief is released in exactly these words, and in no others."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from briefer.compose.edits import apply
from briefer.model import Brief, Claim, ClaimKind, Edit
from briefer.render.checks import sample
from briefer.store import Approval, Approvals

NOW = datetime(2026, 5, 21, 8, 30, tzinfo=timezone(timedelta(hours=2)))


def _same(_: ClaimKind, claim: Claim) -> Claim:
    return claim


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "briefer.db"


@pytest.fixture
def brief() -> Brief:
    return sample("complete")


def test_an_approval_outlives_the_process(path: Path, brief: Brief) -> None:
    with Approvals(path) as approvals:
        assert approvals.state(brief) == Approval(released=False)
        assert not approvals.released(brief)
        found = approvals.approve(brief, by="M. Lind", now=NOW)
    assert found == Approval(released=True, by="M. Lind", at="2026-05-21T06:30:00Z")
    with Approvals(path) as approvals:
        assert approvals.released(brief)
        assert approvals.state(brief) == found
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0


def test_an_edit_needs_a_new_approval(path: Path, brief: Brief) -> None:
    later = apply(brief, [Edit(what="line", words="x")], check=_same)
    with Approvals(path) as approvals:
        approvals.approve(brief, by="M. Lind", now=NOW)
        assert approvals.state(later) == Approval(released=False, earlier=1)
        assert approvals.released(brief)


@pytest.mark.parametrize("changed", [{"title": "Another"}, {"id": "other"}, {"revision": 2}, {"set": {}}])
def test_other_words_of_the_same_revision_are_not_released(
    path: Path, brief: Brief, changed: dict[str, object]
) -> None:
    with Approvals(path) as approvals:
        approvals.approve(brief, by="M. Lind", now=NOW)
        # The digest in the file says nothing: it is computed.
        assert not approvals.released(replace(brief, **changed))  # type: ignore[arg-type]
        assert approvals.released(replace(brief, digest="0" * 64))


def test_who_released_it_first_stays(path: Path, brief: Brief) -> None:
    with Approvals(path) as approvals:
        approvals.approve(brief, by="M. Lind", now=NOW)
        assert approvals.approve(brief, by="O. Later", now=NOW + timedelta(days=1)).by == "M. Lind"


def test_it_can_be_held_back_again(path: Path, brief: Brief) -> None:
    with Approvals(path) as approvals:
        assert not approvals.revoke(brief)
        approvals.approve(brief, by="M. Lind", now=NOW)
        assert approvals.revoke(brief)
        assert approvals.state(brief) == Approval(released=False)
        assert approvals.approve(brief, by="N. New", now=NOW).by == "N. New"


def test_threads_may_share_it(path: Path, brief: Brief) -> None:
    briefs = [replace(brief, id=f"b{n}") for n in range(12)]
    with Approvals(path) as approvals, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda b: approvals.approve(b, by="M. Lind", now=datetime.now(UTC)), briefs))
        assert all(approvals.released(b) for b in briefs)
