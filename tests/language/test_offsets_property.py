"""The law of the text of record: whatever the repairs, every span gives back its own words."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from briefer.language.dates import find_dates
from briefer.language.numbers import find_numbers
from briefer.language.passages import find_sentences
from briefer.language.quotations import find_quotations
from briefer.language.typography import normalise, repair

PIECES = (
    "The basin council met in Sankt Arvel on Wednesday.",
    "Halgren said her side would take a fifth less water.",
    "“We will not share a river that we measure twice. It is over,” Corvo said.",
    '"Nobody asked us," the mayor told Channel Nine. "Not once."',
    "'It is the farmers' right,' she said.",
    "„Wir gehen nicht“, sagte er.",
    "« Nous verrons », dit-il.",
    "“The first paragraph is not closed and goes on.",
    "The U.S. envoy, Gen. T. B. Norr, paid $1.2bn at 6 p.m. for No. 5 of 1 , 600 gauges.",
    "More than 40 people left on 26 May 2026; two-thirds stayed.",
    "Is it over? he asked … and waited.",
    "A 👩‍🌾 family and a 🇳🇴 flag stood by the weir! See example.org/Path.Name.",
    "Café na\u0308ive cre\u0301e\u0301 \u200bin\u00advisible\u2060 words.",
    "הממשלה אמרה שהיא לא תחתום. היא תיפגש מחר.",
    "قال الوزير إن الاتفاق لم يوقع بعد.",
    "No deal on Vardo water",
    "- an item of a list",
    "''Old marks,'' he said, ``and new ones.''",
    "wrapped text that goes\non in the next line",
    "*** --- ...",
    ")”’ stray marks ‘“(",
)
JOINTS = ("", " ", "  ", "\u00a0", "\u202f", "\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\t", " \n ", "\u2028", "\ufeff")
NOISE = st.text(alphabet="aZ.!?”“\"'’‘ \n\r\u00a0\u200b👍é\u0301ש5,-()`«»", max_size=12)
TEXTS = st.lists(st.tuples(st.sampled_from(PIECES) | NOISE, st.sampled_from(JOINTS)), max_size=9).map(
    lambda parts: "".join(piece + joint for piece, joint in parts)
)
INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f]")
LIST_MARK = re.compile(r"(?:[-*•‣▪◦·–]|\(?\d{1,3}[.)]|#{1,6}|>)\Z")


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_each_character_of_the_copy_has_its_place_in_the_record(text: str) -> None:
    repaired = repair(text)
    last = 0
    for i, character in enumerate(repaired.text):
        place = repaired.raw(i, i + 1)
        assert last <= place.start <= place.end <= len(text)
        last = place.end
        if place.start == place.end:
            assert character == " ", "only spaces are inserted"
            continue
        assert repaired.repaired(place.start) == i
        assert normalise(text[place.start : place.end]) == normalise(character)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_nothing_but_space_and_invisible_characters_is_dropped(text: str) -> None:
    repaired = repair(text)
    kept = {j for i in range(len(repaired.text)) for j in range(*repaired.raw(i, i + 1))}
    lost = "".join(c for i, c in enumerate(text) if i not in kept)
    assert not INVISIBLE.sub("", lost).replace("'", "").replace("`", "").strip()


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_sentences_are_ordered_and_cover_the_text(text: str) -> None:
    sentences = find_sentences(repair(text))
    end = paragraph = 0
    for sentence in sentences:
        assert end <= sentence.start < sentence.end <= len(text)
        assert sentence.paragraph >= paragraph
        assert not text[sentence.start].isspace()
        assert not text[sentence.end - 1].isspace()
        # Of a glued mark typed as two single ones, half may be left behind.
        between = INVISIBLE.sub("", text[end : sentence.start]).strip().strip("'`")
        assert not between or LIST_MARK.match(between)
        end, paragraph = sentence.end, sentence.paragraph
    assert not INVISIBLE.sub("", text[end:]).strip().strip("'`")


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_quotations_give_back_their_words(text: str) -> None:
    repaired = repair(text)
    sentences = find_sentences(repaired)
    starts = []
    for quotation in find_quotations(repaired, sentences):
        assert quotation.start < quotation.inner.start < quotation.inner.end <= quotation.end
        if quotation.closed:
            assert not text[quotation.end - 1].isalnum(), "the closing mark belongs to it"
        words = text[quotation.inner.start : quotation.inner.end]
        assert words == words.strip()
        copy = repaired.text[repaired.repaired(quotation.inner.start) : repaired.repaired(quotation.inner.end - 1) + 1]
        assert normalise("".join(words.split())) == normalise("".join(copy.split()))
        first, last = quotation.sentences
        assert 0 <= first <= last < len(sentences)
        starts.append(quotation.start)
    assert starts == sorted(starts)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_numbers_and_dates_are_ordered_and_hold_their_words(text: str) -> None:
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end <= len(text)
        assert any(c.isalnum() for c in text[number.start : number.end])
        end = number.end
    end = 0
    for when in find_dates(text, published="2026-05-20T19:40:00+02:00", article="a1"):
        assert end <= when.span.start < when.span.end <= len(text)
        assert text[when.span.start : when.span.end] == when.text
        assert when.from_ is None or when.to is None or when.from_ <= when.to or when.from_.startswith(when.to)
        end = when.span.end


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_normalised_words_stay_normalised(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
