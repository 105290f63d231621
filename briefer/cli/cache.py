"""`briefer cache`: what is kept of earlier runs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from briefer.cli import options


class Action(StrEnum):
    """What to do with it."""

    info = "info"
    clear = "clear"


def command(
    action: Annotated[Action, typer.Argument(help="info shows how much is kept and where; clear forgets it.")],
    *,
    config: options.Config = None,
) -> None:
    """Show or forget what a model has read. Its findings are kept, so that nothing is asked twice."""
    from briefer.cli.screen import count
    from briefer.config import load
    from briefer.store import open_store, store_path

    path = store_path(load(config).store.path)
    if not path.exists():
        typer.echo(f"nothing is kept: there is no store at {path}")
        return
    with open_store(str(path)) as store:
        if action is Action.clear:
            forgotten = store.clear()
            typer.echo(f"forgot the findings of {count(forgotten, 'article')}: {path}")
            return
        info = store.info()
    typer.echo(f"{'store':<10} {info.path} ({info.bytes / 1_000_000:.1f} MB)")
    when = f", kept from {info.first} to {info.last}" if info.first else ""
    typer.echo(f"{'findings':<10} of {count(info.findings, 'article')}{when}")
    typer.echo(f"{'failures':<10} {info.failures}")
    typer.echo(f"{'checks':<10} of {count(info.statements, 'composed sentence')}")
    typer.echo(f"{'copies':<10} of {count(info.pages, 'page')} of the web")
