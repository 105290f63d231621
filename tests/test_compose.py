from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefer.compose import LIMITS, LIMITS_ALONE, Edition, LeadWriter, StatementCheck, compose
from briefer.model import (
    Actor,
    Article,
    Brief,
    Check,
    Contradiction,
    EngineInfo,
    Event,
    Findings,
    Material,
    NextStep,
    Position,
    Problem,
    Profile,
    Reason,
    Skipped,
    Span,
    Statement,
    Story,
    When,
)
from briefer.testing import findings_of, span_of

NOW = datetime(2026, 5, 21, 5, 10, tzinfo=UTC)
OK = Check(status="verified", gates={"ids": "pass"})
BAD = Check(status="withheld", gates={"numbers": "fail"}, reasons=(Reason("numbers", "the number 9 is not there"),))
WEAK = Check(status="flagged", gates={"names": "not_run"})
CHECKS = {"verified": OK, "withheld": BAD, "flagged": WEAK}


def passing(statement: Statement) -> Statement:
    return replace(statement, check=OK)


def article(name: str, text: str = "Norrmark met Vellany. They will meet again. Halgren said no.") -> Article:
    return Article.of(f"{text} {name}", id=name, outlet="Northern Wire", language="en")


def findings(of: Article, event: Check = OK, headline: Check = OK, steps: int = 1, **more: Any) -> Findings:
    first = span_of(of, "Norrmark met Vellany.")
    second = span_of(of, "They will meet again.")
    values: dict[str, Any] = {
        "headline": "Norrmark met Vellany",
        "headline_evidence": (first,),
        "headline_check": headline,
        "what": (Event(text="Norrmark met Vellany.", evidence=(first,), check=event),),
        "next_steps": tuple(
            NextStep(text="They will meet again.", kind="scheduled", evidence=(second,), check=OK) for _ in range(steps)
        ),
    }
    return findings_of(of, **{**values, **more})


def position(of: Article, holder: str, salience: float = 0.9, check: Check = OK) -> Position:
    said = span_of(of, "Halgren said no.")
    return Position(holder=holder, speaker=holder, text="no", salience=salience, evidence=(said,), check=check)


def composed(
    *found: Findings,
    articles: list[Article],
    skipped: tuple[Skipped, ...] = (),
    check: StatementCheck = passing,
    write: LeadWriter | None = None,
    materials: Sequence[Material] | None = None,
    **more: Any,
) -> Brief:
    values: dict[str, Any] = {"profile": Profile(), "engine": EngineInfo(name="fake"), "now": NOW, "id": "b1"}
    inputs: list[tuple[str, Article] | Skipped] = [*((f"{a.id}.txt", a) for a in articles), *skipped]
    return compose(found, inputs, Edition(**{**values, **more}), check=check, write=write, materials=materials)


def reconciles(brief: Brief) -> None:
    counts = brief.account.claims
    assert counts.made == counts.verified + counts.flagged + counts.withheld
    hidden = counts.not_shown
    assert counts.verified == counts.shown + counts.merged + hidden.rank + hidden.limit + hidden.filter + hidden.edit
    assert counts.withheld == len(brief.account.withheld)


def test_one_article_gives_a_story_a_bottom_line_and_an_account() -> None:
    a = article("a")
    brief = composed(findings(a), articles=[a])
    (story,) = brief.stories
    assert story.headline == "Norrmark met Vellany"
    assert [s.text for s in brief.bottom_line] == ["Norrmark met Vellany.", "They will meet again."]
    assert [(o.input, o.outcome, o.into) for o in brief.account.articles] == [("a.txt", "used", "s1")]
    assert brief.created == "2026-05-21T05:10:00Z"
    assert brief.title == "Brief of 21 May 2026"
    # headline, event, step, two leads, two bottom lines
    assert brief.account.claims.made == brief.account.claims.shown == 7
    reconciles(brief)


def test_the_title_is_dated_in_the_readers_time_zone() -> None:
    a = article("a")
    late = datetime(2026, 5, 21, 23, 30, tzinfo=UTC)
    brief = composed(findings(a), articles=[a], now=late, profile=Profile(timezone="Asia/Tokyo"))
    assert brief.title == "Brief of 22 May 2026"


