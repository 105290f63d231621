"""A server on loopback that speaks /v1/chat/completions and /v1/models, and misbehaves as it is told.

    with FakeServer() as server:
        server.enqueue(busy(retry_after=2), says({"a": 1}))   # the next answers, one a request
        server.reply = lambda request: {"sentences": list(request.sentences)}   # every other one
        server.rules.append(refuse_form("json_schema"))       # what it takes none of
        ... server.url, server.requests ...

It runs in a thread with an event loop of its own, and may be run as a program for benchmarks.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import re
import ssl
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

_REASONS = {200: "OK", 307: "Temporary Redirect", 400: "Bad Request", 404: "Not Found", 429: "Too Many Requests"}


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sent."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def prompt(self) -> str:
        """All messages, one after another."""
        return "\n\n".join(str(message.get("content") or "") for message in self.body.get("messages", ()))

    @property
    def user(self) -> str:
        """The last message."""
        return str(self.body["messages"][-1]["content"])

    @property
    def form(self) -> str:
        """How the reply is asked for: json_schema_strict, json_schema, tool, json_object or plain."""
        asked = self.body.get("response_format") or {}
        if asked.get("type") == "json_schema":
            return "json_schema_strict" if asked["json_schema"].get("strict") else "json_schema"
        return str(asked.get("type") or ("tool" if self.body.get("tools") else "plain"))

    @property
    def limit(self) -> int | None:
        """Tokens that the reply may have."""
        return self.body.get("max_tokens") or self.body.get("max_completion_tokens")

    @property
    def sentences(self) -> dict[str, str]:
        """The numbered sentences of the last message, by their ids: s1, s2, …"""
        return dict(re.findall(r"^(s\d+) \| (.*)$", self.user, re.M))

    @property
    def quotations(self) -> dict[str, str]:
        """Its numbered quotations with what the prompt says of each, by their ids: q1, q2, …"""
        return dict(re.findall(r"^(q\d+) \| (.*)$", self.user, re.M))


def first_sentences(request: Request) -> dict[str, Any]:
    """A reply in the engine's shape that passes every gate: what happened is what the first sentences say."""
    told = [(key, words) for key, words in request.sentences.items() if len(words) <= 400][:3]
    nothing = {"status": "reported", "when": None, "where": None}
    what = [{"ids": [key], "text": words, **nothing} for key, words in told]
    return {"headline": None, "who": [], "what": what, "positions": [], "next_steps": []}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server does with one request."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    #: A dict or list is sent as JSON, text and bytes as they are.
    body: Any = None
    #: Seconds until it begins to answer.
    latency: float = 0.0
    #: Of the body's bytes only so many are sent before the connection breaks; 0: none, and no headers either.
    cut_at: int | None = None
    #: Seconds between two bytes of the body.
    drip: float = 0.0
    #: It says nothing until the client goes away or the server stops.
    hang: bool = False


def says(
    content: Any = None,
    *,
    finish: str = "stop",
    tokens: tuple[int, int] | None = (100, 20),
    latency: float = 0.0,
    **message: Any,
) -> Answer:
    """A reply of the model; `content` that is no text is sent as JSON, `message` holds further fields of it."""
    text = content if content is None or isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    body: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": "fake",
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": text, **message}, "finish_reason": finish}
        ],
    }
    if tokens is not None:
        body["usage"] = {
            "prompt_tokens": tokens[0],
            "completion_tokens": tokens[1],
            "total_tokens": sum(tokens),
        }
    return Answer(body=body, latency=latency)


