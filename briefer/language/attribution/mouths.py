"""Whose mouth it is: who uttered the words of a candidate, for whom, and how they came here."""

from __future__ import annotations

from dataclasses import dataclass

from briefer.language.attribution.candidates import Candidate
from briefer.language.attribution.holders import PRONOUNS, entity_of, holder_of, without_possessive, words_of
from briefer.language.attribution.nouns import is_joined, source_tokens
from briefer.language.attribution.relays import relay_of
from briefer.language.attribution.tree import Tree
from briefer.model import Channel, Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Mouth:
    """Who speaks for whom, and how it reached the article."""

    source: Range | None = None
    speaker: int | None = None
    speaker_words: str | None = None
    holder: int | None = None
    holder_words: str | None = None
    channel: Channel = "direct"
    via: Range | None = None
    certain: bool = True
    resolved_from: Range | None = None


def mouth_of(tree: Tree, c: Candidate) -> Mouth:
    """Who a candidate's words belong to."""
    via = relay_of(tree, c)
    if c.source is None:
        return Mouth(via=via)
    head = c.source
    first, last = source_tokens(tree, head)
    # What is said never names who says it, whatever the parse hangs on the name.
    first = max((t + 1 for t in c.content if first <= t < head), default=first)
    last = min((t - 1 for t in (*c.content, *c.cue) if head < t <= last), default=last)
    source = Range(tree.tokens[first].start, tree.tokens[last].end)
    pronoun = tree.tokens[head].text.lower() in PRONOUNS and first == last
    meant = _antecedent(tree, head) if pronoun else head
    speaker = None if is_joined(tree, head) else entity_of(tree, meant)
    if pronoun and speaker is None:
        speaker = entity_of(tree, head)
    holder, holder_words, channel = holder_of(tree, c, meant, speaker)
    return Mouth(
        source=source,
        speaker=speaker,
        speaker_words=None if speaker is not None else words_of(tree, meant) if meant != head else _words(tree, source),
        holder=holder if holder != speaker else None,
        holder_words=holder_words,
        channel=channel,
        via=via,
        certain=not (pronoun and speaker is None),
        resolved_from=None if speaker is None else _named_at(tree, speaker, source),
    )


def _words(tree: Tree, source: Range) -> str:
    """The words of a source, without a possessive ending; those of "Ada Holt, whose husband" from the name on."""
    first = tree.between(*source)[0]
    if tree.tokens[first].tag == "WP$":
        noun = next((tree.tokens[t].head for t in tree.ancestors(first) if tree.tokens[t].dep == "relcl"), first)
        source = Range(tree.tokens[min(source_tokens(tree, noun)[0], first)].start, source.end)
    return " ".join(without_possessive(tree.text[source.start : source.end]).split())


def _antecedent(tree: Tree, head: int) -> int:
    """The noun that a relative pronoun stands for; the token itself for other pronouns."""
    for over in tree.ancestors(head):
        if tree.tokens[over].dep == "relcl":
            return _people_of(tree, tree.tokens[over].head) if tree.tokens[head].tag in ("WP", "WDT") else head
        if tree.tokens[over].pos not in ("VERB", "AUX"):
            break
    return head


def _people_of(tree: Tree, noun: int) -> int:
    """The people of a place, where a clause about them hangs on the place: "millers of Norrmark, who have argued"."""
    over = tree.tokens[noun].head
    people = tree.tokens[over].head
    within = tree.tokens[noun].dep == "pobj" and tree.tokens[over].dep == "prep" and people < over
    place = tree.tokens[noun].ent in ("GPE", "LOC", "FAC")
    return people if within and place and tree.tokens[people].tag in ("NNS", "NNPS") else noun


def _named_at(tree: Tree, entity: int, source: Range) -> Range | None:
    """The first place that names the entity in full, unless the source does so itself."""
    one = tree.analysis.entities[entity]
    names = [m for m in one.mentions if m.kind == "name"]
    full = [m for m in names if tree.text[m.start : m.end] == one.name] or names
    if not full or any(source.start <= m.start and m.end <= source.end for m in full):
        return None
    return Range(full[0].start, full[0].end)
