"""The page in a mail to blocks, with what tells the headlines of a newsletter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefer.read.blocks import row

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DROPPED = frozenset("script style template noscript svg iframe head title img".split())
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
#: How the first line that a mail program shows is kept from being seen in the mail itself.
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d])|max-height\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
#: What newsletters fill hidden lines with: zero-width signs and soft hyphens.
_FILLING = re.compile("[\u00ad\u034f\u200b-\u200f\u2060\ufeff]")


@dataclass(slots=True)
class Block:
    """A paragraph, and how it is set."""

    text: str
    #: An `h1` to `h4`.
    heading: bool = False
    #: All of it is bold.
    bold: bool = False
    #: The address that all of it links to.
    link: str | None = None
    #: A line across the page ends here.
    rule: bool = False


@dataclass(slots=True)
class _Open:
    """A block that is still being read: pieces of text, each bold or not, with its link."""

    pieces: list[tuple[str, bool, str | None]]
    heading: bool = False


def blocks_of(html: str) -> tuple[str, list[Block]]:
    """The page's language, where it says one, and its blocks."""
    import lxml.etree
    import lxml.html

    source = re.sub(r"\A\s*<\?xml[^>]*\?>", "", html)
    if not source.strip():
        return "", []
    try:
        root = lxml.html.document_fromstring(source)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):
        return "", []
    reader = _Reader()
    reader.read(root, bold=False, link=None)
    reader.close()
    return root.get("lang") or "", reader.blocks


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._open = _Open([])

    def read(self, element: HtmlElement, *, bold: bool, link: str | None) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        style = element.get("style") or "" if tag else ""
        if not tag or tag in _DROPPED or element.get("hidden") is not None or _HIDDEN.search(style):
            return
        if tag == "hr":
            self.close()
            if self.blocks:
                self.blocks[-1].rule = True
            return
        if tag == "tr" and (cells := _facts(element)) is not None:
            self.close()
            self._open.pieces.append((" | ".join(cells), False, None))
            self.close()
            return
        if tag == "br":
            self._open.pieces.append(("\v", bold, link))
        block = tag in _BLOCKS
        if block:
            self.close()
            self._open.heading = tag in _HEADINGS
        bold = bold or tag in ("b", "strong", *_HEADINGS) or _BOLD_STYLE.search(style) is not None
        href = (element.get("href") or "").strip() if tag == "a" else ""
        link = href if href.startswith(("http://", "https://")) else link
        self._say(element.text, bold, link)
        for child in element:
            self.read(child, bold=bold, link=link)
            self._say(child.tail, bold, link)
        if block:
            self.close()

    def _say(self, text: str | None, bold: bool, link: str | None) -> None:
        if text:
            self._open.pieces.append((text, bold, link))

    def close(self) -> None:
        """Ends the block."""
        pieces, heading = self._open.pieces, self._open.heading
        self._open = _Open([])
        lines = (" ".join(line.split()) for line in _FILLING.sub("", "".join(p for p, _, _ in pieces)).split("\v"))
        text = "\n".join(line for line in lines if line)
        if not text:
            # A heading's words may lie in blocks of their own within it.
            self._open.heading = heading
            return
        words = [(bold, link) for piece, bold, link in pieces if piece.strip("\v \t\r\n\xa0")]
        links = {link for _, link in words}
        self.blocks.append(
            Block(
                text=text,
                heading=heading,
                bold=all(bold for bold, _ in words),
                link=next(iter(links)) if len(links) == 1 else None,
            )
        )


def _facts(element: HtmlElement) -> list[str] | None:
    """The cells of a row of facts: of a table with lines or heads, as those that lay out a mail have none."""
    table = next(element.iterancestors("table"), None)
    if table is None or ((table.get("border") or "0") == "0" and table.find(".//th") is None):
        return None
    return row(element)
