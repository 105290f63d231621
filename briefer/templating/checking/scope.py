"""Names and what is known of them at one point of a template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from jinja2 import nodes

from briefer.templating.types import Type

#: Names that go together: where a condition asks for the second, it has asked for the first.
_TOGETHER = {"single": "attr='stories'", "notes": "attr='stories'"}
_keys: dict[int, tuple[nodes.Node, str]] = {}


def key(node: nodes.Node) -> str:
    """The expression as text: two of the same words are the same value."""
    # The node is kept beside its text, so that its id is not given to another.
    kept = _keys.get(id(node))
    if kept is None or kept[0] is not node:
        if len(_keys) > 50_000:
            _keys.clear()
        kept = _keys[id(node)] = (node, repr(node))
    return kept[1]


@dataclass(slots=True)
class Scope:
    """What names mean, and what conditions around the place have made sure."""

    names: dict[str, Type]
    parent: Scope | None = None
    #: Expressions that are true here, those that are there at all, and the conditions around.
    true: frozenset[str] = frozenset()
    there: frozenset[str] = frozenset()
    tests: tuple[str, ...] = ()
    #: Name -> the expression that it was set to.
    same: dict[str, nodes.Node] = field(default_factory=dict)

    def find(self, name: str) -> Type | None:
        """The type of a name here."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return None

    def visible(self) -> set[str]:
        """All names."""
        return set(self.names) | (self.parent.visible() if self.parent else set())

    def inner(self, names: Mapping[str, Type] | None = None) -> Scope:
        """A scope of its own within this one: a loop, a `with`, a macro's body."""
        return Scope(dict(names or {}), self, self.true, self.there, self.tests, dict(self.same))

    def when(self, test: nodes.Node, holds: bool) -> Scope:
        """The same scope where a condition holds, or does not."""
        true, there = set(self.true), set(self.there)
        for sure, node in _facts(test, holds, self):
            text = key(node)
            if sure:
                true.add(text)
            there.add(text)
        return Scope(self.names, self.parent, frozenset(true), frozenset(there), (*self.tests, key(test)), self.same)

    def asked(self, node: nodes.Node) -> bool:
        """Whether a condition around asks for this value."""
        wanted = [key(node)]
        if isinstance(node, nodes.Name):
            if node.name in self.same:
                wanted.append(key(self.same[node.name]))
            if node.name in _TOGETHER:
                wanted.append(_TOGETHER[node.name])
        if isinstance(node, nodes.Getattr):
            # `article|foreign` asks more of an article than its fields show.
            wanted.append(f"Filter(node={key(node.node)}")
        return any(text in test for text in wanted for test in self.tests)

    def set(self, name: str, found: Type, node: nodes.Node | None = None) -> None:
        """Gives a name another value: what was known of the old one is gone."""
        self.names[name] = found
        gone = f"name='{name}'"
        self.true = frozenset(t for t in self.true if gone not in t)
        self.there = frozenset(t for t in self.there if gone not in t)
        self.same.pop(name, None)
        if node is not None:
            self.same[name] = node


def _facts(test: nodes.Node, holds: bool, scope: Scope) -> Iterator[tuple[bool, nodes.Node]]:
    """Expressions that are true (or at least there) where the test holds, or fails."""
    match test:
        case nodes.Not():
            yield from _facts(test.node, not holds, scope)
        case nodes.And() if holds:
            yield from _facts(test.left, True, scope)
            yield from _facts(test.right, True, scope)
        case nodes.Or() if not holds:
            yield from _facts(test.left, False, scope)
            yield from _facts(test.right, False, scope)
        case nodes.Test():
            yield from _of_test(test, holds)
        case nodes.Compare():
            yield from _of_comparison(test, holds)
        case _ if holds:
            yield from _true(test, scope)


def _of_test(test: nodes.Test, holds: bool) -> Iterator[tuple[bool, nodes.Node]]:
    if (test.name == "defined" and holds) or (test.name == "undefined" and not holds):
        yield False, test.node
    elif (test.name in ("none", "undefined") and not holds) or (
        holds and test.name not in ("none", "undefined", "defined")
    ):
        yield True, test.node


def _of_comparison(test: nodes.Compare, holds: bool) -> Iterator[tuple[bool, nodes.Node]]:
    first = test.ops[0]
    nothing = isinstance(first.expr, nodes.Const) and first.expr.value in (None, "")
    if nothing and (first.op == "ne") == holds and first.op in ("eq", "ne"):
        yield True, test.expr
        return
    if not holds:
        return
    if first.op == "in" and isinstance(test.expr, nodes.Const) and isinstance(test.expr.value, str):
        # A key that is in a table can be taken from it, either way.
        yield False, nodes.Getattr(first.expr, test.expr.value, "load")
        yield False, nodes.Getitem(first.expr, test.expr, "load")
        return
    yield from _through(test.expr)


def _true(node: nodes.Node, scope: Scope) -> Iterator[tuple[bool, nodes.Node]]:
    yield from _through(node)
    if isinstance(node, nodes.Name) and node.name in scope.same:
        yield from _facts(scope.same[node.name], True, scope)
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr == "get" and node.args:
        name = node.args[0]
        yield True, nodes.Getitem(node.node.node, name, "load")
        if isinstance(name, nodes.Const) and isinstance(name.value, str):
            yield True, nodes.Getattr(node.node.node, name.value, "load")


def _through(node: nodes.Node) -> Iterator[tuple[bool, nodes.Node]]:
    """The value, and those that it was read from: a field of nothing is never true."""
    yield True, node
    if isinstance(node, nodes.Getattr | nodes.Getitem | nodes.Filter) and node.node is not None:
        yield from _through(node.node)
    elif isinstance(node, nodes.Call):
        for part in (*node.args, node.node):
            if isinstance(part, nodes.Getattr | nodes.Name | nodes.Filter):
                yield from _through(part)
