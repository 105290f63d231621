"""Gate `support` on single fields: a role, an organisation, a target, a place and a status have words that carry them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefer.model import Actor, Event
from briefer.verify.lines import Line
from briefer.verify.objection import Objection, fail, weak
from briefer.verify.passage import Ground, Passage, fold

#: What stands between a role and the name behind it, and between a name and the role behind it.
_OF = r"(?:\s+(?:of|for|at|in|to)\s+(?:the\s+)?[\w’'-]+(?:\s+[\w’'-]+){0,3})?"
_GAP = r"(?:(?!\b(?:whose|with|and|his|her|their|whom?|said|told|met)\b)[^.,;:]){0,50}"
_IS = r"(?:,|\s*\(|\s+(?:is|was|as|became|remains)\b)"


def check_carried(what: str, words: str | None, passage: Passage, derived: Sequence[Line] = ()) -> Iterator[Objection]:
    """Whether a field's words (an organisation, a target, a place) stand in the cited or derived places."""
    if not words:
        return
    folded = fold(words)
    if any(line.has_folded(folded) for line in (*passage.lines, *derived)) or passage.mentions(words):
        return
    if passage.widen(Line(words), lambda line: line.has_folded(folded)) is None:
        yield fail(f"the {what} “{words}” has no words in the cited sentences")
    else:
        yield weak(f"the {what} “{words}” stands elsewhere in the article, not in the cited sentences")


def check_organisation(actor: Actor, passage: Passage, derived: Sequence[Line] = ()) -> Iterator[Objection]:
    """Whether an organisation has words, and whether the article gives another one to this actor."""
    if not actor.organisation:
        return
    yield from check_carried("organisation", actor.organisation, passage, derived)
    folded = fold(actor.organisation)
    for ground in passage.grounds.values():
        for i in ground.entities_named(actor.name):
            entity = ground.analysis.entities[i]
            if entity.organisation is None:
                continue
            own = {ground.line(*entity.organisation).folded, fold(entity.organisation_name or "")}
            known = set().union(*(ground.entities_named(words) for words in own))
            if folded not in own and not known & ground.entities_named(actor.organisation):
                name = entity.organisation_name or ground.analysis.words(entity.organisation)
                yield fail(f"the article has {actor.name} with {name}, not with {actor.organisation}")
                return


_RANK = {"confirmed": 2, "reported": 1, "planned": 1, "alleged": 0}


def check_status(event: Event, ground: Ground) -> Iterator[Objection]:
    """Whether an event is shown as surer than its sentence makes it."""
    for candidate in ground.analysis.events:
        sentence = ground.analysis.sentences[candidate.sentence]
        if any(s.start < sentence.end and sentence.start < s.end for s in event.evidence):
            surer = _RANK[event.status] > _RANK[candidate.status]
            if surer or (event.status != candidate.status and candidate.status == "planned"):
                yield weak(f"the article's words make it {candidate.status}, not {event.status}")
            return


def check_role(
    name: str | None, role: str | None, passage: Passage, derived: Sequence[Line] = ()
) -> Iterator[Objection]:
    """Whether a role has words, and whether the article gives it to this person."""
    if not role:
        return
    folded = fold(role)
    entities = [(g, i) for g in passage.grounds.values() for i in g.entities_named(name or "")]
    if any(_has_role(ground, i, folded) for ground, i in entities):
        return
    owner = next((o for g, i in entities if (o := _owner(g, i, folded)) is not None), None)
    if owner is not None:
        yield fail(f"the article calls {owner} “{role}”, not {name}")
        return
    carried = list(check_carried("role", role, passage, derived))
    yield from carried
    if not carried and entities:
        yield weak(f"no words of the article call {name} “{role}”")


def _has_role(ground: Ground, entity: int, role: str) -> bool:
    """Whether the article gives the role to this entity: by rule, in a description, or right beside its name."""
    it = ground.analysis.entities[entity]
    if it.role and ground.line(*it.role).folded == role:
        return True
    for mention in it.mentions:
        if mention.kind == "description" and ground.line(mention.start, mention.end).has_folded(role):
            return True
        if mention.kind == "name":
            before = ground.text[max(0, mention.start - len(role) - 40) : mention.start].casefold()
            after = ground.text[mention.end : mention.end + len(role) + 60].casefold()
            words = r"\s+".join(re.escape(word) for word in role.split())
            if re.search(rf"\b{words}\b{_OF}[,\s]*$", before) or re.match(rf"{_IS}{_GAP}\b{words}\b", after):
                return True
    return False


def _owner(ground: Ground, entity: int, role: str) -> str | None:
    """Somebody else whose role this is."""
    for i, other in enumerate(ground.analysis.entities):
        if i != entity and _has_role(ground, i, role):
            return other.name
    return None
