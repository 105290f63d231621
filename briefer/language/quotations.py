"""Words between quotation marks: doubles and singles of every kind, nested, unclosed, over several paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice

from briefer.language.typography import Repaired
from briefer.model import Quotation, Range, Sentence

#: A mark right before another of its kind only wraps a long extract, paragraph by paragraph: `"“We pay,” she said`.
_MARKS = re.compile(r"“(?!“)|[”‘’\n]")
#: A nested quotation and the one around it close within this many characters and marks.
FAR = 2000
MANY = 24
_FIRST = re.compile(r"\s*[“‘]")


def find_quotations(text: Repaired, sentences: Sequence[Sentence]) -> tuple[Quotation, ...]:
    """The quotations by their start; a nested one follows the one that it stands in.

    A quotation that is not closed ends with its paragraph; where the next paragraph opens with a mark again,
    that one is `continued`. A mark that opens anew after a full stop ends what was not closed and is `continued` as well.
    """
    copy = text.text
    starts = [s.start for s in sentences]
    found: list[Quotation] = []
    stack: list[tuple[str, int]] = []
    waiting = False
    line = 0
    continued: set[int] = set()

    def add(start: int, end: int, closed: bool) -> None:
        quotation = _quotation(text, starts, start, end, closed=closed, continued=start in continued)
        if quotation is not None:
            found.append(quotation)

    for match in _MARKS.finditer(copy + "\n"):
        mark, at = match.group(), match.start()
        if mark == "\n":
            if not copy[line:at].isspace() and at > line:
                waiting = bool(stack) and stack[0][0] == "“"
            while stack:
                add(stack.pop()[1], at, closed=False)
            if waiting and (opening := _FIRST.match(copy, at)):
                continued.add(opening.end() - 1)
            line = at + 1
        elif mark in "“‘":
            if any(kind == mark for kind, _ in stack) and not _both_close(copy, at, mark):
                while stack and stack[-1][0] != mark:
                    add(stack.pop()[1], at, closed=False)
                add(stack.pop()[1], at, closed=False)
                # Paragraphs run together into one: the new mark goes on with the same words.
                if copy[max(0, at - 9) : at].rstrip()[-1:] in {".", "!", "?", "…"}:
                    continued.add(at)
            stack.append((mark, at))
        else:
            opening_mark = "“" if mark == "”" else "‘"
            if any(kind == opening_mark for kind, _ in stack):
                while stack[-1][0] != opening_mark:
                    add(stack.pop()[1], at, closed=False)
                add(stack.pop()[1], at + 1, closed=True)
    return tuple(sorted(found, key=lambda q: (q.start, -q.end)))


def _both_close(copy: str, at: int, mark: str) -> bool:
    """Whether a mark that opens inside a quotation of its own kind is a nested one: both are closed in the line."""
    closing = "”" if mark == "“" else "’"
    if copy.find(closing, at, at + FAR) < 0:
        return False
    depth = 1
    for match in islice(_MARKS.finditer(copy, at, at + FAR), MANY):
        depth += {mark: 1, closing: -1}.get(match.group(), 0)
        if not depth:
            return True
        if match.group() == "\n":
            break
    return False


def _quotation(
    text: Repaired, starts: Sequence[int], start: int, end: int, *, closed: bool, continued: bool
) -> Quotation | None:
    """The quotation of record behind `text.text[start:end]`, or None where there are no words in it."""
    words = text.text[start:end]
    end = start + len(words.rstrip())
    inner = text.text[start + 1 : end - 1 if closed else end]
    if not any(c.isalnum() for c in inner):
        return None
    first = start + 1 + len(inner) - len(inner.lstrip())
    place = text.raw(start, end)
    last = max(0, bisect_right(starts, place.end - 1) - 1)
    return Quotation(
        place.start,
        place.end,
        Range(*text.raw(first, first + len(inner.strip()))),
        (max(0, bisect_right(starts, place.start) - 1), last),
        closed,
        continued,
    )
