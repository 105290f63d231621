"""The brief of every morning: gathered, made, stored, and delivered or held, so that a run can break off anywhere.

Until the brief is stored, the next run begins again with the same window and the same id. Storing it fixes the
window's end and says which articles were seen, in one transaction. From there on a run only completes what is left:
files, and mails to those who have none. The outbox sees to it that nobody gets a second one.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from briefer.config import SourceSettings
from briefer.contract import digest
from briefer.errors import BrieferError
from briefer.model import ArticleOutcome, Brief
from briefer.pipeline.ahead import nothing, ready
from briefer.pipeline.done import Done, Finished, Steps, gone_quiet, has_news, kept
from briefer.pipeline.past import Recorded
from briefer.pipeline.recording import Memory
from briefer.pipeline.run import Briefer
from briefer.pipeline.sending import Report
from briefer.pipeline.sources import Health
from briefer.pipeline.visits import Visits
from briefer.pipeline.windows import SHORT, day_of, soon, stretch
from briefer.read import Reading
from briefer.render import check_format, load_format
from briefer.store import Store
from briefer.store.history import History
from briefer.store.pages import Pages
from briefer.store.runs import Runs, Window

#: After so long a brief is no news: mails that no server has taken by then are left in the outbox.
GIVEN_UP = timedelta(days=3)
#: Why a brief is held where nothing else is said.
APPROVAL = "it waits for approval"
_UNSAFE = re.compile(r"[^\w.-]+")
#: Characters of a brief's name in those of its files, which most systems allow 255 bytes.
_LONGEST = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a run is to do, and with what."""

    briefer: Briefer
    sources: Sequence[SourceSettings]
    #: Items of a feed that are read where its table does not say.
    items: int | None = None
    store: Store
    #: Where the files go.
    folder: Path
    #: Writes a file, whole or not at all.
    write: Callable[[Path, bytes], None]
    #: Sends a brief to its readers, and waits for a server that puts mails off or not; None: nobody gets it by mail.
    send: Callable[[Brief, bool], Report] | None = None
    #: Whether a brief is held as a draft until somebody approves it.
    approval: bool = False
    #: Why the brief of this run is held as one in any case; None: it is not.
    late: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    show_flagged: bool = False
    strict: bool = False
    #: For how many days briefs are kept; None: for ever.
    keep_days: int | None = None
    #: The clock; aware.
    now: Callable[[], datetime]
    #: Seconds, to measure with.
    timer: Callable[[], float] = time.monotonic


def daily(job: Job) -> Done:
    """Completes what earlier runs left, then makes the brief of the window since the last one and sees it off.

    `Busy` where another process makes this brief. An error leaves everything so that the next run goes on from there.
    """
    name, runs = job.briefer.profile.name, Runs(job.store)
    _check(job)
    done = Done(name=name, strict=job.strict)
    steps = Steps(done, job.briefer, job.timer)
    with runs.alone(name), kept(runs, done, job.briefer, steps, now=job.now):
        last, now = runs.last(name), job.now()
        named = job.since is not None or job.until is not None
        again = not named and last is not None and last.until is not None and soon(last.until, now)
        for window in runs.undelivered(name):
            # Today's brief does not wait for what was put off yesterday.
            _finish(job, runs, window, done, steps, patient=again)
        if done.finished and again:
            # This run was a second try.
            return done
        now = job.now()
        unfinished = runs.unfinished(name, regular=True)
        done.stretch = stretch(now=now, last=last, unfinished=unfinished, since=job.since, until=job.until)
        window = runs.open(
            name,
            since=done.stretch.since,
            regular=done.stretch.regular,
            brief=secrets.token_hex(8),
            now=now,
        )
        steps.begin("open")
        Pages(job.store).clock_went_back(name, now=now)
        memory = _make(job, done, window.brief, steps, remember=True)
        if done.short:
            runs.drop(window)
            return done
        steps.begin("store")
        window = _store(job, runs, window, done, memory)
        _finish(job, runs, window, done, steps)
    return done


def rehearse(job: Job) -> tuple[Done, list[tuple[Path, bytes]]]:
    """Makes the brief that a run would make now, and the files that it would write; keeps and sends nothing."""
    name, runs = job.briefer.profile.name, Runs(job.store)
    _check(job)
    done = Done(name=name, strict=job.strict, left=len(runs.undelivered(name)))
    unfinished = runs.unfinished(name, regular=True)
    done.stretch = stretch(now=job.now(), last=runs.last(name), unfinished=unfinished, since=job.since, until=job.until)
    _make(
        job,
        done,
        unfinished.brief if unfinished else secrets.token_hex(8),
        Steps(done, job.briefer, job.timer),
        remember=False,
    )
    assert done.brief is not None  # noqa: S101 - for the type checker
    if done.short or not (has_news(done.brief) or job.briefer.profile.empty != "nothing"):
        return done, []
    paths = _paths(job, _free(job, runs, done.stretch.until))
    return done, [(path, _rendered(job, done.brief, name)) for path, name in zip(paths, _formats(job), strict=True)]


