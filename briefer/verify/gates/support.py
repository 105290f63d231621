"""Gate `support`: content words, direction and quantity are carried by the evidence; so are roles and stances."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from briefer.model import Range
from briefer.verify.lines import Line
from briefer.verify.objection import Objection, fail, weak
from briefer.verify.passage import Passage, fold
from briefer.verify.words import stem

#: From this share of a claim's neighbouring words on, it copies rather than paraphrases.
COPY = 0.7
#: Share of its content, weighted by rarity, that the evidence must carry.
COVERED = 0.55
#: The same of a copy, where one changed word is a changed claim.
COPY_COVERED = 0.9

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
    if share < (COPY_COVERED if copied >= COPY else COVERED):
        missing = [w for w in claim.words if stem(w) in claim.stems and not _carried(stem(w), passage.lines)]
        which = ", ".join(f"“{w}”" for w in list(dict.fromkeys(missing))[:3])
        yield weak(f"the cited sentences carry only part of it; not {which}" if which else "hardly carried by them")


def coverage(claim: Line, passage: Passage) -> tuple[float, float]:
    """The share of the claim's content that the evidence carries, weighted by rarity, and the share copied."""
    wanted = list(dict.fromkeys(claim.stems))
    if not wanted:
        return 1.0, 1.0
    counts = Counter(s for line in passage.pool for s in line.stem_set)
    total = max(1, len(passage.pool))
    weights = {s: 1 + math.log((total + 1) / (counts[s] + 1)) for s in wanted}
    carried = sum(weights[s] for s in wanted if _carried(s, passage.lines))
    pairs = frozenset[tuple[str, str]]().union(*(line.pairs for line in passage.lines))
    copied = len(claim.pairs & pairs) / len(claim.pairs) if claim.pairs else 1.0
    return carried / sum(weights.values()), copied


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
            if kind != "replace":
                continue
            new = [w for w in claim.words[a:b] if w[0].isupper() or w[0].isdigit()]
            old = [w for w in line.words[c:d] if w[0].isupper() or w[0].isdigit()]
            if new and old and not set(map(str.casefold, new)) & set(map(str.casefold, old)):
                yield weak(f"“{' '.join(new)}” stands where the article has “{' '.join(old)}”")


# --- fields that need words --------------------------------------------------------------------------


def check_carried(what: str, words: str | None, passage: Passage, derived: Sequence[Line] = ()) -> Iterator[Objection]:
    """Whether a field's words (an organisation, a target, a place) stand in the cited or derived places."""
    if not words:
        return
    folded = fold(words)
    if any(line.has_folded(folded) for line in (*passage.lines, *derived)) or passage.mentions(words):
        return
    if passage.widen(Line(words), lambda line: line.has_folded(folded)) is None:
        yield fail(f"the {what} “{words}” has no words in the cited sentences")


def check_role(name: str | None, role: str | None, passage: Passage, derived: Sequence[Line] = ()) -> Iterator[Objection]:
    """Whether a role has words, and whether the article gives it to this person."""
    if not role:
        return
    entities = [(g, g.analysis.entities[i]) for g in passage.grounds.values() for i in g.entities_named(name or "")]
    folded = fold(role)
    if any(e.role and folded == g.line(*e.role).folded for g, e in entities):
        return
    yield from check_carried("role", role, passage, derived)
    other = _whose(folded, name, passage)
    if other is not None:
        yield fail(f"the article calls {other} “{role}”, not {name}")


def _whose(role: str, name: str | None, passage: Passage) -> str | None:
    """Somebody else whose role this is wherever the article has these words."""
    owner = None
    for ground in passage.grounds.values():
        own = ground.entities_named(name or "")
        others = [
            (place.start, place.end, entity.name)
            for i, entity in enumerate(ground.analysis.entities)
            if i not in own
            for place in (*((entity.role,) if entity.role else ()), *entity.mentions)
            if isinstance(place, Range) or place.kind == "description"
        ]
        for match in re.finditer(re.escape(role), ground.text, re.IGNORECASE):
            whose = next((o for start, end, o in others if start < match.end() and match.start() < end), None)
            if whose is None:
                return None
            owner = owner or whose
    return owner
