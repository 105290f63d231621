from __future__ import annotations

from textwrap import fill

import pytest

from briefer.language.typography import normalise, repair


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("They met on Wednesday.Corvo left.", "They met on Wednesday. Corvo left."),
        ("It held.”Halgren said so.", "It held.” Halgren said so."),
        ("in the hall.“Our gauges stay.”", "in the hall. “Our gauges stay.”"),
        ("Is it over?Corvo asked.", "Is it over? Corvo asked."),
        ("That was in 2015.The weir stood.", "That was in 2015. The weir stood."),
        ("the council (Northern Wire).The next", "the council (Northern Wire). The next"),
        ("They joined the UN.He stayed.", "They joined the UN. He stayed."),
        ("on Wednesday.U.S. envoys left", "on Wednesday. U.S. envoys left"),
        ("“No,”he said", "“No,” he said"),
        ("St.Arvel and Mr.Corvo", "St. Arvel and Mr. Corvo"),
    ],
)
def test_glued_sentences_get_their_space(text: str, copy: str) -> None:
    assert repair(text).text == copy


@pytest.mark.parametrize(
    "text",
    [
        "See https://example.org/Weir.Plan for more.",
        "See www.Example.Org for more.",
        "mail Desk.North@example.org today",
        "It rose 3.5 points in No.5 and v2.1.",
        "the U.S. and e.g. the E.U.",
        "Example.Com and Report.Pdf",
        "the U.S.A. did",
        "Foo.Bar.Baz is a name",
        "He has a Ph.D. in law.",
        "Ho! ho? ... and so on.",
    ],
)
def test_names_figures_and_addresses_stay_whole(text: str) -> None:
    assert repair(text).text == text


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ('He said "no" and "yes, twice."', "He said “no” and “yes, twice.”"),
        ("„Nein“, sagte sie.", "“Nein”, sagte sie."),
        ("»Nein«, sagte sie.", "“Nein”, sagte sie."),
        ("« Non », dit-elle.", "“ Non ”, dit-elle."),
        ("''Old,'' he said, ``and new.''", "“Old,” he said, “and new.”"),
        ("”Turned the wrong way,” he said", "“Turned the wrong way,” he said"),
        ("'We go,' he said. 'It is the workers' right.'", "‘We go,’ he said. ‘It is the workers' right.’"),
        ("the workers’ right, James’ dog, the ’90s", "the workers' right, James' dog, the '90s"),
        ("rock 'n' roll in the '90s isn't dead", "rock 'n' roll in the '90s isn't dead"),
        ("“He said ‘no’ to me,” she said", "“He said ‘no’ to me,” she said"),
    ],
)
def test_quotation_marks_are_directed_and_apostrophes_told_apart(text: str, copy: str) -> None:
    assert repair(text).text == copy


def test_inches_are_no_quotation() -> None:
    assert repair('a gauge of 5" and no more').text == 'a gauge of 5" and no more'


def test_spaces_line_ends_and_invisible_characters() -> None:
    text = "\ufeffA\u00a0b\u200b c.  D\r\n\r\nE . . . f\rG\u2028H"
    assert repair(text).text == "A b c. D\n\nE ... f\nG\nH"


def test_offsets_lead_back_past_what_was_inserted_and_dropped() -> None:
    text = "\u200bOn Wednesday.\u200bCorvo  left."
    repaired = repair(text)
    at = repaired.text.index("Corvo")
    assert repaired.text[at - 1] == " "
    assert text[slice(*repaired.raw(at, at + 5))] == "Corvo"
    assert repaired.raw(at - 1, at) == (text.index("Corvo"), text.index("Corvo"))
    assert repaired.repaired(text.index("Corvo")) == at
    assert text[slice(*repaired.raw(0, len(repaired.text)))] == text[1:]


def test_a_family_emoji_keeps_its_joiners() -> None:
    assert repair("a 👩‍🌾 here").text == "a 👩‍🌾 here"


FIRST = (
    "Norrmark and Vellany failed to agree on summer water releases from the Vardo weir on Wednesday. Halgren said that"
    " the council would soon meet with all of its members. Nobody answered."
)
SECOND = "Both governments will meet again in Sankt Arvel next Tuesday, where Corvo is expected to speak for Vellany."


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100])
def test_hard_wrapped_lines_are_joined(width: int) -> None:
    assert repair(fill(f"{FIRST} {SECOND}", width)).text == f"{FIRST} {SECOND}"


def test_a_short_line_of_hard_wrapped_text_ends_its_paragraph() -> None:
    assert repair(fill(FIRST, 60) + "\n" + fill(SECOND, 60)).text == f"{FIRST}\n{SECOND}"


def test_lines_that_are_paragraphs_stay_apart() -> None:
    text = "Corvo left the talks early and went home to Vellany without a word.\nHalgren stayed."
    assert repair(text).text == text


def test_list_items_stay_apart() -> None:
    text = "The council wants:\n- gauges on both banks of the river\n- a fifth less water\n1. more time"
    assert repair(text).text == text


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("“It’s over – for\u00a0now…”", '"It\'s over -  for now..."'),
        ("‘No’", "“No”"),
        ("cre\u0301e\u0301", "créé"),
        ("soft\u00adhyphen", "softhyphen"),
        ("a—b", "a--b"),
    ],
)
def test_normalised_words_agree(a: str, b: str) -> None:
    assert normalise(a) == normalise(b)


@pytest.mark.parametrize(
    ("a", "b"), [("It is over", "it is over"), ("a, b", "a b"), ("colour", "color"), ("5", "five")]
)
def test_normalising_changes_no_word(a: str, b: str) -> None:
    assert normalise(a) != normalise(b)


def test_words_without_an_end_are_cut_for_the_parser() -> None:
    text = "It rained: " + "(" * 1000 + " and stopped."
    repaired = repair(text)
    assert max(len(word) for word in repaired.text.split()) == 200
    assert text[slice(*repaired.raw(0, len(repaired.text)))] == text
    address = "https://example.org/" + "a" * 150
    assert repair(address).text == address
