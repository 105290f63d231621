"""Names for claims that stay the same from run to run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from briefer.model.article import Span
from briefer.model.brief import ClaimKind
from briefer.model.claims import Claim, Custom, Findings

C = TypeVar("C", bound=Claim)


def claim_spans(claim: Claim) -> list[Span]:
    """Evidence, mention, source, cue, content and quotes, in this order."""
    spans = list(claim.evidence)
    single = (getattr(claim, name, None) for name in ("mention", "source", "cue"))
    spans.extend(span for span in single if span is not None)
    for name in ("content", "quotes"):
        spans.extend(getattr(claim, name, ()))
    return spans


def claim_id(kind: ClaimKind, claim: Claim, hashes: Mapping[str, str]) -> str:
    """The first 16 hex digits of SHA-256 over kind, article hashes and all the claim's spans.

    `hashes` maps article ids to their SHA-256.
    """
    spans = claim_spans(claim)
    articles = list(dict.fromkeys(span.article for span in spans))
    # An id that does not exist is for the gates to find; the name of the claim must not stop them.
    key = [kind, *(hashes.get(a, a) for a in articles), [[s.start, s.end] for s in spans]]
    return hashlib.sha256(json.dumps(key).encode()).hexdigest()[:16]


def _named(kind: ClaimKind, claims: Sequence[C], hashes: Mapping[str, str], seen: dict[str, int]) -> tuple[C, ...]:
    by_place = sorted(range(len(claims)), key=lambda i: [(s.start, s.end) for s in claim_spans(claims[i])])
    names: dict[int, str] = {}
    for i in by_place:
        name = claim_id(kind, claims[i], hashes)
        seen[name] = seen.get(name, 0) + 1
        names[i] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return tuple(replace(claim, id=names[i]) for i, claim in enumerate(claims))


def statements_with_ids(kind: ClaimKind, claims: Sequence[C], hashes: Mapping[str, str]) -> tuple[C, ...]:
    """The claims with their ids; ties get `-2`, `-3` in text order."""
    return _named(kind, claims, hashes, {})


def with_ids(findings: Findings) -> Findings:
    """The findings with an id on every claim; ties get `-2`, `-3` in text order."""
    hashes = {findings.article.id: findings.article.sha256}
    seen: dict[str, int] = {}

    def custom(sections: Iterable[tuple[str, Custom]]) -> dict[str, Custom]:
        return {n: replace(c, claims=_named("custom", c.claims, hashes, seen)) for n, c in sections}

    return replace(
        findings,
        who=_named("who", findings.who, hashes, seen),
        what=_named("what", findings.what, hashes, seen),
        positions=_named("position", findings.positions, hashes, seen),
        next_steps=_named("step", findings.next_steps, hashes, seen),
        custom=custom(findings.custom.items()),
    )
