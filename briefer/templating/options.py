"""The options of a template: values with a type, which `--set` may replace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, Literal, get_args

from briefer.errors import TemplateError

Value = str | int | bool
OptionType = Literal["text", "number", "yes or no"]

_KEYS = ("default", "type", "choices", "description")
_TYPES: dict[type, OptionType] = {str: "text", int: "number", bool: "yes or no"}
_YES, _NO = frozenset({"1", "on", "true", "yes"}), frozenset({"0", "off", "false", "no"})
#: Closer than this, a key of `--set` is taken for a misspelt option and not for a line of the masthead.
_NEAR = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a template with what may stand in its place."""

    name: str
    default: Value
    type: OptionType
    #: Where these are given, no other value fits.
    choices: tuple[Value, ...] = ()
    description: str = ""

    def again(self, given: Any) -> Option:
        """The option with another default, or declared anew by a child; `ValueError` where its type is another."""
        if isinstance(given, dict):
            made = option_of(self.name, given)
        else:
            made = replace(option_of(self.name, given), choices=self.choices, description=self.description)
        if made.type != self.type:
            raise ValueError(f"is {self.type} in the parent, and its default here is {made.type}")
        if made.choices and made.default not in made.choices:
            raise ValueError(f"is one of {', '.join(map(str, made.choices))} in the parent")
        return made

    def read(self, text: str) -> Value:
        """The value that `--set` gave, in the option's own type; `TemplateError` where it does not fit."""
        value: Value = text
        if self.type == "number":
            try:
                value = int(text)
            except ValueError as error:
                raise self._refused(text, "a whole number") from error
        elif self.type == "yes or no":
            word = text.strip().lower()
            if word not in _YES | _NO:
                raise self._refused(text, "yes or no")
            value = word in _YES
        if self.choices and value not in self.choices:
            near = get_close_matches(text, [str(c) for c in self.choices], 1)
            raise self._refused(text, "one of " + ", ".join(str(c) for c in self.choices), near)
        return value

    def _refused(self, text: str, wanted: str, near: list[str] | None = None) -> TemplateError:
        meant = f"did you mean “{near[0]}”? " if near else ""
        return TemplateError(
            f"--set {self.name}={text}: this option of the template is {wanted}",
            hint=f"{meant}Without --set it is “{_shown(self.default)}”.".replace("Without", "without", not meant),
        )


def option_of(name: str, given: Any) -> Option:
    """The option that a table of `template.toml` declares; `ValueError` says what is wrong with it.

    `given` is its default, or a table of `default`, `type`, `choices` and `description`.
    """
    if not isinstance(given, dict):
        if not isinstance(given, Value):
            raise ValueError("is neither text, nor a whole number, nor true or false")
        return Option(name=name, default=given, type=_TYPES[type(given)])
    for key in given:
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, 1)
            raise ValueError(
                f"has an unknown key “{key}”" + (f" (did you mean “{near[0]}”?)" if near else f" beside {_KEYS}")
            )
    if "default" not in given:
        raise ValueError("has no “default”")
    default, choices = given["default"], given.get("choices", [])
    if not isinstance(default, Value):
        raise ValueError("has a “default” that is neither text, nor a whole number, nor true or false")
    kind = given.get("type", _TYPES[type(default)])
    if kind not in get_args(OptionType):
        near = get_close_matches(str(kind), get_args(OptionType), 1, 0.4)
        known = ", ".join(get_args(OptionType))
        raise ValueError(
            f"has an unknown type “{kind}” ({f'did you mean “{near[0]}”?' if near else f'there are: {known}'})"
        )
    if _TYPES[type(default)] != kind:
        raise ValueError(f"is to be {kind}, and its default is {_TYPES[type(default)]}")
    if not isinstance(choices, list) or not all(isinstance(c, type(default)) for c in choices):
        raise ValueError(f"has “choices” that are not a list of {kind}")
    if choices and default not in choices:
        raise ValueError("has a default that is none of its choices")
    if not isinstance(given.get("description", ""), str):
        raise ValueError("has a “description” that is not text")
    return Option(
        name=name, default=default, type=kind, choices=tuple(choices), description=given.get("description", "")
    )


def values(
    options: Mapping[str, Option], given: Mapping[str, str], known: frozenset[str] = frozenset()
) -> dict[str, Value]:
    """The options' values, those of `--set` in their place; a misspelt option is an error.

    `known` are keys that mean something else.
    """
    for key in given:
        if key in options or key in known:
            continue
        if near := get_close_matches(key, options, 1, _NEAR):
            raise TemplateError(
                f"--set {key}: the template has no option of this name", hint=f"did you mean “{near[0]}”?"
            )
    return {name: option.read(given[name]) if name in given else option.default for name, option in options.items()}


def _shown(value: Value) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
