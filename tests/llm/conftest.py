"""A fake server, and time that goes by without waiting, for every test of the model engine."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Coroutine, Iterator
from typing import Any

import pytest
from fake_server import FakeServer


@pytest.fixture
def server() -> Iterator[Any]:
    """A `FakeServer` that runs."""
    with FakeServer() as running:
        yield running


class QuickClock:
    """Time that jumps: a sleep is over at once, and the time has gone by nevertheless."""

    def __init__(self) -> None:
        self.seconds = 0.0
        #: Every sleep, in order.
        self.slept: list[float] = []

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
        await asyncio.sleep(0)


class SimulatedTime:
    """Time that goes by only when everybody waits for it; for code that waits for nothing else."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._number = 0

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self._number += 1
        waker = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.seconds + seconds, self._number, waker))
        await waker

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Runs it to its end."""
        return asyncio.run(self._run(work))

    async def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        task = asyncio.create_task(work)
        while not task.done():
            for _ in range(20):
                await asyncio.sleep(0)
            if self._sleepers and not task.done():
                self.seconds, _, waker = heapq.heappop(self._sleepers)
                if not waker.done():
                    waker.set_result(None)
        return await task


@pytest.fixture
def clock() -> QuickClock:
    return QuickClock()


@pytest.fixture
def simulated() -> SimulatedTime:
    return SimulatedTime()
