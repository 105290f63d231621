"""Mail over SMTP against a real server that fails in every way that servers do."""

from __future__ import annotations

import base64
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from mail_server import PASSWORD, SENDER, Server, Trust, doorman, fill, mail, states

from briefer.config import MailSettings, Secret
from briefer.deliver import Tries, deliver
from briefer.deliveries.smtp import SmtpDelivery
from briefer.errors import ConfigError, DeliveryError
from briefer.model import Parcel, Receipt
from briefer.store import Outbox

Start = Callable[..., Server]
ANN, BEN, CYR = "ann@example.org", "ben@example.org", "cyr@example.org"
ONCE = Tries(sleep=lambda _: None, waits=())


def handed(settings: MailSettings, address: str = ANN, message: bytes | None = None) -> tuple[Receipt, list[str]]:
    """What became of one mail, and whether it had been begun."""
    begun: list[str] = []
    with SmtpDelivery(settings) as delivery:
        parcel = Parcel(sender=SENDER, recipient=address, message=message or mail(address))
        receipt = delivery.deliver(parcel, committing=lambda: begun.append("begun"))
    return receipt, begun


def fails(settings: MailSettings) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        handed(settings)
    return caught.value


def test_the_very_bytes_arrive(server: Server) -> None:
    message = mail(ANN, body="..\r\n.\r\n.one dot", size=200_000)
    receipt, begun = handed(server.settings(), message=message)
    assert (receipt.outcome, begun) == ("sent", ["begun"])
    assert server.taken == [(ANN, message)]


@pytest.mark.parametrize("connections", [1, 3])
def test_a_connection_serves_many(server: Server, outbox: Outbox, connections: int) -> None:
    fill(outbox, *(f"r{n}@example.org" for n in range(30)))
    tries = Tries(sleep=lambda _: None, connections=connections)
    assert deliver(outbox, outbox.entries(), lambda: SmtpDelivery(server.settings()), tries) is None
    assert server.connections == connections
    assert len(set(server.addresses())) == len(server.taken) == 30
    assert set(states(outbox).values()) == {"sent"}
    assert all(not entry.made for entry in outbox.entries())


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(("code", "outcome"), [(451, "pending"), (554, "refused")])
def test_a_no_is_temporary_or_lasting(server: Server, step: str, code: int, outcome: str) -> None:
    server.steps[step] = lambda _, word: f"{code} not now, {word}"
    receipt, begun = handed(server.settings())
    assert receipt.outcome == outcome
    assert receipt.reason.startswith(f"{code} not now")
    assert bool(begun) == (step == "DATA")
    assert server.taken == []


def test_others_get_theirs_when_one_is_refused(server: Server, outbox: Outbox) -> None:
    answers = {BEN: "550 no such user", CYR: "450 come back later"}
    server.steps["RCPT"] = lambda _, word: answers.get(word)
    fill(outbox, ANN, BEN, CYR, "dag@example.org")
    deliver(outbox, outbox.entries(), lambda: SmtpDelivery(server.settings()), ONCE)
    assert states(outbox) == {ANN: "sent", BEN: "refused", CYR: "pending", "dag@example.org": "sent"}
    assert {e.address: e.reason for e in outbox.entries() if e.state != "sent"} == {
        BEN: "550 no such user",
        CYR: "450 come back later",
    }
    assert server.connections == 1


def test_what_was_put_off_is_tried_again_after_each_wait(server: Server, outbox: Outbox) -> None:
    slept: list[float] = []
    server.steps["RCPT"] = lambda s, word: "451 greylisted" if word == BEN and s.commands["RCPT"] < 4 else None
    fill(outbox, ANN, BEN)
    tries = Tries(sleep=slept.append, waits=(5, 30, 60))
    assert deliver(outbox, outbox.entries(), lambda: SmtpDelivery(server.settings()), tries) is None
    assert states(outbox) == {ANN: "sent", BEN: "sent"}
    assert slept == [5, 30]
    assert server.addresses() == [ANN, BEN]


def test_a_connection_lost_before_the_mail_leaves_it_pending(server: Server, outbox: Outbox) -> None:
    server.steps["RCPT"] = lambda s, word: s.cut() if word == BEN else None
    fill(outbox, ANN, BEN, CYR)
    deliver(outbox, outbox.entries(), lambda: SmtpDelivery(server.settings()), ONCE)
    assert states(outbox) == {ANN: "sent", BEN: "pending", CYR: "sent"}
    # It may have been tired of the connection alone.
    assert server.connections == 3


