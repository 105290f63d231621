"""Recorded replies as text: a good one passes the gates whole, each lie is withheld with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from briefer.engines.openai.findings import to_findings
from briefer.engines.openai.reply import parse_reply
from briefer.language import analyse
from briefer.model import Analysis, Article, Claim, EngineInfo, Findings, Question
from briefer.verify import check_findings

TEXT = (
    "The council of Ostrel voted on Tuesday to close the old fish market, where 38 traders still work.\n\n"
    "“The roof will not survive another winter,” Mayor Ilse Varn told reporters. "
    "She said the traders would get stalls in the new hall by 1 May.\n\n"
    "Paul Odekerk, the leader of the guild, rejected the plan to close the market. "
    "“Nobody asked us about the stalls,” Odekerk said. "
    "He threatened to block the harbour road on Saturday.\n\n"
    "Varn will meet the guild on Thursday. "
    "Harbour director Mira Solvang denied that the new hall was over budget, as cited by Radio Merrin."
)

#: What a good model answers. Sentences: s1 vote, s2 roof, s3 stalls, s4 plan, s5 quotation, s6 threat, s7 meeting,
#: s8 budget.
GOOD = """
{"headline": {"ids": ["s1"], "text": "Council of Ostrel votes to close the old fish market"},
 "who": [
  {"ids": ["s2"], "name": {"words": "Ilse Varn", "id": "s2"}, "kind": "person",
   "role": {"words": "Mayor", "id": "s2"}, "organisation": null, "why": "told reporters that the roof will not survive"},
  {"ids": ["s4"], "name": {"words": "Paul Odekerk", "id": "s4"}, "kind": "person",
   "role": {"words": "leader of the guild", "id": "s4"}, "organisation": null, "why": "rejected the plan"}],
 "what": [
  {"ids": ["s1"], "text": "The council voted to close the old fish market, where 38 traders work.",
   "status": "confirmed", "when": "on Tuesday", "where": null}],
 "positions": [
  {"ids": ["s2"], "quotes": ["q1"], "holder": {"words": "Ilse Varn", "id": "s2"}, "role": {"words": "Mayor", "id": "s2"},
   "speaker": null, "channel": "direct", "via": null, "text": null, "stance": "unclear", "target": null},
  {"ids": ["s3"], "quotes": [], "holder": {"words": "Ilse Varn", "id": "s2"}, "role": null, "speaker": null,
   "channel": "direct", "via": null, "text": "The traders would get stalls in the new hall by 1 May.",
   "stance": "unclear", "target": null},
  {"ids": ["s4"], "quotes": [], "holder": {"words": "Paul Odekerk", "id": "s4"}, "role": null, "speaker": null,
   "channel": "direct", "via": null, "text": "Rejected the plan to close the market.", "stance": "oppose",
   "target": null},
  {"ids": ["s5"], "quotes": ["q2"], "holder": {"words": "Odekerk", "id": "s5"}, "role": null, "speaker": null,
   "channel": "direct", "via": null, "text": null, "stance": "unclear", "target": null},
  {"ids": ["s8"], "quotes": [], "holder": {"words": "Mira Solvang", "id": "s8"},
   "role": {"words": "Harbour director", "id": "s8"}, "speaker": null, "channel": "direct",
   "via": {"words": "Radio Merrin", "id": "s8"}, "text": "Denied that the new hall was over budget.",
   "stance": "unclear", "target": null}],
 "next_steps": [
  {"ids": ["s7"], "text": "Varn will meet the guild on Thursday.", "kind": "scheduled",
   "actor": {"words": "Varn", "id": "s7"}, "action": "meet the guild", "says": null, "when": "on Thursday"}]}
