"""Which time a daily brief is about, and which articles belong to it; decided from moments alone."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from briefer.errors import UsageError
from briefer.model import Article
from briefer.pipeline.recording import OLDER
from briefer.store.runs import Window
from briefer.templating import ENGLISH

#: What the first run looks back.
FIRST = timedelta(hours=24)
#: Articles come late: a feed was down, a page got its date before it was there. So much older than the window they
#: may be, unless they were seen; the first run takes none, or it would tell of half a week.
LATE = timedelta(days=3)
#: A window that is shorter than this and brings nothing is no empty day, only a second try: nobody is told.
SHORT = timedelta(hours=3)
#: How far the clocks of the world are from UTC: a date without a zone may be as early or as late.
_EAST, _WEST = timedelta(hours=14), timedelta(hours=12)
_AGO = re.compile(r"(\d{1,4})\s*(m|h|d|w)")


def soon(moment: datetime, now: datetime) -> bool:
    """Whether so little time has passed since then that this is a second try; after a clock that was ahead it is none."""
    return timedelta(0) <= now - moment < SHORT


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A window that is to be worked on; aware moments."""

    since: datetime
    until: datetime
    #: Whether the next regular one begins where it ends.
    regular: bool
    #: Articles published before are too old.
    oldest: datetime
    #: Whether articles published from its end on are left for a later one.
    ends: bool = False

    def unfit(self, article: Article) -> tuple[str, str] | None:
        """Why an article does not belong to it; one without a date does."""
        if article.published is None:
            return None
        try:
            first, last = moments(article.published)
        except (OverflowError, ValueError):
            # At the ends of time: as good as no date.
            return None
        if last < self.oldest:
            return (OLDER if self.regular else "outside"), f"older than this brief’s window ({article.published[:10]})"
        if self.ends and first >= self.until:
            return "outside", f"newer than this brief’s window ({article.published[:10]})"
        return None


def stretch(
    *,
    now: datetime,
    last: Window | None,
    unfinished: Window | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Stretch:
    """The window of a run that begins now: from the end of the last regular one on, unless `since` or `until` say else.

    `unfinished` is what a run before could not end. A window that somebody names is regular where it joins on to the
    last one, or there is none yet; otherwise it stands for itself, and the next regular one is as it would have been.
    """
    named = since is not None or until is not None
    end = last.until if last is not None else None
    begins = [end or now - FIRST]
    if unfinished is not None:
        begins.append(unfinished.since)
    # A clock that was set back: the window is empty, and what is new is told by what was seen.
    start = since or min(*begins, now)
    stop = min(until or now, now)
    if start > stop or (named and start == stop):
        raise UsageError(
            f"the window would end before it begins: {shown(start)} to {shown(stop)}",
            hint="--since comes before --until"
            if since is not None
            else "without --since the window begins where the last one ended: name its beginning with --since"
            if end is not None
            else "without --since the first window begins 24 hours ago: name its beginning with --since",
        )
    regular = end is None or not named or start <= end <= stop
    late = regular and last is not None
    return Stretch(
        since=start, until=stop, regular=regular, oldest=start - LATE if late else start, ends=until is not None
    )


def moment_of(text: str, *, now: datetime, timezone: str, option: str) -> datetime:
    """The moment that `--since` or `--until` names; a `UsageError` names the option.

    `90m` and `24h` are so long ago, `2d` and `1w` the same time of day so many days ago in the zone. An ISO date is
    its beginning there, a date-time without an offset is taken there too.
    """
    zone = ZoneInfo(timezone)
    if (ago := _AGO.fullmatch(text.strip())) is not None:
        number, unit = int(ago[1]), ago[2]
        if unit in ("m", "h"):
            return now - (timedelta(minutes=number) if unit == "m" else timedelta(hours=number))
        # Not so many hours: the days on which the clocks change have 23 or 25.
        there = now.astimezone(zone).replace(tzinfo=None) - timedelta(days=number * (7 if unit == "w" else 1))
        return there.replace(tzinfo=zone).astimezone(UTC)
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(
            f"{option} {text} is no time", hint="write it as 24h, 2d, 2026-11-22 or 2026-11-22T06:30"
        ) from error
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def length_of(text: str, *, option: str) -> timedelta:
    """How long `90m`, `3h` or `2d` is; a `UsageError` names the option."""
    if (found := _AGO.fullmatch(text.strip())) is None:
        raise UsageError(f"{option} {text} is no length of time", hint="write it as 90m, 3h or 2d")
    return timedelta(minutes=int(found[1]) * {"m": 1, "h": 60, "d": 1440, "w": 10080}[found[2]])


def day_of(until: datetime, timezone: str) -> date:
    """The day, in this time zone, of the brief whose window ends there: the last one of which it has something."""
    return (until - timedelta(microseconds=1)).astimezone(ZoneInfo(timezone)).date()


def time_of(text: str) -> time:
    """The time of day that `--at` names."""
    if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text, re.ASCII):
        raise UsageError(f"--at {text} is no time of day", hint="write it as 06:30")
    hours, _, minutes = text.partition(":")
    return time(int(hours), int(minutes))


def max_lateness_of(text: str) -> timedelta:
    """What `--max-lateness` allows; a `UsageError` for half a day and more, when the next brief is nearer."""
    found = length_of(text, option="--max-lateness")
    if found >= timedelta(hours=12):
        raise UsageError(
            f"--max-lateness {text} is half a day or more", hint="by then the next brief is nearer: say 3h"
        )
    return found


def lateness(at: time, *, now: datetime, timezone: str) -> timedelta:
    """How long ago the nearest time was at which a brief is due every day in this zone; nothing where it is to come."""
    zone = ZoneInfo(timezone)
    today = now.astimezone(zone).date()
    dues = [_due(datetime.combine(today + timedelta(days=days), at, zone)) for days in (-1, 0, 1)]
    return max(now - min(dues, key=lambda due: abs(now - due)), timedelta(0))


def _due(there: datetime) -> datetime:
    """The moment that a clock shows this, the first one where it does so twice; else the end of the skipped hour."""
    due, earlier = (there.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if earlier >= due:
        return due
    # Skipped: the clock changes in between, at a full minute.
    after = due.astimezone(there.tzinfo).utcoffset()
    while earlier.astimezone(there.tzinfo).utcoffset() != after:
        earlier += timedelta(minutes=1)
    return earlier


def moments(published: str) -> tuple[datetime, datetime]:
    """The first and the last moment that a `published` may mean; without an offset its place is not known."""
    if len(published) in (4, 7):
        year, month = (*map(int, published.split("-")), 0)[:2]
        return _days(date(year, month or 1, 1), date(year, month or 12, calendar.monthrange(year, month or 12)[1]))
    found = datetime.fromisoformat(published)
    if len(published) <= 10:
        return _days(found.date(), found.date())
    if found.tzinfo is not None:
        return found, found
    return found.replace(tzinfo=UTC) - _EAST, found.replace(tzinfo=UTC) + _WEST


def shown(moment: datetime, timezone: str = "UTC") -> str:
    """`22 November 2026, 06:30`, in this zone."""
    there = moment.astimezone(ZoneInfo(timezone))
    return f"{ENGLISH.day(there.date(), year=True)}, {there:%H:%M}"


def _days(first: date, last: date) -> tuple[datetime, datetime]:
    begins, ends = (datetime.combine(day, time(), UTC) for day in (first, last))
    return begins - _EAST, ends + timedelta(days=1) + _WEST
