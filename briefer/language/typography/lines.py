"""Which line ends are only the edge of a page: hard-wrapped text told from paragraphs."""

from __future__ import annotations

import re

#: Hard-wrapped text has lines of such lengths; a longer line is a paragraph.
NARROWEST, WIDEST = 40, 120
LIST_MARK = re.compile(r"[ ]*(?:[-*•‣▪◦·–][ ]+|\(?\d{1,3}[.)][ ]+|#{1,6}[ ]+|>[ ]+)(?=\S)")
_LINE = re.compile(r"[^\n]+")
_ENDED = re.compile(r"[.!?:;…][\"”’')\]»]*$")
_WORD = re.compile(r"\S+")


def wrapped_ends(text: str) -> list[int]:
    """Offsets of the line feeds that stand inside a sentence or paragraph.

    A text is hard-wrapped when most of its lines are so full that the next line's first word would not have
    fitted; there a full line goes on and a short one ends its paragraph. Elsewhere a line is a paragraph,
    unless the next one starts in lower case and this one has no end.
    """
    if "\n" not in text:
        return []
    lines = [(m.start(), m.end(), m.group().strip()) for m in _LINE.finditer(text) if not m.group().isspace()]
    pairs = [(a, b) for a, b in zip(lines, lines[1:], strict=False) if b[0] == a[1] + 1]
    if not pairs:
        return []
    widest = max(len(line[2]) for line in lines)
    full = [len(a[2]) + 1 + len(_first_word(b[2])) > widest for a, b in pairs]
    hard = (
        NARROWEST <= widest <= WIDEST
        and len(pairs) > 1
        and 2 * sum(full) >= len(full)
        and any(f and not _ENDED.search(a[2]) for f, (a, _) in zip(full, pairs, strict=True))
    )
    return [
        a[1]
        for is_full, (a, b) in zip(full, pairs, strict=True)
        if not LIST_MARK.match(b[2]) and ((hard and is_full) or (b[2][0].islower() and not _ENDED.search(a[2])))
    ]


def _first_word(line: str) -> str:
    match = _WORD.search(line)
    return match.group() if match else ""
