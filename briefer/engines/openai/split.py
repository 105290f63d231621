"""Long articles in passages that a model reads one by one, and their replies as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from briefer.engines.openai.numbered import fold
from briefer.engines.openai.reply import Reply, Said, Step, What, Who
from briefer.model import Analysis

#: Characters of a passage; one article in fifty is longer.
MOST = 12_000
#: Sentences that a passage has in common with the one before: "she said" wants its name.
OVERLAP = 3
#: A passage of fewer sentences is not cut again.
_FEWEST = 6


def split(analysis: Analysis, most: int = MOST) -> tuple[range, ...]:
    """Indices of each passage's sentences; most articles are one passage."""
    sentences = analysis.sentences
    if not sentences or sentences[-1].end - sentences[0].start <= most:
        return (range(len(sentences)),)
    passages: list[range] = []
    first = 0
    while True:
        last = first + 1
        while last < len(sentences) and sentences[last].end - sentences[first].start <= most:
            last += 1
        if last == len(sentences):
            return (*passages, range(first, last))
        last = _paragraph_end(analysis, first, last)
        passages.append(range(first, last))
        first = max(first + 1, last - OVERLAP)


def _paragraph_end(analysis: Analysis, first: int, last: int) -> int:
    """The end of the last whole paragraph in the passage's second half, else where it is full."""
    for end in range(last, first + (last - first) // 2, -1):
        if analysis.sentences[end].paragraph != analysis.sentences[end - 1].paragraph:
            return end
    return last


def halves(passage: range) -> tuple[range, ...]:
    """The passage in two with their overlap; nothing where it is too short for that."""
    if len(passage) < 2 * _FEWEST:
        return ()
    middle = passage.start + len(passage) // 2
    return range(passage.start, middle), range(middle - OVERLAP, passage.stop)


def join(replies: Sequence[Reply]) -> Reply:
    """The replies to an article's passages as one: what two of them tell of the same sentences counts once."""
    if len(replies) == 1:
        return replies[0]
    return Reply(
        headline=next((r.headline for r in replies if r.headline is not None), None),
        who=_people([who for r in replies for who in r.who]),
        what=_once([what for r in replies for what in r.what]),
        positions=_once([said for r in replies for said in r.positions]),
        next_steps=_once([step for r in replies for step in r.next_steps]),
        sections=[section for r in replies for section in r.sections],
    )


def _people(people: Sequence[Who]) -> list[Who]:
    kept: list[Who] = []
    for who in people:
        name = fold(who.name.words)
        if not any(_same(name, fold(other.name.words)) for other in kept):
            kept.append(who)
    return kept


def _same(a: str, b: str) -> bool:
    return a == b or a.endswith(f" {b}") or b.endswith(f" {a}")


T = TypeVar("T", bound=What | Said | Step)


def _once(items: Sequence[T]) -> list[T]:
    kept: dict[object, T] = {}
    for item in items:
        holder = item.holder.words if isinstance(item, Said) and item.holder is not None else ""
        quotes = frozenset(item.quotes) if isinstance(item, Said) else frozenset()
        words = frozenset(fold(item.text or "").split()) if not quotes else frozenset[str]()
        kept.setdefault((fold(holder), quotes, frozenset(item.ids), words), item)
    return list(kept.values())
