"""The built-in engine: rules over the parse, no network, every shown word from the article."""

from __future__ import annotations

from dataclasses import dataclass, replace

from briefer.engines.extractive.events import find_headline, find_what
from briefer.engines.extractive.gaps import find_gaps
from briefer.engines.extractive.people import find_who
from briefer.engines.extractive.positions import find_positions
from briefer.engines.extractive.steps import find_next_steps
from briefer.engines.extractive.text import Text
from briefer.language import RULES, is_parsed
from briefer.model import Analysis, EngineInfo, Findings, Problem, Profile, with_ids

__all__ = ["ExtractiveEngine"]


@dataclass(frozen=True, slots=True)
class ExtractiveEngine:
    """Reads English articles by rules alone."""

    @property
    def info(self) -> EngineInfo:
        """Its name, and the version of the rules."""
        return EngineInfo(name="extractive", rules=RULES)

    def reads(self, language: str | None) -> bool:
        """Only languages with a parser."""
        return is_parsed(language)

    def read(self, analysis: Analysis, profile: Profile) -> Findings:  # noqa: ARG002  (rules read alike for everyone)
        """The article's findings, unchecked; a user's own sections stay empty, no rule can answer them."""
        text = Text(analysis)
        positions = find_positions(text)
        what = find_what(text)
        headline, evidence = find_headline(text)
        next_steps = find_next_steps(text)
        findings = Findings(
            article=analysis.article.info(),
            engine=self.info,
            headline=headline,
            headline_evidence=evidence,
            who=find_who(text),
            what=what,
            positions=positions,
            next_steps=next_steps,
            gaps=find_gaps(text, what, positions, next_steps),
        )
        return with_ids(_with_status(findings))


def _with_status(findings: Findings) -> Findings:
    if findings.who or findings.what or findings.positions or findings.next_steps:
        return findings
    problem = Problem(code="nothing_found", text="the rules found no event, position or step in this article")
    return replace(findings, status="empty", problem=problem)
