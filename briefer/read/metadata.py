"""What a page says of itself: title, outlet, authors, date, address, language. Only what it declares."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from briefer.contract import as_language, check_published
from briefer.errors import ContractError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "date",
    "pubdate",
    "publishdate",
)
#: With fewer words it may be “For immediate release”, a name or a day.
_TITLE_WORDS = 4
_TITLE_CHARACTERS = 150
_ARTICLE_TYPES = re.compile(r"(?:Article|Posting|Reportage)\Z")


def page_metadata(root: HtmlElement) -> dict[str, Any]:
    """The fields that the page declares in linked data, `meta` elements or its own markup."""
    meta = _meta(root)
    data = next(filter(is_article, linked_nodes(root)), {})
    found = {
        "title": _text(data.get("headline")) or meta.get("og:title") or _title(root, meta.get("og:site_name")),
        "outlet": meta.get("og:site_name") or _text(_one(data.get("publisher"), "name")),
        "authors": _authors(data, meta),
        "published": _published(root, data, meta),
        "url": _address(root, meta),
        "language": _language(root, data, meta),
    }
    return {key: value for key, value in found.items() if value}


def text_metadata(text: str) -> dict[str, Any]:
    """The title of a plain text: its first line, where it stands alone and is no sentence, byline or shout."""
    first, _, rest = text.strip().partition("\n")
    title = " ".join(first.split())
    alone = bool(rest) and not rest.partition("\n")[0].strip()
    of_a_size = len(title.split()) >= _TITLE_WORDS and len(title) <= _TITLE_CHARACTERS
    if not alone or not of_a_size or title.isupper() or title.startswith("By "):
        return {}
    return {} if title.rstrip("\"”’»)'").endswith((".", "!", ":", ";", ",", "…")) else {"title": title}


def as_published(value: str) -> str | None:
    """An ISO date or date-time as precise as the value, its own offset kept; None where it is neither ISO nor RFC 2822."""
    value = value.strip()
    try:
        check_published(value)
    except ContractError:
        # Few dates are of this form, and what reads it loads the whole of sockets.
        from email.utils import parsedate_to_datetime

        try:
            return parsedate_to_datetime(value).isoformat()
        except ValueError:
            return None
    return value


def as_address(value: str) -> str | None:
    """An absolute http or https URL, else None."""
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return None
    return value.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _one(value: Any, key: str) -> Any:
    """`value[key]`, of the first where it is a list; linked data allows either."""
    first = value[0] if isinstance(value, list) and value else value
    return first.get(key) if isinstance(first, dict) else first


def _meta(root: HtmlElement) -> dict[str, str]:
    """The first content of each `meta`, by its name in lower case."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = _text(element.get("content"))
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def is_article(node: dict[str, Any]) -> bool:
    """Whether the node of linked data is of a type of articles."""
    kinds = node.get("@type")
    return any(isinstance(k, str) and _ARTICLE_TYPES.search(k) for k in (kinds if isinstance(kinds, list) else [kinds]))


def linked_nodes(root: HtmlElement) -> Iterator[dict[str, Any]]:
    """The nodes of the page's linked data (JSON-LD)."""
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text_content(), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _nodes(data)


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            if isinstance(item.get("@graph"), list):
                yield from (node for node in item["@graph"] if isinstance(node, dict))


def _title(root: HtmlElement, outlet: str | None) -> str | None:
    """The only main heading, else the page's title without the outlet's name behind it."""
    headings = [text for h in root.iter("h1") if (text := _text(h.text_content()))]
    if len(headings) == 1:
        return headings[0]
    title = _text(root.findtext(".//title")) or (headings[0] if headings else None)
    if title and outlet:
        return re.sub(rf"\s+[|–—·:-]\s+{re.escape(outlet)}\s*\Z", "", title)
    return title


def _authors(data: dict[str, Any], meta: dict[str, str]) -> list[str]:
    value = data.get("author")
    people = value if isinstance(value, list) else [value]
    names = [name for person in people if (name := _text(_one(person, "name")))]
    if not names and (name := meta.get("author") or meta.get("article:author")):
        names = [name]
    return [name for name in dict.fromkeys(names) if "://" not in name]


def _published(root: HtmlElement, data: dict[str, Any], meta: dict[str, str]) -> str | None:
    times = [
        t.get("datetime") or ""
        for t in root.iter("time")
        if t.get("pubdate") is not None or t.get("itemprop") == "datePublished"
    ]
    if not times:
        # A page with one time alone means its own; of several, one may belong to another story.
        every = [t.get("datetime") or "" for t in root.iter("time")]
        times = every if len(every) == 1 else []
    said = (_text(data.get("datePublished")), *(meta.get(name) for name in _DATES), *times)
    return next((date for value in said if value and (date := as_published(value))), None)


def _address(root: HtmlElement, meta: dict[str, str]) -> str | None:
    links = [
        link.get("href") or "" for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower().split()
    ]
    return next((url for value in (*links, meta.get("og:url") or "") if (url := as_address(value))), None)


def _language(root: HtmlElement, data: dict[str, Any], meta: dict[str, str]) -> str | None:
    html = next(root.iter("html"), root)
    said = (
        html.get("lang"),
        html.get("xml:lang"),
        _text(data.get("inLanguage")),
        meta.get("og:locale"),
        meta.get("content-language"),
    )
    return next((tag for value in said if value and (tag := as_language(value))), None)