def test_a_withheld_headline_gives_way_to_the_top_verified_claim_and_is_listed() -> None:
    a = article("a")
    brief = composed(findings(a, headline=BAD), articles=[a])
    assert brief.stories[0].headline == "Norrmark met Vellany"
    assert brief.stories[0].headline_check.status == "verified"
    assert [(w.kind, w.check.reasons[0].text) for w in brief.account.withheld] == [
        ("headline", "the number 9 is not there")
    ]
    reconciles(brief)


def test_withheld_claims_are_never_shown() -> None:
    a = article("a")
    brief = composed(findings(a, event=BAD, positions=(position(a, "Halgren", check=BAD),)), articles=[a])
    assert brief.stories[0].what == ()
    assert brief.stories[0].positions == ()
    assert {w.kind for w in brief.account.withheld} == {"what", "position"}
    assert [s.text for s in brief.bottom_line] == ["They will meet again."]
    reconciles(brief)


def test_flagged_claims_are_shown_only_when_asked_and_their_gates_are_named() -> None:
    a = article("a")
    found = findings(a, positions=(position(a, "Halgren", check=WEAK),))
    assert composed(found, articles=[a]).stories[0].positions == ()
    shown = composed(found, articles=[a], show_flagged=True)
    assert shown.stories[0].positions[0].check == WEAK
    assert shown.account.gates_not_run == {"en": ("names",)}
    reconciles(shown)


def test_an_article_with_nothing_to_show_is_accounted_for() -> None:
    a, b, c = article("a"), article("b"), article("c")
    nothing = findings(a, event=BAD, headline=BAD, steps=0)
    broken = Findings(
        article=b.info(),
        engine=EngineInfo(name="fake"),
        status="failed",
        problem=Problem(code="engine", text="the engine broke"),
    )
    brief = composed(
        nothing,
        broken,
        findings(c),
        articles=[a, b, c],
        skipped=(Skipped(input="x.bin", outcome="skipped", code="binary", reason="it is no text"),),
    )
    assert [(o.input, o.outcome, o.reason) for o in brief.account.articles] == [
        ("a.txt", "skipped", "nothing in it passed the checks"),
        ("b.txt", "failed", "the engine broke"),
        ("c.txt", "used", None),
        ("x.bin", "skipped", "it is no text"),
    ]
    assert [a.id for a in brief.articles] == ["c"]
    reconciles(brief)


def test_a_story_on_its_own_has_more_room() -> None:
    a, b = article("a"), article("b")
    many = findings(a, positions=tuple(position(a, "Halgren") for _ in range(9)))
    assert len(composed(many, articles=[a]).stories[0].positions) == LIMITS_ALONE.positions_each
    assert len(composed(many, findings(b), articles=[a, b]).stories[0].positions) == LIMITS.positions_each


def test_a_position_that_a_shown_event_tells_is_merged_into_it() -> None:
    a = article("a")
    same = replace(position(a, "Norrmark"), text="Norrmark met Vellany")
    brief = composed(findings(a, positions=(same, position(a, "Halgren"))), articles=[a])
    assert [p.holder for p in brief.stories[0].positions] == ["Halgren"]
    assert brief.account.claims.merged == 1
    reconciles(brief)
    quoted = replace(same, quotes=(span_of(a, "Norrmark met Vellany"),))
    brief = composed(findings(a, positions=(quoted,)), articles=[a])
    assert [p.holder for p in brief.stories[0].positions] == ["Norrmark"]


def test_names_alone_make_no_story_and_are_counted() -> None:
    a = article("a")
    who = (Actor(name="Halgren", kind="person", evidence=(span_of(a, "Halgren"),), check=OK),)
    brief = composed(findings(a, event=BAD, headline=BAD, steps=0, who=who), articles=[a])
    assert brief.stories == ()
    assert brief.account.claims.not_shown.rank == 1
    reconciles(brief)


