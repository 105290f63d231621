"""By an engine that asks a server: many articles in its hands at once, each result kept as it arrives."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from briefer.errors import BrieferError
from briefer.model import Analyser, Analysis, Article, Checker, Findings, Profile, Skipped, Usage
from briefer.model.protocols import ArticleTrouble, Finder, RemoteEngine
from briefer.understand.flow import Flow
from briefer.understand.unread import broken, failed, not_read
from briefer.understand.worker import Unfound

if TYPE_CHECKING:
    from briefer.store import Store

#: How long an article's trouble is taken for granted; all other trouble is over when the next run begins.
_PATIENCE = {
    "refused": timedelta(days=1),
    "content_filter": timedelta(days=1),
    "too_long": timedelta(hours=1),
    "truncated": timedelta(minutes=15),
    "bad_reply": timedelta(minutes=15),
}

#: Trouble that a model has with an article however often it is asked.
_LASTING = frozenset({"refused", "content_filter"})

T = TypeVar("T")
#: A question about checked findings.
_Further = Callable[[Findings, Analysis, Profile], Awaitable[Findings]]

_log = logging.getLogger(__name__)


def _clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What earlier runs have left, and what this one leaves."""

    store: Store
    #: Names the rules, the parser and the gates that results depend on.
    version: str
    #: Whether everything is to be read anew; it is kept all the same.
    refresh: bool = False
    now: Callable[[], datetime] = _clock

    def key(self, engine: RemoteEngine, article: Article, profile: Profile) -> str:
        """Under what an article's findings are kept: the engine's key, what the gates use, and what rows repeat."""
        parts = [engine.key(article, profile), self.version, article.facts()]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def recall(self, key: str, article: Article, engine: RemoteEngine) -> Findings | None:
        """What is known of the article already: its findings, or why there is no use in asking again yet."""
        if self.refresh:
            return None
        if (found := self.store.findings(key)) is not None:
            return found
        failure = self.store.failure(key)
        if failure is None or failure.retry <= self.now():
            return None
        until = f"{failure.retry.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        text = f"{failure.problem.text} (not asked again before {until}, or with --refresh)"
        return failed(article, engine.info, failure.problem.code, text)

    def keep(self, key: str, findings: Findings) -> None:
        """Keeps whole findings, and trouble with the time of the next try; anything less is made anew."""
        from briefer.store import Failure

        now = self.now()
        if findings.status in ("ok", "empty"):
            self.store.keep(key, findings, now=now)
        elif findings.status == "failed" and findings.problem is not None:
            retry = now + _PATIENCE.get(findings.problem.code, timedelta())
            self.store.keep_failure(key, Failure(problem=findings.problem, retry=retry), now=now)


def _nothing_more(_: Analysis) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """All that decides how articles are read by a server."""

    #: What a question needs of an article.
    analyse: Analyser
    #: The rest of the analysis, while the server reads.
    find: Finder = _nothing_more
    engine: RemoteEngine
    check: Checker
    profile: Profile
    #: Processes that analyse; a single one is this one, in a thread. For others `analyse` and `find` must live in modules.
    workers: int = 1
    #: Articles in the hands of the analysis and the engine at once.
    ahead: int = 64
    memory: Memory | None = None
    #: Gets each analysis that was made.
    keep: Callable[[Analysis], None] | None = None
    #: Gets what the calls for an article have cost.
    spent: Callable[[Article, Usage], None] | None = None


def understand_remotely(articles: Iterable[Article | Skipped], remote: Remote) -> Iterator[Findings | Skipped]:
    """Checked findings of each article in order; what is kept from an earlier run needs no analysis and no call.

    Trouble with an article comes out as `failed` findings; an `EngineError` ends the run when it happens. Each
    result is kept as it arrives, so a run that was broken off repeats at most the calls that were in flight.
    The engine is closed at the end.
    """
    desk = _Desk(remote)
    with desk.thread:
        flow = Flow(remote.analyse, remote.find, remote.engine, desk.read, workers=remote.workers, ahead=remote.ahead)
        try:
            for item, analysis in flow.run(articles, desk.known):
                if remote.keep is not None and analysis is not None:
                    remote.keep(analysis)
                yield item
        except KeyboardInterrupt as stop:
            raise KeyboardInterrupt(desk.way_on() or "") from stop
        except BrieferError as error:
            error.hint = "; ".join(filter(None, (error.hint, desk.way_on()))) or None
            raise


