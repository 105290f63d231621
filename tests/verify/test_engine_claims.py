"""The built-in engine's claims through the gates: as they are they pass, altered they do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from briefer.engines.extractive import ExtractiveEngine
from briefer.language import analyse
from briefer.model import Actor, Analysis, Article, Claim, Findings, NextStep, Position, Profile, Span
from briefer.verify import check_findings

TEXT = """\
OSTREL, 3 March — The Merrin government and the dockers' union failed to agree on 140 job cuts at the port of \
Ostrel on Monday.

“We did not sign anything after nine hours of talks,” union leader Ilse Varn told reporters. “Nobody should sell \
this port in secret,” she added.

Transport minister Anselm Roth said the government would not withdraw the plan. He said 140 jobs were fewer than the \
320 that the owners wanted, according to Radio Merrin.

Roth warned that the owners could close the northern gate if the strike went on.

Both sides will meet again on 12 March. The union agreed to suspend its strike until then.
"""
NAMES = ("Ilse Varn", "Anselm Roth")


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return analyse(Article.of(TEXT, id="o1", published="2026-03-03", language="en"))


@pytest.fixture(scope="module")
def findings(analysis: Analysis) -> Findings:
    return check_findings(ExtractiveEngine().read(analysis, Profile()), analysis)


def claims(findings: Findings) -> list[Claim]:
    return [*findings.who, *findings.what, *findings.positions, *findings.next_steps]


def alone(findings: Findings, claim: Claim, analysis: Analysis) -> Claim:
    """The claim through the gates, without the others."""
    empty = replace(findings, headline=None, who=(), what=(), positions=(), next_steps=())
    name = {Actor: "who", Position: "positions", NextStep: "next_steps"}.get(type(claim), "what")  # type: ignore[call-overload]
    back: Claim = getattr(check_findings(replace(empty, **{name: (claim,)}), analysis), name)[0]
    return back


def test_the_engine_s_claims_pass(findings: Findings) -> None:
    assert findings.headline_check is not None
    assert findings.headline_check.status == "verified", findings.headline_check.reasons
    not_verified = [(c.check.reasons, c) for c in claims(findings) if c.check.status != "verified"]
    assert not_verified == []
    assert {p.holder for p in findings.positions} >= set(NAMES)
    assert findings.what
    assert findings.next_steps


def altered(claim: Claim) -> Iterator[tuple[str, Claim]]:
    """The claim with one thing changed, each time another."""
    text: str = getattr(claim, "text", "")
    for match in re.finditer(r"\d", text):
        other = str((int(match.group()) + 3) % 10)
        yield "figure", _with(claim, text[: match.start()] + other + text[match.end() :])
    for name in ("Merrin", "Ostrel", "Roth"):
        if name in text:
            yield "name", _with(claim, text.replace(name, "Tolvane"))
    for old, new in (("did not", "did"), ("would not", "would"), ("failed to agree", "agreed"), ("fewer", "more")):
        if old in text:
            yield "negation or direction", _with(claim, text.replace(old, new))
    for old, new in ((" will ", " will not "), (" could ", " could not "), (" were ", " were not ")):
        if old in text:
            yield "negation put in", _with(claim, text.replace(old, new))
    yield "place", replace(claim, evidence=(Span("o1", 5000, 5100),))
    yield "article", replace(claim, evidence=tuple(replace(s, article="o2") for s in claim.evidence))
    if isinstance(claim, Position):
        yield from _other_mouths(claim)
    if isinstance(claim, NextStep) and claim.kind in ("conditional", "demanded", "predicted"):
        yield "agreed", replace(claim, kind="pledged")
        yield "agreed", replace(claim, kind="scheduled")
    if isinstance(claim, Actor) and claim.kind == "person":
        yield "role", replace(claim, role="harbour master")
        yield "role of another", replace(claim, role="union leader" if "Roth" in claim.name else "Transport minister")


def _with(claim: Any, text: str) -> Claim:
    made: Claim = replace(claim, text=text)
    return made


def _other_mouths(claim: Position) -> Iterator[tuple[str, Claim]]:
    for name in NAMES:
        if claim.holder and claim.holder not in name and name not in claim.holder:
            yield "mouth", replace(claim, holder=name, speaker=name, holder_role=None)
            yield "mouth", replace(claim, holder=name, speaker=name, holder_role=None, source=None, cue=None)
    yield "stranger", replace(claim, holder="Greta Holm", speaker="Greta Holm", holder_role=None)
    if claim.stance == "unclear":
        yield "stance", replace(claim, stance="support")
    if claim.quotes:
        words = claim.text.split()
        for i in range(1, len(words)):
            yield "word of a quote", replace(claim, text=" ".join([*words[:i], "gladly", *words[i + 1 :]]))


def test_altered_claims_are_never_verified(findings: Findings, analysis: Analysis) -> None:
    tried: dict[str, int] = {}
    for claim in claims(findings):
        for kind, other in altered(claim):
            check = alone(findings, other, analysis).check
            assert check.status != "verified", (kind, other)
            assert check.reasons
            tried[kind] = tried.get(kind, 0) + 1
    assert tried.keys() >= {
        "figure", "name", "negation or direction", "negation put in", "place", "article", "mouth", "stranger",
        "role", "role of another", "word of a quote",
    }  # fmt: skip
