"""Part of gate `support`: a stance has words that carry it, and they are the speaker's own."""

from __future__ import annotations

from collections.abc import Iterator

from briefer.language.sides import acts, own_side
from briefer.language.stance import carriers
from briefer.model import Position, Range, Stance
from briefer.verify.objection import Objection, fail, weak
from briefer.verify.passage import Ground

#: Characters on either side of a cue that are read with it.
AROUND = 30


def check_stance(position: Position, ground: Ground) -> Iterator[Objection]:
    """Whether the attributing or attributed words carry the claimed stance; `unclear` needs none."""
    if position.stance == "unclear":
        return
    stances: list[Stance] = []
    if (cue := position.cue) is not None:
        # The words behind the cue tell "back the plan" from "back in June", those before it may take it back.
        start = max(cue.start - AROUND, ground.sentence_start(cue.start))
        found = carriers(ground.text[start : cue.end + AROUND])
        stances = [c.stance for c in found if start + c.start < cue.end and cue.start < start + c.end]
    if position.stance in stances:
        return
    places = [
        (c.stance, Range(span.start + c.start, span.start + c.end))
        for span in position.content
        for c in carriers(ground.text[span.start : span.end])
    ]
    stances += [stance for stance, _ in places]
    if position.stance not in stances:
        other = f"; they read as “{stances[0]}”" if stances else ""
        yield fail(f"no words of the cited sentences carry the stance “{position.stance}”{other}")
    elif not any(stance == position.stance and _is_own(stance, place, ground) for stance, place in places):
        yield weak(f"the words of stance “{position.stance}” may be somebody else's")


def _is_own(stance: Stance, place: Range, ground: Ground) -> bool:
    """Whether the speaker, or their side, is the subject of the words; a passive refusal is anybody's who says it."""
    tree = ground.tree
    at = tree.at(place)
    if not at:
        return False
    if stance == "conditional":
        subject = tree.subject(tree.tokens[tree.tokens[at[0]].head].head)
        return subject is not None and acts(tree, subject)
    verb = next((i for i in reversed(at) if tree.tokens[i].pos in ("VERB", "AUX", "ADJ")), at[-1])
    if tree.tokens[verb].pos == "ADJ":
        verb = tree.tokens[verb].head
    subject = tree.subject(verb)
    if subject is None:
        return False
    return (stance == "oppose" and tree.child(verb, "auxpass") is not None) or own_side(tree, verb, subject)
