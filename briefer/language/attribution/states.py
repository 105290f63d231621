"""Attribution by states: what seems, what is expected, what somebody's claim, fear or confidence is about."""

from __future__ import annotations

from collections.abc import Iterator

from briefer.language.attribution.candidates import Candidate
from briefer.language.attribution.cue_verbs import VERBS, Kind
from briefer.language.attribution.cue_words import ADJECTIVES, IMPERSONAL, LIGHT, NOUNS, SEEMING
from briefer.language.attribution.grammar import agent, cue_of, is_negated, is_passive, mark_of, own_subject, subject
from briefer.language.attribution.tree import Tree

_COMPLEMENTS = frozenset({"xcomp", "oprd", "acomp", "ccomp", "prep"})
#: Subjects with which "seems" says nothing worth keeping.
_BARE = frozenset("it that which there him them me us".split())


def state_candidates(tree: Tree) -> Iterator[Candidate]:
    """Every candidate that hangs on such a verb, noun or adjective."""
    for i, token in enumerate(tree.tokens):
        lemma = token.lemma.lower()
        if token.pos in ("VERB", "AUX"):
            found = _seeming(tree, i) if lemma in SEEMING else _passive(tree, i, lemma)
        elif token.pos == "NOUN" and lemma in NOUNS:
            found = _noun(tree, i, NOUNS[lemma])
        elif token.pos == "ADJ" and lemma in ("clear", "plain") and tree.tokens[token.head].lemma == "make":
            found = _adjective(tree, i, "speech")
        elif token.pos == "ADJ" and lemma in ADJECTIVES and tree.tokens[token.head].lemma != "make":
            found = _adjective(tree, i, ADJECTIVES[lemma])
        else:
            continue
        if found is not None:
            yield found


def _held(tree: Tree, verb: int) -> int | None:
    """The subject before a verb, in whatever voice."""
    held = own_subject(tree, verb)
    return held if held is not None and held < verb else None


def _rest(tree: Tree, verb: int) -> list[int]:
    """The complements behind a verb."""
    return [c for c in tree.children[verb] if c > verb and tree.tokens[c].dep in _COMPLEMENTS]


def _seeming(tree: Tree, i: int) -> Candidate | None:
    """`The weir seems to leak`: nobody says so, and the subject belongs to what is thought."""
    held, rest = _held(tree, i), _rest(tree, i)
    if held is None or not rest or tree.tokens[held].text.lower() in _BARE:
        return None
    if tree.tokens[rest[0]].dep == "prep" and tree.tokens[rest[0]].text.lower() != "like":
        return None
    content = frozenset(t for c in (held, *rest) for t in tree.subtree(c))
    return Candidate(rule="seeming", anchor=i, cue=cue_of(tree, i), source=None, content=content, kind="belief")


def _passive(tree: Tree, i: int, lemma: str) -> Candidate | None:
    """`The plan was condemned by the millers`; `the weir is expected to open`."""
    frames = VERBS.get(lemma, {})
    if not (lemma in IMPERSONAL or frames) or not is_passive(tree, i):
        return None
    held = _held(tree, i)
    if held is None:
        return None
    by, rest = agent(tree, i), _rest(tree, i)
    judged = {"o", "c"} & frames.keys() or any(frame.startswith("o+") for frame in frames)
    if by is not None and judged:
        if tree.tokens[held].pos == "PRON":
            return None
        kind = frames.get("o") or frames.get("c") or "speech"
        rest = [c for c in rest if tree.tokens[c].dep != "prep" or f"o+{tree.tokens[c].lemma.lower()}" in frames]
        content = frozenset(t for c in (held, *rest) for t in tree.subtree(c))
        return Candidate(
            rule="passive", anchor=i, cue=cue_of(tree, i), source=by, content=content, kind=kind,
            negated=is_negated(tree, i),
        )  # fmt: skip
    if lemma in IMPERSONAL and rest:
        content = frozenset(t for c in (held, *rest) for t in tree.subtree(c))
        kind = IMPERSONAL[lemma]
        return Candidate(rule="impersonal", anchor=i, cue=cue_of(tree, i), source=None, content=content, kind=kind)
    return None


def _noun(tree: Tree, i: int, kind: Kind) -> Candidate | None:
    """`His claim that …`, `expressed fears of …`."""
    source = _owner(tree, i)
    if source is None:
        return None
    light = _is_lent(tree, i)
    about: Candidate | None = None
    for c in tree.children[i]:
        token = tree.tokens[c]
        if c < i:
            continue
        if token.dep in ("acl", "relcl", "ccomp") and _is_content(tree, c):
            return Candidate(
                rule="noun", anchor=i, cue=(i,), source=source, content=frozenset(tree.subtree(c)), kind=kind
            )
        if light and about is None and token.dep == "prep" and token.text.lower() in _ABOUT:
            content = frozenset(tree.subtree(c)) - {c}
            about = Candidate(rule="noun", anchor=i, cue=(i, c), source=source, content=content, kind=kind)
    return about


_ABOUT = frozenset({"for", "about", "of", "over", "against"})


def _is_content(tree: Tree, clause: int) -> bool:
    """Whether a clause says what a noun holds: "that" as a conjunction, or an infinitive."""
    if tree.tokens[clause].tag == "VB" and any(tree.tokens[c].tag == "TO" for c in tree.children[clause]):
        return True
    return mark_of(tree, clause) in ("that", "whether") or tree.tokens[tree.subtree(clause)[0]].text.lower() == "that"


def _is_lent(tree: Tree, i: int) -> bool:
    """Whether a verb lends its subject to the noun: "made a promise"."""
    token = tree.tokens[i]
    return token.dep == "dobj" and tree.tokens[token.head].lemma.lower() in LIGHT


def _owner(tree: Tree, i: int) -> int | None:
    """Whose claim it is: its possessor, or the subject of the light verb that it is the object of."""
    owner = tree.child(i, "poss")
    if owner is not None:
        return owner
    token = tree.tokens[i]
    if _is_lent(tree, i):
        return subject(tree, token.head)
    if (by := tree.child(i, "prep")) is not None and tree.tokens[by].text.lower() in ("by", "from"):
        return tree.child(by, "pobj")
    return None


def _adjective(tree: Tree, i: int, kind: Kind) -> Candidate | None:
    """`Is confident that …`, `were critical of …`, `made it clear that …`."""
    token = tree.tokens[i]
    made = token.dep in ("ccomp", "oprd") and tree.tokens[token.head].lemma == "make"
    source = subject(tree, token.head) if token.dep == "acomp" or made else None
    if source is None:
        return None
    # "made clear that": the parse hangs both on the verb.
    beside = [c for c in tree.children[token.head] if c > i] if made and not tree.children[i] else []
    for c in (*tree.children[i], *beside):
        dep, content = tree.tokens[c].dep, frozenset(tree.subtree(c))
        extra: tuple[int, ...] = (i,)
        if c < i:
            continue
        if dep == "prep" and tree.tokens[c].text.lower() in ("of", "about", "with", "to", "over", "at"):
            extra, content = (i, c), content - {c}
        elif dep not in ("ccomp", "xcomp") and not (dep == "advcl" and own_subject(tree, c) is not None):
            continue
        negated = is_negated(tree, token.head)
        return Candidate(
            rule="adjective", anchor=i, cue=extra, source=source, content=content, kind=kind, negated=negated
        )
    return None
