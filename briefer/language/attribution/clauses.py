"""Clauses that are said: what belongs to them, and the saying that is put into their middle or behind them."""

from __future__ import annotations

from collections.abc import Iterator

from briefer.language.attribution.candidates import Candidate
from briefer.language.attribution.cue_verbs import VERBS
from briefer.language.attribution.cue_words import PUBLISHING
from briefer.language.attribution.grammar import (
    FINITE,
    NOBODY,
    cue_of,
    is_negated,
    is_passive,
    mark_of,
    own_subject,
    saying_edge,
)
from briefer.language.attribution.tree import Tree

_RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
_NOBODY_NAMED = _RELATIVES | NOBODY
_BREAKS = frozenset({",", "-", "–", "—"})
#: What a narrator calls words that somebody has just said.
_REMARKS = frozenset("remark comment claim statement assertion accusation allegation charge suggestion threat".split())
#: A verb with one of these is no mere insertion.
_OWN = frozenset({"ccomp", "xcomp", "dobj", "mark", "cc"})


def clause(tree: Tree, verb: int, said: int) -> list[int]:
    """The tokens of a clause that is said; where it stands before the saying, all that stands there."""
    tokens = tree.subtree(said)
    if said > verb:
        tokens = _without_lead(tree, verb, said, _without_asides(tree, said, _without_comment(tree, verb, tokens)))
        if left := _before_the_saying(tree, verb, said):
            return left + tokens
        if _lacks_subject(tree, said):
            # "testified “thousands” of letters had …"; in "everything he says is false", nothing is left to be said.
            between = list(range(verb + 1, tokens[0]))
            held = tree.child(verb, "dobj")
            nouns = (held is not None and between and between[0] == tree.subtree(held)[0]) or not any(
                tree.tokens[t].text in _BREAKS or tree.tokens[t].pos == "VERB" for t in between
            )
            return between + tokens if between and nouns else tokens if between else []
        if len(tokens) > 1 and tree.tokens[tokens[0]].tag in ("WDT", "WP") and tokens[0] < verb:
            # "land that Vellany says is its own": the clause has its subject outside; only quoted words stand alone.
            return tokens[1:] if any(tree.quoted[t] >= 0 for t in tokens) else []
        rest = [
            c
            for c in tree.children[verb]
            if c > said and tree.tokens[c].dep == "advcl" and mark_of(tree, c) in ("because", "if", "unless")
        ]
        return tokens + [t for c in rest for t in tree.subtree(c)]
    if tree.tokens[said].pos not in ("VERB", "AUX", "ADJ") and own_subject(tree, said) is None:
        return []
    edge = saying_edge(tree, verb)
    if edge == 0 or tree.tokens[edge - 1].text in {":", ";"}:
        return []
    first, last = tree.bounds(verb)
    block = tree.subtree(verb)
    if tree.tokens[verb].dep in ("ROOT", "conj") and block[-1] >= last - 1 and tokens[-1] < verb:
        # The saying closes the sentence: all of it was said.
        return list(range(first, edge))
    return [t for t in block if t < edge] + [t for t in tokens if t > verb]


def _lacks_subject(tree: Tree, said: int) -> bool:
    """Whether a clause begins with its verb, which has a tense and nobody who does it."""
    first = tree.tokens[tree.subtree(said)[0]]
    helpers = [tree.tokens[c] for c in tree.children[said] if tree.tokens[c].dep in ("aux", "auxpass")]
    finite = any(t.tag in FINITE for t in (tree.tokens[said], *helpers))
    return finite and own_subject(tree, said) is None and (first.pos in ("VERB", "AUX") or first.dep == "prep")


def _before_the_saying(tree: Tree, verb: int, said: int) -> list[int]:
    """The first half of `The gauges, the council said, had been broken`, where the parse roots the saying."""
    first, edge = tree.bounds(verb)[0], saying_edge(tree, verb)
    if own_subject(tree, said) is not None or edge - 1 <= first or tree.tokens[edge - 1].text != ",":
        return []
    start = tree.subtree(said)[0]
    return list(range(first, edge - 1)) if tree.tokens[start - 1].text == "," else []


def _without_lead(tree: Tree, verb: int, said: int, tokens: list[int]) -> list[int]:
    """The clause without where or when it was said: "said on Telegram it had …"."""
    lead, held = verb + 1, own_subject(tree, said)
    if held is None or tree.tokens[lead].dep != "prep" or tree.tokens[lead].head != said:
        return tokens
    phrase = tree.subtree(lead)
    behind = phrase[-1] + 1 == tree.subtree(held)[0]
    return [t for t in tokens if t not in phrase] if behind else tokens


def _without_asides(tree: Tree, said: int, tokens: list[int]) -> list[int]:
    """The clause without the words on who relays it ("as cited by the radio"), and without a joining word at its end."""
    aside = next((t for t in tokens if t > said and _relays(tree, t)), None)
    if aside is not None:
        left_out = {aside - 1, *tree.subtree(aside)}
        tokens = [t for t in tokens if t not in left_out]
    while tokens and tree.tokens[tokens[-1]].pos in ("CCONJ", "PUNCT") and tree.quoted[tokens[-1]] < 0:
        tokens = tokens[:-1]
    return tokens


