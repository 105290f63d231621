"""Documents to articles: clean text of record, title, outlet, date, language; or why there is no article."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from briefer.contract import as_language, load_article_row
from briefer.errors import ContractError
from briefer.model import Article, Document, Skipped
from briefer.read.decode import binary, decode_page, decode_text
from briefer.read.judge import judge
from briefer.read.language import guess
from briefer.read.metadata import as_address, as_published
from briefer.read.refusal import Refusal

#: What documents may be, as `Document.media_type`; without one the first bytes tell a page from a text.
MEDIA_TYPES = ("text/plain", "text/markdown", "text/html", "application/json")
_PAGE_STARTS = ("<!doctype html", "<html")
#: From so much text on, the guess overrules a language that only the page's template declared.
_LONG_ENOUGH = 400


class Reading(NamedTuple):
    """An article, and the input that it was read from."""

    input: str
    article: Article


def read(document: Document) -> Reading | Skipped:
    """The document's article, or why it has none; what the document was given wins over what it says of itself."""
    try:
        found = _article(document)
    except Exception as error:  # noqa: BLE001 - one page that breaks a parser must stop no other
        found = Refusal("unreadable", f"it cannot be read: {type(error).__name__}: {error}", "failed")
    if isinstance(found, Article) and (refusal := judge(found.text)) is not None:
        return _skipped(document, refusal, found)
    return Reading(document.input, found) if isinstance(found, Article) else _skipped(document, found)


def distinct(readings: Iterable[Reading | Skipped]) -> Iterator[Reading | Skipped]:
    """All readings in order; a second one of the same text or of the same id comes out as skipped or failed.

    White space does not make another text.
    """
    by_text: dict[str, str] = {}
    by_id: dict[str, str] = {}
    for item in readings:
        if isinstance(item, Skipped):
            yield item
            continue
        article = item.article
        words = hashlib.sha256(" ".join(article.text.split()).encode()).hexdigest()
        if words in by_text:
            refusal = Refusal("duplicate", f"it has the same text as {by_text[words]}")
        elif article.id in by_id:
            reason = f"it has the same id or address as {by_id[article.id]} ({article.id})"
            refusal = Refusal("repeated_id", reason, "failed")
        else:
            by_text[words] = by_id[article.id] = item.input
            yield item
            continue
        yield _skip(item.input, refusal, article)


def _skipped(document: Document, refusal: Refusal, article: Article | None = None) -> Skipped:
    if article is not None:
        return _skip(document.input, refusal, article)
    given = document.given or {}
    return Skipped(
        input=document.input,
        outcome=refusal.outcome,
        code=refusal.code,
        reason=refusal.reason,
        title=given.get("title"),
        url=given.get("url") or document.url,
        id=refusal.id,
    )


def _skip(input: str, refusal: Refusal, article: Article) -> Skipped:
    return Skipped(
        input=input,
        outcome=refusal.outcome,
        code=refusal.code,
        reason=refusal.reason,
        title=article.title,
        url=article.url,
        id=article.id,
    )


def _article(document: Document) -> Article | Refusal:
    if document.media_type not in (*MEDIA_TYPES, None):
        return Refusal("unknown_type", f"{document.media_type} is not read")
    if (refusal := binary(document.data)) is not None:
        return refusal
    if document.media_type == "application/json":
        return _row(document)
    if document.media_type == "text/html":
        source: str | Refusal = decode_page(document.data)
    else:
        source = decode_text(document.data)
    if isinstance(source, Refusal):
        return source
    found = _text(source, document.media_type)
    if isinstance(found, Refusal):
        return found
    text, about = found
    about = _usable(about)
    about |= {"url": document.url} if document.url and "url" not in about else {}
    about |= {key: value for key, value in (document.given or {}).items() if value}
    about["authors"] = tuple(about.get("authors", ()))
    return _with_language(Article.of(text, **about), trusted=bool((document.given or {}).get("language")))


def _text(source: str, media_type: str | None) -> tuple[str, dict[str, Any]] | Refusal:
    """The text of record, and what the document says of itself."""
    if media_type == "text/markdown":
        from briefer.read.markdown import from_markdown

        return from_markdown(source)
    if media_type == "text/html" or source[:200].lstrip().lower().startswith(_PAGE_STARTS):
        from briefer.read.page import from_page

        return from_page(source)
    return source, {}


def _usable(about: dict[str, Any]) -> dict[str, Any]:
    """What a document says of itself, as far as the contract can hold it."""
    forms = {"published": as_published, "language": as_language, "url": as_address}
    kept = {key: forms[key](value) if key in forms else value for key, value in about.items()}
    return {key: value for key, value in kept.items() if value}


def _row(document: Document) -> Article | Refusal:
    try:
        row = json.loads(document.data)
    except (ValueError, RecursionError) as error:
        return Refusal("bad_json", f"it is not JSON: {error}", "failed")
    given = {key: value for key, value in (document.given or {}).items() if value}
    try:
        article = load_article_row({**row, **given} if isinstance(row, dict) else row)
    except ContractError as error:
        reason = f"{error.message} ({error.hint})" if error.hint else error.message
        given_id = row.get("id") if isinstance(row, dict) else None
        return Refusal("bad_row", reason, "failed", id=given_id if isinstance(given_id, str) else None)
    return _with_language(article, trusted=article.language is not None)


def _with_language(article: Article, *, trusted: bool) -> Article:
    """The article with its language: as given, else as guessed, else as the page declares it.

    Templates declare one language for all their pages; a long text tells its own better.
    """
    if trusted:
        return article
    guessed = guess(article.text)
    said = article.language
    if said is None or (guessed and len(article.text) > _LONG_ENOUGH and guessed != said.split("-")[0].lower()):
        return replace(article, language=guessed)
    return article
