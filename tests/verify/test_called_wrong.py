"""What an article itself calls wrong is never shown as told or said without those words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefer.engines.extractive import ExtractiveEngine
from briefer.language import analyse
from briefer.model import Analysis, Article, Findings, Profile, Statement
from briefer.verify import check_claim, check_findings, check_statement


def read(text: str) -> tuple[Findings, Analysis]:
    analysis = analyse(Article.of(text, id="a1", published="2026-05-20", language="en"))
    return check_findings(ExtractiveEngine().read(analysis, Profile()), analysis), analysis


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "In an item of 3 May the Coast Agency wrongly reported that the dam will cost 12 million euros.",
            "wrongly reported that the dam will cost 12 million euros",
        ),
        (
            "The Coast Agency had incorrectly stated on Monday that the dam was closed.",
            "had incorrectly stated on Monday that the dam was closed",
        ),
        ("The mayor falsely claimed the dam was closed.", "falsely claimed the dam was closed"),
        (
            "The mayor did not say, as reported, that the dam was shut.",
            "did not say, as reported, that the dam was shut",
        ),
    ],
)
def test_it_is_shown_with_the_words_that_call_it_wrong(text: str, shown: str) -> None:
    findings, analysis = read(text)
    (position,) = findings.positions
    assert (position.text, position.check.status) == (shown, "verified")
    # Any engine's words without them are held back.
    bare = replace(position, text=analysis.words(position.content[0]).removeprefix("that "))
    (again,) = check_findings(replace(findings, positions=(bare,)), analysis).positions
    assert again.check.status == "withheld", again.check


@pytest.mark.parametrize(
    "text",
    [
        "“The dam is closed,” the mayor wrongly told reporters.",
        "An earlier version of this article said that the dam was closed. It is open.",
        "The ministry was mistaken when it said that the dam was closed.",
    ],
)
def test_it_is_withheld_where_those_words_stand_apart(text: str) -> None:
    findings, _ = read(text)
    (position,) = findings.positions
    assert position.check.status == "withheld"
    assert "which is left out" in position.check.reasons[0].text


def test_it_is_no_fact_either() -> None:
    text = "The Coast Agency wrongly reported that the dam will cost 12 million euros. The dam opens in May."
    findings, analysis = read(text)
    evidence = findings.what[-1].evidence
    for words, status in (("the dam will cost 12 million euros", "withheld"), ("The dam opens in May.", "verified")):
        spans = [e.evidence[0] for e in findings.what if words in analysis.words(e.evidence[0])] or list(evidence)
        made = check_statement(Statement(text=words, evidence=tuple(spans)), {"a1": analysis})
        assert made.check.status == status, (words, made.check)


SENTENCES = [
    "In an item of 3 May the Coast Agency wrongly reported that the dam will cost 12 million euros.",
    "The correct figure is 9 million euros.",
]


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        ("The dam will cost 12 million euros.", "withheld"),
        ("The Coast Agency said the dam would cost 12 million euros.", "withheld"),
        ("The Coast Agency wrongly reported that the dam will cost 12 million euros.", "verified"),
        ("The Coast Agency corrected its report that the dam will cost 12 million euros.", "verified"),
        ("The correct figure is 9 million euros.", "verified"),
        # Another figure is not what was wrong; that it belongs to the dam stands in no one sentence.
        ("The dam will cost 9 million euros.", "flagged"),
    ],
)
def test_claims_in_other_words(claim: str, status: str) -> None:
    check = check_claim(claim, SENTENCES, cited=(0, 1))
    assert check.status == status, check


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("The dam was shut.", "The dam was shut on the wrong day, the mayor said."),
        ("The mayor said the dam was shut.", "The mayor said the dam was shut, and that the map was wrong."),
    ],
)
def test_other_things_that_are_wrong_do_not_touch_it(claim: str, sentence: str) -> None:
    assert check_claim(claim, [sentence], cited=(0,)).status == "verified"
