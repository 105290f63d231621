"""What briefs leave behind for the next ones: the archive, the ledger of steps, and which articles were seen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from briefer.changes.ledger import told
from briefer.http import canonical
from briefer.model import Brief, Engine, EngineInfo, Entry, Profile, Skipped
from briefer.model.protocols import RemoteEngine
from briefer.pipeline.past import Recorded, keep, latest, recorded
from briefer.read import Reading, hash_of_words
from briefer.selection import Filters, Text
from briefer.store import Store
from briefer.store.history import History
from briefer.store.ledger import Ledger
from briefer.store.pages import Pages
from briefer.store.runs import Runs
from briefer.templating import ENGLISH

#: Earlier briefs that a new one is compared with: two weeks of them, where one is made every day.
COMPARED = 14
#: Time between two briefs counts for `keep_days` up to here, which is what a monthly brief takes. Longer, it may be a clock
#: that is years ahead as well as a machine that was off, and counts as none.
STEADY = timedelta(days=35)


#: Says why an article does not fit, by a word for programs and a sentence for people; None where it does.
Unfit = Callable[[Reading], tuple[str, str] | None]
#: The word for articles that are too old, this time and every time.
OLDER = "older"


def _fits(_: Reading) -> None:
    """Everything fits."""


def _anything(_: str | None) -> bool:
    """Every language is read."""
    return True


def _called(engine: EngineInfo) -> str:
    return " ".join(word for word in (engine.name, engine.model, engine.rules) if word)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """An article that came through."""

    #: As it is remembered: canonical address and hash of the words.
    key: tuple[str | None, str]
    #: The day on which it was seen with another text.
    updated: str | None = None


class Sieve:
    """Leaves out what earlier briefs of the same name had, and what does not fit; remembers what it let through.

    The same text is the same article, at whatever address. Another text at a known address is an update. What the
    engine does not read, because of its language, comes again when another engine reads.
    """

    def __init__(
        self, store: Store, profile: Profile, *, engine: Engine | RemoteEngine | None = None, unfit: Unfit = _fits
    ) -> None:
        self.name = profile.name
        #: What the engine is called, with its model and rules.
        self.engine = _called(engine.info) if engine is not None else ""
        #: How many articles were seen before.
        self.seen = 0
        #: How many are new and fit, those that the profile's filters leave out among them.
        self.fresh = 0
        self._pages = Pages(store)
        self._zone = ZoneInfo(profile.timezone)
        self._filters = Filters.of(profile)
        self._unfit = unfit
        self._reads = engine.reads if engine is not None else _anything
        #: By what it was called and its id: two inputs may give the same one.
        self._through: dict[tuple[str, str | None], _Known] = {}
        #: Left out for good: not to be looked at again.
        self._done: list[tuple[str | None, str]] = []
        #: Left out as too old, as they are remembered.
        self.older: list[tuple[str | None, str]] = []
        #: Let through to an engine that does not read their language, as they are remembered.
        self.unread: list[tuple[str | None, str]] = []

    def __call__(self, reading: Reading | Skipped) -> Skipped | None:
        """Why an article is left out; None where it is not."""
        if isinstance(reading, Skipped):
            return self._again(reading)
        article = reading.article
        key = (canonical(article.url) if article.url else None, hash_of_words(article.text))
        sighting = self._pages.sighting(self.name, *key, engine=self.engine)
        day = self._day(sighting.first) if sighting is not None else None
        if sighting is not None and not sighting.changed:
            self.seen += 1
            return Skipped.of(reading.article, reading.input, code="seen", reason=f"seen before, on {day}")
        if (unfit := self._unfit(reading)) is not None:
            if unfit[0] == OLDER:
                self.older.append(key)
            code, reason = unfit
            return Skipped.of(reading.article, reading.input, code=code, reason=reason)
        self.fresh += 1
        if (filtered := self._filters.skipped(reading.input, article)) is not None:
            # Not remembered: the filter may be mended.
            return filtered
        if self._reads(article.language):
            self._through.setdefault((reading.input, article.id), _Known(key=key, updated=day))
        else:
            self.unread.append(key)
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
            if one.outcome in ("used", "merged")
            and (known := self._through.get((one.input, one.article)))
            and known.updated
            else one
            for one in brief.account.articles
        )
        return replace(brief, account=replace(brief.account, articles=outcomes))

    def decided(self, brief: Brief) -> Iterator[tuple[str | None, str]]:
        """The articles that this brief has settled, as they are remembered; what failed is tried again next time."""
        failed = {(one.input, one.article) for one in brief.account.articles if one.outcome == "failed"}
        yield from self._done
        yield from (known.key for what, known in self._through.items() if what not in failed)


class Memory:
    """What the briefs of one profile know of those before them, and leave to those that come."""

    def __init__(
        self,
        store: Store,
        profile: Profile,
        *,
        engine: Engine | RemoteEngine | None = None,
        unfit: Unfit = _fits,
        keep_days: int | None = None,
    ) -> None:
        self.sieve = Sieve(store, profile, engine=engine, unfit=unfit)
        self._store = store
        self._muted = Filters.of(profile).muted
        #: For how many days briefs are kept; None: for ever.
        self._keep_days = keep_days
        self._recalled: dict[str, Recorded | None] = {}

    def earlier(self) -> list[Recorded]:
        """The briefs of this name that a new one is compared with, whatever the clock said when they were made."""
        return latest(self._store, self.sieve.name, COMPARED)

    def entries(self, now: datetime) -> list[Entry]:
        """Entries of the ledger that this name's briefs told of and that may be due; none that its profile mutes.

        `now` is aware.
        """
        last = History(self._store).recorded(name=self.sieve.name, until=now, limit=1)
        since = datetime.fromisoformat(last[0].created) if last else now
        found = Ledger(self._store).falling_due(self.sieve.name, since=since, until=now)
        own = [(entry, [t for t in entry.tellings if t.name == self.sieve.name]) for entry in found]
        about = [(entry, Text(*(part for t in told_in for part in (t.headline, t.text)))) for entry, told_in in own]
        return [entry for entry, text in about if not any(query.matches(text) for query in self._muted)]

    def recall(self, id: str) -> Recorded | None:
        """A brief that was recorded; None where it was forgotten."""
        if id not in self._recalled:
            self._recalled[id] = recorded(self._store, id)
        return self._recalled[id]

    def record(self, brief: Brief, *, now: datetime) -> int:
        """Keeps the brief in the archive and remembers its articles as seen; all of it or nothing. `now` is aware.

        Briefs that were kept long enough are forgotten; it says how many.
        """
        with self._store.together():
            history = History(self._store)
            forgotten = self._forget(history)
            history.record(brief)
            keep(self._store, brief)
            Ledger(self._store).record(brief, told)
            pages = Pages(self._store)
            pages.see(self.sieve.name, self.sieve.decided(brief), now=now)
            pages.see(self.sieve.name, self.sieve.older, now=now, older=True)
            pages.see(self.sieve.name, self.sieve.unread, now=now, unread=self.sieve.engine)
        return forgotten

    def _forget(self, history: History) -> int:
        """Forgets what was kept long enough when the brief before this one was made; says how many briefs.

        What is still to be delivered stays. What was read before the briefs that stay were made goes too.
        """
        if self._keep_days is None:
            return 0
        waiting, made = Runs(self._store).waiting(), history.in_order()
        aged = {brief for brief in _aged(made, self._keep_days) if brief not in waiting}
        number = history.drop(aged)
        if aged:
            oldest = min(moment for brief, moment in made if brief not in aged)
            self._store.forget_findings(oldest)
            Ledger(self._store).forget(oldest)
        return number


def _aged(made: Sequence[tuple[str, datetime]], days: int) -> Iterator[str]:
    """Briefs, given in the order in which they were recorded, that are older than so many days beside the last one."""
    passed, later = timedelta(0), None
    for brief, moment in reversed(made):
        if later is not None and abs(later - moment) <= STEADY:
            passed += later - moment
        if passed > timedelta(days=days):
            yield brief
        later = moment
