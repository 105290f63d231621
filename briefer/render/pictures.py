"""Pictures that are also text: inline SVG without a colour, a font file or a script of its own.

Places across are percentages and sizes are pixels: a picture is as wide as its column, its words stay as large as they
are. Colours come from the page (`currentColor`, the classes of stances), so it holds in light, in dark and on paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from markupsafe import Markup, escape

from briefer.model import AGREED, Stance, Story
from briefer.render.overview import WEEKS, Ahead, Overview, days_of
from briefer.templating import Locale, one_line

#: A stance as a shape, centred on 0; the same shapes stand beside the words of the built-in pages.
SHAPES: dict[Stance, str] = {
    "support": '<path d="M-1-5h2v4h4v2h-4v4h-2v-4h-4v-2h4z" fill="currentColor"/>',
    "oppose": '<path d="M-5-1.4H5v2.8H-5z" fill="currentColor"/>',
    "conditional": '<path d="M0-4.4 4.4 4h-8.8z" fill="currentColor"/>',
    "neutral": '<path d="M-4-4h8v8h-8z" fill="currentColor"/>',
    "unclear": '<circle r="3.8" fill="none" stroke="currentColor" stroke-width="1.4"/>',
}
#: From against to for; `neutral` has a column only where somebody is.
AXIS: tuple[Stance, ...] = ("oppose", "neutral", "conditional", "support")
NOTHING = Markup("")
#: Letters of a name, an outlet; some 340 pixels of a phone hold them.
NAME = 46
#: Rows of a picture before the rest is left to the text.
ROWS = 12
#: Marks of one day before a number counts the rest.
MARKS = 4

Mark = Literal["firm", "open"]
_DOTS: dict[Mark, str] = {
    "firm": '<circle r="4" fill="currentColor"/>',
    "open": '<circle r="3.3" fill="none" stroke="currentColor" stroke-width="1.4"/>',
}


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a calendar."""

    #: Its number in the month, or with the month's name where one begins.
    label: str
    marks: Sequence[Mark] = ()
    today: bool = False


def stances(
    title: str, rows: Sequence[tuple[str, Sequence[Stance]]], words: dict[Stance, str], more: str = ""
) -> Markup:
    """Who stands where: one line a holder, from against to for, a mark at each of the holder's stances.

    `words` names the stances that have a column, in their order; `more` stands under the last row.
    """
    columns = {stance: (2 * n + 1) * 50 / len(words) for n, stance in enumerate(words)}
    parts = [_text(f"{columns[s]:.4g}%", 12, word, anchor="middle") for s, word in words.items()]
    y = 24
    for name, own in rows:
        parts.append(_text("0", y + 12, short(name)))
        parts.append(_line(y + 24))
        parts += [
            f'<g class="s-{stance}">{_at(f"{columns[stance]:.4g}%", y + 24, SHAPES[stance])}</g>'
            for stance in own
            if stance in columns
        ]
        y += 38
    if more:
        parts.append(_text("0", y + 12, more))
        y += 18
    told = "; ".join(f"{name}: {', '.join(words[s] for s in own if s in words)}" for name, own in rows)
    return _picture(title, told, y, parts)


def weeks(title: str, told: str, heads: Sequence[str], rows: Sequence[Sequence[Day]]) -> Markup:
    """A calendar: a row a week, a column a day, a dot for each step; a ring where nobody has agreed to it.

    `heads` are the names of the seven days; `told` says the same in words.
    """
    parts = [_text(_column(n), 12, head, soft=True) for n, head in enumerate(heads)]
    y = 20
    for row in rows:
        parts.append(_line(y))
        for n, day in enumerate(row):
            parts.append(_text(_column(n), y + 15, day.label, bold=day.today, soft=not (day.today or day.marks)))
            dots = "".join(
                f'<g transform="translate({5 + 11 * k} 0)">{_DOTS[mark]}</g>'
                for k, mark in enumerate(day.marks[:MARKS])
            )
            if dots:
                parts.append(_at(_column(n), y + 26, dots))
            if len(day.marks) > MARKS:
                parts.append(_text(_column(n), y + 43, f"+{len(day.marks) - MARKS}"))
        y += 48 if any(len(day.marks) > MARKS for day in row) else 38
    return _picture(title, told, y, parts, 12)


def bars(title: str, rows: Sequence[tuple[str, int]]) -> Markup:
    """How much of each: a name, a number, and a bar as long as its part of the largest."""
    most = max((number for _, number in rows), default=1)
    parts: list[str] = []
    for n, (name, number) in enumerate(rows):
        y = 27 * n
        parts.append(_text("0", y + 12, short(name)))
        parts.append(_text("100%", y + 12, str(number), anchor="end"))
        parts.append(f'<rect x="0" y="{y + 17}" width="100%" height="4" fill="currentColor" fill-opacity=".12"/>')
        parts.append(f'<rect x="0" y="{y + 17}" width="{100 * number / most:.4g}%" height="4" fill="currentColor"/>')
    told = "; ".join(f"{name}: {number}" for name, number in rows)
    return _picture(title, told, 27 * len(rows), parts)


