"""Descriptions that no earlier words of the text explain: "the 54-year-old", "the striker", "the former mayor".

Reporters vary "he" with them, so each means whom "he" or "she" would mean there; not where the text has
somebody else who is called so, nor for offices that somebody unnamed may hold ("the judge", "the doctor").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from briefer.language.names import countries
from briefer.language.names.draft import Draft, Gender, Place
from briefer.language.names.lexicon import COUNTRYMEN, FEMALE_WORDS, KINSHIP, MALE_WORDS
from briefer.language.names.scene import STRANGER, Scene
from briefer.language.names.tree import SUBJECTS

_Kind = Literal["life", "play", "stage", "study", "police", "trade", "politics", "business", "court", "party", "nation"]
_KINDS: dict[_Kind, str] = {
    "life": "pensioner retiree grandmother grandfather great-grandmother great-grandfather widow widower veteran "
    "teenager billionaire millionaire businessman businesswoman father-of-one father-of-two father-of-three "
    "father-of-four mother-of-one mother-of-two mother-of-three mother-of-four mum-of-one mum-of-two mum-of-three "
    "mum-of-four dad-of-one dad-of-two dad-of-three dad-of-four mom-of-two mom-of-three",
    "play": "player captain striker defender midfielder winger goalkeeper keeper goalie forward skipper batsman bowler boxer "
    "golfer footballer cyclist rider jockey sprinter swimmer skier quarterback pitcher athlete",
    "stage": "actor actress singer author writer novelist playwright comedian musician painter artist poet rapper "
    "guitarist pianist violinist drummer composer songwriter sculptor presenter broadcaster filmmaker designer "
    "architect photographer star",
    "study": "scientist researcher academic scholar professor lecturer historian economist analyst strategist biologist "
    "physicist chemist geologist statistician mathematician engineer philosopher astronomer ecologist",
    "police": "pc wpc dci officer detective constable sergeant inspector superintendent",
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
_MEN = MALE_WORDS | {"dad", "great-grandfather", "postman", "milkman"}
_WOMEN = FEMALE_WORDS | {"mum", "mom", "great-grandmother", "landlady"}
_PARTIES = frozenset("republican democrat conservative liberal tory".split())
#: Endings of words that mean a whole people: "the Portuguese", "the Irish".
_PEOPLES = ("ese", "ish", "ch", "ss")
_SEAT = re.compile(r",? \(?([RD])-\w")
_BENCH = frozenset(
    "lawyer barrister attorney prosecutor solicitor counsel qc kc judge magistrate recorder justice".split()
)
_TRIED = frozenset({"defendant", "accused"})
_RETIRED = frozenset({"pensioner", "retiree"})
_RETIREMENT = 60
_AGE = re.compile(r"(\d{2})-year-old")
#: Verbs after which the other side speaks: "Mr Holt asked … . The witness said".
_QUESTIONS = frozenset("ask question quiz press challenge suggest put accuse cross-examine interrupt interview".split())
_PAST = frozenset({"former", "ex", "one-time", "retired"})


def resolve(scene: Scene, i: int) -> tuple[int, Place] | None:
    """Whom an epithet with this head means, and the words of it; None where it may be somebody else."""
    tree = scene.tree
    if tree.quoted[i] >= 0 or tree.tokens[i].dep not in SUBJECTS:
        return None
    epithet = _read(scene, i)
    if epithet is None or _others_before(scene, i):
        return None
    people = _people(scene, i, epithet)
    fitting = {n for n in people if _fits(scene, n, epithet)}
    only = len(fitting) == 1 and not (epithet.past and epithet.kind is None)
    number = fitting.pop() if only else _subject(scene, i, fitting)
    if number is None or (epithet.age is None and _called_so(scene, i, number, epithet)):
        return None
    return number, Place(epithet.first, epithet.last, "description")


@dataclass(frozen=True, slots=True)
class _Epithet:
    first: int
    last: int
    #: Lower case, with what hyphens tie to it.
    noun: str
    age: int | None
    kind: _Kind | None
    #: Whether it says what somebody was.
    past: bool

    @property
    def gender(self) -> Gender:
        noun = self.noun.partition("-of-")[0]
        return "m" if noun in _MEN else "f" if noun in _WOMEN else "unknown"


def _read(scene: Scene, i: int) -> _Epithet | None:
    """The epithet with this head; None for other words, and where more words follow that say who is meant."""
    tree = scene.tree
    limit, end = tree.bounds[tree.tokens[i].sentence]
    first = last = i
    while first > limit and (tree.low[first - 1] == "-" or tree.low[first] == "-") and tree.glued(first):
        first -= 1
    while last + 1 < end and (tree.low[last + 1] == "-" or tree.low[last] == "-") and tree.glued(last + 1):
        last += 1
    noun = "".join(tree.low[first : last + 1])
    start = first
    while start > limit and last - start < 8 and tree.low[start] != "the":
        if tree.tokens[start - 1].tag not in {"NN", "JJ", "HYPH", "CD", "VBN", "NNS", "DT"} or start - 1 in scene.at:
            return None
        start -= 1
    if tree.low[start] != "the":
        return None
    aged = _AGE.search("".join(tree.low[start : last + 1]))
    between = {tree.low[k] for k in range(start + 1, first)}
    past = not _PAST.isdisjoint(between)
    if _goes_on(scene, last) and not (past and tree.low[min(last + 1, end - 1)] == "of"):
        return None
    kind = _KIND_OF.get(noun, "study" if noun.endswith(_STUDIES) else None)
    people = tree.tokens[i].text in countries.by_demonym() and not noun.endswith(_PEOPLES)
    if noun in _PARTIES or noun in COUNTRYMEN or people:
        kind = "party" if noun in _PARTIES else "nation"
    if aged is None and ((not past and (kind is None or between)) or between - _PAST):
        return None
    return _Epithet(start, last, noun, int(aged[1]) if aged else None, kind, past)


def _goes_on(scene: Scene, last: int) -> bool:
    """Whether a name, a noun or an owner's mark follows, or words that say which one is meant."""
    tree = scene.tree
    if not tree.same_sentence(last, last + 1):
        return False
    after = tree.tokens[last + 1]
    if last + 1 in scene.at or after.tag in {"NN", "NNS", "NNP", "NNPS", "POS"}:
        return True
    return after.tag in {"WP", "WDT"} or tree.low[last + 1] in {"of", "for", "in", "at", "from", "with", "behind"}


