"""Gate `support` on a paraphrase: its content is carried by the evidence, and a copy is one in all its parts."""

from __future__ import annotations

from collections.abc import Iterator

from briefer.verify.coverage import Coverage, in_order, measure
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
#: A copy that has less than these shares of its neighbouring words, and of its words in their order, from one sentence
#: for each of its parts joins pieces that the article does not join; not where one sentence alone carries so much of
#: its content, and too short a claim cannot be told.
IN_PLACE, IN_ORDER, ALONE, SHORT = 0.7, 0.8, 0.8, 6
#: A copy of the cited sentences has all its content from there, a paraphrase this share, weighted by rarity.
COPY_CARRIED, CARRIED = 0.7, 0.5


def check_support(claim: Line, passage: Passage) -> Iterator[Objection]:
    """What the evidence does not carry of a paraphrase."""
    yield from check_direction(claim, passage)
    yield from check_quantifiers(claim, passage)
    yield from check_slots(claim, passage)
    yield from check_roles(claim, passage)
    found = coverage(claim, passage)
    copies = found.copied >= COPY
    if copies and found.in_place < IN_PLACE and _is_spliced(claim, passage):
        yield weak("it joins pieces of the article that do not stand together there")
    elif found.share < (COPY_CARRIED if copies else CARRIED):
        which = ", ".join(f"“{w}”" for w in found.missing[:3])
        yield weak(f"the cited sentences carry only part of it; not {which}" if which else "hardly carried by them")


def _is_spliced(claim: Line, passage: Passage) -> bool:
    if len(claim.pairs) < SHORT or in_order(claim, passage.pool) >= IN_ORDER:
        return False
    names = _names(claim, passage)
    return all(measure(claim, names, [line], passage.pool).share < ALONE for line in passage.pool)


def coverage(claim: Line, passage: Passage) -> Coverage:
    """How much of the claim the passage carries; measured once for as many lines."""
    key = (claim.text, len(passage.lines))
    if key not in passage.shares:
        passage.shares[key] = measure(claim, _names(claim, passage), passage.lines, passage.pool)
    return passage.shares[key]


def _names(claim: Line, passage: Passage) -> dict[str, bool]:
    """Stems of the claim's names, each with whether a mention in the cited sentences stands for it."""
    return {stem(word): passage.mentions(" ".join(name)) for name in names_in(claim) for word in name}
