"""Feeds: RSS, Atom, RDF and JSON Feed, from the web or from a file; each item leads to its page."""

from __future__ import annotations

import asyncio
import re
import zlib
from collections.abc import Sequence
from functools import partial
from html import escape, unescape
from pathlib import Path
from typing import Any

from briefer.model import Document, Later, Page, Skipped, Web, WebSource
from briefer.sources.feed_entries import FeedEntry, FeedText, absolute, newest_first, parse_feed, plain, sniff
from briefer.sources.rows import MAX_BYTES, too_large
from briefer.sources.url import document

#: Items of one feed that are read where nobody says otherwise; the newest ones.
ITEMS = 20
#: Words from which on a feed's own text of an item is an article and not its teaser.
_WHOLE = 120
#: Where a page names its feed: https://html.spec.whatwg.org/#rel-alternate
_HEAD = 100_000
_LINK_ELEMENT = re.compile(r"<link\b[^<>]{0,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(rel|type|href)\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_FEED_TYPE = re.compile(r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)", re.IGNORECASE)
_HTML_TAG = re.compile(r"<[^<>]*>")


class Feed:
    """One feed, by its address or the path of its file."""

    def __init__(self, place: str, *, items: int | None = None, data: bytes | None = None) -> None:
        self.place = place
        self.items = items or ITEMS
        #: What it says, where that is known already.
        self._data = data

    @classmethod
    def within(cls, document: Document) -> Feed | None:
        """The feed that a document is, where nobody said what it is."""
        return cls(document.input, data=document.data) if sniff(document.data) == "xml" else None

    async def fetched(self, web: Web) -> Sequence[Document | Skipped | Later | WebSource]:
        """Its newest items, and a word on what could not be read or is left out."""
        found = await self.read(web)
        if isinstance(found, Skipped):
            return [found]
        return self._chosen(found)

    async def read(self, web: Web) -> FeedText | Skipped:
        """All that the feed says."""
        if self._data is not None:
            return await _parsed(self._data, None, None, self.place)
        if "://" not in self.place:
            data = await asyncio.to_thread(read_file, self.place)
            return data if isinstance(data, Skipped) else await _parsed(data, None, None, self.place)
        page = await web.get(self.place)
        if isinstance(page, Skipped):
            return page
        kind = page.media_type or "application/xml"
        header = f"{kind}; charset={page.charset}" if page.charset else kind
        return await _parsed(web.body(page), page.url, header, self.place)

    def _chosen(self, feed: FeedText) -> list[Document | Skipped | Later | WebSource]:
        entries = newest_first(feed.entries)
        chosen, rest = entries[: self.items], entries[self.items :]
        found: list[Document | Skipped | Later | WebSource] = []
        for number, entry in enumerate(chosen, 1):
            if entry.link is not None:
                found.append(Item(self.place, entry))
            elif (whole := _own_text(entry, self.place, None)) is not None:
                found.append(whole)
            else:
                reason = "the item has neither an address nor a text of its own"
                found.append(_left(f"{self.place}, item {number}", "empty", reason, title=entry.title))
        if rest:
            how = "1 older item is" if len(rest) == 1 else f"{len(rest)} older items are"
            reason = f"{how} left out: the newest {self.items} of a feed are read (--max-items)"
            found.append(_left(self.place, "filtered", reason))
        if feed.problems:
            many = "nothing in it was read" if not entries else f"{len(entries)} items were read all the same"
            found.append(_left(self.place, "damaged", f"{'; '.join(feed.problems)}; {many}", failed=not entries))
        elif not entries:
            found.append(_left(self.place, "empty", "the feed has no items"))
        return found


