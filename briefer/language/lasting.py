"""Whether a clause tells how things are, and not what happened."""

from __future__ import annotations

from briefer.language.clauses import Tree
from briefer.language.places import HAPPENINGS

#: Verbs of what goes on all the time, in the present as in the past.
_ALWAYS = frozenset("belong consist depend dwell live own reside".split())
#: Verbs of how things are in the present; "the storm cost", "the tree lay across the track" tell what happened.
_NOW = _ALWAYS | frozenset(
    "border comprise contain cost cover employ exist house include lie measure number produce serve stand supply weigh".split()
)
#: "Was founded by": told of something, and no news of it without a day.
_FOUNDED = frozenset({"build", "establish", "found", "locate", "situate"})


def is_lasting(tree: Tree, verb: int) -> bool:
    """Whether it is background: "some 900 people live there", "there are two bridges", "it was built by monks"."""
    token = tree.tokens[verb]
    lemma = token.lemma.lower()
    if tree.child(verb, "prt") is not None:
        return False  # "stands down"
    if tree.child(verb, "expl") is not None:
        named = tree.child(verb, "attr", "nsubj", "dobj")
        happening = named is not None and tree.tokens[named].lemma.lower() in HAPPENINGS
        return lemma in ("be", "exist") and not happening and not _has_a_day(tree, verb)
    if tree.child(verb, "auxpass") is not None:
        named = lemma == "know" and any(tree.tokens[c].text.lower() == "as" for c in tree.children[verb])
        return named or (lemma in _FOUNDED and not _has_a_day(tree, verb))
    if tree.auxiliaries(verb) or token.tag not in ("VBZ", "VBP", "VBD"):
        return False
    if token.tag == "VBD":
        return lemma in _ALWAYS and not _has_a_day(tree, verb)
    lasts = lemma in _NOW or (lemma == "have" and tree.child(verb, "dobj") is not None) or _describes(tree, verb)
    return lasts and not _has_a_day(tree, verb)


def _describes(tree: Tree, verb: int) -> bool:
    """Whether it says what something is beside others: "is the only …", "is one of …", "is 40 metres high".

    "Five people are dead", "the Harriers are champions" tell what happened.
    """
    noun = tree.child(verb, "attr", "acomp") if tree.tokens[verb].lemma.lower() == "be" else None
    if noun is None:
        return False
    below = [tree.tokens[t] for t in (noun, *tree.children[noun])]
    measured = tree.tokens[noun].pos == "ADJ" and any(t.dep in ("npadvmod", "nummod") for t in below)
    return measured or any(t.tag in ("JJS", "RBS") or t.text.lower() in ("only", "one", "home", "due") for t in below)


def _has_a_day(tree: Tree, verb: int) -> bool:
    """Whether a single day or hour stands in the clause."""
    tokens = tree.clause(verb)
    place = tree.range(tokens[0], tokens[-1])
    return any(w.from_ is not None and w.from_ == w.to and w.from_.count("-") == 2 for w in tree.dates(place))
