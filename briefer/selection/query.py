"""Queries: words, phrases, AND, OR, NOT, parentheses and beginnings of words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from briefer.errors import ConfigError
from briefer.selection.terms import Term, Text

_TOKEN = re.compile(r"""(?P<open>\()|(?P<close>\))|(?P<quote>["“”„«»])|(?P<word>[^\s()"“”„«»]+)""")
_END_OF_QUOTE = re.compile('["“”«»]')
_OPERATORS = ("AND", "OR", "NOT")
_WORD = re.compile(r"\w")
#: Parentheses within parentheses.
_DEPTH = 50
#: Letters that stand before a `*`, at least.
_BEGINNING = 2


@dataclass(frozen=True, slots=True)
class _All:
    parts: tuple[_Node, ...]

    def matches(self, text: Text) -> bool:
        return all(part.matches(text) for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Any:
    parts: tuple[_Node, ...]

    def matches(self, text: Text) -> bool:
        return any(part.matches(text) for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Not:
    part: _Node

    def matches(self, text: Text) -> bool:
        return not self.part.matches(text)


@dataclass(frozen=True, slots=True)
class _Found:
    term: Term

    def matches(self, text: Text) -> bool:
        return self.term.found_in(text)


_Node = _All | _Any | _Not | _Found


@dataclass(frozen=True, slots=True)
class Query:
    """A question to a text, such as `gas AND ("price cap" OR tariff*) NOT football`.

    Words that stand side by side are all wanted. NOT binds closest, then AND, then OR; the operators are in capitals.
    A phrase in quotation marks is meant as it stands; a word without them finds its plural and singular too.
    """

    #: As it was written.
    words: str
    _root: _Node

    @classmethod
    def of(cls, words: str) -> Query:
        """The query of these words; a `ConfigError` says at which character it cannot go on, and what to try."""
        return _parsed(words)

    def matches(self, text: Text) -> bool:
        """Whether the text is what is asked for."""
        return self._root.matches(text)


class _Token(NamedTuple):
    kind: str
    text: str
    #: Of its first character, from 1.
    at: int


@lru_cache(maxsize=256)
def _parsed(words: str) -> Query:
    return Query(words, _Parser(words).whole())


class _Parser:
    """Reads one query from left to right."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._tokens = self._split()
        self._next = 0
        self._depth = 0

    def whole(self) -> _Node:
        if not self._tokens:
            raise ConfigError("the query is empty", hint='write words, such as gas AND "price cap"')
        found = self._either()
        if self._next < len(self._tokens):
            raise self._error(self._tokens[self._next].at, "there is nothing that this ) closes", "take it away")
        return found

    def _split(self) -> list[_Token]:
        found: list[_Token] = []
        at = 0
        while match := _TOKEN.search(self._words, at):
            at, place = match.end(), match.start() + 1
            kind = match.lastgroup or ""
            if kind == "quote":
                end = _END_OF_QUOTE.search(self._words, at)
                if end is None:
                    raise self._error(place, "this quotation mark is never closed", "close it where the phrase ends")
                found.append(_Token("phrase", self._words[at : end.start()], place))
                at = end.end()
            else:
                operator = kind == "word" and match[0] in _OPERATORS
                found.append(_Token(match[0] if operator else kind, match[0], place))
        return found

    def _peek(self) -> str:
        return self._tokens[self._next].kind if self._next < len(self._tokens) else ""

    def _take(self) -> _Token:
        self._next += 1
        return self._tokens[self._next - 1]

    def _either(self) -> _Node:
        parts = [self._every()]
        while self._peek() == "OR":
            self._take()
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else _Any(tuple(parts))

    def _every(self) -> _Node:
        parts = [self._one()]
        while self._peek() not in ("", "OR", "close"):
            if self._peek() == "AND":
                self._take()
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else _All(tuple(parts))

    def _one(self) -> _Node:
        if self._next == len(self._tokens):
            last = self._tokens[-1]
            raise self._error(len(self._words) + 1, f"nothing stands after {last.text}", "write a word there")
        token = self._take()
        if token.kind == "NOT":
            if self._peek() == "NOT":
                raise self._error(self._tokens[self._next].at, "NOT stands twice", "take both away")
            return _Not(self._one())
        if token.kind == "open":
            return self._inside(token)
        if token.kind in ("AND", "OR"):
            raise self._error(
                token.at, f"nothing stands before {token.text}", f'“{token.text}” as a word is "{token.text}"'
            )
        if token.kind == "close":
            empty = self._next > 1 and self._tokens[self._next - 2].kind == "open"
            why = "nothing stands in these parentheses" if empty else "a word is missing before this )"
            raise self._error(token.at, why, "write a word there, or take the ) away")
        return _Found(self._term(token))

    def _inside(self, token: _Token) -> _Node:
        self._depth += 1
        if self._depth > _DEPTH:
            raise self._error(token.at, f"more than {_DEPTH} parentheses stand in each other", "take some away")
        found = self._either()
        if self._peek() != "close":
            raise self._error(token.at, "this ( is never closed", "write ) where it ends")
        self._take()
        self._depth -= 1
        return found

    def _term(self, token: _Token) -> Term:
        words, exact = token.text.strip(), token.kind == "phrase"
        starts = words.endswith("*")
        words = words.removesuffix("*")
        if not exact and words.upper() in _OPERATORS and not starts:
            hint = f'write {words.upper()} in capitals, or "{words}" to look for the word'
            raise self._error(token.at, f"“{words}” stands between words", hint)
        if "*" in words:
            raise self._error(token.at + token.text.index("*"), "* stands only at the end of a word", "write tariff*")
        if not exact and words[:1] in "-+!|&'" and words:
            hint = "write NOT before a word" if words[0] in "-!" else 'write AND, OR, or "a phrase"'
            raise self._error(token.at, f"“{words[0]}” means nothing here", hint)
        if not _WORD.search(words):
            raise self._error(token.at, "there is no word here", "write one, or take this away")
        if starts and len(_WORD.findall(words)) < _BEGINNING:
            hint = f"write {_BEGINNING} letters or more before *"
            raise self._error(token.at, f"“{words}*” is the beginning of too many words", hint)
        return Term(words, exact=exact, starts=starts)

    def _error(self, at: int, why: str, hint: str) -> ConfigError:
        return ConfigError(f"the query “{self._words}” cannot be read at character {at}: {why}", hint=hint)
