"""The page on paper: tagged, numbered, its marking on every sheet. Needs the extra `pdf`."""

from __future__ import annotations

import logging
import re
from typing import Any

from briefer.errors import PluginError
from briefer.formats.html import HtmlFormat
from briefer.templating import Page, visible

#: PDF/UA-1: headings, lists, tables and reading order for screen readers (ISO 14289-1).
VARIANT = "pdf/ua-1"
_REMEDY = (
    "in briefer's checkout: pip install '.[pdf]'; it also needs the system library Pango "
    "(Debian, Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0; macOS: brew install pango)"
)
#: A superscript of the built-in pages; what it opens is on paper the note of its number.
_OPENER = re.compile(r'<button type="button" class="e" popovertarget="[^"]*"( aria-label="[^"]*")>(\d+)</button>')
#: What only paper has; after the theme, whose `@media print` goes before it.
_SHEET = """
@page {{
  size: A4; margin: 24mm 20mm 22mm;
  @top-center {{ content: "{marking}"; font: 600 8pt sans-serif; letter-spacing: .12em; }}
  @bottom-left {{ content: "{title}"; font: 400 8pt sans-serif; color: #444; }}
  @bottom-right {{ content: counter(page) " / " counter(pages); font: 400 8pt sans-serif; color: #444; }}
}}
.marking {{ display: none; }}
"""


class PdfFormat:
    """The HTML page, set by WeasyPrint."""

    suffixes = (".pdf",)
    media_type = "application/pdf"

    def render(self, page: Page) -> bytes:
        """The document; `PluginError` where WeasyPrint or Pango is missing."""
        weasyprint = _weasyprint()
        logging.getLogger("weasyprint").setLevel(logging.ERROR)
        sheet = _SHEET.format(marking=_quoted(page.brief.set.get("marking", "")), title=_quoted(page.title))
        document = weasyprint.HTML(string=_linked(HtmlFormat().render(page)), url_fetcher=_nothing)
        made: bytes = document.write_pdf(
            stylesheets=[weasyprint.CSS(string=sheet, url_fetcher=_nothing)], pdf_variant=VARIANT
        )
        return made

    def check_installed(self) -> None:
        """`PluginError` where WeasyPrint or Pango is missing."""
        _weasyprint()


def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise PluginError(f"PDF cannot be written: {error}".splitlines()[0], hint=_REMEDY) from error
    return weasyprint


def _linked(html: str) -> str:
    """The page with links to the notes in place of buttons, which open nothing on paper."""

    def link(match: re.Match[str]) -> str:
        name, number = match.groups()
        return f'<a class="e" href="#n{number}"{name}>{number}</a>' if f'id="n{number}"' in html else match[0]

    return _OPENER.sub(link, html)


def _nothing(url: str, *_: Any, **__: Any) -> Any:
    """A brief asks nothing of the network nor of the disk."""
    raise ValueError(f"{url} is not loaded")


def _quoted(text: str) -> str:
    """The text within a string of CSS."""
    return "".join(c if c.isalnum() or c in " .,-" else f"\\{ord(c):x} " for c in " ".join(visible(text).split()))
