"""Speaker and holder, channel, relaying outlet, and the names that pronouns stand for."""

from __future__ import annotations

import pytest

#: Text -> speaker, holder, channel and outlet of its last attribution.
CASES: dict[str, tuple[str | None, str | None, str, str | None]] = {
    "Signe Halgren said the weir would open.": ("Signe Halgren", None, "direct", None),
    # Somebody speaks for another; a name without a post speaks for nobody else.
    "A lawyer for Teodor Corvo said the charges were false.": (
        "A lawyer for Teodor Corvo", "Teodor Corvo", "spokesperson", None,
    ),
    "Teodor Corvo’s lawyer, Ada Brusk, said her client had hidden nothing.": (
        "Ada Brusk", "Teodor Corvo", "spokesperson", None,
    ),
    "The lawyer for the millers, Ada Brusk, said the figures were wrong.": (
        "Ada Brusk", "the millers", "spokesperson", None,
    ),
    "A spokesman for the Ministry of Rivers said the gauges would be repaired.": (
        "A spokesman for the Ministry of Rivers", "Ministry of Rivers", "spokesperson", None,
    ),
    "Ministry spokesman Jonas Vale said the gauges would be repaired.": (
        "Jonas Vale", "Ministry", "spokesperson", None,
    ),
    "Norrmark’s water commissioner, Signe Halgren, said the gauges would be repaired.": (
        "Signe Halgren", None, "direct", None,
    ),
    # A lawyer from a town speaks for himself, and so does one who only is one.
    "The Vellany lawyer Jonas Vale said the figures were wrong.": ("Jonas Vale", None, "direct", None),
    # An office or a state's ministry speaks for whose it is; somebody's mother and a minister's ministry do not.
    "The president, Ada Brusk, has the bill. Her office said she would study it.": (
        "Her office", "Ada Brusk", "spokesperson", None,
    ),
    "Kenya closed the border. Its foreign ministry called the sanctions a hostile act.": (
        "Its foreign ministry", "Kenya", "spokesperson", None,
    ),
    "The minister, Ada Brusk, left. Her ministry said nothing had changed.": ("Her ministry", None, "direct", None),
    "Ada Brusk left. Her mother said she was ill.": ("Her mother", None, "direct", None),
    "They jailed Ada Brusk, whose husband said she was ill.": ("Ada Brusk, whose husband", None, "direct", None),
    # Who adds something speaks for whoever said the first; elsewhere nobody says for whom.
    "The Ministry of Rivers said it was disappointed. It has no plans to sell, a spokesperson added.": (
        "a spokesperson", "Ministry of Rivers", "spokesperson", None,
    ),
    "The Ministry of Rivers said it was disappointed. It has no plans to sell, a spokesperson said.": (
        "a spokesperson", None, "spokesperson", None,
    ),
    "Signe Halgren said it was late. It has no plans to sell, a spokesperson added.": (
        "a spokesperson", None, "spokesperson", None,
    ),
    # Paper speaks, and so do bodies.
    "A statement from the Ministry of Rivers said the gauges would be repaired.": (
        "A statement from the Ministry of Rivers", "Ministry of Rivers", "document", None,
    ),
    "A study of the river said the gauges had been broken.": ("A study of the river", None, "document", None),
    "The report said the gauges had been broken for years.": ("The report", None, "document", None),
    "The Ministry of Rivers said in a statement that the gauges would be repaired.": (
        "Ministry of Rivers", None, "document", None,
    ),
    "The Ministry of Rivers said the gauges would be repaired.": ("Ministry of Rivers", None, "direct", None),
    # Unnamed sources; a mayor without a name is not hiding.
    "A senior official said the gauges would be repaired.": ("A senior official", None, "unnamed", None),
    "A source close to the council said the vote would be postponed.": (
        "A source close to the council", None, "unnamed", None,
    ),
    "Critics of the plan said that the river would run dry.": ("Critics of the plan", None, "unnamed", None),
    "The mayor said that the river would run dry.": ("The mayor", None, "direct", None),
    # Relayed words; the outlet that is only spoken to relays nothing.
    "Signe Halgren said the weir would open, as cited by Vellany State Radio.": (
        "Signe Halgren", None, "direct", "Vellany State Radio",
    ),
    "Signe Halgren said the weir would open, according to Vellany State Radio.": (
        "Signe Halgren", None, "direct", "Vellany State Radio",
    ),
    "“The weir will open in June,” Signe Halgren said, as quoted by Northern Wire.": (
        "Signe Halgren", None, "direct", "Northern Wire",
    ),
    "Northern Wire reported, citing Signe Halgren, that the weir would open in June.": (
        "Signe Halgren", None, "direct", "Northern Wire",
    ),
    "According to a statement seen by Channel Nine, the ministry will repair the gauges.": (
        "a statement seen by Channel Nine", None, "document", "Channel Nine",
    ),
    "Vellany State Radio, citing the ministry, said the weir would open.": (
        "the ministry", None, "direct", "Vellany State Radio",
    ),
    "Vellany State Radio, citing the flood, said the weir would open.": (
        "Vellany State Radio", None, "direct", None,
    ),
    "The agency quoted Signe Halgren as saying that the weir was unsafe.": ("Signe Halgren", None, "direct", "agency"),
    "Signe Halgren told Channel Nine that the weir would open in June.": ("Signe Halgren", None, "direct", None),
    "In an interview with Channel Nine, Signe Halgren said the weir would open.": (
        "Signe Halgren", None, "direct", None,
    ),
    # Several at once are nobody alone.
    "Signe Halgren and Teodor Corvo said the weir would open.": (
        "Signe Halgren and Teodor Corvo", None, "direct", None,
    ),
    # A pronoun, a relative, a surname.
    "Signe Halgren left the hall. She said the weir would open.": ("Signe Halgren", None, "direct", None),
    "Signe Halgren, who said the gauges were broken, left the council.": ("Signe Halgren", None, "direct", None),
    "Signe Halgren left the hall. Later Halgren said the weir would open.": ("Signe Halgren", None, "direct", None),
    "She said the weir would open.": ("She", None, "direct", None),
}  # fmt: skip

