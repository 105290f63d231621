"""He and she: candidates in the same sentence first, then in those before."""

from __future__ import annotations

from briefer.language.names.antecedents import is_person, look_back, only_one
from briefer.language.names.draft import Gender
from briefer.language.names.lexicon import ADDRESSED, OTHERS_VERBS, SPEECH
from briefer.language.names.scene import STRANGER, Candidate, Scene
from briefer.language.names.tree import SUBJECTS

_SPOUSES = frozenset("wife husband partner girlfriend boyfriend fiancé fiancée widow widower".split())


def resolve_person(scene: Scene, i: int, gender: Gender) -> int | None:
    """The person whom a pronoun outside quotation marks means; None where two may be meant."""
    found = _candidate(scene, i, gender)
    if found is None or found == STRANGER or scene.drafts[found].hidden or not scene.drafts[found].sure:
        return None
    return found if _agrees_with_what_follows(scene, i, found, gender) else None


def _candidate(scene: Scene, i: int, gender: Gender) -> int | None:
    tree = scene.tree
    dep = tree.tokens[i].dep
    before = _before(scene, i, gender)
    if dep == "poss" or tree.tokens[i].tag == "PRP$":
        return _possessive(scene, i, gender, before)
    if dep in SUBJECTS:
        return _as_subject(scene, i, gender, before)
    return _as_object(scene, i, gender, before)


def _agrees_with_what_follows(scene: Scene, i: int, found: int, gender: Gender) -> bool:
    """False where the sentence's own subject comes later and may be meant: "After winning his seat, Corvo …"."""
    tree = scene.tree
    subject = scene.subject(tree.tokens[i].sentence)
    if subject is None or subject <= i or tree.tokens[i].head == subject:
        return True
    number = scene.who(subject)
    if number is None or number == found or not is_person(scene, number):
        return True
    if any(c.who == found for c in _before(scene, i, gender)):
        return True
    inside = i
    for _ in range(6):
        inside = tree.tokens[inside].head
        if inside == subject:
            return True
    return not scene.fits(Candidate(number, subject), gender)


def _before(scene: Scene, i: int, gender: Gender) -> list[Candidate]:
    """Fitting people whom the sentence names before a token, outside quotation marks."""
    tree = scene.tree
    return [
        c
        for c in scene.by_sentence[tree.tokens[i].sentence]
        if c.token < i and tree.quoted[c.token] < 0 and scene.fits(c, gender)
    ]


def clause_subject(scene: Scene, i: int) -> int | None:
    """The subject of the verb that governs a token."""
    verb = scene.tree.verb_of(i)
    return scene.tree.subject(verb) if verb is not None else None


def _possessive(scene: Scene, i: int, gender: Gender, before: list[Candidate]) -> int | None:
    joined = _joined_to(scene, i)
    if joined is not None:
        return _parallel(scene, i, joined, gender)
    noun = scene.tree.tokens[scene.tree.tokens[i].head]
    if noun.dep == "appos":
        # "Mark Lund, his brother": nobody is his own brother.
        number = scene.at.get(noun.head)
        before = [c for c in before if number is None or c.who != number]
    if not before:
        return look_back(scene, i, gender)
    subject = clause_subject(scene, i)
    number = scene.who(subject) if subject is not None and subject < i else None
    if number is not None and any(c.who == number for c in before):
        verb = scene.tree.verb_of(i)
        if verb is not None and scene.tree.tokens[verb].lemma in OTHERS_VERBS and scene.tree.low[i + 1] != "own":
            return None
        inside = {c.who for c in before if verb is not None and c.token > verb}
        return number if inside <= {number} else None
    return only_one(before)


def _joined_to(scene: Scene, i: int) -> int | None:
    """The noun phrase that the possessive's own phrase is joined to by "and"; None where it is joined to none."""
    tree = scene.tree
    if i == 0 or tree.low[i - 1] != "and":
        return None
    head = tree.tokens[i].head
    for _ in range(4):
        if tree.tokens[head].dep == "conj":
            other = tree.tokens[head].head
            return other if other < i and tree.tokens[other].pos in {"NOUN", "PROPN"} else None
        if tree.tokens[head].dep not in {"appos", "compound", "nmod", "poss"}:
            return None
        head = tree.tokens[head].head
    return None


def _parallel(scene: Scene, i: int, other: int, gender: Gender) -> int | None:
    """The owner of the first of two is the owner of the second: "Brandt's envoy Holm and his deputy Dorn"."""
    tree = scene.tree
    spouse = any(tree.low[k] in _SPOUSES for k in range(i + 1, min(i + 4, len(tree.low))))
    heads = [other]
    while tree.tokens[heads[-1]].dep in {"appos", "compound", "nmod"}:
        heads.append(tree.tokens[heads[-1]].head)
    owners = [c for h in heads for c in tree.children[h] if tree.tokens[c].dep == "poss" and c in scene.at and c < i]
    people = [c for c in owners if is_person(scene, scene.at[c])]
    if people:
        # "Brandt's envoy Holm and his wife" may be the wife of either.
        candidate = Candidate(scene.at[people[0]], people[0])
        return candidate.who if not spouse and scene.fits(candidate, gender) else None
    number = next((scene.who(h) for h in heads if scene.who(h) is not None), None)
    if number is not None and is_person(scene, number):
        return number if scene.fits(Candidate(number, other), gender) else None
    return None


