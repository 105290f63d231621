"""Gate `support` on a paraphrase: its content is carried by the evidence, and a copy is one in all its parts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefer.language.numbers import same
from briefer.verify.gates.direction import check_direction, check_quantifiers
from briefer.verify.gates.names import names_in
from briefer.verify.gates.roles import check_roles
from briefer.verify.gates.slots import check_slots
from briefer.verify.lines import Line
from briefer.verify.objection import Objection, weak
from briefer.verify.passage import Passage
from briefer.verify.words import stem

#: From this share of its neighbouring words on, a claim copies the article; else it tells it in words of its own.
COPY = 0.7
#: A copy has this share of its neighbouring words from one sentence for each of its own: else it joins pieces that
#: the article does not join.
IN_PLACE = 0.7
#: A copy of the cited sentences has all its content from there, a paraphrase this share, weighted by rarity.
COPY_CARRIED, CARRIED = 0.7, 0.5
#: What a name or figure counts beside another word, since a claim is about them.
_NAME = 1.5
#: What a word counts of which only so many first letters stand in the evidence.
_BEGINNING, _BEGUN = 5, 0.5

#: Verbs and adverbs that carry little: what they are said of must be carried.
_LIGHT = frozenset(
    stem(word)
    for word in "go take let give become turn make get put come bring keep near once one less fewer like now today still "
    "even ever already way well yet former called".split()
)


def check_support(claim: Line, passage: Passage) -> Iterator[Objection]:
    """What the evidence does not carry of a paraphrase."""
    yield from check_direction(claim, passage)
    yield from check_quantifiers(claim, passage)
    yield from check_slots(claim, passage)
    yield from check_roles(claim, passage)
    found = coverage(claim, passage)
    copies = found.copied >= COPY
    if copies and found.in_place < IN_PLACE:
        yield weak("it joins pieces of the article that do not stand together there")
    elif found.share < (COPY_CARRIED if copies else CARRIED):
        which = ", ".join(f"“{w}”" for w in found.missing[:3])
        yield weak(f"the cited sentences carry only part of it; not {which}" if which else "hardly carried by them")


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


def coverage(claim: Line, passage: Passage) -> Coverage:
    """How much of the claim the passage carries, by word, by synonym, by beginning."""
    key = (claim.text, len(passage.lines))
    if key not in passage.shares:
        passage.shares[key] = _coverage(claim, passage)
    return passage.shares[key]


def _coverage(claim: Line, passage: Passage) -> Coverage:
    lines, pool = passage.lines, passage.pool
    names = {stem(word) for name in names_in(claim) for word in name}
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
