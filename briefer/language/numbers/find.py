"""Finds the numbers of a text: figures and words with their unit, kind and bound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, cast

from briefer.language.numbers.units import CODES, SCALES, SYMBOLS, UNIT, unit_of
from briefer.language.numbers.words import ANCHORS, FRACTIONS, ORDINALS, VAGUE, VALUES, WORD, WORDS, cardinal
from briefer.language.typography import LOOKALIKES, exchanged
from briefer.model import Number

Kind = Literal["count", "ordinal", "percent", "money", "measure", "year", "vague"]

#: No quantity has more digits and separators than this.
LONGEST = 30
_GAP = "\u00a0\u202f\u2009"
_SYMBOL = "|".join(re.escape(s) for s in sorted(SYMBOLS, key=lambda s: (-len(s), s)))
_DIGITS = re.compile(r"\d+")
_FIGURE = re.compile(
    # Tokenised text has "735, 000" and "122 . 5"; a group that begins with 0 is no number of its own.
    rf"(?P<figure>\d{{1,3}}(?:(?:,|[{_GAP}]| , |, (?=0))\d{{3}})+(?: ?\.\d+)?(?!\d)|\d{{1,3}}(?:\.\d{{3}}){{2,}}|\d+(?:(?:\.| \. )\d+)?)"
    r"(?P<after>st\b|nd\b|rd\b|th\b|s\b(?!\d))?"
)
_PREFIX = re.compile(
    rf"(?P<minus>(?<![\w)\]%.])[-−](?! )|\bminus )?(?P<symbol>{_SYMBOL}|\b(?:{'|'.join(sorted(CODES))}))?[ {_GAP}]?(?P<point>(?<!\d)\.)?$"
)
#: Right before a figure: part of a word, name, version or longer figure.
_PART = re.compile(r"(?:\w|\d[,:/.]|\w\.|[A-Z]-)$")
_SCALE = re.compile(
    rf"(?:[ {_GAP}-]?(?P<word>hundred|thousand|lakh|million|crore|billion|trillion)(?:s?\b)|[ {_GAP}]?(?P<short>mln|bln|trn|mn|bn|tn)\b"
    r"|(?P<letter>[kKmMbBtT])\b)"
)
#: Not numbers: times of day, dates in figures, versions, telephone numbers, results of addresses.
_NOT = re.compile(
    r"\d{1,2}(?:[:.]\d{2})?[ \u00a0]?(?:[ap]\.?m\b|o['’]clock|hrs GMT)|\d{1,2}:\d{2}|(?!\d{1,3}(?:\.\d{3}){2,}(?!\d))\d{1,30}(?:\.\d{1,30}){2,}|\d{4}-\d{2}-\d{2}"
    r"|\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\d{3}-\d{3,4}(?:-\d{4})?\b|\d{1,30}[A-Za-z]{0,30}[-_/.]?\w{0,30}@|\d{1,2}h\d{2}"
)
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_MONTH_BEFORE = re.compile(rf"\b{_MONTH} (?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)?(?: ?[-–—] ?| (?:to|and|or) ))?$")
_MONTH_AFTER = re.compile(rf"(?: ?(?:[-–—]|to|and|or) ?\d{{1,2}}(?:st|nd|rd|th)?)? (?:of )?{_MONTH}\b(?! be\b)")
_FRACTION = re.compile(r"(?P<one>[1-3])/(?P<two>[2-5])(?![\d/])")
_SLASHED = re.compile(r"/\d")
_GLYPHS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_GLYPH = re.compile(r"(?:(?<!\w)(\d+) ?)?([½¼¾⅓⅔])")
_BOUND = re.compile(
    r"(?:(?P<more>more than|greater than|in excess of|exceed(?:s|ed|ing)?|(?:just |well |slightly )?(?:over|above)|upwards? of|north of)"
    r"|(?P<least>at least|no (?:fewer|less) than|not (?:fewer|less) than|a minimum of|minimum of)"
    r"|(?P<most>at most|up to|as (?:many|much) as|no more than|not more than|a maximum of|maximum of|no later than)"
    r"|(?P<less>(?:less|fewer) than|(?:just |well |slightly )?(?:under|below)|short of)"
    r"|(?P<about>about|around|some|roughly|approximately|an estimated|estimated|nearly|almost|close to|approaching|circa|or so))"
    r"(?: an?| the| another)? $",
    re.IGNORECASE,
)
_BOUND_AFTER = re.compile(r"\+|(?: \w+)? or (?P<which>more|above|greater|fewer|less|under|so)\b")
#: "one in three", but not "two in 5 days".
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|\\d{1,3}"
_RATIO = re.compile(
    rf"\b(?P<part>{_SMALL}) (?:in|out of)(?: every)? (?P<whole>{_SMALL}|twenty|hundred)(?![\w%,.]*\d| (?:percent|per|million|billion|thousand|days?|weeks?|months?|years?|hours?|minutes?)\b)\b",
    re.IGNORECASE,
)
_NAMES = {"more": "more than", "least": "at least", "most": "at most", "less": "less than", "about": "about"}
_AFTER_NAMES = {"fewer": "at most", "less": "at most", "under": "at most", "so": "about"}
_NOUN = re.compile(r"(?:-(?P<joined>[a-z]{3,})|(?: [a-z]+(?:-[a-z]+)?){0,2}? (?P<noun>[a-z]{3,}))(?![\w’'-])")
_STOP = re.compile(
    r" (?:of|in|on|at|to|from|by|for|and|or|with|as|than|is|are|was|were|has|have|had|says|will|would|that|who|which|times|years?)\b"
)
_PLURALS = {"people": "person", "men": "man", "women": "woman", "children": "child", "police": "police",
            "troops": "troop", "lives": "life"}  # fmt: skip
_RANGE = re.compile(r"[ \u00a0]?(?:[-–—]|to|or|and)[ \u00a0]?$")
_YEAR_BEFORE = re.compile(
    rf"\b(?:in|since|from|of|by|until|before|after|during|late|early|mid|summer|winter|spring|autumn|fall|year|{_MONTH}),?[ -]$",
    re.IGNORECASE,
)
_DETERMINED = re.compile(
    r"(?:\b(?:the|an?|his|her|its|their|our|your|my|this|that|each|every|for)|['’]s?|-) $", re.IGNORECASE
)
_NO_ORDINAL = re.compile(r"(?:\b(?:one|split|per|a) )$", re.IGNORECASE)
_ONE_COUNTS = re.compile(
    r"[ -](?:in (?:\w+)|or two|person|man|woman|child|vote|seat|death|time|million|billion|hundred|thousand)\b"
)
_OF_WHOLE = re.compile(
    r" (?:of|less|more|lower|higher|fewer|smaller|larger|to|off|as|from|in|by|cut)\b|[.,;:!?)”\"’]|$"
)


def find_numbers(text: str) -> tuple[Number, ...]:
    """The numbers of any string, in order; a span covers figure, scale and unit, not the bound.

    Days of the month, dates in figures and times of day are none; years are, with the kind `year`.
    In a range ("5 to 10 million euros") the first number takes scale and unit from the second.
    """
    text = exchanged(text, LOOKALIKES)
    found = sorted([*_ratios(text), *_figures(text), *_glyphs(text), *_words(text)], key=lambda n: (n.start, -n.end))
    numbers: list[Number] = []
    for number in found:
        if numbers and number.start < numbers[-1].end:
            continue
        if numbers:
            numbers[-1] = _ranged(text, numbers[-1], number)
        numbers.append(_in_century(text, numbers[-1], number) if numbers else number)
    return tuple(numbers)


def _ratios(text: str) -> Iterator[Number]:
    """Shares in two numbers: "one in three", "two out of every five"."""
    for match in _RATIO.finditer(text):
        part, whole = (VALUES[n.lower()] if n.lower() in VALUES else float(n) for n in match.group("part", "whole"))
        if 0 < part < whole:
            yield Number(match.start(), match.end(), part / whole, bound=_bound(text, match.start(), match.end()))


def _figures(text: str) -> Iterator[Number]:
    done = 0
    for digits in _DIGITS.finditer(text):
        start = digits.start()
        if start < done:
            continue
        match = _FIGURE.match(text, start)
        prefix = _PREFIX.search(text, max(0, start - 10), start)
        if match is None or prefix is None:
            continue
        done = match.end()
        if (other := _NOT.match(text, start)) and not _FRACTION.match(text, start):
            done = max(done, other.end())
            continue
        if not prefix["symbol"] and not prefix["point"] and start and _PART.search(text, max(0, start - 2), start):
            continue
        if number := _figure(text, match, prefix):
            yield number


def _figure(text: str, match: re.Match[str], prefix: re.Match[str]) -> Number | None:
    """The number of a figure with what stands right before it; None for dates, times, versions and the like."""
    start, end = match.span("figure")
    raw, after = match["figure"], match["after"]
    if end - start > LONGEST:
        return None
    if fraction := _FRACTION.match(text, start):
        return _finish(text, start, fraction.end(), int(fraction["one"]) / int(fraction["two"]))
    if _SLASHED.match(text, end) or _is_day(text, start, end, after):
        return None
    value = float(raw.replace(".", "") if raw.count(".") > 1 else re.sub(rf"[,\s{_GAP}]", "", raw))
    if after == "s":
        return Number(start, match.end(), value, kind="year") if len(raw) == 4 and raw.isdigit() else None
    if after:
        return Number(start, match.end(), value, kind="ordinal")
    if prefix["point"] and raw.isdigit():
        start, value = start - 1, float(f".{raw}")
    scale = _SCALE.match(text, end)
    factor = _factor(text, scale, bool(prefix["symbol"]))
    if scale and factor:
        end, value = scale.end(), round(value * factor, 6)
    elif text[end : end + 1].isalpha() and not UNIT.match(text, end):
        return None
    return _priced(text, prefix, start, end, -value if prefix["minus"] else value, plain=not factor and raw.isdigit())


def _priced(text: str, prefix: re.Match[str], start: int, end: int, value: float, *, plain: bool) -> Number:
    """A figure as money, as a year or as whatever follows it says; `plain` is a bare row of digits."""
    first = prefix.start("minus") if prefix["minus"] else start
    if symbol := prefix["symbol"]:
        first = first if prefix["minus"] else prefix.start("symbol")
        spelt = UNIT.match(text, end)
        # "US$ 5 million dollars" says its currency twice.
        end = spelt.end() if spelt and spelt["money"] else end
        return Number(first, end, value, SYMBOLS.get(symbol, symbol), "money", _bound(text, first, end))
    if plain and end - start == 4 and 1500 <= value < 2100 and _is_year(text, start, end):
        return Number(start, end, value, kind="year")
    return _finish(text, first, end, value)


def _factor(text: str, scale: re.Match[str] | None, money: bool) -> float | None:
    """What a scale word multiplies by; a bare letter scales only money ("$5m") or a count that is no length."""
    if scale is None:
        return None
    if letter := scale["letter"]:
        if letter == "k" or money:
            return SCALES[letter.lower()]
        # "5m people", but "5m deep".
        return (
            SCALES["m"]
            if letter == "m" and re.match(r" [a-z]{2,}s\b| people\b", text[scale.end() : scale.end() + 20])
            else None
        )
    return SCALES[(scale["word"] or scale["short"]).lower()]


def _glyphs(text: str) -> Iterator[Number]:
    if not any(g in text for g in _GLYPHS):
        return
    for match in _GLYPH.finditer(text):
        yield _finish(text, match.start(), match.end(), int(match[1] or 0) + _GLYPHS[match[2]])


def _word_matches(text: str) -> Iterator[re.Match[str]]:
    """The matches of `WORDS` from left to right."""
    if ANCHORS.isdisjoint(WORD.findall(text.lower())):
        return
    done = previous = 0
    for word in WORD.finditer(text):
        at = word.start()
        if at >= done and word.group().lower() in ANCHORS:
            match = None
            if previous >= done and text[previous : previous + 3].lower().startswith(("a ", "an ", "a-")):
                match = WORDS.match(text, previous)
            match = match if match and match.end() > at else WORDS.match(text, at)
            if match:
                done = match.end()
                yield match
        previous = at


def _words(text: str) -> Iterator[Number]:
    for match in _word_matches(text):
        start, end = match.span()
        if vague := match["vague"]:
            words = vague.lower().split()
            unit = " ".join(VAGUE.get(w, w.removesuffix("s")) for w in words if w != "of")
            yield Number(start, end, None, unit, "vague", _bound(text, start, end))
        elif match["fraction"]:
            yield from _fraction(text, match)
        elif match["half"]:
            yield _half(text, start, end)
        elif match["tens"]:
            if not _MONTH_AFTER.match(text, end):
                yield Number(
                    start, end, VALUES[match["tens"].lower()] + ORDINALS[match["last"].lower()], kind="ordinal"
                )
        elif match["ordinal"]:
            yield from _ordinal(text, match)
        else:
            number = _finish(text, start, end, cardinal(match["cardinal"]))
            if match["cardinal"].lower() == "one" and number.kind not in {"measure", "percent", "money"}:
                before = text[max(0, start - 6) : start].lower()
                if not _ONE_COUNTS.match(text, end) or before.endswith(("no ", "any ", "some ", "every ")):
                    continue
                if text[end : end + 4] == " in " and not (
                    WORDS.match(text, end + 4) or text[end + 4 : end + 5].isdigit()
                ):
                    continue
            if not _is_day(text, start, end, None):
                yield number


def _half(text: str, start: int, end: int) -> Number:
    """What follows is counted in "half a million" and "half an hour"; "half of them" is a share."""
    after = re.match(r" an? ", text[end : end + 4])
    if after and (scale := re.match(r"(?:million|billion|trillion|dozen)\b", text[end + after.end() :][:10])):
        factor = {"dozen": 12.0}.get(scale.group()) or SCALES[scale.group()]
        return _finish(text, start, end + after.end() + scale.end(), factor / 2)
    if after and (unit := UNIT.match(text, end + after.end() - 1)):
        name, kind = unit_of(unit)
        return Number(start, unit.end(), 0.5, name, cast("Kind", kind), _bound(text, start, unit.end()))
    return Number(start, end, 0.5, bound=_bound(text, start, end))


def _fraction(text: str, match: re.Match[str]) -> Iterator[Number]:
    start, end = match.span()
    word, over = match["fraction"].lower(), match["over"].lower()
    part = FRACTIONS["half" if word == "halves" else word.removesuffix("s")]
    if over in {"a", "an", "one"}:
        if word.endswith("s") and word != "halves":
            return
        if word not in {"half", "quarter"} and not _OF_WHOLE.match(text, end):
            yield Number(match.start("fraction"), end, ORDINALS[word], kind="ordinal")
            return
        if word == "quarter" and not re.match(r" (?:of|less|more|century)\b", text[end : end + 9]):
            return
    elif not word.endswith("s"):
        return
    yield Number(start, end, VALUES.get(over, 1.0) / part, bound=_bound(text, start, end))


def _ordinal(text: str, match: re.Match[str]) -> Iterator[Number]:
    word = match["ordinal"].lower()
    start, end = match.span()
    before = text[max(0, start - 12) : start]
    if word in {"first", "second"} and not _DETERMINED.search(before):
        return
    if _NO_ORDINAL.search(before) and word == "second":
        return
    if (
        match["ordinal"][0].isupper()
        and start
        and text[start - 1 : start] != "\n"
        and before.rstrip()[-1:] not in {".", "”", '"', ""}
    ):
        return
    if _MONTH_AFTER.match(text, end):
        return
    yield Number(start, end, ORDINALS[word], kind="ordinal")


def _is_day(text: str, start: int, end: int, suffix: str | None) -> bool:
    """Whether the figure is a day of the month ("May 20", "20 May")."""
    if end - start > 2:
        return False
    if _MONTH_BEFORE.search(text, max(0, start - 24), start):
        return True
    return bool(_MONTH_AFTER.match(text, end + len(suffix or "")))


def _is_year(text: str, start: int, end: int) -> bool:
    """Whether four digits are a year: said so by the word before, or nothing is counted after."""
    if _YEAR_BEFORE.search(text, max(0, start - 12), start):
        return True
    if UNIT.match(text, end):
        return False
    noun = _noun(text, end)
    return noun is None or bool(_DETERMINED.search(text[max(0, start - 6) : start]))


def _finish(text: str, start: int, end: int, value: float) -> Number:
    """The number with unit, kind and bound read from what stands around it."""
    if unit := UNIT.match(text, end):
        name, kind = unit_of(unit)
        return Number(start, unit.end(), value, name, cast("Kind", kind), _bound(text, start, unit.end()))
    return Number(start, end, value, _noun(text, end) or "", "count", _bound(text, start, end))


def _noun(text: str, end: int) -> str | None:
    """The counted noun in the singular, where its plural follows within three words; or the one joined by a hyphen."""
    match = _NOUN.match(text, end)
    if match is None:
        return None
    if joined := match["joined"]:
        return joined
    words = text[end : match.end()]
    for candidate in re.finditer(
        r"[a-z]+(?:-[a-z]+)?", text[end : end + 45].split(",", maxsplit=1)[0].split(".", maxsplit=1)[0]
    ):
        word = candidate.group()
        if _STOP.match(f" {word}") or candidate.start() > len(words) + 25:
            return None
        if word in _PLURALS:
            return _PLURALS[word]
        if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
            return _singular(word)
    return None


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1]


def _bound(text: str, start: int, end: int) -> str:
    if after := _BOUND_AFTER.match(text, end):
        return _AFTER_NAMES.get(after["which"] or "", "at least")
    # Every bound ends in a space; the search is slow where there is none.
    before = _BOUND.search(text, max(0, start - 32), start) if text[start - 1 : start] == " " else None
    return _NAMES[cast("str", before.lastgroup)] if before else ""


def _in_century(text: str, first: Number, second: Number) -> Number:
    """The second year of "2018-19" in full."""
    if first.kind != "year" or first.value is None or text[first.end : second.start] not in ("-", "–", "/"):
        return second
    digits = _DIGITS.match(text, second.start)
    if digits is None or len(digits.group()) != 2 or first.value % 100 >= int(digits.group()):
        return second
    return Number(second.start, digits.end(), first.value - first.value % 100 + int(digits.group()), kind="year")


def _ranged(text: str, first: Number, second: Number) -> Number:
    """The first number of a range with scale, unit and kind of the second."""
    between = text[first.end : second.start]
    if len(between) > 6 or first.value is None or second.value is None or not _RANGE.match(between):
        return first
    if between.strip() == "and" and "between" not in text[max(0, first.start - 25) : first.start].lower():
        return first
    if (
        second.kind in {"year", "ordinal"}
        or first.kind in {"year", "ordinal", "vague"}
        or (first.unit and first.unit != second.unit)
    ):
        return first
    value = first.value
    for scale in (1e12, 1e9, 1e6, 1e3):
        if (
            second.value >= scale > value
            and value <= second.value / scale
            and _SCALE.search(text[second.start : second.end])
        ):
            value *= scale
            break
    return replace(first, value=value, unit=second.unit, kind=second.kind)
