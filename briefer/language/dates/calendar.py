"""Days, weeks, months, seasons and years as inclusive periods of ISO strings at their own granularity."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import NamedTuple

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
#: Between these years there is a day for all that is counted from one.
FIRST_YEAR, LAST_YEAR = 3, 9997
#: First month of each season (northern hemisphere, as months).
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


class Period(NamedTuple):
    """Inclusive; None at an open end, or on both sides where the words cannot be resolved."""

    start: str | None
    end: str | None


UNKNOWN = Period(None, None)


def day(value: date) -> Period:
    """One day."""
    return Period(value.isoformat(), value.isoformat())


def days(first: date, last: date) -> Period:
    """Both days and all between."""
    return Period(first.isoformat(), last.isoformat())


def month(year: int, number: int) -> Period:
    """The month; `number` may be outside 1 to 12."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return Period(f"{year:04}-{number:02}", f"{year:04}-{number:02}")


def months(year: int, first: int, count: int) -> Period:
    """`count` months from the `first` of a year on."""
    return Period(month(year, first).start, month(year, first + count - 1).end)


def years(first: int, last: int | None = None) -> Period:
    """One year, or all from the first to the last."""
    return Period(f"{first:04}", f"{first if last is None else last:04}")


def season(year: int, name: str) -> Period:
    """A winter belongs to the year in which it starts."""
    return months(year, SEASONS[name], 3)


def week(of: date, offset: int) -> Period:
    """Monday to Sunday of the week `offset` weeks away."""
    monday = of - timedelta(days=of.weekday()) + timedelta(weeks=offset)
    return days(monday, monday + timedelta(days=6))


def weekend(of: date, offset: int) -> Period:
    """Saturday and Sunday of the week `offset` weeks away."""
    saturday = of - timedelta(days=of.weekday()) + timedelta(weeks=offset, days=5)
    return days(saturday, saturday + timedelta(days=1))


def shift(base: date, count: int, unit: str) -> Period:
    """`count` units away: a day for days and weeks, else the month or year that it falls into."""
    try:
        if unit in {"day", "week"}:
            return day(base + timedelta(days=count * (7 if unit == "week" else 1)))
        if unit == "month":
            return month(base.year, base.month + count)
        reach = base.year + count * {"year": 1, "decade": 10, "century": 100}[unit]
        return years(reach) if 1 <= reach <= 9999 else UNKNOWN
    except (OverflowError, ValueError):
        return UNKNOWN


def exact(base: date, count: int, unit: str) -> date | None:
    """The very day `count` units away; the last one of a month that is too short."""
    try:
        if unit in {"day", "week"}:
            return base + timedelta(days=count * (7 if unit == "week" else 1))
        reach = base.month - 1 + count * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
        year, number = base.year + reach // 12, reach % 12 + 1
        return date(year, number, min(base.day, calendar.monthrange(year, number)[1]))
    except (OverflowError, ValueError, IndexError):
        return None


def first_day(of: str) -> date:
    """The first day of an ISO day, month or year."""
    parts = [int(p) for p in of.split("-")]
    return date(*[*parts, 1, 1][:3])


def last_day(of: str) -> date:
    """The last day of an ISO day, month or year."""
    parts = [int(p) for p in of.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(parts[0], parts[1], calendar.monthrange(parts[0], parts[1])[1])
    return date(*parts[:3])


def before(of: str) -> str | None:
    """The day, month or year that ends right before `of` starts, at its granularity."""
    return _neighbour(of, -1)


def after(of: str) -> str | None:
    """The day, month or year that starts right after `of` ends, at its granularity."""
    return _neighbour(of, 1)


def _neighbour(of: str, step: int) -> str | None:
    parts = [int(p) for p in of.split("-")]
    if len(parts) == 1:
        return years(parts[0] + step).start if 1 <= parts[0] + step <= 9999 else None
    if len(parts) == 2:
        return month(parts[0], parts[1] + step).start
    try:
        return (date(*parts[:3]) + timedelta(days=step)).isoformat()
    except OverflowError:
        return None


def valid(year: int, number: int, of_month: int) -> date | None:
    """The date, or None where there is no such day."""
    try:
        return date(year, number, of_month)
    except ValueError:
        return None


def day_of(published: str | None) -> date | None:
    """The local day of an ISO date or date-time."""
    try:
        base = date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
    return base if FIRST_YEAR <= base.year <= LAST_YEAR else None