# --- making it ------------------------------------------------------------------------------------------


def _make(job: Job, done: Done, id: str, steps: Steps, *, remember: bool) -> Memory:
    """The brief of the stretch, with a word on sources that have gone quiet."""
    assert done.stretch is not None  # noqa: S101 - for the type checker
    profile, now = job.briefer.profile, job.now()
    visits, of = Visits(job.sources, items=job.items), done.stretch

    def unfit(reading: Reading) -> tuple[str, str] | None:
        # What somebody has put into a folder is meant, however old it is.
        return None if visits.placed(reading.input) else of.unfit(reading.article)

    memory = Memory(job.store, profile, engine=job.briefer.engine, unfit=unfit, keep_days=job.keep_days)
    briefer, earlier, entries = job.briefer, memory.earlier(), memory.entries(now)
    briefer.sift = memory.sieve
    pages = (*_formats(job), *(("eml",) if job.send is not None else ()))
    empty = nothing(profile, briefer.engine.info, now)

    def compare() -> Brief:
        from briefer.changes import compared

        return compared(empty, earlier, entries=entries, recall=memory.recall)

    watch, ahead = ready(briefer.watch, compare=compare, pages=[partial(_rendered, job, empty, name) for name in pages])
    briefer.watch = replace(watch, step=steps.begin)
    try:
        with ahead:
            brief = briefer.brief(
                visits.inputs,
                show_flagged=job.show_flagged,
                now=now,
                id=id,
                earlier=earlier,
                entries=entries,
                recall=memory.recall,
                empty=True,
            )
    finally:
        done.seen, done.fresh = memory.sieve.seen, memory.sieve.fresh
        # What was not asked, because the reading broke off, has not been silent.
        asked = steps.at not in ("open", "read")
        done.sources = visits.judged(Pages(job.store), now=now, remember=remember and asked)
    if done.sources and all(health.error is not None for health in done.sources):
        number = len(done.sources)
        raise BrieferError(
            "the source cannot be had" if number == 1 else f"none of the {number} sources can be had",
            hint="briefer sources check says why; the next run begins where this one did",
        )
    account = [*brief.account.articles, *_quiet(done.sources)]
    brief = memory.sieve.told(replace(brief, account=replace(brief.account, articles=tuple(account))))
    if not has_news(brief):
        brief = replace(brief, title=f"{brief.title}: {_no_news(done.sources, fresh=memory.sieve.fresh)}")
    if not brief.stories and _told_already(brief, earlier):
        last = History(job.store).recorded_last(profile.name)
        done.short = (last is not None and soon(last, now)) or done.stretch.until - done.stretch.since < SHORT
    done.brief = brief
    return memory


def _told_already(brief: Brief, earlier: Sequence[Recorded]) -> bool:
    """Whether the brief before told of all that changed: a step that comes due today is told of once."""
    told = {(item.kind, item.text) for before in earlier[:1] if brief.changes for item in before.whole().changes}
    return told.issuperset((item.kind, item.text) for item in brief.changes)


def _quiet(sources: Sequence[Health]) -> Iterator[ArticleOutcome]:
    """A line in the account for each source that has gone quiet."""
    for health in sources:
        if (reason := gone_quiet(health)) is not None:
            yield ArticleOutcome(article=None, input=health.name, outcome="skipped", reason=reason)


def _no_news(sources: Sequence[Health], *, fresh: int) -> str:
    """What a brief without news is called; `fresh`: new articles that gave no story, in a language not read, say."""
    broken = sum(health.error is not None for health in sources)
    number = len(sources) - broken
    what = "no story" if fresh else "nothing new"
    text = f"{what} in 1 source" if number == 1 else f"{what} in {number} sources"
    return f"{text}, {broken} failed" if broken else text


# --- storing it -----------------------------------------------------------------------------------------


def _store(job: Job, runs: Runs, window: Window, done: Done, memory: Memory) -> Window:
    """Keeps the brief, what was seen, and the window's end, all of it or nothing."""
    assert done.stretch is not None  # noqa: S101 - for the type checker
    assert done.brief is not None  # noqa: S101 - likewise
    now = job.now()
    told = has_news(done.brief) or job.briefer.profile.empty != "nothing"
    with job.store.together():
        done.forgotten = memory.record(done.brief, now=now)
        return runs.store(
            window,
            until=done.stretch.until,
            files=_free(job, runs, done.stretch.until) if told else None,
            held=APPROVAL if job.approval else job.late,
            now=now,
        )


