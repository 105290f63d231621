"""Person, organisation or place: every place where a name stands has a vote."""

from __future__ import annotations

from collections import defaultdict

from briefer.language.names import countries
from briefer.language.names.cuts import office_of
from briefer.language.names.lexicon import (
    CORPORATE_WORDS,
    GOVERNMENT_NOUNS,
    KINSHIP,
    ORGANISATION_NOUNS,
    ORGANISATION_WORDS,
    PARTICLES,
    PLACE_WORDS,
    PLATFORMS,
    ROLES,
    SHARED_ROLES,
    SPEECH,
    STATE_NOUNS,
    WELL_KNOWN,
)
from briefer.language.names.name import Name, is_given
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
#: What a place has, and a company has not.
_PLACE_HAS = frozenset(
    "mayor inhabitant resident people islander north south east west coast shore beach street harbour outskirts".split()
)
#: What is done at a place.
_STAYING = frozenset("live reside dwell stay arrive land camp shelter bear settle".split())
#: What one has in a company.
_TRUSTING = frozenset("investor investment stake share holding interest confidence trust faith".split())
_PERSONAL = KINSHIP | {
    "lawyer",
    "attorney",
    "agent",
    "biographer",
    "doctor",
    "spouse",
    "body",
    "death",
    "life",
    "career",
}
#: Last words of what is made or agreed and does not act.
_WORKS = frozenset("show act bill prize trophy award awards treaty agreement plan deal pact".split())
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
    """What the words of a name themselves tell."""
    low = [w.lower() for w in words]
    if text in countries.by_name() or text in countries.REGIONS or text in countries.by_capital():
        votes["place"] += 6
    if text in countries.by_seat() or low[-1] in PLATFORMS:
        votes["organisation"] += 6
    if "&" in low:
        votes["organisation"] += 2
    named = any(w in ORGANISATION_WORDS for w in low)
    if named and (len(words) > 1 or low[0] not in PLACE_WORDS):
        votes["organisation"] += 4 if low[-1] in ORGANISATION_WORDS or "of" in low or "for" in low else 2
    elif low[-1] in PLACE_WORDS or (low[0] in PLACE_WORDS and len(words) > 1 and not is_given(words[0])):
        votes["place"] += 3
    if len(words) > 1:
        _shape_of_several(words, low, votes, singles, named=named)
    elif low[0] in WELL_KNOWN:
        votes["person"] += 4
    elif 2 <= len(text) <= 6 and text.isupper() and "." not in text:
        votes["organisation"] += 2


def _shape_of_several(words: tuple[str, ...], low: list[str], votes: Votes, singles: set[str], *, named: bool) -> None:
    """What the words of a name of several words tell; `singles` are names of one word in the same text."""
    shouted = all(w.isupper() for w in words)
    if low[-1] in _WORKS:
        votes["person"] -= 3
        votes["organisation"] -= 3
    if not shouted and any(2 <= len(w) <= 5 and w.isupper() and "." not in w for w in words):
        votes["organisation"] += 1.5
    if words[0] in singles and words[-1] not in singles and not is_given(words[0]):
        votes["organisation"] += 1
    if named:
        return
    if is_given(words[0]) or (len(words) > 2 and words[1] == "-" and is_given(words[2])):
        votes["person"] += 3
    if words[-1] in singles and low[-1] not in PLACE_WORDS and not shouted:
        votes["person"] += 1.5
    if any(w in PARTICLES for w in words[1:-1]) or low[-1] in _SUFFIXES:
        votes["person"] += 1
    if any(len(w) == 2 and w[1] == "." for w in words[:-1]):
        votes["person"] += 1.5


def _context(tree: Tree, name: Name, votes: Votes, weight: float) -> None:
    """What stands around one place of a name; `weight` keeps frequent names from shouting."""
    if name.kind == "place":
        votes["place"] += 4
    if name.honorific:
        votes["person"] += 5
    if name.title:
        votes["person"] += 3
    _words_before(tree, name, votes, weight)
    _words_after(tree, name, votes, weight)
    head = tree.head_of(name.first, name.last)
    token = tree.tokens[head]
    if token.dep == "conj" and (kind := _KIND_OF_LABEL.get(tree.tokens[token.head].ent)) is not None:
        votes[kind] += 0.6 * weight
    if token.dep in SUBJECTS:
        if tree.tokens[token.head].lemma in SPEECH and not _the(tree, name):
            votes["person"] += 0.4 * weight
        _followed_by_pronoun(tree, name.last, tree.bounds[name.sentence][1], votes, weight)
    _apposition(tree, name, votes)


