"""The condition behind a clause, by its first words: the parse often hangs it on something else."""

from __future__ import annotations

from briefer.language.step_words import CONDITIONAL
from briefer.model import Analysis

#: What may stand before one; "but if …" begins another clause.
_BEFORE = (["but", "only"], ["only"])


def proviso_at(analysis: Analysis, at: int, end: int) -> int | None:
    """Where a condition begins that stands at this token, or behind a comma or a dash there, before `end`."""
    tokens = analysis.tokens
    if at < end and tokens[at].text in (",", "–", "—"):
        at += 1
    words = [token.text.lower() for token in tokens[at : min(at + 2, end)]]
    opens = at + next((len(before) for before in _BEFORE if words[: len(before)] == before), 0)
    return at if opens < end and CONDITIONAL.match(analysis.article.text, tokens[opens].start) else None
