"""Pages to the text of record: the article alone, without menus, notices and teasers."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from briefer.read.blocks import paragraphs
from briefer.read.judge import judge_source
from briefer.read.metadata import page_metadata
from briefer.read.pieces import Piece
from briefer.read.refusal import Refusal
from briefer.read.stubs import stub

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Below so many characters another extractor may know the page better (FACTS: measured on 181 pages).
_LITTLE = 250
#: The extractor takes seconds from here on, whatever the elements hold; of 181 news pages none had 2,000.
_MOST_ELEMENTS = 50_000
#: Words of a line that leads to another story.
_TEASER = 25
_ELSEWHERE = re.compile(
    r"\W*(?:(?:read|see|watch|listen) (?:also|more|next)|also (?:read|see)|see also|related(?: (?:stories|story|articles?|news|content))?|more on this"
    r"|(?:à )?lire (?:aussi|également|la suite)|voir aussi|lesen sie (?:auch|dazu|mehr)|mehr zum thema|auch interessant|siehe auch|le[ea] (?:también|más)"
    r"|te puede interesar|leggi anche|leia (?:também|mais)|lees ook|bekijk ook|läs (?:också|även|mer)|les (?:også|mer)|læs (?:også|mere)|lue myös"
    r"|(?:prze)?czytaj (?:także|też|więcej)|zobacz (?:także|też)|čtěte také|читайте (?:также|також)|смотрите также|дивіться також)\W*(?:[:：–—|-]\s*\S.*)?",
    re.IGNORECASE,
)
#: An article page has its own `article` element and some for what else to read; a front page has them all.
_MANY = 6


def from_page(html: str) -> Piece | Refusal:
    """The article's text, a blank line between paragraphs, and what the page says of itself."""
    from copy import deepcopy

    import trafilatura

    # Both extractors log what they cannot read; here that is a value, and nobody else's business.
    for name in ("trafilatura", "readability"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    # The characters are decoded already; a declaration of their encoding would be refused.
    html = re.sub(r"\A\s*<\?xml[^>]*\?>", "", html)
    root = trafilatura.load_html(html)
    if root is None:
        return Piece(text="")
    if (refusal := judge_source(_characters(root))) is not None:
        return refusal
    if (elements := int(root.xpath("count(//*)"))) > _MOST_ELEMENTS:
        return Refusal(
            "too_large", f"its page has {elements:,} elements, more than any article's: save the article alone"
        )
    if _is_front_page(root):
        return Refusal("not_an_article", "it is a front page with many stories, not an article")
    about = page_metadata(root)
    # A copy takes a fifth of what another parse does; the extractor takes its tree apart.
    text = trafilatura.extract(deepcopy(root), fast=True, include_comments=False) or ""
    if len(text) < _LITTLE:
        text = max(text, _second_opinion(html), key=len)
    text = "\n\n".join(line for raw in text.splitlines() if (line := _plain(raw)))
    return Piece(text=text, about=about, refusal=stub(root, text))


def _plain(line: str) -> str:
    """A line of the extractor without its marks for list items and tables; empty where it only leads elsewhere."""
    line = line.strip().removeprefix("- ")
    if _ELSEWHERE.fullmatch(line) and len(line.split()) <= _TEASER:
        return ""
    if line.startswith("|") and line.endswith("|"):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        return "" if set("".join(cells)) <= set("-: ") else " | ".join(cells)
    return line


def _characters(root: HtmlElement) -> int:
    """How much text the page holds, its scripts apart."""
    return len(root.text_content()) - sum(len(script.text or "") for script in root.iter("script", "style"))


def _is_front_page(root: HtmlElement) -> bool:
    """Whether the page says that it is no article, and lists several."""
    kinds = [meta.get("content") for meta in root.iter("meta") if meta.get("property") == "og:type"]
    return kinds == ["website"] and sum(1 for _ in root.iter("article")) >= _MANY


def _second_opinion(html: str) -> str:
    import lxml.etree
    import lxml.html
    from readability import Document
    from readability.readability import Unparseable

    try:
        root = lxml.html.fromstring(Document(html).summary(html_partial=True))
    except (Unparseable, ValueError, lxml.etree.LxmlError):
        return ""
    return "\n".join(paragraphs(root))
