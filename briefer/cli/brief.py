"""`briefer brief`: articles in, a checked brief out."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from briefer.cli import options
from briefer.cli.engines import Asked, chosen
from briefer.cli.fetching import FromTheWeb

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefer.cli.outputs import Target
    from briefer.model import Brief


@options.spread
def command(  # noqa: PLR0913 - each is an option of the command
    inputs: options.Inputs,
    *,
    output: options.Output = None,
    format: options.Format = None,
    template: options.Template = None,
    template_dir: options.TemplateDir = None,
    set: options.Set = None,
    title: options.Title = None,
    outlet: options.Outlet = None,
    url: options.Url = None,
    published: options.Published = None,
    language: options.Language = None,
    asked: Asked,
    web: FromTheWeb,
    config: options.Config = None,
    brief: options.Brief = None,
    workers: options.Workers = 1,
    strict: options.Strict = False,
    show_flagged: options.ShowFlagged = False,
) -> None:
    """Make a checked brief of articles."""
    from briefer.cli.outputs import targets, write
    from briefer.cli.screen import Screen, cost_of, show_markdown, unanswered
    from briefer.config import load
    from briefer.pipeline import Briefer

    inputs = options.once(inputs)
    places = targets(output or [], format, inputs)
    given = options.about(title=title, outlet=outlet, url=url, published=published, language=language)
    settings = load(config)
    profile = asked.profile(settings.profile(brief))
    profile = replace(profile, template=template or profile.template, set={**profile.set, **options.settings_of(set)})
    screen = Screen()
    with chosen(asked, settings, screen.note) as reader:
        for line in reader.lines:
            screen.note(line)
        folders = options.template_folders(template_dir, settings.path)
        with screen.watching(usage=reader.usage) as watch:
            briefer = Briefer(
                profile=profile,
                workers=workers,
                templates=folders,
                watch=watch,
                fetching=web.fetching(settings, screen.fetching, screen.note),
                **reader.arguments,
            )
            briefer.check_template([place.format for place in places])
            made = briefer.brief(inputs, given=given, show_flagged=show_flagged)
    if spent := cost_of(made.usage, lambda: reader.listed):
        screen.note(spent)
    if each := screen.an_article(made.usage):
        screen.note(each)
    shown = sys.stdout.isatty() and not output and not format
    results = [(place, briefer.render(made, format=place.format)) for place in places]
    if shown:
        show_markdown(str(results[0][1]))
    else:
        write(results)
    if left_out := unanswered(profile, {name for story in made.stories for name in story.custom}, made.engine):
        screen.note(left_out)
    for line in _closing(made, places):
        screen.note(line)
    if strict and made.account.claims.withheld:
        raise typer.Exit(3)
    if screen.left_out["failed"]:
        raise typer.Exit(5)


def _closing(brief: Brief, places: list[Target]) -> list[str]:
    """Two lines: where the brief is, and what to look at."""
    from briefer.cli.screen import count

    paths = [place.path for place in places if place.path is not None]
    outcomes = [article.outcome for article in brief.account.articles]
    used = outcomes.count("used") + outcomes.count("merged")
    stories = f"{count(len(brief.stories), 'story', 'stories')} from {count(used, 'article')}"
    where = (
        f"the brief: {', '.join(str(p) for p in paths)} ({stories})"
        if paths
        else f"the brief: on standard output ({stories})"
    )
    return [where, _to_look_at(brief, outcomes, next((p for p in paths if p.suffix == ".json"), None))]


def _to_look_at(brief: Brief, outcomes: Sequence[str], bundle: Path | None) -> str:
    from briefer.cli.screen import count

    claims = brief.account.claims
    points = [f"{count(claims.withheld, 'claim')} withheld"] if claims.withheld else []
    points += [f"{claims.flagged} flagged"] if claims.flagged else []
    points += [f"{count(outcomes.count(o), 'input')} {o}" for o in ("skipped", "failed") if o in outcomes]
    how = f"briefer verify {bundle}" if bundle else "the account at its end"
    return f"to look at: {', '.join(points) or 'nothing withheld, nothing skipped'}; {how}"
