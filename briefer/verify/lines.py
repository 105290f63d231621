"""One piece of text with what the gates ask of it, each worked out when first asked for."""

from __future__ import annotations

import re
from functools import cached_property

from briefer.language.numbers import find_numbers
from briefer.language.typography import normalise
from briefer.model import Number
from briefer.verify.lexicon import alike
from briefer.verify.words import CALENDAR, WORD, is_content, parts, stem

#: “…”, "…" and the like in a claim's own words; an apostrophe is none.
_MARKED = re.compile(r"[“„«]([^“”„«»]+)[”“»]|\"([^\"]+)\"")
_BREAK = re.compile(r"(?:(?<=[.!?])|(?<=[.!?]'))\s+(?=['(\[]?[A-Z\d])")
_SPACED = re.compile(r"(?<![\d.,])(\d{1,3}) ?, (\d{3})(?![\d.,]\d)(?!\d)")
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
#: "may" and "march" are also verbs, "sat", "sun", "mar" and "wed" words: only capitals make them dates.
_CALENDAR = re.compile(rf"\b(?:{'|'.join(CALENDAR)})\b", re.IGNORECASE)
_CURRENCY = "$€£¥₹₽₩"


class Line:
    """A sentence of the evidence, or a claim's words."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def plain(self) -> str:
        """Under one white space and typography; case stays."""
        return normalise(self.text)

    @cached_property
    def folded(self) -> str:
        """As `plain`, without case."""
        return self.plain.casefold()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """As they stand in `plain`; compounds in one piece, and the figures of tokenised text ("1 , 600")."""
        plain = self.plain
        return tuple(WORD.findall(_SPACED.sub(r"\1,\2", plain) if ", " in plain else plain))

    @cached_property
    def lower(self) -> tuple[str, ...]:
        """The words and the pieces of compounds, without case and without `'s`."""
        found: list[str] = []
        for word in self.words:
            lower = word.casefold().removesuffix("'s")
            found.append(lower)
            if "-" in lower:
                found.extend(parts(lower))
        return tuple(found)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The set of `lower`."""
        return frozenset(self.lower)

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The first three letters of each of `lower`."""
        return frozenset([word[:3] for word in self.lower])

    @cached_property
    def calendar(self) -> frozenset[str]:
        """The months and weekdays that it names, in full."""
        found = set()
        for match in _CALENDAR.finditer(self.text):
            word = match.group()
            if word[0].isupper() and not (word in ("May", "March", "Sat", "Sun") and match.start() == 0):
                # A pattern without case also takes a long s for an s.
                found.add(CALENDAR.get(word.lower(), word.lower()))
        return frozenset(found)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """Stems of the content words, in order."""
        return tuple(stem(piece) for word in self.words for piece in parts(word) if is_content(piece.casefold()))

    @cached_property
    def stem_set(self) -> frozenset[str]:
        """Stems of all words."""
        return frozenset(stem(word) for word in self.lower)

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The words in order, without case, `'s` and the endings of "9th", compounds taken apart."""
        words = (piece.casefold().removesuffix("'s") for word in self.words for piece in parts(word))
        return tuple(word if word.isalpha() else _ORDINAL.sub(r"\1", word) for word in words)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbouring words."""
        return frozenset(zip(self.tokens, self.tokens[1:], strict=False))

    @cached_property
    def alike(self) -> frozenset[str]:
        """Stems of all words, and of those that news uses for them."""
        return self.stem_set.union(*map(alike, self.stem_set))

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """The quantities of the text."""
        return find_numbers(self.text)

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """Roughly its sentences (plain), without the stops between them."""
        return tuple(piece for piece in (part.strip(" .,;:") for part in _BREAK.split(self.plain)) if piece)

    @cached_property
    def marked(self) -> tuple[str, ...]:
        """What stands between double quotation marks, under normal typography."""
        return tuple(normalise(a or b) for a, b in _MARKED.findall(self.text))

    def has(self, words: str) -> bool:
        """Whether these words (plain) stand in it as whole words and whole figures."""
        return stands_in(words, self.plain)

    def has_folded(self, words: str) -> bool:
        """The same without case."""
        return stands_in(words.casefold(), self.folded)


def stands_in(words: str, text: str) -> bool:
    """Whether `words` stand in `text` without cutting a word, a figure, or a figure from its sign."""
    if not words:
        return False
    at = text.find(words)
    while at >= 0:
        if not _cuts(text, at, at + len(words)):
            return True
        at = text.find(words, at + 1)
    return False


def _cuts(text: str, start: int, end: int) -> bool:
    """Whether the edges of `text[start:end]` cut a word or a figure."""
    first, last = text[start], text[end - 1]
    if start and first.isalnum():
        before = text[start - 1]
        if before.isalnum() or (first.isdigit() and (before in _CURRENCY or _joins(text, start - 1))):
            return True
    if end < len(text) and last.isalnum():
        after = text[end]
        if after.isalnum() or (last.isdigit() and (after == "%" or _joins(text, end))):
            return True
    return False


def _joins(text: str, at: int) -> bool:
    """Whether a point, comma or dash stands between two figures."""
    return text[at] in ".,-:" and 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()
