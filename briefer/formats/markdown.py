"""Markdown that stands on its own in a terminal, a mail and a wiki."""

from __future__ import annotations

import re

from briefer.templating import Page

_BLANKS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


def tidy(text: str) -> str:
    """No space at a line's end, one blank line at most between blocks, one line feed at the end."""
    return _BLANKS.sub("\n\n", _TRAILING.sub("", text)).strip("\n") + "\n"


class MarkdownFormat:
    """Fills `brief.md.j2`."""

    suffixes = (".md", ".markdown")
    media_type = "text/markdown"

    def render(self, page: Page) -> str:
        """The document in Markdown."""
        return tidy(page.fill("brief.md.j2", "markdown"))
