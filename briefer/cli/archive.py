"""`briefer archive`: the briefs that were recorded, to list, read, search, hand on and forget."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from briefer.cli import options
from briefer.errors import BrieferError, UsageError

if TYPE_CHECKING:
    from briefer.model import Brief
    from briefer.store import History, Store

app = typer.Typer(
    help="List, read, search and forget the briefs that were recorded.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

#: What is shown of each kind.
_MOST = 20


class Kind(StrEnum):
    """What can be searched."""

    claim = "claim"
    person = "person"
    article = "article"


Id = Annotated[str, typer.Argument(metavar="ID", help="A brief, as `archive list` names it; its beginning will do.")]


@app.command("list")
def overview(
    *,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="Only briefs of this [brief.NAME].")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only those made on this day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Only those made on this day or earlier.")
    ] = None,
    format: Annotated[
        Literal["table", "json"], typer.Option("--format", help="Format of the output: table or json.")
    ] = "table",
    config: options.Config = None,
) -> None:
    """List the briefs, the newest first. Id, when it was made (UTC), name, stories, articles, title."""
    from dataclasses import asdict

    from briefer.cli.archive_shown import as_json, briefs

    first = _day("--since", since) if since else None
    after = _day("--until", until) + timedelta(days=1) if until else None
    with _open(config) as history:
        found = history.recorded(name=name, since=first, until=after)
    if format == "json":
        typer.echo(as_json([asdict(one) for one in found]), nl=False)
    elif found:
        typer.echo(briefs(found))
    else:
        typer.echo("the archive has no such brief" if name or since or until else "the archive is empty")


@app.command()
def show(
    brief: Id,
    *,
    revision: Annotated[
        int | None, typer.Option("--revision", metavar="N", help="An earlier revision; else the latest.")
    ] = None,
    output: options.Output = None,
    format: options.Format = None,
    template: options.Template = None,
    template_dir: options.TemplateDir = None,
    config: options.Config = None,
) -> None:
    """Show a brief in any layout and format. As `render` does with a file."""
    from briefer.cli.outputs import targets, write
    from briefer.cli.screen import give_markdown
    from briefer.config import load
    from briefer.render import render
    from briefer.render.required import require

    places = targets(output or [], format)
    with _open(config) as history:
        found = _found(history, brief, revision)
    folders = options.template_folders(template_dir, load(config).path)
    require(template or found.profile.template, [p.format for p in places], search=folders, given=found.set)
    made = [(place, render(found, format=place.format, template=template, search=folders)) for place in places]
    if not output and not format:
        give_markdown(str(made[0][1]))
    else:
        write(made)


@app.command()
def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS...",
            help="All must stand in what is found; case and accents do not count. A phrase stands in quotation marks "
            "that the shell leaves alone, '\"summer water\"'; weir* stands for all words that begin so.",
            show_default=False,
        ),
    ],
    *,
    kind: Annotated[
        list[Kind] | None, typer.Option("--kind", help="Only claims, people or articles. May be repeated.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="How many of each kind at most.")] = _MOST,
    format: Annotated[
        Literal["markdown", "json"], typer.Option("--format", help="Format of the output: markdown or json.")
    ] = "markdown",
    config: options.Config = None,
) -> None:
    """Search claims, people and articles of all briefs. Of each kind the newest come first."""
    from dataclasses import asdict

    from briefer.cli.archive_shown import as_json, hits
    from briefer.cli.screen import give_markdown
    from briefer.store.history import Words

    text = " ".join(words)
    asked = Words(text)
    if not asked:
        raise UsageError(f"there is no word in {text}", hint="give words that stand in a claim, a name or an article")
    with _open(config) as history:
        found = history.search(text, kinds=[one.value for one in kind or ()], limit=limit)
    if format == "json":
        typer.echo(as_json([asdict(hit) for hit in found]), nl=False)
    elif found:
        give_markdown(hits(found, asked))
    else:
        typer.echo("nothing was found")


@app.command()
def export(
    brief: Annotated[str | None, typer.Argument(metavar="[ID]", help="A brief, as `archive list` names it.")] = None,
    *,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where to write; made if need be.")],
    everything: Annotated[bool, typer.Option("--all", help="All briefs, in their latest revisions.")] = False,
    without_texts: Annotated[
        bool,
        typer.Option("--without-texts", help="Leave out the articles' texts; the sentences that claims rest on stay."),
    ] = False,
    config: options.Config = None,
) -> None:
    """Write briefs as JSON files, one each, to keep or to hand on."""
    from briefer.cli.screen import count

    if (brief is None) != everything:
        raise UsageError("give the id of one brief, or --all", hint="briefer archive list names them")
    with _open(config) as history:
        ids = [brief] if brief is not None else [one.id for one in history.recorded()]
        try:
            output.mkdir(parents=True, exist_ok=True)
        except FileExistsError as error:
            raise BrieferError(
                f"{output} is a file, and briefs are written into a folder", hint="name a folder with -o"
            ) from error
        except OSError as error:
            raise BrieferError(f"cannot write to {output}: {error.strerror or error}") from error
        for one in ids:
            path = _write(_found(history, one), output, texts=not without_texts)
            if brief is not None:
                typer.echo(str(path))
    if everything:
        typer.echo(f"{count(len(ids), 'brief')}: {output}")


@app.command()
def forget(
    *,
    before: Annotated[str, typer.Option("--before", metavar="DATE", help="Briefs made before this day (UTC).")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    config: options.Config = None,
) -> None:
    """Forget old briefs for good. With their articles' texts, what a model had read, and settled steps; open steps stay."""
    from briefer.cli.screen import at_terminal, count
    from briefer.store import History
    from briefer.store.ledger import Ledger

    day = _day("--before", before)
    with _open_store(config) as store:
        history = History(store)
        number = len(history.recorded(until=day))
        if not number:
            typer.echo(f"no brief was made before {before}")
            return
        what = f"{count(number, 'brief')} made before {before}"
        if not yes:
            if not at_terminal():
                raise UsageError(f"{what} would be forgotten for good", hint="say --yes where nobody can be asked")
            typer.confirm(f"Forget {what}, with the texts of their articles?", abort=True)
        with store.together():
            history.forget(day)
            store.forget_findings(day)
            Ledger(store).forget(day)
        history.compact()
    typer.echo(f"forgot {what}")


