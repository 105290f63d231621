"""Gate `numbers` on words of time: the days, months and years of a claim stand in the cited sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from briefer.language.dates import find_dates
from briefer.language.typography import normalise
from briefer.model import When
from briefer.verify.lines import Line
from briefer.verify.objection import Objection, fail, weak
from briefer.verify.passage import Passage

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")


def dates_of(line: Line, passage: Passage) -> tuple[When, ...]:
    """The words of time of a text, resolved where the passage's article is dated."""
    article, ground = next(iter(passage.grounds.items()), ("", None))
    return find_dates(line.text, published=ground.analysis.article.published if ground else None, article=article)


def check_dates(claim: Line, dates: Sequence[When], passage: Passage) -> Iterator[Objection]:
    """Days, months and years by their words, or by the days that other words of the evidence name."""
    named: set[str] = set()
    for when in dates:
        words = Line(when.text)
        named |= words.calendar
        if any(line.has_folded(words.plain) for line in passage.lines) or _same_days(when, passage):
            continue
        if words.calendar:
            yield from _check_day(when, words, claim, passage)
        elif years := _years(words):
            yield from _check_year(when, years, claim, passage)
        elif when.from_ or when.to:
            yield weak(f"the cited sentences do not say “{when.text}”")
    for name in sorted(claim.calendar - named):
        if not any(name in line.calendar for line in passage.lines):
            yield from _elsewhere(name.capitalize(), claim, passage, lambda line, name=name: name in line.calendar)  # type: ignore[misc]


def _check_day(when: When, words: Line, claim: Line, passage: Passage) -> Iterator[Objection]:
    """A day or a month stands in one sentence; its year may stand anywhere in the article."""
    if not any(_has_day(line, words) for line in passage.lines):
        yield from _elsewhere(when.text, claim, passage, lambda line: _has_day(line, words))
    elif missing := _years(words) - (known := _known_years(passage)):
        if known:
            yield weak(f"the year {min(missing)} does not stand in the article (it has {', '.join(sorted(known)[:3])})")


def _check_year(when: When, years: set[str], claim: Line, passage: Passage) -> Iterator[Objection]:
    """A year by itself."""
    said = set().union(*(_years(line) for line in passage.lines))
    if years <= said:
        return
    if not years <= _known_years(passage) and not said:
        # The article may count from its own day ("last year").
        yield weak(f"the year of “{when.text}” does not stand in the article")
    else:
        yield from _elsewhere(when.text, claim, passage, lambda line: years <= _years(line))


def _elsewhere(words: str, claim: Line, passage: Passage, has: Callable[[Line], bool]) -> Iterator[Objection]:
    """What is against words of time that the cited sentences lack; widens the passage."""
    rivals = any(line.calendar or _years(line) for line in passage.lines)
    line = passage.widen(claim, has)
    if line is not None:
        if rivals and not speaks_of_the_same(line, claim, words):
            yield weak(f"“{words}” stands elsewhere in the article, in a sentence about something else")
    elif any(has(line) for line in (*passage.pool, *passage.whole)):
        yield weak(f"“{words}” stands elsewhere in the article, not in the cited sentences")
    else:
        yield fail(f"the date “{words}” does not stand in the cited sentences")


def speaks_of_the_same(line: Line, claim: Line, words: str) -> bool:
    """Whether the sentence shares more with the claim than these words."""
    own = Line(words).stem_set
    others = [s for s in dict.fromkeys(claim.stems) if s not in own]
    return not others or 3 * sum(s in line.alike for s in others) >= len(others)


def _years(line: Line) -> set[str]:
    return set(_YEAR.findall(line.text))


def _known_years(passage: Passage) -> set[str]:
    """The years that the article names, and the one that it was published in."""
    found = set().union(*(_years(line) for line in passage.whole))
    for ground in passage.grounds.values():
        found.update(_YEAR.findall(ground.analysis.article.published or ""))
    return found


def _has_day(line: Line, words: Line) -> bool:
    """Whether the line has the months, weekdays and days of the month of these words."""
    return words.calendar <= line.calendar and set(_DAY.findall(words.text)) <= set(_DAY.findall(line.text))


def _same_days(when: When, passage: Passage) -> bool:
    """Whether the cited sentences name these days, or some of them, in other words ("May 20" for "on Wednesday")."""
    if when.from_ is None and when.to is None:
        return False
    for line in passage.lines:
        for other in dates_of(line, passage):
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
        if own not in passage.lines and passage.widen(claim, lambda line: line is own) is None:
            yield weak(f"“{when.text}” stands outside the cited sentences")


def _days(days: tuple[str | None, str | None]) -> str:
    start, end = days
    if start == end:
        return start or "no day"
    return f"{start or 'an open start'} to {end or 'an open end'}"
