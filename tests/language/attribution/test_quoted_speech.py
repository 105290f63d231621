"""Words in quotation marks: who said them, and which pieces are one utterance."""

from __future__ import annotations

import pytest

WHOLE = "“The weir stays shut until June.”"

#: Text -> source, cue and content of each attribution.
CASES: dict[str, list[tuple[str | None, str | None, str]]] = {
    # The cue after, before, inside; in both orders.
    "“The weir stays shut,” Signe Halgren said.": [("Signe Halgren", "said", "“The weir stays shut,”")],
    "“The weir stays shut,” said Signe Halgren, the water commissioner. It rained.": [
        ("Signe Halgren", "said", "“The weir stays shut,”")
    ],
    "“Who opened the weir?” asked Signe Halgren.": [("Signe Halgren", "asked", "“Who opened the weir?”")],
    "Signe Halgren told reporters in Vellany: “The weir stays shut until June.”": [("Signe Halgren", "told", WHOLE)],
    "Signe Halgren said, “The weir stays shut until June.”": [("Signe Halgren", "said", WHOLE)],
    "Signe Halgren said, “The weir is safe,” and left the hall.": [("Signe Halgren", "said", "“The weir is safe,”")],
    "“The weir,” Signe Halgren said on Tuesday, “stays shut until June.”": [
        ("Signe Halgren", "said", "“The weir,” … “stays shut until June.”")
    ],
    # A cue that no list has, where the comma leaves no doubt.
    "“The weir stays shut,” Signe Halgren beamed.": [("Signe Halgren", "beamed", "“The weir stays shut,”")],
    "Signe Halgren fired back: “The weir stays shut until June.”": [("Signe Halgren", "fired", WHOLE)],
    # Pieces of one utterance; the lead before the marks; a phrase inside a clause.
    "“The weir stays shut,” Signe Halgren said. “It will not open before June.”": [
        ("Signe Halgren", "said", "“The weir stays shut,” … “It will not open before June.”")
    ],
    "The council “will never agree to that”, Signe Halgren said.": [
        ("Signe Halgren", "said", "The council “will never agree to that”")
    ],
    "Signe Halgren said the weir was “a danger to every town downstream” and would stay shut.": [
        (
            "Signe Halgren",
            "said",
            "the weir was “a danger to every town downstream” and would stay shut",
        )
    ],
    "Signe Halgren called the plan “a gift to the millers”.": [
        ("Signe Halgren", "called", "the plan “a gift to the millers”")
    ],
    # An utterance of several sentences under one cue.
    "“The weir stays shut until June. Nobody will open it,” Signe Halgren said. The river rose.": [
        ("Signe Halgren", "said", "“The weir stays shut until June. Nobody will open it,”")
    ],
    # A transcript, a post, a headline, a signature.
    "Signe Halgren: “The weir stays shut until June.”": [("Signe Halgren", ":", WHOLE)],
    "HALGREN: The weir stays shut.\n\nCORVO: Then we will open it.": [
        ("HALGREN", ":", "The weir stays shut"),
        ("CORVO", ":", "Then we will open it"),
    ],
    "UPDATE: The weir stays shut.\n\nThe council met on Tuesday.": [],
    "Signe Halgren: A life on the river.\n\nSigne Halgren was born in Norrmark.": [],
    "“The weir stays shut until June.” — Signe Halgren": [("Signe Halgren", "—", WHOLE)],
    # What is relayed belongs to who relays: one attribution, not two.
    "Signe Halgren said Teodor Corvo conveyed “a series of warnings about the weir” to Norrmark.": [
        (
            "Signe Halgren",
            "said",
            "Teodor Corvo conveyed “a series of warnings about the weir” to Norrmark",
        )
    ],
    "“I told Teodor Corvo that the weir was shut,” Signe Halgren said.": [
        ("Signe Halgren", "said", "“I told Teodor Corvo that the weir was shut,”")
    ],
    # No attributions: a term, a title, a place where something was said.
    "The so-called “dry rule” ended in June.": [],
    "Speaking on “River Hour,” Signe Halgren admitted that the gauges were broken.": [
        ("Signe Halgren", "admitted", "that the gauges were broken")
    ],
}


@pytest.fixture(scope="module")
def found(read_all):
    return read_all([*CASES, *GOING_ON])


#: Text -> rule, speaker, content and certainty of its last attribution.
GOING_ON = {
    # Into the next paragraph a quotation goes on with its speaker, but that is a guess.
    "“The weir stays shut,” Signe Halgren said.\n\n“It will not open before June, whatever Vellany does.”": (
        "carried_over",
        "Signe Halgren",
        "“It will not open before June, whatever Vellany does.”",
        False,
    ),
    # Marks that stay open say themselves that the utterance goes on.
    "“The weir stays shut,” Signe Halgren said. “We have waited for years.\n\n“It will not open before June.”": (
        "quotation",
        "Signe Halgren",
        "“The weir stays shut,” … “We have waited for years. … “It will not open before June.”",
        True,
    ),
    # Somebody acts, then speaks.
    "Signe Halgren shook her head. “Nobody will open the weir before June.”": (
        "beat",
        "Signe Halgren",
        "“Nobody will open the weir before June.”",
        False,
    ),
    # A clause, then its words.
    "Signe Halgren said the weir would stay shut. “Nobody will open it before June.”": (
        "clause",
        "Signe Halgren",
        "the weir would stay shut … “Nobody will open it before June.”",
        True,
    ),
}


@pytest.mark.parametrize("text", CASES)
def test_quotation(text, found):
    assert found[text].said() == CASES[text]


@pytest.mark.parametrize("text", GOING_ON)
def test_quotation_goes_on(text, found):
    last = found[text].all[-1]
    content = " … ".join(found[text].words(c) for c in last.content)
    assert (last.rule, found[text].speaker(last), content, last.certain) == GOING_ON[text]


def test_quotes_are_the_words_between_the_marks(found):
    here = found["“The weir,” Signe Halgren said on Tuesday, “stays shut until June.”"]
    assert [here.words(q) for q in here.one().quotes] == ["The weir,", "stays shut until June."]


def test_quotes_within_quotes_are_not_counted_again(read_all):
    text = "Teodor Corvo said: “Halgren told me ‘the deal is dead’ and left.”"
    here = read_all([text])[text]
    assert [here.words(q) for q in here.one().quotes] == ["Halgren told me ‘the deal is dead’ and left."]


def test_no_word_is_said_twice(found):
    for here in found.values():
        taken = [range(c.start, c.end) for a in here.all for c in a.content]
        places = [p for r in taken for p in r]
        assert len(places) == len(set(places)), here.said()


def test_attribution_rests_on_the_sentences_of_all_its_parts(found):
    here = found["“The weir stays shut,” Signe Halgren said. “It will not open before June.”"]
    assert here.one().sentences == tuple(range(len(here.analysis.sentences)))