def _as_object(scene: Scene, i: int, gender: Gender, before: list[Candidate]) -> int | None:
    subject = clause_subject(scene, i)
    bound = scene.who(subject) if subject is not None else None
    if scene.tree.low[i].endswith("self"):
        return bound if bound is not None and is_person(scene, bound) else None
    verb = scene.tree.verb_of(i)
    # Neither the subject nor another object of the same verb can be meant.
    partners = {scene.at[o] for o in scene.objects(verb) if o in scene.at and o != i} if verb is not None else set()
    others = [c for c in before if c.who != bound and c.who not in partners and c.token != subject]
    if others:
        return only_one(others)
    found = look_back(scene, i, gender, never={bound, *partners})
    return found if found != bound and found not in partners else None


def _as_subject(scene: Scene, i: int, gender: Gender, before: list[Candidate]) -> int | None:
    tree = scene.tree
    verb = tree.verb_of(i)
    if verb is None:
        return None
    if tree.tokens[verb].dep == "conj" and before:
        return _after_conjunct(scene, verb, before)
    if is_main(scene, verb):
        fronted = [c for c in before if _finite_fronted(scene, c, verb)]
        return only_one(fronted) if fronted else look_back(scene, i, gender)
    if not before:
        return look_back(scene, i, gender)
    governor = tree.verb_of(verb)
    if governor is not None:
        subject = tree.subject(governor)
        number = scene.who(subject) if subject is not None and subject < i else None
        if number is not None and any(c.who == number for c in before):
            return _under(scene, verb, governor, number, before)
        if subject is not None and subject < i and any(c.token == subject for c in before):
            return None
    return only_one([c if _is_free(scene, c) else Candidate(STRANGER, c.token) for c in before])


def _is_free(scene: Scene, candidate: Candidate) -> bool:
    """False for an object in a clause before the main one that has no subject: "Pressed by Holt on how he …"."""
    tree = scene.tree
    verb = tree.verb_of(candidate.token)
    if (
        verb is None
        or tree.tokens[verb].dep not in {"advcl", "pcomp", "prep"}
        or tree.child(verb, *SUBJECTS) is not None
    ):
        return True
    i = verb
    while tree.tokens[i].head < i:
        i = tree.tokens[i].head
    return tree.tokens[i].head == i


def _under(scene: Scene, verb: int, governor: int, number: int, before: list[Candidate]) -> int | None:
    """The governing verb's subject, unless somebody else there fits as well."""
    tree = scene.tree
    objects = {scene.who(o) for o in scene.objects(governor)}
    rivals = {c.who for c in before if c.who != number}
    if scene.drafts[number].gender == "unknown" and any(
        not _in_fronted(scene, c, governor) for c in before if c.who != number
    ):
        return None
    if rivals & objects or (tree.tokens[governor].lemma in ADDRESSED and STRANGER in rivals):
        return None
    if tree.tokens[verb].dep == "ccomp" and tree.tokens[governor].lemma in SPEECH:
        between = {c.who for c in before if c.token > governor}
        return number if between <= {number} else None
    return number if not {c.who for c in before if not _is_aside(scene, c)} - {number} else None


def _is_aside(scene: Scene, candidate: Candidate) -> bool:
    """Whether somebody is only named to say which thing is meant: "a tribute to Lund", "Lund's plan"."""
    tree = scene.tree
    token = tree.tokens[candidate.token]
    if token.dep == "pobj":
        over = tree.tokens[tree.tokens[token.head].head]
        return over.pos in {"NOUN", "PROPN"} and over.dep not in SUBJECTS
    return token.dep in {"poss", "compound"} and token.tag != "PRP$"


def _in_fronted(scene: Scene, candidate: Candidate, main: int) -> bool:
    """Whether somebody stands in an adjunct before the main clause: "Before meeting Salt, the minister …"."""
    tree = scene.tree
    i = candidate.token
    while tree.tokens[i].head != i and tree.tokens[i].head != main:
        i = tree.tokens[i].head
    return i < main and tree.tokens[i].head == main and tree.tokens[i].dep in {"advcl", "prep"}


def _after_conjunct(scene: Scene, verb: int, before: list[Candidate]) -> int | None:
    tree = scene.tree
    subject = tree.subject(tree.tokens[verb].head)
    number = scene.who(subject) if subject is not None else None
    if number is not None and any(c.who == number for c in before):
        rivals = {c.who for c in before} - {number}
        direct = {scene.who(o) for o in scene.objects(tree.tokens[verb].head)}
        weighty = {c.who for c in before if not _is_aside(scene, c)} - {number}
        return number if not rivals & direct and (not weighty or tree.tokens[verb].lemma in SPEECH) else None
    return only_one(before)


def is_main(scene: Scene, verb: int) -> bool:
    """Whether a verb leads its sentence: its root, or a verb of speech beside a quotation."""
    tree = scene.tree
    token = tree.tokens[verb]
    if token.head == verb:
        return True
    if token.dep in {"conj", "parataxis"}:
        return is_main(scene, token.head)
    return token.lemma in SPEECH and tree.quoted[token.head] >= 0 and tree.quoted[verb] < 0


def _finite_fronted(scene: Scene, candidate: Candidate, main: int) -> bool:
    """Whether somebody is the subject of a clause that stands before the main one: "When Corvo arrived, he …"."""
    tree = scene.tree
    token = tree.tokens[candidate.token]
    if token.dep not in SUBJECTS:
        return False
    verb = token.head
    return verb != main and tree.tokens[verb].dep in {"advcl", "ccomp", "conj"} and verb < main
