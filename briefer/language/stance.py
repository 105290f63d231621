"""Stance, where words carry it: for, against, or on a condition. Anything else is `unclear`."""

from __future__ import annotations

import re
from typing import NamedTuple

from briefer.model import Stance

__all__ = ["Carrier", "carriers", "stance_of"]


class Carrier(NamedTuple):
    """Words that carry a stance: `words[start:end]` of the string asked about."""

    stance: Stance
    start: int
    end: int


_FOR = (
    r"(?:support|endors|favou?r|applaud|prais|hail)(?:s|es|ed|e|ing)?|welcom(?:e|es|ed|ing)|"
    r"(?:approv|embrac)(?:e|es|ed|ing)(?: of)?|"
    r"back(?:s|ed|ing)(?= (?!down|off|away|out|up|to|into|from|in|at|home)\w)|"
    r"back(?= (?:the|a|an|this|that|their|his|her|our|its|any|such)\b)|"
    r"accept(?:s|ed|ing)?|agree(?:s|d)? (?:with|to|on)|in favou?r of|stand(?:s|ing)? (?:with|by|behind)|"
    r"(?:ready|willing|prepared) to (?:accept|agree|back|discuss|join|meet|negotiate|sign|support|talk|work with)|(?:is|are|was|were|remains?) committed to"
)
_AGAINST = (
    r"oppos(?:e|es|ed|ing)|reject(?:s|ed|ing)?|"
    r"refus(?:e|es|ed|ing)\b(?! to (?:condemn|critici|denounc|reject|rule out|say|comment|discuss|name|oppos))(?: to)?|"
    r"condemn(?:s|ed|ing)?|"
    r"critici[sz](?:e|es|ed|ing)|denounc(?:e|es|ed|ing)|decr(?:y|ies|ied)|deplor(?:e|es|ed|ing)|"
    r"object(?:s|ed|ing)? to|disagree(?:s|d|ing)?|rul(?:e|es|ed|ing) out|slam(?:s|med|ming)|blast(?:s|ed|ing)|"
    r"accus(?:e|es|ed|ing)|lambast(?:s|ed|e|es|ing)?|veto(?:es|ed|ing)?|protest(?:s|ed|ing)? against|(?:is|are|was|were|am) against|"
    r"(?:is|are|was|were|am) (?:un(?:willing|acceptable)|opposed to)|unacceptable|intolerable"
)
#: What somebody refuses by "will not"; other verbs behind it only foretell.
_CONSENT = (
    r"accept|agree|allow|approve|attend|back|bow|budge|cede|compromise|concede|cooperate|co-operate|endorse|"
    r"give (?:in|up|way|ground)|grant|hand over|join|leave|lift|negotiate|open|participate|pay|permit|ratify|"
    r"recogni[sz]e|release|return|sign|stand (?:for|by|idly)|submit|support|surrender|take part|talk|tolerate|"
    r"vote for|withdraw|yield|"
    r"be (?:accepted|agreed|allowed|approved|bullied|extended|forced|granted|lifted|opened|paid|permitted|"
    r"recogni[sz]ed|released|returned|signed|silenced|tolerated|withdrawn)"
)
_NOT = r"(?:\bnot|\bnever|\bno longer|n['’]t)"
_CONDITION = (
    r"\b(?:only if|if|unless|provided(?: that)?|providing that|as long as|so long as|on condition(?: that)?)\b"
    r"(?! not\b| any\b| ever\b| necessary\b| possible\b| so\b)"
)
#: Behind these an "if" asks or concedes: "to see if", "even if".
_NO_CONDITION = frozenset(
    "even as what see know knows ask asked asks wonder wonders wondered unclear unsure doubt question decide determine".split()
)
_CLOSED = (
    r"(?:\b(?:does|do|can|could|will|would|shall)(?:\s*not|n['’]t)|\bcannot|\bcan['’]t|\bwon['’]t|\bnever|\bno longer)"
)
_DENYING = ("not", "n't", "n’t", "never", "no longer")
_REFUSING = tuple(
    "oppos reject refus condemn critici denounc decr deplor object disagree rul slam blast accus lambast veto against "
    "unwilling unacceptable intolerable".split()
)
_CONSENTING = tuple(
    "support endors favo applau prais hail welcom approv embrac back accept agree stand ready willing prepared "
    "committed".split()
)
#: A stance, its words, and pieces of which a match has one, without case: to look for these is cheaper.
_PATTERNS: tuple[tuple[Stance, tuple[str, ...], re.Pattern[str]], ...] = (
    ("conditional", ("if", "unless", "provid", "long as", "condition"), re.compile(_CONDITION, re.I)),
    (
        "neutral",
        ("no ", "neither", "neutral", "comment"),
        re.compile(
            r"\b(?:takes? no (?:position|side|sides|view)|neither (?:supports?|backs?) nor oppos\w+|"
            r"(?:is|are|remains?|stays?) neutral|declin(?:es|ed) to comment)\b",
            re.I,
        ),
    ),
    ("oppose", _DENYING, re.compile(rf"{_CLOSED}\s+(?:\w+\s+)?(?:{_FOR}|{_CONSENT})(?!\w)", re.I)),
    ("oppose", _DENYING, re.compile(rf"\b(?:will|would|shall)\s+{_NOT}\s+(?:\w+ly\s+)?(?:{_CONSENT})(?!\w)", re.I)),
    ("oppose", _REFUSING, re.compile(rf"\b(?:{_AGAINST})(?!\w)", re.I)),
    ("support", _CONSENTING, re.compile(rf"\b(?:{_FOR})(?!\w)", re.I)),
)
_MODAL = re.compile(r"\b(?:will|would|can|could|may|might|must|shall|should|ready|willing|prepared)\b|['’]ll\b", re.I)
_COUNTERFACTUAL = re.compile(r"\b(?:would|could|might|should)(?:n['’]t| not)? have\b", re.I)
#: Before a word of stance these leave it open: "has not backed", "whether to accept", "fails to condemn".
_OPEN = re.compile(
    rf"(?:{_NOT}|\b(?:whether|without|rather than|instead of|fail\w*|declin\w*|refus\w*|stop\w*|if|unless|neither|nor|no|could|might|may|clear of|short of|avoid\w*|refrain\w*))"
    r"(?:\s+\w+){0,3}\s*$",
    re.I,
)


