"""`briefer sources`: how the sources of the configuration fare."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from briefer.cli import options
from briefer.cli.journal import Journal

if TYPE_CHECKING:
    from briefer.pipeline.sources import Health

app = typer.Typer(help="See how the sources of the configuration fare.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _sources() -> None:
    """What stands before a subcommand."""


@app.command()
@options.spread
def check(
    *,
    config: options.Config = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from this machine and private networks too.")
    ] = False,
    log: Journal,
) -> None:
    """Ask every [[source]] of the configuration. Say what it gives, what is wrong, and which has gone quiet."""
    from briefer.cli.fetching import FromTheWeb, kept_pages
    from briefer.cli.screen import count
    from briefer.config import load
    from briefer.errors import BrieferError
    from briefer.pipeline.sources import check_sources

    log.begin("sources check")
    settings = load(config)
    if not settings.sources:
        where = settings.path or "any briefer.toml"
        raise BrieferError(
            f"there is no [[source]] in {where}", hint='write [[source]] and below it feed = "https://…"'
        )
    now = datetime.now(UTC)
    fetching = FromTheWeb(allow_private=allow_private).fetching(settings)
    with kept_pages(settings) as pages:
        found = check_sources(settings.sources, pages, fetching=fetching, now=now)
    for health in found:
        log.source(health)
        for line in _lines(health, now):
            typer.echo(line)
    broken = sum(health.error is not None for health in found)
    quiet = sum(health.quiet is not None and health.error is None for health in found)
    typer.echo(f"{count(len(found), 'source')}: {broken} failed, {quiet} gone quiet", err=True)
    if broken:
        raise typer.Exit(1)


def _lines(health: Health, now: datetime) -> list[str]:
    from briefer.cli.screen import length

    sign = "FAILED" if health.error is not None else "quiet" if health.quiet is not None else "ok"
    kind = "" if health.kind == health.name else f" ({health.kind})"
    if health.error is not None:
        before = f"; last had {_ago(now - health.last_success)}" if health.last_success else "; never had before"
        said = f"{health.error}{before}"
    else:
        items = "1 item" if health.items == 1 else f"{health.items} items"
        said = f"{items}, newest {_ago(now - health.newest)}" if health.newest else items
    lines = [f"{sign:<7} {health.name}{kind}: {said}"]
    if health.quiet is not None:
        silence, normal = health.quiet
        lines.append(f"{'':<7} nothing new for {length(silence)}; {length(normal)} would be normal")
    return lines + [f"{'':<7} {problem}" for problem in health.problems]


def _ago(time: timedelta) -> str:
    from briefer.cli.screen import length

    return f"{length(time)} ago"
