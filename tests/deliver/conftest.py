"""Mail servers, certificates and an outbox for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from mail_server import NOW, Listening, Server, Trust

from briefer.store import Outbox


@pytest.fixture
def start() -> Iterator[Callable[..., Any]]:
    """Starts a server with options of aiosmtpd's `SMTP`."""
    running: list[Any] = []

    def started(**options: Any) -> Any:
        server = Server()
        listening = Listening(server, **options)
        listening.start()
        running.append(listening)
        server.port = listening.port
        # Starting takes one of its own.
        server.connections = 0
        return server

    yield started
    for listening in running:
        listening.stop()


@pytest.fixture
def server(start: Callable[..., Any]) -> Any:
    """One that takes everything."""
    return start()


@pytest.fixture(scope="session")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Any:
    authority = trustme.CA()
    file = tmp_path_factory.mktemp("trust") / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    return Trust(authority=authority, file=str(file))


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with Outbox(tmp_path / "briefer.db", now=lambda: NOW) as box:
        yield box
