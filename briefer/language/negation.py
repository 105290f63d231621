"""Negation and modality in words, and whether a claim keeps those of its evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

_NEGATIONS = re.compile(r"\b(?:not|never|no|nor|neither|none|without|cannot)\b|n['’]t\b", re.IGNORECASE)
_MODALS = re.compile(r"\b(?:may|might|could|would|should|must|can|will|shall)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sign:
    """A negation or a modal, with its place in the string and the verb (base form) that it belongs to, or ``."""

    start: int
    end: int
    words: str
    verb: str = ""


@dataclass(frozen=True, slots=True)
class Polarity:
    """All negations and modals of a string, in order."""

    negations: tuple[Sign, ...]
    modals: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """`fail` only when sure; `reason` is a phrase for people, empty on `pass`."""

    result: Literal["pass", "weak", "fail"]
    reason: str = ""


def polarity(words: str) -> Polarity:
    """The negations and modals of a string."""
    return Polarity(
        tuple(Sign(m.start(), m.end(), m.group()) for m in _NEGATIONS.finditer(words)),
        tuple(Sign(m.start(), m.end(), m.group()) for m in _MODALS.finditer(words)),
    )


def compare(claim: str, evidence: Sequence[str]) -> Agreement:
    """Whether negation and modality of the claim agree with those of its evidence sentences."""
    inserted = bool(polarity(claim).negations) and not any(polarity(e).negations for e in evidence)
    return Agreement("weak", "a negation that the evidence does not have") if inserted else Agreement("pass")
