"""How a brief is written into the archive, and taken out of it."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

from briefer.language.names.across import Names
from briefer.model import Article, Brief
from briefer.store.database import Database
from briefer.store.history.index import Sources, claim_rows, person_rows

#: Rows are numbered by the second in which their brief was made, and so many follow each of these: what is newer has
#: the higher number, and so full-text search gives the newest first without having to sort.
_ROWS_A_SECOND = 1 << 20
#: Of zlib: 300 articles are packed in a tenth of a second.
_LEVEL = 6
#: Tables with a full-text index beside them, and what is searched of each.
_SEARCHED = {"claims": "holder, text, words", "people": "name, role, organisation"}


def utc(moment: datetime) -> str:
    """Texts that sort as the moments do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def keep(store: Database, brief: Brief, *, latest: bool) -> int:
    """Writes the brief and its articles' texts; gives the number of its row."""
    bare = replace(brief, articles=tuple(replace(article, text="") for article in brief.articles))
    ((number,),) = store.do("SELECT coalesce(max(number), 0) + 1 FROM briefs")
    # fmt: off
    _insert(
        store, "briefs", number, brief.id, brief.revision, latest, brief.profile.name, brief.title, brief.created,
        utc(datetime.fromisoformat(brief.created)), len(brief.stories), len(brief.articles), brief.digest,
        zlib.compress(_briefs().dump_json(bare), _LEVEL),
    )
    sources = Sources(brief)
    told = {name: story.id for story in reversed(brief.stories) for name in story.articles}
    first = _first(store, "texts", brief)
    for place, article in enumerate(brief.articles):
        text = _keep_text(store, article, first + place)
        _insert(
            store, "printed", number, place, text, told.get(article.id, ""),
            article.title or "", article.outlet, article.url, sources.day(article),
        )
    # fmt: on
    return int(number)


def unpacked(store: Database, number: int, packed: bytes) -> Brief:
    """The brief of a row, whole."""
    bare = cast("Brief", _briefs().validate_json(zlib.decompress(packed)))
    texts = store.do(
        "SELECT body FROM printed JOIN texts ON texts.number = printed.text WHERE brief = ? ORDER BY place", number
    )
    articles = zip(bare.articles, texts, strict=True)
    return replace(
        bare,
        articles=tuple(replace(article, text=text_of(body)) for article, (body,) in articles),
    )


def enlist(store: Database, brief: Brief, number: int) -> None:
    """Makes the claims and people of the brief known."""
    sources = Sources(brief)
    told = [(story, Names(story.who)) for story in brief.stories]
    claims = (row for story, names in told for row in claim_rows(story, names, sources))
    people = (row for story, names in told for row in person_rows(story, names, sources))
    # fmt: off
    for place, c in enumerate(claims, _first(store, "claims", brief)):
        # The words that a claim rests on are often its own.
        words = "" if c.source.words == c.text else c.source.words
        _insert(
            store, "claims", place, number, c.story, c.claim, c.kind, c.holder, c.key, c.speaker,
            c.text, words, c.source.place, c.source.day,
        )
    for place, p in enumerate(people, _first(store, "people", brief)):
        _insert(
            store, "people", place, number, p.story, p.claim, p.key, p.name, p.kind, p.role, p.organisation, p.initials,
            p.source.words, p.source.place, p.source.day,
        )
    # fmt: on
    for table, columns in _SEARCHED.items():
        store.do(
            f"INSERT INTO {table}_words (rowid, {columns}) SELECT number, {columns} FROM {table} WHERE brief = ?",  # noqa: S608
            number,
        )


def unlist(store: Database, number: int) -> None:
    """Makes the claims and people of the brief unknown: it is not the latest revision."""
    store.do("UPDATE briefs SET latest = 0 WHERE number = ?", number)
    for table, columns in _SEARCHED.items():
        store.do(
            f"INSERT INTO {table}_words ({table}_words, rowid, {columns})"  # noqa: S608
            f" SELECT 'delete', number, {columns} FROM {table} WHERE brief = ?",
            number,
        )
        store.do(f"DELETE FROM {table} WHERE brief = ?", number)  # noqa: S608


def drop(store: Database, number: int) -> set[int]:
    """Takes out a brief; gives the numbers of its articles' texts, for `let_go`."""
    unlist(store, number)
    texts = {text for (text,) in store.do("SELECT text FROM printed WHERE brief = ?", number)}
    store.do("DELETE FROM printed WHERE brief = ?", number)
    store.do("DELETE FROM briefs WHERE number = ?", number)
    untrace(store, number)
    return texts


def untrace(store: Database, number: int) -> None:
    """Takes out what is kept of the brief for those that are compared with it."""
    for table in ("traces", "retold"):
        store.do(f"DELETE FROM {table} WHERE brief = ?", number)  # noqa: S608


def let_go(store: Database, texts: Iterable[int]) -> None:
    """Takes out those of the texts that no brief has any more."""
    for number in texts:
        if store.do("SELECT 1 FROM printed WHERE text = ? LIMIT 1", number):
            continue
        for title, body in store.do("SELECT title, body FROM texts WHERE number = ?", number):
            text = text_of(body)
            store.do(
                "INSERT INTO texts_words (texts_words, rowid, title, text) VALUES ('delete', ?, ?, ?)",
                number,
                title,
                text,
            )
        store.do("DELETE FROM texts WHERE number = ?", number)


def text_of(body: bytes) -> str:
    """The text that was packed."""
    return zlib.decompress(body).decode("utf-8", "surrogatepass")


def _keep_text(store: Database, article: Article, number: int) -> int:
    """The number of the article's text, which is kept as `number` where it is not there yet."""
    for (known,) in store.do("SELECT number FROM texts WHERE sha256 = ?", article.sha256):
        return int(known)
    body = zlib.compress(article.text.encode("utf-8", "surrogatepass"), _LEVEL)
    title = article.title or ""
    _insert(store, "texts", number, article.sha256, title, body)
    store.do("INSERT INTO texts_words (rowid, title, text) VALUES (?, ?, ?)", number, title, article.text)
    return number


def _insert(store: Database, table: str, *values: object) -> None:
    store.do(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", *values)  # noqa: S608


def _first(store: Database, table: str, brief: Brief) -> int:
    """The first free number for rows of the brief."""
    start = int(datetime.fromisoformat(brief.created).timestamp()) * _ROWS_A_SECOND
    end = start + _ROWS_A_SECOND - 1
    ((last,),) = store.do(f"SELECT max(number) FROM {table} WHERE number BETWEEN ? AND ?", start, end)  # noqa: S608
    return start if last is None else int(last) + 1


@functools.cache
def _briefs() -> Any:
    # Rows are this program's own, so they are read in one pass and not as a stranger's contract.
    from pydantic import TypeAdapter

    return TypeAdapter(Brief)
