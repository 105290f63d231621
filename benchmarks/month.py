"""How well briefer follows an invented month: stories, contradictions, changed positions and steps that came due.

Each day's articles are read by the built-in engine and made into a brief that knows those of the days before; what it
says is laid beside the labels of the chronicle. Precision is the share of what was said that is true, recall the share
of what is true that was said.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from chronicle import ZONE, Chronicle, Day, Labels

from briefer import Briefer
from briefer.changes import told
from briefer.merge import SUPERSEDED
from briefer.model import Article, Brief, Entry, Story
from briefer.store.database import Database
from briefer.store.ledger import Ledger

STATES = ("open", "kept", "contradicted", "done", "dropped")


@dataclass(slots=True)
class Score:
    """Right, wrong and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    #: What was wrong or missed, for a look.
    notes: list[str] = field(default_factory=list)

    def add(self, found: set[tuple[str, ...]], true: set[tuple[str, ...]], day: Day) -> None:
        """Counts one day."""
        self.right += len(found & true)
        self.wrong += len(found - true)
        self.missed += len(true - found)
        self.notes += [f"{day.date} wrong: {' '.join(one)}" for one in sorted(found - true)]
        self.notes += [f"{day.date} missed: {' '.join(one)}" for one in sorted(true - found)]

    def line(self) -> str:
        """Precision, recall and the counts."""
        said, true = self.right + self.wrong, self.right + self.missed
        precision = f"{self.right / said:9.3f}" if said else f"{'–':>9}"
        recall = f"{self.right / true:9.3f}" if true else f"{'–':>9}"
        return f"{precision}{recall}{true:8}{said:8}"


@dataclass(slots=True)
class Grouping:
    """B³: for each article, how much of its story it stands with, and how much of what it stands with is its story."""

    precision: float = 0.0
    recall: float = 0.0
    articles: int = 0

    def add(self, brief: Brief, labels: Labels) -> None:
        """Counts one day."""
        of = {o.article: o.into or o.article for o in brief.account.articles if o.article}
        for article, story in labels.stories.items():
            if article in labels.withdrawn | labels.notices:
                continue
            mine = {a for a in of if of[a] == of.get(article)}
            true = {a for a, other in labels.stories.items() if other == story} - labels.withdrawn - labels.notices
            self.precision += len(mine & true) / max(1, len(mine))
            self.recall += len(mine & true) / len(true)
            self.articles += 1

    def line(self) -> str:
        """Both shares."""
        return f"{self.precision / self.articles:9.3f}{self.recall / self.articles:9.3f}{self.articles:8}"


def plot_of(story: Story, labels: Labels) -> str:
    """The story that most of its articles belong to."""
    return Counter(labels.stories[name] for name in story.articles).most_common(1)[0][0]


#: What is scored, in the order of the table.
NAMES = (
    "contradictions", "contradictory names", "withdrawn reports", "changed positions", "repeated positions",
    "steps due", "steps kept", "steps called off", "steps moved", "open when due",
)  # fmt: skip


