"""Stories followed over days: the same event or what came of it, by who acts in it and by its rare words."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from typing import Protocol

from briefer.language import RULES
from briefer.language.names.across import Names, names_nobody
from briefer.language.negation.stems import stem
from briefer.model import Actor, ActorKind, Article, Brief, Story

#: From this likeness on one story is what came of another, given somebody who acts in both; without anybody, from that.
_FOLLOWS, _FOLLOWS_ALONE = 0.16, 0.5
#: Stories that are thought beside the given ones, so that with few of them a word's rarity means something.
_ELSEWHERE = 40
#: How much more than a word an actor counts.
_ACTOR = 2.0
#: Heaviest terms of a story by which it finds those that it goes on with.
_LEADING = 60
#: A word that may tell stories apart: names, and long ones, among which grammar is rare.
_WORD = re.compile(r"\b(?:[A-Z][^\W_]{3,}|[^\W_]{7,})")
_NAME = re.compile(r"\b(?!The\b|A\b|An\b)[A-Z]")
#: Words of the articles count beside those of the claims, up to here.
_BEGINNING = 1200


#: What traces depend on beside the brief; another one where they would come out otherwise.
VERSION = f"{RULES}.1"


@dataclass(frozen=True, slots=True)
class Trace:
    """What of a story tells whether another one goes on with it."""

    story: str
    #: Stems of its claims and of its articles' beginnings, and how often each stands there.
    words: Mapping[str, int]
    #: The people and organisations in it.
    actors: tuple[tuple[str, ActorKind], ...]
    #: Those of them, and of who speaks in it, that are no places.
    acting: tuple[str, ...]
    #: SHA-256 of its articles' texts.
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A story of an earlier brief."""

    brief: Brief
    story: Story


class Made(Protocol):
    """Something that was made at a time."""

    @property
    def id(self) -> str:
        """Of the brief."""

    @property
    def created(self) -> str:
        """ISO date-time."""


def follow(brief: Brief, earlier: Sequence[Brief]) -> dict[str, tuple[Earlier, ...]]:
    """The earlier stories that each story of the brief goes on with, by its id, the latest first.

    In each earlier brief a story has one that it goes on with at most, and the other way round.
    """
    past = sorted(earlier, key=lambda b: age(b, brief), reverse=True)
    stories = [{story.id: story for story in b.stories} for b in past]
    found = goes_on(traced(brief), [traced(b) for b in past])
    return {
        name: tuple(Earlier(past[at], stories[at][story]) for at, story in places) for name, places in found.items()
    }


def goes_on(today: Sequence[Trace], past: Sequence[Sequence[Trace]]) -> dict[str, list[tuple[int, str]]]:
    """The stories of earlier briefs that each story goes on with: the places of those briefs, and the stories' ids."""
    told = [today, *past]
    names = Names(Actor(name=name, kind=kind) for name, kind in {a for b in told for one in b for a in one.actors})
    keys: dict[str, str] = {}
    terms = [[_terms(one, names, keys) for one in b] for b in told]
    frequency = Counter[str]()
    for one in (one for b in terms for one in b):
        frequency.update(one.keys())
    number = sum(map(len, terms)) + _ELSEWHERE
    rarity = {term: math.log(number / times) * (_ACTOR if term[0] == "@" else 1.0) for term, times in frequency.items()}
    leading = [_leading(one, rarity) for one in terms[0]]
    sought = {term for mine in leading for term, _ in mine}
    found: dict[str, list[tuple[int, str]]] = {one.story: [] for one in today}
    for at, others in enumerate(past):
        for i, j in _pairs(today, others, leading, _holders(terms[at + 1], sought, rarity)):
            found[today[i].story].append((at, others[j].story))
    return found


def traced(brief: Brief) -> tuple[Trace, ...]:
    """What tells whether a later story goes on with those of the brief."""
    articles = {article.id: article for article in brief.articles}
    return tuple(_trace(story, articles) for story in brief.stories)


def age(earlier: Made, brief: Made) -> tuple[bool, str, str]:
    """Sorts briefs beside a later one, the oldest first; one that claims to be younger than that counts as the oldest."""
    return earlier.created <= brief.created, earlier.created, earlier.id


