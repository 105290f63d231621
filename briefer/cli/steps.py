"""`briefer steps`: what is to come, what came due, and what became of it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from briefer.cli import options
from briefer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefer.model import Entry
    from briefer.store.ledger import Ledger

#: So long after it was settled a step still stands in the list.
SETTLED_FOR = timedelta(days=7)
_SPAN = re.compile(r"(\d{1,4})\s*([dw]?)")

app = typer.Typer(
    help="List next steps that recorded briefs told of. Each with its sentence, and with what became of it.",
    invoke_without_command=True,
    rich_markup_mode=None,
)

Numbers = Annotated[list[int], typer.Argument(metavar="NUMBER...", help="Steps, as `steps` numbers them.")]


@app.callback()
def overview(  # noqa: PLR0913 - each is an option
    ctx: typer.Context,
    *,
    due: Annotated[
        str | None, typer.Option("--due", metavar="7d", help="Only what is due from today on, within days or weeks.")
    ] = None,
    overdue: Annotated[
        bool, typer.Option("--overdue", help="Only what somebody was bound to do before today; with --due, that too.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what was kept, called off, done or dropped, however long ago.")
    ] = False,
    name: Annotated[
        str | None, typer.Option("--name", metavar="BRIEF", help="Only steps of briefs of this [brief.NAME].")
    ] = None,
    today: Annotated[
        str | None, typer.Option("--today", metavar="DATE", help="Another day than today, as in 2026-05-21.")
    ] = None,
    format: Annotated[
        Literal["markdown", "ics", "json", "csv"] | None,
        typer.Option("--format", help="Format of the output: markdown, ics, json or csv."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write; its ending names the format.")
    ] = None,
    config: options.Config = None,
) -> None:
    """List the steps: overdue, coming, without a date, and settled of late."""
    if ctx.invoked_subcommand is not None:
        return
    from briefer.cli.steps_shown import as_json, as_markdown, as_table
    from briefer.config import load

    settings = load(config)
    timezone = settings.profile(name if name in settings.briefs else None).timezone
    day = _day(today) or _today(timezone)
    until = day + _span(due) if due is not None else None
    chosen = _format(format, output)
    with _open(config) as ledger:
        entries = ledger.entries(states=("open", "kept", "contradicted", "done", "dropped"), name=name)
    # A calendar must hear of what is called off.
    settled = everything or chosen == "ics"
    shown = [e for e in entries if _wanted(e, day, until, overdue=overdue, settled=settled)]
    if chosen == "ics":
        from briefer.formats.ics import ledger_calendar

        text = ledger_calendar(shown, title=f"Next steps: {name}" if name else "Next steps")
    elif chosen == "markdown":
        text = as_markdown(shown, day, narrowed=due is not None or overdue)
    else:
        text = as_json(shown, day) if chosen == "json" else as_table(shown, day)
    _give(text, chosen, output)


@app.command()
def done(numbers: Numbers, *, config: options.Config = None) -> None:
    """Note that steps were done."""
    _mark(numbers, "done", config)


@app.command()
def drop(numbers: Numbers, *, config: options.Config = None) -> None:
    """Leave steps out of the list: nobody need wait for them."""
    _mark(numbers, "dropped", config)


@app.command()
def reopen(numbers: Numbers, *, config: options.Config = None) -> None:
    """Open steps again, whatever was said of them."""
    _mark(numbers, "open", config)


@app.command()
def edit(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="A step, as `steps` numbers them.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Other words for it; the brief's own stay beside them.")],
    *,
    config: options.Config = None,
) -> None:
    """Give a step other words."""
    if not text.strip():
        raise UsageError("a step needs words", hint='as in briefer steps edit 3 "Meeting on cod in Tarnvik"')
    with _open(config) as ledger:
        entry = ledger.mark(number, None, " ".join(text.split()), at=datetime.now(UTC))
    typer.echo(_line(entry))


def _mark(numbers: Sequence[int], state: Literal["open", "done", "dropped"], config: Path | None) -> None:
    now = datetime.now(UTC)
    with _open(config) as ledger, ledger.together():
        entries = [ledger.mark(number, state, at=now) for number in dict.fromkeys(numbers)]
    for entry in entries:
        typer.echo(_line(entry))


def _line(entry: Entry) -> str:
    from briefer.templating import one_line

    return f"{entry.number:>5}  {entry.state:<12}  {one_line(entry.text)}"


def _open(config: Path | None) -> Ledger:
    from briefer.config import load
    from briefer.store.ledger import open_ledger

    return open_ledger(load(config).store.path)


def _wanted(entry: Entry, today: date, until: date | None, *, overdue: bool, settled: bool) -> bool:
    late = entry.overdue(today)
    if until is not None or overdue:
        coming = until is not None and entry.due is not None and today <= entry.due <= until
        return (settled or entry.state == "open") and (coming or (overdue and late))
    if settled or entry.state == "open":
        return True
    return entry.settled_on is not None and today - entry.settled_on <= SETTLED_FOR


def _today(timezone: str) -> date:
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(timezone)).date()


def _day(given: str | None) -> date | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise UsageError(f"--today {given} is no day", hint="write it as 2026-05-21") from error


def _span(given: str) -> timedelta:
    match = _SPAN.fullmatch(given.strip().casefold())
    if match is None:
        raise UsageError(f"--due {given} is no span of time", hint="write it as 7d or 2w")
    return timedelta(days=int(match[1]) * (7 if match[2] == "w" else 1))


def _format(given: str | None, output: Path | None) -> str:
    if given is not None or output is None:
        return given or "markdown"
    endings = {".md": "markdown", ".markdown": "markdown", ".ics": "ics", ".json": "json", ".csv": "csv"}
    if output.suffix.casefold() not in endings:
        raise UsageError(
            f"-o {output} has no ending to tell its format by",
            hint="end it in .md, .ics, .json or .csv, or give --format",
        )
    return endings[output.suffix.casefold()]


def _give(text: str, format: str, output: Path | None) -> None:
    import sys

    from briefer.cli.outputs import Target, check_paths, write
    from briefer.cli.screen import show_markdown

    if output is not None and str(output) != "-":
        check_paths([output])
        write([(Target(output, format), text)])
    elif format == "markdown" and sys.stdout.isatty():
        show_markdown(text)
    else:
        write([(Target(None, format), text)])
