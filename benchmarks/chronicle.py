"""An invented month: ten outlets that report, copy, contradict each other, correct themselves and follow what people say.

Everything in it is made up from a seed: names, places, numbers, and which outlet words it how. With each day come the
labels that a reader would give: which articles are one story, where they do not agree, who changed a position, which
promised step came due.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

from briefer.model import Article

ZONE = timezone(timedelta(hours=2))
WIRE = "Meridian Wire"
OUTLETS = (
    WIRE, "Harbour Courier", "Radio Calvane", "Tidende", "The Drell Post", "Valley Gazette", "Northern Ledger",
    "Skerry Observer", "Evening Lantern", "The Osterholt Mail",
)  # fmt: skip
GIVEN = (
    "Signe Teodor Pavla Mats Oda Ilse Anton Marguerite Casper Hanne Lucia Gustav Nadia Emil Clara Samuel Petra Joren "
    "Sunniva Piet Ilena Oskar Berit Femi Yusuf Ada Elsa Tomas Ragna Miriam Viktor Ines Halvard Agnes Tilde Marek"
).split()
_ONSETS = "Hal Cor Sir Ul Ren Ver Os Lind Kru Fer Re Pet Cas Vonn Ek Lar Mar Aas Dahl Sol Win Bran Thor Ad Stro".split()
_ENDS = (
    "gren vola kova ven felt moy terberg qvist semer rant hnal rossi tanev ner berg sson skelo lund quist heim".split()
)
_TOWNS = (
    "Tarnvik Osterholt Drell Lindhaven Halvorsund Ellery Karsund Imre Casse Sild Brask Norrby Velm Arvel Torsk".split()
)

AFFIRM, DENY = True, False


@dataclass(frozen=True, slots=True)
class Labels:
    """What is true of one day."""

    #: Article id -> story.
    stories: dict[str, str] = field(default_factory=dict)
    #: (story, kind) that sources of the same time do not agree on.
    contradictions: set[tuple[str, str]] = field(default_factory=set)
    #: (story, holder) told before, and now the other way round, or as before.
    changed: set[tuple[str, str]] = field(default_factory=set)
    repeated: set[tuple[str, str]] = field(default_factory=set)
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


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of story: sentences with places for names and numbers, each in several wordings."""

    #: The event of the first day, and of later ones.
    leads: tuple[str, ...]
    later: tuple[str, ...]
    titles: tuple[str, ...]
    #: Sentences with a number; empty where the story has none.
    counts: tuple[str, ...]
    low: int
    high: int
    #: Whether the number grows in the course of events.
    grows: bool
    role: str
    #: What the holder would, or would not, do.
    vow: tuple[str, ...]
    quotes: tuple[str, ...]
    steps: tuple[str, ...]
    #: That the step was taken.
    kept: tuple[str, ...]
    colour: tuple[str, ...]
    other_role: str
    other: tuple[str, ...]


