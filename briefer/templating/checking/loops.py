"""What a loop goes through, what its names get, and what is lost at its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinja2 import nodes

from briefer.templating.checking.scope import Scope
from briefer.templating.checking.values import said
from briefer.templating.types import (
    ANY,
    NONE,
    NUMBER,
    TEXT,
    UNDEFINED,
    WORDS,
    YES_NO,
    Function,
    Listing,
    Record,
    Scalar,
    Struct,
    Table,
    Type,
    choice,
    members,
    options,
    without,
)

_LOOP = ("index", "index0", "revindex", "revindex0", "length", "depth", "depth0")
#: Message, hint, and whether it is wrong whatever the brief holds.
Problem = tuple[str, str | None, bool]


def item_of(found: Type, node: nodes.Node, *, asked: bool) -> tuple[Type, Problem | None]:
    """What each turn of a loop gets, and what is wrong with looping over it."""
    items: list[Type] = []
    problem: Problem | None = None
    name = said(node)
    for option in options(found):
        if isinstance(option, Listing):
            items.append(option.item)
        elif isinstance(option, Table) or (isinstance(option, Struct) and option.table):
            items.append(TEXT)
        elif isinstance(option, Function):
            problem = f"{name} is called first", f"write {name}()", True
        elif option == NONE:
            if not asked:
                problem = problem or (f"{name} may be none", f"write {name} or []", found == NONE)
        elif isinstance(option, Record | Struct):
            lists = [n for n, t in _members(option).items() if isinstance(without(t, NONE), Listing)]
            hint = f"its lists: {', '.join(lists)}" if lists else None
            problem = f"{name} is a {option}, not a list", hint, True
        elif option in (NUMBER, YES_NO):
            problem = f"{name} is a number, not a list", f"to count: range({name})", True
        elif isinstance(option, Scalar) and option.name in WORDS:
            problem = f"{name} is a text: a loop would go through its letters", None, True
            items.append(TEXT)
        else:
            items.append(ANY)
    return choice(*items), problem


def _members(found: Record | Struct) -> dict[str, Type]:
    return members(found.kind) if isinstance(found, Record) else dict(found.members)


def loop_of(item: Type) -> Struct:
    """What `loop` has within a loop."""
    beside = {name: choice(item, UNDEFINED) for name in ("previtem", "nextitem")}
    calls = {
        "cycle": Function("cycle", lambda given, _n: choice(*given), "(…)"),
        "changed": Function("changed", lambda _g, _n: YES_NO, "(…)"),
    }
    return Struct("loop", {**dict.fromkeys(_LOOP, NUMBER), "first": YES_NO, "last": YES_NO, **beside, **calls})


def bound(found: Type, number: int) -> tuple[tuple[Type, ...], str | None]:
    """What each of several names gets from one value, and what is wrong with that."""
    problem = None
    for option in options(found):
        if isinstance(option, Struct) and option.name == "group" and number == 2:
            return (option.members["grouper"], option.members["list"]), None
        if isinstance(option, Listing) and option.parts:
            if len(option.parts) == number:
                return option.parts, None
            problem = f"{number} names for {len(option.parts)} parts"
        elif isinstance(option, Record | Struct) or option in (NUMBER, YES_NO, TEXT):
            problem = f"{number} names for one {option}: it cannot be taken apart"
    return (ANY,) * number, problem


def lost_values(loop: nodes.For, after: Sequence[nodes.Node], scope: Scope) -> Iterator[tuple[str, int]]:
    """Names that a loop seems to set for what comes after it, with the lines where it does."""
    seen: set[str] = set()
    for node in assigned(loop.body):
        if not isinstance(node.target, nodes.Name) or node.target.name in seen:
            continue
        name = node.target.name
        seen.add(name)
        if scope.find(name) is None:
            continue
        counted = isinstance(node, nodes.Assign) and _reads(node.node, name)
        if counted or (_read_later(after, name) and not any(_reads(n, name) for n in loop.body)):
            yield name, node.lineno


def assigned(body: Sequence[nodes.Node]) -> Iterator[nodes.Assign | nodes.AssignBlock]:
    """Where these statements set names, outside macros, blocks and loops of their own."""
    for node in body:
        if isinstance(node, nodes.Assign | nodes.AssignBlock):
            yield node
        elif not isinstance(node, nodes.Macro | nodes.For | nodes.Block | nodes.CallBlock):
            yield from assigned(list(node.iter_child_nodes()))


def _reads(node: nodes.Node, name: str) -> bool:
    own = isinstance(node, nodes.Name) and node.name == name and node.ctx == "load"
    return own or any(n.name == name and n.ctx == "load" for n in node.find_all(nodes.Name))


def _read_later(after: Sequence[nodes.Node], name: str) -> bool:
    for node in after:
        if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name) and node.target.name == name:
            return _reads(node.node, name)
        if _reads(node, name):
            return True
    return False
