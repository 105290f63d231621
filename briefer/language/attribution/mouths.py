"""Whose mouth it is: speaker, holder, channel and relaying outlet of a candidate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefer.language.attribution.candidates import Candidate
from briefer.language.attribution.cue_words import BODIES, DOCUMENTS, OUTLETS, PROXIES, RELAYING, UNNAMED
from briefer.language.attribution.nouns import source_tokens
from briefer.language.attribution.tree import Tree
from briefer.language.names import entity_at
from briefer.model import Channel, Range

_PRONOUNS = frozenset("he she they it who which that his her their its him them i we my our this these those".split())


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
    via = _via(tree, c)
    if c.source is None:
        return Mouth(via=via)
    head = c.source
    first, last = source_tokens(tree, head)
    source = Range(tree.tokens[first].start, tree.tokens[last].end)
    pronoun = tree.tokens[head].text.lower() in _PRONOUNS and first == last
    meant = _antecedent(tree, head) if pronoun else head
    joined = any(tree.tokens[x].dep == "conj" for x in tree.children[head])
    speaker = None if joined else _entity(tree, meant)
    if pronoun and speaker is None:
        speaker = _entity(tree, head)
    words = None
    if speaker is None:
        a, b = source_tokens(tree, meant)
        words = _unowned(tree.text[tree.tokens[a].start : tree.tokens[b].end])
    holder, holder_words, channel = _holder(tree, c, meant, speaker)
    return Mouth(
        source=source,
        speaker=speaker,
        speaker_words=words,
        holder=holder if holder != speaker else None,
        holder_words=holder_words,
        channel=channel,
        via=via,
        certain=not (pronoun and speaker is None),
        resolved_from=None if speaker is None else _named_at(tree, speaker, source),
    )


def _antecedent(tree: Tree, head: int) -> int:
    """The noun that a relative pronoun stands for; the token itself for other pronouns."""
    for over in tree.ancestors(head):
        if tree.tokens[over].dep == "relcl":
            return tree.tokens[over].head if tree.tokens[head].tag in ("WP", "WDT") else head
        if tree.tokens[over].pos not in ("VERB", "AUX"):
            break
    return head


def _entity(tree: Tree, head: int) -> int | None:
    """The entity that a noun names, or whose name stands in apposition to it."""
    token = tree.tokens[head]
    if token.pos == "NOUN":
        for c in tree.children[head]:
            other = tree.tokens[c]
            if (
                other.dep in ("appos", "compound", "nmod")
                and other.pos == "PROPN"
                and (c > head or other.dep == "appos")
            ):
                found = entity_at(tree.analysis, Range(other.start, other.end))
                if found is not None:
                    return found
    return entity_at(tree.analysis, Range(token.start, token.end))


def _named_at(tree: Tree, entity: int, source: Range) -> Range | None:
    """The first place that names the entity in full, unless the source does so itself."""
    one = tree.analysis.entities[entity]
    names = [m for m in one.mentions if m.kind == "name"]
    full = [m for m in names if tree.text[m.start : m.end] == one.name] or names
    if not full or any(source.start <= m.start and m.end <= source.end for m in full):
        return None
    return Range(full[0].start, full[0].end)


def _holder(tree: Tree, c: Candidate, head: int, speaker: int | None) -> tuple[int | None, str | None, Channel]:
    """Whose position it is where the source speaks for another, and the channel."""
    token = tree.tokens[head]
    lemma = token.lemma.lower()
    if speaker is not None:
        for noun in _nouns_beside(tree, head):
            if tree.tokens[noun].lemma.lower() in PROXIES and (owner := _owner(tree, noun, head)) is not None:
                return (*_owned(tree, owner), "spokesperson")
        entity = tree.analysis.entities[speaker]
        if entity.kind == "person" and entity.role is not None:
            role = tree.text[entity.role.start : entity.role.end].lower().split()
            if any(word in PROXIES for word in role[-2:]):
                whose = None if entity.organisation is None else entity_at(tree.analysis, entity.organisation)
                return whose, None, "spokesperson"
    elif lemma in PROXIES:
        owner = _owner(tree, head, head)
        return (*_owned(tree, owner), "spokesperson") if owner is not None else (None, None, "spokesperson")
    elif lemma in DOCUMENTS and token.pos == "NOUN":
        owner = _owner(tree, head, head)
        return (*_owned(tree, owner), "document") if owner is not None else (None, None, "document")
    if _in_document(tree, c):
        return None, None, "document"
    group = speaker is None or tree.analysis.entities[speaker].kind == "group"
    if group and token.pos == "NOUN" and _is_unnamed(tree, head):
        return None, None, "unnamed"
    return None, None, "direct"


def _nouns_beside(tree: Tree, head: int) -> Iterator[int]:
    """The source's head, and the nouns in apposition to it or before it that say what it is."""
    yield head
    for c in tree.children[head]:
        if tree.tokens[c].dep in ("appos", "compound", "nmod") and tree.tokens[c].pos in ("NOUN", "PROPN"):
            yield c
    if tree.tokens[head].dep == "appos":
        yield tree.tokens[head].head


