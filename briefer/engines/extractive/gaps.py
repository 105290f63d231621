"""What the article fails to say, from the fixed list `GAPS`."""

from __future__ import annotations

from collections.abc import Sequence

from briefer.engines.extractive.text import Text
from briefer.language.attribution.cue_words import SPOKESPEOPLE
from briefer.language.attribution.holders import PRONOUNS
from briefer.language.names.phrases import is_role
from briefer.model import GAPS, Attribution, Event, NextStep, Position


def find_gaps(
    text: Text, what: Sequence[Event], positions: Sequence[Position], next_steps: Sequence[NextStep]
) -> tuple[str, ...]:
    """The gaps that are there, in the order of the list."""
    spoken = [a for a in text.analysis.attributions if a.kind == "speech" and a.source is not None]
    sides = {_side(text, text.holder(a)) for a in spoken}
    open_ = {
        "no publication date given": text.analysis.article.published is None,
        "no date of the event given": bool(what) and all(e.when is None for e in what),
        "no place of the event given": bool(what) and all(e.where is None for e in what),
        "nobody is quoted": not any(p.quotes for p in positions),
        "only one side quoted": any(p.quotes for p in positions) and len(sides) == 1,
        "a speaker is not named": any(_is_nameless(text, a) for a in spoken),
        "no next step given": not next_steps,
    }
    return tuple(gap for gap in GAPS if open_[gap])


def _is_nameless(text: Text, a: Attribution) -> bool:
    """Whether somebody speaks whom the article does not name; an organisation, a count or a report is nobody."""
    if a.channel == "unnamed":
        return True
    if a.speaker is not None or a.source is None:
        return False
    tree = text.tree
    inside = tree.at(a.source)
    words = {tree.tokens[t].lemma.lower() for t in inside if tree.tokens[t].head not in inside}
    return any(word in PRONOUNS or word in SPOKESPEOPLE or is_role(word) for word in words)


def _side(text: Text, holder: str | None) -> str | None:
    """Whom the holder belongs to, else the holder."""
    for entity in text.analysis.entities:
        if entity.name == holder:
            return text.organisation(entity) or holder
    return holder
