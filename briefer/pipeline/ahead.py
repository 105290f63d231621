"""What is done ahead in another thread, while a run waits for something else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Self


class Ahead:
    """Does some work in another thread once it is started, and ends with the block.

    Work only makes ready what is made anew where it is not there: what fails says so where it is needed.
    """

    def __init__(self, work: Sequence[Callable[[], object]]) -> None:
        self._work = work
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._do, name="briefer-ahead", daemon=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._thread.ident is not None:
            self._thread.join()

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def _do(self) -> None:
        for one in self._work:
            if self._ended.is_set():
                return
            with suppress(Exception):
                one()
