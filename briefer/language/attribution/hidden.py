"""Sources without a name that speak on: "an officer said …" hides who it is, and so does "the officer added …"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefer.language.attribution.candidates import Candidate
from briefer.language.attribution.tree import Tree
from briefer.model import Attribution

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_PEOPLE = frozenset({"he", "she", "they"})
#: How many sentences a pronoun reaches back.
_REACH = 2


def keep_unnamed(tree: Tree, said: Sequence[Candidate], found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions, in the same order, with the channel of unnamed people kept at their second mention."""
    out: list[Attribution] = []
    for c, a in zip(said, found, strict=True):
        goes_on = a.channel == "direct" and a.speaker is None and c.source is not None
        out.append(replace(a, channel="unnamed") if goes_on and _is_hidden(tree, c.source, said, out) else a)
    return tuple(out)


def keep_represented(found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions, with whom a named spokesperson speaks for kept at their second mention.

    "Ministry spokeswoman Alma Reich said …. Reich said …": what follows is the ministry's as well.
    """
    owners: dict[int, Attribution] = {}
    out: list[Attribution] = []
    for a in found:
        if a.speaker is not None and a.channel == "spokesperson":
            if a.holder is not None or a.holder_words is not None:
                owners.setdefault(a.speaker, a)
            elif (first := owners.get(a.speaker)) is not None:
                a = replace(a, holder=first.holder, holder_words=first.holder_words)  # noqa: PLW2901
        out.append(a)
    return tuple(out)


def keep_spoken_for(tree: Tree, found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions, in the same order, with whom "a spokesperson added" goes on for.

    "The council said …. It has no plans to sell, a spokesperson added."
    """
    out: list[Attribution] = []
    for a in found:
        before = next((b for b in reversed(out) if b.sentences and b.source is not None), None)
        nobody = a.channel == "spokesperson" and a.speaker is None and a.holder is None and a.holder_words is None
        if nobody and before is not None and _goes_on(tree, before, a):
            a = replace(a, holder=before.speaker, resolved_from=before.source)  # noqa: PLW2901
        out.append(a)
    return tuple(out)


def _goes_on(tree: Tree, before: Attribution, a: Attribution) -> bool:
    """Whether it adds to what an organisation said in the sentence before, in one paragraph."""
    if a.cue is None or before.speaker is None or tree.text[a.cue.start : a.cue.end] not in ("added", "adds"):
        return False
    sentences = tree.analysis.sentences
    near = before.sentences[-1] == a.sentences[0] - 1
    together = near and sentences[before.sentences[-1]].paragraph == sentences[a.sentences[0]].paragraph
    return together and tree.analysis.entities[before.speaker].kind == "organisation"


def _is_hidden(tree: Tree, head: int | None, said: Sequence[Candidate], before: Sequence[Attribution]) -> bool:
    """Whether a source is one that was unnamed before it: the same noun, or a pronoun right behind it."""
    if head is None:
        return False
    earlier = [(c.source, a) for c, a in zip(said, before, strict=False) if c.source is not None and c.source < head]
    if not earlier:
        return False
    token = tree.tokens[head]
    if token.text.lower() in _PEOPLE:
        source, last = max(earlier, key=lambda pair: pair[0])
        return last.channel == "unnamed" and token.sentence - tree.tokens[source].sentence <= _REACH
    if not any(tree.tokens[c].text.lower() in _DEFINITE for c in tree.children[head]):
        return False
    same = [
        a for source, a in earlier if (tree.tokens[source].lemma, tree.tokens[source].tag) == (token.lemma, token.tag)
    ]
    return bool(same) and same[-1].channel == "unnamed"
