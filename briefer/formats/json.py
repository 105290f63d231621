"""The brief itself, as its contract has it: what `verify`, `render` and later briefs read."""

from __future__ import annotations

import json

from briefer.contract import dump_brief
from briefer.templating import Page, escape_json


class JsonFormat:
    """The contract `briefer.brief/1`; no template has a say in it."""

    suffixes = (".json",)
    media_type = "application/json"

    def render(self, page: Page) -> str:
        """The bundle as indented JSON."""
        text = json.dumps(dump_brief(page.brief), ensure_ascii=False, indent=1)
        return escape_json(text) + "\n"
