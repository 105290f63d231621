"""Words that are looked for: what SQLite is asked, and where they stand in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

#: A phrase in quotation marks, or a word; an asterisk at its end stands for any ending.
_ASKED = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')
#: What SQLite's tokenizer `unicode61` takes for a word: letters and digits, with their marks.
_TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\0": " "})


class Words:
    """Words and phrases, all of which must stand in what is found.

    Case and diacritics do not count. A phrase stands in quotation marks; a word or phrase with `*` at its end stands
    for all that begin so. Nothing else has a meaning, so that no input is an error.
    """

    def __init__(self, asked: str) -> None:
        self._terms: list[tuple[tuple[str, ...], bool]] = []
        for match in _ASKED.finditer(asked.translate(_QUOTES)):
            phrase, star, word = match.groups()
            tokens = folded_words(word or phrase or "")
            if tokens:
                self._terms.append((tokens, bool(star) or (word or "").endswith("*")))

    def __bool__(self) -> bool:
        return bool(self._terms)

    @property
    def query(self) -> str:
        """The question in the language of SQLite's full-text search."""
        return " ".join(f'"{" ".join(tokens)}"{"*" if prefix else ""}' for tokens, prefix in self._terms)

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where they stand, in order, without overlaps."""
        found = [(match.start(), match.end()) for match in _TOKEN.finditer(text)]
        tokens = [_folded(text[start:end]) for start, end in found]
        places: list[tuple[int, int]] = []
        for start, end in sorted(
            (found[at][0], found[at + len(term) - 1][1])
            for term, prefix in self._terms
            for at in _starts(tokens, term, prefix=prefix)
        ):
            if not places or start >= places[-1][1]:
                places.append((start, end))
        return places


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text, in lower case and without diacritics."""
    return tuple(_folded(token) for token in _TOKEN.findall(text))


def _starts(tokens: list[str], term: tuple[str, ...], *, prefix: bool) -> Iterator[int]:
    last = len(term) - 1
    for at in range(len(tokens) - last):
        if all(tokens[at + i] == term[i] for i in range(last)) and (
            tokens[at + last] == term[last] or (prefix and tokens[at + last].startswith(term[last]))
        ):
            yield at


@lru_cache(maxsize=1 << 14)
def _folded(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)).lower()
