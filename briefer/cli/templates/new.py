"""`briefer templates new`: a template of one's own to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefer.cli import options
from briefer.cli.templates import places

Extends = Annotated[
    str, typer.Option("--extends", metavar="NAME", help="The template that lends all that yours does not have.")
]
Where = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="Where its folder goes; else beside the briefer.toml.")
]


def command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is to be called: letters, digits, - and _.")],
    *,
    extends: Extends = "builtin:daily",
    template_dir: Where = None,
    config: options.Config = None,
) -> None:
    """Make a small template that extends another."""
    from briefer.render import folders_of
    from briefer.templating import find_template
    from briefer.templating.starting import start

    place = places.home(template_dir, config)
    search = places.search(template_dir if template_dir and template_dir.is_dir() else None, config)
    parent = find_template(extends, folders_of(search))
    for path in start(name, parent, place / name):
        typer.echo(places.shown(path))
