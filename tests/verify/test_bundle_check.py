"""A brief checked again: what holds is silent, what was altered is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from briefer.model import Brief, EngineInfo, Findings, ProfileInfo, Statement, Story
from briefer.verify import check_brief, check_findings, check_statement


def checked_findings(desk: Any) -> Findings:
    findings = desk.findings(
        headline="Fuel prices in Merrin rose 14 percent in January",
        headline_evidence=(desk.sentence("Fuel prices"),),
        who=(desk.actor(),),
        what=(desk.event(),),
        positions=(desk.quoted(), desk.told(), desk.relayed()),
        next_steps=(desk.step(),),
    )
    return check_findings(findings, desk.analysis)


def brief_of(desk: Any) -> Brief:
    found = checked_findings(desk)
    lead = check_statement(
        Statement(
            id="l1",
            text="Fuel prices in Merrin rose 14 percent in January. The government will publish the new tariff list "
            "on 12 March.",
            evidence=(desk.sentence("Fuel prices"), desk.sentence("will publish")),
        ),
        {"a1": desk.analysis},
    )
    assert found.headline is not None
    assert found.headline_check is not None
    story = Story(
        id="s1",
        headline=found.headline,
        headline_evidence=found.headline_evidence,
        headline_check=found.headline_check,
        lead=(lead,),
        articles=("a1",),
        who=found.who,
        what=found.what,
        positions=found.positions,
        next_steps=found.next_steps,
    )
    return Brief(
        id="b1",
        created="2026-03-04T06:00:00Z",
        title="A brief",
        language="en",
        timezone="UTC",
        profile=ProfileInfo(name="brief", template="daily"),
        engine=EngineInfo(name="replay"),
        articles=(desk.article,),
        bottom_line=(replace(lead, id="bl1"),),
        stories=(story,),
    )


def test_a_brief_as_it_was_made_holds(desk: Any) -> None:
    brief = brief_of(desk)
    assert {c.check.status for c in brief.stories[0].positions} == {"verified"}
    assert brief.stories[0].lead[0].check.status == "verified"
    assert check_brief(brief, {"a1": desk.analysis}) == ()


def test_each_altered_claim_is_told_by_its_id(desk: Any) -> None:
    brief = brief_of(desk)
    story = brief.stories[0]
    altered = replace(
        brief,
        bottom_line=(replace(brief.bottom_line[0], text=brief.bottom_line[0].text.replace("14", "15")),),
        stories=(
            replace(
                story,
                headline=story.headline.replace("rose", "fell"),
                what=(replace(story.what[0], text=story.what[0].text.replace("Merrin", "Tolvane")),),
                positions=(replace(story.positions[0], holder="Paul Odekerk", holder_role=None), *story.positions[1:]),
                next_steps=(replace(story.next_steps[0], actor="The parliament"),),
            ),
        ),
    )
    found = check_brief(altered, {"a1": desk.analysis})
    assert [(m.kind, m.claim) for m in found] == [
        ("bottom_line", "bl1"),
        ("headline", "s1"),
        ("what", story.what[0].id),
        ("position", story.positions[0].id),
        ("step", story.next_steps[0].id),
    ]
    assert all(m.found.status == "withheld" and m.stored.status == "verified" and m.reason for m in found)


def test_a_stored_check_that_was_altered_is_told(desk: Any) -> None:
    brief = brief_of(desk)
    story = brief.stories[0]
    event = story.what[0]
    worse = replace(event, check=replace(event.check, status="withheld"))
    found = check_brief(replace(brief, stories=(replace(story, what=(worse,)),)), {"a1": desk.analysis})
    assert [m.claim for m in found] == [event.id]
    assert "nothing against it" in found[0].reason


def test_an_article_that_the_bundle_lacks_is_told(desk: Any) -> None:
    found = check_brief(brief_of(desk), {})
    assert len(found) == 9
    assert all("no article" in m.reason for m in found)


def test_a_failed_headline_keeps_its_words(desk: Any) -> None:
    findings = desk.findings(headline="Fuel prices fell", headline_evidence=(desk.sentence("Fuel prices"),))
    back = check_findings(findings, desk.analysis)
    assert back.headline == "Fuel prices fell"
    assert back.headline_check is not None
    assert back.headline_check.status == "withheld"


def test_ids_and_everything_else_stay(desk: Any) -> None:
    before = desk.findings(what=(desk.event(),), positions=(desk.quoted(),), gaps=("no next step given",))
    after = check_findings(before, desk.analysis)
    assert [c.id for c in (*after.what, *after.positions)] == [c.id for c in (*before.what, *before.positions)]
    assert after.gaps == before.gaps
    assert check_findings(after, desk.analysis) == after
