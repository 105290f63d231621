"""The reply's JSON Schema in the subset that strict servers take."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from briefer.engines.openai.forms import BOUNDS
from briefer.engines.openai.reply import Part, Reply

#: All that is kept of what pydantic writes; titles, defaults and descriptions cost tokens and say nothing new.
_KEPT = ("type", "enum", *BOUNDS)


def reply_schema(sections: Sequence[str] = ()) -> dict[str, Any]:
    """The schema of a `Reply` that answers these sections; without any it has none. All callers share it."""
    return _reply_schema(tuple(sections))


def schema_of(kind: type[Part]) -> dict[str, Any]:
    """The schema of a reply of that kind. All callers share it."""
    return _schema_of(kind)


def canonical(schema: Mapping[str, Any]) -> str:
    """The schema as text that is the same for the same schema."""
    return json.dumps(schema, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=32)
def _reply_schema(sections: tuple[str, ...]) -> dict[str, Any]:
    schema = strict(Reply)
    if sections:
        asked = schema["properties"]["sections"]
        asked["items"]["properties"]["name"] = {"type": "string", "enum": list(sections)}
        asked["maxItems"] = len(sections)
    else:
        del schema["properties"]["sections"]
        schema["required"].remove("sections")
    return schema


@lru_cache(maxsize=8)
def _schema_of(kind: type[Part]) -> dict[str, Any]:
    return strict(kind)


def strict(model: type[Part]) -> dict[str, Any]:
    """The model's schema with every key required, null for what may be missing, nothing more allowed, no references.

    The subset: a root object, `additionalProperties` false throughout, no `allOf`, `not` or `if`.
    """
    whole = model.model_json_schema()
    return _plain(whole, whole.get("$defs", {}))


def _plain(node: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    if "$ref" in node:
        return _plain(known[node["$ref"].rpartition("/")[2]], known)
    if "anyOf" in node:
        return _nullable([_plain(option, known) for option in node["anyOf"]])
    plain = {key: node[key] for key in _KEPT if key in node}
    if node.get("type") == "object":
        properties = node["properties"]
        plain["properties"] = {name: _plain(value, known) for name, value in properties.items()}
        plain["required"] = list(properties)
        plain["additionalProperties"] = False
    if node.get("type") == "array":
        plain["items"] = _plain(node["items"], known)
    return plain


def _nullable(options: list[dict[str, Any]]) -> dict[str, Any]:
    """`["string", "null"]` where that says it, for grammars are smaller so; else a choice."""
    values = [option for option in options if option != {"type": "null"}]
    if len(values) == 1 and values[0].get("type") == "string" and "enum" not in values[0]:
        return {**values[0], "type": ["string", "null"]}
    return {"anyOf": options}
