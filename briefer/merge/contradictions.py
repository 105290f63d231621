"""Where the articles of a story do not agree, found in their claims: numbers, dates, names and stances."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher
from itertools import chain, combinations
from typing import Literal, TypeVar

from briefer.language.meaning import Gist, gist, overlap, reverses, rivals
from briefer.language.names.across import Names, names_nobody
from briefer.merge.claims import Joined
from briefer.merge.voices import Voice, moment_of
from briefer.model import Actor, Article, Contradiction, Event, NextStep, Position, When

#: What stands above both sentences; a template may translate it.
NUMBERS = "The sources give different numbers."
DATES = "The sources give different dates."
NAMES = "The sources give different names."
STANCES = "The sources tell the position differently."
#: Of what was true when it was written.
SUPERSEDED_NUMBER = "A later report gives a newer number."
SUPERSEDED_DATE = "A later report gives a new date."
MOVED = "A later report tells another position."
#: All of them.
TEXTS = (NUMBERS, DATES, NAMES, STANCES, SUPERSEDED_NUMBER, SUPERSEDED_DATE, MOVED)
SUPERSEDED = (SUPERSEDED_NUMBER, SUPERSEDED_DATE, MOVED)

#: Reports of a count that grows are of different times from here on, and positions may have moved from here on.
_LATER, _MOVED = timedelta(hours=1), timedelta(hours=12)
#: Two dates are of one thing when so much of the shorter statement and of the longer one is shared, and so many words.
_ONE_THING, _OF_LONGER, _WORDS = 0.75, 0.5, 3
#: Words with which a date is moved.
_RESCHEDULED = re.compile(
    r"\b(?:postpon\w+|delay\w*|reschedul\w+|moved|brought forward|put (?:off|back)|push(?:ed)? back|instead of|"
    r"rather than|earlier than|later than|new date|deferred)\b",
    re.IGNORECASE,
)
#: Spellings of one name are alike to this degree.
_SPELT = 0.75
#: Of each kind of number, so many claims are laid side by side: the work stays in step with the claims.
_COMPARED = 80


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is known of the story's articles."""

    voices: Sequence[Voice]
    articles: Mapping[str, Article]
    names: Names


#: What differs, in a form of its own, and the contradiction.
_Found = tuple[Hashable, Contradiction]
_Said = Joined[Event] | Joined[Position] | Joined[NextStep]
S = TypeVar("S", Joined[Event], Joined[Position], Joined[NextStep], _Said)


def contradictions(
    who: Sequence[Joined[Actor]],
    what: Sequence[Joined[Event]],
    positions: Sequence[Joined[Position]],
    steps: Sequence[Joined[NextStep]],
    grounds: Grounds,
) -> tuple[Contradiction, ...]:
    """What the story's claims do not agree on, the newer side first where one supersedes the other."""
    found = [
        *_numbers([*what, *positions, *steps], grounds),
        *_dates(what, steps, grounds),
        *_names(who, grounds),
        *_stances(positions, grounds),
    ]
    told: set[Hashable] = set()
    kept: list[Contradiction] = []
    for values, item in found:
        # Other sentences with the same two values add nothing.
        if (item.kind, values) not in told:
            told.add((item.kind, values))
            kept.append(item)
    return tuple(kept)


def _pairs(claims: Iterable[S]) -> Iterator[tuple[S, S]]:
    """Claims of different voices, both verified."""
    good = [said for said in claims if said.claim.check.status == "verified"]
    return ((one, other) for one, other in combinations(good, 2) if not one.voices & other.voices)


def _numbers(claims: Sequence[_Said], grounds: Grounds) -> Iterator[_Found]:
    counted: defaultdict[str, list[_Said]] = defaultdict(list)
    for said in claims:
        kinds = {n.unit if n.kind != "count" else "count" for n in gist(said.claim.text).numbers if n.value is not None}
        for kind in sorted(kinds):
            counted[kind].append(said)
    for kind in sorted(counted):
        for one, other in _pairs(counted[kind][:_COMPARED]):
            rival = rivals(gist(one.claim.text), gist(other.claim.text))
            if rival is None:
                continue
            earlier, later, gap = _by_time(one, other, grounds)
            values = frozenset((n.value, n.kind, n.unit if n.kind != "count" else "") for n in (rival.one, rival.other))
            if rival.running and gap >= _LATER:
                yield values, _made("number", (later, earlier), SUPERSEDED_NUMBER)
            else:
                yield values, _made("number", (one, other), NUMBERS)


def _dates(what: Sequence[Joined[Event]], steps: Sequence[Joined[NextStep]], grounds: Grounds) -> Iterator[_Found]:
    dated: Iterator[tuple[Joined[Event], Joined[Event]] | tuple[Joined[NextStep], Joined[NextStep]]] = chain(
        _pairs([j for j in what if _day(j.claim.when)][:_COMPARED]),
        _pairs([j for j in steps if _day(j.claim.when)][:_COMPARED]),
    )
    for one, other in dated:
        if _day(one.claim.when) == _day(other.claim.when) or not _one_thing(one.claim, other.claim, grounds.names):
            continue
        earlier, later, gap = _by_time(one, other, grounds)
        sentences = " ".join(grounds.articles[s.article].text[s.start : s.end] for s in later.claim.evidence)
        values = frozenset((_day(one.claim.when), _day(other.claim.when)))
        if gap > timedelta() and _RESCHEDULED.search(sentences):
            yield values, _made("date", (later, earlier), SUPERSEDED_DATE)
        else:
            yield values, _made("date", (one, other), DATES)


