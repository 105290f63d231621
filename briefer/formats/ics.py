"""Next steps as a calendar that Outlook, Apple and Google take (RFC 5545)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from briefer.language.dates import calendar
from briefer.language.meaning import Time
from briefer.model import AGREED, Article, Entry, NextStep, StepKind, Story
from briefer.templating import ENGLISH, Locale, Page, one_line, safe_url

if TYPE_CHECKING:
    from icalendar import Event

#: Who made the file, as RFC 5545 wants it.
PRODUCT = "-//briefer//briefing notes//EN"
#: Days from which on a period is no entry of its own length.
LONG = 14


class IcsFormat:
    """An all-day entry for each next step with a date; those without one are in the brief alone."""

    suffixes = (".ics",)
    media_type = "text/calendar"

    def render(self, page: Page) -> str:
        """The calendar."""
        return _calendar(page.title, _events(page))


def ledger_calendar(entries: Iterable[Entry], *, title: str) -> str:
    """An all-day entry for each step of the ledger that has a date.

    What was called off, denied or dropped is cancelled, so that a calendar which has it strikes it out.
    """
    return _calendar(title, _ledger_events(entries, _Words(ENGLISH, str)))


def _calendar(title: str, events: Iterable[Event]) -> str:
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", one_line(title))
    for event in events:
        made.add_component(event)
    text: bytes = made.to_ical()
    return text.decode()


def _all_day(uid: str, when: tuple[date, date], *, sequence: int, stamp: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", stamp)
    event.add("dtstart", when[0])
    # The end of an all-day entry is the day after.
    event.add("dtend", when[1] + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _events(page: Page) -> Iterator[Event]:
    brief = page.brief
    words = _Words(page.locale, page.helpers(page.locale).get("filters", {}).get("kind", str))
    articles = {article.id: article for article in brief.articles}
    stamp = datetime.fromisoformat(brief.created)
    for story in brief.stories:
        for step in story.next_steps:
            when = days(step.when)
            if when is None:
                continue
            # The same step of a later revision takes the place of the earlier entry.
            event = _all_day(f"{step.id}@briefer", when, sequence=brief.revision - 1, stamp=stamp)
            event.add("summary", _summary(step.text, step.kind, words))
            event.add("description", _description(step, story, articles, words))
            event.add("status", _status(step.kind))
            event.add("categories", [step.kind])
            if address := _address(step, articles):
                event.add("url", address)
            yield event


def _ledger_events(entries: Iterable[Entry], words: _Words) -> Iterator[Event]:
    for entry in entries:
        when = days(entry)
        if when is None:
            continue
        changed = datetime.fromisoformat(entry.modified)
        event = _all_day(entry.uid, when, sequence=entry.sequence, stamp=changed)
        event.add("last-modified", changed)
        event.add("summary", _summary(entry.text, entry.kind, words))
        event.add("description", _ledger_description(entry, words))
        event.add("status", "CANCELLED" if entry.state in ("contradicted", "dropped") else _status(entry.kind))
        event.add("categories", [entry.kind])
        if address := next((address for q in entry.evidence if (address := safe_url(q.url))), ""):
            event.add("url", address)
        yield event


def _status(kind: StepKind) -> str:
    return "CONFIRMED" if kind == "scheduled" else "TENTATIVE"


def days(when: Time | None) -> tuple[date, date] | None:
    """The first and the last day of an entry; None without a date.

    What is due within a long period, or by its end, stands on its last day: an entry of a month hides the month.
    """
    if when is None or not (when.from_ or when.to):
        return None
    try:
        first = calendar.first_day((when.from_ or when.to or "")[:10])
        last = calendar.last_day((when.to or when.from_ or "")[:10])
    except ValueError:
        return None
    if when.from_ is None or (last - first).days >= LONG:
        return last, last
    return (first, first) if when.to is None else (first, last)


@dataclass(frozen=True, slots=True)
class _Words:
    """What the entries say in the page's language."""

    locale: Locale
    kind: Callable[[str], str]

    def labelled(self, label: str, value: str) -> str:
        return self.locale.gettext("%(label)s: %(value)s", label=label, value=value)


def _summary(text: str, kind: StepKind, words: _Words) -> str:
    text = one_line(text).rstrip(".")
    text = text[:1].upper() + text[1:]
    return text if kind in AGREED else words.labelled(words.kind(kind).capitalize(), text)


def _description(step: NextStep, story: Story, articles: Mapping[str, Article], words: _Words) -> str:
    _, labelled = words.locale.gettext, words.labelled
    lines = [one_line(story.headline), labelled(_("Kind"), words.kind(step.kind))]
    if step.actor:
        lines.append(labelled(_("Who"), one_line(step.actor)))
    if step.says:
        lines.append(labelled(_("Says"), one_line(step.says)))
    if step.when is not None:
        lines.append(labelled(_("When"), one_line(step.when.text)))
    for span in step.evidence:
        if (article := articles.get(span.article)) is not None:
            lines += [
                "",
                words.locale.quoted(one_line(article.text[span.start : span.end])),
                one_line(article.outlet or ""),
            ]
    return "\n".join(lines).strip()


def _ledger_description(entry: Entry, words: _Words) -> str:
    labelled, latest = words.labelled, entry.latest
    lines = [one_line(latest.headline), labelled("Kind", words.kind(entry.kind)), labelled("State", entry.state)]
    for label, value in (("Who", entry.actor), ("Says", entry.says), ("When", entry.when)):
        if value:
            lines.append(labelled(label, one_line(value)))
    if entry.edited:
        lines.append(labelled("In the brief", one_line(entry.original)))
    for quoted in (*entry.evidence, *dict.fromkeys(q for q in (entry.moved, entry.settled) if q is not None)):
        lines += ["", words.locale.quoted(one_line(quoted.sentence)), one_line(f"{quoted.outlet or ''} {quoted.day}")]
    return "\n".join(lines).strip()


def _address(step: NextStep, articles: Mapping[str, Article]) -> str:
    cited = (articles.get(span.article) for span in step.evidence)
    return next((address for a in cited if a is not None and (address := safe_url(a.url))), "")
