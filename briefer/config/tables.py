"""TOML's tables as dataclasses: a key that there is not and a value that does not fit are named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from difflib import get_close_matches
from typing import Any, get_args

from briefer.config.settings import PriceList, Secret
from briefer.errors import ConfigError
from briefer.model import SectionKind

#: What kinds of value a key takes, in words for its error.
KINDS: Mapping[str, str] = {
    "str": "text in quotation marks",
    "tuple": "a list of texts",
    "Mapping": "a table of texts",
    "int": "a whole number above 0",
    "float": "a number above 0",
    "bool": "true or false",
    "SectionKind": "list, claim or choice",
    "Secret": '{env = "NAME"} or {command = ["program", "argument"]}: a key itself never stands in the file',
    "PriceList": "{input = 0.0, output = 0.0}, what a million tokens cost",
}


def check_keys(table: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    """`ConfigError` for the first key of the table that is none."""
    for key in table:
        check_name(key, keys, f"{where}: there is no “{key}”")


def check_name(name: str, known: Iterable[str], message: str) -> None:
    """`ConfigError` with this message, and with what was probably meant, unless the name is known."""
    names = list(known)
    if name not in names:
        near = get_close_matches(name, names, 1)
        there_are = f"there are: {', '.join(names)}" if names else "there is none at all"
        raise ConfigError(message, hint=f"did you mean “{near[0]}”?" if near else there_are)


def named_tables(value: Any, path: str, kind: str, example: str) -> Mapping[str, dict[str, Any]]:
    """The `[KIND.NAME]` tables by their names; `example` is such a name, for the error."""
    if not isinstance(value, dict) or not all(isinstance(v, dict) for v in value.values()):
        raise ConfigError(f"{path}, [{kind}.NAME] must be a table with a name", hint=f"write it as [{kind}.{example}]")
    return value


def read_table(kind: type, table: Any, where: str, /, *, elsewhere: tuple[str, ...] = (), **given: Any) -> Any:
    """The dataclass that the table describes; a key that it lacks or a value of another kind is an error.

    `given` are fields that no key of the table sets, `elsewhere` keys of it that are read elsewhere.
    """
    if not isinstance(table, dict):
        raise ConfigError(f"{where} must be a table")
    declared = {f.name: str(f.type) for f in fields(kind) if f.name not in given}
    check_keys(table, (*declared, *elsewhere), where)
    values: dict[str, Any] = dict(given)
    for key in [key for key in table if key not in elsewhere]:
        value = table[key]
        expected = declared[key].partition("[")[0].partition(" ")[0]
        try:
            values[key] = _READERS[expected](value)
        except (TypeError, ValueError, KeyError) as error:
            shown = "" if expected == "Secret" else f"it is {value!r}"
            raise ConfigError(f"{where}: “{key}” must be {KINDS[expected]}", hint=shown or None) from error
    return kind(**values)


def _section_kind(value: Any) -> SectionKind:
    if value not in get_args(SectionKind):
        raise ValueError
    return value  # type: ignore[no-any-return]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def texts(value: Any) -> tuple[str, ...]:
    """A list of texts; `TypeError` for anything else."""
    if not isinstance(value, list):
        raise TypeError
    return tuple(_text(item) for item in value)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
        raise ValueError
    return float(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _price(value: Any) -> float:
    return 0.0 if value == 0 and not isinstance(value, bool) else _number(value)


def read_secret(value: Any) -> Secret:
    """A reference to a key; a `TypeError`, `ValueError` or `KeyError` for anything else."""
    if not isinstance(value, dict) or len(value) != 1:
        raise TypeError
    if "env" in value:
        return Secret(env=_text(value["env"]))
    command = texts(value["command"])
    if not command:
        raise ValueError
    return Secret(command=command)


def _prices(value: Any) -> PriceList:
    if not isinstance(value, dict) or not value.keys() <= {"input", "output", "currency"}:
        raise TypeError
    currency = _text(value.get("currency", "USD"))
    return PriceList(input=_price(value["input"]), output=_price(value["output"]), currency=currency)


#: Declared type -> what makes it of TOML's value, or raises.
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "str": _text,
    "tuple": texts,
    "Mapping": lambda value: {key: _text(inner) for key, inner in dict(value).items()},
    "int": _whole,
    "float": _number,
    "bool": _flag,
    "SectionKind": _section_kind,
    "Secret": read_secret,
    "PriceList": _prices,
}
