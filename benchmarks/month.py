"""How well briefer follows an invented month: stories, contradictions, changed positions and steps that came due.

Each day's articles are read by the built-in engine and made into a brief that knows those of the days before; what it
says is laid beside the labels of the chronicle. Precision is the share of what was said that is true, recall the share
of what is true that was said.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from chronicle import ZONE, Chronicle, Day, Labels

from briefer import Briefer
from briefer.merge import SUPERSEDED
from briefer.model import Brief, Story


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
            mine = {a for a in of if of[a] == of.get(article)}
            true = {a for a, other in labels.stories.items() if other == story}
            self.precision += len(mine & true) / max(1, len(mine))
            self.recall += len(mine & true) / len(true)
            self.articles += 1

    def line(self) -> str:
        """Both shares."""
        return f"{self.precision / self.articles:9.3f}{self.recall / self.articles:9.3f}{self.articles:8}"


def plot_of(story: Story, labels: Labels) -> str:
    """The story that most of its articles belong to."""
    return Counter(labels.stories[name] for name in story.articles).most_common(1)[0][0]


def run(seed: int, days: int) -> tuple[dict[str, Score], Grouping, int]:
    """The scores of one seed."""
    scores = {name: Score() for name in ("contradictions", "changed positions", "repeated positions", "steps due")}
    grouping = Grouping()
    briefs: list[Brief] = []
    #: Story of a brief -> story of the chronicle, to judge what earlier briefs are quoted for.
    known: dict[tuple[str, str], str] = {}
    briefer, articles = Briefer(), 0
    for day in Chronicle(seed).days(days):
        articles += len(day.articles)
        now = datetime(day.date.year, day.date.month, day.date.day, 20, tzinfo=ZONE)
        brief = briefer.brief(day.articles, now=now, id=f"day-{day.date}", earlier=briefs)
        labels = day.labels
        grouping.add(brief, labels)
        plots = {story.id: plot_of(story, labels) for story in brief.stories}
        said = {(plots[s.id], c.kind) for s in brief.stories for c in s.contradictions if c.text not in SUPERSEDED}
        scores["contradictions"].add(said, labels.contradictions, day)
        if briefs:
            for kind, true in (("changed", labels.changed), ("repeated", labels.repeated)):
                vows = {holder for _, holder in labels.changed | labels.repeated}
                found = {
                    (plots[s.id], p.holder or "")
                    for s in brief.stories
                    for p in s.positions
                    if p.change is not None and p.change.kind == kind and p.holder in vows and "would" in p.text
                }
                if kind == "changed":
                    found |= {
                        (plots[c.story or ""], c.text.partition(":")[0]) for c in brief.changes if c.kind == "changed"
                    }
                elif kind == "repeated":
                    found |= {
                        (plots[s.id], next((h for h in vows if h in e.text), "?"))
                        for s in brief.stories
                        for e in s.what
                        if e.change is not None and e.change.kind == "repeated"
                    }
                scores[f"{kind} positions"].add(found, true, day)
            due = {(known_plot(c.before, known),) for c in brief.changes if c.kind == "due"}
            due -= {(name,) for name in labels.disputed}
            scores["steps due"].add(due, {(name,) for name in labels.due}, day)
        known |= {(article, ""): plot for article, plot in labels.stories.items()}
        briefs.append(brief)
    return scores, grouping, articles


def known_plot(before: Iterable[object], known: dict[tuple[str, str], str]) -> str:
    """The story of the chronicle that an earlier sentence belongs to."""
    return next((known.get((str(getattr(span, "article", "")), ""), "?") for span in before), "?")


def main() -> None:
    """Prints a table for each seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=31)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--notes", action="store_true", help="say what was wrong or missed")
    options = parser.parse_args()
    for seed in options.seeds:
        began = time.perf_counter()
        scores, grouping, articles = run(seed, options.days)
        print(f"seed {seed}: {options.days} days, {articles} articles, {time.perf_counter() - began:.1f} s")
        print(f"{'':22}{'precision':>9}{'recall':>9}{'true':>8}{'said':>8}")
        print(f"{'stories (B³)':22}{grouping.line()}")
        for name, score in scores.items():
            print(f"{name:22}{score.line()}")
            if options.notes:
                print("\n".join(f"    {note}" for note in score.notes))


if __name__ == "__main__":
    main()
