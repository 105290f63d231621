"""He, she, they, it, who: resolved where the text leaves one reading, else left alone."""

from __future__ import annotations

from briefer.language.names.draft import Draft, Gender, Place
from briefer.language.names.lexicon import ADDRESSED, SPEECH
from briefer.language.names.scene import STRANGER, Candidate, Scene
from briefer.language.names.tree import SUBJECTS

_GENDERS: dict[str, Gender] = {
    "he": "m",
    "him": "m",
    "his": "m",
    "himself": "m",
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
}
PEOPLE = frozenset(_GENDERS)
_PLURAL = frozenset({"they", "them", "their", "themselves"})
_THINGS = frozenset({"it", "its", "itself"})
_SPOUSES = frozenset("wife husband partner girlfriend boyfriend fiancé fiancée widow widower".split())
#: How many sentences without a candidate a pronoun looks past.
_REACH = 2


def gender_of(low: str) -> Gender:
    """Gender of a pronoun of `PEOPLE`, lower case."""
    return _GENDERS[low]


def resolve(scene: Scene, i: int) -> int | None:
    """The draft that the pronoun at a token stands for; None where the text does not say for certain."""
    low = scene.tree.low[i]
    if low == "who":
        return _relative(scene, i)
    if low in PEOPLE:
        gender = _GENDERS[low]
        if scene.tree.quoted[i] >= 0:
            return _quoted(scene, i, gender)
        found = _person(scene, i, gender)
        return found if found is not None and found >= 0 and not scene.drafts[found].hidden else None
    if low in _PLURAL or low in _THINGS:
        return _thing(scene, i, "group" if low in _PLURAL else "organisation") if scene.tree.quoted[i] < 0 else None
    return None


def _relative(scene: Scene, i: int) -> int | None:
    """"Halgren, who …": the noun that the clause hangs on."""
    tree = scene.tree
    token = tree.tokens[i]
    verb = tree.verb_of(i)
    if token.dep not in SUBJECTS or verb is None or tree.tokens[verb].dep != "relcl":
        return None
    noun = tree.tokens[verb].head
    if tree.quoted[noun] != tree.quoted[i]:
        return None
    number = scene.at.get(noun)
    # The clause may hang on the wrong noun: only the one right before it is sure.
    near = noun < i <= noun + 3
    return number if number is not None and near and scene.drafts[number].kind in {"person", "group"} else None


def _quoted(scene: Scene, i: int, gender: Gender) -> int | None:
    """Inside a quotation only somebody whom the same quotation names before."""
    tree = scene.tree
    found: set[int] = set()
    for sentence in range(max(0, tree.tokens[i].sentence - 2), tree.tokens[i].sentence + 1):
        for candidate in scene.by_sentence[sentence]:
            if candidate.token < i and tree.quoted[candidate.token] == tree.quoted[i] and scene.fits(candidate, gender):
                found.add(candidate.who)
    if len(found) != 1:
        return None
    number = found.pop()
    subject = _clause_subject(scene, i)
    binds = subject is not None and scene.at.get(subject) == number and tree.tokens[i].dep in {"dobj", "dative"}
    return None if number == STRANGER or binds else number


def _before(scene: Scene, i: int, gender: Gender) -> list[Candidate]:
    """Fitting people whom the sentence names before a token, outside quotation marks."""
    tree = scene.tree
    return [
        c
        for c in scene.by_sentence[tree.tokens[i].sentence]
        if c.token < i and tree.quoted[c.token] < 0 and scene.fits(c, gender)
    ]


def _person(scene: Scene, i: int, gender: Gender) -> int | None:
    tree = scene.tree
    dep = tree.tokens[i].dep
    before = _before(scene, i, gender)
    if any(token < i and g == gender for token, g in _open_in(scene, tree.tokens[i].sentence)) and not before:
        return None
    if dep == "poss" or tree.tokens[i].tag == "PRP$":
        return _possessive(scene, i, gender, before)
    if dep in SUBJECTS:
        return _as_subject(scene, i, gender, before)
    return _as_object(scene, i, gender, before)


def _open_in(scene: Scene, sentence: int) -> list[tuple[int, Gender]]:
    first, end = scene.tree.bounds[sentence]
    return [(t, g) for t, g in scene.open.items() if first <= t < end]


def _clause_subject(scene: Scene, i: int) -> int | None:
    verb = scene.tree.verb_of(i)
    return scene.tree.subject(verb) if verb is not None else None


def _one(candidates: list[Candidate]) -> int | None:
    who = {c.who for c in candidates}
    return candidates[0].who if len(who) == 1 else None


def _possessive(scene: Scene, i: int, gender: Gender, before: list[Candidate]) -> int | None:
    if (parallel := _parallel(scene, i, gender)) is not None:
        return parallel
    if not before:
        return _earlier(scene, i, gender)
    subject = _clause_subject(scene, i)
    number = scene.who(subject) if subject is not None and subject < i else None
    if number is not None and any(c.who == number for c in before):
        verb = scene.tree.verb_of(i)
        inside = {c.who for c in before if verb is not None and c.token > verb}
        return number if inside <= {number} else None
    return _one(before)