def _day(when: When | None) -> str | None:
    """The day, where the words name exactly one."""
    one = when is not None and when.from_ == when.to and len(when.from_ or "") == len("2026-01-01")
    return when.from_ if one and when is not None else None


def _one_thing(one: Event | NextStep, other: Event | NextStep, names: Names) -> bool:
    a, b = gist(one.text), gist(other.text)
    shorter, longer, shared = overlap(a, b)
    if shared < _WORDS or shorter < _ONE_THING or longer < _OF_LONGER or a.conditional != b.conditional:
        return False
    if isinstance(one, NextStep) and isinstance(other, NextStep):
        if one.kind != other.kind or (
            one.actor
            and other.actor
            and names.knows(one.actor)
            and names.knows(other.actor)
            and not names.same(one.actor, other.actor)
        ):
            return False
    return rivals(a, b) is None and not reverses(a, b) and not (a.names - b.stems and b.names - a.stems)


def _names(who: Sequence[Joined[Actor]], grounds: Grounds) -> Iterator[_Found]:
    people = [j for j in who if j.claim.kind == "person" and j.claim.role and len(j.claim.name.split()) > 1]
    for one, other in combinations(people[:_COMPARED], 2):
        a, b = one.claim, other.claim
        if one.voices & other.voices or a.check.status != "verified" or b.check.status != "verified":
            continue
        if _folded(a.role) != _folded(b.role) or (
            a.organisation and b.organisation and not grounds.names.same(a.organisation, b.organisation)
        ):
            continue
        if _spelt_alike(a.name, b.name) and not _named_together(a.name, b.name, grounds):
            values = frozenset((_folded(a.name), _folded(b.name)))
            yield values, Contradiction(kind="name", claims=(a.id, b.id), text=NAMES)


def _folded(words: str | None) -> str:
    return " ".join((words or "").casefold().split())


def _spelt_alike(one: str, other: str) -> bool:
    """Whether one part of two full names is the same, and the names are no more different than two spellings."""
    a, b = one.casefold().split(), other.casefold().split()
    if a[0] != b[0] and a[-1] != b[-1]:
        return False
    return a[-1] == b[-1] or SequenceMatcher(None, a[-1], b[-1]).ratio() >= _SPELT


def _named_together(one: str, other: str, grounds: Grounds) -> bool:
    names = [name for voice in grounds.voices for name in voice.articles]
    return any(one in grounds.articles[n].text and other in grounds.articles[n].text for n in names)


def _stances(positions: Sequence[Joined[Position]], grounds: Grounds) -> Iterator[_Found]:
    held: defaultdict[str, list[Joined[Position]]] = defaultdict(list)
    for said in positions:
        name = said.claim.holder
        if name is not None and not names_nobody(name) and said.claim.channel != "unnamed":
            held[grounds.names.key(name)].append(said)
    for holder, claims in held.items():
        for one, other in _pairs(claims[:_COMPARED]):
            if _opposed(one.claim, other.claim):
                earlier, later, gap = _by_time(one, other, grounds)
                values = (holder, gist(one.claim.text).stems & gist(other.claim.text).stems)
                if gap >= _MOVED:
                    yield values, _made("stance", (later, earlier), MOVED)
                else:
                    yield values, _made("stance", (one, other), STANCES)


def _opposed(one: Position, other: Position) -> bool:
    a, b = gist(one.text), gist(other.text)
    if reverses(a, b):
        return True
    if {one.stance, other.stance} != {"support", "oppose"} or not one.target or not other.target:
        return False
    return _same_target(gist(one.target), gist(other.target))


def _same_target(one: Gist, other: Gist) -> bool:
    return bool(one.stems) and one.stems == other.stems


def _by_time(one: _Said, other: _Said, grounds: Grounds) -> tuple[_Said, _Said, timedelta]:
    """The earlier, the later, and how far they are apart; nothing where a time is not known.

    A report without its hour is later than one of another day, and at the same time as all of its own.
    """
    # A copy may have been printed later than its original, with other numbers.
    printed = [
        {grounds.articles[span.article].published or "" for span in said.claim.evidence} for said in (one, other)
    ]
    times = [min(published, default="") for published in printed]
    moments = [moment_of(published) for published in times]
    if moments[0] is None or moments[1] is None:
        return one, other, timedelta()
    if any(len(published) == len("2026-01-01") for published in times) and moments[0].date() == moments[1].date():
        return one, other, timedelta()
    gap = moments[1] - moments[0]
    return (one, other, gap) if gap >= timedelta() else (other, one, -gap)


def _made(kind: Literal["number", "date", "stance"], sides: tuple[_Said, _Said], text: str) -> Contradiction:
    return Contradiction(kind=kind, claims=tuple(said.claim.id for said in sides), text=text)