def _others_before(scene: Scene, i: int) -> bool:
    """Whether the sentence itself names people before, but in "Questioned by Holt, the witness …"."""
    tree = scene.tree
    return any(
        c.token < i and tree.quoted[c.token] < 0 and not _aside(scene, c.token)
        for c in scene.by_sentence[tree.tokens[i].sentence]
    )


def _aside(scene: Scene, token: int) -> bool:
    tree = scene.tree
    opening = tree.opening(token)
    verb = tree.verb_of(token)
    return tree.tokens[opening].tag == "VBN" or (verb is not None and tree.tokens[verb].tag == "VBN" and verb < token)


def _before(scene: Scene, i: int) -> int:
    """The last sentence before that is not all quoted, within two paragraphs; -1 without one."""
    sentence = scene.tree.tokens[i].sentence - 1
    while sentence >= 0 and scene.all_quoted(sentence):
        sentence -= 1
    return sentence


def _people(scene: Scene, i: int, epithet: _Epithet) -> set[int]:
    """Who may be meant at all."""
    if epithet.noun in _TRIED:
        return _tried(scene, i)
    people = _of_age(scene, i, epithet) or _near(scene, i)
    return people - _tried(scene, i) if epithet.noun == "witness" else people


def _of_age(scene: Scene, i: int, epithet: _Epithet) -> set[int]:
    """The one person named before whose stated age the epithet gives; nobody where several may be."""
    if epithet.age is None and epithet.noun not in _RETIRED:
        return set()
    found = {
        n
        for n, d in enumerate(scene.drafts)
        if d.names[0].first < i
        and (age := _age(scene, d)) is not None
        and (age == epithet.age if epithet.age is not None else age >= _RETIREMENT)
    }
    return found if len(found) == 1 else set()


def _tried(scene: Scene, i: int) -> set[int]:
    """Those who deny, plead or are charged in the text before."""
    tree = scene.tree
    found = set()
    for token, number in scene.at.items():
        verb = tree.tokens[tree.tokens[token].head]
        pleads = tree.tokens[token].dep == "nsubj" and verb.lemma in {"deny", "plead"}
        charged = tree.tokens[token].dep == "nsubjpass" and verb.lemma in {"charge", "accuse", "try", "convict"}
        if token < i and (pleads or charged) and tree.quoted[token] < 0:
            found.add(number)
    return found


