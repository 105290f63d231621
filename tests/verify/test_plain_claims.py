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
    check = check_claim(claim, [*EVIDENCE, *REST], cited=(0, 1))
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
        ("Halvor Lines created 120 jobs in May", "support", "fail"),
        ("Unions and passengers burned down the harbour office over cheese", "support", "weak"),
        ("Sonne said “we will cut 120 jobs”", "quote", "fail"),
    ],
)
def test_a_claim_that_they_do_not(claim: str, gate: str, result: str) -> None:
    check = check_claim(claim, [*EVIDENCE, *REST], cited=(0, 1))
    assert check.gates[gate] == result, check.reasons
    assert check.status == ("withheld" if result == "fail" else "flagged")
    assert any(reason.gate == gate and reason.text for reason in check.reasons)


def test_the_score_is_the_share_that_is_carried() -> None:
    assert check_claim("Halvor Lines cut 120 jobs in May", EVIDENCE).score == 1.0
    score = check_claim("Halvor Lines cut its fares", EVIDENCE).score
    assert score is not None
    assert 0 < score < 0.9


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


def gates_of(claim: str, *sentences: str) -> dict[str, str]:
    return {gate: result for gate, result in check_claim(claim, sentences).gates.items() if result != "pass"}


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        # Tokenised text, and a sentence end that is none.
        ("Some 1,600 boats lay in the harbour", "Some 1 , 600 boats lay in the harbour of Ostrel ."),
        ("Britt Sonne won the 16-year-old boy's case", "Britt Sonne won the 16 - year - old boy 's case"),
        # The same quantity in another form.
        ("A third of the ferries will sail", "One in three ferries will sail."),
        ("Crews walk out for two days", "Crews walk out for 48 hours."),
        ("Halvor Lines earned more in six months", "Halvor Lines earned more in its first half-year."),
        ("More than two thirds of the crews are against it", "68 percent of the crews are against it."),
        ("About 5,200 people sailed", "In May 5,213 people sailed."),
        ("As many as 340 jobs may go", "340 jobs may go."),
        ("Crews observed it for three years", "Crews observed it over three years."),
        ("They filled 80,000 bags of sand", "They filled 80,000 sandbags."),
        # A year that the article has elsewhere, or does not need.
        ("Sonne sailed on 12 March", "Sonne sailed on March 12th."),
        ("Sonne sailed on 12 March 2019", "Sonne sailed on 12 March."),
        ("Classes began in the 2018-19 school year", "Classes began in the 2018-2019 school year."),
    ],
)
def test_numbers_in_other_words(claim: str, sentence: str) -> None:
    assert "numbers" not in gates_of(claim, sentence)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Half of the ferries will sail", "One in three ferries will sail."),
        ("Crews walk out for three days", "Crews walk out for 48 hours."),
        ("More than two thirds of the crews are against it", "58 percent of the crews are against it."),
        ("More than 300 boats sailed", "Exactly 290 boats sailed."),
        ("Up to 100 boats sailed", "Exactly 300 boats sailed."),
        ("At least 340 jobs may go", "340 jobs may go."),
        ("Sonne sailed on 14 March", "Sonne sailed on March 12th."),
        ("Sonne sailed in May 2019", "Sonne sailed in June 2019."),
        ("Sonne sailed in 2019", "Sonne sailed in 2018."),
    ],
)
def test_other_numbers(claim: str, sentence: str) -> None:
    assert gates_of(claim, sentence)["numbers"] == "fail"


def test_a_year_that_nothing_dates_is_only_flagged() -> None:
    assert gates_of("Sonne sailed in 2019", "Sonne sailed last year.")["numbers"] == "weak"
    assert gates_of("Sonne sailed on 12 March 2019", "Sonne sailed on 12 March 2018.")["numbers"] == "weak"


def test_a_sum_of_what_is_told_one_by_one_is_only_flagged() -> None:
    assert gates_of("The two ferries are old", "The ferry Aune and the ferry Brim are old.")["numbers"] == "weak"
    assert gates_of("The two ferries are old", "Both ferries are old.") == {}
    assert gates_of("The two ferries are old", "All three ferries are old.")["numbers"] == "fail"


def test_a_number_of_something_else_is_flagged_where_the_sentence_has_its_own() -> None:
    other = "Far away in Merrin the museum sold 300 tickets to schools."
    assert gates_of("Halvor Lines cut 300 jobs in spring", "Halvor Lines cut 120 jobs in spring.", other) != {}
    assert "numbers" not in gates_of("In spring Halvor Lines cut jobs at 300 ports", "Halvor Lines cut jobs.",
                                     "The jobs that Halvor Lines cut in spring were at 300 ports.")  # fmt: skip


