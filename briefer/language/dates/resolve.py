"""What the words of time mean on the day of the article."""

from __future__ import annotations

import re
from datetime import date, timedelta

from briefer.language.dates import calendar as cal
from briefer.language.dates.calendar import MONTHS, SEASONS, UNKNOWN, WEEKDAYS, Period
from briefer.language.dates.patterns import COUNTS, ORDINALS
from briefer.language.dates.tense import Tense

#: Days; see `_nearest`.
FAR = 200
_DIGITS = re.compile(r"\d+")


def resolve(match: re.Match[str], base: date | None, tense: Tense | None) -> Period | None:
    """The period that a `CORE` match names; None where the words turn out to be no date.

    `UNKNOWN` where only a base would tell, or another date of the text ("three years earlier").
    """
    kind = match.lastgroup or ""
    if kind in _ABSOLUTE:
        return _ABSOLUTE[kind](match)
    if kind in {"month_day", "day_month"}:
        part = "md" if kind == "month_day" else "dm"
        words = (match[f"{part}_month"], match[f"{part}_day"], match[f"{part}_last"], match[f"{part}_year"])
        return _in_month(base, tense, *words)
    if kind in _OF:
        return _OF[kind](match, base, tense)
    if base is None:
        return UNKNOWN
    return _FROM_DAY[kind](match, base) if kind in _FROM_DAY else _BY_TENSE[kind](match, base, tense)


def _iso(match: re.Match[str]) -> Period | None:
    parts = [int(p) for p in match["iso"].split("-")]
    found = cal.valid(*parts)
    return cal.day(found) if found else None


def _figures(match: re.Match[str]) -> Period | None:
    """Slashes put the month first unless that is impossible, full stops the day; four digits are the year."""
    separator = match["s1"] or match["s2"]
    parts = match["figures"].split(separator)
    named = [i for i, p in enumerate(parts) if p.isalpha()]
    if named:
        number = _month(parts[named[0]])
        rest = [p for i, p in enumerate(parts) if i != named[0]]
        year, of_month = (rest[0], rest[1]) if len(rest[0]) == 4 else (rest[1], rest[0])
        found = cal.valid(_year(year), number, int(of_month)) if number else None
        return cal.day(found) if found else None
    figures = [int(p) for p in parts]
    if len(parts[0]) == 4:
        found = cal.valid(*figures)
    elif len(parts[2]) == 3 or (separator != "/" and len(parts[2]) != 4):
        return None
    else:
        first, second = (figures[1], figures[0]) if separator == "." else (figures[0], figures[1])
        found = cal.valid(_year(parts[2]), first, second) or cal.valid(_year(parts[2]), second, first)
    return cal.day(found) if found else None


def _in_month(
    base: date | None, tense: Tense | None, word: str, first: str, last: str | None, year: str | None
) -> Period | None:
    number, of_month = _month(word), _day_of_month(first)
    if not number or not 1 <= of_month <= 31:
        return None
    if year:
        start = cal.valid(_year(year), number, of_month)
    elif base:
        start = _nearest(base, tense, number, of_month)
    else:
        return UNKNOWN if cal.valid(2024, number, of_month) else None
    if start is None:
        return None
    end = cal.valid(start.year, number, _day_of_month(last)) if last else start
    return cal.days(start, end) if end and end >= start else cal.day(start)


def _nearest(base: date, tense: Tense | None, number: int, of_month: int) -> date | None:
    """The day of that name on the side of the tense, else the closest one."""
    days = [d for y in range(-4, 5) if (d := cal.valid(base.year + y, number, of_month))]
    closest = min(days, key=lambda d: abs((d - base).days), default=None)
    fitting = [d for d in days if tense is None or (d <= base if tense == "past" else d >= base)]
    chosen = min(fitting, key=lambda d: abs((d - base).days), default=None)
    # A verb may mislead: nobody leaves the year out of a day most of a year away.
    return closest if chosen is None or abs((chosen - base).days) > FAR else chosen


def _month_year(match: re.Match[str]) -> Period | None:
    number = _month(match["my_month"])
    return cal.month(int(match["my_year"]), number) if number else None


def _only_month(match: re.Match[str], base: date, tense: Tense | None) -> Period | None:
    number = _month(match["m_month"])
    if match["m_year"]:
        return cal.month(base.year + {"last": -1, "this": 0, "next": 1}[match["m_year"].lower()], number)
    which = (match["m_which"] or "").lower()
    ahead, behind = (number - base.month) % 12, (base.month - number) % 12
    if which == "last":
        return cal.month(base.year, base.month - (behind or 12))
    if which == "next":
        return cal.month(base.year, base.month + (ahead or 12))
    if which == "this":
        return cal.month(base.year, number)
    return _month_beside(base, number, tense)


def _month_beside(base: date, number: int, tense: Tense | None) -> Period:
    """The month of that number on the side of the tense, else the closer one."""
    ahead, behind = (number - base.month) % 12, (base.month - number) % 12
    past = behind <= ahead if tense is None else tense == "past"
    # Nor the year out of a month that is most of a year away.
    if behind > 9 if past else ahead > 8:
        past = not past
    return cal.month(base.year, base.month - behind if past else base.month + ahead)