def _parallel(scene: Scene, i: int, gender: Gender) -> int | None:
    """"Brandt's envoy Holm and his deputy Dorn": the owner of the first is the owner of the second."""
    tree = scene.tree
    head = tree.tokens[i].head
    for _ in range(3):
        if tree.tokens[head].dep in {"conj"}:
            break
        if tree.tokens[head].dep not in {"appos", "compound", "nmod"}:
            return None
        head = tree.tokens[head].head
    if tree.tokens[head].dep != "conj":
        return None
    other = tree.tokens[head].head
    if other >= i or tree.tokens[other].pos not in {"NOUN", "PROPN"}:
        return None
    spouse = any(tree.low[k] in _SPOUSES for k in range(i + 1, min(i + 4, len(tree.low))))
    owners = [c for c in tree.children[other] if tree.tokens[c].dep == "poss" and c in scene.at]
    if owners and not spouse:
        candidate = Candidate(scene.at[owners[0]], owners[0])
        return candidate.who if _is_person(scene, candidate.who) and scene.fits(candidate, gender) else None
    if not owners and (number := scene.who(other)) is not None and _is_person(scene, number):
        return number if scene.fits(Candidate(number, other), gender) else None
    return None


def _is_person(scene: Scene, number: int) -> bool:
    return scene.drafts[number].kind == "person" and not scene.drafts[number].hidden


def _as_object(scene: Scene, i: int, gender: Gender, before: list[Candidate]) -> int | None:
    subject = _clause_subject(scene, i)
    bound = scene.who(subject) if subject is not None else None
    if scene.tree.low[i].endswith("self"):
        return bound if bound is not None and _is_person(scene, bound) else None
    verb = scene.tree.verb_of(i)
    # Neither the subject nor another object of the same verb can be meant.
    partners = {scene.at[o] for o in scene.objects(verb) if o in scene.at and o != i} if verb is not None else set()
    others = [c for c in before if c.who != bound and c.who not in partners and c.token != subject]
    if others:
        return _one(others)
    found = _earlier(scene, i, gender, strict=True)
    return found if found != bound and found not in partners else None


def _as_subject(scene: Scene, i: int, gender: Gender, before: list[Candidate]) -> int | None:
    tree = scene.tree
    verb = tree.verb_of(i)
    if verb is None:
        return None
    if tree.tokens[verb].dep == "conj" and before:
        return _after_conjunct(scene, verb, before)
    if _is_main(scene, verb):
        fronted = [c for c in before if _finite_fronted(scene, c, verb)]
        return _one(fronted) if fronted else _earlier(scene, i, gender)
    if not before:
        return _earlier(scene, i, gender)
    governor = tree.verb_of(verb)
    if governor is not None:
        subject = tree.subject(governor)
        number = scene.who(subject) if subject is not None and subject < i else None
        if number is not None and any(c.who == number for c in before):
            return _under(scene, verb, governor, number, before)
        if subject is not None and subject < i and any(c.token == subject for c in before):
            return None
    return _one(before)


def _under(scene: Scene, verb: int, governor: int, number: int, before: list[Candidate]) -> int | None:
    """The governing verb's subject, unless somebody else there fits as well."""
    tree = scene.tree
    objects = {scene.who(o) for o in scene.objects(governor)}
    rivals = {c.who for c in before if c.who != number}
    if rivals & objects or (tree.tokens[governor].lemma in ADDRESSED and STRANGER in rivals):
        return None
    if tree.tokens[verb].dep == "ccomp" and tree.tokens[governor].lemma in SPEECH:
        between = {c.who for c in before if c.token > governor}
        return number if between <= {number} else None
    return number if not rivals else None


def _after_conjunct(scene: Scene, verb: int, before: list[Candidate]) -> int | None:
    tree = scene.tree
    subject = tree.subject(tree.tokens[verb].head)
    number = scene.who(subject) if subject is not None else None
    if number is not None and any(c.who == number for c in before):
        rivals = {c.who for c in before} - {number}
        direct = {scene.who(o) for o in scene.objects(tree.tokens[verb].head)}
        return number if not rivals & direct and (not rivals or tree.tokens[verb].lemma in SPEECH) else None
    return _one(before)


def _is_main(scene: Scene, verb: int) -> bool:
    """Whether a verb leads its sentence: its root, or a verb of speech beside a quotation."""
    tree = scene.tree
    token = tree.tokens[verb]
    if token.head == verb:
        return True
    if token.dep in {"conj", "parataxis"}:
        return _is_main(scene, token.head)
    return token.lemma in SPEECH and tree.quoted[token.head] >= 0 and tree.quoted[verb] < 0


def _finite_fronted(scene: Scene, candidate: Candidate, main: int) -> bool:
    """Whether somebody is the subject of a clause that stands before the main one: "When Corvo arrived, he …"."""
    tree = scene.tree
    token = tree.tokens[candidate.token]
    if token.dep not in SUBJECTS:
        return False
    verb = token.head
    return verb != main and tree.tokens[verb].dep in {"advcl", "ccomp", "conj"} and verb < main


