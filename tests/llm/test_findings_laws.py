"""Laws of replies: nothing that a model answers breaks the reading, and what is shown as somebody's words is theirs."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefer.contract import dump_findings, load_findings
from briefer.engines.openai.findings import to_findings
from briefer.engines.openai.repair import repaired
from briefer.engines.openai.reply import Answer, parse_reply
from briefer.engines.openai.told import told
from briefer.language import analyse
from briefer.model import Analysis, Article, EngineInfo
from briefer.verify import check_findings

TEXT = (
    "Ostrel closed the old market on Tuesday. “Nobody asked us,” Paul Odekerk said. “It was “a gift” to the town,” "
    "Mayor Ilse Varn said, and 38 traders would move by 1 May. She denied that she would resign.\n\nWho knows?"
)
IDS = st.one_of(
    st.sampled_from(["s1", "s2", "s3", "s4", "s5", "q1", "q2", "q3", "s0", "s99", "q99", "", "s", "all", "s-1", "S 2"]),
    st.text(max_size=6),
)
WORDS = st.one_of(
    st.sampled_from(["Ilse Varn", "Varn", "She", "Paul Odekerk", "Mayor", "Tuesday", "by 1 May", "(", "the town", "…"]),
    st.text(min_size=1, max_size=20),
)
TEXTS = st.one_of(
    st.sampled_from(["Nobody asked us", "Traders would move.", "Denied that she would resign.", "“a gift”", ""]),
    st.text(max_size=40),
)
PLACED = st.one_of(st.none(), st.fixed_dictionaries({"words": WORDS, "id": IDS}))
MANY = st.lists(IDS, max_size=4)
MAYBE = st.one_of(st.none(), WORDS)


def items(**fields: Any) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries(fields), max_size=2)


REPLIES = st.fixed_dictionaries(
    {
        "headline": st.one_of(st.none(), st.fixed_dictionaries({"ids": MANY, "text": TEXTS})),
        "who": items(
            ids=MANY, name=PLACED, kind=st.sampled_from(["person", "place", "thing"]), role=PLACED, organisation=PLACED,
            why=MAYBE,
        ),
        "what": items(
            ids=MANY, text=TEXTS, status=st.sampled_from(["confirmed", "alleged"]), when=MAYBE, where=PLACED
        ),
        "positions": items(
            ids=MANY, quotes=MANY, holder=PLACED, role=PLACED, speaker=PLACED,
            channel=st.sampled_from(["direct", "unnamed"]), via=PLACED, text=st.one_of(st.none(), TEXTS),
            stance=st.sampled_from(["support", "unclear"]), target=PLACED,
        ),
        "next_steps": items(
            ids=MANY, text=TEXTS, kind=st.sampled_from(["scheduled", "predicted"]), actor=PLACED, action=MAYBE,
            says=PLACED, when=MAYBE,
        ),
    }
)  # fmt: skip


@cache
def analysis() -> Analysis:
    return analyse(Article.of(TEXT, id="ostrel", published="2026-03-04", language="en"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(REPLIES)
def test_any_reply_can_be_read_checked_kept_and_repaired(answer: dict[str, Any]) -> None:
    reply, lost = parse_reply(json.dumps(answer))
    made = sum(len(answer[part]) for part in ("who", "what", "positions", "next_steps"))
    findings = to_findings(reply, analysis(), engine=EngineInfo(name="openai"), lost=lost)
    found = check_findings(findings, analysis())
    claims = (*found.who, *found.what, *found.positions, *found.next_steps)
    # Every item is a claim or is counted as lost.
    assert made <= len(claims) + lost
    for claim in claims:
        assert claim.check.status in ("verified", "flagged", "withheld")
        if claim.check.status == "verified":
            assert any(c.isalnum() for c in getattr(claim, "text", None) or getattr(claim, "name", ""))
            assert all(0 <= span.start < span.end <= len(TEXT) for span in claim.evidence)
    for position in found.positions:
        if position.check.status == "verified":
            marked = [TEXT[q.start - 1] + TEXT[q.end] for q in position.quotes]
            assert all(mark == "“”" for mark in marked), marked
    assert load_findings(json.loads(json.dumps(dump_findings(found)))) == found
    failed = told(found, analysis(), "withheld")
    answers = [Answer(claim=item.name) for item in failed]
    assert repaired(found, analysis(), answers) == found
