"""Whether two articles that share their words tell of other places, people or organisations.

A storm warning for one town and for another, two court lists, two market reports: the words are the same, and what the
articles are about stands where the other one has another name. Two reports of one event name the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

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


@dataclass(frozen=True, slots=True)
class Named:
    """The names that an article is about."""

    #: All its words, states for their peoples and capitals, and what its names may be shortened to.
    words: frozenset[str]
    #: Words that it also has in small letters.
    small: frozenset[str]
    #: Names in the headline and the first sentence, each with the places between words where it stands in the article.
    leading: dict[tuple[str, ...], frozenset[_Slot]]


def named(article: Article, common: Collection[str]) -> Named:
    """The names that the article is about; `common` are words that are no names however they are written."""
    runs = [_tokens(part) for part in _parts(article)]
    small = frozenset(word for run in runs for word, large, _ in run if not large)
    within = [large for word, large, first in (*runs[1], *runs[2]) if not first and word not in _BREAK]
    sure: set[str] = set()
    if sum(within) <= _LARGE * len(within):
        shouted = _shouted(runs[0])
        bodies = runs[1:] if shouted else runs
        sure = {word for run in bodies for word, large, first in run if large and not first}
        # The first word of a sentence, before another one that is written large: "Brisling Lines said".
        sure |= {a[0] for run in bodies for a, b in zip(run, run[1:], strict=False) if a[1] and a[2] and b[1]}
        sure -= small | _HEAD | set(common)
    known: set[str] = set()
    leading: dict[tuple[str, ...], set[_Slot]] = {}
    slots: dict[tuple[str, ...], set[_Slot]] = {}
    for number, run in enumerate(runs):
        for name, slot in _slots(run, sure):
            slots.setdefault(name, set()).update(slot)
            if number < 2:
                leading.setdefault(name, set())
    for run in runs:
        known.update(form for word, _, _ in run for form in _forms(word))
    known.update("".join(word[0] for word in name) for name in slots if len(name) > 1)
    return Named(frozenset(known), small, {name: frozenset(slots[name]) for name in leading})


def head(article: Article) -> tuple[str, str]:
    """Its headline and first sentence: where they are the same, both articles are about the same names."""
    return _parts(article)[:2]


def elsewhere(one: Named, other: Named) -> bool:
    """Whether a leading name of each stands where the other has one that it knows nothing of, or all are such names.

    It says something of articles that have whole phrases in common; others can name what they like.
    """
    mine, theirs = _unknown(one, other), _unknown(other, one)
    nothing_shared = len(mine) == len(one.leading) and len(theirs) == len(other.leading)
    return any(
        (nothing_shared or one.leading[a] & other.leading[b]) and not _spelt_alike(a, b) and not _shortened(a, b)
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


def _tokens(text: str) -> list[tuple[str, bool, bool]]:
    """The words in small letters, of each whether it was written large, and whether a sentence begins with it."""
    found = []
    first = True
    for token in _TOKEN.findall(text):
        if token in _BREAK:
            found.append((token, False, True))
            first = True
            continue
        word = token.casefold().replace("’", "'").removesuffix("'s")
        found.append((word, token[0].isupper(), first))
        first = False
    return found


def _shouted(title: list[tuple[str, bool, bool]]) -> bool:
    """Whether all longer words of a headline are written large, so that it says nothing of names."""
    return all(large for word, large, _ in title if len(word) > 3 and word[0].isalpha())


def _slots(run: list[tuple[str, bool, bool]], sure: set[str]) -> Iterator[tuple[tuple[str, ...], set[_Slot]]]:
    """The names among the words, each with what stands around it."""
    masked: list[tuple[str, tuple[str, ...]]] = [(_EDGE, ()), (_EDGE, ())]
    for word, large, _ in run:
        if large and word in sure:
            if masked[-1][0] == _NAME:
                masked[-1] = (_NAME, (*masked[-1][1], word))
            else:
                masked.append((_NAME, (word,)))
        else:
            masked.append((_EDGE if word in _BREAK else _FIGURE if word[0].isdigit() else word, ()))
    masked += [(_EDGE, ()), (_EDGE, ())]
    for at, (_, name) in enumerate(masked):
        if name:
            a, b, c, d = (masked[i][0] for i in (at - 2, at - 1, at + 1, at + 2))
            around = set() if _SAYING & {b, c} else {("<", a, b), (">", c, d), ("=", b, c)}
            # Names, figures and edges alone are around many a name.
            yield name, {slot for slot in around if any(len(word) > 1 for word in slot[1:])}


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
