"""Whose position it is where somebody speaks for another, and through which channel."""

from __future__ import annotations

from collections.abc import Iterator

from briefer.language.attribution.candidates import Candidate
from briefer.language.attribution.cue_words import AGENTS, BODIES, DOCUMENTS, SPOKESPEOPLE, UNNAMED
from briefer.language.attribution.nouns import is_joined, source_tokens
from briefer.language.attribution.tree import Tree
from briefer.language.names.entities import entity_at
from briefer.model import Channel, Entity, Range

_SPEAKING_FOR = SPOKESPEOPLE | AGENTS
#: What a firm is called for short.
_FIRMS = frozenset({"company", "firm", "group", "airline", "bank", "manufacturer", "retailer"})
#: What speaks for the person or the body that it serves, and what speaks for a state.
_OWN_VOICES = frozenset({"office", "campaign", "secretariat"})
_VOICES = _OWN_VOICES | {"ministry", "embassy", "military"}
PRONOUNS = frozenset("he she they it who which that his her their its him them i we my our this these those".split())
#: Holder as an entity, holder in words, channel.
_Holder = tuple[int | None, str | None, Channel]


def holder_of(tree: Tree, c: Candidate, head: int, speaker: int | None) -> _Holder:
    """Whose position a candidate is, where not the speaker's, and the channel."""
    lemma = tree.tokens[head].lemma.lower()
    for noun in _posts(tree, head, speaker):
        owner = _represented(tree, noun, head, speaker)
        if owner is not None:
            found, words = _owned(tree, owner)
            held = None if (found, words) != (None, None) or speaker is None else _by_role(tree, c, speaker)
            return held or (found, words, "spokesperson")
    if speaker is not None:
        if (held := _by_role(tree, c, speaker)) is not None:
            return held
    elif (owner := _office_of(tree, head)) is not None:
        return owner, None, "spokesperson"
    elif lemma in SPOKESPEOPLE:
        return None, None, "spokesperson"
    elif lemma in DOCUMENTS and tree.tokens[head].pos == "NOUN":
        owner = _author(tree, head)
        return (*_owned(tree, owner), "document") if owner is not None else (None, None, "document")
    if _in_document(tree, c):
        return None, None, "document"
    if tree.tokens[head].pos == "NOUN" and _is_unnamed(tree, head, speaker):
        return None, None, "unnamed"
    return None, None, "direct"


def _office_of(tree: Tree, head: int) -> int | None:
    """Whose office or ministry speaks, where a pronoun says whose: "Her office said", "Its foreign ministry called"."""
    lemma = tree.tokens[head].lemma.lower()
    owner = tree.child(head, "poss")
    if lemma not in _VOICES or owner is None or tree.tokens[owner].tag != "PRP$":
        return None
    found = entity_of(tree, owner)
    person = found is not None and tree.analysis.entities[found].kind == "person"
    return found if lemma in _OWN_VOICES or not person else None


def _posts(tree: Tree, head: int, speaker: int | None) -> Iterator[int]:
    """The nouns of who represents another: the source's head, what stands before a name, or in apposition to it."""
    found = [head]
    if speaker is not None:
        found += [c for c in tree.children[head] if tree.tokens[c].dep in ("appos", "compound", "nmod")]
        if tree.tokens[head].dep == "appos" and tree.child(tree.tokens[head].head, "appos") == head:
            found.append(tree.tokens[head].head)
    for noun in found:
        if tree.tokens[noun].lemma.lower() in _SPEAKING_FOR and tree.tokens[noun].pos in ("NOUN", "PROPN"):
            yield noun


def _represented(tree: Tree, noun: int, head: int, speaker: int | None) -> int | None:
    """Head token of whom a spokesman or a lawyer speaks for."""
    spokes = tree.tokens[noun].lemma.lower() in SPOKESPEOPLE
    for c in tree.children[noun]:
        token = tree.tokens[c]
        word = token.text.lower()
        if token.dep == "prep" and (word == "for" or (spokes and word in ("of", "from", "at", "with"))):
            return tree.child(c, "pobj")
        if token.dep == "poss":
            return c
    for c in sorted({*tree.children[noun], *tree.children[head]}):
        token = tree.tokens[c]
        if c >= noun or token.dep not in ("compound", "nmod", "poss", "amod"):
            continue
        found = entity_at(tree.analysis, Range(token.start, token.end))
        if found is not None and found == speaker:
            continue
        kind = None if found is None else tree.analysis.entities[found].kind
        if token.dep == "poss" or kind in ("person", "organisation"):
            return c
        if spokes and (kind is not None or token.pos == "PROPN" or token.lemma.lower() in BODIES):
            return c
    return None


def _by_role(tree: Tree, c: Candidate, speaker: int) -> _Holder | None:
    """What the article says elsewhere of a person: "Jonas Vale, a spokesman for the ministry"."""
    entity = tree.analysis.entities[speaker]
    if entity.kind != "person" or entity.role is None:
        return None
    words = tree.text[entity.role.start : entity.role.end].lower().split()
    whose = None if entity.organisation is None else entity_at(tree.analysis, entity.organisation)
    if not SPOKESPEOPLE.isdisjoint(words[-2:]):
        return whose, None if whose is not None else _named_before(tree, entity), "spokesperson"
    speaks_for = tree.text[entity.role.end :].startswith(" for ") or _names_client(tree, c)
    pleads = not AGENTS.isdisjoint(words[-1:]) and speaks_for
    return (whose, None, "spokesperson") if pleads and whose is not None else None


