"""Gate `step`: what is shown as agreed has words that agree to it; a threat never has."""

from __future__ import annotations

from collections.abc import Iterator

from briefer.language.step_words import HARM, step_kinds
from briefer.model import AGREED, NextStep, Range, StepCandidate, StepKind
from briefer.verify.gates.speaker import Mouth
from briefer.verify.lines import Line, stands_in
from briefer.verify.objection import Objection, fail, weak
from briefer.verify.passage import Ground, Passage, fold

_AS = {
    "scheduled": "a scheduled step",
    "pledged": "a pledge",
    "demanded": "a demand",
    "conditional": "a conditional step",
    "predicted": "a forecast",
}


def check_step(step: NextStep, claim: Line, passage: Passage, ground: Ground) -> Iterator[Objection]:
    """What the cited words have against the step's kind, what is to be done, and who is said to state it."""
    found = step_of(step, claim, ground)
    if found is None:
        yield from _by_words(step, claim, passage)
    else:
        yield from _by_rules(step, found, ground)
        yield from _check_says(step, found, ground)
    if step.action and not any(line.has_folded(Line(step.action).plain) for line in passage.lines):
        action = Line(step.action)
        missing = [s for s in action.stems if not any(s in line.stem_set for line in passage.lines)]
        if missing:
            yield weak(f"“{step.action}” does not stand in the cited sentences")


def step_of(step: NextStep, claim: Line, ground: Ground) -> StepCandidate | None:
    """The candidate that the claim tells: in a cited sentence, sharing most of its words; None where none does."""
    best, most = None, 0.0
    for candidate in ground.analysis.steps:
        clause = candidate.clause
        if not any(s.start < clause.end and clause.start < s.end for s in step.evidence):
            continue
        line = ground.line(clause.start, clause.end)
        if stands_in(line.folded, claim.folded) or stands_in(claim.folded.rstrip("."), line.folded):
            share = 2.0
        else:
            own = set(claim.stems)
            share = len(own & set(line.stems)) / max(1, min(len(own), len(set(line.stems))))
        if share > most:
            best, most = candidate, share
    return best if most >= 0.5 else None


def _by_rules(step: NextStep, found: StepCandidate, ground: Ground) -> Iterator[Objection]:
    words = " ".join(ground.analysis.words(found.clause).split())
    if step.kind in AGREED and found.threat:
        yield fail(f"the article threatens it, and nobody agreed to it: “{words}”")
    elif step.kind in AGREED and found.kind not in AGREED:
        yield fail(f"the article's words make it {_AS[found.kind]}, not {_AS[step.kind]}: “{words}”")
    elif step.kind != found.kind and not (found.threat and step.kind in ("conditional", "predicted")):
        yield weak(f"the article's words make it {_AS[found.kind]}, not {_AS[step.kind]}")

    if found.actor is not None and step.actor and not _same_actor(step.actor, found.actor, ground):
        yield weak(f"it is “{ground.analysis.words(found.actor)}” that is to do it, not “{step.actor}”")


def _same_actor(claimed: str, place: Range, ground: Ground) -> bool:
    words, claimed = ground.line(*place).folded, fold(claimed)
    if stands_in(words, claimed) or stands_in(claimed, words):
        return True
    return bool(ground.entities_named(claimed) & ground.entities_at(*place))


def _by_words(step: NextStep, claim: Line, passage: Passage) -> Iterator[Objection]:
    kinds = frozenset[StepKind]().union(*(step_kinds(line.text) for line in passage.lines))
    if step.kind in AGREED and (HARM.search(claim.text) or step.kind not in kinds):
        yield fail(f"no words of the cited sentences make it {_AS[step.kind]}")
    else:
        yield weak(f"no rule finds {_AS[step.kind]} in the cited sentences")


def _check_says(step: NextStep, found: StepCandidate, ground: Ground) -> Iterator[Objection]:
    if step.says is None or found.attribution is None:
        return
    attribution = ground.analysis.attributions[found.attribution]
    mouth = Mouth.speaker_of(attribution, ground)
    if not mouth.called(step.says, ground) and not Mouth.holder_of(attribution, ground).called(step.says, ground):
        text = f"it is {mouth.name(ground)} who says so, not {step.says}"
        yield fail(text) if attribution.certain and attribution.cue else weak(text)
