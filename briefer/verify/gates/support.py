"""Gate `support` on a paraphrase: content words, direction and quantity are carried by the evidence."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from briefer.verify.gates.names import names_in
from briefer.verify.lines import Line
from briefer.verify.objection import Objection, fail, weak
from briefer.verify.passage import Passage
from briefer.verify.words import stem

#: From this share of a claim's neighbouring words on, it copies, and one changed word is a changed claim.
COPY = 0.7
#: The same of a claim of at most `SHORT` pairs, where a changed word costs more of them.
SHORT_COPY, SHORT = 0.55, 10
#: A name or figure that stands in for another takes no more words than these.
_SLOT = 4
#: Share of its content, weighted by rarity, that the evidence must carry.
COVERED = 0.5
#: Words that turn a claim round; each row is one question with its two answers.
_OPPOSITES = """
rise increase grow climb gain jump surge soar expand improve raise higher up strengthen
    / fall decrease shrink drop decline plunge slump sink contract worsen lower down weaken cut reduce
win / lose
accept approve back support endorse welcome ratify / reject oppose refuse veto condemn block dismiss decline
open reopen / close shut
begin start launch resume / end stop halt suspend finish cancel abandon
buy purchase acquire / sell
arrive enter join / leave depart quit exit
allow permit authorise authorize legalise / ban forbid prohibit outlaw bar
include / exclude
confirm / deny
convict guilty / acquit innocent clear
hire appoint recruit / fire dismiss sack
north northern / south southern
east eastern / west western
above over exceed / below under
before / after
ally friend / enemy foe
import / export
profit surplus / loss deficit
succeed success / fail failure
advance / retreat
majority / minority
public / private secret
tighten / ease loosen relax
hot heat / cold
early earlier / late later
first / last
attack / defend
love praise / hate criticise criticize
peace / war
release free / detain arrest jail imprison
safe / dangerous unsafe
possible / impossible
likely / unlikely
legal lawful / illegal unlawful
alive survive / die kill
more most / less fewer least
"""


def _table() -> dict[str, list[tuple[frozenset[str], frozenset[str]]]]:
    found: dict[str, list[tuple[frozenset[str], frozenset[str]]]] = {}
    for row in re.sub(r"\n\s+/", " /", _OPPOSITES.strip()).splitlines():
        sides = [frozenset(stem(w) for w in side.split()) for side in row.split("/")]
        for own, other in (sides, sides[::-1]):
            for word in own:
                found.setdefault(word, []).append((own, other))
    return found


_OPPOSITE_OF = _table()
_QUANTIFIERS = {
    "all": "all", "every": "all", "each": "all", "always": "all", "everyone": "all", "everybody": "all",
    "entire": "all", "only": "only", "most": "most", "majority": "most", "none": "none",
}  # fmt: skip
_NEGATION = re.compile(r"\b(?:not|never|no|without|fail\w*|refus\w*|cannot|den\w+)\b|n['’]t\b", re.IGNORECASE)


def check_support(claim: Line, passage: Passage) -> Iterator[Objection]:
    """What the evidence does not carry of a paraphrase."""
    yield from _check_direction(claim, passage)
    yield from _check_quantifiers(claim, passage)
    yield from _check_slots(claim, passage)
    share, copied = coverage(claim, passage)
    copies = copied >= (SHORT_COPY if len(claim.pairs) <= SHORT else COPY)
    if share < (1.0 if copies else COVERED):
        content = set(_content(claim))
        missing = [w for w in claim.words if stem(w) in content and not _carried(stem(w), passage.lines)]
        which = ", ".join(f"“{w}”" for w in list(dict.fromkeys(missing))[:3])
        yield weak(f"the cited sentences carry only part of it; not {which}" if which else "hardly carried by them")


def coverage(claim: Line, passage: Passage) -> tuple[float, float]:
    """The share of the claim's content that the evidence carries, weighted by rarity, and the share copied."""
    key = (claim.text, len(passage.lines))
    if key not in passage.shares:
        passage.shares[key] = _coverage(claim, passage)
    return passage.shares[key]


def _coverage(claim: Line, passage: Passage) -> tuple[float, float]:
    wanted, pool = _content(claim), passage.pool
    weights = {s: 1 + math.log((len(pool) + 1) / (sum(s in line.stem_set for line in pool) + 1)) for s in wanted}
    carried = sum(weight for s, weight in weights.items() if _carried(s, passage.lines))
    pairs = frozenset[tuple[str, str]]().union(*(line.pairs for line in passage.lines))
    copied = len(claim.pairs & pairs) / len(claim.pairs) if claim.pairs else 1.0
    return carried / sum(weights.values()) if weights else 1.0, copied


def _content(claim: Line) -> list[str]:
    """Stems of the content words, without names and figures, which have gates of their own."""
    text = list(claim.text)
    for number in claim.numbers:
        text[number.start : number.end] = " " * (number.end - number.start)
    names = {stem(word) for name in names_in(claim) for word in name}
    return [s for s in dict.fromkeys(Line("".join(text)).stems) if s not in names]


def _carried(word: str, lines: Sequence[Line]) -> bool:
    return any(word in line.stem_set for line in lines)


def _check_direction(claim: Line, passage: Passage) -> Iterator[Objection]:
    """A word whose opposite stands in the aligned sentence, where the word itself does not."""
    own = set(claim.stems) | {stem(w) for w in claim.lower if stem(w) in _OPPOSITE_OF}
    for word in claim.lower:
        root = stem(word)
        for same, other in _OPPOSITE_OF.get(root, ()):
            if any(same & line.stem_set for line in passage.lines):
                continue
            for line in passage.lines:
                found = other & line.stem_set
                if not found or found & own or bool(_NEGATION.search(claim.text)) != bool(_NEGATION.search(line.text)):
                    continue
                rest = own - {root}
                if rest and 2 * len(rest & line.stem_set) >= len(rest):
                    said = next(w for w in line.lower if stem(w) in found)
                    yield fail(f"the article says “{said}” where the claim says “{word}”")
                    return


def _check_quantifiers(claim: Line, passage: Passage) -> Iterator[Objection]:
    for word in claim.lower:
        kind = _QUANTIFIERS.get(word)
        if kind and not any(_QUANTIFIERS.get(w) == kind for line in passage.lines for w in line.lower):
            yield weak(f"“{word}” does not stand in the cited sentences")


def _check_slots(claim: Line, passage: Passage) -> Iterator[Objection]:
    """In a copy, a name or figure of the sentence that stands where the sentence has another one."""
    for line in passage.lines:
        if not claim.pairs or len(claim.pairs & line.pairs) < 0.5 * len(claim.pairs):
            continue
        ours, theirs = [w.casefold() for w in claim.words], [w.casefold() for w in line.words]
        for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
            if kind != "replace" or max(b - a, d - c) > _SLOT:
                continue
            new = [w for w in claim.words[a:b] if w[0].isupper() or w[0].isdigit()]
            old = [w for w in line.words[c:d] if w[0].isupper() or w[0].isdigit()]
            if new and old and not any(w.casefold() in ours for w in old):
                yield weak(f"“{' '.join(new)}” stands where the article has “{' '.join(old)}”")
