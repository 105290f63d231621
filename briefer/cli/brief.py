"""`briefer brief`: articles in, a checked brief out."""

from __future__ import annotations

import sys
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from briefer.cli import options
from briefer.cli.engines import Asked, chosen
from briefer.cli.fetching import FromTheWeb
from briefer.cli.journal import Journal
from briefer.errors import NothingToBrief

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from briefer.cli.outputs import Target
    from briefer.config import Settings
    from briefer.model import Brief, Engine, Profile
    from briefer.model.protocols import RemoteEngine
    from briefer.pipeline.recording import Memory


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
    record: Annotated[
        bool, typer.Option("--record", help="Leave out what recorded briefs had, say what changed, and record it.")
    ] = False,
    log: Journal,
) -> None:
    """Make a checked brief of articles."""
    from briefer.cli.outputs import targets, write
    from briefer.cli.screen import Screen, cost_of, count, show_markdown, unanswered
    from briefer.config import load
    from briefer.pipeline import Briefer

    log.begin("brief")
    inputs = options.once(inputs)
    places = targets(output or [], format, inputs)
    given = options.about(title=title, outlet=outlet, url=url, published=published, language=language)
    settings = load(config)
    profile = asked.profile(settings.profile(brief))
    profile = replace(profile, template=template or profile.template, set={**profile.set, **options.settings_of(set)})
    screen = Screen()
    now = datetime.now(UTC)
    with (
        chosen(asked, settings, screen.note, log.called) as reader,
        _remembering(settings, profile, reader.arguments["engine"]) if record else nullcontext() as memory,
    ):
        log.engine(reader)
        for line in reader.lines:
            screen.note(line)
        folders = options.template_folders(template_dir, settings.path)
        with screen.watching(usage=reader.usage) as watch:
            briefer = Briefer(
                profile=profile,
                workers=workers,
                templates=folders,
                watch=log.watching(watch),
                fetching=web.fetching(settings, screen.fetching, screen.note),
                sift=memory.sieve if memory is not None else None,
                **reader.arguments,
            )
            briefer.check_template([place.format for place in places])
            try:
                made = briefer.brief(
                    inputs,
                    given=given,
                    show_flagged=show_flagged,
                    now=now,
                    earlier=memory.earlier() if memory is not None else (),
                    entries=memory.entries(now) if memory is not None else None,
                    recall=memory.recall if memory is not None else None,
                )
            except NothingToBrief as error:
                raise _nothing_new(error, memory) from error
        made = memory.sieve.told(made) if memory is not None else made
        log.made(made)
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
        if memory is not None:
            if forgotten := memory.record(made, now=now):
                screen.note(f"archive: {count(forgotten, 'brief')} forgotten, as keep_days under [store] says")
            log.stored(made)
        if left_out := unanswered(profile, {name for story in made.stories for name in story.custom}, made.engine):
            screen.note(left_out)
        for line in _closing(made, places):
            screen.note(line)
        if strict and made.account.claims.withheld:
            raise typer.Exit(3)
        if screen.left_out["failed"]:
            raise typer.Exit(5)


@contextmanager
def _remembering(settings: Settings, profile: Profile, engine: Engine | RemoteEngine) -> Iterator[Memory]:
    from briefer.pipeline.recording import Memory
    from briefer.store import open_store

    with open_store(settings.store.path) as store:
        yield Memory(store, profile, engine=engine, keep_days=settings.store.keep_days)


def _nothing_new(error: NothingToBrief, memory: Memory | None) -> NothingToBrief:
    from briefer.cli.screen import count

    if memory is None or not memory.sieve.seen:
        return error
    seen = count(memory.sieve.seen, "article")
    return NothingToBrief(f"nothing new: {seen} seen before", hint="without --record they are read again")


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
