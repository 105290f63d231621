from __future__ import annotations

import pytest

from briefer.language.passages import LONGEST, find_sentences
from briefer.language.typography import repair


def split(text: str) -> list[str]:
    return [text[s.start : s.end] for s in find_sentences(repair(text))]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("They met on Wednesday.", "Corvo left."),
        ("It closed in 2015.", "It never opened again."),
        ("He works for Weir Inc.", "The firm is old."),
        ("It starts at 6 p.m.", "Halgren will speak."),
        ("He moved to the U.S.", "He never came back."),
        ("Is it over?", "Nobody knows."),
        ("“That is our last word.”", "Corvo then left the room."),
        ("“That is our last word,” he said.", "“We will not come back.”"),
        ("(The council did not answer.)", "Corvo did."),
        ("They chose plan B.", "The council was not asked."),
        ("He waited …", "Nobody came."),
        ("The vote was 5 to 4.", "20 people were absent."),
        ("It was the end of World War I.", "The weir was built then."),
        ("Was it Corvo?", "“Never.”"),
    ],
)
@pytest.mark.parametrize("joint", [" ", "\u00a0", "\r\n\r\n"])
def test_two_sentences(first: str, second: str, joint: str) -> None:
    assert split(first + joint + second) == [first, second]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("They met on Wednesday.", "Corvo left."),
        ("It held through the winter.”", "Halgren said so."),
        ("He spoke in the hall.", "“Our gauges stay there,” he said."),
    ],
)
def test_glued_sentences(first: str, second: str) -> None:
    assert split(first + second) == [first, second]


@pytest.mark.parametrize(
    "text",
    [
        "Gen. T. B. Norr and Sen. Ada Vell of the U.S. Senate met Mr. Corvo.",
        "The U.S. President spoke on Jan. 5 about No. 5 and Art. 12 of the treaty.",
        "It starts at 6 p.m. Wednesday, or at 7 a.m. ET.",
        "“Why now?” he asked.",
        "“Why now?” Halgren asked.",
        "“Never!” Signe Halgren told reporters.",
        "“Why now?” Corvo, the agriculture minister, asked.",
        "“No. Never,” he said.",
        "Robert C. “Bob” Vell left.",
        "He paid 3.5 million for gauges vs. 2.1 a year ago, i.e. more.",
        "Well ... I think so.",
        "The firm (it was once called Weir Inc. The name changed) is old.",
        "“We go.” — Teodor Corvo",
        "He asked: will it hold? and left.",
    ],
)
def test_one_sentence(text: str) -> None:
    assert split(text) == [text]


def test_long_quotations_are_split_into_their_sentences() -> None:
    text = (
        "“The gates are old and they leak. Nobody wants to pay for new ones. We shall ask again in spring,” Corvo said."
    )
    assert split(text) == [
        "“The gates are old and they leak.",
        "Nobody wants to pay for new ones.",
        "We shall ask again in spring,” Corvo said.",
    ]


@pytest.mark.parametrize(
    "dateline",
    [
        "SANKT ARVEL, May 20 (Northern Wire) — ",
        "SANKT ARVEL (Northern Wire) - ",
        "SANKT ARVEL, Norrmark — ",
        "SANKT ARVEL -- ",
        "Arvel (Northern Wire) – ",
    ],
)
def test_a_dateline_is_no_part_of_the_first_sentence(dateline: str) -> None:
    assert split(f"{dateline}Norrmark stays. Vellany goes.") == ["Norrmark stays.", "Vellany goes."]


@pytest.mark.parametrize(
    "text",
    [
        "NATO — which met here — stays.",
        "Sen. Ada Vell (N-Arvel) — Norrmark's envoy — stays.",
        "Corvo – Vellany's minister – left.",
        "NATO-Vellany talks began.",
        "ARVEL–Vellany trains stopped.",
    ],
)
def test_a_dash_alone_makes_no_dateline(text: str) -> None:
    assert split(text) == [text]


def test_only_one_dateline_near_the_start() -> None:
    text = "ARVEL — It began.\n\nVELLANY — It ended."
    assert split(text) == ["It began.", "VELLANY — It ended."]


