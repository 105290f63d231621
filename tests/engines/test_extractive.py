"""What the extractive engine makes of an article: every shown word stands in it."""

from __future__ import annotations

import re

import pytest

from briefer.engines.extractive import ExtractiveEngine
from briefer.engines.extractive.positions import FAINT
from briefer.language import analyse
from briefer.model import GAPS, Analysis, Article, Findings, NextStep, Position, Profile, Span

VARDO = (
    "SANKT ARVEL, May 20 (Northern Wire) — Norrmark and Vellany failed to agree on summer water releases from the "
    "Vardo weir on Wednesday, the basin council said.Both governments will meet again next Tuesday.\n\n"
    "“You cannot share a river that you measure twice,” Norrmark’s water commissioner Signe Halgren told Channel "
    "Nine. She said her side would take a fifth less water if the gauges were shared.\n\n"
    "Vellany’s agriculture minister, Teodor Corvo, has not agreed to that. He said the weir would not be opened "
    "before the harvest was in, as cited by Vellany State Radio.\n\n"
    "Corvo warned that Vellany could leave the council if Norrmark went to court."
)


def article(text: str, *, title: str | None = None, published: str | None = "2026-05-20") -> Article:
    return Article.of(text, id="a1", title=title, published=published, language="en")


def read(text: str, *, title: str | None = None, published: str | None = "2026-05-20") -> tuple[Findings, Analysis]:
    analysis = analyse(article(text, title=title, published=published))
    return ExtractiveEngine().read(analysis, Profile()), analysis


@pytest.fixture(scope="module")
def vardo() -> tuple[Findings, Analysis]:
    return read(VARDO, title="No deal on Vardo water", published="2026-05-20T19:40:00+02:00")


def words(analysis: Analysis, *spans: Span | None) -> list[str]:
    return [analysis.words(span) for span in spans if span is not None]


def position(findings: Findings, part: str) -> Position:
    (found,) = [p for p in findings.positions if part in p.text]
    return found


def step(findings: Findings, part: str) -> NextStep:
    (found,) = [s for s in findings.next_steps if part in s.text]
    return found


def test_engine_says_what_it_is_and_what_it_reads() -> None:
    engine = ExtractiveEngine()
    assert (engine.info.name, engine.info.model, engine.info.prompt) == ("extractive", None, None)
    assert engine.info.rules
    assert engine.reads("en")
    assert engine.reads("en-GB")
    assert engine.reads(None)
    assert not engine.reads("fr")


def test_headline_is_the_main_clause_in_its_own_words(vardo: tuple[Findings, Analysis]) -> None:
    findings, analysis = vardo
    assert findings.headline == "Norrmark and Vellany failed to agree on summer water releases"
    (evidence,) = findings.headline_evidence
    assert (evidence.start, evidence.end) == (38, 157)
    assert findings.headline in analysis.words(evidence)


def test_who_are_the_people_with_their_roles(vardo: tuple[Findings, Analysis]) -> None:
    findings, analysis = vardo
    found = {a.name: a for a in findings.who}
    halgren, corvo = found["Signe Halgren"], found["Teodor Corvo"]
    assert (halgren.role, halgren.organisation, halgren.kind) == ("water commissioner", "Norrmark", "person")
    assert (corvo.role, corvo.organisation) == ("agriculture minister", "Vellany")
    assert words(analysis, *halgren.evidence) == ["Norrmark’s water commissioner Signe Halgren"]
    assert words(analysis, *corvo.evidence) == ["Vellany’s agriculture minister, Teodor Corvo"]
    assert words(analysis, halgren.mention) == ["Signe Halgren"]


def test_relaying_outlets_and_mere_places_are_nobody(vardo: tuple[Findings, Analysis]) -> None:
    names = {a.name for a in vardo[0].who}
    assert not names & {"Vellany State Radio", "Channel Nine", "Northern Wire", "Vardo", "SANKT ARVEL", "Sankt Arvel"}


