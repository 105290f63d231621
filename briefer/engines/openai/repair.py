"""The claims that the gates withheld, told to the model once more, and its answers put in their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefer.engines.openai.findings import actor_of, event_of, headline_of, line_of, position_of, step_of
from briefer.engines.openai.numbered import Numbered
from briefer.engines.openai.reply import Answer
from briefer.model import (
    Actor,
    Analysis,
    Check,
    Claim,
    Event,
    Findings,
    NextStep,
    Position,
    Span,
    Statement,
    claim_id,
)
from briefer.model.brief import ClaimKind

#: Fields of an `Answer`, by kind of claim.
KINDS = ("headline", "who", "what", "position", "next_step", "line")
_FIELDS: dict[str, ClaimKind] = {
    "who": "who", "what": "what", "position": "position", "next_step": "step", "line": "custom",
}  # fmt: skip
#: Sentences on either side of a cited one that a repair sees of an article too long to be shown whole.
_AROUND = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """One claim that was withheld."""

    #: `c1` …: what the answer calls it.
    name: str
    kind: str
    #: The claim in one line.
    words: str
    reasons: tuple[str, ...]
    #: Indices of the sentences that it cites.
    sentences: tuple[int, ...]


def withheld(findings: Findings, analysis: Analysis) -> tuple[Failed, ...]:
    """The withheld claims in the order of the findings."""
    text = Numbered(analysis)
    return tuple(
        Failed(
            name=f"c{i}",
            kind=kind,
            words=_told(text, claim),
            reasons=_reasons(text, claim),
            sentences=tuple(_sentences(text, claim)),
        )
        for i, (kind, claim) in enumerate(_withheld(findings), 1)
    )


def sentences_for(failed: Sequence[Failed], analysis: Analysis, most: int) -> tuple[int, ...]:
    """The sentences to show: all of a short article, else the first ones and those around what is cited."""
    count = len(analysis.sentences)
    if analysis.article.characters <= most:
        return tuple(range(count))
    shown = {0, 1}
    for item in failed:
        for at in item.sentences:
            shown.update(range(at - _AROUND, at + _AROUND + 1))
    return tuple(sorted(i for i in shown if 0 <= i < count))


def repaired(findings: Findings, analysis: Analysis, answers: Sequence[Answer]) -> Findings:
    """The findings with the answered claims in the places of the withheld ones, unchecked; the others as they are."""
    text = Numbered(analysis)
    found = {answer.claim.strip().lower(): answer for answer in reversed(answers)}
    names = iter([f"c{i}" for i, _ in enumerate(_withheld(findings), 1)])
    hashes = {findings.article.id: findings.article.sha256}
    taken = {claim.id for _, claim in _all(findings)}

    def new(kind: str, claim: Any) -> Any:
        if claim.check.status != "withheld":
            return claim
        said = getattr(found.get(next(names)), kind, None)
        if said is None:
            return claim
        made = _MAKERS[kind](text, said)
        if kind == "position":
            made = replace(made, salience=claim.salience)
        name = first = claim_id(_FIELDS[kind], made, hashes)
        number = 1
        while name in taken:
            number += 1
            name = f"{first}-{number}"
        taken.add(name)
        return replace(made, id=name)

    findings = _with_headline(findings, text, found, names)
    return replace(
        findings,
        who=tuple(new("who", c) for c in findings.who),
        what=tuple(new("what", c) for c in findings.what),
        positions=tuple(new("position", c) for c in findings.positions),
        next_steps=tuple(new("next_step", c) for c in findings.next_steps),
        custom={
            name: replace(section, claims=tuple(new("line", c) for c in section.claims))
            for name, section in findings.custom.items()
        },
    )


def _with_headline(findings: Findings, text: Numbered, found: dict[str, Answer], names: Iterator[str]) -> Findings:
    if not _headline_failed(findings):
        return findings
    answer = found.get(next(names))
    words, evidence = headline_of(text, answer.headline if answer is not None else None)
    if words is None:
        return findings
    return replace(findings, headline=words, headline_evidence=evidence, headline_check=None)


_MAKERS: dict[str, Any] = {
    "who": actor_of, "what": event_of, "position": position_of, "next_step": step_of, "line": line_of,
}  # fmt: skip


def _headline_failed(findings: Findings) -> bool:
    return findings.headline_check is not None and findings.headline_check.status == "withheld"


def _all(findings: Findings) -> Iterator[tuple[str, Claim]]:
    """Every claim but the headline with its kind, in the order in which `repaired` walks."""
    for kind, claims in (
        ("who", findings.who),
        ("what", findings.what),
        ("position", findings.positions),
        ("next_step", findings.next_steps),
        *(("line", section.claims) for section in findings.custom.values()),
    ):
        for claim in claims:
            yield kind, claim


def _withheld(findings: Findings) -> Iterator[tuple[str, Claim]]:
    if _headline_failed(findings):
        check = findings.headline_check or Check(status="withheld")
        yield "headline", Statement(text=findings.headline or "", evidence=findings.headline_evidence, check=check)
    yield from ((kind, claim) for kind, claim in _all(findings) if claim.check.status == "withheld")


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


def _told(text: Numbered, claim: Claim) -> str:
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
