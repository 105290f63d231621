"""A small world in which briefs are made: a website with a feed, a mail server, a clock, and a store."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import Any

from mail_server import Server
from website import Answer, Website, page

from briefer.config import SourceSettings
from briefer.deliver import Tries
from briefer.gather import Fetching
from briefer.http import WebSettings
from briefer.model import Addressee, Brief, Profile
from briefer.pipeline import Briefer, Watch
from briefer.pipeline.daily import Job, daily
from briefer.pipeline.done import Done
from briefer.pipeline.mailing import Mailing, addressed
from briefer.pipeline.sending import Report, open_delivery, send
from briefer.store import Outbox, Store
from briefer.store.history import History
from briefer.store.runs import Runs

MORNING = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
READERS = ("ann@example.org", "ben@example.org", "cyr@example.org")


class Crash(BaseException):
    """The power goes."""


def text(number: int, who: str = "Signe Halgren") -> str:
    """A little article of which something holds."""
    place = ("Port Oke", "Norrmark", "Vellany", "Skerry", "Calvane")[number % 5]
    return (
        f"{place.upper()} — The harbour council of {place} will close pier {number + 3} in the spring of next year, it "
        f"said on Monday. “Pier {number + 3} has cost us {number + 40} crowns a day,” its director, {who}, told "
        f"reporters in {place}. The union of dockers rejected plan {number}."
    )


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@dataclass
class World:
    site: Website
    mail: Server
    folder: Path
    now: datetime = MORNING
    readers: tuple[str, ...] = READERS
    profile: Profile = field(default_factory=lambda: Profile(name="morning", title="Morning brief"))
    sources: list[SourceSettings] = field(default_factory=list)
    items: list[tuple[str, str | None]] = field(default_factory=list)
    #: For each sending, whether it waits for a server that puts mails off.
    patient: list[bool] = field(default_factory=list)
    #: Step at which everything ends.
    crash: str | None = None

    def publish(self, number: int, *, ago: timedelta | None = timedelta(hours=2), who: str = "Signe Halgren") -> None:
        """An article on a page of its own, and in the feed."""
        self.site.put(f"/{number}", page(f"Pier {number + 3}", text(number, who)))
        when = format_datetime(self.now - ago) if ago is not None else None
        self.items = [(f"/{number}", when), *(item for item in self.items if item[0] != f"/{number}")]
        self.serve()

    def serve(self) -> None:
        rows = "".join(
            f"<item><title>Pier</title><link>{self.site.url(path)}</link>"
            f"{f'<pubDate>{when}</pubDate>' if when else ''}</item>"
            for path, when in self.items
        )
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Example</title>{rows}</channel></rss>'
        self.site.put("/feed", Answer(body=feed.encode(), headers={"content-type": "application/rss+xml"}))

    def run(self, **given: Any) -> Done:
        """One run of `briefer daily`."""
        with Store(self.folder / "briefer.db") as store:
            return daily(self.job(store, **given))

    def job(self, store: Store, **given: Any) -> Job:
        briefer = Briefer(
            profile=self.profile,
            watch=Watch(step=self._step),
            fetching=Fetching(settings=WebSettings(allow_private=True), resolve=self.site.resolve),
        )
        feed = SourceSettings(kind="feed", place=self.site.url("/feed"), name="Example")
        usual: dict[str, Any] = {
            "briefer": briefer,
            "sources": self.sources or [feed],
            "store": store,
            "folder": self.folder / "briefs",
            "write": write,
            "send": self._send if self.readers else None,
            "now": lambda: self.now,
        }
        return Job(**{**usual, **given})

    def _step(self, name: str) -> None:
        if name == self.crash:
            raise Crash

    def _send(self, brief: Brief, patient: bool) -> Report:
        self.patient.append(patient)
        settings = self.mail.settings()
        mailing = Mailing(
            brief=brief,
            mail=settings,
            readers=addressed([Addressee(email=email) for email in self.readers]),
            edition=brief.id,
            now=self.now,
        )
        tries = Tries(sleep=lambda _: None, waits=())
        with Outbox(self.folder / "briefer.db", now=lambda: self.now) as outbox:
            return send(outbox, [mailing], partial(open_delivery, settings), tries)

    def briefs(self) -> list[Brief]:
        """All that were recorded, the first first."""
        with Store(self.folder / "briefer.db") as store:
            history = History(store)
            found = [history.brief(row.id) for row in history.recorded()]
        return [brief for brief in reversed(found) if brief is not None]

    def told(self) -> list[str]:
        """Addresses of the articles that briefs have told of, in order."""
        return [
            str(one.url).rpartition("/")[2]
            for brief in self.briefs()
            for one in brief.account.articles
            if one.outcome in ("used", "merged")
        ]

    def kept(self) -> tuple[Any, Any]:
        """Windows that are open, and runs."""
        with Store(self.folder / "briefer.db") as store:
            runs = Runs(store)
            return runs.undelivered("morning"), runs.runs()

    def mails(self) -> list[str]:
        return sorted(self.mail.addresses())

    def tomorrow(self) -> None:
        self.now += timedelta(days=1)

    def with_profile(self, **given: Any) -> None:
        self.profile = replace(self.profile, **given)
