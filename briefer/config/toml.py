"""Values as TOML writes them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from briefer.config.settings import PriceList, Secret

_BARE = re.compile(r"[A-Za-z0-9_-]+")
#: What a basic string may not hold and JSON leaves as it is, and what turns the direction of a line.
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def toml_key(name: str) -> str:
    """A key, in quotation marks where it needs them."""
    return name if _BARE.fullmatch(name) else toml_value(name)


def toml_value(value: Any) -> str:
    """A value on one line; a reference to a secret is an inline table, as in `{env = "NAME"}`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        quoted = json.dumps(value, ensure_ascii=False)
        return _UNSEEN.sub(lambda unseen: f"\\u{ord(unseen[0]):04x}", quoted)
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Secret):
        return toml_value({"env": value.env} if value.env is not None else {"command": value.command})
    if isinstance(value, PriceList):
        return toml_value({"input": value.input, "output": value.output, "currency": value.currency})
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{toml_key(key)} = {toml_value(inner)}" for key, inner in value.items()) + "}"
    return "[" + ", ".join(toml_value(inner) for inner in value) + "]"


def toml_comment(text: str) -> str:
    """The text as it can stand behind a `#`: one line, nothing unseen."""
    return _UNSEEN.sub("", " ".join(re.sub(r"[\x00-\x1f]", " ", text).split()))
