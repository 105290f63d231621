"""Documents to articles: clean text of record, title, outlet, date, language; or why there is no article."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from briefer.contract import as_language, load_article_row
from briefer.errors import ContractError
from briefer.model import Article, Document, Skipped
from briefer.read.decode import binary, decode_page, decode_text
from briefer.read.judge import judge
from briefer.read.kinds import APART, LINK, MAIL, MEDIA_TYPES, is_list, is_page, told
from briefer.read.language import guess
from briefer.read.metadata import as_address, as_published, text_metadata
from briefer.read.pieces import Enclosed, Piece
from briefer.read.refusal import Refusal

#: From so much text on, the guess overrules a language that only the page's template declared.
_LONG_ENOUGH = 400
#: Of what is known of a document, the keys that hold for each of its articles.
_SHARED = frozenset(("outlet", "published", "language"))
#: How deep mails may lie in mails.
_DEPTH = 5


class Reading(NamedTuple):
    """An article, and the input that it was read from."""

    input: str
    article: Article


def read(document: Document) -> Iterator[Reading | Skipped]:
    """The document's articles, or why it has none; what the document was given wins over what it says of itself.

    Most documents are one article. A newsletter is one for each item, and what is attached to a mail comes after it;
    their inputs are `NAME:2` and `NAME:attachment.pdf`.
    """
    found = _read(document, 0)
    if document.instead is None:
        yield from found
        return
    # Where there is no article, something else may be read in its place, under a name that says so.
    first = list(found)
    other = [] if any(isinstance(item, Reading) for item in first) else list(_read(document.instead, 0))
    yield from other if any(isinstance(item, Reading) for item in other) else first


def _read(document: Document, depth: int) -> Iterator[Reading | Skipped]:
    parts = _parts(document)
    articles = [part for part in parts if not isinstance(part, Enclosed)]
    many = len(articles) > 1
    for number, part in enumerate(articles, 1):
        place = replace(document, input=f"{document.input}:{number}") if many else document
        if many and place.given:
            place = replace(place, given={key: place.given[key] for key in place.given.keys() & _SHARED})
        yield _reading(place, part)
    for enclosed in (part for part in parts if isinstance(part, Enclosed)):
        name = f"{document.input}:{enclosed.name}"
        if depth >= _DEPTH:
            yield Skipped(input=name, outcome="skipped", code="too_large", reason="it lies too deep in other mails")
        else:
            inside = Document(input=name, data=enclosed.data, media_type=enclosed.media_type or _by_name(enclosed.name))
            yield from _read(inside, depth + 1)


def _reading(document: Document, part: Piece | Article | Refusal) -> Reading | Skipped:
    if isinstance(part, Refusal):
        return _skipped(document, part)
    try:
        article = _article(document, part) if isinstance(part, Piece) else part
    except Exception as error:  # noqa: BLE001 - one page that breaks a parser must stop no other
        return _skipped(document, _broken(error))
    refusal = (part.refusal if isinstance(part, Piece) else None) or judge(article.text)
    return Reading(document.input, article) if refusal is None else _skipped(document, refusal, article)


def _broken(error: Exception) -> Refusal:
    return Refusal("unreadable", f"it cannot be read: {type(error).__name__}: {error}", "failed")


def release() -> None:
    """Ends the process that took documents apart, where there is one: its memory is wanted for what comes next."""
    if "briefer.read.child" in sys.modules:
        from briefer.read.child import release as end

        end()


def hash_of_words(text: str) -> str:
    """SHA-256 of the words: white space does not make another text."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def distinct(readings: Iterable[Reading | Skipped]) -> Iterator[Reading | Skipped]:
    """All readings in order; a second one of the same text, address or id comes out as skipped or failed.

    White space does not make another text. An id that somebody has given twice is a mistake; that an address comes
    twice is usual, where several feeds lead to it. What another outlet has printed word for word stays: it is a copy,
    and whoever brings articles together counts it as one voice.
    """
    by_text: dict[str, dict[str | None, str]] = {}
    by_id: dict[str, str] = {}
    for item in readings:
        if isinstance(item, Skipped):
            yield item
            continue
        article = item.article
        printed = by_text.setdefault(hash_of_words(article.text), {})
        # Without an address of its own it cannot be told from another one.
        outlet = article.outlet if article.url else None
        if printed and (outlet is None or outlet in printed or None in printed):
            other = printed.get(outlet) or next(iter(printed.values()))
            refusal = Refusal("duplicate", f"it has the same text as {other}")
        elif article.id in by_id and article.url and article.id == Article.of("", url=article.url).id:
            refusal = Refusal("duplicate", f"it has the same address as {by_id[article.id]}")
        elif article.id in by_id:
            reason = f"it has the same id or address as {by_id[article.id]} ({article.id})"
            refusal = Refusal("repeated_id", reason, "failed")
        else:
            printed[outlet] = by_id[article.id] = item.input
            yield item
            continue
        yield _skip(item.input, refusal, article)


