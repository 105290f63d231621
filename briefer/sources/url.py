"""Addresses on the web: a page, or a feed or a list of feeds, by what the server sends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from briefer.model import Document, Later, Page, Skipped, Web, WebSource
from briefer.sources.feed_entries import Kind, sniff

#: What servers call pages, besides `text/html`.
_PAGES = ("application/xhtml+xml", "application/vnd.wap.xhtml+xml", "text/x-html")
#: What servers say when they do not know: the address's ending knows better.
_UNKNOWN = (None, "application/octet-stream", "binary/octet-stream", "application/x-download", "application/download")
_ENDINGS = {
    ".html": "text/html",
    ".htm": "text/html",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
}
_MARK = "\ufeff"
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)


class Address:
    """What an address leads to."""

    def __init__(
        self, place: str, *, items: int | None = None, name: str | None = None, given: dict[str, Any] | None = None
    ) -> None:
        self.place = place
        self.items = items
        #: What accounts call it, and what is known of its page.
        self.name = name or place
        self.given = given

    async def fetched(self, web: Web) -> Sequence[Document | Skipped | Later | WebSource]:
        """The page, or the articles of the feed or the feeds of the list that it turns out to be."""
        page = await web.get(self.place)
        if isinstance(page, Skipped):
            title = (self.given or {}).get("title")
            return [replace(page, input=self.name if self.name != self.place else page.input, title=title)]
        kind = list_kind(page, web)
        if kind == "opml":
            from briefer.sources.opml import Subscriptions

            return await Subscriptions(self.place, items=self.items).fetched(web)
        if kind is not None:
            from briefer.sources.feed import Feed

            return await Feed(self.place, items=self.items).fetched(web)
        return [partial(document, web, page, self.name, given=self.given)]


def document(web: Web, page: Page, name: str, **more: Any) -> Document:
    """The page as a document of this name; `more` are fields of the document that the page knows nothing of."""
    body, media_type = web.body(page), page.media_type
    if media_type in _PAGES or (_called_feed(media_type) and _PAGE.match(body[:2000])):
        media_type = "text/html"
    elif media_type in _UNKNOWN:
        media_type = _by_ending(page.url)
        if body.startswith(b"%PDF-"):
            media_type = "application/pdf"
    if media_type is None or media_type.startswith("text/"):
        body = characters(body, page.charset)
    return Document(input=name, data=body, media_type=media_type, url=page.url, **more)


def list_kind(page: Page, web: Web) -> Kind | None:
    """What kind of feed or list of feeds the page is, whatever its server calls it; None for any other page."""
    kind = page.media_type or ""
    if not kind or "xml" in kind or "json" in kind or kind.startswith("text/") or kind in _UNKNOWN:
        return sniff(web.body(page)[:8192], page.media_type)
    return None


def characters(body: bytes, charset: str | None) -> bytes:
    """The bytes in UTF-8 with its mark, where the server named their character set and they agree with it.

    Bytes that are UTF-8 and not only ASCII are never anything else; where the server said nothing, or something that
    does not fit, the page's own declaration counts.
    """
    if charset is None or body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return body
    # As browsers read it: https://encoding.spec.whatwg.org/#names-and-labels
    name = "cp1252" if charset.lower() in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii") else charset
    for attempt in ("utf-8", name):
        try:
            return (_MARK + body.decode(attempt)).encode()
        except (UnicodeError, LookupError):
            continue
    return body


def _called_feed(media_type: str | None) -> bool:
    """Whether the server says that it is a feed or some XML; error pages often come under that name."""
    return media_type is not None and (media_type.endswith("xml") or media_type == "application/feed+json")


def _by_ending(url: str) -> str | None:
    return _ENDINGS.get(PurePosixPath(unquote(urlsplit(url).path)).suffix.lower())