def _words_before(tree: Tree, name: Name, votes: Votes, weight: float) -> None:
    if name.first == tree.bounds[name.sentence][0]:
        return
    before = tree.low[name.first - 1]
    if before == "the":
        if tree.tokens[tree.head_of(name.first, name.last)].dep not in {"compound", "nmod", "amod"}:
            votes["person"] -= 2 * weight
            votes["organisation"] += 0.7 * weight
    elif (before in ROLES and before not in SHARED_ROLES and tree.tokens[name.first - 1].text.islower()) or office_of(
        tree, name.first - 1
    ) is not None:
        votes["person"] += 2.5
    elif before in ORGANISATION_NOUNS and tree.tokens[name.first - 1].dep == "compound":
        votes["organisation"] += 3  # "relief agency Open Hand"
    elif before in {"in", "near", "across", "outside"}:
        votes["place"] += 0.8 * weight
    elif before == "of":
        votes["place"] += 0.4 * weight
    elif before in {"capital", "city", "town", "village", "port", "island"}:
        votes["place"] += 2


def _words_after(tree: Tree, name: Name, votes: Votes, weight: float) -> None:
    end = tree.bounds[name.sentence][1]
    after, second, third = [*tree.low[name.last + 1 : min(name.last + 4, end)], "", "", ""][:3]
    if after == "who" or (after == "," and second in {"who", "whose"}):
        votes["person"] += 2
    elif after == "," and third == "," and second.isdigit() and len(second) == 2:
        votes["person"] += 3
    elif after in {"administration", "campaign", "presidency", "family"}:
        votes["person"] += (2 if _the(tree, name) else 0.3) * weight
    elif after in GOVERNMENT_NOUNS:
        votes["place"] += 1.5 * weight
    elif after in {"'s", "’s"}:
        if _possesses(tree, name.last + 2, end, _PERSONAL):
            votes["person"] += 3
        if _possesses(tree, name.last + 2, end, STATE_NOUNS):
            votes["place"] += 2.5
        elif _possesses(tree, name.last + 2, end, ROLES):
            votes["place"] += 0.5 * weight
            votes["organisation"] += 0.5 * weight


def _followed_by_pronoun(tree: Tree, i: int, end: int, votes: Votes, weight: float) -> None:
    """What a pronoun soon after a subject tells of it: "Corvo raised his hand", "Halden cut its forecast"."""
    for k in range(i + 1, min(i + 12, end)):
        word = tree.low[k]
        if tree.tokens[k].tag in {"NNP", "NNPS"} or tree.quoted[k] != tree.quoted[i]:
            return
        if word in {"he", "she", "his", "her", "himself", "herself"}:
            votes["person"] += 2 * weight
            return
        if word in {"its", "itself"}:
            votes["person"] -= 1.5 * weight
            return


def _possesses(tree: Tree, i: int, end: int, nouns: frozenset[str]) -> bool:
    """Whether one of these nouns heads what follows an "'s"."""
    for k in range(i, min(i + 5, end)):
        if tree.low[k] in nouns and (k + 1 == end or tree.tokens[k + 1].tag not in {"NN", "NNS"}):
            return True
        if tree.tokens[k].tag not in {"NN", "JJ", "NNP", "HYPH", "VBN"}:
            return False
    return False


def _apposition(tree: Tree, name: Name, votes: Votes) -> None:
    head = tree.head_of(name.first, name.last)
    others = [c for c in tree.children[head] if tree.tokens[c].dep == "appos"]
    if tree.tokens[head].dep == "appos":
        others.append(tree.tokens[head].head)
    for other in others:
        word = tree.low[other]
        if tree.tokens[other].pos not in {"NOUN", "PROPN"} or tree.tokens[other].text[0].isupper():
            continue
        if word in ROLES:
            votes["person"] += 0.5 if word in SHARED_ROLES else 2.5
        elif word in _PLACE_NOUNS:
            votes["place"] += 3
        elif word in ORGANISATION_NOUNS:
            votes["organisation"] += 2.5


