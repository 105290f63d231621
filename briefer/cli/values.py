"""What options are given, as Python has it: Typer asks pydantic, which takes longer to load than a short command runs."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, get_args, get_origin

import typer

#: What is left to Typer.
_LEFT = object()


def light(command: Any) -> None:
    """Has a command, or group of commands, leave values to Typer only where there is something to convert."""
    for parameter in (*command.params, command.get_help_option(typer.Context(command))):
        parameter.process_value = partial(_value, parameter, parameter.process_value)
    for one in getattr(command, "commands", {}).values():
        light(one)


def _value(parameter: Any, convert: Callable[[Any, Any], Any], context: Any, given: Any) -> Any:
    value = _as_it_is(parameter, given)
    if value is _LEFT or (parameter.required and not value):
        return convert(context, given)
    return value if parameter.callback is None else parameter.callback(context, parameter, value)


def _as_it_is(parameter: Any, value: Any) -> Any:
    """The value as Typer would make it: a default, words, a number within its bounds, a file that can be read."""
    many = parameter.nargs == -1 or getattr(parameter, "multiple", False)
    if value is None or value is parameter.default:
        return () if value is None and many else value
    described: Any = getattr(parameter, "type_descriptor", None)
    kind: Any = getattr(described, "annotation", None)
    if many:
        words = get_origin(kind) is list and get_args(kind) == (str,) and all(type(each) is str for each in value)
        return list(value) if words else _LEFT
    if not isinstance(value, str):
        return _LEFT
    if kind is str:
        return value
    if kind is int and value.isascii() and value.isdigit():
        low, high = parameter.min, parameter.max
        return int(value) if (low is None or int(value) >= low) and (high is None or int(value) <= high) else _LEFT
    if kind is Path and _is_any_path(described.parameter_info) and os.access(value, os.R_OK):
        return Path(value)
    return _LEFT


def _is_any_path(info: Any) -> bool:
    """Whether an option takes whatever can be read."""
    return info.file_okay and info.dir_okay and not (info.writable or info.resolve_path or info.allow_dash)
