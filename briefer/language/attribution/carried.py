"""Quotations without a cue of their own: pieces of one utterance, and those that only their neighbours attribute."""

from __future__ import annotations

from dataclasses import replace

from briefer.language.attribution.candidates import Candidate
from briefer.language.attribution.grammar import is_negated, own_subject
from briefer.language.attribution.holders import entity_of
from briefer.language.attribution.quotes import is_quoting, is_utterance, speaker_of
from briefer.language.attribution.tree import Tree

#: Rules whose utterance a bare quotation may go on from.
_UTTERANCES = frozenset({"quotation", "clause", "according_to", "carried_over"})


def join_quotations(tree: Tree, taken: list[Candidate]) -> list[Candidate]:
    """Gives each quotation that stands as a sentence and that no cue claimed to the utterance that it goes on from.

    Within a paragraph, and where the marks themselves say that it goes on, it joins the utterance; a paragraph
    of its own gets an attribution of its own, whose speaker is a guess.
    """
    out = list(taken)
    owner = {t: k for k, c in enumerate(out) for t in (*c.content, *c.cue)}
    for q, (first, last) in enumerate(tree.quotes):
        if last < first or any(t in owner for t in range(first, last + 1)) or not is_utterance(tree, q):
            continue
        sentence = tree.tokens[first].sentence
        if tree.bounds(first)[0] != first or sentence == 0 or tree.analysis.sentences[sentence].kind == "heading":
            continue
        said = frozenset(range(first, last + 1))
        before = _goes_on_from(tree, out, owner, first)
        before = _behind_remark(tree, out, owner, first) if before is None else before
        if before is not None and (_same_paragraph(tree, first) or tree.quotation(q).continued):
            out[before] = replace(out[before], content=out[before].content | said)
            owner.update(dict.fromkeys(said, before))
        elif (guess := _guess(tree, None if before is None else out[before], owner, said)) is not None:
            owner.update(dict.fromkeys(said, len(out)))
            out.append(guess)
    return sorted(out, key=lambda c: (min(c.content), c.anchor))


def _guess(tree: Tree, before: Candidate | None, owner: dict[int, int], said: frozenset[int]) -> Candidate | None:
    """Whoever spoke, said that they would, or acted in the sentence right before."""
    first = min(said)
    if before is not None:
        return replace(before, rule="carried_over", cue=(), content=said, certain=False, negated=False)
    if (spoken := _spoken_before(tree, owner, first)) is not None:
        verb, source = spoken
        return Candidate(rule="carried_over", anchor=verb, cue=(verb,), source=source, content=said, certain=False)
    if (actor := _acting_before(tree, first)) is not None:
        return Candidate(rule="beat", anchor=first, cue=(), source=actor, content=said, certain=False)
    return None


def _goes_on_from(tree: Tree, taken: list[Candidate], owner: dict[int, int], first: int) -> int | None:
    """The attribution of the sentence right before, where it is one that speaks."""
    start, end = tree.sentences[tree.tokens[first].sentence - 1]
    owners = [owner[t] for t in range(start, end + 1) if t in owner]
    owners = [k for k in owners if taken[k].kind == "speech" and taken[k].rule in _UTTERANCES]
    if not owners:
        return None
    k = next((o for o in reversed(owners) if taken[o].rule in ("quotation", "carried_over")), owners[-1])
    if not _same_paragraph(tree, first) and (taken[k].rule == "clause" or not _fills_paragraph(tree, first)):
        return None
    return k


def _behind_remark(tree: Tree, taken: list[Candidate], owner: dict[int, int], first: int) -> int | None:
    """The utterance before a sentence in which its speaker says nothing: `"…," Holm said. He did not smile. "…"`."""
    start, end = tree.sentences[tree.tokens[first].sentence - 1]
    root = next((t for t in range(start, end + 1) if tree.tokens[t].dep == "ROOT"), None)
    held = None if root is None else own_subject(tree, root)
    if held is None or tree.tokens[held].text.lower() not in ("he", "she") or not start or start in owner:
        return None
    if not (_same_paragraph(tree, first) and _same_paragraph(tree, start)):
        return None
    before = _goes_on_from(tree, taken, owner, start)
    if before is None or taken[before].rule != "quotation" or (source := taken[before].source) is None:
        return None
    one = entity_of(tree, held)
    return before if one is not None and one == entity_of(tree, source) else None


def _same_paragraph(tree: Tree, first: int) -> bool:
    s = tree.tokens[first].sentence
    return tree.analysis.sentences[s].paragraph == tree.analysis.sentences[s - 1].paragraph


def _fills_paragraph(tree: Tree, first: int) -> bool:
    """Whether a quotation is all of its paragraph."""
    after = tree.quotes[tree.quoted[first]][1] + 1
    here = tree.analysis.sentences[tree.tokens[first].sentence].paragraph
    return after >= len(tree.tokens) or tree.analysis.sentences[tree.tokens[after].sentence].paragraph != here


def _spoken_before(tree: Tree, owner: dict[int, int], first: int) -> tuple[int, int] | None:
    """A saying verb and its subject in the sentence right before, where nothing else is said there ("She went on.")."""
    start, end = tree.sentences[tree.tokens[first].sentence - 1]
    for k in range(end, start - 1, -1):
        if k in owner or not is_quoting(tree, k) or is_negated(tree, k):
            continue
        if (source := speaker_of(tree, k)) is not None:
            return k, source
    return None


def _acting_before(tree: Tree, first: int) -> int | None:
    """The person who acts in the sentence right before: `Halgren shook her head. "…"`."""
    start, end = tree.sentences[tree.tokens[first].sentence - 1]
    root = next((t for t in range(start, end + 1) if tree.tokens[t].dep == "ROOT"), None)
    if root is None or not _same_paragraph(tree, first):
        return None
    held = own_subject(tree, root)
    if held is None or (tree.tokens[held].ent != "PERSON" and tree.tokens[held].text.lower() not in ("he", "she")):
        return None
    return held