@pytest.mark.parametrize("taken", [True, False])
def test_a_connection_lost_after_the_mail_leaves_it_unknown(server: Server, outbox: Outbox, taken: bool) -> None:
    def cut(server: Server, word: str) -> str | None:
        if word != BEN:
            return None
        if taken:
            server.taken.append((word, b""))
        server.cut()
        return "451 never heard"

    server.steps["DATA"] = cut
    fill(outbox, ANN, BEN, CYR)
    tries = Tries(sleep=lambda _: None, waits=(1, 1, 1))
    deliver(outbox, outbox.entries(), lambda: SmtpDelivery(server.settings()), tries)
    assert states(outbox) == {ANN: "sent", BEN: "unknown", CYR: "sent"}
    assert server.addresses().count(BEN) == taken
    assert [e.made for e in outbox.entries() if e.address == BEN] == [True]


def test_a_server_that_closes_after_each_mail_is_connected_anew(server: Server, outbox: Outbox) -> None:
    server.steps["RCPT"] = lambda s, word: "421 too many mails" if s.commands["RCPT"] % 2 == 0 else None
    fill(outbox, ANN, BEN, CYR)
    tries = Tries(sleep=lambda _: pytest.fail("it waits"))
    deliver(outbox, outbox.entries(), lambda: SmtpDelivery(server.settings()), tries)
    assert set(states(outbox).values()) == {"sent"}
    assert sorted(server.addresses()) == [ANN, BEN, CYR]


def test_silence_before_the_mail_is_pending_and_after_it_unknown(start: Start) -> None:
    for step, outcome in (("RCPT", "pending"), ("DATA", "unknown")):
        server = start()
        server.steps[step] = lambda _, word: 1.0
        began = time.monotonic()
        receipt, _ = handed(server.settings(timeout=0.2 if step == "RCPT" else 0.06))
        assert receipt.outcome == outcome
        assert "did not answer in time" in receipt.reason
        assert time.monotonic() - began < 0.95


def test_a_sender_that_the_server_does_not_take_stops_the_run(server: Server, outbox: Outbox) -> None:
    server.steps["MAIL"] = lambda _, word: f"550 {word} is not yours"
    fill(outbox, ANN, BEN)
    error = deliver(outbox, outbox.entries(), lambda: SmtpDelivery(server.settings()), Tries(sleep=lambda _: None))
    assert error is not None
    assert "takes no mail from desk@example.org: 550" in error.message
    assert states(outbox) == {ANN: "pending", BEN: "pending"}
    assert all("is not yours" in entry.reason for entry in outbox.entries())
    assert server.commands["MAIL"] == 1


def test_size_is_asked_before_the_mail_is_sent(start: Start) -> None:
    server = start(data_size_limit=5_000)
    receipt, begun = handed(server.settings(), message=mail(ANN, size=10_000))
    assert receipt.outcome == "refused"
    assert "the server takes at most 5,000" in receipt.reason
    assert begun == []
    assert not server.commands
    assert handed(server.settings())[0].outcome == "sent"


def test_addresses_beyond_ascii_need_a_server_that_takes_them(start: Start) -> None:
    receipt, begun = handed(start().settings(), "änne@example.org")
    assert receipt.outcome == "refused"
    assert "no SMTPUTF8" in receipt.reason
    assert begun == []
    able = start(enable_SMTPUTF8=True)
    assert handed(able.settings(), "änne@example.org")[0].outcome == "sent"
    assert able.addresses() == ["änne@example.org"]


def test_bytes_above_127_need_a_server_that_takes_them(raw: Raw) -> None:
    said = raw(["220 hi", "250 mail.example"])
    receipt, begun = handed(said.settings(), message=mail(ANN, body="é"))
    assert receipt.outcome == "refused"
    assert "no 8BITMIME" in receipt.reason
    assert begun == []
    # What briefer makes itself is ASCII, and any server takes that.
    said = raw(["220 hi", "250 mail.example", "250 ok", "250 ok", "354 go", "250 taken", "221 bye"])
    assert handed(said.settings())[0].outcome == "sent"


# The connection itself.


