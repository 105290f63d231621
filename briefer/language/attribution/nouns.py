"""Noun phrases as sources: the smallest span that still names who it is."""

from __future__ import annotations

from briefer.language.attribution.tree import Tree

#: What stands behind a name and only describes it.
_TAILS = frozenset({"relcl", "appos", "acl", "cc", "advcl", "parataxis", "advmod", "npadvmod", "prep"})
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
    return first, last


def _belongs(tree: Tree, head: int, c: int, named: bool) -> bool:
    token = tree.tokens[c]
    if token.dep == "appos":
        return not named
    if token.dep in ("conj", "cc"):
        return True
    if token.dep == "prep":
        held = tree.child(c, "pobj")
        within = held is not None and c == head + 1 and tree.tokens[held].pos == "PROPN" and token.text.lower() == "of"
        return within if named else token.text.lower() in _NAMING
    if token.dep in ("acl", "amod"):
        return not named and _is_near(tree, head, c)
    return token.dep not in _TAILS


def _is_near(tree: Tree, head: int, c: int) -> bool:
    return all(tree.tokens[k].text != "," for k in range(head, c))