"""
ENGINE = EngineInfo(name="openai", model="example-model")


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    article = Article.of(
        TEXT, id="ostrel", title="Council votes to close market", published="2026-03-04", language="en"
    )
    return analyse(article)


def read(text: str, analysis: Analysis) -> Findings:
    reply, lost = parse_reply(text)
    assert not lost
    return check_findings(to_findings(reply, analysis, engine=ENGINE), analysis)


def claims(findings: Findings) -> Iterator[Claim]:
    for part in (findings.who, findings.what, findings.positions, findings.next_steps):
        yield from part


def test_a_good_reply_is_verified_whole(analysis: Analysis) -> None:
    findings = read(GOOD, analysis)
    assert findings.headline_check is not None
    assert findings.headline_check.status == "verified", findings.headline_check
    assert not [(c, c.check.reasons) for c in claims(findings) if c.check.status != "verified"]
    assert len(list(claims(findings))) == 9


def test_code_fills_what_the_model_never_copies(analysis: Analysis) -> None:
    findings = read(GOOD, analysis)
    text = analysis.article.text
    roof, stalls, plan, asked, budget = findings.positions
    assert [text[q.start : q.end] for q in roof.quotes] == ["The roof will not survive another winter,"]
    assert roof.text == "The roof will not survive another winter"
    assert roof.source is not None
    assert roof.cue is not None
    assert text[roof.cue.start : roof.cue.end] == "told"
    assert stalls.source is not None
    assert text[stalls.source.start : stalls.source.end] == "She"
    assert asked.holder == asked.speaker == "Paul Odekerk"
    assert plan.stance == "oppose"
    assert budget.via == "Radio Merrin"
    assert [p.salience for p in findings.positions] == sorted((p.salience for p in findings.positions), reverse=True)
    (vote,) = findings.what
    assert vote.when is not None
    assert (vote.when.from_, vote.when.to) == ("2026-03-03", "2026-03-03")
    (meeting,) = findings.next_steps
    assert meeting.actor == "Ilse Varn"
    assert meeting.when is not None
    assert meeting.when.from_ == "2026-03-05"


LIES: list[tuple[str, str, int, dict[str, Any], str, str]] = [
    ("a wrong speaker of a quotation", "positions", 3, {"holder": {"words": "Ilse Varn", "id": "s2"}},
     "speaker", "gives these words to Paul Odekerk, not to Ilse Varn"),
    ("a wrong speaker of told words", "positions", 2, {"holder": {"words": "Mira Solvang", "id": "s8"}},
     "speaker", "gives these words to Paul Odekerk"),
    ("nobody, where somebody speaks", "positions", 0, {"holder": None}, "speaker", "not to nobody"),
    ("a name that the article has not", "positions", 2, {"holder": {"words": "Gerrit Maas", "id": "s4"}},
     "speaker", "Gerrit Maas"),
    ("an altered number", "what", 0, {"text": "The council voted to close the old fish market, where 83 traders work."},
     "numbers", "83"),
    ("an altered date", "next_steps", 0, {"text": "Varn will meet the guild on Sunday.", "when": None},
     "numbers", "Sunday"),
    ("words of time that stand nowhere", "next_steps", 0, {"when": "next month"}, "ids", "outside the article"),
    ("a sentence out of range", "what", 0, {"ids": ["s99"]}, "ids", "outside the article"),
    ("a sentence out of range beside a good one", "positions", 1, {"ids": ["s3", "s42"]}, "ids", "outside the article"),
    ("a sentence by no number at all", "what", 0, {"ids": ["the first"]}, "ids", "outside the article"),
    ("no sentence", "what", 0, {"ids": []}, "ids", "no sentence is cited"),
    ("a quotation out of range", "positions", 3, {"quotes": ["q9"]}, "ids", "outside the article"),
    ("a holder's sentence out of range", "positions", 1, {"holder": {"words": "Ilse Varn", "id": "s70"}},
     "ids", "outside the article"),
    ("a name's sentence out of range", "who", 0, {"name": {"words": "Ilse Varn", "id": "s70"}},
     "ids", "outside the article"),
    ("a quotation that is not there", "positions", 1, {"text": "The traders get “a palace with a view”."},
     "quote", "does not stand word for word"),
    ("a quotation with a changed word", "positions", 0, {"text": "The roof will not survive another summer"},
     "quote", "summer"),
    ("a quotation that lost its not", "positions", 0, {"text": "The roof will survive another winter"}, "negation", "deny “survive”"),
    ("a denial as a fact", "positions", 4, {"text": "The new hall was over budget."}, "negation", "denied"),
    ("somebody else's role", "positions", 2, {"role": {"words": "Mayor", "id": "s2"}}, "support", "calls Ilse Varn"),
    ("somebody else's role in who", "who", 1, {"role": {"words": "Mayor", "id": "s2"}}, "support", "calls Ilse Varn"),
    ("a role without words", "who", 0, {"role": {"words": "senator", "id": "s2"}}, "support", "senator"),
    ("an organisation without words", "who", 1, {"organisation": {"words": "Port Trust", "id": "s4"}},
     "support", "Port Trust"),
    ("a target without words", "positions", 2, {"target": {"words": "the harbour tax", "id": "s4"}},
     "support", "the harbour tax"),
    ("a stance without words", "positions", 1, {"stance": "support"}, "support", "stance “support”"),
    ("a stance turned round", "positions", 2, {"stance": "support"}, "support", "they read as “oppose”"),
    ("a step that was only threatened", "next_steps", 0,
     {"ids": ["s6"], "text": "Odekerk will block the harbour road on Saturday.", "kind": "scheduled",
      "actor": {"words": "Odekerk", "id": "s5"}, "action": "block the harbour road", "when": "on Saturday"},
     "step", "threatens"),
    ("a step that nobody agreed to", "next_steps", 0,
     {"ids": ["s4"], "text": "The guild agreed to close the market.", "kind": "pledged", "actor": None,
      "action": "close the market", "when": None}, "step", "no words of the cited sentences make it"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "part", "index", "changes", "gate", "reason"), LIES, ids=[lie[0] for lie in LIES])
def test_a_lie_is_withheld_with_its_reason(
    analysis: Analysis, name: str, part: str, index: int, changes: dict[str, Any], gate: str, reason: str
) -> None:
    reply = json.loads(GOOD)
    reply[part][index] |= changes
    findings = read(json.dumps(reply), analysis)
    claim = getattr(findings, part)[index]
    assert claim.check.status == "withheld", claim
    assert any(r.gate == gate and reason in r.text for r in claim.check.reasons), claim.check.reasons
    others = [c for c in claims(findings) if c is not claim]
    assert all(c.check.status == "verified" for c in others), "a lie must not spoil what stands beside it"


def test_a_position_without_any_words_does_not_pass_for_want_of_them(analysis: Analysis) -> None:
    reply = json.loads(GOOD)
    reply["positions"][1]["text"] = None
    claim = read(json.dumps(reply), analysis).positions[1]
    assert claim.check.status == "withheld"


@pytest.mark.parametrize(
    "headline",
    [
        {"ids": ["s1"], "text": "Council of Ostrel votes not to close the old fish market"},
        {"ids": ["s50"], "text": "Council of Ostrel votes to close the old fish market"},
        {
            "ids": ["s1"],
            "text": "The council of Ostrel voted on Tuesday to close the old fish market, where traders still work",
        },
    ],
    ids=["a negation put in", "no such sentence", "more than fourteen words"],
)
def test_a_headline_that_lies_or_runs_on_is_withheld(analysis: Analysis, headline: dict[str, Any]) -> None:
    findings = read(json.dumps(json.loads(GOOD) | {"headline": headline}), analysis)
    assert findings.headline_check is not None
    assert findings.headline_check.status == "withheld"


def test_the_words_of_a_threat_are_a_position_all_the_same(analysis: Analysis) -> None:
    """A counter-example to the lies: the same words in their right place pass."""
    reply = json.loads(GOOD)
    said = deepcopy(reply["positions"][2]) | {"ids": ["s6"], "text": "Threatened to block the harbour road."}
    reply["positions"].append(said | {"stance": "unclear"})
    claim = read(json.dumps(reply), analysis).positions[-1]
    assert claim.check.status == "verified", claim.check
    assert claim.holder == "Paul Odekerk"


def test_ids_as_a_model_may_write_them(analysis: Analysis) -> None:
    reply = json.loads(GOOD)
    reply["what"][0]["ids"] = ["[S1]"]
    reply["positions"][0] |= {"ids": ["q1"], "quotes": ["Q1"]}
    findings = read(json.dumps(reply), analysis)
    assert findings.what[0].check.status == findings.positions[0].check.status == "verified"


def test_words_of_time_are_found_by_the_days_they_name(analysis: Analysis) -> None:
    reply = json.loads(GOOD)
    reply["what"][0]["when"] = "Tuesday"
    when = read(json.dumps(reply), analysis).what[0].when
    assert when is not None
    assert (when.text, when.from_) == ("on Tuesday", "2026-03-03")


def test_an_event_is_never_surer_than_the_rules_have_it(analysis: Analysis) -> None:
    """The council's vote is told as it is: the model's `reported` stays; `confirmed` would be lowered if unsure."""
    candidates = {analysis.sentences[e.sentence].start: e.status for e in analysis.events}
    (vote,) = read(GOOD, analysis).what
    assert vote.status == candidates[vote.evidence[0].start]


def test_a_firm_step_gets_the_rules_kind_and_day_and_no_other_does(analysis: Analysis) -> None:
    reply = json.loads(GOOD)
    firm = reply["next_steps"][0] | {"kind": "pledged", "when": None}
    threat = firm | {"ids": ["s6"], "text": "Odekerk would block the harbour road.", "actor": None, "action": None}
    reply["next_steps"] = [firm, threat]
    meeting, road = read(json.dumps(reply), analysis).next_steps
    assert (meeting.kind, meeting.check.status) == ("scheduled", "verified")
    assert meeting.when is not None
    assert meeting.when.text == "on Thursday"
    assert (road.kind, road.when, road.check.status) == ("pledged", None, "withheld")


def test_an_empty_reply_is_an_empty_reading(analysis: Analysis) -> None:
    text = '{"headline": null, "who": [], "what": [], "positions": [], "next_steps": []}'
    findings = read(text, analysis)
    assert findings.status == "empty"
    assert findings.problem is not None


QUESTIONS = (
    Question(name="risks", title="Risks", question="What could go wrong?", kind="list"),
    Question(name="mood", title="Mood", question="How is it?", kind="choice", choices=("calm", "tense")),
)


def test_sections_of_the_user_come_under_the_same_gates(analysis: Analysis) -> None:
    reply = json.loads(GOOD) | {
        "sections": [
            {"name": "risks", "value": None, "claims": [
                {"ids": ["s6"], "text": "He threatened to block the harbour road on Saturday."},
                {"ids": ["s6"], "text": "He threatened to block the harbour road in August."},
                {"ids": ["s88"], "text": "The market may burn."}]},
            {"name": "mood", "value": "Tense", "claims": [{"ids": ["s4"], "text": "Odekerk rejected the plan."}]},
            {"name": "weather", "value": None, "claims": [{"ids": ["s1"], "text": "It rained."}]},
        ]
    }  # fmt: skip
    parsed, _ = parse_reply(json.dumps(reply))
    findings = check_findings(to_findings(parsed, analysis, engine=ENGINE, questions=QUESTIONS), analysis)
    assert list(findings.custom) == ["risks", "mood"]
    risks, mood = findings.custom["risks"], findings.custom["mood"]
    assert [c.check.status for c in risks.claims] == ["verified", "withheld", "withheld"]
    assert (risks.title, risks.kind, risks.value) == ("Risks", "list", None)
    assert (mood.kind, mood.value) == ("choice", "tense")
    assert mood.claims[0].check.status == "verified"


@pytest.mark.parametrize(
    ("value", "lines"), [("furious", [{"ids": ["s4"], "text": "Odekerk rejected the plan."}]), ("tense", [])]
)
def test_a_choice_that_was_not_offered_or_rests_on_nothing_is_none(
    analysis: Analysis, value: str, lines: list[dict[str, Any]]
) -> None:
    reply = json.loads(GOOD) | {"sections": [{"name": "mood", "value": value, "claims": lines}]}
    parsed, _ = parse_reply(json.dumps(reply))
    custom = to_findings(parsed, analysis, engine=ENGINE, questions=QUESTIONS).custom
    assert custom["mood"].value is None
    assert custom["risks"].claims == ()


def test_an_article_without_a_parse_keeps_quotations_and_places() -> None:
    text = "Le maire a refusé. « Le toit ne tiendra pas », a déclaré Ilse Varn mardi."
    analysis = analyse(Article.of(text, id="fr", language="fr"))
    assert analysis.parser is None
    reply = json.loads(GOOD) | {"headline": None, "who": [], "what": [], "next_steps": []}
    said = reply["positions"][0] | {"ids": ["s2"], "role": None, "holder": {"words": "Ilse Varn", "id": "s2"}}
    findings = read(json.dumps(reply | {"positions": [said]}), analysis)
    (position,) = findings.positions
    assert position.text == "Le toit ne tiendra pas"
    assert position.check.status == "flagged"
    assert position.check.gates["quote"] == "pass"
