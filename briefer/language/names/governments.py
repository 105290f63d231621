"""Whether a capital's name means its government, and capitals that only this article has."""

from __future__ import annotations

from briefer.language.names.lexicon import EXCHANGE_NOUNS, PLACE_PREPOSITIONS
from briefer.language.names.name import Name
from briefer.language.names.tree import SUBJECTS, Tree

_STREETS = frozenset(
    "streets street airport suburbs mayor skyline outskirts residents metro subway centre center hotel restaurant "
    "museum district districts weather university stadium square cathedral".split()
)
_TOWARDS = frozenset({"with", "between", "against", "toward", "towards", "by", "for", "among", "on", "upon", "of"})


def acts_for_state(tree: Tree, name: Name, *, seat: bool = False) -> bool:
    """Whether "Moscow" or "the Kremlin" is who acts here and not where something happens."""
    i = tree.head_of(name.first, name.last)
    for _ in range(4):
        if tree.tokens[i].dep != "conj":
            break
        i = tree.tokens[i].head
    token = tree.tokens[i]
    head = token.head
    if token.dep in SUBJECTS:
        return True
    if token.dep in {"poss", "agent"}:
        return tree.low[head] not in _STREETS
    if token.dep in {"compound", "nmod", "amod"}:
        # "pressure from Bern and Nordic allies" may be parsed as if Bern were an adjective.
        listed = tree.low[name.last + 1 : name.last + 2] == ["and"] and name.first > 1
        return seat or (
            listed
            and tree.low[name.first - 1] in {"from", "with"}
            and tree.tokens[name.first - 2].lemma in EXCHANGE_NOUNS
        )
    if token.dep in {"dobj", "dative"}:
        return tree.tokens[head].lemma not in {"visit", "leave", "reach", "enter", "hit", "strike", "shell", "bomb"}
    if token.dep == "pobj" and not (name.first and tree.low[name.first - 1] in PLACE_PREPOSITIONS):
        return _after_preposition(tree, head, seat=seat)
    return False


def _after_preposition(tree: Tree, preposition: int, *, seat: bool) -> bool:
    word = tree.low[preposition]
    if word in PLACE_PREPOSITIONS:
        return False
    if word in _TOWARDS:
        if word == "for":
            return any(
                tree.tokens[c].dep in {"relcl", "acl", "xcomp", "advcl"} for c in tree.children[preposition]
            ) or (tree.tokens[tree.tokens[preposition].head].pos == "NOUN")
        return word != "of" or tree.low[tree.tokens[preposition].head] not in _STREETS | {"city", "south", "north"}
    if word in {"to", "from"}:
        governor = tree.tokens[tree.tokens[preposition].head]
        if tree.tokens[preposition - 1].lemma in EXCHANGE_NOUNS:
            return True
        return governor.lemma in EXCHANGE_NOUNS or (
            seat and governor.lemma in {"send", "say", "write", "speak", "offer"}
        )
    return False


def local_capitals(tree: Tree, names: list[Name]) -> dict[str, str]:
    """Capitals that the article itself explains: key of the capital to key of the country."""
    found: dict[str, str] = {}
    for left, right in zip(names, names[1:], strict=False):
        if left.sentence != right.sentence or not 1 < right.first - left.last <= 7:
            continue
        between = tree.low[left.last + 1 : right.first]
        if between[0] in {"'s", "’s"} and "capital" in between[1:4] and between[-1] in {"capital", ","}:
            found[right.key] = left.key
        elif between[0] == "," and between[-2:] == ["capital", "of"]:
            found[left.key] = right.key
    return found
