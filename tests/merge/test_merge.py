"""Claims of several articles: what says the same is one, what does not stays two, and all of it is counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from briefer.merge import merge
from briefer.model import Check, Material, Position

if TYPE_CHECKING:
    from tests.merge.conftest import Desk

OK = Check(status="verified", gates={"ids": "pass"})


def withheld(claim: Any) -> Any:
    """A gate that passes nothing."""
    return replace(claim, check=Check(status="withheld", gates={"numbers": "fail"}))


def texts(material: Material) -> list[str]:
    return [p.text for p in material.positions]


def test_one_article_is_as_it_was(desk: Desk) -> None:
    desk.article("a")
    desk.position("a", "Corvo", "he would sign the treaty")
    (found,) = desk.findings()
    assert desk.merged().positions == found.positions


def test_the_same_from_two_outlets_is_one_claim_with_both_sentences(desk: Desk) -> None:
    for name in ("Tidende", "Courier"):
        desk.article(name)
        desk.event(name, "The parliament of Vellany voted to close the lignite mine at Osterholt.")
    material = desk.merged()
    (event,) = material.what
    assert {span.article for span in event.evidence} == {"Tidende", "Courier"}
    assert material.outlets == ("Courier", "Tidende")
    assert (material.independent, material.merged) == (2, 1)


def test_copies_are_one_voice_and_every_outlet_is_kept(desk: Desk) -> None:
    desk.article("wire", "Meridian Wire", "2026-05-20T08:00:00+02:00")
    desk.article("paper", "Harbour Courier", "2026-05-20T09:00:00+02:00", copy_of="wire")
    desk.article("radio", "Radio Calvane", "2026-05-20T10:00:00+02:00")
    for name in desk.articles:
        desk.event(name, f"The ferry ran aground on the reef{' in thick fog' if name == 'radio' else ''} on Tuesday.")
    material = desk.merged()
    assert material.outlets == ("Meridian Wire", "Harbour Courier", "Radio Calvane")
    assert material.independent == 2
    assert material.articles[0] == "wire"


def test_the_latest_report_leads_and_the_order_of_the_articles_does_not_matter(desk: Desk) -> None:
    desk.article("old", published="2026-05-17T08:00:00Z")
    desk.event("old", "Dockers shut the port over night crews.")
    desk.article("new", published="2026-05-20T08:00:00Z")
    desk.event("new", "Dockers suspend the strike at the port.")
    desk.headlines = {"old": "Night crews divide a town", "new": "Dockers suspend strike"}
    assert desk.merged() == desk.merged(turned=True)
    material = desk.merged()
    assert material.headline is not None
    assert material.headline.text == "Dockers suspend strike"
    assert (material.merged, material.outranked) == (0, 1)


def test_a_surname_is_the_only_person_of_that_name(desk: Desk) -> None:
    desk.article("a")
    desk.actor("a", "Signe Halgren", "prime minister")
    desk.position("a", "Signe Halgren", "the dams would open before the summer")
    desk.article("b")
    desk.actor("b", "Halgren", None)
    desk.position("b", "Halgren", "The dams would open before the summer.")
    material = desk.merged()
    assert [a.name for a in material.who] == ["Signe Halgren"]
    assert [p.holder for p in material.positions] == ["Signe Halgren"]
    assert len(material.positions[0].evidence) == 2


def test_a_surname_that_two_people_have_is_neither(desk: Desk) -> None:
    desk.article("a")
    desk.actor("a", "Elsa Brandt", "energy minister")
    desk.actor("a", "Tomas Brandt", "head of the regulator")
    desk.position("a", "Elsa Brandt", "the letters would be published in May")
    desk.article("b")
    desk.position("b", "Brandt", "the letters would be published in May")
    assert [a.name for a in desk.merged().who] == ["Elsa Brandt", "Tomas Brandt"]
    assert len(desk.merged().positions) == 2


@pytest.mark.parametrize(
    ("one", "other"), [("Norrmark Transport Union", "NTU"), ("the Basin Commission", "Basin Commission")]
)
def test_organisations_by_their_other_names(desk: Desk, one: str, other: str) -> None:
    desk.article("a")
    desk.actor("a", one, kind="organisation")
    desk.article("b")
    desk.actor("b", other, kind="organisation")
    assert len(desk.merged().who) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"speaker": "Oskar Lindahl", "channel": "spokesperson"},
        {"channel": "document"},
        {"via": "Northern Wire"},
        {"holder": "Teodor Corvo", "speaker": "Teodor Corvo"},
        {"stance": "oppose"},
        {"text": "Torvia would not close its harbours to foreign trawlers"},
        {"text": "Torvia would close its harbours to foreign trawlers if the talks collapsed"},
    ],
)
def test_another_mouth_or_another_word_stands_beside_it(desk: Desk, other: dict[str, str]) -> None:
    text = "Torvia would close its harbours to foreign trawlers"
    desk.article("a")
    desk.position("a", "Ilena Marsk", text, stance="support")
    desk.article("b")
    desk.position("b", **{"holder": "Ilena Marsk", "text": text, "stance": "support", **other})  # type: ignore[arg-type]
    assert len(desk.merged().positions) == 2


def test_who_says_two_things_in_one_article_has_said_two(desk: Desk) -> None:
    desk.article("a")
    desk.position("a", "Corvo", "the talks on the water treaty were useful")
    desk.position("a", "Corvo", "the talks on the water treaty were very useful")
    desk.article("b")
    desk.position("b", "Corvo", "the talks on the water treaty were useful")
    material = desk.merged()
    assert len(material.positions) == 2
    assert material.merged == 1


def test_he_is_somebody_else_in_another_article(desk: Desk) -> None:
    for name, text in (("a", "would sign the treaty next week"), ("b", "he would sign the treaty next week")):
        desk.article(name)
        desk.position(name, "he", text)
    assert len(desk.merged().positions) == 2


def test_what_two_outlets_heard_comes_before_what_one_heard(desk: Desk) -> None:
    desk.article("a")
    desk.position("a", "Corvo", "nobody had asked the farmers downstream", salience=0.85)
    desk.position("a", "Corvo", "the treaty would be signed at the lake")
    desk.article("b")
    desk.position("b", "Corvo", "The treaty would be signed at the lake")
    assert texts(desk.merged())[0] == "the treaty would be signed at the lake"


def test_steps_of_one_day_told_in_other_words_are_one(desk: Desk) -> None:
    desk.article("a")
    desk.step("a", "both governments said they would meet again in Halvorsund on December 1", "2026-12-01")
    desk.article("b")
    desk.step("b", "The ministers will meet again on December 1 in Halvorsund.", "2026-12-01")
    assert len(desk.merged().next_steps) == 1


@pytest.mark.parametrize(
    ("text", "day", "kind"),
    [
        ("The ministers will meet again in Halvorsund.", "2026-12-02", "scheduled"),
        ("The ministers will meet again in Halvorsund.", "2026-12-01", "predicted"),
        ("The union will ballot its members.", "2026-12-01", "scheduled"),
    ],
)
def test_steps_of_another_day_kind_or_matter_are_two(desk: Desk, text: str, day: str, kind: str) -> None:
    desk.article("a")
    desk.step("a", "The ministers will meet again in Halvorsund.", "2026-12-01")
    desk.article("b")
    desk.step("b", text, day, kind=kind)
    assert len(desk.merged().next_steps) == 2


def test_an_event_that_adds_nothing_goes_into_the_fuller_one(desk: Desk) -> None:
    desk.article("a", published="2026-05-20")
    desk.event("a", "The parliament of Vellany voted by 61 to 40 to close the lignite mine at Osterholt by 2031.")
    desk.article("b", published="2026-05-18")
    desk.event("b", "Vellany’s parliament voted to close the lignite mine.")
    desk.event("b", "Vellany’s parliament voted to close the lignite mine and 3 power stations.")
    assert len(desk.merged().what) == 2


def test_what_the_gates_would_not_pass_together_stays_apart(desk: Desk) -> None:
    for name in ("a", "b"):
        desk.article(name)
        desk.event(name, "The parliament of Vellany voted to close the lignite mine at Osterholt.")
    material = desk.merged(withheld)
    assert [event.check for event in material.what] == [OK, OK]
    assert [len(event.evidence) for event in material.what] == [1, 1]
    assert material.merged == 0


def test_flagged_claims_add_nothing_to_a_verified_one(desk: Desk) -> None:
    weak = Check(status="flagged", gates={"names": "weak"})
    desk.article("a")
    desk.event("a", "The mine at Osterholt will be closed by the parliament.", check=weak)
    desk.article("b")
    desk.event("b", "The mine at Osterholt will be closed by the parliament.")
    material = desk.merged()
    (event,) = material.what
    assert (event.check, [s.article for s in event.evidence], material.merged) == (OK, ["b"], 0)


def test_a_language_of_its_own_is_not_laid_beside_another(desk: Desk) -> None:
    for name in ("a", "b"):
        desk.article(name)
        desk.event(name, "Vellany: 61, 40.")
    findings = desk.findings()
    findings[1] = replace(findings[1], article=replace(findings[1].article, language="da"))
    material = merge(findings, desk.articles, [["a"], ["b"]], check=lambda claim: claim)
    assert len(material.what) == 2


def test_gaps_are_those_of_every_article(desk: Desk) -> None:
    for name in ("a", "b"):
        desk.article(name)
        desk.position(name, name, f"{name} wants the harbour for itself", quoted=True)
    one, other = desk.findings()
    one = replace(one, gaps=("only one side quoted", "no next step given"))
    other = replace(other, gaps=("only one side quoted", "nobody is quoted"))
    assert merge([one, other], desk.articles, [["a"], ["b"]], check=lambda c: c).gaps == ()


def test_every_verified_claim_is_there_or_counted(desk: Desk) -> None:
    for i, name in enumerate(("a", "b", "c", "d")):
        desk.article(name, published=f"2026-05-2{i}")
        desk.headlines[name] = f"Mine to close, report {'two' if i else 'one'}"
        desk.event(name, "The parliament of Vellany voted to close the lignite mine at Osterholt.")
        desk.event(name, f"Miners marched on the capital from valley number {i + 10}.")
        desk.position(
            name, "Pavla Sirkova", f"the vote was a promise to the {('valley', 'miners')[i % 2]} of Osterholt"
        )
        desk.step(name, "A fund will retrain the miners of Osterholt.", "2031-01-01")
    made = sum(len(f.who) + len(f.what) + len(f.positions) + len(f.next_steps) + 1 for f in desk.findings())
    material = desk.merged()
    kept = (*material.who, *material.what, *material.positions, *material.next_steps)
    assert made == len(kept) + 1 + material.merged + material.outranked
    assert len({claim.id for claim in kept}) == len(kept)
    spans = {span for claim in kept for span in claim.evidence}
    assert {s for f in desk.findings() for c in (*f.what, *f.positions, *f.next_steps) for s in c.evidence} <= spans


def test_positions_keep_their_quotes(desk: Desk) -> None:
    desk.article("a")
    desk.position("a", "Corvo", "A good day for farmers on both sides", quoted=True)
    desk.article("b")
    desk.position("b", "Corvo", "A good day for farmers on both sides", quoted=True)
    (position,) = desk.merged().positions
    assert isinstance(position, Position)
    assert [span.article for span in position.quotes] == ["a"]
