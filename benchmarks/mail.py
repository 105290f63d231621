"""How fast mails go out beside bare `smtplib`, how much memory that takes, and what crashes leave behind."""

from __future__ import annotations

import argparse
import json
import smtplib
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from briefer.config import MailSettings
from briefer.contract import load_brief
from briefer.deliver import Tries, deliver
from briefer.model import Addressee
from briefer.pipeline.mailing import Mailing, addressed, mails
from briefer.pipeline.sending import open_delivery, send
from briefer.store import Entry, Outbox

ROOT = Path(__file__).resolve().parents[1]
SENDER = "desk@example.org"
#: Mails of one side before the other has its turn, so that a busy moment of the machine hurts neither.
TURN = 100
TRIES = Tries(sleep=time.sleep)
#: What readers can want: two languages, two time zones, two layouts.
KINDS = [
    {"language": language, "timezone": zone, "template": template}
    for language in ("en", "fr")
    for zone in ("Europe/Copenhagen", "Asia/Tokyo")
    for template in ("daily", "short")
]


@contextmanager
def server() -> Iterator[int]:
    """A mail server in a process of its own that takes everything and keeps nothing."""
    command = [sys.executable, str(Path(__file__).resolve()), "--serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if process.stdout is None:
            raise RuntimeError("the server has no output")
        yield int(process.stdout.readline())
        process.terminate()


def serve() -> None:
    """The process of the server; it says its port and ends with its input."""
    import socket

    from aiosmtpd.controller import Controller

    class Taken:
        async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802, ARG002
            return "250 Taken"

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(Taken(), hostname="127.0.0.1", port=port, ready_timeout=20)
    controller.start()
    print(port, flush=True)
    sys.stdin.read()


def mailing(number: int, port: int, template: str | None = None) -> Mailing:
    """The example brief for so many readers; with a template they differ in nothing but name and address."""
    brief = load_brief(json.loads((ROOT / "examples/briefs/daily.json").read_text("utf-8")))
    readers = [
        Addressee(
            email=f"reader{n}@example.org",
            name=f"Reader {n}",
            **({"template": template} if template else KINDS[n % len(KINDS)]),
        )
        for n in range(number)
    ]
    settings = MailSettings(sender=SENDER, host="127.0.0.1", port=port, security="none")
    return Mailing(brief=brief, mail=settings, readers=addressed(readers), edition=brief.id, now=datetime.now(UTC))


def bare(port: int, entries: list[Entry], outbox: Outbox) -> float:
    """Seconds that `smtplib` alone takes to send these mails over one connection."""
    kept = [(entry.address, message[1]) for entry in entries if (message := outbox.message(entry.id))]
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as smtp:
        for address, message in kept:
            smtp.sendmail(SENDER, address, message)
    return time.perf_counter() - began


def ours(port: int, entries: list[Entry], outbox: Outbox, connections: int) -> float:
    """Seconds that the outbox takes: bytes read, claimed on the disk, sent, settled on the disk."""
    settings = MailSettings(sender=SENDER, host="127.0.0.1", port=port, security="none")
    began = time.perf_counter()
    tries = Tries(sleep=time.sleep, connections=connections)
    if error := deliver(outbox, entries, lambda: open_delivery(settings), tries):
        raise error
    return time.perf_counter() - began


def speed(number: int, template: str, connections: int) -> None:
    """Prints mails a second of both sides."""
    with server() as port, tempfile.TemporaryDirectory() as folder:
        asked = mailing(number, port, template)
        with Outbox(Path(folder) / "briefer.db", now=lambda: datetime.now(UTC)) as outbox:
            began = time.perf_counter()
            outbox.add(asked.edition, 1, asked.brief.title, asked.readers)
            ids = {entry.address: entry.id for entry in outbox.entries()}
            size = 0
            for address, message in mails(asked):
                outbox.keep(ids[address], SENDER, message)
                size += len(message)
            making = time.perf_counter() - began
            entries = outbox.entries()
            alone = together = 0.0
            for start in range(0, number, TURN):
                turn = entries[start : start + TURN]
                alone += bare(port, turn, outbox)
                together += ours(port, turn, outbox, connections)
            states = Counter(entry.state for entry in outbox.entries())
    if states != {"sent": number}:
        raise RuntimeError(f"not all were sent: {dict(states)}")
    print(
        f"{template:<11} {connections:>11} {number:>6,} {size / number / 1000:>8,.0f} {making * 1000 / number:>9.1f}"
        f" {number / alone:>9,.0f} {number / together:>9,.0f} {alone / together:>7.2f}",
        flush=True,
    )


def memory(number: int) -> None:
    """One whole run of sending, in this process; prints its largest resident size."""
    import resource

    with server() as port, tempfile.TemporaryDirectory() as folder:
        asked = mailing(number, port)
        with Outbox(Path(folder) / "briefer.db", now=lambda: datetime.now(UTC)) as outbox:
            report = send(outbox, [asked], lambda: open_delivery(asked.mail), TRIES)
    if report.status:
        raise RuntimeError("not all were sent")
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    print(f"{number:>6,} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit:>6,.0f} MB")


def crashes(every: int, connections: int) -> bool:
    """Prints what crashes left behind; whether all was well."""
    import mail_crashes

    found: Counter[str] = Counter()
    faults = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        mail_crashes.harness(Path(folder), connections=connections) as harness,
    ):
        for left in harness.all(every):
            if not left.crashed:
                break
            found["crashes"] += 1
            found["in doubt"] += "unknown" in left.states.values()
            found["in doubt, and it had arrived"] += any(
                state == "unknown" and left.mails.get(address) for address, state in left.states.items()
            )
            for fault in left.faults():
                faults += 1
                print(f"step {left.step} ({left.what}): {fault}")
    print(
        f"{mail_crashes.RECIPIENTS} recipients over {connections} at once, a crash at every {every}. step of sending, then one more run"
    )
    for what, number in found.items():
        print(f"{what:<32} {number:>5}")
    print(f"{'twice, forgotten or not told':<32} {faults:>5}")
    return not faults


def main() -> int:
    """Measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=1000, help="recipients")
    parser.add_argument("--templates", nargs="+", default=["short", "ministerial"])
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 3], help="of briefer, at once")
    parser.add_argument("--no-memory", action="store_true")
    parser.add_argument("--crashes", action="store_true", help="only the crashes, at every step")
    parser.add_argument("--every", type=int, default=1, help="of the crashes every so many")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--memory", type=int, help=argparse.SUPPRESS)
    asked: Any = parser.parse_args()
    if asked.serve:
        serve()
    elif asked.memory:
        memory(asked.memory)
    elif asked.crashes:
        return 0 if all(crashes(asked.every, connections) for connections in asked.connections) else 1
    else:
        print("template    connections  mails  KB each making ms    bare/s briefer/s   ratio")
        for template in asked.templates:
            for connections in asked.connections:
                speed(asked.number, template, connections)
        if not asked.no_memory:
            print("\npeak memory of rendering and sending to so many recipients, of eight kinds")
            for number in (max(asked.number // 10, 1), asked.number):
                subprocess.run([sys.executable, __file__, "--memory", str(number)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
