"""Mail servers, certificates and an outbox for each test."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from briefer.store import Outbox


def _load() -> Any:
    spec = importlib.util.spec_from_file_location("mail_server", Path(__file__).parent / "mail_server.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # From here on tests may say `from mail_server import Server`.
    sys.modules["mail_server"] = module
    spec.loader.exec_module(module)
    return module


_mail_server = sys.modules.get("mail_server") or _load()


@pytest.fixture
def start() -> Iterator[Callable[..., Any]]:
    """Starts a server with options of aiosmtpd's `SMTP`."""
    running: list[Any] = []

    def started(**options: Any) -> Any:
        server = _mail_server.Server()
        listening = _mail_server.Listening(server, **options)
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
    return _mail_server.Trust(authority=authority, file=str(file))


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with Outbox(tmp_path / "briefer.db", now=lambda: _mail_server.NOW) as box:
        yield box
