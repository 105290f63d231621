"""What a run that asks a server works with: a pool that analyses, and a thread with the event loop of the calls."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Coroutine
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

from briefer.model.protocols import RemoteEngine
from briefer.understand.pool import Pool
from briefer.understand.worker import prepare

_log = logging.getLogger(__name__)

#: Seconds that connections get to close.
_GOODBYE = 5.0


class Machine:
    """The pool that analyses, and the thread with the event loop; they exist only once something must be read."""

    def __init__(self, engine: RemoteEngine, workers: int) -> None:
        self._engine = engine
        self.analysis: Executor
        if workers <= 1:
            self.analysis = ThreadPoolExecutor(1, "briefer-analysis")
        else:
            self.analysis = Pool(workers, prepare)
        self._door = threading.Lock()
        self._closing = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="briefer-calls", daemon=True)
        self._thread.start()
        if workers > 1:
            # This process has nothing to do until the others have loaded the parser. In one process both would load
            # at once, and what two threads import side by side may meet half-way.
            self.start(self._open())

    async def _open(self) -> None:
        try:
            await self._engine.open()
        except Exception:  # noqa: BLE001 - the first question meets it again, and somebody waits for that
            _log.debug("the engine did not open", exc_info=True)

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs it in the loop, unless that is closing."""
        with self._door:
            if self._closing:
                work.close()
            else:
                asyncio.run_coroutine_threadsafe(work, self._loop)

    def terminate(self) -> None:
        """Ends the worker processes in the middle of what they do."""
        if isinstance(self.analysis, Pool):
            self.analysis.terminate()

    def close(self) -> None:
        """Stops the calls in flight, closes the engine and waits for pool and loop to end."""
        with self._door:
            self._closing = True
        try:
            asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(_GOODBYE)
        except TimeoutError:
            _log.debug("the engine did not close in time")
        finally:
            self.analysis.shutdown(wait=True, cancel_futures=True)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(_GOODBYE)
            if not self._thread.is_alive():
                self._loop.close()

    async def _end(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._engine.aclose()
