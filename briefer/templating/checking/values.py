"""The type of every expression of a template, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import nodes

from briefer.templating.checking.calls import Calls
from briefer.templating.checking.faults import Report, near
from briefer.templating.checking.scope import Scope, key
from briefer.templating.environment import FORBIDDEN_METHODS, Sandbox
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

#: Methods of Python's own types, with what they give where it matters.
_OF_WORDS: Mapping[str, Type] = {
    **dict.fromkeys(("capitalize", "lower", "lstrip", "rstrip", "strip", "swapcase", "title", "upper"), TEXT),
    **dict.fromkeys(("removeprefix", "removesuffix", "casefold"), TEXT),
    **dict.fromkeys(("startswith", "endswith", "isdigit", "isupper", "islower", "isalpha"), YES_NO),
    **dict.fromkeys(("count", "find", "index"), NUMBER),
    **dict.fromkeys(("split", "splitlines", "rsplit"), Listing(TEXT)),
    **dict.fromkeys(("partition", "rpartition"), Listing(TEXT, (TEXT, TEXT, TEXT))),
}
_ARITHMETIC = {"Add": "+", "Sub": "-", "Mul": "*", "Div": "/", "FloorDiv": "//", "Mod": "%", "Pow": "**"}


@dataclass
class Values:
    """Reads expressions in one kind of template."""

    environment: Sandbox
    report: Report
    filters: Mapping[str, Function]
    #: The files that are being read, innermost last.
    files: list[Path] = field(default_factory=list)
    #: What each expression that is shown was found to be: a macro's are read once for each way that it is called.
    shown: dict[int, list[Type]] = field(default_factory=dict)
    #: Names that are set in loops.
    lost: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.calls = Calls(self)

    def wrong(self, line: int, message: str, hint: str | None = None, *, certain: bool = True) -> None:
        """One fault in the file that is being read."""
        self.report.add(self.files[-1], line, message, hint, certain=certain)

    # --- reading a value ---

    def value(self, node: nodes.Node, scope: Scope) -> Type:
        """The type of a value that is used: it has to be there."""
        found = self.asked(node, scope)
        if UNDEFINED in options(found):
            if not scope.asked(node) and not (isinstance(node, nodes.Name) and scope.tests):
                self._not_there(node, scope)
            found = without(found, UNDEFINED)
        return found

    def _not_there(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.Name):
            hint = "set it before, and in every case"
        elif isinstance(node, nodes.Getattr) and isinstance(self._owner(node, scope), Table):
            hint = f'it is there only if somebody gave it: {said(node.node)}.get("{node.attr}", "")'
        elif isinstance(node, nodes.Getitem):
            hint = f"it is there only if somebody gave it: {said(node.node)}.get({said(node.arg)})"
        else:
            hint = f"ask first: {{% if {said(node)} is defined %}}"
        self.wrong(node.lineno, f"{said(node)} may not be there", hint, certain=False)

    def _owner(self, node: nodes.Getattr, scope: Scope) -> Type:
        return without(self.asked(node.node, scope), NONE, UNDEFINED)

    def asked(self, node: nodes.Node, scope: Scope, *, softly: bool = False) -> Type:
        """The type of a value that may be missing; `softly` where the template asks whether it is there."""
        reader: Callable[..., Type] | None = getattr(self, f"_{type(node).__name__.lower()}", None)
        if reader is None:
            for child in node.iter_child_nodes():
                self.value(child, scope)
            return ANY
        found = reader(node, scope, softly) if isinstance(node, nodes.Name | nodes.Getattr) else reader(node, scope)
        if len(options(found)) > 1:
            text = key(node)
            if text in scope.true:
                return without(found, NONE, UNDEFINED)
            if text in scope.there:
                return without(found, UNDEFINED)
        return found

    def _name(self, node: nodes.Name, scope: Scope, softly: bool) -> Type:
        found = scope.find(node.name)
        if found is not None:
            return found
        if not softly:
            hint = near(node.name, scope.visible())
            if node.name in self.lost:
                hint = "it is set in a loop only, and lost at its end: use namespace()"
            if node.name == "loop":
                hint = "'loop' is known inside a for loop only; not in a macro or a block that it calls"
            elif node.name == "len":
                hint = "write value|length"
            elif (field := self._field_of_page(node.name, scope)) and hint is None:
                hint = f"did you mean '{field}'?"
            elif node.name in ("brief", "options") and hint is None:
                hint = "an imported file does not see it: hand it to the macro, or import … with context"
            self.wrong(node.lineno, f"'{node.name}' is not defined", hint or _names(scope))
        return ANY

    def _field_of_page(self, name: str, scope: Scope) -> str | None:
        """`brief.stories` for `stories`."""
        found = scope.find("brief")
        return f"brief.{name}" if isinstance(found, Record) and found.member(name) else None

    def _const(self, node: nodes.Const, _scope: Scope) -> Type:
        return of_constant(node.value)

    def _templatedata(self, _node: nodes.TemplateData, _scope: Scope) -> Type:
        return MARKUP

    # --- parts of a value ---

    def _getattr(self, node: nodes.Getattr, scope: Scope, softly: bool) -> Type:
        return self.part(node, node.attr, scope, softly=softly)

    def _getitem(self, node: nodes.Getitem, scope: Scope) -> Type:
        if isinstance(node.arg, nodes.Slice):
            owner = self.value(node.node, scope)
            return choice(*(Listing(o.item) if isinstance(o, Listing) else o for o in options(owner)))
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self.part(node, node.arg.value, scope, softly=False)
        self.value(node.arg, scope)
        owner = self._present(node, scope)
        found = [self._at(o, node) for o in options(owner)]
        return choice(*found)

    def _at(self, owner: Type, node: nodes.Getitem) -> Type:
        if isinstance(owner, Listing):
            at = node.arg.value if isinstance(node.arg, nodes.Const) else None
            if owner.parts and isinstance(at, int):
                if not -len(owner.parts) <= at < len(owner.parts):
                    self.wrong(node.lineno, f"{said(node.node)} has {len(owner.parts)} parts")
                    return ANY
                return owner.parts[at]
            return owner.item
        if isinstance(owner, Table):
            return owner.value
        if isinstance(owner, Record) or owner in (NUMBER, YES_NO):
            self.wrong(node.lineno, f"{said(node.node)} is a {owner}, not a list", _fields_hint(owner))
        return TEXT if isinstance(owner, Scalar) and owner.name in WORDS else ANY

    def _present(self, node: nodes.Getattr | nodes.Getitem, scope: Scope) -> Type:
        """What the node reads from; it has to be something."""
        owner = self.value(node.node, scope)
        if NONE in options(owner):
            name = said(node.node)
            if owner == NONE or not scope.asked(node.node):
                self.wrong(node.lineno, f"{name} may be none", f"ask first: {{% if {name} %}}", certain=owner == NONE)
            owner = without(owner, NONE)
        return owner

    def part(self, node: nodes.Getattr | nodes.Getitem, name: str, scope: Scope, *, softly: bool) -> Type:
        """The field, method or key of that name."""
        owner = self._present(node, scope)
        found: list[Type] = []
        missing: list[Type] = []
        for option in options(owner):
            one = self._member(option, name, node)
            if one is None:
                missing.append(option)
            else:
                found.append(one)
        if not missing:
            return choice(*found)
        if found:
            return choice(*found, UNDEFINED)
        known = {n for m in missing for n in _known(m)}
        hint = near(name, known)
        if not softly or hint:
            what = " or ".join(dict.fromkeys(_what(m) for m in missing))
            if hint is None and any(isinstance(m, Listing) for m in missing):
                hint = f"go through it: {{% for one in {said(node.node)} %}}{{{{ one.{name} }}}}{{% endfor %}}"
            self.wrong(node.lineno, f"{what} has no {_part_word(missing[0])} '{name}'", hint or _fields_hint(*missing))
        return ANY

    def _member(self, owner: Type, name: str, node: nodes.Getattr | nodes.Getitem) -> Type | None:
        if isinstance(owner, Record):
            return owner.member("from" if name == "from_" else name)
        if isinstance(owner, Struct):
            table = Table(choice(*owner.members.values()))
            methods = _table_methods(table.value) if owner.table and isinstance(node, nodes.Getattr) else {}
            return owner.members.get(name) or methods.get(name)
        if isinstance(owner, Table):
            methods = {} if isinstance(node, nodes.Getitem) else _table_methods(owner.value)
            return methods.get(name) or (owner.value if name in owner.keys else choice(owner.value, UNDEFINED))
        if isinstance(owner, Listing):
            return _method(list, name, {"index": NUMBER, "count": NUMBER})
        if isinstance(owner, Scalar):
            if owner.name in WORDS:
                return None if name in FORBIDDEN_METHODS else _method(str, name, _OF_WORDS)
            return _method(int, name, {})
        return None if isinstance(owner, Function) else ANY

    # --- what is made of values ---

    def _condexpr(self, node: nodes.CondExpr, scope: Scope) -> Type:
        self.value(node.test, scope)
        one = self.asked(node.expr1, scope.when(node.test, True))
        # Without an else it is nothing, and shown as such.
        other = self.asked(node.expr2, scope.when(node.test, False)) if node.expr2 else TEXT
        return choice(one, other)

    def _and(self, node: nodes.And, scope: Scope) -> Type:
        left = self.value(node.left, scope)
        return choice(left, self.value(node.right, scope.when(node.left, True)))

    def _or(self, node: nodes.Or, scope: Scope) -> Type:
        left = self.value(node.left, scope)
        return choice(without(left, NONE), self.value(node.right, scope.when(node.left, False)))

    def _not(self, node: nodes.Not, scope: Scope) -> Type:
        self.value(node.node, scope)
        return YES_NO

    def _compare(self, node: nodes.Compare, scope: Scope) -> Type:
        left, before = self.value(node.expr, scope), node.expr
        for operand in node.ops:
            right = self.value(operand.expr, scope)
            self.calls.compared(operand.op, (before, left), (operand.expr, right), node.lineno)
            left, before = right, operand.expr
        return YES_NO

    def _concat(self, node: nodes.Concat, scope: Scope) -> Type:
        found = []
        for part in node.nodes:
            found.append(self.value(part, scope))
            self.calls.check_shown(part, found[-1])
        return MARKUP if any(MARKUP in options(f) for f in found) else TEXT

    def _arithmetic(self, node: nodes.BinExpr, scope: Scope) -> Type:
        left, right = self.value(node.left, scope), self.value(node.right, scope)
        return self.calls.computed(_ARITHMETIC[type(node).__name__], left, right, node)

    _add = _sub = _mul = _div = _floordiv = _mod = _pow = _arithmetic

    def _neg(self, node: nodes.Neg, scope: Scope) -> Type:
        self.value(node.node, scope)
        return NUMBER

    def _list(self, node: nodes.List | nodes.Tuple, scope: Scope) -> Type:
        found = tuple(self.value(item, scope) for item in node.items)
        return Listing(choice(*found), found) if found else Listing(ANY)

    _tuple = _list

    def _dict(self, node: nodes.Dict, scope: Scope) -> Type:
        values = [self.value(pair.value, scope) for pair in node.items]
        keys = frozenset(str(p.key.value) for p in node.items if isinstance(p.key, nodes.Const))
        return Table(choice(*values), keys)

    def _filter(self, node: nodes.Filter, scope: Scope) -> Type:
        return self.calls.filtered(node, scope)

    def _test(self, node: nodes.Test, scope: Scope) -> Type:
        return self.calls.tested(node, scope)

    def _call(self, node: nodes.Call, scope: Scope) -> Type:
        return self.calls.called(node, scope)


def of_constant(value: object) -> Type:
    """The type of a value that stands in the template itself."""
    if value is None:
        return NONE
    if isinstance(value, bool):
        return YES_NO
    return NUMBER if isinstance(value, int | float) else TEXT


def _table_methods(value: Type) -> dict[str, Type]:
    def get(given: Sequence[Type], _named: Mapping[str, Type]) -> Type:
        return choice(value, *(given[1:] or [NONE]))

    return {
        "get": Function("get", get, "(key, default=none)"),
        "items": Function("items", lambda _g, _n: Listing(Listing(choice(TEXT, value), (TEXT, value))), "()"),
        "values": Function("values", lambda _g, _n: Listing(value), "()"),
        "keys": Function("keys", lambda _g, _n: Listing(TEXT), "()"),
    }


def _method(kind: type, name: str, results: Mapping[str, Type]) -> Type | None:
    if name.startswith("_") or not hasattr(kind, name):
        return None
    return Function(name, lambda _given, _named: results.get(name, ANY), "(…)")


def _known(owner: Type) -> set[str]:
    if isinstance(owner, Record):
        return set(members(owner.kind))
    if isinstance(owner, Struct):
        return set(owner.members)
    if isinstance(owner, Scalar) and owner.name in WORDS:
        return {name for name in dir(str) if not name.startswith("_")} - FORBIDDEN_METHODS
    return set()


def _what(owner: Type) -> str:
    if isinstance(owner, Record | Struct):
        return "the template" if str(owner) == "options" else str(owner)
    if isinstance(owner, Function):
        return f"'{owner.name}' is called first: {owner}. It"
    return {"text": "a text", "markup": "a text", "address": "an address", "number": "a number"}.get(
        owner.name if isinstance(owner, Scalar) else "", str(owner)
    )


def _part_word(owner: Type) -> str:
    return {"options": "option", "block": "block"}.get(str(owner), "field" if isinstance(owner, Record) else "value")


def _fields_hint(*owners: Type) -> str | None:
    names = sorted({n for o in owners if isinstance(o, Record | Struct) for n in _known(o)})
    return f"there are: {', '.join(names)}" if names else None


def _names(scope: Scope) -> str:
    return f"there are: {', '.join(sorted(n for n in scope.visible() if not n.startswith('_')))}"


def said(node: nodes.Node) -> str:
    """An expression as a template writes it, as far as a message needs it."""
    match node:
        case nodes.Name():
            return str(node.name)
        case nodes.Getattr():
            return f"{said(node.node)}.{node.attr}"
        case nodes.Getitem():
            return f"{said(node.node)}[{said(node.arg)}]"
        case nodes.Const():
            return f'"{node.value}"' if isinstance(node.value, str) else str(node.value)
        case nodes.Call():
            return f"{said(node.node)}({', '.join(said(a) for a in node.args)})"
        case nodes.Filter() if node.node is not None:
            return f"{said(node.node)}|{node.name}"
    return "this"
