"""Sections of the user's own in a brief: what of their answers is shown, and that all of it is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from briefer.compose import LIMITS_ALONE, Edition, compose
from briefer.model import Article, Brief, Check, Custom, EngineInfo, Event, Profile, Question, Reason, Statement
from briefer.testing import findings_of, span_of

OK = Check(status="verified", gates={"ids": "pass"})
BAD = Check(status="withheld", gates={"numbers": "fail"}, reasons=(Reason("numbers", "the number 9 is not there"),))
WEAK = Check(status="flagged", gates={"names": "not_run"})
ARTICLE = Article.of("Norrmark met Vellany. Halgren said no.", id="a", language="en")
MET = span_of(ARTICLE, "Norrmark met Vellany.")
NO = span_of(ARTICLE, "Halgren said no.")


def said(*checks: Check) -> tuple[Statement, ...]:
    return tuple(Statement(text=f"Halgren said no, {i}.", evidence=(NO,), check=c) for i, c in enumerate(checks))


def composed(section: Custom, *, event: Check = OK, **more: Any) -> Brief:
    found = findings_of(
        ARTICLE,
        headline=None,
        headline_check=None,
        what=(Event(text="Norrmark met Vellany.", evidence=(MET,), check=event),),
        custom={"own": section},
    )
    question = Question(name="own", title=section.title, question="What?", kind=section.kind)
    edition = Edition(
        id="b",
        now=datetime(2026, 5, 21, tzinfo=UTC),
        profile=Profile(questions=(question,)),
        engine=EngineInfo(name="fake"),
        **more,
    )
    brief = compose([found], [("a.txt", ARTICLE)], edition, check=lambda s: replace(s, check=OK))
    counts = brief.account.claims
    assert counts.made == counts.verified + counts.flagged + counts.withheld
    assert counts.verified == counts.shown + counts.merged + counts.not_shown.rank + counts.not_shown.limit
    return brief


@pytest.mark.parametrize(
    ("kind", "most"), [("list", LIMITS_ALONE.custom), ("choice", LIMITS_ALONE.custom), ("claim", 1)]
)
def test_a_section_has_its_limit_and_what_is_over_is_counted(kind: Any, most: int) -> None:
    brief = composed(Custom(title="Own", kind=kind, claims=said(BAD, *[OK] * (most + 2))))
    shown = brief.stories[0].custom["own"].claims
    assert [claim.text for claim in shown] == [f"Halgren said no, {i}." for i in range(1, most + 1)]
    assert brief.account.claims.not_shown.limit == 2
    assert [claim.kind for claim in brief.account.withheld] == ["custom"]
    assert brief.profile.sections == ("own",)


@pytest.mark.parametrize(
    ("checks", "flagged", "value"),
    [
        ((OK,), False, "tense"),
        ((OK, OK), False, "tense"),
        ((OK, WEAK), False, "tense"),
        ((WEAK,), True, "tense"),
        ((WEAK,), False, None),
        ((BAD,), False, None),
        ((OK, BAD), False, None),
        ((), False, None),
    ],
)
def test_a_choice_is_shown_only_where_its_claims_hold(
    checks: tuple[Check, ...], flagged: bool, value: str | None
) -> None:
    section = Custom(title="Mood", kind="choice", value="tense", claims=said(*checks))
    assert composed(section, show_flagged=flagged).stories[0].custom["own"].value == value


def test_an_article_that_only_answers_a_section_has_a_story() -> None:
    brief = composed(Custom(title="Own", kind="list", claims=said(OK)), event=BAD)
    assert brief.stories[0].headline == "Halgren said no, 0"
    with_nothing = composed(Custom(title="Own", kind="list", claims=said(BAD)), event=BAD)
    assert with_nothing.stories == ()
