"""A claim against plain sentences, as anybody may ask it."""

from __future__ import annotations

import pytest

from briefer.verify import check_claim
from briefer.verify.gates.names import names_in
from briefer.verify.lines import Line, stands_in
from briefer.verify.words import stem

EVIDENCE = [
    "The ferry company Halvor Lines cut 120 jobs in May, its director Britt Sonne said on Thursday.",
    "Unions did not accept the plan and may strike at midsummer.",
]
REST = ["The company lost $1.2bn last year.", "Its ships call at Ostrel, Merrin and the island of Vell."]


@pytest.mark.parametrize(
    "claim",
    [
        "Halvor Lines cut 120 jobs in May",
        "Unions did not accept the plan.",
        "In May the ferry company Halvor Lines cut 120 jobs.",
        "Halvor Lines lost 1.2 billion dollars last year",
        "Unions did not accept the plan. Halvor Lines cut 120 jobs in May.",
    ],
)
def test_a_claim_that_the_sentences_carry(claim: str) -> None:
    check = check_claim(claim, EVIDENCE, REST)
    assert check.status == "verified", check.reasons


@pytest.mark.parametrize(
    ("claim", "gate", "result"),
    [
        ("Halvor Lines cut 150 jobs in May", "numbers", "fail"),
        ("Halvor Lines cut more than 120 jobs in May", "numbers", "fail"),
        ("Halvor Lines cut 120 jobs in June", "numbers", "fail"),
        ("Halvor Lines cut 120 jobs, it said on Friday", "numbers", "fail"),
        ("Halvor Lines lost 1.2 billion euros last year", "numbers", "fail"),
        ("Torvald Lines cut 120 jobs in May", "names", "fail"),
        ("Unions accepted the plan", "negation", "fail"),
        ("Halvor Lines did not cut 120 jobs in May", "negation", "fail"),
        ("Unions rejected the plan and will strike", "negation", "weak"),
        ("Halvor Lines created 120 jobs in May", "support", "weak"),
        ("Unions and passengers burned down the harbour office over cheese", "support", "weak"),
        ("Sonne said “we will cut 120 jobs”", "quote", "fail"),
    ],
)
def test_a_claim_that_they_do_not(claim: str, gate: str, result: str) -> None:
    check = check_claim(claim, EVIDENCE, REST)
    assert check.gates[gate] == result, check.reasons
    assert check.status == ("withheld" if result == "fail" else "flagged")
    assert any(reason.gate == gate and reason.text for reason in check.reasons)


def test_the_score_is_the_share_that_is_carried() -> None:
    assert check_claim("Halvor Lines cut 120 jobs in May", EVIDENCE).score == 1.0
    score = check_claim("Halvor Lines cut its fares", EVIDENCE).score
    assert score is not None
    assert 0 < score < 0.7


@pytest.mark.parametrize(
    ("words", "text", "stands"),
    [
        ("14 percent", "rose 14 percent", True),
        ("4 percent", "rose 14 percent", False),
        ("5 percent", "rose 2.5 percent", False),
        ("400 ships", "about 1,400 ships", False),
        ("14", "rose 14%", False),
        ("300", "for $300 a ton", False),
        ("art", "a party", False),
        ("Corvo", "Mr Corvo's house", True),
        ("the party", "at the party.", True),
        ("", "anything", False),
    ],
)
def test_words_stand_only_where_nothing_is_cut(words: str, text: str, stands: bool) -> None:
    assert stands_in(words, text) == stands


def test_names_are_runs_of_capitals_and_not_the_first_word_of_a_sentence() -> None:
    assert names_in(Line("Officials in Merrin met Greta Holm on Monday. Talks failed.")) == [
        ("Merrin",),
        ("Greta", "Holm"),
    ]


def test_the_people_of_a_country_are_known_by_it() -> None:
    assert (
        check_claim("A Norwegian minister met fishermen", ["A minister from Norway met fishermen."]).gates["names"]
        == "pass"
    )
    assert (
        check_claim("A Danish minister met fishermen", ["A minister from Norway met fishermen."]).gates["names"]
        == "fail"
    )


def test_initials_and_full_names_are_one() -> None:
    evidence = ["The Northern Harbour Council met on Monday."]
    assert check_claim("The NHC met on Monday", evidence).gates["names"] == "pass"
    assert check_claim("The NHB met on Monday", evidence).gates["names"] == "fail"


@pytest.mark.parametrize(
    ("one", "other"), [("rose", "rising"), ("agreement", "agreed"), ("ministers", "minister"), ("fell", "falling")]
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_other_words_have_other_stems() -> None:
    assert stem("minister") != stem("ministry")
    assert stem("notice") != stem("noted")
