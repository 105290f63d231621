"""Markdown to the text of record: front matter apart, paragraphs divided by blank lines."""

from __future__ import annotations

import json
import re
from typing import Any

from briefer.read.blocks import paragraphs
from briefer.read.judge import judge_source
from briefer.read.refusal import Refusal

#: Keys of front matter that say something of the article, and what they are called here.
_KEYS = {
    "title": "title",
    "outlet": "outlet",
    "source": "outlet",
    "url": "url",
    "published": "published",
    "date": "published",
    "author": "authors",
    "authors": "authors",
    "language": "language",
    "lang": "language",
}
_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"([A-Za-z_]+)[ \t]*:[ \t]*(.*)")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")
#: The converter's time grows with the square of these (20,000 opening brackets take a minute); prose has few.
_SLOW = re.compile(r"[\[<\\]|^ {0,3}[#>]", re.MULTILINE)
_MAX_SLOW = 2000


def from_markdown(source: str) -> tuple[str, dict[str, Any]] | Refusal:
    """The article's text, and what front matter and the first heading say of it."""
    about, body = front_matter(source)
    if (refusal := judge_source(len(body))) is not None:
        return refusal
    if sum(1 for _ in _SLOW.finditer(body)) > _MAX_SLOW:
        return body, about
    import lxml.html
    import markdown

    html = markdown.markdown(body, extensions=["tables", "sane_lists", "footnotes", "def_list"])
    if not html.strip():
        return "", about
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    heading = root.find(".//h1")
    if heading is not None and (title := " ".join(heading.text_content().split())):
        about.setdefault("title", title)
    return "\n\n".join(paragraphs(root)), about


def front_matter(source: str) -> tuple[dict[str, Any], str]:
    """The metadata between two `---` lines at the very start, and the rest; unknown keys are left out."""
    block = _FRONT.match(source)
    if block is None:
        return {}, source
    about: dict[str, Any] = {}
    key = None
    for line in block[1].splitlines():
        if pair := _PAIR.match(line):
            key = _KEYS.get(pair[1].lower())
            if key is not None and pair[2].strip():
                about[key] = _names(pair[2]) if key == "authors" else _plain(pair[2])
        elif key == "authors" and (item := _ITEM.match(line)):
            about["authors"] = [*about.get("authors", ()), _plain(item[1])]
    return about, source[block.end() :]


def _plain(value: str) -> str:
    """The value without its quotation marks; between double ones, escapes are read as JSON has them."""
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        try:
            return str(json.loads(value)) if value[0] == '"' else value[1:-1]
        except ValueError:
            return value[1:-1]
    return value


def _names(value: str) -> list[str]:
    value = value.strip()
    inner = value[1:-1].split(",") if value.startswith("[") and value.endswith("]") else [value]
    return [name for part in inner if (name := _plain(part))]
