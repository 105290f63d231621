"""An article's findings through the gates, every claim coming back with its check."""

from __future__ import annotations

from dataclasses import replace

from briefer.model import Analysis, Findings, Statement
from briefer.verify.claims import checked, ground_of


def check_findings(findings: Findings, analysis: Analysis, *, language: str | None = None) -> Findings:
    """The findings with a check on every claim; nothing is taken out, and ids stay.

    Gates may add sentences to a claim's evidence, where a value of it stands elsewhere in the article.
    A headline that fails keeps its words, so that the account can count it; what is shown instead is for
    whoever composes the brief to choose. `language` is that of the engine's own words, None: the article's.
    """
    grounds = ground_of({analysis.article.id: analysis}, language)
    headline = None
    if findings.headline is not None:
        said = Statement(text=findings.headline, evidence=findings.headline_evidence)
        headline = checked(said, grounds, headline=True)
    return replace(
        findings,
        headline_evidence=headline.evidence if headline else findings.headline_evidence,
        headline_check=headline.check if headline else None,
        who=tuple(checked(claim, grounds) for claim in findings.who),
        what=tuple(checked(claim, grounds) for claim in findings.what),
        positions=tuple(checked(claim, grounds) for claim in findings.positions),
        next_steps=tuple(checked(claim, grounds) for claim in findings.next_steps),
        custom={
            name: replace(section, claims=tuple(checked(claim, grounds) for claim in section.claims))
            for name, section in findings.custom.items()
        },
    )
