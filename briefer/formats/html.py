"""A page that needs no script and asks nothing of the network."""

from __future__ import annotations

import re
from html import escape, unescape

from markupsafe import Markup

from briefer.formats.markdown import MarkdownFormat
from briefer.templating import Page, safe_url

#: What Markdown of ours can make; no picture, because one can report that it was looked at.
TAGS = frozenset(
    "a abbr b blockquote br cite code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i ins li ol p pre q s small span strong"
    " sub sup table tbody td th thead tr ul".split()
)
ATTRIBUTES = {
    "*": {"id", "lang", "dir"},
    "a": {"href", "title", "class"},
    "li": {"id"},
    "td": {"style"},
    "th": {"scope", "style"},
}
#: The skeleton that a template without `brief.html.j2` is put into.
SKELETON = "builtin:daily/page.html.j2"

#: What `escape_markdown` escapes. Each has a stand-in among the 32 characters that Unicode says are none, of which no
#: visible text has any.
_ESCAPED = "\\`*_{}[]().!#+-&<>|~:@="
_NOTHING = 0xFDD0
_MEANT = {_NOTHING + place: escape(character) for place, character in enumerate(_ESCAPED)}
_ESCAPES = re.compile(r"\\([\\`*_{}\[\]().!#+-])|&(?:amp|lt|gt|#\d{1,4});|(`+)(?!`).+?(?<!`)\2(?!`)")


class HtmlFormat:
    """Fills `brief.html.j2`; a template that has none is turned from its Markdown into a page."""

    suffixes = (".html", ".htm")
    media_type = "text/html"

    def render(self, page: Page) -> str:
        """The whole page."""
        if page.has("brief.html.j2"):
            return page.fill("brief.html.j2", "html", theme=_css(page))
        return page.fill(SKELETON, "html", theme=_css(page), content=cleaned(MarkdownFormat().render(page)))


def _css(page: Page) -> Markup:
    # The sheets come from template folders, which are the user's own; `Page.theme` keeps them inside `<style>`.
    return Markup(page.theme())  # noqa: S704


def _attribute(_tag: str, name: str, value: str) -> str | None:
    """Links only to where a brief may link, or within the page; alignment is the only style."""
    if name == "href":
        return value if value.startswith("#") else safe_url(value) or None
    if name == "style":
        return value if value.replace(" ", "") in {f"text-align:{w};" for w in ("left", "right", "center")} else None
    return value


def _inert(markdown: str) -> str:
    """The Markdown with each escaped character as one that means nothing; what stands between backticks stays.

    Python-Markdown needs quadratic time for escapes, a minute for 20,000 in one paragraph.
    """

    def inert(match: re.Match[str]) -> str:
        character = match[1] or (unescape(match[0]) if match[0][0] == "&" else "")
        place = _ESCAPED.find(character) if character else -1
        return chr(_NOTHING + place) if place >= 0 else match[0]

    return _ESCAPES.sub(inert, markdown)


def _told(html: str) -> str:
    """The HTML with those characters in their places again."""
    return html.translate(_MEANT)


def cleaned(markdown: str) -> Markup:
    """The Markdown as harmless HTML."""
    import nh3
    from markdown import Markdown

    reader = Markdown(extensions=["tables", "sane_lists", "footnotes", "def_list"], output_format="html")
    html = nh3.clean(
        _told(reader.convert(_inert(markdown))),
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_attribute,
        link_rel="noopener noreferrer",
        url_schemes={"http", "https", "mailto"},
    )
    return Markup(html)  # noqa: S704 -- cleaned on the line before
