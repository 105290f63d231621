"""One request over the official `openai` package. What goes wrong comes back as a value, never with the key in it."""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from math import isfinite
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote, urlsplit

from briefer.engines.openai.settings import ModelSettings

if TYPE_CHECKING:
    from httpx2 import AsyncClient, Response
    from openai import APIConnectionError, APIStatusError

    from briefer.engines.openai.session import AsyncOpenAI

#: The client wants some key; a server that asks for none takes any.
NO_KEY = "none"
#: Enough of what a server says to know what it means.
_MESSAGE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a request gave nothing."""

    #: `status`: the server answered with one; `unreachable`: no connection came about; `dropped`: it broke;
    #: `late`: no whole answer in time; `broken`: the answer was no JSON.
    kind: Literal["status", "unreachable", "dropped", "late", "broken"]
    message: str
    status: int = 0
    code: str | None = None
    param: str | None = None
    #: Seconds that the server asks to wait.
    retry_after: float | None = None
    #: Requests that the server grants in a minute.
    per_minute: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call as it went, for whoever keeps a log."""

    model: str
    #: `answered`, or the `kind` of the failure.
    outcome: str
    #: The HTTP status of the failure; 0 where there is none.
    status: int = 0
    seconds: float
    #: What the server counted; None where it did not.
    tokens_in: int | None = None
    tokens_out: int | None = None


class Wire:
    """The connection to one server; `openai` is imported at its first use. `called` is told of every question."""

    def __init__(self, settings: ModelSettings, called: Callable[[Call], None] | None = None) -> None:
        self.called = called
        self._settings = settings
        self._client: AsyncOpenAI | None = None
        #: Where chats are asked for.
        self._address = ""
        self._opening = asyncio.Lock()

    async def open(self) -> None:
        """Imports `openai`, in a thread since that takes most of a second, and makes the client ready."""
        async with self._opening:
            if self._client is None:
                await asyncio.to_thread(_import)
                from briefer.engines.openai.session import Session

                http = Session(seconds=self._settings.call_seconds)
                client = _client(self._settings, http)
                self._address = f"{str(client.base_url).rstrip('/')}{_chat_path(self._settings)}"
                await _rehearse(client, http, self._address)
                self._client = client

    async def chat(self, body: bytes, *, timeout: float) -> dict[str, Any] | Failure:
        """The answer of `/chat/completions` as it came."""
        client = await self._opened()
        began = monotonic()
        answer = await self._answer(client.reply_to(self._address, body, timeout=timeout), timeout)
        if self.called is not None:
            self.called(_call(answer, self._settings.model, monotonic() - began))
        return answer

    async def models(self, *, timeout: float) -> tuple[str, ...] | Failure:
        """The names of the models that the server offers, as far as it tells."""
        client = await self._opened()
        answer = await self._answer(client.offered(timeout=timeout), timeout)
        if isinstance(answer, Failure):
            return answer
        listed = answer.get("data")
        names = (row.get("id") for row in listed if isinstance(row, dict)) if isinstance(listed, list) else ()
        return tuple(sorted(name for name in names if isinstance(name, str)))

    async def aclose(self) -> None:
        """Closes the connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None
            # Whoever asks again may do so from another event loop.
            self._opening = asyncio.Lock()

    async def _opened(self) -> AsyncOpenAI:
        if self._client is None:
            await self.open()
        assert self._client is not None  # noqa: S101 - for the type checker: `open` has just made it
        return self._client

    async def _answer(self, answering: Coroutine[Any, Any, Response], timeout: float) -> dict[str, Any] | Failure:
        from openai import APIConnectionError, APIError, APIStatusError

        try:
            # The client's own limit starts anew with each byte.
            async with asyncio.timeout(timeout):
                answer = _read((await answering).content)
        except TimeoutError:
            return Failure(kind="late", message=f"no whole answer within {timeout:g} s")
        except APIStatusError as error:
            return self._of_status(error)
        except APIConnectionError as error:
            return self._of_connection(error, timeout)
        except (APIError, ValueError, RecursionError) as error:
            return Failure(kind="broken", message=f"the answer was no JSON: {self.without_key(str(error))[:200]}")
        if not isinstance(answer, dict):
            return Failure(kind="broken", message="the answer was no JSON object")
        return self._of_body(answer) or answer

    def without_key(self, text: str) -> str:
        """The text with the key blacked out, in case a server says it back."""
        key = self._settings.api_key
        return text.replace(key, "[key]") if key else text

    def _of_body(self, answer: Mapping[str, Any]) -> Failure | None:
        """The failure that a relay reports under status 200."""
        error = answer.get("error")
        if not error or answer.get("choices"):
            return None
        error = error if isinstance(error, dict) else {"message": str(error)}
        code = error.get("code")
        status = code if isinstance(code, int) and 400 <= code < 600 else 502
        return self._described(error, status, {})

    def _of_status(self, error: APIStatusError) -> Failure:
        body = error.body
        said = body.get("error", body) if isinstance(body, dict) else body
        response = error.response
        if 300 <= response.status_code < 400:
            said = {"message": f"it redirects to {response.headers.get('location', 'elsewhere')}"}
        return self._described(said, response.status_code, response.headers)

    def _of_connection(self, error: APIConnectionError, timeout: float) -> Failure:
        cause = error.__cause__
        name = type(cause).__name__
        if name in ("ConnectError", "ConnectTimeout", "UnsupportedProtocol", "ProxyError"):
            # What the transport says of a server without TLS is about TLS all the same.
            message = (str(cause) or name).replace(" ssl:default", "")
            return Failure(kind="unreachable", message=self.without_key(message))
        if "Timeout" in name:
            return Failure(kind="late", message=f"no whole answer within {timeout:g} s")
        return Failure(kind="dropped", message=self.without_key(str(cause) or name))

    def _described(self, said: object, status: int, headers: Mapping[str, str]) -> Failure:
        """A status with what the body says, in the shapes that servers are known to give it."""
        code = param = None
        message = ""
        if isinstance(said, dict):
            message = str(said.get("message") or said.get("detail") or "")
            code = said.get("code") or said.get("type")
            param = said.get("param")
            if isinstance(details := said.get("detail"), list):  # FastAPI's
                known = [row for row in details if isinstance(row, dict)]
                message = "; ".join(str(row.get("msg", "")) for row in known)
                places = [row["loc"][-1] for row in known if isinstance(row.get("loc"), list) and row["loc"]]
                param = next((place for place in places if isinstance(place, str)), None)
        elif said:
            message = str(said)
        per_minute = headers.get("x-ratelimit-limit-requests", "")
        return Failure(
            kind="status",
            status=status,
            message=self.without_key(message)[:_MESSAGE],
            code=str(code) if code is not None else None,
            param=str(param) if param else None,
            retry_after=retry_after(headers),
            per_minute=int(per_minute) if per_minute.isdecimal() and int(per_minute) > 0 else None,
        )


def _read(content: bytes) -> Any:
    from pydantic_core import from_json

    try:
        return from_json(content)
    except ValueError:
        # Half a character, a deep nest or another encoding: the standard library takes more, and more time.
        return json.loads(content)


def _call(answer: Mapping[str, Any] | Failure, model: str, seconds: float) -> Call:
    if isinstance(answer, Failure):
        return Call(model=model, outcome=answer.kind, status=answer.status, seconds=seconds)
    usage = answer.get("usage")
    counted = usage if isinstance(usage, dict) else {}
    tokens = (counted.get(name) for name in ("prompt_tokens", "completion_tokens"))
    read, written = (value if isinstance(value, int) else None for value in tokens)
    return Call(model=model, outcome="answered", seconds=seconds, tokens_in=read, tokens_out=written)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from `Retry-After-Ms` or `Retry-After` (seconds, or a date seen from the answer's own)."""
    for name, unit in (("retry-after-ms", 1000), ("retry-after", 1)):
        try:
            wait = float(headers[name]) / unit
        except (KeyError, ValueError):
            continue
        return max(0.0, wait) if isfinite(wait) else None
    try:
        until = parsedate_to_datetime(headers["retry-after"]) - parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError, TypeError):
        return None
    return max(0.0, until.total_seconds())


