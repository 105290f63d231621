"""Dates as a reader writes them, seen from the day on which the brief was made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from briefer.language.dates import calendar
from briefer.model import Brief, NextStep, StepKind, When
from briefer.render.words import words
from briefer.templating import ENGLISH, Locale

#: Kinds of steps that somebody is bound to, or asked for: past their date they are overdue, not merely past.
BINDING: frozenset[StepKind] = frozenset({"scheduled", "pledged", "demanded"})

_LIMIT = re.compile(r"\b(?:by|before|until|till|within|no later than|at the latest|avant|d’ici|d'ici)\b", re.IGNORECASE)

#: What lasts until a day, rather than having to be done by it; "has until Friday to answer" may say either.
_LASTING = re.compile(r"\b(?:until|till)\b|\bjusqu", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Calendar:
    """How one brief writes dates: this year's without the year, its own time in its own zone."""

    created: datetime
    locale: Locale = ENGLISH

    @classmethod
    def of(cls, brief: Brief, locale: Locale = ENGLISH) -> Calendar:
        """The calendar of a brief; a zone that this machine does not know counts as UTC."""
        moment = datetime.fromisoformat(brief.created)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        try:
            return cls(aware.astimezone(ZoneInfo(brief.timezone)), locale)
        except (ZoneInfoNotFoundError, ValueError):
            return cls(aware, locale)

    def now(self) -> str:
        """When the brief was made: `21 May 2026, 07:10`."""
        return self._moment(self.today(), self.created)

    def today(self) -> str:
        """The day on which the brief was made: `21 May 2026`."""
        return self.locale.day(self.created.date(), year=True)

    def time(self) -> str:
        """The time at which the brief was made: `07:10`."""
        return self.locale.time(self.created.time())

    def _moment(self, day: str, moment: datetime) -> str:
        return self.locale.gettext("%(day)s, %(time)s", day=day, time=self.locale.time(moment.time()))

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
        return self._moment(self._day(moment.date()), moment)

    def day(self, iso: str) -> str:
        """A day, month or year: `20 May`, `May 2025`, `2027`; words that are no date stay as they are."""
        try:
            first = calendar.first_day(iso[:10])
        except ValueError:
            return iso
        if (grain := _grain(iso)) == "day":
            return self._day(first)
        return self.locale.month(first) if grain == "month" else f"{first.year}"

    def _day(self, day: date) -> str:
        return self.locale.day(day, year=day.year != self.created.year)

    def when(self, when: When | None) -> str:
        """The resolved date: `26 May`, `by 31 May`, `18 to 20 May`; nothing where the words name no day."""
        if when is None:
            return ""
        start, end = when.from_, when.to
        if start and end and start != end:
            if _LIMIT.search(when.text):
                return self._until(end, lasting=bool(_LASTING.search(when.text)))
            return self._span(start, end)
        if start and not end:
            return self._from(start)
        if end and not start:
            return self._until(end, lasting=bool(_LASTING.search(when.text)))
        return self.day(start) if start else ""

    def _until(self, iso: str, *, lasting: bool) -> str:
        """`by 31 May`, `until 2028`: a message for each grain, because languages put other words before each."""
        _, day, grain = self.locale.gettext, self.day(iso), _grain(iso)
        if lasting and grain == "day":
            return _("until %(day)s", day=day)
        if lasting:
            return _("until %(month)s", month=day) if grain == "month" else _("until %(year)s", year=day)
        if grain == "day":
            return _("by %(day)s", day=day)
        return _("by %(month)s", month=day) if grain == "month" else _("by %(year)s", year=day)

    def _from(self, iso: str) -> str:
        _, day, grain = self.locale.gettext, self.day(iso), _grain(iso)
        if grain == "day":
            return _("from %(day)s", day=day)
        return _("from %(month)s", month=day) if grain == "month" else _("from %(year)s", year=day)

    def _span(self, start: str, end: str) -> str:
        """`18 to 20 May` rather than `18 May to 20 May`."""
        try:
            first, last = calendar.first_day(start[:10]), calendar.first_day(end[:10])
        except ValueError:
            return self.locale.span(start, end)
        grains = {_grain(start), _grain(end)}
        own = first.year == last.year == self.created.year
        if grains == {"day"} and (own or self.created.year not in (first.year, last.year)):
            return self.locale.days(first, last, year=not own)
        return (
            self.locale.months(first, last) if grains == {"month"} else self.locale.span(self.day(start), self.day(end))
        )

    def words(self, when: When | None) -> str:
        """The article's own words of time, unless they say the date as the brief writes it."""
        if when is None:
            return ""
        said = self.when(when)
        # A page in French resolves “on 26 May” of an English article to “26 mai”, which says nothing else.
        plain = said if self.locale.english else Calendar(self.created).when(when)
        return "" if _same_date(when.text, said) or _same_date(when.text, plain) else when.text

    def due(self, step: NextStep) -> str:
        """`overdue`, `due today`, `date passed`, or nothing."""
        if step.when is None:
            return ""
        last = _last_day(step.when.to or step.when.from_ or "")
        today = self.created.date()
        if last is None or last > today:
            return ""
        if last == today:
            return self.locale.gettext("due today")
        if step.when.to is None:
            return ""
        return self.locale.gettext("overdue") if step.kind in BINDING else self.locale.gettext("date passed")


def _grain(iso: str) -> str:
    """`day`, `month` or `year`."""
    return ("year", "month", "day")[min(iso[:10].count("-"), 2)]


def _same_date(text: str, resolved: str) -> bool:
    """`on 26 May`, `May 26` and `26 May 2026` all say `26 May`."""
    idle = {"on", "by", "from", "to", "the", "of", "in", "until", "before", "le", "du", "au", "en", "dès", "d'ici", "à"}

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
