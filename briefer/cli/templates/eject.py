"""`briefer templates eject`: a built-in template, a block of it, or the prompts, to be changed."""

from __future__ import annotations

from typing import Annotated

import typer

from briefer.cli import options
from briefer.cli.templates import places
from briefer.cli.templates.new import Where

Block = Annotated[
    list[str] | None,
    typer.Option("--block", metavar="NAME", help="Take this block only, into a child of the template; repeatable."),
]
As = Annotated[str | None, typer.Option("--as", metavar="NAME", help="What yours is to be called.")]


def command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A template that comes with briefer, or prompts.")],
    *,
    block: Block = None,
    as_: As = None,
    template_dir: Where = None,
    config: options.Config = None,
) -> None:
    """Copy a built-in template, blocks of it, or the prompts. What it came from is remembered."""
    from briefer import __version__
    from briefer.errors import UsageError
    from briefer.templating import Folders, find_template
    from briefer.templating.ejected import PROMPTS, eject_all, eject_blocks
    from briefer.templating.lookup import BUILTIN

    bare = name.removeprefix(BUILTIN)
    place = places.home(template_dir, config)
    if bare == PROMPTS and (block or as_):
        raise UsageError("the prompts have no blocks, and are found under their own name", hint="eject prompts")
    if bare != PROMPTS:
        find_template(f"{BUILTIN}{bare}", Folders())
    folder = place / (as_ or bare)
    if not block:
        written = eject_all(bare, folder, __version__)
    else:
        written = eject_blocks(find_template(f"{BUILTIN}{bare}", Folders()), block, folder, __version__)
    for path in written:
        typer.echo(places.shown(path))
