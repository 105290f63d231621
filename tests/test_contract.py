from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema
import pytest

from briefer import contract
from briefer.errors import ContractError
from briefer.model import (
    Account,
    Actor,
    Article,
    ArticleOutcome,
    Brief,
    Change,
    Check,
    EngineInfo,
    Event,
    Position,
    ProfileInfo,
    Reason,
    Story,
    When,
    with_ids,
)
from briefer.testing import findings_of, span_of

TEXT = (
    "Norrmark and Vellany failed to agree on Wednesday, the basin council said. "
    "“You cannot share a river that you measure twice,” Signe Halgren said. 🌊 She left at noon."
)
ARTICLE = Article.of(TEXT, id="a1", title="No deal", outlet="Northern Wire", published="2026-05-20", language="en")
CHECK = Check(status="verified", gates={"ids": "pass"})
EVENT = Event(
    text="Norrmark and Vellany failed to agree",
    status="reported",
    when=When("on Wednesday", span_of(ARTICLE, "on Wednesday"), "2026-05-20", "2026-05-20"),
    evidence=(span_of(ARTICLE, TEXT[:74]),),
    check=CHECK,
)
POSITION = Position(
    holder="Signe Halgren",
    speaker="Signe Halgren",
    text="You cannot share a river that you measure twice",
    quotes=(span_of(ARTICLE, "You cannot share a river that you measure twice,"),),
    source=span_of(ARTICLE, "Signe Halgren"),
    cue=span_of(ARTICLE, "said", 2),
    content=(span_of(ARTICLE, "“You cannot share a river that you measure twice,”"),),
    evidence=(span_of(ARTICLE, "“You cannot share a river that you measure twice,” Signe Halgren said."),),
    derived={"holder": (span_of(ARTICLE, "Signe Halgren"),)},
    check=Check(status="flagged", gates={"speaker": "weak"}, reasons=(Reason("speaker", "why"),), score=0.5),
    salience=0.5,
)
FINDINGS = findings_of(
    ARTICLE,
    headline="Norrmark and Vellany failed to agree",
    headline_evidence=EVENT.evidence,
    headline_check=CHECK,
    who=(Actor(name="Signe Halgren", kind="person", mention=POSITION.source, evidence=POSITION.evidence, check=CHECK),),
    what=(EVENT,),
    positions=(POSITION,),
)


def brief(**changes: Any) -> Brief:
    event = FINDINGS.what[0]
    values: dict[str, Any] = {
        "id": "b1",
        "created": "2026-05-21T05:10:00Z",
        "title": "Brief",
        "language": "en",
        "timezone": "UTC",
        "profile": ProfileInfo(name="brief", template="daily"),
        "engine": EngineInfo(name="fake"),
        "articles": (ARTICLE,),
        "stories": (
            Story(
                id="s1",
                headline="Norrmark and Vellany failed to agree",
                headline_evidence=EVENT.evidence,
                headline_check=CHECK,
                articles=("a1",),
                what=(event,),
                positions=FINDINGS.positions,
            ),
        ),
        "account": Account(articles=(ArticleOutcome(article="a1", input="x.txt", outcome="used", into="s1"),)),
    }
    return Brief(**{**values, **changes})


def test_findings_survive_the_round_trip_and_keep_their_schema() -> None:
    row = json.loads(json.dumps(contract.dump_findings(FINDINGS)))
    jsonschema.validate(row, contract.schema("findings"))
    assert contract.load_findings(row) == FINDINGS
    assert row["schema"] == "briefer.findings/1"
    assert row["what"][0]["when"]["from"] == "2026-05-20"
    assert row["positions"][0]["source"].keys() == {"start", "end"}
    assert row["positions"][0]["evidence"][0].keys() == {"article", "start", "end"}
    assert "change" not in row["positions"][0]


def test_a_brief_survives_the_round_trip_and_its_spans_carry_their_words() -> None:
    bundle = json.loads(json.dumps(contract.dump_brief(brief())))
    jsonschema.validate(bundle, contract.schema("brief"))
    assert contract.dump_brief(contract.load_brief(bundle)) == bundle
    quote = bundle["stories"][0]["positions"][0]["quotes"][0]
    assert quote["words"] == "You cannot share a river that you measure twice,"
    assert TEXT[quote["start"] : quote["end"]] == quote["words"]