def _weekday(match: re.Match[str], base: date, tense: Tense | None) -> Period | None:
    which = (match["w_which"] or "").lower()
    number = WEEKDAYS.index(match["w_day"].lower()) if match["w_day"] else _short_weekday(match["w_short"])
    if match["w_of_month"]:
        return _weekday_of_month(base, tense, number, _day_of_month(match["w_of_month"]))
    if match["w_week"]:
        which = match["w_week"].lower()
        if which == "the following":
            return UNKNOWN
    return cal.day(_on_weekday(base, tense, number, which))


def _on_weekday(base: date, tense: Tense | None, number: int, which: str) -> date:
    monday = base - timedelta(days=base.weekday())
    if which in {"last", "previous"}:
        return monday + timedelta(days=number - 7)
    if which in {"next", "following"}:
        return monday + timedelta(days=number + 7)
    if which == "this":
        return monday + timedelta(days=number)
    ahead = (number - base.weekday()) % 7
    if which in {"coming", "this coming"}:
        return base + timedelta(days=ahead or 7)
    behind = (base.weekday() - number) % 7
    if which in {"past", "this past"}:
        return base - timedelta(days=behind or 7)
    return base + timedelta(days=ahead) if tense == "future" else base - timedelta(days=behind)


def _weekday_of_month(base: date, tense: Tense | None, number: int, of_month: int) -> Period | None:
    """For "Friday the 14th" the closest such day on the side of the tense."""
    days = [base + timedelta(days=i) for i in range(-400, 401)]
    days = [d for d in days if d.weekday() == number and d.day == of_month]
    fitting = [d for d in days if (d >= base if tense == "future" else d <= base)] or days
    return cal.day(min(fitting, key=lambda d: abs((d - base).days))) if fitting else None


def _week_day(match: re.Match[str], base: date, tense: Tense | None) -> Period | None:
    return cal.day(_on_weekday(base, tense, WEEKDAYS.index(match["k_day"].lower()), match["k_week"].lower()))


def _near(match: re.Match[str], base: date) -> Period | None:
    words = match["near"].lower()
    steps = {"before yesterday": -2, "after tomorrow": 2, "yesterday": -1, "last night": -1, "tomorrow": 1}
    return cal.day(base + timedelta(days=next((n for w, n in steps.items() if w in words), 0)))


def _edge(match: re.Match[str], base: date, tense: Tense | None) -> Period | None:
    """Of "the end of the month" the whole month is what the words say; the preposition tells the rest."""
    which = match["e_which"].lower().replace("the", "this")
    return _of_unit(base, which, match["e_unit"].lower(), tense)


def _edge_of(match: re.Match[str], base: date | None, tense: Tense | None) -> Period | None:
    """Of "the end of May" the whole May, like `_edge`."""
    if match["x_whole"]:
        return cal.years(int(match["x_whole"]))
    return _of_month(match["x_month"], match["x_year"], base, tense)


