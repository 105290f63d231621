"""The month of one seed, day by day."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Literal

from briefer.model import Article
from chronicle.kinds import COLOUR, ENDS, GIVEN, KINDS, ONSETS, OUTLETS, SAID, SINGLES, TOWNS, WIRE, WITHDRAWN, Kind

ZONE = timezone(timedelta(hours=2))
MORNING, NOON, EVENING = 8, 13, 18
#: What one outlet may tell otherwise than the others, some more often than others.
TWISTS = (
    "none", "none", "number", "number", "round", "later", "date", "stance", "scope", "corrected", "name", "withdrawn",
)  # fmt: skip

Fate = Literal["kept", "missed", "called off", "moved"]


@dataclass(frozen=True, slots=True)
class Labels:
    """What is true of one day."""

    #: Article id -> story.
    stories: dict[str, str] = field(default_factory=dict)
    #: (story, kind) that sources of the same time do not agree on.
    contradictions: set[tuple[str, str]] = field(default_factory=set)
    #: Articles whose outlet has withdrawn them, and those that say so.
    withdrawn: set[str] = field(default_factory=set)
    notices: set[str] = field(default_factory=set)
    #: (story, holder) told before, and now the other way round, or as before.
    changed: set[tuple[str, str]] = field(default_factory=set)
    repeated: set[tuple[str, str]] = field(default_factory=set)
    #: What holders vowed or denied, by story.
    vows: dict[str, str] = field(default_factory=dict)
    #: Stories of which a step was taken, was called off, or was moved, as somebody tells today.
    kept: set[str] = field(default_factory=set)
    called_off: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    #: Stories a step of which is due today, and nobody tells of it.
    due: set[str] = field(default_factory=set)
    #: Stories a step of which is due today if one believes the outlet that had another date than the others.
    disputed: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Day:
    """One day's articles and what is true of them."""

    date: date
    articles: tuple[Article, ...]
    labels: Labels


@dataclass(slots=True)
class Plot:
    """A story that goes on for some days."""

    name: str
    kind: Kind
    #: What stands in the places of its sentences.
    places: dict[str, str]
    holder: str
    other: str
    woman: bool
    first: date
    days: int
    number: int
    stand: bool
    vow: str
    due: date
    fate: Fate
    #: The day on which its fate is told, and the new one of a step that is moved.
    told_on: date
    new: date
    #: What the holder was last told to say.
    told: bool | None = None
    #: The other date that an outlet had for the step.
    otherwise: date | None = None

    @property
    def last(self) -> date:
        """The last day on which it is in the news."""
        return self.first + timedelta(days=self.days - 1)


