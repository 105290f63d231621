"""What the articles on one event say together, before it is decided how much of it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefer.model.article import Article
from briefer.model.brief import Contradiction
from briefer.model.claims import Actor, Custom, Event, Findings, NextStep, Position, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One story's claims, each said once; what failed its check may still be among them."""

    #: Ids of its articles, the leading one first.
    articles: tuple[str, ...]
    outlets: tuple[str, ...] = ()
    #: Outlets that report on their own; wire copies are one voice.
    independent: int = 1
    headline: Statement | None = None
    who: tuple[Actor, ...] = ()
    what: tuple[Event, ...] = ()
    positions: tuple[Position, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    custom: Mapping[str, Custom] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    #: Verified claims that went into others of it, and verified headlines and answers that gave way to others.
    merged: int = 0
    outranked: int = 0

    @classmethod
    def of(cls, found: Findings, article: Article) -> Material:
        """A single article's."""
        return cls(
            articles=(article.id,),
            outlets=(article.outlet,) if article.outlet else (),
            headline=cls.headline_of(found),
            who=found.who,
            what=found.what,
            positions=found.positions,
            next_steps=found.next_steps,
            custom=found.custom,
            gaps=found.gaps,
        )

    @staticmethod
    def headline_of(found: Findings) -> Statement | None:
        """The engine's headline, checked."""
        if not found.headline or found.headline_check is None:
            return None
        return Statement(text=found.headline, evidence=found.headline_evidence, check=found.headline_check)
