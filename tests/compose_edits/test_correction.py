"""What readers of an earlier revision are told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefer.compose import correction
from briefer.compose.edits import apply, parts
from briefer.errors import BrieferError
from briefer.model import Brief, Claim, ClaimKind, Corrected, Edit
from briefer.render.checks import sample


def done(brief: Brief, *edits: Edit) -> Brief:
    def check(_: ClaimKind, claim: Claim) -> Claim:
        return claim

    return apply(brief, edits, check=check)


@pytest.fixture
def brief() -> Brief:
    return sample("complete")


def _id(brief: Brief, words: str) -> str:
    return next(p.id for p in parts(brief) if words in p.words)


def test_the_same_words_are_no_correction(brief: Brief) -> None:
    assert correction(brief, brief) == ()
    moved = done(brief, Edit(what="pin", target="s2"), Edit(what="move", target="s1", place=1))
    assert correction(brief, moved) == ()


def test_words_replaced_taken_out_and_added_are_told(brief: Brief) -> None:
    headline = brief.stories[0].headline
    after = done(
        brief,
        Edit(what="replace", target=_id(brief, "publish its accounts"), words="publish its books"),
        Edit(what="hide", target=_id(brief, "meet its members")),
        Edit(what="hide", target="138d"),
        Edit(what="recommend", words="Wait."),
        Edit(what="line", words="We welcome it."),
        Edit(what="note", target="s1", words="Ask."),
    )
    assert correction(brief, after) == (
        Corrected(
            kind="replaced",
            part="recommendation",
            before="Offer the board a hearing before 28 May.",
            after="Wait.",
        ),
        Corrected(kind="added", part="line", after="We welcome it."),
        Corrected(kind="added", part="note", after="Ask.", story=headline),
        Corrected(kind="hidden", part="bottom_line", before="Lodin Lines opposes the increase."),
        Corrected(
            kind="replaced",
            part="step",
            before="publish its accounts by 18 May",
            after="publish its books",
            story=headline,
        ),
        Corrected(kind="hidden", part="step", before="meet its members", story=headline),
    )
    back = correction(after, brief)
    assert {(c.kind, c.part) for c in back} == {
        ("replaced", "recommendation"),
        ("hidden", "line"),
        ("hidden", "note"),
        ("added", "bottom_line"),
        ("replaced", "step"),
        ("added", "step"),
    }


def test_of_a_story_that_is_gone_the_headline_says_enough(brief: Brief) -> None:
    after = done(brief, Edit(what="note", target="s2", words="Ask."), Edit(what="hide", target="s2"))
    gone = Corrected(kind="hidden", part="headline", before="Cassel closes two quays for the summer")
    assert correction(brief, after) == (replace(gone, story=gone.before),)
    (come,) = correction(after, brief)
    assert (come.kind, come.after) == ("added", gone.before)


def test_several_revisions_are_one_difference(brief: Brief) -> None:
    target = _id(brief, "publish its accounts")
    first = done(brief, Edit(what="replace", target=target, words="publish some"))
    second = done(first, Edit(what="replace", target=target, words="publish all"))
    assert [(c.before, c.after) for c in correction(brief, second)] == [
        ("publish its accounts by 18 May", "publish all")
    ]
    back = done(second, Edit(what="replace", target=target, words="publish its accounts by 18 May"))
    assert correction(brief, back) == ()


def test_two_briefs_are_no_revisions_of_each_other(brief: Brief) -> None:
    with pytest.raises(BrieferError, match="two briefs"):
        correction(brief, sample("thirty"))