def _owner(tree: Tree, noun: int, head: int) -> int | None:
    """Head token of whom a spokesman or a report belongs to."""
    for c in tree.children[noun]:
        token = tree.tokens[c]
        if token.dep == "prep" and token.text.lower() in ("for", "of", "from", "by", "to"):
            if (owner := tree.child(c, "pobj")) is not None:
                return owner
        if token.dep == "poss":
            return c
    for c in tree.children[noun] if noun == head else (*tree.children[noun], *tree.children[head]):
        token = tree.tokens[c]
        if token.dep in ("compound", "nmod", "poss", "amod") and c < noun and token.pos in ("PROPN", "NOUN", "ADJ"):
            if token.lemma.lower() in BODIES or entity_at(tree.analysis, Range(token.start, token.end)) is not None:
                return c
    return None


def _owned(tree: Tree, owner: int) -> tuple[int | None, str | None]:
    """The owner as an entity, else in words."""
    found = _entity(tree, owner)
    if found is not None:
        return found, None
    first, last = source_tokens(tree, owner)
    words = _unowned(tree.text[tree.tokens[first].start : tree.tokens[last].end])
    return None, None if words.lower() in _PRONOUNS else words


def _unowned(words: str) -> str:
    """The words without a possessive ending."""
    return words.removesuffix("’s").removesuffix("'s").removesuffix("’").removesuffix("'")


def _in_document(tree: Tree, c: Candidate) -> bool:
    """Whether the saying happens in writing: "said in a statement", "wrote in the filing"."""
    for x in tree.children[c.anchor]:
        if tree.tokens[x].dep == "prep" and tree.tokens[x].text.lower() == "in" and x not in c.content:
            held = tree.child(x, "pobj")
            if held is not None and tree.tokens[held].lemma.lower() in DOCUMENTS:
                return True
    return False


def _is_unnamed(tree: Tree, head: int) -> bool:
    """Whether the source hides who it is: "a senior official", "people familiar with the talks"."""
    token = tree.tokens[head]
    definite = any(
        tree.tokens[c].dep == "det" and tree.tokens[c].text.lower() in ("the", "this", "that")
        for c in tree.children[head]
    )
    return token.lemma.lower() in UNNAMED and (not definite or token.lemma.lower() in ("source", "insider"))


def _via(tree: Tree, c: Candidate) -> Range | None:
    """The outlet that relays the words: "as cited by X", "in remarks carried by X", "seen by X"."""
    relay = _quoting(tree, c.anchor) if c.relay is None else c.relay
    if relay is not None:
        return _outlet(tree, relay)
    first, last = tree.bounds(c.anchor)
    for i in range(first, last + 1):
        token = tree.tokens[i]
        if tree.quoted[i] >= 0 or i in c.cue:
            continue
        outlet = None
        if token.tag == "VBN" and token.lemma.lower() in RELAYING:
            by = next((x for x in tree.children[i] if tree.tokens[x].text.lower() == "by"), None)
            outlet = None if by is None else tree.child(by, "pobj")
        elif token.text.lower() == "according" and c.rule != "according_to":
            to = tree.child(i, "prep")
            outlet = None if to is None else tree.child(to, "pobj")
            outlet = outlet if outlet is not None and is_outlet(tree, outlet) else None
        if outlet is not None and outlet != c.source and i not in c.content:
            return _outlet(tree, outlet)
    return None


def _quoting(tree: Tree, verb: int) -> int | None:
    """The outlet of "the agency quoted Corvo as saying"."""
    token = tree.tokens[verb]
    over = tree.tokens[token.head].head
    if token.dep != "pcomp" or tree.tokens[over].lemma != "quote":
        return None
    return tree.child(over, "nsubj")


def _outlet(tree: Tree, head: int) -> Range:
    a, b = source_tokens(tree, head)
    while a < b and tree.tokens[a].text.lower() in ("the", "a", "an"):
        a += 1
    return Range(tree.tokens[a].start, tree.tokens[b].end)


def is_outlet(tree: Tree, head: int) -> bool:
    """Whether a noun may be a medium: an organisation's name, or a word such as "radio" or "newspaper"."""
    token = tree.tokens[head]
    if token.lemma.lower() in OUTLETS:
        return True
    found = entity_at(tree.analysis, Range(token.start, token.end))
    return token.pos == "PROPN" and (found is None or tree.analysis.entities[found].kind == "organisation")
