"""Attribution by verbs: clauses, infinitives, objects and prepositions that hang on a cue verb."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from briefer.language.attribution.candidates import Candidate
from briefer.language.attribution.clauses import clause
from briefer.language.attribution.cue_verbs import VERBS, Kind
from briefer.language.attribution.cue_words import ANSWERING, DOCUMENTS, GRANTED, SIDING, WITH_HEARER
from briefer.language.attribution.grammar import (
    cue_of,
    is_held,
    is_negated,
    is_passive,
    is_seen,
    mark_of,
    own_subject,
    right_source,
)
from briefer.language.attribution.tree import Tree

#: Asides that close a content and are the narrator's; in a clause they are more often part of what was said.
_TAILS = frozenset({"appos", "relcl", "advcl", "npadvmod"})
#: Prepositions whose phrase belongs to what is said of an object.
_ABOUT = frozenset({"as", "of", "for", "about", "over", "against", "from", "with", "to"})

_PERSONS = frozenset({"him", "her", "them", "it"})


class _Reported(NamedTuple):
    """One complement of a cue verb."""

    rule: str
    #: Of the verb's frames.
    frame: str
    content: list[int]
    #: Tokens of the cue beside the verb.
    extra: tuple[int, ...] = ()


def verb_candidates(tree: Tree) -> Iterator[Candidate]:
    """Every candidate that hangs on a cue verb."""
    for i, token in enumerate(tree.tokens):
        if token.pos not in ("VERB", "AUX") or not (frames := VERBS.get(token.lemma.lower())):
            continue
        source = None if is_passive(tree, i) else right_source(tree, i)
        if source is None or is_held(tree, i):
            continue
        for c in tree.children[i]:
            found = _reported(tree, i, c, frames)
            if found is None or not found.content:
                continue
            content = found.content if found.rule == "clause" else tree.without_tail(found.content, _TAILS)
            if _is_enough(tree, i, found.rule, content):
                yield Candidate(
                    rule=found.rule,
                    anchor=i,
                    cue=cue_of(tree, i, *found.extra),
                    source=source,
                    content=frozenset(content),
                    kind=frames[found.frame],
                    negated=is_negated(tree, i),
                )


def _is_enough(tree: Tree, verb: int, rule: str, content: list[int]) -> bool:
    """Whether a content is worth an attribution: more than a word, and not a mere description of a noun."""
    dep = tree.tokens[verb].dep
    if rule in ("infinitive", "preposition") and dep == "relcl":
        return False
    if rule in ("object", "as") and dep in ("pcomp", "acl"):
        return rule == "object" and dep == "acl" and tree.tokens[verb].lemma.lower() in SIDING
    words = [t for t in content if tree.tokens[t].text[0].isalnum()]
    if rule == "object" and (_says_no_alone(tree, verb, content) or _is_somebody(tree, verb, content[-1])):
        return True
    return rule in ("clause", "infinitive") or len(words) > 1 or any(tree.tokens[t].pos == "PROPN" for t in words)


def _says_no_alone(tree: Tree, verb: int, content: list[int]) -> bool:
    """Whether a single word is a whole statement behind its verb: "denied that", "denies misconduct"."""
    held = content[-1]
    noun = tree.tokens[held].pos == "NOUN" and tree.tokens[held].lemma.lower() not in GRANTED
    return (noun and tree.tokens[verb].lemma.lower() == "deny") or _is_answer(tree, verb, held)


def _reported(tree: Tree, verb: int, c: int, frames: Mapping[str, Kind]) -> _Reported | None:
    """What a child of a verb is to it, by the frames that the verb takes."""
    dep = tree.tokens[c].dep
    if dep in ("ccomp", "xcomp", "advcl"):
        return _by_verb(tree, verb, c, frames)
    if dep in ("dobj", "prep") and (told := _that_clause(tree, verb, c, frames)) is not None:
        return _Reported("clause", "c", tree.subtree(told))
    if dep == "dobj":
        return _by_object(tree, verb, c, frames)
    if dep == "prep":
        return _by_preposition(tree, verb, c, frames)
    if dep == "oprd" and "as" in frames:
        return _Reported("as", "as", _with_object(tree, verb, tree.subtree(c)))
    return None


def _by_verb(tree: Tree, verb: int, c: int, frames: Mapping[str, Kind]) -> _Reported | None:
    """A clause or an infinitive."""
    dep = tree.tokens[c].dep
    if dep == "ccomp" and c < verb and any(x > verb and mark_of(tree, x) == "that" for x in tree.children[verb]):
        # What stands before belongs to the sentence before.
        return None
    if dep == "ccomp" and c > verb and is_seen(tree, c):
        return None
    if dep == "ccomp" and "c" in frames:
        return _Reported("clause", "c", clause(tree, verb, c))
    if dep == "ccomp" and "oi" in frames and c > verb and tree.tokens[c].tag == "VB":
        return _Reported("object_infinitive", "oi", tree.subtree(c))
    if dep == "ccomp" and "as" in frames:
        return _Reported("as", "as", tree.subtree(c))
    if dep == "advcl" and "as" in frames and mark_of(tree, c) == "as" and own_subject(tree, c) is None:
        # "portrayed the council as weakened"
        return _Reported("as", "as", _with_object(tree, verb, tree.subtree(c)))
    if dep == "xcomp" and tree.tokens[c].tag == "VBG" and "g" in frames:
        return _Reported("infinitive", "g", tree.subtree(c))
    if not is_infinitive(tree, c):
        return None
    held = tree.child(verb, "dobj")
    if held is not None and tree.tokens[held].tag in ("WDT", "WP"):
        # "a quarrel that both wanted to avoid": what the infinitive is about stands outside.
        return None
    if held is not None and held < c and "oi" in frames:
        return _Reported("object_infinitive", "oi", sorted(tree.subtree(held) + tree.subtree(c)))
    if dep == "xcomp" and "i" in frames:
        return _Reported("infinitive", "i", tree.subtree(c))
    return None


def _by_object(tree: Tree, verb: int, c: int, frames: Mapping[str, Kind]) -> _Reported | None:
    """An object that something is said of."""
    shown = tree.tokens[verb].lemma.lower() in ("show", "find") and _is_document(tree, own_subject(tree, verb))
    if tree.tokens[verb].lemma == "rule" and not any(tree.tokens[x].text == "out" for x in tree.children[verb]):
        # To rule a country is no statement, to rule something out is one.
        return None
    if tree.tokens[verb].lemma.lower() in ("cite", "quote") and tree.tokens[c].ent == "PERSON":
        return None  # a summons, or a relay; the words of who is cited are found by themselves
    if tree.tokens[verb].lemma.lower() == "want" and _is_wish(tree, verb, c):
        return _Reported("object", "oi", _with_rest(tree, verb, c))
    if _is_answer(tree, verb, c):
        return _Reported("object", "o" if "o" in frames else "c", tree.subtree(c))
    if ("o" in frames or shown) and (tree.tokens[c].pos != "PRON" or _is_somebody(tree, verb, c)):
        return _Reported("object", "o" if "o" in frames else "c", _with_rest(tree, verb, c))
    if "as" in frames and any(tree.quoted[t] >= 0 for t in tree.subtree(c)):
        return _Reported("as", "as", tree.subtree(c))
    return None


def _is_somebody(tree: Tree, verb: int, c: int) -> bool:
    """Whether an object is a person whom somebody is for or against: "endorsed him"."""
    return tree.tokens[c].text.lower() in _PERSONS and tree.tokens[verb].lemma.lower() in SIDING and c > verb


def _is_answer(tree: Tree, verb: int, c: int) -> bool:
    """Whether an object stands for what the sentence before says: "denied that", "does not dispute it"."""
    answers = tree.tokens[verb].lemma.lower() in ANSWERING and tree.tokens[c].text.lower() in ("that", "this", "it")
    return answers and tree.tokens[c].tag in ("DT", "PRP") and tree.tokens[verb].sentence > 0 and verb < c


def _is_wish(tree: Tree, verb: int, c: int) -> bool:
    """Whether somebody wants a measure ("a tax on water"), not a thing."""
    named = any(
        tree.tokens[x].dep == "prep" and tree.tokens[x].text.lower() in ("on", "for", "to") for x in tree.children[c]
    )
    return verb < c and tree.tokens[c].pos == "NOUN" and named and tree.child(verb, "xcomp", "ccomp", "advcl") is None


def _by_preposition(tree: Tree, verb: int, c: int, frames: Mapping[str, Kind]) -> _Reported | None:
    """A phrase that something is said about."""
    word = tree.tokens[c].lemma.lower()
    phrase = tree.subtree(c)
    held = tree.child(verb, "dobj")
    if "+" + word in frames and (held is None or held > c):
        if word == "for" and tree.tokens[verb].lemma == "ask" and _is_granted(tree, c):
            return None
        behind = [t for t in phrase if t != c]
        to = next((x for x in tree.children[verb] if x > c and is_infinitive(tree, x)), None)
        if word in ("on", "for") and to is not None:
            return _Reported("object_infinitive", "+" + word, sorted(behind + tree.subtree(to)), (c,))
        if word == "on" and tree.tokens[verb].lemma == "call":
            # A visit, not a demand.
            return None
        return _Reported("preposition", "+" + word, behind, (c,))
    if word == "at" and tree.tokens[verb].lemma == "put" and not _is_figure(tree, c):
        return None
    if ("o+" + word in frames and held is not None) or "+" + word in frames:
        frame = "o+" + word if "o+" + word in frames else "+" + word
        return _Reported("object_preposition", frame, _with_object(tree, verb, phrase))
    if word == "as" and "as" in frames:
        return _Reported("as", "as", _with_object(tree, verb, phrase))
    return None


def _is_granted(tree: Tree, c: int) -> bool:
    """Whether a preposition leads to what a newspaper or an office grants: "asked for anonymity"."""
    held = tree.child(c, "pobj")
    return held is not None and tree.tokens[held].lemma.lower() in GRANTED


def _is_figure(tree: Tree, c: int) -> bool:
    """Whether a preposition leads to a number: "at more than 200"."""
    held = tree.child(c, "pobj")
    return held is not None and any(tree.tokens[t].pos == "NUM" for t in (held, *tree.children[held]))


def is_infinitive(tree: Tree, i: int) -> bool:
    """Whether the token heads "to …" as a complement."""
    token = tree.tokens[i]
    if token.tag != "VB" or token.dep not in ("xcomp", "advcl"):
        return False
    return any(tree.tokens[c].tag == "TO" for c in tree.children[i])


def _with_object(tree: Tree, verb: int, phrase: list[int]) -> list[int]:
    """A phrase together with the verb's object: "described the plan" and "as a gift"."""
    held = tree.child(verb, "dobj")
    if held is None or tree.tokens[held].tag in ("WDT", "WP"):
        return phrase
    return sorted({*tree.subtree(held), *phrase})


