"""Briefs of four days that go on with each other, for the archive: invented people, places and outlets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from briefer.changes import compared, told
from briefer.contract import load_brief
from briefer.model import (
    Account,
    Actor,
    Article,
    ArticleOutcome,
    Brief,
    Check,
    EngineInfo,
    Event,
    NextStep,
    Position,
    ProfileInfo,
    Story,
    When,
)
from briefer.store import open_store
from briefer.store.history import History
from briefer.store.ledger import Ledger
from briefer.store.runs import Run, Runs
from briefer.testing import span_of

SAMPLES = Path(__file__).parents[2] / "templates" / "samples"
OK = Check(status="verified", gates={"ids": "pass"})


class Report(NamedTuple):
    """One article, which is one story."""

    story: str
    outlet: str
    event: str
    #: Holder, role and what was said.
    said: tuple[tuple[str, str, str], ...] = ()
    #: What is to come, and on which day of May or June.
    steps: tuple[tuple[str, str], ...] = ()


CORVO = ("Teodor Corvo", "agriculture minister of Vellany")
HALGREN = ("Signe Halgren", "water commissioner of Norrmark")
UNION = ("Ada Brunn", "chair of the miners’ union of Osterholt")

DAYS: dict[int, tuple[Report, ...]] = {
    18: (
        Report(
            "water", "Northern Wire", "Norrmark and Vellany negotiated about the water of the Sild at Lake Imre.",
            ((*CORVO, "he would not sign the water treaty at the lake"), (*HALGREN, "shared gauges were a matter for later")),
            (("Both governments will exchange gauge readings by 31 May.", "2026-05-31"),),
        ),
    ),
    19: (
        Report(
            "water", "The Weir Post", "Norrmark and Vellany negotiated about the water of the Sild at Lake Imre again.",
            ((*CORVO, "he would not sign the water treaty at the lake"),),
            (("The negotiators will meet again on 26 May.", "2026-05-26"),),
        ),
        Report(
            "mine", "Osterholt Courier", "The parliament of Vellany voted to close the lignite mine at Osterholt.",
            ((*UNION, "the vote was a betrayal of four thousand miners"),),
            (("The mine at Osterholt will close on 30 June.", "2026-06-30"),),
        ),
    ),
    20: (
        Report(
            "mine", "Osterholt Courier", "The lignite mine at Osterholt stood still on Wednesday after a vote of parliament.",
            ((*UNION, "the miners would strike until the parliament of Vellany voted again"),),
        ),
    ),
    21: (
        Report(
            "water", "Northern Wire", "Norrmark and Vellany negotiated for a third day about the water of the Sild.",
            ((*CORVO, "he would sign the water treaty at the lake"), (*HALGREN, "shared gauges were the first thing to settle")),
        ),
    ),
}  # fmt: skip


def briefs(name: str = "morning") -> Iterator[Brief]:
    """The briefs, the oldest first, each compared with those before it."""
    past: list[Brief] = []
    for day, reports in DAYS.items():
        brief = compared(_brief(name, day, reports), past)
        past.append(brief)
        yield brief


def hostile() -> Brief:
    """A brief in which every word tries to be more than a word."""
    return load_brief(json.loads((SAMPLES / "hostile.json").read_text(encoding="utf-8")))


def _brief(name: str, day: int, reports: tuple[Report, ...]) -> Brief:
    made = [_told(day, report) for report in reports]
    return Brief(
        id=f"{name}-2026-05-{day}",
        created=f"2026-05-{day}T05:00:00Z",
        title=f"Morning brief of {day} May",
        language="en",
        timezone="UTC",
        profile=ProfileInfo(name=name, template="daily"),
        engine=EngineInfo(name="extractive"),
        articles=tuple(article for article, _ in made),
        stories=tuple(story for _, story in made),
        account=Account(
            articles=tuple(
                ArticleOutcome(article=article.id, input=article.id, title=article.title, outcome="used", into=story.id)
                for article, story in made
            )
        ),
    )


def _told(day: int, report: Report) -> tuple[Article, Story]:
    name = f"{report.story}{day}"
    sayings = [(holder, role, words, f"{holder}, {role}, said {words}.") for holder, role, words in report.said]
    lines = [report.event, *(line for *_, line in sayings), *(line for line, _ in report.steps)]
    article = Article.of(
        "\n".join(lines), id=name, title=report.event.rstrip("."), outlet=report.outlet, language="en",
        url=f"https://news.example.org/{name}", published=f"2026-05-{day}T06:00:00+02:00",
    )  # fmt: skip
    who = tuple(
        Actor(id=f"w-{name}-{i}", name=holder, role=role, kind="person", evidence=(span_of(article, line),), check=OK)
        for i, (holder, role, _, line) in enumerate(sayings)
    )
    positions = tuple(
        Position(
            id=f"p-{name}-{i}", holder=holder, holder_role=role, speaker=holder, text=words, salience=0.9, check=OK,
            evidence=(span_of(article, line),), content=(span_of(article, words),),
        )
        for i, (holder, role, words, line) in enumerate(sayings)
    )  # fmt: skip
    steps = tuple(
        NextStep(
            id=f"n-{name}-{i}", text=line, kind="scheduled", evidence=(span_of(article, line),), check=OK,
            when=When(text="", span=span_of(article, line), from_=None if "by " in line else to, to=to),
        )
        for i, (line, to) in enumerate(report.steps)
    )  # fmt: skip
    event = Event(id=f"e-{name}", text=report.event, evidence=(span_of(article, report.event),), check=OK)
    story = Story(
        id=report.story, headline=report.event.rstrip("."), headline_evidence=(span_of(article, report.event),),
        headline_check=OK, articles=(name,), outlets=(report.outlet,), who=who, what=(event,), positions=positions,
        next_steps=steps,
    )  # fmt: skip
    return article, story


def record(path: Path) -> None:
    """Writes a store with all of it: archive, ledger of steps and a run."""
    with open_store(str(path)) as store:
        for brief in (*briefs(), hostile()):
            History(store).record(brief)
            Ledger(store).record(brief, told)
        began = datetime(2026, 5, 21, 4, 58, tzinfo=UTC)
        run = Run(
            name="morning",
            brief="morning-2026-05-21",
            began=began,
            ended=began + timedelta(seconds=42),
            status=0,
            report={"articles": {"in": 1, "used": 1}, "steps": [{"step": "gather", "seconds": 1.5, "calls": 0}]},
        )
        Runs(store).keep(run)
