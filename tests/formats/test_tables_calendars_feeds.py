"""CSV, iCalendar and Atom, each read back by somebody else's reader."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import icalendar
import pytest

from briefer.formats.atom import NAMESPACE
from briefer.formats.csv import COLUMNS
from briefer.formats.ics import LONG, days
from briefer.model import Brief, Span, When
from briefer.templating import one_line

Written = Callable[[Brief, str], str]
ATOM = {"a": NAMESPACE}


def _table(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_every_position_is_a_row(any_brief: Brief, written: Written) -> None:
    rows = _table(written(any_brief, "csv"))
    positions = [(s, p) for s in any_brief.stories for p in s.positions]
    assert [row["claim"] for row in rows] == [p.id for _, p in positions]
    assert all(list(row) == list(COLUMNS) for row in rows)
    for row, (story, position) in zip(rows, positions, strict=True):
        assert row["stance"] == position.stance
        assert row["story"].removeprefix("'") == one_line(story.headline)


def test_a_spreadsheet_finds_no_formula(complete: Brief, written: Written) -> None:
    story = complete.stories[0]
    position = replace(story.positions[0], holder="=HYPERLINK(1)", text="+1 +2\r\n=3", holder_role="@SUM(A1)")
    brief = replace(complete, stories=(replace(story, positions=(position,)),))
    (row,) = _table(written(brief, "csv"))
    assert (row["holder"], row["text"], row["holder_role"]) == ("'=HYPERLINK(1)", "'+1 +2 =3", "'@SUM(A1)")
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


def test_quotes_are_the_articles_own_words(complete: Brief, written: Written) -> None:
    texts = {a.id: a.text for a in complete.articles}
    rows = {row["claim"]: row for row in _table(written(complete, "csv"))}
    quoted = [p for s in complete.stories for p in s.positions if p.quotes]
    assert quoted
    for position in quoted:
        words = " / ".join(texts[q.article][q.start : q.end] for q in position.quotes)
        assert rows[position.id]["quotes"].removeprefix("'") == one_line(words)


def test_the_calendar_has_the_dated_steps_and_no_others(any_brief: Brief, written: Written) -> None:
    calendar = icalendar.Calendar.from_ical(written(any_brief, "ics"))
    steps = {s.id: s for story in any_brief.stories for s in story.next_steps}
    events = {str(e["uid"]).removesuffix("@briefer"): e for e in calendar.walk("VEVENT")}
    assert set(events) == {name for name, step in steps.items() if days(step.when)}
    for name, event in events.items():
        step = steps[name]
        assert str(event["status"]) == ("CONFIRMED" if step.kind == "scheduled" else "TENTATIVE")
        assert one_line(step.text).rstrip(".").lower() in str(event["summary"]).lower()
        # A threat or a forecast is never shown as an agreed step.
        if step.kind not in ("scheduled", "pledged"):
            assert ": " in str(event["summary"])
        assert event["dtend"].dt > event["dtstart"].dt


def test_lines_of_a_calendar_are_short_and_end_in_crlf(complete: Brief, written: Written) -> None:
    lines = written(complete, "ics").encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75  # RFC 5545, section 3.1
    assert not any(b"\n" in line for line in lines)


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("2026-05-26", "2026-05-26", "2026-05-26", "2026-05-26"),
        ("2026-05-18", "2026-05-20", "2026-05-18", "2026-05-20"),
        # Due by its end, in a long period, or from a day on.
        (None, "2026-05-31", "2026-05-31", "2026-05-31"),
        ("2026-06", "2026-06", "2026-06-30", "2026-06-30"),
        ("2026-06-01", None, "2026-06-01", "2026-06-01"),
    ],
)
def test_days_of_a_step(start: str | None, end: str | None, first: str, last: str) -> None:
    when = When(text="then", span=Span("a", 0, 4), from_=start, to=end)
    assert days(when) == (date.fromisoformat(first), date.fromisoformat(last))


def test_words_without_a_day_have_no_entry() -> None:
    assert days(None) is None
    assert days(When(text="soon", span=Span("a", 0, 4), from_=None, to=None)) is None
    assert LONG > 7


def test_the_feed_is_well_formed_and_whole(any_brief: Brief, written: Written) -> None:
    root = ET.fromstring(written(any_brief, "atom"))  # noqa: S314 - our own
    (entry,) = root.findall("a:entry", ATOM)
    edited = [edit.at for edit in any_brief.edits]
    assert root.findtext("a:updated", namespaces=ATOM) == (edited[-1] if edited else any_brief.created)
    assert entry.findtext("a:id", namespaces=ATOM) == f"urn:briefer:brief:{any_brief.id}"
    assert entry.findtext("a:title", namespaces=ATOM) == one_line(any_brief.title)
    content = entry.findtext("a:content", namespaces=ATOM) or ""
    for story in any_brief.stories:
        assert story.headline.split()[0][:4].lower() in content.lower()


class _Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_feed_carries_no_active_content(hostile: Brief, written: Written) -> None:
    root = ET.fromstring(written(hostile, "atom"))  # noqa: S314 - our own
    tags = _Tags()
    tags.feed(root.findtext("a:entry/a:content", namespaces=ATOM) or "")
    assert {"h1", "p", "a"} <= {tag for tag, _ in tags.found}
    assert not {"script", "img", "iframe", "form", "object", "style", "svg"} & {tag for tag, _ in tags.found}
    for _, attributes in tags.found:
        assert not any(name.startswith("on") for name in attributes)
        assert (attributes.get("href") or "#").startswith(("#", "http://", "https://", "mailto:"))
