"""Feeds to entries: RSS, Atom, RDF and JSON Feed; of a broken one what can be read, and what could not."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from briefer.sources.feed_dates import moment, published

Kind = Literal["xml", "json", "opml"]
#: Where a feed says what it is.
_HEAD = 4096
_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]*:)?(rss|feed|rdf|opml|channel)(?=[\s>/])", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org', re.IGNORECASE)
#: What is put right of a feed that is not well-formed, in bytes and in ampersands.
_REPAIRED = 3_000_000
_AMPERSANDS = 200_000
#: What is read of a feed that is broken throughout, in bytes and in tags and references: the lenient parser takes some
#: 30 µs for each of these.
_LENIENT = 2_500_000
_MARKS = 22_000
#: Of one that nests deeper than XML's own parser follows (256 levels): no feed does.
_DEEP_MARKS = 2_000
_MARK = re.compile(r"[<&]")
#: The controls of Latin-1 are letters and marks of cp1252: https://html.spec.whatwg.org/#numeric-character-reference-end-state
_CONTROLS = {code: bytes((code,)).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
_TAG = re.compile(r"<[A-Za-z/!][^<>]*>")
_LONGEST_TITLE = 500
#: Items that are read of a feed; archives have some thousands.
MOST = 20_000
#: An address that needs no second look.
_ABSOLUTE = re.compile(r"https?://[a-z0-9][a-z0-9.-]*/[A-Za-z0-9/?&=_~%+,;:@!-]*")


#: One below the root of its site, without steps up.
_ROOTED = re.compile(r"/(?!/)[A-Za-z0-9/?&=_~%+,;:@!-]*")
#: One in the folder of its base.
_BESIDE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9/?&=_~%+,;@!-]*")
_FOLDER = re.compile(r"https?://[a-z0-9][a-z0-9.-]*/(?:[A-Za-z0-9_~-]+/)*(?=[A-Za-z0-9_~-]*\Z)")
_SITE = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(?=/|\Z)")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """What a feed says of one article."""

    title: str | None = None
    #: Absolute.
    link: str | None = None
    #: ISO.
    published: str | None = None
    authors: tuple[str, ...] = ()
    #: The longest text that the feed has of it, as HTML.
    content: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedText:
    """A feed as it was read."""

    title: str | None = None
    entries: tuple[FeedEntry, ...] = ()
    #: Sentences on what could not be read.
    problems: tuple[str, ...] = ()


def sniff(data: bytes, media_type: str | None = None) -> Kind | None:
    """What kind of list these bytes are; None for a page, a text and anything else."""
    head = _characters(data[:_HEAD]).lstrip("\ufeff \t\r\n")
    if head.startswith("{"):
        return "json" if _JSON_FEED.search(head) or media_type == "application/feed+json" else None
    if not head.startswith("<") and media_type not in _FEED_TYPES:
        return None
    root = _ROOT.search(head)
    page = _PAGE.search(head)
    if root is None or (page is not None and page.start() < root.start()):
        return None
    return "opml" if root[1].lower() == "opml" else "xml"


_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml")


def parse_feed(data: bytes, *, base: str | None = None, content_type: str | None = None) -> FeedText:
    """The feed's entries in its own order; it never raises, and says what it could not read.

    `base` is the address that it was fetched from, `content_type` the header that came with it.
    """
    if sniff(data) == "json" or data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _json_feed(data, base)
    from briefer.sources.feed_repair import repaired
    from briefer.sources.feed_xml import well_formed

    found = well_formed(data, base=base)
    if isinstance(found, FeedText):
        if found.entries and all(entry.title or entry.link for entry in found.entries):
            return found
        # Well-formed, and still not as feeds are; names in capitals, say.
        other = _lenient(repaired(_repairable(data), content_type), base, "")
        return other if _worth(other) > _worth(found) else found
    part = _repairable(data)
    right = repaired(part, content_type)
    again = well_formed(right, base=base)
    if isinstance(again, FeedText):
        return replace(again, problems=(*((found,) if found else ()), *again.problems))
    return _lenient(right, base, found or again, cut=len(part) < len(data))


def newest_first(entries: Sequence[FeedEntry]) -> list[FeedEntry]:
    """The entries by date, the last one first; one without a date stays behind the one before it."""
    keys: list[float] = []
    for entry in entries:
        at = moment(entry.published)
        keys.append(at.timestamp() if at is not None else keys[-1] if keys else float("inf"))
    order = sorted(range(len(entries)), key=lambda i: -keys[i])
    return [entries[i] for i in order]


def plain(markup: str | None) -> str | None:
    """A title or a name without markup and entities, on one line."""
    if not markup:
        return None
    text = html.unescape(_TAG.sub("", markup) if "<" in markup else markup)
    if not text.isprintable():
        text = text.translate(_CONTROLS)
        text = "".join(c if c.isprintable() else " " for c in text)
    text = " ".join(text.split())
    return text[:_LONGEST_TITLE].rstrip() or None


def absolute(link: str | None, base: str | None) -> str | None:
    """The http address that a link means; None for anything else."""
    said = (link or "").strip()
    if not said or _ABSOLUTE.fullmatch(said):
        return said or None
    said = "".join(said.split())
    if base is not None and _ROOTED.fullmatch(said) and (site := _SITE.match(base)):
        return site[0] + said
    if base is not None and _BESIDE.fullmatch(said) and (folder := _FOLDER.match(base)):
        return folder[0] + said
    try:
        found = urljoin(base, said) if base else said
        parts = urlsplit(found)
    except ValueError:
        return None
    return found if parts.scheme in ("http", "https") and parts.netloc else None


def too_many(items: int) -> tuple[str, ...]:
    """What to say of a feed with more items than are read; nothing of any other."""
    return (f"it has {items:,} items, and only the first {MOST:,} were read",) if items > MOST else ()


def longest(texts: Sequence[str | None]) -> str | None:
    """The longest of some texts."""
    return max((text.strip() for text in texts if text), key=len, default=None) or None


def _characters(data: bytes) -> str:
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")):
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if data[:64].count(b"\0") > 8:
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", "replace")
    return data.decode("utf-8", "replace")


def _repairable(data: bytes) -> bytes:
    """As much of the feed as can be put right in time."""
    data = data[:_REPAIRED]
    if data.count(b"&") <= _AMPERSANDS:
        return data
    return data[: next(islice(re.finditer(b"&", data), _AMPERSANDS, None)).start()]


def _lenient(data: bytes, base: str | None, why: str, *, cut: bool = False) -> FeedText:
    """Anything that is still broken or unusual, in UTF-8; `why` is empty where it is only unusual."""
    problems = [why] if why else []
    part = _beginning(data, _DEEP_MARKS if "depth" in why else _MARKS)
    if cut or len(part) < len(data):
        problems.append(f"only its first {len(part) / 1_000_000:.1f} MB were read")
    best = _through_feedparser(part, base)
    if why and _gain(best) < part.count(b"<item") + part.count(b"<entry"):
        from briefer.sources.feed_xml import well_formed

        # That parser loses its way at end tags that do not fit.
        other = well_formed(part, base=base, recover=True)
        best = other if isinstance(other, FeedText) and _gain(other) > _gain(best) else best
    return replace(best, problems=(*problems, *best.problems))


def _beginning(data: bytes, marks: int) -> bytes:
    """As much of the feed as can be read in time."""
    from briefer.sources.feed_repair import pieces

    text = data[:_LENIENT].decode("utf-8", "ignore")
    place = 0
    for piece, plain in pieces(text):
        if plain:
            found = piece.count("<") + piece.count("&")
            if found > marks:
                last = next(islice(_MARK.finditer(piece), marks, None)).start()
                return text[: place + last].encode()
            marks -= found
        place += len(piece)
    return text.encode()


def _worth(feed: FeedText) -> int:
    """How much the entries tell."""
    return sum(bool(entry.link) + bool(entry.title) + bool(entry.content) for entry in feed.entries)


def _gain(feed: FeedText) -> int:
    """How many entries lead anywhere."""
    return sum(bool(entry.link or entry.content) for entry in feed.entries)


def _through_feedparser(data: bytes, base: str | None) -> FeedText:
    import feedparser

    # With a character set it never guesses one, which takes long.
    headers = {"content-type": "application/xml; charset=utf-8"} | ({"content-location": base} if base else {})
    try:
        read: Mapping[str, Any] = feedparser.parse(
            io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # noqa: BLE001 - whatever a broken feed does to a parser, it is the feed's trouble
        return FeedText(problems=(f"it could not be read ({type(error).__name__})",))
    about = dict(read.get("feed") or {})
    site = absolute(_text(about.get("link")), base)
    # As plain mappings: the parser's own warn when a key is missing.
    entries = tuple(_lenient_entry(dict(entry), base or site) for entry in read.get("entries") or ())
    return FeedText(title=plain(_text(about.get("title"))), entries=entries)


def _lenient_entry(entry: Mapping[str, Any], base: str | None) -> FeedEntry:
    links = [_text(entry.get("link"))]
    links += [_text(link.get("href")) for link in entry.get("links") or () if link.get("rel") in ("alternate", None)]
    links += [_text(entry.get("id"))] if str(entry.get("id") or "").startswith(("http://", "https://")) else []
    contents = [_text(part.get("value")) for part in entry.get("content") or ()]
    names = [_text(author.get("name")) for author in entry.get("authors") or () if isinstance(author, Mapping)]
    return FeedEntry(
        title=plain(_text(entry.get("title"))),
        link=next((found for link in links if (found := absolute(link, base))), None),
        published=_lenient_date(entry),
        authors=tuple(dict.fromkeys(name for raw in names if (name := plain(raw)))),
        content=longest([*contents, _text(entry.get("summary"))]),
    )


def _lenient_date(entry: Mapping[str, Any]) -> str | None:
    """The date as it was written where its form is known, else as the parser understood it, which is in UTC."""
    for name in ("published", "created", "updated"):
        if (found := published(_text(entry.get(name)))) is not None:
            return found
        parsed = entry.get(f"{name}_parsed")
        if parsed is not None:
            year, month, day, hour, minute, second = parsed[:6]
            iso = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{min(second, 59):02}+00:00"
            if (found := published(iso)) is not None:
                return found
    return None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _json_feed(data: bytes, base: str | None) -> FeedText:
    """JSON Feed 1.0 and 1.1 (jsonfeed.org)."""
    try:
        feed = json.loads(_characters(data).lstrip("\ufeff"), strict=False)
    except (ValueError, RecursionError) as error:
        return FeedText(problems=(f"it is not JSON ({error})",))
    if not isinstance(feed, dict):
        return FeedText(problems=("it is JSON, but no feed",))
    items = feed.get("items")
    if not isinstance(items, list):
        return FeedText(title=plain(_text(feed.get("title"))), problems=("it has no list of items",))
    base = base or _text(feed.get("feed_url")) or _text(feed.get("home_page_url"))
    good = [item for item in items if isinstance(item, dict)]
    odd = len(items) - len(good)
    problems = (f"{odd} of its items are no objects",) if odd else ()
    return FeedText(
        title=plain(_text(feed.get("title"))),
        entries=tuple(_json_entry(item, base) for item in good[:MOST]),
        problems=(*problems, *too_many(len(good))),
    )


def _json_entry(item: Mapping[str, Any], base: str | None) -> FeedEntry:
    text = _text(item.get("content_text"))
    links = (_text(item.get(name)) for name in ("url", "external_url"))
    known = item.get("id")
    identity = known if isinstance(known, str) and known.startswith(("http://", "https://")) else None
    return FeedEntry(
        title=plain(_text(item.get("title"))),
        link=next((found for link in (*links, identity) if (found := absolute(link, base))), None),
        published=published(_text(item.get("date_published"))) or published(_text(item.get("date_modified"))),
        authors=tuple(dict.fromkeys(_json_authors(item))),
        content=longest([_text(item.get("content_html")), _paragraphs(text), _text(item.get("summary"))]),
    )


def _json_authors(item: Mapping[str, Any]) -> Iterator[str]:
    several = item.get("authors")
    for author in [*(several if isinstance(several, list) else ()), item.get("author")]:
        if isinstance(author, dict) and (name := plain(_text(author.get("name")))):
            yield name


def _paragraphs(text: str | None) -> str | None:
    """Plain text as HTML."""
    if not text:
        return None
    return "".join(f"<p>{html.escape(block)}</p>" for block in re.split(r"\n\s*\n", text) if block.strip())
