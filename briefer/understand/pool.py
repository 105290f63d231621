"""Worker processes: how they are started and ended, and that Ctrl-C is their parent's to handle."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")


def make_ready() -> None:
    """Starts the process that workers are forked from, where the application has set so: it loads the parser now."""
    if multiprocessing.get_start_method(allow_none=True) == "forkserver":
        from multiprocessing import forkserver, resource_tracker

        # Where it is started within the block, it lets Ctrl-C through again.
        resource_tracker.ensure_running()
        with _uninterrupted():
            forkserver.ensure_running()


class Pool(ProcessPoolExecutor):
    """Processes that call `prepare` with what is given before their first task; all of it is pickled.

    They start in the way that the application has set, but are never forked from it: it has threads.
    """

    def __init__(self, workers: int, prepare: Callable[..., None], *given: object) -> None:
        self._others = set(multiprocessing.active_children())
        method = multiprocessing.get_start_method(allow_none=True)
        context = multiprocessing.get_context("forkserver" if method == "forkserver" else "spawn")
        super().__init__(workers, mp_context=context, initializer=prepare, initargs=given)

    def submit(self, work: Callable[..., T], /, *given: Any, **named: Any) -> Future[T]:
        """As an executor does it; a process that is started for it is known before Ctrl-C ends anything."""
        with _uninterrupted():
            return super().submit(work, *given, **named)

    def terminate(self) -> None:
        """Ends the processes in the middle of what they do."""
        for process in set(multiprocessing.active_children()) - self._others:
            process.terminate()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits for the end of the block; processes that are started in it are never told of it (not on Windows).

    A process that is only just starting would answer with a traceback.
    """
    # Only the main thread may set a handler, and one that is not Python's own cannot be put back.
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) is None:
        yield
        return
    pressed: list[tuple[Any, ...]] = []
    before = signal.signal(signal.SIGINT, lambda *now: pressed.append(now))
    blocks = hasattr(signal, "pthread_sigmask")
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if blocks else set()
    try:
        yield
    finally:
        if blocks:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, before)
        if pressed and callable(before):
            before(*pressed[0])
