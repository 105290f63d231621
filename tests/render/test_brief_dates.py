"""Dates as a reader writes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from briefer.model import NextStep, Span, When
from briefer.render.dates import Calendar

CALENDAR = Calendar(datetime(2026, 5, 21, 7, 10, tzinfo=UTC))


def _when(text: str, start: str | None, end: str | None) -> When:
    return When(text, Span("a", 0, 1), start, end)


@pytest.mark.parametrize(
    ("when", "date", "words"),
    [
        (_when("next Tuesday", "2026-05-26", "2026-05-26"), "26 May", "next Tuesday"),
        (_when("on 26 May", "2026-05-26", "2026-05-26"), "26 May", ""),
        (_when("May 26", "2026-05-26", "2026-05-26"), "26 May", ""),
        (_when("May 26th, 2026", "2026-05-26", "2026-05-26"), "26 May", ""),
        (_when("in early 2027", "2027-01", "2027-03"), "January 2027 to March 2027", "in early 2027"),
        (_when("until 2 December", None, "2026-12-02"), "until 2 December", ""),
        (_when("until the first week of June", None, "2026-06-07"), "until 7 June", "until the first week of June"),
        (_when("before the month is out", None, "2026-05-31"), "by 31 May", "before the month is out"),
        (_when("by the end of the month", "2026-05-20", "2026-05-31"), "by 31 May", "by the end of the month"),
        (_when("over the next three days", "2026-05-20", "2026-05-22"), "20 to 22 May", "over the next three days"),
        (_when("next fortnight", "2026-05-25", "2026-06-07"), "25 May to 7 June", "next fortnight"),
        (_when("from Monday", "2026-05-25", None), "from 25 May", "from Monday"),
        (_when("last month", "2025-11", "2025-11"), "November 2025", "last month"),
        (_when("next year", "2027", "2027"), "2027", "next year"),
        (_when("last Wednesday", "2025-12-03", "2025-12-03"), "3 December 2025", "last Wednesday"),
        (_when("soon", None, None), "", "soon"),
    ],
)
def test_a_date_is_resolved_beside_its_words(when: When, date: str, words: str) -> None:
    assert (CALENDAR.when(when), CALENDAR.words(when)) == (date, words)


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("2026-05-20T23:40:00-07:00", "20 May, 23:40"),
        ("2025-05-20T19:40:00", "20 May 2025, 19:40"),
        ("2026-05-20", "20 May"),
        ("2026-05", "May 2026"),
        ("in the spring", "in the spring"),
        (None, ""),
    ],
)
def test_an_articles_time_is_never_converted(published: str | None, shown: str) -> None:
    assert CALENDAR.stamp(published) == shown


@pytest.mark.parametrize(
    ("kind", "end", "due"),
    [
        ("pledged", "2026-05-20", "overdue"),
        ("scheduled", "2026-05-20", "overdue"),
        ("predicted", "2026-05-20", "date passed"),
        ("conditional", "2026-05-20", "date passed"),
        ("pledged", "2026-05-21", "due today"),
        ("pledged", "2026-05-22", ""),
        ("pledged", "2026-05", ""),
        ("pledged", "2026-04", "overdue"),
        ("pledged", "2025", "overdue"),
        ("pledged", None, ""),
    ],
)
def test_what_is_due_is_decided_by_the_day_of_the_brief(kind: str, end: str | None, due: str) -> None:
    step = NextStep(text="x", kind=kind, when=_when("then", end, end))  # type: ignore[arg-type]
    assert CALENDAR.due(step) == due


def test_an_open_end_is_never_overdue() -> None:
    assert CALENDAR.due(NextStep(text="x", kind="pledged", when=_when("from May", "2026-05-01", None))) == ""
    assert CALENDAR.due(NextStep(text="x", kind="pledged")) == ""
