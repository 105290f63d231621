"""How articles are grouped: shingles for copies, then average linkage over weighed words."""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import heapify, heappop, heappush, nlargest
from itertools import chain
from sys import intern
from zlib import crc32

from briefer.group.elsewhere import Named, Spelt, elsewhere, head, named
from briefer.model import Article

#: Neighbouring words that make one shingle: few enough to survive an editor, enough to be nobody's idiom.
_SHINGLE = 4
#: One shingle in so many, chosen by its digest, stands for its article where candidates are looked for.
_SAMPLED = 4
#: A copy has this share of the shorter text, and of the longer one, so that a statement quoted whole is no copy.
_OF_SHORTER, _OF_LONGER = 0.6, 0.2
#: Texts that were copied, whose shingles are at hand.
_COPIED = 128
#: Two texts with this share of the shorter one in common have whole phrases in common.
_IN_COMMON = 0.2

#: Words of no event: grammar, reporting, and the calendar, which every article of a day shares.
_COMMON = frozenset(
    "a an the and or but nor so yet if then than that this these those which who whom whose what when where why how "
    "i you he she it we they me him her us them my your his its our their here there be is are was were been being am "
    "do does did done doing have has had having will would shall should can could may might must of in on at by for "
    "with to from into onto upon about as per via over under between among amid during after before since until while "
    "though although because due through against within without across along around toward towards out off up down "
    "again also just only very too more most much many such some any all both each every either neither other another "
    "own same not no never s t said say says saying told tell tells according new one two three first last year years "
    "day days time people monday tuesday wednesday thursday friday saturday sunday january february march april june "
    "july august september october november december http https www com org net html htm php news".split()
)
#: Words of other languages count from this length on: grammar is short in all of them.
_LONG = 6
_WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
#: How much more than a word a figure counts, and a year that is written out.
_FIGURE, _WRITTEN_YEAR = 2.0, 4.0
#: Articles of other events that are thought beside the given ones, so that in a small batch a word's rarity means
#: something.
_ELSEWHERE = 300
#: Heaviest terms of an article by which it finds its candidates, and how many it may find by each and in all: this
#: keeps the work in step with the number of articles.
_LEADING, _PER_TERM, _CANDIDATES = 40, 64, 24
#: The average likeness from which on two clusters are one event, and two of which neither is settled.
_ALIKE, _ALIKE_BEFORE = 0.12, 0.18
#: A cluster is settled with so many voices. What joins it must also be this share of the likeness within, and another
#: settled one this share of what both have within: events of one topic are alike, reports of one event are more so.
_SETTLED, _JOINS, _UNITES = 3, 0.35, 0.6
#: Likeness counts half beyond so many days apart, and nothing beyond so many.
_SOON, _LATE = 3, 30

_Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Group:
    """The articles on one event, by id."""

    articles: tuple[str, ...]
    #: The same articles, parted into sets that are copies of one text: each set is one voice.
    copies: tuple[tuple[str, ...], ...]


def group(articles: Sequence[Article], *, actors: Mapping[str, Collection[str]] | None = None) -> tuple[Group, ...]:
    """The articles' groups, in the order of their ids; the order of the articles does not matter.

    `actors` are the names of those who act in an article, by its id; they count beside its words.
    """
    ordered = sorted(articles, key=lambda article: (-len(article.text), article.id))
    about = _About()
    voices, shingles = _voices(ordered, about)
    vectors = _weighed([_terms(copies[0], (actors or {}).get(copies[0].id, ())) for copies in voices])
    clusters = [_Cluster(members=(i,), total=vector, days=_days(voices[i])) for i, vector in enumerate(vectors)]
    groups = []

    def apart(i: int, j: int) -> bool:
        return _twins(shingles[i], shingles[j]) and about.elsewhere(voices[i][0], voices[j][0])

    for members in _linked(clusters, _likely(vectors), apart):
        copies = sorted(tuple(sorted(article.id for article in voices[i])) for i in members)
        groups.append(Group(tuple(sorted(name for voice in copies for name in voice)), tuple(copies)))
    return tuple(sorted(groups, key=lambda g: g.articles))


# --- one voice -----------------------------------------------------------------------------------------


class _About:
    """What articles are about, each looked at once, and only where it matters."""

    def __init__(self) -> None:
        self._spelt: dict[str, Spelt] = {}
        self._named: dict[str, Named] = {}

    def elsewhere(self, one: Article, other: Article) -> bool:
        """Whether the two tell of other places, people or organisations in the same words."""
        a, b = self._spelt_by(one), self._spelt_by(other)
        return not a.knows(b) and not b.knows(a) and elsewhere(self._of(a), self._of(b))

    def _spelt_by(self, article: Article) -> Spelt:
        if article.id not in self._spelt:
            self._spelt[article.id] = Spelt(article)
        return self._spelt[article.id]

    def _of(self, spelt: Spelt) -> Named:
        name = spelt.article.id
        if name not in self._named:
            self._named[name] = named(spelt, _COMMON)
        return self._named[name]


