"""Whom the sentences before speak of."""

from __future__ import annotations

from briefer.language.names.draft import Gender
from briefer.language.names.lexicon import SPEECH
from briefer.language.names.scene import STRANGER, Candidate, Scene
from briefer.language.names.tree import SUBJECTS

#: How many sentences without a candidate a pronoun looks past.
_REACH = 2


def look_back(scene: Scene, i: int, gender: Gender, *, never: set[int | None] | None = None) -> int | None:
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


def _is_one_of(scene: Scene, stranger: int, people: set[int | None]) -> bool:
    """Whether a noun is the role of one of these: "a judge" and Judge Crane."""
    noun = scene.tree.low[stranger]
    return any(n is not None and n >= 0 and any(r.noun == noun for r in scene.drafts[n].roles) for n in people)


def _choose(
    scene: Scene, i: int, sentence: int, fitting: list[Candidate], gender: Gender, *, strict: bool
) -> int | None:
    tree = scene.tree
    if (only := only_one(fitting)) is not None:
        acts = any(tree.tokens[c.token].dep in SUBJECTS for c in fitting)
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
        return number if _goes_on(scene, sentence, number) else None
    subjects = {c.who for c in fitting if tree.tokens[c.token].dep in SUBJECTS and tree.quoted[c.token] < 0}
    if subjects & rivals and not _speaks(scene, i):
        return None
    return number


def _speaks(scene: Scene, i: int) -> bool:
    verb = scene.tree.verb_of(i)
    return scene.tree.tokens[i].dep in SUBJECTS and verb is not None and scene.tree.tokens[verb].lemma in SPEECH


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
    first, _ = tree.bounds[tree.tokens[i].sentence]
    subject = scene.subject(sentence)
    if not _speaks(scene, i) or (tree.quoted[first] < 0 and tree.low[first] not in {"“", '"'}) or subject is None:
        return False
    spoke = tree.tokens[tree.tokens[subject].head].lemma in SPEECH
    return spoke and all(c.who == number or tree.tokens[c.token].dep not in SUBJECTS for c in fitting)


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
