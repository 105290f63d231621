"""Part of gate `support`: a stance has words that carry it."""

from __future__ import annotations

from collections.abc import Iterator

from briefer.language.stance import carriers
from briefer.model import Position, Span
from briefer.verify.objection import Objection, fail
from briefer.verify.passage import Ground


def check_stance(position: Position, ground: Ground) -> Iterator[Objection]:
    """Whether the attributed and attributing words carry the claimed stance; `unclear` needs none."""
    if position.stance == "unclear":
        return
    found = [carrier for words in _said(position, ground) for carrier in carriers(words)]
    if any(carrier.stance == position.stance for carrier in found):
        return
    other = f"; they read as “{found[0].stance}”" if found else ""
    yield fail(f"no words of the cited sentences carry the stance “{position.stance}”{other}")


def _said(position: Position, ground: Ground) -> Iterator[str]:
    """The attributing words, what is attributed, and both together with what stands between, by sentence."""
    if position.cue is not None:
        # The word behind the cue tells "back the plan" from "back in June".
        yield ground.text[position.cue.start : position.cue.end] + " the"
    yield from (ground.text[s.start : s.end] for s in position.content)
    places = [p for p in (position.source, position.cue, *position.content) if p is not None]
    by_sentence: dict[int, list[Span]] = {}
    for place in places or position.evidence:
        by_sentence.setdefault(ground.sentences_at(place.start, place.end).start, []).append(place)
    for spans in by_sentence.values():
        yield ground.text[min(s.start for s in spans) : max(s.end for s in spans)]