def carriers(words: str) -> tuple[Carrier, ...]:
    """Every stance that the words can carry, a condition first, then refusal, then consent; in text order each.

    Whose stance it is the words alone do not tell: "he said the mayor opposed it" carries the mayor's.
    """
    found: list[Carrier] = []
    plain = words.casefold()
    for stance, pieces, pattern in _PATTERNS:
        if not any(map(plain.__contains__, pieces)):
            continue
        for match in pattern.finditer(words):
            if any(match.start() < c.end and c.start < match.end() for c in found):
                continue
            if _stands(stance, words, match):
                found.append(Carrier(stance, *match.span()))
    return tuple(found)


def _stands(stance: Stance, words: str, match: re.Match[str]) -> bool:
    if stance == "conditional":
        before = words[: match.start()].split()
        asks = bool(before) and before[-1].lower() in _NO_CONDITION
        return not asks and _MODAL.search(words) is not None and _COUNTERFACTUAL.search(words) is None
    if stance == "neutral" or re.match(_CLOSED, match.group(), re.I):
        return True
    return _OPEN.search(words, 0, match.start()) is None


def stance_of(words: str) -> tuple[Stance, str | None]:
    """The stance that the words carry and the words that carry it; `unclear` and None where none do."""
    found = carriers(words)
    if not found:
        return "unclear", None
    return found[0].stance, words[found[0].start : found[0].end]
