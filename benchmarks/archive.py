"""How fast the archive answers: search, who, and a day's brief beside the earlier ones."""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path

from briefer.changes import compared, told
from briefer.model import (
    Actor,
    Article,
    Brief,
    Check,
    EngineInfo,
    Event,
    NextStep,
    Position,
    Profile,
    ProfileInfo,
    Span,
    Statement,
    StepKind,
    Story,
    When,
)
from briefer.model.ids import statements_with_ids
from briefer.pipeline.past import keep
from briefer.pipeline.recording import COMPARED, Memory
from briefer.store import History, open_store
from briefer.store.ledger import Ledger

GIVEN = (
    "Signe Teodor Pavla Mats Oda Ilse Anton Casper Hanne Lucia Gustav Nadia Emil Clara Samuel Petra Joren Piet".split()
)
OUTLETS = "Meridian Wire;Harbour Courier;Radio Calvane;Tidende;The Drell Post;Valley Gazette;Northern Ledger".split(";")
FIRST = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
#: Articles of a story, and positions, events and steps of each of them.
VOICES, POSITIONS, EVENTS, STEPS = 3, 6, 1, 1
#: How many days a plot goes on.
LASTS = 6
OK = Check(
    status="verified", gates={"ids": "pass", "quote": "pass", "numbers": "pass", "names": "pass", "speaker": "pass"}
)
ROLES = "energy minister;transport minister;mayor;union leader;harbour master;chief prosecutor;bank director".split(";")
LITTLE = "the of the in the to the a for the on with the at by the from an".split()
VERBS = (
    "said;told;announced;warned of;asked for;rejects;wants;has seen;closed;denies;will hold;will publish;will open;will vote on;"
    "will not sign;would sell;bought;lost;won;paid;moved;built;found;kept;left;raised;cut;praised;blamed;sent;took;counted;"
    "will visit;will appoint;may lift;described;painted;carried;followed;crossed"
).split(";")
_PARTS = "ar bel cor dun esk fal gren hol ist jor kar lin mor nes ost pel ran sil tor ulv ven wik".split()


def invented(dice: random.Random, number: int) -> list[str]:
    """So many words that no language has."""
    found: dict[str, None] = {}
    while len(found) < number:
        found["".join(dice.choices(_PARTS, k=dice.randint(2, 4)))] = None
    return list(found)


