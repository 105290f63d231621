"""Noun phrases as sources: the smallest span that still names who it is."""

from __future__ import annotations

from briefer.language.attribution.tree import Tree
from briefer.language.names.entities import entity_at
from briefer.model import Range

#: What stands behind a name and only describes it.
_TAILS = frozenset({"relcl", "appos", "acl", "cc", "advcl", "parataxis", "advmod", "npadvmod", "prep"})
_DASHES = frozenset("-–—")
#: Prepositions whose phrase names a source that has no name ("a spokesman for", "head of").
_NAMING = frozenset({"of", "for", "at", "in", "from", "to", "with", "on", "by", "within", "inside", "near", "close"})


def source_tokens(tree: Tree, head: int) -> tuple[int, int]:
    """First and last token of the smallest span that names the source."""
    named = tree.tokens[head].pos == "PROPN" or tree.tokens[head].pos == "PRON"
    keep = [head]
    stack = [head]
    while stack:
        at = stack.pop()
        for c in tree.children[at]:
            token = tree.tokens[c]
            if at == head and c > head and not _belongs(tree, head, c, named):
                continue
            if token.dep in ("relcl", "punct") and c > head:
                continue
            if tree.quoted[c] >= 0 and tree.quoted[c] != tree.quoted[head]:
                continue
            keep.append(c)
            stack.append(c)
    first, last = min(keep), max(keep)
    while first < head and (
        tree.tokens[first].pos in ("PUNCT", "CCONJ", "SCONJ") or tree.tokens[first].dep == "predet"
    ):
        first += 1
    while last > head and tree.tokens[last].pos in ("PUNCT", "CCONJ"):
        last -= 1
    return _within_breaks(tree, head, _behind_opening(tree, head, first), last)


def _within_breaks(tree: Tree, head: int, first: int, last: int) -> tuple[int, int]:
    """The span without what stands beyond a dash between words, or in a bracket that does not close."""
    for t in range(head - 1, first - 1, -1):
        if tree.tokens[t].text in _DASHES and tree.text[tree.tokens[t].end].isspace():
            first = t + 1
            break
    for t in range(first + 1, last + 1):
        token = tree.tokens[t]
        opens = token.text == "(" and all(tree.tokens[k].text != ")" for k in range(t, last + 1))
        if opens or (t > head and token.text in _DASHES and tree.text[token.end].isspace()):
            return first, t - 1
    return first, last


def _behind_opening(tree: Tree, head: int, first: int) -> int:
    """The first token of a name without the participle clause that opens the sentence ("Asked twice, Ms Halgren")."""
    if tree.tokens[head].pos != "PROPN":
        return first
    comma = next((k for k in range(head, first, -1) if tree.tokens[k].text == ","), None)
    if comma is None or not all(t.pos == "PROPN" for t in tree.tokens[comma + 1 : head]):
        return first
    return comma + 1 if any(t.tag in ("VBN", "VBG") for t in tree.tokens[first:comma]) else first


def is_joined(tree: Tree, head: int) -> bool:
    """Whether a noun phrase names several at once."""
    return any(tree.tokens[c].dep == "conj" and is_another(tree, head, c) for c in tree.children[head])


def is_another(tree: Tree, head: int, c: int) -> bool:
    """Whether what is joined to a name is somebody else, not the name's title (", President and Chief Clerk")."""
    name, token = tree.tokens[head], tree.tokens[c]
    if (
        name.pos != "PROPN"
        or token.pos != "PROPN"
        or entity_at(tree.analysis, Range(token.start, token.end)) is not None
    ):
        return True
    return tree.tokens[tree.subtree(c)[0] - 1].text != ","


def _belongs(tree: Tree, head: int, c: int, named: bool) -> bool:
    token = tree.tokens[c]
    if token.dep == "appos":
        return not named
    if token.dep == "conj":
        return is_another(tree, head, c)
    if token.dep == "cc":
        return is_joined(tree, head)
    if token.dep == "prep":
        held = tree.child(c, "pobj")
        within = held is not None and c == head + 1 and tree.tokens[held].pos == "PROPN" and token.text.lower() == "of"
        return within if named else token.text.lower() in _NAMING
    if token.dep in ("acl", "amod"):
        return not named and _is_near(tree, head, c)
    return token.dep not in _TAILS


def _is_near(tree: Tree, head: int, c: int) -> bool:
    return all(tree.tokens[k].text != "," for k in range(head, c))