KINDS = (
    Kind(
        leads=(
            "A {vehicle} of {company} fell from the bridge at {town} {on}.",
            "{On}, a {vehicle} that belongs to {company} broke through the rail of the bridge at {town}.",
            "The bridge at {town} was closed {on} after a {vehicle} of {company} fell into the water.",
        ),
        later=(
            "Divers went on searching the river at {town} {on} for the {vehicle} of {company}.",
            "{On}, cranes lifted the {vehicle} of {company} out of the river at {town}.",
            "Investigators questioned the driver of the {vehicle} that fell from the bridge at {town}, run by {company}.",
        ),
        titles=("{vehicle} falls from bridge at {town}", "{town} mourns after bridge crash", "What is known of the crash at {town}"),
        counts=(
            "{n} people were killed when the {vehicle} fell from the bridge, police said.",
            "The crash killed {n} people, according to the police.",
            "Police in {town} said {n} people died in the crash of the {vehicle}.",
        ),
        low=11, high=60, grows=True, role="transport minister",
        vow=("close the bridge to all heavy traffic", "publish the report of the bridge inspectors", "take the licence from the bus company"),
        quotes=("The rail was older than I am", "Nobody should fear a bridge", "We look for people first and for guilt later"),
        steps=("The inspectors will present their report in {town} {due}.", "A report of the inspectors is due in {town} {due}."),
        kept=("The inspectors presented their report in {town} {on}.", "{On}, the inspectors in {town} handed over their report."),
        colour=("Fog lay over the river all morning.", "Shops along the quay stayed closed.", "The school of the town sent its pupils home.", "Two helicopters circled above the water."),
        other_role="police chief", other=("the driver had not braked", "the road had been wet since the night"),
    ),
    Kind(
        leads=(
            "The workers of {company} in {town} walked out {on} over night shifts.",
            "{On}, the night crews of {company} at {town} laid down their work.",
            "A strike over night shifts shut the works of {company} in {town} {on}.",
        ),
        later=(
            "The strike at {company} in {town} over night shifts went on {on}.",
            "{On}, the pickets at the gates of {company} in {town} let no lorry pass.",
            "The night crews of {company} in {town} stayed out {on}.",
        ),
        titles=("Strike at {company}", "{town} works stand still", "Night crews of {company} walk out"),
        counts=(
            "{n} workers of {company} are on strike, the union said.",
            "The union said {n} workers had joined the strike.",
            "According to the union, {n} workers are on strike.",
        ),
        low=1103, high=3907, grows=False, role="director",
        vow=("withdraw the new night rota", "accept a mediator for the night rota", "hire outside crews for the night shift"),
        quotes=("Nobody loses a wage, some lose a night", "A machine does not get tired", "I know every man at that gate"),
        steps=("The union and the company will meet the mediator {due}.", "A meeting with the mediator is planned for {due_bare}."),
        kept=("The union and the company met the mediator {on}.", "{On}, the mediator had a first meeting with both sides."),
        colour=("Soup was handed out at the gate.", "The cranes stood like herons.", "Lorries queued as far as the roundabout.", "A brass band played against the cold."),
        other_role="union leader", other=("the members had voted with one voice", "the night shift had made people ill"),
    ),
    Kind(
        leads=(
            "Prosecutors in {town} charged the former head of {company} with bribery {on}.",
            "{On}, the former head of {company} was charged with bribery in {town}.",
            "A bribery charge against the former head of {company} was filed in {town} {on}.",
        ),
        later=(
            "The court of {town} heard the first witnesses {on} on the bribery at {company}.",
            "{On}, a clerk of {company} told the court of {town} about envelopes.",
            "The bribery case of {company} filled the courtroom of {town} again {on}.",
        ),
        titles=("Former head of {company} charged", "{town} court hears {company} case", "Envelopes and answers: the {company} case"),
        counts=(
            "The bribes came to {n} million crowns, the prosecutors said.",
            "Prosecutors put the bribes at {n} million crowns.",
            "According to the prosecutors, the bribes came to {n} million crowns.",
        ),
        low=12, high=87, grows=False, role="justice minister",
        vow=("open the archive of the ministry to the court", "dismiss the auditors of the company", "order a new audit of the company"),
        quotes=("A signature is not a gift", "The law has a long memory", "I have nothing to hide and much to read"),
        steps=("The court will hear the next witness {due}.", "The next hearing of the court is scheduled for {due_bare}."),
        kept=("The court heard the next witness {on}.", "{On}, the next hearing of the court took four hours."),
        colour=("The accused wore a grey suit.", "Students filled the back rows.", "The judge asked for quiet twice.", "Outside, a man sold roasted nuts."),
        other_role="defence lawyer", other=("her client had acted in good faith", "the envelopes had held invitations"),
    ),
    Kind(
        leads=(
            "{Land} and {other_land} opened talks on the cod of the {town} bank {on}.",
            "{On}, ministers of {Land} and {other_land} met over the cod of the {town} bank.",
            "Talks between {Land} and {other_land} about the cod of the {town} bank began {on}.",
        ),
        later=(
            "The talks of {Land} and {other_land} about the cod of the {town} bank went on {on}.",
            "{On}, {Land} and {other_land} talked about the cod of the {town} bank for a further nine hours.",
            "No deal on the cod of the {town} bank came out of the talks of {Land} and {other_land} {on}.",
        ),
        titles=("{Land} and {other_land} talk about cod", "Cod talks: a map but no number", "The {town} bank divides neighbours"),
        counts=(
            "The fishery board put this year’s catch on the bank at {n} tonnes.",
            "This year’s catch on the bank came to {n} tonnes, according to the fishery board.",
            "The fishery board said this year’s catch on the bank was {n} tonnes.",
        ),
        low=21300, high=88700, grows=False, role="fisheries minister",
        vow=("accept a cut of the quota", "open the logbooks to inspectors", "extend the truce at sea"),
        quotes=("We have a map and no number", "A fish has no passport", "Patience is deep, but it has a floor"),
        steps=("The ministers will meet again in {town} {due}.", "The next round of the talks will be held in {town} {due}."),
        kept=("The ministers met again in {town} {on}.", "{On}, the next round of the talks was held in {town}."),
        colour=("Nobody shook hands for the cameras.", "The delegations left by different doors.", "Trawlers lay idle along the pier.", "Coffee ran out at noon."),
        other_role="head of the trawlermen", other=("the fleets could live with a shared quota", "the crews had waited for long enough"),
    ),
)  # fmt: skip

