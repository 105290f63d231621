"""An article written for the gates, with its analysis made by hand where rules would make it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pytest

from briefer.language.dates import find_dates
from briefer.language.numbers import find_numbers
from briefer.language.parse import parse
from briefer.language.passages import find_sentences
from briefer.language.quotations import find_quotations
from briefer.language.typography import repair
from briefer.model import (
    Actor,
    Analysis,
    Article,
    Attribution,
    Check,
    Claim,
    EngineInfo,
    Entity,
    Event,
    Findings,
    Mention,
    NextStep,
    Position,
    Range,
    Span,
    Statement,
    StepCandidate,
    When,
    with_ids,
)
from briefer.verify import check_findings

TEXT = (
    "OSTREL, March 3 (Coast Post) — Fuel prices in Merrin rose 14 percent in January, the statistics office said on "
    "Tuesday. The government will publish the new tariff list on 12 March.\n\n"
    "“We did not agree to any of this list,” dockers’ leader Ilse Varn told reporters. "
    "“Nobody asked us about the berths,” harbour director Paul Odekerk said.\n\n"
    "Varn said more than 300 ships may leave the harbour within two days. "
    "The harbour earned 2.4 million euros last year and 9 berths stand empty.\n\n"
    "She urged the government to withdraw the list. "
    "Odekerk threatened to close the northern gate if the strike went on.\n\n"
    "Transport minister Anselm Roth denied that the harbour would be sold. "
    "He said he supported the new list, according to Radio Merrin.\n\n"
    "Dockers and owners agreed not to publish the terms of the lease."
)


@dataclass(frozen=True)
class Desk:
    """The article and its analysis, with short ways to its words."""

    article: Article

    @property
    def text(self) -> str:
        return self.article.text

    def range(self, words: str, nth: int = 0) -> Range:
        at = -1
        for _ in range(nth + 1):
            at = self.text.index(words, at + 1)
        return Range(at, at + len(words))

    def span(self, words: str, nth: int = 0) -> Span:
        return Span(self.article.id, *self.range(words, nth))

    def sentence(self, words: str, nth: int = 0) -> Span:
        """The sentence that holds these words."""
        place = self.range(words, nth)
        found = next(s for s in self.analysis.sentences if s.start <= place.start and place.end <= s.end)
        return self.analysis.span(found)

    @cached_property
    def analysis(self) -> Analysis:
        repaired = repair(self.text)
        sentences = find_sentences(repaired)
        bare = Analysis(
            article=self.article,
            sentences=sentences,
            quotations=find_quotations(repaired, sentences),
            numbers=find_numbers(self.text),
            dates=find_dates(self.text, published=self.article.published, article=self.article.id),
            tokens=next(iter(parse([(repaired, sentences)]))),
            parser="by hand",
        )
        return replace(bare, entities=self._entities(), attributions=self._attributions(), steps=self._steps())

    def _entities(self) -> tuple[Entity, ...]:
        def mention(kind: str, words: str, nth: int = 0) -> Mention:
            return Mention(*self.range(words, nth), kind)  # type: ignore[arg-type]

        he = self.range("he supported").start
        varn = Entity(
            name="Ilse Varn",
            kind="person",
            aliases=("Varn",),
            role=self.range("leader"),
            mentions=(mention("name", "Ilse Varn"), mention("name", "Varn", 1), mention("pronoun", "She")),
        )
        odekerk = Entity(
            name="Paul Odekerk",
            kind="person",
            aliases=("Odekerk",),
            role=self.range("harbour director"),
            mentions=(mention("name", "Paul Odekerk"), mention("name", "Odekerk", 1)),
        )
        roth = Entity(
            name="Anselm Roth",
            kind="person",
            aliases=("Roth",),
            role=self.range("Transport minister"),
            mentions=(mention("name", "Anselm Roth"), mention("pronoun", "He"), Mention(he, he + 2, "pronoun")),
        )
        merrin = Entity(name="Merrin", kind="place", mentions=(mention("name", "Merrin"),))
        return varn, odekerk, roth, merrin

    def _attributions(self) -> tuple[Attribution, ...]:
        found = self.range
        return (
            Attribution(
                source=found("dockers’ leader Ilse Varn"),
                cue=found("told"),
                content=(found("“We did not agree to any of this list,”"),),
                quotes=(found("We did not agree to any of this list,"),),
                speaker=0,
                rule="quotation",
            ),
            Attribution(
                source=found("harbour director Paul Odekerk"),
                cue=found("said", 1),
                content=(found("“Nobody asked us about the berths,”"),),
                quotes=(found("Nobody asked us about the berths,"),),
                speaker=1,
                rule="quotation",
            ),
            Attribution(
                source=found("Varn", 1),
                cue=found("said", 2),
                content=(found("more than 300 ships may leave the harbour within two days"),),
                speaker=0,
                rule="clause",
            ),
            Attribution(
                source=found("Transport minister Anselm Roth"),
                cue=found("denied"),
                content=(found("that the harbour would be sold"),),
                speaker=2,
                negated=True,
                rule="clause",
            ),
            Attribution(
                source=found("He"),
                cue=found("said", 3),
                content=(found("he supported the new list"),),
                speaker=2,
                via=found("Radio Merrin"),
                rule="clause",
            ),
        )

    def _steps(self) -> tuple[StepCandidate, ...]:
        found = self.range
        return (
            StepCandidate(
                sentence=1,
                clause=found("The government will publish the new tariff list on 12 March"),
                kind="scheduled",
                actor=found("The government"),
                action=found("publish the new tariff list"),
            ),
            StepCandidate(sentence=6, clause=found("the government to withdraw the list"), kind="demanded"),
            StepCandidate(
                sentence=7,
                clause=found("threatened to close the northern gate if the strike went on"),
                kind="conditional",
                threat=True,
            ),
        )

    # --- claims as an engine would make them ---------------------------------------------------------

    def quoted(self, **changes: Any) -> Position:
        """What Varn says between quotation marks."""
        place = self.span("We did not agree to any of this list,")
        claim = Position(
            evidence=(self.sentence("We did not agree"),),
            holder="Ilse Varn",
            holder_role="leader",
            speaker="Ilse Varn",
            text="We did not agree to any of this list",
            quotes=(place,),
            source=self.span("dockers’ leader Ilse Varn"),
            cue=self.span("told"),
            content=(self.span("“We did not agree to any of this list,”"),),
        )
        return replace(claim, **changes)

    def told(self, **changes: Any) -> Position:
        """What Varn says without quotation marks."""
        words = "more than 300 ships may leave the harbour within two days"
        claim = Position(
            evidence=(self.sentence(words),),
            holder="Ilse Varn",
            speaker="Ilse Varn",
            text=words,
            source=self.span("Varn", 1),
            cue=self.span("said", 2),
            content=(self.span(words),),
        )
        return replace(claim, **changes)

    def relayed(self, **changes: Any) -> Position:
        """What Roth says through a radio station."""
        words = "he supported the new list"
        claim = Position(
            evidence=(self.sentence(words),),
            holder="Anselm Roth",
            speaker="Anselm Roth",
            via="Radio Merrin",
            text=words,
            stance="support",
            source=self.span("He"),
            cue=self.span("said", 3),
            content=(self.span(words),),
            derived={"holder": (self.span("Anselm Roth"),), "speaker": (self.span("Anselm Roth"),)},
        )
        return replace(claim, **changes)

    def event(self, text: str = "Fuel prices in Merrin rose 14 percent in January", **changes: Any) -> Event:
        claim = Event(evidence=(self.sentence("Fuel prices"),), text=text)
        return replace(claim, **changes)

    def step(self, **changes: Any) -> NextStep:
        claim = NextStep(
            evidence=(self.sentence("will publish"),),
            text="The government will publish the new tariff list on 12 March.",
            actor="The government",
            action="publish the new tariff list",
            kind="scheduled",
            when=self.when("on 12 March"),
        )
        return replace(claim, **changes)

    def when(self, words: str) -> When | None:
        place = self.range(words)
        return next((d for d in self.analysis.dates if d.span.start < place.end and place.start < d.span.end), None)

    def actor(self, **changes: Any) -> Actor:
        claim = Actor(
            evidence=(self.sentence("Ilse Varn"),),
            name="Ilse Varn",
            role="leader",
            kind="person",
            mention=self.span("Ilse Varn"),
        )
        return replace(claim, **changes)

    # --- checks ----------------------------------------------------------------------------------------

    def findings(self, **parts: Any) -> Findings:
        return with_ids(Findings(article=self.article.info(), engine=EngineInfo(name="replay"), **parts))

    def checked(self, claim: Claim) -> Claim:
        """The claim as it comes back from the gates, alone in its findings."""
        parts: Mapping[type[Claim], str] = {
            Actor: "who", Event: "what", Position: "positions", NextStep: "next_steps",
        }  # fmt: skip
        if isinstance(claim, Statement):
            raise TypeError("statements have a check of their own")
        name = parts[type(claim)]
        back = check_findings(self.findings(**{name: (claim,)}), self.analysis)
        made: tuple[Claim, ...] = getattr(back, name)
        return made[0]

    def check(self, claim: Claim) -> Check:
        return self.checked(claim).check


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk(Article.of(TEXT, id="a1", title="Dockers and prices", published="2026-03-03", language="en"))
