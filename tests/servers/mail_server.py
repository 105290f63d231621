"""A real mail server on loopback that fails as it is told, and mails for it."""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from briefer.config import MailSettings
from briefer.model import Addressee
from briefer.store import Outbox

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
SENDER = "desk@example.org"
PASSWORD = "horse-battery-staple-4711"
Step = Callable[["Server", str], str | float | None]


@dataclass
class Server:
    """Takes mails and does what its steps say."""

    #: Recipient of each mail that was taken, and its bytes.
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    #: Command -> an answer in place of the usual one, seconds to wait, or None; it gets the recipient (or sender).
    steps: dict[str, Step] = field(default_factory=dict)
    connections: int = 0
    commands: Counter[str] = field(default_factory=Counter)
    port: int = 0
    #: Connections to be cut by the steps.
    transports: list[Any] = field(default_factory=list)

    def addresses(self) -> list[str]:
        return [address for address, _ in self.taken]

    def cut(self) -> None:
        """Closes the connection at hand without a word."""
        self.transports[-1].abort()

    def settings(self, **given: Any) -> MailSettings:
        usual = {"sender": SENDER, "host": "127.0.0.1", "port": self.port, "security": "none", "timeout": 5.0}
        return MailSettings(**(usual | given))


class Handler:
    def __init__(self, server: Server) -> None:
        self.server = server

    async def _asked(self, command: str, word: str) -> str | None:
        self.server.commands[command] += 1
        step = self.server.steps.get(command)
        answer = step(self.server, word) if step else None
        if isinstance(answer, float):
            await asyncio.sleep(answer)
            return None
        return answer

    async def handle_MAIL(  # noqa: N802 - aiosmtpd names it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        answer = await self._asked("MAIL", address)
        if answer is None:
            envelope.mail_from = address
        return answer or "250 OK"

    async def handle_RCPT(  # noqa: N802 - likewise
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        answer = await self._asked("RCPT", address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(  # noqa: N802 - likewise
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = await self._asked("DATA", envelope.rcpt_tos[0])
        if answer is None:
            assert isinstance(envelope.content, bytes)
            self.server.taken.append((envelope.rcpt_tos[0], envelope.content))
        return answer or "250 Taken"


class Listening(Controller):
    """The controller with what each server is made of."""

    def __init__(self, server: Server, *, implicit: ssl.SSLContext | None = None, **options: Any) -> None:
        self.server_of = server
        self.options = options
        super().__init__(Handler(server), hostname="127.0.0.1", port=0, ssl_context=implicit, ready_timeout=20)

    def factory(self) -> SMTP:
        state = self.server_of

        class Protocol(SMTP):
            def connection_made(self, transport: Any) -> None:
                state.connections += 1
                state.transports.append(transport)
                super().connection_made(transport)

        return Protocol(self.handler, hostname="mail.example", **({"enable_SMTPUTF8": False} | self.options))

    def _trigger_server(self) -> None:
        # Asks for a free port, and so has to find out which one it got.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def listening(**options: Any) -> Iterator[Server]:
    """A server that runs until the block ends."""
    server = Server()
    running = Listening(server, **options)
    running.start()
    try:
        server.port = running.port
        # Starting takes a connection of its own.
        server.connections = 0
        yield server
    finally:
        running.stop()


@dataclass
class Trust:
    """A certificate authority of its own."""

    authority: trustme.CA
    file: str

    def context(self, host: str = "127.0.0.1") -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(host).configure_cert(made)
        return made


def doorman(smtp: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    """Lets in who knows the password."""
    assert isinstance(data, LoginPassword)
    return AuthResult(success=data.password.decode() == PASSWORD, handled=False)


def mail(address: str, *, body: str = "The weir is shut.", size: int = 0) -> bytes:
    lines = [f"From: {SENDER}", f"To: {address}", "Subject: Brief", f"Message-ID: <{address}>", "", body]
    lines += ["x" * 70] * (size // 72)
    return ("\r\n".join(lines) + "\r\n").encode()


def fill(outbox: Outbox, *addresses: str, **how: Any) -> None:
    """A row with a mail for each of these addresses."""
    outbox.add("b1", 1, "Morning brief", {address: Addressee(email=address) for address in addresses})
    for entry in outbox.entries(states=("pending",)):
        if not entry.made:
            outbox.keep(entry.id, SENDER, mail(entry.address, **how))


def states(outbox: Outbox) -> dict[str, str]:
    return {entry.address: entry.state for entry in outbox.entries()}
