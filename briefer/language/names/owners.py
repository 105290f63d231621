"""Whose role "its chairwoman" names, where no name in the article is known to be meant."""

from __future__ import annotations

from briefer.language.names.draft import Draft
from briefer.language.names.lexicon import KINSHIP, ORGANISATION_NOUNS
from briefer.language.names.scene import Scene

_THEIRS = frozenset({"its", "their"})
_WITHIN = frozenset({"det", "poss", "case", "compound", "amod", "nmod"})


def give_owner(scene: Scene, i: int, draft: Draft) -> None:
    """Gives a role its organisation: the only one that the paragraph has spoken of so far, as a subject at least once.

    It may have a name or none: "The readers' association announced it. … its chairwoman, Noor Haddad".
    """
    tree, role = scene.tree, draft.role
    if role is None or tree.low[i] not in _THEIRS or role.noun in KINSHIP:
        return
    sentences = tree.analysis.sentences
    here = sentences[tree.tokens[i].sentence].paragraph
    known: dict[int, int] = {}
    common: list[int] = []
    leads = False
    for t in range(i - 1, -1, -1):
        if sentences[tree.tokens[t].sentence].paragraph != here:
            break
        number = scene.at.get(t)
        if tree.quoted[t] >= 0:
            continue
        if number is not None and scene.drafts[number].kind in {"organisation", "group"}:
            known[number] = t
        elif number is None and tree.tokens[t].tag == "NN" and tree.low[t] in ORGANISATION_NOUNS:
            common.append(t)
        else:
            continue
        leads = leads or tree.tokens[t].dep == "nsubj"
    if not leads or len(known) + len({tree.low[t] for t in common}) != 1:
        return
    if known:
        draft.role_of = next(iter(known))
    else:
        head = common[-1]
        first = head
        while first and _belongs(scene, first - 1, head):
            first -= 1
        role.organisation, role.pronoun = (first, head), None


def _belongs(scene: Scene, t: int, head: int) -> bool:
    """Whether a token before a noun is part of its phrase."""
    tokens = scene.tree.tokens
    while t != head:
        if tokens[t].dep not in _WITHIN or tokens[t].head == t:
            return False
        t = tokens[t].head
    return True
