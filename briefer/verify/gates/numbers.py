"""Gate `numbers`: figures, units, money, shares and dates of the claim stand in the cited sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefer.language.dates import find_dates
from briefer.language.numbers import same
from briefer.language.typography import normalise
from briefer.model import Number, When
from briefer.verify.lines import Line
from briefer.verify.objection import Objection, fail, weak
from briefer.verify.passage import Passage
from briefer.verify.words import CALENDAR, stem

#: "may" and "march" are also verbs, "sat", "sun", "mar" and "wed" words: only capitals make them dates.
_CALENDAR = re.compile(rf"\b(?:{'|'.join(CALENDAR)})\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d+")


def check_numbers(claim: Line, passage: Passage) -> Iterator[Objection]:
    """What the claim's figures and dates have against them; widens the passage where they stand elsewhere."""
    for number in claim.numbers:
        yield from _check_number(number, claim, passage)
    yield from _check_dates(claim, passage)


def _check_number(number: Number, claim: Line, passage: Passage) -> Iterator[Objection]:
    words = claim.text[number.start : number.end]

    def fits(line: Line) -> list[Number]:
        return [n for n in line.numbers if _fits(n, number)]

    found = [n for line in passage.lines for n in fits(line)]
    if not found and any(_stands_bare(words, number, line) for line in passage.lines):
        # Part of a name or a date there ("B-52"), and no number by itself.
        return
    if not found:
        line = passage.widen(claim, lambda line: bool(fits(line)))
        if line is None:
            yield _missing(words, number, passage)
            return
        found = fits(line)
        if not _speaks_of_the_same(line, claim, words):
            yield weak(f"“{words}” stands elsewhere in the article, in a sentence about something else")
    yield from _check_bound(words, number, found)
    if not any(_same_noun(n, number) for n in found):
        yield weak(f"the cited sentences do not count {number.unit} by “{words}”")


def _fits(a: Number, b: Number) -> bool:
    """Whether both state one quantity; percentage points are no percent here, however news mixes them up."""
    return same(a, b) and ("point" not in a.unit + b.unit or "percent" not in (a.unit, b.unit))


def _stands_bare(words: str, number: Number, line: Line) -> bool:
    return line.has_folded(normalise(words)) and all(n.value != number.value for n in line.numbers)


def _same_noun(a: Number, b: Number) -> bool:
    if a.kind != "count" or b.kind != "count" or not a.unit or not b.unit or "person" in (a.unit, b.unit):
        return True
    return bool({stem(w) for w in a.unit.split()} & {stem(w) for w in b.unit.split()})


def _speaks_of_the_same(line: Line, claim: Line, words: str) -> bool:
    """Whether the sentence shares more with the claim than these words."""
    own = {stem(w) for w in Line(words).lower}
    others = [s for s in dict.fromkeys(claim.stems) if s not in own]
    return not others or 3 * sum(s in line.stem_set for s in others) >= len(others)


def _missing(words: str, number: Number, passage: Passage) -> Objection:
    if number.value is None or (number.value == 1 and not words[:1].isdigit()):
        return weak(f"“{words}” does not stand in the cited sentences")
    cited = [(line, n) for line in passage.lines for n in line.numbers if n.value is not None]
    if other := [n for _, n in cited if n.value == number.value]:
        return fail(f"“{words}” has another unit in the cited sentences ({other[0].unit or 'none'})")
    said = list(dict.fromkeys(line.text[n.start : n.end] for line, n in cited if n.kind == number.kind))
    they = f" (they say {', '.join(said[:3])})" if said else ""
    return fail(f"the number {words} does not stand in the cited sentences{they}")


def _check_bound(words: str, number: Number, found: list[Number]) -> Iterator[Objection]:
    bounds = {n.bound for n in found}
    if number.bound in bounds:
        return
    if number.bound in ("", "about"):
        stated = sorted(bounds - {"", "about"})
        if stated and not bounds & {"", "about"}:
            yield weak(f"“{words}” leaves out “{stated[0]}”")
    elif _strictness(number.bound) not in {_strictness(b) for b in bounds}:
        yield fail(f"“{number.bound}” does not stand before this number in the cited sentences")


def _strictness(bound: str) -> str:
    """Bounds that news uses for one another."""
    return {"at least": "more than", "at most": "less than"}.get(bound, bound)


# --- dates -------------------------------------------------------------------------------------------


