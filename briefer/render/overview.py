"""Over all stories: who stands where, what comes when, whose papers were read, what this reader follows."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from briefer.language.dates import calendar as days
from briefer.model import Brief, Change, Position, Recipient, Stance, Story, pinned
from briefer.render.dates import BINDING, Calendar
from briefer.render.views import UNRESOLVED, Holder, Quote, Saying, Step, Views
from briefer.render.words import words
from briefer.selection import Interest, LeftOver, Novelty, left_over, reasons
from briefer.templating import Locale, one_line

#: Weeks from now that a look-ahead takes one by one; what is later stands under its month.
WEEKS = 8
#: A period longer than this has no week of its own.
LONG = 7
#: Fewer words of a quotation than this tell nothing by themselves.
TELLING = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Somebody with the one thing of all that they said which tells most."""

    holder: Holder
    saying: Saying


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Where a holder stands in one story, towards one target."""

    story: Story
    target: str
    #: Those that words carry; empty where none do.
    stances: tuple[Stance, ...]
    saying: Saying
    #: How it compares with earlier briefs, in words: `new`, `changed since 4 March`; empty where nothing is known.
    change: str
    #: What was said before, where it changed.
    before: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One holder in all stories."""

    name: str
    role: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Who stands where over all stories."""

    rows: tuple[Row, ...]
    #: Those whose words carry no stance, where they are not among the rows.
    others: tuple[Row, ...]
    #: Whether anything is known of earlier briefs.
    moved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """A next step with the story that it comes from."""

    step: Step
    story: Story
    #: Of the sentences that say it.
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The steps of one week, month or year, or those that are overdue, past or without a date."""

    title: str
    items: tuple[Ahead, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The helper filters that look at all stories at once."""

    brief: Brief
    calendar: Calendar
    views: Views
    locale: Locale

    def today(self) -> str:
        """The day on which the brief was made; nothing where its title has it."""
        day = self.calendar.day(self.calendar.created.date().isoformat())
        return "" if day in self.brief.title else day

    def topical(self, story: Story, recipient: Recipient | None) -> tuple[str, ...]:
        """The recipient's topics that the story's articles are about."""
        if recipient is None or not recipient.topics:
            return ()
        return reasons(story, self.brief, Interest(topics=tuple(map(one_line, recipient.topics)))).topics

    def reasons(self, story: Story, recipient: Recipient | None = None) -> tuple[str, ...]:
        """Why the story stands where it does among others: `mentions Ministry of Example`, `4 outlets`, `new position`."""
        if len(self.brief.stories) == 1:
            return ()
        why = reasons(story, self.brief)
        _, ngettext, listed = self.locale.gettext, self.locale.ngettext, self.locale.listed
        told: list[str] = []
        if why.us:
            told.append(_("mentions %(names)s", names=listed(map(one_line, why.us))))
        if own := self.topical(story, recipient):
            told.append(_("on your topics: %(topics)s", topics=listed(own)))
        elif why.topics and not (recipient and recipient.topics):
            names = listed(map(one_line, why.topics))
            told.append(ngettext("topic: %(topics)s", "topics: %(topics)s", len(why.topics), topics=names))
        if why.outlets > 1:
            told.append(ngettext("%(num)d outlet", "%(num)d outlets", why.outlets))
            if why.independent < why.outlets:
                told[-1] = ngettext(
                    "%(outlets)s, %(num)d independent",
                    "%(outlets)s, %(num)d independent",
                    why.independent,
                    outlets=told[-1],
                )
        if why.novelty:
            told.append(self._novelty(why.novelty))
        return tuple(told)

    def _novelty(self, novelty: Novelty) -> str:
        _ = self.locale.gettext
        return {
            "changed_position": _("changed position"),
            "due": _("step due"),
            "overdue": _("step overdue"),
            "new_position": _("new position"),
            "new_story": _("new story"),
        }[novelty]

    def left_over(self) -> tuple[LeftOver, ...]:
        """The stories for which there was no room."""
        return left_over(self.brief)

    def ordered(self, stories: Sequence[Story], recipient: Recipient | None) -> tuple[Story, ...]:
        """What the desk has pinned first, then the stories on the recipient's topics, else in the order of the brief."""
        on_top = pinned(self.brief.edits)
        return tuple(sorted(stories, key=lambda s: 0 if s.id in on_top else 1 if self.topical(s, recipient) else 2))

    def telling(self, story: Story) -> Said | None:
        """The quotation that tells most: of somebody who takes a stance rather than not, the most salient first."""
        found = [Said(holder=h, saying=s) for h in self.views.holders(story) for s in h.sayings]
        quoted = [s for s in found if len(words(" ".join(q.text for q in s.saying.quotes))) >= TELLING]
        named = [s for s in quoted if s.saying.position.holder and not _unresolved(s.saying.position)]
        return min(
            named or quoted,
            key=lambda s: (s.saying.position.stance == "unclear", -s.saying.position.salience),
            default=None,
        )

    def next_step(self, story: Story) -> Step | None:
        """The first step that is still to come on a date, or from one; what binds somebody before any other."""
        today = self.calendar.created.date()
        ends = ((step, *days_of(step)) for step in self.views.steps(story) if step.date)
        coming = [step for step, first, last in ends if (day := last or first) and day >= today]
        return next((s for s in coming if s.step.kind in BINDING), coming[0] if coming else None)

    def _since(self, change: Change) -> str:
        day = self.calendar.day(change.since) if change.since else ""
        if change.kind == "new":
            return self.locale.gettext("new")
        if change.kind == "changed":
            return self.locale.gettext("changed since %(day)s", day=day) if day else self.locale.gettext("changed")
        return self.locale.gettext("unchanged since %(day)s", day=day) if day else self.locale.gettext("unchanged")

    def matrix(self, stories: Sequence[Story], silent: bool = False) -> Matrix:
        """One row a holder over all stories, those first who take a stance; unidentified ones are never joined.

        Those who take none have rows where `silent` asks for them, or where nobody takes one.
        """
        found: dict[tuple[object, ...], list[tuple[Holder, list[Cell]]]] = {}
        for story in stories:
            for holder in self.views.holders(story):
                first = holder.sayings[0].position
                key = ("", story.id, holder.name) if _unresolved(first) else tuple(words(first.holder or ""))
                found.setdefault(key, []).append((holder, self._cells(holder, story)))
        rows = [
            Row(
                name=parts[0][0].name,
                role=next((holder.role for holder, _ in parts if holder.role), ""),
                cells=tuple(cell for _, cells in parts for cell in cells),
            )
            for parts in found.values()
        ]
        taking = [row for row in rows if any(cell.stances for cell in row.cells)]
        others = [row for row in rows if row not in taking]
        if silent or not taking:
            taking, others = [*taking, *others], []
        moved = any(cell.change for row in taking for cell in row.cells)
        return Matrix(rows=tuple(taking), others=tuple(others), moved=moved)

    def _cells(self, holder: Holder, story: Story) -> list[Cell]:
        """One for each target of a stance; what takes none is told only of somebody who takes none at all."""
        groups: dict[str, list[Saying]] = {}
        for saying in holder.sayings:
            if saying.position.stance != "unclear":
                groups.setdefault(one_line(saying.position.target or ""), []).append(saying)
        if not groups:
            groups[""] = list(holder.sayings)
        return [self._cell(story, target, sayings) for target, sayings in groups.items()]

    def _cell(self, story: Story, target: str, sayings: Sequence[Saying]) -> Cell:
        # Words that changed tell more than words that did not.
        moved = [s for s in sayings if s.position.change and s.position.change.kind == "changed"]
        saying = (moved or [s for s in sayings if s.quotes] or list(sayings))[0]
        change = saying.position.change
        known = dict.fromkeys(s.position.stance for s in sayings if s.position.stance != "unclear")
        return Cell(
            story=story,
            target=target,
            stances=tuple(known),
            saying=saying,
            change=self._since(change) if change else "",
            before=tuple(q for s in change.evidence if (q := self.views.quote(s)).text)
            if change and change.kind == "changed"
            else (),
        )

    def ahead(self, stories: Sequence[Story]) -> tuple[Period, ...]:
        """The next steps of all stories by time: what is overdue, then week by week, later by month, undated last."""
        periods: dict[tuple[int, date], list[tuple[date, Ahead]]] = {}
        titles: dict[tuple[int, date], str] = {}
        for story in stories:
            for step in self.views.steps(story):
                key, title, day = self._period(step)
                titles.setdefault(key, title)
                periods.setdefault(key, []).append((day, Ahead(step=step, story=story, outlets=self._outlets(step))))
        return tuple(
            Period(title=titles[key], items=tuple(item for _, item in sorted(periods[key], key=lambda pair: pair[0])))
            for key in sorted(periods)
        )

    def _period(self, step: Step) -> tuple[tuple[int, date], str, date]:
        """Where a step belongs: what its period is sorted by, its title, and the day within it."""
        gettext, today = self.locale.gettext, self.calendar.created.date()
        first, last = days_of(step)
        if last is None and first is None:
            return (3, date.max), gettext("No date"), date.max
        if last is not None and last < today:
            overdue = step.step.kind in BINDING
            return (0 if overdue else 1, today), gettext("Overdue") if overdue else gettext("Date passed"), last
        day = first if first is not None and first >= today else last or today
        long = first is not None and last is not None and (last - first).days >= LONG
        monday = day - timedelta(days=day.weekday())
        current = today - timedelta(days=today.weekday())
        if not long and (monday - current).days < 7 * WEEKS:
            return (2, monday + timedelta(days=6)), self._week(monday, current), day
        if long and last is not None and first is not None and (last - first).days > 31:
            return (2, last), self.calendar.when(step.step.when), last
        return (2, _month_end(day)), self.locale.month(day), last or day

    def _week(self, monday: date, current: date) -> str:
        sunday = monday + timedelta(days=6)
        period = self.locale.days(monday, sunday, year=sunday.year != self.calendar.created.year)
        if monday == current:
            return self.locale.gettext("This week, %(days)s", days=period)
        if monday == current + timedelta(days=7):
            return self.locale.gettext("Next week, %(days)s", days=period)
        return period

    def _outlets(self, step: Step) -> tuple[str, ...]:
        found = (self.views.article(span.article) for span in step.step.evidence)
        return tuple(dict.fromkeys(one_line(a.outlet or a.title or "") for a in found if a))

    def outlets(self) -> tuple[tuple[str, int], ...]:
        """How many articles of each outlet were read, most first."""
        used = [o.article for o in self.brief.account.articles if o.outcome in ("used", "merged") and o.article]
        names = [one_line(a.outlet) for i in used if (a := self.views.article(i)) and a.outlet]
        return tuple(sorted(((n, names.count(n)) for n in dict.fromkeys(names)), key=lambda pair: -pair[1]))


def _unresolved(position: Position) -> bool:
    return not position.holder or one_line(position.holder).lower() in UNRESOLVED


def days_of(step: Step) -> tuple[date | None, date | None]:
    """The first and the last day that a step's words of time name."""
    when = step.step.when
    if when is None:
        return None, None
    return _day(when.from_, last=False), _day(when.to, last=True)


def _day(iso: str | None, *, last: bool) -> date | None:
    try:
        return (days.last_day if last else days.first_day)((iso or "")[:10])
    except ValueError:
        return None


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
