"""Claims of an article told to the model: each in one line under a name, and its answers put in their places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefer.engines.openai.numbered import Numbered
from briefer.model import (
    UNCHECKED,
    Actor,
    Analysis,
    Check,
    CheckStatus,
    Claim,
    Event,
    Findings,
    NextStep,
    Position,
    Span,
    Statement,
)

#: What the prompts call the kinds of claim, in the order in which they are told.
KINDS = ("headline", "who", "what", "position", "next_step", "line")
#: Sentences on either side of a cited one that the model sees of an article too long to be shown whole.
_AROUND = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One claim as a prompt tells it."""

    #: `c1` …: what the answer calls it.
    name: str
    kind: str
    #: The claim in one line.
    words: str
    #: What the gates have against it.
    reasons: tuple[str, ...]
    #: Indices of the sentences that it cites.
    sentences: tuple[int, ...]


def told(findings: Findings, analysis: Analysis, status: CheckStatus) -> tuple[Told, ...]:
    """The claims whose check came to this, in the order of the findings."""
    text = Numbered(analysis)
    return tuple(
        Told(
            name=f"c{i}",
            kind=kind,
            words=_line(text, claim),
            reasons=_reasons(text, claim),
            sentences=tuple(dict.fromkeys(_sentences(text, claim))),
        )
        for i, (kind, claim) in enumerate(_claims(findings, status), 1)
    )


def sentences_for(items: Sequence[Told], analysis: Analysis, most: int) -> tuple[int, ...]:
    """The sentences to show: all of a short article, else the first ones and those around what is cited."""
    count = len(analysis.sentences)
    if analysis.article.characters <= most:
        return tuple(range(count))
    shown = {0, 1}
    for item in items:
        for at in item.sentences:
            shown.update(range(at - _AROUND, at + _AROUND + 1))
    return tuple(sorted(i for i in shown if 0 <= i < count))


def put_in(findings: Findings, status: CheckStatus, new: Callable[[str, str, Any], Any]) -> Findings:
    """The findings with `new(name, kind, claim)` in the place of each claim whose check came to this."""
    names = iter([f"c{i}" for i, _ in enumerate(_claims(findings, status), 1)])

    def placed(kind: str, claim: Any) -> Any:
        return new(next(names), kind, claim) if claim.check.status == status else claim

    if (headline := _headline(findings)) is not None and (made := placed("headline", headline)) is not headline:
        findings = replace(
            findings,
            headline=made.text,
            headline_evidence=made.evidence,
            headline_check=None if made.check is UNCHECKED else made.check,
        )
    return replace(
        findings,
        who=tuple(placed("who", c) for c in findings.who),
        what=tuple(placed("what", c) for c in findings.what),
        positions=tuple(placed("position", c) for c in findings.positions),
        next_steps=tuple(placed("next_step", c) for c in findings.next_steps),
        custom={
            name: replace(section, claims=tuple(placed("line", c) for c in section.claims))
            for name, section in findings.custom.items()
        },
    )


def every(findings: Findings) -> Iterator[tuple[str, Claim]]:
    """Every claim but the headline with its kind, in the order in which they are told."""
    for kind, claims in (
        ("who", findings.who),
        ("what", findings.what),
        ("position", findings.positions),
        ("next_step", findings.next_steps),
        *(("line", section.claims) for section in findings.custom.values()),
    ):
        for claim in claims:
            yield kind, claim


def _headline(findings: Findings) -> Statement | None:
    check: Check | None = findings.headline_check
    if check is None:
        return None
    return Statement(text=findings.headline or "", evidence=findings.headline_evidence, check=check)


def _claims(findings: Findings, status: CheckStatus) -> Iterator[tuple[str, Claim]]:
    headline = _headline(findings)
    first = [("headline", headline)] if headline is not None else []
    yield from ((kind, claim) for kind, claim in (*first, *every(findings)) if claim.check.status == status)


def _reasons(text: Numbered, claim: Claim) -> tuple[str, ...]:
    """What the gates have against it; ids that there are not by their names."""
    missing = [_id(text, span) for span in _spans(claim) if span.start >= text.article.characters]
    if missing:
        return (f"there is no {', '.join(dict.fromkeys(missing))} that it cites",)
    if not claim.evidence and isinstance(claim, Statement) and len(claim.text.split()) > 14:
        return ("it has more than 14 words",)
    return tuple(dict.fromkeys(reason.text for reason in claim.check.reasons))


def _spans(claim: Claim) -> list[Span]:
    spans = [*claim.evidence, *(span for spans in claim.derived.values() for span in spans)]
    spans += getattr(claim, "quotes", ())
    when = getattr(claim, "when", None)
    return [*spans, when.span] if when is not None else spans


def _sentences(text: Numbered, claim: Claim) -> Iterator[int]:
    for span in _spans(claim):
        if 0 <= span.start < text.article.characters:
            yield text.sentence_at(span.start)


def _id(text: Numbered, span: Span) -> str:
    if span.start >= text.article.characters:
        number = span.start - text.article.characters
        return f"id {number}" if number else "such words"
    return f"s{text.sentence_at(span.start) + 1}"


def _line(text: Numbered, claim: Claim) -> str:
    """The claim in one line, with its ids."""
    parts = [f"{name}: {value}" for name, value in _fields(claim) if value]
    cited = dict.fromkeys(_id(text, span) for span in claim.evidence)
    quotes = [
        f"q{i + 1}"
        for i, quotation in enumerate(text.analysis.quotations)
        if any(quotation.inner.start == s.start for s in getattr(claim, "quotes", ()))
    ]
    return "; ".join((*parts, f"cites: {', '.join((*cited, *quotes)) or 'nothing'}"))


def _fields(claim: Claim) -> list[tuple[str, str | None]]:
    if isinstance(claim, Actor):
        return [
            ("name", claim.name),
            ("kind", claim.kind),
            ("role", claim.role),
            ("organisation", claim.organisation),
            ("why", claim.why),
        ]
    if isinstance(claim, Position):
        return [
            ("holder", claim.holder),
            ("role", claim.holder_role),
            ("speaker", claim.speaker if claim.speaker != claim.holder else None),
            ("channel", claim.channel),
            ("via", claim.via),
            ("text", claim.text),
            ("stance", claim.stance),
            ("target", claim.target),
        ]
    if isinstance(claim, NextStep):
        return [
            ("text", claim.text),
            ("kind", claim.kind),
            ("actor", claim.actor),
            ("action", claim.action),
            ("says", claim.says),
            ("when", claim.when.text if claim.when else None),
        ]
    if isinstance(claim, Event):
        when = claim.when.text if claim.when else None
        return [("text", claim.text), ("status", claim.status), ("when", when), ("where", claim.where)]
    return [("text", getattr(claim, "text", None))]
