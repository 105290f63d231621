"""A finished brief checked again, against the articles that it carries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from briefer.model import Analysis, Brief, Check, Claim, ClaimKind, Gate, GateResult, Statement, Story
from briefer.verify.claims import Grounds, checked, ground_of

C = TypeVar("C", bound=Claim)

#: Engines whose words are in the article's language.
_AS_THE_ARTICLE = frozenset({"extractive", "replay"})
#: What the rules leave open, and the gates on which no model has a say.
_OPEN: frozenset[GateResult] = frozenset({"weak", "not_run"})
_CODE_ALONE: frozenset[Gate] = frozenset({"ids", "quote"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A claim of a brief whose stored check does not hold."""

    #: Of the claim; of the story for a headline.
    claim: str
    kind: ClaimKind
    #: What the claim says.
    text: str
    stored: Check
    found: Check
    #: In words that a reader understands.
    reason: str


def check_statement(claim: C, analyses: Mapping[str, Analysis], *, language: str | None = None) -> C:
    """A lead, a bottom line or a merged claim with its check; its evidence may span several articles, given by id.

    `language` is that of its words, None: the articles'.
    """
    cited = {span.article for span in claim.evidence}
    known = {name: analyses[name] for name in sorted(cited) if name in analyses}
    return checked(claim, ground_of(known, language))


def check_edited(brief: Brief, kind: ClaimKind, claim: C, analyses: Mapping[str, Analysis]) -> C:
    """A claim of a brief whose words a person has changed, with its check and the sentences that the gates added.

    `analyses` are those of the articles that it cites, at least. A later `check_brief` comes to the same.
    """
    grounds = ground_of(analyses, _language(brief))
    made = checked(claim, grounds, headline=kind == "headline")
    # Sentences that were added may let a gate see more; what is stored must be what is found again.
    while made.evidence != claim.evidence:
        claim, made = made, checked(made, grounds, headline=kind == "headline")
    return made


def _language(brief: Brief) -> str | None:
    """The language of the claims' own words; None: that of their articles."""
    # Only a model writes in the brief's language; what is recorded or found by rule is in the article's.
    own = brief.engine.name not in _AS_THE_ARTICLE and brief.engine.model is not None
    return brief.language if own else None


def check_brief(brief: Brief, analyses: Mapping[str, Analysis]) -> tuple[Mismatch, ...]:
    """The claims of a brief whose stored checks do not hold, in the order of the brief.

    `analyses` maps the ids of the brief's articles to their analyses. Digest and stored words are the
    business of whoever loads the brief.
    """
    grounds = ground_of(analyses, _language(brief))
    return tuple(
        mismatch
        for kind, name, claim in _claims(brief)
        if (mismatch := _compared(kind, name, claim, grounds)) is not None
    )


def _claims(brief: Brief) -> Iterator[tuple[ClaimKind, str, Claim]]:
    for statement in brief.bottom_line:
        yield "bottom_line", statement.id, statement
    for story in brief.stories:
        yield from _of_story(story)


def _of_story(story: Story) -> Iterator[tuple[ClaimKind, str, Claim]]:
    headline = Statement(text=story.headline, evidence=story.headline_evidence, check=story.headline_check)
    yield "headline", story.id, headline
    for lead in story.lead:
        yield "lead", lead.id, lead
    for actor in story.who:
        yield "who", actor.id, actor
    for event in story.what:
        yield "what", event.id, event
    for position in story.positions:
        yield "position", position.id, position
    for step in story.next_steps:
        yield "step", step.id, step
    for section in story.custom.values():
        for statement in section.claims:
            yield "custom", statement.id, statement


def _compared(kind: ClaimKind, name: str, claim: Claim, grounds: Grounds) -> Mismatch | None:
    found = checked(claim, grounds, headline=kind == "headline").check
    stored = claim.check
    by_model = stored.by != "rules"
    differing = [
        gate
        for gate, result in stored.gates.items()
        if (now := found.gates.get(gate, "pass")) != result
        # A model may vouch for what the rules cannot tell, never for what they deny.
        and not (by_model and result == "pass" and now in _OPEN and gate not in _CODE_ALONE)
    ]
    settled = found.status == stored.status or (by_model and (stored.status, found.status) == ("verified", "flagged"))
    if settled and not differing:
        return None
    why = [reason.text for reason in found.reasons]
    if not why:
        why = [f"the stored check says “{stored.status}”, and the gates now find nothing against it"]
    words = str(getattr(claim, "text", None) or getattr(claim, "name", ""))
    return Mismatch(claim=name, kind=kind, text=words, stored=stored, found=found, reason="; ".join(why))
