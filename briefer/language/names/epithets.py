"""Descriptions that no earlier words of the text explain: "the 54-year-old", "the striker", "the former mayor".

Reporters vary "he" with them, so each means whom "he" or "she" would mean there; not where the text has
somebody else who is called so, nor for offices that somebody unnamed may hold ("the judge", "the doctor").
"""

from __future__ import annotations

from typing import Literal

from briefer.language.names.antecedents import look_back
from briefer.language.names.draft import Draft, Gender, Place
from briefer.language.names.lexicon import FEMALE_WORDS, MALE_WORDS
from briefer.language.names.scene import STRANGER, Scene
from briefer.language.names.tree import SUBJECTS

_Kind = Literal["life", "play", "stage", "study", "police", "trade", "politics", "business", "court"]
_KINDS: dict[_Kind, str] = {
    "life": "pensioner retiree grandmother grandfather great-grandmother great-grandfather widow widower veteran "
    "teenager billionaire millionaire businessman businesswoman father-of-one father-of-two father-of-three "
    "father-of-four mother-of-one mother-of-two mother-of-three mother-of-four mum-of-one mum-of-two mum-of-three "
    "mum-of-four dad-of-one dad-of-two dad-of-three dad-of-four mom-of-two mom-of-three",
    "play": "player striker defender midfielder winger goalkeeper keeper goalie forward skipper batsman bowler boxer "
    "golfer footballer cyclist rider jockey sprinter swimmer skier quarterback pitcher athlete champion fighter",
    "stage": "actor actress singer author writer novelist playwright comedian musician painter artist poet rapper "
    "guitarist pianist violinist drummer composer songwriter sculptor presenter broadcaster filmmaker designer "
    "architect photographer star",
    "study": "scientist researcher academic scholar professor lecturer historian economist analyst strategist biologist "
    "physicist chemist geologist statistician mathematician engineer philosopher astronomer ecologist",
    "police": "officer detective constable sergeant inspector superintendent",
    "trade": "roofer plumber builder baker butcher carpenter electrician mechanic joiner plasterer barber hairdresser "
    "cleaner carer gardener farmer fisherman shopkeeper publican landlord landlady trucker miner welder student "
    "schoolteacher postman milkman",
    "politics": "lawmaker politician congressman congresswoman senator councillor legislator backbencher peer incumbent "
    "challenger",
    "business": "entrepreneur tycoon financier banker executive industrialist",
    "court": "witness defendant accused",
}
_KIND_OF: dict[str, _Kind] = {word: kind for kind, words in _KINDS.items() for word in words.split()}
#: Endings of scholars: "microbiologist".
_STUDIES = ("ologist", "physicist", "chemist")
_GENDERS: dict[str, Gender] = {
    **dict.fromkeys(("mum", "mom", "mother", "grandmother", "great-grandmother"), "f"),
    **dict.fromkeys(("dad", "father", "grandfather", "great-grandfather"), "m"),
}
_PAST = frozenset({"former", "ex", "one-time", "retired"})


def resolve(scene: Scene, i: int) -> tuple[int, Place] | None:
    """Whom an epithet with this head means, and the words of it; None where it may be somebody else."""
    tree = scene.tree
    if tree.quoted[i] >= 0 or tree.tokens[i].dep not in SUBJECTS:
        return None
    first, last, word, age = _words(scene, i)
    if first < 0 or tree.low[first] != "the" or _goes_on(scene, last):
        return None
    between = [tree.low[k] for k in range(first + 1, i)]
    past = not _PAST.isdisjoint(between)
    kind = _KIND_OF.get(word, "study" if word.endswith(_STUDIES) else None)
    if age is None and kind is None and not past:
        return None
    if age is None and not past and any(w not in _PAST for w in between):
        return None
    number = _meant(scene, i, _gender(word))
    if number is None:
        return None
    draft = scene.drafts[number]
    if age is not None:
        agrees = _age(scene, draft) in {age, None} and not any(_age(scene, d) == age for d in scene.drafts if d is not draft)
    else:
        agrees = _agrees(draft, kind, past=past) and not _called_so(scene, i, number, word)
    return (number, Place(first, last, "description")) if agrees else None


