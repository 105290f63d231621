"""Analyses made ahead of the calls, calls side by side, results in the order of the articles."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from queue import Empty, SimpleQueue
from typing import Any

from briefer.errors import BrieferError, EngineError
from briefer.model import Analyser, Analysis, Article, EngineInfo, Findings, Skipped
from briefer.model.protocols import RemoteEngine
from briefer.understand.local import CHARACTERS, CHUNK
from briefer.understand.unread import broken

_log = logging.getLogger(__name__)

#: Results that may wait behind a slow article.
_BEHIND = 1000
#: Seconds after which a wait looks up, because Windows does not wake it for Ctrl-C.
_LOOK_UP = 0.25
#: Seconds that connections get to close.
_GOODBYE = 5.0

#: What became of one item, and its analysis where one was made.
Result = tuple[Findings | Skipped, Analysis | None]


class Flow:
    """One run: articles are taken as there is room, analysed in portions and handed to `read` in an event loop."""

    def __init__(
        self,
        analyse: Analyser,
        engine: RemoteEngine,
        read: Callable[[Analysis], Awaitable[Findings]],
        *,
        workers: int,
        ahead: int,
    ) -> None:
        self._analyse = analyse
        self._engine = engine
        self._read = read
        self._workers = workers
        self._ahead = ahead
        #: Results that have arrived, for the thread that waits.
        self._arrived: SimpleQueue[Future[Result]] = SimpleQueue()
        self._open = 0
        self._batch: list[tuple[Article, Future[Result]]] = []
        self._machine: _Machine | None = None

    def run(
        self, items: Iterable[Article | Skipped], known: Callable[[Article | Skipped], Findings | Skipped | None]
    ) -> Iterator[Result]:
        """What became of each item, in order; `known` says what needs no reading."""
        waiting: deque[Future[Result]] = deque()
        source = iter(items)
        more = True
        try:
            while more or waiting:
                while more and self._open < self._ahead and len(waiting) < _BEHIND:
                    item = next(source, None)
                    if item is None:
                        more = False
                        break
                    waiting.append(self._take(item, known(item)))
                    if waiting[0].done():
                        break
                if waiting and not waiting[0].done():
                    self._send()
                    self._wait()
                while waiting and waiting[0].done():
                    yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise EngineError(
                "a worker process died", hint="memory may be short: try fewer --workers; a script needs a main guard"
            ) from error
        except BaseException:
            # Nobody waits for what is in flight, least of all after Ctrl-C.
            if self._machine is not None:
                self._machine.terminate()
            raise
        finally:
            if self._machine is not None:
                self._machine.close()

    def _take(self, item: Article | Skipped, known: Findings | Skipped | None) -> Future[Result]:
        place: Future[Result] = Future()
        if known is not None:
            place.set_result((known, None))
        elif isinstance(item, Article):
            self._open += 1
            place.add_done_callback(self._arrived.put)
            self._batch.append((item, place))
            if len(self._batch) == CHUNK or sum(a.characters for a, _ in self._batch) > CHARACTERS:
                self._send()
        return place

    def _send(self) -> None:
        """Hands the articles that were gathered to the analysis, and from there to the event loop."""
        batch, self._batch = self._batch, []
        if not batch:
            return
        if self._machine is None:
            self._machine = _Machine(self._engine, self._workers)
        machine = self._machine
        info = self._engine.info
        analysed = machine.analysis.submit(_analysed, self._analyse, [article for article, _ in batch], info)

        def hand_over(analysed: Future[list[Analysis | Findings]]) -> None:
            error = CancelledRun() if analysed.cancelled() else analysed.exception()
            for i, (_, place) in enumerate(batch):
                if error is not None:
                    place.set_exception(error)
                elif isinstance(made := analysed.result()[i], Findings):
                    place.set_result((made, None))
                else:
                    machine.start(self._into(place, made))

        analysed.add_done_callback(hand_over)

    async def _into(self, place: Future[Result], analysis: Analysis) -> None:
        try:
            place.set_result((await self._read(analysis), analysis))
        except asyncio.CancelledError:
            place.set_exception(CancelledRun())
            raise
        except Exception as error:  # noqa: BLE001 - it is raised again where somebody waits for it
            place.set_exception(error)

    def _wait(self) -> None:
        """Until something has arrived; what ends the run is raised as soon as it is known."""
        while True:
            try:
                place = self._arrived.get(timeout=_LOOK_UP)
                break
            except Empty:
                continue
        while True:
            self._open -= 1
            if (error := place.exception()) is not None:
                raise error
            try:
                place = self._arrived.get_nowait()
            except Empty:
                return


class CancelledRun(Exception):
    """Nobody waits for this article any more."""


class _Machine:
    """The pool that analyses, and the thread with the event loop; they exist only once something must be read."""

    def __init__(self, engine: RemoteEngine, workers: int) -> None:
        self._engine = engine
        self._others = set(multiprocessing.active_children())
        self.analysis: Executor
        if workers <= 1:
            self.analysis = ThreadPoolExecutor(1, "briefer-analysis")
        else:
            self.analysis = ProcessPoolExecutor(
                workers, mp_context=multiprocessing.get_context("spawn"), initializer=_ignore_interrupts
            )
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
        if isinstance(self.analysis, ProcessPoolExecutor):
            for process in set(multiprocessing.active_children()) - self._others:
                process.terminate()

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


def _ignore_interrupts() -> None:
    """Ctrl-C is for the parent process to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _analysed(analyse: Analyser, articles: list[Article], engine: EngineInfo) -> list[Analysis | Findings]:
    """Each article's analysis, or `failed` findings where it could not be made."""
    try:
        return list(analyse(articles))
    except BrieferError:
        raise
    except Exception as error:  # noqa: BLE001 - one article that breaks a rule must stop no other
        if len(articles) > 1:
            return [made for article in articles for made in _analysed(analyse, [article], engine)]
        return [broken(articles[0], engine, error)]
