"""What is to come."""

from __future__ import annotations

from briefer.engines.extractive.text import Text
from briefer.model import Attribution, Mention, NextStep, Span, StepCandidate, StepKind

#: Firm steps first.
ORDER: tuple[StepKind, ...] = ("scheduled", "pledged", "conditional", "demanded", "predicted")

#: What names nobody.
_PRONOUNS = frozenset("i we he she they it you".split())


def find_next_steps(text: Text) -> tuple[NextStep, ...]:
    """The steps, firm ones first, threats left out."""
    steps = [s for s in text.analysis.steps if not s.threat]
    steps.sort(key=lambda s: (ORDER.index(s.kind), s.clause))
    return tuple(_step(text, s) for s in steps)


def _step(text: Text, step: StepCandidate) -> NextStep:
    last = text.sentence_at(step.clause.end - 1)
    indices = list(range(step.sentence, max(last, step.sentence) + 1))
    says, derived = None, {}
    if step.attribution is not None:
        attribution = text.analysis.attributions[step.attribution]
        says = text.speaker(attribution)
        says = None if says is not None and says.lower() in _PRONOUNS else says
        entity = text.entity(attribution.speaker)
        indices += [i for i in attribution.sentences if i == _sentence_of_source(text, attribution)]
        told = text.name_mention(entity) if entity is not None else None
        if says is not None and told is not None and not text.stands_in(says, text.evidence(indices)):
            derived["says"] = (text.span(told),)
    evidence: tuple[Span, ...] = text.evidence(indices)
    actor = text.shown(step.actor) if step.actor is not None else None
    named = _meant(text, step)
    if actor is not None and actor.lower() in _PRONOUNS:
        actor = text.shown(named) if named is not None else None
    if actor is not None and named is not None and not text.stands_in(actor, evidence):
        derived["actor"] = (text.span(named),)
    return NextStep(
        text=text.shown(step.clause),
        actor=actor,
        action=text.shown(step.action) if step.action is not None else None,
        kind=step.kind,
        when=step.when,
        says=says,
        evidence=evidence,
        derived=derived,
    )


def _meant(text: Text, step: StepCandidate) -> Mention | None:
    """The name that a pronoun for who is to do it stands for."""
    inside = text.tree.at(step.actor) if step.actor is not None else range(0)
    if len(inside) != 1 or text.tree.tokens[inside[0]].pos != "PRON":
        return None
    entity = text.entity(text.tree.entities[inside[0]])
    return text.name_mention(entity) if entity is not None else None


def _sentence_of_source(text: Text, attribution: Attribution) -> int | None:
    return text.sentence_at(attribution.source.start) if attribution.source is not None else None
