"""Filters, tests, calls, comparisons and arithmetic: what fits what."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jinja2 import nodes

from briefer.templating.checking.faults import near
from briefer.templating.checking.filters import FIELDS, check_input, result
from briefer.templating.checking.own import own_words
from briefer.templating.checking.scope import Scope
from briefer.templating.types import (
    ADDRESS,
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
    signature_of,
    without,
)

if TYPE_CHECKING:
    from briefer.templating.checking.values import Values

#: Tests after which a field is surely something.
_NO_TEST = ("none", "undefined")
_ORDER = {"lt": "<", "lteq": "<=", "gt": ">", "gteq": ">="}


class Calls:
    """The uses of values by one reader of expressions."""

    def __init__(self, values: Values) -> None:
        self.values = values

    # --- filters ---

    def filtered(self, node: nodes.Filter, scope: Scope) -> Type:
        """The type of `value|filter(…)`."""
        values, name = self.values, node.name
        if node.node is None:
            found: Type = MARKUP
        elif name in ("default", "d"):
            found = values.asked(node.node, scope, softly=True)
        else:
            found = values.value(node.node, scope)
        made = values.environment.filters.get(name)
        if made is None:
            known = values.environment.filters
            values.wrong(node.lineno, f"there is no filter '{name}'", near(name, known) or "see docs/templates.md")
            self._arguments(node, scope)
            return ANY
        given, named = self._arguments(node, scope)
        helper = values.filters.get(name)
        try:
            if helper is not None:
                return self._helped(node, helper, found, (given, named), scope)
            self._fits(name, made, [found, *given], named)
            check_input(name, found)
            self._check_none(name, node, found, scope)
            if name == "safe":
                self._check_safe(node, found)
            if name == "url":
                return ADDRESS
            return self._given(name, node, found, given)
        except Mistake as mistake:
            values.wrong(node.lineno, mistake.message, mistake.hint)
            return ANY

    def _helped(
        self,
        node: nodes.Filter,
        helper: Function,
        found: Type,
        arguments: tuple[list[Type], dict[str, Type]],
        scope: Scope,
    ) -> Type:
        given, named = arguments
        made = helper.call([found, *given], named)
        self._check_none(node.name, node, found, scope, helper)
        return made

    def _check_none(
        self, name: str, node: nodes.Filter, found: Type, scope: Scope, helper: Function | None = None
    ) -> None:
        """A value that may be none, where the filter breaks on it."""
        if NONE not in options(found) or node.node is None or scope.asked(node.node):
            return
        if helper is not None:
            try:
                helper.call([NONE], {})
            except Mistake as mistake:
                breaks = "is to be" in mistake.message
            else:
                breaks = False
        else:
            breaks = name in ("length", "count", "first", "last", "sort", "sum", "truncate", "round", "abs", "join")
        if breaks:
            from briefer.templating.checking.values import said

            what = said(node.node)
            self.values.wrong(
                node.lineno, f"{what} may be none, and the filter '{name}' fails on it", f'{what} or ""', certain=False
            )

    def _arguments(
        self, node: nodes.Filter | nodes.Test | nodes.Call, scope: Scope
    ) -> tuple[list[Type], dict[str, Type]]:
        given = [self.values.value(a, scope) for a in node.args]
        named = {str(k.key): self.values.value(k.value, scope) for k in node.kwargs}
        for more in (node.dyn_args, node.dyn_kwargs):
            if more is not None:
                self.values.value(more, scope)
        return given, named

    def _fits(self, name: str, made: Any, given: list[Type], named: Mapping[str, Type]) -> None:
        signature = signature_of(made, skip=_passed(made))
        try:
            signature.bind(*given, **named)
        except TypeError as error:
            names = [p.name for p in list(signature.parameters.values())[1:] if p.kind is not p.VAR_KEYWORD]
            takes = f"it takes {', '.join(names)}" if names else "it takes no argument"
            raise Mistake(f"the filter '{name}': {error}", takes) from error

    def _given(self, name: str, node: nodes.Filter, found: Type, given: list[Type]) -> Type:
        field = self._field(name, node)
        if name == "map" and node.args and isinstance(node.args[0], nodes.Const):
            helper = self.values.filters.get(str(node.args[0].value))
            item = result("first", found, [], None)
            return Listing(helper.call([item, *given[1:]], {}) if helper else ANY)
        if field is None:
            return result(name, found, given, None)

        def read(item: Type) -> Type:
            return self._dotted(item, field, node)

        made = result(name, found, given, read)
        if name in ("selectattr", "rejectattr", "sort", "unique", "join"):
            item = result("first", found, [], None)
            read(item)
            tests = [a.value for a in node.args[1:2] if isinstance(a, nodes.Const)]
            if self._test_name(node, tests) and isinstance(item, Record) and "." not in field:
                keeps = (name == "selectattr") != (bool(tests) and tests[0] in _NO_TEST)
                return Listing(Record(item.kind, item.sure | {field})) if keeps else made
        return made

    def _test_name(self, node: nodes.Filter, tests: list[object]) -> bool:
        for test in tests:
            if node.name in ("selectattr", "rejectattr") and str(test) not in self.values.environment.tests:
                hint = near(str(test), self.values.environment.tests)
                raise Mistake(f"there is no test '{test}'", hint)
        return node.name in ("selectattr", "rejectattr")

    def _field(self, name: str, node: nodes.Filter) -> str | None:
        """The field that the filter's argument names, where it is written out."""
        if name == "map" and node.args and isinstance(node.args[0], nodes.Const):
            wanted = str(node.args[0].value)
            if wanted not in self.values.environment.filters:
                raise Mistake(
                    f"there is no filter '{wanted}'",
                    near(wanted, self.values.environment.filters) or f'for a field: map(attribute="{wanted}")',
                )
            return None
        argument = next((k.value for k in node.kwargs if k.key == "attribute"), None)
        place = FIELDS.get(name)
        if argument is None and place is not None and len(node.args) > place:
            argument = node.args[place]
        value = getattr(argument, "value", None)
        return value if isinstance(value, str) else None

    def _dotted(self, item: Type, path: str, node: nodes.Filter) -> Type:
        found = item
        for name in path.split("."):
            if name.isdigit():
                return ANY
            step = nodes.Getattr(nodes.Name("item", "load"), name, "load", lineno=node.lineno)
            known = Scope({"item": without(found, NONE)})
            found = self.values.asked(step, known)
        return without(found, UNDEFINED)

    def _check_safe(self, node: nodes.Filter, found: Type) -> None:
        if node.node is not None and own_words(node.node):
            return
        if any(isinstance(o, Scalar) and o.name in ("text", "address") for o in options(found)) or any(
            isinstance(o, Record | Listing | Table) for o in options(found)
        ):
            raise Mistake(
                "'safe' is for words of the template itself: it would let a stranger's words act as markup",
                "leave it out: values are escaped as the format needs it",
            )

    # --- tests ---

    def tested(self, node: nodes.Test, scope: Scope) -> Type:
        """`value is test`."""
        values = self.values
        if node.name in ("defined", "undefined"):
            values.asked(node.node, scope, softly=True)
            return YES_NO
        found = values.value(node.node, scope)
        given, _ = self._arguments(node, scope)
        made: Any = values.environment.tests.get(node.name)
        if made is None:
            values.wrong(node.lineno, f"there is no test '{node.name}'", near(node.name, values.environment.tests))
            return YES_NO
        try:
            signature = signature_of(made, skip=_passed(made))
            signature.bind(found, *given)
        except TypeError as error:
            values.wrong(node.lineno, f"the test '{node.name}': {error}")
        except ValueError:
            pass
        if node.name in ("eq", "equalto", "==") and node.args:
            self.compared("eq", (node.node, found), (node.args[0], given[0]), node.lineno)
        return YES_NO

    def compared(self, operator: str, left: tuple[nodes.Node, Type], right: tuple[nodes.Node, Type], line: int) -> None:
        """A comparison that fails, or can never hold."""
        if operator in _ORDER:
            kinds = {_rank(o) for side in (left[1], right[1]) for o in options(side)} - {""}
            if len(kinds) > 1 and "list" in kinds | {_rank(left[1]), _rank(right[1])}:
                self.values.wrong(line, f"'{_ORDER[operator]}' compares a list with a number", "compare its |length")
            elif len(kinds) > 1:
                self.values.wrong(line, f"'{_ORDER[operator]}' cannot compare {left[1]} with {right[1]}")
            return
        if operator not in ("eq", "ne", "in", "notin"):
            return
        for (_, found), (other, _) in ((left, right), (right, left)):
            self._check_choices(found, other, line)

    def _check_choices(self, found: Type, other: nodes.Node, line: int) -> None:
        scalars = [o for o in options(found) if o != NONE]
        known = [o for o in scalars if isinstance(o, Scalar) and o.choices]
        if not known or len(known) < len(scalars):
            if scalars == [NUMBER] and isinstance(other, nodes.Const) and isinstance(other.value, str):
                self.values.wrong(line, f'a number is never "{other.value}"', "compare it without quotation marks")
            return
        words = {word for o in known for word in o.choices}
        items = other.items if isinstance(other, nodes.Tuple | nodes.List) else [other]
        for item in items:
            value = item.value if isinstance(item, nodes.Const) else None
            if isinstance(value, str) and value and value not in words:
                hint = near(value, words) or f"it is one of: {', '.join(sorted(words))}"
                self.values.wrong(line, f'it is never "{value}"', hint)

    def computed(self, operator: str, left: Type, right: Type, node: nodes.BinExpr) -> Type:
        """The type of `left operator right`."""
        kinds = {"left": _rank(left), "right": _rank(right)}
        mixed = "" not in kinds.values() and len(set(kinds.values())) > 1
        if "record" in kinds.values() or (mixed and operator == "+"):
            hint = "join words with ~" if "text" in kinds.values() else None
            self.values.wrong(node.lineno, f"'{operator}' cannot join {left} and {right}", hint)
        elif operator in ("-", "/", "//", "**") and {"text", "list"} & set(kinds.values()):
            self.values.wrong(node.lineno, f"'{operator}' is for numbers, not for {left} and {right}")
        elif operator == "%" and kinds["left"] == "text":
            self.values.wrong(node.lineno, "'%' does not format words in a template", "write the parts with ~")
        if operator == "*" and any(
            isinstance(n, nodes.Const) and isinstance(n.value, str) for n in (node.left, node.right)
        ):
            # The template's own words, however often.
            return ANY
        if operator == "+" and kinds["left"] == "list":
            return choice(
                *(Listing(o.item) if isinstance(o, Listing) else o for o in (*options(left), *options(right)))
            )
        if kinds["left"] == kinds["right"] == "text":
            return MARKUP if MARKUP in (left, right) else TEXT
        return NUMBER if kinds["left"] == kinds["right"] == "number" else ANY

    # --- calls ---

    def called(self, node: nodes.Call, scope: Scope) -> Type:
        """The type of `function(…)`."""
        values = self.values
        found = values.value(node.node, scope)
        site = (values.files[-1], node.lineno)
        values.report.sites.append(site)
        try:
            given, named = self._arguments(node, scope)
            results = []
            for option in options(found):
                if isinstance(option, Function):
                    known = node.dyn_args is None and node.dyn_kwargs is None
                    results.append(option.call(given, named) if known else ANY)
                elif option not in (ANY, NONE):
                    from briefer.templating.checking.values import said

                    raise Mistake(
                        f"{said(node.node)} is {_article(option)}, not something to call", "leave out the ( )"
                    )
            return choice(*results) if results else ANY
        except Mistake as mistake:
            values.wrong(node.lineno, mistake.message, mistake.hint)
            return ANY
        finally:
            values.report.sites.pop()

    # --- what is shown ---

    def check_shown(self, node: nodes.Node, found: Type) -> None:
        """Only words and numbers can be read."""
        from briefer.templating.checking.values import said

        for option in options(found):
            if isinstance(option, Record | Struct):
                texts = _texts(option)
                self.values.wrong(
                    node.lineno,
                    f"{said(node)} is {_article(option)}, not words",
                    f"name one of its fields: {', '.join(texts)}" if texts else None,
                )
            elif isinstance(option, Listing | Table):
                hint = 'go through it with for, or join it: |join(", ")'
                self.values.wrong(node.lineno, f"{said(node)} is a {option}, not words", hint)
            elif isinstance(option, Function):
                self.values.wrong(node.lineno, f"{said(node)} is shown, not called", f"write {option}")


def _passed(made: Any) -> int:
    """How many arguments Jinja itself hands over: its variants for waiting wrap a function that takes none."""
    return 1 if getattr(inspect.unwrap(made), "jinja_pass_arg", None) else 0


def _texts(found: Record | Struct) -> list[str]:
    from briefer.templating.types import members

    every = members(found.kind) if isinstance(found, Record) else found.members
    return [n for n, t in every.items() if isinstance(without(t, NONE), Scalar)][:6]


def _article(found: Type) -> str:
    return f"a {found}"


def _rank(found: Type) -> str:
    """`text`, `number`, `list`, `record`, or nothing where it is not sure."""
    kinds = set()
    for option in options(found):
        if isinstance(option, Scalar) and option.name in WORDS:
            kinds.add("text")
        elif option in (NUMBER, YES_NO):
            kinds.add("number")
        elif isinstance(option, Listing | Table):
            kinds.add("list")
        elif isinstance(option, Record | Struct):
            kinds.add("record")
        else:
            kinds.add("")
    return kinds.pop() if len(kinds) == 1 else ""
