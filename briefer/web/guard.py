"""What keeps a local page local: its host, its origin, and what its pages may load."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from briefer.errors import BrieferError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

#: The only address that is listened on.
HOST = "127.0.0.1"
#: What a browser on this machine may call it; another name in `Host` is a page elsewhere that points here.
NAMES = frozenset({HOST, "localhost"})


async def guard(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuses requests that another site has a browser make, and adds the headers that keep a page to itself."""
    from starlette.responses import PlainTextResponse

    host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
    origin = request.headers.get("origin")
    if host not in NAMES or (origin is not None and origin != own_origin(request)):
        return PlainTextResponse("this page is only for this machine\n", status_code=403)
    response = await call(request)
    for name, value in {
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }.items():
        response.headers.setdefault(name, value)
    return response


def own_origin(request: Request) -> str:
    """What a browser says of where a request comes from, when it comes from the page itself."""
    return f"{request.url.scheme}://{request.headers.get('host')}"


def listening(port: int) -> socket.socket:
    """A socket on this machine's own address; port 0 takes any that is free."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
        made.listen()
    except OSError as error:
        made.close()
        raise BrieferError(
            f"port {port} cannot be listened on: {error.strerror}", hint="name another with --port, or 0 for any"
        ) from error
    return made
