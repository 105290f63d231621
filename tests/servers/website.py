"""Web servers on loopback that hold what a test puts there, under any host name, and misbehave as they are told.

    with Website() as site:
        site.put("/a", page("Title", "Text …"))                      # on every host
        site.put("/a", Answer(status=404), host="news.example")      # on one
        site.put("/busy", busy(1), ok)                               # answers in turn; the last one stays
        ... site.url("/a", host="news.example"), site.requests ...

Names are not looked up: `site.resolve` has every name live here.
"""

from __future__ import annotations

import asyncio
import gzip
import ssl
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from loopback import Loopback

_REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified", 404: "Not Found", 429: "Slow down"}


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sent."""

    host: str
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server does with one request."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    #: Seconds until it begins to answer.
    latency: float = 0.0
    #: Of the body only so many bytes are sent before the connection breaks; -1: not even the headers.
    cut_at: int | None = None
    #: Seconds between two bytes of the body.
    drip: float = 0.0
    #: It says nothing until the client goes away.
    hang: bool = False
    #: The body comes again and again, without end.
    endless: bool = False
    #: Neither a length nor chunks: the end of the connection is the end of the body.
    unframed: bool = False
    #: The very bytes of the answer, after which the connection ends.
    raw: bytes | None = None


Behaviour = Answer | Callable[[Request], Answer]


def page(title: str = "", text: str = "", *, charset: str | None = "utf-8", **more: str) -> Answer:
    """A page with a title and paragraphs."""
    paragraphs = "".join(f"<p>{block}</p>" for block in text.split("\n\n"))
    body = f"<!DOCTYPE html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    kind = f"text/html; charset={charset}" if charset else "text/html"
    return Answer(body=body.encode(charset or "utf-8"), headers={"content-type": kind, **more})


def moved(to: str, status: int = 302, **headers: str) -> Answer:
    """A redirect."""
    return Answer(status=status, headers={"location": to, **headers})


def packed(body: bytes, **headers: str) -> Answer:
    """A body compressed for the transfer."""
    return Answer(
        body=gzip.compress(body), headers={"content-encoding": "gzip", "content-type": "text/html", **headers}
    )


def busy(seconds: float | str | None = None, status: int = 429) -> Answer:
    """Asked too much."""
    return Answer(status=status, headers={} if seconds is None else {"retry-after": str(seconds)})


class Website(Loopback):
    """The server; a context that runs it."""

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(tls=tls)
        self.requests: list[Request] = []
        #: The largest number of requests that were under way at once, by host.
        self.at_once: Counter[str] = Counter()
        self._open: Counter[str] = Counter()
        self._pages: dict[tuple[str | None, str], list[Behaviour]] = {}

    def put(self, path: str, *answers: Behaviour, host: str | None = None) -> None:
        """What a path answers, one after another; the last answer stays."""
        self._pages[host, path] = list(answers)

    def url(self, path: str, *, host: str = "news.example") -> str:
        """The address of a path."""
        return f"http{'s' if self.tls else ''}://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[Request]:
        """The requests for a path."""
        return [request for request in self.requests if request.path == path]

    async def resolve(self, host: str, port: int) -> list[str]:
        """Every name lives here, and an address is itself."""
        return [host] if host.replace(".", "").isdigit() or ":" in host else ["127.0.0.1"]

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.rstrip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        request = Request(headers.get("host", "").rpartition(":")[0], first.split(" ")[1], headers)
        self.requests.append(request)
        self._open[request.host] += 1
        self.at_once[request.host] = max(self.at_once[request.host], self._open[request.host])
        try:
            return await self._answer(self._chosen(request), writer)
        finally:
            self._open[request.host] -= 1

    def _chosen(self, request: Request) -> Answer:
        for key in ((request.host, request.path), (None, request.path)):
            if answers := self._pages.get(key):
                found = answers.pop(0) if len(answers) > 1 else answers[0]
                return found if isinstance(found, Answer) else found(request)
        return Answer(status=404)

    async def _answer(self, answer: Answer, writer: asyncio.StreamWriter) -> bool:
        await asyncio.sleep(answer.latency)
        if answer.hang:
            await asyncio.sleep(3600)
        if answer.cut_at == -1:
            writer.transport.abort()
            return False
        if answer.raw is not None:
            writer.write(answer.raw)
            await writer.drain()
            return False
        framed = not (answer.endless or answer.unframed)
        headers = {"content-length": str(len(answer.body))} if framed else {"connection": "close"}
        lines = [f"HTTP/1.1 {answer.status} {_REASONS.get(answer.status, 'So')}"]
        lines += [f"{name}: {value}" for name, value in (headers | dict(answer.headers)).items()]
        writer.write("\r\n".join((*lines, "", "")).encode("latin-1"))
        if answer.drip:
            for byte in answer.body:
                writer.write(bytes((byte,)))
                await writer.drain()
                await asyncio.sleep(answer.drip)
        elif answer.cut_at is not None:
            writer.write(answer.body[: answer.cut_at])
            await writer.drain()
            writer.close()
            return False
        else:
            writer.write(answer.body)
            await writer.drain()
            while answer.endless:
                writer.write(answer.body)
                await writer.drain()
        return framed
