"""Claims told in the reader's language about an article in another one: flagged for what no rule can compare."""

from __future__ import annotations

import pytest

from briefer.language import analyse
from briefer.model import Analysis, Article, Claim, Event, Position, Statement
from briefer.testing import findings_of, span_of
from briefer.verify import check_findings, check_statement

TEXT = (
    "The council of Ostrel voted on Tuesday to close the old fish market, where 1,200 traders still work. "
    "“Nobody asked us about the stalls,” Paul Odekerk said."
)
VOTE = "The council of Ostrel voted on Tuesday to close the old fish market, where 1,200 traders still work."
SAID = "“Nobody asked us about the stalls,” Paul Odekerk said."


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return analyse(Article.of(TEXT, id="ostrel", language="en"))


def event(analysis: Analysis, text: str, language: str | None) -> Claim:
    told = Event(text=text, evidence=(span_of(analysis.article, VOTE),))
    return check_findings(findings_of(analysis.article, what=(told,)), analysis, language=language).what[0]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Rat von Ostrel schließt den alten Fischmarkt mit 1.200 Händlern."),
        ("fr", "Le conseil d’Ostrel ferme le vieux marché aux poissons, où travaillent 1200 commerçants."),
        ("fr", "Le conseil d’Ostrel ne ferme rien."),
        ("el", "Το συμβούλιο κλείνει την παλιά ιχθυαγορά."),
    ],
)
def test_a_paraphrase_in_the_readers_language_is_flagged_and_names_the_gates_that_did_not_run(
    analysis: Analysis, language: str, text: str
) -> None:
    claim = event(analysis, text, language)
    assert claim.check.status == "flagged"
    open_gates = {gate for gate, result in claim.check.gates.items() if result == "not_run"}
    # A figure written in another language's way is the same by its digits; what it counts no rule can say.
    assert open_gates - {"numbers"} == {"names", "negation", "support"}
    assert "fail" not in claim.check.gates.values()


@pytest.mark.parametrize(
    ("language", "text", "gate"),
    [
        ("de", "Der Rat schließt den Markt mit 1.300 Händlern.", "numbers"),
        ("fr", "« Le marché est mort », dit le conseil.", "quote"),
    ],
)
def test_what_needs_no_language_is_checked_all_the_same(
    analysis: Analysis, language: str, text: str, gate: str
) -> None:
    check = event(analysis, text, language).check
    assert check.gates[gate] in ("fail", "weak")  # type: ignore[index]


def test_the_same_language_and_verbatim_words_pass_all_gates(analysis: Analysis) -> None:
    assert (
        event(analysis, "The council of Ostrel voted to close the old fish market.", "en-GB").check.status == "verified"
    )
    assert event(analysis, VOTE, "fr").check.status == "verified"
    assert event(analysis, "The council of Ostrel did not vote to close the market.", "en").check.status == "withheld"


def test_a_quotation_is_in_nobodys_language_but_its_own(analysis: Analysis) -> None:
    quotation = analysis.quotations[0]
    words = "Nobody asked us about the stalls"
    for holder, status in (("Paul Odekerk", "verified"), ("The council of Ostrel", "withheld")):
        position = Position(
            holder=holder,
            speaker=holder,
            text=words,
            quotes=(span_of(analysis.article, f"{words},"),),
            content=(span_of(analysis.article, analysis.words(quotation)),),
            evidence=(span_of(analysis.article, SAID), span_of(analysis.article, VOTE)),
        )
        (checked,) = check_findings(
            findings_of(analysis.article, positions=(position,)), analysis, language="fr"
        ).positions
        assert checked.check.status == status, checked.check


def test_a_lead_in_the_readers_language_is_flagged(analysis: Analysis) -> None:
    said = Statement(text="Le conseil ferme le marché.", evidence=(span_of(analysis.article, VOTE),))
    assert check_statement(said, {"ostrel": analysis}, language="fr").check.status == "flagged"
