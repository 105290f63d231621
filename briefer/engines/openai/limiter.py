"""How many calls run at once, how fast they start, and who comes next.

A refusal (429) is the business of the call that met it: that one waits outside while the others go on.
Only when refusals are many do fewer calls run at once. A pause of all calls for each refusal was measured to be ten
times slower.
"""

from __future__ import annotations

import asyncio
import heapq
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

#: This share of the last calls must have been refused before fewer run at once.
MANY = 0.4
#: The last calls are as many as run at once, and no fewer than this.
LAST = 10


class Clock(Protocol):
    """Seconds that go by, so that tests need not wait for them."""

    def now(self) -> float:
        """Seconds since some moment."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Returns when so many have gone by."""
        ...


class WallClock:
    """The time of the machine."""

    def now(self) -> float:
        """Seconds of a clock that nobody sets."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Lets other calls run meanwhile."""
        await asyncio.sleep(seconds)


class Limiter:
    """Lets at most `most` calls run, fewer while the server refuses many, in the order of their tickets."""

    def __init__(self, most: int, *, clock: Clock) -> None:
        self._most = most
        self._clock = clock
        #: How many may run now.
        self.limit = most
        self._running = 0
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._tickets = 0
        self._arrivals = 0
        # Up to here the limit grows by one with each success, beyond it with each round of them.
        self._good = most
        self._since_growth = 0
        self._answers: deque[bool] = deque(maxlen=max(LAST, most))
        # Counts the changes of limit and pace: a refusal speaks only of the regime that its call began under.
        self._regime = 0
        self._interval = 0.0
        self._next_start = 0.0
        self._pacer: asyncio.Task[None] | None = None

    def ticket(self) -> int:
        """A place in the order: an item keeps it over all its calls, so that a refused one is not sent to the end."""
        self._tickets += 1
        return self._tickets

    @asynccontextmanager
    async def slot(self, ticket: int) -> AsyncIterator[int]:
        """A place among the running calls; what it gives is for `answered`."""
        self._arrivals += 1
        turn = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (ticket, self._arrivals, turn))
        self._admit()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._leave()
            raise
        try:
            yield self._regime
        finally:
            self._leave()

    def answered(self, regime: int, *, refused: bool) -> None:
        """Takes note of how a call ended that began under that regime."""
        if not refused:
            self._answers.append(False)
            self._grow()
        elif regime == self._regime:
            self._answers.append(True)
            last = list(self._answers)[-max(LAST, self.limit) :]
            if sum(last) >= MANY * max(LAST, self.limit):
                self._shrink()

    def pace(self, per_minute: int) -> None:
        """Starts no more than so many calls a minute from now on."""
        interval = 60 / per_minute
        if interval > self._interval:
            self._interval = interval
            self._next_start = max(self._next_start, self._clock.now() + interval)
            self._new_regime()

    def alone(self) -> bool:
        """One call at a time from now on; whether that is new."""
        new = self._most > 1
        self._most = self._good = self.limit = 1
        return new

    async def aclose(self) -> None:
        """Ends what waits for the next start."""
        if self._pacer is not None:
            self._pacer.cancel()
            await asyncio.gather(self._pacer, return_exceptions=True)
            self._pacer = None

    def _leave(self) -> None:
        self._running -= 1
        self._admit()

    def _admit(self) -> None:
        """Lets in as many as may run now."""
        while self._waiting and self._running < self.limit:
            if self._waiting[0][2].done():  # it gave up waiting
                heapq.heappop(self._waiting)
                continue
            if self._interval and (early := self._next_start - self._clock.now()) > 0:
                if self._pacer is None:
                    self._pacer = asyncio.get_running_loop().create_task(self._admit_after(early))
                return
            if self._interval:
                self._next_start = max(self._next_start, self._clock.now() - self._interval) + self._interval
            self._running += 1
            heapq.heappop(self._waiting)[2].set_result(None)

    async def _admit_after(self, seconds: float) -> None:
        await self._clock.sleep(seconds)
        self._pacer = None
        self._admit()

    def _grow(self) -> None:
        if self.limit >= self._most:
            return
        self._since_growth += 1
        if self.limit < self._good or self._since_growth >= self.limit:
            self.limit += 1
            self._since_growth = 0
            self._admit()

    def _shrink(self) -> None:
        # Halving finds a small cap within a few rounds; three quarters were still too many just now.
        self._good = max(1, self.limit * 3 // 4)
        self.limit = max(1, self.limit // 2)
        self._new_regime()

    def _new_regime(self) -> None:
        self._regime += 1
        self._since_growth = 0
        self._answers.clear()
