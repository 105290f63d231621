"""`briefer outbox`, and what `briefer doctor` says of mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from mail_server import Listening, Server, mail
from typer.testing import Result

from briefer.model import Addressee, Receipt
from briefer.store import Outbox

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., Result]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Any]:
    """A mail server on loopback, named by the briefer.toml of the folder."""
    made = Server()
    listening = Listening(made)
    listening.start()
    made.port, made.connections = listening.port, 0
    (tmp_path / "briefer.toml").write_text(
        f'[mail]\nfrom = "desk@example.org"\nhost = "127.0.0.1"\nport = {made.port}\nsecurity = "none"\ntimeout = 5\n',
        "utf-8",
    )
    yield made
    listening.stop()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """An outbox with a mail in each state, numbered from 1; the fourth was never made."""
    path = tmp_path / "store" / "briefer.db"
    reader = {f"{name}@example.org": Addressee(email=f"{name}@example.org") for name in ("ann", "ben", "cyr", "dag")}
    with Outbox(path, now=lambda: datetime.now(UTC)) as outbox:
        outbox.add("b1", 1, "Morning brief", reader)
        for number in (1, 2, 3):
            outbox.keep(number, "desk@example.org", mail(f"n{number}@example.org"))
        outbox.settle(1, Receipt(outcome="sent", reason="250 ok"))
        outbox.begin(2)
        outbox.settle(2, Receipt(outcome="unknown", reason="it closed the connection"))
        outbox.settle(3, Receipt(outcome="pending", reason="451 \x1b[31mlater"))
    return path


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)


def test_it_is_empty_at_first(run: Run) -> None:
    assert run("outbox", "list").stdout == "the outbox is empty\n"


def test_the_list_has_number_state_reader_and_reason(run: Run, store: Path) -> None:
    lines = run("outbox", "list").stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [["1", "sent"], ["2", "unknown"], ["3", "pending"], ["4", "pending"]]
    assert "ben@example.org  Morning brief  it closed the connection" in lines[1]
    assert "\x1b" not in lines[2]
    assert [line.split()[0] for line in run("outbox", "list", "--state", "unknown").stdout.splitlines()] == ["2"]
    assert run("outbox", "list", "--state", "refused").stdout == "the outbox has no such mail\n"


def test_one_mail_is_shown_with_all_that_is_known(run: Run, store: Path) -> None:
    shown = run("outbox", "show", "2").stdout
    assert "state   unknown" in shown
    assert "brief   Morning brief, revision 1 (b1)" in shown
    assert run("outbox", "show", "2", "--message").stdout_bytes == mail("n2@example.org")
    assert "is not kept: it was sent" in run("outbox", "show", "1", "--message").stderr
    result = run("outbox", "show", "9")
    assert result.exit_code == 1
    assert "there is no mail 9" in result.stderr


def test_a_retry_sends_what_is_pending_and_nothing_else(run: Run, server: Any, store: Path) -> None:
    result = run("outbox", "retry")
    assert server.addresses() == ["cyr@example.org"]
    assert "mail 4 was never made: send its brief again" in result.stderr
    assert result.exit_code == 5
    assert "2 recipients: 1 sent, 1 pending" in result.stderr


def test_a_mail_in_doubt_is_sent_again_when_it_is_named(run: Run, server: Any, store: Path) -> None:
    result = run("outbox", "retry", "2")
    assert result.exit_code == 0, result.stderr
    assert server.addresses() == ["ben@example.org"]
    assert server.taken[0][1] == mail("n2@example.org")
    # One that was sent is not, even by name.
    assert run("outbox", "retry", "1").exit_code == 0
    assert len(server.taken) == 1


def test_a_person_resolves_what_nobody_knows(run: Run, server: Any, store: Path) -> None:
    assert run("outbox", "resolve", "sent", "2").stdout == "1 mail: sent\n"
    assert run("outbox", "list", "--state", "unknown").stdout == "the outbox has no such mail\n"
    assert run("outbox", "resolve", "refused", "3", "4").exit_code == 0
    assert run("outbox", "retry").stdout == "nothing is pending\n"
    assert run("outbox", "resolve", "pending", "3").exit_code == 0
    assert run("outbox", "retry").exit_code == 0
    assert server.addresses() == ["cyr@example.org"]
    assert run("outbox", "resolve", "sent", "7").exit_code == 1


@pytest.mark.parametrize("again", [("retry",), ("resolve", "pending")])
def test_what_a_later_revision_has_replaced_is_not_sent_again(
    run: Run, server: Any, store: Path, again: tuple[str, ...]
) -> None:
    with Outbox(store, now=lambda: datetime.now(UTC)) as outbox:
        outbox.resolve([3], "refused", "replaced by revision 2")
        outbox.add("b1", 2, "Morning brief", {"CYR@example.org": Addressee(email="CYR@example.org")})
    result = run("outbox", *again, "2", "3")
    assert result.exit_code == 1
    assert "mail 3 was replaced by revision 2 (mail 5) and is not sent any more" in result.stderr
    assert "briefer outbox show 5" in result.stderr
    assert server.taken == []
    assert [line.split()[1] for line in run("outbox", "list").stdout.splitlines()][1:3] == ["unknown", "refused"]
    assert run("outbox", *again, "2").exit_code == 0


def test_old_mails_are_forgotten(run: Run, store: Path) -> None:
    assert run("outbox", "purge").stdout == "forgot 0 mails\n"
    with Outbox(store, now=lambda: datetime.now(UTC) - timedelta(days=100)) as outbox:
        outbox.resolve([4], "refused", "long ago")
    # The third is pending.
    assert run("outbox", "purge").stdout == "forgot 0 mails\nkept 1 mail whose brief has not gone out to all\n"
    assert run("outbox", "resolve", "sent", "3").exit_code == 0
    assert run("outbox", "purge").stdout == "forgot 1 mail\n"
    assert len(run("outbox", "list").stdout.splitlines()) == 3


# What the doctor says.


def test_the_doctor_tries_the_server_up_to_a_mail(run: Run, server: Any, store: Path) -> None:
    result = run("doctor")
    assert f"ok      mail: mails go to 127.0.0.1:{server.port}; 0 recipients" in result.stdout
    assert "not encrypted, without a login; it takes mail from desk@example.org" in result.stdout
    assert "note    outbox: 2 pending, 1 unknown of 4 mails" in result.stdout
    assert dict(server.commands) == {"MAIL": 1}
    assert server.taken == []


def test_the_doctor_leaves_the_server_alone_offline(run: Run, server: Any) -> None:
    assert "mail server: not asked (--offline)" in run("doctor", "--offline").stdout
    assert server.connections == 0


def test_the_doctor_says_what_is_wrong_with_the_server(run: Run, server: Any, tmp_path: Path) -> None:
    path = tmp_path / "briefer.toml"
    path.write_text(path.read_text("utf-8").replace('"none"', '"starttls"'), "utf-8")
    result = run("doctor")
    assert result.exit_code == 1
    assert "does not encrypt (it has no STARTTLS)" in result.stdout