def _free(job: Job, runs: Runs, until: datetime) -> str:
    """What the files are called: by the day, and by a number where that day has some."""
    profile = job.briefer.profile
    safe = _UNSAFE.sub("-", profile.name)[:_LONGEST]
    if safe != profile.name:
        # “a/b” and “a b” are two briefs.
        safe += f"-{hashlib.sha256(profile.name.encode()).hexdigest()[:6]}"
    name = f"{safe}-{day_of(until, profile.timezone).isoformat()}"
    number, found = 1, name
    while runs.named(profile.name, found) or any(_there(path) for path in _paths(job, found)):
        number += 1
        found = f"{name}-{number}"
    return found


def _formats(job: Job) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*job.briefer.profile.formats, "json")))


def _paths(job: Job, files: str) -> list[Path]:
    return [job.folder / f"{files}{load_format(name).suffixes[0]}" for name in _formats(job)]


def _there(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise BrieferError(
            f"cannot look into {path.parent}: {error.strerror or error}", hint="name another folder, or allow it"
        ) from error
    return True


def _check(job: Job) -> None:
    """Says before anything is paid for that a format needs an extra, or that the folder is closed to this user."""
    for name in _formats(job):
        check_format(name)
    for path in _paths(job, "check"):
        _there(path)


# --- seeing it off --------------------------------------------------------------------------------------


def _finish(job: Job, runs: Runs, window: Window, done: Done, steps: Steps, *, patient: bool = True) -> None:
    """Writes the files that are missing, and sends the brief to those who have not got it, unless it is held.

    It is held too where it has a later revision: that one goes out by the hand that made it, and never the earlier one
    after it. `patient`: servers that put a mail off are waited for.
    """
    brief = done.brief
    if brief is None or brief.id != window.brief:
        # As it was stored: what the desk has made of it since goes out by the desk's hand.
        brief = History(job.store).brief(window.brief, 1)
    if brief is None:
        # Somebody has forgotten it; that must not stop what is new.
        done.lost.append(window)
        runs.close(window, "given_up", now=job.now())
        return
    if window.files is None:
        done.finished.append(Finished(window=window, brief=brief))
        runs.close(window, "nothing", now=job.now())
        return
    steps.begin("write")
    window = _placed(job, runs, window, brief)
    files = _written(job, brief, window)
    if job.send is not None and window.held is None and (later := _later(job, runs, brief, files)) is not None:
        window = replace(window, held=later)
    if job.approval and window.held is None:
        window = replace(window, held=APPROVAL)
    if window.held is not None or job.send is None:
        done.finished.append(Finished(window=window, brief=brief, files=files))
        runs.close(window, "held" if window.held is not None else "files", now=job.now())
        return
    steps.begin("send")
    sent = job.send(brief, patient)
    done.finished.append(Finished(window=window, brief=brief, files=files, sent=sent))
    steps.begin("close")
    if not sent.count("pending"):
        runs.close(window, "sent", now=job.now())
    elif window.stored is not None and abs(job.now() - window.stored) > GIVEN_UP:
        runs.close(window, "given_up", now=job.now())


def _placed(job: Job, runs: Runs, window: Window, brief: Brief) -> Window:
    """The window, with another name for its files where files of somebody else have that name by now."""
    assert window.files is not None  # noqa: S101 - for the type checker
    assert window.until is not None  # noqa: S101 - likewise
    paths = _paths(job, window.files)
    # The JSON is written first: where it is missing, none of the others is this brief's.
    ours = _bundle(_json_of(paths)).get("id") == brief.id
    if ours or not any(_there(path) for path in paths):
        return window
    return runs.move(window, _free(job, runs, window.until))


def _json_of(paths: Sequence[Path]) -> Path:
    return next(path for path in paths if path.suffix == ".json")


def _bundle(path: Path) -> dict[str, Any]:
    """What stands in a JSON file; nothing where it holds no object, or there is none."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _later(job: Job, runs: Runs, brief: Brief, files: Sequence[Path]) -> str | None:
    """Why a brief is not sent as it was stored: the desk has made another one of it; None where nobody has."""
    bundle = _bundle(_json_of(files))
    if bundle.get("digest") != digest(bundle):
        return "its file was changed since it was made"
    archived = History(job.store).brief(brief.id)
    there = bundle["revision"] if isinstance(bundle.get("revision"), int) else 0
    revision = max(there, runs.mailed(brief.id), archived.revision if archived is not None else 0)
    return f"it was edited, and revision {revision} goes out by your hand" if revision > brief.revision else None


def _written(job: Job, brief: Brief, window: Window) -> tuple[Path, ...]:
    """The brief's files; one that is there already stays, it may have been edited since."""
    assert window.files is not None  # noqa: S101 - for the type checker
    places = list(zip(_paths(job, window.files), _formats(job), strict=True))
    for path, name in sorted(places, key=lambda place: place[1] != "json"):
        if not _there(path):
            job.write(path, _rendered(job, brief, name))
    return tuple(path for path, _ in places)


def _rendered(job: Job, brief: Brief, name: str) -> bytes:
    made = job.briefer.render(brief, format=name)
    return made.encode() if isinstance(made, str) else made
