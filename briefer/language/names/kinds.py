"""Person, organisation or place: every place where a name stands has a vote."""

from __future__ import annotations

from collections import defaultdict

from briefer.language.names import countries
from briefer.language.names.chunks import Name, is_given
from briefer.language.names.lexicon import (
    GOVERNMENT_NOUNS,
    ORGANISATION_NOUNS,
    ORGANISATION_WORDS,
    PARTICLES,
    PLACE_WORDS,
    ROLES,
    SPEECH,
)
from briefer.language.names.tree import SUBJECTS, Tree
from briefer.model import ActorKind

_KIND_OF_LABEL: dict[str, ActorKind] = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
}
_PLACE_NOUNS = frozenset(
    "capital city town village river island suburb district region province county state country port lake mountain "
    "neighbourhood neighborhood settlement resort kingdom republic nation stadium airport".split()
)
_SUFFIXES = frozenset("jr jr. sr sr. ii iii iv".split())
Votes = dict[ActorKind, float]


def decide_kinds(tree: Tree, names: list[Name]) -> list[Name]:
    """The names that are somebody or somewhere, each with its kind; the same words have one kind throughout."""
    groups: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        groups[name.key].append(name)
    singles = {g[0].words[0] for g in groups.values() if len(g[0].words) == 1 and not _the(tree, g[0])}
    kinds: dict[str, ActorKind | None] = {}
    for key, group in groups.items():
        kinds[key] = _kind(tree, group, singles)
    _inherit(tree, groups, kinds)
    kept = []
    for name in names:
        kind = name.kind or kinds[name.key]
        if kind is not None:
            name.kind = kind
            kept.append(name)
    return kept


def _kind(tree: Tree, group: list[Name], singles: set[str]) -> ActorKind | None:
    votes: Votes = {"person": 0.0, "organisation": 0.0, "place": 0.0}
    junk = 0
    for name in group:
        if name.label in _KIND_OF_LABEL:
            votes[_KIND_OF_LABEL[name.label]] += 2.5 / len(group)
        elif name.label:
            junk += 1
    for name in group[:12]:
        _context(tree, name, votes, 1 / min(len(group), 12))
    words = group[0].words
    _shape(words, group[0].text, votes, singles)
    if len(words) == 1 and not any(n.title or n.honorific for n in group):
        # A name that nobody introduces in full is less often a person's.
        votes["person"] *= 0.7
    best: ActorKind = max(votes, key=lambda kind: votes[kind])
    if votes[best] <= 0.25 or (junk * 2 > len(group) and votes[best] < 2):
        return None
    return best


def _shape(words: tuple[str, ...], text: str, votes: Votes, singles: set[str]) -> None:
    low = [w.lower() for w in words]
    if text in countries.by_name() or text in countries.REGIONS or text in countries.by_capital():
        votes["place"] += 6
    if text in countries.by_seat():
        votes["organisation"] += 6
    named = [w for w in low if w in ORGANISATION_WORDS]
    if named and (len(words) > 1 or low[0] not in PLACE_WORDS):
        votes["organisation"] += 4 if low[-1] in ORGANISATION_WORDS or "of" in low or "for" in low else 2
    elif low[-1] in PLACE_WORDS or (low[0] in PLACE_WORDS and len(words) > 1 and not is_given(words[0])):
        votes["place"] += 3
    if "&" in low:
        votes["organisation"] += 2
    if len(words) == 1 and 2 <= len(text) <= 6 and text.isupper() and "." not in text:
        votes["organisation"] += 2
    if len(words) > 1 and not named:
        if is_given(words[0]) or (len(words) > 2 and words[1] == "-" and is_given(words[2])):
            votes["person"] += 2
        if words[-1] in singles and low[-1] not in PLACE_WORDS and not text.isupper():
            votes["person"] += 1.5
        if any(w in PARTICLES for w in words[1:-1]) or low[-1] in _SUFFIXES:
            votes["person"] += 1
        if any(len(w) == 2 and w[1] == "." for w in words[:-1]):
            votes["person"] += 1.5


