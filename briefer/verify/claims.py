"""Which gates stand on which kind of claim, and the check that they come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from briefer.language.numbers import figures
from briefer.model import Actor, Analysis, Check, Claim, Event, Gate, NextStep, Position, Range, Span, Statement
from briefer.verify.gates import (
    check_carried,
    check_cut,
    check_ids,
    check_marked,
    check_name,
    check_names,
    check_negation,
    check_numbers,
    check_organisation,
    check_quotes,
    check_role,
    check_said,
    check_speaker,
    check_stance,
    check_status,
    check_step,
    check_support,
    check_telling,
    check_when,
    coverage,
    has_turning,
    is_joined,
    only_quotes,
)
from briefer.verify.lines import Line, stands_in
from briefer.verify.objection import NOT_RUN, Objection, to_check
from briefer.verify.passage import Ground, Passage, inside
from briefer.verify.retrieval import find_evidence

C = TypeVar("C", bound=Claim)
Grounds = Mapping[str, Ground]
_Gates = dict[Gate, list[Objection]]

#: Gates that need the parse, and the rules on it.
_PARSED: tuple[Gate, ...] = ("names", "negation", "speaker", "step", "support")
#: The gates on a claim whose words are its evidence's own; a paraphrase passes `_WORDS` as well.
_VERBATIM: Mapping[type[Claim], tuple[Gate, ...]] = {
    Actor: ("ids", "names"),
    Event: ("ids", "numbers", "names", "negation"),
    NextStep: ("ids", "names", "step"),
    Position: ("ids", "numbers", "names", "negation", "speaker", "support"),
    Statement: ("ids", "numbers", "names", "negation", "support"),
}
_QUOTATION: tuple[Gate, ...] = ("ids", "quote", "names", "speaker")
_WORDS: tuple[Gate, ...] = ("numbers", "names", "negation", "support")


def ground_of(analyses: Mapping[str, Analysis], language: str | None = None) -> Grounds:
    """The articles as the gates see them, by id; `language` is that of the claims' own words, None: the article's."""
    return {name: Ground(analysis, language) for name, analysis in analyses.items()}


def checked(claim: C, grounds: Grounds, *, headline: bool = False) -> C:
    """The claim with its check, and with the sentences that the gates had to add to its evidence.

    Its id stays that of the evidence that it came with.
    """
    gates: _Gates = {"ids": list(check_ids(claim, grounds))}
    if gates["ids"]:
        return replace(claim, check=to_check(gates))
    passage = Passage.at(claim.evidence, grounds)
    line = Line(_words(claim))
    verbatim = _is_verbatim(line, passage) or (isinstance(claim, Position) and is_joined(claim, line, grounds))
    for gate in _applying(claim, verbatim, headline, grounds):
        gates.setdefault(gate, [])
    if not all(ground.parsed and (verbatim or not ground.foreign) for ground in passage.grounds.values()):
        return replace(claim, check=to_check(_without_parse(claim, line, passage, gates, verbatim)))
    for gate, found in _objections(claim, line, passage, grounds, verbatim):
        objections = list(found)
        if objections or gate in gates:
            gates.setdefault(gate, []).extend(objections)
    score = None if verbatim else round(coverage(line, passage).share, 3)
    added = tuple(passage.added)
    return replace(claim, evidence=(*claim.evidence, *added), check=to_check(gates, score=score))


def check_claim(claim: str, sentences: Sequence[str], *, cited: Sequence[int] | None = None) -> Check:
    """Whether plain English sentences carry a claim.

    `cited` are the indices of the sentences that the claim rests on; without them they are found (`find_evidence`),
    four at most. A value that they lack may be taken from another sentence, as for an engine's claims.
    The gates `numbers`, `names`, `negation` and `support` run, and `quote` where the claim quotes: `fail` withholds,
    `weak` flags, and each has its reason in words. `score` is the share of the claim's content that is carried,
    weighted by rarity.
    """
    at = find_evidence(claim, sentences) if cited is None else cited
    passage = Passage.of(sentences, at)
    line = Line(claim)
    gates: _Gates = {gate: [] for gate in _WORDS}
    if line.marked:
        gates["quote"] = []
    verbatim = _is_verbatim(line, passage)
    if not verbatim:
        for gate, found in _paraphrase(line, passage):
            gates.setdefault(gate, []).extend(found)
    return to_check(gates, score=1.0 if verbatim else round(coverage(line, passage).share, 3))


def _words(claim: Claim) -> str:
    return str(getattr(claim, "text", None) or getattr(claim, "why", None) or "")


def _is_verbatim(line: Line, passage: Passage) -> bool:
    """Whether all the claim's words stand in the cited ones, in one piece or sentence by sentence."""
    bare = line.text.strip(" .")
    # The engine's own words need no normalising.
    if not bare or any(stands_in(bare, cited.text) for cited in passage.lines) or passage.has(line.plain.strip(" .")):
        return True
    return passage.has_all(line.pieces)


