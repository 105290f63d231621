"""Whom the sentences before speak of."""

from __future__ import annotations

from briefer.language.names.draft import Gender
from briefer.language.names.lexicon import SPEECH
from briefer.language.names.phrases import is_role
from briefer.language.names.scene import STRANGER, Candidate, Scene
from briefer.language.names.tree import SUBJECTS

#: How many sentences without a candidate a pronoun looks past.
_REACH = 2
#: What people do that the parser takes for nouns.
_GESTURES = frozenset("shrugs laughs smiles nods sighs grins frowns winces pauses".split())
_REPLIES = frozenset({"reply", "answer", "respond", "retort", "counter"})
_ASKS = frozenset({"ask", "tell", "press", "question", "challenge", "quiz", "accuse"})
#: How many sentences back somebody may have spoken last.
_SPEECH_REACH = 9


def look_back(scene: Scene, i: int, gender: Gender, *, never: set[int | None] | None = None) -> int | None:
    """Whom the sentences before speak of: the subject of the last one, or the only person in it."""
    if _opens_unknown(scene, scene.tree.tokens[i].sentence, i):
        return None
    found = _in_reach(scene, i, gender, never)
    return found if found is not None or never is not None else _still_speaks(scene, i, gender)


def _still_speaks(scene: Scene, i: int, gender: Gender) -> int | None:
    """Who spoke last, for "he said" after sentences that name nobody else who acts."""
    tree = scene.tree
    if not _speaks(scene, i):
        return None
    for sentence in range(tree.tokens[i].sentence - 1, max(-1, tree.tokens[i].sentence - _SPEECH_REACH), -1):
        if tree.analysis.sentences[sentence].kind == "heading" or scene.all_quoted(sentence):
            continue
        if _opens_unknown(scene, sentence, len(tree.tokens)):
            return None
        fitting = [c for c in scene.by_sentence[sentence] if tree.quoted[c.token] < 0 and scene.fits(c, gender)]
        subject = scene.subject(sentence)
        number = scene.who(subject) if subject is not None else None
        if subject is not None and number is not None and is_person(scene, number):
            speaks = tree.tokens[tree.tokens[subject].head].lemma in SPEECH
            if scene.drafts[number].gender == gender and speaks and all(c.who in {number, STRANGER} for c in fitting):
                return number
        if any(c.who != STRANGER or _takes_part(scene, c.token) for c in fitting):
            return None
    return None


def _takes_part(scene: Scene, stranger: int) -> bool:
    """Whether a stranger may be who speaks on: one who acts, or whose words they are ("according to her spokesman")."""
    tree = scene.tree
    to = tree.tokens[stranger].head
    source = tree.tokens[stranger].dep == "pobj" and tree.low[to] == "to" and tree.low[max(to - 1, 0)] == "according"
    return source or tree.tokens[stranger].dep in SUBJECTS or stranger in scene.open


def _in_reach(scene: Scene, i: int, gender: Gender, never: set[int | None] | None) -> int | None:
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
        if _opens_unknown(scene, sentence, i):
            return None
        looked += 1
        subject = scene.subject(sentence)
        fitting = [
            c
            for c in scene.by_sentence[sentence]
            if scene.fits(c, gender)
            and not (never and c.who in never)
            and (never is None or c.token == subject or c.token not in scene.open)
            and not (never and c.who == STRANGER and _is_one_of(scene, c.token, never))
        ]
        if fitting:
            return _choose(scene, i, sentence, fitting, gender, strict=never is not None)
        sentence -= 1
    return None


def _opens(scene: Scene, candidate: Candidate) -> bool:
    """Whether a name opens a sentence whose verb the parser took for a noun: "Holt shrugs when …"."""
    tree = scene.tree
    root = tree.tokens[tree.tokens[candidate.token].head]
    opening = tree.opening(candidate.token)
    return root.tag == "NNS" and root.dep == "ROOT" and opening <= candidate.token <= opening + 1


def _opens_unknown(scene: Scene, sentence: int, end: int) -> bool:
    """Whether somebody acts whom nobody knows, so that "he" would be that person: a new name, "the author shrugs"."""
    tree = scene.tree
    first, last = tree.bounds[sentence]
    opening = tree.opening(first)
    for i in range(first, min(last, end) - 1):
        token = tree.tokens[i]
        if tree.quoted[i] >= 0 or i in scene.at:
            continue
        misread = tree.tokens[i + 1].tag == "NNS" and tree.tokens[i + 1].dep == "ROOT" and token.head == i + 1
        if is_role(tree.low[i]) and tree.low[i + 1] in _GESTURES and tree.tokens[i + 1].tag == "NNS":
            return True
        named = token.text.isalpha() and i not in scene.covered and tree.low[i] not in scene.lower
        acts = token.tag == "NNP" and token.dep in SUBJECTS and tree.tokens[i + 1].tag in {"VBZ", "VBD"}
        if i == opening and named and (misread or acts) and token.tag in {"NNP", "NN"}:
            return True
    return False


def _is_one_of(scene: Scene, stranger: int, people: set[int | None]) -> bool:
    """Whether a noun is the role of one of these: "a judge" and Judge Crane."""
    noun = scene.tree.low[stranger]
    return any(n is not None and n >= 0 and any(r.noun == noun for r in scene.drafts[n].roles) for n in people)


