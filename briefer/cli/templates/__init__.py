"""`briefer templates`: see, make, take apart, compare and check the layouts of a brief."""

from __future__ import annotations

import typer

from briefer.cli.templates import check, diff, eject, locale, new, overview, preview, show

app = typer.Typer(help="See, make, take apart, compare and check templates.", no_args_is_help=True)
for _name, _module in (
    ("list", overview),
    ("show", show),
    ("new", new),
    ("eject", eject),
    ("check", check),
    ("diff", diff),
    ("preview", preview),
    ("locale", locale),
):
    app.command(_name)(_module.command)
