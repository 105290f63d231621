"""Elements of HTML to paragraphs: each block one, a table's rows a line each, quotations and lists as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DROPPED = ("script", "style", "template", "noscript", "img", "svg", "iframe", "head", "title")
_BLOCKS = frozenset(
    "address article aside blockquote body dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
#: A cell with more characters holds paragraphs, and its table only says where they stand.
_CELL = 200
_CELL_BLOCKS = 4


def paragraphs(root: HtmlElement) -> list[str]:
    """The text of each block, white space within it collapsed; line breaks stay, the cells of a row share a line."""
    found: list[str] = []
    parts: list[str] = []

    def close() -> None:
        lines = (" ".join(line.split()) for line in "".join(parts).split("\v"))
        if text := "\n".join(line for line in lines if line):
            found.append(text)
        parts.clear()

    for piece in _pieces(root):
        if piece is None:
            close()
        else:
            parts.append(piece)
    close()
    return found


def _pieces(root: HtmlElement) -> Iterator[str | None]:
    """Text in order; None where a block begins or ends, a vertical tab where a line breaks."""
    import lxml.etree

    walk = lxml.etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        plain = isinstance(element.tag, str)
        if event == "start" and element.tag in _DROPPED:
            walk.skip_subtree()
            continue
        if event == "start" and element.tag == "tr" and (cells := row(element)) is not None:
            yield None
            yield " | ".join(cells)
            yield None
            walk.skip_subtree()
            continue
        if plain and element.tag in _BLOCKS:
            yield None
        if event == "start" and plain:
            if element.tag == "br":
                yield "\v"
            yield element.text or ""
        elif element is not root and event != "start":
            yield element.tail or ""


def row(element: HtmlElement) -> list[str] | None:
    """The cells' words where they are facts of a table; None where the table lays out a page."""
    cells = [child for child in element if child.tag in ("td", "th")]
    if len(cells) < 2:
        return None
    words = []
    for cell in cells:
        if cell.find(".//table") is not None:
            return None
        blocks = paragraphs(cell)
        text = " ".join(" ".join(blocks).split())
        if len(text) > _CELL or len(blocks) > _CELL_BLOCKS:
            return None
        words.append(text)
    return words if any(words) else None