def _inherit(tree: Tree, groups: dict[str, list[Name]], kinds: dict[str, ActorKind | None]) -> None:
    """A part of a longer name is what the whole is: "Corvo" of "Teodor Corvo", "Halden" of "Halden Motors"."""
    for key, group in groups.items():
        words = group[0].words
        text = group[0].text
        if text in countries.by_name() or text in countries.REGIONS or text in countries.by_capital():
            if 2 * sum(n.label == "PERSON" for n in group) <= len(group):
                continue
        wholes = [
            (groups[other][0].words, kinds[other])
            for other in groups
            if len(groups[other][0].words) > len(words) and kinds[other] in {"person", "organisation"}
        ]
        people = [w for w, kind in wholes if kind == "person" and w[-len(words) :] == words]
        first = {kind for w, kind in wholes if len(words) == 1 and w[0] == words[0]}
        open_still = kinds[key] in {None, "person"} or is_given(words[0])
        if (people and not _the(tree, group[0])) or ("person" in first and (open_still or _is_somebody(tree, group))):
            kinds[key] = "person"
        elif "organisation" in first and open_still:
            kinds[key] = "organisation" if kinds[key] is None or group[0].label != "PERSON" else kinds[key]
        if kinds[key] is None and len(words) == 1:
            if any(kind == "organisation" and w[-1] == words[0] for w, kind in wholes):
                kinds[key] = "organisation"
        owned = any(kind == "person" and words[0] in {w[0], w[-1]} for w, kind in wholes)
        if not owned and len(words) == 1 and words[0] not in countries.by_capital():
            short = [w for w, kind in wholes if kind == "organisation" and w[0] == words[0]]
            introduced = any(n.title or n.honorific for n in group)
            if short and not introduced and all({x.lower() for x in w[1:]} <= CORPORATE_WORDS for w in short):
                kinds[key] = "organisation"
            if short and not introduced and _is_somewhere(tree, group):
                kinds[key] = "place"


def _is_somebody(tree: Tree, group: list[Name]) -> bool:
    """Whether what might be a given name speaks somewhere, and stands nowhere as a place does."""
    heads = [tree.head_of(name.first, name.last) for name in group]
    tokens = [tree.tokens[h] for h in heads]
    speaks = any(t.dep in SUBJECTS and tree.tokens[t.head].lemma in SPEECH for t in tokens)
    return speaks and not any(_tells_where(tree, h) for h in heads)


def _is_somewhere(tree: Tree, group: list[Name]) -> bool:
    """Whether a name that a company bears too is the place that it is called after: "live on Vardo", "Vardo Line"."""
    heads = [tree.head_of(name.first, name.last) for name in group]
    acts = any(tree.tokens[h].dep in SUBJECTS or tree.child(h, "case") is not None for h in heads)
    return not acts and any(_tells_where(tree, h) for h in heads)


def _tells_where(tree: Tree, head: int) -> bool:
    """Whether a name stands as a place does: "the island of", "the mayor of", "lives on", "the … reservoir"."""
    token = tree.tokens[head]
    if token.dep == "compound":
        return tree.low[token.head] in _PLACE_NOUNS | PLACE_WORDS and tree.tokens[token.head].text.islower()
    if token.dep != "pobj":
        return False
    preposition = tree.tokens[token.head]
    above = tree.tokens[preposition.head]
    if tree.low[token.head] == "of":
        return above.pos == "NOUN" and above.lemma.lower() in _PLACE_NOUNS | _PLACE_HAS
    if above.lemma.lower() in _STAYING:
        return tree.low[token.head] in ("in", "on", "at", "near", "outside")
    inside = tree.low[token.head] == "in" and token.ent == "GPE" and above.pos == "NOUN"
    return inside and above.lemma.lower() not in _TRUSTING


def _the(tree: Tree, name: Name) -> bool:
    return name.first > 0 and tree.low[name.first - 1] == "the"