def short(text: str, longest: int = NAME) -> str:
    """The text in one line, cut at a word where it is long."""
    line = one_line(text)
    return line if len(line) <= longest else line[:longest].rpartition(" ")[0].rstrip(" ,;") + "…"


def _picture(title: str, told: str, height: int, parts: Iterable[str], size: int = 13) -> Markup:
    return Markup(  # noqa: S704 -- every word in it is escaped where it is put in
        f'<svg role="img" width="100%" height="{height}" direction="ltr" font-family="system-ui, sans-serif" '
        f'font-size="{size}" focusable="false"><title>{_words(title)}</title><desc>{_words(told)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _words(text: str) -> str:
    return str(escape(one_line(text)))


def _text(x: str, y: int, text: str, *, anchor: str = "start", bold: bool = False, soft: bool = False) -> str:
    more = (f' text-anchor="{anchor}"' if anchor != "start" else "") + (' font-weight="600"' if bold else "")
    more += ' class="soft"' if soft else ""
    return f'<text x="{x}" y="{y}" fill="currentColor"{more}>{_words(text)}</text>'


def _line(y: int) -> str:
    return f'<line x1="0" x2="100%" y1="{y}" y2="{y}" stroke="currentColor" stroke-opacity=".25"/>'


def _at(x: str, y: int, drawn: str) -> str:
    """The drawing, which is centred on 0, at a place."""
    return f'<svg x="{x}" y="{y}" overflow="visible" width="1" height="1">{drawn}</svg>'


def _column(n: int) -> str:
    return f"{n * 100 / 7:.4g}%"


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of one page, in its language; nothing where there is too little to look at."""

    overview: Overview
    locale: Locale
    #: A stance as a word.
    named: Callable[[Stance], str]

    def stances(self, story: Story) -> Markup:
        """Who stands where in a story: two holders and two stances at least, of those that words carry."""
        rows = [(h.name, [s for s in h.stances if s != "unclear"]) for h in self.overview.views.holders(story)]
        rows = [(name, own) for name, own in rows if own]
        if len(rows) < 2 or len({stance for _, own in rows for stance in own}) < 2:
            return NOTHING
        neutral = any("neutral" in own for _, own in rows)
        words = {stance: self.named(stance) for stance in AXIS if neutral or stance != "neutral"}
        return stances(self.locale.gettext("Who stands where"), rows[:ROWS], words, self._rest(len(rows)))

    def weeks(self, stories: Sequence[Story]) -> Markup:
        """The next steps of the coming weeks on a calendar: two days with a step at least."""
        today = self.overview.calendar.created.date()
        first = today - timedelta(days=today.weekday())
        marked: dict[date, list[Ahead]] = {}
        for period in self.overview.ahead(stories):
            for item in period.items:
                begin, end = days_of(item.step)
                day = begin if begin and begin >= today else end
                whole = begin is None or end is None or (end - begin).days < 7
                if day and whole and first <= day < first + timedelta(weeks=WEEKS):
                    marked.setdefault(day, []).append(item)
        if len(marked) < 2:
            return NOTHING
        rows = [
            [self._day(first + timedelta(days=7 * week + n), today, marked) for n in range(7)]
            for week in range((max(marked) - first).days // 7 + 1)
        ]
        told = "; ".join(
            f"{self.locale.day(day, year=False)}: {', '.join(item.step.text for item in marked[day])}"
            for day in sorted(marked)
        )
        return weeks(self.locale.gettext("Next steps by day"), told, self.locale.weekdays(), rows)

    def _day(self, day: date, today: date, marked: dict[date, list[Ahead]]) -> Day:
        first = day == today - timedelta(days=today.weekday()) or day.day == 1
        return Day(
            self.locale.short_day(day) if first else str(day.day),
            ["firm" if item.step.step.kind in AGREED else "open" for item in marked.get(day, ())],
            today=day == today,
        )

    def outlets(self) -> Markup:
        """How many articles of each outlet were read: three outlets at least."""
        rows = self.overview.outlets()
        if len(rows) < 3:
            return NOTHING
        rest = sum(number for _, number in rows[ROWS:])
        more = ((self.locale.gettext("others"), rest),) if rest else ()
        return bars(self.locale.gettext("Articles by outlet"), [*rows[:ROWS], *more])

    def _rest(self, number: int) -> str:
        rest = number - ROWS
        return self.locale.ngettext("and %(num)d more", "and %(num)d more", rest) if rest > 0 else ""
