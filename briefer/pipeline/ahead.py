"""What is done ahead in another thread, while a run waits for something else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Self

from briefer.model import Article, Brief, EngineInfo, Findings, Profile, ProfileInfo
from briefer.pipeline.watch import Watch

#: From this share of the articles on: until the last calls are under way there is enough to do.
_NEARLY = 0.75


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
        """Begins, unless it has begun."""
        if self._thread.ident is None:
            self._thread.start()

    def _do(self) -> None:
        for one in self._work:
            if self._ended.is_set():
                return
            with suppress(Exception):
                one()


def ready(watch: Watch, *, compare: Callable[[], Brief], pages: Sequence[Callable[[], object]]) -> tuple[Watch, Ahead]:
    """Makes ready, while the last articles are read, what is done with all of them: a watch for that, and the work.

    `compare` puts a brief of nothing beside the earlier ones, `pages` write it, each in a format.
    """
    articles: list[Article] = []
    findings: list[Findings] = []

    def weigh() -> None:
        from briefer.merge import foresee

        for found in findings:
            foresee(found)

    def cut() -> None:
        from briefer.render.passages import CitedText

        for article in (*articles, *compare().articles):
            CitedText.of(article)

    ahead = Ahead([weigh, *pages, cut])

    def read(input: str, article: Article) -> None:
        articles.append(article)
        watch.read(input, article)

    def found(made: Findings) -> None:
        findings.append(made)
        watch.found(made)

    def progress(done: int, number: int | None, input: str) -> None:
        if number is not None and _NEARLY * number <= done < number:
            ahead.start()
        watch.progress(done, number, input)

    return replace(watch, read=read, found=found, progress=progress), ahead


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
