"""What is found for some words, of each kind the newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from briefer.store.database import Database
from briefer.store.history.records import Hit, HitKind
from briefer.store.history.words import Words
from briefer.store.history.writing import text_of

#: Characters of an article around what is found in it.
_AROUND = 240
#: Rows that are asked for at once.
_BATCH = 200
#: Higher than all numbers of rows.
_LAST = 1 << 62

# Rows are numbered by the time of their brief, and full-text search gives them in the order of their numbers.
_CLAIMS = """
    SELECT claims.number, briefs.brief, claims.story, claim, claims.holder, claims.text, claims.words, outlet, url, claims.day
    FROM claims_words
    CROSS JOIN claims ON claims.number = claims_words.rowid
    CROSS JOIN briefs ON briefs.number = claims.brief
    LEFT JOIN printed ON printed.brief = claims.brief AND printed.place = claims.place
    WHERE claims_words MATCH ? AND claims_words.rowid < ?
    ORDER BY claims_words.rowid DESC LIMIT ?
"""
_PEOPLE = """
    SELECT briefs.brief, people.story, claim, people.name, role, organisation, words,
        outlet, url, people.day
    FROM (
        SELECT max(number) AS newest FROM people_words CROSS JOIN people ON number = people_words.rowid
        WHERE people_words MATCH ? GROUP BY key ORDER BY newest DESC LIMIT ?
    )
    CROSS JOIN people ON people.number = newest
    CROSS JOIN briefs ON briefs.number = people.brief
    LEFT JOIN printed ON printed.brief = people.brief AND printed.place = people.place
    ORDER BY newest DESC
"""
# An article stands in the first brief that it came in; later ones may carry it along.
_ARTICLES = """
    SELECT briefs.brief, printed.story, printed.title, outlet, url, day, body
    FROM texts_words
    CROSS JOIN texts ON texts.number = texts_words.rowid
    CROSS JOIN printed ON (printed.brief, place) = (
        SELECT printed.brief, place FROM printed CROSS JOIN briefs ON briefs.number = printed.brief
        WHERE text = texts.number AND latest ORDER BY created, place LIMIT 1
    )
    CROSS JOIN briefs ON briefs.number = printed.brief
    WHERE texts_words MATCH ?
    ORDER BY texts_words.rowid DESC LIMIT ?
"""


def find(store: Database, kind: HitKind, words: Words, limit: int) -> list[Hit]:
    """What is found of one kind."""
    finders: dict[HitKind, Callable[[], Iterator[Hit]]] = {
        "person": lambda: _people(store, words, limit),
        "claim": lambda: _claims(store, words),
        "article": lambda: _articles(store, words, limit),
    }
    return list(islice(finders[kind](), limit))


def _claims(store: Database, words: Words) -> Iterator[Hit]:
    """Each claim of a day once, from the latest brief that tells it."""
    told: set[tuple[str, str]] = set()
    for _, brief, story, claim, holder, text, sentence, outlet, url, day in _rows(store, words):
        if (day, text) in told:
            continue
        told.add((day, text))
        yield Hit(
            kind="claim", brief=brief, story=story, claim=claim, title=holder, text=text, words=sentence or text,
            outlet=outlet, url=url, day=day,
        )  # fmt: skip


def _people(store: Database, words: Words, limit: int) -> Iterator[Hit]:
    """Each name once, where it was told last."""
    rows = store.do(_PEOPLE, words.query, limit)
    for brief, story, claim, name, role, organisation, sentence, outlet, url, day in rows:
        text = ", ".join(part for part in (role, organisation) if part)
        yield Hit(
            kind="person", brief=brief, story=story, claim=claim, title=name, text=text, words=sentence,
            outlet=outlet, url=url, day=day,
        )  # fmt: skip


def _articles(store: Database, words: Words, limit: int) -> Iterator[Hit]:
    for brief, story, title, outlet, url, day, body in store.do(_ARTICLES, words.query, limit):
        yield Hit(
            kind="article", brief=brief, story=story, claim="", title=title, text="",
            words=_excerpt(text_of(body), words), outlet=outlet, url=url, day=day,
        )  # fmt: skip


def _rows(store: Database, words: Words) -> Iterator[tuple[Any, ...]]:
    """All rows of claims, as many at a time as are likely to be needed."""
    below = _LAST
    while rows := store.do(_CLAIMS, words.query, below, _BATCH):
        yield from rows
        if len(rows) < _BATCH:
            return
        below = rows[-1][0]


def _excerpt(text: str, words: Words) -> str:
    """The text around the first place where one of the words stands; its beginning where none does."""
    places = words.places(text)
    middle = sum(places[0]) // 2 if places else 0
    start, end = max(middle - _AROUND // 2, 0), min(max(middle + _AROUND // 2, _AROUND), len(text))
    # At white space, so that no word is cut.
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = end if end == len(text) else max(text.find(" ", end), 0) or len(text)
    return f"{'…' if start else ''}{' '.join(text[start:end].split())}{'…' if end < len(text) else ''}"
