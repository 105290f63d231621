"""What servers and programs say, made fit to be shown and kept."""

from __future__ import annotations

#: Characters of a server's words that are kept.
LONGEST = 200


def told(words: bytes | str, secrets: tuple[str, ...] = ()) -> str:
    """One line without controls; whatever is a secret is taken out, as some servers repeat what they were told."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "…")
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
