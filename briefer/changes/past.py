"""Earlier briefs, each read only as far as a comparison asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Protocol

from briefer.changes.dates import local_day
from briefer.changes.follow import Trace, traced
from briefer.model import Actor, Article, Brief, Claim, Event, NextStep, Position, Story


class Past(Protocol):
    """An earlier brief."""

    @property
    def id(self) -> str:
        """Of the brief."""

    @property
    def created(self) -> str:
        """ISO date-time."""

    @property
    def day(self) -> date:
        """The day on which it was made, where it is read."""

    @property
    def traces(self) -> Sequence[Trace]:
        """What tells whether a later story goes on with its own, in its order."""

    def retold(self, story: str) -> Retold | None:
        """A story of it, by its id."""

    def article(self, id: str) -> Article | None:
        """An article of it, with its text."""

    def whole(self) -> Brief:
        """All of it."""


@dataclass(frozen=True, slots=True)
class Retold:
    """A story of an earlier brief, with what a later one asks of it: its actors, events, positions and steps."""

    brief: Past
    story: Story
    #: The articles that its claims stand in, by their ids; their texts may be left out.
    articles: Mapping[str, Article]


class Whole:
    """An earlier brief that is at hand."""

    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self.id = brief.id
        self.created = brief.created
        self.day = local_day(brief)

    @cached_property
    def traces(self) -> Sequence[Trace]:
        """What tells whether a later story goes on with its own, in its order."""
        return traced(self._brief)

    @cached_property
    def _articles(self) -> dict[str, Article]:
        return {article.id: article for article in self._brief.articles}

    def retold(self, story: str) -> Retold | None:
        """A story of it, by its id."""
        found = next((told for told in self._brief.stories if told.id == story), None)
        return Retold(self, found, self._articles) if found is not None else None

    def article(self, id: str) -> Article | None:
        """An article of it, with its text."""
        return self._articles.get(id)

    def whole(self) -> Brief:
        """All of it."""
        return self._brief


def past_of(brief: Brief | Past) -> Past:
    """An earlier brief, whichever way it is given."""
    return Whole(brief) if isinstance(brief, Brief) else brief


def lean(brief: Brief) -> list[tuple[Story, list[Article]]]:
    """The stories of a brief with what later ones ask of them and no more, each with its articles without their texts."""
    articles = {article.id: replace(article, text="") for article in brief.articles}
    found: list[tuple[Story, list[Article]]] = []
    for story in brief.stories:
        kept = replace(
            story,
            headline="",
            headline_evidence=(),
            headline_check=story.headline_check,
            lead=(),
            who=tuple(Actor(name=actor.name, kind=actor.kind) for actor in story.who),
            what=tuple(Event(id=e.id, text=e.text, evidence=e.evidence) for e in story.what),
            positions=tuple(_position(position) for position in story.positions),
            next_steps=tuple(
                NextStep(id=s.id, text=s.text, kind=s.kind, evidence=s.evidence) for s in story.next_steps
            ),
            custom={},
            gaps=(),
            contradictions=(),
        )
        claims: list[Claim] = [*kept.what, *kept.positions, *kept.next_steps]
        cited = dict.fromkeys([*story.articles, *(span.article for claim in claims for span in claim.evidence)])
        found.append((kept, [articles[name] for name in cited if name in articles]))
    return found


def _position(position: Position) -> Position:
    return Position(
        id=position.id, holder=position.holder, speaker=position.speaker, channel=position.channel,
        target=position.target, stance=position.stance, text=position.text, evidence=position.evidence,
    )  # fmt: skip
