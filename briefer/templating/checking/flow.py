"""Goes through a template as it would run, with types in place of values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import nodes

from briefer.templating.checking.faults import near
from briefer.templating.checking.files import Trees
from briefer.templating.checking.loops import assigned, bound, item_of, loop_of, lost_values
from briefer.templating.checking.macros import Macros
from briefer.templating.checking.scope import Scope
from briefer.templating.checking.values import Values, said
from briefer.templating.contract import RENAMED, kind_of
from briefer.templating.types import (
    ANY,
    MARKUP,
    UNDEFINED,
    Function,
    Mistake,
    Struct,
    Table,
    Type,
    choice,
    options,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Statements that show nothing by themselves.
_SILENT = (nodes.Assign, nodes.AssignBlock, nodes.Import, nodes.FromImport, nodes.Macro, nodes.Extends, nodes.Block)


@dataclass
class Flow:
    """One walk through a file with all that it leads to."""

    values: Values
    trees: Trees
    #: Names of every file, and those of the page, which an imported file does not see.
    globals: Mapping[str, Type]
    page: Mapping[str, Type]
    #: Block -> where it is defined, nearest child first.
    _blocks: dict[str, list[tuple[Path, nodes.Block]]] = field(default_factory=dict)
    _modules: dict[Path, Struct] = field(default_factory=dict)
    #: Blocks that are being read.
    _open: list[str] = field(default_factory=list)
    #: Every file that was read.
    read: set[Path] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.macros = Macros(self.values, self.body)

    def template(self, path: Path) -> None:
        """A file that a format fills."""
        self._file(path, Scope({**self.globals, **self.page}), ())
        self.macros.rest()

    @contextmanager
    def _in(self, path: Path, line: int | None = None) -> Iterator[None]:
        """While the file is read; `line` is where the one before leads to it."""
        if line is not None:
            self.values.report.sites.append((self.values.files[-1], line))
        self.values.files.append(path)
        self.read.add(path)
        try:
            yield
        finally:
            self.values.files.pop()
            if line is not None:
                self.values.report.sites.pop()

    def _file(self, path: Path, top: Scope, children: Sequence[Path], line: int | None = None) -> None:
        tree = self.trees.tree(path)
        if tree is None:
            self.read.add(path)
            return
        with self._in(path, line):
            for block in tree.find_all(nodes.Block):
                self._blocks.setdefault(block.name, []).append((path, block))
            extends = next(iter(tree.find_all(nodes.Extends)), None)
            if extends is None:
                self.body(tree.body, top)
                return
            self._child(tree, top)
            self.values.value(extends.template, top)
            parent = self.trees.resolve(extends.template, path, extends.lineno)
            if parent is None:
                self._loose_blocks(tree, top)
                return
            if parent in (path, *children):
                self.values.wrong(extends.lineno, "the file extends itself", "name the file of another template")
                return
            self._same_kind(parent, extends.lineno)
            self._known_blocks(tree, parent)
            self._file(parent, top, (path, *children), extends.lineno)

    def _same_kind(self, path: Path, line: int) -> None:
        """A file escapes for its own format, and takes nothing from one that escapes for another."""
        kind = self.values.environment.kind
        if path.name.endswith((".html.j2", ".md.j2", ".txt.j2")) and kind_of(path.name) != kind:
            self.values.wrong(line, f"{path.name} is written for {kind_of(path.name)}, this file for {kind}")

    def _child(self, tree: nodes.Template, top: Scope) -> None:
        """What stands outside the blocks of a file that extends another: it may set names, and shows nothing."""
        for node in tree.body:
            if isinstance(node, nodes.Block | nodes.Extends):
                continue
            shown = _shown(node)
            if shown is not None:
                self.values.wrong(
                    shown,
                    "this stands outside every block of a file that extends another, so it is never shown",
                    "put it into a {% block … %} of the parent",
                )
            self.body([node], top)

    def _loose_blocks(self, tree: nodes.Template, top: Scope) -> None:
        for block in tree.find_all(nodes.Block):
            self.body(
                block.body, Scope({**top.names, "super": _super(block.name, known=True), "self": ANY}, tests=("?",))
            )

    def _known_blocks(self, tree: nodes.Template, parent: Path) -> None:
        """A block that no parent has is never shown: the classic slip."""
        known = self._blocks_of(parent, ())
        if known is None:
            return
        nested = {id(inner) for block in tree.find_all(nodes.Block) for inner in _inner_blocks(block)}
        for block in tree.find_all(nodes.Block):
            if block.name in known or id(block) in nested:
                continue
            renamed = RENAMED.get(block.name)
            hint = f"it is now called '{renamed}'" if renamed in known else near(block.name, known)
            there = f"there are: {', '.join(sorted(known))}"
            self.values.wrong(
                block.lineno, f"no parent has a block '{block.name}', so it is never shown", hint or there
            )

    def _blocks_of(self, path: Path, seen: tuple[Path, ...]) -> set[str] | None:
        """The blocks of a file and its parents; None where a parent is not known."""
        tree = self.trees.tree(path)
        if tree is None or path in seen:
            return None
        found = {block.name for block in tree.find_all(nodes.Block)}
        for extends in tree.find_all(nodes.Extends):
            parent = self.trees.resolve(extends.template, path, extends.lineno, told=False)
            more = self._blocks_of(parent, (*seen, path)) if parent else None
            if more is None:
                return None
            found |= more
        return found

    # --- statements ---

    def body(self, body: Sequence[nodes.Node], scope: Scope) -> None:
        """Statements one after the other."""
        for i, node in enumerate(body):
            reader: Callable[[nodes.Node, Scope], None] | None = getattr(self, f"_{type(node).__name__.lower()}", None)
            if isinstance(node, nodes.For):
                for name, line in lost_values(node, body[i + 1 :], scope):
                    self.values.wrong(
                        line,
                        f"what '{name}' is set to in a loop is lost at its end",
                        f"{{% set ns = namespace({name}=…) %}} before the loop, {{% set ns.{name} = … %}} in it",
                    )
            if reader is not None:
                reader(node, scope)
            else:
                for child in node.iter_child_nodes():
                    self.values.value(child, scope) if isinstance(child, nodes.Expr) else self.body([child], scope)

    def _output(self, node: nodes.Output, scope: Scope) -> None:
        for part in node.nodes:
            if not isinstance(part, nodes.TemplateData):
                found = self.values.value(part, scope)
                self.values.calls.check_shown(part, found)
                self.values.shown.setdefault(id(part), []).append(found)

    def _if(self, node: nodes.If, scope: Scope) -> None:
        before = dict(scope.names)
        ends: list[dict[str, Type]] = []
        here = scope
        for test, body in [(node.test, node.body), *((e.test, e.body) for e in node.elif_)]:
            self.values.value(test, here)
            self._branch(body, here.when(test, True), before, ends)
            here = here.when(test, False)
        self._branch(node.else_, here, before, ends)
        names = {name for end in ends for name in end}
        scope.names.clear()
        for name in names:
            found = [
                end[name] if name in end else (scope.parent and scope.parent.find(name)) or UNDEFINED for end in ends
            ]
            scope.names[name] = choice(*found)

    def _branch(
        self, body: Sequence[nodes.Node], scope: Scope, before: Mapping[str, Type], ends: list[dict[str, Type]]
    ) -> None:
        scope.names.clear()
        scope.names.update(before)
        self.body(body, scope)
        ends.append(dict(scope.names))

    def _for(self, node: nodes.For, scope: Scope) -> None:
        found = self.values.value(node.iter, scope)
        item, problem = item_of(found, node.iter, asked=scope.asked(node.iter))
        if problem is not None:
            self.values.wrong(node.iter.lineno, problem[0], problem[1], certain=problem[2])
        inner = scope.inner()
        if isinstance(node.target, nodes.Tuple) and any(isinstance(o, Table) for o in options(found)):
            self.values.wrong(node.iter.lineno, f"{said(node.iter)} gives its keys alone", f"{said(node.iter)}.items()")
            item = ANY
        self._bind(node.target, item, inner)
        if node.test is not None:
            self.values.value(node.test, inner)
            inner = inner.when(node.test, True)
        self.values.lost |= {n.target.name for n in assigned(node.body) if isinstance(n.target, nodes.Name)}
        inner.names["loop"] = ANY if node.recursive else loop_of(item)
        self.body(node.body, inner)
        self.body(node.else_, scope.inner())

    def _bind(self, target: nodes.Node, found: Type, scope: Scope, value: nodes.Node | None = None) -> None:
        """Gives the names of a target their types."""
        if isinstance(target, nodes.Name):
            scope.set(target.name, found, value)
            return
        if isinstance(target, nodes.Tuple):
            parts, problem = bound(found, len(target.items))
            if problem is not None:
                self.values.wrong(target.lineno, problem)
            for one, part in zip(target.items, parts, strict=True):
                self._bind(one, part, scope)
        elif isinstance(target, nodes.NSRef):
            self._set_part(target, found, scope)

    def _set_part(self, target: nodes.NSRef, found: Type, scope: Scope) -> None:
        owner = scope.find(target.name)
        if owner is None:
            self.values.wrong(
                target.lineno, f"'{target.name}' is not defined", f"{{% set {target.name} = namespace() %}}"
            )
        elif isinstance(owner, Struct) and owner.name == "namespace" and isinstance(owner.members, dict):
            known = owner.members.get(target.attr)
            owner.members[target.attr] = choice(known, found) if known else found
        elif owner != ANY:
            self.values.wrong(target.lineno, f"'{target.name}' is not a namespace", "only namespace() can be changed")

    def _assign(self, node: nodes.Assign, scope: Scope) -> None:
        found = self.values.value(node.node, scope)
        if isinstance(found, Struct) and found.name == "namespace":
            # What is set later, in a loop perhaps, may be read before.
            names = {r.attr for tree in self.trees.read() for r in tree.find_all(nodes.NSRef)}
            found = Struct("namespace", {**dict.fromkeys(names, ANY), **found.members})
        self._bind(node.target, found, scope, node.node)

    def _assignblock(self, node: nodes.AssignBlock, scope: Scope) -> None:
        self.body(node.body, scope.inner())
        if node.filter is not None:
            self.values.value(node.filter, scope)
        self._bind(node.target, MARKUP, scope)

    def _with(self, node: nodes.With, scope: Scope) -> None:
        inner = scope.inner()
        for target, value in zip(node.targets, node.values, strict=True):
            self._bind(target, self.values.value(value, scope), inner, value)
        self.body(node.body, inner)

    def _filterblock(self, node: nodes.FilterBlock, scope: Scope) -> None:
        self.body(node.body, scope.inner())
        self.values.value(node.filter, scope)

    def _macro(self, node: nodes.Macro, scope: Scope) -> None:
        scope.names[node.name] = self.macros.of(node, scope)

    def _callblock(self, node: nodes.CallBlock, scope: Scope) -> None:
        caller = self.macros.caller(node, scope)
        found = self.values.value(node.call.node, scope)
        given = [self.values.value(a, scope) for a in node.call.args]
        named = {k.key: self.values.value(k.value, scope) for k in node.call.kwargs}
        for option in options(found):
            if isinstance(option, Function):
                try:
                    option.call(given, {**named, "caller": caller})
                except Mistake as mistake:
                    self.values.wrong(node.call.lineno, mistake.message, mistake.hint)

    # --- other files ---

    def _extends(self, _node: nodes.Extends, _scope: Scope) -> None:
        """Looked at by `_file`."""

    def _block(self, node: nodes.Block, scope: Scope) -> None:
        defined = self._blocks.get(node.name, [(self.values.files[-1], node)])
        if node.name in self._open:
            return
        named = {name: Function(name, lambda _g, _n: MARKUP, "()") for name in self._blocks}
        top = scope
        while top.parent is not None:
            top = top.parent
        scoped = defined[-1][1].scoped or node.scoped
        for i, (path, block) in enumerate(defined):
            inner = (scope if scoped else Scope(top.names, None, scope.true, scope.there, scope.tests)).inner()
            inner.names["super"] = _super(block.name, known=i + 1 < len(defined))
            inner.names["self"] = Struct("block", named)
            self._open.append(block.name)
            with self._in(path):
                self.body(block.body, inner)
            self._open.pop()
            if not any(name.name == "super" for name in block.find_all(nodes.Name)):
                # What it replaces is never shown, and may need names that are not here.
                break

    def _include(self, node: nodes.Include, scope: Scope) -> None:
        wanted = node.template.items if isinstance(node.template, nodes.List | nodes.Tuple) else [node.template]
        self.values.value(node.template, scope)
        several = len(wanted) > 1 or node.ignore_missing
        here = self.values.files[-1]
        found = [self.trees.resolve(one, here, node.lineno, told=not several) for one in wanted]
        path = next((p for p in found if p is not None), None)
        if path is None or path in self.values.files:
            return
        tree = self.trees.tree(path)
        if tree is not None:
            inner = scope.inner() if node.with_context else Scope(dict(self.globals))
            with self._in(path, node.lineno):
                self.body(tree.body, inner)

    def _module(self, node: nodes.Import | nodes.FromImport, scope: Scope) -> Struct | None:
        self.values.value(node.template, scope)
        path = self.trees.resolve(node.template, self.values.files[-1], node.lineno)
        if path is None or path in self.values.files:
            return None
        self._same_kind(path, node.lineno)
        if node.with_context or path not in self._modules:
            tree = self.trees.tree(path)
            if tree is None:
                return None
            inner = scope.inner() if node.with_context else Scope(dict(self.globals))
            before = set() if node.with_context else set(inner.names)
            with self._in(path, node.lineno):
                self.body(tree.body, inner)
            made = Struct(path.name, {n: t for n, t in inner.names.items() if n not in before and n[:1] != "_"})
            if node.with_context:
                return made
            self._modules[path] = made
        return self._modules[path]

    def _import(self, node: nodes.Import, scope: Scope) -> None:
        scope.set(node.target, self._module(node, scope) or ANY)

    def _fromimport(self, node: nodes.FromImport, scope: Scope) -> None:
        module = self._module(node, scope)
        for name in node.names:
            wanted, own = name if isinstance(name, tuple) else (name, name)
            found = module.members.get(wanted) if module else ANY
            if found is None and module is not None:
                hint = near(wanted, module.members) or f"there are: {', '.join(sorted(module.members))}"
                self.values.wrong(node.lineno, f"{module} has no '{wanted}'", hint)
            scope.set(own, found or ANY)


def _super(name: str, *, known: bool) -> Function:
    def call(_given: Sequence[Type], _named: Mapping[str, Type]) -> Type:
        if not known:
            raise Mistake(f"no parent has a block '{name}' to show with super()")
        return MARKUP

    return Function("super", call, "()")


def _inner_blocks(block: nodes.Block) -> Iterator[nodes.Block]:
    for child in block.body:
        if isinstance(child, nodes.Block):
            yield child
        yield from child.find_all(nodes.Block)


def _shown(node: nodes.Node) -> int | None:
    """The line of what the statement would show, if anything."""
    if isinstance(node, nodes.Output):
        for part in node.nodes:
            if not isinstance(part, nodes.TemplateData):
                return int(part.lineno)
            if part.data.strip():
                ahead = part.data[: len(part.data) - len(part.data.lstrip())]
                return int(part.lineno) + ahead.count("\n")
        return None
    if isinstance(node, _SILENT):
        return None
    return next((line for child in node.iter_child_nodes() if (line := _shown(child)) is not None), None)
