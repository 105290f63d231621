from __future__ import annotations

import pytest

from briefer.language.negation import compare, polarity
from briefer.language.negation.stems import stem

NOT_PUBLISH = "Corvo said both delegations promised not to publish the gauge readings in spring."
FAILED = "Norrmark and Vellany failed to agree on summer water releases from the weir."
NO_LEAK = "The engineers found no leak and did not close any gates or drain the upper basin."
COULD = "Vellany could leave the council, Corvo warned."
WILL = "The council will meet again next Tuesday and may open the weir."


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Both delegations promised to publish the gauge readings in spring", NOT_PUBLISH),
        ("Norrmark and Vellany agreed on summer water releases", FAILED),
        ("The engineers found a leak", NO_LEAK),
        ("The engineers closed the gates", NO_LEAK),
        ("The engineers drained the upper basin", NO_LEAK),
        ("The council will not meet again next Tuesday", WILL),
        ("Halgren refused to sign the letter", "Halgren signed the letter on Monday."),
        ("Corvo said a deal was reached", "Corvo said no deal was reached."),
        ("Corvo said no deal was reached", "Corvo said a deal was reached."),
        ("Corvo leads the council", "Corvo no longer leads the council."),
        ("Halgren can attend the talks", "Halgren can’t attend the talks."),
        ("Halgren signed the letter", "Halgren has yet to sign the letter."),
    ],
)
def test_a_negation_dropped_or_inserted_fails(claim: str, evidence: str) -> None:
    agreement = compare(claim, [evidence])
    assert agreement.result == "fail"
    assert agreement.reason


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Both delegations promised not to publish the gauge readings", NOT_PUBLISH),
        ("Norrmark and Vellany did not agree on water releases", FAILED),
        ("Norrmark and Vellany refused to agree on water releases", FAILED),
        ("The engineers found no leak", NO_LEAK),
        ("No drained basin", NO_LEAK),
        ("The council will meet again next Tuesday", WILL),
        ("The council may open the weir", WILL),
        ("Vellany could leave the council", COULD),
        ("The gates opened for two weeks", "The gates opened for not two days but two weeks."),
        ("Norrmark met Vellany", "Never before has Norrmark met Vellany."),
        ("Corvo signed the letter", "Corvo did not refuse to sign the letter."),
        ("The plan was not only costly", "The plan was costly."),
        ("Halgren has yet to sign the letter", "Halgren has not signed the letter."),
        ("Corvo blamed drought rather than waste", "Corvo blamed drought, not waste."),
        ("There will be no forced sales of boats", "Forced sales of boats are ruled out."),
        ("The road was opened, the bridge was not", "The road was opened but not the bridge."),
        ("Corvo wore the no 1 shirt of the team", "Corvo wore the shirt of the team with the 1."),
        ("Norrmark has not won the cup since 1998", "It was the first cup for Norrmark since 1998."),
        ("The weir protects Vellany against floods", "The weir protects Vellany from floods."),
        ("The council has to open the weir by May", "The council must open the weir by May."),
        ("The council is to open the weir by May", "The council must open the weir by May."),
        ("Publish the readings by Friday", "The council will publish the readings by Friday."),
        ("They chose Corvo to lead the council", "Corvo will lead the council."),
        ("Halgren has not said whether she will sign", "Halgren declined to say whether she will sign."),
        ("Halgren can't attend the talks", "Halgren cannot attend the talks."),
        ("Corvo stayed", "Halgren did not leave. Corvo stayed."),
        ("Corvo left", ""),
    ],
)
def test_what_agrees_passes(claim: str, evidence: str) -> None:
    assert compare(claim, [evidence]).result == "pass"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Vellany will leave the council", COULD),
        ("Vellany left the council", COULD),
        ("The council opened the weir", WILL),
        ("Both delegations did not promise to publish the gauge readings in spring", NOT_PUBLISH),
        ("Corvo never sold gauges to the council", "Corvo met the council about the gauges."),
        ("Halgren signs the letter", "If Halgren does not sign the letter, Corvo leaves."),
        ("The council will open the weir on Monday", "The council will open the weir on Monday if Vellany pays."),
        ("The council has opened the weir", "The council has to open the weir."),
    ],
)
def test_doubt_is_weak(claim: str, evidence: str) -> None:
    assert compare(claim, [evidence]).result == "weak"


def test_one_sentence_that_says_so_is_enough() -> None:
    assert (
        compare(
            "Halgren signed the letter",
            ["Halgren did not sign the letter in May.", "Halgren signed the letter in June."],
        ).result
        == "pass"
    )


def test_no_evidence_is_no_disagreement() -> None:
    assert compare("Corvo did not leave", []).result == "pass"


@pytest.mark.parametrize(
    ("words", "negations"),
    [
        ("Corvo did not agree", [("not", "agree")]),
        ("Corvo didn’t really agree", [("n’t", "agree")]),
        ("Corvo refused to sign", [("refused", "sign")]),
        ("Corvo refused the offer", []),
        ("They found no leak", [("no", "found")]),
        ("no later than Friday, no fewer than five", []),
        ("not only Corvo", []),
        ("He denied it", [("denied", "")]),
        ("Corvo cannot stay", [("not", "stay")]),
    ],
)
def test_negations_and_what_they_bear_on(words: str, negations: list[tuple[str, str]]) -> None:
    assert [(s.words, s.bears_on) for s in polarity(words).negations] == negations


@pytest.mark.parametrize(
    ("words", "modals"),
    [
        ("Corvo may leave", [("may", "leave")]),
        ("Corvo plans to leave", [("plans", "leave")]),
        ("the plans of Corvo", []),
        ("It was in May", []),
        ("He would also have left", [("would", "left")]),
    ],
)
def test_modals_and_what_they_bear_on(words: str, modals: list[tuple[str, str]]) -> None:
    assert [(s.words, s.bears_on) for s in polarity(words).modals] == modals


def test_signs_have_their_place() -> None:
    words = "Corvo did not agree"
    (sign,) = polarity(words).negations
    assert words[sign.start : sign.end] == "not"


@pytest.mark.parametrize(
    ("a", "b"), [("agreed", "agree"), ("made", "make"), ("carries", "carry"), ("stopped", "stop"), ("leaving", "left")]
)
def test_forms_of_one_word_share_their_stem(a: str, b: str) -> None:
    assert stem(a) == stem(b)


@pytest.mark.parametrize(("a", "b"), [("agree", "argue"), ("sign", "sing"), ("press", "pres")])
def test_other_words_do_not(a: str, b: str) -> None:
    assert stem(a) != stem(b)
