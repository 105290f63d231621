"""`briefer templates list`: which layouts and prompts there are."""

from __future__ import annotations

import typer

from briefer.cli import options
from briefer.cli.templates import places


def command(*, template_dir: options.TemplateDir = None, config: options.Config = None) -> None:
    """List the templates: name, where from, formats, description."""
    from briefer.errors import TemplateError
    from briefer.render import folders_of
    from briefer.templating import find_template, template_names
    from briefer.templating.ejected import PROMPTS, source_folder
    from briefer.templating.lookup import BUILTIN

    search = places.search(template_dir, config)
    folders = folders_of(search)
    rows: list[tuple[str, str, str, str]] = []
    for name in template_names(folders):
        try:
            found = find_template(name, folders)
        except TemplateError as error:
            rows.append((name, "?", "", error.message))
            continue
        built_in = found.name.startswith(BUILTIN)
        where = "briefer" if built_in else places.shown(found.folder)
        rows.append((name, where, " ".join(found.formats), found.description))
    own = next((f / PROMPTS for f in search if (f / PROMPTS).is_dir()), None)
    prompts = " ".join(sorted(p.stem for p in source_folder(PROMPTS).glob("*.j2")))
    rows.append((PROMPTS, places.shown(own) if own else "briefer", "", f"What a language model is asked: {prompts}."))
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        typer.echo("  ".join([*cells, row[3]]).rstrip())
