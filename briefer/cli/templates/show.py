"""`briefer templates show`: what a template is made of, and what it can use."""

from __future__ import annotations

from typing import Annotated

import typer

from briefer.cli import options
from briefer.cli.templates import places

Context = Annotated[bool, typer.Option("--context", help="Also show everything that a template can use, with types.")]


def command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A template, or its folder.")],
    *,
    context: Context = False,
    template_dir: options.TemplateDir = None,
    config: options.Config = None,
) -> None:
    """Show what a template is made of. What it extends, its formats, options, blocks and files."""
    from briefer.render import folders_of
    from briefer.templating import find_template
    from briefer.templating.contract import BLOCKS, full_contract
    from briefer.templating.ejected import blocks

    bare, search = places.split(name, places.search(template_dir, config))
    found = find_template(bare, folders_of(search))
    lines = [found.name, f"  {found.description}", ""]
    lines.append(f"extends   {' > '.join(t.name for t in found.chain()[1:]) or 'nothing'}")
    lines.append(f"contract  {found.contract} (this briefer makes {full_contract()})")
    lines.append(f"formats   {' '.join(found.formats) or 'any'}")
    lines.append(f"folder    {places.shown(found.folder)}")
    lines += ["", "Options (--set NAME=VALUE)"]
    for option in found.options.values():
        kind = " | ".join(map(str, option.choices)) if option.choices else option.type
        default = ("yes" if option.default else "no") if isinstance(option.default, bool) else option.default
        lines.append(f"  {option.name} = {default} ({kind})  {option.description}".rstrip())
    lines += [] if found.options else ["  none"]
    lines += ["", "Blocks ({% block NAME %})"]
    known = blocks(found)
    width = max((len(b) for b in known), default=0)
    lines += [f"  {b.ljust(width)}  {BLOCKS[b].what if b in BLOCKS else ''}".rstrip() for b in known]
    lines += ["", "Files"]
    files = sorted({p.name for t in found.chain() for p in t.folder.iterdir() if p.is_file()})
    wide = max(len(f) for f in files)
    for file in files:
        owner = next(t for t in found.chain() if (t.folder / file).is_file())
        lines.append(f"  {file.ljust(wide)}  {'own' if owner is found else f'from {owner.name}'}")
    typer.echo("\n".join(lines))
    if context:
        from briefer.render.context import reference

        typer.echo("\nContext\n\n" + reference().replace("\\|", "|"))
