"""`briefer doctor`: whether everything that briefer needs is there and whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefer.cli import options

_SIGNS = {"good": "ok", "note": "note", "broken": "BROKEN"}


def command(
    *,
    engine: options.Engine = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    config: options.Config = None,
    template_dir: options.TemplateDir = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Do not ask the model's server, nor the mail server.")
    ] = False,
) -> None:
    """Say what does not work, and what to do about it. From the configuration and the models to the mail server."""
    from briefer.cli.engines import Asked
    from briefer.cli.examination import examine

    asked = Asked(engine=engine, model=model, base_url=base_url)
    folder: Path | None = template_dir
    broken = 0
    for finding in examine(asked, config=config, template_dir=folder, offline=offline):
        typer.echo(f"{_SIGNS[finding.state]:<7} {finding.what}: {finding.text}")
        if finding.remedy:
            typer.echo(f"{'':<7} try: {finding.remedy}")
        broken += finding.state == "broken"
    if broken:
        raise typer.Exit(1)