def test_no_holder_crowds_out_the_others() -> None:
    a = article("a")
    many = (
        *[position(a, "Halgren")] * 9,
        position(a, "Corvo"),
        position(a, "Teale", salience=0.1),
        replace(position(a, "x"), holder=None),
    )
    brief = composed(findings(a, positions=many), articles=[a], limits=LIMITS)
    holders = [p.holder for p in brief.stories[0].positions]
    assert holders == ["Halgren"] * LIMITS.positions_each + ["Corvo"]
    assert brief.account.claims.not_shown.limit == 9 - LIMITS.positions_each
    assert brief.account.claims.not_shown.rank == 2
    reconciles(brief)


# --- leads -----------------------------------------------------------------------------------------------


def no_lies(statement: Statement) -> Statement:
    """Withholds what begins with “Lie” and flags what begins with “Perhaps”."""
    first = statement.text.split()[0].strip(".")
    return replace(statement, check=BAD if first == "Lie" else WEAK if first == "Perhaps" else OK)


def led(of: Article, *texts: str, **more: Any) -> Brief:
    """A brief whose story somebody has written these sentences for, each resting on the article's first one."""
    first = (span_of(of, "Norrmark met Vellany."),)
    asked: list[list[str]] = []

    def write(stories: Sequence[Story]) -> dict[str, tuple[Statement, ...]]:
        asked.append([story.id for story in stories])
        assert not any(story.lead for story in stories)
        return {story.id: tuple(Statement(text=text, evidence=first) for text in texts) for story in stories}

    brief = composed(findings(of), articles=[of], check=no_lies, write=write, **more)
    assert asked == [["s1"]]
    reconciles(brief)
    return brief


def test_a_written_lead_that_passes_stands_and_so_does_its_bottom_line() -> None:
    brief = led(article("a"), "Both met.", "No was said.")
    assert [s.text for s in brief.stories[0].lead] == ["Both met.", "No was said."]
    assert len({s.id for s in brief.stories[0].lead}) == 2
    # The bottom line gives a sentence of the article once.
    assert [s.text for s in brief.bottom_line] == ["Both met."]


def test_one_sentence_is_a_lead() -> None:
    assert [s.text for s in led(article("a"), "Both met.").stories[0].lead] == ["Both met."]


def test_no_more_than_two_sentences_are_taken() -> None:
    assert len(led(article("a"), "One.", "Two.", "Three.").stories[0].lead) == 2


@pytest.mark.parametrize(
    ("texts", "lead"),
    [
        (("Lie.", "Both met."), ["Both met.", "They will meet again."]),
        (("Both met.", "Lie."), ["Both met.", "They will meet again."]),
        (("Both met.", "Perhaps."), ["Both met.", "They will meet again."]),
        (("Lie.", "Lie again."), ["Norrmark met Vellany.", "They will meet again."]),
        (("Perhaps.",), ["Norrmark met Vellany.", "They will meet again."]),
        ((), ["Norrmark met Vellany.", "They will meet again."]),
    ],
)
def test_a_sentence_that_does_not_hold_gives_way_to_a_checked_claim(texts: tuple[str, ...], lead: list[str]) -> None:
    brief = led(article("a"), *texts)
    assert [s.text for s in brief.stories[0].lead] == lead
    assert all(s.check.status == "verified" for s in brief.stories[0].lead)
    lies = [text for text in texts if text.startswith("Lie")]
    assert [(w.kind, w.text) for w in brief.account.withheld] == [("lead", text) for text in lies]
    assert brief.account.claims.flagged == texts.count("Perhaps.")
    ids = [s.id for s in (*brief.stories[0].lead, *brief.account.withheld)]
    assert len(set(ids)) == len(ids)


def test_the_event_leads_where_the_first_sentence_does_not_hold_and_the_second_tells_something_else() -> None:
    a = article("a")

    def write(stories: Sequence[Story]) -> dict[str, tuple[Statement, ...]]:
        lie = Statement(text="Lie.", evidence=(span_of(a, "Norrmark met Vellany."),))
        no = Statement(text="Halgren refused.", evidence=(span_of(a, "Halgren said no."),))
        return {"s1": (lie, no)}

    brief = composed(findings(a), articles=[a], check=no_lies, write=write)
    assert [s.text for s in brief.stories[0].lead] == ["Norrmark met Vellany.", "Halgren refused."]
    reconciles(brief)


