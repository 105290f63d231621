"""What a story begins with, asked of the model: verified claims with their sentences in, claims with evidence out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from briefer.engines.openai.outcomes import Prompt
from briefer.engines.openai.prompt import Prompts, foreign, named
from briefer.model import Article, Claim, NextStep, Position, Profile, Span, Statement, Story

if TYPE_CHECKING:
    from briefer.engines.openai.reply import Line

C = TypeVar("C", bound=Claim)

#: Sentences of a lead, words of each, and sentences of the articles that one may rest on.
MOST, WORDS, EVIDENCE = 2, 35, 4
#: Claims of each kind that are told: a lead needs those that weigh most.
_EVENTS, _POSITIONS, _STEPS = 4, 8, 4
_TOKENS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A verified claim as the prompt tells it."""

    #: `c1` …: what the reply calls it.
    name: str
    kind: str
    #: Whose it is, and when, in one line.
    of: str
    words: str
    #: The evidence, and its words.
    spans: tuple[Span, ...]
    sentences: tuple[str, ...]


def points_of(story: Story, articles: Mapping[str, Article]) -> tuple[Point, ...]:
    """The verified claims of a story that a lead may rest on."""
    return tuple(
        Point(
            name=f"c{i}",
            kind=kind,
            of=of,
            words=words,
            # Of many outlets that say one thing, a few will do.
            spans=claim.evidence[:EVIDENCE],
            sentences=tuple(articles[s.article].text[s.start : s.end] for s in claim.evidence[:EVIDENCE]),
        )
        for i, (kind, of, words, claim) in enumerate(_claims(story), 1)
    )


def told(points: Sequence[Point]) -> list[object]:
    """The points as plain data."""
    return [[p.kind, p.of, p.words, [[s.article, s.start, s.end] for s in p.spans], list(p.sentences)] for p in points]


def lead_prompt(
    story: Story, points: Sequence[Point], language: str | None, profile: Profile, prompts: Prompts
) -> Prompt:
    """The question about a story of articles in this language."""
    from briefer.engines.openai.reply import Lead
    from briefer.engines.openai.schema import schema_of

    words = "\n".join(sentence for point in points for sentence in (point.words, *point.sentences))
    user = prompts.question(
        "lead.j2",
        language=named(profile.language) if foreign(profile, language) else None,
        # Nobody can write an article that holds the digest of itself.
        marker=hashlib.sha256(words.encode()).hexdigest()[:16],
        headline=story.headline,
        points=points,
    )
    return Prompt(
        system=prompts.instructions("lead.j2"),
        user=user,
        schema_name="lead",
        schema=schema_of(Lead),
        max_tokens=_TOKENS,
    )


def lead_of(answers: Sequence[Line], points: Sequence[Point], article: Article) -> tuple[Statement, ...]:
    """The sentences of a reply, unchecked.

    An id that there is not becomes a place that there is not, in the story's first article, and a sentence that runs
    on loses what it rests on, so that the gates withhold them and the account counts them.
    """
    known = {point.name: point.spans for point in points}

    def spans(name: str) -> tuple[Span, ...]:
        found = known.get(name.strip().lower())
        return found if found is not None else (_nowhere(name, article),)

    return tuple(
        Statement(
            text=line.text,
            evidence=_evidence([span for name in line.ids for span in spans(name)], article)
            if len(line.text.split()) <= WORDS
            else (),
        )
        for line in answers[:MOST]
    )


def _evidence(spans: Sequence[Span], article: Article) -> tuple[Span, ...]:
    """The first few places; those that there are not stay, whatever stands before them."""
    distinct = list(dict.fromkeys(spans))
    lost = [span for span in distinct if span.article == article.id and span.start >= article.characters]
    return (*[span for span in distinct if span not in lost][:EVIDENCE], *lost)


def _nowhere(name: str, article: Article) -> Span:
    digits = re.search(r"\d{1,6}", name)
    start = article.characters + (int(digits[0]) if digits else 0)
    return Span(article.id, start, start + 1)


def _claims(story: Story) -> Iterator[tuple[str, str, str, Claim]]:
    """Kind, whose, words and the claim."""
    for event in _verified(story.what)[:_EVENTS]:
        yield "what happened", "", event.text, event
    for position in _verified(story.positions)[:_POSITIONS]:
        yield "position of", _mouth(position), position.text, position
    for step in _verified(story.next_steps)[:_STEPS]:
        yield "next step,", _plan(step), step.text, step


def _verified(claims: Sequence[C]) -> list[C]:
    return [claim for claim in claims if claim.check.status == "verified"]


def _mouth(position: Position) -> str:
    by = f"said by {position.speaker}" if position.speaker and position.speaker != position.holder else None
    via = f"as cited by {position.via}" if position.via else None
    return ", ".join(part for part in (position.holder or "somebody", position.holder_role, by, via) if part)


def _plan(step: NextStep) -> str:
    by = f"by {step.actor}" if step.actor else None
    says = f"says {step.says}" if step.says else None
    return ", ".join(part for part in (step.kind, by, step.when.text if step.when else None, says) if part)