def _with_rest(tree: Tree, verb: int, held: int) -> list[int]:
    """An object with the phrases that follow it ("cited the tax as a reason for …")."""
    tokens = tree.subtree(held)
    for c in tree.children[verb]:
        token = tree.tokens[c]
        if c == tokens[-1] + 1 and token.dep == "prep" and token.text.lower() in _ABOUT:
            tokens += tree.subtree(c)
    return tokens


def _that_clause(tree: Tree, verb: int, held: int, frames: Mapping[str, Kind]) -> int | None:
    """The clause of "told a meeting that …" and "said in a letter that …", which the parse hangs on the noun."""
    if "c" not in frames or tree.child(verb, "ccomp") is not None:
        return None
    hearer = tree.tokens[held].dep == "dobj" and tree.tokens[verb].lemma.lower() in WITH_HEARER
    for t in tree.subtree(held):
        if tree.tokens[t].dep not in ("acl", "relcl", "ccomp"):
            continue
        first = tree.subtree(t)[0]
        opens = tree.tokens[first].text.lower() == "that"
        if opens and (mark_of(tree, t) == "that" or (hearer and own_subject(tree, t) not in (None, first))):
            return t
    return None


def _is_document(tree: Tree, head: int | None) -> bool:
    return head is not None and tree.tokens[head].lemma.lower() in DOCUMENTS
