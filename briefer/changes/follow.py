"""Stories followed over days: the same event or what came of it, by who acts in it and by its rare words."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest

from briefer.language.names.across import Names, names_nobody
from briefer.language.negation.stems import stem
from briefer.model import Article, Brief, Story

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


@dataclass(frozen=True, slots=True)
class Earlier:
    """A story of an earlier brief."""

    brief: Brief
    story: Story


def follow(brief: Brief, earlier: Sequence[Brief]) -> dict[str, tuple[Earlier, ...]]:
    """The earlier stories that each story of the brief goes on with, by its id, the latest first.

    In each earlier brief a story has one that it goes on with at most, and the other way round.
    """
    past = sorted(earlier, key=lambda b: age(b, brief), reverse=True)
    everyone = (actor for b in (brief, *past) for story in b.stories for actor in story.who)
    names = Names(everyone)
    briefs = [brief, *past]
    library = [_articles(b) for b in briefs]
    terms = [[_terms(story, library[i], names) for story in b.stories] for i, b in enumerate(briefs)]
    frequency = Counter(term for told in terms for one in told for term in one)
    number = sum(map(len, terms)) + _ELSEWHERE
    vectors = [[_weighed(one, frequency, number) for one in told] for told in terms]
    found: dict[str, list[Earlier]] = {story.id: [] for story in brief.stories}
    for at, b in enumerate(past, 1):
        for i, j in _pairs(brief, b, vectors[0], vectors[at]):
            found[brief.stories[i].id].append(Earlier(b, b.stories[j]))
    return {name: tuple(stories) for name, stories in found.items()}


def age(earlier: Brief, brief: Brief) -> tuple[bool, str, str]:
    """Sorts briefs beside a later one, the oldest first; one that claims to be younger than that counts as the oldest."""
    return earlier.created <= brief.created, earlier.created, earlier.id


def _articles(brief: Brief) -> dict[str, Article]:
    return {article.id: article for article in brief.articles}


def _terms(story: Story, articles: Mapping[str, Article], names: Names) -> Counter[str]:
    """What the story is about: actors, and the words of its claims and of its articles' beginnings."""
    texts = [story.headline, *(event.text for event in story.what), *(p.text for p in story.positions)]
    texts += [step.text for step in story.next_steps]
    texts += [article.text[:_BEGINNING] for name in story.articles if (article := articles.get(name))]
    counts = Counter(map(_stem, _WORD.findall("\n".join(texts))))
    actors = {actor.name for actor in story.who if actor.kind != "place"}
    actors |= {p.holder for p in story.positions if p.holder and not names_nobody(p.holder)}
    # "The union" is another one in another story.
    counts.update(f"@{names.key(actor)}" for actor in actors if _NAME.search(actor))
    return counts


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    return stem(word)


def _weighed(terms: Counter[str], frequency: Counter[str], number: int) -> dict[str, float]:
    weights = {
        term: (1 + math.log(count)) * math.log(number / frequency[term]) * (_ACTOR if term[0] == "@" else 1.0)
        for term, count in terms.items()
    }
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}


def _texts(brief: Brief) -> list[set[str]]:
    """The digests of each story's articles."""
    articles = _articles(brief)
    return [{articles[name].sha256 for name in story.articles if name in articles} for story in brief.stories]


def _pairs(
    today: Brief, past: Brief, ours: Sequence[Mapping[str, float]], theirs: Sequence[Mapping[str, float]]
) -> Iterator[tuple[int, int]]:
    """Stories of both that are one, the likest first, each once."""
    texts = [_texts(b) for b in (today, past)]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for j, other in enumerate(theirs):
        for term in other:
            holders[term].append(j)
    likely: list[tuple[float, int, int]] = []
    for i, mine in enumerate(ours):
        likeness: defaultdict[int, float] = defaultdict(float)
        acted: set[int] = set()
        for term in nlargest(_LEADING, mine, key=lambda term: (mine[term], term)):
            for j in holders.get(term, ()):
                likeness[j] += mine[term] * theirs[j][term]
                if term[0] == "@":
                    acted.add(j)
        for j, others in enumerate(texts[1]):
            if texts[0][i] & others:
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
