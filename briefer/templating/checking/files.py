"""Template files as syntax trees, and what is wrong with them before anything is known of values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import jinja2
from jinja2 import nodes

from briefer.templating.checking.faults import Report, near
from briefer.templating.environment import Sandbox

#: Tags that are closed by another.
_PAIRS = frozenset("for if block macro call filter set with autoescape".split())


@dataclass
class Trees:
    """Reads each file once."""

    environment: Sandbox
    report: Report
    #: `FILE` or `TEMPLATE/FILE` -> where it is.
    find: Callable[[str], Path | None]
    #: All names that could have been meant.
    known: Callable[[], Iterable[str]]
    _trees: dict[Path, nodes.Template | None] = field(default_factory=dict)
    texts: dict[Path, str] = field(default_factory=dict)

    def tree(self, path: Path) -> nodes.Template | None:
        """The file's syntax tree; None where it has none, which has been told."""
        if path not in self._trees:
            self._trees[path] = self._parsed(path)
        return self._trees[path]

    def read(self) -> list[nodes.Template]:
        """All trees so far."""
        return [tree for tree in self._trees.values() if tree is not None]

    def _parsed(self, path: Path) -> nodes.Template | None:
        try:
            text = self.texts[path] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            self.report.add(path, line, "the file is not UTF-8", "save it as UTF-8")
            return None
        try:
            tree = self.environment.parse(text, path.name, str(path))
        except jinja2.TemplateSyntaxError as error:
            line, message, hint = explained(error, text)
            self.report.add(path, line, message, hint)
            return None
        seen: set[str] = set()
        for block in tree.find_all(nodes.Block):
            if block.name in seen:
                self.report.add(path, block.lineno, f"the block '{block.name}' stands here a second time")
            seen.add(block.name)
        return tree

    def resolve(self, wanted: nodes.Node, path: Path, line: int, *, told: bool = True) -> Path | None:
        """The file that a tag names; None where it is only known at run time, or missing, which is told."""
        if not isinstance(wanted, nodes.Const) or not isinstance(wanted.value, str):
            return None
        try:
            found = self.find(wanted.value)
        except jinja2.TemplateNotFound:
            found = None
        if found is None and told:
            hint = near(wanted.value, self.known()) or (
                "a file is named FILE in its own template, and TEMPLATE/FILE in another (builtin:daily/brief.md.j2)"
            )
            self.report.add(path, line, f"there is no template file “{wanted.value}”", hint)
        return found


def explained(error: jinja2.TemplateSyntaxError, text: str) -> tuple[int, str, str | None]:
    """Line, message and hint of a mistake in the syntax; a tag that is never closed is told where it opens."""
    message = str(error.message)
    opened = _open(text, error.lineno)
    if message.startswith("Unexpected end of template") and opened:
        tag, line = opened[-1]
        return line, f"{{% {tag} %}} is never closed", f"it needs {{% end{tag} %}} before the end of the file"
    if "unknown tag" in message:
        tag = message.split("'")[1]
        if opened and tag.startswith("end"):
            name, line = opened[-1]
            return (
                error.lineno,
                f"{{% {tag} %}} stands where {{% end{name} %}} is due: line {line} opens {{% {name} %}}",
                None,
            )
        known = [*_PAIRS, "include", "import", "from", "extends", "else", "elif", *(f"end{t}" for t in _PAIRS)]
        return error.lineno, f"there is no tag '{tag}'", near(tag, known) or "the tags: if, for, set, block, macro, …"
    hint = "the Jinja syntax is described at https://jinja.palletsprojects.com/templates/"
    if "got 'end of print statement'" in message or "'end of print statement', got" in message:
        hint = "look for a missing | or ( ) or quotation mark between {{ and }}"
    if "got '='" in message:
        hint = "to compare, write =="
    return error.lineno, message[:1].lower() + message[1:], hint


def _open(text: str, until: int) -> list[tuple[str, int]]:
    """The tags that stand open before a line, innermost last."""
    found: list[tuple[str, int]] = []
    for tag in re.finditer(r"\{#.*?#\}|\{%[-+]?\s*(\w+)([^%]*?)[-+]?%\}", text, re.DOTALL):
        name, line = tag[1], text.count("\n", 0, tag.start()) + 1
        if not name:
            continue
        if name.startswith("end"):
            if line < until and found and found[-1][0] == name[3:]:
                found.pop()
        elif name in _PAIRS and line <= until and not (name == "set" and "=" in tag[2]):
            found.append((name, line))
    return found
