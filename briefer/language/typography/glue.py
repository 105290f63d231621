"""Where a space is missing: between sentences (`…on Wednesday.Halgren met…`), and in words without an end."""

from __future__ import annotations

import re

#: No address that we care to tell from a sentence is longer.
FAR = 200
#: A longer word is none, and the tokenizer's time grows with its square: 20,000 brackets in a row take minutes.
_ENDLESS = re.compile(r"\S{200}(?=\S)")
_UPPER = "A-ZÀ-ÖØ-ÞΑ-ΩА-ЯЁİŞŠŽČŁ"
#: An end of sentence right before a capital or an opening mark.
_END = re.compile(rf"(?<![.!?…])[.!?…]+[”’)\]]*(?=[{_UPPER}“‘])")
#: A mark that touches a word on its outer side.
_MARK = re.compile(r"(?<=[\w.,:;!?…%)])(?=“)|(?<=”)(?!s\b)(?=[\w“(])")
_RIGHT = re.compile(
    rf"[“‘]|[{_UPPER}](?:[^\W\d_A-Z]|[’'](?=\w)|[ ])|(?P<short>(?:[A-Z]\.){{2,}}|[A-Z]\.[ ])|(?P<caps>[A-Z]{{2,}}\b)"
)
_LEFT = re.compile(r"[^\W_]+$")
_WORD = re.compile(r"[^\W\d_]+")
_CHAIN = re.compile(r"\.[A-Za-z]")
#: Endings of names of sites and files, capitalised by somebody; no sentence starts with them.
_NAME_ENDS = frozenset("com org net gov edu io js co info pdf exe txt html htm doc docx jpg png zip".split())
_ADDRESS = re.compile(r"://|@|^www\.|^[\w-]+\.[\w.-]+/", re.IGNORECASE)


def glued(text: str) -> list[int]:
    """Offsets where a space is missing; quotation marks must be directed (see `marks`)."""
    places = {m.start() for m in _MARK.finditer(text)}
    places.update(m.end() for m in _ENDLESS.finditer(text))
    places.update(m.end() for m in _END.finditer(text) if _is_glue(text, m.start(), m.end()))
    return sorted(places)


def _is_glue(text: str, stop: int, start: int) -> bool:
    """Whether a space is missing at `start`, after the full stop at `stop`."""
    left = _LEFT.search(text, max(0, stop - 30), stop)
    right = _RIGHT.match(text, start)
    if right is None or (left is None and text[stop - 1 : stop] not in set("%)]”’\"'…")):
        return False
    if text[start] in "“‘":
        return True
    word = left.group() if left else ""
    lower = len(word) > 1 and word[-1].islower()
    if right["short"]:
        return len(word) > 2 and lower
    if right["caps"]:
        return lower or not word or word[-1].isdigit()
    if start - stop > 1 or text[stop] != ".":
        return not _ADDRESS.search(_run(text, stop))
    after = _WORD.match(text, start)
    if after is None:
        return True
    if after.group().lower() in _NAME_ENDS or _CHAIN.match(text, after.end()):
        return False
    if left and len(word) > 1 and text[max(0, left.start() - 1) : left.start()] == ".":
        return False
    return not _ADDRESS.search(_run(text, stop))


def _run(text: str, at: int) -> str:
    """The characters without white space around an offset."""
    first, last = max(0, at - FAR), at + FAR
    start = max(text.rfind(" ", first, at), text.rfind("\n", first, at), first - 1) + 1
    ends = [e for e in (text.find(" ", at, last), text.find("\n", at, last)) if e >= 0]
    return text[start : min(ends, default=last)]
