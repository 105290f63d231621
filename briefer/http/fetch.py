"""One address to its bytes: redirects, limits, conditions; the first trouble ends it."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx2

from briefer.errors import BrieferError
from briefer.http.addresses import is_public
from briefer.http.connect import PinnedTransport, RefusedAddressError, look_up
from briefer.http.decoding import ACCEPTED, Decoder
from briefer.http.hosts import Hosts
from briefer.http.settings import Resolver, WebSettings
from briefer.http.troubles import CutError, TooLargeError, Trouble, of_error, of_status
from briefer.model import Page

#: What can be read; the rest is asked for last.
_ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json,"
    " application/xml;q=0.9, text/plain;q=0.9, */*;q=0.5"
)
_MOVED = (301, 302, 303, 307, 308)
#: Kinds of content that hold no text.
_NO_TEXT = ("image/", "video/", "audio/", "font/")
#: Pages over so many bytes are taken in so many at once, so that memory stays bounded whatever servers send.
_LARGE = 1024 * 1024
_LARGE_ONES = 8
#: Asked whether an address may be fetched; tells why not.
Permission = Callable[[str], Awaitable[Trouble | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A page and its bytes; no bytes where the page has not changed."""

    page: Page
    body: bytes | None


class Fetcher:
    """Asks servers; keeps nothing but connections."""

    def __init__(
        self, settings: WebSettings, *, resolve: Resolver | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        self.settings = settings
        self.hosts = Hosts(settings.limits)
        self._tls = tls or _usual_trust()
        self._direct = PinnedTransport(
            resolve or look_up, settings.limits, tls=self._tls, allow_private=settings.allow_private
        )
        self._through: dict[str, httpx2.AsyncHTTPTransport] = {}
        self._proxies = getproxies()
        self._large = asyncio.Semaphore(_LARGE_ONES)
        self._secrets: dict[str, asyncio.Task[Mapping[str, str]]] = {}

    async def aclose(self) -> None:
        """Closes all connections."""
        for transport in (self._direct, *self._through.values()):
            await transport.aclose()

    async def fetch(
        self, url: str, *, may: Permission | None = None, known: Page | None = None, most: int | None = None
    ) -> Answer | Trouble:
        """What the address answers with, after redirects; `known` is what is kept of it, to be asked whether it changed.

        `most` is another limit of bytes than that of pages.
        """
        limits = self.settings.limits
        left = limits.seconds
        cookies = httpx2.Cookies()
        here, began_safe = url, url.lower().startswith("https:")
        for _ in range(limits.redirects + 1):
            trouble = bad_address(here) or (await may(here) if may is not None else None)
            if trouble is not None:
                return trouble
            parts = urlsplit(here)
            headers = await self._headers(parts.hostname or "", safe=parts.scheme == "https" or not began_safe)
            if known is not None and known.url == here:
                headers |= {"if-none-match": known.etag} if known.etag else {}
                headers |= {"if-modified-since": known.modified} if known.modified else {}
            loop = asyncio.get_running_loop()
            host = self.hosts.of(parts.hostname or "", parts.port)
            async with host.turn():
                started = loop.time()
                step = host.closed or await self._step(url, here, headers, cookies, left=left, most=most)
                left -= loop.time() - started
            if isinstance(step, Trouble) and step.again is not None:
                host.leave_alone(step.again, step, most=limits.patience)
            if not isinstance(step, str):
                if isinstance(step, Answer) and step.body is None and known is None:
                    return Trouble("refused", "the server says that nothing changed, and nothing was known")
                return step
            here = step
        return Trouble("redirects", f"it leads on and on, more than {limits.redirects} times")

    async def _headers(self, host: str, *, safe: bool) -> dict[str, str]:
        """The headers of a request; those for a host alone are left out where the way to it was made unsafe."""
        headers = {"user-agent": self.settings.user_agent, "accept": _ACCEPT, "accept-encoding": ACCEPTED}
        look_up_secrets = self.settings.headers.get(host.lower())
        if look_up_secrets is None or not safe:
            return headers
        if host not in self._secrets:
            # A command that prints a cookie may take its time.
            self._secrets[host] = asyncio.ensure_future(asyncio.to_thread(look_up_secrets))
        found = await asyncio.shield(self._secrets[host])
        return headers | {name.lower(): value for name, value in found.items()}

    async def _step(
        self, asked: str, here: str, headers: dict[str, str], cookies: httpx2.Cookies, *, left: float, most: int | None
    ) -> Answer | Trouble | str:
        """One request: the page, what is wrong, or where it leads."""
        limits = self.settings.limits
        size = most or limits.bytes
        host = urlsplit(here).hostname or ""
        try:
            own = headers.pop("cookie", None)
            request = httpx2.Request("GET", here, headers=headers)
            cookies.set_cookie_header(request)
            if own is not None:
                request.headers["cookie"] = "; ".join(filter(None, (own, request.headers.get("cookie"))))
            async with asyncio.timeout(max(left, 0.0)) as clock:
                response = await self._transport(here).handle_async_request(request)
                try:
                    response.request = request
                    found = self._answer(asked, here, response, cookies)
                    return await self._body(found, response, size, clock) if isinstance(found, Page) else found
                finally:
                    await response.aclose()
        except BrieferError:
            raise
        except Exception as error:
            trouble = of_error(error, host, limits.seconds, size)
            if trouble is None:
                raise
            return trouble

    def _answer(
        self, asked: str, here: str, response: httpx2.Response, cookies: httpx2.Cookies
    ) -> Page | Answer | Trouble | str:
        """What the headers say: a page whose bytes follow, one that has not changed, trouble, or where it leads."""
        cookies.extract_cookies(response)
        status, headers = response.status_code, response.headers
        if status in _MOVED and (target := headers.get("location")):
            return _joined(here, target)
        media_type, charset = _content_type(headers.get("content-type"))
        now = self.settings.now()
        page = Page(
            asked=asked,
            url=here,
            media_type=media_type,
            charset=charset,
            etag=headers.get("etag"),
            modified=headers.get("last-modified"),
            fetched=now,
            sha256="",
            size=0,
        )
        if status == 304:
            return Answer(page=page, body=None)
        if status not in (200, 203):
            return of_status(status, headers.get("retry-after"), now)
        if media_type is not None and media_type.startswith(_NO_TEXT):
            return Trouble("unknown_type", f"it is {media_type}, not text", "skipped")
        return page

    async def _body(self, page: Page, response: httpx2.Response, size: int, clock: asyncio.Timeout) -> Answer:
        """The page with its bytes; few large ones are taken in at once, and waiting for that costs a page no time."""
        decoder = Decoder(response.headers.get("content-encoding", ""))
        said = response.headers.get("content-length", "")
        if said.isdigit() and int(said) > size:
            raise TooLargeError
        parts: list[bytes] = []
        count = 0
        digest = hashlib.sha256()
        async with AsyncExitStack() as places:
            large = False
            async for raw in response.aiter_raw():
                for piece in decoder.pieces(raw):
                    count += len(piece)
                    if count > size:
                        raise TooLargeError
                    parts.append(piece)
                    digest.update(piece)
                if count > _LARGE and not large:
                    large = True
                    await self._wait_for(places, clock)
        if not decoder.whole:
            raise CutError
        whole = replace(page, sha256=digest.hexdigest(), size=count)
        return Answer(page=whole, body=b"".join(parts))

    async def _wait_for(self, places: AsyncExitStack, clock: asyncio.Timeout) -> None:
        """Waits for a place among the large pages with the clock stopped."""
        loop = asyncio.get_running_loop()
        ends, began = clock.when(), loop.time()
        clock.reschedule(None)
        await places.enter_async_context(self._large)
        if ends is not None:
            clock.reschedule(ends + loop.time() - began)

    def _transport(self, url: str) -> httpx2.AsyncHTTPTransport:
        """Straight to the server, or through the proxy that the environment names for it."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        proxy = self._proxies.get(parts.scheme) or self._proxies.get("all")
        if not proxy or proxy_bypass(f"{host}:{parts.port}" if parts.port else host):
            return self._direct
        # A proxy looks names up itself; what is plainly not the public internet is still refused here.
        if not self.settings.allow_private and _plainly_private(host):
            raise RefusedAddressError(host, host)
        if proxy not in self._through:
            address = proxy if "://" in proxy else f"http://{proxy}"
            self._through[proxy] = httpx2.AsyncHTTPTransport(verify=self._tls, proxy=address)
        return self._through[proxy]


def bad_address(url: str) -> Trouble | None:
    """Why this is nothing that could be asked for."""
    shown = url[:200].encode("ascii", "backslashreplace").decode() if not url.isprintable() else url[:200]
    try:
        url.encode()
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises where it is no number
        httpx2.URL(url)
    except (ValueError, httpx2.InvalidURL):
        return Trouble("bad_address", f"“{shown}” is no address of a page")
    if parts.username is not None or parts.password is not None:
        return Trouble("bad_address", "an address with a password in it is not asked for; see [web.host] for headers")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return Trouble("bad_address", f"“{shown}” is no address of a page: that begins with https or http")
    return None


@cache
def _usual_trust() -> ssl.SSLContext:
    """The certificates that this machine trusts; reading them takes some time."""
    return httpx2.create_ssl_context()


def _joined(here: str, target: str) -> str:
    """Where a redirect leads; what is no address stays as it is, to be refused."""
    try:
        return urljoin(here, target.strip()).partition("#")[0]
    except ValueError:
        return target


def _plainly_private(host: str) -> bool:
    if (
        host == "localhost"
        or host.endswith((".localhost", ".local", ".internal"))
        or ("." not in host and ":" not in host)
    ):
        return True
    numeric = ":" in host or host.replace(".", "").isdigit()
    return numeric and not is_public(host)


def _content_type(header: str | None) -> tuple[str | None, str | None]:
    """Media type and character set of a `Content-Type`."""
    if not header:
        return None, None
    kind, *parameters = header.split(";")
    pairs = (parameter.partition("=") for parameter in parameters)
    found = {name.strip().lower(): value.strip().strip("\"'") for name, _, value in pairs}
    return kind.strip().lower() or None, found.get("charset") or None
