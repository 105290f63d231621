"""Template folders, the environments that fill them, and what keeps a stranger's words inert in them."""

from __future__ import annotations

from briefer.templating.cut import Cut
from briefer.templating.escaping import escape_json, escape_markdown, escape_target, one_line, safe_url, visible
from briefer.templating.locale import ENGLISH, Locale
from briefer.templating.lookup import Folders, Template, find_template, template_names
from briefer.templating.page import Format, Needing, Page
from briefer.templating.stored import translated

__all__ = [
    "ENGLISH",
    "Cut",
    "Folders",
    "Format",
    "Locale",
    "Needing",
    "Page",
    "Template",
    "escape_json",
    "escape_markdown",
    "escape_target",
    "find_template",
    "one_line",
    "safe_url",
    "template_names",
    "translated",
    "visible",
]