def test_starttls_and_tls_with_a_certificate_that_holds(start: Start, trust: Trust) -> None:
    upgraded = start(tls_context=trust.context(), require_starttls=True)
    assert handed(upgraded.settings(security="starttls", ca_file=trust.file))[0].outcome == "sent"
    implicit = start(implicit=trust.context())
    assert handed(implicit.settings(security="tls", ca_file=trust.file))[0].outcome == "sent"


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize(("known", "host"), [(False, "127.0.0.1"), (True, "mail.example.org")])
def test_a_certificate_that_does_not_hold_comes_before_the_password(
    start: Start, trust: Trust, security: str, known: bool, host: str
) -> None:
    context = trust.context(host)
    server = start(tls_context=context, authenticator=doorman) if security == "starttls" else start(implicit=context)
    given = {"username": "desk", "password": Secret(command=("printf", PASSWORD))}
    error = fails(server.settings(security=security, ca_file=trust.file if known else None, **given))
    assert "has no certificate that holds" in error.message
    assert error.lasting
    assert not server.commands


def test_a_server_without_starttls_gets_neither_mail_nor_password(start: Start) -> None:
    server = start(authenticator=doorman, auth_require_tls=False)
    error = fails(server.settings(security="starttls", username="desk", password=Secret(command=("printf", PASSWORD))))
    assert "does not encrypt (it has no STARTTLS)" in error.message
    assert not server.commands


def test_plain_text_slipped_in_after_starttls_is_noticed(raw: Raw, trust: Trust) -> None:
    said = raw(["220 hi", "250-mail.example\r\n250 STARTTLS", "220 go ahead\r\n250 AUTH PLAIN"], tls=trust.context())
    error = fails(said.settings(security="starttls", ca_file=trust.file))
    assert "it said more, unencrypted" in error.message


@pytest.mark.parametrize(
    ("greeting", "words"),
    [
        ("220-" + "hello " * 20 + "\r\n", "its answer has no end"),
        ("220 " + "x" * 70_000, "its answer has no end"),
        ("SSH-2.0-OpenSSH_9.9", "not that of a mail server"),
        ("554 go away", "does not serve us: 554 go away"),
        ("421 too busy", "does not serve us: 421 too busy"),
        ("", "closed the connection"),
    ],
)
def test_a_greeting_that_is_none(raw: Raw, greeting: str, words: str) -> None:
    said = raw([greeting], endless=greeting.startswith("220-"))
    error = fails(said.settings(timeout=5.0))
    assert words in error.message
    assert error.lasting == (greeting[:3] == "554")


def test_a_greeting_of_many_lines_is_read(raw: Raw) -> None:
    greeting = "".join(f"220-line {n} of a long policy that nobody reads\r\n" for n in range(500)) + "220 hi"
    said = raw([greeting, "250 mail.example", "250 ok", "250 ok", "354 go", "250 taken", "221 bye"])
    assert handed(said.settings())[0].outcome == "sent"


def test_a_server_that_drips_is_left(raw: Raw) -> None:
    said = raw(["220 hi"], drip=0.05)
    began = time.monotonic()
    error = fails(said.settings(timeout=0.2))
    assert "did not answer in time" in error.message
    assert time.monotonic() - began < 2


def test_nobody_listens(outbox: Outbox) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        settings = MailSettings(sender=SENDER, host="127.0.0.1", port=held.getsockname()[1], security="none")
        slept: list[float] = []
        fill(outbox, ANN, BEN)
        tries = Tries(sleep=slept.append, waits=(5, 30))
        error = deliver(outbox, outbox.entries(), lambda: SmtpDelivery(settings), tries)
    assert error is not None
    assert not error.lasting
    assert slept == [5, 30]
    assert states(outbox) == {ANN: "pending", BEN: "pending"}
    assert all("refused" in entry.reason for entry in outbox.entries())


# Logging in.


def logging_in(server: Server, trust: Trust, **given: Any) -> MailSettings:
    return server.settings(security="starttls", ca_file=trust.file, username="desk", **given)


def test_a_password_from_a_command_or_the_environment(
    start: Start, trust: Trust, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = start(tls_context=trust.context(), authenticator=doorman, auth_required=True)
    monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)
    for secret in (Secret(env="MAIL_PASSWORD"), Secret(command=("printf", PASSWORD))):
        assert handed(logging_in(server, trust, password=secret))[0].outcome == "sent"


def test_a_wrong_password_stops_the_run(start: Start, trust: Trust) -> None:
    server = start(tls_context=trust.context(), authenticator=doorman, auth_required=True)
    error = fails(logging_in(server, trust, password=Secret(command=("printf", "wrong-secret"))))
    assert "did not let desk in: 535" in error.message
    assert error.lasting


