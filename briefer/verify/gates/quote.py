"""Gate `quote`: what is shown as somebody's words stands between quotation marks, word for word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from briefer.model import Position, Quotation, Span
from briefer.verify.lines import Line, stands_in
from briefer.verify.objection import Objection, fail, weak
from briefer.verify.passage import Ground, Passage
from briefer.verify.words import WORD, is_content

#: From this share of its neighbouring words on, a text is a copy with changes rather than a paraphrase.
COPY = 0.4
#: Up to so many words between marks are a term ("the “golden rule”"), not what somebody said.
_TERM = 3
_LEFT_OUT = re.compile(r"\[?(?:\.{3}|…)\]?")
_EDGES = " '.,;:!?-"


def check_quotes(position: Position, claim: Line, grounds: Mapping[str, Ground]) -> Iterator[Objection]:
    """Whether the position's quotations are quotations, and its words are theirs where it has no others."""
    for span in position.quotes:
        quotation = quotation_at(grounds[span.article].analysis.quotations, span)
        if quotation is None:
            yield fail(f"“{_short(grounds[span.article], span)}” does not stand between quotation marks in the article")
    if position.quotes and only_quotes(position, grounds):
        yield from _own_words(position, claim, grounds)
    else:
        yield from _quoted_words(position, claim, grounds)


def quotation_at(quotations: Sequence[Quotation], place: Span) -> Quotation | None:
    """The quotation that the place lies in, its marks left out; None where there is none."""
    first = bisect_right(quotations, place.start, key=lambda q: q.start)
    # A quotation inside a quotation starts later than the one around it: look back.
    for quotation in reversed(quotations[:first]):
        if quotation.inner.start <= place.start and place.end <= quotation.inner.end:
            return quotation
    return None


def only_quotes(position: Position, grounds: Mapping[str, Ground]) -> bool:
    """Whether all that is attributed stands between quotation marks."""
    if not position.content:
        return bool(position.quotes)
    for span in position.content:
        ground = grounds[span.article]
        at = span.start
        for quote in sorted((q for q in position.quotes if q.article == span.article), key=lambda q: q.start):
            if quote.end <= at or quote.start >= span.end:
                continue
            if any(c.isalnum() for c in ground.text[at : quote.start]):
                return False
            at = quote.end
        if any(c.isalnum() for c in ground.text[at : span.end]):
            return False
    return True


def is_joined(position: Position, claim: Line, grounds: Mapping[str, Ground]) -> bool:
    """Whether the claim's words are those of all the attributed places, one after the other.

    Nothing may be left out of a place but an opening "that": what an ellipsis stands for lies between places.
    """
    theirs: list[str] = []
    for span in position.content:
        words = grounds[span.article].line(span.start, span.end).words
        theirs += words[1:] if words[:1] in (("that",), ("That",)) else words
    return bool(theirs) and theirs == list(claim.words)


def _own_words(position: Position, claim: Line, grounds: Mapping[str, Ground]) -> Iterator[Objection]:
    """A text that mostly copies the quotation must be the quotation, or a stretch of the article around it, to the letter."""
    said = Line(" ".join(grounds[s.article].text[s.start : s.end] for s in position.quotes))
    if stands_in(claim.text, said.text):
        return
    words = claim.plain.replace("'", "").strip(_EDGES)
    if stands_in(words, said.plain.replace("'", "")) or is_joined(position, claim, grounds):
        return
    if any(stands_in(claim.text, grounds[s.article].text[s.start : s.end]) for s in position.evidence):
        return
    pairs = claim.pairs
    if pairs and len(pairs & said.pairs) >= COPY * len(pairs):
        changed = [word for word in claim.words if word.casefold() not in said.vocabulary]
        which = f": “{changed[0]}” is not theirs" if changed else ""
        yield fail(f"the words shown are not those between the quotation marks{which}")


def _quoted_words(position: Position, claim: Line, grounds: Mapping[str, Ground]) -> Iterator[Objection]:
    """A text that mostly copies one of its quotations must have all of it."""
    for span in position.quotes:
        quote = grounds[span.article].line(span.start, span.end)
        if quote.text.strip(_EDGES) in claim.text:
            continue
        text = claim.plain.replace("'", "")
        copied = len(quote.pairs & claim.pairs)
        if copied >= COPY * max(1, len(quote.pairs)) and not stands_in(
            quote.plain.replace("'", "").strip(_EDGES), text
        ):
            yield fail(f"“{_short(grounds[span.article], span)}” is not shown word for word")


def check_marked(claim: Line, passage: Passage) -> Iterator[Objection]:
    """Whether what the claim itself puts between quotation marks stands so in the cited sentences."""
    for words in claim.marked:
        inner = words.strip(_EDGES)
        if not inner or any(stands_in(inner, quoted) for quoted in passage.quoted) or _is_title(inner):
            continue
        length = len(inner.split())
        if _stands(inner, claim, passage):
            # Plain sentences may have their marks in other sentences.
            if length > _TERM and passage.grounds:
                yield weak(f"“{words}” does not stand between quotation marks in the article")
        elif length < _TERM:
            yield weak(f"“{words}” does not stand in the article")
        else:
            yield fail(f"“{words}” does not stand word for word in the cited sentences")


def _stands(words: str, claim: Line, passage: Passage) -> bool:
    """Whether the words stand in the cited sentences, in pieces where an ellipsis cuts them; widens the passage."""
    pieces = [piece for part in _LEFT_OUT.split(words) if (piece := part.strip(_EDGES))]
    return all(passage.has(piece) for piece in pieces) or passage.widen(claim, lambda line: line.has(words)) is not None


def _is_title(words: str) -> bool:
    """Whether this is what a book, a ship or a law is called: gate `names` looks for it, as for any name."""
    found = [word for word in WORD.findall(words) if is_content(word)]
    return bool(found) and all(word[0].isupper() or word[0].isdigit() for word in found)


def _short(ground: Ground, span: Span) -> str:
    words = " ".join(ground.text[span.start : span.end].split())
    return words if len(words) <= 60 else f"{words[:59]}…"
