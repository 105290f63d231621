"""`briefer templates preview`: a template beside real data in the browser, live while its files are edited."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefer.cli import options
from briefer.cli.templates import places

if TYPE_CHECKING:
    from briefer.model import Brief


def command(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="The template to begin with.")] = None,
    *,
    brief: Annotated[
        list[Path] | None, typer.Option("--brief", metavar="BRIEF.json", help="A brief to show beside the samples.")
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="0 takes any port that is free.")] = 8770,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")] = True,
    template_dir: options.TemplateDir = None,
    config: options.Config = None,
) -> None:
    """Show a template in the browser. Again whenever a file is saved; Ctrl-C ends it."""
    from briefer.cli.screen import Screen
    from briefer.render.checks import SAMPLES, sample
    from briefer.templating import Folders, find_template, template_names
    from briefer.web.preview import Preview, application
    from briefer.web.server import serve

    search = places.search(template_dir, config)
    first, search = places.split(name, search) if name else (None, search)
    if first:
        find_template(first, Folders(search))
    names = [*places.own_names(search), *template_names(Folders())]
    briefs: dict[str, Callable[[], Brief]] = {path.name: _reader(path) for path in brief or ()}
    for each in briefs.values():
        each()
    briefs |= {each: partial(sample, each) for each in SAMPLES}
    preview = Preview(
        templates=tuple(dict.fromkeys([*([first] if first else []), *names])),
        briefs=briefs,
        search=search,
        watched=(*search, *(path.resolve() for path in brief or ())),
    )
    screen = Screen()
    serve(
        application(preview),
        port=port,
        say=lambda address: screen.note(f"the preview is at {address}/ (Ctrl-C ends it)"),
        browse="/" if open_ else None,
    )


def _reader(path: Path) -> Callable[[], Brief]:
    def read() -> Brief:
        from briefer.cli.bundles import load_bundle
        from briefer.contract import load_brief

        return load_brief(load_bundle(str(path)))

    return read
