"""OPML: lists of feeds, as feed readers export them; from the web or from a file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from briefer.model import Document, Later, Skipped, Web, WebSource
from briefer.sources.feed import Feed, read_file
from briefer.sources.feed_entries import absolute, plain

#: Feeds of one list that are read: people follow some hundreds.
MOST = 2_000


class Subscription(NamedTuple):
    """One feed of a list."""

    #: As the list calls it.
    title: str | None
    address: str


class Subscriptions:
    """All feeds of one list."""

    def __init__(self, place: str, *, items: int | None = None) -> None:
        self.place = place
        self.items = items

    async def fetched(self, web: Web) -> Sequence[Document | Skipped | Later | WebSource]:
        """The feeds, each to be read in turn."""
        read = await self.read(web)
        if isinstance(read, Skipped):
            return [read]
        feeds, problem = read
        found: list[Document | Skipped | Later | WebSource]
        found = [Feed(feed.address, items=self.items) for feed in feeds[:MOST]]
        if len(feeds) > MOST:
            reason = f"only the first {MOST:,} of its {len(feeds):,} feeds are read"
            found.append(Skipped(input=self.place, outcome="skipped", code="filtered", reason=reason))
        if problem is not None:
            reason = f"{problem}; {len(feeds)} feeds were found in it" if feeds else problem
            found.append(
                Skipped(input=self.place, outcome="skipped" if feeds else "failed", code="damaged", reason=reason)
            )
        elif not feeds:
            found.append(Skipped(input=self.place, outcome="skipped", code="empty", reason="the list names no feeds"))
        return found

    async def read(self, web: Web) -> tuple[list[Subscription], str | None] | Skipped:
        """The feeds that the list names, and what is wrong with it."""
        if "://" in self.place:
            page = await web.get(self.place)
            if isinstance(page, Skipped):
                return page
            return await asyncio.to_thread(subscriptions, web.body(page), page.url)
        read = await asyncio.to_thread(read_file, self.place)
        return read if isinstance(read, Skipped) else await asyncio.to_thread(subscriptions, read, None)


def subscriptions(data: bytes, base: str | None = None) -> tuple[list[Subscription], str | None]:
    """The feeds of an OPML list, each once, in order; and what is wrong with it, where it is broken."""
    from lxml import etree

    def parser(*, recover: bool) -> etree.XMLParser:
        return etree.XMLParser(recover=recover, resolve_entities=False, load_dtd=False, no_network=True)

    problem = None
    try:
        root = etree.fromstring(data, parser(recover=False))
    except (etree.XMLSyntaxError, ValueError) as error:
        problem = f"it is not well-formed XML ({' '.join(str(error).split())[:160]})"
        try:
            root = etree.fromstring(data, parser(recover=True))
        except (etree.XMLSyntaxError, ValueError):
            root = None
    if root is None:
        return [], problem or "there is nothing in it"
    found: dict[str, Subscription] = {}
    for outline in root.iter("{*}outline"):
        about = {str(name).lower(): value for name, value in outline.attrib.items()}
        address = absolute(about.get("xmlurl"), base)
        if address is not None:
            found.setdefault(address, Subscription(plain(about.get("title") or about.get("text")), address))
    return list(found.values()), problem
