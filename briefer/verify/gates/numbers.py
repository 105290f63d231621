"""Gate `numbers`: figures, units, money and shares of the claim stand in the cited sentences; dates beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefer.language.numbers import same
from briefer.language.typography import normalise
from briefer.model import Number
from briefer.verify.gates.dates import check_dates, dates_of, speaks_of_the_same
from briefer.verify.lexicon import alike
from briefer.verify.lines import Line
from briefer.verify.objection import Objection, fail, weak
from briefer.verify.passage import Passage
from briefer.verify.words import stem

#: How far a bounded number may be from the one that it rounds.
_ROUND = {
    "about": (0.95, 1.05),
    "more than": (1.0, 1.1),
    "at least": (1.0, 1.1),
    "less than": (0.9, 1.0),
    "at most": (0.9, 1.0),
}
#: Parts of the year by another name.
_PERIODS = {
    (6.0, "month"): re.compile(r"\bhalf\b|\bhalf-year", re.IGNORECASE),
    (3.0, "month"): re.compile(r"\bquarter", re.IGNORECASE),
    (12.0, "month"): re.compile(r"\byear\b", re.IGNORECASE),
}
_TIME = frozenset("minute hour day night week month year decade century".split())
#: Stresses a number, and need not stand there.
_AS_MANY = re.compile(r"\bas (?:many|much) as $", re.IGNORECASE)
#: Up to here news counts what it has just told one by one, and nobody writes the sum.
_FEW = 10


def check_numbers(claim: Line, passage: Passage) -> Iterator[Objection]:
    """What the claim's figures and dates have against them; widens the passage where they stand elsewhere."""
    dates = dates_of(claim, passage)
    for number in claim.numbers:
        if number.kind != "year" or not any(w.span.start <= number.start and number.end <= w.span.end for w in dates):
            yield from _check_number(number, claim, passage)
    yield from check_dates(claim, dates, passage)


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
            yield from _missing(words, number, passage)
            return
        found = fits(line)
        others = [n for cited in passage.lines[:-1] for n in cited.numbers]
        if any(_rivals(n, number) for n in others) and not speaks_of_the_same(line, claim, words):
            yield weak(f"“{words}” stands elsewhere in the article, in a sentence about something else")
    if number.bound != "at most" or not _AS_MANY.search(claim.text, 0, number.start):
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
    if a.unit.endswith(b.unit) or b.unit.endswith(a.unit):
        return True
    units = [{stem(w) for w in n.unit.split()} for n in (a, b)]
    return any(not units[1].isdisjoint(alike(s) or (s,)) for s in units[0])


def _missing(words: str, number: Number, passage: Passage) -> Iterator[Objection]:
    """What is against a number that no sentence has that may be cited."""
    if passage.has_apart(words):
        return
    if any(_fits(n, number) for line in passage.pool for n in line.numbers):
        yield weak(f"“{words}” stands elsewhere in the article, not in the cited sentences")
        return
    cited = [(line, n) for line in passage.lines for n in line.numbers if n.value is not None]
    if _is_told_otherwise(words, number, [n for _, n in cited], passage):
        return
    if other := [n for _, n in cited if n.value == number.value]:
        yield fail(f"“{words}” has another unit in the cited sentences ({other[0].unit or 'none'})")
        return
    rivals = [line.text[n.start : n.end] for line, n in cited if n.kind == number.kind]
    they = f" (they say {', '.join(dict.fromkeys(rivals[:3]))})" if rivals else ""
    text = f"the number {words} does not stand in the cited sentences{they}"
    if number.value is None or (_is_told(words, number) and not any(_rivals(n, number) for _, n in cited)):
        yield weak(text)
    else:
        yield fail(text)


def _is_told_otherwise(words: str, number: Number, cited: list[Number], passage: Passage) -> bool:
    """Whether the sentences have the number in another form: rounded, as a word or as a part of the year."""
    if number.kind == "ordinal" and any(n.value == number.value for n in cited):
        return True
    if any(_rounds(number, n) for n in cited):
        return True
    if period := _PERIODS.get((number.value or 0, number.unit)):
        return any(period.search(line.text) for line in passage.lines)
    root = stem(words)
    return _is_told(words, number) and any(not line.stem_set.isdisjoint(alike(root)) for line in passage.lines)


def _rounds(claimed: Number, cited: Number) -> bool:
    """Whether a number with a bound rounds the cited one ("more than 5,000" for 5,213, "two thirds" for 68 percent)."""
    low, high = _ROUND.get(claimed.bound, (1.0, 1.0))
    units = {"percent" if _is_part(n) else n.unit for n in (claimed, cited)} - {""}
    if claimed.value is None or cited.value is None or low == high or len(units) > 1:
        return False
    if not {claimed.kind, cited.kind}.isdisjoint(("ordinal", "year", "vague")):
        return False
    a = claimed.value * (100 if _is_part(claimed) else 1)
    b = cited.value * (100 if _is_part(cited) else 1)
    return low * a <= b <= high * a


def _is_part(number: Number) -> bool:
    """Whether this is a share told as a fraction."""
    return number.kind == "count" and not number.unit and number.value is not None and 0 < number.value < 1


def _is_told(words: str, number: Number) -> bool:
    """Whether this may be a sum of what the sentences tell one by one ("two", "the first")."""
    value = number.value or 0
    return number.kind in ("count", "ordinal") and 1 <= value <= _FEW and words.isalpha()


def _rivals(cited: Number, claimed: Number) -> bool:
    """Whether this is another number of the same things."""
    if cited.kind != claimed.kind:
        return False
    return claimed.kind != "count" or (bool(cited.unit) and bool(claimed.unit) and _same_noun(cited, claimed))


def _check_bound(words: str, number: Number, found: list[Number]) -> Iterator[Objection]:
    bounds = {n.bound for n in found}
    if number.bound in bounds:
        return
    if number.bound in ("", "about"):
        stated = sorted(bounds - {"", "about"})
        # "over three years" is also in their course.
        if stated and not bounds & {"", "about"} and not (stated == ["more than"] and number.unit in _TIME):
            yield weak(f"“{words}” leaves out “{stated[0]}”")
    elif _strictness(number.bound) not in {_strictness(b) for b in bounds}:
        yield fail(f"“{number.bound}” does not stand before this number in the cited sentences")


def _strictness(bound: str) -> str:
    """Bounds that news uses for one another."""
    return {"at least": "more than", "at most": "less than"}.get(bound, bound)
