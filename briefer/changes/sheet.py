"""The sentences of a brief's articles in a row, so that a step is laid beside thousands of them at once."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, reduce
from operator import or_

from briefer.changes.matter import ALIKE, DOCUMENTS, HAPPENS, Line, Matter, content_of, counts, doer, rough
from briefer.changes.settled import HALF, NEAR_IT, ON_ITS_DAY, calls_off, may_undo, undoing
from briefer.language.negation.signs import PLAIN, Word
from briefer.language.negation.stems import past, stem
from briefer.model import Article, Brief

#: A name tells stories apart while no more of the brief's stories have it than so many, or than this share of them.
_FEW, _SHARE = 2, 0.2
_WORD = re.compile(r"[\w’'-]+")
_TOKEN = re.compile(r"\w+")
#: Words that deny a content word.
_NEGATIONS = frozenset(
    map(stem, PLAIN.union("hardly barely scarcely without nowhere zero yet rather rule ruled".split()))
)
#: "They had a meeting".
_HAD = "had"
_HAD_ONE = frozenset({_HAD})
#: Of a step's words so many may be its deed, or grammar in their sentence.
_LOOSE = 2
_ISO_DAY = 10


@dataclass(frozen=True, slots=True)
class Topic:
    """What a step is about, read quickly: the words by which a closer look knows it are among these."""

    stems: frozenset[str]
    #: What else may be said to have been done when the step was taken.
    others: frozenset[str]
    #: So many words it has beside its deed, or more.
    words: int

    def least(self, share: float) -> int:
        """So many of the stems at least stand where so large a share of the words does."""
        return max(1, math.ceil(share * self.words))


@lru_cache(maxsize=1 << 14)
def topic(text: str, action: str | None, actor: str | None) -> Topic:
    """What a step is about."""
    stems = _stems(f"{text} {action or ''} {actor or ''}")
    others = HAPPENS.union(_HAD_ONE, *(row for row in ALIKE if row & stems), ALIKE[0] if DOCUMENTS & stems else ())
    plain = frozenset().union(*map(_plain, _WORD.findall(text)))
    return Topic(stems, others - stems, max(0, len(plain - HAPPENS - _stems(doer(text, action, actor))) - _LOOSE))


def _stems(words: str) -> frozenset[str]:
    return frozenset().union(*map(_content, _WORD.findall(words)))


@lru_cache(maxsize=1 << 15)
def _content(word: str) -> frozenset[str]:
    """The stems of a word that may be a content word where it stands."""
    return frozenset(one.stem for one in _read(word))


@lru_cache(maxsize=1 << 15)
def _plain(word: str) -> frozenset[str]:
    """Those of them that tell deeds apart, of a word that is no name."""
    return frozenset(one.stem for one in _read(word) if counts(one)) if word[0].islower() else frozenset()


@lru_cache(maxsize=1 << 15)
def _read(word: str) -> tuple[Word, ...]:
    return tuple(content_of(word))


@lru_cache(maxsize=1 << 15)
def _done(word: str) -> frozenset[str]:
    """The stems of a word that may tell of the past."""
    return frozenset(one.stem for one in content_of(word) if past(one.text)) if word.casefold() != _HAD else _HAD_ONE


class Sheet:
    """The articles of a brief's stories, and their sentences.

    A set of articles, or of sentences, is a number with a bit for each: the first one has the lowest.
    """

    def __init__(self, brief: Brief, today: date) -> None:
        by_id = {article.id: article for article in brief.articles}
        stories = [[by_id[name] for name in story.articles if name in by_id] for story in brief.stories]
        self.articles = tuple({article.id: article for told in stories for article in told}.values())
        bits = {article.id: 1 << place for place, article in enumerate(self.articles)}
        self._stories = {
            story.id: sum({bits[article.id] for article in told})
            for story, told in zip(brief.stories, stories, strict=True)
        }
        self._most = max(_FEW, _SHARE * len(stories))
        self._today = today
        self._named: dict[str, tuple[int, bool]] = {}
        #: Sentences of sets of articles, and those that have one of some stems in a word of the past.
        self._told_in: dict[int, int] = {}
        self._others: dict[frozenset[str], int] = {}
        self._undoing: dict[str, tuple[frozenset[str], tuple[bool, bool]]] = {}

    def story(self, id: str) -> int:
        """The articles of a story."""
        return self._stories[id]

    def among(self, articles: int) -> Iterator[Article]:
        """The articles of a set."""
        return (self.articles[place] for place in places_in(articles))

    # --- names ---

    def following(self, acting: frozenset[str], places: frozenset[str]) -> int:
        """The articles of what somebody acts in: somebody rare acts there too, or more is shared."""
        once = found = 0
        for name in acting | places:
            naming, rare = self._naming(name)
            # A place alone tells no stories apart, unless nobody else was named.
            found |= naming if rare and name in (acting or places) else once & naming
            once |= naming
        return found

    def _naming(self, name: str) -> tuple[int, bool]:
        """The articles that have the name, and whether it tells stories apart."""
        if name not in self._named:
            parts = _TOKEN.findall(name)
            naming = self._tokens.get(parts[0], 0) if parts else 0
            for part in parts[1:]:
                naming &= self._tokens.get(part, 0)
            if naming and len(parts) > 1:
                naming = sum(1 << place for place in places_in(naming) if name in self.articles[place].text)
            told = sum(1 for articles in self._stories.values() if articles & naming) if naming else 0
            self._named[name] = naming, told <= self._most
        return self._named[name]

    @cached_property
    def _tokens(self) -> dict[str, int]:
        """The articles that have a word, as it stands there."""
        found: defaultdict[str, int] = defaultdict(int)
        for place, article in enumerate(self.articles):
            for token in set(_TOKEN.findall(article.text)):
                found[token] |= 1 << place
        return found

    # --- sentences ---

    def may_settle(self, about: Topic, articles: int) -> bool:
        """Whether a sentence of the articles may say what became of a step."""
        mine = [row for one in about.stems if (row := self._rows.get(one))]
        if not mine:
            return False
        # The deed itself is none of the words that must be shared.
        taken, known = about.least(ON_ITS_DAY), about.least(ON_ITS_DAY) + (about.words > 0)
        denied, off = about.least(NEAR_IT), about.least(HALF)
        with_so_many = counted(mine, max(known, denied))
        if about.others not in self._others:
            self._others[about.others] = _any(self._past.get(one, 0) for one in about.others)
        found = with_so_many[taken] & self._others[about.others]
        found |= with_so_many[known] & _any(self._past.get(one, 0) for one in about.stems)
        found |= with_so_many[denied] & self._denying
        found |= (with_so_many[off] & self._off) | (with_so_many[1] & self._off_a_day)
        return bool(found and found & self._of_articles(articles))

    def telling_of(self, matter: Matter, articles: int) -> Iterator[tuple[Article, Line]]:
        """The sentences that have two words of the step, or one and a word of calling off."""
        mine = matter.words | matter.names
        sought = {matter.deed, *matter.deeds, *mine}
        rows = [*map(self._row, sought), self._off]
        found = counted(rows, 2)[2 if mine else 1] & _any(map(self._row, matter.told_by)) & self._of_articles(articles)
        for place in places_in(found):
            yield self._sentences[place]

    def _row(self, stem: str) -> int:
        return self._rows.get(stem, 0)

    def _of_articles(self, articles: int) -> int:
        """Their sentences."""
        if articles not in self._told_in:
            self._told_in[articles] = _any(self._blocks[place] for place in places_in(articles))
        return self._told_in[articles]

    @cached_property
    def _sentences(self) -> list[tuple[Article, Line]]:
        return [(article, line) for article in self.articles for line in _lines(article, self.day(article))]

    @cached_property
    def _blocks(self) -> list[int]:
        """The sentences of each article."""
        found: defaultdict[str, int] = defaultdict(int)
        for place, (article, _) in enumerate(self._sentences):
            found[article.id] |= 1 << place
        return [found[article.id] for article in self.articles]

    @cached_property
    def _words(self) -> dict[str, int]:
        """The sentences that have a word, as it stands there."""
        found: defaultdict[str, int] = defaultdict(int)
        for place, (_, line) in enumerate(self._sentences):
            here = 1 << place
            for word in _WORD.findall(line.plain):
                found[word] |= here
        return found

    @cached_property
    def _rows(self) -> dict[str, int]:
        """The sentences that have a stem, as `Line.rough` has them."""
        return _joined(self._words, rough)

    @cached_property
    def _past(self) -> dict[str, int]:
        """The sentences that have a stem in a word of the past."""
        return _joined(self._words, _done)

    @cached_property
    def _denying(self) -> int:
        """The sentences that have a negation."""
        return _any(map(self._row, _NEGATIONS))

    @cached_property
    def _off(self) -> int:
        """The sentences that have a word of calling or putting off."""
        return sum(1 << place for place, (_, line) in enumerate(self._sentences) if calls_off(line))

    @cached_property
    def _off_a_day(self) -> int:
        """Those of them that name a day."""
        return sum(1 << place for place in places_in(self._off) if self._sentences[place][1].days)

    # --- an article ---

    def day(self, article: Article) -> str:
        """The day on which it came out, or that of the brief."""
        published = article.published or ""
        return published[:_ISO_DAY] if len(published) >= _ISO_DAY else self._today.isoformat()

    def may_undo(self, matter: Matter, article: Article) -> bool:
        """Whether it can say, before the day of a step, that it will not be taken."""
        if article.id not in self._undoing:
            self._undoing[article.id] = rough(article.text), undoing(article.text)
        return may_undo(matter, *self._undoing[article.id])


@lru_cache(maxsize=1 << 10)
def _lines(article: Article, day: str) -> tuple[Line, ...]:
    """The sentences of an article that came out on this day; kept, for a brief is compared and then recorded."""
    from briefer.language.passages import find_sentences
    from briefer.language.typography import repair

    return tuple(
        Line(" ".join(article.text[s.start : s.end].split()), article.id, article.published, date.fromisoformat(day))
        for s in find_sentences(repair(article.text))
        if s.kind == "body"
    )


def _joined(words: Mapping[str, int], stems: Callable[[str], Iterable[str]]) -> dict[str, int]:
    """The sentences of all words that have a stem."""
    found: defaultdict[str, int] = defaultdict(int)
    for word, sentences in words.items():
        for one in stems(word):
            found[one] |= sentences
    return found


def _any(sets: Iterable[int]) -> int:
    """What is in one of the sets."""
    return reduce(or_, sets, 0)


def counted(sets: Iterable[int], most: int) -> list[int]:
    """For each number up to the highest what is in so many of the sets, or more."""
    found = [0] * (most + 1)
    for one in sets:
        for n in range(most, 1, -1):
            found[n] |= found[n - 1] & one
        found[1] |= one
    return found


def places_in(found: int) -> Iterator[int]:
    """Where the bits are, the lowest first."""
    while found:
        lowest = found & -found
        yield lowest.bit_length() - 1
        found ^= lowest