def _part_of(match: re.Match[str], base: date | None, tense: Tense | None) -> Period | None:
    """Seven days of a month, or a half or quarter of a year; of the last week the last seven days."""
    if match["p_of_year"]:
        length = 6 if match["p_of_year"].lower() == "half" else 3
        return cal.months(int(match["p_whole"]), 1 + length * _nth(match["p_share"], 12 // length), length)
    month = _of_month(match["p_month"], match["p_year"], base, tense)
    if month is None or month.start is None:
        return month
    first, last = cal.first_day(month.start), cal.last_day(month.start)
    nth = _nth(match["p_nth"], 5)
    start = last - timedelta(days=6) if nth == 4 else first + timedelta(weeks=nth)
    return cal.days(start, start + timedelta(days=6))


def _nth(word: str, of: int) -> int:
    """From 0; "last" and "final" are the last of so many."""
    return of - 1 if word.lower() in {"last", "final"} else ORDINALS.index(word.lower())


def _of_month(word: str, year: str | None, base: date | None, tense: Tense | None) -> Period | None:
    number = _month(word)
    if year:
        return cal.month(int(year), number)
    return _month_beside(base, number, tense) if base else UNKNOWN


def _unit(match: re.Match[str], base: date, tense: Tense | None) -> Period | None:
    which = match["u_which"].lower().removeprefix("the ")
    if which in {"following", "same"}:
        return UNKNOWN
    return _of_unit(base, which, match["u_unit"].lower(), tense)


def _of_unit(base: date, which: str, unit: str, tense: Tense | None) -> Period:
    step = {"this": 0, "last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}[which]
    if unit in SEASONS:
        return _season(base, step, unit)
    if unit == "week":
        return cal.week(base, step)
    if unit == "weekend":
        return cal.weekend(base, step if step or tense != "past" or base.weekday() >= 5 else -1)
    if unit == "quarter":
        return cal.months(base.year, 3 * ((base.month - 1) // 3 + step) + 1, 3)
    if unit == "decade":
        return cal.years(base.year // 10 * 10 + 10 * step, base.year // 10 * 10 + 10 * step + 9)
    if unit == "century":
        return cal.years(base.year // 100 * 100 + 100 * step, base.year // 100 * 100 + 100 * step + 99)
    return cal.shift(base, step, unit)


def _season(base: date, step: int, name: str) -> Period:
    """This year's for "this summer", the latest that is over for "last", the first that has not begun for "next"."""
    first = SEASONS[name]
    # In January and February the winter that goes on began the year before.
    year = base.year - 1 if first == 12 and base.month < 3 else base.year
    if (step < 0 and base.month < (first + 3 if first < 12 else 3)) or (step < 0 and first == 12):
        year -= 1
    if step > 0 and (base.month >= first or (first == 12 and base.month < 3)):
        year += 1
    return cal.season(year, name)


def _ago(match: re.Match[str], base: date) -> Period | None:
    way = match["a_way"].lower()
    if way in {"earlier", "later"} or way.startswith(("before", "after")):
        return UNKNOWN
    count = _count(match["a_count"])
    unit = match["a_unit"].lower()
    if way == "ago":
        return cal.shift(base, -count, unit)
    start = base + timedelta(days={"tomorrow": 1, "yesterday": -1}.get(way.split()[1], 0))
    reach = cal.exact(start, count, unit)
    return cal.day(reach) if reach else UNKNOWN


def _ahead(match: re.Match[str], base: date, tense: Tense | None) -> Period | None:
    """A day to come for "in two weeks"; told of the past ("won twice in two weeks") it is a length, not a date."""
    count, unit = _count(match["h_count"]), match["h_unit"].lower()
    if match["h_next"]:
        return _reach(base, match["h_next"].lower(), count, unit)
    if tense == "past" and not match["h_time"]:
        return None
    reach = cal.exact(base, count, unit)
    if reach is None:
        return UNKNOWN
    return cal.days(base, reach) if match["h_way"].lower() == "within" else cal.day(reach)


def _stretch(match: re.Match[str], base: date) -> Period | None:
    return _reach(base, match["t_which"].lower(), _count(match["t_count"]), match["t_unit"].lower())


def _reach(base: date, which: str, count: int, unit: str) -> Period:
    """Up to the day of the article for "the last two weeks", from it on for "the next"."""
    forward = which in {"next", "coming"}
    reach = cal.exact(base, count if forward else -count, unit)
    if reach is None:
        return UNKNOWN
    return cal.days(base, reach) if forward else cal.days(reach, base)


def _weekend(_: re.Match[str], base: date, tense: Tense | None) -> Period | None:
    return _of_unit(base, "this", "weekend", tense or "past")


def _season_year(match: re.Match[str]) -> Period | None:
    return cal.season(int(match["y_year"]), match["y_season"].lower())


def _decade(match: re.Match[str]) -> Period | None:
    first = int(match["d_year"]) * 10
    return cal.years(first, first + 9)


def _years(match: re.Match[str]) -> Period | None:
    year = int(match["n_year"])
    last = match["n_last"]
    if not last:
        return cal.years(year)
    to = int(last) if len(last) == 4 else year // 100 * 100 + int(last)
    return cal.years(year, to) if to > year else cal.years(year)


def _the_day(match: re.Match[str], base: date, tense: Tense | None) -> Period | None:
    of_month = _day_of_month(match["o_day"])
    step = 1 if tense == "future" else -1
    for i in range(3):
        month = cal.month(base.year, base.month + step * i).start or ""
        found = cal.valid(int(month[:4]), int(month[5:]), of_month)
        if found and (found >= base if step > 0 else found <= base):
            return cal.day(found)
    return None


_ABSOLUTE = {
    "iso": _iso, "figures": _figures, "month_year": _month_year, "season_year": _season_year, "decade": _decade, "years": _years,
}  # fmt: skip
_OF = {"edge_of": _edge_of, "part_of": _part_of}
_FROM_DAY = {"near": _near, "ago": _ago, "stretch": _stretch}
_BY_TENSE = {
    "weekday": _weekday, "week_day": _week_day, "edge": _edge, "ahead": _ahead, "unit": _unit, "weekend": _weekend,
    "month": _only_month, "the_day": _the_day,
}  # fmt: skip


def _month(word: str) -> int:
    """1 to 12; 0 for no month."""
    return next((i for i, m in enumerate(MONTHS, 1) if m.startswith(word.lower().rstrip(".")[:3]) and len(word) > 2), 0)


def _short_weekday(word: str) -> int:
    return next(i for i, d in enumerate(WEEKDAYS) if d.startswith(word.lower()[:3]))


def _day_of_month(words: str) -> int:
    figure = _DIGITS.match(words)
    return int(figure.group()) if figure else ORDINALS.index(words.lower()) + 1


def _year(figures: str) -> int:
    """Two digits count as 1940 to 2039."""
    year = int(figures)
    return year if len(figures) > 2 else year + (2000 if year < 40 else 1900)


def _count(word: str) -> int:
    return int(word) if word.isdigit() else COUNTS[word.lower()]
