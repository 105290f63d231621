"""The condition behind a clause, by its first words: the parse often hangs it on something else."""

from __future__ import annotations

from collections.abc import Sequence

from briefer.model import Token

_OPENERS = tuple(
    tuple(words.split())
    for words in (
        "if",
        "unless",
        "provided",
        "providing",
        "as long as",
        "so long as",
        "on condition",
        "on the condition",
        "subject to",
    )
)
#: What may stand before one; "but if …" begins another clause.
_BEFORE = (("but", "only"), ("only",))
#: No conditions: "provided for in the accord", "if only to end the strike".
_NONE = frozenset({("if", "only"), ("provided", "for"), ("provided", "by"), ("provided", "in"), ("provided", "with")})


def proviso_at(tokens: Sequence[Token], at: int, end: int) -> int | None:
    """Where a condition begins that stands at this token, or behind a comma or a dash there, before `end`."""
    if at < end and tokens[at].text in (",", "–", "—"):
        at += 1
    words = tuple(token.text.lower() for token in tokens[at : min(at + 7, end)])
    ahead = next((len(before) for before in _BEFORE if words[: len(before)] == before), 0)
    rest = words[ahead:]
    opens = rest[:2] not in _NONE and any(rest[: len(opener)] == opener for opener in _OPENERS)
    return at if opens else None
