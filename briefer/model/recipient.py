"""Who gets a brief."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One reader, as templates may greet and serve them."""

    name: str = ""
    #: `local@domain`.
    email: str = ""
    #: BCP 47; None: the brief's.
    language: str | None = None
    #: IANA name; None: the brief's.
    timezone: str | None = None
    topics: tuple[str, ...] = ()
