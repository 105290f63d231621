"""What the desk does to a brief after it was made, and what a correction tells of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple

from briefer.model.article import STRICT, Span
from briefer.model.claims import Check

EditKind = Literal["hide", "pin", "move", "replace", "note", "recommend", "line"]
#: A claim's kind, or a text of the desk's own.
PartKind = Literal[
    "headline",
    "who",
    "what",
    "position",
    "step",
    "custom",
    "lead",
    "bottom_line",
    "note",
    "recommendation",
    "line",
]
_OWN: frozenset[EditKind] = frozenset({"note", "line"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One thing that the desk did; what it does to a brief is for `briefer.compose.edits` to say."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    what: EditKind
    #: Id of a claim, a story or one of `desk_texts`; None: the whole brief.
    target: str | None = None
    #: The desk's words: instead of a claim's, or its own.
    words: str | None = None
    #: Where a story is moved to, from 1.
    place: int | None = None
    #: What stood there until then, with the evidence and the check that it had.
    original: str | None = None
    evidence: tuple[Span, ...] = ()
    check: Check | None = None
    #: The revision that came of it.
    revision: int = 0
    #: Who did it, as handed in.
    by: str | None = None
    #: When, as handed in: ISO date-time in UTC.
    at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """One difference in words between two revisions of a brief."""

    kind: Literal["replaced", "hidden", "added"]
    part: PartKind
    #: What readers of the earlier revision have seen.
    before: str | None = None
    after: str | None = None
    #: Headline of the story that it is about.
    story: str | None = None


class DeskText(NamedTuple):
    """A note or a line to take that stands in the brief."""

    #: `note-1`, `note-2`, `line-1`: claims have other ids.
    id: str
    what: EditKind
    #: The story that a note goes with.
    story: str | None
    words: str


def desk_texts(edits: Sequence[Edit]) -> tuple[DeskText, ...]:
    """The notes and lines to take that were not taken out again, in the order in which they were written."""
    hidden = {edit.target for edit in edits if edit.what == "hide"}
    return tuple(text for text in _written(edits) if text.id not in hidden)


def _written(edits: Sequence[Edit]) -> Iterator[DeskText]:
    numbers: Counter[str] = Counter()
    for edit in edits:
        if edit.what in _OWN:
            numbers[edit.what] += 1
            yield DeskText(f"{edit.what}-{numbers[edit.what]}", edit.what, edit.target, edit.words or "")


def pinned(edits: Sequence[Edit]) -> tuple[str, ...]:
    """Ids of the stories that stay on top, whatever a reader follows; a story that is moved is pinned no longer."""
    kept: dict[str, None] = {}
    for edit in edits:
        if edit.target is not None and edit.what in ("pin", "move"):
            kept.pop(edit.target, None)
            if edit.what == "pin":
                kept[edit.target] = None
    return tuple(kept)


def reworded(edits: Sequence[Edit], target: str) -> Edit | None:
    """The first replacement of a claim's words, which holds those of the engine; None where they stand."""
    made = [edit for edit in edits if edit.what == "replace" and edit.target == target]
    return made[0] if made and made[-1].words != made[0].original else None
