"""Whole short articles: names, roles, and whom each marked mention means."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from briefer.language import parse
from briefer.language.names.entities import entity_at, find_entities
from briefer.language.passages import find_sentences
from briefer.language.quotations import find_quotations
from briefer.language.typography import repair
from briefer.model import Analysis, Article, Entity, Range

HERE = Path(__file__).parent
_MARK = re.compile(r"\{([^{}]*)\}")
_WORD = re.compile(r"[\w’'&.-]+$")


def load(name: str) -> list[dict[str, Any]]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))["case"]


def without_marks(marked: str) -> tuple[str, list[tuple[int, str]]]:
    """The text, and for each mark the offset that it stood at and what it says."""
    text, marks, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        marks.append((len(text), match[1]))
        at = match.end()
    return text + marked[at:], marks


@cache
def analyse(text: str) -> Analysis:
    article = Article.of(text, id="a")
    repaired = repair(text)
    sentences = find_sentences(repaired)
    tokens = next(parse.parse([(repaired, sentences)]))
    analysis = Analysis(
        article=article,
        sentences=sentences,
        quotations=find_quotations(repaired, sentences),
        numbers=(),
        dates=(),
        tokens=tokens,
    )
    return replace(analysis, entities=find_entities(analysis))


def at(analysis: Analysis, end: int) -> str:
    """The name of the entity whose mention ends at an offset, or ``."""
    for entity in analysis.entities:
        if any(m.end == end for m in entity.mentions):
            return entity.name
    return ""


def described(analysis: Analysis, entity: Entity) -> str:
    role = analysis.words(entity.role) if entity.role else "-"
    owner = analysis.words(entity.organisation) if entity.organisation else "-"
    return "; ".join(" ".join(w.split()) for w in (entity.name, entity.kind, role, owner))


def problems(case: dict[str, Any]) -> tuple[list[str], Counter[str]]:
    """What is not as the case says, and how many marked mentions are right, wrong and unresolved."""
    text, marks = without_marks(case["text"])
    analysis = analyse(text)
    found, counts = [], Counter[str]()
    for end, wanted in marks:
        got = at(analysis, end)
        counts["right" if got == wanted else "unresolved" if not got else "wrong"] += 1
        if got != wanted:
            word = _WORD.search(text[:end])
            found.append(
                f"{word[0] if word else text[end - 5 : end]!r} at {end} is {got or 'nobody'}, not {wanted or 'nobody'}"
            )
    lines = [described(analysis, e) for e in analysis.entities]
    for line in case.get("who", []):
        counts["who right" if line in lines else "who wrong"] += 1
        if line not in lines:
            found.append(f"nobody is {line!r}; {[x for x in lines if x.split(';')[0] == line.split(';')[0]]}")
    names = {e.name for e in analysis.entities}
    found.extend(f"junk: {name!r}" for name in case.get("never", []) if name in names)
    return found, counts


CASES = [case for name in ("cases", "held_back", "second_look", "third_look") for case in load(f"{name}.toml")]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_case(case: dict[str, Any]) -> None:
    assert problems(case)[0] == []


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_spans_are_words_of_the_text(case: dict[str, Any]) -> None:
    text, _ = without_marks(case["text"])
    analysis = analyse(text)
    for number, entity in enumerate(analysis.entities):
        assert entity.mentions == tuple(sorted(entity.mentions, key=lambda m: (m.start, m.end)))
        assert any(m.kind == "name" and " ".join(analysis.words(m).split()) == entity.name for m in entity.mentions)
        for mention in entity.mentions:
            words = analysis.words(mention)
            assert words == words.strip() != ""
            assert entity_at(analysis, Range(mention.start, mention.end)) == number