def _answers(scene: Scene, i: int, sentence: int, fitting: list[Candidate]) -> int | None:
    """Whom the sentence before asks, for "he replied"."""
    tree = scene.tree
    verb, subject = tree.verb_of(i), scene.subject(sentence)
    if verb is None or subject is None or tree.tokens[verb].lemma not in _REPLIES or not _speaks(scene, i):
        return None
    asked = tree.tokens[subject].head
    if tree.tokens[asked].lemma not in _ASKS:
        return None
    people = {scene.who(o) for o in scene.objects(asked)} & {c.who for c in fitting}
    return people.pop() if len(people) == 1 else None


def _choose(
    scene: Scene, i: int, sentence: int, fitting: list[Candidate], gender: Gender, *, strict: bool
) -> int | None:
    tree = scene.tree
    if (asked := _answers(scene, i, sentence, fitting)) is not None:
        return asked
    if (only := only_one(fitting)) is not None:
        about = scene.subject(sentence)
        acts = any(tree.tokens[c.token].dep in SUBJECTS or _opens(scene, c) for c in fitting)
        acts = acts or (about is not None and scene.who(about) == only)
        return only if acts or not _speaks(scene, i) or _last_speaker(scene, sentence, gender) in {None, only} else None
    subject = scene.subject(sentence)
    number = scene.who(subject) if subject is not None else None
    if subject is None or strict:
        return None
    if number is None or not any(c.who == number for c in fitting):
        return None
    if any(tree.tokens[c].dep == "conj" and scene.who(c) is not None for c in tree.children[subject]):
        return None
    rivals = {c.who for c in fitting} - {number}
    if scene.drafts[number].gender == "unknown" and any(scene.gender(c) == gender for c in fitting):
        return number if _speaks_on(scene, i) or _goes_on_quoted(scene, i, sentence, fitting, number) else None
    verb = tree.tokens[subject].head
    if rivals & {scene.who(o) if scene.who(o) is not None else STRANGER for o in scene.objects(verb)}:
        blames = tree.tokens[verb].lemma in SPEECH and tree.tokens[verb].lemma not in _ASKS - {"accuse"}
        goes_on = _goes_on(scene, sentence, number) or (blames and _quotes(scene, i))
        return number if goes_on else None
    subjects = {c.who for c in fitting if tree.tokens[c.token].dep in SUBJECTS and tree.quoted[c.token] < 0}
    if subjects & rivals and (not _speaks(scene, i) or _objects_to(scene, i)):
        return None
    return number


def _speaks(scene: Scene, i: int) -> bool:
    verb = scene.tree.verb_of(i)
    return scene.tree.tokens[i].dep in SUBJECTS and verb is not None and scene.tree.tokens[verb].lemma in SPEECH


def _objects_to(scene: Scene, i: int) -> bool:
    """Whether the words answer what was said of somebody: "Holt said Lund had lied. He denied it."."""
    verb = scene.tree.verb_of(i)
    return verb is not None and scene.tree.tokens[verb].lemma in {"deny", "dispute", "reject", "refute"}


def _last_speaker(scene: Scene, sentence: int, gender: Gender) -> int | None:
    """Who of this gender spoke last, in the sentence or some before: "he said" may go on with their words."""
    for earlier in range(sentence, max(-1, sentence - 8), -1):
        subject = scene.subject(earlier)
        number = scene.who(subject) if subject is not None else None
        if subject is None or number is None or not is_person(scene, number):
            continue
        if scene.tree.tokens[scene.tree.tokens[subject].head].lemma in SPEECH and scene.fits(
            Candidate(number, subject), gender
        ):
            return number
    return None


def _speaks_on(scene: Scene, i: int) -> bool:
    """Whether the words say that one who spoke goes on: "He also confirmed", "she added"."""
    verb = scene.tree.verb_of(i)
    if not _speaks(scene, i) or verb is None:
        return False
    return scene.tree.tokens[verb].lemma == "add" or any(scene.tree.low[c] == "also" for c in scene.tree.children[verb])


def _goes_on_quoted(scene: Scene, i: int, sentence: int, fitting: list[Candidate], number: int) -> bool:
    """Whether "…," she said follows a sentence whose speaker nobody there rivals as a subject."""
    tree = scene.tree
    subject = scene.subject(sentence)
    if not _quotes(scene, i) or subject is None:
        return False
    spoke = tree.tokens[tree.tokens[subject].head].lemma in SPEECH
    return spoke and all(c.who == number or tree.tokens[c.token].dep not in SUBJECTS for c in fitting)


def _quotes(scene: Scene, i: int) -> bool:
    """Whether a pronoun is the speaker of a quotation that opens its sentence."""
    first, _ = scene.tree.bounds[scene.tree.tokens[i].sentence]
    return _speaks(scene, i) and (scene.tree.quoted[first] >= 0 or scene.tree.low[first] in {"“", '"'})


def _goes_on(scene: Scene, sentence: int, number: int) -> bool:
    """Whether the sentence before was about the same person already."""
    if sentence == 0:
        return False
    subject = scene.subject(sentence - 1)
    return subject is not None and scene.who(subject) == number


def only_one(candidates: list[Candidate]) -> int | None:
    """Who is meant where all candidates are the same."""
    who = {c.who for c in candidates}
    return candidates[0].who if len(who) == 1 else None


def is_person(scene: Scene, number: int) -> bool:
    """Whether a draft is a person who may be handed out."""
    return scene.drafts[number].kind == "person" and not scene.drafts[number].hidden
