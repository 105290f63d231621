"""Plural actors: "US officials", "European governments", "Republicans"."""

from __future__ import annotations

from briefer.language.names import countries
from briefer.language.names.draft import Draft
from briefer.language.names.lexicon import GROUP_NOUNS
from briefer.language.names.name import Name
from briefer.language.names.tree import SUBJECTS, Tree


def find_groups(tree: Tree, ends: dict[int, Name]) -> list[Draft]:
    """A draft for each group that acts or is cited somewhere, with every place where it is named."""
    found: dict[str, list[Name]] = {}
    acting: set[str] = set()
    for i, token in enumerate(tree.tokens):
        if token.tag not in {"NNS", "NNPS"} and tree.low[i] != "police":
            continue
        first = _first(tree, i, ends)
        if first is None:
            continue
        text = tree.words(first, i)
        words = tuple(t.text for t in tree.tokens[first : i + 1])
        found.setdefault(text.lower(), []).append(Name(first, i, text, words, "", token.sentence, kind="group"))
        if _acts(tree, i):
            acting.add(text.lower())
    return [Draft("group", names, gender="n") for key, names in found.items() if key in acting]


def _first(tree: Tree, i: int, ends: dict[int, Name]) -> int | None:
    """The first word of the group's name: a name or nationality within two words before the noun."""
    token = tree.tokens[i]
    if i in ends:
        return None
    if token.ent == "NORP" and token.text[0].isupper():
        alone = i == 0 or tree.tokens[i - 1].sentence != token.sentence or tree.tokens[i - 1].ent != "NORP"
        return i if alone else i - 1
    if tree.low[i] not in GROUP_NOUNS:
        return None
    for k in range(i - 1, max(i - 4, -1), -1):
        before = tree.tokens[k]
        if before.sentence != token.sentence:
            return None
        if before.ent == "NORP" or before.text in countries.by_demonym():
            return k
        if k in ends:
            name = ends[k]
            return name.first if name.kind != "person" and name.last == k else None
        if before.tag not in {"NN", "JJ", "HYPH"}:
            return None
    return None


def _acts(tree: Tree, i: int) -> bool:
    token = tree.tokens[i]
    if token.dep in SUBJECTS or token.dep == "poss":
        return True
    if token.dep == "pobj":
        return (
            tree.low[token.head] in {"by", "to"}
            and tree.tokens[token.head].dep in {"agent", "prep"}
            and (tree.low[token.head] == "by" or tree.low[tree.tokens[token.head].head] in {"according", "said"})
        )
    return token.dep == "conj" and token.head != i and tree.tokens[token.head].dep in SUBJECTS
