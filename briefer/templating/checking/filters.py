"""What Jinja's own filters take and give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from briefer.templating.types import (
    ANY,
    MARKUP,
    NONE,
    NUMBER,
    TEXT,
    UNDEFINED,
    WORDS,
    YES_NO,
    Function,
    Listing,
    Mistake,
    Record,
    Scalar,
    Struct,
    Table,
    Type,
    choice,
    options,
    without,
)

#: Filters whose result is words, a number, and so on, whatever they get.
_GIVES: Mapping[str, Type] = {
    **dict.fromkeys(
        ("capitalize", "filesizeformat", "lower", "string", "striptags", "title", "trim", "truncate", "upper"), TEXT
    ),
    **dict.fromkeys(("urlencode", "line", "wrap"), TEXT),
    **dict.fromkeys(("e", "escape", "forceescape", "safe"), MARKUP),
    **dict.fromkeys(("abs", "count", "float", "int", "length", "round", "wordcount"), NUMBER),
}
#: Filters that want several values.
SEVERAL = frozenset(
    "batch first groupby join last list map max min random reject rejectattr reverse select selectattr slice sort sum"
    " unique".split()
)
#: Of these, those that would take a text letter by letter.
_LETTERS = frozenset("batch groupby join map reject rejectattr select selectattr slice sort sum unique".split())
#: Filters that want words, and fail on or spoil anything else.
_WORDS = frozenset("capitalize lower striptags title trim truncate upper wordcount urlencode line wrap url".split())
#: Filters whose argument names a field of each item.
FIELDS = {"selectattr": 0, "rejectattr": 0, "groupby": 0, "map": None, "sort": 2, "unique": 1, "sum": 0, "join": 1}


def check_input(name: str, value: Type) -> None:
    """Raises `Mistake` where the filter can do nothing with such a value."""
    for option in options(value):
        if option == ANY or option in (NONE, UNDEFINED):
            continue
        if isinstance(option, Function):
            raise Mistake(f"'{option.name}' is called, not handed to a filter", f"write {option}")
        one = _single(option) or option in (NUMBER, YES_NO)
        words = isinstance(option, Scalar) and option.name in WORDS
        if name in SEVERAL and (one or (words and name in _LETTERS)):
            raise Mistake(f"the filter '{name}' wants a list, this is {_a(option)}", _list_hint(option))
        if name in ("length", "count") and one:
            raise Mistake(f"{_a(option)} has no length", _list_hint(option))
        if name in _WORDS and isinstance(option, Record | Struct | Listing | Table):
            raise Mistake(f"the filter '{name}' wants words, this is {_a(option)}", _words_hint(option))
        if name in ("items", "dictsort") and not (
            isinstance(option, Table) or (isinstance(option, Struct) and option.table)
        ):
            raise Mistake(f"the filter '{name}' wants a table, this is {_a(option)}")
        if name == "join" and isinstance(option, Listing):
            _check_joined(option)


def _single(found: Type) -> bool:
    return isinstance(found, Record) or (isinstance(found, Struct) and not found.table)


def _check_joined(found: Listing) -> None:
    if any(isinstance(o, Record | Struct | Listing | Table) for o in options(found.item)):
        raise Mistake(
            f"'join' wants words, these are {found.item}", 'name the field: |map(attribute="name")|join(", ")'
        )


def _a(found: Type) -> str:
    return f"a {found}" if isinstance(found, Record | Struct) else str(found)


def _list_hint(found: Type) -> str | None:
    if isinstance(found, Record | Struct):
        lists = [n for n in _members(found) if isinstance(_plain(_members(found)[n]), Listing)]
        return f"its lists: {', '.join(lists)}" if lists else None
    return None


def _words_hint(found: Type) -> str | None:
    if isinstance(found, Listing):
        return "take one of them, or join them"
    texts = [n for n, t in _members(found).items() if isinstance(_plain(t), Scalar) and t != NUMBER][:6]
    return f"name a field: {', '.join(texts)}" if texts else None


def _members(found: Type) -> Mapping[str, Type]:
    from briefer.templating.types import members

    if isinstance(found, Record):
        return members(found.kind)
    return found.members if isinstance(found, Struct) else {}


def _plain(found: Type) -> Type:
    return without(found, NONE)


def result(name: str, value: Type, args: Sequence[Type], field: Callable[[Type], Type] | None) -> Type:
    """What Jinja's own filter gives; `field` reads the field that its argument names."""
    if name in _GIVES:
        return _GIVES[name]
    items = [_item(o) for o in options(value)]
    item = choice(*items)
    if name in ("first", "last", "random", "min", "max"):
        return item
    if name in ("list", "reverse", "select", "reject", "selectattr", "rejectattr", "sort", "unique"):
        return Listing(item)
    if name in ("batch", "slice"):
        return Listing(Listing(item))
    if name == "map":
        return Listing(field(item)) if field else Listing(ANY)
    if name == "groupby":
        grouper = field(item) if field else ANY
        return Listing(Struct("group", {"grouper": grouper, "list": Listing(item)}), ())
    if name in ("dictsort", "items"):
        return Listing(Listing(ANY, (TEXT, _value(value))))
    if name in ("default", "d"):
        return choice(without(value, UNDEFINED, NONE) if args else without(value, UNDEFINED), *args[:1])
    if name == "join":
        return MARKUP if any(MARKUP in options(o) for o in (item, *args)) else TEXT
    if name == "sum":
        return field(item) if field else item
    return ANY


def _item(found: Type) -> Type:
    if isinstance(found, Listing):
        return found.item
    if isinstance(found, Table) or (isinstance(found, Struct) and found.table):
        return TEXT
    return TEXT if isinstance(found, Scalar) and found.name in WORDS else ANY


def _value(found: Type) -> Type:
    tables = [o.value for o in options(found) if isinstance(o, Table)]
    return choice(*tables) if tables else ANY