def _voices(articles: Iterable[Article], about: _About) -> tuple[list[list[Article]], list[array[int]]]:
    """Copies together, the longest of them first, and the shingles of that; articles come in that order."""
    voices: list[list[Article]] = []
    # Of each voice one article for each way in which its copies begin: it is their beginnings that name what is new.
    faces: list[dict[tuple[str, str], Article]] = []
    # Arrays take a tenth of what sets do.
    shingles: list[array[int]] = []
    # But what has been copied is likely to be copied once more.
    copied: dict[int, frozenset[int]] = {}
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for article in articles:
        own, face = _shingles(article.text), head(article)
        sample = [digest for digest in own if digest % _SAMPLED == 0] or sorted(own)[:1]
        shared = Counter(chain.from_iterable([holders[digest] for digest in sample if digest in holders]))
        likely = sorted(v for v, n in shared.items() if n >= _OF_SHORTER / 2 * len(sample))
        voice = next(
            (
                v
                for v in likely
                if _copied(own, copied.get(v) or shingles[v])
                and (face in faces[v] or not any(about.elsewhere(article, a) for a in faces[v].values()))
            ),
            None,
        )
        if voice is None:
            voice = len(voices)
            voices.append([])
            faces.append({})
            shingles.append(array("q", own))
            for digest in sample:
                # What so many begin or end with is no sign of a copy.
                if len(holders[digest]) < _PER_TERM:
                    holders[digest].append(voice)
        elif voice not in copied:
            if len(copied) >= _COPIED:
                copied.clear()
            copied[voice] = frozenset(shingles[voice])
        voices[voice].append(article)
        faces[voice].setdefault(face, article)
    return voices, shingles


def _shingles(text: str) -> frozenset[int]:
    words = list(chain.from_iterable(map(_DIGESTS.__getitem__, text.split())))
    if len(words) < _SHINGLE:
        return frozenset([crc32(repr(words).encode())] if words else [])
    # The hash of numbers is the same in every process.
    return frozenset(map(hash, zip(words, words[1:], words[2:], words[3:], strict=False)))


class _Digests(dict[str, tuple[int, ...]]):
    """What stands between spaces to the numbers of its words, each worked out once."""

    #: Kept at most, so that memory stays flat.
    ROOM = 1 << 16

    def __missing__(self, spelt: str) -> tuple[int, ...]:
        if len(self) >= self.ROOM:
            self.clear()
        digests = self[spelt] = tuple([crc32(word.casefold().encode()) for word in _WORD.findall(spelt)])
        return digests


_DIGESTS = _Digests()


def _copied(shorter: frozenset[int], longer: Collection[int]) -> bool:
    shared = len(shorter.intersection(longer))
    return shared >= _OF_SHORTER * len(shorter) and shared >= _OF_LONGER * len(longer) and shared > 0


