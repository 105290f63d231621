"""Who said, thinks or intends what: rules over the plain tokens of the parse, spans of record."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from briefer.language.attribution.candidates import Candidate, Refused
from briefer.language.attribution.carried import join_quotations
from briefer.language.attribution.clauses import interposed_candidates
from briefer.language.attribution.cue_words import REFUSING, WRONGLY
from briefer.language.attribution.frames import verb_candidates
from briefer.language.attribution.hidden import keep_represented, keep_spoken_for, keep_unnamed
from briefer.language.attribution.labels import layout_candidates
from briefer.language.attribution.mouths import mouth_of
from briefer.language.attribution.phrases import phrase_candidates
from briefer.language.attribution.provisos import with_provisos
from briefer.language.attribution.quotes import quote_candidates
from briefer.language.attribution.repairs import repair
from briefer.language.attribution.rules import RULES
from briefer.language.attribution.select import select
from briefer.language.attribution.states import state_candidates
from briefer.language.attribution.tree import Tree
from briefer.model import Analysis, Attribution, Range

__all__ = ["RULES", "Refused", "find_attributions", "find_refused"]


def find_attributions(analysis: Analysis) -> tuple[Attribution, ...]:
    """Every attribution of an analysis that has tokens, quotations and entities; the outermost wins."""
    tree = Tree(analysis)
    repair(tree)
    said = with_provisos(tree, join_quotations(tree, select(tree, _candidates(tree))))
    found = keep_unnamed(tree, said, [_attribution(tree, c) for c in said])
    return keep_spoken_for(tree, keep_represented(found))


def find_refused(analysis: Analysis) -> tuple[Refused, ...]:
    """What the rules proposed and did not keep, in text order; no part of an analysis, only `explain` asks."""
    tree = Tree(analysis)
    repair(tree)
    found: list[tuple[Candidate, str]] = []
    select(tree, _candidates(tree), lambda candidate, why: found.append((candidate, why)))
    refused = (
        Refused(
            rule=c.rule,
            source=None if c.source is None else mouth_of(tree, c).source,
            cue=_cue(tree, c),
            content=tree.ranges(c.content),
            sentence=tree.tokens[c.anchor].sentence,
            why=why,
        )
        for c, why in sorted(found, key=lambda pair: pair[0].anchor)
    )
    return tuple(dict.fromkeys(refused))


def _candidates(tree: Tree) -> Iterator[Candidate]:
    return chain(
        quote_candidates(tree),
        verb_candidates(tree),
        interposed_candidates(tree),
        phrase_candidates(tree),
        state_candidates(tree),
        layout_candidates(tree),
    )


def _cue(tree: Tree, c: Candidate) -> Range | None:
    return Range(tree.tokens[c.cue[0]].start, tree.tokens[c.cue[-1]].end) if c.cue else None


def _attribution(tree: Tree, c: Candidate) -> Attribution:
    content = tree.ranges(c.content)
    mouth = mouth_of(tree, c)
    cue = _cue(tree, c)
    places = [*content, *(r for r in (mouth.source, cue) if r is not None)]
    return Attribution(
        source=mouth.source,
        cue=cue,
        content=content,
        quotes=_quotes(tree, content),
        sentences=tuple(sorted({s for place in places for s in _sentences(tree, place)})),
        speaker=mouth.speaker,
        holder=mouth.holder,
        speaker_words=mouth.speaker_words,
        holder_words=mouth.holder_words,
        channel=mouth.channel,
        via=mouth.via,
        kind=c.kind,
        negated=c.negated or any(tree.tokens[t].lemma.lower() in REFUSING or _is_wrong(tree, t) for t in c.cue),
        rule=c.rule,
        certain=c.certain and mouth.certain,
        resolved_from=mouth.resolved_from,
    )


def _is_wrong(tree: Tree, verb: int) -> bool:
    """Whether the article says that it was wrong to say so: "wrongly reported"."""
    return any(tree.tokens[c].text.lower() in WRONGLY for c in tree.children[verb])


def _quotes(tree: Tree, content: tuple[Range, ...]) -> tuple[Range, ...]:
    """The words between the marks of every quotation that stands in the content as a whole; none within another."""
    found: list[Range] = []
    for q in tree.analysis.quotations:
        inner = q.inner
        within = any(part.start <= inner.start and inner.end <= part.end for part in content)
        nested = bool(found) and inner.end <= found[-1].end
        if within and not nested and inner.start < inner.end:
            found.append(inner)
    return tuple(found)


def _sentences(tree: Tree, place: Range) -> set[int]:
    first, last = tree.between(*place)
    return {tree.tokens[t].sentence for t in range(first, last + 1)}
