"""What one document holds: the texts of articles, and documents within it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from briefer.read.refusal import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One text of record, and what the document says of it: the keys of an input row."""

    text: str
    about: dict[str, Any] = field(default_factory=dict)
    #: Why it is no article all the same.
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """A document within the document, as an attachment of a mail is; not read yet."""

    #: What a person would call it; one line.
    name: str
    data: bytes
    #: As it is declared.
    media_type: str | None = None
