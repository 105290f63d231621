"""Who holds what: every attributed utterance, most salient first."""

from __future__ import annotations

import re

from briefer.engines.extractive.text import Text
from briefer.language.sides import acts, own_side
from briefer.language.stance import carriers
from briefer.model import Attribution, Position, Range, Span, Stance

#: Double marks only: a single one may be an apostrophe.
_OPEN, _CLOSE, _MARKS = ("“", '"', "«", "„"), ("”", '"', "»"), '“”"«»„'
_LEADING = re.compile(r"^(?:that|,|:|—|–|-)\s+", re.I)


def find_positions(text: Text) -> tuple[Position, ...]:
    """Every attribution as a position."""
    spoken = [_position(text, a) for a in text.analysis.attributions if a.content]
    return tuple(sorted(spoken, key=lambda p: (-p.salience, p.content[0].start, p.content[-1].end)))


def _position(text: Text, a: Attribution) -> Position:
    stance, carrier = _stance(text, a)
    evidence = _evidence(text, a)
    entity = text.holder_entity(a)
    role = text.shown(entity.role) if entity is not None and entity.role is not None else None
    return Position(
        holder=text.holder(a),
        holder_role=role,
        speaker=text.speaker(a),
        channel=a.channel,
        via=text.shown(a.via) if a.via is not None else None,
        target=_target(text, carrier),
        stance=stance,
        text=position_text(text, a.content),
        quotes=tuple(text.span(q) for q in a.quotes),
        source=text.span(a.source) if a.source is not None else None,
        cue=text.span(a.cue) if a.cue is not None else None,
        content=tuple(text.span(c) for c in a.content),
        salience=_salience(text, a),
        evidence=evidence,
        derived=_derived(text, a, role, evidence),
    )


def position_text(text: Text, content: tuple[Range, ...]) -> str:
    """The words of the content, without outer quotation marks, a leading "that" and a trailing comma."""
    return " … ".join(words for words in (_bare(text.shown(part)) for part in content) if words)


def _bare(words: str) -> str:
    before = None
    while before != words:
        before = words
        words = _LEADING.sub("", words).rstrip(" ,;:")
        if words[:1] in _OPEN and words[1:] and not any(c in _MARKS for c in words[1:-1]):
            # Marks around the whole, or an opening one whose partner stands in another part.
            words = words[1:-1] if words[-1] in _CLOSE else words[1:]
        elif words[-1:] in _CLOSE and words[:-1] and not any(c in _MARKS for c in words[:-1]):
            words = words[:-1]
    return words


def _evidence(text: Text, a: Attribution) -> tuple[Span, ...]:
    indices = list(a.sentences) or [text.sentence_at(c.start) for c in a.content]
    if a.via is not None:
        indices.append(text.sentence_at(a.via.start))
    if a.resolved_from is not None:
        # Where the antecedent is named: "She said" alone names nobody.
        indices.append(text.sentence_at(a.resolved_from.start))
    return text.evidence(indices)


def _derived(text: Text, a: Attribution, role: str | None, evidence: tuple[Span, ...]) -> dict[str, tuple[Span, ...]]:
    """The fields whose words stand elsewhere than beside the words of the position."""
    own = evidence[:1] if a.resolved_from is not None else evidence
    derived: dict[str, tuple[Span, ...]] = {}
    entity, holder, speaker = text.holder_entity(a), text.holder(a), text.speaker(a)
    if entity is not None and holder is not None:
        named = text.name_mention(entity)
        if named is not None and not text.stands_in(holder, own):
            derived["holder"] = (text.span(named),)
        if role is not None and entity.role is not None and not text.stands_in(role, own):
            derived["holder_role"] = (text.span(entity.role),)
    uttered = text.entity(a.speaker)
    if uttered is not None and speaker != holder and speaker is not None and not text.stands_in(speaker, own):
        named = text.name_mention(uttered)
        if named is not None:
            derived["speaker"] = (text.span(named),)
    return derived


# --- stance ---------------------------------------------------------------------------------------------


def _stance(text: Text, a: Attribution) -> tuple[Stance, Range | None]:
    """The stance and the words that carry it: those of the cue, else those of the holder in the content."""
    if a.cue is not None and not a.negated:
        words = text.analysis.words(a.cue)
        # The word behind the cue tells "back the plan" from "back in June".
        for found in carriers(words + " the"):
            if found.stance != "conditional" and found.end <= len(words):
                return found.stance, Range(a.cue.start + found.start, a.cue.start + found.end)
    for part in a.content:
        for found in carriers(text.analysis.words(part)):
            place = Range(part.start + found.start, part.start + found.end)
            if _held(text, found.stance, place):
                return found.stance, place
    return "unclear", None


def _held(text: Text, stance: Stance, place: Range) -> bool:
    """Whether it is the speaker's own stance: their side is the subject, or nobody is."""
    tree = text.tree
    inside = [t for s in {text.sentence_at(place.start)} for t in tree.sentences[s]]
    at = [t for t in inside if place.start <= tree.tokens[t].start < place.end]
    if not at:
        return False
    if stance == "conditional":
        verb = tree.tokens[tree.tokens[at[0]].head].head  # the mark's clause hangs on the verb that it conditions
        subject = tree.subject(verb)
        return subject is not None and acts(tree, subject)
    verb = next((t for t in reversed(at) if tree.tokens[t].pos in ("VERB", "AUX", "ADJ")), at[-1])
    if tree.tokens[verb].pos == "ADJ":
        verb = tree.tokens[verb].head
    subject = tree.subject(verb)
    if subject is None:
        return False
    passive = tree.child(verb, "auxpass") is not None and stance == "oppose"
    return passive or own_side(tree, verb, subject)


def _target(text: Text, carrier: Range | None) -> str | None:
    """What is supported or opposed, where it is the object of the very words that carry the stance."""
    if carrier is None:
        return None
    tree = text.tree
    at = [
        t
        for t in tree.sentences[text.sentence_at(carrier.start)]
        if carrier.start <= tree.tokens[t].start < carrier.end
    ]
    for verb in reversed(at):
        if tree.tokens[verb].pos != "VERB":
            continue
        thing = tree.child(verb, "dobj", "nsubjpass")
        if (
            thing is None
            and (prep := tree.child(verb, "prep")) is not None
            and carrier.start <= tree.tokens[prep].start < carrier.end
        ):
            thing = tree.child(prep, "pobj")
        if thing is not None and tree.tokens[thing].pos in ("NOUN", "PROPN"):
            return text.shown(tree.phrase(thing))
        return None
    return None


# --- salience -------------------------------------------------------------------------------------------


def _salience(text: Text, a: Attribution) -> float:
    """0 to 1: what a main actor says in so many words weighs most, a feeling of nobody in particular least."""
    quoted = sum(q.end - q.start for q in a.quotes)
    words = sum(len(text.analysis.words(c).split()) for c in a.content)
    first = text.sentence_at(a.content[0].start)
    score = 0.65 - 0.01 * min(first, 20)
    if quoted > 25:
        score += 0.2
    entity = text.holder_entity(a)
    if entity is None:
        score -= 0.2
    else:
        score += 0.02 * min(len(entity.mentions), 5)
        if entity.role is not None:
            score += 0.05
    if a.kind != "speech":
        score -= 0.15
    if a.channel == "unnamed":
        score -= 0.1
    if words < 4:
        score -= 0.2
    elif words < 7:
        score -= 0.05
    return round(min(max(score, 0.05), 1.0), 2)
