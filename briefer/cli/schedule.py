"""`briefer schedule`: what makes a brief come every morning."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefer.cli import options, report
from briefer.cli.daily import named
from briefer.errors import BrieferError

if TYPE_CHECKING:
    from briefer.config import Settings
    from briefer.config.schedule import Run
    from briefer.model import Profile
    from briefer.store.runs import Runs

#: Variables that change what a run does; a scheduler starts it without them.
_HERE_ONLY = (
    *("BRIEFER_STORE", "OPENAI_BASE_URL", "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR"),
)

app = typer.Typer(help="See what makes a brief come every morning.", no_args_is_help=True, rich_markup_mode=None)


class Scheduler(StrEnum):
    """What runs a command at its time."""

    cron = "cron"
    systemd = "systemd"
    launchd = "launchd"
    schtasks = "schtasks"
    github = "github"


@app.callback()
def _schedule() -> None:
    """What stands before a subcommand."""


@app.command("print")
def print_schedule(
    scheduler: Annotated[Scheduler, typer.Argument(help="What runs it.", show_default=False)],
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The [brief.NAME]; not needed where there is one only.")
    ] = None,
    *,
    at: Annotated[str, typer.Option(metavar="HH:MM", help="When, in the brief's time zone.")] = "06:30",
    weekdays: Annotated[bool, typer.Option("--weekdays", help="Monday to Friday only.")] = False,
    max_lateness: Annotated[
        str | None, typer.Option(metavar="TIME", help="Hold a brief as a draft when it is later than that, as in 3h.")
    ] = None,
    config: options.Config = None,
) -> None:
    """Print what runs `briefer daily` every day. It is for a scheduler of yours; nothing is installed."""
    from briefer.cli.zone import local_timezone
    from briefer.config import FILE_NAME, load
    from briefer.config.schedule import SCHEDULERS, Run
    from briefer.pipeline.windows import max_lateness_of, time_of

    settings = load(config)
    profile = named(settings, name)
    if max_lateness is not None:
        max_lateness_of(max_lateness)
    file = (settings.path or Path(FILE_NAME)).absolute()
    run = Run(
        # Not resolved: the link in a virtual environment is what makes Python use it.
        python=str(Path(sys.executable).absolute()),
        config=str(file),
        checked_out=_checked_out(file),
        home=str(Path.home()),
        brief=profile.name if settings.briefs else None,
        at=time_of(at),
        weekdays=weekdays,
        timezone=profile.timezone,
        machine=local_timezone(),
        now=datetime.now(UTC),
        variables=tuple(dict.fromkeys(_variables(settings))),
        max_lateness=max_lateness,
    )
    for word in run.words:
        if not word.isprintable() or "${{" in word:
            raise BrieferError(f"{word!r} cannot stand in a schedule", hint="give it a name of plain letters")
    typer.echo(SCHEDULERS[scheduler.value](run), nl=False)
    for line in _what_to_do(scheduler, run):
        typer.echo(line, err=True)


@app.command()
def status(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The [brief.NAME]; without it all of the file.")
    ] = None,
    *,
    max_age: Annotated[
        str, typer.Option(metavar="TIME", help="End with status 1 where the last brief is older than that.")
    ] = "26h",
    config: options.Config = None,
) -> None:
    """Say when the last brief was done and what is unfinished. The exit status is for monitors: 0 all is well, 1 not."""
    from briefer.config import load
    from briefer.pipeline.windows import length_of
    from briefer.store import open_store
    from briefer.store.runs import Runs

    settings = load(config)
    most = length_of(max_age, option="--max-age")
    profiles = [settings.profile(name)] if name is not None or not settings.briefs else [*settings.briefs.values()]
    now = datetime.now(UTC)
    well = True
    with open_store(settings.store.path) as store:
        for profile in profiles:
            fresh, lines = _standing(Runs(store), profile, most, now)
            well = well and fresh
            for line in lines:
                typer.echo(line)
    if not well:
        raise typer.Exit(1)


app.command("report")(report.command)

#: A brief that was closed by a clock so much ahead of this one is not remarkable.
_CLOCKS_DIFFER = timedelta(minutes=5)
#: What became of a brief, in words.
_BECAME = {
    "sent": "sent",
    "held": "held as a draft",
    "files": "written",
    "nothing": "there was nothing new",
    "given_up": "given up",
}


def _standing(runs: Runs, profile: Profile, most: timedelta, now: datetime) -> tuple[bool, list[str]]:
    """Whether a brief comes as it should, and how it stands."""
    from briefer.cli.screen import length
    from briefer.pipeline.windows import shown

    last, name = runs.succeeded(profile.name), profile.name
    if last is None or last.closed is None:
        lines, fresh = [f"{name}: no brief was made yet"], False
    else:
        age = now - last.closed
        how, ahead = _BECAME[last.outcome or "files"], age < -_CLOCKS_DIFFER
        if last.outcome == "held" and runs.sent_by_hand(last):
            how = f"{how}, and sent since"
        fresh = age <= most and not ahead
        ago = f"{length(-age)} from now" if ahead else f"{length(age)} ago"
        lines = [f"{name}: last brief {shown(last.closed, profile.timezone)}, {ago} ({how})"]
        if ahead:
            lines.append("  that is in the future: this machine's clock is wrong, or was when the brief was made")
        elif not fresh:
            lines.append(f"  that is older than {length(most)}")
    unfinished = runs.unfinished(name, regular=True)
    if unfinished is not None:
        lines.append(
            f"  unfinished: the window since {shown(unfinished.since, profile.timezone)}; the next run makes it"
        )
    for window in runs.undelivered(name):
        lines.append(f"  not delivered to all: the brief of {shown(window.until or window.opened, profile.timezone)}")
    for run in runs.runs(name, limit=1):
        if run.status:
            why = f": {run.report['problem']}" if run.report.get("problem") else ""
            lines.append(f"  the last run, {shown(run.began, profile.timezone)}, ended with status {run.status}{why}")
    return fresh, lines


def _checked_out(file: Path) -> str:
    """The file as seen from the top of its repository; its bare name where it is in none."""
    top = next((folder for folder in file.parents if (folder / ".git").exists()), file.parent)
    return file.relative_to(top).as_posix()


def _variables(settings: Settings) -> Iterator[str]:
    """The variables of the environment that the configuration takes secrets from."""
    from briefer.cli.engines import Asked, resolved
    from briefer.config import Secret

    engine = resolved(Asked(), settings.engine)
    if engine.name == "openai" and engine.api_key is None:
        variable = "AZURE_OPENAI_API_KEY" if engine.api_version else "OPENAI_API_KEY"
        if engine.base_url is None or engine.api_version or os.environ.get(variable, "").strip():
            yield variable
    mail = settings.mail
    secrets: list[object] = [engine.api_key if engine.name == "openai" else None]
    secrets += [mail.password, mail.token] if mail is not None else []
    for host in settings.web.hosts.values():
        secrets += [*host.headers.values(), *host.cookies.values()]
    for source in settings.sources:
        secrets.append(source.password)
        if source.kind == "mailbox" and source.password is None and "://" in source.place:
            yield "BRIEFER_IMAP_PASSWORD"
    yield from (secret.env for secret in secrets if isinstance(secret, Secret) and secret.env is not None)


def _what_to_do(scheduler: Scheduler, run: Run) -> Iterator[str]:
    label = run.label
    needs = " and ".join(run.variables)
    if scheduler is Scheduler.cron:
        yield "add these lines at the end of what this opens: crontab -e"
    elif scheduler is Scheduler.systemd:
        yield "save both parts under their names in ~/.config/systemd/user, then:"
        yield f"  systemctl --user daemon-reload && systemctl --user enable --now {label}.timer"
        yield "that it runs while you are not logged in: loginctl enable-linger"
        if needs:
            yield f"{needs}: as lines NAME=value in ~/.config/briefer/environment, for you alone to read (chmod 600)"
    elif scheduler is Scheduler.launchd:
        yield f"save it as ~/Library/LaunchAgents/{label}.plist, then:"
        yield f"  launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/{label}.plist"
        if needs:
            yield f"launchd has no {needs}: let a program print it, in {run.config}:"
            yield '  {command = ["security", "find-generic-password", "-w", "-s", "NAME"]}'
    elif scheduler is Scheduler.schtasks:
        yield f"save it as {label}.xml, then: schtasks /Create /TN {label} /XML {label}.xml"
        if needs:
            yield f"{needs}: as a variable of your user, set under Edit environment variables for your account"
        if "%" in "".join(run.words):
            yield "Windows takes %NAME% in a path for a variable: give the folder another name if there is one of it"
    else:
        yield f"save it as .github/workflows/{label}.yml in a private repository that has {run.checked_out}"
        if needs:
            yield f"{needs}: as secrets of the repository, under Settings, Secrets and variables, Actions"
    if here := [name for name in _HERE_ONLY if os.environ.get(name) or os.environ.get(name.lower())]:
        yield f"set here, and perhaps not where it runs: {', '.join(here)}"
    if scheduler in (Scheduler.launchd, Scheduler.schtasks):
        if run.machine is None:
            yield f"this machine does not tell its time zone: the time counts in it, and is right if it is {run.timezone}"
        elif run.elsewhere:
            yield f"the time is that of this machine ({run.machine}): print it again when the clocks have changed"