@pytest.mark.parametrize(
    ("claim", "sentence", "result"),
    [
        ("Sonne wrote “The Long Crossing” last year", "Last year Sonne wrote the book The Long Crossing.", None),
        ("Sonne spoke of a “golden rule”", "Sonne spoke of a golden rule that nobody breaks.", None),
        ("Sonne called it “slow […] and unsafe”", "Sonne called it “slow, old and unsafe”.", None),
        ("Sonne spoke of an “iron rule”", "Sonne spoke of a golden rule that nobody breaks.", "weak"),
        ("Sonne said “we sell no ship”", "Sonne said they would sell some ships.", "fail"),
    ],
)
def test_marks_round_titles_terms_and_quotations(claim: str, sentence: str, result: str | None) -> None:
    assert gates_of(claim, sentence).get("quote") == result


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Shares in Halvor Lines went down on Friday", "Shares in Halvor Lines rose on Friday."),
        (
            "The profit of Halvor Lines shrank last year",
            "The profit of Halvor Lines was 9 million, up from 5 last year.",
        ),
        ("The crews of Halvor Lines back the plan", "The crews of Halvor Lines oppose the plan."),
        ("It was an unsafe crossing for the crews", "It was a safe crossing for the crews."),
        ("Few crews signed the Ostrel letter", "Many crews signed the Ostrel letter."),
        ("Crews met the board before the strike", "Crews met the board after the strike."),
    ],
)
def test_the_other_way_round(claim: str, sentence: str) -> None:
    assert gates_of(claim, sentence)["support"] == "fail"


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        # The opposite of something else.
        ("Fares rose in May", "Fares rose in May, while the price of fuel fell."),
        ("Fuel fell in May, and fares climbed", "In May fares rose while fuel fell."),
        # Denied, and so the same.
        ("The crews of Halvor Lines do not back the plan", "The crews of Halvor Lines oppose the plan."),
        # Other senses.
        ("At least 50 crews met in Ostrel", "At least 50 crews met in Ostrel and more."),
        ("The school of Ostrel opened in fall 2016", "The school of Ostrel opened in autumn 2016 with high fees."),
        ("The 9-year-old boy swam to a new boat", "The 9-year-old boy swam to the boat."),
        ("The board met a month before", "The board met after a month."),
    ],
)
def test_not_the_other_way_round(claim: str, sentence: str) -> None:
    assert gates_of(claim, sentence).get("support") != "fail"


@pytest.mark.parametrize(
    ("claim", "sentence", "word"),
    [
        ("All crews will sail", "Most crews will sail.", "All"),
        ("All of the crews were released", "All but two of the crews were released.", "All"),
        ("Only crews from Ostrel signed", "Crews from Ostrel signed.", "Only"),
    ],
)
def test_how_many(claim: str, sentence: str, word: str) -> None:
    assert any(word.lower() in reason.text.lower() for reason in check_claim(claim, [sentence]).reasons)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Every crew will sail", "All crews will sail."),
        ("Only three crews signed", "Just three crews signed."),
        ("Ferries sail every day", "Ferries sail daily."),
        ("It is one of the most valuable ships", "It is a very valuable ship."),
    ],
)
def test_as_many_in_other_words(claim: str, sentence: str) -> None:
    assert not any("does not stand" in reason.text for reason in check_claim(claim, [sentence]).reasons)


HARBOUR = (
    "Mayor Edda Kroll met the dockers on Monday.",
    "Janko Brill, the leader of the dockers, said the harbour would not survive.",
    "Lethia will sell electricity to Sorvia.",
    "Sorvia's parliament must agree to it.",
)


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("Janko Brill, the mayor, met the dockers on Monday", "calls Kroll “mayor”"),
        ("Mayor Janko Brill met the dockers on Monday", "calls Kroll “mayor”"),
        ("Sorvia will sell electricity to Lethia", "says it of lethia"),
        ("Lethia's parliament must agree to it", "parliament of Sorvia"),
        ("Edda Kroll said that the harbour would not survive", "gives it to Brill"),
    ],
)
def test_who_is_what_and_does_what(claim: str, reason: str) -> None:
    check = check_claim(claim, HARBOUR)
    assert check.gates["support"] == "weak"
    assert any(reason in said.text for said in check.reasons), check.reasons


@pytest.mark.parametrize(
    "claim",
    [
        "Edda Kroll, the mayor, met the dockers on Monday",
        "Electricity will be sold to Sorvia by Lethia",
        "The Sorvian parliament must agree to it",
        "The harbour would not survive, said Janko Brill, who leads the dockers",
    ],
)
def test_who_is_what_in_other_words(claim: str) -> None:
    check = check_claim(claim, HARBOUR)
    assert check.status == "verified", check.reasons


def test_somebody_else_in_the_same_slot() -> None:
    sentence = "Unions have called a general strike for 14 February."
    assert gates_of("Employers have called a general strike for 14 February", sentence) == {"support": "weak"}
    assert gates_of("The unions called a general strike for 14 February", sentence) == {}


def test_pieces_that_the_article_does_not_join() -> None:
    sentences = [
        "The ferry Aune of Halvor Lines left the port of Ostrel on Monday with 40 cars on board.",
        "The ferry Brim of Torvald Lines sank off the coast of Merrin in a storm last winter.",
    ]
    spliced = "The ferry Aune of Halvor Lines sank off the coast of Merrin with 40 cars on board."
    assert any("do not stand together" in reason.text for reason in check_claim(spliced, sentences).reasons)
    assert check_claim("The ferry Aune of Halvor Lines left Ostrel on Monday", sentences).status == "verified"


def test_the_evidence_is_found_where_none_is_cited() -> None:
    sentences = [*EVIDENCE, *REST, "It rained on Thursday."]
    assert check_claim("Halvor Lines lost 1.2 billion dollars last year", sentences).status == "verified"
    assert check_claim("Unions did not accept the plan", sentences, cited=(3,)).status != "verified"
    assert check_claim("Xylophones hum", sentences).status != "verified"
    assert check_claim("Xylophones hum", []).status != "verified"