def _skipped(document: Document, refusal: Refusal, article: Article | None = None) -> Skipped:
    if article is not None:
        return _skip(document.input, refusal, article)
    given = {**(document.told or {}), **(document.given or {})}
    return Skipped(
        input=document.input,
        outcome=refusal.outcome,
        code=refusal.code,
        reason=refusal.reason,
        title=given.get("title"),
        url=given.get("url") or document.url,
        id=refusal.id,
        sha256=hashlib.sha256(document.data).hexdigest(),
    )


def _skip(input: str, refusal: Refusal, article: Article) -> Skipped:
    made = Skipped.of(article, input, code=refusal.code, reason=refusal.reason, outcome=refusal.outcome)
    return replace(made, sha256=hash_of_words(article.text))


def _parts(document: Document) -> Sequence[Piece | Enclosed | Article | Refusal]:
    """What the document holds, in order; a refusal alone where it holds nothing."""
    try:
        found = _taken(document)
    except Exception as error:  # noqa: BLE001 - one page that breaks a parser must stop no other
        found = _broken(error)
    return [found] if isinstance(found, Piece | Article | Refusal) else found


def _taken(document: Document) -> Sequence[Piece | Enclosed] | Piece | Article | Refusal:
    media_type = told(document.data, document.media_type)
    if media_type not in (*MEDIA_TYPES, None):
        return Refusal("unknown_type", f"{media_type} is not read")
    if media_type == LINK:
        return Refusal("not_fetched", "it is an address, and nothing fetched its page", "failed")
    if media_type in APART:
        from briefer.read.child import take_apart

        return take_apart(media_type, document.data)
    if (refusal := binary(document.data)) is not None:
        return refusal
    if media_type == "application/json":
        return _row(document)
    source = decode_page(document.data) if media_type == "text/html" else decode_text(document.data)
    if isinstance(source, Refusal):
        return source
    return _text(source, media_type)


def _article(document: Document, piece: Piece) -> Article:
    about = _usable(document.told or {}) | _usable(piece.about)
    about |= {"url": document.url} if document.url and "url" not in about else {}
    about |= {key: value for key, value in (document.given or {}).items() if value}
    about["authors"] = tuple(about.get("authors", ()))
    return _with_language(Article.of(piece.text, **about), trusted=bool((document.given or {}).get("language")))


def _text(source: str, media_type: str | None) -> Piece | Refusal:
    """The text of record, and what the document says of itself."""
    if media_type == "text/markdown":
        from briefer.read.markdown import from_markdown

        found = from_markdown(source)
        return found if isinstance(found, Refusal) else Piece(text=found[0], about=found[1])
    if media_type == "text/html" or is_page(source):
        from briefer.read.page import from_page

        return from_page(source)
    if media_type is None and is_list(source):
        return Refusal("unknown_type", "it is a feed or a list of feeds: save it as .xml or .opml, or give its address")
    return Piece(text=source, about=text_metadata(source))


def _by_name(name: str) -> str | None:
    """The media type that the ending of an attachment's name stands for; its bytes tell the rest."""
    ending = name.rpartition(".")[2].lower()
    return {"md": "text/markdown", "html": "text/html", "htm": "text/html", "txt": "text/plain", "eml": MAIL}.get(
        ending
    )


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
