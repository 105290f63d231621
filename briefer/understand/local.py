"""By an engine of this machine: in this process, or in several that do the whole work."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass
from itertools import chain
from typing import TypeGuard

from briefer.errors import BrieferError, EngineError
from briefer.model import Analyser, Analysis, Article, Checker, Engine, Findings, Profile, Skipped
from briefer.understand.unread import broken, not_read
from briefer.understand.worker import prepare

#: Articles worked on at once: what the parser likes, and little enough for memory to stay flat.
CHUNK = 8
#: A chunk with more text is full before: the parser needs some 3 KB for each character.
CHARACTERS = 50_000
#: Chunks waiting for each worker, so that none idles and none piles up.
_AHEAD = 2
#: What became of one item, and its analysis where it is kept.
_Result = tuple[Findings | Skipped, Analysis | None]

_log = logging.getLogger(__name__)
#: What one worker process does with its chunks; set when it starts.
_work: _Work | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What is done to each article; it is pickled to workers, so its functions live in modules."""

    analyse: Analyser
    engine: Engine
    check: Checker
    profile: Profile
    #: Whether results carry their analysis.
    keeps: bool

    def on(self, items: list[Article | Skipped]) -> list[_Result]:
        """Each item's findings in order; what was skipped before passes through."""
        found = iter(self._read([item for item in items if self._reads(item)]))
        results: list[_Result] = []
        for item in items:
            if isinstance(item, Skipped):
                results.append((item, None))
            else:
                results.append(next(found) if self._reads(item) else (not_read(item, self.engine.info), None))
        return results

    def _reads(self, item: Article | Skipped) -> TypeGuard[Article]:
        return isinstance(item, Article) and self.engine.reads(item.language)

    def _read(self, articles: list[Article]) -> list[_Result]:
        if not articles:
            return []
        try:
            return [self._one(analysis) for analysis in self.analyse(articles)]
        except BrieferError:
            raise
        except Exception as error:  # noqa: BLE001 - one article that breaks a rule must stop no other
            if len(articles) > 1:
                return [result for article in articles for result in self._read([article])]
            _log.debug("while reading article %s", articles[0].id, exc_info=True)
            return [(broken(articles[0], self.engine.info, error), None)]

    def _one(self, analysis: Analysis) -> _Result:
        findings = self.check(self.engine.read(analysis, self.profile), analysis)
        return findings, analysis if self.keeps else None


def understand(
    articles: Iterable[Article | Skipped],
    *,
    analyse: Analyser,
    engine: Engine,
    check: Checker,
    profile: Profile,
    workers: int = 1,
    keep: Callable[[Analysis], None] | None = None,
) -> Iterator[Findings | Skipped]:
    """Checked findings of each article in order, made as they are asked for; what was skipped passes through.

    An article that cannot be read comes out with the status `failed`; an `EngineError` ends the run. With
    several workers only a few chunks are in flight, so that memory does not grow with the number of articles;
    `analyse`, `engine` and `check` are then pickled, so they must live in modules. `keep` is handed each analysis;
    without it none leaves the process that made it.
    """
    work = _Work(analyse=analyse, engine=engine, check=check, profile=profile, keeps=keep is not None)
    chunks = _chunks(articles)
    first = next(chunks, [])
    if workers <= 1 or not (second := next(chunks, [])):
        results: Iterator[_Result] = (result for chunk in chain([first], chunks) for result in work.on(chunk))
    else:
        results = _in_processes(chain([first, second], chunks), work, workers)
    for found, analysis in results:
        if keep is not None and analysis is not None:
            keep(analysis)
        yield found


def _chunks(items: Iterable[Article | Skipped]) -> Iterator[list[Article | Skipped]]:
    chunk: list[Article | Skipped] = []
    characters = 0
    for item in items:
        chunk.append(item)
        characters += item.characters if isinstance(item, Article) else 0
        if len(chunk) == CHUNK or characters > CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def _in_processes(chunks: Iterable[list[Article | Skipped]], work: _Work, workers: int) -> Iterator[_Result]:
    # Most runs need one process, and some none at all: what is kept needs no reading.
    from briefer.understand.pool import Pool

    pool = Pool(workers, _start, work)
    waiting: deque[Future[list[_Result]]] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.submit(_on, chunk))
            while waiting and (waiting[0].done() or len(waiting) > workers * _AHEAD):
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenExecutor as error:
        raise EngineError(
            "a worker process died", hint="memory may be short: try fewer --workers; a script needs a main guard"
        ) from error
    except BaseException:
        # Nobody waits for what is in flight, least of all after Ctrl-C.
        pool.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start(work: _Work) -> None:
    """Prepares a worker process."""
    global _work  # noqa: PLW0603 - the pool's initializer has no other way to leave something for its tasks
    prepare()
    _work = work


def _on(chunk: list[Article | Skipped]) -> list[_Result]:
    if _work is None:
        raise EngineError("a worker process was not started by `understand`")
    return _work.on(chunk)
