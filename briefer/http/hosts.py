"""Politeness: how many requests a host gets at once, how far apart, and how long it is left alone when it asks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from briefer.http.settings import Limits
from briefer.http.troubles import Trouble


class Host:
    """One host's turn-taking."""

    def __init__(self, limits: Limits, everywhere: asyncio.Semaphore) -> None:
        self._places = asyncio.Semaphore(limits.per_host)
        self._everywhere = everywhere
        #: Seconds between the starts of two requests.
        self.delay = limits.delay
        #: Why nothing more is asked of it in this run: it wants to be left alone for longer than a run lasts.
        self.closed: Trouble | None = None
        #: The loop's time from which on the next request may start.
        self._next = 0.0

    def leave_alone(self, seconds: float, why: Trouble, *, most: float) -> None:
        """Starts no request for so long; none any more where that is longer than `most`."""
        if seconds > most:
            self.closed = why
        else:
            self._next = max(self._next, asyncio.get_running_loop().time() + seconds)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Waits for one's turn, and keeps the place until the block ends."""
        loop = asyncio.get_running_loop()
        async with self._places:
            while (wait := self._next - loop.time()) > 0:
                await asyncio.sleep(wait)
            if self.delay:
                self._next = loop.time() + self.delay
            # Last, so that whoever waits for a host takes no place that others could use.
            async with self._everywhere:
                yield


class Hosts:
    """All hosts of a run."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._everywhere = asyncio.Semaphore(limits.at_once)
        self._known: dict[tuple[str, int | None], Host] = {}

    def of(self, host: str, port: int | None) -> Host:
        """The host of that name and port."""
        key = (host, port)
        if key not in self._known:
            self._known[key] = Host(self._limits, self._everywhere)
        return self._known[key]
