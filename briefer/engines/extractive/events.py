"""What happened, and the headline."""

from __future__ import annotations

from briefer.engines.extractive.text import Text
from briefer.language.clauses import stems
from briefer.language.events import NEAR, happened, is_furniture
from briefer.language.headlines import headline
from briefer.model import Event, EventCandidate, Span

#: As many events are shown at most.
MOST = 3
#: Sentences that share so much of their words are one.
SAME = 0.75


def find_what(text: Text) -> tuple[Event, ...]:
    """The main event sentences, best first, each sentence once."""
    chosen: dict[int, EventCandidate] = {}
    events = text.analysis.events
    for event in events:
        if len(chosen) == MOST or event.score < events[0].score - NEAR:
            break
        if not happened(text.tree, event):
            continue
        if chosen and is_furniture(text.shown(text.sentence(event.sentence))):
            continue
        if not any(_alike(text, event.sentence, other) for other in chosen):
            chosen[event.sentence] = event
    return tuple(_event(text, event) for event in (chosen.values() or events[:1]))


def _alike(text: Text, one: int, other: int) -> bool:
    """Whether two sentences tell the same: pages repeat their lead beside a picture."""
    a, b = (stems(text.shown(text.sentence(s))) for s in (one, other))
    return one == other or len(a & b) >= SAME * min(len(a), len(b))


def _event(text: Text, event: EventCandidate) -> Event:
    sentences = [event.sentence]
    if event.when is not None:
        sentences.append(text.sentence_at(event.when.span.start))
    if event.where is not None and text.stands_in_a_sentence(event.where):
        sentences.append(text.sentence_at(event.where.start))
    evidence = text.evidence(sentences)
    where = text.shown(event.where) if event.where is not None else None
    derived = {}
    if event.where is not None and where is not None and not text.stands_in(where, evidence):
        derived["where"] = (text.span(event.where),)
    return Event(
        text=text.shown(evidence[0]),
        status=event.status,
        when=event.when,
        where=where,
        evidence=evidence,
        derived=derived,
    )


def find_headline(text: Text) -> tuple[str | None, tuple[Span, ...]]:
    """The main event in at most 14 words, and the sentences that carry it."""
    found = headline(text.tree)
    return (found.words, text.evidence(found.sentences)) if found is not None else (None, ())
