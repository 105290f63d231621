"""Kinds of attribution that were missed or given to the wrong mouth, each with what must not be taken for it."""

from __future__ import annotations

import pytest

CASES: dict[str, list[tuple[str | None, str | None, str]]] = {
    # A verb that no list has, right behind a quotation; not one that only happens after it.
    "“This is fantastic!” beamed Dora Hartwell, who had won.": [("Dora Hartwell", "beamed", "“This is fantastic!”")],
    "When Signe Halgren closed — “The weir will be ours, all of it!” — the balloons came down.": [],
    # Whoever is named behind the quotation, where the parse gives the verb no subject.
    "“We have had better meetings than this one,” Teswick delegate Bill Eastlake, wearing a wool hat and “Ted Corse” "
    "pins, said quietly as confetti fell.": [
        ("Teswick delegate Bill Eastlake", "said", "“We have had better meetings than this one,”")
    ],
    "“What if Corvo had lessons?” the 43-year-old asked in the video’s description.": [
        ("the 43-year-old", "asked", "“What if Corvo had lessons?”")
    ],
    # The nearer of two verbs; whoever a recording is of.
    "The spot concludes with footage of Halgren saying during the debate last week, “That makes me smart,” when Corvo "
    "left.": [("Halgren", "saying", "“That makes me smart,”")],
    # A list of quotations; two that are no list.
    "The crowd shouted at him, “Send them home,” and “Build the weir.” It rained.": [
        ("The crowd", "shouted", "“Send them home,” … “Build the weir.”")
    ],
    # A bracket around the whole saying keeps what stands before it out.
    "But that brought some anger from members (“I want my dues back,” wrote Edward Nilsen, a welder in Oke), and the "
    "vote could cost it.": [("Edward Nilsen", "wrote", "“I want my dues back,”")],
    # The same man goes on behind a remark on him; not where somebody else is remarked on.
    "“We have had problems with the weir,” Teodor Corvo said on Monday. He did not smile. “Our goal is to mend it.”": [
        ("Teodor Corvo", "said", "“We have had problems with the weir,” … “Our goal is to mend it.”")
    ],
    # A name with its office and a bracket before a quotation.
    "Rep. Tess Gowan (R-Idaho): “I have not heard that figure before. Who told you?”": [
        ("Rep. Tess Gowan", "):", "“I have not heard that figure before. Who told you?”")
    ],
    "From Signe Halgren’s letter: “We must move on from this, or we will lose the weir.”": [
        ("Signe Halgren’s", "letter", "“We must move on from this, or we will lose the weir.”")
    ],
    # A transcript that is set in quotation marks.
    "“HALGREN: We will not pay for the weir.\n\n“CORVO: You will pay for it.”": [
        ("HALGREN", ":", "We will not pay for the weir"),
        ("CORVO", ":", "You will pay for it"),
    ],
    # What stood before the sentence is not said in it.
    "“The weir is sound, and it will stand for years,” according to Weir Watch. It rained.": [
        ("Weir Watch", "according to", "“The weir is sound, and it will stand for years,”")
    ],
    # Several, without a noun; the pronoun that somebody is for or against.
    "All agreed that the weir was sound.": [("All", "agreed", "that the weir was sound")],
    "The millers opposed him.": [("The millers", "opposed", "him")],
    "The millers met him.": [],
    "Signe Halgren would support a toll on the weir.": [("Signe Halgren", "support", "a toll on the weir")],
    "Signe Halgren would describe the weir.": [],
    # Whoever faces questions does not ask them.
    "Signe Halgren faced questions about the weir.": [],
}


@pytest.fixture(scope="module")
def found(read_all):  # type: ignore[no-untyped-def]
    return read_all(list(CASES))


@pytest.mark.parametrize("text", CASES)
def test_who_said_what(found, text: str) -> None:  # type: ignore[no-untyped-def]
    assert found[text].said() == CASES[text]


def test_an_extract_in_marks_of_its_own_keeps_the_inner_marks(read_all) -> None:  # type: ignore[no-untyped-def]
    text = '"“We will pay nothing for it,” Signe Halgren said before she left."'
    assert ("Signe Halgren", "said", "“We will pay nothing for it,”") in read_all([text])[text].said()


def test_a_spokeswoman_speaks_for_the_same_at_her_second_mention(read_all) -> None:  # type: ignore[no-untyped-def]
    text = (
        "A spokeswoman for the Harbour Board, Alma Reich, said the lock was safe. Reich said it had been tested. "
        "Boris Tell said it leaked."
    )
    read = read_all([text])[text]
    assert [read.holder(a) or read.speaker(a) for a in read.all] == ["Harbour Board", "Harbour Board", "Boris Tell"]