#: Text -> the words that the last source was resolved from, and its own.
RESOLVED = {
    "Signe Halgren left the hall. She said the weir would open.": ("Signe Halgren", "She"),
    "Signe Halgren left the hall. Later Halgren said the weir would open.": ("Signe Halgren", "Halgren"),
    "Signe Halgren said the weir would open.": (None, "Signe Halgren"),
}

#: Text -> the smallest span of its source.
SOURCES = {
    "Signe Halgren, a water engineer from Norrmark, said the weir would open.": "Signe Halgren",
    "Norrmark’s water commissioner Signe Halgren said the weir would open.":
        "Norrmark’s water commissioner Signe Halgren",
    "Vellany’s agriculture minister, Teodor Corvo, said the weir would open.":
        "Vellany’s agriculture minister, Teodor Corvo",
    "The miller who lost his barn in the flood said the weir would open.": "The miller",
}  # fmt: skip


@pytest.fixture(scope="module")
def found(read_all):
    return read_all([*CASES, *RESOLVED, *SOURCES])


@pytest.mark.parametrize("text", CASES)
def test_mouth(text, found):
    last = found[text].all[-1]
    via = found[text].words(last.via)
    assert (found[text].speaker(last), found[text].holder(last), last.channel, via) == CASES[text]


@pytest.mark.parametrize("text", RESOLVED)
def test_resolution_cites_the_name(text, found):
    last = found[text].all[-1]
    assert (found[text].words(last.resolved_from), found[text].words(last.source)) == RESOLVED[text]


@pytest.mark.parametrize("text", SOURCES)
def test_source_is_the_smallest_span_that_names(text, found):
    assert found[text].words(found[text].one().source) == SOURCES[text]


def test_pronoun_without_a_name_is_uncertain(found):
    assert not found["She said the weir would open."].one().certain
    assert found["Signe Halgren left the hall. She said the weir would open."].all[-1].certain
