"""A page that needs no script and asks nothing of the network."""

from __future__ import annotations

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


def cleaned(markdown: str) -> Markup:
    """The Markdown as harmless HTML."""
    import nh3
    from markdown import Markdown

    reader = Markdown(extensions=["tables", "sane_lists", "footnotes", "def_list"], output_format="html")
    html = nh3.clean(
        reader.convert(markdown),
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_attribute,
        link_rel="noopener noreferrer",
        url_schemes={"http", "https", "mailto"},
    )
    return Markup(html)  # noqa: S704 -- cleaned on the line before
