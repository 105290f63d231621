"""What a crash at each step of sending leaves behind: nobody has two mails, nobody is forgotten, doubt is reported.

The sender runs in a process of its own that ends at once, as by `kill -9`, before or after the n-th thing that it says
to the server, hears from it or writes to the outbox; then another run tidies up. `benchmarks/mail.py --crashes` goes
through all steps, a test through some.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from crashing import BROKEN_OFF, Steps, Wire, counted, forked, named

RECIPIENTS = 20


class Taken:
    """Counts the mails that a server has taken, by recipient."""

    def __init__(self) -> None:
        self.mails: Counter[str] = Counter()

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802, ARG002
        """Takes the mail."""
        self.mails[envelope.rcpt_tos[0]] += 1
        return "250 Taken"


@dataclass(frozen=True, kw_only=True)
class Left:
    """What one crash left behind, after another run."""

    step: int
    #: Whether there were so many steps.
    crashed: bool
    #: What the crash came before or after.
    what: str
    #: State of each recipient.
    states: dict[str, str]
    #: How often each has the mail.
    mails: dict[str, int]
    #: Exit status of the run that tidied up.
    status: int
    #: How many mails that run said to be in doubt.
    told: int
    #: Over how many connections was sent: so many mails can be in doubt.
    connections: int

    def faults(self) -> list[str]:
        """What must not be."""
        unknown = [address for address, state in self.states.items() if state == "unknown"]
        found = [f"{address} has {number} mails" for address, number in self.mails.items() if number > 1]
        found += [f"{n} of {RECIPIENTS} recipients are known" for n in [len(self.states)] if n != RECIPIENTS]
        for address, state in self.states.items():
            if state not in ("sent", "unknown"):
                found.append(f"{address} is {state}")
            if state == "sent" and self.mails.get(address) != 1:
                found.append(f"{address} counts as sent, and has no mail")
        if len(unknown) > self.connections or len(unknown) != self.told:
            found.append(f"{len(unknown)} are in doubt, and {self.told} were told")
        if self.status != (5 if unknown else 0):
            found.append(f"the status is {self.status}")
        return found


@contextmanager
def harness(folder: Path, *, connections: int = 1) -> Iterator[Harness]:
    """A server, and a process from which senders are forked, so that each starts at once."""
    taken = Taken()
    server = Controller(taken, hostname="127.0.0.1", port=_free_port(), ready_timeout=20)
    server.start()
    command = [sys.executable, str(Path(__file__).resolve())]
    try:
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as senders:
            yield Harness(folder=folder, taken=taken, port=server.port, connections=connections, senders=senders)
            if senders.stdin is not None:
                senders.stdin.close()
    finally:
        server.stop()


@dataclass(frozen=True, kw_only=True)
class Harness:
    """Breaks off senders."""

    folder: Path
    taken: Taken
    port: int
    connections: int
    senders: subprocess.Popen[str]

    def crash(self, step: int) -> Left:
        """One sender is broken off at this step, another one follows."""
        self.taken.mails.clear()
        store = self.folder / f"{step}.db"
        first = self._run(store, step)
        second = self._run(store, 0)
        for file in self.folder.glob(f"{step}.db*"):
            file.unlink()
        return Left(
            step=step,
            crashed=first["status"] == BROKEN_OFF,
            what=first["what"],
            states=second["states"],
            mails=dict(self.taken.mails),
            status=second["status"],
            told=second["told"],
            connections=self.connections,
        )

    def all(self, every: int = 1, start: int = 1) -> Iterator[Left]:
        """Each step, or every so many of them."""
        step = start
        while True:
            left = self.crash(step)
            yield left
            if not left.crashed:
                return
            step += every

    def _run(self, store: Path, step: int) -> dict[str, Any]:
        stdin, stdout = self.senders.stdin, self.senders.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("the senders have no pipes")
        stdin.write(json.dumps([str(store), self.port, self.connections, step]) + "\n")
        stdin.flush()
        made: dict[str, Any] = json.loads(stdout.readline())
        return made


def _free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


# The process of the senders.


def _send(store: Path, port: int, connections: int, steps: Steps) -> dict[str, Any]:
    """One run of the sender."""
    import smtplib

    from briefer.config import MailSettings
    from briefer.deliver import Tries
    from briefer.model import Addressee, Brief, EngineInfo, ProfileInfo
    from briefer.pipeline import sending
    from briefer.pipeline.mailing import Mailing, addressed
    from briefer.store import Outbox

    real_socket = smtplib.SMTP._get_socket  # type: ignore[attr-defined]
    smtplib.SMTP._get_socket = lambda *a: Wire(real_socket(*a), steps)  # type: ignore[attr-defined]
    # Waiting for the disk is for a power cut: what a process wrote outlives it anyway.
    Outbox.DURABLE = "OFF"
    for name in ("do", "_changed"):
        setattr(Outbox, name, counted(getattr(Outbox, name), steps))
    for name in ("message", "begin", "settle"):
        setattr(Outbox, name, named(getattr(Outbox, name), name, steps))
    # What the mails say, and how long it takes to say it, is no matter here.
    sending.mails = lambda mailing: ((a, _mail(a)) for a in mailing.readers)  # type: ignore[assignment]
    brief = Brief(
        id="b1",
        created="2026-11-22T06:00:00Z",
        title="Morning brief",
        language="en",
        timezone="UTC",
        profile=ProfileInfo(name="morning", template="daily"),
        engine=EngineInfo(name="extractive"),
    )
    mail = MailSettings(sender="desk@example.org", host="127.0.0.1", port=port, security="none")
    readers = addressed([Addressee(email=f"r{number}@example.org") for number in range(RECIPIENTS)])
    now = datetime.now(UTC)
    mailing = Mailing(brief=brief, mail=mail, readers=readers, edition="b1", now=now)
    with Outbox(store, now=lambda: datetime.now(UTC)) as outbox:
        tries = Tries(sleep=lambda _: None, connections=connections)
        report = sending.send(outbox, [mailing], lambda: sending.open_delivery(mail), tries)
        states = {entry.address: entry.state for entry in outbox.entries()}
    return {"status": report.status, "told": report.broken_off, "states": states, "what": "", "steps": steps.done}


def _mail(address: str) -> bytes:
    lines = ["From: desk@example.org", f"To: {address}", "Subject: Brief", f"Message-ID: <{address}>", "", "Hello."]
    return "\r\n".join([*lines, *["x" * 70] * 20, ""]).encode()


def main(lines: Sequence[str] | Any = sys.stdin) -> None:
    """Forks a sender for each line."""
    # Imported once, for all of them.
    import briefer.deliveries.smtp
    import briefer.pipeline.sending  # noqa: F401

    for line in lines:
        store, port, connections, step = json.loads(line)
        print(json.dumps(forked(partial(_send, Path(store), port, connections), step)), flush=True)


if __name__ == "__main__":
    main()
