"""Part of gate `support`: words that turn a claim round, and those that say of how many it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefer.language.numbers.words import BIG, VALUES
from briefer.verify.lexicon import alike, opposites
from briefer.verify.lines import Line
from briefer.verify.objection import Objection, fail, weak
from briefer.verify.passage import Passage
from briefer.verify.words import is_content, stem

#: So many words on either side are what a word is said about.
_AROUND = 8
_QUANTIFIERS = {
    **dict.fromkeys("all every each always everyone everybody everything entire whole both".split(), "all"),
    **dict.fromkeys("only just merely sole solely alone exclusively".split(), "only"),
    **dict.fromkeys("most majority mostly largely mainly".split(), "most"),
}
#: "all but two", "not all", "nearly all" are not all.
_NOT_ALL = re.compile(
    r"\ball but\b|\b(?:not|nearly|almost|not nearly) (?:all|every|everyone|everybody)\b", re.IGNORECASE
)
#: Other senses: "not only", "only a month", "only three", "just before", "both sides", "the most valuable", "every day".
_NO_QUANTIFIER = re.compile(
    r"\bnot (?:only|just)\b|\b(?:only|just|all|both) (?:an?|\d|one|two|three|four|five|six|seven|eight|nine|ten|before|after|as)\b"
    r"|\b(?:the|its|his|her|their|whose|and|one of) most\b|\bmost(?! of\b| [a-z-]+s\b| (?:people|men|women|children|stayed|were|are|will|have|did|had)\b)"
    r"|\b(?:every|each|all|the (?:whole|entire)) (?:day|night|morning|evening|week|month|year|time|hour|over)\b|\bat all\b"
    r"|\b(?:whole|both|just|alone)\b",
    re.IGNORECASE,
)
#: So many words in common put two words in the same place.
_NEAR = 2
#: Words that turn round only what follows them.
_BESIDE = frozenset(stem(word) for word in "before after with without first last early late".split())
_WENT = frozenset("go goes going went gone came moved".split())
#: Words at which something else begins to be told.
_BREAKS = frozenset("but while whereas although though".split())
#: Bounds of a number, which gate `numbers` compares.
_THAN = frozenset("more less fewer over".split())
_NEGATION = re.compile(r"\b(?:not|never|no|without|fail\w*|refus\w*|cannot|den\w+)\b|n['’]t\b", re.IGNORECASE)


def check_direction(claim: Line, passage: Passage) -> Iterator[Objection]:
    """A word whose opposite stands in the same place of a cited sentence, where the word itself does not stand."""
    own = _roots(claim)
    denied = bool(_NEGATION.search(claim.text))
    cited = [(line, _roots(line), bool(_NEGATION.search(line.text)) == denied) for line in passage.lines]
    # What any of them says that could turn a word of the claim round.
    turning = frozenset(word for _, theirs, alike_denied in cited if alike_denied for word in theirs)
    for i, root in enumerate(own):
        if not root:
            continue
        for same, other in opposites(root):
            if other.isdisjoint(turning) or other.intersection(own):
                continue
            kept, turned, said = _NEAR - 1, 0, ""
            for line, theirs, alike_denied in cited:
                for j, word in enumerate(theirs):
                    if word in same:
                        kept = max(kept, _shared(own, i, theirs, j))
                    elif word in other and alike_denied:
                        near = _shared(own, i, theirs, j)
                        if near > turned and (root not in _BESIDE or own[i + 1 : i + 2] == theirs[j + 1 : j + 2]):
                            turned, said = near, line.tokens[j]
            if turned > kept:
                yield fail(f"the article says “{said}” where the claim says “{claim.tokens[i]}”")
                return


def _roots(line: Line) -> list[str]:
    """Stems in order; nothing where a word has another sense ("at least 50", "in fall 2016")."""
    words = line.tokens
    found = [stem(word) for word in words]
    for i, word in enumerate(words):
        before, after = words[i - 1] if i else "", words[i + 1] if i + 1 < len(words) else ""
        at = word in ("least", "most", "first", "last") and before == "at"
        bound = word in _THAN and after == "than" and _counts("".join(words[i + 2 : i + 3]))
        season = word == "fall" and (before in ("in", "this", "last", "next") or after[:1].isdigit())
        if word in ("up", "down") and (before in _WENT or after in ("from", "by")):
            found[i] = stem("rise" if word == "up" else "fall")
        age = word in ("old", "older") and before in ("year", "years", "month", "months")
        if at or bound or season or age:
            found[i] = ""
    return found


def _counts(word: str) -> bool:
    return word[:1].isdigit() or word in VALUES or word in BIG or word in ("a", "an", "half")


def _shared(ours: list[str], i: int, theirs: list[str], j: int) -> int:
    """How many words that the first is said about stand round the second."""
    mine = {s for s in _around(ours, i) if s and s != ours[i] and (is_content(s) or s.isdigit())}
    there = set(_around(theirs, j)) - {theirs[j]}
    shared = sum(s in there or not there.isdisjoint(alike(s)) for s in mine)
    return _NEAR if shared == len(mine) == 1 else shared


def _around(words: list[str], i: int) -> list[str]:
    start, end = max(0, i - _AROUND), min(len(words), i + _AROUND + 1)
    start = next((k + 1 for k in range(i - 1, start - 1, -1) if words[k] in _BREAKS), start)
    end = next((k for k in range(i + 1, end) if words[k] in _BREAKS), end)
    return words[start:end]


def check_quantifiers(claim: Line, passage: Passage) -> Iterator[Objection]:
    """A word for how many that the cited sentences do not have."""
    lines = [Line(_NOT_ALL.sub(" ", line.plain)) for line in passage.lines]
    said = {_QUANTIFIERS[w] for line in lines for w in line.lower if w in _QUANTIFIERS}
    for word in Line(_NO_QUANTIFIER.sub(" ", _NOT_ALL.sub(" ", claim.plain))).lower:
        if word in _QUANTIFIERS and _QUANTIFIERS[word] not in said:
            yield weak(f"“{word}” does not stand in the cited sentences")
