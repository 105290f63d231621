"""Who matters: those who act, speak and recur, with what the article says they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from briefer.engines.extractive.text import Text
from briefer.language.headlines import event_subject
from briefer.language.step_words import PEOPLE
from briefer.model import Actor, Entity, EventCandidate, Range, Span

#: As many actors are named at most; nobody reads thirty.
MOST = 12
#: What somebody must weigh to be named: an event of theirs, a position, a role or a few mentions.
LEAST = 1.5
#: What a dated step of somebody with a role adds: reason enough to be named.
AWAITED = 1.0
#: A name, its role and what lies between them are cited together up to this length.
TOGETHER = 160


def find_who(text: Text) -> tuple[Actor, ...]:
    """The actors, most important first."""
    analysis = text.analysis
    weights = _weights(text)
    ranked = sorted(weights, key=lambda i: (-weights[i], analysis.entities[i].mentions[0].start))
    actors = [_actor(text, analysis.entities[i]) for i in ranked if weights[i] >= LEAST][:MOST]
    found = [a for a in actors if a is not None]
    if (group := _group(text)) is not None:
        found.insert(0, group)
    return tuple(found[:MOST])


def _weights(text: Text) -> Counter[int]:
    """What each entity weighs; those that no rule speaks for are absent."""
    analysis = text.analysis
    weights: Counter[int] = Counter()
    acting = _acting(text)
    said = Counter(i for a in analysis.attributions for i in {a.speaker, a.holder} if i is not None)
    heads = _heads(text)
    outlets = {text.shown(a.via) for a in analysis.attributions if a.via is not None}
    doers = [index for event in analysis.events[:3] for index in _doers(text, event)]
    best = analysis.events[0] if analysis.events else None
    told = {event.sentence for event in analysis.events[:3]}
    awaited = _awaited(text)
    for index, entity in enumerate(analysis.entities):
        if not entity.mentions or text.name_mention(entity) is None:
            continue
        relays = entity.name in outlets or bool(outlets & set(entity.aliases))
        if relays and not said[index]:
            continue
        if not (said[index] or index in doers or index in awaited) and not (
            _matters(entity, acting[index]) and heads[index]
        ):
            continue
        weight = 0.25 * min(len(entity.mentions), 8) + 0.5 * min(said[index], 4) + 0.3 * min(acting[index], 4)
        if text.sentence_at(entity.mentions[0].start) < 3:
            weight += 0.5
        if entity.role is not None:
            weight += 0.7
        if best is not None and any(best.clause.start <= m.start < best.clause.end for m in entity.mentions):
            weight += 1.0
        elif any(text.sentence_at(m.start) in told for m in entity.mentions):
            weight += 0.5
        if index in awaited and entity.role is not None:
            weight += AWAITED
        if index in doers:
            weight += max(3.0 - doers.index(index), 0.5)
        if said[index]:
            weight += 1.0
        weights[index] = weight  # type: ignore[assignment]
    return weights


def _awaited(text: Text) -> frozenset[int]:
    """The people who are to do something on a day, be it that their title comes first ("The chief, Elin Marsh, is due")."""
    tree = text.tree
    places = [s.actor for s in text.analysis.steps if s.actor is not None and s.when is not None and not s.threat]
    found: set[int] = set()
    for place in places:
        for t in tree.at(place):
            for i in (t, *(c for c in tree.children[t] if tree.tokens[c].dep == "appos")):
                if (index := tree.entities[i]) is not None and text.analysis.entities[index].kind == "person":
                    found.add(index)
    return frozenset(found)


def _heads(text: Text) -> Counter[int]:
    """How often each entity is spoken of in its own right, not as part of another name ("the Vardo weir")."""
    tree = text.tree
    return Counter(
        index
        for i, index in enumerate(tree.entities)
        if index is not None and tree.tokens[i].dep != "compound" and tree.tokens[i].pos != "PUNCT"
    )


def _doers(text: Text, event: EventCandidate) -> list[int]:
    """The subject of the event and those joined to it ("Norrmark and Vellany")."""
    tree = text.tree
    found = [event.actor] if event.actor is not None else []
    for t in tree.sentences[event.sentence]:
        index, token = tree.entities[t], tree.tokens[t]
        if token.dep == "conj" and index is not None and tree.entities[token.head] in found and index not in found:
            if event.clause.start <= token.start < event.clause.end:
                found.append(index)
    return found


def _matters(entity: Entity, acting: int) -> bool:
    """Whether somebody who neither speaks nor does the main deed is more than scenery."""
    if entity.kind == "place":
        return acting > 1  # once may be a misparse of a mere location
    return entity.kind == "person" or acting > 0


def _acting(text: Text) -> Counter[int]:
    """How often each entity is the subject of a verb or the agent of a passive."""
    tree = text.tree
    found: Counter[int] = Counter()
    for i, token in enumerate(tree.tokens):
        index = tree.entities[i]
        if index is None or token.dep not in ("nsubj", "nsubjpass", "pobj"):
            continue
        if token.dep == "pobj" and tree.tokens[token.head].dep != "agent":
            continue
        found[index] += 1
    return found


def _actor(text: Text, entity: Entity) -> Actor | None:
    mention = text.name_mention(entity)
    if mention is None:
        return None
    evidence, derived = _cited(text, entity, Range(mention.start, mention.end))
    return Actor(
        name=entity.name,
        role=text.shown(entity.role) if entity.role is not None else None,
        organisation=text.organisation(entity),
        kind=entity.kind,
        mention=text.span(mention),
        evidence=evidence,
        derived=derived,
    )


def _cited(text: Text, entity: Entity, mention: Range) -> tuple[tuple[Span, ...], dict[str, tuple[Span, ...]]]:
    """The noun phrase with name and role where they stand together, else the sentences that hold them."""
    derived: dict[str, tuple[Span, ...]] = {}
    places = [p for p in (entity.role, entity.organisation) if p is not None]
    if entity.organisation_name is not None and entity.organisation is not None:
        if text.shown(entity.organisation) != entity.organisation_name:
            derived["organisation"] = tuple(_name_spans(text, entity.organisation_name))
    if not places:
        return (text.sentence(text.sentence_at(mention.start)),), derived
    start = min(mention.start, *(p.start for p in places))
    end = max(mention.end, *(p.end for p in places))
    if text.sentence_at(start) == text.sentence_at(end - 1) and end - start <= TOGETHER:
        return (text.span(Range(start, end)),), derived
    indices = [text.sentence_at(mention.start), *(text.sentence_at(p.start) for p in places)]
    return text.evidence(indices), derived


def _name_spans(text: Text, name: str) -> Iterator[Span]:
    """Where the article first has this name."""
    for entity in text.analysis.entities:
        if name == entity.name or name in entity.aliases:
            found = next((m for m in entity.mentions if m.kind == "name" and text.shown(m) == name), None)
            if found is not None:
                yield text.span(found)
                return
    if (at := text.analysis.article.text.find(name)) >= 0:
        yield text.span(Range(at, at + len(name)))


def _group(text: Text) -> Actor | None:
    """The people without a name whom the main event is about: "at least seven miners"."""
    place = event_subject(text.tree, PEOPLE) if text.analysis.events else None
    if place is None:
        return None
    span = text.span(place)
    return Actor(
        name=text.shown(place), kind="group", mention=span, evidence=(text.sentence(text.sentence_at(place.start)),)
    )
