"""Finds negations and modals, and the words that they bear on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from briefer.language.negation.stems import stem

Modality = Literal["future", "possible", "duty"]
Negated = Literal["no", "yes", "unsure"]


@dataclass(frozen=True, slots=True)
class Sign:
    """A negation or a modal with its place in the string."""

    start: int
    end: int
    words: str
    #: The word that it bears on, as it stands there ("agree" in "did not agree"); `` where that is unclear.
    bears_on: str = ""


@dataclass(frozen=True, slots=True)
class Polarity:
    """All negations and modals of a string, in order."""

    negations: tuple[Sign, ...]
    modals: tuple[Sign, ...]


class Word(NamedTuple):
    """A content word with what bears on it."""

    text: str
    stem: str
    start: int
    end: int
    #: `no`: plainly affirmed; `yes`: a negation bears on it; `unsure`: one stands before it in its clause.
    negated: Negated
    #: The negation that bears on it.
    by: str
    modality: Modality | None


#: Negation words of which the next content word is denied.
_NOT = frozenset("not never neither nor hardly barely scarcely without".split())
#: Of these the next noun, and the verb right before.
_NO = frozenset("no none nobody nothing nowhere zero".split())
#: "refused to sign": what follows "to" is denied.
_TO = frozenset(
    "refuse refuses refused refusing fail fails failed failing decline declines declined declining unable unwilling reluctant neglected"
    " neglects forgot omitted ceased".split()
)
#: Negations that say nothing else; the others ("against", "without", "instead") also join words.
PLAIN = frozenset("n't not never no none nobody nothing neither nor cannot".split()) | _TO
#: "found no leak": verbs that a "no" after them turns round.
_LIGHT = frozenset(
    stem(verb)
    for verb in "make have take give find see show reach offer provide receive hold pose leave bring contain include play want need"
    " produce cause win face pay set get do yield sign".split()
)
#: What is denied comes later, or not as a verb: whatever follows is unsure.
_DENY = frozenset(
    "deny denies denied denying reject rejects rejected rejecting doubt doubts doubted dispute disputes disputed dismiss dismisses"
    " dismissed lack lacks lacked lacking unlikely impossible against oppose opposes opposed avoid avoids avoided prevent prevents"
    " prevented stop stops stopped halt halted cancel cancels cancelled canceled false untrue instead unless except".split()
)
_MODALS: dict[str, Modality] = {
    "will": "future", "would": "future", "shall": "future", "'ll": "future", "wo": "future", "sha": "future",
    "may": "possible", "might": "possible", "could": "possible", "can": "possible", "ca": "possible", "perhaps": "possible", "possibly": "possible",
    "should": "duty", "must": "duty", "ought": "duty",
}  # fmt: skip
#: "plans to", "is set to": with "to" as good as "will".
_AHEAD = frozenset(
    "plan plans planned planning intend intends intended hope hopes hoped aim aims set due going scheduled about expected want wants".split()
)
#: "has to", "is required to": with "to" as good as "must".
_BOUND = frozenset("has have had need needs needed required obliged bound".split())
_WITH_TO: dict[str, Modality] = {"able": "possible", **dict.fromkeys(_BOUND, "duty")}
_HELPERS = frozenset(
    "be is are was were been being am has have had having do does did to 's 're 've 'd 'm get got the a an any some his her its their our my"
    " your this that these those it he she they we i you there yet still also even ever already just quite really very so too longer".split()
)
#: Words that start a clause of its own.
_CLAUSE = frozenset("and but if when while because who which".split())
_STOPS = frozenset(
    "and but or of in on at by for with from as than if when while because after before who which what into over about".split()
)
#: Not negations: "not only", "no later than", "no doubt".
_NOT_ONLY = frozenset("only just merely simply least".split())
#: Negations in two words: "has yet to be questioned", "warmth rather than fishing".
_JOINED = {"yet": "to", "rather": "than", "rule": "out", "rules": "out", "ruled": "out"}
_NO_MORE = frozenset("later fewer more less doubt matter sooner".split())
_TOKEN = re.compile(
    r"n['’]t\b|['’](?:s|re|ve|d|ll|m)\b|(?:can(?=not\b))|[^\W_]+?(?=n['’]t\b)|[^\W_]+(?:-[^\W_]+)*|[,.;:!?—–()“”\"]"
)
_BREAKS = frozenset(",.;:!?—–()")
#: All words that are read otherwise than as content, with "-ly" on top: most words are in none of these sets.
_SET_APART = frozenset().union(
    *(_NOT, _NO, _TO, PLAIN, _DENY, _JOINED, _MODALS, _AHEAD, _WITH_TO, _HELPERS, _STOPS, _BREAKS)
)
#: A negation reaches this many words on.
REACH = 10


def polarity(words: str) -> Polarity:
    """The negations ("not", "n't", "no", "refused to") and modals ("may", "plans to") of a string, with what they bear on."""
    reader = _Reader(words)
    return Polarity(tuple(reader.negations), tuple(reader.modals))


def read(words: str) -> tuple[list[Word], tuple[Sign, ...]]:
    """The content words of a string as `content` has them, and its negations as `polarity` has them, in one go."""
    reader = _Reader(words)
    return reader.found, tuple(reader.negations)


def content(words: str) -> list[Word]:
    """The content words of a string with the negation and the modality that bear on them."""
    return _Reader(words).found


def stems(words: str) -> frozenset[str]:
    """The stems of all words of a string, quickly; those of its content words are among them."""
    return frozenset(map(stem, _TOKEN.findall(words.replace("’", "'"))))


class _Reader:
    """Reads a string from left to right; a negation bears on the next content word, and may reach further."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.found: list[Word] = []
        self.negations: list[Sign] = []
        self.modals: list[Sign] = []
        #: The negation that waits for its word, and whether it waits for a "to" first.
        self.waiting: Sign | None = None
        self.to = False
        #: How many words on the latest negation still reaches.
        self.reach = 0
        #: Where the words of the sentence begin in `found`.
        self.clause = 0
        self.modality: Modality | None = None
        self.modal_waits = False
        tokens = [(m.group().replace("’", "'"), m.start(), m.end()) for m in _TOKEN.finditer(words)]
        for i, (word, start, end) in enumerate(tokens):
            following = tokens[i + 1][0].lower() if i + 1 < len(tokens) else ""
            self._read(word, start, end, following=following, first=i == 0)
        self._end()

    def _read(self, word: str, start: int, end: int, *, following: str, first: bool) -> None:
        low = word.lower()
        if low not in _SET_APART and not low.endswith("ly"):
            self._content(word, start, end)
        elif low in _BREAKS:
            # A comma may close an aside; anything else ends the clause.
            self._end()
            self.clause = self.clause if low == "," else len(self.found)
            self.reach = self.reach if low == "," and self.waiting is None else 0
            self.waiting, self.to, self.modality = None, False, None
        elif _negates(low, following):
            self._negation(Sign(start, end, self.words[start:end]), low, following)
        elif _is_modal(word, following, first=first):
            self.modality = _MODALS.get(low) or _WITH_TO.get(low, "future")
            self.modal_waits = True
            self.modals.append(Sign(start, end, word))
        elif low in _HELPERS or (low.endswith("ly") and len(low) > 4):
            if self.to and low not in {"to", "be"} and not low.endswith("ly"):
                self.waiting, self.to = None, False
        elif low in _STOPS:
            self._stop(low)
        else:
            self._content(word, start, end)

    def _negation(self, sign: Sign, low: str, following: str) -> None:
        twice = self.waiting is not None and low in _TO | _DENY
        self.negations.append(sign)
        self.waiting, self.to, self.reach = sign, low in _TO, REACH
        if low in _DENY or twice or following == "out":
            # "did not refuse to sign" says neither that they did nor that they did not.
            self._doubt()
            self.waiting, self.to = None, False
        elif low in _NO and following != "longer" and self.found:
            last = self.found[-1]
            if last.end > sign.start - 2 and last.stem in _LIGHT:
                self.found[-1] = last._replace(negated="yes", by=sign.words)
                self.negations[-1] = Sign(sign.start, sign.end, sign.words, last.text)

    def _end(self) -> None:
        """Where nothing followed a negation, what stood before may be denied: "the gate opened, the weir did not"."""
        if self.waiting is not None and not self.to:
            self._doubt()

    def _doubt(self) -> None:
        """Whether what stands before in the sentence is affirmed is unsure: "cuts are ruled out"."""
        for i in range(self.clause, len(self.found)):
            if self.found[i].negated == "no":
                self.found[i] = self.found[i]._replace(negated="unsure")

    def _stop(self, low: str) -> None:
        if low in _CLAUSE:
            self.reach, self.waiting = 0, None
        elif low == "or" and self.reach > 0 and self.found and self.found[-1].negated != "no":
            # "did not open the gates or drain the basin": both are denied.
            self.waiting = self.negations[-1]
        if low in {"and", "but"}:
            self.modality = None

    def _content(self, word: str, start: int, end: int) -> None:
        sign = self.waiting
        if sign is None:
            negated: Negated = "unsure" if self.reach > 0 else "no"
        elif word[0].isupper() and start > sign.end + 1:
            # "Never before has Vellany met …": the name is not what is denied.
            sign, negated = None, "unsure"
        else:
            negated = "yes"
            if self.negations[-1] is sign and not sign.bears_on:
                self.negations[-1] = Sign(sign.start, sign.end, sign.words, word)
        self.found.append(Word(word, stem(word), start, end, negated, sign.words if sign else "", self.modality))
        self.waiting, self.to = None, False
        if self.modal_waits:
            modal = self.modals[-1]
            self.modals[-1] = Sign(modal.start, modal.end, modal.words, word)
        self.modality, self.modal_waits = None, False
        self.reach -= 1


def _negates(low: str, following: str) -> bool:
    if low in _NO:
        return low != "no" or (following not in _NO_MORE and not following[:1].isdigit())
    if low in _JOINED:
        return following == _JOINED[low]
    if low in _NOT:
        return low != "not" or following not in _NOT_ONLY
    return low == "n't" or low in _DENY or (low in _TO and following == "to")


def _is_modal(word: str, following: str, *, first: bool) -> bool:
    if word == "May":
        return first and not following[:1].isdigit()
    return word.lower() in _MODALS or ((word.lower() in _AHEAD or word.lower() in _WITH_TO) and following == "to")
