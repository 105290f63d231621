"""What briefs leave behind for the next ones: the archive, the ledger of steps, and which articles were seen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from briefer.changes.ledger import told
from briefer.http import canonical
from briefer.model import Brief, Profile, Skipped
from briefer.read import Reading, hash_of_words
from briefer.store import Store
from briefer.store.history import History
from briefer.store.ledger import Ledger
from briefer.store.pages import Pages
from briefer.templating import ENGLISH

#: Earlier briefs that a new one is compared with: two weeks of them, where one is made every day.
COMPARED = 14
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


#: Says why an article does not fit, by a word for programs and a sentence for people; None where it does.
Unfit = Callable[[Reading], tuple[str, str] | None]
#: The word for articles that are too old, this time and every time.
OLDER = "older"


def _fits(_: Reading) -> None:
    """Everything fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """An article that came through."""

    #: As it is remembered: canonical address and hash of the words.
    key: tuple[str | None, str]
    #: The day on which it was seen with another text.
    updated: str | None = None


class Sieve:
    """Leaves out what earlier briefs of the same name had, and what does not fit; remembers what it let through.

    The same text is the same article, at whatever address. Another text at a known address is an update.
    """

    def __init__(self, store: Store, name: str, *, timezone: str, unfit: Unfit = _fits) -> None:
        self.name = name
        #: How many articles were seen before.
        self.seen = 0
        self._pages = Pages(store)
        self._zone = ZoneInfo(timezone)
        self._unfit = unfit
        self._through: dict[str, _Known] = {}
        #: Left out for good: not to be looked at again.
        self._done: list[tuple[str | None, str]] = []

    def __call__(self, reading: Reading | Skipped) -> Skipped | None:
        """Why an article is left out; None where it is not."""
        if isinstance(reading, Skipped):
            return self._again(reading)
        article = reading.article
        key = (canonical(article.url) if article.url else None, hash_of_words(article.text))
        sighting = self._pages.sighting(self.name, *key)
        day = self._day(sighting.first) if sighting is not None else None
        if sighting is not None and not sighting.changed:
            self.seen += 1
            return Skipped.of(reading.article, reading.input, code="seen", reason=f"seen before, on {day}")
        if (unfit := self._unfit(reading)) is not None:
            if unfit[0] == OLDER:
                self._done.append(key)
            code, reason = unfit
            return Skipped.of(reading.article, reading.input, code=code, reason=reason)
        self._through[article.id] = _Known(key=key, updated=day)
        return None

    def _again(self, item: Skipped) -> Skipped | None:
        """The same page as before where it gave no article then either; None: it is told of."""
        if item.outcome == "failed" or item.sha256 is None:
            return None
        place = canonical(item.url) if item.url else item.input
        # Two pages that say next to nothing are two all the same.
        key = (place, hashlib.sha256(f"{place} {item.sha256}".encode()).hexdigest())
        sighting = self._pages.sighting(self.name, *key)
        if sighting is not None and not sighting.changed:
            self.seen += 1
            return replace(item, code="seen", reason=f"seen before, on {self._day(sighting.first)}")
        self._done.append(key)
        return None

    def _day(self, moment: datetime) -> str:
        return ENGLISH.day(moment.astimezone(self._zone).date(), year=True)

    def told(self, brief: Brief) -> Brief:
        """The brief with a word in its account on articles that are updates of what was seen before."""
        outcomes = tuple(
            replace(one, reason=f"an update: seen before with other words, on {known.updated}")
            if one.outcome in ("used", "merged") and (known := self._through.get(one.article or "")) and known.updated
            else one
            for one in brief.account.articles
        )
        return replace(brief, account=replace(brief.account, articles=outcomes))

    def decided(self, brief: Brief) -> Iterator[tuple[str | None, str]]:
        """The articles that this brief has settled, as they are remembered; what failed is tried again next time."""
        failed = {one.article for one in brief.account.articles if one.outcome == "failed"}
        yield from self._done
        yield from (known.key for name, known in self._through.items() if name not in failed)


class Memory:
    """What the briefs of one profile know of those before them, and leave to those that come."""

    def __init__(self, store: Store, profile: Profile, *, unfit: Unfit = _fits, keep_days: int | None = None) -> None:
        self.sieve = Sieve(store, profile.name, timezone=profile.timezone, unfit=unfit)
        self._store = store
        #: For how many days briefs are kept; None: for ever.
        self._keep_days = keep_days

    def earlier(self) -> list[Brief]:
        """The briefs of this name that a new one is compared with, whatever the clock said when they were made."""
        return History(self._store).earlier(self.sieve.name, before=_END_OF_TIME, most=COMPARED)

    def record(self, brief: Brief, *, now: datetime) -> None:
        """Keeps the brief in the archive and remembers its articles as seen; all of it or nothing. `now` is aware.

        Briefs that were kept long enough are forgotten.
        """
        with self._store.together():
            history = History(self._store)
            if self._keep_days is not None:
                history.forget(now - timedelta(days=self._keep_days))
            history.record(brief)
            Ledger(self._store).record(brief, told)
            Pages(self._store).see(self.sieve.name, self.sieve.decided(brief), now=now)
