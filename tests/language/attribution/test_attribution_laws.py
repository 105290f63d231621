"""What holds of every attribution of every text."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from briefer.language import attribution
from briefer.language.attribution import find_attributions

TEXTS = [
    "",
    "“”",
    "“, said",
    "Halgren:",
    "“The weir—” — ",
    "according to",
    "As said: “",
    "😀 “The weir stays shut,” said Signe Halgren 😀.",
    "Signe\u00a0Halgren said\u00a0the weir would stay shut.\r\n\r\nShe left.",
    "Signe Halgren met Teodor Corvo.“We will not pay for it,” he said.Halgren said she would.",
    "“We will not pay for the weir,\n\n“and you know it,” said Corvo.",
    "Halgren said: “Corvo said: “No,” and left,” and left.",
]


@pytest.fixture(scope="module")
def found(read_all):
    return read_all(TEXTS)


@pytest.mark.parametrize("text", TEXTS)
def test_spans_are_words_of_the_text(text, found):
    for a in found[text].all:
        for place in (*a.content, *(p for p in (a.source, a.cue, a.via, a.resolved_from) if p is not None)):
            assert 0 <= place.start < place.end <= len(text)
            assert text[place.start : place.end].strip() == text[place.start : place.end]
        assert a.content == tuple(sorted(a.content))
        assert a.sentences == tuple(sorted(set(a.sentences)))


@pytest.mark.parametrize("text", TEXTS)
def test_quotes_stand_within_the_content(text, found):
    for a in found[text].all:
        for quote in a.quotes:
            assert any(c.start <= quote.start and quote.end <= c.end for c in a.content)


@pytest.mark.parametrize("text", TEXTS)
def test_same_analysis_same_attributions(text, found):
    assert find_attributions(found[text].analysis) == found[text].all


def test_a_text_without_a_parse_has_none(found):
    analysis = found[TEXTS[-1]].analysis
    assert find_attributions(replace(analysis, tokens=(), entities=(), attributions=())) == ()


def test_every_rule_has_a_line_of_its_own() -> None:
    folder = Path(attribution.__file__).parent
    used = {
        name
        for path in folder.glob("*.py")
        for name in re.findall(r'(?:rule=|_Reported\()"(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert used == set(attribution.RULES)
    assert len(set(attribution.RULES.values())) == len(used)
