"""Part of gate `support`: who is what, who says it, and who does it to whom, by the order of the words.

The claims of an engine have fields for this, which gate `speaker` and others compare with the parse; here it is only
about a claim's own words. All of it flags at most: names change their place in honest paraphrases too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefer.language.names.lexicon import OFFICE_MODIFIERS, ROLES
from briefer.verify.gates.names import names_in, same_name
from briefer.verify.lexicon import acts
from briefer.verify.lines import Line
from briefer.verify.objection import Objection, weak
from briefer.verify.passage import Passage
from briefer.verify.words import is_content, stem

_BE = frozenset("is are was were be been being gets got".split())
_SAID = frozenset(
    "said says told tells added adds warned warns announced announces argued argues insisted insists explained "
    "claimed claims stressed noted stated declared cautioned complained conceded admitted predicted".split()
)
#: So many words may stand between a name and what is said of it.
_REACH = 6
#: And between who says it and "said", asides included.
_ASIDE = 12
#: So far behind a word is what it is done to.
_FAR = 9
#: A name in the genitive or of a people, and what it has.
_OWNED = re.compile(r"\b([A-Z][\w-]+?)(?:'s|(?<=(?:.an|ese|ish))) ([a-z]{4,})\b")
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*|[,;:.()]")


def check_roles(claim: Line, passage: Passage) -> Iterator[Objection]:
    """What is against who is what, who says it and who does it in a claim."""
    names = names_in(claim)
    if names:
        yield from _check_titles(claim, passage)
        yield from _check_owners(claim, passage)
        yield from _check_speaker(claim, passage)
    yield from _check_swapped(claim, [name[-1].casefold() for name in names], passage)


class _Title(NamedTuple):
    """A role with the name beside it."""

    role: str
    kinds: frozenset[str]
    name: str


def _check_titles(claim: Line, passage: Passage) -> Iterator[Objection]:
    """A role that the article gives to others only."""
    ours = _titles(claim.plain)
    if not ours:
        return
    theirs = [title for line in passage.whole for title in _titles(line.plain)]
    for title in ours:
        same = [t for t in theirs if t.role == title.role and (not title.kinds or not t.kinds or t.kinds & title.kinds)]
        known = any(line.has_folded(title.name) for line in passage.whole)
        if same and known and all(t.name.casefold() != title.name.casefold() for t in same):
            yield weak(f"the article calls {same[0].name} “{title.role}”, not {title.name}")
            return


def _titles(text: str) -> list[_Title]:
    words = _WORD.findall(text)
    found = []
    for i, word in enumerate(words):
        role = word.casefold()
        if role not in ROLES:
            continue
        kinds = frozenset(w.casefold() for w in words[max(0, i - 2) : i] if w.casefold() in OFFICE_MODIFIERS)
        if (name := _name_after(words, i + 1)) or (name := _name_before(words, i)):
            found.append(_Title(role, kinds, name))
    return found


def _name_after(words: Sequence[str], i: int) -> str | None:
    """The last word of the name that starts here."""
    end = i
    while end < len(words) and words[end][0].isupper() and words[end].casefold() not in ROLES:
        end += 1
    return words[end - 1].removesuffix("'s") if end > i else None


def _name_before(words: Sequence[str], i: int) -> str | None:
    """The last word of the name that the role stands in apposition to ("Edda Kroll, the mayor")."""
    for j in range(i - 1, max(0, i - _REACH), -1):
        if words[j] == ",":
            before = words[j - 1] if j else ""
            return before.removesuffix("'s") if before[:1].isupper() and before.casefold() not in ROLES else None
        if words[j] in ".;:()" or words[j][0].isupper() or words[j].casefold() in _SAID | {"and", "but"}:
            return None
    return None


def _check_owners(claim: Line, passage: Passage) -> Iterator[Objection]:
    """A thing that the article has with other names only ("Lethia's parliament", "the Lethian parliament")."""
    ours = _OWNED.findall(claim.plain)
    if not ours:
        return
    theirs = [pair for line in passage.whole for pair in _OWNED.findall(line.plain)]
    for name, thing in ours:
        owners = [other for other, owned in theirs if stem(owned) == stem(thing)]
        if owners and not any(same_name(name, other) for other in owners):
            yield weak(f"the article has the {thing} of {owners[0]}, not of {name}")
            return


def _check_speaker(claim: Line, passage: Passage) -> Iterator[Objection]:
    """Words that the sentence which carries them gives to somebody else by name."""
    ours = _speaker(claim)
    if ours is None:
        return
    own = set(claim.stems) - {stem(word) for name in names_in(claim) for word in name}
    best = max(passage.lines, key=lambda line: len(own & line.alike), default=None)
    theirs = _speaker(best) if best is not None else None
    if best is None or theirs is None or ours == theirs or best.has_folded(ours) or claim.has_folded(theirs):
        return
    yield weak(f"the sentence gives it to {theirs}, not to {ours}")


def _speaker(line: Line) -> str | None:
    """The last word of the name that says it, where just one does."""
    words = _WORD.findall(line.plain)
    found = set()
    for i, word in enumerate(words):
        if word in _SAID:
            for j in range(i - 1, max(-1, i - _ASIDE), -1):
                if words[j][0].isupper() and words[j].casefold() not in ROLES and is_content(words[j]):
                    found.add(words[j].removesuffix("'s"))
                    break
                if words[j] in ".;:" or words[j] in _SAID:
                    break
        elif word.casefold() == "according" and words[i + 1 : i + 2] == ["to"]:
            for j in range(i + 2, min(len(words), i + 2 + _REACH)):
                if words[j][0].isupper() and (name := _name_after(words, j)):
                    found.add(name)
                    break
    return found.pop() if len(found) == 1 else None


def _check_swapped(claim: Line, names: Sequence[str], passage: Passage) -> Iterator[Objection]:
    """Two actors that changed their places round the same word of a sentence."""
    ours = claim.tokens
    for line in passage.lines:
        theirs = line.tokens
        if not any((w in names or acts(w)) and w in theirs for w in ours):
            continue
        for i, word in enumerate(ours):
            if word in names or acts(word) or not is_content(word) or ours.count(word) != 1:
                continue
            places = [j for j, other in enumerate(theirs) if stem(other) == stem(word)]
            if len(places) != 1 or _passive(ours, i) != _passive(theirs, j := places[0]):
                continue
            a, b = _before(ours, i, names), _before(theirs, j, names)
            if a and b and a != b and b in ours[i : i + _FAR] and (a in theirs[j : j + _FAR] or _close(theirs, j, b)):
                if b not in ours[:i] and a not in theirs[:j] and f"{b}'s" not in line.folded:
                    yield weak(f"“{word}”: the article says it of {b}, the claim of {a}")
                    return


def _before(words: Sequence[str], i: int, names: Sequence[str]) -> str | None:
    """The actor that stands nearest before."""
    places = range(i - 1, max(-1, i - _REACH), -1)
    return next((words[j] for j in places if words[j] in names or acts(words[j])), None)


def _close(words: Sequence[str], i: int, actor: str) -> bool:
    """Whether only a helping verb stands between the actor and the word."""
    return actor in words[max(0, i - 3) : i]


def _passive(words: Sequence[str], i: int) -> bool:
    return "by" in words[i + 1 : i + 1 + _REACH] or not _BE.isdisjoint(words[max(0, i - 2) : i])
