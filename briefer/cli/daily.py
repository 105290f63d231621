"""`briefer daily`: the brief of every morning, from its sources to its readers."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from briefer.cli import options
from briefer.cli.engines import Asked, chosen
from briefer.cli.fetching import FromTheWeb
from briefer.cli.journal import Journal
from briefer.errors import BrieferError, UsageError

if TYPE_CHECKING:
    from briefer.cli.screen import Screen
    from briefer.config import Settings
    from briefer.model import ArticleOutcome, Brief, Profile, Skipped
    from briefer.pipeline.done import Done, Finished
    from briefer.pipeline.mailing import Mailing
    from briefer.pipeline.sending import Report

Name = Annotated[
    str | None, typer.Argument(metavar="NAME", help="The [brief.NAME]; not needed where there is one only.")
]
Since = Annotated[
    str | None, typer.Option(metavar="TIME", help="Begin there: 24h, 2d, or an ISO date or date and time.")
]
Until = Annotated[str | None, typer.Option(metavar="TIME", help="End there, written as for --since; else now.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Make the brief; keep and send nothing, write only with -o.")]
Folder = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FOLDER", help="Where the files go; else as the file says.")
]
At = Annotated[
    str | None, typer.Option(metavar="HH:MM", help="When the brief is due, in its time zone; for --max-lateness.")
]
MaxLateness = Annotated[
    str | None, typer.Option(metavar="TIME", help="Hold the brief as a draft when it is later than that, as in 3h.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say only what went wrong or waits for somebody.")]
#: Failures that are told one by one.
_MOST = 8


@options.spread
def command(  # noqa: PLR0913 - each is an option of the command
    name: Name = None,
    *,
    since: Since = None,
    until: Until = None,
    dry_run: DryRun = False,
    output: Folder = None,
    at: At = None,
    max_lateness: MaxLateness = None,
    quiet: Quiet = False,
    template: options.Template = None,
    template_dir: options.TemplateDir = None,
    set: options.Set = None,
    asked: Asked,
    web: FromTheWeb,
    config: options.Config = None,
    workers: options.Workers = 1,
    strict: options.Strict = False,
    show_flagged: options.ShowFlagged = False,
    log: Journal,
) -> None:
    """Make the brief of what is new since the last one. It is sent, or held as a draft."""
    if workers > 1:
        from briefer.understand.pool import make_ready

        # It takes a second, in which the sources can be asked.
        make_ready()

    from briefer.cli.readers import check_layouts, drop_left
    from briefer.cli.screen import Screen
    from briefer.config import load
    from briefer.pipeline import Briefer
    from briefer.pipeline.daily import APPROVAL, Job, daily, rehearse
    from briefer.pipeline.mailing import subscribed
    from briefer.pipeline.windows import moment_of
    from briefer.render import format_of
    from briefer.store import open_store

    log.begin("daily")
    settings = load(config)
    profile = asked.profile(named(settings, name))
    profile = replace(
        profile,
        template=template or profile.template,
        set={**profile.set, **options.settings_of(set)},
        formats=tuple(format_of(word) for word in profile.formats),
    )
    if not settings.sources:
        raise BrieferError(
            f"there is no [[source]] in {settings.path}", hint='write [[source]] and below it feed = "https://…"'
        )
    now = datetime.now(UTC)
    screen = Screen()
    # What nobody needs to know of a run that goes well.
    calm = Screen(quiet=True) if quiet else screen
    # Told together, at the end.
    failed: list[Skipped] = []
    folders = options.template_folders(template_dir, settings.path)
    mailing = _mailing(settings, profile, folders, screen)
    with chosen(asked, settings, calm.note, log.called) as reader, open_store(settings.store.path) as store:
        log.engine(reader)
        for line in reader.lines:
            calm.note(line)
        with screen.watching(bar=not quiet, usage=None if quiet else reader.usage) as watch:
            briefer = Briefer(
                profile=profile,
                workers=workers,
                templates=folders,
                watch=log.watching(
                    replace(watch, skipped=lambda s: failed.append(s) if s.outcome == "failed" else None)
                ),
                fetching=web.fetching(settings, screen.fetching, calm.note),
                **reader.arguments,
            )
            briefer.check_template([*profile.formats, *(["eml"] if settings.mail is not None else [])])
            if mailing is not None:
                readers = subscribed(settings.recipients, profile.name)
                check_layouts(
                    readers,
                    profile.template,
                    search=folders,
                    given=profile.set,
                    where=f"{settings.path}, [[recipient]]",
                )
            if not dry_run:
                drop_left(settings, profile, screen)
            job = Job(
                briefer=briefer,
                sources=settings.sources,
                items=web.max_items or settings.web.max_items,
                store=store,
                folder=output or _beside(settings, profile),
                write=_write,
                send=_sender(settings, mailing, _Screens(screen, calm), log) if mailing is not None else None,
                approval=settings.mail is not None and settings.mail.approval,
                late=_late(at, max_lateness, profile.timezone, now),
                since=moment_of(since, now=now, timezone=profile.timezone, option="--since") if since else None,
                until=moment_of(until, now=now, timezone=profile.timezone, option="--until") if until else None,
                show_flagged=show_flagged,
                strict=strict,
                keep_days=settings.store.keep_days,
                now=lambda: datetime.now(UTC),
            )
            try:
                done, files = rehearse(job) if dry_run else (daily(job), [])
            except BrieferError:
                for line in _failures(failed):
                    screen.note(line)
                raise
        _told(done, _Screens(screen, calm), log, config)
        if dry_run:
            _show(done, files, output, mailing, screen, held=APPROVAL if job.approval else job.late)
    if done.status:
        raise typer.Exit(done.status)


def named(settings: Settings, name: str | None) -> Profile:
    """The brief of that name; `UsageError` where there are several and none is named."""
    if settings.path is None:
        raise BrieferError("there is no briefer.toml to run by", hint="briefer init writes one")
    if name is None and len(settings.briefs) > 1:
        raise UsageError(f"{settings.path} has several briefs", hint=f"name one: {', '.join(settings.briefs)}")
    return settings.profile(name)


class _Screens(NamedTuple):
    """Where problems are told, and where the rest is."""

    loud: Screen
    calm: Screen


def _beside(settings: Settings, profile: Profile) -> Path:
    beside = settings.path.parent if settings.path is not None else Path()
    return beside / Path(profile.output or "briefs").expanduser()


def _write(path: Path, data: bytes) -> None:
    from briefer.cli.outputs import staged

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BrieferError(
            f"cannot make {path.parent}: {error.strerror or error}", hint="name another folder"
        ) from error
    with staged(path) as stream:
        stream.write(data)


def _late(at: str | None, most: str | None, timezone: str, now: datetime) -> str | None:
    """Why the brief is too late to go out by itself; None where it is not."""
    from briefer.cli.screen import length
    from briefer.pipeline.windows import lateness, max_lateness_of, time_of

    if most is None:
        return None
    if at is None:
        raise UsageError("--max-lateness needs --at, the time at which the brief is due", hint="as in --at 06:30")
    due = time_of(at)
    late = lateness(due, now=now, timezone=timezone)
    if late <= max_lateness_of(most):
        return None
    return f"it is late: it was due at {due:%H:%M}, {length(late)} ago"


# --- sending --------------------------------------------------------------------------------------------


def _mailing(
    settings: Settings, profile: Profile, folders: list[Path], screen: Screen
) -> Callable[[Brief], Mailing] | None:
    """Makes the mailing of a brief to those who get every one of this name; None where there is nobody."""
    from briefer.cli.send import once
    from briefer.pipeline.mailing import Mailing, addressed, subscribed

    readers = subscribed(settings.recipients, profile.name)
    if settings.mail is None or not readers:
        return None
    mail, note = settings.mail, once(screen)

    def made(brief: Brief) -> Mailing:
        return Mailing(
            brief=brief,
            mail=mail,
            readers=addressed(readers),
            search=folders,
            edition=brief.id,
            now=datetime.now(UTC),
            note=note,
        )

    return made


def _sender(
    settings: Settings, mailing: Callable[[Brief], Mailing], screens: _Screens, log: Journal
) -> Callable[[Brief, bool], Report]:
    from briefer.cli.send import sent, tries_of
    from briefer.store import open_outbox

    def send(brief: Brief, patient: bool) -> Report:
        made = mailing(brief)
        tries = tries_of(screens.loud, made.mail, log)
        with open_outbox(settings.store.path, now=lambda: datetime.now(UTC)) as outbox:
            return sent([made], outbox, tries if patient else replace(tries, waits=()), screens.calm)

    return send


def _show(
    done: Done,
    files: Sequence[tuple[Path, bytes]],
    output: Path | None,
    mailing: Callable[[Brief], Mailing] | None,
    screen: Screen,
    *,
    held: str | None,
) -> None:
    """What a run would write and send; it is written where `-o` says so."""
    from briefer.cli.screen import count
    from briefer.deliveries.folder import written
    from briefer.pipeline.sending import written_mails
    from briefer.templating import one_line

    if done.left:
        screen.note(f"would first deliver {count(done.left, 'brief')} of earlier runs to those who have none")
    for path, data in files:
        if output is not None:
            _write(path, data)
        screen.note(f"{'wrote' if output is not None else 'would write'} {path}")
    if files and held is not None:
        screen.note(f"would be held as a draft: {held}")
        mailing = None
    for parcel in written_mails([mailing(done.brief)]) if files and mailing is not None and done.brief else ():
        where = f", as {written(output, parcel)}" if output is not None else ""
        screen.note(f"would send {count(len(parcel.message), 'byte')} to {one_line(parcel.recipient)}{where}")
    screen.note("nothing was kept and nothing was sent")


# --- what is told ---------------------------------------------------------------------------------------


def _told(done: Done, screens: _Screens, log: Journal, config: Path | None) -> None:
    """The run on one screen: what came in, what became of it, where it went, and what to look at."""
    from briefer.cli.screen import cost_of

    for health in done.sources:
        log.source(health)
    if done.brief is not None and not done.short:
        log.made(done.brief)
        if any(finished.brief.id == done.brief.id for finished in done.finished):
            log.stored(done.brief)
    for line in _summary(done):
        screens.calm.note(line)
    if done.brief is not None and (spent := cost_of(done.brief.usage)):
        screens.calm.note(f"cost: {spent}")
    for finished in done.finished:
        _told_of(finished, done, screens, config)
    for line in _troubles(done):
        screens.loud.note(line)


def _summary(done: Done) -> Iterator[str]:
    from briefer.cli.screen import count
    from briefer.pipeline.windows import shown

    brief, of = done.brief, done.stretch
    if brief is None or of is None:
        yield f"{done.name}: what was left of the last run is done; nothing else was due"
        return
    yield f"{done.name}: {shown(of.since, brief.timezone)} to {shown(of.until, brief.timezone)} ({brief.timezone})"
    failed = sum(health.error is not None for health in done.sources)
    yield f"sources: {len(done.sources)} asked, {failed} failed"
    outcomes = done.outcomes
    parts = [f"{outcomes[outcome]} {outcome}" for outcome in ("used", "merged", "skipped", "failed")]
    seen = f" ({done.seen} seen before)" if done.seen else ""
    parts[2] += seen
    yield f"articles: {outcomes.total()} in = {' + '.join(parts)}"
    claims = brief.account.claims
    changes = {kind: sum(item.kind == kind for item in brief.changes) for kind in ("new", "changed", "due", "overdue")}
    told = ", ".join(f"{number} {kind}" for kind, number in changes.items() if number)
    yield f"stories: {len(brief.stories)}{f'; of what changed: {told}' if told else ''}"
    if done.forgotten:
        yield f"archive: {count(done.forgotten, 'brief')} forgotten, as keep_days under [store] says"
    if claims.made:
        yield f"claims: {claims.verified} verified, {claims.flagged} flagged, {claims.withheld} withheld"
    if done.short:
        new = f"{count(done.fresh, 'new article')} gave nothing to tell" if done.fresh else "nothing new"
        yield f"{new}, so soon after the last brief: nothing was made ({count(outcomes.total(), 'input')} looked at)"


def _told_of(finished: Finished, done: Done, screens: _Screens, config: Path | None) -> None:
    """One brief: its files, and its recipients or why it is held."""
    from briefer.cli.send import tell
    from briefer.pipeline.windows import shown

    window, brief = finished.window, finished.brief
    if done.brief is None or brief.id != done.brief.id:
        screens.calm.note(
            f"left from before: “{brief.title}” of {shown(window.until or window.opened, brief.timezone)}"
        )
    if not finished.files:
        screens.calm.note("nothing new: nothing was written and nothing sent, as the configuration says")
        return
    screens.calm.note(f"files: {', '.join(str(path) for path in finished.files)}")
    if window.held is not None:
        path = next(path for path in finished.files if path.suffix == ".json")
        bundle = shlex.join([str(path), *(["--config", str(config)] if config is not None else [])])
        screens.loud.note(f"held as a draft: {window.held}")
        screens.loud.note(f"  see it: briefer show {bundle}   change it: briefer edit {bundle}")
        screens.loud.note(f"  release it: briefer approve {bundle}   then send it: briefer send {bundle}")
    elif finished.sent is not None:
        tell(finished.sent, screens.loud if finished.sent.status else screens.calm)
        if finished.sent.stopped is not None:
            screens.loud.note(finished.sent.stopped.message)


def _troubles(done: Done) -> Iterator[str]:
    """What failed, what was withheld, and what has gone quiet."""
    from briefer.cli.screen import count
    from briefer.pipeline.done import gone_quiet
    from briefer.pipeline.windows import shown
    from briefer.templating import one_line

    for window in done.lost:
        day = shown(window.until or window.opened)
        yield f"lost: the brief of {day} was forgotten before everybody had it; nobody gets it any more"
    brief = done.brief
    if brief is None:
        return
    yield from _failures([one for one in brief.account.articles if one.outcome == "failed"])
    for health in done.sources:
        if (reason := gone_quiet(health)) is not None:
            yield f"{one_line(health.name)}: {reason}"
    if done.strict and brief.account.claims.withheld:
        yield f"strict: {count(brief.account.claims.withheld, 'claim')} withheld"


def _failures(failed: Sequence[ArticleOutcome | Skipped]) -> Iterator[str]:
    """What failed and why, the first of it one by one."""
    from briefer.cli.screen import count
    from briefer.templating import one_line

    for one in failed[:_MOST]:
        yield f"failed {one_line(one.input)}: {one_line(one.reason or '')}"
    if len(failed) > _MOST:
        yield f"failed: {count(len(failed) - _MOST, 'more input')}"
