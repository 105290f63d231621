"""A brief with a string of somebody's choice in every field that holds words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import NamedTuple

from briefer.model import (
    Account,
    Actor,
    Article,
    ArticleOutcome,
    Brief,
    Change,
    ChangeItem,
    Check,
    Contradiction,
    Custom,
    EngineInfo,
    Event,
    NextStep,
    Position,
    ProfileInfo,
    Reason,
    Recipient,
    Span,
    Statement,
    Story,
    Translation,
    When,
    WithheldClaim,
)

#: Characters that no output may hold: controls, marks of direction, zero-width ones; joiners may stay in some scripts.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufffe\uffff]"
)

OK = Check(status="verified", gates={"ids": "pass"})


class Planted(NamedTuple):
    """The brief and the strings in it, in the order in which they were put there."""

    brief: Brief
    recipient: Recipient
    texts: Sequence[str]
    #: What the articles say; a page shows the sentences that it cites, and of their neighbours a part.
    sentences: Sequence[str]


class _Garden:
    """Hands out strings, each between two words that tell it from all others."""

    def __init__(self, harm: Sequence[str], addresses: Sequence[str]) -> None:
        self.harm, self.addresses = cycle(harm), cycle(addresses)
        self.texts: list[str] = []
        self.sentences: list[str] = []

    def word(self) -> str:
        text = f"Wren{len(self.texts)}x {next(self.harm)} Plover{len(self.texts)}x"
        self.texts.append(text)
        return text

    def sentence(self) -> str:
        text = f"Heron{len(self.sentences)}x {next(self.harm)} Egret{len(self.sentences)}x"
        self.sentences.append(text)
        return text

    def article(self, id: str, sentences: int) -> tuple[Article, list[Span]]:
        """An article of so many sentences, and where they stand."""
        told = [self.sentence() for _ in range(sentences)]
        text, spans = "", []
        for sentence in told:
            spans.append(Span(id, len(text), len(text) + len(sentence)))
            text += f"{sentence}.\n\n"
        article = Article.of(
            text,
            id=id,
            url=next(self.addresses),
            title=self.word(),
            outlet=self.word(),
            authors=(self.word(),),
            published="2026-05-20",
            language="en",
        )
        return article, spans


def plant(harm: Sequence[str], addresses: Sequence[str]) -> Planted:
    """Two stories of two articles, changes, contradictions, sections, an account with losses, and a recipient."""
    garden = _Garden(harm, addresses)
    word = garden.word
    made = [_story(garden, f"s{n}") for n in (1, 2)]
    articles = tuple(article for article, _ in made)
    stories = tuple(story for _, story in made)
    spans = [story.headline_evidence for story in stories]
    changes = tuple(
        ChangeItem(kind=kind, story=story.id, claim=None, text=word(), since="2026-05-12", now=now)
        for kind, story, now in zip(("new", "overdue"), stories, spans, strict=True)
    )
    outcomes = (
        *(
            ArticleOutcome(article=a.id, input=word(), title=word(), url=a.url, outcome="used", into=s.id)
            for a, s in zip(articles, stories, strict=True)
        ),
        ArticleOutcome(
            article=None, input=word(), title=word(), url=next(garden.addresses), outcome="skipped", reason=word()
        ),
        ArticleOutcome(article=None, input=word(), outcome="failed", reason=word()),
    )
    withheld = WithheldClaim(
        id="x1",
        kind="position",
        text=word(),
        check=Check(status="withheld", gates={"numbers": "fail"}, reasons=(Reason("numbers", word()),)),
    )
    keys = ("to", "from", "date", "deadline", "for", "reference", "marking", "recommendation")
    brief = Brief(
        id="b1",
        created="2026-05-21T05:10:00Z",
        title=word(),
        language="en",
        timezone="Europe/Brussels",
        profile=ProfileInfo(name=word(), template="daily", topics=(word(),), us=(word(),)),
        # A key becomes a label, its underscores spaces.
        set={key: word() for key in keys} | {f"key {next(garden.harm)}": word()},
        engine=EngineInfo(name="openai", model=word()),
        articles=articles,
        bottom_line=tuple(
            Statement(id=f"b{n}", text=word(), evidence=evidence, check=OK) for n, evidence in enumerate(spans)
        ),
        changes=changes,
        stories=stories,
        account=Account(articles=outcomes, withheld=(withheld,)),
    )
    recipient = Recipient(name=word(), email="desk@example.org", topics=(word(),))
    return Planted(brief, recipient, garden.texts, garden.sentences)


def _story(garden: _Garden, id: str) -> tuple[Article, Story]:
    word = garden.word
    article, places = garden.article(f"a-{id}", 12)
    place: Iterator[Span] = cycle(places)
    doubted = Check(status="flagged", gates={"names": "weak"}, reasons=(Reason("names", word()),))

    def statement(name: str) -> Statement:
        return Statement(id=f"{id}-{name}", text=word(), evidence=(next(place),), check=OK)

    positions = tuple(
        Position(
            id=f"{id}-p{n}",
            holder=word(),
            holder_role=word(),
            speaker=word(),
            via=word(),
            target=word(),
            stance=stance,
            text=word(),
            quotes=(said,),
            content=(said,),
            source=next(place),
            evidence=(said,),
            derived={"holder": (next(place),)},
            check=doubted if n else OK,
            translation=Translation(language="fr", text=word(), by=word()) if n == 1 else None,
            change=Change(kind="changed", since="2026-05-12", evidence=(next(place),)) if n == 2 else None,
        )
        for n, (stance, said) in enumerate(zip(("support", "oppose", "conditional"), place, strict=False))
    )
    steps = tuple(
        NextStep(
            id=f"{id}-n{n}",
            text=word(),
            actor=word(),
            kind=kind,
            when=When(word(), next(place), day, day),
            says=word(),
            evidence=(next(place),),
            check=OK,
        )
        for n, (kind, day) in enumerate(
            (("scheduled", "2026-05-18"), ("demanded", "2026-05-26"), ("pledged", "2026-06"))
        )
    )
    events = tuple(
        Event(id=f"{id}-e{n}", text=word(), status=status, where=word(), evidence=(next(place),), check=OK)
        for n, status in enumerate(("alleged", "confirmed"))
    )
    who = (
        Actor(
            id=f"{id}-w1",
            name=word(),
            role=word(),
            organisation=word(),
            kind="person",
            why=word(),
            mention=next(place),
            evidence=(next(place),),
            check=OK,
        ),
        Actor(id=f"{id}-w2", name=word(), kind="organisation", evidence=(next(place),), check=doubted),
    )
    return article, Story(
        id=id,
        headline=word(),
        headline_evidence=(next(place),),
        headline_check=OK,
        lead=(statement("l1"),),
        articles=(article.id,),
        outlets=(word(),),
        who=who,
        what=events,
        positions=positions,
        next_steps=steps,
        custom={
            "why": Custom(title=word(), kind="list", claims=(statement("c1"), statement("c2"))),
            "tone": Custom(title=word(), kind="choice", value=word(), claims=(statement("c3"),)),
        },
        gaps=(word(),),
        contradictions=(Contradiction(kind="number", claims=(events[0].id, events[1].id), text=word()),),
    )
