"""Whether negation and modality of a claim agree with those of its evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from briefer.language.negation.signs import PLAIN, Modality, Sign, Word, read

#: A sentence speaks of what the claim says when it has this share of the claim's content words.
SAME_MATTER = 0.5
_IF = re.compile(r"\b(?:if|unless|whether|should)\b", re.IGNORECASE)
_PROVIDED = re.compile(r"\b(?:if|unless|provided that|on condition that)\b", re.IGNORECASE)
#: Words of a claim that leaves it open too.
_OPEN = re.compile(
    r"\b(?:would|could|might|may|can|until|depend\w*|condition\w*|provided|without|fail\w*|when|once|otherwise|threat\w*|warn\w*)\b",
    re.IGNORECASE,
)
#: Before a name's or noun's place, or an infinitive's, no verb states anything.
_SINCE = re.compile(r"\b(?:since|until)\b", re.IGNORECASE)
_FIRST = re.compile(r"\b(?:first|only|last|\w{3,}est)\b", re.IGNORECASE)
_UNSTATED = re.compile(r"\b(?:to|an?|the|his|her|its|their|this|that|of|for|in|if|whether|how)\s+$", re.IGNORECASE)
#: "must be ratified by May" and "is to be ratified by May": neither says that it was.
_AHEAD = frozenset[Modality | None](("future", "duty"))
_AFFIRMED: dict[Modality, str] = {"future": "is to happen", "possible": "is possible", "duty": "should happen"}


@dataclass(frozen=True, slots=True)
class Agreement:
    """`fail` only when sure; `reason` is a clause for people, empty on `pass`."""

    result: Literal["pass", "weak", "fail"]
    reason: str = ""


PASS = Agreement("pass")


def compare(claim: str, evidence: Sequence[str]) -> Agreement:
    """Whether the claim denies what its evidence sentences affirm, or affirms what they deny.

    `fail`: a word of the claim is denied where every cited sentence that is about the same matter plainly
    affirms it, or the other way round. `weak`: so it seems, but the sentence says it under a condition, in a
    part of its own, or with other words; or only the modality differs ("may" shown as fact). `pass`: neither.
    Works on plain strings without a parse; what is denied is the next content word after a negation.
    """
    if not evidence:
        return PASS
    said = _read(claim)
    cited = [_read(sentence) for sentence in evidence]
    about = [
        sentence
        for sentence in cited
        if len(said.words) > 1 and len(said.words.keys() & sentence.words.keys()) >= SAME_MATTER * len(said.words)
    ]
    doubt = None
    for words in said.words.values():
        found = _word(words, said, about, cited)
        if found is not None and found.result == "fail":
            return found
        doubt = doubt or found
    return doubt or _unmatched(said, cited) or _modality(said, about) or _condition(said, about) or PASS


class _Text(NamedTuple):
    """The claim or a cited sentence, read once."""

    text: str
    #: Its content words by stem, in the order of their first.
    words: Mapping[str, Sequence[Word]]
    negations: tuple[Sign, ...]
    conditional: bool
    #: Whether no negation stands before any of its content words.
    plain: bool


def _read(text: str) -> _Text:
    words: dict[str, list[Word]] = {}
    found, negations = read(text)
    for word in found:
        words.setdefault(word.stem, []).append(word)
    plain = all(word.negated == "no" for word in found)
    return _Text(text, words, negations, _IF.search(text) is not None, plain)


def _word(words: Sequence[Word], said: _Text, about: Sequence[_Text], cited: Sequence[_Text]) -> Agreement | None:
    """What is wrong with the negation of one word of the claim, given all its places there."""
    word = words[0]
    if word.negated == "unsure" or any(w.negated != word.negated for w in words):
        return None
    opposite = "yes" if word.negated == "no" else "no"
    places = [w for sentence in cited for w in sentence.words.get(word.stem, ())]
    if not places or any(w.negated != opposite for w in places):
        return None
    sure = [sentence for sentence in about if word.stem in sentence.words]
    if not sure:
        return None
    by = next((w.by for w in places if w.by), word.by)
    if word.negated == "yes":
        reason = f"the claim denies “{word.text}” (“{by}”), the cited sentences do not"
        # A sentence with a negation of its own may say the same in another way.
        certain = any(not sentence.negations for sentence in sure)
    else:
        reason = f"the cited sentences deny “{word.text}” (“{by}”), the claim does not"
        certain = said.plain
    certain = certain and not any(text.conditional for text in (said, *sure))
    return Agreement("fail" if certain else "weak", reason)


def _unmatched(said: _Text, cited: Sequence[_Text]) -> Agreement | None:
    """A claim that denies something on evidence without any negation."""
    plain = next((sign for sign in said.negations if sign.words.lower() in PLAIN), None)
    if plain is None or any(sentence.negations for sentence in cited):
        return None
    # "had not won since 1998": the first title since then.
    if not (_SINCE.search(said.text) and any(_FIRST.search(sentence.text) for sentence in cited)):
        return Agreement("weak", f"the claim says “{plain.words}”, the cited sentences deny nothing")
    return None


def _stated(word: Word, text: str) -> bool:
    """Whether the word may be a verb that states something: no name, no noun behind its article, no "to compete"."""
    return word.text.isalpha() and not word.text[0].isupper() and _UNSTATED.search(text, 0, word.start) is None


def _modality(said: _Text, about: Sequence[_Text]) -> Agreement | None:
    """A word that stands only under a modal in the evidence, and under none or another one in the claim."""
    claimed: set[Modality | None] = {w.modality for words in said.words.values() for w in words if w.modality}
    if claimed & _AHEAD:
        claimed |= _AHEAD
    for stem, words in said.words.items():
        kinds = {w.modality for sentence in about for w in sentence.words.get(stem, ())}
        if not kinds or None in kinds or kinds & claimed or not any(_stated(word, said.text) for word in words):
            continue
        kind = min(k for k in kinds if k)
        return Agreement(
            "weak", f"the cited sentences say that “{words[0].text}” {_AFFIRMED[kind]}, the claim says otherwise"
        )
    return None


def _condition(said: _Text, about: Sequence[_Text]) -> Agreement | None:
    """What is only to happen under a condition, in a claim that has it happen anyway."""
    if not about or said.conditional or _OPEN.search(said.text):
        return None
    if all(_PROVIDED.search(sentence.text) for sentence in about):
        return Agreement("weak", "the cited sentences say it under a condition, the claim does not")
    return None