def _trace(story: Story, articles: Mapping[str, Article]) -> Trace:
    texts = [story.headline, *(event.text for event in story.what), *(p.text for p in story.positions)]
    texts += [step.text for step in story.next_steps]
    own = [article for name in story.articles if (article := articles.get(name))]
    texts += [article.text[:_BEGINNING] for article in own]
    actors = {actor.name for actor in story.who if actor.kind != "place"}
    actors |= {p.holder for p in story.positions if p.holder and not names_nobody(p.holder)}
    return Trace(
        story=story.id,
        words=Counter(map(_stem, _WORD.findall("\n".join(texts)))),
        actors=tuple(dict.fromkeys((actor.name, actor.kind) for actor in story.who if actor.kind != "place")),
        # "The union" is another one in another story.
        acting=tuple(sorted(actor for actor in actors if _NAME.search(actor))),
        texts=tuple(sorted({article.sha256 for article in own})),
    )


def _terms(trace: Trace, names: Names, keys: dict[str, str]) -> dict[str, int]:
    """What the story is about: its words, and its actors by what all forms of their names come to."""
    terms = dict(trace.words)
    for actor in trace.acting:
        if actor not in keys:
            keys[actor] = f"@{names.key(actor)}"
        terms[keys[actor]] = terms.get(keys[actor], 0) + 1
    return terms


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    return stem(word)


@lru_cache(maxsize=1 << 10)
def _often(times: int) -> float:
    return 1 + math.log(times)


def _length(terms: Mapping[str, int], rarity: Mapping[str, float]) -> float:
    """That of the vector of the terms' weights."""
    weights = [_often(times) * rarity[term] for term, times in terms.items()]
    return math.sqrt(math.fsum([weight * weight for weight in weights])) or 1.0


def _leading(terms: Mapping[str, int], rarity: Mapping[str, float]) -> list[tuple[str, float]]:
    """The heaviest terms of a story, each with its share in the length."""
    length = _length(terms, rarity)
    weights = {term: _often(times) * rarity[term] / length for term, times in terms.items()}
    return [(term, weights[term]) for term in nlargest(_LEADING, weights, key=lambda term: (weights[term], term))]


def _holders(
    stories: Sequence[Mapping[str, int]], sought: set[str], rarity: Mapping[str, float]
) -> dict[str, list[tuple[int, float]]]:
    """The places of the stories that have each of the terms, and its share in their length."""
    found: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for j, terms in enumerate(stories):
        # Most stories of a past have little to do with those of today.
        if shared := terms.keys() & sought:
            length = _length(terms, rarity)
            for term in shared:
                found[term].append((j, _often(terms[term]) * rarity[term] / length))
    return found


def _pairs(
    today: Sequence[Trace],
    past: Sequence[Trace],
    ours: Sequence[Sequence[tuple[str, float]]],
    theirs: Mapping[str, Sequence[tuple[int, float]]],
) -> Iterator[tuple[int, int]]:
    """Stories of both that are one, the likest first, each once.

    `ours` are the heaviest terms of each story of today, `theirs` the earlier stories that have each of those terms.
    """
    likely: list[tuple[float, int, int]] = []
    for i, mine in enumerate(ours):
        likeness: defaultdict[int, float] = defaultdict(float)
        acted: set[int] = set()
        for term, weight in mine:
            for j, other in theirs.get(term, ()):
                likeness[j] += weight * other
                if term[0] == "@":
                    acted.add(j)
        texts = set(today[i].texts)
        for j, earlier in enumerate(past):
            if not texts.isdisjoint(earlier.texts):
                likeness[j] += 1.0
        likely += [
            (-round(value, 9), i, j)
            for j, value in likeness.items()
            if value >= (_FOLLOWS if j in acted else _FOLLOWS_ALONE)
        ]
    done: tuple[set[int], set[int]] = (set(), set())
    for _, i, j in sorted(likely):
        if i not in done[0] and j not in done[1]:
            done[0].add(i)
            done[1].add(j)
            yield i, j
