"""Words and phrases, and the texts that they are looked for in: whole words, whatever their case and accents."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

_MARKS = re.compile("[\u0300-\u036f]+")
#: Letters whose stroke is no mark of its own.
_LETTERS = (("ø", "o"), ("Ø", "O"), ("ł", "l"), ("Ł", "L"), ("đ", "d"), ("Đ", "D"), ("’", "'"))
#: What may stand between the words of a phrase.
_BETWEEN = "[\\s\u2010-\u2015-]+"
_SPLIT = re.compile(_BETWEEN)
#: Scripts that put no space between words; the pattern takes two milliseconds to make, so it is made when it is used.
_UNSPACED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
#: Words that end like plurals and are none.
_SINGULAR = frozenset("news series species means lens always perhaps politics economics physics athletics".split())
#: A word of so few letters is a name where they are all capitals: `EU`, `WHO`, but not `NATO`, which is also `Nato`.
_CAPITALS = 3


def bare(text: str) -> str:
    """The text without accents, its typographic apostrophes as plain ones."""
    if text.isascii():
        return text
    if not unicodedata.is_normalized("NFD", text):
        text = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", text)))
    for letter, plain in _LETTERS:
        text = text.replace(letter, plain)
    return text


def fold(text: str) -> str:
    """The text without accents and capitals."""
    return bare(text.casefold())


class Text:
    """A text that terms are looked for in."""

    def __init__(self, *parts: str | None) -> None:
        self._whole = "\n".join(part for part in parts if part)

    @cached_property
    def bare(self) -> str:
        """With its capitals."""
        return bare(self._whole)

    @cached_property
    def folded(self) -> str:
        """Without them."""
        return fold(self._whole)


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase.

    Case and accents make no difference, and a hyphen is as good as a space. The last word, written in small letters,
    is found in its plural and singular too, unless the term is `exact`; `starts` finds all words that begin so. Two
    or three capitals are found as capitals only: `WHO` is not “who”.
    """

    words: str
    exact: bool = False
    starts: bool = False

    def found_in(self, text: Text, times: int = 1) -> bool:
        """Whether the text has it, so many times at least."""
        pattern, letters, capitals = _compiled(self.words, self.exact, self.starts)
        where = text.bare if capitals else text.folded
        # Most terms are in few texts, and to look for plain letters is a hundred times faster.
        return letters in where and next(islice(pattern.finditer(where), times - 1, None), None) is not None


@lru_cache(maxsize=4096)
def _compiled(words: str, exact: bool, starts: bool) -> tuple[re.Pattern[str], str, bool]:
    """What finds a term, the letters that stand in every text that has it, and whether its capitals count."""
    words = words.strip()
    capitals = 1 < len(words) <= _CAPITALS and words.isalpha() and words.isupper()
    pieces = _SPLIT.split(bare(words) if capitals else fold(words))
    *first, last = [piece for piece in pieces if piece] or [""]
    if not last:
        return re.compile(r"(?!)"), "", capitals
    name = capitals or not words.split()[-1].islower()
    forms = [last] if exact or starts or name else _forms(last)
    endings = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    pattern = _BETWEEN.join([*map(re.escape, first), f"(?:{endings})"])
    if not re.search(_UNSPACED, words):
        pattern = f"(?<!\\w){pattern}" if starts else f"(?<!\\w){pattern}(?!\\w)"
    return re.compile(pattern), first[0] if first else _shared(forms), capitals


def _forms(word: str) -> list[str]:
    """Singular and plural of an English word, of which one is given; French and Spanish words mostly go along."""
    if len(word) < 3 or not word.isalpha() or word in _SINGULAR:
        return [word]
    one = _singular(word)
    many = one + "s"
    if one.endswith(("s", "x", "z", "ch", "sh")):
        many = one + "es"
    elif one[-1] == "y" and one[-2] not in "aeiou":
        many = one[:-1] + "ies"
    return list(dict.fromkeys((word, one, many)))


def _singular(word: str) -> str:
    if len(word) < 4 or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "zes", "ches", "shes")) else word[:-1]


def _shared(forms: list[str]) -> str:
    """What all forms begin with."""
    first, last = min(forms), max(forms)
    same = next((i for i, letter in enumerate(first) if i >= len(last) or letter != last[i]), len(first))
    return first[:same]