def _without_comment(tree: Tree, verb: int, tokens: list[int]) -> list[int]:
    """The clause without the narrator's comment behind a comma: ", a remark that …", ", leading to what both call …"."""
    first = tokens[0]
    for t in tokens:
        if t < 2 or tree.tokens[t - 1].text != "," or t - 1 <= first or any(tree.quoted[k] >= 0 for k in (t, t - 1)):
            continue
        if tree.tokens[t].tag == "VBG" and tree.tokens[t].dep == "advcl":
            head = t
        elif tree.tokens[t].text.lower() in ("a", "an"):
            head = tree.tokens[t].head
        else:
            continue
        aside = tree.subtree(head)
        if aside[0] == t and aside[-1] >= tokens[-1] - 1 and _comments(tree, verb, head, aside):
            return [k for k in tokens if k < t - 1]
    return tokens


def _comments(tree: Tree, verb: int, head: int, aside: list[int]) -> bool:
    """Whether an aside speaks of what was said: it names it as such, or reports what others than the speaker said."""
    if tree.tokens[head].pos == "NOUN":
        names_it = tree.tokens[head].lemma.lower() in _REMARKS and tree.tokens[head].dep != "conj"
        told = tree.child(head, "relcl")
        by = None if told is None else own_subject(tree, told)
        return names_it and told is not None and (by is None or tree.tokens[by].tag != "PRP")
    for t in aside:
        if tree.tokens[t].dep != "relcl" or tree.tokens[t].pos != "VERB" or tree.quoted[t] >= 0:
            continue
        held = own_subject(tree, t)
        speaks = "speech" in VERBS.get(tree.tokens[t].lemma.lower(), {}).values()
        named = held is not None and tree.tokens[held].pos in ("NOUN", "PROPN")
        if speaks and named and own_subject(tree, verb) != held:
            return True
    return False


def interposed_candidates(tree: Tree) -> Iterator[Candidate]:
    """`The gauges, officials said, were broken`, and `…, officials said.` where the parse hides it."""
    for i, token in enumerate(tree.tokens):
        if token.dep not in ("parataxis", "conj", "relcl", "ccomp", "advcl") or token.tag not in ("VBD", "VBZ", "VBP"):
            continue
        frames = VERBS.get(token.lemma.lower(), {})
        if token.pos != "VERB" or "c" not in frames or tree.quoted[i] >= 0 or is_passive(tree, i):
            continue
        held = own_subject(tree, i)
        if held is None or tree.tokens[held].text.lower() in _NOBODY_NAMED:
            continue
        content = _around(tree, i, held)
        if content:
            yield Candidate(
                rule="clause",
                anchor=i,
                cue=cue_of(tree, i),
                source=held,
                content=frozenset(content),
                kind=frames["c"],
                negated=is_negated(tree, i),
            )


def _around(tree: Tree, verb: int, held: int) -> list[int]:
    """The tokens around an insertion; none where the verb is no insertion."""
    if held < verb and (behind := _joined_behind(tree, verb, held)):
        return behind
    if any(tree.tokens[c].dep in _OWN for c in tree.children[verb]):
        return []
    first, last = tree.bounds(verb)
    edge = saying_edge(tree, verb) if held < verb else verb
    if edge <= first or tree.tokens[edge - 1].text not in _BREAKS:
        return []
    end = max(t for t in tree.subtree(verb) if tree.quoted[t] < 0)
    if end < last and tree.tokens[end].text != "," and tree.tokens[end + 1].text not in {*_BREAKS, ".", ";"}:
        return []
    if edge - 2 >= first and tree.tokens[edge - 2].pos == "CCONJ":
        # "It has a mill and, she says, two barns": only what is joined is hers.
        return list(range(end + 1, last + 1))
    over = tree.tokens[verb].head
    if tree.tokens[verb].dep == "parataxis" and tree.tokens[over].dep != "ROOT":
        return [t for t in tree.subtree(over) if not edge <= t <= end and tree.tokens[t].dep != "mark"]
    return [t for t in range(first, last + 1) if not edge <= t <= end]


def _joined_behind(tree: Tree, verb: int, held: int) -> list[int]:
    """The noun phrase of `It has a mill and, she says, two barns`, which the parse gives the saying for an object."""
    thing = tree.child(verb, "dobj")
    edge = tree.subtree(held)[0]
    if thing is None or thing < verb or edge < 2 or tree.tokens[verb + 1].text != ",":
        return []
    tokens = tree.subtree(thing)
    opens = tree.tokens[edge - 1].text == "," and tree.tokens[edge - 2].pos == "CCONJ"
    return tokens if opens and tokens[0] == verb + 2 else []


def _relays(tree: Tree, i: int) -> bool:
    """Whether the token heads "as cited by …" or ", according to …"."""
    token, before = tree.tokens[i], tree.tokens[i - 1].text.lower()
    if token.text.lower() == "according":
        return before == ","
    if token.tag != "VBN" or token.lemma.lower() not in PUBLISHING or before != "as":
        return False
    return any(tree.tokens[c].text == "by" for c in tree.children[i])