def _check_dates(claim: Line, passage: Passage) -> Iterator[Objection]:
    """Days, months and years by their words, or by the days that other words of the evidence name."""
    named: set[str] = set()
    for when in _dates(claim, passage):
        words = Line(when.text)
        named |= _calendar(words)
        if any(line.has_folded(words.plain) for line in passage.lines) or _same_days(when, passage):
            continue
        if not any(_has_all(line, words) for line in passage.lines):
            if passage.widen(claim, lambda line, words=words: _has_all(line, words)) is None:  # type: ignore[misc]
                unsure = weak if not (_calendar(words) or _figures(words)) else fail
                yield unsure(f"the date “{when.text}” does not stand in the cited sentences")
            elif not _speaks_of_the_same(passage.lines[-1], claim, when.text):
                yield weak(f"“{when.text}” stands elsewhere in the article, in a sentence about something else")
        elif not _calendar(words):
            yield weak(f"the cited sentences do not say “{when.text}”")
    for name in sorted(_calendar(claim) - named):
        if not any(name in _calendar(line) for line in passage.lines):
            yield fail(f"“{name.capitalize()}” does not stand in the cited sentences")


def _dates(line: Line, passage: Passage) -> tuple[When, ...]:
    article, ground = next(iter(passage.grounds.items()), ("", None))
    return find_dates(line.text, published=ground.analysis.article.published if ground else None, article=article)


def _calendar(line: Line) -> set[str]:
    """The months and weekdays that a text names, in full."""
    found = set()
    for match in _CALENDAR.finditer(line.text):
        word = match.group()
        if word[0].isupper() and not (word in ("May", "March", "Sat", "Sun") and match.start() == 0):
            # A pattern without case also takes a long s for an s.
            found.add(CALENDAR.get(word.lower(), word.lower()))
    return found


def _figures(line: Line) -> set[str]:
    """The figures of a text, without the ending of an ordinal."""
    return set(_FIGURE.findall(line.plain))


def _has_all(line: Line, words: Line) -> bool:
    """Whether the line has the months, weekdays and figures of these words; some there must be."""
    names, figures = _calendar(words), _figures(words)
    return bool(names or figures) and names <= _calendar(line) and figures <= _figures(line)


def _same_days(when: When, passage: Passage) -> bool:
    """Whether the cited sentences name these days, or some of them, in other words ("May 20" for "on Wednesday")."""
    if when.from_ is None and when.to is None:
        return False
    for line in passage.lines:
        for other in _dates(line, passage):
            if (other.from_, other.to) == (when.from_, when.to):
                return True
            if None not in (when.from_, when.to, other.from_, other.to) and _within(other, when):
                return True
    return False


def _within(inner: When, outer: When) -> bool:
    """Whether the inner days lie in a coarser outer month or year."""
    start, end = outer.from_ or "", outer.to or ""
    first, last = (inner.from_ or ""), (inner.to or "")
    return start <= first and last[: len(end)] <= end and (len(start) < len(first) or first <= last <= end)


def check_when(when: When | None, claim: Line, passage: Passage) -> Iterator[Objection]:
    """Whether words of time stand where they are said to, and name the days that they are said to name."""
    if when is None:
        return
    ground = passage.grounds[when.span.article]
    if normalise(ground.text[when.span.start : when.span.end]).casefold() != normalise(when.text).casefold():
        yield fail(f"the words “{when.text}” do not stand at the place that the date names")
        return
    found = next(
        (d for d in ground.analysis.dates if (d.span.start, d.span.end) == (when.span.start, when.span.end)), None
    )
    stated = (when.from_, when.to)
    if found is None:
        near = [d for d in ground.analysis.dates if d.span.start < when.span.end and when.span.start < d.span.end]
        if stated != (None, None) and stated not in {(d.from_, d.to) for d in near}:
            yield fail(f"“{when.text}” does not name {_days(stated)}")
    elif stated != (found.from_, found.to):
        yield fail(f"“{when.text}” names {_days((found.from_, found.to))}, not {_days(stated)}")
    elif not any(s.start <= when.span.start and when.span.end <= s.end for s in passage.spans):
        sentence = ground.analysis.sentences[ground.sentences_at(when.span.start, when.span.end).start]
        own = ground.line(sentence.start, sentence.end)
        if passage.widen(claim, lambda line: line is own) is None:
            yield weak(f"“{when.text}” stands outside the cited sentences")


def _days(days: tuple[str | None, str | None]) -> str:
    start, end = days
    if start == end:
        return start or "no day"
    return f"{start or 'an open start'} to {end or 'an open end'}"
