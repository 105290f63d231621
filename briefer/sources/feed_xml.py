"""Feeds that are well-formed and of a usual form, read straight from their tree.

Dates stay as they were written and every link is resolved against its own `xml:base`, which the quick feed parsers
do not do; whatever is odd in any way is left to the lenient one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from briefer.sources.feed_dates import published
from briefer.sources.feed_entries import MOST, FeedEntry, FeedText, absolute, longest, plain, too_many

if TYPE_CHECKING:
    from lxml.etree import _Element

_ATOM = "{http://www.w3.org/2005/Atom}"
_ATOM_LINK = f"{_ATOM}link"
_RSS1 = "{http://purl.org/rss/1.0/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_XHTML = "{http://www.w3.org/1999/xhtml}"
#: What the address of an item stands under besides `link`: the address that a feed's service has replaced.
_ORIGINAL = "{http://rssnamespace.org/feedburner/ext/1.0}origLink"
#: A feed of so many bytes is looked at for mistakes before its tree is made.
_LARGE = 2_000_000
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
#: What calls itself Latin-1 is its superset: https://encoding.spec.whatwg.org/#names-and-labels
_LATIN_1 = re.compile(
    rb"""\A(\s*<\?xml[^>]{0,100}?encoding\s*=\s*["'])(?:iso-8859-1|latin-?1|us-ascii|ascii)(["'])""", re.IGNORECASE
)


def well_formed(data: bytes, *, base: str | None, recover: bool = False) -> FeedText | str:
    """The feed, or why the lenient parser must read it: in words where the feed is broken, empty where only unusual.

    With `recover` what is broken is read as far as it goes.
    """
    from lxml import etree

    data = _LATIN_1.sub(rb"\1windows-1252\2", data, count=1)
    if _DOCTYPE.search(data):
        # Entities are declared there; none is ever looked up here.
        return ""
    if len(data) > _LARGE and not recover and (why := _first_error(data)) is not None:
        return f"it is not well-formed XML ({why})"
    parser = etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser, base_url=base)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        return f"it is not well-formed XML ({_said(error)})"
    if root is None:
        return "there is nothing in it"
    reader = _Reader(base, based=b"xml:base" in data or b"\0" in data[:100])
    if root.tag == "rss":
        channel = root.find("channel")
        return "" if channel is None else reader.rss(root, channel, "")
    if root.tag == f"{_RDF}RDF":
        channel = root.find(f"{_RSS1}channel")
        return "" if channel is None else reader.rss(root, channel, _RSS1)
    return reader.atom(root) if root.tag == f"{_ATOM}feed" else ""


def _first_error(data: bytes) -> str | None:
    """What is wrong first; the other parser goes on to the last of millions of mistakes."""
    from xml.parsers.expat import ExpatError, ParserCreate

    try:
        ParserCreate().Parse(data, True)
    except ExpatError as error:
        return str(error)
    return None


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:160]


class _Tags:
    """What the parts of an item are called in one kind of RSS."""

    def __init__(self, ns: str) -> None:
        self.item, self.title, self.link, self.guid = (f"{ns}{name}" for name in ("item", "title", "link", "guid"))
        self.links = (self.link, _ORIGINAL)
        self.authors = (f"{_DC}creator", f"{ns}author")
        self.dates = (
            f"{ns}pubDate",
            f"{_DC}date",
            f"{_TERMS}issued",
            f"{_TERMS}created",
            f"{_ATOM}published",
            f"{_ATOM}updated",
        )
        self.contents = (_CONTENT, f"{ns}description", f"{_ATOM}content")
        self.read = frozenset((self.title, f"{_DC}title", *self.dates, *self.contents))


