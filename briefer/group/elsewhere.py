"""Whether two articles that share their words tell of other places, people or organisations.

A storm warning for one town and for another, two court lists, two market reports: the words are the same, and what the
articles are about stands where the other one has another name. Two reports of one event name the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import chain, pairwise

from briefer.language.names.countries import by_capital, by_demonym, by_name
from briefer.language.names.lexicon import ORGANISATION_WORDS
from briefer.model import Article

_TOKEN = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*|[.!?:;“”\"()\n]")
_BREAK = frozenset('.!?:;“”"()\n')
#: The first sentence ends here, and later than after so many characters and before so many.
_END = re.compile(r"[.!?][”\"’)]*\s|\n")
_SHORT, _LONG = 40, 400
#: Where more than this share of the words within sentences is written large, all nouns are, or all is a list.
_LARGE = 0.28
#: Two spellings of one name are at least so alike.
_SPELT = 0.8
#: Written large at the head of an article, whatever it is about.
_HEAD = frozenset(
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun gmt utc cet est published updated posted "
    "exclusive breaking correspondent reporter staff editor by press associated reuters afp dpa ap agencies".split()
)
#: Whoever says it may be another in another report of one event.
_SAYING = frozenset("said says say told tells according added announced reported confirmed warned quoted cited".split())
#: What stands for a name, a figure, and the edge of a sentence where words are laid side by side.
_NAME, _FIGURE, _EDGE = "¶", "0", "|"

_Slot = tuple[str, str, str]


class Spelt:
    """The words of an article as they are spelt."""

    __slots__ = ("article", "begins", "parts", "words")

    def __init__(self, article: Article) -> None:
        self.article = article
        #: Those of headline, first sentence and the rest.
        self.parts = [_tokens(part) for part in _parts(article)]
        self.words = frozenset(chain(*self.parts))
        #: What headline and first sentence write large: all words of their names are among them.
        self.begins = frozenset(token for part in self.parts[:2] for token in part if token[0].isupper())

    def knows(self, other: Spelt) -> bool:
        """Whether it has all that the other one begins with, so that no name there is new to it."""
        return other.begins <= self.words


@dataclass(slots=True)
class Named:
    """The names that an article is about."""

    spelt: Spelt
    #: All its words, states for their peoples and capitals, and what its names may be shortened to.
    words: frozenset[str]
    #: Words that it also has in small letters.
    small: frozenset[str]
    #: Words that are names by the way they are written.
    sure: frozenset[str]
    #: Names in the headline and the first sentence.
    leading: frozenset[tuple[str, ...]]
    _slots: dict[tuple[str, ...], set[_Slot]] | None = None

    def slots(self, name: tuple[str, ...]) -> set[_Slot]:
        """The places between words where a leading name stands in the article."""
        # Asked of few articles, and kept only of them.
        if self._slots is None:
            self._slots = {leading: set() for leading in self.leading}
            for part in self.spelt.parts:
                for found, slots in _slots(_Run(part), self.sure):
                    if found in self._slots:
                        self._slots[found] |= slots
        return self._slots[name]


def named(spelt: Spelt, common: Collection[str]) -> Named:
    """The names that an article is about; `common` are words that are no names however they are written."""
    runs = [_Run(part) for part in spelt.parts]
    small = frozenset[str]().union(*(run.small for run in runs))
    sure: set[str] = set()
    if sum(run.within for run in runs[1:]) <= _LARGE * sum(run.words for run in runs[1:]):
        for run in runs[1:] if _shouted(runs[0]) else runs:
            sure |= run.surely
        sure = {word for word in sure if word not in small and word not in _HEAD and word not in common}
    names = [[name for name, _, _ in run.names(sure)] for run in runs]
    words = small.union(*(run.large.values() for run in runs))
    known = _states()
    states = [known[word] for word in words if word in known]
    initials = ("".join(word[0] for word in name) for name in chain(*names) if len(name) > 1)
    return Named(spelt, words.union(initials, *states), small, frozenset(sure), frozenset(names[0] + names[1]))


def head(article: Article) -> tuple[str, str]:
    """Its headline and first sentence: where they are the same, both articles are about the same names."""
    return _parts(article)[:2]


def elsewhere(one: Named, other: Named) -> bool:
    """Whether a leading name of each stands where the other has one that it knows nothing of, or all are such names.

    It says something of articles that have whole phrases in common; others can name what they like.
    """
    # Most know all of each other's names, and need not be looked at from both sides.
    if not (mine := _unknown(one, other)) or not (theirs := _unknown(other, one)):
        return False
    nothing_shared = len(mine) == len(one.leading) and len(theirs) == len(other.leading)
    return any(
        (nothing_shared or one.slots(a) & other.slots(b)) and not _spelt_alike(a, b) and not _shortened(a, b)
        for a in mine
        for b in theirs
    )


def _parts(article: Article) -> tuple[str, str, str]:
    """Headline, first sentence and the rest, without the outlet's name."""
    title, text = (part.replace(article.outlet or "\n", " ") for part in (article.title or "", article.text))
    lead = next((m.end() for m in _END.finditer(text[:_LONG]) if m.end() >= _SHORT), min(len(text), _LONG))
    return title, text[:lead], text[lead:]