def test_what_happened_with_time_and_place(vardo: tuple[Findings, Analysis]) -> None:
    event = vardo[0].what[0]
    assert event.text.startswith("Norrmark and Vellany failed")
    assert event.text.endswith("the basin council said.")
    assert event.status == "reported"
    assert event.when is not None
    assert (event.when.text, event.when.from_) == ("on Wednesday", "2026-05-20")
    assert event.where == "the Vardo weir"


def test_a_quotation_in_the_right_mouth(vardo: tuple[Findings, Analysis]) -> None:
    findings, analysis = vardo
    said = position(findings, "share a river")
    assert (said.holder, said.speaker, said.holder_role) == ("Signe Halgren", "Signe Halgren", "water commissioner")
    assert said.text == "You cannot share a river that you measure twice"
    assert words(analysis, *said.content) == ["“You cannot share a river that you measure twice,”"]
    assert said.stance == "unclear"
    assert said.derived == {}
    assert findings.positions[0] == said


def test_a_pronoun_is_resolved_and_says_from_where(vardo: tuple[Findings, Analysis]) -> None:
    findings, analysis = vardo
    said = position(findings, "a fifth less")
    assert (said.holder, said.stance) == ("Signe Halgren", "conditional")
    assert words(analysis, said.source, said.cue) == ["She", "said"]
    assert words(analysis, *said.derived["holder"]) == ["Signe Halgren"]
    assert words(analysis, *said.derived["holder_role"]) == ["water commissioner"]
    assert [e.start for e in said.evidence] == [319, 205]


def test_an_outlet_that_relays_is_named(vardo: tuple[Findings, Analysis]) -> None:
    said = position(vardo[0], "the weir would not be opened")
    assert (said.holder, said.via, said.stance) == ("Teodor Corvo", "Vellany State Radio", "oppose")
    assert said.text == "the weir would not be opened before the harvest was in"


def test_next_steps_and_a_warning_under_a_condition(vardo: tuple[Findings, Analysis]) -> None:
    findings, _ = vardo
    meeting = step(findings, "meet again")
    assert meeting.text == "Both governments will meet again next Tuesday."
    assert (meeting.actor, meeting.action, meeting.kind, meeting.says) == (
        "Both governments",
        "meet again",
        "scheduled",
        None,
    )
    assert meeting.when is not None
    assert meeting.when.from_ == "2026-05-26"
    leaving = step(findings, "leave the council")
    assert (leaving.kind, leaving.actor, leaving.action) == ("conditional", "Vellany", "leave the council")
    assert leaving.says == "Teodor Corvo"


def test_every_claim_has_an_id_and_evidence(vardo: tuple[Findings, Analysis]) -> None:
    findings, _ = vardo
    claims = [*findings.who, *findings.what, *findings.positions, *findings.next_steps]
    assert all(c.id and c.evidence for c in claims)
    assert len({c.id for c in claims}) == len(claims)


def test_every_shown_word_stands_in_the_article(vardo: tuple[Findings, Analysis]) -> None:
    findings, analysis = vardo
    text = re.sub(r"\s+", " ", analysis.article.text)
    shown = [a for actor in findings.who for a in (actor.name, actor.role, actor.organisation)]
    shown += [e.text for e in findings.what] + [e.where for e in findings.what]
    shown += [part for p in findings.positions for part in p.text.split(" … ")]
    shown += [w for p in findings.positions for w in (p.holder, p.holder_role, p.speaker, p.via, p.target)]
    shown += [w for s in findings.next_steps for w in (s.text, s.actor, s.action, s.says)]
    assert [w for w in shown if w is not None and w not in text] == []


def test_threats_are_no_next_steps() -> None:
    findings, _ = read(
        "Teodor Corvo threatened to cut off the port of Arvel. He said Vellany would strike back if Norrmark attacked."
    )
    assert findings.next_steps == ()


def test_the_title_is_no_headline_unless_its_words_stand_in_the_text() -> None:
    findings, _ = read("Signe Halgren resigned as water commissioner on Tuesday.", title="Shock in Norrmark")
    assert findings.headline == "Signe Halgren resigned as water commissioner"


def test_people_without_a_name_may_be_the_subject() -> None:
    findings, _ = read("At least seven miners were killed in Arvel on Tuesday. The mine was closed.")
    assert (findings.who[0].name, findings.who[0].kind) == ("At least seven miners", "group")


