"""Where the article gives a position's words: code fills the spans, the model never copies them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefer.engines.openai.numbered import Cited, Numbered, fold, stems
from briefer.model import Attribution, Range, Span

#: What agreement on the mouth adds to the share of words that a rule's finding has in common with the claim.
_AGREED = 0.3
#: Less in common is another saying of the same sentence.
_LEAST = 0.12
#: A claim with one of these tells a denial as one.
_DENIES = re.compile(
    r"\b(?:not|no|never|nobody|nothing|neither|nor|without|cannot|den(?:y|ies|ied|ying)|refus\w+|reject\w*|declin\w+|"
    r"dismiss\w*|disput\w+|doubt\w*|rul\w+ out)\b|n['’]t\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"(?:\b\w+\s+(?:not|never)|\b\w+n['’]t)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mouth:
    """Who the model says it is."""

    name: str | None
    entity: int | None


@dataclass(frozen=True, slots=True)
class Voice:
    """What the rules know of a position's words."""

    #: The rules' own finding, where it has the same mouth.
    attribution: Attribution | None
    content: tuple[Range, ...]
    source: Range | None = None
    cue: Range | None = None


def voice_of(
    text: Numbered, words: str, cited: Cited, quotes: Sequence[int], *, speaker: Mouth, holder: Mouth
) -> Voice:
    """The content of the position, and its source and cue where the rules agree on the mouth.

    Where they do not, the content alone is given, so that the gates see whose words the rules take it for.
    """
    marked = tuple(Range(q.start, q.end) for q in (text.analysis.quotations[i] for i in quotes))
    found, agrees = _best(text, words, cited, marked, speaker, holder)
    if found is None:
        return Voice(None, marked)
    content = _joined(_content(text, found, words), marked)
    if not agrees:
        return Voice(None, content)
    return Voice(found, content, found.source, found.cue)


def _best(
    text: Numbered, words: str, cited: Cited, marked: Sequence[Range], speaker: Mouth, holder: Mouth
) -> tuple[Attribution | None, bool]:
    best, most, agreed = None, 0.0, False
    wanted = stems(words)
    sentences = set(cited.sentences)
    for attribution, (said, here) in zip(text.analysis.attributions, text.attributed, strict=True):
        shared = _shared(attribution.content, marked) if marked else 0
        if not shared and (marked or here.isdisjoint(sentences)):
            continue
        common = len(wanted & said) / max(1, len(wanted))
        agrees = _agrees(text, attribution, speaker, holder)
        if not shared and common < _LEAST and not (agrees and common):
            continue
        score = common + shared / max(1, sum(m.end - m.start for m in marked)) + (_AGREED if agrees else 0)
        if score > most:
            best, most, agreed = attribution, score, agrees
    return best, agreed


def _shared(content: Sequence[Range], marked: Sequence[Range]) -> int:
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in content for b in marked)


def _agrees(text: Numbered, found: Attribution, speaker: Mouth, holder: Mouth) -> bool:
    return _is(text.speaker(found), found.speaker, speaker) and (
        holder == speaker or _is(text.holder(found), found.holder, holder)
    )


def _is(name: str | None, entity: int | None, mouth: Mouth) -> bool:
    if entity is not None or mouth.entity is not None:
        return entity == mouth.entity
    if name is None or mouth.name is None:
        return name is mouth.name
    a, b = fold(name), fold(mouth.name)
    return f" {a} " in f" {b} " or f" {b} " in f" {a} "


def _content(text: Numbered, found: Attribution, words: str) -> tuple[Range, ...]:
    """What is attributed; with the words that deny it, where the claim tells the denial."""
    content, cue = found.content, found.cue
    if cue is None or len(content) != 1 or content[0].start < cue.end or not _DENIES.search(words):
        return content
    before = text.sentence(text.sentence_at(cue.start)).start
    negated = _NEGATED.search(text.article.text, before, cue.start)
    if not found.negated and negated is None and not _DENIES.search(text.analysis.words(cue)):
        return content
    if text.sentence_at(cue.start) != text.sentence_at(content[0].start):
        return content
    return (Range(negated.start() if negated else cue.start, content[0].end),)


def _joined(content: Sequence[Range], marked: Sequence[Range]) -> tuple[Range, ...]:
    """The content with the quotations that lie outside it."""
    apart = [m for m in marked if not any(m.start < c.end and c.start < m.end for c in content)]
    return tuple(sorted((*content, *apart)))


def spoken(text: Numbered, quotes: Sequence[Span]) -> str:
    """The verbatim words of the quotations, for a position that needs no others."""
    return " … ".join(text.shown(span).strip(" ,;:") for span in quotes)


def quotes_of(text: Numbered, quotes: Sequence[int]) -> tuple[Span, ...]:
    """The verbatim words of these quotations; one inside another is part of it."""
    inner = sorted({text.analysis.quotations[i].inner for i in quotes}, key=lambda r: (r.start, -r.end))
    kept: list[Range] = []
    for place in inner:
        if not kept or place.end > kept[-1].end:
            kept.append(place)
    return tuple(text.span(place) for place in kept)
