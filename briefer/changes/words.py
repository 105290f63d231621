"""The words of a statement, read quickly: what a gist has is among them."""

from __future__ import annotations

import re
from functools import lru_cache

from briefer.language.negation.signs import content, polarity, stems

_WORD = re.compile(r"[\w’'-]+")
#: Words of more letters are no grammar, but for these.
_LONG = 4
_GRAMMAR = frozenset(
    "about after because being could might other shall should their there these those where which while would".split()
)


@lru_cache(maxsize=1 << 14)
def quick_stems(text: str) -> frozenset[str]:
    """The stems of all words but those of grammar."""
    return frozenset(one for word in _WORD.findall(text) for one in _counting(word))


@lru_cache(maxsize=1 << 15)
def _counting(word: str) -> frozenset[str]:
    # Reading a word closely takes long, and few long ones are grammar.
    if len(word) > _LONG:
        return stems(word) if word.casefold() not in _GRAMMAR else frozenset()
    return stems(word) if content(word) or polarity(word).negations else frozenset()
