"""Gate `negation`: what the article denies is not shown as said, nor the other way round."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from briefer.language.negation import compare
from briefer.model import Range, Token
from briefer.verify.lines import Line
from briefer.verify.objection import Objection, fail
from briefer.verify.passage import Ground, Passage

#: A sentence without any of these has nothing that could turn a part of it round.
_TURNING = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nobody|without|cannot|den(?:y|ies|ied|ying)|refus\w+|reject\w*|doubt\w*|"
    r"disput\w+|dismiss\w*|fail\w*|declin\w+|rul\w+ out|unlikely|false\w*|untrue)\b|n['’]t\b",
    re.IGNORECASE,
)
_DENYING = frozenset("deny refuse reject doubt dispute dismiss fail decline".split())
#: What a clause may hang by and still be covered by a negation above it.
_COVERED = frozenset("ccomp xcomp dobj pobj prep pcomp attr acomp csubj oprd dative agent nsubj nsubjpass acl".split())
_NEGATIVES = frozenset("no never neither hardly".split())


def check_negation(claim: Line, passage: Passage) -> Iterator[Objection]:
    """Whether negation and modality of a paraphrase agree with those of the cited sentences."""
    agreement = compare(claim.text, [line.text for line in passage.lines])
    if agreement.result != "pass":
        yield Objection(agreement.result, agreement.reason)


def check_cut(place: Range, ground: Ground) -> Iterator[Objection]:
    """Whether verbatim words were cut out from under a negation that stands before them in their sentence."""
    for index in ground.sentences_at(place.start, place.end):
        sentence = ground.analysis.sentences[index]
        outside = ground.text[sentence.start : max(sentence.start, place.start)]
        if _TURNING.search(outside) and (word := _turned(place, ground.analysis.tokens)):
            yield fail(f"the article has these words under “{word}”, which is left out")
            return


def _turned(place: Range, tokens: Sequence[Token]) -> str | None:
    """The word before the place, in its sentence, that denies the clause in it; None where none does."""
    first = bisect_left(tokens, place.start, key=lambda t: t.start)
    within = range(first, bisect_left(tokens, place.end, key=lambda t: t.start))
    if not within:
        return None
    tops = [i for i in within if not place.start <= tokens[tokens[i].head].start < place.end or tokens[i].head == i]
    for top in tops:
        if tokens[top].pos not in ("VERB", "AUX", "NOUN", "ADJ", "PROPN"):
            continue
        if word := _above(top, place, tokens):
            return word
    return None


def _above(top: int, place: Range, tokens: Sequence[Token]) -> str | None:
    """The negation of the clause's head itself, or of a verb that the clause is the object of."""
    children = range(max(0, top - 12), top)
    for i in children:
        t = tokens[i]
        if t.head == top and t.start < place.start and (t.dep == "neg" or t.lemma.lower() in _NEGATIVES):
            return t.text
    at = top
    for _ in range(6):
        if tokens[at].dep not in _COVERED or tokens[at].head == at:
            return None
        at = tokens[at].head
        verb = tokens[at]
        if verb.start >= place.start:
            return None
        if verb.lemma.lower() in _DENYING:
            return verb.text
        for i in range(max(0, at - 8), min(len(tokens), at + 3)):
            if tokens[i].head == at and tokens[i].dep == "neg":
                return f"{tokens[i].text} {verb.text}" if i < at else verb.text
    return None