class _Reader:
    """One feed's way of resolving links."""

    def __init__(self, base: str | None, *, based: bool) -> None:
        self.base = base
        #: Whether any element has a base of its own.
        self.based = based

    def link(self, element: _Element, said: str | None) -> str | None:
        base = (element.base or self.base) if self.based else self.base
        return absolute(said, base)

    def rss(self, above: _Element, channel: _Element, ns: str) -> FeedText:
        """RSS 0.9x, 1.0 and 2.0."""
        items = channel.findall(f"{ns}item") + above.findall(f"{ns}item")
        if self.base is None:
            self.base = absolute(channel.findtext(f"{ns}link"), None)
        tags = _Tags(ns)
        entries = tuple(self._item(item, tags) for item in items[:MOST])
        return FeedText(title=_title(channel, ns), entries=entries, problems=too_many(len(items)))

    def _item(self, item: _Element, tags: _Tags) -> FeedEntry:
        first: dict[str, Any] = {}
        authors: list[str] = []
        for child in item:
            tag = child.tag
            if tag == _ATOM_LINK:
                if child.get("rel") in (None, "alternate"):
                    first.setdefault(tag, self.link(child, child.get("href")))
            elif tag in tags.links:
                first.setdefault(tag, self.link(child, child.text or child.get("href")))
            elif tag == tags.guid:
                text = (child.text or "").strip()
                if child.get("isPermaLink", "true").lower() != "false" and text.startswith(("http://", "https://")):
                    first.setdefault(tag, self.link(child, text))
            elif tag in tags.authors:
                authors.append(_words(child))
            elif tag in tags.read and tag not in first and (text := _words(child)):
                first[tag] = text
        links = (first.get(tag) for tag in (_ORIGINAL, tags.link, _ATOM_LINK, tags.guid))
        about = item.get(f"{_RDF}about")
        return FeedEntry(
            title=plain(first.get(tags.title) or first.get(f"{_DC}title")),
            link=next((link for link in links if link), None) or (self.link(item, about) if about else None),
            published=next((found for tag in tags.dates if (found := published(first.get(tag)))), None),
            authors=_names(authors) if authors else (),
            content=longest([first.get(tag) for tag in tags.contents]),
        )

    def atom(self, feed: _Element) -> FeedText:
        """Atom 1.0."""
        if self.base is None:
            self.base = next((link for link in self._links(feed) if link), None)
        title = feed.find(f"{_ATOM}title")
        found = feed.findall(f"{_ATOM}entry")
        entries = tuple(self._entry(entry) for entry in found[:MOST])
        name = plain(_words(title)) if title is not None else None
        return FeedText(title=name, entries=entries, problems=too_many(len(found)))

    def _entry(self, entry: _Element) -> FeedEntry:
        first: dict[str, Any] = {}
        authors: list[str] = []
        for child in entry:
            tag = child.tag
            if tag == f"{_ATOM}author":
                authors.append(child.findtext(f"{_ATOM}name") or "")
            elif tag in (f"{_ATOM}content", f"{_ATOM}summary"):
                first.setdefault(tag, _construct(child))
            elif tag not in first and tag != f"{_ATOM}link" and (text := _words(child)):
                first[tag] = text
        identity = first.get(f"{_ATOM}id") or ""
        links = [*self._links(entry), identity if identity.startswith(("http://", "https://")) else None]
        dates = (f"{_ATOM}published", f"{_ATOM}updated", f"{_DC}date")
        return FeedEntry(
            title=plain(first.get(f"{_ATOM}title")),
            link=next((link for link in links if link), None),
            published=next((found for tag in dates if (found := published(first.get(tag)))), None),
            authors=_names(authors),
            content=longest([first.get(f"{_ATOM}content"), first.get(f"{_ATOM}summary")]),
        )

    def _links(self, element: _Element) -> Iterator[str | None]:
        """Where the element's own page is; a page for people goes before other forms of it."""
        found = [link for link in element.iterchildren(f"{_ATOM}link") if link.get("rel", "alternate") == "alternate"]
        found.sort(key=lambda link: link.get("type", "text/html") not in ("text/html", "application/xhtml+xml"))
        for link in found:
            yield self.link(link, link.get("href"))


def _title(channel: _Element, ns: str) -> str | None:
    title = channel.find(f"{ns}title")
    return plain(_words(title)) if title is not None else None


def _words(element: _Element) -> str:
    """An element's text; that of elements inside belongs to it."""
    text = element.text if len(element) == 0 else "".join(element.itertext())
    return (text or "").strip()


def _construct(element: _Element) -> str | None:
    """The HTML of a text construct of Atom."""
    if element.get("src"):
        return None
    if element.get("type") in ("xhtml", "application/xhtml+xml") or len(element):
        from lxml import etree

        made = "".join(etree.tostring(child, encoding="unicode", with_tail=True) for child in element)
        return re.sub(r"(</?)(?:\w+:)", r"\1", made)
    text = _words(element)
    if element.get("type", "text") in ("text", "text/plain") and "<" not in text:
        from html import escape

        return f"<p>{escape(text)}</p>" if text else None
    return text


def _names(raw: list[str]) -> tuple[str, ...]:
    """People's names; RSS wants an address of mail with the name in brackets behind it."""
    found: dict[str, None] = {}
    for said in raw:
        name = plain(re.sub(r"\A\S+@\S+\s*\((.*)\)\Z", r"\1", said.strip())) if said else None
        if name and "@" not in name:
            found[name] = None
    return tuple(found)
