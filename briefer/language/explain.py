"""Why the rules read an article as they did, in words: how each speaker was found, and what was refused."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from briefer.language.attribution import RULES, Refused, find_refused
from briefer.model import Analysis, Attribution, Entity, EventCandidate, Mention, Range, StepCandidate

__all__ = ["Explained", "explain", "how_found", "says_rule"]

_RELATIVES = frozenset({"who", "which", "that"})
_PLURAL = frozenset({"they", "them", "their", "we"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One sentence with what the rules found in it."""

    #: Counts from 0, as `Analysis.sentences`.
    index: int
    #: Those that rest on it.
    attributions: tuple[Attribution, ...] = ()
    refused: tuple[Refused, ...] = ()
    #: Each with its rank from 1, best first.
    events: tuple[tuple[int, EventCandidate], ...] = ()
    steps: tuple[StepCandidate, ...] = ()
    #: Pronouns, descriptions and short names that stand for somebody, with whom.
    mentions: tuple[tuple[Mention, Entity], ...] = ()


def explain(analysis: Analysis) -> tuple[Explained, ...]:
    """Every sentence of a parsed article, in order."""
    starts = [s.start for s in analysis.sentences]
    refused = defaultdict(list)
    for one in find_refused(analysis):
        refused[one.sentence].append(one)
    mentions = defaultdict(list)
    for entity in analysis.entities:
        for mention in entity.mentions:
            if analysis.words(mention) != entity.name:
                mentions[bisect_right(starts, mention.start) - 1].append((mention, entity))
    return tuple(
        Explained(
            index=i,
            attributions=tuple(a for a in analysis.attributions if i in a.sentences),
            refused=tuple(refused[i]),
            events=tuple((n, e) for n, e in enumerate(analysis.events, 1) if e.sentence == i),
            steps=tuple(s for s in analysis.steps if s.sentence == i),
            mentions=tuple(sorted(mentions[i], key=lambda pair: pair[0].start)),
        )
        for i in range(len(analysis.sentences))
    )


def says_rule(rule: str) -> str:
    """The line on what a rule goes by."""
    return RULES.get(rule, "")


def how_found(analysis: Analysis, a: Attribution) -> tuple[str, ...]:
    """How speaker and holder came to be who they are, a line a step, from the words of the source to the name."""
    if a.source is None:
        return ("nobody is named who says or thinks so",)
    words = _shown(analysis, a.source)
    lines = []
    if a.speaker is not None:
        lines.append(_to_name(analysis, a.source, words, analysis.entities[a.speaker]))
    elif words.lower() in _PLURAL or analysis.words(a.source).lower() in {"he", "she", "it"}:
        lines.append(f"“{words}” stays open: the text does not say for certain whom it means")
    else:
        lines.append(f"“{words}” is shown as it stands: the text gives no name for it")
    if a.rule in ("carried_over", "beat"):
        lines.append("the quotation has no verb of its own: who speaks is taken from the sentence before")
    if a.holder is not None:
        lines.append(f"speaks for {analysis.entities[a.holder].name}, who holds the position")
    elif a.holder_words is not None:
        lines.append(f"speaks for “{a.holder_words}”, which holds the position")
    if a.via is not None:
        lines.append(f"passed on by “{_shown(analysis, a.via)}”")
    return tuple(lines)


def _to_name(analysis: Analysis, source: Range, words: str, entity: Entity) -> str:
    """The step from a source's words to a name."""
    if entity.name in words:
        return f"“{words}” names {entity.name} in full"
    mention = next((m for m in entity.mentions if source.start <= m.start and m.end <= source.end), None)
    first = next(
        (m for m in entity.mentions if m.kind == "name" and analysis.words(m) == entity.name), entity.mentions[0]
    )
    place = f"named in sentence {sentence_of(analysis, first) + 1}"
    if mention is None:
        return f"“{words}” is {entity.name}, {place}: the name stands beside it"
    spoken = _shown(analysis, Range(mention.start, mention.end))
    if mention.kind == "name":
        return f"“{spoken}” is a shorter or another form of {entity.name}, {place}"
    if mention.kind == "description":
        role = f", whom the text calls “{_shown(analysis, entity.role)}”" if entity.role is not None else ""
        return f"“{spoken}” is {entity.name}, {place}{role}"
    if spoken.lower() in _RELATIVES:
        return f"“{spoken}” is {entity.name}: the noun that the clause hangs on"
    return f"“{spoken}” is {entity.name}, {place}: {_why_pronoun(analysis, mention, entity)}"


def _why_pronoun(analysis: Analysis, mention: Mention, entity: Entity) -> str:
    """What speaks for a pronoun's reading: where its person was spoken of last, and the gender that the text gives."""
    before = [m for m in entity.mentions if m.start < mention.start]
    gender = {"m": "a man", "f": "a woman"}.get(entity.gender)
    told = f", {gender} by name, title or role" if gender else ""
    if not before:
        return f"the only one whom it can mean{told}"
    here, last = sentence_of(analysis, mention), sentence_of(analysis, before[-1])
    where = "in the same sentence" if here == last else f"in sentence {last + 1}"
    return f"spoken of last {where} (“{_shown(analysis, Range(before[-1].start, before[-1].end))}”){told}"


def sentence_of(analysis: Analysis, place: Range | Mention) -> int:
    """Index of the sentence that a place stands in."""
    return max(0, bisect_right(analysis.sentences, place.start, key=lambda s: s.start) - 1)


def _shown(analysis: Analysis, place: Range) -> str:
    return " ".join(analysis.words(place).split())


def segments(text: str, start: int, end: int, marks: Sequence[tuple[Range, str]]) -> tuple[tuple[str, str], ...]:
    """`text[start:end]` cut where marks begin and end: each piece with the labels that hold there, joined by spaces."""
    cuts = {start, end}
    for place, _ in marks:
        cuts.update(at for at in place if start < at < end)
    edges = sorted(cuts)
    return tuple(
        (text[a:b], " ".join(dict.fromkeys(label for place, label in marks if place.start <= a and b <= place.end)))
        for a, b in zip(edges, edges[1:], strict=False)
    )