class Item:
    """One item of a feed: its page, or, where that gives no article, the whole text that the feed has of it."""

    def __init__(self, feed: str, entry: FeedEntry) -> None:
        self.place = entry.link or feed
        self._feed = feed
        self._told = told(entry)
        own = _own_text(entry, self.place, f"{self.place} (the feed's own text)")
        #: Packed: many items wait for their turn.
        self._own = zlib.compress(own.data) if own is not None else None

    @property
    def published(self) -> str | None:
        """What the feed says of its date, in ISO's form."""
        published: str | None = self._told.get("published")
        return published

    async def fetched(self, web: Web) -> Sequence[Document | Skipped | Later | WebSource]:
        """The page, with the feed's text to fall back on."""
        page = await web.get(self.place)
        if isinstance(page, Page):
            return [partial(self._page, web, page)]
        return [partial(self._refused, page)]

    def _page(self, web: Web, page: Page) -> Document:
        return document(web, page, self.place, told=self._told, instead=self._own_text("its page gives no article"))

    def _refused(self, trouble: Skipped) -> Document | Skipped:
        own = self._own_text(trouble.reason)
        title = self._told.get("title")
        return (
            own
            if own is not None
            else Skipped(
                input=self.place,
                outcome=trouble.outcome,
                code=trouble.code,
                reason=trouble.reason,
                title=title,
                url=self.place,
            )
        )

    def _own_text(self, why: str) -> Document | None:
        if self._own is None:
            return None
        name = f"{self.place} (the feed's own text: {why})"
        return Document(
            input=name, data=zlib.decompress(self._own), media_type="text/html", url=self.place, told=self._told
        )


def told(entry: FeedEntry) -> dict[str, Any]:
    """What a feed says of an article."""
    about = {"title": entry.title, "published": entry.published, "authors": entry.authors}
    return {key: value for key, value in about.items() if value}


async def _parsed(data: bytes, base: str | None, content_type: str | None, place: str) -> FeedText | Skipped:
    """The feed; read aside, so that a large one keeps nobody waiting."""
    if sniff(data) == "opml":
        return Skipped(
            input=place, outcome="failed", code="not_a_feed", reason="it is a list of feeds (OPML), not a feed"
        )
    feed = await asyncio.to_thread(partial(parse_feed, data, base=base, content_type=content_type))
    if sniff(data) is None and not any(entry.link or entry.content for entry in feed.entries):
        what = "; ".join(feed.problems) or "it holds nothing that a feed has"
        if (named := _named_feed(data, base)) is not None:
            what = f"it is a page, which names {named} as its feed"
        return Skipped(input=place, outcome="failed", code="not_a_feed", reason=f"it is no feed: {what}")
    return feed


def _named_feed(data: bytes, base: str | None) -> str | None:
    """The feed that a page says it has."""
    for link in _LINK_ELEMENT.findall(data[:_HEAD].decode("utf-8", "replace")):
        about = {name.lower(): double or single for name, double, single in _ATTRIBUTE.findall(link)}
        if "alternate" in about.get("rel", "").lower() and _FEED_TYPE.search(about.get("type", "")):
            return absolute(unescape(about.get("href", "")), base)
    return None


def _own_text(entry: FeedEntry, url: str, name: str | None) -> Document | None:
    """The feed's text of the item as a page, where it is the whole article."""
    if entry.content is None or len(_HTML_TAG.sub(" ", entry.content).split()) < _WHOLE:
        return None
    title = escape(entry.title or "")
    page = f"<!DOCTYPE html><title>{title}</title><body><article><h1>{title}</h1>{entry.content}</article></body>"
    title_of = f"{url}, “{plain(entry.title)}”" if entry.title else url
    return Document(
        input=name or title_of, data=page.encode("utf-8", "replace"), media_type="text/html", told=told(entry)
    )


def _left(place: str, code: str, reason: str, *, title: str | None = None, failed: bool = False) -> Skipped:
    return Skipped(
        input=place,
        outcome="failed" if failed else "skipped",
        code=code,
        reason=reason,
        title=title,
        url=place if "://" in place else None,
    )


def read_file(place: str) -> bytes | Skipped:
    """The bytes of a file, or why they cannot be had."""
    try:
        with Path(place).open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return Skipped(input=place, outcome="failed", code="missing", reason="there is no such file or folder")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        return Skipped(input=place, outcome="failed", code="unreadable", reason=f"it cannot be read: {why}")
    return too_large(place) if len(data) > MAX_BYTES else data