def _words(scene: Scene, i: int) -> tuple[int, int, str, str | None]:
    """First and last token of the phrase, its noun with what hyphens tie to it, and the age in it."""
    tree = scene.tree
    limit, end = tree.bounds[tree.tokens[i].sentence]
    first = last = i
    while first > limit and (tree.low[first - 1] == "-" or tree.low[first] == "-") and tree.glued(first):
        first -= 1
    while last + 1 < end and (tree.low[last + 1] == "-" or tree.low[last] == "-") and tree.glued(last + 1):
        last += 1
    word = "".join(tree.low[first : last + 1])
    age = None
    for k in range(first, last + 1):
        age = tree.low[k] if tree.low[k].isdigit() and "year" in word else age
    while first - 1 >= limit and tree.low[first - 1] != "the" and i - first < 8:
        token = tree.tokens[first - 1]
        if token.tag not in {"NN", "JJ", "HYPH", "CD", "VBN", "NNS"} or first - 1 in scene.at:
            return -1, last, word, None
        if token.text.isdigit() and tree.low[first] == "-":
            age = token.text
        first -= 1
    return (first - 1 if first > limit else -1), last, word, age


def _goes_on(scene: Scene, last: int) -> bool:
    """Whether a name, a noun or an owner's mark follows, or words that say which one is meant."""
    tree = scene.tree
    if not tree.same_sentence(last, last + 1):
        return False
    after = tree.tokens[last + 1]
    if last + 1 in scene.at or after.tag in {"NN", "NNS", "NNP", "NNPS", "POS"}:
        return True
    return after.tag in {"WP", "WDT"} or tree.low[last + 1] in {"of", "for", "in", "at", "from", "with", "behind"}


def _gender(word: str) -> Gender:
    if word in MALE_WORDS:
        return "m"
    return "f" if word in FEMALE_WORDS else _GENDERS.get(word.partition("-of-")[0], "unknown")


def _meant(scene: Scene, i: int, gender: Gender) -> int | None:
    """Whom a pronoun in this place would mean, of whichever gender."""
    before = [
        c
        for c in scene.by_sentence[scene.tree.tokens[i].sentence]
        if c.token < i and scene.tree.quoted[c.token] < 0 and not _in_adjunct(scene, c.token)
    ]
    if before:
        return None
    genders: list[Gender] = ["m", "f"] if gender == "unknown" else [gender]
    found = {look_back(scene, i, g) for g in genders} - {None, STRANGER}
    number = found.pop() if len(found) == 1 else None
    if found:
        number = _last_subject(scene, i)
    if number is None or scene.drafts[number].hidden or not scene.drafts[number].sure:
        return None
    return number


def _in_adjunct(scene: Scene, token: int) -> bool:
    """Whether somebody stands in words before the main clause: "Questioned by Holt, the witness …"."""
    verb = scene.tree.verb_of(token)
    return verb is not None and scene.tree.tokens[verb].dep in {"advcl", "prep"} and scene.tree.tokens[verb].tag == "VBN"


def _last_subject(scene: Scene, i: int) -> int | None:
    """The person who is the subject of the sentence before, if nobody else there is one."""
    tree = scene.tree
    sentence = tree.tokens[i].sentence - 1
    while sentence >= 0 and scene.all_quoted(sentence):
        sentence -= 1
    subject = scene.subject(sentence) if sentence >= 0 else None
    number = scene.who(subject) if subject is not None else None
    if number is None or scene.drafts[number].kind != "person":
        return None
    others = {
        c.who
        for c in scene.by_sentence[sentence]
        if tree.quoted[c.token] < 0 and c.who != number and tree.tokens[c.token].dep in SUBJECTS
    }
    return None if others else number


def _age(scene: Scene, draft: Draft) -> str | None:
    """The age that stands after one of a person's names: "Mara Holt, 54, …"."""
    low = scene.tree.low
    for name in draft.names:
        k = name.last + 1
        if k + 1 < len(low) and low[k] == "," and low[k + 1].isdigit() and len(low[k + 1]) == 2:
            return low[k + 1]
    return None


def _agrees(draft: Draft, kind: _Kind | None, *, past: bool) -> bool:
    """Whether what the text says of a person leaves room for the epithet."""
    if kind == "life":
        return True
    nouns = {role.noun for role in draft.roles}
    if past and kind is None:
        return all(noun in {"predecessor", "pundit"} for noun in nouns)
    return all(_KIND_OF.get(noun) in {kind, "life"} or noun.endswith(_STUDIES) for noun in nouns)


def _called_so(scene: Scene, i: int, number: int, word: str) -> bool:
    """Whether the text has another one of this description: "a witness", "striker Ola Venn", "two officers"."""
    tree = scene.tree
    for other, draft in enumerate(scene.drafts):
        if other != number and any(role.noun == word for role in draft.roles):
            return True
    for k in range(i):
        if tree.low[k] == word and scene.who(k) is None and tree.tokens[k].dep not in {"compound", "appos", "attr"}:
            return not any(r.first <= k <= r.last for r in scene.drafts[number].roles)
        if tree.low[k] == word and scene.at.get(k) not in {None, number}:
            return True
    return False
