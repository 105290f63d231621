"""Language tags (BCP 47), as far as telling languages apart goes."""

from __future__ import annotations


def same_language(one: str | None, other: str | None) -> bool:
    """Whether both tags name one language, whatever the region; without a tag it is English."""
    return one == other or _primary(one) == _primary(other)


def _primary(tag: str | None) -> str:
    return (tag or "en").replace("_", "-").partition("-")[0].lower()
