"""Many web sources at once, and what they give in the order of the inputs.

A loop in a thread of its own fetches everything that was begun; whoever asks gets the documents one after another.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as StillWaiting
from typing import Any, Protocol, Self

from briefer.errors import BrieferError
from briefer.model import Document, Later, Skipped, Web, WebSource

#: Sources that work at once; the rest waits in line. More than hosts times requests, so that no host idles.
_OPEN = 2000
#: Seconds between two looks at how far it is, while nothing comes.
_LOOK = 0.2
#: Feeds lead to pages, and lists to feeds; a deeper nest is a loop.
_DEEPEST = 4
_Item = Document | Skipped | Later | WebSource


class ClosableWeb(Web, Protocol):
    """A web of one run."""

    #: Pages that a run which was broken off had fetched.
    reused: int

    async def aclose(self) -> None:
        """Closes all connections."""
        ...


class Branch:
    """A source under way: what it gives, when it has it; branches of its own among it."""

    def __init__(self, source: WebSource, depth: int) -> None:
        self.source = source
        self.depth = depth
        self.found: Future[list[Document | Skipped | Later | Branch]] = Future()


class Abreast:
    """Runs the sources of one run; to be used as a context."""

    def __init__(
        self, opened: Callable[[], ClosableWeb], *, progress: Callable[[int, int, str], None] | None = None
    ) -> None:
        self._opened = opened
        self._progress = progress
        self._thread = threading.Thread(target=self._work, name="briefer-web", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._web: ClosableWeb | None = None
        self._ready: Future[None] = Future()
        self._stop: asyncio.Event | None = None
        self._waiting: deque[Branch] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._begun = self._done = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.result()
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress(self._begun, self._begun, "")
        if self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    @property
    def reused(self) -> int:
        """How many pages are those that a run which was broken off had fetched."""
        return self._web.reused if self._web is not None else 0

    def begin(self, source: WebSource) -> Branch:
        """Has the source fetched as soon as there is room."""
        branch = Branch(source, 0)
        assert self._loop is not None  # noqa: S101 - for the type checker: it is entered
        self._loop.call_soon_threadsafe(self._queue, [branch])
        return branch

    def walk(self, branch: Branch) -> Iterator[Document | Skipped]:
        """What a branch gives, in order, as soon as it is there."""
        for item in self._wait(branch):
            if isinstance(item, Branch):
                yield from self.walk(item)
            elif isinstance(item, Document | Skipped):
                yield item
            else:
                yield item()

    def _wait(self, branch: Branch) -> list[Document | Skipped | Later | Branch]:
        while True:
            try:
                return branch.found.result(timeout=_LOOK)
            except StillWaiting:
                if branch.found.done():
                    raise
                if not self._thread.is_alive():
                    raise BrieferError("fetching ended before its time", hint="run the same command again") from None
                if self._progress is not None:
                    self._progress(self._done, self._begun, str(getattr(branch.source, "place", "")))
            except CancelledError as error:
                raise BrieferError("fetching was broken off", hint="run the same command again") from error

    def _work(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            if not self._ready.done():
                self._ready.set_exception(error)
            else:
                raise

    async def _serve(self) -> None:
        self._web = self._opened()
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        self._ready.set_result(None)
        try:
            await self._stop.wait()
        finally:
            for branch in self._waiting:
                branch.found.cancel()
            self._waiting.clear()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await self._web.aclose()

    def _queue(self, branches: Sequence[Branch]) -> None:
        self._begun += len(branches)
        self._waiting.extend(branches)
        self._start()

    def _start(self) -> None:
        assert self._stop is not None  # noqa: S101 - for the type checker
        while self._waiting and len(self._tasks) < _OPEN and not self._stop.is_set():
            task = asyncio.ensure_future(self._run(self._waiting.popleft()))
            self._tasks.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._done += 1
        self._start()

    async def _run(self, branch: Branch) -> None:
        assert self._web is not None  # noqa: S101 - for the type checker
        work: Coroutine[Any, Any, Sequence[_Item]] = branch.source.fetched(self._web)
        try:
            given = await work
        except asyncio.CancelledError:
            branch.found.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - told by whoever waits for the branch
            branch.found.set_exception(error)
            return
        found: list[Document | Skipped | Later | Branch] = []
        below: list[Branch] = []
        for item in given:
            if isinstance(item, WebSource):
                if branch.depth >= _DEEPEST:
                    place = str(getattr(item, "place", ""))
                    reason = "it stands too deep in lists within lists"
                    found.append(Skipped(input=place, outcome="failed", code="too_deep", reason=reason))
                    continue
                below.append(Branch(item, branch.depth + 1))
                found.append(below[-1])
            else:
                found.append(item)
        branch.found.set_result(found)
        self._queue(below)
