"""Runs of capitals: where a name begins, goes on and ends."""

from __future__ import annotations

from briefer.language.names import countries
from briefer.language.names.lexicon import (
    CALENDAR,
    COUNTRYMEN,
    HONORIFICS,
    NOT_NAMES,
    OF_HEADS,
    OPENERS,
    ORGANISATION_NOUNS,
    ORGANISATION_WORDS,
    PARTICLES,
    STATE_SHORT_FORMS,
)
from briefer.language.names.name import is_given
from briefer.language.names.tree import Tree

#: Entity labels of things that act, or where things happen.
ACTORS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC"})
_LABELS = ACTORS | {"LAW", "WORK_OF_ART", "EVENT", "PRODUCT"}
PROPER = frozenset({"NNP", "NNPS"})
#: Possessives that belong to a name: "People's Bank", "Moody's".
_OWN_POSSESSIVE = frozenset(
    "people women men children workers teachers lloyd moody sotheby christie mcdonald levi macy wendy sainsbury "
    "king queen st. saint domino kohl lowe nature britain dunkin kellogg".split()
)
_PARTY_WORDS = frozenset({"party", "army", "navy", "parliament", "union", "league", "caucus", "convention", "council"})


def is_nameish(tree: Tree, i: int) -> bool:
    """Whether a token may be part of a name."""
    token = tree.tokens[i]
    if not token.text[0].isupper():
        return False
    low = tree.low[i]
    if low in NOT_NAMES or low in STATE_SHORT_FORMS or low in COUNTRYMEN:
        return False
    if low in OPENERS and i == tree.opening(i):
        return False
    if low in CALENDAR:
        # "Theresa March" is no month.
        return i > 0 and is_given(tree.tokens[i - 1].text) and token.tag in PROPER
    if token.ent == "NORP" or token.text in countries.by_demonym():
        after = tree.low[i + 1] if i + 1 < len(tree.tokens) else ""
        return token.ent == "ORG" or after in _PARTY_WORDS or (token.ent != "NORP" and token.tag in PROPER)
    if is_given(token.text) and i != tree.opening(i):
        return True
    return token.tag in PROPER or (token.ent in ACTORS and token.tag not in {"PRP", "PRP$", "DT", "IN", "WP"})


def same_entity(tree: Tree, i: int, j: int) -> bool:
    """Whether the parser put both tokens, and all between, into one entity."""
    label = tree.tokens[i].ent
    return label in _LABELS and all(
        tree.tokens[k].ent == label and not tree.tokens[k].ent_start for k in range(i + 1, j + 1)
    )


def _joins(tree: Tree, i: int, end: int) -> int:
    """How many tokens from `i` connect the name before it to the next word of the name; 0 where it ends."""
    low, tokens = tree.low, tree.tokens
    word = low[i]
    if i + 1 >= end:
        return 0
    following = is_nameish(tree, i + 1)
    if word == "-" and tree.glued(i) and tree.glued(i + 1):
        whole = following or (tokens[i + 1].ent == "PERSON" and same_entity(tree, i - 1, i + 1))
        return 1 if whole and tree.text[tokens[i].start : tokens[i].end] == "-" else 0
    if word == "&" and following:
        return 1
    if word == "“" and i + 3 < end and tree.low[i + 2] == "”" and following and tokens[i + 3].tag in PROPER:
        # A nickname inside the name: John “Tig” Tallis.
        return 3
    if word in PARTICLES:
        return _particles(tree, i, end)
    if word == "of" and low[_run_start(tree, i)] in HONORIFICS:
        # "Dr Anneke Strood of Velm University" is a person, whatever the parser says.
        return 0
    if word == "of":
        step = 2 if low[i + 1] == "the" and i + 2 < end and is_nameish(tree, i + 2) else 1 if following else 0
        if step and (same_entity(tree, i - 1, i + step) or low[i - 1] in OF_HEADS):
            return step
        return 0
    if word in {"'", "’", "'s", "’s"} and following:
        return 1 if _owns_within(tree, i, end) else 0
    if word in {"and", "for", "in", "on", "against", "the", "to"}:
        step = 1 if following else 2 if low[i + 1] == "the" and i + 2 < end and is_nameish(tree, i + 2) else 0
        if not step or not same_entity(tree, i - 1, i + step) or tokens[i].ent != "ORG":
            return 0
        if word == "and":
            return step if _joined_organisation(tree, i) else 0
        return step
    return 0


