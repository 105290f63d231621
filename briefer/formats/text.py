"""Plain text for terminals and plain mail: no tags, lines of some 72 characters."""

from __future__ import annotations

from briefer.formats.markdown import tidy
from briefer.templating import Page


class TextFormat:
    """Fills `brief.txt.j2`."""

    suffixes = (".txt",)
    media_type = "text/plain"

    def render(self, page: Page) -> str:
        """The document as plain text."""
        return tidy(page.fill("brief.txt.j2", "text"))
