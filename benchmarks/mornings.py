"""A month of mornings from end to end: feeds and pages, `briefer daily`, mails; each morning is broken off and run again.

Ten invented outlets publish (`chronicle.py`); feeds break, one goes quiet, a page fails and comes back, the clocks
change, and one morning's clock is wrong. Each run is a process of its own that ends at once, as by `kill -9`, at a step
of its own: before or after a statement to the store, a file, or a word to the mail server. The run after it completes
the morning. Then every account is laid beside what was published, and every mailbox beside the briefs.

`--every N` breaks off one morning at every N-th of its steps, one after another, from `--first` to `--last`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from functools import partial
from itertools import count, pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "servers"))

from aiosmtpd.controller import Controller
from chronicle import Chronicle
from crashing import BROKEN_OFF, Steps, Wire, counted, forked, named
from fake_server import FakeServer, first_sentences
from press import Press
from website import Website

from briefer.model import Article, Brief
from briefer.store import Entry
from briefer.store.runs import Window

ZONE = ZoneInfo("Europe/Brussels")
#: The clocks go forward on the sixth day.
FIRST = date(2026, 3, 24)
RECIPIENTS = 3
#: The morning whose clock is more than a day behind.
BEHIND = 6


class Boxes:
    """The mails that a server has taken, by recipient."""

    def __init__(self) -> None:
        self.mails: defaultdict[str, list[bytes]] = defaultdict(list)

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802, ARG002
        """Takes the mail."""
        self.mails[envelope.rcpt_tos[0]].append(envelope.content)
        return "250 Taken"


@dataclass(slots=True)
class Tally:
    """What became of a month."""

    mornings: int = 0
    runs: int = 0
    broken_off: int = 0
    #: Sources that a brief has said to have gone quiet.
    quiet: set[str] = field(default_factory=set)
    articles: int = 0
    briefs: int = 0
    mails: int = 0
    in_doubt: int = 0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)


@contextmanager
def runner() -> Iterator[subprocess.Popen[str]]:
    """A process from which runs are forked, so that each starts at once."""
    command = [sys.executable, str(Path(__file__).resolve()), "--runs"]
    environment = {**os.environ, "OPENAI_API_KEY": "sk-none"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as running:
        yield running
        if running.stdin is not None:
            running.stdin.close()


@contextmanager
def desk(folder: Path, runs: subprocess.Popen[str], *, model: bool = False) -> Iterator[Desk]:
    """The servers, and a folder with a briefer.toml."""
    boxes = Boxes()
    post = Controller(boxes, hostname="127.0.0.1", port=_free_port(), ready_timeout=20)
    post.start()
    try:
        with Website() as site, FakeServer(models=("small",)) as server:
            server.reply = first_sentences
            made = Desk(folder=folder, press=Press(site), boxes=boxes, runs=runs)
            made.configure(post.port, server.url if model else None)
            yield made
    finally:
        post.stop()


@dataclass(slots=True)
class Desk:
    """Runs `briefer daily`, breaks it off, and looks at what it left."""

    folder: Path
    press: Press
    boxes: Boxes
    runs: subprocess.Popen[str]

    @property
    def store(self) -> Path:
        """The store of the runs."""
        return self.folder / "briefer.db"

    def configure(self, port: int, model: str | None) -> None:
        """The briefer.toml of the desk."""
        lines = ['[brief.morning]\ntitle = "Morning brief"\ntimezone = "Europe/Brussels"\nformats = ["html"]']
        lines += ["[web]\nallow_private = true", f'[store]\npath = "{self.store.name}"']
        if model is not None:
            lines.append(f'[engine]\nname = "openai"\nmodel = "small"\nbase_url = "{model}"')
        lines.append(f'[mail]\nfrom = "Desk <desk@example.org>"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"')
        lines += [f'[[source]]\nfeed = "{self.press.feed(o)}"\nname = "{o}"' for o in self.press.outlets]
        lines += [f'[[recipient]]\nemail = "r{n}@example.org"\nbriefs = ["morning"]' for n in range(RECIPIENTS)]
        (self.folder / "briefer.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def run(self, now: datetime, step: int = 0) -> dict[str, Any]:
        """One run at this moment, broken off at this step; 0: at none."""
        stdin, stdout = self.runs.stdin, self.runs.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("the runs have no pipes")
        stdin.write(json.dumps([str(self.folder), now.isoformat(), step]) + "\n")
        stdin.flush()
        made: dict[str, Any] = json.loads(stdout.readline())
        return made

    def faults(self, *, now: datetime) -> Iterator[str]:
        """What must not be, given all that was published and all that was sent."""
        from briefer.store import open_outbox, open_store
        from briefer.store.history import History
        from briefer.store.runs import Runs

        with open_store(str(self.store)) as store:
            history = History(store)
            briefs = [history.brief(found.id) for found in history.recorded()]
            windows = Runs(store).windows("morning")
        with open_outbox(str(self.store), now=lambda: now) as outbox:
            entries = outbox.entries()
        yield from self._lost([brief for brief in briefs if brief is not None])
        yield from _uncompleted(windows)
        yield from ("a brief of the archive cannot be read" for brief in briefs if brief is None)
        yield from (f"{e.edition} to {e.address} is {e.state}" for e in entries if e.state not in ("sent", "unknown"))
        told = {window.brief for window in windows if window.outcome == "sent"}
        for address in (f"r{n}@example.org" for n in range(RECIPIENTS)):
            mine = [entry for entry in entries if entry.address == address]
            yield from self._mailed(address, mine)
            if missing := told - {entry.edition for entry in mine}:
                yield f"{address} was forgotten for {', '.join(sorted(missing))}"

    def _lost(self, briefs: Sequence[Brief]) -> Iterator[str]:
        """Articles that do not end in the account of one brief, and of one only."""
        ends: Counter[str] = Counter()
        for one in (one for brief in briefs for one in brief.account.articles):
            again = one.reason is not None and one.reason.startswith("seen before")
            if one.url is not None and one.outcome != "failed" and not again:
                ends[one.url] += 1
        for url in self.press.published:
            if ends[url] != 1:
                yield f"{url} is in {ends[url]} accounts"

    def _mailed(self, address: str, entries: Sequence[Entry]) -> Iterator[str]:
        """What somebody has too often, or not at all."""
        mails = [message_from_bytes(mail, policy=policy.default) for mail in self.boxes.mails[address]]
        ids = Counter(str(mail["Message-ID"]) for mail in mails)
        yield from (f"{address} has {n} of {name}" for name, n in ids.items() if n > 1)
        sent = sum(entry.state == "sent" for entry in entries)
        if not sent <= len(mails) <= len(entries):
            yield f"{address} has {len(mails)} mails of {sent} that were sent, {len(entries)} in all"


def _uncompleted(windows: Sequence[Window]) -> Iterator[str]:
    """Windows that are not closed, and times between or in two of them."""
    for before, after in pairwise(window for window in windows if window.regular):
        until = before.until or after.since
        # A clock that was set back makes two windows of the same hours.
        if until < after.since or (until > after.since and after.opened >= until):
            yield f"between the windows {before.id} and {after.id} there is time that is in none, or in both"
    yield from (f"the window {window.id} is not closed" for window in windows if window.closed is None)


def month(seed: int, days: int, folder: Path, *, model: bool = False) -> Tally:
    """So many mornings, each broken off once or twice, and what became of it all."""
    chance, tally = random.Random(seed), Tally()  # noqa: S311 - chance keeps no secret here
    began = time.perf_counter()
    most = 400
    with runner() as runs, desk(folder, runs, model=model) as own:
        now = datetime(FIRST.year, FIRST.month, FIRST.day, 6, 30, tzinfo=ZONE)
        for number, day in enumerate(Chronicle(seed, FIRST).days(days)):
            own.press.publish(number, day.articles)
            following = day.date + timedelta(days=1)
            now = datetime(following.year, following.month, following.day, 6, 30, tzinfo=ZONE).astimezone(UTC)
            if number == BEHIND:
                now -= timedelta(hours=30)
            tally.mornings += 1
            for minute, last in enumerate([chance.randint(1, most) for _ in range(chance.randint(1, 2))] + [0]):
                tally.runs += 1
                made = own.run(now + timedelta(minutes=5 * minute), last)
                if made["status"] == BROKEN_OFF:
                    tally.broken_off += 1
                elif made["status"] not in (0, 5):
                    tally.faults.append(f"{day.date}: status {made['status']}: {made['said'][-400:]}")
                if made["status"] != BROKEN_OFF:
                    most = max(made["steps"], 50)
        # Two more mornings on which nothing is published: what came late or failed is told.
        for later in (1, 2):
            tally.runs += 1
            own.press.publish(days - 1 + later, ())
            now += timedelta(days=1)
            made = own.run(now)
            if made["status"] not in (0, 5):
                tally.faults.append(f"afterwards: status {made['status']}: {made['said'][-400:]}")
        tally.faults += own.faults(now=now)
        _count(own, tally)
    tally.seconds = time.perf_counter() - began
    return tally


def every(seed: int, by: int, folder: Path, *, model: bool = False, first: int = 1, last: int | None = None) -> Tally:
    """One morning, broken off at each step from the first to the last in turn, in a fresh folder with the same news."""
    tally = Tally()
    began = time.perf_counter()
    news = next(iter(Chronicle(seed, FIRST).days(1))).articles[:3]
    now = datetime(FIRST.year, FIRST.month, FIRST.day + 1, 6, 30, tzinfo=ZONE).astimezone(UTC)
    with runner() as runs:
        for step in count(first, by):
            with tempfile.TemporaryDirectory(dir=folder) as fresh, desk(Path(fresh), runs, model=model) as own:
                own.press.publish(0, news)
                broken = own.run(now, step)
                second = own.run(now + timedelta(minutes=5))
                faults = list(own.faults(now=now))
                if second["status"] not in (0, 5):
                    faults.append(f"status {second['status']}: {second['said'][-400:]}")
                tally.faults += [f"{broken.get('what', 'the end')} ({step}): {fault}" for fault in faults]
                _count(own, tally)
            tally.mornings, tally.runs = tally.mornings + 1, tally.runs + 2
            if broken["status"] != BROKEN_OFF:
                break
            tally.broken_off += 1
            if last is not None and step + by > last:
                break
    tally.seconds = time.perf_counter() - began
    return tally


def _count(desk: Desk, tally: Tally) -> None:
    from briefer.store import open_outbox, open_store
    from briefer.store.history import History

    with open_store(str(desk.store)) as store:
        history = History(store)
        briefs = [history.brief(found.id) for found in history.recorded()]
    tally.briefs += len(briefs)
    tally.quiet |= {
        one.input
        for brief in briefs
        for one in (brief.account.articles if brief is not None else ())
        if one.article is None and one.reason is not None and one.reason.startswith("gone quiet")
    }
    with open_outbox(str(desk.store), now=lambda: datetime.now(UTC)) as outbox:
        tally.in_doubt += sum(entry.state == "unknown" for entry in outbox.entries())
    tally.articles += len(desk.press.published)
    tally.mails += sum(map(len, desk.boxes.mails.values()))


def _free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


# The process of the runs.


def _daily(folder: Path, now: datetime, steps: Steps) -> dict[str, Any]:
    """One run of the command, whose clock stands still."""
    import contextlib
    import io
    import smtplib

    from briefer.cli import app, daily
    from briefer.store import Outbox
    from briefer.store.database import Database

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return now.astimezone(tz)

    daily.datetime = Clock  # type: ignore[misc]
    real_socket = smtplib.SMTP._get_socket  # type: ignore[attr-defined]
    smtplib.SMTP._get_socket = lambda *a: Wire(real_socket(*a), steps)  # type: ignore[attr-defined]
    # Waiting for the disk is for a power cut: what a process wrote outlives it anyway.
    Outbox.DURABLE = "OFF"
    Database.do = counted(Database.do, steps)  # type: ignore[method-assign]
    for method in ("do", "_changed"):
        setattr(Outbox, method, counted(getattr(Outbox, method), steps))
    for method in ("begin", "settle"):
        setattr(Outbox, method, named(getattr(Outbox, method), method, steps))
    os.replace = named(os.replace, "a file is put in place", steps)
    os.chdir(folder)
    said, status = io.StringIO(), 0
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        try:
            app(["daily", "--log-json", "log.jsonl"], standalone_mode=False)
        except SystemExit as end:
            status = int(end.code or 0)
        except Exception as error:  # noqa: BLE001 - the parent tells of it
            said.write(repr(error))
            status = int(getattr(error, "exit_code", getattr(error, "status", 1)))
    return {"status": status, "said": said.getvalue(), "steps": steps.done}


def _serve_runs() -> None:
    """Forks a run for each line; what takes time to load is loaded once."""
    import briefer.cli.daily
    import briefer.compose
    import briefer.deliveries.smtp
    import briefer.pipeline.daily
    import briefer.pipeline.sending  # noqa: F401
    from briefer.contract import load_brief
    from briefer.language import analyse
    from briefer.render import render

    analyse(Article.of("The weir is shut, the board of Vardo said on Monday."))
    example = Path(__file__).resolve().parents[1] / "examples" / "briefs" / "daily.json"
    brief = load_brief(json.loads(example.read_text(encoding="utf-8")))
    for kind in ("html", "eml"):
        render(brief, format=kind)
    for line in sys.stdin:
        folder, now, step = json.loads(line)
        work = partial(_daily, Path(folder), datetime.fromisoformat(now))
        print(json.dumps(forked(work, step)), flush=True)


def shown(tally: Tally) -> str:
    """The table."""
    rows = (
        ("mornings", tally.mornings), ("runs", tally.runs), ("broken off", tally.broken_off),
        ("articles published", tally.articles), ("briefs", tally.briefs), ("mails", tally.mails),
        ("mails in doubt, and said to be", tally.in_doubt),
        ("lost, doubled or not completed", len(tally.faults)),
    )  # fmt: skip
    lines = [f"{name:34}{number:8}" for name, number in rows]
    lines += [f"said to have gone quiet: {', '.join(sorted(tally.quiet))}"] if tally.quiet else []
    return "\n".join([*lines, f"{tally.seconds:.0f} s", *tally.faults[:40]])


def main() -> None:
    """Prints a table for each month."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--model", action="store_true", help="a model's server reads, not the built-in engine")
    parser.add_argument("--every", type=int, help="one morning, broken off at every so many of its steps")
    parser.add_argument("--first", type=int, default=1, help="with --every: the first of these steps")
    parser.add_argument("--last", type=int, help="with --every: the last one")
    parser.add_argument("--runs", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.runs:
        _serve_runs()
        return
    for seed in options.seeds:
        with tempfile.TemporaryDirectory() as folder:
            reader = "a model" if options.model else "the built-in engine"
            if options.every:
                steps = {"first": options.first, "last": options.last}
                tally = every(seed, options.every, Path(folder), model=options.model, **steps)
                print(
                    f"one morning of seed {seed}, {reader}, a crash at every {options.every}. step from {options.first} on"
                )
            else:
                tally = month(seed, options.days, Path(folder), model=options.model)
                print(f"seed {seed}, {reader}")
        print(shown(tally))


if __name__ == "__main__":
    main()
