"""`briefer outbox`: what was sent to whom, what was not, and what nobody knows."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefer.cli import options
from briefer.errors import BrieferError

if TYPE_CHECKING:
    from briefer.store import Entry, Outbox

app = typer.Typer(
    help="See what was sent to whom, and try again what was not. Say what became of what nobody knows.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class State(StrEnum):
    """How a row can stand."""

    pending = "pending"
    in_flight = "in_flight"
    sent = "sent"
    refused = "refused"
    unknown = "unknown"


class Became(StrEnum):
    """What a person can say of a row."""

    sent = "sent"
    refused = "refused"
    pending = "pending"


Numbers = Annotated[list[int], typer.Argument(metavar="NUMBER...", help="Rows, as `outbox list` numbers them.")]


@app.command("list")
def overview(
    *,
    state: Annotated[
        list[State] | None, typer.Option("--state", help="Only rows in this state. May be repeated.")
    ] = None,
    config: options.Config = None,
) -> None:
    """List the mails. Number, state, when that was, recipient, brief, and why."""
    with _open(config) as outbox:
        entries = outbox.entries(states=[one.value for one in state] if state else tuple(State))
    for entry in entries:
        typer.echo(_line(entry))
    if not entries:
        typer.echo("the outbox has no such mail" if state else "the outbox is empty")


@app.command()
def show(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="A row, as `outbox list` numbers them.")],
    *,
    message: Annotated[bool, typer.Option("--message", help="Print the mail itself, where it is kept.")] = False,
    config: options.Config = None,
) -> None:
    """Show all that is known of one mail, or the mail itself."""
    from briefer.templating import one_line

    with _open(config) as outbox:
        entry = _entries(outbox, [number])[0]
        kept = outbox.message(number)
    if message:
        if kept is None:
            why = "it was sent" if entry.state == "sent" else "it was never made"
            raise BrieferError(f"mail {number} is not kept: {why}")
        sys.stdout.flush()
        sys.stdout.buffer.write(kept[1])
        sys.stdout.buffer.flush()
        return
    reader = entry.reader
    rows = {
        "state": entry.state,
        "since": entry.changed,
        "reason": entry.reason,
        "to": f"{reader.name} <{entry.address}>" if reader.name else entry.address,
        "brief": f"{entry.title}, revision {entry.revision} ({entry.edition})",
        "kept": f"{len(kept[1]):,} bytes" if kept else "no",
    }
    for name, value in rows.items():
        if value:
            typer.echo(f"{name:<7} {one_line(value)}")


@app.command()
def retry(
    numbers: Annotated[
        list[int] | None,
        typer.Argument(metavar="[NUMBER]...", help="Rows, refused and unknown ones too; else all pending."),
    ] = None,
    *,
    config: options.Config = None,
) -> None:
    """Try again what is pending, as it was made. Of other rows only those that are named."""
    from briefer.cli.screen import Screen, count
    from briefer.cli.send import required, stoppable, told, tries_of, waiting
    from briefer.config import load
    from briefer.pipeline.sending import open_delivery
    from briefer.pipeline.sending import retry as again

    mail = required(load(config))
    screen = Screen()
    with _open(config) as outbox:
        entries = _entries(outbox, numbers) if numbers else outbox.entries(states=("pending",))
        if not entries:
            typer.echo("nothing is pending")
            return
        screen.note(f"trying {count(len(entries), 'mail')} through {open_delivery(mail).target}")
        for entry in entries:
            if not entry.made and entry.state != "sent":
                screen.note(f"mail {entry.id} was never made: send its brief again ({entry.title})")
        with stoppable():
            tries = tries_of(screen, mail)
            report = again(outbox, partial(open_delivery, mail), tries, ids=numbers, waiting=lambda: waiting(screen))
    told(report, screen)


@app.command()
def resolve(
    became: Annotated[Became, typer.Argument(metavar="sent|refused|pending", help="What became of them.")],
    numbers: Numbers,
    *,
    config: options.Config = None,
) -> None:
    """Say what became of mails that nobody knows about. `pending` has them sent by the next try."""
    from briefer.cli.screen import count
    from briefer.pipeline.sending import check_latest

    with _open(config) as outbox, outbox.sending():
        _entries(outbox, numbers)
        if became is Became.pending:
            check_latest(outbox, numbers)
            outbox.reopen(numbers)
        else:
            outbox.resolve(numbers, "sent" if became is Became.sent else "refused", "said by hand")
    typer.echo(f"{count(len(set(numbers)), 'mail')}: {became.value}")


@app.command()
def purge(
    *,
    days: Annotated[int, typer.Option("--days", min=0, metavar="N", help="How long they are kept; 90 otherwise.")] = 90,
    config: options.Config = None,
) -> None:
    """Forget mails that were sent or refused so many days ago. To send their brief again would be a first time.

    Mails of a brief that has not gone out to all stay.
    """
    from briefer.cli.screen import count

    with _open(config) as outbox:
        before = datetime.now(UTC) - timedelta(days=days)
        gone, stay = outbox.purge(before), len(outbox.old(before))
    typer.echo(f"forgot {count(gone, 'mail')}")
    if stay:
        typer.echo(f"kept {count(stay, 'mail')} whose brief has not gone out to all")


def _open(config: Path | None) -> Outbox:
    from briefer.config import load
    from briefer.store import open_outbox

    return open_outbox(load(config).store.path, now=lambda: datetime.now(UTC))


def _entries(outbox: Outbox, numbers: list[int]) -> list[Entry]:
    """The rows of these numbers; an error where there is one of none."""
    entries = outbox.entries(ids=numbers)
    missing = sorted(set(numbers) - {entry.id for entry in entries})
    if missing:
        raise BrieferError(
            f"there is no mail {', '.join(map(str, missing))} in the outbox", hint="briefer outbox list numbers them"
        )
    return entries


def _line(entry: Entry) -> str:
    from briefer.templating import one_line

    why = f"  {one_line(entry.reason)}" if entry.reason and entry.state != "sent" else ""
    title = f"{'[Test] ' if '/test-' in entry.edition else ''}{one_line(entry.title)}"
    revision = f" r{entry.revision}" if entry.revision > 1 else ""
    return f"{entry.id:>5}  {entry.state:<9}  {entry.changed[:16]}  {entry.address}  {title}{revision}{why}"
