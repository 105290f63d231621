"""The evidence of a claim: few sentences, each for what the others lack."""

from __future__ import annotations

from briefer.verify.retrieval import find_evidence

ARTICLE = [
    "The parliament of Vellany met on Thursday.",
    "Energy minister Pavla Sirkova defended the plan for two hours.",
    "It closes the lignite mine at Osterholt by 2031.",
    "Some 2,300 people dig lignite there.",
    "The weather in the capital was mild, and the mine was quiet.",
]


def test_one_sentence_is_enough_where_it_carries_the_claim() -> None:
    assert find_evidence("The lignite mine at Osterholt closes by 2031.", ARTICLE) == (2,)


def test_a_second_sentence_is_added_for_what_the_first_lacks() -> None:
    found = find_evidence("Sirkova defended closing the Osterholt mine, where 2,300 people dig lignite.", ARTICLE)
    assert set(found) >= {1, 3}
    assert 4 not in found


def test_a_rare_figure_outweighs_common_words() -> None:
    sentences = ["The mine is the mine of the region.", "The region has a mine.", "By 2031 it will be gone."]
    assert 2 in find_evidence("The mine closes in 2031.", sentences)


def test_at_most_four_sentences_and_none_without_a_shared_word() -> None:
    sentences = [f"Only {word} stood there." for word in ("Arvel", "Brandt", "Corvo", "Drell", "Eklund", "Falk")]
    assert len(find_evidence("Arvel, Brandt, Corvo, Drell, Eklund and Falk met.", sentences)) == 4
    assert find_evidence("Xylophones hum.", sentences) == ()
    assert find_evidence("Anything", []) == ()
