"""`briefer templates locale`: the words of a page in one more language."""

from __future__ import annotations

from typing import Annotated

import typer

from briefer.cli import options
from briefer.cli.templates import places
from briefer.cli.templates.new import Where


def command(
    language: Annotated[str, typer.Argument(metavar="TAG", help="The language, as in de or pt-BR.")],
    *,
    template_dir: Where = None,
    config: options.Config = None,
) -> None:
    """Write the file in which a page's words are translated. Or bring it up to date."""
    from datetime import UTC, datetime

    from briefer.config import checked_language
    from briefer.templating.messages import write_catalogue

    tag = checked_language(language, "the language")
    search = places.search(template_dir if template_dir and template_dir.is_dir() else None, config)
    written = write_catalogue(tag, places.home(template_dir, config), datetime.now(UTC), search)
    typer.echo(f"{places.shown(written.path)}: {written.translated} of {written.messages} messages translated")
