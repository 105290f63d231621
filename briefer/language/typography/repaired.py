"""The repaired copy of a text, with its offsets mapped both ways."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from briefer.language.typography.glue import glued
from briefer.language.typography.lines import wrapped_ends
from briefer.language.typography.marks import direct_doubles, direct_singles
from briefer.language.typography.normal import INVISIBLE, exchanged
from briefer.model import Range

#: One character for one: offsets stay.
_TABLE = {
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "
    ),
    **dict.fromkeys("\x0b\x0c\x85\u2028\u2029", "\n"),
    **dict.fromkeys("‑‐", "-"),
    **dict.fromkeys("―⸺⸻", "—"),
    "＂": '"',
    "＇": "'",
    "´": "'",
    "ʼ": "'",
}
#: Characters that the copy does without: invisible ones, joiners in plain text, the carriage return of a line
#: end, spaces around line ends, doubled spaces, the spaces of a spaced ellipsis.
_DROPPED = re.compile(
    rf"[{INVISIBLE}]+|(?<![^\x00-\x7f])[\u200c\u200d]+(?![^\x00-\x7f])|\r(?=\n)| +(?=\r?\n)|(?<=\n) +|(?<= ) +"
    r"|(?<=\.) (?=\. ?\.)|(?<=\. \.) (?=\.)"
)
#: A double mark typed as two single ones.
_TWICE = re.compile(r"``|(?<!\S)''|''(?!')")


@dataclass(frozen=True, slots=True)
class Repaired:
    """The analysis copy of a text: one line is one paragraph, quotation marks are directed, no glued sentences."""

    #: The copy that rules and parser read.
    text: str
    #: Where runs start in the copy, and what must be added to get offsets of record; same for the way back.
    _copy: tuple[int, ...]
    _copy_shift: tuple[int, ...]
    _record: tuple[int, ...]
    _record_shift: tuple[int, ...]

    def raw(self, start: int, end: int) -> Range:
        """The range of record behind `text[start:end]`; empty for nothing but inserted characters."""
        run = bisect_right(self._copy, start) - 1
        first = start + self._copy_shift[run]
        if end <= start:
            return Range(first, first)
        if run + 1 == len(self._copy) or end < self._copy[run + 1]:
            return Range(first, first + end - start)
        # An inserted or dropped character at the edge belongs to nobody.
        return Range(first, max(first, min(self._to_record(end - 1) + 1, self._to_record(end))))

    def repaired(self, offset: int) -> int:
        """The offset in the copy of the character of record at `offset` (of the next one kept, if it was dropped)."""
        run = bisect_right(self._record, offset) - 1
        at = offset + self._record_shift[run]
        # Inside dropped characters: the run that follows them starts here.
        return min(at, self._record[run + 1] + self._record_shift[run + 1]) if run + 1 < len(self._record) else at

    def _to_record(self, offset: int) -> int:
        return offset + self._copy_shift[bisect_right(self._copy, offset) - 1]


def repair(text: str) -> Repaired:
    """The analysis copy of a text of record.

    Repaired are: sentences and quotation marks glued to their neighbours, odd spaces, invisible characters,
    line ends (a line of the copy is a paragraph), spaced ellipses, and quotation marks of all kinds, which
    become `“ ”` and `‘ ’`; apostrophes become `'`.
    """
    copy, dropped = _without(exchanged(text, _TABLE))
    copy = copy.replace("\r", "\n")
    copy = _with(copy, dict.fromkeys(wrapped_ends(copy), " "))
    copy = _with(copy, direct_doubles(copy))
    copy = _with(copy, direct_singles(copy))
    missing = glued(copy)
    pieces = [copy[i:j] for i, j in zip([0, *missing], [*missing, len(copy)], strict=True)]
    return Repaired(" ".join(pieces), *_runs(dropped, missing))


def _without(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without dropped characters, and where they stood."""
    dropped = [m.span() for m in _DROPPED.finditer(text)]
    if "''" in text or "``" in text:
        # Of a mark that opens the second half goes, of one that closes the first: what is left keeps its edge.
        kept, halves = {}, set()
        for at, mark in [(m.start(), m.group()) for m in _TWICE.finditer(text)]:
            opens = mark == "``" or not at or text[at - 1].isspace()
            kept[at + (not opens)] = '"'
            halves.add((at + opens, at + opens + 1))
        text = _with(text, kept)
        dropped = sorted({*dropped, *halves})
    if not dropped:
        return text, dropped
    between = zip([0, *(end for _, end in dropped)], [*(start for start, _ in dropped), len(text)], strict=True)
    return "".join([text[i:j] for i, j in between]), dropped


def _with(text: str, characters: dict[int, str]) -> str:
    """The text with some characters exchanged one for one."""
    if not characters:
        return text
    letters = list(text)
    for at, character in characters.items():
        letters[at] = character
    return "".join(letters)


def _runs(dropped: list[tuple[int, int]], missing: Iterable[int]) -> tuple[tuple[int, ...], ...]:
    """The four tables of `Repaired`; `missing` counts characters after the dropping."""
    copy, copy_shift, record, record_shift = [0], [0], [0], [0]
    gone, spaces = 0, 0

    def add(at: int, of_record: int) -> None:
        copy.append(at)
        copy_shift.append(of_record - at)
        record.append(of_record)
        record_shift.append(at - of_record)

    left = iter(dropped)
    drop = next(left, None)
    for at in (*missing, None):
        while drop is not None and (at is None or drop[0] - gone <= at):
            place = drop[0] - gone + spaces
            gone += drop[1] - drop[0]
            add(place, drop[1])
            drop = next(left, None)
        if at is not None:
            spaces += 1
            add(at + spaces, at + gone)
    return tuple(copy), tuple(copy_shift), tuple(record), tuple(record_shift)
