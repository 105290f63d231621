"""Whether a rendered page closes what it opens, and which line of which template does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import BaseLoader, nodes

from briefer.templating.contract import Kind
from briefer.templating.environment import Files, Sandbox
from briefer.templating.page import Page

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
#: Elements whose end the HTML standard lets one leave out (13.1.2.4): they end where a neighbour begins or a parent ends.
_OPTIONAL = frozenset("p li dt dd tr td th thead tbody tfoot option optgroup colgroup rt rp html head body".split())
#: Private characters that carry the number of a place through the rendering.
_MARK = re.compile("\ue000(\\d+)\ue001")


class _Reader(HTMLParser):
    """Keeps the elements that are open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, tuple[int, int]]] = []
        self.problem: tuple[tuple[int, int], str] | None = None

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Opens an element."""
        if tag not in _VOID:
            self.open.append((tag, self.getpos()))

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """`<path …/>` opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        """Closes the innermost element, which has to be this one."""
        if self.problem or tag in _VOID:
            return
        while self.open and self.open[-1][0] != tag and self.open[-1][0] in _OPTIONAL:
            self.open.pop()
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        elif tag not in _OPTIONAL or not self.open:
            waiting = f": <{self.open[-1][0]}> is open" if self.open else ": nothing is open"
            self.problem = self.getpos(), f"</{tag}> closes what it did not open{waiting}"

    def ended(self) -> tuple[tuple[int, int], str] | None:
        """What is wrong: line and column of the page, and words."""
        left = [(tag, place) for tag, place in self.open if tag not in _OPTIONAL]
        if self.problem is None and left:
            return left[-1][1], f"<{left[-1][0]}> is never closed"
        return self.problem


def unbalanced(html: str) -> tuple[tuple[int, int], str] | None:
    """Line, column and words of the first element that is closed wrongly; None where all is well."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.ended()


class _Marking(Sandbox):
    """Writes before each tag of a template where it stands."""

    def __init__(self, kind: Kind, loader: BaseLoader, places: list[tuple[Path, int]]) -> None:
        self.places = places
        super().__init__(kind, loader)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for data in tree.find_all(nodes.TemplateData):
            data.data = re.sub("<(?=[a-zA-Z/])", self._marker(data, Path(filename or name or "")), data.data)
        return tree

    def _marker(self, data: nodes.TemplateData, path: Path) -> Callable[[re.Match[str]], str]:
        def mark(found: re.Match[str]) -> str:
            self.places.append((path, data.lineno + found.string.count("\n", 0, found.start())))
            return f"\ue000{len(self.places) - 1}\ue001<"

        return mark


@dataclass(frozen=True, kw_only=True)
class MarkedPage(Page):
    """A page that comes out with the place of every tag before it."""

    places: list[tuple[Path, int]] = field(default_factory=list)

    def _environment(self, kind: Kind) -> Sandbox:
        plain = super()._environment(kind)
        marking = _Marking(kind, Files(self._file), self.places)
        marking.globals = plain.globals
        return marking


def place_of(marked: str, places: Sequence[tuple[Path, int]]) -> tuple[Path, int] | None:
    """Where the first wrong tag of a page stands that was rendered from a `MarkedPage`."""
    spots: dict[int, tuple[Path, int]] = {}
    gone = 0
    for mark in _MARK.finditer(marked):
        spots[mark.start() - gone] = places[int(mark[1])]
        gone += len(mark[0])
    plain = _MARK.sub("", marked)
    found = unbalanced(plain)
    if found is None:
        return None
    (line, column), _ = found
    offset = sum(len(row) + 1 for row in plain.split("\n")[: line - 1]) + column
    return spots.get(offset)