def test_a_change_is_written_only_where_there_is_one() -> None:
    from dataclasses import replace

    event = replace(EVENT, change=Change(kind="new", since="2026-05-18"))
    story = replace(brief().stories[0], what=(event,))
    bundle = contract.dump_brief(brief(stories=(story,)))
    jsonschema.validate(bundle, contract.schema("brief"))
    assert bundle["stories"][0]["what"][0]["change"]["since"] == "2026-05-18"
    assert "change" not in bundle["stories"][0]["positions"]
    assert contract.load_brief(bundle).stories[0].what[0].change == event.change


def test_the_digest_is_over_everything_else_and_finds_a_change() -> None:
    bundle = contract.dump_brief(brief())
    assert bundle["digest"] == contract.digest(bundle)
    bundle["title"] = "Another"
    assert bundle["digest"] != contract.digest(bundle)


def test_altered_words_are_found_with_their_place() -> None:
    bundle = contract.dump_brief(brief())
    assert contract.altered_words(bundle) == ()
    bundle["stories"][0]["positions"][0]["quotes"][0]["words"] = "You can share a river"
    (line,) = contract.altered_words(bundle)
    assert line.startswith("stories[0].positions[0].quotes[0]: the bundle has “You can share a river”")


def test_an_altered_article_text_is_refused() -> None:
    bundle = contract.dump_brief(brief())
    bundle["articles"][0]["text"] = TEXT.replace("failed", "managed")
    with pytest.raises(ContractError, match="a1"):
        contract.load_brief(bundle)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("positions", 0, "stance"), "maybe", r"positions\[0\]\.stance"),
        (("positions", 0, "salience"), "high", r"positions\[0\]\.salience"),
        (("what", 0, "titel"), "x", r"what\[0\]\.titel"),
        (("article", "sha256"), None, r"article\.sha256"),
        (("status",), "fine", "status"),
        (("schema",), "briefer.findings/9", "briefer.findings/1 is needed"),
    ],
)
def test_findings_that_do_not_keep_the_contract_are_explained(path: tuple[Any, ...], value: Any, said: str) -> None:
    row = copy.deepcopy(contract.dump_findings(FINDINGS))
    place: Any = row
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(ContractError, match=said) as caught:
        contract.load_findings(row)
    assert caught.value.hint
    if path != ("schema",):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(row, contract.schema("findings"))


def test_an_input_row_needs_only_its_text_and_keeps_it() -> None:
    text = " two\r\nlines — “as they are”﻿ "
    article = contract.load_article_row({"text": text, "extra": 1})
    assert article.text == text
    assert len(article.id) == 16
    assert contract.load_article_row({"text": text, "id": "mine"}).id == "mine"
    assert contract.load_article_row({"text": text, "url": "https://example.org/"}).id != article.id
    jsonschema.validate({"text": text, "url": None}, contract.schema("article"))


@pytest.mark.parametrize(
    ("row", "said", "hint"),
    [
        ([], "JSON object", "text"),
        ({"texte": "x"}, "no “text”", "did you mean “texte”"),
        ({"text": 3}, "not a string", "keys"),
        ({"text": "x", "title": 3}, "“title”", ""),
        ({"text": "x", "authors": "A. Writer"}, "“authors”", ""),
        ({"text": "x", "published": "last Monday"}, "last Monday", "2026-05-20"),
        ({"text": "\ud800"}, "half a character", ""),
    ],
)
def test_a_row_that_is_no_article_is_explained(row: Any, said: str, hint: str) -> None:
    with pytest.raises(ContractError, match=said) as caught:
        contract.load_article_row(row)
    assert hint in (caught.value.hint or "")


@pytest.mark.parametrize(
    "value", ["2026", "2026-05", "2026-05-20", "2026-05-20T19:40:00+02:00", "2026-05-20T19:40:00Z"]
)
def test_dates_as_precise_as_they_are_known_are_kept(value: str) -> None:
    assert contract.load_article_row({"text": "x", "published": value}).published == value


def test_ids_are_those_of_the_rule_and_ties_are_numbered() -> None:
    import hashlib

    event = FINDINGS.what[0]
    span = event.evidence[0]
    key = json.dumps(["what", ARTICLE.sha256, [[span.start, span.end]]])
    assert event.id == hashlib.sha256(key.encode()).hexdigest()[:16]
    twice = with_ids(findings_of(ARTICLE, what=(EVENT, EVENT)))
    assert [e.id for e in twice.what] == [event.id, f"{event.id}-2"]
