"""A briefer.toml written out: values, and options that are not set as comments with their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any

from briefer.config.describe import Option, Table, tables
from briefer.config.toml import toml_comment, toml_key, toml_value

_WIDTH = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One table of a file: what is set in it."""

    #: Its name, where the header has one.
    name: str = ""
    values: Mapping[str, Any]
    #: What is said behind a value, by its key.
    notes: Mapping[str, str] = field(default_factory=dict)


def commented(given: Mapping[str, Sequence[Given]], *, kinds: bool = False) -> str:
    """Every option of every table: what is given as it is, all else behind a `#` that has no space after it.

    `kinds` adds what kind of value each option takes and its default.
    Of several tables of one kind the first one has the words.
    """
    blocks: list[str] = []
    for name, table in tables().items():
        there = given.get(name, ())
        blocks.append("\n".join(_full(table, there[0] if there else None, kinds=kinds)))
        blocks += ["\n".join(_short(table, one)) for one in there[1:]]
    return "\n\n".join(blocks) + "\n"


def plain(given: Mapping[str, Sequence[Given]]) -> str:
    """What is given, as TOML with the notes as comments."""
    blocks = ["\n".join(_short(table, one)) for name, table in tables().items() for one in given.get(name, ())]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _full(table: Table, given: Given | None, *, kinds: bool) -> Iterator[str]:
    values = given.values if given is not None else {}
    notes = given.notes if given is not None else {}
    yield from _words(table.doc)
    yield _header(table, given.name) if given is not None else f"#{_header(table, table.called)}"
    for option in table.options:
        yield from _words(option.doc)
        if kinds:
            yield from _words(_kind(option))
        if option.key in values:
            yield _line(option.key, values, notes)
        else:
            yield f"#{option.key} = {toml_value(option.example)}"


def _short(table: Table, given: Given) -> Iterator[str]:
    yield _header(table, given.name)
    for option in table.options:
        if option.key in given.values:
            yield _line(option.key, given.values, given.notes)


def _header(table: Table, name: str) -> str:
    return table.header.format(toml_key(name))


def _line(key: str, values: Mapping[str, Any], notes: Mapping[str, str]) -> str:
    note = f"  # {toml_comment(notes[key])}" if key in notes else ""
    return f"{key} = {toml_value(values[key])}{note}"


def _kind(option: Option) -> str:
    if option.required:
        return f"Takes {option.kind}; needed."
    has = option.default is not None and option.default not in ((), {}, "")
    return f"Takes {option.kind}; " + (f"default: {toml_value(option.default)}" if has else "default: none")


def _words(text: str) -> list[str]:
    return [f"# {line}" for line in wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)]
