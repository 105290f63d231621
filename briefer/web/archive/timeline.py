"""A story through the briefs that tell of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from briefer.changes import follow
from briefer.changes.dates import local_day
from briefer.model import Brief, Position, Story
from briefer.render.dates import Calendar
from briefer.render.notes import Note, Noted, Notes
from briefer.templating import Locale


@dataclass(frozen=True, slots=True)
class Proof:
    """A note with its number in this page."""

    number: int
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A headline or a position as one brief tells it."""

    text: str
    holder: str = ""
    #: `new`, `changed`, `repeated`, or empty where the brief knew no earlier one.
    kind: str = ""
    since: str | None = None
    proof: Proof | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The story in one brief."""

    number: int
    #: ISO.
    day: str
    brief: str
    title: str
    story: str
    headline: Told
    #: What is new or changed, or all where that is not known.
    told: tuple[Told, ...]
    repeated: tuple[Told, ...]


def turns(brief: Brief, story: Story, others: Sequence[Brief], locale: Locale) -> list[Turn]:
    """The story in this brief and in others, earlier and later ones, the newest first."""
    places = [(brief, story), *((e.brief, e.story) for e in follow(brief, others)[story.id])]
    places.sort(key=lambda place: (place[0].created, place[0].id), reverse=True)
    numbers = count(1)
    return [_turn(number, *place, numbers, locale) for number, place in enumerate(places, 1)]


def _turn(number: int, brief: Brief, story: Story, numbers: Iterator[int], locale: Locale) -> Turn:
    notes = Notes.of(brief, Calendar.of(brief, locale))

    def proof(claim: Noted) -> Proof | None:
        note = notes.note(claim)
        return Proof(next(numbers), note) if note else None

    def told(position: Position) -> Told:
        change = position.change
        return Told(
            text=position.text,
            holder=position.holder or position.speaker or "",
            kind=change.kind if change else "",
            since=change.since if change else None,
            proof=proof(position),
        )

    headline = Told(text=story.headline, proof=proof(story))
    fresh = tuple(told(p) for p in story.positions if p.change is None or p.change.kind != "repeated")
    repeated = tuple(told(p) for p in story.positions if p.change is not None and p.change.kind == "repeated")
    return Turn(
        number=number,
        day=local_day(brief).isoformat(),
        brief=brief.id,
        title=brief.title,
        story=story.id,
        headline=headline,
        told=fresh,
        repeated=repeated,
    )