class Chronicle:
    """The month of one seed."""

    def __init__(self, seed: int, first: date = date(2026, 5, 4)) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - chance keeps no secret here
        self.first = first
        self._names: set[str] = set()
        self._count = 0

    def days(self, number: int) -> Iterator[Day]:
        """The first days, in order."""
        plots: list[Plot] = []
        for at in range(number):
            today = self.first + timedelta(days=at)
            plots = [p for p in plots if max(p.last, p.due, p.new, p.otherwise or p.due) >= today]
            going = [p for p in plots if today <= p.last]
            for _ in range(max(0, 3 - len(going))):
                plots.append(new := self._plot(today, going))
                going.append(new)
            yield self._day(today, plots)

    # --- who and what ---

    def _name(self) -> str:
        while True:
            name = f"{self.chance.choice(GIVEN)} {self.chance.choice(ONSETS)}{self.chance.choice(ENDS)}"
            if name.split()[1] not in self._names:
                self._names.add(name.split()[1])
                return name

    def _plot(self, today: date, going: list[Plot]) -> Plot:
        chance = self.chance
        self._count += 1
        # Two stories of one kind at a time are rare.
        free = [k for k in KINDS if all(p.kind is not k for p in going)]
        kind = chance.choice(free if chance.random() < 0.95 else KINDS)
        days = chance.randint(2, 4)
        fate: Fate = chance.choice(("kept", "kept", "missed", "missed", "called off", "moved"))
        # What is kept is told on its day, while the story is in the news.
        ahead = chance.randint(1, days - 1) if fate == "kept" else chance.randint(1, 4)
        due = today + timedelta(days=ahead)
        return Plot(
            name=f"plot{self._count}", kind=kind, places=self._places(kind, [p.places["town"] for p in going]),
            holder=self._name(), other=self._name(), woman=chance.random() < 0.5, first=today, days=days,
            number=chance.randint(kind.low, kind.high), stand=chance.random() < 0.5, vow=chance.choice(kind.vow),
            due=due, fate=fate, told_on=due if fate == "kept" else today + timedelta(days=chance.randint(1, min(days - 1, ahead))),
            new=due + timedelta(days=chance.randint(2, 5)) if fate == "moved" else due,
        )  # fmt: skip

    def _places(self, kind: Kind, taken: list[str]) -> dict[str, str]:
        chance = self.chance
        maker = f"{chance.choice(ONSETS)}{chance.choice(('mark', 'stad', 'dal', 'vik'))}"
        land, other_land = (
            f"{onset}{end}" for onset, end in zip(chance.sample(ONSETS, 2), ("land", "mark"), strict=True)
        )
        return {
            "town": chance.choice([town for town in TOWNS if town not in taken]),
            "company": f"{maker} {chance.choice(('Lines', 'Works', 'Power', 'Freight'))}",
            "vehicle": chance.choice(kind.vehicles), "Land": land, "other_land": other_land, "Other_land": other_land,
            "river": f"{chance.choice(ONSETS)}{chance.choice(('a', 'au', 'ach', 'ne'))}",
        }  # fmt: skip

    # --- one day ---

    def _day(self, today: date, plots: list[Plot]) -> Day:
        labels = Labels()
        articles: list[Article] = []
        for plot in plots:
            self._fate(plot, today, labels)
            if today <= plot.last:
                articles += self._reports(plot, today, labels)
        for single in self.chance.sample(SINGLES, self.chance.randint(1, 3)):
            text = single.format(town=self.chance.choice(TOWNS), name=self._name())
            article = self._article(self.chance.choice(OUTLETS[1:]), text.split(". ")[0], text, today, MORNING + 1)
            labels.stories[article.id] = article.id
            articles.append(article)
        self.chance.shuffle(articles)
        return Day(today, tuple(articles), labels)

    def _fate(self, plot: Plot, today: date, labels: Labels) -> None:
        """What becomes of the plot's step today."""
        if today == plot.told_on and plot.fate != "missed":
            {"kept": labels.kept, "called off": labels.called_off, "moved": labels.moved}[plot.fate].add(plot.name)
        if plot.fate in ("missed", "moved") and today == plot.new:
            labels.due.add(plot.name)
        if plot.otherwise == today:
            labels.disputed.add(plot.name)

    def _reports(self, plot: Plot, today: date, labels: Labels) -> list[Article]:
        chance, kind = self.chance, plot.kind
        at = (today - plot.first).days
        if at and kind.grows:
            plot.number += chance.randint(2, 9)
        speaks = chance.random() < 0.8
        labels.vows[plot.name] = plot.vow
        if speaks:
            if plot.told is not None and chance.random() < 0.35:
                plot.stand = not plot.stand
            if plot.told is not None:
                (labels.changed if plot.stand != plot.told else labels.repeated).add((plot.name, plot.holder))
            plot.told = plot.stand
        outlets = chance.sample(OUTLETS[1:], chance.randint(2, 4))
        twist = chance.choice(TWISTS)
        if (twist == "stance" and (not speaks or at)) or (twist == "date" and (at or plot.fate != "missed")):
            twist = "none"
        if twist == "date":
            plot.otherwise = plot.due + timedelta(days=1)
        if twist in ("number", "date", "stance", "name"):
            labels.contradictions.add((plot.name, twist))
        made = [self._report(plot, today, WIRE, MORNING, speaks=speaks, twist="told")]
        for i, outlet in enumerate(outlets):
            hour = EVENING if twist == "later" and i == 0 else MORNING
            made.append(self._report(plot, today, outlet, hour, speaks=speaks, twist=twist if i == 0 else "told"))
        if twist == "withdrawn":
            labels.withdrawn.add(made[1].id)
            notice = chance.choice(WITHDRAWN).format(outlet=outlets[0], matter=f"“{made[1].title}”")
            made.append(self._article(outlets[0], f"Retraction: {made[1].title}", notice, today, NOON))
            labels.notices.add(made[-1].id)
        if chance.random() < 0.6:
            copier = chance.choice([o for o in OUTLETS[1:] if o not in outlets])
            text = f"From our correspondents. {made[0].text}"
            made.append(self._article(copier, made[0].title or "", text, today, MORNING + 1))
        labels.stories.update((article.id, plot.name) for article in made)
        return made

    def _report(self, plot: Plot, today: date, outlet: str, hour: int, *, speaks: bool, twist: str) -> Article:
        """One outlet's report; `twist` is what it tells otherwise than the others."""
        chance, kind = self.chance, plot.kind
        places = {**plot.places, "on": f"on {today:%A}", "On": f"On {today:%A}"}
        title = chance.choice(kind.titles).format(**places)
        lines = [chance.choice(kind.leads if today == plot.first else kind.later).format(**places)]
        lines.append(chance.choice(kind.counts).format(**places, n=self._number(plot, twist)))
        if twist == "scope" and kind.scope:
            lines.append(kind.scope.format(n=plot.number * 7))
        if speaks:
            lines.append(self._said(plot, plot.stand if twist != "stance" else not plot.stand))
        lines += self._step(plot, today, places, twist)
        name = _misspelt(plot.other) if twist == "name" else plot.other
        other = f"{chance.choice((kind.other_role.capitalize(), f'The {kind.other_role},'))} {name}"
        comma = "," if ", " in other else ""
        lines.append(f"{other}{comma} said {chance.choice(kind.other)}.")
        lines += [*chance.sample(kind.colour, 2), *chance.sample(COLOUR, 3)]
        if twist == "corrected":
            lines.append(f"Correction: an earlier version of this report misspelt the name of {places['town']}.")
        return self._article(outlet, title[:1].upper() + title[1:], " ".join(lines), today, hour)

    def _step(self, plot: Plot, today: date, places: dict[str, str], twist: str) -> list[str]:
        """The sentence about the plot's step, if there is one today."""
        step = plot.kind.step
        due = plot.due + timedelta(days=1 if twist == "date" else 0)
        words = step.told
        if today == plot.told_on and plot.fate != "missed":
            words = {"kept": step.kept, "called off": step.called_off, "moved": step.moved}[plot.fate]
        elif today > plot.told_on and plot.fate == "moved":
            due = plot.new
        elif today >= due or (today > plot.told_on and plot.fate == "called off"):
            return []
        day = f"{due:%B} {due.day}"
        new = f"{plot.new:%B} {plot.new.day}"
        return [self.chance.choice(words).format(**places, due=f"on {day}", day=day, new=new)]

    def _number(self, plot: Plot, twist: str) -> str:
        number = plot.number
        if twist in ("number", "withdrawn"):
            number += max(3, number // 7)
        elif twist == "later":
            number += 4 if plot.kind.grows else 0
        elif twist == "round":
            place = 10 if number < 1000 else 100 if number < 10_000 else 1000
            return f"about {round(number / place) * place:,}"
        return f"{number:,}"

    def _said(self, plot: Plot, stand: bool) -> str:
        chance, role, name = self.chance, plot.kind.role, plot.holder
        he = "She" if plot.woman else "He"
        would = "would" if stand else chance.choice(("would not", "would never"))
        form = chance.choice(SAID[:4]) if chance.random() < 0.8 else SAID[4]
        return form.format(
            who=chance.choice((f"{role.capitalize()} {name}", f"{name}, the {role},", f"The {role}, {name},")),
            that=f"{he.lower()} {would} {plot.vow}", name=name, role=role, Role=role.capitalize(), He=he,
            quote=chance.choice(plot.kind.quotes),
        )  # fmt: skip

    def _article(self, outlet: str, title: str, text: str, today: date, hour: int) -> Article:
        self._count += 1
        minute = self.chance.randint(0, 40)
        stamp = datetime(today.year, today.month, today.day, hour, minute, tzinfo=ZONE).isoformat()
        return Article.of(
            text, id=f"n{self._count}", title=title, outlet=outlet, published=stamp, language="en",
            url=f"https://{outlet.lower().replace(' ', '-')}.example/{self._count}",
        )  # fmt: skip


def _misspelt(name: str) -> str:
    """Another spelling of the surname."""
    given, surname = name.split()
    at = next((i for i in range(2, len(surname)) if surname[i] in "lnrst"), len(surname) - 1)
    doubled = surname[at] * 2 in surname[at - 1 : at + 2]
    return f"{given} {surname[:at]}{'' if doubled else surname[at]}{surname[at:]}"
