"""The outlet that passes words on: "as cited by X", "according to X", "X quoted her as saying"."""

from __future__ import annotations

from briefer.language.attribution.candidates import Candidate
from briefer.language.attribution.cue_words import DOCUMENTS, OUTLETS, PUBLISHING, RECEIVING, RECORDS
from briefer.language.attribution.nouns import source_tokens
from briefer.language.attribution.tree import Tree
from briefer.language.names.entities import entity_at
from briefer.model import Range


def relay_of(tree: Tree, c: Candidate) -> Range | None:
    """The outlet that relays a candidate's words, without its article."""
    head = next((r for r in (c.relay, _quoting(tree, c.anchor), _relaying(tree, c)) if r is not None), None)
    if head is None:
        return None
    first, last = source_tokens(tree, head)
    while first < last and tree.tokens[first].text.lower() in ("the", "a", "an"):
        first += 1
    return Range(tree.tokens[first].start, tree.tokens[last].end)


def _relaying(tree: Tree, c: Candidate) -> int | None:
    """The outlet that a phrase of the same sentence names, outside of what was said."""
    first, last = tree.bounds(c.anchor)
    for i in range(first, last + 1):
        if tree.quoted[i] >= 0 or i in c.cue or i in c.content:
            continue
        head = None
        if tree.tokens[i].tag == "VBN":
            head = _agent_of_relaying(tree, i)
        elif tree.tokens[i].text.lower() == "according" and c.rule != "according_to":
            to = tree.child(i, "prep")
            head = None if to is None else tree.child(to, "pobj")
            head = head if head is not None and (is_outlet(tree, head) or is_paper(tree, head)) else None
        if head is not None and head != c.source:
            return head
    return None


def _agent_of_relaying(tree: Tree, i: int) -> int | None:
    """Who stands behind "by": an outlet that published, or whoever was shown a document."""
    token = tree.tokens[i]
    lemma = token.lemma.lower()
    by = next((c for c in tree.children[i] if tree.tokens[c].text.lower() == "by"), None)
    head = None if by is None else tree.child(by, "pobj")
    if head is None:
        return None
    if lemma in PUBLISHING and (tree.tokens[i - 1].text.lower() == "as" or is_outlet(tree, head)):
        return head
    return head if lemma in RECEIVING and tree.tokens[token.head].lemma.lower() in DOCUMENTS else None


def _quoting(tree: Tree, verb: int) -> int | None:
    """The outlet of "the agency quoted Corvo as saying"."""
    token = tree.tokens[verb]
    over = tree.tokens[token.head].head
    if token.dep != "pcomp" or tree.tokens[over].lemma != "quote":
        return None
    return tree.child(over, "nsubj")


def is_paper(tree: Tree, head: int) -> bool:
    """Whether a noun is a record of what others said: "according to a readout"."""
    return tree.tokens[head].pos == "NOUN" and tree.tokens[head].lemma.lower() in RECORDS


def is_outlet(tree: Tree, head: int) -> bool:
    """Whether a noun may be a medium: an organisation's name, or a word such as "radio" or "newspaper"."""
    token = tree.tokens[head]
    if token.lemma.lower() in OUTLETS:
        return True
    found = entity_at(tree.analysis, Range(token.start, token.end))
    return token.pos == "PROPN" and (found is None or tree.analysis.entities[found].kind == "organisation")
