"""What a template can use, from the types and helpers themselves: the reference, and the ground of the check."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from types import MethodType
from typing import Any

import briefer.model
from briefer.model import Brief, EngineInfo, ProfileInfo, Story
from briefer.selection import LeftOver
from briefer.templating import Cut
from briefer.templating.checking import Known
from briefer.templating.types import (
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

#: Values whose type does not show in a brief that holds nothing.
_TYPES: Mapping[str, Any] = {
    "cut": Cut | None,
    "single": Story | None,
    "account": tuple[str, ...],
    "correction": tuple[str, ...],
    "left_over": tuple[LeftOver, ...],
    "lines_to_take": tuple[str, ...],
    "outlets": tuple[tuple[str, int], ...],
}
#: What each value is, for people.
VALUES = {
    "account": "The account in sentences: claims, engine, cost, what could not be checked.",
    "bottom_line": "The statements of the bottom line that the title does not say already.",
    "brief": "The brief, field for field as `briefer schema brief` prints it.",
    "correction": "In a correction: that it is one, then what differs from the revision that the reader has; else empty.",
    "coverage": "`14 articles from 6 outlets, 3 stories; 1 skipped`.",
    "created": "When the brief was made, in its own time zone; the time alone where its title has the date.",
    "cut": "In a mail that would be too large: the stories and the counts that only the whole brief has; else none.",
    "left_over": "The stories for which `max_stories` left no room, those first that came next.",
    "lines_to_take": "The desk’s own lines to take, apart from claims.",
    "notes": "`notes.listed()`: the notes used since it was last called; `notes.popups()`: one for each way that their "
    "sentences are marked.",
    "nothing": "The sentence of an empty day; empty where there are stories.",
    "options": "The template's options, with `--set` in their place.",
    "outlets": "Pairs of outlet and number of its articles that were read, most first.",
    "pictures": "Pictures of the brief as inline SVG, each with its words.",
    "recipient": "Whom this copy is for, or none.",
    "route": "Pairs of label and value from `--set`, without the keys in `hidden`.",
    "single": "The story, where there is only one; else none.",
    "subject": "The headline of a single story, else the brief's title.",
    "today": "The day on which the brief was made; nothing where its title has it.",
    "theme": "In HTML: the style sheets of the template and its parents.",
}
#: Filters of the environment itself.
ENVIRONMENT = {
    "line": ("text", "text", "In one line."),
    "url": ("address", "address", "An address that may be linked to (http, https, mailto), else nothing."),
    "wrap": ("text", "text", "In plain text only: lines of at most 72 characters, as `wrap(indent, first)`."),
}


@cache
def known() -> Known:
    """What every template can use."""
    helpers = _helpers()
    values: dict[str, Type] = {"brief": Record(Brief), "recipient": _recipient(), "theme": MARKUP, "content": MARKUP}
    for name, value in helpers["values"].items():
        values[name] = of(_TYPES[name]) if name in _TYPES else _of_value(name, value)
    filters = {name: function(name, made) for name, made in helpers["filters"].items()}
    return Known(values, filters, _globals())


def _globals() -> dict[str, Type]:
    """What every file sees: the words of the page's language, and the language itself."""
    from jinja2 import DictLoader

    from briefer.templating.environment import Sandbox

    found: dict[str, Type] = {}
    for name, value in Sandbox("text", DictLoader({})).globals.items():
        if isinstance(value, MethodType):
            asked = function(name, value)
            found[name] = Function(name, partial(_words, asked), asked.signature)
        elif type(value).__module__.startswith("briefer."):
            found[name] = Record(type(value))
    return found


def _words(asked: Function, given: Sequence[Type], named: Mapping[str, Type]) -> Type:
    """Words of the catalogue: what is put into them is escaped on the way."""
    asked.call(given, named)
    return MARKUP


@cache
def _helpers() -> Mapping[str, Mapping[str, Any]]:
    """The helpers of a brief that holds nothing: their signatures are all that is looked at."""
    from briefer.render import _helpers as helpers

    brief = Brief(
        id="",
        created="2026-01-01T00:00:00Z",
        title="",
        language="en",
        timezone="UTC",
        profile=ProfileInfo(name="", template=""),
        engine=EngineInfo(name=""),
    )
    return {"filters": {}, "values": {}, **helpers(brief)}


def _recipient() -> Type:
    kind = getattr(briefer.model, "Recipient", None)
    return choice(Record(kind), of(None)) if kind else ANY


def _of_value(name: str, value: Any) -> Type:
    if callable(value):
        return function(name, value)
    return of(type(value)) if value is not None else ANY


def reference() -> str:
    """The context as Markdown: values, filters, and every type that they lead to."""
    have = known()
    lines = ["| Value | Type | What it is |", "|---|---|---|"]
    for name in sorted({*have.values, "options"} - {"content"}):
        kind = have.values.get(name, ANY)
        shown = f"{name}{kind.signature}" if isinstance(kind, Function) else name
        result = _result(_helpers()["values"][name]) if isinstance(kind, Function) else kind
        lines.append(f"| `{shown}` | {_shown(result)} | {VALUES.get(name, '')} |")
    lines += ["", "| Filter | Gives | What it does |", "|---|---|---|"]
    lines += sorted(
        [_filter_line(name) for name in have.filters] + [_own_line(name) for name in ENVIRONMENT], key=_name
    )
    results = [_result(made) for group in _helpers().values() for made in group.values() if callable(made)]
    for plain in _kinds([*have.values.values(), *results]):
        lines += ["", f"### {plain.__name__}", "", _first_line(plain), "", "| Field | Type |", "|---|---|"]
        lines += [f"| `{name}` | {_shown(t)} |" for name, t in shown_fields(plain).items()]
        calls = [str(t) for name, t in _methods(plain).items() if name not in shown_fields(plain)]
        lines += [f"| `{call}` | |" for call in calls]
    return "\n".join(lines)


def _methods(kind: type) -> dict[str, Type]:
    from briefer.templating.types import members

    # Of plain types only the fields count; what keeps the notes is there to be called.
    return {} if kind.__module__.startswith("briefer.model") else members(kind)


def _name(line: str) -> str:
    return line.split("\\|")[1]


def _filter_line(name: str) -> str:
    made = _helpers()["filters"][name]
    first, *rest = signature_of(made).parameters.values()
    more = ", ".join(str(p.replace(annotation=inspect.Parameter.empty)) for p in rest if p.kind is not p.KEYWORD_ONLY)
    call = f"{first.name}\\|{name}" + (f"({more})" if more else "")
    return f"| `{call}` | {_shown(_result(made))} | {_first_line(made)} |"


def _own_line(name: str) -> str:
    takes, gives, what = ENVIRONMENT[name]
    return f"| `{takes}\\|{name}` | {gives} | {what} |"


def _result(made: Any) -> Type:
    return of(signature_of(made).return_annotation)


def _kinds(found: Iterable[Type]) -> list[type]:
    """The plain types that these lead to, each once, in the order of first use."""
    kinds: list[type] = []
    waiting = list(found)
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, Record) and one.kind not in kinds:
            kinds.append(one.kind)
            waiting += shown_fields(one.kind).values()
        elif isinstance(one, Choice):
            waiting += one.options
        elif isinstance(one, Listing):
            waiting += [one.item, *one.parts]
        elif isinstance(one, Table):
            waiting.append(one.value)
    return kinds


def _shown(found: Type) -> str:
    return str(found).replace("|", "\\|")


def _first_line(what: Any) -> str:
    return (inspect.getdoc(what) or "").partition("\n\n")[0].replace("\n", " ").replace("|", "\\|")
