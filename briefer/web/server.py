"""Runs a local page until Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from briefer.web.guard import HOST, listening
from briefer.web.preview import Preview, application

if TYPE_CHECKING:
    import uvicorn


def serve(preview: Preview, *, port: int, browse: bool, say: Callable[[str], None]) -> None:
    """Serves the preview on this machine's own address and says where; `browse` opens it in the browser."""
    import uvicorn

    with listening(port) as door:
        address = f"http://{HOST}:{door.getsockname()[1]}/"
        say(f"the preview is at {address} (Ctrl-C ends it)")
        config = uvicorn.Config(
            application(preview), log_level="warning", lifespan="off", server_header=False, timeout_graceful_shutdown=1
        )
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_run(uvicorn.Server(config), door, address if browse else None))


async def _run(server: uvicorn.Server, door: socket.socket, address: str | None) -> None:
    if address is not None:
        import webbrowser

        await asyncio.to_thread(webbrowser.open, address)
    await server.serve(sockets=[door])
