"""Leads of stories by an engine that asks a server: several at once, each handed over as it arrives."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from briefer.errors import BrieferError
from briefer.model import Article, Profile, Statement, Story
from briefer.model.protocols import ArticleTrouble, RemoteEngine

#: Seconds after which a wait looks up, because Windows does not wake it for Ctrl-C.
_LOOK_UP = 0.25
#: Seconds that connections get to close.
_GOODBYE = 5.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unwritten:
    """Leads that could not be had."""

    number: int
    #: Why not, in a sentence: of the first one.
    why: str
    hint: str | None = None


def write_leads(
    stories: Sequence[Story],
    articles: Mapping[str, Article],
    engine: RemoteEngine,
    profile: Profile,
    *,
    arrived: Callable[[Story, tuple[Statement, ...]], None],
    ahead: int = 64,
) -> Unwritten | None:
    """Asks for each story's lead and hands it to `arrived`, in any order, in another thread.

    Nothing is raised for a lead that does not come, not even where no further one would: the stories stand without.
    The engine is closed at the end.
    """
    return _in_a_loop(_write(stories, articles, engine, profile, arrived, ahead)) if stories else None


async def _write(
    stories: Sequence[Story],
    articles: Mapping[str, Article],
    engine: RemoteEngine,
    profile: Profile,
    arrived: Callable[[Story, tuple[Statement, ...]], None],
    ahead: int,
) -> Unwritten | None:
    import asyncio

    room = asyncio.Semaphore(ahead)
    troubles: list[Exception] = []
    written = 0

    async def one(story: Story) -> None:
        nonlocal written
        async with room:
            if any(isinstance(trouble, BrieferError) for trouble in troubles):
                return
            try:
                arrived(story, await engine.lead(story, articles, profile))
                written += 1
            except Exception as error:  # noqa: BLE001 - a lead that does not come costs nothing else
                _log.debug("while writing the lead of story %s", story.id, exc_info=True)
                troubles.append(error)

    try:
        await asyncio.gather(*(one(story) for story in stories))
    finally:
        await engine.aclose()
    if not troubles:
        return None
    # What ended it for all is the one to tell.
    first = next((trouble for trouble in troubles if isinstance(trouble, BrieferError)), troubles[0])
    return Unwritten(len(stories) - written, _told(first), first.hint if isinstance(first, BrieferError) else None)


def _told(error: Exception) -> str:
    if isinstance(error, BrieferError):
        return error.message
    return error.text if isinstance(error, ArticleTrouble) else f"{type(error).__name__}: {error}"


def _in_a_loop(work: Coroutine[Any, Any, Unwritten | None]) -> Unwritten | None:
    """Runs it in a thread of its own, for whoever calls may have a loop already; Ctrl-C cancels it."""
    import asyncio

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="briefer-leads", daemon=True)
    thread.start()
    future = asyncio.run_coroutine_threadsafe(work, loop)
    try:
        while True:
            try:
                return future.result(timeout=_LOOK_UP)
            except TimeoutError:
                if future.done():
                    return future.result()
    except BaseException:
        future.cancel()
        raise
    finally:
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(_settled(), loop).result(_GOODBYE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_GOODBYE)
        if not thread.is_alive():
            loop.close()


async def _settled() -> None:
    """Waits until what was cancelled has closed what it holds."""
    import asyncio

    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    await asyncio.gather(*tasks, return_exceptions=True)
