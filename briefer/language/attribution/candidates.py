"""What a rule proposes before the selection: token indices, no spans yet."""

from __future__ import annotations

from dataclasses import dataclass

from briefer.language.attribution.cue_verbs import Kind
from briefer.model import Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One possible attribution, in tokens."""

    #: Name of the rule, as `Attribution.rule`.
    rule: str
    #: The token that the attribution hangs on: a verb, a noun, "according"; a quotation's first token without one.
    anchor: int
    #: Tokens of the cue, empty for a carried-over quotation.
    cue: tuple[int, ...]
    #: Head token of the source; None where nobody is named.
    source: int | None
    #: Tokens of the content.
    content: frozenset[int]
    kind: Kind = "speech"
    negated: bool = False
    #: False where the speaker is guessed.
    certain: bool = True
    #: Head token of the outlet that passes the words on, where the rule knows it.
    relay: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A candidate that did not stand, in spans of record."""

    rule: str
    source: Range | None
    cue: Range | None
    content: tuple[Range, ...]
    #: Index of the sentence that its cue stands in.
    sentence: int
    #: In words for a reader.
    why: str
