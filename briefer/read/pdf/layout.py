"""Lines to paragraphs: what runs along every page goes, what a line end cut in two is put together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from briefer.read.pdf.lines import Line

#: So many lines at the top and the bottom of a page may be running heads and feet.
_OUTER = 4
#: Points by which a running head may stand higher on one page than on another.
_LEVEL = 4
#: Of all pages, the share that repeats a running head: books have one for left pages and one for right ones.
_SHARE = 0.3
#: A number alone, or with the word for a page: "Page 3 of 7", "3/7", "- 3 -", "Seite 3".
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.|pg\.?|seite|s\.|pagina|página|pág\.?|strona|sida|side|blz\.?|стр\.?|сторінка|страница)\s*)?"
    r"\d{1,4}\s*(?:(?:/|\||of|von|de|sur|di|van|av|af|из|з|z)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
#: A new paragraph: so many times the distance of two lines.
_APART = 1.25
#: A line of so small a share of its column was ended by its author, not by the margin.
_SHORT = 0.8
_SENTENCE_END = re.compile(r"[.!?…:。！？؟।][\"'”’»“)\]]*\Z")
#: Symbol fonts have theirs among private characters, as \uf0b7.
_BULLETS = "•▪◦‣●○■□∙" + "".join(map(chr, range(0xF020, 0xF100)))
_ITEM = re.compile(r"(?:[–—*·-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+\S")
_HYPHENATED = re.compile(r"([^\W\d_]{2,})[-\u2010]\Z")
_SOFT = re.compile("\u00ad\\Z")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
#: The dots from an entry of a list of contents to its page.
_LEADER = re.compile(r"(?:\.\s?){5,}\s*(?:\d+|[ivxlc]+)?\Z")
#: A heading is set larger than the text by this much.
_LARGER = 1.15
_TITLE_WORDS = 30


def paragraphs_of(pages: Sequence[Sequence[Line]]) -> list[str]:
    """The paragraphs of all pages; one that goes on over a column or a page stays one."""
    lines = [line for page in _without_running(pages) for line in page if _is_text(line)]
    words = Counter(word.casefold() for line in lines for word in _WORD.findall(line.text))
    leading = _leading(lines)
    width = _width(lines)
    found: list[list[str]] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if before is None or _begins(before, line, leading, width):
            found.append([line.text])
        else:
            found[-1].append(line.text)
    # A mark for an item may be drawn after all the text of a page, and then stands at the end of some line.
    marks = f"{_BULLETS} "
    joined = (_joined([line.rstrip(marks) for line in parts], words).lstrip(marks) for parts in found)
    return [paragraph for paragraph in joined if paragraph]


def _is_text(line: Line) -> bool:
    """Whether the line says something: no mark alone, no entry of a list of contents."""
    return bool(line.text.strip(_BULLETS)) and _LEADER.search(line.text) is None


def heading_of(pages: Sequence[Sequence[Line]]) -> str | None:
    """The lines set largest on the first page, where they are larger than the text."""
    lines = [line for page in pages for line in page]
    first = pages[0] if pages else []
    if not lines or not first:
        return None
    usual = _usual_size(lines)
    largest = max(line.size for line in first)
    if largest < _LARGER * usual:
        return None
    start = next(number for number, line in enumerate(first) if line.size > 0.98 * largest)
    parts = []
    for line in first[start:]:
        if line.size < 0.98 * largest:
            break
        parts.append(line.text)
    words = " ".join(parts).split()
    return " ".join(words) if 2 <= len(words) <= _TITLE_WORDS else None


def _without_running(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without heads, feet and page numbers."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({key for line in _outer(page) for key in _keys(line)})
    enough = max(2.0, _SHARE * len(pages))

    def runs(line: Line) -> bool:
        return any(seen[key] >= enough for key in _keys(line))

    kept = []
    for page in pages:
        outer = _outer(page)
        running = {id(line) for line in outer if runs(line)}
        edges = [line for line in outer if id(line) not in running]
        for edge in (edges[:1], edges[-1:]):
            running.update(id(line) for line in edge if _PAGE_NUMBER.fullmatch(line.text))
        kept.append([line for line in page if id(line) not in running])
    return kept


def _outer(page: Sequence[Line]) -> list[Line]:
    """The highest and the lowest lines, from the top down."""
    ordered = sorted(page, key=lambda line: -line.y)
    return ordered if len(ordered) <= 2 * _OUTER else [*ordered[:_OUTER], *ordered[-_OUTER:]]


def _keys(line: Line) -> Iterable[tuple[str, int]]:
    """What a running line has in common on all pages: its words, numbers apart, and its height, about."""
    words = re.sub(r"\d+", "#", line.text.casefold())
    level = round(line.y / _LEVEL)
    return ((words, level), (words, level + 1)) if line.y / _LEVEL > level else ((words, level - 1), (words, level))


def _usual_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0]


def _leading(lines: Sequence[Line]) -> float:
    """From one line of a paragraph to the next, in sizes of the letters."""
    steps = [
        (before.y - line.y) / line.size
        for before, line in pairwise(lines)
        if line.size and abs(before.size - line.size) < 0.1 * line.size and 0 < before.y - line.y < 3 * line.size
    ]
    if not steps:
        return 1.2
    counted = Counter(round(step, 1) for step in steps)
    most = max(counted.values())
    # Lines within paragraphs are more than those between them, and nearer to one another.
    return min(step for step, number in counted.items() if number >= 0.5 * most)


def _width(lines: Sequence[Line]) -> float:
    """Characters of a full line."""
    lengths = sorted(len(line.text) for line in lines)
    return median(lengths[len(lengths) // 2 :]) if lengths else 0


def _begins(before: Line, line: Line, leading: float, width: float) -> bool:
    """Whether a paragraph begins with the line."""
    if line.text[0] in _BULLETS or abs(before.size - line.size) > 0.1 * max(before.size, line.size):
        return True
    ended = _SENTENCE_END.search(before.text) is not None
    if not 0 <= before.y - line.y <= 6 * line.size:
        # Another column or page: the sentence says whether it goes on.
        return ended or not (line.text[:1].islower() or len(before.text) >= _SHORT * width)
    if before.y - line.y > _APART * leading * line.size:
        return True
    if before.bold and not line.bold and len(before.text) < _SHORT * width:
        return True
    if ended and _ITEM.match(line.text):
        return True
    indented = 0.5 * line.size < line.x - before.x < 5 * line.size
    return ended and (indented or len(before.text) < _SHORT * width)


def _joined(parts: Sequence[str], words: Counter[str]) -> str:
    """One paragraph of its lines."""
    text = parts[0]
    for part in parts[1:]:
        if _SOFT.search(text):
            text = text[:-1] + part
        elif (cut := _HYPHENATED.search(text)) and (rest := _WORD.match(part)):
            text = (text if _keeps_hyphen(cut[1], rest[0], words) else text[:-1]) + part
        else:
            text = f"{text} {part}"
    return text


def _keeps_hyphen(before: str, after: str, words: Counter[str]) -> bool:
    """Whether the hyphen at a line end is the word's own: as the document writes the word elsewhere."""
    whole, parted = f"{before}{after}".casefold(), (f"{before}-{after}".casefold(), f"{before}\u2010{after}".casefold())
    if words[whole]:
        return False
    return any(words[form] for form in parted) or after[:1].isupper()
