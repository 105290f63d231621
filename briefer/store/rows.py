"""How rows of this program's own are read: by the core of pydantic, since the rest takes longer to load than they do."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

_Schema = dict[str, Any]
_PLAIN = {str: "str", int: "int", float: "float", bool: "bool"}


@functools.cache
def reader(kind: Any) -> Any:
    """What reads JSON as this type with `validate_json`, as pydantic would; a `ValueError` where it does not fit.

    The type is made of frozen dataclasses, tuples, mappings, literals, plain values and None.
    """
    from pydantic_core import SchemaValidator

    types: dict[str, _Schema] = {}
    schema = _schema(kind, types)
    return SchemaValidator({"type": "definitions", "schema": schema, "definitions": [*types.values()]})


def _schema(kind: Any, types: dict[str, _Schema]) -> _Schema:
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if is_dataclass(kind):
        return _dataclass(kind, types)
    origin, of = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"type": "literal", "expected": [*of]}
    if origin is Mapping:
        return {"type": "dict", "keys_schema": _schema(of[0], types), "values_schema": _schema(of[1], types)}
    if origin is tuple and of[-1] is ...:
        return {"type": "tuple", "items_schema": [_schema(of[0], types)], "variadic_item_index": 0}
    if origin is tuple:
        return {"type": "tuple", "items_schema": [_schema(item, types) for item in of]}
    if origin is UnionType and of[1:] == (type(None),):
        return {"type": "nullable", "schema": _schema(of[0], types)}
    raise TypeError(kind)


def _dataclass(kind: Any, types: dict[str, _Schema]) -> _Schema:
    name = kind.__name__
    if name not in types:
        types[name] = {}
        hints = get_type_hints(kind)
        own: list[_Schema] = []
        for field in fields(kind):
            schema = _schema(hints[field.name], types)
            if field.default is not MISSING:
                schema = {"type": "default", "schema": schema, "default": field.default}
            elif field.default_factory is not MISSING:
                schema = {"type": "default", "schema": schema, "default_factory": field.default_factory}
            own.append({"type": "dataclass-field", "name": field.name, "schema": schema, "kw_only": field.kw_only})
        types[name] = {
            "type": "dataclass",
            "ref": name,
            "cls": kind,
            "fields": [field["name"] for field in own],
            "slots": True,
            "config": {"extra_fields_behavior": "forbid"},
            "schema": {"type": "dataclass-args", "dataclass_name": name, "fields": own},
        }
    return {"type": "definition-ref", "schema_ref": name}
