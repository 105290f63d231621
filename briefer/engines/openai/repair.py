"""The model's second answers in the places of the claims that the gates withheld."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from briefer.engines.openai.findings import actor_of, event_of, headline_of, line_of, position_of, step_of
from briefer.engines.openai.numbered import Numbered
from briefer.engines.openai.reply import Answer
from briefer.engines.openai.told import every, put_in
from briefer.model import Analysis, Findings, Statement, claim_id
from briefer.model.brief import ClaimKind

#: The contract's names of the kinds.
_FIELDS: dict[str, ClaimKind] = {
    "who": "who", "what": "what", "position": "position", "next_step": "step", "line": "custom",
}  # fmt: skip


def repaired(findings: Findings, analysis: Analysis, answers: Sequence[Answer]) -> Findings:
    """The findings with the answered claims in the places of the withheld ones, unchecked; the others as they are."""
    text = Numbered(analysis)
    found = {answer.claim.strip().lower(): answer for answer in reversed(answers)}
    hashes = {findings.article.id: findings.article.sha256}
    taken = {claim.id for _, claim in every(findings)}

    def new(name: str, kind: str, claim: Any) -> Any:
        said = getattr(found.get(name), kind, None)
        if said is None:
            return claim
        made = _MAKERS[kind](text, said)
        if kind == "headline":
            return claim if made is None else made
        if kind == "position":
            made = replace(made, salience=claim.salience)
        first = claim_id(_FIELDS[kind], made, hashes)
        taken.discard(claim.id)
        unused, number = first, 1
        while unused in taken:
            number += 1
            unused = f"{first}-{number}"
        taken.add(unused)
        return replace(made, id=unused)

    return put_in(findings, "withheld", new)


def _headline(text: Numbered, said: Any) -> Statement | None:
    words, evidence = headline_of(text, said)
    return Statement(text=words, evidence=evidence) if words is not None else None


_MAKERS: dict[str, Any] = {
    "headline": _headline, "who": actor_of, "what": event_of, "position": position_of, "next_step": step_of,
    "line": line_of,
}  # fmt: skip
