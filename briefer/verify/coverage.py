"""How much of a claim the sentences carry that it rests on."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefer.language.numbers import same
from briefer.verify.lines import Line
from briefer.verify.words import stem

#: What a name or figure counts beside another word, since a claim is about them.
_NAME = 1.5
#: What a word counts of which only so many first letters stand in the evidence.
_BEGINNING, _BEGUN = 5, 0.5
_JOIN = re.compile(r"\s*;\s+|,?\s+(?:but|and then|while)\s+")
#: Verbs and adverbs that carry little, verbs of saying among them: what they are said of must be carried.
_LIGHT = frozenset(
    stem(word)
    for word in "go take let give become turn make get put come bring keep near once one less fewer like now today still "
    "even ever already way well yet former called insist stress note add announce declare state explain claim report "
    "describe speak".split()
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a claim its evidence carries."""

    #: Of the content words, weighted by their rarity in the article.
    share: float
    #: Of the neighbouring words, those that are neighbours anywhere in the article.
    copied: float
    #: Of the neighbouring words, those that are neighbours in one sentence, the best for each part of the claim.
    in_place: float
    #: The words that nothing carries.
    missing: tuple[str, ...]


def measure(claim: Line, names: Mapping[str, bool], lines: Sequence[Line], pool: Sequence[Line]) -> Coverage:
    """How much of the claim the cited lines carry, by word, by synonym, by beginning.

    `names` are the stems of its names, each with whether a mention in the lines stands for it; `pool` are all
    sentences of the articles.
    """
    told = _told(claim, lines).union(name for name, mentioned in names.items() if mentioned)
    begun = {word[:_BEGINNING] for line in lines for word in line.stem_set if len(word) >= _BEGINNING}
    whole = carried = 0.0
    missing = set()
    for word in dict.fromkeys(s for s in claim.stems if s not in _LIGHT):
        rarity = 1 + math.log((len(pool) + 1) / (sum(word in line.stem_set for line in pool) + 1))
        weight = rarity * (_NAME if word in names or word[:1].isdigit() else 1.0)
        whole += weight
        if word in told or any(word in line.alike for line in lines):
            carried += weight
        elif len(word) >= _BEGINNING and word[:_BEGINNING] in begun:
            carried += weight * _BEGUN
        else:
            missing.add(word)
    words = tuple(dict.fromkeys(w for w in claim.words if stem(w) in missing))
    share = carried / whole if whole else 1.0
    return Coverage(share, _copied(claim, pool), _in_place(claim, pool), words)


def _told(claim: Line, lines: Sequence[Line]) -> set[str]:
    """Stems of the claim's numbers that the lines have in other words."""
    stated = [n for line in lines for n in line.numbers]
    spans = [claim.text[n.start : n.end] for n in claim.numbers if any(same(n, other) for other in stated)]
    return {s for span in spans for s in Line(span).stems}


def _copied(claim: Line, pool: Sequence[Line]) -> float:
    if not claim.pairs:
        return 1.0
    return sum(any(pair in line.pairs for line in pool) for pair in claim.pairs) / len(claim.pairs)


def _in_place(claim: Line, pool: Sequence[Line]) -> float:
    pieces = _pieces(claim)
    whole = sum(len(piece.pairs) for piece in pieces)
    found = sum(max((len(piece.pairs & line.pairs) for line in pool), default=0) for piece in pieces)
    return found / whole if whole else 1.0


def in_order(claim: Line, pool: Sequence[Line]) -> float:
    """The share of the claim's words that stand in one sentence in this order, the best for each of its parts."""
    pieces = [_roots(piece) for piece in _pieces(claim)]
    theirs = [_roots(line) for line in pool]
    found = sum(max((_common(piece, line) for line in theirs), default=0) for piece in pieces)
    return found / max(1, sum(map(len, pieces)))


def _roots(line: Line) -> list[str]:
    return [stem(word) for word in line.tokens]


def _pieces(claim: Line) -> list[Line]:
    """The claim's sentences, and what it joins by "but" and the like: each may come from a sentence of its own."""
    parts = [part for piece in claim.pieces for part in _JOIN.split(piece) if part]
    return [Line(part) for part in parts] if len(parts) > 1 else [claim]


def _common(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """How many words two sequences have in common in the same order."""
    before = [0] * (len(theirs) + 1)
    for word in ours:
        row = [0]
        for j, other in enumerate(theirs):
            row.append(before[j] + 1 if word == other else max(before[j + 1], row[-1]))
        before = row
    return before[-1]
