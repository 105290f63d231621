"""Gate `speaker`: the right mouth. Holder and speaker are those that the article's own words name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefer.model import Attribution, Position, Range, Span
from briefer.verify.gates.names import check_name
from briefer.verify.lines import Line, stands_in
from briefer.verify.objection import Objection, fail, weak
from briefer.verify.passage import Ground, Passage, fold


def check_speaker(position: Position, claim: Line, passage: Passage, ground: Ground) -> Iterator[Objection]:
    """What the cited words and the attribution rules have against the claimed mouth."""
    for field, name in (("speaker", position.speaker), ("holder", position.holder)):
        derived = [ground.line(s.start, s.end) for s in position.derived.get(field, ())]
        if field == "speaker" or name != position.speaker:
            yield from check_name(name, passage, claim=claim, derived=derived)
    yield from _check_via(position, claim, passage, ground)
    found = attribution_of(position, ground)
    if found is None:
        if not _source_names(position, ground, position.speaker):
            yield weak(f"no rule finds in these sentences that {position.speaker or 'anybody'} says this")
        return
    yield from _contradictions(position, found, ground)


def attribution_of(position: Position, ground: Ground) -> Attribution | None:
    """The attribution that shares most of the position's words; None where none shares a third of them."""
    spans = position.content or position.quotes
    if not spans:
        return None
    best, most = None, 0
    for attribution in ground.analysis.attributions:
        shared = sum(_shared(a, b) for a in attribution.content for b in spans)
        if shared and position.cue and attribution.cue and _shared(attribution.cue, position.cue):
            shared += 1
        if shared > most:
            best, most = attribution, shared
    return best if 3 * most >= sum(s.end - s.start for s in spans) else None


def _shared(a: Range | Span, b: Range | Span) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


@dataclass(frozen=True, slots=True)
class Mouth:
    """Who an attribution says it is: an entity of the article, or only words."""

    entity: int | None
    words: str | None

    @classmethod
    def speaker_of(cls, found: Attribution, ground: Ground) -> Mouth:
        """Who utters the words."""
        source = ground.analysis.words(found.source) if found.source else None
        return cls(found.speaker, found.speaker_words or source)

    @classmethod
    def holder_of(cls, found: Attribution, ground: Ground) -> Mouth:
        """Whose position it is."""
        if found.holder is not None or found.holder_words is not None:
            return cls(found.holder, found.holder_words)
        return cls.speaker_of(found, ground)

    def called(self, name: str | None, ground: Ground) -> bool:
        """Whether this is what the claim calls `name`."""
        if name is None:
            return self.entity is None and self.words is None
        folded = fold(name)
        if self.entity is not None:
            forms = ground.forms(self.entity)
            if folded in forms or self.entity in ground.entities_named(name):
                return True
            if any(_same_end(folded, form) for form in forms):
                return True
        return bool(self.words) and _same_words(folded, fold(self.words or ""))

    def name(self, ground: Ground) -> str:
        """Its name for a reader."""
        if self.entity is not None:
            return ground.analysis.entities[self.entity].name
        return f"“{self.words}”" if self.words else "nobody by name"


def _same_end(a: str, b: str) -> bool:
    """Whether one name is the end of the other: "Corvo", "Teodor Corvo"."""
    return a.endswith(f" {b}") or b.endswith(f" {a}")


def _same_words(a: str, b: str) -> bool:
    """Whether one stands in the other, articles aside: "the senior official", "senior official"."""
    a, b = (w.removeprefix("the ").removeprefix("a ").removeprefix("an ") for w in (a, b))
    return bool(a) and bool(b) and (stands_in(a, b) or stands_in(b, a))


def _contradictions(position: Position, found: Attribution, ground: Ground) -> Iterator[Objection]:
    speaker = Mouth.speaker_of(found, ground)
    holder = Mouth.holder_of(found, ground)
    if not speaker.called(position.speaker, ground):
        yield _wrong(f"the article gives these words to {speaker.name(ground)}, not to {position.speaker or 'nobody'}",
                     sure=_sure(position, found, ground))  # fmt: skip
    elif not holder.called(position.holder, ground):
        yield from _wrong_holder(position, holder, speaker, ground, _sure(position, found, ground))
    if position.channel != found.channel:
        yield weak(f"the article's channel is “{found.channel}”, not “{position.channel}”")
    if found.via is not None and position.via is None:
        yield weak(f"the article has this from {ground.analysis.words(found.via)}, which is left out")


def _wrong(text: str, *, sure: bool) -> Objection:
    return fail(text) if sure else weak(text)


def _wrong_holder(
    position: Position, holder: Mouth, speaker: Mouth, ground: Ground, sure: bool
) -> Iterator[Objection]:
    if holder != speaker and speaker.called(position.holder, ground):
        yield weak(f"{speaker.name(ground)} speaks for {holder.name(ground)} here")
    elif holder == speaker and _stands_for(position, ground):
        return
    else:
        yield _wrong(f"this is the position of {holder.name(ground)}, not of {position.holder or 'nobody'}", sure=sure)


def _stands_for(position: Position, ground: Ground) -> bool:
    """Whether the source's own words name the holder ("a lawyer for Corvo", "Vellany's minister")."""
    return bool(position.source and position.holder and _source_names(position, ground, position.holder))


def _source_names(position: Position, ground: Ground, name: str | None) -> bool:
    """Whether the words of the claimed source, or a mention in them, are this name."""
    if position.source is None or position.source.article != ground.analysis.article.id:
        return False
    if name is None:
        return False
    source = position.source
    if ground.line(source.start, source.end).has_folded(fold(name)):
        return True
    return bool(ground.entities_named(name) & ground.entities_at(source.start, source.end))


def _sure(position: Position, found: Attribution, ground: Ground) -> bool:
    """Whether the rules overrule an engine here.

    They do on a direct quotation with an explicit cue, and where the words of the source are a name.
    """
    if not found.certain or found.cue is None or found.source is None:
        return False
    if position.quotes and found.quotes:
        return True
    entity = found.speaker
    if entity is None:
        return False
    return any(
        m.kind == "name" and found.source.start <= m.start and m.end <= found.source.end
        for m in ground.analysis.entities[entity].mentions
    )


def _check_via(position: Position, claim: Line, passage: Passage, ground: Ground) -> Iterator[Objection]:
    if position.via is None:
        return
    derived: Sequence[Line] = [ground.line(s.start, s.end) for s in position.derived.get("via", ())]
    yield from check_name(position.via, passage, claim=claim, derived=derived)
