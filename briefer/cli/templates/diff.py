"""`briefer templates diff`: what an upgrade changed in the built-in that a template was ejected from."""

from __future__ import annotations

from typing import Annotated

import typer

from briefer.cli import options
from briefer.cli.templates import places


def command(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Ejected templates, or prompts; else all.")
    ] = None,
    *,
    template_dir: options.TemplateDir = None,
    config: options.Config = None,
) -> None:
    """Compare ejected templates with what they came from. Ends with 1 where briefer's own has changed since."""
    from briefer.errors import UsageError
    from briefer.render import folders_of
    from briefer.templating.ejected import RECORD, drift

    search = places.search(template_dir, config)
    found = {
        path.parent.name: path.parent for folder in reversed(search) for path in sorted(folder.glob(f"*/{RECORD}"))
    }
    for name in names or ():
        bare, where = places.split(name, search)
        own = next((folder / bare for folder in where if (folder / bare).is_dir()), None)
        if own is None:
            raise UsageError(f"there is no ejected template “{name}”", hint=f"there are: {', '.join(found) or 'none'}")
        found[bare] = own
    wanted = [places.split(name, search)[0] for name in names] if names else sorted(found)
    if not wanted:
        typer.echo("nothing here was ejected")
    moved = False
    for name in wanted:
        for one in drift(found[name], folders_of(search)):
            moved = moved or bool(one.theirs)
            for words, rows in (("changed in briefer since", one.theirs), ("changed by you", one.mine)):
                if rows:
                    typer.echo("\n".join([f"{name}/{one.name}: {words}", *rows, ""]))
            if not one.theirs and not one.mine:
                typer.echo(f"{name}/{one.name}: as it was ejected")
    if moved:
        raise typer.Exit(1)