def fails(
    status: int,
    message: str = "no",
    *,
    code: str | None = None,
    param: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """An error in the shape that OpenAI gives it."""
    error = {"message": message, "type": "invalid_request_error", "param": param, "code": code}
    return Answer(status=status, body={"error": error}, headers=headers or {})


def busy(*, retry_after: float | None = None, ms: int | None = None, per_minute: int | None = None) -> Answer:
    """A 429, with the headers that are given."""
    headers: dict[str, str] = {}
    if retry_after is not None:
        headers["retry-after"] = f"{retry_after:g}"
    if ms is not None:
        headers["retry-after-ms"] = str(ms)
    if per_minute is not None:
        headers["x-ratelimit-limit-requests"] = str(per_minute)
    return fails(429, "Rate limit reached", code="rate_limit_exceeded", headers=headers)


def drops() -> Answer:
    """The connection breaks before a byte is said."""
    return Answer(cut_at=0)


def cuts(content: Any, at: int = 40) -> Answer:
    """The connection breaks in the middle of the answer."""
    return Answer(body=says(content).body, cut_at=at)


def hangs() -> Answer:
    """No answer comes."""
    return Answer(hang=True)


def drips(content: Any, seconds: float) -> Answer:
    """Every byte comes, each a while after the one before."""
    return Answer(body=says(content).body, drip=seconds)


#: Looks at a request before anything else does: an answer refuses it, None lets it pass.
Rule = Callable[[Request], Answer | None]


def refuse_form(*forms: str, param: str | None = "response_format", status: int = 400) -> Rule:
    """Takes none of these request forms, as servers without grammars do."""

    def rule(request: Request) -> Answer | None:
        if request.form not in forms:
            return None
        named = "tool_choice" if request.form == "tool" else "response_format"
        return fails(status, f"{named} of this type is not supported", param=param and named)

    return rule


def refuse_parameter(name: str, *, instead: str | None = None) -> Rule:
    """Does not know one parameter of the body."""

    def rule(request: Request) -> Answer | None:
        if name not in request.body:
            return None
        advice = f" Use '{instead}' instead." if instead else ""
        return fails(
            400,
            f"Unsupported parameter: '{name}' is not supported with this model.{advice}",
            code="unsupported_parameter",
            param=name,
        )

    return rule


def context_of(tokens: int) -> Rule:
    """Takes prompts of up to so many tokens, at four characters each."""

    def rule(request: Request) -> Answer | None:
        if (length := len(request.prompt) // 4) <= tokens:
            return None
        return fails(
            400,
            f"This model's maximum context length is {tokens} tokens. However, your messages resulted in {length}"
            " tokens. Please reduce the length of the messages.",
            code="context_length_exceeded",
            param="messages",
        )

    return rule


class Quota:
    """A bucket of `burst` requests that `per_minute` refill; above it 429, with or without telling what it grants."""

    def __init__(
        self, per_minute: int, *, burst: int, tells: bool = True, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.per_minute = per_minute
        self.burst = burst
        self.tells = tells
        self._now = now
        self._left = float(burst)
        self._seen: float | None = None

    def __call__(self, request: Request) -> Answer | None:
        """The 429 for a request that is one too many."""
        now = self._now()
        a_second = self.per_minute / 60
        if self._seen is not None:
            self._left = min(self.burst, self._left + (now - self._seen) * a_second)
        self._seen = now
        if self._left >= 1:
            self._left -= 1
            return None
        wait = (1 - self._left) / a_second
        return busy(ms=int(wait * 1000) + 1, per_minute=self.per_minute if self.tells else None)


class Faults:
    """Trouble by chance, the same for the same seed."""

    def __init__(self, *, busy: float = 0, error: float = 0, cut: float = 0, bad: float = 0, seed: int = 1) -> None:
        self._shares = (("busy", busy), ("error", error), ("cut", cut), ("bad", bad))
        self._chance = random.Random(seed)

    def __call__(self, request: Request) -> Answer | None:
        """The trouble that this request meets, if any."""
        drawn = self._chance.random()
        for name, share in self._shares:
            if drawn < share:
                return {
                    "busy": busy(ms=50),
                    "error": fails(500, "internal error"),
                    "cut": cuts({"text": "never whole"}),
                    "bad": says('{"text": "never'),
                }[name]
            drawn -= share
        return None


class FakeServer:
    """The server; leaving the `with` block stops it."""

    def __init__(
        self,
        *,
        models: tuple[str, ...] = ("test-model", "test-model-large"),
        latency: Callable[[], float] = lambda: 0.0,
        at_most: int | None = None,
        workers: int | None = None,
        reads_at_most: int | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.tls = tls
        #: What /v1/models lists.
        self.models = models
        #: Seconds that a reply takes.
        self.latency = latency
        #: Requests in flight above which it says 429.
        self.at_most = at_most
        #: Requests that are worked on at once; others queue.
        self.workers = workers
        #: Tokens that it counts at most: longer prompts are cut in silence, as Ollama does.
        self.reads_at_most = reads_at_most
        #: What it refuses, asked in order.
        self.rules: list[Rule] = []
        #: What the model replies: an `Answer`, or the content of one.
        self.reply: Callable[[Request], Any] = lambda request: {"ok": True}
        #: How many connections were made.
        self.connections = 0
        #: Every chat request, in the order in which they came.
        self.requests: list[Request] = []
        #: The most chat requests that were in flight at once.
        self.peak = 0
        self._queue: deque[Answer] = deque()
        self._running = 0
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._thread: threading.Thread | None = None
        self._clients: set[asyncio.Task[None]] = set()
        self.port = 0

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self.port}/v1"

    def enqueue(self, *answers: Answer | Any) -> None:
        """The answers to the next requests, before `reply` is asked again; what is no answer is what the model says."""
        self._queue.extend(answer if isinstance(answer, Answer) else says(answer) for answer in answers)

    def __enter__(self) -> Self:
        self._loop.run_until_complete(self._start())
        self._thread = threading.Thread(target=self._loop.run_forever, name="fake server", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        assert self._thread is not None
        self._thread.join(10)
        self._loop.close()

    async def _start(self) -> None:
        # More than a few hundred clients may knock at once.
        self._server = await asyncio.start_server(self._client, "127.0.0.1", self.port, backlog=1024, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]
        self._slots = asyncio.Semaphore(self.workers) if self.workers else None

    async def _stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._clients:
            task.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._clients.add(task)
        self.connections += 1
        try:
            # A cancelled handler must end quietly: asyncio would report it to stderr.
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while (request := await _read(reader)) is not None:
                    if not await self._serve(request, reader, writer):
                        break
        finally:
            self._clients.discard(task)
            writer.close()

    async def _serve(self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection lives on."""
        if request.method == "GET" and request.path.endswith("/models"):
            rows = [{"id": name, "object": "model"} for name in self.models]
            return await _send(writer, Answer(body={"object": "list", "data": rows}))
        if request.method != "POST" or not request.path.split("?")[0].endswith("/chat/completions"):
            return await _send(writer, fails(404, f"no such path: {request.path}"))
        self.requests.append(request)
        self._running += 1
        self.peak = max(self.peak, self._running)
        try:
            answer = self._answer(request)
            if answer.status == 200 and self._slots is not None:
                async with self._slots:
                    await asyncio.sleep(answer.latency)
            elif answer.latency:
                await asyncio.sleep(answer.latency)
            if answer.hang:
                await reader.read(1)  # nothing comes but the end
                return False
        finally:
            self._running -= 1
        return await _send(writer, answer)

    def _answer(self, request: Request) -> Answer:
        if self.at_most is not None and self._running > self.at_most:
            return busy()
        for rule in self.rules:
            if (refusal := rule(request)) is not None:
                return refusal
        if self._queue:
            return self._queue.popleft()
        if self.models and request.body.get("model") not in self.models:
            return fails(404, f"The model `{request.body.get('model')}` does not exist", code="model_not_found")
        said = self.reply(request)
        if isinstance(said, Answer):
            return said
        tokens_in = len(request.prompt) // 4
        if self.reads_at_most is not None:
            tokens_in = min(tokens_in, self.reads_at_most)
        text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
        tokens, latency = (tokens_in, len(text) // 4), self.latency()
        if request.form == "tool":
            name = request.body["tools"][0]["function"]["name"]
            call = {"id": "call_1", "type": "function", "function": {"name": name, "arguments": text}}
            return says(finish="tool_calls", tokens=tokens, latency=latency, tool_calls=[call])
        return says(text, tokens=tokens, latency=latency)


async def _read(reader: asyncio.StreamReader) -> Request | None:
    """The next request of a connection; None at its end."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    first, *lines = head.rstrip().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    raw = await reader.readexactly(int(headers.get("content-length", 0)))
    return Request(method, path, headers, json.loads(raw) if raw else {})


async def _send(writer: asyncio.StreamWriter, answer: Answer) -> bool:
    """Whether the connection lives on after the answer."""
    if answer.cut_at == 0:
        writer.transport.abort()
        return False
    body, kind = answer.body, "text/plain"
    if not isinstance(body, str | bytes):
        body, kind = json.dumps(body, ensure_ascii=False), "application/json"
    data = body.encode() if isinstance(body, str) else body
    headers = {"content-type": kind, "content-length": str(len(data)), **answer.headers}
    head = f"HTTP/1.1 {answer.status} {_REASONS.get(answer.status, 'Status')}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
    writer.write(head.encode("latin-1"))
    if answer.cut_at is not None:
        writer.write(data[: answer.cut_at])
        await writer.drain()
        return False
    if answer.drip:
        for byte in data:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(answer.drip)
    else:
        writer.write(data)
        await writer.drain()
    return True


def main() -> None:
    """Serves until its standard input ends; its first line says the base URL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds that a reply takes")
    parser.add_argument("--jitter", type=float, default=0.0, help="share of the latency by which it varies")
    parser.add_argument("--reply", help="what the model says; else it repeats the first sentences of the prompt")
    parser.add_argument("--at-most", type=int, help="requests in flight above which it says 429")
    parser.add_argument("--workers", type=int, help="requests that are worked on at once; others queue")
    parser.add_argument("--per-minute", type=int, help="requests granted in a minute")
    parser.add_argument("--burst", type=int, default=1, help="requests granted at once")
    parser.add_argument("--faults", type=json.loads, help="JSON: the shares of busy, error, cut and bad")
    options = parser.parse_args()
    chance = random.Random(1)

    def latency() -> float:
        return options.latency * chance.uniform(1 - options.jitter, 1 + options.jitter)

    server = FakeServer(models=(), latency=latency, at_most=options.at_most, workers=options.workers)
    server.reply = lambda request: options.reply or first_sentences(request)
    if options.per_minute:
        server.rules.append(Quota(options.per_minute, burst=options.burst))
    if options.faults:
        server.rules.append(Faults(**options.faults))
    with server:
        print(server.url, flush=True)  # noqa: T201 - this is how the starter learns the port
        sys.stdin.read()


if __name__ == "__main__":
    main()