def test_discontinuous_words_are_joined_visibly() -> None:
    findings, analysis = read("“The gauges are wrong,” Signe Halgren said, “and everybody knows it.”")
    (said,) = findings.positions
    assert said.text == "The gauges are wrong … and everybody knows it."
    assert words(analysis, *said.quotes) == ["The gauges are wrong,", "and everybody knows it."]


def test_a_quotation_within_a_quotation_is_shown_once() -> None:
    findings, _ = read("“The ministers say, ‘Not yet,’ and we wait,” Signe Halgren told Channel Nine.")
    assert [p.text for p in findings.positions] == ["The ministers say, ‘Not yet,’ and we wait"]


def test_a_denial_keeps_the_words_that_deny() -> None:
    findings, _ = read("Teodor Corvo did not say that the weir was safe.")
    assert [p.text for p in findings.positions] == ["did not say that the weir was safe"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Signe Halgren agreed not to name the engineers.", "agreed not to name the engineers"),
        (
            "Signe Halgren threatened to block the road if the council does not pay.",
            "threatened to block the road if the council does not pay",
        ),
        (
            "Signe Halgren demanded that the council publish the offer before it votes.",
            "demanded that the council publish the offer before it votes",
        ),
        ("Signe Halgren condemned the blockade.", "condemned the blockade"),
        (
            "Signe Halgren’s refusal to meet a man who many believe lied will cost her votes.",
            "refusal to meet a man who many believe lied",
        ),
        ("Signe Halgren said the gauges were wrong.", "the gauges were wrong"),
        (
            "Signe Halgren accused the company of “playing games with people's family lives”.",
            "accused the company of “playing games with people's family lives”",
        ),
        ("Signe Halgren noted “isolated” delays at 14 stations.", "noted “isolated” delays at 14 stations"),
        ("Signe Halgren called it “an ugly win”.", "called it “an ugly win”"),
        ("Signe Halgren said: “we will not go there again.”", "we will not go there again."),
    ],
)
def test_words_that_say_nothing_alone_come_with_their_cue(text: str, shown: str) -> None:
    findings, _ = read(text)
    assert [p.text for p in findings.positions] == [shown]


def test_a_stance_is_the_holders_own() -> None:
    own, _ = read("Signe Halgren said she rejected the plan.")
    other, _ = read("Signe Halgren said the mayor of Arvel rejected the plan.")
    assert [(p.stance, p.target) for p in own.positions] == [("oppose", "the plan")]
    assert [(p.stance, p.target) for p in other.positions] == [("unclear", None)]


def test_gaps_are_computed() -> None:
    findings, _ = read("The council built a wall.", published=None)
    assert set(findings.gaps) <= set(GAPS)
    assert {"no publication date given", "nobody is quoted", "no next step given"} <= set(findings.gaps)


def test_nothing_found_says_so() -> None:
    findings, _ = read("Hm.")
    assert findings.status == "empty"
    assert findings.problem is not None
    assert findings.problem.code == "nothing_found"


def test_who_is_nobody_and_who_says_nothing_come_last() -> None:
    findings, _ = read(
        "Norrmark and Vellany closed the weir on Monday. “Somebody opened the gate at night,” she said.\n\n"
        "The minister, Ida Brandt, said the gauges had failed. Teodor Corvo declined to comment."
    )
    weights = {p.holder: p.salience for p in findings.positions}
    assert weights["Ida Brandt"] > FAINT >= max(weights["she"], weights["Teodor Corvo"])


def test_somebody_with_a_role_and_a_dated_step_belongs_to_who() -> None:
    before = "Norrmark and Vellany closed the weir on Monday. "
    found, _ = read(before + "The council’s chief engineer, Elin Marsh, is due in Arvel on Friday.")
    assert "Elin Marsh" in {a.name for a in found.who}
    found, _ = read(before + "A letter lay on the desk of the council’s chief engineer, Elin Marsh.")
    assert "Elin Marsh" not in {a.name for a in found.who}


