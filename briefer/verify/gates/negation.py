"""Gate `negation`: what the article denies is not shown as said, nor the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from briefer.language.negation import compare
from briefer.language.numbers import figures
from briefer.model import Claim, Position, Range, Span, Token
from briefer.verify.lines import Line
from briefer.verify.objection import Objection, fail
from briefer.verify.passage import Ground, Passage

#: A sentence without any of these has nothing that could turn a part of it round.
_TURNING = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nobody|without|cannot|den(?:y|ies|ied|ying)|refus\w+|reject\w*|doubt\w*|"
    r"disput\w+|dismiss\w*|fail\w*|declin\w+|rul\w+ out|unlikely|false\w*|untrue|"
    r"wrong\w*|incorrect\w*|mistak\w+|erroneous\w*|inaccura\w+|(?:earlier|previous|original) versions?)\b|n['’]t\b",
    re.IGNORECASE,
)
#: The article itself says of what hangs on these words that it is not so.
_MISTAKEN = re.compile(
    r"\b(?:wrong|incorrect|false|mistaken|erroneous|inaccurate)(?:ly)?\s+(?:(?:to|in|when|it|he|she|they|we)\s+){0,2}"
    r"(?:sa(?:id|ys?|ying)|t(?:old|ell\w*)|(?:report|claim|stat|assert|announc|suggest|indicat|describ|identif|attribut|"
    r"quot|writ|wrote|impl|alleg|declar|call|g[ai]v|believ|assum)\w*)\b"
    r"|\b(?:earlier|previous|original)\s+versions?\s+of\s+(?:this|the|our|an?)\s+(?:article|story|report|item|piece)\s+"
    r"(?:\w+ly\s+)?(?:had\s+)?\w+",
    re.IGNORECASE,
)
#: Somebody says of what follows that it is not so.
_DENIAL = re.compile(
    r"\bden(?:y|ies|ied|ying)\b|\b(?:reject|dismiss|refut|disput|rebuff)\w*\s+(?:\w+\s+)?"
    r"(?:claims?|reports?|allegations?|suggestions?|accusations?|rumou?rs?|assertions?|idea|notion)\b"
    r"|\b(?:not true|untrue|false)\s+that\b|\bnot (?:mean|imply|prove|show|say|believe|think) that\b"
    r"|\bno (?:evidence|sign|proof|indication|suggestion|question)s?\s+(?:that|of)\b",
    re.IGNORECASE,
)
_DENYING = frozenset("deny refuse reject doubt dispute dismiss fail decline".split())
#: What a clause may hang by and still be covered by a negation above it.
_COVERED = frozenset("ccomp xcomp dobj pobj prep pcomp attr acomp csubj oprd dative agent nsubj nsubjpass acl".split())
#: From this share of its neighbouring words on, a claim copies a sentence; more words than these are a clause.
_COPY, _FEW = 0.6, 3
_BARE = frozenset("not never no cannot without neither nor hardly none nobody nothing".split())
_NEGATIVES = frozenset("no never neither hardly".split())


def check_negation(claim: Line, passage: Passage) -> Iterator[Objection]:
    """Whether negation and modality of a paraphrase agree with those of the cited sentences."""
    agreement = compare(claim.text, [line.text for line in passage.lines])
    if agreement.result != "pass":
        yield Objection(agreement.result, agreement.reason)
    if agreement.result != "fail":
        yield from _check_copy(claim, passage)
        yield from _check_denied(claim, passage)


def _check_denied(claim: Line, passage: Passage) -> Iterator[Objection]:
    """What the sentence has somebody deny, in a claim that denies nothing."""
    wanted = set(claim.stems)
    if not wanted or _TURNING.search(claim.text):
        return
    for line in passage.lines:
        match = _DENIAL.search(line.text)
        if match is None and (mistaken := _MISTAKEN.search(line.text)):
            own, theirs = figures(claim.text), figures(line.text[mistaken.end() :])
            # "The correct figure is 40": a claim with other figures is not what the sentence calls wrong.
            match = mistaken if not own or not theirs or own & theirs else None
        if match and 3 * len(wanted & Line(line.text[match.end() :]).stem_set) >= 2 * len(wanted):
            yield fail(f"the article has this under “{match.group()}”, which is left out")
            return


def _check_copy(claim: Line, passage: Passage) -> Iterator[Objection]:
    """In a copy, a negation by itself that was taken out or put in."""
    pieces = [claim] if len(claim.pieces) < 2 else [Line(piece) for piece in claim.pieces]
    for piece in pieces:
        ours = [word.casefold() for word in piece.words]
        for line in passage.lines:
            if len(piece.pairs & line.pairs) >= _COPY * max(1, len(piece.pairs)):
                yield from _changed(ours, [word.casefold() for word in line.words])


def _changed(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Objection]:
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        put_in, taken_out = _negations(ours[a:b]), _negations(theirs[c:d])
        if kind == "equal" or max(b - a, d - c) > _FEW or bool(put_in) == bool(taken_out):
            continue
        if taken_out and 0 < a < len(ours):
            yield fail(f"“{taken_out[0]}” is left out")
        elif put_in:
            yield fail(f"“{put_in[0]}” does not stand there in the article")


def _negations(words: Sequence[str]) -> list[str]:
    return [
        word
        for word, after in zip_longest(words, words[1:], fillvalue="")
        # "the no 1 jersey"
        if (word in _BARE and not (word == "no" and after[:1].isdigit())) or word.endswith(("n't", "n’t"))
    ]


def has_turning(span: Span, ground: Ground) -> bool:
    """Whether a sentence here has words that could turn a part of it round."""
    place = (span.start, span.end)
    if (known := ground.turning.get(place)) is None:
        sentences = ground.sentences_at(*place)
        start = ground.analysis.sentences[sentences.start].start if sentences else span.start
        known = ground.turning[place] = _TURNING.search(ground.text, start, span.end) is not None
    return known


def check_cut(place: Range, ground: Ground, claim: Claim) -> Iterator[Objection]:
    """Whether verbatim words were cut out from under a negation that stands before them in their sentence."""
    for index in ground.sentences_at(place.start, place.end):
        sentence = ground.analysis.sentences[index]
        for match in _MISTAKEN.finditer(ground.text, sentence.start, sentence.end):
            if not place.start <= match.start() < place.end and _hangs_on(place, Range(*match.span()), ground):
                yield fail(f"the article has these words under “{match.group()}”, which is left out")
                return
        if not _TURNING.search(ground.text, sentence.start, max(sentence.start, place.start)):
            continue
        # "rejected the plan": that somebody is against a thing is what their stance says.
        spared = isinstance(claim, Position) and claim.stance == "oppose"
        if word := _turned(place, ground, nouns=not spared):
            yield fail(f"the article has these words under “{word}”, which is left out")
            return


def _hangs_on(place: Range, words: Range, ground: Ground) -> bool:
    """Whether the place is said, or part of what is said, by these words outside of it."""
    tokens = ground.analysis.tokens
    for token in ground.tree.at(place):
        at = token
        while tokens[at].head != at and (place.start <= tokens[at].start < place.end or tokens[at].dep in _COVERED):
            at = tokens[at].head
            if words.start <= tokens[at].start < words.end:
                return True
    return False


def _turned(place: Range, ground: Ground, *, nouns: bool) -> str | None:
    """The word before the place, in its sentence, that denies the clause in it; None where none does."""
    tokens, within = ground.analysis.tokens, ground.tree.at(place)
    if not within:
        return None
    tops = [i for i in within if not place.start <= tokens[tokens[i].head].start < place.end or tokens[i].head == i]
    for top in tops:
        if tokens[top].pos not in ("VERB", "AUX", "ADJ", *(("NOUN", "PROPN") if nouns else ())):
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