def _import() -> None:
    known = "openai" in sys.modules
    import anyio
    import openai  # noqa: F401

    # What the connections run on is else imported by the first call, while all others wait for it.
    anyio.run(anyio.sleep, 0)
    if not known:
        # What was loaded stays: the garbage collector need not walk it again while replies come in.
        gc.freeze()


class _Rehearsed(Exception):
    """The request was about to leave."""


async def _rehearse(client: AsyncOpenAI, http: AsyncClient, address: str) -> None:
    """A chat that is put together and not sent.

    The first one has the client look at the machine and import what is left, which else all first calls wait for.
    """

    async def stop(_: object) -> None:
        raise _Rehearsed

    http.event_hooks = {"request": [stop]}
    with suppress(_Rehearsed):
        await client.reply_to(address, b"{}", timeout=1)
    http.event_hooks = {}


def _chat_path(settings: ModelSettings) -> str:
    """Azure has a path for each model; the client finds it only for requests that it writes itself."""
    if settings.api_version is None or "/deployments" in urlsplit(settings.url).path:
        return "/chat/completions"
    return f"/deployments/{quote(settings.model, safe='')}/chat/completions"


def _client(settings: ModelSettings, http: AsyncClient) -> AsyncOpenAI:
    """A client that takes nothing from the environment that was not meant for this server."""
    from briefer.engines.openai.session import AsyncAzureOpenAI, AsyncOpenAI

    key = settings.api_key or NO_KEY
    client: AsyncOpenAI
    if settings.api_version is None:
        client = AsyncOpenAI(api_key=key, base_url=settings.url, max_retries=0, http_client=http)
    elif "/openai" in urlsplit(settings.url).path:  # the whole address, deployment and all
        client = AsyncAzureOpenAI(
            api_key=key, api_version=settings.api_version, base_url=settings.url, max_retries=0, http_client=http
        )
    else:
        client = AsyncAzureOpenAI(
            api_key=key, api_version=settings.api_version, azure_endpoint=settings.url, max_retries=0, http_client=http
        )
    if settings.base_url is not None:
        # OPENAI_ORG_ID and its like are between the user and OpenAI.
        client.organization = client.project = client.admin_api_key = None
    return client
