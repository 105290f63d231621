"""Sections of the user's own: what is asked of every article beside its findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from briefer.model import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A section of the user's own."""

    name: str
    title: str
    question: str
    kind: str = "list"
    choices: tuple[str, ...] = ()


def questions_of(profile: Profile) -> tuple[Question, ...]:
    """The profile's own sections, where it tells what they ask."""
    asked: Iterable[Any] = getattr(profile, "questions", ())
    return tuple(
        Question(
            name=one.name,
            title=getattr(one, "title", None) or one.name,
            question=one.question,
            kind=getattr(one, "kind", "list"),
            choices=tuple(getattr(one, "choices", ())),
        )
        for one in asked
    )
