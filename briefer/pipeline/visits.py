"""What the sources of a run gave, noted while they are read, so that one that has gone quiet is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from briefer.config import SourceSettings
from briefer.model import Document, Later, Skipped, Source, Web, WebSource
from briefer.pipeline.sources import Health, Look, judged, open_sources
from briefer.sources.feed import Item
from briefer.sources.feed_dates import moment, published
from briefer.store.pages import Pages


class Visits:
    """The sources of a configuration, opened for one run."""

    def __init__(self, sources: Sequence[SourceSettings], *, items: int | None = None) -> None:
        self._looks = [(source, Look()) for source in sources]
        self._placed: set[str] = set()
        #: The sources as inputs of the run.
        self.inputs = [
            self._watched(one, source, look)
            for one, (source, look) in zip(open_sources(sources, items=items), self._looks, strict=True)
        ]

    def placed(self, name: str) -> bool:
        """Whether the input of this name, or what it is a part of, lies in a folder: somebody put it there."""
        while name and name not in self._placed:
            name = name.rpartition(":")[0]
        return bool(name)

    def _watched(self, opened: Source | WebSource, source: SourceSettings, look: Look) -> Source | WebSource:
        if isinstance(opened, WebSource):
            return _OfWeb(opened, look)
        return _OfHere(opened, look, self._placed if source.kind == "files" else None)

    def judged(self, pages: Pages, *, now: datetime, remember: bool) -> list[Health]:
        """How each has fared, in the light of earlier runs; to be asked when all is read. `now` is aware."""
        # A page that fails is no failure of the feed that named it.
        looks = [(source, replace(look, error=None) if look.items else look) for source, look in self._looks]
        return [judged(source, look, pages, now, remember=remember) for source, look in looks]


class _OfHere:
    def __init__(self, source: Source, look: Look, placed: set[str] | None) -> None:
        self._source = source
        self._look = look
        self._placed = placed

    def documents(self) -> Iterator[Document | Skipped]:
        """What the source gives."""
        for item in self._source.documents():
            _note(item, self._look)
            if self._placed is not None:
                self._placed.add(item.input)
            yield item


class _OfWeb:
    def __init__(self, source: WebSource, look: Look) -> None:
        self._source = source
        self._look = look
        #: For whoever tells what is waited for.
        self.place = str(getattr(source, "place", ""))

    async def fetched(self, web: Web) -> Sequence[Document | Skipped | Later | WebSource]:
        """What the source gives; the feeds of a list count as its own."""
        return [self._one(item) for item in await self._source.fetched(web)]

    def _one(self, item: Document | Skipped | Later | WebSource) -> Document | Skipped | Later | WebSource:
        if isinstance(item, WebSource) and not isinstance(item, Item):
            return _OfWeb(item, self._look)
        if not isinstance(item, Document | Skipped | Item):
            # A page, which is made a document when its turn comes.
            return partial(self._later, item)
        _note(item, self._look)
        return item

    def _later(self, made: Callable[[], Document | Skipped]) -> Document | Skipped:
        item = made()
        _note(item, self._look)
        return item


def _note(item: Document | Skipped | Item, look: Look) -> None:
    if isinstance(item, Skipped):
        if item.outcome == "failed" and look.error is None:
            look.error = item.reason
        return
    look.items += 1
    said = item.published if isinstance(item, Item) else published((item.told or {}).get("published"))
    if (at := moment(said)) is not None:
        look.dates = (*look.dates, at)