def _twins(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether they have whole phrases in common."""
    return len(set(one).intersection(other)) >= _IN_COMMON * min(len(one), len(other))


# --- likeness ------------------------------------------------------------------------------------------


def _terms(article: Article, actors: Collection[str]) -> _Vector:
    """What the article is about: words, figures, names of several words, actors; repeated ones count a little more."""
    english = article.language is None or article.language.lower().startswith("en")
    counts: Counter[str] = Counter()
    before: str | None = None
    for word in _WORD.findall(f"{article.title or ''}\n{article.text}"):
        term = _term(word, english=english)
        if term is not None:
            counts[term] += 1
            if before and word[0].isupper():
                counts[f"{before} {term}"] += 1
        before = term if word[0].isupper() else None
    terms = {term: (1 + math.log(count)) * _worth(term) for term, count in counts.items()}
    # What an actor is called in the findings stands for pronouns and descriptions too, so it counts beside the words.
    return terms | {f"@{' '.join(name.casefold().split())}": 1.0 for name in actors}


def _term(word: str, *, english: bool) -> str | None:
    lower = word.casefold().replace("’", "'").removesuffix("'s")
    if len(lower) < 2 or lower in _COMMON:
        return None
    if not english and len(lower) < _LONG and not (word[0].isupper() or word[0].isdigit()):
        return None
    # Many articles share few words: interned, each is in memory once.
    return intern(lower[:-1] if len(lower) > 3 and lower[-1] == "s" and lower[-2] != "s" else lower)


def _worth(term: str) -> float:
    if _YEAR.fullmatch(term):
        return _WRITTEN_YEAR
    return _FIGURE if term[0].isdigit() else 1.0


def _weighed(counted: list[_Vector]) -> list[_Vector]:
    """Each article's terms by their rarity, at length one, the heaviest first."""
    frequency = Counter(term for terms in counted for term in terms)
    rarity = {term: math.log((len(counted) + _ELSEWHERE) / n) for term, n in frequency.items()}
    vectors = []
    for terms in counted:
        weights = {term: weight * rarity[term] for term, weight in terms.items()}
        length = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
        heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
        vectors.append({term: weight / length for term, weight in heaviest})
    return vectors


def _likely(vectors: list[_Vector]) -> set[tuple[int, int]]:
    """Pairs of articles that share heavy terms: a number of them that grows with the articles, not with its square."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for i, vector in enumerate(vectors):
        for term in list(vector)[:_LEADING]:
            holders[term].append(i)
    pairs = set()
    for i, vector in enumerate(vectors):
        shared: dict[int, float] = {}
        for term in list(vector)[:_LEADING]:
            found = holders[term]
            at = bisect_left(found, i)
            for j in found[max(0, at - _PER_TERM) : at + 1 + _PER_TERM]:
                shared[j] = shared.get(j, 0.0) + vector[term] * vectors[j][term]
        shared.pop(i, None)
        for j, _ in nlargest(_CANDIDATES, shared.items(), key=lambda item: (item[1], -item[0])):
            pairs.add((min(i, j), max(i, j)))
    return pairs


def _dot(one: _Vector, other: _Vector) -> float:
    # `fsum` gives the same sum in any order, which that of a set is not.
    return math.fsum(one[term] * other[term] for term in one.keys() & other.keys())


# --- one event -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Cluster:
    """Voices on one event; the average likeness of two clusters follows from their sums."""

    members: tuple[int, ...]
    total: _Vector
    #: First and last day of publication, as ordinals, where any is known.
    days: tuple[int, int] | None
    #: Sum of its members' likeness to one another, each pair once.
    inner: float = 0.0
    #: Average likeness to other clusters, by their numbers.
    likeness: dict[int, float] = field(default_factory=dict)

    @property
    def within(self) -> float:
        """Average likeness of its members to one another."""
        n = len(self.members)
        return self.inner / (n * (n - 1) / 2)

    def like(self, other: _Cluster) -> float:
        """Average likeness of its members to those of the other."""
        return _dot(self.total, other.total) / (len(self.members) * len(other.members))


def _days(copies: Iterable[Article]) -> tuple[int, int] | None:
    days = sorted(date.fromisoformat(a.published[:10]).toordinal() for a in copies if a.published)
    return (days[0], days[-1]) if days else None


def _timely(one: _Cluster, other: _Cluster) -> float:
    """What of a likeness counts between clusters so many days apart."""
    if one.days is None or other.days is None:
        return 1.0
    gap = max(one.days[0] - other.days[1], other.days[0] - one.days[1])
    return 1.0 if gap <= _SOON else 0.5 if gap <= _LATE else 0.0


def _linked(
    clusters: list[_Cluster], pairs: Iterable[tuple[int, int]], apart: Callable[[int, int], bool]
) -> list[tuple[int, ...]]:
    """Average linkage over the pairs, the likest first; ties by number. What is `apart` has nothing in common."""
    alive = dict(enumerate(clusters))
    heap: list[tuple[float, int, int]] = []

    def meet(i: int, j: int, likeness: float) -> None:
        one, other = alive[i], alive[j]
        one.likeness[j] = other.likeness[i] = likeness
        counts = likeness * _timely(one, other)
        if counts >= _ALIKE:
            heappush(heap, (-counts, i, j))

    for i, j in sorted(pairs):
        likeness = alive[i].like(alive[j])
        meet(i, j, 0.0 if likeness >= _ALIKE and apart(i, j) else likeness)
    heapify(heap)
    while heap:
        counts, i, j = heappop(heap)
        if i not in alive or j not in alive or not _are_one(alive[i], alive[j], -counts):
            continue
        one, other = alive.pop(i), alive.pop(j)
        number = len(clusters)
        both = _joined(one, other, one.likeness[j])
        clusters.append(both)
        alive[number] = both
        for k in sorted((one.likeness.keys() | other.likeness.keys()) & alive.keys()):
            near = alive[k]
            a, b = one.likeness.get(k), other.likeness.get(k)
            if a is None or b is None:
                likeness = both.like(near)
            else:
                likeness = (a * len(one.members) + b * len(other.members)) / len(both.members)
            near.likeness.pop(i, None)
            near.likeness.pop(j, None)
            meet(number, k, likeness)
    return [cluster.members for cluster in alive.values()]


def _are_one(one: _Cluster, other: _Cluster, likeness: float) -> bool:
    """Whether clusters of this likeness report one event."""
    smaller, larger = sorted((one, other), key=lambda cluster: len(cluster.members))
    if len(larger.members) < _SETTLED:
        return likeness >= _ALIKE_BEFORE
    if len(smaller.members) < _SETTLED:
        return likeness >= _JOINS * larger.within
    return likeness >= _UNITES * math.sqrt(smaller.within * larger.within)


def _joined(one: _Cluster, other: _Cluster, likeness: float) -> _Cluster:
    total = dict(one.total)
    for term, weight in other.total.items():
        total[term] = total.get(term, 0.0) + weight
    days = [cluster.days for cluster in (one, other) if cluster.days is not None]
    span = (min(first for first, _ in days), max(last for _, last in days)) if days else None
    inner = one.inner + other.inner + likeness * len(one.members) * len(other.members)
    return _Cluster(members=(*one.members, *other.members), total=total, days=span, inner=inner)
