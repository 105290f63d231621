"""How much of a claim the sentences carry that it rests on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from briefer.language.numbers import same
from briefer.verify.lines import Line
from briefer.verify.words import stem

#: What a name or figure counts beside another word, since a claim is about them.
_NAME = 1.5
#: What a word counts of which only so many first letters stand in the evidence.
_BEGINNING, _BEGUN = 5, 0.5
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
    #: Of the neighbouring words, those that are neighbours in one sentence, the best for each of the claim's own.
    in_place: float
    #: The words that nothing carries.
    missing: tuple[str, ...]


def measure(claim: Line, names: AbstractSet[str], lines: Sequence[Line], pool: Sequence[Line]) -> Coverage:
    """How much of the claim the cited lines carry, by word, by synonym, by beginning.

    `names` are the stems of its names, `pool` all sentences of the articles.
    """
    told = _told(claim, lines)
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
    pieces = [claim] if len(claim.pieces) < 2 else [Line(piece) for piece in claim.pieces]
    whole = sum(len(piece.pairs) for piece in pieces)
    found = sum(max((len(piece.pairs & line.pairs) for line in pool), default=0) for piece in pieces)
    return found / whole if whole else 1.0
