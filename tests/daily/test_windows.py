"""Windows, and which articles belong to them, decided from moments alone."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from briefer.errors import UsageError
from briefer.model import Article
from briefer.pipeline.windows import Stretch, day_of, lateness, length_of, moment_of, moments, stretch
from briefer.store.runs import Window

NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def window(until: datetime, since: datetime | None = None) -> Window:
    return Window(id=1, name="m", brief="b", regular=True, opened=until, since=since or until - DAY, until=until)


def test_windows_join_on_to_each_other() -> None:
    first = stretch(now=NOW, last=None)
    assert (first.since, first.until, first.regular) == (NOW - DAY, NOW, True)
    # Nothing comes late on the first day.
    assert first.oldest == first.since
    second = stretch(now=NOW + DAY, last=window(NOW))
    assert (second.since, second.until) == (NOW, NOW + DAY)
    assert second.oldest == NOW - timedelta(days=3)


def test_what_broke_off_is_taken_along() -> None:
    broken = window(NOW, NOW - DAY)
    assert stretch(now=NOW + DAY, last=None, unfinished=broken).since == NOW - DAY
    assert stretch(now=NOW + DAY, last=window(NOW - DAY), unfinished=broken).since == NOW - DAY


def test_a_clock_set_back_gives_an_empty_window_and_never_a_backward_one() -> None:
    made = stretch(now=NOW - DAY, last=window(NOW))
    assert (made.since, made.until, made.regular) == (NOW - DAY, NOW - DAY, True)


@pytest.mark.parametrize(
    ("since", "until", "regular"),
    [(-2, None, True), (-1, 0, True), (0, None, True), (1, None, False), (-5, -2, False), (-3, 4, True)],
)
def test_a_named_window_is_regular_where_it_joins_on(since: int, until: int | None, regular: bool) -> None:
    # Hours are counted from the end of the last one.
    end = NOW - DAY
    made = stretch(
        now=NOW,
        last=window(end),
        since=end + timedelta(hours=since),
        until=end + timedelta(hours=until) if until is not None else None,
    )
    assert made.regular is regular


def test_a_window_has_a_beginning_and_an_end() -> None:
    with pytest.raises(UsageError):
        stretch(now=NOW, last=None, since=NOW, until=NOW - DAY)
    with pytest.raises(UsageError):
        stretch(now=NOW, last=None, since=NOW + DAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24h", datetime(2026, 3, 28, 5, 30, tzinfo=UTC)),
        # In Brussels the clocks changed that night: the same time of day the day before.
        ("1d", datetime(2026, 3, 28, 6, 30, tzinfo=UTC)),
        ("90m", datetime(2026, 3, 29, 4, 0, tzinfo=UTC)),
        ("1w", datetime(2026, 3, 22, 6, 30, tzinfo=UTC)),
        ("2026-03-29", datetime(2026, 3, 28, 23, 0, tzinfo=UTC)),
        ("2026-03-29T07:00", datetime(2026, 3, 29, 5, 0, tzinfo=UTC)),
        ("2026-03-29T07:00Z", datetime(2026, 3, 29, 7, 0, tzinfo=UTC)),
    ],
)
def test_moments_that_people_write(text: str, expected: datetime) -> None:
    now = datetime(2026, 3, 29, 5, 30, tzinfo=UTC)
    assert moment_of(text, now=now, timezone="Europe/Brussels", option="--since") == expected


@pytest.mark.parametrize("text", ["", "yesterday", "h", "-1h", "1y", "2026-13-01"])
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(UsageError, match="--since"):
        moment_of(text, now=NOW, timezone="UTC", option="--since")


def test_lengths() -> None:
    assert length_of("90m", option="--max-age") == timedelta(minutes=90)
    assert length_of("2d", option="--max-age") == timedelta(days=2)
    with pytest.raises(UsageError):
        length_of("two days", option="--max-age")


@pytest.mark.parametrize(
    ("published", "first", "last"),
    [
        ("2026-11-21T08:00:00+02:00", "2026-11-21T06:00:00", "2026-11-21T06:00:00"),
        # Somewhere on earth.
        ("2026-11-21T08:00:00", "2026-11-20T18:00:00", "2026-11-21T20:00:00"),
        ("2026-11-21", "2026-11-20T10:00:00", "2026-11-22T12:00:00"),
        ("20261121", "2026-11-20T10:00:00", "2026-11-22T12:00:00"),
        ("2026-11", "2026-10-31T10:00:00", "2026-12-01T12:00:00"),
        ("2026", "2025-12-31T10:00:00", "2027-01-01T12:00:00"),
    ],
)
def test_dates_are_as_wide_as_they_may_mean(published: str, first: str, last: str) -> None:
    assert moments(published) == tuple(datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (first, last))


@pytest.mark.parametrize(
    ("published", "code"),
    [
        (None, None),
        ("2026-11-22T06:00:00Z", None),
        ("2026-11-20T06:29:00Z", "older"),
        ("2026-11-20T06:30:00Z", None),
        ("2026-11-19", None),
        ("2026-11-18", "older"),
        ("2030-01-01", None),
        ("0001-01-01", None),
        ("9999-12-31", None),
    ],
)
def test_what_belongs_to_a_window(published: str | None, code: str | None) -> None:
    made = Stretch(since=NOW - DAY, until=NOW, regular=True, oldest=NOW - timedelta(days=2))
    found = made.unfit(Article.of("Text.", published=published))
    assert (found[0] if found else None) == code


def test_a_window_of_ones_own_leaves_what_is_outside_to_others() -> None:
    made = Stretch(since=NOW - DAY, until=NOW, regular=False, oldest=NOW - DAY, ends=True)
    found = [made.unfit(Article.of("Text.", published=p)) for p in ("2026-11-19", "2026-11-22T06:30:00Z")]
    assert [one[0] for one in found if one] == ["outside", "outside"]


def test_the_day_of_a_brief() -> None:
    made = Stretch(since=NOW - DAY, until=datetime(2026, 11, 22, 23, 0, tzinfo=UTC), regular=True, oldest=NOW)
    assert str(day_of(made.until, "Europe/Brussels")) == "2026-11-22"
    assert str(day_of(made.until, "Asia/Tokyo")) == "2026-11-23"


@pytest.mark.parametrize(
    ("at", "now", "zone", "late"),
    [
        # There is no 02:30: it is due when the skipped hour is over.
        (time(2, 30), datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "Europe/Brussels", 0),
        (time(2, 30), datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "Europe/Brussels", 0),
        (time(2, 30), datetime(2026, 3, 29, 2, 0, tzinfo=UTC), "Europe/Brussels", 60),
        (time(2, 30), datetime(2026, 3, 8, 7, 0, tzinfo=UTC), "America/New_York", 0),
        (time(2, 30), datetime(2026, 3, 8, 7, 10, tzinfo=UTC), "America/New_York", 10),
        # A little early, also over midnight.
        (time(6, 30), datetime(2026, 11, 22, 6, 29, 30, tzinfo=UTC), "UTC", 0),
        (time(6, 30), datetime(2026, 11, 22, 5, 30, tzinfo=UTC), "UTC", 0),
        (time(0, 10), datetime(2026, 11, 22, 23, 50, tzinfo=UTC), "UTC", 0),
        (time(23, 50), datetime(2026, 11, 23, 0, 10, tzinfo=UTC), "UTC", 20),
    ],
)
def test_a_run_that_comes_early_is_not_late(at: time, now: datetime, zone: str, late: int) -> None:
    assert lateness(at, now=now, timezone=zone) == timedelta(minutes=late)


def test_lateness_in_the_hour_that_comes_twice() -> None:
    # The first one counts.
    twice = datetime(2026, 10, 25, 1, 40, tzinfo=UTC)
    assert lateness(time(2, 30), now=twice, timezone="Europe/Brussels") == timedelta(hours=1, minutes=10)


@pytest.mark.parametrize("last", [None, window(NOW)])
def test_an_end_alone_before_the_beginning_is_told_as_what_it_is(last: Window | None) -> None:
    with pytest.raises(UsageError) as refused:
        stretch(now=NOW, last=last, until=NOW - 2 * DAY)
    hint = "the first window begins 24 hours ago" if last is None else "begins where the last one ended"
    assert refused.value.hint is not None
    assert hint in refused.value.hint
