"""Gate `speaker`: the right mouth. Holder and speaker are those that the article's own words name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefer.model import Attribution, Position, Range, Span
from briefer.verify.gates.names import check_name
from briefer.verify.lines import Line
from briefer.verify.objection import Objection, fail, weak
from briefer.verify.passage import Ground, Passage, fold

_ARTICLE = re.compile(r"^(?:the|an?) ")
#: Words after which somebody else is named than the one who speaks.
_OF = re.compile(r"(?:^|\s)(?:for|of|to|from|with|at|in|on|by|,)(?:\s|$)|^,|'s?\s")


def check_speaker(position: Position, claim: Line, passage: Passage, ground: Ground) -> Iterator[Objection]:
    """What the cited words and the attribution rules have against the claimed mouth."""
    for field, name in (("speaker", position.speaker), ("holder", position.holder)):
        derived = [ground.line(s.start, s.end) for s in position.derived.get(field, ())]
        if field == "speaker" or name != position.speaker:
            yield from check_name(name, passage, claim=claim, derived=derived)
    yield from _check_via(position, claim, passage, ground)
    found = attribution_of(position, ground)
    if found is None:
        yield weak(f"no rule finds in these sentences that {position.speaker or 'anybody'} says this")
        return
    yield from _contradictions(position, found, ground)


def attribution_of(position: Position, ground: Ground) -> Attribution | None:
    """The attribution that shares most of the position's words; None where none shares a third of them."""
    spans = position.content or position.quotes
    if not spans:
        return None
    best, most = None, 0
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    for attribution in ground.analysis.attributions:
        if not attribution.content or attribution.content[0].start >= end or attribution.content[-1].end <= start:
            continue
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
        if self.entity is None:
            return bool(self.words) and _same_words(folded, fold(self.words or ""))
        others = ground.entities_named(name)
        if self.entity in others or folded == fold(self.words or ""):
            return True
        return not others and any(_same_end(folded, form) for form in ground.forms(self.entity))

    def name(self, ground: Ground) -> str:
        """Its name for a reader."""
        if self.entity is not None:
            return ground.analysis.entities[self.entity].name
        return f"“{self.words}”" if self.words else "nobody by name"


def _same_end(a: str, b: str) -> bool:
    """Whether one name is the end of the other: "Corvo", "Teodor Corvo", but not "a lawyer for Corvo".

    What stands before a comma says who it is: "Corvo's sister, the councillor Ilse Corvo".
    """
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    described, comma, before = longer.removesuffix(shorter).rpartition(", ")
    return longer.endswith(f" {shorter}") and not _OF.search(before) and (not comma or bool(described))


def _same_words(name: str, source: str) -> bool:
    """Whether the name is what the words of the source are about: "senior official" for "a senior official at …".

    In "a lawyer for Corvo" and "Corvo's lawyer" it is the lawyer who speaks.
    """
    name, source = (_ARTICLE.sub("", words) for words in (name, source))
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", source) if name else None
    if match is None:
        return bool(source) and name.endswith(source)
    before, after = source[: match.start()], source[match.end() :]
    return not _OF.search(before) and (not after or _OF.match(after) is not None) and not after.startswith("'")


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
    via = ground.analysis.words(found.via) if found.via is not None else None
    if via is not None and position.via is None:
        yield weak(f"the article has this from {via}, which is left out")
    elif position.via is not None and (via is None or not _same_words(fold(position.via), fold(via))):
        yield weak(f"no words say that this comes from {position.via}")


def _wrong(text: str, *, sure: bool) -> Objection:
    return fail(text) if sure else weak(text)


def _wrong_holder(position: Position, holder: Mouth, speaker: Mouth, ground: Ground, sure: bool) -> Iterator[Objection]:
    if holder != speaker and speaker.called(position.holder, ground):
        yield weak(f"{speaker.name(ground)} speaks for {holder.name(ground)} here")
    elif holder == speaker and _named_in_source(position, ground):
        yield weak(f"the cited sentences do not say that {speaker.name(ground)} speaks for {position.holder}")
    else:
        yield _wrong(f"this is the position of {holder.name(ground)}, not of {position.holder or 'nobody'}", sure=sure)


def _named_in_source(position: Position, ground: Ground) -> bool:
    """Whether the words of the claimed source name the holder ("Vellany's minister")."""
    source = position.source
    if source is None or position.holder is None or source.article != ground.analysis.article.id:
        return False
    return ground.line(source.start, source.end).has_folded(fold(position.holder))


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
