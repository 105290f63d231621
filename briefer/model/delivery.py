"""Handing over a mail: what is handed over, to what, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol, Self, runtime_checkable

#: `sent`: taken by the server, which now answers for it. `pending`: not handed over, another try makes sense.
#: `refused`: not handed over, another try does not. `unknown`: it may or may not have been handed over.
Outcome = Literal["sent", "pending", "refused", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One mail for one recipient."""

    #: Addresses of the envelope, `local@domain`.
    sender: str
    recipient: str
    #: The whole mail: lines end in CRLF.
    message: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of one parcel."""

    outcome: Outcome
    #: The server's or program's words, or why it went so; one line without control characters.
    reason: str = ""


@runtime_checkable
class Delivery(Protocol):
    """Hands over mails; loaded through the entry points `briefer.deliveries` and made from the `[mail]` table.

    It is used in a `with` block, within which one connection may serve many mails. A `DeliveryError` says that it
    can hand over nothing at all.
    """

    #: Who gets the mails, in words for people: a host, a program, a folder.
    target: str

    def __enter__(self) -> Self:
        """Makes ready; connecting may wait for the first mail."""
        ...

    def __exit__(self, *_: object) -> None:
        """Lets go of the connection."""
        ...

    def deliver(self, parcel: Parcel, *, committing: Callable[[], None]) -> Receipt:
        """Hands over one mail.

        `committing` is called when nothing has been handed over yet and the next thing done may do so; what it
        raises must leave the mail where it is. After it, every end that is not surely another one is `unknown`.
        """
        ...

    def check(self) -> str:
        """Tries everything up to, not including, a mail; says in a line what was found, or raises."""
        ...
