"""What a template can use, from the types and helpers themselves: the reference, and the ground of the check."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from functools import cache
from typing import Any

from briefer.model import Brief, EngineInfo, ProfileInfo, Story
from briefer.templating.types import (
    ADDRESS,
    ANY,
    MARKUP,
    Choice,
    Function,
    Listing,
    Record,
    Table,
    Type,
    choice,
    function,
    of,
    shown_fields,
    signature_of,
)

#: Values whose type does not show in an empty brief.
_TYPES: Mapping[str, Any] = {"single": Story | None, "account": tuple[str, ...]}
#: What each value is, for people.
_WORDS = {
    "account": "The account in sentences: claims, engine, cost, what could not be checked.",
    "brief": "The brief, field for field as `briefer schema brief` prints it.",
    "coverage": "`14 articles from 6 outlets, 3 stories; 1 skipped`.",
    "created": "When the brief was made, in its own time zone; the time alone where its title has the date.",
    "notes": "`notes.listed()`: the notes used since it was last called; `notes.popups()`: all pop-ups.",
    "nothing": "The sentence of an empty day; empty where there are stories.",
    "options": "The template's options, with `--set` in their place.",
    "recipient": "Whom this copy is for, or none.",
    "single": "The story, where there is only one; else none.",
    "subject": "The headline of a single story, else the brief's title.",
    "theme": "In HTML: the style sheets of the template and its parents.",
}


@dataclass(frozen=True, slots=True)
class Context:
    """Names with their types."""

    #: Values of the page; files that are imported without context do not see them.
    values: Mapping[str, Type]
    filters: Mapping[str, Function]
    #: Known in every file.
    globals: Mapping[str, Type]


@cache
def context() -> Context:
    """What every template can use."""
    from briefer.render import _helpers

    brief = Brief(
        id="",
        created="2026-01-01T00:00:00Z",
        title="",
        language="en",
        timezone="UTC",
        profile=ProfileInfo(name="", template=""),
        engine=EngineInfo(name=""),
    )
    helpers = _helpers(brief)
    values: dict[str, Type] = {"brief": Record(Brief), "recipient": _recipient(), "theme": MARKUP, "content": MARKUP}
    for name, value in helpers.get("values", {}).items():
        values[name] = of(_TYPES[name]) if name in _TYPES else _of_value(name, value)
    filters = {name: function(name, made) for name, made in helpers.get("filters", {}).items()}
    words = {name: Function(name, lambda _given, _named: MARKUP, "(…)") for name in ("_", "gettext", "ngettext")}
    return Context(values, filters, words)


def _recipient() -> Type:
    import briefer.model

    kind = getattr(briefer.model, "Recipient", None)
    return choice(Record(kind), of(None)) if kind else ANY


def _of_value(name: str, value: Any) -> Type:
    if callable(value):
        return function(name, value)
    if isinstance(value, str | bool | int):
        return of(type(value))
    return of(type(value)) if value is not None else ANY


def reference() -> str:
    """The context as Markdown: values, filters, and every type that they lead to."""
    known = context()
    values = sorted({*known.values, "options"} - {"content"})
    lines = ["| Value | Type | What it is |", "|---|---|---|"]
    for name in values:
        kind = known.values.get(name)
        shown = f"{name}{kind.signature}" if isinstance(kind, Function) else name
        lines.append(f"| `{shown}` | {_shown(kind)} | {_WORDS.get(name) or _first_line(_helper('values', name))} |")
    lines += ["", "| Filter | Gives | What it does |", "|---|---|---|"]
    for name in sorted(known.filters):
        made = _helper("filters", name)
        signature = signature_of(made)
        first, *rest = signature.parameters.values()
        takes = f"{_type_word(first)}\\|{name}"
        more = ", ".join(str(p.replace(annotation=inspect.Parameter.empty)) for p in rest)
        result = of(signature.return_annotation)
        lines.append(f"| `{takes}{f'({more})' if more else ''}` | {_shown(result)} | {_first_line(made)} |")
    for kind in _kinds([*known.values.values(), *(_result(f) for f in known.filters)]):
        lines += ["", f"### {kind.__name__}", "", _first_line(kind), "", "| Field | Type |", "|---|---|"]
        lines += [f"| `{name}` | {_shown(t)} |" for name, t in shown_fields(kind).items()]
    return "\n".join(lines)


def _result(name: str) -> Type:
    return of(signature_of(_helper("filters", name)).return_annotation)


@cache
def _helper(group: str, name: str) -> Any:
    from briefer.render import _helpers

    brief = Brief(
        id="",
        created="2026-01-01T00:00:00Z",
        title="",
        language="en",
        timezone="UTC",
        profile=ProfileInfo(name="", template=""),
        engine=EngineInfo(name=""),
    )
    return _helpers(brief)[group].get(name)
