"""The sources of a configuration: opened for a run, and looked at for their health."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from briefer import plugins
from briefer.config import Settings, SourceSettings
from briefer.errors import BrieferError
from briefer.gather import Fetching
from briefer.http import HostHeaders, Limits, WebSettings
from briefer.model import Document, Skipped, Source, Web, WebSource
from briefer.sources.feed_dates import moment
from briefer.sources.health import quiet_for
from briefer.store.pages import Pages, Visit

#: The adapter of each kind of source.
_ADAPTERS = {"feed": "feed", "url": "url", "files": "files", "opml": "opml", "mailbox": "imap"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a source fares."""

    name: str
    kind: str
    #: Items that it has now; of files and mailboxes: documents.
    items: int = 0
    #: When its newest item was published, as far as its items say.
    newest: datetime | None = None
    #: Why it cannot be had.
    error: str | None = None
    #: What could not be read of it.
    problems: tuple[str, ...] = ()
    #: When it could be had for the last time before now.
    last_success: datetime | None = None
    #: How long it has been quiet, and what would be normal.
    quiet: tuple[timedelta, timedelta] | None = None
    #: When it was looked at.
    at: datetime

    @property
    def quiet_since(self) -> datetime | None:
        """Since when it has been quiet; None where it is not."""
        return self.at - self.quiet[0] if self.quiet is not None else None


def web_settings(settings: Settings, *, allow_private: bool = False) -> WebSettings:
    """How the configuration wants pages fetched."""
    table = settings.web
    headers: dict[str, HostHeaders] = {name: _headers_of(settings, name) for name in table.hosts}
    made = WebSettings(
        allow_private=allow_private or table.allow_private, headers=headers, limits=Limits(delay=table.delay or 0.0)
    )
    if table.user_agent is None:
        return made
    return WebSettings(
        user_agent=table.user_agent, allow_private=made.allow_private, headers=headers, limits=made.limits
    )


def _headers_of(settings: Settings, host: str) -> Callable[[], Mapping[str, str]]:
    """The headers of one host; its secrets are looked up when it is first asked."""

    def look_up() -> Mapping[str, str]:
        table = settings.web.hosts[host]
        where = f'[web.host."{host}"]'
        found = {
            name: value if isinstance(value, str) else value.value(f"{where} {name}")
            for name, value in table.headers.items()
        }
        cookies = [f"{name}={value.value(f'{where} {name}')}" for name, value in table.cookies.items()]
        return {**found, "cookie": "; ".join(cookies)} if cookies else found

    return look_up


def open_sources(sources: Sequence[SourceSettings], *, items: int | None = None) -> list[Source | WebSource]:
    """The sources as inputs of a run; `items` is how many of a feed are read where its table does not say."""
    return [_opened(source, items) for source in sources]


def _opened(source: SourceSettings, items: int | None = None) -> Source | WebSource:
    adapter = plugins.load("briefer.sources", _ADAPTERS[source.kind])
    made: Source | WebSource
    if source.kind in ("feed", "url", "opml"):
        made = adapter(source.place, items=source.max_items or items)
    elif source.kind == "mailbox":
        more: dict[str, Any] = {"newest": source.max_items} if source.max_items else {}
        if (secret := source.password) is not None:
            more["password"] = lambda: secret.value("[[source]] password")
        made = adapter(source.place, **more)
    else:
        made = adapter(source.place)
    return made


def check_sources(
    sources: Sequence[SourceSettings], pages: Pages, *, fetching: Fetching, now: datetime
) -> list[Health]:
    """How each source fares, all asked side by side; what was found is remembered in `pages`."""
    import asyncio

    from briefer.http.web import OpenWeb

    async def every() -> list[Look]:
        web = OpenWeb(fetching.asking(), pages, resolve=fetching.resolve, tls=fetching.tls)
        try:
            found = await asyncio.gather(*(_look(source, web, now) for source in sources))
            web.end()
            return list(found)
        finally:
            await web.aclose()

    looks = asyncio.run(every())
    return [judged(source, look, pages, now) for source, look in zip(sources, looks, strict=True)]


