"""What holds: of findings, and of a brief that comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefer.model import Article, Brief, Findings

if TYPE_CHECKING:
    from briefer.verify import Mismatch


def check(findings: Findings, article: Article, *, language: str | None = None) -> Findings:
    """The findings with a check on every claim, whoever made them; `language` is that of their own words.

    Nothing is taken out: a claim that does not hold is `withheld`, with the reasons.
    """
    from briefer.language import analyse
    from briefer.verify import check_findings

    return check_findings(findings, analyse(article), language=language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a second look at a brief found."""

    brief: Brief
    #: Whether nothing was changed since the digest was made.
    digest: bool
    #: Where a span holds other words than its article.
    altered: tuple[str, ...]
    #: The claims whose stored check does not hold.
    mismatches: tuple[Mismatch, ...]

    @property
    def holds(self) -> bool:
        """Whether all of it does."""
        return self.digest and not self.altered and not self.mismatches


def verified(bundle: dict[str, Any]) -> Verdict:
    """What of a brief's bundle holds: its digest, the words of its spans and every stored check."""
    from briefer.contract import altered_words, digest, load_brief
    from briefer.language import analyse_all
    from briefer.verify import check_brief

    brief = load_brief(bundle)
    analyses = {analysis.article.id: analysis for analysis in analyse_all(brief.articles)}
    return Verdict(
        brief=brief,
        digest=bundle.get("digest") == digest(bundle),
        altered=altered_words(bundle),
        mismatches=check_brief(brief, analyses),
    )
