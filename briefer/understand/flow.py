"""Analyses made ahead of the calls, calls side by side, results in the order of the articles.

An article is asked about as soon as it is parsed; the rules look at it while the server reads.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from contextlib import suppress
from dataclasses import replace
from itertools import count
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from briefer.errors import EngineError
from briefer.model import Analyser, Analysis, Article, Findings, Skipped
from briefer.model.protocols import Finder, RemoteEngine
from briefer.understand.local import CHARACTERS, CHUNK
from briefer.understand.worker import Found, Unfound, analyses_of, found_in

if TYPE_CHECKING:
    from briefer.understand.machine import Machine

#: Results that may wait behind a slow article.
_BEHIND = 1000
#: Seconds after which a wait looks up, because Windows does not wake it for Ctrl-C.
_LOOK_UP = 0.25

#: What became of one item, and its analysis where one was made.
Result = tuple[Findings | Skipped, Analysis | None]


class Flow:
    """One run: articles are taken as there is room, analysed in portions and handed to `read` in an event loop."""

    def __init__(
        self,
        analyse: Analyser,
        find: Finder,
        engine: RemoteEngine,
        read: Callable[[Analysis, Awaitable[Analysis]], Awaitable[Findings]],
        *,
        workers: int,
        ahead: int,
    ) -> None:
        self._analyse = analyse
        self._find = find
        self._engine = engine
        self._read = read
        self._workers = workers
        self._ahead = ahead
        #: For the thread that waits: of each result that arrived, what went wrong; None where nothing did.
        self._arrived: SimpleQueue[BaseException | None] = SimpleQueue()
        self._batch: list[tuple[Article, Future[Result]]] = []
        self._machine: Machine | None = None

    def run(
        self, items: Iterable[Article | Skipped], known: Callable[[Article | Skipped], Findings | Skipped | None]
    ) -> Iterator[Result]:
        """What became of each item, in order; `known` says what needs no reading."""
        waiting: deque[Future[Result]] = deque()
        source = iter(items)
        more = True
        try:
            while more or waiting:
                while more and _open(waiting) < self._ahead and len(waiting) < _BEHIND:
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
        except BrokenExecutor as error:
            raise _died() from error
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
            place.add_done_callback(lambda done: self._arrived.put(done.exception()))
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
            # It takes its time to import, and where everything is kept there is nothing to do.
            from briefer.understand.machine import Machine

            self._machine = Machine(self._engine, self._workers)
        machine = self._machine
        info = self._engine.info
        analysed = machine.analysis.submit(analyses_of, self._analyse, [article for article, _ in batch], info)

        def hand_over(analysed: Future[list[Analysis | Findings]]) -> None:
            error = CancelledRun() if analysed.cancelled() else analysed.exception()
            made = [] if error is not None else analysed.result()
            whole = [analysis for analysis in made if isinstance(analysis, Analysis)]
            try:
                found = machine.analysis.submit(found_in, self._find, whole, info) if whole else Future()
            except RuntimeError as ended:
                error = ended if isinstance(ended, BrokenExecutor) else CancelledRun()
            if error is not None:
                for _, place in batch:
                    place.set_exception(error)
                return
            at = count()
            for (_, place), one in zip(batch, made, strict=True):
                if isinstance(one, Findings):
                    place.set_result((one, None))
                else:
                    machine.start(self._into(place, one, found, next(at)))

        analysed.add_done_callback(hand_over)

    async def _into(self, place: Future[Result], analysis: Analysis, found: Future[list[Found]], at: int) -> None:
        """Has one article read; what is found in it is number `at` of what is found."""
        from asyncio import CancelledError, ensure_future

        whole = ensure_future(_whole(analysis, found, at))
        # Where nobody asks for it any more, nobody misses it.
        whole.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            read = await self._read(analysis, whole)
            try:
                place.set_result((read, await whole))
            except Unfound:
                place.set_result((read, None))
        except CancelledError:
            place.set_exception(CancelledRun())
            raise
        except Exception as error:  # noqa: BLE001 - it is raised again where somebody waits for it
            place.set_exception(error)

    def _wait(self) -> None:
        """Until something has arrived; what ends the run is raised as soon as it is known."""
        arrived: list[BaseException | None] = []
        while not arrived:
            with suppress(Empty):
                arrived.append(self._arrived.get(timeout=_LOOK_UP))
        with suppress(Empty):
            while True:
                arrived.append(self._arrived.get_nowait())
        for error in filter(None, arrived):
            raise error


def _open(waiting: Iterable[Future[Result]]) -> int:
    """How many articles are being worked on."""
    return sum(not place.done() for place in waiting)


async def _whole(analysis: Analysis, found: Future[list[Found]], at: int) -> Analysis:
    from asyncio import shield, wrap_future

    try:
        own = (await shield(wrap_future(found)))[at]
    except BrokenExecutor as error:
        raise _died() from error
    if isinstance(own, Findings):
        raise Unfound(own)
    return replace(analysis, **own)


def _died() -> EngineError:
    return EngineError(
        "a worker process died", hint="memory may be short: try fewer --workers; a script needs a main guard"
    )


class CancelledRun(Exception):
    """Nobody waits for this article any more."""
