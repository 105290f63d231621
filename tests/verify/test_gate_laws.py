"""Laws of the gates, tried on random alterations."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from briefer.language.typography import normalise
from briefer.model import Span

QUOTED = ("We did not agree to any of this list,", "Nobody asked us about the berths,")
SPEAKERS = ("Ilse Varn", "Paul Odekerk", "Anselm Roth", "Merrin", "the government", "Varn", "Odekerk")
OWN = {"Ilse Varn": 0, "Varn": 0, "Paul Odekerk": 1, "Odekerk": 1}


def inside_marks(text: str, start: int, end: int) -> bool:
    """Told without the analysis: the marks of the test's article are directed and never nested."""
    opened = text.rfind("“", 0, start + 1)
    return 0 <= opened < start and "”" not in text[opened:end]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_verified_quote_stands_between_quotation_marks(desk: Any, data: st.DataObject) -> None:
    near = data.draw(st.sampled_from(desk.analysis.sentences))
    start = data.draw(st.integers(near.start, near.end - 1))
    end = data.draw(st.integers(start + 1, near.end))
    quote = Span("a1", start, end)
    words = desk.text[start:end]
    claim = desk.quoted(evidence=(Span("a1", near.start, near.end),), quotes=(quote,), content=(quote,), text=words,
                        source=None, cue=None, holder_role=None)  # fmt: skip
    if desk.check(claim).status == "verified":
        assert inside_marks(desk.text, start, end)
        assert normalise(words) in normalise(desk.text)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_mutated_digit_is_never_verified(desk: Any, data: st.DataObject) -> None:
    made = data.draw(
        st.sampled_from(
            [
                desk.event(),
                desk.event("Fuel prices in Merrin went up by 14 percent in January"),
                desk.told(),
                desk.told(text="over 300 ships may leave within two days, Varn said"),
                desk.event("The harbour earned 2.4 million euros last year and 9 berths stand empty",
                           evidence=(desk.sentence("2.4"),)),
                desk.step(),
            ]
        )
    )  # fmt: skip
    places = [m.start() for m in re.finditer(r"\d", made.text)]
    at = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "123456789" if d != made.text[at]]))
    from dataclasses import replace

    assert desk.check(replace(made, text=made.text[:at] + digit + made.text[at + 1 :])).status != "verified"


@settings(max_examples=60, deadline=None)
@given(which=st.sampled_from((0, 1)), holder=st.sampled_from(SPEAKERS), speaker=st.sampled_from(SPEAKERS),
       keep=st.booleans())  # fmt: skip
def test_a_quote_in_another_mouth_is_never_verified(
    desk: Any, which: int, holder: str, speaker: str, keep: bool
) -> None:
    attribution = desk.analysis.attributions[which]
    own = desk.quoted(
        evidence=(desk.sentence(QUOTED[which]),),
        quotes=(desk.span(QUOTED[which]),),
        content=(desk.analysis.span(attribution.content[0]),),
        text=QUOTED[which].rstrip(","),
        source=desk.analysis.span(attribution.source) if keep else None,
        cue=desk.analysis.span(attribution.cue) if keep else None,
        holder=holder,
        speaker=speaker,
        holder_role=None,
    )
    right = OWN.get(holder) == which and OWN.get(speaker) == which
    assert (desk.check(own).status == "verified") == right


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_quote_with_another_word_is_never_verified(desk: Any, data: st.DataObject) -> None:
    words = desk.quoted().text.split()
    at = data.draw(st.integers(0, len(words) - 1))
    other = data.draw(st.sampled_from(["we", "They", "gladly", "list", "not", "ever", "agrees", "Merrin", "2"]))
    if other != words[at]:
        changed = " ".join([*words[:at], other, *words[at + 1 :]])
        assert desk.check(desk.quoted(text=changed)).status != "verified"


@settings(max_examples=40, deadline=None)
@given(start=st.integers(-50, 2000), end=st.integers(-50, 2000))
def test_no_place_whatever_raises(desk: Any, start: int, end: int) -> None:
    place = Span("a1", start, end)
    for claim in (desk.event(evidence=(place,)), desk.told(content=(place,)), desk.actor(mention=place)):
        assert desk.check(claim).status in ("verified", "flagged", "withheld")
