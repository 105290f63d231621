"""`briefer templates check`: every fault of a template with its line, before anything is paid for."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from briefer.cli import options
from briefer.cli.templates import places

if TYPE_CHECKING:
    from pathlib import Path

    from briefer.templating.checking import Fault


class Output(StrEnum):
    """How faults are written."""

    text = "text"
    json = "json"


All = Annotated[bool, typer.Option("--all", help="Also check the templates that come with briefer.")]
Format = Annotated[Output, typer.Option(metavar="NAME", help="How faults are written: text, or json for editors.")]


def command(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Templates or their folders, or prompts; else all of your own."),
    ] = None,
    *,
    all: All = False,
    format: Format = Output.text,
    template_dir: options.TemplateDir = None,
    config: options.Config = None,
) -> None:
    """Check templates against what they can use. Then with samples in every format; ends with 1 where one is broken."""
    from briefer.errors import UsageError
    from briefer.render.checks import check, check_prompts
    from briefer.templating import Folders, template_names
    from briefer.templating.ejected import PROMPTS
    from briefer.templating.lookup import BUILTIN

    search = places.search(template_dir, config)
    wanted = list(names or places.own_names(search))
    if not names and any((folder / PROMPTS).is_dir() for folder in search):
        wanted.append(PROMPTS)
    if all:
        wanted += [f"{BUILTIN}{name}" for name in template_names(Folders())]
    if not wanted:
        raise UsageError("there is no template of your own here", hint="name one, or check briefer's own with --all")
    found: list[Fault] = []
    for name in wanted:
        bare, where = places.split(name, search)
        faults = check_prompts(where) if bare == PROMPTS else check(bare, search=where)
        found += [fault for fault in faults if fault not in found]
        if format is Output.text:
            typer.echo(f"{name}: {_count(len(faults))}" if faults else f"{name}: no fault")
            for fault in faults:
                typer.echo(_line(fault))
    if format is Output.json:
        typer.echo(json.dumps([_row(fault) for fault in found], ensure_ascii=False, indent=1))
    if found:
        raise typer.Exit(1)


def _count(number: int) -> str:
    return "1 fault" if number == 1 else f"{number} faults"


def _line(fault: Fault) -> str:
    at = f"{_path(fault.file)}:{fault.line}" if fault.line else _path(fault.file)
    return f"{at}: {fault.message}" + (f"\n  {fault.hint}" if fault.hint else "")


def _row(fault: Fault) -> dict[str, object]:
    return {"file": _path(fault.file), "line": fault.line, "message": fault.message, "hint": fault.hint}


def _path(path: Path) -> str:
    return places.shown(path)