@contextmanager
def _open(config: Path | None) -> Iterator[History]:
    from briefer.store import History

    with _open_store(config) as store:
        yield History(store)


def _open_store(config: Path | None) -> AbstractContextManager[Store]:
    from briefer.config import load
    from briefer.store import open_store

    return open_store(load(config).store.path)


def _found(history: History, id: str, revision: int | None = None) -> Brief:
    """The brief; an error where there is none."""
    found = history.brief(id, revision)
    if found is None:
        which = f"revision {revision} of a brief" if revision is not None else "brief"
        raise BrieferError(f"the archive has no {which} {id}", hint="briefer archive list names them")
    return found


def _day(option: str, given: str) -> datetime:
    """The beginning of the day, in UTC."""
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise UsageError(f"{option} {given} is no day", hint="write it as 2026-05-21") from error


def _write(brief: Brief, folder: Path, *, texts: bool) -> Path:
    """Writes the brief into the folder under its day, name and id."""
    import re

    from briefer.cli.archive_shown import as_json
    from briefer.cli.outputs import staged
    from briefer.contract import digest, dump_brief

    bundle = dump_brief(brief)
    if not texts:
        for article in bundle["articles"]:
            article["text"] = ""
        bundle["digest"] = digest(bundle)
    named = "-".join(part for part in (brief.created[:10], brief.profile.name, brief.id) if part)
    path = folder / f"{re.sub('[^a-zA-Z0-9_.-]+', '_', named)}.json"
    with staged(path) as stream:
        stream.write(as_json(bundle).encode())
    return path