class Month:
    """The scores of one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.scores = {name: Score() for name in NAMES}
        self.grouping = Grouping()
        #: Sentences that briefs and ledger show and no article has.
        self.invented = 0
        self.articles: dict[str, Article] = {}
        #: Article -> story of the chronicle, to judge what earlier briefs are quoted for.
        self.plots: dict[str, str] = {}
        self._briefs: list[Brief] = []

    def run(self, days: int) -> None:
        """Reads so many days."""
        briefer = Briefer()
        with tempfile.TemporaryDirectory() as folder, Database(Path(folder) / "store.db") as store:
            ledger = Ledger(store)
            for day in Chronicle(self.seed).days(days):
                self.articles |= {article.id: article for article in day.articles}
                self.plots |= day.labels.stories
                now = datetime(day.date.year, day.date.month, day.date.day, 20, tzinfo=ZONE)
                brief = briefer.brief(
                    day.articles, now=now, id=f"day-{day.date}", earlier=self._briefs, entries=ledger.entries()
                )
                ledger.record(brief, told)
                self._brief(brief, day)
                self._ledger(ledger.entries(states=STATES), brief, day)
                self._briefs.append(brief)

    def _brief(self, brief: Brief, day: Day) -> None:
        labels, scores = day.labels, self.scores
        self.grouping.add(brief, labels)
        plots = {story.id: plot_of(story, labels) for story in brief.stories}
        said = {(plots[s.id], c.kind) for s in brief.stories for c in s.contradictions if c.text not in SUPERSEDED}
        names = {one for one in said if one[1] == "name"}
        true = {one for one in labels.contradictions if one[1] == "name"}
        scores["contradictions"].add(said - names, labels.contradictions - true, day)
        scores["contradictory names"].add(names, true, day)
        withdrawn = {(o.article or "",) for o in brief.account.articles if (o.reason or "").startswith("withdrawn by")}
        scores["withdrawn reports"].add(withdrawn, {(name,) for name in labels.withdrawn}, day)
        if self._briefs:
            self._positions(brief, plots, day)
        due = {(self._plot(span.article for span in c.before),) for c in brief.changes if c.kind == "due"}
        scores["steps due"].add(due - {(name,) for name in labels.disputed}, {(name,) for name in labels.due}, day)

    def _positions(self, brief: Brief, plots: dict[str, str], day: Day) -> None:
        labels = day.labels
        vows = {holder for _, holder in labels.changed | labels.repeated}
        changed = {(plots[c.story or ""], c.text.partition(":")[0]) for c in brief.changes if c.kind == "changed"}
        repeated = {
            (plots[s.id], next((h for h in vows if h in e.text), "?"))
            for s in brief.stories
            for e in s.what
            if e.change is not None and e.change.kind == "repeated"
        }
        for kind, found, true in (("changed", changed, labels.changed), ("repeated", repeated, labels.repeated)):
            found |= {
                (plots[s.id], p.holder or "")
                for s in brief.stories
                for p in s.positions
                if p.change is not None and p.change.kind == kind and p.holder in vows and "would" in p.text
            }
            self.scores[f"{kind} positions"].add(found, true, day)

    def _ledger(self, entries: list[Entry], brief: Brief, day: Day) -> None:
        labels = day.labels
        found: dict[str, set[tuple[str, ...]]] = {"kept": set(), "called off": set(), "moved": set()}
        for entry in entries:
            plot = self._plot(quoted.article for quoted in entry.evidence)
            if plot in labels.disputed:
                continue
            for outcome in entry.outcomes:
                # Who says the opposite of what he promised has changed his position, and that is scored above.
                if outcome.brief == brief.id and labels.vows.get(plot, "?") not in outcome.sentence:
                    found[outcome.how if outcome.how in found else "called off"].add((plot,))
            quoted = (*entry.evidence, *entry.outcomes)
            self.invented += sum(q.sentence not in " ".join(self.articles[q.article].text.split()) for q in quoted)
        for name, true in (("kept", labels.kept), ("called off", labels.called_off), ("moved", labels.moved)):
            self.scores[f"steps {name}"].add(found[name], {(plot,) for plot in true}, day)
        due = {
            (self._plot(quoted.article for quoted in entry.evidence),)
            for entry in entries
            if entry.state == "open" and entry.agreed and entry.due == day.date
        }
        self.scores["open when due"].add(
            due - {(name,) for name in labels.disputed}, {(name,) for name in labels.due}, day
        )

    def _plot(self, articles: Iterable[str]) -> str:
        """The story of the chronicle that a sentence belongs to."""
        return next((self.plots[name] for name in articles if name in self.plots), "?")


def main() -> None:
    """Prints a table for each seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=31)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--notes", action="store_true", help="say what was wrong or missed")
    options = parser.parse_args()
    for seed in options.seeds:
        began = time.perf_counter()
        month = Month(seed)
        month.run(options.days)
        took = time.perf_counter() - began
        print(f"seed {seed}: {options.days} days, {len(month.articles)} articles, {took:.1f} s")
        print(f"{'':22}{'precision':>9}{'recall':>9}{'true':>8}{'said':>8}")
        print(f"{'stories (B³)':22}{month.grouping.line()}")
        for name, score in month.scores.items():
            print(f"{name:22}{score.line()}")
            if options.notes:
                print("".join(f"    {note}\n" for note in score.notes), end="")
        print(f"{'invented sentences':22}{month.invented:9}")


if __name__ == "__main__":
    main()