def _named_before(tree: Tree, entity: Entity) -> str | None:
    """Whose spokesperson it is, where another sentence says so: "The water company … Its spokeswoman, Ada Brandt"."""
    role, whose = entity.role, entity.organisation
    if role is None or whose is None or tree.between(*whose)[1] >= tree.sentences[_sentence(tree, role)][0]:
        return None
    return words_of(tree, tree.between(*whose)[1])


def _sentence(tree: Tree, place: Range) -> int:
    return tree.tokens[tree.between(*place)[0]].sentence


def _names_client(tree: Tree, c: Candidate) -> bool:
    """Whether a lawyer's words are on "my client" or, reported, "her client"."""
    clients = (t for t in c.content if tree.tokens[t].lemma.lower() == "client")
    return any(tree.tokens[x].dep == "poss" for t in clients for x in tree.children[t])


def _author(tree: Tree, noun: int) -> int | None:
    """Head token of whose report or statement it is."""
    for c in tree.children[noun]:
        token = tree.tokens[c]
        if token.dep == "prep" and token.text.lower() in ("from", "by"):
            return tree.child(c, "pobj")
        if token.dep == "poss":
            return c
        if token.dep in ("compound", "nmod") and token.pos == "PROPN" and c < noun:
            found = entity_at(tree.analysis, Range(token.start, token.end))
            if found is not None and tree.analysis.entities[found].kind in ("person", "organisation"):
                return c
    return None


def _owned(tree: Tree, owner: int) -> tuple[int | None, str | None]:
    """The owner as an entity, else in words; neither for a pronoun that stands for nobody known."""
    found = None if is_joined(tree, owner) else entity_of(tree, owner)
    if found is None and tree.tokens[owner].lemma.lower() in _FIRMS:
        found = _only_body(tree, owner)
    words = words_of(tree, owner)
    return found, None if found is not None or words.lower() in PRONOUNS else words


def _only_body(tree: Tree, noun: int) -> int | None:
    """The one organisation that this sentence and the one before name, where "company" can mean no other."""
    sentence = tree.tokens[noun].sentence
    first, last = tree.sentences[max(sentence - 1, 0)][0], tree.sentences[sentence][1]
    start, end = tree.tokens[first].start, tree.tokens[last].end
    named = [
        k
        for k, entity in enumerate(tree.analysis.entities)
        if entity.kind == "organisation" and any(start <= m.start < end for m in entity.mentions if m.kind == "name")
    ]
    return named[0] if len(named) == 1 else None


def _in_document(tree: Tree, c: Candidate) -> bool:
    """Whether the saying happens in writing ("said in a statement") or came in it ("…, according to a readout")."""
    phrases = (t for t in tree.children[c.anchor] if tree.tokens[t].text.lower() == "according" and t not in c.cue)
    for to in (x for t in phrases for x in tree.children[t]):
        held = tree.child(to, "pobj")
        if held is not None and tree.tokens[held].pos == "NOUN" and tree.tokens[held].lemma.lower() in DOCUMENTS:
            return True
    for x in tree.children[c.anchor]:
        if tree.tokens[x].dep == "prep" and tree.tokens[x].text.lower() == "in" and x not in c.content:
            held = tree.child(x, "pobj")
            if held is not None and tree.tokens[held].lemma.lower() in DOCUMENTS:
                return True
    return False


def _is_unnamed(tree: Tree, head: int, speaker: int | None) -> bool:
    """Whether the source hides who it is: "a senior official", "people familiar with the talks"."""
    lemma = tree.tokens[head].lemma.lower()
    if lemma not in UNNAMED or (speaker is not None and tree.analysis.entities[speaker].kind != "group"):
        return False
    owned = tree.tokens[head].tag == "NN" and tree.child(head, "poss") is not None
    definite = owned or any(
        tree.tokens[c].text.lower() in ("the", "this", "that", "neither", "both") for c in tree.children[head]
    )
    return not definite or lemma in ("source", "insider")


def entity_of(tree: Tree, head: int) -> int | None:
    """The entity that a noun names, or whose name stands in apposition to it."""
    token = tree.tokens[head]
    if token.pos == "NOUN":
        for c in tree.children[head]:
            other = tree.tokens[c]
            if (
                other.dep in ("appos", "compound", "nmod", "npadvmod")
                and other.pos == "PROPN"
                and (c > head or other.dep == "appos")
            ):
                found = entity_at(tree.analysis, Range(other.start, other.end))
                if found is not None:
                    return found
    return entity_at(tree.analysis, Range(token.start, token.end))


def words_of(tree: Tree, head: int) -> str:
    """The words that name a source, without a possessive ending."""
    first, last = source_tokens(tree, head)
    return without_possessive(tree.text[tree.tokens[first].start : tree.tokens[last].end])


def without_possessive(words: str) -> str:
    """The words without the "'s" or the bare apostrophe that ends them."""
    return words.removesuffix("’s").removesuffix("'s").removesuffix("’").removesuffix("'")