@dataclass(slots=True)
class Look:
    """What one look at a source has found."""

    items: int = 0
    dates: tuple[datetime, ...] = ()
    error: str | None = None
    problems: tuple[str, ...] = ()


async def _look(source: SourceSettings, web: Web, now: datetime) -> Look:
    try:
        if source.kind == "feed":
            return await _look_at_feed(source.place, web)
        if source.kind == "opml":
            return await _look_at_list(source.place, web, now)
        if source.kind == "url":
            return await _look_at_address(source.place, web, now)
        from asyncio import to_thread

        return await to_thread(_look_at_documents, source)
    except BrieferError as error:
        return Look(error=f"{error.message} ({error.hint})" if error.hint else error.message)


async def _look_at_feed(place: str, web: Web) -> Look:
    from briefer.sources.feed import Feed

    found = await Feed(place).read(web)
    if isinstance(found, Skipped):
        return Look(error=found.reason)
    dates = tuple(at for entry in found.entries if (at := moment(entry.published)) is not None)
    return Look(items=len(found.entries), dates=dates, problems=found.problems)


async def _look_at_list(place: str, web: Web, now: datetime) -> Look:
    import asyncio

    from briefer.sources.opml import Subscriptions

    found = await Subscriptions(place).read(web)
    if isinstance(found, Skipped):
        return Look(error=found.reason)
    feeds, problem = found
    looks = await asyncio.gather(*(_look_at_feed(feed.address, web) for feed in feeds))
    named = [(feed.title or feed.address, look) for feed, look in zip(feeds, looks, strict=True)]
    broken = [f"{name}: {look.error}" for name, look in named if look.error is not None]
    quiet = [
        f"{name}: nothing new for {silence[0].days} days"
        for name, look in named
        if (silence := quiet_for(look.dates, now=now))
    ]
    return Look(
        items=sum(look.items for look in looks),
        dates=tuple(date for look in looks for date in look.dates),
        error="none of its feeds can be had" if len(broken) == len(feeds) else None,
        problems=tuple(([problem] if problem else []) + broken + quiet),
    )


async def _look_at_address(place: str, web: Web, now: datetime) -> Look:
    from briefer.sources.url import list_kind

    page = await web.get(place)
    if isinstance(page, Skipped):
        return Look(error=page.reason)
    kind = list_kind(page, web)
    if kind is None:
        return Look(items=1)
    return await (_look_at_list(place, web, now) if kind == "opml" else _look_at_feed(place, web))


def _look_at_documents(source: SourceSettings) -> Look:
    made = _opened(source)
    look = Look()
    failures: list[str] = []
    for item in made.documents() if isinstance(made, Source) else ():
        if isinstance(item, Document):
            look.items += 1
        elif item.outcome == "failed":
            failures.append(item.reason if item.input == source.place else f"{item.input}: {item.reason}")
    if failures and not look.items:
        look.error = failures[0]
    look.problems = tuple(failures[1:] if look.error else failures)
    return look


def judged(source: SourceSettings, look: Look, pages: Pages, now: datetime, *, remember: bool = True) -> Health:
    """The look in the light of earlier ones, and remembered with them unless it is not to be."""
    known = f"{source.kind} {source.place}"
    earlier = pages.visits(known)
    newest = max((date for date in look.dates if date <= now), default=None)
    if remember:
        pages.visited(known, Visit(at=now, items=look.items, newest=newest, error=look.error))
    dates = [*look.dates, *(visit.newest for visit in earlier if visit.newest is not None)]
    after = timedelta(days=source.quiet_after) if source.quiet_after is not None else None
    return Health(
        name=source.name,
        kind=source.kind,
        items=look.items,
        newest=newest,
        error=look.error,
        problems=look.problems,
        last_success=next((visit.at for visit in earlier if visit.error is None), None),
        quiet=quiet_for(dates, now=now, after=after),
        at=now,
    )
