"""Whether a source still gives what it used to give; decided from dates alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

#: Dates that a rhythm can be told from; fewer tell nothing.
_ENOUGH = 5
#: The latest dates that count: a rhythm changes.
_LATEST = 50
#: A source is quiet when it has paused half as long again as it ever did lately, and never within a day and a half:
#: a weekend or a holiday more is no silence.
_PATIENCE = 1.5
_LEAST = timedelta(hours=36)


def longest_pause(dates: Iterable[datetime]) -> timedelta | None:
    """The longest time that lay between two of the latest dates; None where there are too few to tell."""
    latest = sorted(set(dates))[-_LATEST:]
    if len(latest) < _ENOUGH:
        return None
    return max(later - earlier for earlier, later in zip(latest, latest[1:], strict=False))


def quiet_for(
    dates: Iterable[datetime], *, now: datetime, after: timedelta | None = None
) -> tuple[timedelta, timedelta] | None:
    """How long a source has been quiet, and what would be normal; None where it is not, or nothing can be told.

    `dates` are those of its items, of earlier visits too; `after` is what its owner calls normal. Dates to come do
    not count: some items are dated ahead.
    """
    known = [date for date in dates if date <= now]
    if not known:
        return None
    pause = longest_pause(known)
    normal = after or (max(pause * _PATIENCE, _LEAST) if pause is not None else None)
    silence = now - max(known)
    return (silence, normal) if normal is not None and silence > normal else None
