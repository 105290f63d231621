"""Part of gate `support`: in a copy, a name or figure that stands where the sentence has another one."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from briefer.verify.lexicon import acts, alike
from briefer.verify.lines import Line
from briefer.verify.objection import Objection, weak
from briefer.verify.passage import Passage
from briefer.verify.words import is_content, parts, stem

#: From this share of its neighbouring words on, a claim is laid beside a sentence word for word.
_BESIDE = 0.5
#: A name or figure that stands in for another takes no more words than these.
_SLOT = 4


def check_slots(claim: Line, passage: Passage) -> Iterator[Objection]:
    """What was put where the sentence has another name or figure."""
    for line in passage.lines:
        if not claim.pairs or len(claim.pairs & line.pairs) < _BESIDE * len(claim.pairs):
            continue
        ours, theirs = claim.tokens, line.tokens
        mine, others = _marked(claim), _marked(line)
        for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
            if kind != "replace" or max(b - a, d - c) > _SLOT:
                continue
            new = [ours[i] for i in range(a, b) if mine[i]]
            old = [theirs[i] for i in range(c, d) if others[i]]
            if not new or not old or set(new) & set(old) or any(word in ours for word in old):
                continue
            if any(stem(word) in alike(stem(other)) for word in new for other in old):
                continue
            if not all(word in theirs or passage.has_apart(word) for word in new):
                yield weak(f"“{' '.join(new)}” stands where the article has “{' '.join(old)}”")


def _marked(line: Line) -> list[bool]:
    """Which tokens are figures, names as far as a capital tells, or nouns for people."""
    return [
        piece[0].isdigit()
        or acts(piece)
        or (piece[0].isupper() and (i > 0 or len(line.words) < _SLOT) and is_content(piece))
        for i, word in enumerate(line.words)
        for piece in parts(word)
    ]
