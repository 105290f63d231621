"""The official client, and the HTTP client that it sends with: the same requests and answers, by a shorter way.

Of the CPU of a call, httpx takes as much as aiohttp below it. What it adds (cookies, redirects, authentication flows,
streamed answers) no call here uses, and what is the same for all calls is made once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.request import getproxies

import aiohttp
import httpx2
import openai
from multidict import CIMultiDict
from openai import DefaultAioHttpClient, Omit

#: More calls than may ever run at once.
_CONNECTIONS = 1000
#: Seconds that an idle connection is kept: many servers end theirs soon after.
_IDLE = 5.0
#: Requests whose frame is remembered: a run has one or two.
_FRAMES = 16


#: What tells of this machine, its Python and its patience: no server needs it, and each header takes its time.
_TELLING = "X-Stainless-"


class AsyncOpenAI(openai.AsyncOpenAI):
    """The official client, by its own name, for that is what servers are told."""

    _settled: dict[str, str | Omit] | None = None

    @property
    def default_headers(self) -> dict[str, str | Omit]:
        """What is sent with every request."""
        return super().default_headers if self._settled is None else self._settled

    def settle(self) -> tuple[str, ...]:
        """Puts the headers together once and for all; gives the names of those that each request must leave out."""
        sent = super().default_headers
        self._settled = {
            name: value for name, value in sent.items() if not name.startswith(_TELLING) and not isinstance(value, Omit)
        }
        return f"{_TELLING}Retry-Count", f"{_TELLING}Read-Timeout"


class AsyncAzureOpenAI(AsyncOpenAI, openai.AsyncAzureOpenAI):
    """The same for Azure."""


#: The extension of a request that holds its headers as aiohttp takes them.
_SENT = "briefer.sent"


@dataclass(frozen=True, slots=True)
class _Frame:
    """What requests of one kind have in common, written for both libraries."""

    url: httpx2.URL
    #: Without the length of the content.
    headers: list[tuple[bytes, bytes]]
    sent: CIMultiDict[str]


class Session(DefaultAioHttpClient):
    """Sends each request as it is and reads its answer whole; no redirect is followed and no cookie is kept.

    How long it may take is the caller's business. Where the environment names a proxy, httpx finds the way.
    """

    def __init__(self, *, seconds: float) -> None:
        self._straight = not getproxies().keys() & {"http", "https", "all"}
        # Without a transport that nobody asks, a second one would read the certificates.
        own = {"transport": httpx2.AsyncBaseTransport()} if self._straight else {}
        super().__init__(timeout=seconds, **own)  # type: ignore[arg-type]  # a union of both kinds of client
        self._aiohttp: aiohttp.ClientSession | None = None
        self._frames: dict[tuple[str, str, tuple[tuple[str, str], ...]], _Frame] = {}

    def build_request(self, method: str, url: httpx2.URL | str, **parts: Any) -> httpx2.Request:
        """The request with that content; what is around it is the same for all calls of one kind, and is made once."""
        headers: Sequence[tuple[str, str]] = parts.get("headers") or ()
        content = parts.get("content")
        if not (self._straight and isinstance(url, str) and isinstance(content, bytes) and not parts.get("params")):
            return super().build_request(method, url, **parts)
        key = (method, url, tuple(headers))
        frame = self._frames.get(key)
        if frame is None:
            if len(self._frames) == _FRAMES:
                self._frames.clear()
            whole = super().build_request(method, url, **parts)
            del whole.headers["content-length"]
            frame = self._frames[key] = _Frame(whole.url, whole.headers.raw, CIMultiDict(whole.headers.multi_items()))
        return httpx2.Request(
            method,
            frame.url,
            headers=[*frame.headers, (b"Content-Length", b"%d" % len(content))],
            stream=httpx2.ByteStream(content),
            extensions={_SENT: frame.sent},
        )

    async def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        """The whole answer; an `httpx2.TransportError` where there is none."""
        if not self._straight:
            return await super().send(request, **options)
        if self._aiohttp is None:
            self._aiohttp = _session()
        for hook in self.event_hooks["request"]:
            await hook(request)
        try:
            async with self._aiohttp.request(
                request.method,
                str(request.url),
                headers=request.extensions.get(_SENT, request.headers),
                data=request.read() or None,
                allow_redirects=False,
            ) as answer:
                content = await answer.read()
        except aiohttp.ClientConnectorError as error:
            raise httpx2.ConnectError(str(error), request=request) from error
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError) as error:
            raise httpx2.UnsupportedProtocol(str(error), request=request) from error
        except aiohttp.ClientError as error:
            raise httpx2.ReadError(str(error), request=request) from error
        return httpx2.Response(answer.status, headers=answer.raw_headers, content=content, request=request)

    async def aclose(self) -> None:
        """Closes the connections."""
        if self._aiohttp is not None:
            await self._aiohttp.close()
            self._aiohttp = None
        await super().aclose()


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=_CONNECTIONS, keepalive_timeout=_IDLE, ssl=httpx2.create_ssl_context()),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
    )
