"""`briefer schedule`: what makes a brief come every morning."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefer.cli import options
from briefer.errors import BrieferError, UsageError

if TYPE_CHECKING:
    from briefer.config import Settings
    from briefer.config.schedule import Run

#: Variables that change what a run does; a scheduler starts it without them.
_HERE_ONLY = ("BRIEFER_STORE", "OPENAI_BASE_URL", "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")

app = typer.Typer(help="See what makes a brief come every morning.", no_args_is_help=True, rich_markup_mode=None)

#: To go when there is one.
_NOT_YET = "this version has no `briefer daily` yet: keep the schedule until one has, for now it would only fail"


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
    config: options.Config = None,
) -> None:
    """Print what runs `briefer daily` every day, for a scheduler of yours; nothing is installed."""
    from briefer.cli.zone import local_timezone
    from briefer.config import load
    from briefer.config.schedule import SCHEDULERS, Run

    settings = load(config)
    if settings.path is None:
        raise BrieferError("there is no briefer.toml to run by", hint="briefer init writes one")
    if name is None and len(settings.briefs) > 1:
        raise UsageError(f"{settings.path} has several briefs", hint=f"name one: {', '.join(settings.briefs)}")
    profile = settings.profile(name)
    file = settings.path.absolute()
    run = Run(
        # Not resolved: the link in a virtual environment is what makes Python use it.
        python=str(Path(sys.executable).absolute()),
        config=str(file),
        checked_out=_checked_out(file),
        home=str(Path.home()),
        brief=profile.name if settings.briefs else None,
        at=_time(at),
        weekdays=weekdays,
        timezone=profile.timezone,
        machine=local_timezone(),
        now=datetime.now(UTC),
        variables=tuple(dict.fromkeys(_variables(settings))),
    )
    for word in run.words:
        if not word.isprintable() or "${{" in word:
            raise BrieferError(f"{word!r} cannot stand in a schedule", hint="give it a name of plain letters")
    typer.echo(SCHEDULERS[scheduler.value](run), nl=False)
    for line in (*_what_to_do(scheduler, run), _NOT_YET):
        typer.echo(line, err=True)


def _time(text: str) -> time:
    if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text, re.ASCII):
        raise UsageError(f"--at {text} is no time of day", hint="write it as 06:30")
    hours, _, minutes = text.partition(":")
    return time(int(hours), int(minutes))


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