def _applying(claim: Claim, verbatim: bool, headline: bool, grounds: Grounds) -> tuple[Gate, ...]:
    """The gates that a claim of this kind must pass."""
    if isinstance(claim, Position):
        alone = only_quotes(claim, grounds)
        gates = _QUOTATION if alone else _VERBATIM[Position]
        if claim.quotes:
            gates = (*gates, "quote")
        if claim.stance != "unclear" or claim.target:
            gates = (*gates, "support")
    else:
        gates = _VERBATIM[Event if headline else type(claim)]
    return gates if verbatim else (*gates, *_WORDS)


def _objections(
    claim: Claim, line: Line, passage: Passage, grounds: Grounds, verbatim: bool
) -> Iterable[tuple[Gate, Iterable[Objection]]]:
    """What each gate has against the claim, widening the passage on the way."""
    if not verbatim:
        yield from _paraphrase(line, passage)
    yield "negation", _cut(claim, line, grounds)
    if line.marked and verbatim:
        yield "quote", check_marked(line, passage)
    ground = grounds[claim.evidence[0].article]
    if isinstance(claim, Position):
        yield "quote", check_quotes(claim, line, grounds)
        yield "names", _named(claim, ("holder", "speaker"), line, passage, ground)
        yield "speaker", check_speaker(claim, line, passage, ground)
        yield "support", check_role(claim.holder, claim.holder_role, passage, _derived(claim, "holder_role", ground))
        yield "support", check_carried("target", claim.target, passage, _derived(claim, "target", ground))
        yield "support", check_stance(claim, ground)
    elif isinstance(claim, Actor):
        yield "names", _named(claim, ("name",), line, passage, ground)
        yield "support", check_role(claim.name, claim.role, passage, _derived(claim, "role", ground))
        yield "support", check_organisation(claim, passage, _derived(claim, "organisation", ground))
    elif isinstance(claim, Statement):
        yield "support", check_telling(claim, line, ground)
    elif isinstance(claim, Event):
        yield "support", check_telling(claim, line, ground)
        yield "numbers", check_when(claim.when, line, passage)
        yield "support", check_carried("place", claim.where, passage, _derived(claim, "where", ground))
        yield "support", check_status(claim, ground)
    elif isinstance(claim, NextStep):
        yield "numbers", check_when(claim.when, line, passage)
        yield "names", _named(claim, ("actor", "says"), line, passage, ground)
        yield "step", check_step(claim, line, passage, ground)


def _paraphrase(line: Line, passage: Passage) -> Iterable[tuple[Gate, Iterable[Objection]]]:
    if line.marked:
        yield "quote", list(check_marked(line, passage))
    yield "numbers", list(check_numbers(line, passage))
    yield "names", list(check_names(line, passage))
    yield "negation", list(check_negation(line, passage))
    yield "support", [*check_said(line), *check_support(line, passage)]


def _named(claim: Claim, fields: Sequence[str], line: Line, passage: Passage, ground: Ground) -> Iterable[Objection]:
    for field in fields:
        yield from check_name(getattr(claim, field), passage, claim=line, derived=_derived(claim, field, ground))


def _derived(claim: Claim, field: str, ground: Ground) -> list[Line]:
    return [ground.line(s.start, s.end) for s in claim.derived.get(field, ())] if claim.derived else []


def _cut(claim: Claim, line: Line, grounds: Grounds) -> Iterable[Objection]:
    """Words of the article must not be cut out from under a negation."""
    turning = [span for span in claim.evidence if has_turning(span, grounds[span.article])]
    if not turning:
        return
    words = line.text.strip(" .")
    for span in claim.evidence:
        if (at := grounds[span.article].text.find(words, span.start, span.end)) >= 0:
            yield from check_cut(Range(at, at + len(words)), grounds[span.article], claim)
            return
    for span in turning:
        for place in _places(claim, line, span, grounds[span.article]):
            yield from check_cut(place, grounds[span.article], claim)


def _places(claim: Claim, line: Line, span: Span, ground: Ground) -> list[Range]:
    """Where the claim's words stand in a cited place: in one piece, else sentence by sentence, else as attributed."""
    pieces = dict.fromkeys((line.plain, *line.pieces))
    if found := [place for piece in pieces if (place := ground.find(piece, span)) is not None]:
        return found
    content = claim.content if isinstance(claim, Position) else ()
    return [Range(s.start, s.end) for s in content if s.article == span.article and inside(s, [span])]


def _without_parse(claim: Claim, line: Line, passage: Passage, gates: _Gates, verbatim: bool) -> _Gates:
    """What can be said of an article in a language without a parser, and of words in another language than its own."""
    for gate in gates:
        if gate in _PARSED:
            gates[gate].append(NOT_RUN)
    if isinstance(claim, Position):
        gates.setdefault("quote", []).extend(check_quotes(claim, line, passage.grounds))
    if not verbatim:
        gates.setdefault("numbers", []).extend(_numbers_in_two_languages(line, passage))
    if line.marked:
        gates.setdefault("quote", []).extend(check_marked(line, passage))
    return gates


def _numbers_in_two_languages(line: Line, passage: Passage) -> list[Objection]:
    """Figures are compared by their digits; numbers in words only where the rules read both languages."""
    found = list(check_numbers(line, passage))
    strange = figures(line.text).difference(*(figures(cited.text) for cited in passage.lines))
    return found if strange or not found else [NOT_RUN]