def _run_start(tree: Tree, i: int) -> int:
    """The first of the capitals right before a token."""
    while i > 0 and is_nameish(tree, i - 1) and tree.tokens[i - 1].sentence == tree.tokens[i].sentence:
        i -= 1
    return i


def _owns_within(tree: Tree, i: int, end: int) -> bool:
    """Whether a possessive stands inside a name: "People's Bank", "St. Mary's Hospital", "the Dock Workers' Union"."""
    low = tree.low
    if low[i][-1] == "s" and low[i - 1] in _OWN_POSSESSIVE and same_entity(tree, i - 1, i + 1):
        return True
    if low[i][-1] == "s" and i >= 2 and low[i - 2] in {"st", "st.", "saint"}:
        return low[i + 1] in ORGANISATION_WORDS
    return _ends_as_body(tree, i, end)


def _ends_as_body(tree: Tree, i: int, end: int) -> bool:
    """Whether a plural's possessive stands inside a body's name: "the Dock Workers' Union"."""
    if tree.tokens[i - 1].tag not in {"NNS", "NNPS"} and not (tree.low[i] in {"'", "’"} and tree.low[i - 1][-1] == "s"):
        return False
    last = i + 1
    while last + 1 < end and is_nameish(tree, last + 1):
        last += 1
    return tree.low[i - 1] not in countries.by_demonym() and tree.low[last] in ORGANISATION_WORDS | ORGANISATION_NOUNS


def _particles(tree: Tree, i: int, end: int) -> int:
    """How many lower-case parts of a person's name stand here: "de la", "al-"."""
    k = i
    while (
        k < end
        and (tree.low[k] in PARTICLES or (tree.low[k] == "-" and tree.glued(k) and tree.glued(k + 1)))
        and k < i + 3
    ):
        k += 1
    named = k < end and is_nameish(tree, k) and tree.tokens[k].ent != "NORP"
    return k - i if named and (tree.tokens[k].ent != "GPE" or k - i > 1) else 0


def _joined_organisation(tree: Tree, i: int) -> bool:
    """Whether "and" stands inside one organisation's name: "Food and Drug Administration"."""
    first = i
    while not tree.tokens[first].ent_start and first > 0:
        first -= 1
    before = set(tree.low[first:i])
    left = tree.tokens[i - 1]
    if before & OF_HEADS and "of" in before:
        return True
    return left.dep in {"compound", "nmod"} and left.head > i and tree.low[left.head] in ORGANISATION_WORDS


def _splits(tree: Tree, i: int) -> bool:
    """Whether a new name begins at a capital that follows a name directly."""
    left, right = tree.tokens[i - 1], tree.tokens[i]
    if not right.ent_start or not left.ent or left.ent not in ACTORS or right.ent not in ACTORS:
        return False
    if right.ent == "PERSON":
        return left.ent != "PERSON"
    if left.ent == "PERSON":
        return right.ent == "GPE"
    return False


def find_runs(tree: Tree, first: int, end: int) -> list[tuple[int, int]]:
    """First and last tokens of the capital runs of a sentence."""
    runs = []
    i = first
    while i < end:
        if not is_nameish(tree, i):
            i += 1
            continue
        j = i
        while i > first and _leads(tree, i, first):
            i -= 1
        while j + 1 < end:
            if (is_nameish(tree, j + 1) and not _splits(tree, j + 1)) or (
                tree.tokens[j + 1].pos == "NUM" and tree.low[j] in {"channel", "area", "formula", "studio", "radio"}
            ):
                j += 1
            elif step := _joins(tree, j + 1, end):
                j += step + 1
            else:
                break
        runs.append((i, j))
        i = j + 1
    return runs


def _leads(tree: Tree, i: int, first: int) -> bool:
    """Whether a lower-case part of a name stands right before a capital: "al-Rashid", "bin Harun"."""
    word = tree.low[i - 1]
    if word == "-":
        return tree.glued(i) and tree.glued(i - 1) and i - 1 > first and tree.low[i - 2] in PARTICLES
    return word in {"al", "bin", "von", "el", "ibn"} and (tree.low[i] == "-" or word != "el")
