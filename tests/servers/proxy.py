"""A proxy on loopback that looks no names up: every name lives here, at the port that its address names.

    with Proxy() as proxy:
        ... proxy.url, proxy.asked ...       # "GET http://news.example:8001/a", "CONNECT news.example:8002"

With `sign_in="ann:secret"` it wants that name and password.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
from urllib.parse import urlsplit

from loopback import Loopback


class Proxy(Loopback):
    """The server; a context that runs it in a thread."""

    def __init__(self, *, sign_in: str | None = None) -> None:
        super().__init__()
        #: The first words of each request, those that were turned away among them.
        self.asked: list[str] = []
        self._token = f"Basic {base64.b64encode(sign_in.encode()).decode()}" if sign_in else None

    @property
    def url(self) -> str:
        """Its address, as `HTTP_PROXY` has it."""
        return f"http://127.0.0.1:{self.port}"

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request: a tunnel, or one answer, after which the connection ends."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.rstrip().split("\r\n")
        method, target, version = first.split(" ", 2)
        self.asked.append(f"{method} {target}")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if self._token is not None and headers.get("proxy-authorization") != self._token:
            writer.write(b"HTTP/1.1 407 Who are you\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n")
            await writer.drain()
            return False
        parts = urlsplit(f"//{target}" if method == "CONNECT" else target)
        there, on = await asyncio.open_connection("127.0.0.1", parts.port or 80)
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        else:
            kept = [line for line in lines if not line.lower().startswith(("proxy-", "connection:"))]
            path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
            on.write("\r\n".join([f"{method} {path} {version}", *kept, "connection: close", "", ""]).encode("latin-1"))
        # Whoever goes first ends it for both, as a handshake that is broken off does.
        ways = [asyncio.create_task(_passed(*way)) for way in ((reader, on), (there, writer))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            on.close()
            with contextlib.suppress(OSError):
                await on.wait_closed()
        return False


async def _passed(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    """Hands on what comes, until it ends."""
    while piece := await source.read(65536):
        to.write(piece)
        await to.drain()
