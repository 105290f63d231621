"""`briefer render`: a brief that was made before, in another layout or format."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from briefer.cli import options

Language = Annotated[
    str | None,
    typer.Option("--language", metavar="TAG", help="The language of the page's own words; else the brief's."),
]


def command(  # noqa: PLR0913 - each is an option of the command
    bundle: options.BundleFile,
    *,
    output: options.Output = None,
    format: options.Format = None,
    template: options.Template = None,
    template_dir: options.TemplateDir = None,
    set: options.Set = None,
    language: Language = None,
    config: options.Config = None,
) -> None:
    """Render a brief again, without reading any article."""
    from briefer.cli.bundles import load_bundle
    from briefer.cli.outputs import targets, write
    from briefer.cli.screen import Screen
    from briefer.config import checked_language, load
    from briefer.contract import digest, load_brief
    from briefer.render import render
    from briefer.render.required import require

    places = targets(output or [], format, [bundle])
    loaded = load_bundle(bundle)
    brief = load_brief(loaded)
    if loaded.get("digest") != digest(loaded):
        Screen().note(f"{bundle} was changed after it was made; to see what still holds: briefer verify {bundle}")
    brief = replace(brief, set={**brief.set, **options.settings_of(set)})
    words = checked_language(language, "--language") if language else None
    folders = options.template_folders(template_dir, load(config).path)
    require(template or brief.profile.template, [p.format for p in places], search=folders, given=brief.set)
    write(
        [
            (place, render(brief, format=place.format, template=template, search=folders, language=words))
            for place in places
        ]
    )
