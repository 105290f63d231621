"""Whether negation and modality of a claim agree with those of its evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from briefer.language.negation.signs import Modality, Word, content, polarity

#: A sentence speaks of what the claim says when it has this share of the claim's content words.
SAME_MATTER = 0.6
_IF = re.compile(r"\b(?:if|unless|whether|should)\b", re.IGNORECASE)
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
    said = content(claim)
    sentences = [content(sentence) for sentence in evidence]
    stems = {w.stem for w in said}
    about = [
        (sentence, words)
        for sentence, words in zip(evidence, sentences, strict=True)
        if len(stems) > 1 and len(stems & {w.stem for w in words}) >= SAME_MATTER * len(stems)
    ]
    found = [a for word in said if (a := _word(word, claim, said, about, sentences)) is not None]
    found.sort(key=lambda a: a.result != "fail")
    if found:
        return found[0]
    return _unmatched(claim, evidence) or _modality(said, about) or PASS


def _word(
    word: Word,
    claim: str,
    said: Sequence[Word],
    about: Sequence[tuple[str, Sequence[Word]]],
    sentences: Sequence[Sequence[Word]],
) -> Agreement | None:
    """What is wrong with the negation of one word of the claim."""
    if word.negated == "unsure" or any(w.stem == word.stem and w.negated != word.negated for w in said):
        return None
    opposite = "yes" if word.negated == "no" else "no"
    places = [w for words in sentences for w in words if w.stem == word.stem]
    if not places or any(w.negated != opposite for w in places):
        return None
    sure = [sentence for sentence, words in about if any(w.stem == word.stem for w in words)]
    by = next((w.by for w in places if w.by), word.by)
    if word.negated == "yes":
        reason = f"the claim denies “{word.text}” (“{by}”), the cited sentences do not"
        # A sentence with a negation of its own may say the same in another way.
        certain = any(not polarity(sentence).negations for sentence in sure)
    else:
        reason = f"the cited sentences deny “{word.text}” (“{by}”), the claim does not"
        if any(w.negated in {"yes", "unsure"} for w in said):
            return Agreement("weak", reason) if sure else None
        certain = True
    if not sure:
        return None
    if not certain or _IF.search(claim) or any(_IF.search(sentence) for sentence in sure):
        return Agreement("weak", reason)
    return Agreement("fail", reason)


def _unmatched(claim: str, evidence: Sequence[str]) -> Agreement | None:
    """A claim that denies something on evidence without any negation."""
    denied = polarity(claim).negations
    if denied and not any(polarity(sentence).negations for sentence in evidence):
        return Agreement("weak", f"the claim says “{denied[0].words}”, the cited sentences deny nothing")
    return None


def _modality(said: Sequence[Word], about: Sequence[tuple[str, Sequence[Word]]]) -> Agreement | None:
    """A word that stands only under a modal in the evidence, and under none or another one in the claim."""
    claimed = {w.modality for w in said if w.modality} if any(w.modality for w in said) else set()
    for word in said:
        places = [w for _, words in about for w in words if w.stem == word.stem]
        kinds = {w.modality for w in places}
        if not places or None in kinds or word.modality in kinds or kinds & claimed:
            continue
        kind = min(k for k in kinds if k)
        return Agreement(
            "weak", f"the cited sentences say that “{word.text}” {_AFFIRMED[kind]}, the claim says otherwise"
        )
    return None
