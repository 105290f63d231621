"""Why a document gives no article: a value, not an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Refusal:
    """A word for programs and a sentence for people; `skipped` is expected, `failed` is not."""

    code: str
    reason: str
    outcome: Literal["skipped", "failed"] = "skipped"
    #: The id that the document gave its article, where it gave one.
    id: str | None = None