@pytest.mark.parametrize(
    ("text", "when", "lead"),
    [
        ("The council meets.", "on Thursday", "The council meets on Thursday."),
        ("The council meets on Thursday.", "on Thursday", "The council meets on Thursday."),
        ("The council meets.", "January 12", "The council meets."),
        ("The council meets.", None, "The council meets."),
    ],
)
def test_a_step_that_leads_says_when(text: str, when: str | None, lead: str) -> None:
    a = article("a", "Norrmark met Vellany. They will meet again. The council meets.")
    place = span_of(a, "The council meets.")
    time = When(when, place, None, None) if when else None
    step = NextStep(text=text, actor="the council", kind="scheduled", when=time, evidence=(place,), check=OK)
    assert composed(findings(a, next_steps=(step,)), articles=[a]).stories[0].lead[1].text == lead


def test_words_that_a_model_has_vouched_for_lead_on_its_word() -> None:
    a = article("a")
    vouched = Check(status="verified", gates={"ids": "pass", "names": "pass"}, by="judge")
    for by, lead in ((vouched, ["Norrmark met Vellany."]), (OK, [])):
        brief = composed(findings(a, event=by, steps=0), articles=[a], check=lambda s: replace(s, check=WEAK))
        assert [s.text for s in brief.stories[0].lead] == [s.text for s in brief.bottom_line] == lead
        assert all(s.check == vouched for s in (*brief.stories[0].lead, *brief.bottom_line))
        reconciles(brief)
    brief = composed(findings(a, event=vouched, steps=0), articles=[a], check=lambda s: replace(s, check=BAD))
    assert brief.stories[0].lead == ()


def test_a_step_that_does_not_say_whose_it_is_leads_nothing() -> None:
    a = article("a", "Norrmark met Vellany. They will meet again. Halgren will publish the letters.")
    evidence = (span_of(a, "Halgren will publish the letters."),)

    def step(text: str, actor: str | None) -> NextStep:
        return NextStep(text=text, actor=actor, kind="pledged", evidence=evidence, check=OK)

    bare, own = (
        step("Publish the letters.", "Signe Halgren"),
        step("Halgren will publish the letters.", "Signe Halgren"),
    )
    assert len(composed(findings(a, next_steps=(bare,)), articles=[a]).stories[0].lead) == 1
    (_, second) = composed(findings(a, next_steps=(bare, own)), articles=[a]).stories[0].lead
    assert second.text == own.text
    plain = step("The two sides meet.", "the two sides")
    assert len(composed(findings(a, next_steps=(plain,)), articles=[a]).stories[0].lead) == 2


def test_our_house_comes_first_then_the_topics() -> None:
    a, b, c = article("a"), article("b", "Water is short. Norrmark met Vellany. They will meet again."), article("c")
    d = article("d", "Ministry of Example. Norrmark met Vellany. They will meet again.")
    profile = Profile(topics=("water",), us=("Ministry of Example",))
    brief = composed(*(findings(x) for x in (a, b, c, d)), articles=[a, b, c, d], profile=profile)
    assert [s.articles for s in brief.stories] == [("d",), ("b",), ("a",), ("c",)]
    assert len(brief.bottom_line) == 2
    reconciles(brief)


@pytest.mark.parametrize(
    ("told", "clear"),
    [
        ("But they left without a word.", False),
        ("Those weeks have gone.", False),
        ("It closed the port.", False),
        ("This week the port was closed.", True),
        ("Item prices rose.", True),
    ],
)
def test_a_bottom_line_of_several_stories_points_back_to_nothing(told: str, clear: bool) -> None:
    a, b = article("a"), article("b", f"Norrmark met Vellany. They will meet again. {told}")
    event = Event(text=told, evidence=(span_of(b, told),), check=OK)
    brief = composed(findings(a), findings(b, what=(event,), next_steps=()), articles=[a, b])
    assert [s.text for s in brief.stories[1].lead] == [told]
    assert brief.bottom_line[-1].text == (told if clear else "Norrmark met Vellany")
    assert brief.bottom_line[-1].evidence == (event.evidence if clear else brief.stories[1].headline_evidence)
    reconciles(brief)


