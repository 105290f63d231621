"""Attribution and small words as a reader writes them."""

from __future__ import annotations

import pytest

from briefer.model import Position
from briefer.render.words import attribution, headline, repeats, sentence


def _position(**values: object) -> Position:
    return Position(**{"holder": "Ana Orvel", "speaker": "Ana Orvel", "text": "x", **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("position", "role", "named", "short"),
    [
        (_position(), "aide", "Ana Orvel, aide", ""),
        (_position(via="Merrin Times"), "aide", "Ana Orvel, aide, as cited by the Merrin Times", "as cited by the Merrin Times"),
        (_position(via="Reuters"), None, "Ana Orvel, as cited by Reuters", "as cited by Reuters"),
        (_position(channel="document"), None, "Ana Orvel, in writing", "in writing"),
        (_position(channel="unnamed", speaker="an official", holder="an official"), None, "an official (not named)", "not named"),
        (_position(channel="unnamed", speaker=None, holder=None), None, "not named", "not named"),
        (
            _position(channel="spokesperson", speaker="a spokesman for Orvel"),
            None, "a spokesman for Orvel", "a spokesman for Orvel",
        ),
        (_position(channel="spokesperson", speaker="Ben Tamm"), "lawyer", "Ben Tamm, lawyer, for Ana Orvel", "Ben Tamm, lawyer, for Ana Orvel"),
        (_position(channel="spokesperson", speaker="Ben Tamm"), None, "Ben Tamm, speaking for Ana Orvel", "Ben Tamm, speaking for Ana Orvel"),
        (_position(channel="spokesperson"), None, "Ana Orvel, through a spokesperson", "through a spokesperson"),
        (_position(speaker=None), None, "speaker not identified", "speaker not identified"),
        (_position(speaker=None, holder=None), None, "speaker not identified", ""),
    ],
)  # fmt: skip
def test_who_spoke_and_through_which_channel(position: Position, role: str | None, named: str, short: str) -> None:
    assert attribution(position, role) == named
    assert attribution(position, role, named=False) == short


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("her side would agree", "Her side would agree."),
        ("Ready!", "Ready!"),
        ("the two were “near”", "The two were “near”."),
        ("“They are near.”", "“They are near.”"),
        ("iPhone sales fell", "iPhone sales fell."),
        ("14 days", "14 days."),
        ("", ""),
    ],
)
def test_words_are_shown_as_a_sentence(text: str, shown: str) -> None:
    assert sentence(text) == shown


def test_what_is_shown_already_is_a_repetition() -> None:
    shown = ["Norrmark and Vellany failed to agree on summer water releases from the weir on Wednesday"]
    assert repeats("Norrmark and Vellany failed to agree on summer water releases.", shown)
    assert not repeats("Norrmark and Vellany agreed on winter water; both will meet again.", shown)
    assert repeats("On Wednesday", shown)
    assert not repeats("On Thursday", shown)


def test_a_headline_begins_with_a_capital_and_ends_as_it_ends() -> None:
    assert headline("both sides met") == "Both sides met"
    assert headline("eBay said no") == "eBay said no"
    assert headline("«sans accord»") == "«sans accord»"