def _context(tree: Tree, name: Name, votes: Votes, weight: float) -> None:
    """What stands around one place of a name; `weight` keeps frequent names from shouting."""
    low, tokens = tree.low, tree.tokens
    first, last = tree.bounds[name.sentence]
    before = low[name.first - 1] if name.first > first else ""
    after = low[name.last + 1] if name.last + 1 < last else ""
    after2 = low[name.last + 2] if name.last + 2 < last else ""
    if name.honorific:
        votes["person"] += 5
    if name.title:
        votes["person"] += 3
    if before == "the":
        votes["person"] -= 2 * weight
        votes["organisation"] += 0.7 * weight
    elif before in ROLES and tokens[name.first - 1].text.islower():
        votes["person"] += 2.5
    elif before in {"in", "near", "across", "outside"}:
        votes["place"] += 0.8 * weight
    elif before in {"capital", "city", "town", "village", "port", "island"}:
        votes["place"] += 2
    if after == "who" or (after == "," and after2 in {"who", "whose"}):
        votes["person"] += 2
    if after == "," and after2.isdigit() and len(after2) == 2 and name.last + 3 < last and low[name.last + 3] == ",":
        votes["person"] += 3
    if after in GOVERNMENT_NOUNS:
        votes["place"] += 1.5 * weight
    if after in {"'s", "’s"} and after2 in {"capital", "parliament", "government"}:
        votes["place"] += 3
    elif after in {"'s", "’s"} and _possesses_role(tree, name.last + 2, last):
        votes["place"] += 0.5 * weight
        votes["organisation"] += 0.5 * weight
    token = tokens[name.last]
    if token.dep in SUBJECTS and before != "the" and tokens[token.head].lemma in SPEECH:
        votes["person"] += 0.4 * weight
    _apposition(tree, name, votes)


def _possesses_role(tree: Tree, i: int, end: int) -> bool:
    return any(tree.low[k] in ROLES for k in range(i, min(i + 4, end)))


def _apposition(tree: Tree, name: Name, votes: Votes) -> None:
    head = name.last
    others = [c for c in tree.children[head] if tree.tokens[c].dep == "appos"]
    if tree.tokens[head].dep == "appos":
        others.append(tree.tokens[head].head)
    for other in others:
        word = tree.low[other]
        if tree.tokens[other].pos not in {"NOUN", "PROPN"} or tree.tokens[other].text[0].isupper():
            continue
        if word in ROLES:
            votes["person"] += 2.5
        elif word in _PLACE_NOUNS:
            votes["place"] += 3
        elif word in ORGANISATION_NOUNS:
            votes["organisation"] += 2.5


def _inherit(tree: Tree, groups: dict[str, list[Name]], kinds: dict[str, ActorKind | None]) -> None:
    """A part of a longer name is what the whole is: "Corvo" of "Teodor Corvo", "Halden" of "Halden Motors"."""
    for key, group in groups.items():
        words = group[0].words
        if kinds[key] == "place" and group[0].text in countries.by_name():
            continue
        wholes = [
            (groups[other][0].words, kinds[other])
            for other in groups
            if len(groups[other][0].words) > len(words) and kinds[other] in {"person", "organisation"}
        ]
        people = [w for w, kind in wholes if kind == "person" and w[-len(words) :] == words]
        if people and not _the(tree, group[0]):
            kinds[key] = "person"
        elif kinds[key] in {None, "person"} and len(words) == 1:
            if any(kind == "person" and w[0] == words[0] for w, kind in wholes):
                kinds[key] = "person"
            elif any(kind == "organisation" and w[0] == words[0] for w, kind in wholes):
                kinds[key] = "organisation" if kinds[key] is None or group[0].label != "PERSON" else kinds[key]


def _the(tree: Tree, name: Name) -> bool:
    return name.first > 0 and tree.low[name.first - 1] == "the"
