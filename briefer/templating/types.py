"""What a template can use, as types: the ground on which a template is checked before anything runs."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Type:
    """Nothing is known of the value: everything may be done with it."""

    def __str__(self) -> str:
        return "anything"


@dataclass(frozen=True, slots=True)
class Scalar(Type):
    """`text`, `markup`, `address` (a safe one), `number`, `yes or no`, `none` or `undefined`."""

    name: str
    #: The only words that the value can be, where they are known.
    choices: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return " | ".join(sorted(self.choices)) if self.choices else self.name


@dataclass(frozen=True, slots=True)
class Record(Type):
    """A value with fields: one of our own plain types."""

    kind: type
    #: Fields that are known not to be none.
    sure: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.kind.__name__

    def member(self, name: str) -> Type | None:
        """The type of a field, property or method; None where there is none of that name."""
        found = members(self.kind).get(name)
        return without(found, NONE) if found and name in self.sure else found


@dataclass(frozen=True, slots=True)
class Struct(Type):
    """A value whose members are known by name alone: options, `loop`, an imported file."""

    name: str
    members: Mapping[str, Type] = field(hash=False)
    #: Whether it is a dictionary, which can be gone through.
    table: bool = False

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Listing(Type):
    """Several values of one type, or, with `parts`, one each of several."""

    item: Type
    parts: tuple[Type, ...] = ()

    def __str__(self) -> str:
        if self.parts:
            return f"({', '.join(map(str, self.parts))})"
        return f"list of {self.item}"


@dataclass(frozen=True, slots=True)
class Table(Type):
    """Values by key."""

    value: Type
    keys: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"table of {self.value}"


@dataclass(frozen=True, slots=True)
class Function(Type):
    """Something to call."""

    name: str
    #: Takes the argument types, those by name, and gives the result; raises `Mistake`.
    call: Callable[[Sequence[Type], Mapping[str, Type]], Type] = field(compare=False)
    signature: str = ""

    def __str__(self) -> str:
        return f"{self.name}{self.signature}"


@dataclass(frozen=True, slots=True)
class Choice(Type):
    """One of several types."""

    options: tuple[Type, ...]

    def __str__(self) -> str:
        return " or ".join(map(str, self.options))


class Mistake(Exception):
    """A wrong use, with what to try."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


ANY = Type()
TEXT, MARKUP, ADDRESS = Scalar("text"), Scalar("markup"), Scalar("address")
NUMBER, YES_NO = Scalar("number"), Scalar("yes or no")
NONE, UNDEFINED = Scalar("none"), Scalar("undefined")
#: Scalars that are words.
WORDS = frozenset({"text", "markup", "address"})


def options(found: Type) -> tuple[Type, ...]:
    """The types that a value may have."""
    return found.options if isinstance(found, Choice) else (found,)


def choice(*found: Type) -> Type:
    """One of these."""
    flat = tuple(dict.fromkeys(option for one in found for option in options(one)))
    if ANY in flat or not flat:
        return ANY
    return flat[0] if len(flat) == 1 else Choice(flat)


def without(found: Type, *gone: Type) -> Type:
    """The type where it is none of these."""
    kept = [option for option in options(found) if option not in gone]
    return choice(*kept) if kept else ANY


