"""What is done ahead in another thread, while a run waits for something else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Self

from briefer.model import Brief, EngineInfo, Profile, ProfileInfo


class Ahead:
    """Does some work in another thread once it is started, and ends with the block.

    Work only makes ready what is made anew where it is not there: what fails says so where it is needed.
    """

    def __init__(self, work: Iterable[Callable[[], object]]) -> None:
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
        """Begins, unless it has begun."""
        if self._thread.ident is None:
            self._thread.start()

    def _do(self) -> None:
        for one in self._work:
            if self._ended.is_set():
                return
            with suppress(Exception):
                one()


def nothing(profile: Profile, engine: EngineInfo, now: datetime) -> Brief:
    """A brief of nothing: what reads or writes it has made ready what it needs for one of something."""
    return Brief(
        id="",
        created=now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        title="",
        language=profile.language,
        timezone=profile.timezone,
        profile=ProfileInfo(name=profile.name, template=profile.template),
        set=profile.set,
        engine=engine,
        articles=(),
        stories=(),
    )
