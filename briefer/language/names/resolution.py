"""Pronouns and descriptions of the whole text, in reading order."""

from __future__ import annotations

from collections import defaultdict

from briefer.language.names import descriptions, pronouns
from briefer.language.names.draft import Draft, Gender
from briefer.language.names.lexicon import FEMALE_WORDS, MALE_WORDS
from briefer.language.names.owners import give_owner
from briefer.language.names.scene import Scene
from briefer.language.names.tree import SUBJECTS, Tree

_PRONOUNS = frozenset("he him his himself she her hers herself it its itself they them their themselves who".split())


def resolve_mentions(tree: Tree, drafts: list[Draft]) -> None:
    """Adds pronouns and descriptions to the drafts; what a first reading says of gender helps a second one."""
    for draft in drafts:
        if draft.kind == "person" and draft.gender == "unknown":
            draft.gender = _by_role(draft)
    names = [list(draft.mentions) for draft in drafts]
    unknown = [draft for draft in drafts if draft.kind == "person" and draft.gender == "unknown"]
    votes = _read(tree, drafts)
    for draft in unknown:
        draft.gender = "unknown"
    if pronouns.learn_genders(drafts, votes):
        del drafts[len(names) :]
        for draft, mentions in zip(drafts, names, strict=True):
            draft.mentions[:] = mentions
        _read(tree, drafts)
    for draft in drafts:
        draft.mentions.sort()


def _by_role(draft: Draft) -> Gender:
    for role in draft.roles:
        if role.noun in MALE_WORDS:
            return "m"
        if role.noun in FEMALE_WORDS:
            return "f"
    return "unknown"


def _read(tree: Tree, drafts: list[Draft]) -> dict[int, list[Gender]]:
    """One reading from first to last; what it says of people's gender."""
    scene = Scene(tree, drafts)
    votes: dict[int, list[Gender]] = defaultdict(list)
    owners = {r.pronoun: d for d in drafts if (r := d.role) is not None and r.pronoun is not None}
    for i, token in enumerate(tree.tokens):
        if token.tag in {"NN", "NNP"} or (token.dep in SUBJECTS and token.tag in {"JJ", "CD", "VBN"}):
            if (found := descriptions.resolve(scene, i)) is not None:
                number, place = found
                scene.speak_of(number, i)
                drafts[number].mentions.append(place)
        elif tree.low[i] in _PRONOUNS:
            resolved = pronouns.resolve(scene, i)
            if resolved is None and i in owners:
                give_owner(scene, i, owners[i])
            if resolved is None:
                if tree.low[i] in pronouns.PEOPLE:
                    scene.leave_open(i, pronouns.gender_of(tree.low[i]))
                continue
            pronouns.mention(scene, i, resolved)
            if tree.low[i] in pronouns.PEOPLE:
                gender = pronouns.gender_of(tree.low[i])
                votes[resolved].append(gender)
                if drafts[resolved].gender == "unknown" and token.dep in SUBJECTS:
                    # For the rest of this reading: "She told the jury. He denies it" are two people.
                    drafts[resolved].gender = gender
            if i in owners:
                owners[i].role_of = resolved
    return votes
