"""Quotation marks of every kind, each told to open or to close.

Marks are read by what stands on either side of them, then by their own shape, then by whether a quotation
is open; one line of the text is one paragraph here.
"""

from __future__ import annotations

import re

_DOUBLE = re.compile(r"[\"“”„‟«»＂\n]")
_SINGLE = re.compile(r"['‘’‚‛‹›`\n]")
_OPENS = "“„«‟‹‘‚‛`"
_CLOSES = "”»›"
#: What may stand right before an opening or right after a closing mark.
_BEFORE = frozenset("([{—–-/“‘„«:=")
_AFTER = frozenset(".,;:!?…)]}—–-/”’»\"'")
#: Words that begin with an apostrophe.
_ELIDED = re.compile(r"(?:em|tis|twas|til|till|cause|bout|round|n|\d0s|\d\d)\b", re.IGNORECASE)
_SURE_END = frozenset(".,!?…;")


def _family(mark: str) -> str:
    return "g" if mark in "«»" else "s" if mark in '"＂' else "c"


def direct_doubles(text: str) -> dict[int, str]:
    """Offset of each double quotation mark to `“` or `”`; a mark of inches or a stray one is left out."""
    found: dict[int, str] = {}
    stack: list[str] = []
    last = len(text) - 1
    for match in _DOUBLE.finditer(text):
        mark, at = match.group(), match.start()
        if mark == "\n":
            stack.clear()
            continue
        family = _family(mark)
        before = text[at - 1] if at else " "
        after = text[at + 1] if at < last else " "
        opens = _opens(mark, before, after, inside=bool(stack), inside_own=family in stack)
        if opens:
            if family in stack:
                del stack[stack.index(family) :]
            stack.append(family)
            found[at] = "“"
        elif stack:
            if family in stack:
                del stack[stack.index(family) :]
            else:
                stack.pop()
            found[at] = "”"
        elif mark in _CLOSES or mark in _OPENS:
            found[at] = "”"
    return found


def _opens(mark: str, before: str, after: str, *, inside: bool, inside_own: bool) -> bool:
    """Whether a double mark between these characters opens; `inside_own` is a quotation with marks of its kind."""
    free_before = before.isspace() or before in _BEFORE
    free_after = after.isspace() or after in _AFTER
    if mark == "„":
        return True
    if free_before and not free_after:
        # A closing mark after a slip of the space bar ("go. ”he said") still closes.
        return not (mark in _CLOSES and inside)
    if free_after and not free_before:
        return False
    if mark in _OPENS and not (inside_own and free_after):
        return not inside_own or after not in " \n"
    return mark not in _CLOSES and not inside


def direct_singles(text: str) -> dict[int, str]:
    """Offset of each single mark or apostrophe to `‘`, `’` or, for an apostrophe, `'`."""
    found: dict[int, str] = {}
    start: int | None = None
    ends: list[int] = []
    last = len(text) - 1

    def settle() -> None:
        """Closes the open quotation at the right one of the marks that could close it."""
        nonlocal start
        if start is not None and ends:
            sure = [e for e in ends if text[e - 1] in _SURE_END or text[e - 1] not in "sS"]
            end = sure[0] if sure else ends[0]
            found[start], found[end] = "‘", "’"
        start = None
        ends.clear()

    for match in _SINGLE.finditer(text):
        mark, at = match.group(), match.start()
        if mark == "\n":
            settle()
            continue
        found[at] = "'"
        before = text[at - 1] if at else " "
        after = text[at + 1] if at < last else " "
        if before.isalnum() and after.isalnum():
            continue
        free_before = before.isspace() or before in _BEFORE or before == '"'
        if mark == "‚" or (free_before and not after.isspace() and mark != "’"):
            if not (mark == "'" and _ELIDED.match(text, at + 1)):
                settle()
                start = at
        elif start is not None and not before.isspace() and at > start + 1 and not after.isalnum():
            ends.append(at)
    settle()
    return found
