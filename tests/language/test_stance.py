"""Stances that words carry, and words that only look like it."""

from __future__ import annotations

import pytest

from briefer.language.stance import carriers, stance_of


@pytest.mark.parametrize(
    ("words", "stance", "carrier"),
    [
        ("Vellany rejects the plan", "oppose", "rejects"),
        ("she does not support the plan", "oppose", "does not support"),
        ("we cannot accept this", "oppose", "cannot accept"),
        ("the weir would not be opened before the harvest was in", "oppose", "would not be opened"),
        ("she backs the deal", "support", "backs"),
        ("they welcomed the decision", "support", "welcomed"),
        ("she would take less water if the gauges were shared", "conditional", "if"),
        ("she will only sign if the text is changed", "conditional", "if"),
        ("he declined to comment", "neutral", "declined to comment"),
    ],
)
def test_words_carry_a_stance(words: str, stance: str, carrier: str) -> None:
    assert stance_of(words) == (stance, carrier)


@pytest.mark.parametrize(
    "words",
    [
        "you cannot share a river that you measure twice",
        "she has not backed the plan",
        "they came back to the table",
        "prices will not rise",
        "he went to see if they could settle it",
        "she would have agreed if they had asked",
        "she refused to condemn the raid",
        "they did not reject the offer",
        "even if it rains they will play",
    ],
)
def test_other_words_carry_none(words: str) -> None:
    assert stance_of(words) == ("unclear", None)


def test_every_carrier_is_found_with_its_place() -> None:
    words = "they back the truce and oppose the tax"
    assert [(c.stance, words[c.start : c.end].strip()) for c in carriers(words)] == [
        ("oppose", "oppose"),
        ("support", "back"),
    ]
