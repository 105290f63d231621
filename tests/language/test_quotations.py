from __future__ import annotations

import pytest

from briefer.language.passages import find_sentences
from briefer.language.quotations import find_quotations
from briefer.language.typography import repair
from briefer.model import Quotation


def quotations(text: str) -> tuple[Quotation, ...]:
    repaired = repair(text)
    return find_quotations(repaired, find_sentences(repaired))


def inner(text: str) -> list[str]:
    return [text[q.inner.start : q.inner.end] for q in quotations(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“We go,” he said. “We stay.”", ["We go,", "We stay."]),
        ('"We go," he said. "We stay."', ["We go,", "We stay."]),
        ("He called it a “shadow weir” and a “trick”.", ["shadow weir", "trick"]),
        ("'We go,' he said. 'It is the farmers' right.'", ["We go,", "It is the farmers' right."]),
        ("„Wir gehen“, sagte er. »Nein«, sagte sie.", ["Wir gehen", "Nein"]),
        ("« Nous partons », dit-il.", ["Nous partons"]),
        ("''We go,'' he said.", ["We go,"]),
        ("“He said ‘no’ to me,” she said.", ["He said ‘no’ to me,", "no"]),
        ('"He said “no” to me," she said.', ["He said “no” to me,", "no"]),
        ("It held.”Halgren said “so be it”.", ["so be it"]),
        ("the workers' right and James' dog in the '90s", []),
        ("“” and ‘’ hold nothing", []),
    ],
)
def test_words_without_their_marks(text: str, words: list[str]) -> None:
    assert inner(text) == words


def test_the_span_has_the_marks() -> None:
    text = "He said: “We go.” Then he left."
    (quotation,) = quotations(text)
    assert text[quotation.start : quotation.end] == "“We go.”"
    assert quotation.closed
    assert not quotation.continued


def test_a_quotation_touches_all_its_sentences() -> None:
    text = "He left. “The gates are old and they leak. We shall ask again in spring,” he said. She stayed."
    (quotation,) = quotations(text)
    assert quotation.sentences == (1, 2)


def test_a_quotation_over_paragraphs() -> None:
    text = "“We will not share this river.\n\n“We never did,” Corvo said.\n\n“A third one,” Halgren said."
    first, second, third = quotations(text)
    assert (first.closed, first.continued) == (False, False)
    assert text[first.inner.start : first.inner.end] == "We will not share this river."
    assert (second.closed, second.continued) == (True, True)
    assert (third.closed, third.continued) == (True, False)


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    text = "“We will not share this river, Corvo said.\n\nHalgren “will not” either."
    first, second = quotations(text)
    assert not first.closed
    assert text[first.start : first.end] == "“We will not share this river, Corvo said."
    assert not second.continued


def test_paragraphs_run_together_go_on() -> None:
    text = '"We will not share this river. "We never did," Corvo said.'
    first, second = quotations(text)
    assert (first.closed, second.continued) == (False, True)
    assert text[second.inner.start : second.inner.end] == "We never did,"
