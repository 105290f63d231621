"""Connections to addresses that were looked at: a name is resolved once, judged, and connected to as it was judged.

The check stands where the connection is made, so no redirect and no second look-up of a name gets around it.
Host, SNI and the name in the certificate remain those of the URL.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterable

import httpcore2
import httpx2

from briefer.http.addresses import is_public
from briefer.http.settings import Limits, Resolver

#: Addresses of one name that are tried, and seconds for each.
_TRIED = 3
_CONNECT = 8.0


class RefusedAddressError(Exception):
    """A name that leads into a private network or to this machine."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(f"{host} is {address}")
        self.host = host
        self.address = address


class NoAddressError(Exception):
    """A name that has no address."""


async def look_up(host: str, port: int) -> list[str]:
    """The addresses that the system knows for a name."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


class PinnedBackend(httpcore2.AsyncNetworkBackend):
    """Connects to judged addresses only."""

    def __init__(self, resolve: Resolver, *, allow_private: bool) -> None:
        self._resolve = resolve
        self._allow_private = allow_private
        self._inner = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """A connection to the first address of the host that is allowed and answers."""
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise NoAddressError(host) from error
        allowed = [a for a in addresses if self._allow_private or is_public(a)]
        if addresses and not allowed:
            raise RefusedAddressError(host, addresses[0])
        failure: Exception = NoAddressError(host)
        for address in allowed[:_TRIED]:
            try:
                return await self._inner.connect_tcp(
                    address, port, min(timeout or _CONNECT, _CONNECT), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    async def sleep(self, seconds: float) -> None:
        """Waits."""
        await asyncio.sleep(seconds)


class PinnedTransport(httpx2.AsyncHTTPTransport):
    """httpx2's transport over such connections."""

    def __init__(self, resolve: Resolver, limits: Limits, *, tls: ssl.SSLContext, allow_private: bool) -> None:
        # Without a pool of its own: httpx2 offers no way to hand it a network backend.
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=2 * limits.at_once,
            max_keepalive_connections=limits.at_once,
            keepalive_expiry=15.0,
            network_backend=PinnedBackend(resolve, allow_private=allow_private),
        )
