"""Part of gate `support`: what somebody only asks or orders is nothing that happened, and small words say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from briefer.language import analyse
from briefer.model import Article, Claim, Range
from briefer.verify.lines import Line
from briefer.verify.objection import Objection, fail, weak
from briefer.verify.passage import Ground

_SPOKEN_TO = frozenset({"you", "your", "yours", "yourself"})
_STOP = re.compile(r"[.!?]+(?=\s|$)")


def check_said(line: Line) -> Iterator[Objection]:
    """Whether a paraphrase has a word that says something."""
    if not line.stems:
        yield fail("it has no word that the article could carry")


def check_telling(claim: Claim, line: Line, ground: Ground) -> Iterator[Objection]:
    """Whether the claim's words are no more than a part of a quoted question or order, or one word of the article."""
    here = [span for span in claim.evidence if span.article == ground.analysis.article.id]
    for span in here:
        quoted = [q.inner for q in ground.analysis.quotations if q.start < span.end and span.start < q.end]
        for words in dict.fromkeys((line.plain, *line.pieces)) if quoted else ():
            place = ground.find(words, span)
            around = next((q for q in quoted if place and q.start <= place.start < q.end), None)
            if place is not None and around is not None and _asks(_sentence(ground.text, place, around)):
                yield fail("somebody asks or orders this: it tells nothing that happened")
                return
    against = []
    if len(set(line.stems)) == 1:
        against.append(weak("one word of the article tells nothing that happened"))
    if not line.marked and line.vocabulary & _SPOKEN_TO:
        against.append(weak("it speaks to its reader"))
    if against and not any(ground.find(line.plain, span) for span in here):
        yield from against


def _sentence(text: str, place: Range, around: Range) -> str:
    """The sentence of a quotation that the place stands in."""
    start = max((m.end() for m in _STOP.finditer(text, around.start, place.start)), default=around.start)
    # Quotations inside quotations may end too early.
    last = max(around.end, place.end)
    stop = _STOP.search(text, max(start, place.end - 1), last)
    return text[start : stop.end() if stop else last].strip(" ,")


@lru_cache(maxsize=512)
def _asks(sentence: str) -> bool:
    # What a comma ended is read with a full stop and without.
    return any(analyse(Article.of(words, language="en")).silent for words in (sentence, f"{sentence}."))
