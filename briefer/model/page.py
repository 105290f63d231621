"""What comes from the web: pages, who keeps them, and sources that ask for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from briefer.model.article import Document, Skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a server answered with; the bytes themselves are kept elsewhere, under `asked`."""

    #: The address that was asked for, without its fragment.
    asked: str
    #: The address that answered, after redirects.
    url: str
    #: From `Content-Type`, in lower case and without parameters.
    media_type: str | None = None
    #: From `Content-Type`, as it was sent.
    charset: str | None = None
    #: `ETag` and `Last-Modified` as they were sent, to ask again with.
    etag: str | None = None
    modified: str | None = None
    #: Aware.
    fetched: datetime
    #: Of the bytes, after the transfer's own compression was undone.
    sha256: str
    #: How many bytes that is.
    size: int


class Shelf(Protocol):
    """Keeps pages until they are read, and for the next time that they are asked for."""

    def page(self, asked: str) -> Page | None:
        """What is kept of this address."""
        ...

    def unread(self, asked: str, *, since: datetime) -> Page | None:
        """What a run that was broken off has fetched of this address since then, and nobody has read."""
        ...

    def body(self, asked: str) -> bytes | None:
        """The bytes of the page."""
        ...

    def keep(self, page: Page, body: bytes, *, run: str) -> None:
        """Keeps a page that a run has fetched; another of the same address is forgotten."""
        ...

    def again(self, asked: str, *, now: datetime, run: str) -> None:
        """Notes that the page was found unchanged, or is used by this run."""
        ...

    def end(self, run: str, *, now: datetime) -> None:
        """Notes that a run has read all of its pages, and lets the oldest go where there are too many."""
        ...


class Web(Protocol):
    """Fetches pages, politely and within limits. Failure is a value."""

    async def get(self, url: str) -> Page | Skipped:
        """The page, or why it could not be had; an address is asked for once in a run."""
        ...

    def body(self, page: Page) -> bytes:
        """The bytes of a page that was fetched in this run."""
        ...


#: A document that is made when its turn comes, so that what waits need not be in memory.
Later = Callable[[], Document | Skipped]


@runtime_checkable
class WebSource(Protocol):
    """A source that waits for servers: those of a run work side by side, and come out in the order of the inputs."""

    async def fetched(self, web: Web) -> Sequence[Document | Skipped | Later | WebSource]:
        """What it gives, in order; sources among them are fetched in turn."""
        ...
