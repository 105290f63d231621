"""Macros: read anew for each way in which they are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from jinja2 import nodes

from briefer.templating.checking.faults import near
from briefer.templating.checking.scope import Scope
from briefer.templating.checking.values import Values
from briefer.templating.types import ANY, MARKUP, UNDEFINED, Function, Listing, Mistake, Table, Type, choice

#: Deeper than this, a macro that calls itself is left alone.
_DEPTH = 12


class Macros:
    """The macros of all files of one template."""

    def __init__(self, values: Values, body: Callable[[Sequence[nodes.Node], Scope], None]) -> None:
        self.values = values
        self._body = body
        self._defined: dict[int, tuple[Path, nodes.Macro, Scope]] = {}
        self._read: set[tuple[int, tuple[Type, ...], tuple[tuple[Path, int], ...]]] = set()
        self._called: set[int] = set()
        self._depth = 0

    def of(self, node: nodes.Macro, scope: Scope) -> Function:
        """The macro as something to call."""
        path = self.values.files[-1]
        self._defined[id(node)] = (path, node, scope)

        def call(given: Sequence[Type], named: Mapping[str, Type]) -> Type:
            self._called.add(id(node))
            self._run(path, node, scope, _arguments(node, given, named))
            return MARKUP

        names = ", ".join(a.name for a in node.args)
        return Function(node.name, call, f"({names})")

    def rest(self) -> None:
        """Reads the macros that nothing calls, without knowing what they get."""
        for key, (path, node, scope) in list(self._defined.items()):
            if key not in self._called and self.values.report.is_own(path):
                self._called.add(key)
                self._run(path, node, scope, {a.name: ANY for a in node.args} | {"caller": ANY})

    def _run(self, path: Path, node: nodes.Macro, scope: Scope, given: Mapping[str, Type | None]) -> None:
        inner = scope.inner()
        inner.tests, inner.true, inner.there = (), frozenset(), frozenset()
        inner.names |= {"varargs": Listing(ANY), "kwargs": Table(ANY)}
        self.values.files.append(path)
        try:
            defaults = dict(
                zip([a.name for a in node.args][len(node.args) - len(node.defaults) :], node.defaults, strict=True)
            )
            for argument in (*(a.name for a in node.args), "caller"):
                found = given.get(argument)
                if found is None and argument in defaults:
                    found = self.values.value(defaults[argument], inner)
                if found is not None:
                    inner.names[argument] = found
                elif argument != "caller" or _asks(node, "caller"):
                    inner.names[argument] = choice(ANY) if argument == "caller" else UNDEFINED
            # Faults in a parent's macro are told at each place that leads to it.
            sites = () if self.values.report.is_own(path) else tuple(self.values.report.sites[-1:])
            key = (id(node), tuple(inner.names[a.name] for a in node.args), sites)
            if key in self._read or self._depth > _DEPTH:
                return
            self._read.add(key)
            self._depth += 1
            self._body(node.body, inner)
            self._depth -= 1
        finally:
            self.values.files.pop()

    def caller(self, node: nodes.CallBlock, scope: Scope) -> Function:
        """The body of a `{% call %}` as something to call."""
        path = self.values.files[-1]

        def call(given: Sequence[Type], named: Mapping[str, Type]) -> Type:
            inner = scope.inner()
            for i, argument in enumerate(node.args):
                inner.names[argument.name] = given[i] if i < len(given) else named.get(argument.name, ANY)
            self.values.files.append(path)
            try:
                self._body(node.body, inner)
            finally:
                self.values.files.pop()
            return MARKUP

        return Function("caller", call, f"({', '.join(a.name for a in node.args)})")


def _arguments(node: nodes.Macro, given: Sequence[Type], named: Mapping[str, Type]) -> dict[str, Type | None]:
    names = [a.name for a in node.args]
    if len(given) > len(names) and not _asks(node, "varargs"):
        raise Mistake(f"the macro '{node.name}' takes {len(names)} arguments, this gives {len(given)}", _written(node))
    for name in named:
        if name not in names and name != "caller" and not _asks(node, "kwargs"):
            raise Mistake(f"the macro '{node.name}' has no argument '{name}'", near(name, names) or _written(node))
        if name in names[: len(given)]:
            raise Mistake(f"the macro '{node.name}' gets '{name}' twice", _written(node))
    found: dict[str, Type | None] = dict.fromkeys(names)
    found.update(zip(names, given, strict=False))
    found.update(named)
    optional = names[len(names) - len(node.defaults) :]
    for name in names:
        if found[name] is None and name not in optional and _needs(node, name):
            raise Mistake(f"the macro '{node.name}' needs '{name}'", _written(node))
    return found


def _written(node: nodes.Macro) -> str:
    return f"it is called as {node.name}({', '.join(a.name for a in node.args)})"


def _asks(node: nodes.Macro, name: str) -> bool:
    return any(n.name == name for n in node.find_all(nodes.Name))


def _needs(node: nodes.Macro, name: str) -> bool:
    """Whether the macro uses the argument without asking first whether it is there."""
    soft = {
        id(n.node)
        for n in (*node.find_all(nodes.Test), *node.find_all(nodes.Filter))
        if n.name in ("defined", "undefined", "default", "d")
    }
    used = [n for n in node.find_all(nodes.Name) if n.name == name and n.ctx == "load"]
    return bool(used) and not any(id(n) in soft for n in used)
