"""Which candidates stand: the outermost wins, and no word is said twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from briefer.language.attribution.candidates import Candidate
from briefer.language.attribution.quotes import is_utterance
from briefer.language.attribution.tree import Tree

#: Where two candidates claim the same words, the rule that errs less wins.
_ORDER = ("quotation", "signed", "cited", "clause", "according_to", "colon", "object_infinitive", "infinitive")
RANK = {rule: rank for rank, rule in enumerate(_ORDER)}


def select(tree: Tree, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates that stand, in text order."""
    found = _one_per_cue(tree, candidates)
    waiting = sorted(
        (_with_quotations(tree, c) for c in found if c.content and not _in_speech(tree, c.anchor)),
        key=lambda c: (RANK.get(c.rule, len(RANK)) > 5, -len(c.content), RANK.get(c.rule, len(RANK)), c.anchor),
    )
    taken: list[Candidate] = []
    said: dict[int, int] = {}
    anchors: dict[int, set[str]] = {}
    for c in waiting:
        if c.anchor in said:
            continue
        overlap = sum(t in said for t in c.content)
        if overlap * 2 > len(c.content):
            continue
        if any(a in c.content for a in anchors):
            continue
        anchors.setdefault(c.anchor, set()).add(c.rule)
        for t in c.content:
            said[t] = len(taken)
        taken.append(c)
    return sorted(taken, key=lambda c: (min(c.content), c.anchor))


def _in_speech(tree: Tree, anchor: int) -> bool:
    """Whether the candidate's own cue is spoken by somebody."""
    q = tree.quoted[anchor]
    return q >= 0 and (tree.quotation(q).closed or is_utterance(tree, q))


def _with_quotations(tree: Tree, c: Candidate) -> Candidate:
    """The candidate with every quotation whole that its content touches."""
    touched = {tree.quoted[t] for t in c.content} - {-1, tree.quoted[c.anchor]}
    whole = frozenset(t for q in touched for t in range(tree.quotes[q][0], tree.quotes[q][1] + 1))
    return c if whole <= c.content else replace(c, content=c.content | whole)


def _one_per_cue(tree: Tree, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Of a quotation and a clause at one verb, the quotation where the verb follows it, else the longer one."""
    found = list(candidates)
    quoting = {c.anchor: c for c in found if c.rule == "quotation"}
    clauses = {c.anchor: c for c in found if c.rule == "clause"}
    dropped: set[int] = set()
    for anchor in quoting.keys() & clauses.keys():
        q, c = quoting[anchor], clauses[anchor]
        follows = min(q.content) < anchor or tree.tokens[min(q.content) - 1].text in {",", ":"}
        dropped.add(id(c if follows or len(q.content) > len(c.content) else q))
    cited = {c.anchor for c in found if c.rule == "cited"}
    return [c for c in found if id(c) not in dropped and (c.rule == "cited" or c.anchor not in cited)]