def _unknown(one: Named, other: Named) -> list[tuple[str, ...]]:
    """Leading names of one that the other does not have, not even in part."""
    return [name for name in one.leading if name not in other.leading and not _knows(other, name)]


def _knows(other: Named, name: tuple[str, ...]) -> bool:
    telling = [word for word in name if word not in other.small and word not in ORGANISATION_WORDS]
    return not telling or any(form in other.words for word in telling for form in _forms(word))


def _spelt_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return SequenceMatcher(None, one[-1], other[-1], autojunk=False).ratio() >= _SPELT


def _shortened(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one name is the other's initials."""
    short, long = sorted((one, other), key=len)
    return len(short) == 1 and short[0] == "".join(word[0] for word in long)


class _Run:
    """A stretch of text, word by word; what is asked of every word is asked of each spelling once."""

    __slots__ = ("first", "large", "small", "tokens", "within", "words")

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        spelt = set(self.tokens)
        names = {token: _word(token) for token in spelt if token[0].isupper()}
        #: What is written large, in small letters, by its place.
        self.large = {at: names[token] for at, token in enumerate(self.tokens) if token in names}
        breaks = [-1, *[at for at, token in enumerate(self.tokens) if token in _BREAK], len(self.tokens)]
        #: Where sentences begin.
        self.first = {a + 1 for a, b in pairwise(breaks) if b > a + 1}
        #: Its other words.
        self.small = frozenset(map(_word, spelt.difference(names, _BREAK)))
        #: How many words stand within sentences, and how many of them are written large.
        self.words = len(self.tokens) - (len(breaks) - 2) - len(self.first)
        self.within = len(self.large) - len(self.first & self.large.keys())

    @property
    def surely(self) -> set[str]:
        """Words that are names by the way they are written."""
        # The first word of a sentence too, before another one that is written large: "Brisling Lines said".
        return {word for at, word in self.large.items() if at not in self.first or at + 1 in self.large}

    def names(self, sure: Collection[str]) -> Iterator[tuple[tuple[str, ...], int, int]]:
        """The names among the words, each with where it starts and ends."""
        name: list[str] = []
        end = -1
        for at, word in self.large.items():
            if word not in sure:
                continue
            if name and at != end:
                yield tuple(name), end - len(name), end
                name = []
            name.append(word)
            end = at + 1
        if name:
            yield tuple(name), end - len(name), end


def _slots(run: _Run, sure: Collection[str]) -> Iterator[tuple[tuple[str, ...], set[_Slot]]]:
    """The names among the words, each with what stands around it."""
    names = list(run.names(sure))
    inside = {at for _, start, end in names for at in range(start, end)}

    def beside(at: int) -> str:
        if not 0 <= at < len(run.tokens) or run.tokens[at] in _BREAK:
            return _EDGE
        if at in inside:
            return _NAME
        word = _word(run.tokens[at])
        return _FIGURE if word[0].isdigit() else word

    for name, start, end in names:
        a, b, c, d = map(beside, (start - 2, start - 1, end, end + 1))
        around = set() if _SAYING & {b, c} else {("<", a, b), (">", c, d), ("=", b, c)}
        # Names, figures and edges alone are around many a name.
        yield name, {slot for slot in around if any(len(word) > 1 for word in slot[1:])}


def _tokens(text: str) -> list[str]:
    return list(chain.from_iterable(map(_taken_apart, text.replace("\n", " \n ").split(" "))))


@lru_cache(maxsize=1 << 14)
def _taken_apart(between_spaces: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(between_spaces))


@lru_cache(maxsize=1 << 14)
def _word(token: str) -> str:
    return token.casefold().replace("’", "'").removesuffix("'s")


def _shouted(title: _Run) -> bool:
    """Whether all longer words of a headline are written large, so that it says nothing of names."""
    large = title.large.keys()
    longer = (at for at, token in enumerate(title.tokens) if len(word := _word(token)) > 3 and word[0].isalpha())
    return all(at in large for at in longer)


@cache
def _forms(word: str) -> frozenset[str]:
    """What a word counts as: itself, and its state's names where it is a people, a capital or a form of the name."""
    return frozenset({word}) | _states().get(word, frozenset())


@cache
def _states() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for table in (by_name(), by_demonym(), by_capital()):
        for form, country in table.items():
            found.setdefault(form.casefold(), frozenset(w for n in country.names[:1] for w in n.casefold().split()))
    return found
