"""Mail through programs and into a folder."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from mail_server import SENDER, Server, fill, mail, states

from briefer.config import MailSettings
from briefer.deliver import Tries, deliver
from briefer.errors import BrieferError, DeliveryError
from briefer.model import Delivery, Parcel, Receipt
from briefer.pipeline.sending import open_delivery
from briefer.plugins import names
from briefer.store import Outbox
from briefer.testing import FakeDelivery

ANN = "ann@example.org"
PARCEL = Parcel(sender=SENDER, recipient=ANN, message=mail(ANN))


def program(tmp_path: Path, code: str) -> tuple[str, ...]:
    file = tmp_path / "program.py"
    file.write_text(
        f"import sys, os, time\nfrom pathlib import Path\nhere = Path({str(tmp_path)!r})\n{code}\n", "utf-8"
    )
    return (sys.executable, str(file))


def handed(settings: MailSettings) -> tuple[Receipt, int]:
    begun: list[int] = []
    with open_delivery(settings) as delivery:
        receipt = delivery.deliver(PARCEL, committing=lambda: begun.append(1))
    return receipt, len(begun)


def test_all_are_there_by_name_and_keep_the_protocol(tmp_path: Path) -> None:
    assert {"smtp", "sendmail", "folder"} <= set(names("briefer.deliveries"))
    for name in ("smtp", "sendmail", "folder"):
        made = open_delivery(MailSettings(sender=SENDER, transport=name, host="h.example", folder=str(tmp_path)))
        assert isinstance(made, Delivery)
        assert made.target
    with pytest.raises(BrieferError, match="there is no delivery “pigeon”"):
        open_delivery(MailSettings(sender=SENDER, transport="pigeon"))


def test_sendmail_gets_addresses_as_arguments_and_the_mail_on_its_input(tmp_path: Path) -> None:
    command = program(tmp_path, "(here / 'got').write_bytes(repr(sys.argv[1:]).encode() + sys.stdin.buffer.read())")
    receipt, begun = handed(MailSettings(sender=SENDER, transport="sendmail", command=(*command, "-i")))
    assert (receipt.outcome, begun) == ("sent", 1)
    expected = repr(["-i", "-f", SENDER, "--", ANN]).encode() + mail(ANN).replace(b"\r\n", b"\n")
    assert (tmp_path / "got").read_bytes() == expected


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("sys.exit('queue is full') if False else sys.exit(75)", "pending"),
        ("sys.exit(67)", "refused"),
        ("sys.exit(1)", "unknown"),
        ("os.kill(os.getpid(), 9)", "unknown"),
        ("time.sleep(5)", "unknown"),
    ],
)
def test_what_sendmail_says_by_its_status(tmp_path: Path, code: str, outcome: str) -> None:
    settings = MailSettings(sender=SENDER, transport="sendmail", command=program(tmp_path, code), timeout=0.06)
    assert handed(settings)[0].outcome == outcome


def test_no_such_program_is_no_doubt(tmp_path: Path, outbox: Outbox) -> None:
    settings = MailSettings(sender=SENDER, transport="sendmail", command=(str(tmp_path / "nothing"),))
    fill(outbox, ANN)
    error = deliver(outbox, outbox.entries(), lambda: open_delivery(settings), Tries(sleep=lambda _: None))
    assert error is not None
    assert "there is no program" in error.message
    assert states(outbox) == {ANN: "pending"}


def test_a_folder_gets_whole_files_for_the_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    settings = MailSettings(sender=SENDER, transport="folder", folder=str(folder))
    assert handed(settings)[0].outcome == handed(settings)[0].outcome == "sent"
    (file,) = folder.iterdir()
    assert file.suffix == ".eml"
    assert file.read_bytes() == mail(ANN)
    assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0


def test_a_name_of_a_file_holds_nothing_of_a_path(tmp_path: Path) -> None:
    from briefer.deliveries.folder import written

    parcel = Parcel(sender=SENDER, recipient="../../a/b\\c:d@example.org", message=b"x")
    assert written(tmp_path, parcel).parent == tmp_path


def test_each_mail_passes_through_the_program_first(tmp_path: Path, server: Server) -> None:
    code = "m = sys.stdin.buffer.read(); sys.stdout.buffer.write(b'X-Signed: yes\\n' + m.replace(b'\\r\\n', b'\\n'))"
    settings = server.settings(pipe=program(tmp_path, code))
    receipt, begun = handed(settings)
    assert (receipt.outcome, begun) == ("sent", 1)
    assert server.taken == [(ANN, b"X-Signed: yes\r\n" + mail(ANN))]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("sys.exit('no key')", "ended with status 1: no key"),
        ("pass", "changed “From” of the mail, or printed no mail"),
        (
            "sys.stdout.buffer.write(sys.stdin.buffer.read().replace(b'ann@', b'everybody@'))",
            "changed “To” of the mail",
        ),
        ("time.sleep(5)", "did not end in time"),
    ],
)
def test_a_program_that_spoils_the_mail_stops_the_run(
    tmp_path: Path, server: Server, outbox: Outbox, code: str, said: str
) -> None:
    settings = server.settings(pipe=program(tmp_path, code), timeout=1.0)
    fill(outbox, ANN)
    error = deliver(outbox, outbox.entries(), lambda: open_delivery(settings), Tries(sleep=lambda _: None))
    assert isinstance(error, DeliveryError)
    assert said in error.message
    assert states(outbox) == {ANN: "pending"}
    assert server.taken == []


def test_a_folder_is_not_made_by_looking_at_it(tmp_path: Path) -> None:
    settings = MailSettings(sender=SENDER, transport="folder", folder=str(tmp_path / "mails"))
    assert "can be written to" in open_delivery(settings).check()
    assert not (tmp_path / "mails").exists()


def test_ctrl_c_in_the_middle_leaves_doubt_and_says_so(outbox: Outbox) -> None:
    fill(outbox, ANN, "ben@example.org")
    fake = FakeDelivery().enqueue(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        deliver(outbox, outbox.entries(), lambda: fake, Tries(sleep=lambda _: None))
    assert states(outbox) == {ANN: "unknown", "ben@example.org": "pending"}


def test_ctrl_c_lets_the_other_connections_end_their_mail(outbox: Outbox) -> None:
    addresses = [f"r{number}@example.org" for number in range(40)]
    fill(outbox, *addresses)
    stopped = FakeDelivery().enqueue(KeyboardInterrupt())
    # The first one made is that of another thread; the last one is this thread's own.
    made = [FakeDelivery(), FakeDelivery(), stopped]
    with pytest.raises(KeyboardInterrupt):
        deliver(outbox, outbox.entries(), iter(made).__next__, Tries(sleep=lambda _: None))
    found = states(outbox)
    sent = [parcel.recipient for other in made[:2] for parcel in other.taken]
    assert {a for a, state in found.items() if state == "sent"} == set(sent)
    assert [a for a, state in found.items() if state == "unknown"] == [p.recipient for p in stopped.taken]
    assert "in_flight" not in found.values()


def test_a_row_that_another_one_took_is_left_to_it(outbox: Outbox) -> None:
    fill(outbox, ANN, "ben@example.org")
    entries = outbox.entries()
    outbox.begin(entries[0].id)
    fake = FakeDelivery()
    assert deliver(outbox, entries, lambda: fake, Tries(sleep=lambda _: None)) is None
    assert [parcel.recipient for parcel in fake.taken] == ["ben@example.org"]
    assert states(outbox) == {ANN: "in_flight", "ben@example.org": "sent"}


def test_a_connection_that_cannot_be_had_leaves_its_mails_to_the_others(outbox: Outbox) -> None:
    class Full(FakeDelivery):
        def deliver(self, parcel: Parcel, *, committing: object) -> Receipt:
            raise DeliveryError("421 too many connections", lasting=False)

    addresses = [f"r{number}@example.org" for number in range(40)]
    fill(outbox, *addresses)
    good = FakeDelivery()
    made = iter([Full(), Full(), good, good, good])
    assert deliver(outbox, outbox.entries(), made.__next__, Tries(sleep=lambda _: None, waits=(1,))) is None
    assert set(states(outbox).values()) == {"sent"}
    assert sorted(parcel.recipient for parcel in good.taken) == sorted(addresses)
