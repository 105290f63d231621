"""He, she, they, it, who: resolved where the text leaves one reading, else left alone."""

from __future__ import annotations

from briefer.language.names.draft import Draft, Gender, Place
from briefer.language.names.lexicon import SPEECH
from briefer.language.names.people import clause_subject, is_main, resolve_person
from briefer.language.names.scene import STRANGER, Scene
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
#: What speaks for a state or a body: "Its foreign ministry said".
_VOICES = frozenset({"ministry", "embassy", "military", "secretariat"})
_THINGS = frozenset({"it", "its", "itself"})


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
        return resolve_person(scene, i, gender)
    if low in _PLURAL or low in _THINGS:
        return _thing(scene, i, "group" if low in _PLURAL else "organisation") if scene.tree.quoted[i] < 0 else None
    return None


def _relative(scene: Scene, i: int) -> int | None:
    """The noun that the clause hangs on: "Halgren, who …"."""
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
            # Quotations stand within quotations: any quoted name counts.
            if candidate.token < i and tree.quoted[candidate.token] >= 0 and scene.fits(candidate, gender):
                found.add(candidate.who)
    if len(found) != 1:
        return None
    number = found.pop()
    if number != STRANGER and scene.drafts[number].gender != gender:
        return None
    subject = clause_subject(scene, i)
    binds = subject is not None and scene.at.get(subject) == number and tree.tokens[i].dep in {"dobj", "dative"}
    return None if number == STRANGER or binds else number


def _thing(scene: Scene, i: int, kind: str) -> int | None:
    """It, its, they: only a subject of the same sentence or, for one who speaks, of the sentence before."""
    tree = scene.tree
    dep = tree.tokens[i].dep
    verb = tree.verb_of(i)
    if verb is None:
        return None
    if dep == "poss":
        subject = tree.subject(verb)
        if subject is not None and subject >= i and _within(scene, i, subject) and kind == "organisation":
            found = _only_thing(scene, i)
            speaks = tree.low[tree.tokens[i].head] in _VOICES
            return found if found is not None or not (speaks or i in scene.owners) else _owner(scene, i, kind)
        if (subject is None or subject >= i) and i in scene.owners:
            return _owner(scene, i, kind)
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
    if is_main(scene, verb) and tree.tokens[verb].lemma in SPEECH:
        sentence = tree.tokens[i].sentence - 1
        while sentence >= 0 and scene.all_quoted(sentence):
            sentence -= 1
        subject = scene.subject(sentence) if sentence >= 0 else None
        return _actor(scene, subject, kind) if subject is not None else None
    return None


def _owner(scene: Scene, i: int, kind: str) -> int | None:
    """Whose role it is in "Its secretary, Moira Kells, …": what the sentence before is about, or alone names."""
    tree = scene.tree
    first, _ = tree.bounds[tree.tokens[i].sentence]
    if any(first <= t < i for t in scene.at):
        return None
    sentence = tree.tokens[i].sentence - 1
    while sentence >= 0 and scene.all_quoted(sentence):
        sentence -= 1
    if sentence < 0:
        return None
    kinds = {"organisation", "group"} if kind == "group" else {"organisation", "place"}
    subject = scene.subject(sentence)
    number = scene.who(subject) if subject is not None else None
    if number is not None and scene.drafts[number].kind in kinds:
        return number
    start, end = tree.bounds[sentence]
    named = {n for t, n in scene.at.items() if start <= t < end and scene.drafts[n].kind == "organisation"}
    return named.pop() if len(named) == 1 else None


def _within(scene: Scene, i: int, subject: int) -> bool:
    """Whether a possessive stands in the noun phrase of a subject: "its general secretary Moira Kells"."""
    head = scene.tree.tokens[i].head
    return subject in {head, scene.tree.tokens[head].head}


def _only_thing(scene: Scene, i: int) -> int | None:
    """The subject before, where it is the only thing named: "The union will strike, its secretary said"."""
    tree = scene.tree
    first, _ = tree.bounds[tree.tokens[i].sentence]
    heard = (t for t in range(first, i) if t in scene.at and tree.quoted[t] == tree.quoted[i])
    things = {t: scene.at[t] for t in heard if scene.drafts[scene.at[t]].kind != "person"}
    subjects = [t for t in things if tree.tokens[t].dep in SUBJECTS]
    return _actor(scene, subjects[0], "organisation") if len(set(things.values())) == 1 and subjects else None


def _inside(scene: Scene, i: int, verb: int) -> bool:
    """Whether a possessive stands in an object of the verb and not behind another noun's "of"."""
    head = scene.tree.tokens[i].head
    return scene.tree.tokens[head].dep in {"dobj", "pobj", "attr", "conj", "dative", "oprd"} and head > verb


def _actor(scene: Scene, token: int, kind: str) -> int | None:
    number = scene.who(token)
    joined = [c for c in scene.tree.children[token] if scene.tree.tokens[c].dep == "conj"]
    if joined:
        return scene.pair(token, joined) if kind == "group" else None
    if number is None:
        return None
    draft = scene.drafts[number]
    if kind == "group":
        return number if draft.kind == "group" else None
    return number if draft.kind in {"organisation", "place"} else None


def mention(scene: Scene, i: int, number: int) -> None:
    """Writes a resolved pronoun down."""
    scene.speak_of(number, i)
    scene.drafts[number].mentions.append(Place(i, i, "pronoun"))


def learn_genders(drafts: list[Draft], votes: dict[int, list[Gender]]) -> bool:
    """Gives people of unknown gender the one that their pronouns agree on; whether there was anybody to give one."""
    learned = [n for n, genders in votes.items() if drafts[n].gender == "unknown" and len(set(genders)) == 1]
    for number in learned:
        drafts[number].gender = votes[number][0]
    return bool(learned)
