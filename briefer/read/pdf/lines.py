"""The lines of a page, with where they stand and how large they are set."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject

#: What no text holds, tabs and line ends apart.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
#: Ligatures as one character each, which no reader looks for: ﬁ and its like.
_LIGATURES = re.compile("[\ufb00-\ufb06]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line; positions and sizes are in points, counted from the lower left corner."""

    text: str
    x: float
    y: float
    size: float
    bold: bool


@dataclass(slots=True)
class _Open:
    """A line that is still being read."""

    parts: list[str]
    x: float = 0
    y: float = 0
    size: float = 0
    bold: bool = False
    turned: bool = False
    placed: bool = False


def lines_of(page: PageObject) -> list[Line]:
    """The page's lines in the order of the file; text that stands upright in a margin is left out."""
    closed: list[_Open] = []
    current = _Open([])

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        nonlocal current
        for number, part in enumerate(text.split("\n")):
            if number:
                closed.append(current)
                current = _Open([])
            if part.strip() and not current.placed:
                _place(current, cm, tm, font, size)
            current.parts.append(part)

    page.extract_text(visitor_text=visit)
    closed.append(current)
    written = [line for line in closed if line.placed]
    turned = sum(len("".join(line.parts)) for line in written if line.turned)
    mostly = turned * 2 > sum(len("".join(line.parts)) for line in written)
    return [
        Line(text=text, x=line.x, y=line.y, size=line.size, bold=line.bold)
        for line in written
        if line.turned is mostly and (text := _plain("".join(line.parts)))
    ]


def _place(line: _Open, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
    a, b, c, d, e, f = (float(value) for value in cm)
    ta, tb, tc, td, te, tf = (float(value) for value in tm)
    across, up = ta * a + tb * c, ta * b + tb * d
    line.x, line.y = te * a + tf * c + e, te * b + tf * d + f
    line.size = abs(size) * math.hypot(tc * a + td * c, tc * b + td * d)
    line.turned = abs(up) > abs(across)
    name = str(font.get("/BaseFont", "")) if hasattr(font, "get") else ""
    line.bold = re.search(r"bold|black|heavy|semibold", name, re.IGNORECASE) is not None
    line.placed = True


def _plain(text: str) -> str:
    text = _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), _CONTROLS.sub("", text))
    return " ".join(text.split())