def test_no_password_is_said_with_the_key_that_names_it(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAIL_PASSWORD", raising=False)
    with pytest.raises(ConfigError) as caught:
        handed(server.settings(username="desk", password=Secret(env="MAIL_PASSWORD")))
    assert caught.value.message == "the variable MAIL_PASSWORD holds no password"
    assert caught.value.hint is not None
    assert "[mail] password" in caught.value.hint
    assert server.connections == 0


def test_a_server_that_knows_no_login(start: Start) -> None:
    error = fails(start().settings(username="desk", password=Secret(command=("printf", PASSWORD))))
    assert "offers no login" in error.message


def test_a_token_is_asked_for_anew_with_each_connection(raw: Raw, tmp_path: Any) -> None:
    count = tmp_path / "count"
    command = ("sh", "-c", f"echo x >> {count}; echo ya29.token-of-today")
    for number in (1, 2):
        said = raw(
            ["220 hi", "250-mail.example\r\n250 AUTH XOAUTH2", "235 in", "250 ok", "250 ok", "354 go", "250 t", "221 b"]
        )
        assert handed(said.settings(username="desk@example.org", token=Secret(command=command)))[0].outcome == "sent"
        expected = b"user=desk@example.org\x01auth=Bearer ya29.token-of-today\x01\x01"
        assert f"AUTH XOAUTH2 {base64.b64encode(expected).decode()}" in said.heard
        assert len(count.read_text().split()) == number


def test_a_token_that_is_not_taken(raw: Raw) -> None:
    challenge = base64.b64encode(b'{"status":"401"}').decode()
    said = raw(["220 hi", "250-mail.example\r\n250 AUTH XOAUTH2", f"334 {challenge}", "535 bad token ya29.t"])
    error = fails(said.settings(username="desk", token=Secret(command=("echo", "ya29.t"))))
    assert "did not let desk in: 535 bad token …" in error.message


def test_checking_goes_up_to_not_including_a_mail(start: Start, trust: Trust) -> None:
    server = start(tls_context=trust.context(), authenticator=doorman, auth_required=True)
    with SmtpDelivery(logging_in(server, trust, password=Secret(command=("printf", PASSWORD)))) as delivery:
        said = delivery.check()
    assert "TLSv1.3, logged in as desk" in said
    assert server.commands == {"MAIL": 1}
    assert server.taken == []


# A server of few words, for what aiosmtpd does not do wrong.


class Said:
    """Says its lines one after the other, whatever it hears."""

    def __init__(self, lines: list[str], *, tls: Any = None, endless: bool = False, drip: float = 0.0) -> None:
        self.lines, self.tls, self.endless, self.drip = lines, tls, endless, drip
        self.heard: list[str] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def settings(self, **given: Any) -> MailSettings:
        usual = {"sender": SENDER, "host": "127.0.0.1", "security": "none", "timeout": 5.0}
        return MailSettings(**(usual | {"port": self.listener.getsockname()[1]} | given))

    def _serve(self) -> None:
        try:
            connection, _ = self.listener.accept()
        except OSError:
            return
        with connection, suppress(OSError):
            self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        stream = connection.makefile("rb")
        for number, line in enumerate(self.lines):
            if number and not self._listened(stream, after=self.lines[number - 1]):
                return
            if not line:
                return
            data = line.encode() + (b"" if self.endless else b"\r\n")
            while self.endless:
                connection.sendall(data * 100)
            if self.drip:
                for byte in data * 100:
                    connection.sendall(bytes([byte]))
                    time.sleep(self.drip)
            connection.sendall(data)
            if self.tls is not None and line.startswith("220 go"):
                with self.tls.wrap_socket(connection, server_side=True) as encrypted:
                    encrypted.recv(1)
                return
        stream.read(1)

    def _listened(self, stream: Any, after: str) -> bool:
        line = stream.readline()
        while after.startswith("354") and line not in (b".\r\n", b""):
            line = stream.readline()
        self.heard.append(line.decode().strip())
        return bool(line)


Raw = Callable[..., Said]


@pytest.fixture
def raw() -> Iterator[Raw]:
    with _closing() as made:
        yield lambda lines, **how: made.append(Said(lines, **how)) or made[-1]  # type: ignore[func-returns-value]


@contextmanager
def _closing() -> Iterator[list[Said]]:
    made: list[Said] = []
    yield made
    for said in made:
        said.listener.close()
        said.thread.join(5)
