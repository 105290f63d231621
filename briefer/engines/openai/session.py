"""The official client, and the HTTP client that it sends with: the same requests and answers, by a shorter way.

Of the CPU of a call, httpx takes as much as aiohttp below it. What it adds (cookies, redirects, authentication flows,
streamed answers) no call here uses, and what is the same for all calls is made once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

import aiohttp
import httpx2
import openai
from aiohttp import hdrs
from multidict import CIMultiDict
from openai import DefaultAioHttpClient

if TYPE_CHECKING:
    from openai._models import FinalRequestOptions

#: More calls than may ever run at once.
_CONNECTIONS = 1000
#: Seconds that an idle connection is kept: many servers end theirs soon after.
_IDLE = 5.0
#: What tells of this machine, its Python and its patience: no server needs it, and each header takes its time.
_TELLING = "x-stainless-"
#: The extension of a request that holds its address and headers as aiohttp takes them.
_SENT = "briefer.sent"


@dataclass(frozen=True, slots=True)
class _First:
    """The first chat: all others differ from it in their content and in nothing else."""

    options: FinalRequestOptions
    request: httpx2.Request


class AsyncOpenAI(openai.AsyncOpenAI):
    """The official client, by its own name, for that is what servers are told.

    It puts the first chat together; whatever of it is the same for all others is taken from there.
    """

    _first: _First | None = None

    async def reply_to(self, address: str, content: bytes, *, timeout: float) -> httpx2.Response:
        """The answer to that content, an `openai.APIError` where it is none; `address` is the same for all."""
        if self._first is None:
            return await self.post(address, content=content, cast_to=httpx2.Response, options=_options(timeout))
        options = self._first.options.model_copy(update={"content": content, "timeout": timeout})
        return await self.request(httpx2.Response, options)

    async def offered(self, *, timeout: float) -> httpx2.Response:
        """What the server says of its models."""
        return await self.get("/models", cast_to=httpx2.Response, options=_options(timeout))

    def _build_request(self, options: FinalRequestOptions, **more: Any) -> httpx2.Request:
        first, content = self._first, options.content
        if first is not None and isinstance(content, bytes):
            request = httpx2.Request(
                first.request.method,
                first.request.url,
                headers=first.request.headers,
                stream=httpx2.ByteStream(content),
                extensions=first.request.extensions,
            )
            # Else it is looked for in all headers again.
            request.headers.encoding = first.request.headers.encoding
            return request
        request = super()._build_request(options, **more)
        for name in [name for name in request.headers if name.startswith(_TELLING)]:
            del request.headers[name]
        # Where httpx sends (behind a proxy) it needs each request whole; a header of each call's own must not be shared.
        straight = isinstance(self._client, Session) and self._client.straight
        if straight and isinstance(content, bytes) and options.idempotency_key not in request.headers.values():
            del request.headers["content-length"]
            request.extensions[_SENT] = str(request.url), CIMultiDict(request.headers.multi_items())
            self._first = _First(options, request)
        return request


class AsyncAzureOpenAI(AsyncOpenAI, openai.AsyncAzureOpenAI):
    """The same for Azure."""


def _options(timeout: float) -> Any:
    # A redirect would hand the article to a server that the user did not name.
    return {"timeout": timeout, "follow_redirects": False}


class _Plain(httpx2.Response):
    """An answer that came as it is: there is nothing to unpack, and httpx need not look for it."""

    def __init__(
        self, status: int, headers: Sequence[tuple[bytes, bytes]], content: bytes, request: httpx2.Request
    ) -> None:
        super().__init__(status, headers=headers, stream=httpx2.ByteStream(content), request=request)
        self._whole = content

    @property
    def content(self) -> bytes:
        """All of it."""
        return self._whole


class Session(DefaultAioHttpClient):
    """Sends each request as it is and reads its answer whole; no redirect is followed and no cookie is kept.

    How long it may take is the caller's business. Where the environment names a proxy, httpx finds the way.
    """

    def __init__(self, *, seconds: float) -> None:
        #: Whether requests go past httpx.
        self.straight = not getproxies().keys() & {"http", "https", "all"}
        # Without a transport that nobody asks, a second one would read the certificates.
        own = {"transport": httpx2.AsyncBaseTransport()} if self.straight else {}
        super().__init__(timeout=seconds, **own)  # type: ignore[arg-type]  # a union of both kinds of client
        self._aiohttp: aiohttp.ClientSession | None = None

    async def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        """The whole answer; an `httpx2.TransportError` where there is none."""
        if not self.straight:
            return await super().send(request, **options)
        if self._aiohttp is None:
            self._aiohttp = _session(secure=request.url.scheme == "https")
        for hook in self.event_hooks["request"]:
            await hook(request)
        url, headers = request.extensions.get(_SENT) or (str(request.url), request.headers)
        try:
            async with self._aiohttp.request(
                request.method, url, headers=headers, data=request.read() or None, allow_redirects=False
            ) as answer:
                content = await answer.read()
        except aiohttp.ClientConnectorError as error:
            raise httpx2.ConnectError(str(error), request=request) from error
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError) as error:
            raise httpx2.UnsupportedProtocol(str(error), request=request) from error
        except aiohttp.ClientError as error:
            raise httpx2.ReadError(str(error), request=request) from error
        if hdrs.CONTENT_ENCODING in answer.headers:
            return httpx2.Response(answer.status, headers=answer.raw_headers, content=content, request=request)
        return _Plain(answer.status, answer.raw_headers, content, request)

    async def aclose(self) -> None:
        """Closes the connections."""
        if self._aiohttp is not None:
            await self._aiohttp.close()
            self._aiohttp = None
        await super().aclose()


def _session(*, secure: bool) -> aiohttp.ClientSession:
    # No redirect is followed, so that a server without TLS never needs the certificates: to read them takes its time.
    context = httpx2.create_ssl_context() if secure else True
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=_CONNECTIONS, keepalive_timeout=_IDLE, ssl=context),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
    )
