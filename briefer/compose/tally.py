"""The account of claims: how many were made, and what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from briefer.model import (
    Account,
    ArticleOutcome,
    Claim,
    ClaimCounts,
    ClaimKind,
    Findings,
    Gate,
    Material,
    NotShown,
    Statement,
    Story,
    WithheldClaim,
)


@dataclass(slots=True)
class Tally:
    """Counts claims as they are made, shown and left out."""

    made: Counter[str] = field(default_factory=Counter)
    shown: int = 0
    merged: int = 0
    rank: int = 0
    limit: int = 0
    filter: int = 0
    withheld: list[WithheldClaim] = field(default_factory=list)
    not_run: dict[str, set[Gate]] = field(default_factory=dict)

    def count(self, found: Findings) -> None:
        """All that an article's findings claim."""
        language = found.article.language
        if found.headline is not None and found.headline_check is not None:
            headline = Statement(evidence=found.headline_evidence, check=found.headline_check, text=found.headline)
            self.make("headline", headline, language)
        for kind, claim in claims_of(found):
            self.make(kind, claim, language)

    def make(self, kind: ClaimKind, claim: Claim, language: str | None) -> None:
        """One claim, made in an article of this language."""
        self.made[claim.check.status] += 1
        skipped = {gate for gate, result in claim.check.gates.items() if result == "not_run"}
        if skipped:
            self.not_run.setdefault(language or "und", set()).update(skipped)
        if claim.check.status == "withheld":
            self.withheld.append(
                WithheldClaim(
                    id=claim.id,
                    evidence=claim.evidence,
                    derived=claim.derived,
                    check=claim.check,
                    kind=kind,
                    text=words_of(claim),
                )
            )

    def take(self, other: Tally) -> None:
        """What became of the verified claims of one story."""
        self.shown += other.shown
        self.merged += other.merged
        self.rank += other.rank
        self.limit += other.limit

    def account(self, outcomes: Iterable[ArticleOutcome]) -> Account:
        """What a brief says of its articles and of these claims."""
        return Account(
            articles=tuple(outcomes),
            claims=ClaimCounts(
                made=self.made.total(),
                verified=self.made["verified"],
                flagged=self.made["flagged"],
                withheld=self.made["withheld"],
                shown=self.shown,
                merged=self.merged,
                not_shown=NotShown(rank=self.rank, limit=self.limit, filter=self.filter),
            ),
            withheld=tuple(self.withheld),
            gates_not_run={language: tuple(sorted(gates)) for language, gates in sorted(self.not_run.items())},
        )


def words_of(claim: Claim) -> str:
    """What a claim says, in one string."""
    return str(getattr(claim, "text", None) or getattr(claim, "name", ""))


def claims_of(findings: Findings | Material | Story) -> Iterator[tuple[ClaimKind, Claim]]:
    """Every claim but the headline."""
    for actor in findings.who:
        yield "who", actor
    for event in findings.what:
        yield "what", event
    for position in findings.positions:
        yield "position", position
    for step in findings.next_steps:
        yield "step", step
    for section in findings.custom.values():
        for statement in section.claims:
            yield "custom", statement


def verified(claims: Iterable[Claim]) -> int:
    """How many of them passed every gate."""
    return sum(claim.check.status == "verified" for claim in claims)
