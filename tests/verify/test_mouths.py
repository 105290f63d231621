"""Whose mouth it is: what the attribution rules overrule, what they only flag, and who speaks for whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from briefer.language.passages import find_sentences
from briefer.language.quotations import find_quotations
from briefer.language.typography import repair
from briefer.model import (
    Analysis,
    Article,
    Attribution,
    Check,
    EngineInfo,
    Entity,
    Findings,
    Mention,
    Position,
    Range,
    Span,
)
from briefer.verify import check_findings
from briefer.verify.gates.speaker import Mouth
from briefer.verify.passage import Ground

TEXT = (
    "A lawyer for Karl Varn said the sale was void. Karl Varn and his sister Ilse Varn met in Ostrel. "
    "“The port is ours,” Varn said on Monday. He added that the port would stay open. "
    "The sale was final, officials at the ministry said."
)


def found(words: str) -> Range:
    at = TEXT.index(words)
    return Range(at, at + len(words))


def span(words: str) -> Span:
    return Span("m1", *found(words))


KARL = Entity(
    name="Karl Varn",
    kind="person",
    aliases=("Varn",),
    mentions=(
        Mention(*found("Karl Varn"), "name"),
        Mention(*found("Varn said"), "name"),
        Mention(*found("He"), "pronoun"),
    ),
)
ILSE = Entity(name="Ilse Varn", kind="person", mentions=(Mention(*found("Ilse Varn"), "name"),))
LAWYER = Attribution(
    source=found("A lawyer for Karl Varn"),
    cue=found("said"),
    content=(found("the sale was void"),),
    speaker_words="A lawyer for Karl Varn",
    holder=0,
    channel="spokesperson",
)
QUOTED = Attribution(
    source=Range(found("Varn said").start, found("Varn said").start + 4),
    cue=found("said on"),
    content=(found("“The port is ours,”"),),
    quotes=(found("The port is ours,"),),
    speaker=0,
)
ADDED = Attribution(
    source=found("He"), cue=found("added"), content=(found("that the port would stay open"),), speaker=0
)
OFFICIALS = Attribution(
    source=found("officials at the ministry"),
    cue=found("said."),
    content=(found("The sale was final"),),
    speaker_words="officials at the ministry",
    channel="unnamed",
)


def analysis(*attributions: Attribution) -> Analysis:
    repaired = repair(TEXT)
    sentences = find_sentences(repaired)
    return Analysis(
        article=Article.of(TEXT, id="m1", language="en"),
        sentences=sentences,
        quotations=find_quotations(repaired, sentences),
        numbers=(),
        dates=(),
        entities=(KARL, ILSE),
        attributions=attributions,
        parser="by hand",
    )


def check(attribution: Attribution | None, **claim: Any) -> Check:
    """The check of a position made from LAWYER, QUOTED, ADDED or OFFICIALS, with what the claim says of it."""
    whole = analysis() if attribution is None else analysis(attribution)
    base = claim.pop("of", attribution)
    start = max(s.start for s in whole.sentences if s.start <= base.content[0].start)
    end = next(s.end for s in whole.sentences if s.start == start)
    made = Position(
        evidence=(Span("m1", start, end),),
        text=TEXT[base.content[0].start : base.content[0].end].strip("“”,").removeprefix("that "),
        quotes=tuple(Span("m1", *q) for q in base.quotes),
        content=tuple(Span("m1", *c) for c in base.content),
        **{"channel": base.channel, **claim},
    )
    findings = Findings(article=whole.article.info(), engine=EngineInfo(name="replay"), positions=(made,))
    return check_findings(findings, whole).positions[0].check


@pytest.mark.parametrize(
    ("attribution", "speaker", "holder"),
    [
        (LAWYER, "A lawyer for Karl Varn", "Karl Varn"),
        (LAWYER, "a lawyer", "Karl Varn"),
        (QUOTED, "Karl Varn", "Karl Varn"),
        (QUOTED, "Varn", "Varn"),
        (ADDED, "Karl Varn", "Karl Varn"),
        (OFFICIALS, "officials at the ministry", "officials at the ministry"),
        (OFFICIALS, "officials", "officials"),
    ],
)
def test_the_right_mouth_passes(attribution: Attribution, speaker: str, holder: str) -> None:
    result = check(attribution, speaker=speaker, holder=holder)
    assert result.status == "verified", result.reasons


@pytest.mark.parametrize(
    ("attribution", "speaker", "holder", "gate"),
    [
        # A direct quotation with an explicit cue, somebody else of the same surname.
        (QUOTED, "Ilse Varn", "Ilse Varn", "fail"),
        # The source is a pronoun: the rules are less sure.
        (ADDED, "Ilse Varn", "Ilse Varn", "weak"),
        # The client does not speak himself, and the lawyer's words are not the lawyer's position.
        (LAWYER, "Karl Varn", "Karl Varn", "weak"),
        (LAWYER, "A lawyer for Karl Varn", "A lawyer for Karl Varn", "weak"),
        # "officials at the ministry" are not the ministry.
        (OFFICIALS, "the ministry", "the ministry", "weak"),
        (OFFICIALS, "officials", "the ministry", "weak"),
    ],
)
def test_a_wrong_mouth_does_not(attribution: Attribution, speaker: str, holder: str, gate: str) -> None:
    result = check(attribution, speaker=speaker, holder=holder)
    assert result.gates["speaker"] == gate, result.reasons
    assert result.reasons


def test_where_the_rules_guessed_they_only_flag() -> None:
    guessed = replace(QUOTED, certain=False)
    assert check(guessed, speaker="Ilse Varn", holder="Ilse Varn").gates["speaker"] == "weak"
    assert check(guessed, speaker="Karl Varn", holder="Karl Varn").gates["speaker"] == "pass"


def test_a_position_that_no_rule_finds_is_flagged() -> None:
    result = check(None, of=ADDED, speaker="Karl Varn", holder="Karl Varn")
    assert result.status == "flagged"
    assert "no rule finds" in result.reasons[0].text


def test_an_outlet_that_relays_something_else() -> None:
    result = check(QUOTED, speaker="Karl Varn", holder="Karl Varn", via="Ostrel")
    assert result.gates["speaker"] == "weak"


def test_the_channel_is_the_article_s() -> None:
    assert check(OFFICIALS, speaker="officials", holder="officials", channel="direct").gates["speaker"] == "weak"


def test_a_relayed_position_names_its_outlet() -> None:
    relayed = replace(ADDED, via=found("Ostrel"))
    assert check(relayed, speaker="Karl Varn", holder="Karl Varn").gates["speaker"] == "weak"
    assert check(relayed, speaker="Karl Varn", holder="Karl Varn", via="Ostrel").gates["speaker"] == "pass"


def test_what_two_gates_say_in_the_same_words_is_told_once(desk: Any) -> None:
    result = desk.check(desk.quoted(holder="Karin Moll", speaker="Karin Moll"))
    assert (result.gates["names"], result.gates["speaker"]) == ("fail", "fail")
    told = [reason.text for reason in result.reasons]
    assert told.count("the name Karin Moll does not stand in the article") == 1


@pytest.mark.parametrize(
    ("name", "is_he"),
    [
        ("Ilse Varn's brother, the owner Karl Varn", True),
        ("the owner, Karl Varn", True),
        ("a lawyer for Karl Varn", False),
        ("Ilse Varn's brother, a lawyer for Karl Varn", False),
    ],
)
def test_a_name_with_what_stands_before_it(name: str, is_he: bool) -> None:
    assert Mouth(0, None).called(name, Ground(analysis())) is is_he
