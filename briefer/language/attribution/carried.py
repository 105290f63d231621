"""Quotations without a cue of their own: pieces of one utterance, and those that only their neighbours attribute."""

from __future__ import annotations

from dataclasses import replace

from briefer.language.attribution.candidates import Candidate
from briefer.language.attribution.quotes import is_utterance
from briefer.language.attribution.tree import Tree


def join_quotations(tree: Tree, taken: list[Candidate]) -> list[Candidate]:
    """Gives each quotation that stands as a sentence and that no cue claimed to the utterance that it goes on from."""
    out = list(taken)
    owner: dict[int, int] = {}
    for k, c in enumerate(out):
        for t in (*c.content, *c.cue):
            owner[t] = k
    last_of = _last_tokens(tree)
    for q, (first, last) in enumerate(tree.quotes):
        if last < first or any(t in owner for t in range(first, last + 1)) or not is_utterance(tree, q):
            continue
        if tree.bounds(first)[0] != first:
            continue
        k = _goes_on_from(tree, out, owner, first, last_of)
        if k is None:
            continue
        out[k] = replace(out[k], content=out[k].content | frozenset(range(first, last + 1)))
        for t in range(first, last + 1):
            owner[t] = k
    return out


def _last_tokens(tree: Tree) -> dict[int, int]:
    return {s: last for s, (_, last) in enumerate(tree.sentences)}


def _goes_on_from(
    tree: Tree, taken: list[Candidate], owner: dict[int, int], first: int, last_of: dict[int, int]
) -> int | None:
    """The attribution of the sentence right before, where it is one that speaks."""
    s = tree.tokens[first].sentence
    if s == 0:
        return None
    here, before = tree.analysis.sentences[s], tree.analysis.sentences[s - 1]
    start, end = tree.sentences[s - 1]
    owners = [owner[t] for t in range(start, end + 1) if t in owner]
    owners = [k for k in owners if taken[k].kind == "speech" and taken[k].rule in ("quotation", "clause", "according_to")]
    if not owners:
        return None
    k = next((o for o in reversed(owners) if taken[o].rule == "quotation"), owners[-1])
    if here.paragraph != before.paragraph:
        # Into the next paragraph only a quotation that closed the last one goes on.
        return k if taken[k].rule == "quotation" and _fills_paragraph(tree, first) else None
    return k


def _fills_paragraph(tree: Tree, first: int) -> bool:
    """Whether a quotation is all of its paragraph."""
    last = tree.quotes[tree.quoted[first]][1]
    here = tree.analysis.sentences[tree.tokens[first].sentence].paragraph
    after = last + 1
    return after >= len(tree.tokens) or tree.analysis.sentences[tree.tokens[after].sentence].paragraph != here
