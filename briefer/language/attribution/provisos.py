"""The condition of what is said, which belongs to it wherever the parse has hung it: without it a promise says more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefer.language.attribution.candidates import Candidate
from briefer.language.attribution.tree import Tree
from briefer.language.clauses import HANDING_ON
from briefer.language.provisos import proviso_at

#: Rules whose content is a clause of the speaker's.
_RULES = frozenset({"clause", "infinitive"})


def with_provisos(tree: Tree, said: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, each with the condition that opens its sentence or stands behind what was said."""
    anchors = {c.anchor for c in said}
    return [_with_proviso(tree, c, anchors - {c.anchor}) if c.rule in _RULES else c for c in said]


def _with_proviso(tree: Tree, c: Candidate, others: set[int]) -> Candidate:
    first, last = tree.bounds(c.anchor)
    saying = set(c.cue) | set(() if c.source is None else tree.subtree(c.source))
    found: list[int] = []
    at = max(c.content) + 1
    while at < last and (at in saying or (tree.tokens[at].text == "," and at + 1 in saying)):
        at += 1
    if proviso_at(tree.analysis, at, last) is not None:
        # With its comma, where it stands right behind.
        found += _own(tree, at, last, others)
    begins, ends = min(c.content), min(saying) - 1
    if begins == first + 1 and proviso_at(tree.analysis, first, last) == first:
        # The parse has left out the first word alone.
        found.append(first)
    if max(saying) < begins and all(tree.tokens[t].text == "," for t in (begins - 1, ends) if t > first):
        if ends > first and proviso_at(tree.analysis, first, ends) == first:
            found += _own(tree, first, ends, others)
    free = all(t not in saying and tree.quoted[t] < 0 for t in found)
    return replace(c, content=c.content.union(found)) if found and free else c


def _own(tree: Tree, start: int, end: int, others: set[int]) -> range:
    """The tokens of the condition; none where somebody else speaks in it."""
    while end > start and tree.tokens[end - 1].pos == "PUNCT":
        end -= 1
    speaks = any(t in others or tree.tokens[t].lemma.lower() in HANDING_ON for t in range(start, end))
    return range(start, start if speaks else end)