def _earlier(scene: Scene, i: int, gender: Gender, *, strict: bool = False) -> int | None:
    """Whom the sentences before speak of: the subject of the last one, or the only person in it."""
    tree = scene.tree
    sentence = tree.tokens[i].sentence - 1
    looked = 0
    while sentence >= 0 and looked < _REACH:
        if tree.analysis.sentences[sentence].kind == "heading":
            sentence -= 1
            continue
        if scene.all_quoted(sentence):
            sentence -= 1
            continue
        looked += 1
        if any(g == gender for _, g in _open_in(scene, sentence)):
            return None
        fitting = [c for c in scene.by_sentence[sentence] if scene.fits(c, gender)]
        if fitting:
            return _choose(scene, i, sentence, fitting, gender, strict=strict)
        sentence -= 1
    return None


def _choose(
    scene: Scene, i: int, sentence: int, fitting: list[Candidate], gender: Gender, *, strict: bool
) -> int | None:
    tree = scene.tree
    if (only := _one(fitting)) is not None:
        return only
    subject = scene.subject(sentence)
    number = scene.who(subject) if subject is not None else None
    if subject is None or strict:
        return None
    if number is None or not any(c.who == number for c in fitting):
        return None
    if any(tree.tokens[c].dep == "conj" and scene.who(c) is not None for c in tree.children[subject]):
        return None
    rivals = {c.who for c in fitting} - {number}
    verb = tree.tokens[subject].head
    if rivals & {scene.who(o) if scene.who(o) is not None else STRANGER for o in scene.objects(verb)}:
        return number if _goes_on(scene, sentence, number) else None
    subjects = {scene.who(c.token) for c in fitting if tree.tokens[c.token].dep in SUBJECTS and tree.quoted[c.token] < 0}
    if subjects & rivals and not _speaks(scene, i):
        return None
    return number


def _speaks(scene: Scene, i: int) -> bool:
    verb = scene.tree.verb_of(i)
    return scene.tree.tokens[i].dep in SUBJECTS and verb is not None and scene.tree.tokens[verb].lemma in SPEECH


def _goes_on(scene: Scene, sentence: int, number: int) -> bool:
    """Whether the sentence before was about the same person already."""
    if sentence == 0:
        return False
    subject = scene.subject(sentence - 1)
    return subject is not None and scene.who(subject) == number


def _thing(scene: Scene, i: int, kind: str) -> int | None:
    """It, its, they: only a subject of the same sentence or, for one who speaks, of the sentence before."""
    tree = scene.tree
    dep = tree.tokens[i].dep
    verb = tree.verb_of(i)
    if verb is None:
        return None
    if dep == "poss":
        subject = tree.subject(verb)
        if subject is None or subject >= i or not _inside(scene, i, verb):
            return None
        return _actor(scene, subject, kind)
    if dep not in SUBJECTS:
        return None
    if tree.tokens[verb].dep == "ccomp" and (governor := tree.verb_of(verb)) is not None:
        subject = tree.subject(governor)
        speaks = tree.tokens[governor].lemma in SPEECH
        agentive = tree.tokens[verb].lemma not in {"be", "seem", "appear"} or tree.child(verb, "attr", "acomp") is None
        return _actor(scene, subject, kind) if subject is not None and subject < i and speaks and agentive else None
    if _is_main(scene, verb) and tree.tokens[verb].lemma in SPEECH:
        sentence = tree.tokens[i].sentence - 1
        while sentence >= 0 and scene.all_quoted(sentence):
            sentence -= 1
        subject = scene.subject(sentence) if sentence >= 0 else None
        return _actor(scene, subject, kind) if subject is not None else None
    return None


def _inside(scene: Scene, i: int, verb: int) -> bool:
    """Whether a possessive stands in an object of the verb and not behind another noun's "of"."""
    head = scene.tree.tokens[i].head
    return scene.tree.tokens[head].dep in {"dobj", "pobj", "attr", "conj", "dative", "oprd"} and head > verb


def _actor(scene: Scene, token: int, kind: str) -> int | None:
    number = scene.who(token)
    if number is None or any(scene.tree.tokens[c].dep == "conj" for c in scene.tree.children[token]):
        return None
    draft = scene.drafts[number]
    if kind == "group":
        return number if draft.kind == "group" else None
    return number if draft.kind in {"organisation", "place"} else None


def mention(scene: Scene, i: int, number: int) -> None:
    """Writes a resolved pronoun down."""
    scene.speak_of(number, i)
    scene.drafts[number].mentions.append(Place(i, i, "pronoun"))


def learn_genders(drafts: list[Draft], votes: dict[int, list[Gender]]) -> None:
    """Gives people of unknown gender the one that their pronouns agree on."""
    for number, genders in votes.items():
        if drafts[number].gender == "unknown" and len(set(genders)) == 1:
            drafts[number].gender = genders[0]
