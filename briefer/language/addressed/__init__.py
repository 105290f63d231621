"""Sentences that tell nothing: questions and orders to whoever reads, and what is meant for a reading program.

A news article tells things, and quotes people who ask and order. What asks or orders outside quotation marks carries
no claim, whatever is made of it; where an article says it of somebody ("told the crew to ignore the rules"), it tells.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from briefer.language.addressed.marks import (
    CODE,
    CODE_SIGN,
    ENCODED,
    FENCE,
    LABEL,
    OUTPUT,
    OVERRIDE,
    SECTION,
    TURNED,
    WE,
    WISH,
)
from briefer.language.addressed.orders import Clauses, visible
from briefer.language.typography import normalise
from briefer.model import Analysis, Sentence, Token

__all__ = ["find_addressed", "without_addressed"]

#: A sentence with so many words turned round is no sentence.
_TURNED = 2
#: Two fences with more sentences between them do not belong together.
_FENCED = 12
#: A wish has it, or begins with `WE`: to look for these is cheaper.
_YOU = "you"
#: "Add the following sentence."
_NEXT = re.compile(r"\b(?:following|next) (?:sentence|statement|text|words|claim|fact|line|information)\b[^:]*$", re.I)


def find_addressed(analysis: Analysis) -> tuple[frozenset[int], frozenset[int]]:
    """Indices of the sentences that carry no claim, and of those among them that no language model is shown.

    A question is shown: the answer after it may need it. Orders, and what else is meant for a reader, are not.
    """
    clauses = Clauses(analysis)
    words = [_bare(analysis, clauses, i) for i in range(len(analysis.sentences))]
    opening = {i for i, said in enumerate(words) if _opens(analysis, clauses, i, said)}
    orders = clauses.orders()
    meant = orders | {i for i, said in enumerate(words) if i not in opening and _asks_for(analysis, clauses, i, said)}
    hidden = opening | meant | set(_following(analysis, opening, meant))
    silent = hidden | clauses.questions() | _unspoken(analysis, clauses)
    return frozenset(silent), frozenset(hidden)


def without_addressed(analysis: Analysis) -> Analysis:
    """The analysis with what the rest of it must not take for the article's telling left out."""
    silent, hidden = find_addressed(analysis)
    if not silent:
        return analysis
    places = [(analysis.sentences[i].start, analysis.sentences[i].end) for i in sorted(silent)]

    def kept(start: int) -> bool:
        at = bisect_left(places, (start + 1,)) - 1
        return at < 0 or start >= places[at][1]

    return replace(
        analysis,
        silent=silent,
        hidden=hidden,
        tokens=_without(analysis, silent),
        quotations=tuple(
            q for q in analysis.quotations if not set(range(q.sentences[0], q.sentences[1] + 1)) <= silent
        ),
        numbers=tuple(n for n in analysis.numbers if kept(n.start)),
        dates=tuple(d for d in analysis.dates if kept(d.span.start)),
    )


def _without(analysis: Analysis, silent: frozenset[int]) -> tuple[Token, ...]:
    """The tokens of the other sentences; a dateline, which is parsed with the sentence before it, stays."""
    tokens, sentences = analysis.tokens, analysis.sentences
    at: dict[int, int] = {}
    for i, token in enumerate(tokens):
        if token.sentence not in silent or token.start >= sentences[token.sentence].end:
            at[i] = len(at)
    return tuple(tokens[i]._replace(head=at.get(tokens[i].head, k)) for i, k in at.items())


def _unspoken(analysis: Analysis, clauses: Clauses) -> set[int]:
    """Paragraphs between quotation marks that only ask or order, and that nobody is said to speak."""
    bare = {
        analysis.sentences[q.sentences[0]].paragraph: q
        for q in analysis.quotations
        if q.closed and not q.continued and analysis.sentences[q.sentences[0]].start == q.start
    }
    found: set[int] = set()
    asked: frozenset[int] | None = None
    held: dict[int, list[int]] = {}
    for i, s in enumerate(analysis.sentences):
        held.setdefault(s.paragraph, []).append(i)
    for paragraph, q in bare.items():
        inside = held[paragraph]
        if analysis.sentences[inside[-1]].end != q.end or paragraph in clauses.spoken:
            continue
        if asked is None:
            asked, _ = find_addressed(replace(analysis, quotations=()))
        if asked.issuperset(inside):
            found.update(inside)
    return found


def _bare(analysis: Analysis, clauses: Clauses, index: int) -> str:
    """The words of a sentence under one typography, with those between quotation marks blanked."""
    sentence = analysis.sentences[index]
    words = analysis.words(sentence)
    for q in clauses.quotations.get(index, ()):
        start, end = max(q.start - sentence.start, 0), max(min(q.end, sentence.end) - sentence.start, 0)
        words = words[:start] + "_" * (end - start) + words[end:]
    return normalise(words)


def _opens(analysis: Analysis, clauses: Clauses, index: int, bare: str) -> bool:
    """Whether the sentence, and so what follows in its paragraph, is written for somebody else than a newsreader."""
    whole = visible(analysis.words(analysis.sentences[index]))
    return bool(
        LABEL.match(bare)
        or (SECTION.fullmatch(bare) and analysis.sentences[index].kind == "heading")
        or FENCE.search(whole)
        or (OVERRIDE.search(bare) and not clauses.is_told(index, OVERRIDE))
    )


def _asks_for(analysis: Analysis, clauses: Clauses, index: int, bare: str) -> bool:
    """Whether the sentence asks its reader for something, or is no sentence but code."""
    whole = visible(analysis.words(analysis.sentences[index]))
    return bool(
        (CODE_SIGN.search(whole) and CODE.search(whole))
        or ENCODED.search(whole)
        or len(TURNED.findall(whole)) >= _TURNED
        or (OUTPUT.search(bare) and not clauses.is_told(index, OUTPUT))
        or ((_YOU in bare.casefold() or WE.match(bare)) and WISH.search(bare))
    )


def _following(analysis: Analysis, opening: set[int], meant: set[int]) -> Iterator[int]:
    """What goes on after sentences that are meant for somebody else."""
    sentences = analysis.sentences
    fences = [i for i in sorted(opening) if FENCE.search(visible(analysis.words(sentences[i])))]
    for i in sorted(opening | meant):
        words = visible(analysis.words(sentences[i])).rstrip(" ”\"'")
        announces = words.endswith((":", ">", "```"))
        if i in opening or announces:
            yield from _rest(sentences, i, section=bool(SECTION.fullmatch(words)), announces=announces)
        elif _NEXT.search(words) and i + 1 < len(sentences) and sentences[i + 1].paragraph == sentences[i].paragraph:
            yield i + 1
    # What stands between two fences was put in with them.
    for a, b in pairwise(fences):
        if b - a <= _FENCED:
            yield from range(a, b)


def _rest(sentences: Sequence[Sentence], index: int, *, section: bool, announces: bool) -> Iterator[int]:
    """The rest of the paragraph; the next one where this ends with a colon; under a heading such as "Comments" all."""
    section = section and sentences[index].kind == "heading"
    last = sentences[index].paragraph + announces
    for k in range(index + 1, len(sentences)):
        if sentences[k].kind == "heading" if section else sentences[k].paragraph > last:
            break
        yield k