@dataclass(slots=True)
class _Desk:
    """What is done for one article; what computes is done in a thread of its own, so that no reply waits for it."""

    remote: Remote
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "briefer-desk"))
    #: Article -> under what its findings will be kept.
    keys: dict[str, str] = field(default_factory=dict)
    #: Articles whose result this run has kept.
    kept: int = 0
    #: Whether the run is being broken off: what has been answered is checked, and nothing more is asked.
    ending: bool = False

    def way_on(self) -> str | None:
        """How to go on after the run was broken off."""
        if not self.kept:
            return None
        many = "1 article" if self.kept == 1 else f"{self.kept} articles"
        return f"what was read of {many} is kept: the same command again goes on from there"

    def known(self, item: Article | Skipped) -> Findings | Skipped | None:
        """What can be said of an item without reading it."""
        if isinstance(item, Skipped):
            return item
        engine, memory = self.remote.engine, self.remote.memory
        if not engine.reads(item.language):
            return not_read(item, engine.info)
        if memory is None:
            return None
        key = memory.key(engine, item, self.remote.profile)
        if (found := memory.recall(key, item, engine)) is None:
            self.keys[item.id] = key
        return found

    async def read(self, analysis: Analysis, whole: Awaitable[Analysis]) -> Findings:
        """The article's checked findings, with the further questions that they need, and kept."""
        with self.remote.engine.metered() as used:
            found, complete = await self._understood(analysis, whole)
        if self.remote.spent is not None:
            self.remote.spent(analysis.article, used())
        memory = self.remote.memory
        key = self.keys.pop(analysis.article.id, None)
        if memory is not None and key is not None and complete:
            await self._aside(lambda: memory.keep(key, found))
            self.kept += found.status != "failed"
        return found

    async def _understood(self, analysis: Analysis, whole: Awaitable[Analysis]) -> tuple[Findings, bool]:
        """Findings, and whether they are all that can be had."""
        remote, article = self.remote, analysis.article
        try:
            found = await remote.engine.read(analysis, remote.profile, whole)
            analysis = await whole
            found = await self._aside(lambda: remote.check(found, analysis))
        except BrieferError:
            raise
        except Unfound as error:
            return error.findings, False
        except Exception as error:  # noqa: BLE001 - one article that breaks a rule must stop no other
            if isinstance(error, ArticleTrouble):
                return failed(article, remote.engine.info, error.code, error.text), True
            _log.debug("while reading article %s", article.id, exc_info=True)
            return broken(article, remote.engine.info, error), False
        complete = True
        withheld = any(check.status == "withheld" for check in found.checks)
        for ask in (*((self._repaired,) if withheld else ()), remote.engine.second_look, remote.engine.translate):
            if self.ending:
                flagged = any(check.status == "flagged" for check in found.checks)
                return found, complete and not (ask == self._repaired or flagged or remote.profile.translate)
            found, done = await self._further(ask, found, analysis)
            complete = complete and done
        return found, complete

    async def _repaired(self, found: Findings, analysis: Analysis, profile: Profile) -> Findings:
        again = await self.remote.engine.repair(found, analysis, profile)
        return await self._aside(lambda: self.remote.check(again, analysis))

    async def _further(self, ask: _Further, found: Findings, analysis: Analysis) -> tuple[Findings, bool]:
        """What a further question makes of the findings, and whether another run would not get more.

        Where it fails, what was read stands as it is.
        """
        try:
            return await ask(found, analysis, self.remote.profile), True
        except BrieferError:
            raise
        except Exception as error:  # noqa: BLE001 - what was read stands
            _log.debug("while asking again about article %s", analysis.article.id, exc_info=True)
            return found, isinstance(error, ArticleTrouble) and error.code in _LASTING

    async def _aside(self, work: Callable[[], T]) -> T:
        """Computes in the thread, to its end even where the run ends meanwhile: a reply is paid for once."""
        import asyncio

        computed = asyncio.get_running_loop().run_in_executor(self.thread, work)
        try:
            return await asyncio.shield(computed)
        except asyncio.CancelledError:
            self.ending = True
            return await computed
