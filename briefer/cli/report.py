"""`briefer schedule report`: what the last runs of `briefer daily` did and took, step by step."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from briefer.cli import options

if TYPE_CHECKING:
    from briefer.store.runs import Run


def command(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The [brief.NAME]; without it the runs of all.")
    ] = None,
    *,
    runs: Annotated[int, typer.Option("--runs", min=1, metavar="N", help="How many, the latest first.")] = 1,
    format: Annotated[
        Literal["text", "json"], typer.Option("--format", help="Format of the output: text, or json, a row a run.")
    ] = "text",
    config: options.Config = None,
) -> None:
    """Show what the last run of `briefer daily` did and took. Each step's time, counts, tokens and cost."""
    from briefer.config import load
    from briefer.errors import BrieferError
    from briefer.store import open_store
    from briefer.store.runs import Runs

    settings = load(config)
    if name is not None:
        settings.profile(name)
    with open_store(settings.store.path) as store:
        found = Runs(store).runs(name, limit=runs)
    if not found:
        whose = f" of “{name}”" if name is not None else ""
        raise BrieferError(f"there was no run{whose} yet", hint="briefer daily makes one")
    if format == "json":
        for run in found:
            typer.echo(json.dumps({key: _plain(value) for key, value in asdict(run).items()}, ensure_ascii=False))
        return
    zones = {profile.name: profile.timezone for profile in settings.briefs.values()}
    typer.echo("\n\n".join("\n".join(_lines(run, zones.get(run.name, "UTC"))) for run in found))


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _lines(run: Run, zone: str) -> Iterator[str]:
    """The run for people."""
    from briefer.pipeline.facts import facts
    from briefer.pipeline.windows import shown

    def moment(iso: str) -> str:
        return shown(datetime.fromisoformat(iso), zone)

    took = (run.ended - run.began).total_seconds()
    title = f" “{run.report['title']}”" if run.report.get("title") else ""
    yield f"{run.name}: {shown(run.began, zone)}, {took:.1f} s, status {run.status}{title}"
    for what, fact in facts(run.report, moment):
        yield f"  {what:<11} {fact}"