@pytest.mark.parametrize("dateline", ["VARDO: ", "NEW VARDO, Aug 3: ", "VARDO (NNW): "])
def test_the_one_place_in_capitals_before_a_colon_is_a_dateline(dateline: str) -> None:
    text = f"The toll rises\n\n{dateline}The toll rose to 38.\n\nIt may rise in New Vardo."
    assert split(text) == ["The toll rises", "The toll rose to 38.", "It may rise in New Vardo."]


@pytest.mark.parametrize(
    "text",
    [
        "BREAKING: The dam broke.",
        "VARDO: no water.",
        "VARDO: It broke.",
        "SYSTEM: Go on.\n\nSystem failures.",
        "HOLT: We stay.\n\nMARSH: You go.",
        "The mayor: We stay.",
    ],
)
def test_a_label_and_a_voice_before_a_colon_are_none(text: str) -> None:
    assert split(text) == text.split("\n\n")


def test_the_hours_that_stamp_a_live_page_are_left_out() -> None:
    text = "16:20 First Minister Ada Holt has spoken.\n\n3.25pm “No,” she said.\n\n12:05 GMT – Good afternoon."
    assert split(text) == ["First Minister Ada Holt has spoken.", "“No,” she said.", "Good afternoon."]


@pytest.mark.parametrize(
    "text", ["9:30 Trains were late.", "9:30 Monday came.\n\n10:15 GMT passed.", "10.5 The rate.\n\n11.2 The yield."]
)
def test_an_hour_that_the_sentence_needs_stays(text: str) -> None:
    assert split(text) == text.split("\n\n")


def test_rupees_end_no_sentence() -> None:
    assert split("It seeks Rs. 90 crore. Vardo pays.") == ["It seeks Rs. 90 crore.", "Vardo pays."]
    assert split("He paid in Rs. The bank closed.") == ["He paid in Rs.", "The bank closed."]


def test_headings_paragraphs_and_items() -> None:
    text = "No deal on Vardo water\n\nNorrmark stays. Vellany goes.\n\nWhat both sides want:\n- More water\n- Fewer gauges\n\nThe end came soon"
    sentences = find_sentences(repair(text))
    assert [(text[s.start : s.end], s.paragraph, s.kind) for s in sentences] == [
        ("No deal on Vardo water", 0, "heading"),
        ("Norrmark stays.", 1, "body"),
        ("Vellany goes.", 1, "body"),
        ("What both sides want:", 2, "body"),
        ("More water", 3, "body"),
        ("Fewer gauges", 4, "body"),
        ("The end came soon", 5, "heading"),
    ]


def test_a_long_line_without_full_stop_is_no_heading() -> None:
    text = "the " + "very " * 25 + "end"
    assert find_sentences(repair(text.capitalize()))[0].kind == "body"


def test_hard_wrapped_text_does_not_break_sentences() -> None:
    text = (
        "Norrmark and Vellany failed to agree on summer water\nreleases from the Vardo weir on Wednesday. Halgren\n"
        "said that the council would soon meet with all of its\nmembers."
    )
    assert split(text) == [
        "Norrmark and Vellany failed to agree on summer water\nreleases from the Vardo weir on Wednesday.",
        "Halgren\nsaid that the council would soon meet with all of its\nmembers.",
    ]


@pytest.mark.parametrize("text", ["", "   \n\n ", "\u200b"])
def test_nothing_gives_nothing(text: str) -> None:
    assert split(text) == []


def test_a_sentence_without_an_end_is_cut_between_words() -> None:
    text = "and the weir " * 400
    sentences = find_sentences(repair(text))
    assert len(sentences) == 3
    assert all(s.end - s.start <= LONGEST for s in sentences)
    assert " ".join(text[s.start : s.end] for s in sentences) == text.strip()


def test_a_long_sentence_stays_whole() -> None:
    text = "The council said " + "that the weir by the mill was shut, " * 50 + "and left."
    assert len(find_sentences(repair(text))) == 1
