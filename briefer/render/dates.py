"""Dates as a reader writes them, seen from the day on which the brief was made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from briefer.language.dates import calendar
from briefer.model import Brief, NextStep, StepKind, When
from briefer.render.words import words

#: Kinds of steps that somebody is bound to, or asked for: past their date they are overdue, not merely past.
BINDING: frozenset[StepKind] = frozenset({"scheduled", "pledged", "demanded"})

_MONTHS = tuple(month.capitalize() for month in calendar.MONTHS)
_LIMIT = re.compile(r"\b(?:by|before|until|till|within|no later than|at the latest|avant|d’ici|d'ici)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Calendar:
    """How one brief writes dates: this year's without the year, its own time in its own zone."""

    created: datetime

    @classmethod
    def of(cls, brief: Brief) -> Calendar:
        """The calendar of a brief; a zone that this machine does not know counts as UTC."""
        moment = datetime.fromisoformat(brief.created)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        try:
            return cls(aware.astimezone(ZoneInfo(brief.timezone)))
        except (ZoneInfoNotFoundError, ValueError):
            return cls(aware)

    def now(self) -> str:
        """When the brief was made: `21 May 2026, 07:10`."""
        return f"{self._day(self.created.date(), year=True)}, {self.created:%H:%M}"

    def stamp(self, published: str | None) -> str:
        """An article's own time, never converted: `20 May, 19:40`, `20 May`, `May 2025`."""
        if not published:
            return ""
        if "T" not in published and " " not in published:
            return self.day(published)
        try:
            moment = datetime.fromisoformat(published)
        except ValueError:
            return published
        return f"{self._day(moment.date())}, {moment:%H:%M}"

    def day(self, iso: str) -> str:
        """A day, month or year: `20 May`, `May 2025`, `2027`; words that are no date stay as they are."""
        try:
            first = calendar.first_day(iso[:10])
        except ValueError:
            return iso
        parts = iso[:10].count("-") + 1
        if parts == 1:
            return f"{first.year}"
        if parts == 2:
            return f"{_MONTHS[first.month - 1]} {first.year}"
        return self._day(first)

    def _day(self, day: date, *, year: bool = False) -> str:
        text = f"{day.day} {_MONTHS[day.month - 1]}"
        return f"{text} {day.year}" if year or day.year != self.created.year else text

    def when(self, when: When | None) -> str:
        """The resolved date: `26 May`, `by 31 May`, `18 to 20 May`; nothing where the words name no day."""
        if when is None:
            return ""
        start, end = when.from_, when.to
        if start and end and start != end:
            if _LIMIT.search(when.text):
                return f"by {self.day(end)}"
            return _span(self.day(start), self.day(end))
        if start and not end:
            return f"from {self.day(start)}"
        if end and not start:
            return f"by {self.day(end)}"
        return self.day(start) if start else ""

    def words(self, when: When | None) -> str:
        """The article's own words of time, unless they say the date as the brief writes it."""
        if when is None:
            return ""
        return "" if _same_date(when.text, self.when(when)) else when.text

    def due(self, step: NextStep) -> str:
        """`overdue`, `due today`, `date passed`, or nothing."""
        if step.when is None:
            return ""
        last = _last_day(step.when.to or step.when.from_ or "")
        today = self.created.date()
        if last is None or last > today:
            return ""
        if last == today:
            return "due today"
        if step.when.to is None:
            return ""
        return "overdue" if step.kind in BINDING else "date passed"


def _span(start: str, end: str) -> str:
    """`18 to 20 May` rather than `18 May to 20 May`."""
    first, _, rest = start.partition(" ")
    return f"{first} to {end}" if rest and first.isdigit() and end.endswith(" " + rest) else f"{start} to {end}"


def _same_date(text: str, resolved: str) -> bool:
    """`on 26 May`, `May 26` and `26 May 2026` all say `26 May`."""
    idle = {"on", "by", "from", "to", "the", "of", "in", "until", "before"}

    def parts(line: str) -> set[str]:
        tokens = {re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", w) for w in words(line)} - idle
        return {next((m for m in calendar.MONTHS if len(t) > 2 and m.startswith(t)), t) for t in tokens}

    mine, theirs = parts(text), parts(resolved)
    return bool(theirs) and (
        mine == theirs or (theirs < mine and all(re.fullmatch(r"\d{4}", e) for e in mine - theirs))
    )


def _last_day(iso: str) -> date | None:
    """The last day of a day, month or year; None where it is none of these."""
    try:
        return calendar.last_day(iso[:10])
    except ValueError:
        return None