SINGLES = (
    "A choir from {town} won the song contest of the valley. {name}, its conductor, said the altos had saved the evening.",
    "The museum of {town} found a letter of a whaler behind a stove. Curator {name} said it would be shown in the autumn.",
    "Bakers in {town} complained about the price of butter. {name}, who owns two shops, said buns would be smaller.",
    "A goat walked through the town hall of {town} and ate a file on parking. Clerk {name} said there was a copy.",
    "The chess club of {town} will play on the frozen pond. {name}, its chairman, said the ice was a hand thick.",
)
SAID = (
    "{who} said {that}.",
    "{who} told reporters that {that}.",
    "{Role} {name} announced that {that}.",
    "{who} insisted that {that}.",
    "“{quote},” said {name}, the {role}. {He} added that {that}.",
)


@dataclass(slots=True)
class Plot:
    """A story that goes on for some days."""

    name: str
    kind: Kind
    town: str
    company: str
    vehicle: str
    lands: tuple[str, str]
    holder: str
    other: str
    woman: bool
    first: date
    days: int
    number: int
    stand: bool
    vow: str
    due: date
    #: What the holder was last told to say.
    told: bool | None = None
    #: The other date that an outlet had for the step.
    otherwise: date | None = None


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
            plots = [
                p
                for p in plots
                if today < p.first + timedelta(days=p.days) or max(p.due, p.otherwise or p.due) >= today
            ]
            going = [p for p in plots if today < p.first + timedelta(days=p.days)]
            for _ in range(max(0, 3 - len(going))):
                plots.append(new := self._plot(today, going))
                going.append(new)
            yield self._day(today, plots)

    # --- who and what ---

    def _name(self) -> str:
        while True:
            name = f"{self.chance.choice(GIVEN)} {self.chance.choice(_ONSETS)}{self.chance.choice(_ENDS)}"
            if name.split()[1] not in self._names:
                self._names.add(name.split()[1])
                return name

    def _plot(self, today: date, going: list[Plot]) -> Plot:
        chance = self.chance
        self._count += 1
        # Two stories of one kind at a time are rare.
        free = [k for k in KINDS if all(p.kind is not k for p in going)]
        kind = chance.choice(free if free and chance.random() < 0.9 else KINDS)
        maker = f"{chance.choice(_ONSETS)}{chance.choice(('mark', 'stad', 'dal', 'vik'))}"
        days = chance.randint(2, 4)
        return Plot(
            name=f"plot{self._count}", kind=kind, town=chance.choice(_TOWNS),
            company=f"{maker} {chance.choice(('Lines', 'Works', 'Power', 'Freight'))}",
            vehicle=chance.choice(("bus", "tram", "coach", "school bus")),
            lands=(f"{chance.choice(_ONSETS)}land", f"{chance.choice(_ONSETS)}mark"),
            holder=self._name(), other=self._name(), woman=chance.random() < 0.5, first=today, days=days,
            number=chance.randint(kind.low, kind.high), stand=chance.random() < 0.5, vow=chance.choice(kind.vow),
            due=today + timedelta(days=chance.randint(1, 4)),
        )  # fmt: skip

    # --- one day ---

    def _day(self, today: date, plots: list[Plot]) -> Day:
        labels = Labels()
        articles: list[Article] = []
        for plot in plots:
            kept = plot.due == today and today < plot.first + timedelta(days=plot.days) and self.chance.random() < 0.5
            if plot.due == today and not kept:
                labels.due.add(plot.name)
            if plot.otherwise == today:
                labels.disputed.add(plot.name)
            if today < plot.first + timedelta(days=plot.days):
                articles += self._reports(plot, today, labels, kept=kept)
        for single in self.chance.sample(SINGLES, self.chance.randint(1, 3)):
            text = single.format(town=self.chance.choice(_TOWNS), name=self._name())
            article = self._article(self.chance.choice(OUTLETS[1:]), text.split(". ")[0], text, today, 9)
            labels.stories[article.id] = article.id
            articles.append(article)
        self.chance.shuffle(articles)
        return Day(today, tuple(articles), labels)

    def _reports(self, plot: Plot, today: date, labels: Labels, *, kept: bool) -> list[Article]:
        chance, kind = self.chance, plot.kind
        at = (today - plot.first).days
        if at and kind.grows:
            plot.number += chance.randint(2, 9)
        speaks = chance.random() < 0.8
        if speaks:
            if plot.told is not None and chance.random() < 0.35:
                plot.stand = not plot.stand
            if plot.told is not None:
                (labels.changed if plot.stand != plot.told else labels.repeated).add((plot.name, plot.holder))
            plot.told = plot.stand
        outlets = chance.sample(OUTLETS[1:], chance.randint(2, 4))
        twist = chance.choice(
            ("none", "none", "number", "number", "round", "later", "date", "stance", "scope", "corrected")
        )
        if twist == "stance" and (not speaks or at):
            twist = "none"
        if twist == "date" and plot.due <= today:
            twist = "none"
        if twist == "date":
            plot.otherwise = plot.due + timedelta(days=1)
        if twist in ("number", "date", "stance"):
            labels.contradictions.add((plot.name, twist))
        made = [self._report(plot, today, WIRE, 8, speaks=speaks, kept=kept, twist="told")]
        for i, outlet in enumerate(outlets):
            hour = 18 if twist == "later" and i == 0 else 8
            made.append(
                self._report(plot, today, outlet, hour, speaks=speaks, kept=kept, twist=twist if i == 0 else "told")
            )
        for article in made:
            labels.stories[article.id] = plot.name
        if chance.random() < 0.6:
            copier = chance.choice([o for o in OUTLETS[1:] if o not in outlets])
            copy = self._article(copier, made[0].title or "", f"From our correspondents. {made[0].text}", today, 9)
            labels.stories[copy.id] = plot.name
            made.append(copy)
        return made

    def _report(
        self, plot: Plot, today: date, outlet: str, hour: int, *, speaks: bool, kept: bool, twist: str
    ) -> Article:
        """One outlet's report; `twist` is what it tells otherwise than the others."""
        chance, kind = self.chance, plot.kind
        first = today == plot.first
        weekday = f"on {today:%A}"
        due = plot.due + timedelta(days=1 if twist == "date" else 0)
        places = {
            "vehicle": plot.vehicle, "company": plot.company, "town": plot.town, "on": weekday, "On": f"On {today:%A}",
            "Land": plot.lands[0], "other_land": plot.lands[1], "due": f"on {due:%B} {due.day}", "due_bare": f"{due:%B} {due.day}",
        }  # fmt: skip
        title = chance.choice(kind.titles).format(**places)
        lines = [chance.choice(kind.leads if first else kind.later).format(**places)]
        lines.append(chance.choice(kind.counts).format(**places, n=self._number(plot, twist)))
        if twist == "scope" and kind.grows:
            lines.append(f"In the whole country, {plot.number * 7} people were killed on roads this year.")
        if speaks:
            lines.append(self._said(plot, plot.stand if twist != "stance" else not plot.stand))
        if plot.due > today or twist == "date":
            lines.append(chance.choice(kind.steps).format(**places))
        if kept:
            lines.append(chance.choice(kind.kept).format(**places))
        other = f"{chance.choice((kind.other_role.capitalize(), f'The {kind.other_role},'))} {plot.other}"
        comma = "," if ", " in other else ""
        lines.append(f"{other}{comma} said {chance.choice(kind.other)}.")
        lines += chance.sample(kind.colour, 2)
        if twist == "corrected":
            lines.append(f"Correction: an earlier version of this report misspelt the name of {plot.town}.")
        return self._article(outlet, title[:1].upper() + title[1:], " ".join(lines), today, hour)

    def _number(self, plot: Plot, twist: str) -> str:
        number = plot.number
        if twist == "number":
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