class World:
    """People, words and plots, all from one seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - nothing here is a secret
        self.words = invented(self.dice, 9000)
        surnames = [word.title() for word in invented(self.dice, 3000)]
        self.people = [f"{self.dice.choice(GIVEN)} {self.dice.choice(surnames)}" for _ in range(4000)]
        self.roles = {name: self.dice.choice(ROLES) for name in self.people}
        self.houses = [f"{name} {kind}" for name in surnames[:500] for kind in ("Council", "Union", "Bank")]
        # The first words of a language are used most.
        self.weights = list(accumulate(1 / (rank + 100) for rank in range(len(self.words))))
        self.plots: list[tuple[list[str], list[str], list[str]]] = []

    def plot(self) -> tuple[list[str], list[str], list[str]]:
        """Who acts in a plot, people who act in many of them more often than others, and its own words."""
        people = [self.people[min(int(self.dice.expovariate(1 / 600)), 3999)] for _ in range(5)]
        return list(dict.fromkeys(people)), self.dice.sample(self.houses, 2), self.dice.sample(self.words, 12)

    def sentence(self, subject: str, own: Sequence[str]) -> str:
        """Words as they come, some of them the plot's."""
        told = [*self.dice.choices(self.words, cum_weights=self.weights, k=5), *self.dice.sample(own, 2)]
        self.dice.shuffle(told)
        phrase = " ".join(f"{self.dice.choice(LITTLE)} {word}" for word in told)
        return f"{subject} {self.dice.choice(VERBS)} {phrase} {self.dice.randint(2, 900)}."

    def day(self, number: int, articles: int) -> Brief:
        """The brief of a day; a share of its stories goes on with those of the day before."""
        wanted = max(articles // VOICES, 1)
        kept = self.plots[: wanted - max(wanted // LASTS, 1)] if self.plots else []
        self.plots = [self.plot() for _ in range(wanted - len(kept))] + kept
        moment = FIRST + timedelta(days=number)
        told = [self.story(f"s{i + 1}", plot, moment) for i, plot in enumerate(self.plots)]
        return Brief(
            id=f"{self.dice.getrandbits(64):016x}",
            created=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
            title=f"Morning brief of {moment:%d %B}",
            language="en",
            timezone="UTC",
            profile=ProfileInfo(name="morning", template="daily"),
            engine=EngineInfo(name="extractive"),
            articles=tuple(article for some, _ in told for article in some),
            stories=tuple(story for _, story in told),
        )

    def story(
        self, name: str, plot: tuple[list[str], list[str], list[str]], moment: datetime
    ) -> tuple[list[Article], Story]:
        """A story of several articles with true spans."""
        people, houses, own = plot
        articles: list[Article] = []
        positions: list[Position] = []
        events: list[Event] = []
        steps: list[NextStep] = []
        for voice in range(VOICES):
            lines = [self.sentence(self.dice.choice(people), own) for _ in range(POSITIONS)]
            lines += [self.sentence(self.dice.choice(houses), own) for _ in range(EVENTS + STEPS)]
            lines += [self.sentence("The town", own) for _ in range(8)]
            outlet = OUTLETS[(voice + len(own[0])) % len(OUTLETS)]
            article = Article.of(
                " ".join(lines),
                url=f"https://{outlet.replace(' ', '-').lower()}.example/{moment:%Y/%m/%d}/{self.dice.getrandbits(40):x}",
                title=f"{houses[0]}: {own[0]} and {own[1]}",
                outlet=outlet,
                published=moment.date().isoformat(),
                language="en",
            )
            articles.append(article)
            spans = list(_spans(article, lines))
            for line, span in zip(lines, spans, strict=True):
                at = len(positions) + len(events) + len(steps) - voice * (POSITIONS + EVENTS + STEPS)
                holder = next((who for who in (*people, *houses) if line.startswith(who)), houses[0])
                text = line.removeprefix(f"{holder} ")
                if at < POSITIONS:
                    role = self.roles[holder]
                    positions.append(
                        Position(holder=holder, holder_role=role, speaker=holder, text=text, evidence=(span,), check=OK)
                    )
                elif at < POSITIONS + EVENTS:
                    events.append(Event(text=line, evidence=(span,), check=OK))
                elif at < POSITIONS + EVENTS + STEPS:
                    due = (moment + timedelta(days=self.dice.randint(1, 20))).date().isoformat()
                    when = When(text="soon", span=span, from_=due, to=due) if self.dice.random() < 0.7 else None
                    kind: StepKind = self.dice.choice(("scheduled", "pledged", "demanded", "predicted"))
                    steps.append(NextStep(text=line, actor=holder, kind=kind, when=when, evidence=(span,), check=OK))
        first = Span(articles[0].id, 0, 40)
        who = [Actor(name=n, role=self.roles[n], kind="person", evidence=(first,), check=OK) for n in people]
        who += [Actor(name=n, kind="organisation", evidence=(first,), check=OK) for n in houses]
        hashes = {article.id: article.sha256 for article in articles}
        return articles, Story(
            id=name,
            headline=events[0].text,
            headline_evidence=events[0].evidence,
            headline_check=OK,
            lead=(Statement(text=events[0].text, evidence=events[0].evidence, check=OK),),
            articles=tuple(article.id for article in articles),
            outlets=tuple(dict.fromkeys(article.outlet for article in articles if article.outlet)),
            who=statements_with_ids("who", who, hashes),
            what=statements_with_ids("what", events, hashes),
            positions=statements_with_ids("position", positions, hashes),
            next_steps=statements_with_ids("step", steps, hashes),
        )


def _spans(article: Article, lines: Sequence[str]) -> Iterator[Span]:
    at = 0
    for line in lines:
        yield Span(article.id, at, at + len(line))
        at += len(line) + 1


def timed(what: str, limit: float, questions: Sequence[Callable[[], object]], rounds: int = 3) -> None:
    """Asks each question some times; prints how long it took beside what it may take."""
    show(what, [taken(question) for question in questions for _ in range(rounds)], limit)


def taken(act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds that it takes, and those of a processor."""
    start, busy = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - start) * 1000, (time.process_time() - busy) * 1000


def show(what: str, times: Sequence[tuple[float, float]], limit: float | None = None) -> None:
    """A line: the median, the slowest, the median of processor time, and what it may take."""
    elapsed, busy = zip(*times, strict=True)
    most = f"{limit:>9.0f}" if limit is not None else ""
    print(f"{what:<44} {statistics.median(elapsed):>9.1f} {max(elapsed):>9.1f} {statistics.median(busy):>9.1f} {most}")


def main() -> None:
    """Fills a store and asks it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--a-day", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", type=Path, help="keep the store in this file")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.store or Path(folder) / "briefer.db"
        world = World(given.seed)
        days = max(given.articles // given.a_day, 1) + 1
        recording: dict[str, list[tuple[float, float]]] = {
            f"record a brief of {given.a_day} articles": [],
            "and what later ones ask of it": [],
            "and its steps in the ledger": [],
        }
        with open_store(str(path)) as store:
            history = History(store)
            memory = Memory(store, Profile(name="morning"))
            into_ledger = partial(Ledger(store).record, judge=told)
            for number in range(days):
                brief = world.day(number, given.a_day)
                for times, record in zip(
                    recording.values(), (history.record, partial(keep, store), into_ledger), strict=True
                ):
                    times.append(taken(partial(record, brief)))
            store.do("PRAGMA wal_checkpoint(TRUNCATE)")
            ((texts, claims, people),) = store.do(
                "SELECT (SELECT count(*) FROM texts), (SELECT count(*) FROM claims), (SELECT count(*) FROM people)"
            )
            today = world.day(days, given.a_day)
            now = datetime.fromisoformat(today.created)
            busiest = store.do(
                "SELECT name FROM people WHERE kind = 'person' GROUP BY key ORDER BY count(*) DESC LIMIT 3"
            )
            print(f"{texts:,} articles, {claims + people:,} claims ({people:,} of them people), {days} briefs")
            print(f"store: {path.stat().st_size / 1_000_000:.0f} MB\n")
            print(f"{'milliseconds':<44} {'median':>9} {'slowest':>9} {'CPU':>9} {'at most':>9}")
            for what, times in recording.items():
                show(what, times)
                show("  the first of these", times[:1])
                show("  the last", times[-1:])
            rare, usual = world.words[-5:], world.words[:3]
            everybody = [name for (name,) in busiest]
            asked = [
                *rare,
                *usual,
                *everybody,
                f'"{usual[0]} {usual[1]}"',
                f"{rare[0][:3]}*",
                "nothing such",
                " ".join(usual),
            ]
            timed("search", 50, [lambda words=words: history.search(words) for words in asked])  # type: ignore[misc]
            others = world.dice.sample(world.people, 5)
            names = [*everybody, *others, *(name.split()[-1] for name in everybody), world.houses[0]]
            timed("who", 100, [lambda name=name: history.who(name) for name in names])  # type: ignore[misc]
            timed(
                f"a day beside the {COMPARED} before it",
                2000,
                [lambda: compared(today, memory.earlier(), entries=memory.entries(now), recall=memory.recall)],
                rounds=1,
            )


if __name__ == "__main__":
    main()
