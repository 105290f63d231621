"""Next steps as a calendar that Outlook, Apple and Google take (RFC 5545)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from briefer.language.dates import calendar
from briefer.model import Article, NextStep, Story, When
from briefer.templating import Locale, Page, one_line, safe_url

if TYPE_CHECKING:
    from icalendar import Event

#: Who made the file, as RFC 5545 wants it.
PRODUCT = "-//briefer//briefing notes//EN"
#: Kinds of steps that somebody has fixed or agreed to; of the others a calendar says what they are.
AGREED = ("scheduled", "pledged")
#: Days from which on a period is no entry of its own length.
LONG = 14


class IcsFormat:
    """An all-day entry for each next step with a date; those without one are in the brief alone."""

    suffixes = (".ics",)
    media_type = "text/calendar"

    def render(self, page: Page) -> str:
        """The calendar."""
        from icalendar import Calendar

        made = Calendar()
        made.add("prodid", PRODUCT)
        made.add("version", "2.0")
        made.add("calscale", "GREGORIAN")
        made.add("method", "PUBLISH")
        made.add("x-wr-calname", one_line(page.title))
        for event in _events(page):
            made.add_component(event)
        text: bytes = made.to_ical()
        return text.decode()


def _events(page: Page) -> Iterator[Event]:
    from icalendar import Event

    brief = page.brief
    words = _Words(page.locale, page.helpers(page.locale).get("filters", {}).get("kind", str))
    articles = {article.id: article for article in brief.articles}
    stamp = datetime.fromisoformat(brief.created)
    for story in brief.stories:
        for step in story.next_steps:
            when = days(step.when)
            if when is None:
                continue
            event = Event()
            # The same step of a later revision takes the place of the earlier entry.
            event.add("uid", f"{step.id}@briefer")
            event.add("sequence", brief.revision - 1)
            event.add("dtstamp", stamp)
            event.add("dtstart", when[0])
            # The end of an all-day entry is the day after.
            event.add("dtend", when[1] + timedelta(days=1))
            event.add("summary", _summary(step, words))
            event.add("description", _description(step, story, articles, words))
            event.add("status", "CONFIRMED" if step.kind == "scheduled" else "TENTATIVE")
            event.add("transp", "TRANSPARENT")
            event.add("categories", [step.kind])
            if address := _address(step, articles):
                event.add("url", address)
            yield event


def days(when: When | None) -> tuple[date, date] | None:
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


def _summary(step: NextStep, words: _Words) -> str:
    text = one_line(step.text).rstrip(".")
    text = text[:1].upper() + text[1:]
    return text if step.kind in AGREED else words.labelled(words.kind(step.kind).capitalize(), text)


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


def _address(step: NextStep, articles: Mapping[str, Article]) -> str:
    cited = (articles.get(span.article) for span in step.evidence)
    return next((address for a in cited if a is not None and (address := safe_url(a.url))), "")
