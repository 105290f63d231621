"""The web as one run sees it: each address once, politely, and kept until it is read."""

from __future__ import annotations

import asyncio
import secrets
import ssl
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from briefer.http.fetch import Answer, Fetcher, Permission, bad_address
from briefer.http.robots import MOST, Robots
from briefer.http.saved import Saved, Saver
from briefer.http.settings import Resolver, WebSettings
from briefer.http.troubles import Trouble
from briefer.model import Page, Shelf, Skipped

#: For so long a page that a broken-off run has fetched and not read is as good as a new one.
_FRESH = timedelta(hours=1)
#: Answers for a robots.txt that mean that the site has none.
_NO_RULES = ("not_found", "gone", "forbidden", "refused", "too_large", "unknown_type", "redirects")


class OpenWeb:
    """Fetches for one run; made and closed in the loop that it is used in."""

    def __init__(
        self,
        settings: WebSettings,
        shelf: Shelf,
        *,
        run: str = "",
        resolve: Resolver | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.settings = settings
        #: What its pages are kept under until they were used.
        self.run = run or secrets.token_hex(8)
        #: Pages that a run which was broken off had fetched.
        self.reused = 0
        self._shelf = shelf
        self._saved = Saved(settings.saved) if settings.saved is not None else None
        self._saver = Saver(settings.save) if settings.save is not None else None
        self._fetcher = Fetcher(settings, resolve=resolve, tls=tls)
        self._robots = Robots(self._rules_of)
        self._asked: dict[str, asyncio.Task[Page | Trouble]] = {}

    async def aclose(self) -> None:
        """Ends what is under way, and closes all connections."""
        for task in self._asked.values():
            task.cancel()
        await asyncio.gather(*self._asked.values(), return_exceptions=True)
        await self._fetcher.aclose()
        if self._saver is not None:
            self._saver.close()

    def end(self) -> None:
        """Says that all pages were read."""
        self._shelf.end(self.run, now=self.settings.now())

    async def get(self, url: str) -> Page | Skipped:
        """The page, or why it could not be had; an address is asked for once in a run."""
        asked = url.strip().partition("#")[0]
        if asked not in self._asked:
            self._asked[asked] = asyncio.ensure_future(self._get(asked))
        found = await asyncio.shield(self._asked[asked])
        if isinstance(found, Page):
            return found
        shown = _without_password(asked)
        return Skipped(input=shown, outcome=found.outcome, code=found.code, reason=found.reason, url=shown)

    def body(self, page: Page) -> bytes:
        """The bytes of a page that was fetched in this run."""
        if self._saved is not None:
            return self._saved.body(page)
        body = self._shelf.body(page.asked)
        # Only where another program took it away meanwhile.
        return body if body is not None else b""

    async def _get(self, asked: str) -> Page | Trouble:
        if self._saved is not None:
            page = self._saved.page(asked)
            return page if page is not None else Trouble("not_saved", "it is not among the saved pages")
        if (trouble := bad_address(asked)) is not None:
            return trouble
        now = self.settings.now()
        page = self._shelf.unread(asked, since=now - _FRESH)
        if page is not None:
            self._shelf.again(asked, now=page.fetched, run=self.run)
            self.reused += 1
        else:
            found = await self._ask(asked)
            if isinstance(found, Trouble):
                return found
            page = found
        if self._saver is not None:
            self._saver.save(page, self.body(page))
        return page

    async def _ask(self, asked: str) -> Page | Trouble:
        known = self._shelf.page(asked)
        found = await self._patiently(asked, may=self._permission, known=known)
        return found if isinstance(found, Trouble) else await self._keep(asked, found, known)

    async def _patiently(
        self, url: str, *, may: Permission | None = None, known: Page | None = None, most: int | None = None
    ) -> Answer | Trouble:
        """An answer from the server, asked again where that makes sense soon; meanwhile its host is left alone."""
        limits = self.settings.limits
        tried = 0
        while True:
            found = await self._fetcher.fetch(url, may=may, known=known, most=most)
            if isinstance(found, Answer) or found.again is None:
                return found
            if tried >= limits.retries or found.again > limits.patience:
                return found
            tried += 1

    async def _keep(self, asked: str, answer: Answer, known: Page | None) -> Page | Trouble:
        if answer.body is not None:
            self._shelf.keep(answer.page, answer.body, run=self.run)
            return answer.page
        if known is not None and self._shelf.body(asked) is not None:
            now = self.settings.now()
            self._shelf.again(asked, now=now, run=self.run)
            return replace(known, fetched=now)
        found = await self._fetcher.fetch(asked, may=self._permission)
        if isinstance(found, Trouble):
            return found
        return await self._keep(asked, found, None)

    async def _permission(self, url: str) -> Trouble | None:
        refusal = await self._robots.refusal(url)
        if refusal is None and (delay := await self._robots.delay(url)):
            parts = urlsplit(url)
            host = self._fetcher.hosts.of(parts.hostname or "", parts.port)
            host.delay = max(host.delay, min(delay, self.settings.limits.longest_delay))
        return refusal

    async def _rules_of(self, url: str) -> bytes | Trouble | None:
        """A site's robots.txt."""
        known = self._shelf.page(url)
        now = self.settings.now()
        if known is not None and known.fetched > now - _FRESH and (body := self._shelf.body(url)) is not None:
            return body
        found = await self._patiently(url, most=MOST)
        if isinstance(found, Trouble) and found.code in _NO_RULES:
            found = Answer(page=Page(asked=url, url=url, fetched=now, sha256="", size=0), body=b"")
        if isinstance(found, Trouble):
            return found
        self._shelf.keep(found.page, found.body or b"", run="")
        return found.body or None


def _without_password(url: str) -> str:
    before, at, after = url.rpartition("@")
    return f"{before.partition('://')[0]}://…@{after}" if at and "://" in before else url