def _near(scene: Scene, i: int) -> set[int]:
    """The people whom the sentence before speaks of; none where it questions one, for the other may answer."""
    tree = scene.tree
    sentence = _before(scene, i)
    if sentence < 0:
        return set()
    subject = scene.subject(sentence)
    if subject is not None and tree.tokens[tree.tokens[subject].head].lemma in _QUESTIONS:
        return set()
    people = {c.who for c in scene.by_sentence[sentence] if tree.quoted[c.token] < 0 and c.who != STRANGER}
    if people or sentence == 0:
        return people
    return {c.who for c in scene.by_sentence[sentence - 1] if tree.quoted[c.token] < 0 and c.who != STRANGER}


def _subject(scene: Scene, i: int, fitting: set[int]) -> int | None:
    """Of several people the one whom the sentence before is about."""
    sentence = _before(scene, i)
    subject = scene.subject(sentence) if fitting and sentence >= 0 else None
    number = scene.who(subject) if subject is not None else None
    return number if number in fitting else None


def _fits(scene: Scene, number: int, epithet: _Epithet) -> bool:
    """Whether what the text says of a person leaves room for the epithet."""
    draft = scene.drafts[number]
    if draft.hidden or not draft.sure or {draft.gender, epithet.gender} == {"m", "f"}:
        return False
    ages = {n: age for n, d in enumerate(scene.drafts) if (age := _age(scene, d)) is not None}
    if epithet.age is not None:
        if number in ages:
            return ages[number] == epithet.age
        return str(epithet.age) not in scene.tree.low[: epithet.first]
    if epithet.noun in _RETIRED:
        return ages.get(number, 0) >= _RETIREMENT
    if epithet.kind == "life":
        return True
    if epithet.kind == "party":
        return _party(scene, draft) == epithet.noun
    if epithet.kind == "nation":
        country = countries.by_demonym().get(scene.tree.tokens[epithet.last].text)
        return country is None or not any(d.country == country for d in scene.drafts)
    nouns = {role.noun for role in draft.roles} - KINSHIP
    if epithet.kind == "court":
        return nouns.isdisjoint(_BENCH)
    if epithet.past and epithet.kind is None:
        return nouns <= {"predecessor", "pundit"}
    return all(
        _KIND_OF.get(n) in {epithet.kind, "life"} or (epithet.kind == "study" and n.endswith(_STUDIES)) for n in nouns
    )


def _party(scene: Scene, draft: Draft) -> str | None:
    """The party that the text gives a person: "Sen. Ada Holt, R-Tremont", "Holt, a Democrat"."""
    for role in draft.roles:
        for k in range(role.first, role.last + 1):
            if scene.tree.low[k] in _PARTIES:
                return scene.tree.low[k]
    for name in draft.names:
        found = _SEAT.match(scene.tree.text, scene.tree.tokens[name.last].end)
        if found is not None:
            return "republican" if found[1] == "R" else "democrat"
    return None


def _age(scene: Scene, draft: Draft) -> int | None:
    """The age that stands after one of a person's names: "Mara Holt, 54, …"."""
    low = scene.tree.low
    for name in draft.names:
        k = name.last + 1
        if (
            k + 1 < len(low)
            and low[k] == ","
            and len(low[k + 1]) == 2
            and low[k + 1].isascii()
            and low[k + 1].isdigit()
        ):
            return int(low[k + 1])
    return None


def _called_so(scene: Scene, i: int, number: int, epithet: _Epithet) -> bool:
    """Whether the text has another one of this description: "a witness", "striker Ola Venn"."""
    tree = scene.tree
    own = scene.drafts[number].roles
    # The mayor of today does not keep her predecessor from being "the former mayor".
    succeeded = epithet.past and any(r.noun == "predecessor" for r in own)
    for other, draft in enumerate(scene.drafts):
        if other != number and not succeeded and any(r.noun == epithet.noun for r in draft.roles):
            return True
    for k in range(i):
        if tree.low[k] != epithet.noun or any(r.first <= k <= r.last for r in own) or tree.quoted[k] >= 0:
            continue
        who = scene.who(k)
        if (who is None and not epithet.past) or (who is not None and who != number and not epithet.past):
            return True
    return False