def of(annotation: Any) -> Type:
    """The type of a Python annotation."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if annotation is None or annotation is types.NoneType:
        return NONE
    if annotation is Markup:
        return MARKUP
    if annotation is bool:
        return YES_NO
    if annotation in (int, float):
        return NUMBER
    if annotation is str:
        return TEXT
    if origin is Literal:
        return Scalar("text", frozenset(map(str, inner)))
    if origin in (Union, types.UnionType):
        return choice(*(of(one) for one in inner))
    if origin is typing.Annotated:
        return of(inner[0])
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return Listing(of(inner[0]))
    if origin is tuple:
        return Listing(choice(*(of(one) for one in inner)), tuple(of(one) for one in inner))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return Table(of(inner[1]))
    if isinstance(origin, type) and issubclass(origin, typing.Iterable):
        return Listing(of(inner[0])) if inner else ANY
    if isinstance(annotation, type) and annotation.__module__.startswith("briefer."):
        return Record(annotation)
    return ANY


@cache
def members(kind: type) -> dict[str, Type]:
    """What a template may read of a value of this class: fields, properties and methods that are not private."""
    found: dict[str, Type] = {}
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        # The contract's key has no underscore where the field's name is a Python keyword.
        found = {f.name.rstrip("_"): of(hints[f.name]) for f in fields(kind) if not f.name.startswith("_")}
    for name, value in inspect.getmembers(kind):
        if name.startswith("_") or name.rstrip("_") in found:
            continue
        if isinstance(value, property) and value.fget:
            found[name] = of(get_type_hints(value.fget).get("return", Any))
        elif inspect.isfunction(value):
            found[name] = function(name, value, bound=True)
    return found


def shown_fields(kind: type) -> dict[str, Type]:
    """The fields of a plain type, for the reference."""
    own = {f.name.rstrip("_") for f in fields(kind)} if is_dataclass(kind) else set()
    return {name: t for name, t in members(kind).items() if name in own or not isinstance(t, Function)}


def signature_of(made: Callable[..., Any], *, skip: int = 0) -> inspect.Signature:
    """The signature without its first `skip` parameters, annotations resolved where they can be."""
    try:
        found = inspect.signature(made, eval_str=True)
    except (NameError, TypeError):
        found = inspect.signature(made)
    kept = list(found.parameters.values())[skip:]
    return found.replace(parameters=kept)


def function(name: str, made: Callable[..., Any], *, bound: bool = False) -> Function:
    """A Python function as a type: it is called with what its annotations ask for."""
    signature = signature_of(made, skip=1 if bound else 0)
    result = ANY if signature.return_annotation is inspect.Signature.empty else of(signature.return_annotation)

    def call(given: Sequence[Type], named: Mapping[str, Type]) -> Type:
        matched(name, signature, given, named)
        return result

    return Function(name, call, written(signature))


def written(signature: inspect.Signature) -> str:
    """The parameters as a person reads them."""
    parts = []
    for p in signature.parameters.values():
        star = "*" if p.kind is p.VAR_POSITIONAL else "**" if p.kind is p.VAR_KEYWORD else ""
        default = "" if p.default is p.empty else f"={p.default!r}"
        parts.append(f"{star}{p.name}{default}")
    return f"({', '.join(parts)})"


def matched(name: str, signature: inspect.Signature, given: Sequence[Type], named: Mapping[str, Type]) -> None:
    """Raises `Mistake` where these arguments do not fit the signature."""
    try:
        bound = signature.bind(*given, **named)
    except TypeError as error:
        raise Mistake(f"{name}: {error}", f"it is called as {name}{written(signature)}") from error
    for parameter, value in bound.arguments.items():
        annotation = signature.parameters[parameter].annotation
        kind = signature.parameters[parameter].kind
        if annotation is inspect.Signature.empty or kind in (
            inspect.Parameter.VAR_POSITIONAL,
            inspect.Parameter.VAR_KEYWORD,
        ):
            continue
        wanted = of(annotation)
        if (problem := unsuited(value, wanted)) is not None:
            raise Mistake(f"{name}: “{parameter}” is to be {wanted}, this is {problem}")


def unsuited(value: Type, wanted: Type) -> Type | None:
    """The part of a value's type that surely cannot stand where another is wanted, if all of it cannot."""
    bad = [option for option in options(value) if not any(_fits(option, other) for other in options(wanted))]
    return choice(*bad) if len(bad) == len(options(value)) else None


def _fits(value: Type, wanted: Type) -> bool:
    if ANY in (value, wanted):
        return True
    if isinstance(value, Record) and isinstance(wanted, Record):
        return issubclass(value.kind, wanted.kind) or issubclass(wanted.kind, value.kind)
    if isinstance(value, Scalar) and isinstance(wanted, Scalar):
        return wanted.name == value.name or {value.name, wanted.name} <= (WORDS | {"undefined"})
    if isinstance(value, Scalar) and isinstance(wanted, Listing):
        return False
    if isinstance(value, Listing) and isinstance(wanted, Listing):
        return unsuited(value.item, wanted.item) is None
    if isinstance(value, Struct | Function) or isinstance(wanted, Struct | Function):
        return not isinstance(wanted, Record | Scalar)
    return type(value) is type(wanted)