def test_threats_are_never_listed() -> None:
    findings, _ = read("Norrmark closed the weir on Monday. Halgren threatened to block the gates if guards came.")
    assert findings.next_steps == ()
    findings, _ = read("Norrmark closed the weir on Monday. Halgren said she would resign if guards came.")
    assert [s.kind for s in findings.next_steps] == ["conditional"]


def test_quoted_words_keep_their_marks_beside_others() -> None:
    findings, _ = read("“It is over,” Ada Holm said. She said three lines would close. “We did what we could.”")
    assert position(findings, "lines").text == "three lines would close … “We did what we could.”"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Ada Holm argued that fares had doubled since 2020 and that the bridge could not wait.",
            "argued that fares had doubled since 2020 and that the bridge could not wait",
        ),
        (
            "Ada Holm told reporters in Vale that the line would close and that nobody would be paid.",
            "told reporters in Vale that the line would close and that nobody would be paid",
        ),
        (
            "Ada Holm said she knew that trains ran late and that buses did not run.",
            "she knew that trains ran late and that buses did not run",
        ),
    ],
)
def test_two_clauses_come_with_the_cue_that_both_hang_on(text: str, shown: str) -> None:
    findings, _ = read(text)
    assert position(findings, "that").text == shown


def test_who_rejects_the_blame_takes_no_side() -> None:
    findings, _ = read("Vale Rail rejects the blame. Vale Rail rejects the plan.")
    assert [(p.text, p.stance, p.target) for p in sorted(findings.positions, key=lambda p: p.content[0].start)] == [
        ("rejects the blame", "unclear", None),
        ("rejects the plan", "oppose", "the plan"),
    ]


def test_a_pronoun_for_somebody_else_says_where_the_name_stands() -> None:
    text = "The treasurer, Lucan Holm, said fares had doubled. He left. Mary Maren disputes his figure."
    findings, analysis = read(text)
    assert words(analysis, *position(findings, "figure").derived["text"]) == ["Lucan Holm"]
    assert "text" not in position(findings, "doubled").derived


def test_organisations_and_counts_are_no_speakers_without_a_name() -> None:
    gap = "a speaker is not named"
    assert gap not in read("The readers' club said it would sue. The police reported no arrests.")[0].gaps
    assert gap in read("The town clerk said it would rain.")[0].gaps
    assert gap in read("A spokeswoman for the office said it was closed.")[0].gaps


@pytest.mark.parametrize(
    ("text", "name", "organisation"),
    [
        (
            "The tenants' union announced a march. It needs 60 stewards. “We had 200,” its chairwoman, Mira Osten, said.",
            "Mira Osten",
            "the tenants' union",
        ),
        ("The bakers' guild met the union. Its chairman, Oskar Lind, said nothing was new.", "Oskar Lind", None),
        ("The bridge is closed. Its architect, Oskar Lind, said nothing was wrong.", "Oskar Lind", None),
    ],
)
def test_whose_role_its_is(text: str, name: str, organisation: str | None) -> None:
    findings, _ = read(text)
    assert {a.name: a.organisation for a in findings.who}[name] == organisation


def test_a_spokesperson_speaks_for_what_the_paragraph_is_about() -> None:
    findings, _ = read("The water company cut the supply. Its spokeswoman, Ada Brandt, said the pipe was old.")
    assert (findings.positions[0].holder, findings.positions[0].speaker) == ("The water company", "Ada Brandt")


def test_who_denied_that_is_shown_with_what_else_they_said() -> None:
    text = (
        "Teodor Corvo said the gate had failed. Ida Brandt denied that. She said nobody had opened the gate at night."
    )
    weights = {p.text: p.salience for p in read(text)[0].positions}
    assert weights["denied that"] == FAINT < weights["nobody had opened the gate at night"]
    text = "Teodor Corvo said the gate had failed. Ida Brandt denied that."
    weights = {p.text: p.salience for p in read(text)[0].positions}
    assert weights["denied that"] > FAINT


def test_who_is_cited_by_the_police_is_no_position() -> None:
    findings, _ = read("Deputies cited Lorna Pike three times in one week. Deputies cited the rain as a reason.")
    assert [p.text for p in findings.positions] == ["cited the rain as a reason"]
