"""Runs a local page until Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from briefer.web.guard import HOST, listening

if TYPE_CHECKING:
    import uvicorn
    from starlette.applications import Starlette


def serve(application: Starlette, *, port: int, say: Callable[[str], None], browse: str | None) -> None:
    """Serves the page on this machine's own address, which `say` is told; `browse` is the path that a browser opens."""
    import uvicorn

    with listening(port) as door:
        address = f"http://{HOST}:{door.getsockname()[1]}"
        say(address)
        config = uvicorn.Config(
            application, log_level="warning", lifespan="off", server_header=False, timeout_graceful_shutdown=1
        )
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_run(uvicorn.Server(config), door, None if browse is None else f"{address}{browse}"))


async def _run(server: uvicorn.Server, door: socket.socket, address: str | None) -> None:
    if address is not None:
        import webbrowser

        await asyncio.to_thread(webbrowser.open, address)
    await server.serve(sockets=[door])
