"""Whose side a clause speaks of: who acts in it, and whether the speaker speaks for them."""

from __future__ import annotations

from briefer.language.clauses import Tree, answered_once
from briefer.language.step_words import BODIES, PEOPLE
from briefer.model import Range

_SOMEBODY = BODIES | PEOPLE


@answered_once
def governor(tree: Tree, verb: int) -> int | None:
    """The verb whose clause this one is ("said that …"), through joined clauses."""
    while tree.tokens[verb].dep in ("conj", "ccomp", "xcomp", "advcl") and tree.tokens[verb].head != verb:
        head = tree.tokens[verb].head
        if tree.tokens[verb].dep == "ccomp" and tree.tokens[head].pos == "VERB":
            return head
        verb = head
    return None


@answered_once
def acts(tree: Tree, subject: int) -> bool:
    """Whether it is somebody: a name, a body, a pronoun for people."""
    token = tree.tokens[subject]
    lemma = token.lemma.lower()
    named = tree.child(subject, "appos")
    if named is not None and (tree.entities[named] is not None or tree.tokens[named].pos == "PROPN"):
        return True  # "the hospice's treasurer, Dana Ruhl,"
    if (
        tree.entities[subject] is not None
        or token.pos == "PROPN"
        or token.ent in ("PERSON", "ORG", "GPE", "NORP", "LOC")
    ):
        return True
    return lemma in _SOMEBODY or lemma in ("he", "she", "they", "we", "i") or token.text in ("Both", "both")


def _head(tree: Tree, place: Range | None) -> int | None:
    """The noun that heads the words of a source."""
    if place is None:
        return None
    inside = tree.at(place)
    return next((i for i in inside if tree.tokens[i].head not in inside or tree.tokens[i].head == i), None)


def _of(tree: Tree, teller: int, subject: int) -> bool:
    """Whether the teller belongs to the subject: "its director", "her office", "a spokesperson for the commission"."""
    owner = tree.child(teller, "poss")
    if owner is not None and tree.tokens[owner].tag == "PRP$":
        mine, theirs = tree.entities[owner], tree.entities[subject]
        if mine is not None and theirs is not None:
            return mine == theirs
        # "The league will file a complaint, its chairman said": the pronoun points back to the subject.
        return subject < owner and tree.tokens[subject].sentence == tree.tokens[owner].sentence
    if tree.tokens[subject].text.lower() != "it":
        return False
    spokes = tree.tokens[teller].lemma.lower()
    return spokes.startswith("spokes") or (tree.tokens[teller].pos != "PRON" and tree.tokens[teller].ent != "PERSON")


def _alike(tree: Tree, teller: int, subject: int) -> bool:
    """Whether both are the same pronoun in one sentence: "She said she would …"."""
    one, two = tree.tokens[teller], tree.tokens[subject]
    return one.pos == two.pos == "PRON" and one.text.lower() == two.text.lower() and one.sentence == two.sentence


def own_side(tree: Tree, verb: int, subject: int) -> bool:
    """Whether the speaker is the subject, or speaks for it."""
    token = tree.tokens[subject]
    if token.text.lower() in ("i", "we"):
        return True
    owner = tree.child(subject, "poss")
    if owner is not None and tree.tokens[owner].text.lower() in ("my", "our", "his", "her", "their", "its"):
        return token.lemma.lower() in BODIES or token.lemma.lower() in ("people", "team", "campaign")
    if (stated := tree.attributed[verb]) is None:
        teller = governor(tree, verb)
        speaker = tree.subject(teller) if teller is not None else None
        if speaker is not None and _of(tree, speaker, subject):
            return True
        return token.pos == "PRON" and speaker is not None and tree.tokens[speaker].pos in ("PROPN", "PRON", "NOUN")
    attribution = tree.analysis.attributions[stated]
    source = _head(tree, attribution.source)
    if source is not None and (_of(tree, source, subject) or _alike(tree, source, subject)):
        return True
    speakers = {index for index in (attribution.speaker, attribution.holder) if index is not None}
    if tree.entities[subject] is not None and tree.entities[subject] in speakers:
        return True
    words = tree.analysis.words(tree.range(subject, subject))
    for index in speakers:
        entity = tree.analysis.entities[index]
        employer = entity.organisation_name or (tree.analysis.words(entity.organisation) if entity.organisation else "")
        if words and words in employer.split():
            return True
    return False