def test_a_topic_is_a_word_not_a_part_of_one() -> None:
    a, b = article("a"), article("b", "Underwater. Norrmark met Vellany. They will meet again.")
    brief = composed(findings(a), findings(b), articles=[a, b], profile=Profile(topics=("water",)))
    assert [s.articles for s in brief.stories] == [("a",), ("b",)]


statuses = st.sampled_from(sorted(CHECKS))


@given(st.lists(st.tuples(statuses, statuses, st.lists(st.tuples(statuses, st.floats(0, 1)), max_size=30)), max_size=4))
def test_the_account_reconciles_whatever_the_checks_say(
    rows: list[tuple[str, str, list[tuple[str, float]]]],
) -> None:
    articles = [article(str(i)) for i in range(len(rows))]
    found = []
    for a, (headline, event, positions) in zip(articles, rows, strict=True):
        claims = tuple(position(a, f"H{i % 3}", s, CHECKS[check]) for i, (check, s) in enumerate(positions))
        who = tuple(
            Actor(name=f"N{i}", kind="person", evidence=(Span(a.id, 0, 5),), check=CHECKS[check])
            for i, (check, _) in enumerate(positions)
        )
        found.append(findings(a, event=CHECKS[event], headline=CHECKS[headline], positions=claims, who=who))
    for show_flagged in (False, True):
        brief = composed(*found, articles=articles, show_flagged=show_flagged)
        reconciles(brief)
        assert len(brief.account.articles) == len(articles)


def test_the_articles_of_a_story_are_used_and_merged_and_the_account_reconciles() -> None:
    a, b, c = article("a"), article("b"), article("c", "Another matter. They will meet again. Norrmark met Vellany.")
    found = [findings(a), findings(b), findings(c, headline=BAD, what=())]
    material = Material(
        articles=("b", "a"),
        outlets=("Northern Wire", "Tidende"),
        independent=1,
        headline=Material.headline_of(found[1]),
        what=found[1].what,
        next_steps=found[0].next_steps,
        # The headline, the event and the step of the other article.
        merged=3,
    )
    brief = composed(*found, articles=[a, c, b], materials=[material])
    assert [(o.article, o.outcome, o.into) for o in brief.account.articles] == [
        ("a", "merged", "s1"), ("c", "used", "s2"), ("b", "used", "s1"),
    ]  # fmt: skip
    assert [(s.articles, s.outlets, s.independent) for s in brief.stories] == [
        (("b", "a"), ("Northern Wire", "Tidende"), 1), (("c",), ("Northern Wire",), 1),
    ]  # fmt: skip
    assert brief.account.claims.merged == 3
    reconciles(brief)


def test_what_sources_do_not_agree_on_is_shown_over_the_limits() -> None:
    a = article("a")
    many = tuple(replace(position(a, "Halgren"), text=f"no, {i}", id=f"p{i}", salience=0.01 * i) for i in range(60))
    clash = Contradiction(kind="number", claims=("p1", "p2"), text="The sources give different numbers.")
    found = findings(a)
    material = replace(Material.of(found, a), positions=many, contradictions=(clash,))
    brief = composed(found, articles=[a], materials=[material])
    (story,) = brief.stories
    assert story.contradictions == (clash,)
    assert {"p1", "p2"} <= {p.id for p in story.positions}


def test_the_account_says_which_article_is_a_correction() -> None:
    plain, other = article("a1"), article("a2")
    other = replace(other, title="Correction: Norrmark met Vellany")
    made = composed(findings(plain), findings(other), articles=[plain, other])
    assert [one.reason for one in made.account.articles] == [None, "it corrects an earlier report"]
