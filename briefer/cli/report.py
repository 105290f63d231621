"""`briefer schedule report`: what the last runs of `briefer daily` did and took, step by step."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
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
    """Show what the last run of `briefer daily` did and took: each step's time, counts, tokens and cost."""
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
    from briefer.cli.screen import count
    from briefer.pipeline.windows import shown

    report = run.report
    took = (run.ended - run.began).total_seconds()
    title = f" “{report['title']}”" if report.get("title") else ""
    yield f"{run.name}: {shown(run.began, zone)}, {took:.1f} s, status {run.status}{title}"
    if report.get("problem"):
        yield f"  {report['problem']}"
    if window := report.get("window"):
        since, until = (shown(datetime.fromisoformat(window[end]), zone) for end in ("since", "until"))
        yield f"  of          {since} to {until}"
    if (sources := report.get("sources")) and sources["number"]:
        told = [f"{len(sources[what])} {how}" for what, how in (("failed", "failed"), ("quiet", "gone quiet"))]
        yield f"  sources     {', '.join([str(sources['number']), *told])}"
    yield from _counted("articles", report.get("articles"), ("in", "seen", "used", "merged", "skipped", "failed"))
    if report.get("stories"):
        changes = report.get("changes") or {}
        yield f"  stories     {', '.join([str(report['stories']), *(f'{n} {_words(kind)}' for kind, n in changes.items())])}"
    yield from _counted("claims", report.get("claims"), ("made", "verified", "flagged", "withheld", "shown"))
    yield from _counted("recipients", report.get("recipients"), ("sent", "refused", "unknown", "pending"))
    if report.get("held"):
        yield f"  held        {report['held']}"
    for file in report.get("files") or ():
        yield f"  file        {file}"
    if used := report.get("usage"):
        money = f", {used['cost']:.4f} {used['currency'] or ''}".rstrip() if used.get("cost") is not None else ""
        if used["calls"]:
            calls = count(used["calls"], "call")
            yield f"  model       {calls}, {used['tokens_in']:,} tokens read, {used['tokens_out']:,} written{money}"
    for step in report.get("steps") or ():
        calls = f"  {count(step['calls'], 'call')}" if step["calls"] else ""
        cost = f", {step['cost']:.4f}" if step["calls"] and step["cost"] is not None else ""
        yield f"  {step['step']:<11} {step['seconds']:>8.2f} s{calls}{cost}"


def _counted(what: str, counts: Mapping[str, Any] | None, names: tuple[str, ...]) -> Iterator[str]:
    """One line of the counts that are not nought; none where all are."""
    told = [f"{counts[name]} {_words(name)}" for name in names if counts.get(name)] if counts else []
    if told:
        yield f"  {what:<11} {', '.join(told)}"


def _words(name: str) -> str:
    return {"in": "new", "seen": "seen before"}.get(name, name.replace("_", " "))
