"""Which engine reads: the one on the command line, else the file's, else the built-in one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefer.cli import options
from briefer.errors import UsageError

if TYPE_CHECKING:
    from briefer.config import EngineSettings, Settings
    from briefer.engines.openai.prices import Listed
    from briefer.engines.openai.wire import Call
    from briefer.model import Profile, Usage
    from briefer.pipeline import ModelServer

#: Names another server, for whoever has asked for the engine itself; other programs use it too.
BASE_URL = "OPENAI_BASE_URL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line says about the engine: every field is an option, see `options.spread`.

    A field that `EngineSettings` has too stands in for the file's; all but the first two are for an engine with a
    server.
    """

    engine: options.Engine = None
    recordings: Annotated[
        Path | None, typer.Option(metavar="PATH", help="For --engine replay: a file or folder of recorded findings.")
    ] = None
    model: options.Model = None
    base_url: options.BaseUrl = None
    concurrency: Annotated[int | None, typer.Option(min=1, max=1000, metavar="N", help="Calls at once at most.")] = None
    max_cost: Annotated[
        float | None,
        typer.Option(min=0.0, metavar="MONEY", help="What the run may cost, in the currency of the model's prices."),
    ] = None
    max_tokens: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="How many tokens the run may use, read and written.")
    ] = None
    timeout: Annotated[float | None, typer.Option(min=1.0, metavar="SECONDS", help="How long one call may take.")] = (
        None
    )
    deadline: Annotated[
        float | None, typer.Option(min=1.0, metavar="SECONDS", help="How long all calls of the run may take.")
    ] = None
    second_look: Annotated[
        bool, typer.Option("--second-look", help="Ask a model, yes or no, about each flagged claim.")
    ] = False
    second_look_model: Annotated[
        str | None, typer.Option(metavar="NAME", help="The model to ask for that; else the one that reads.")
    ] = None
    translate: Annotated[
        bool, typer.Option("--translate", help="Show a translation beside quotations in other languages.")
    ] = False
    brief_language: Annotated[
        str | None, typer.Option(metavar="TAG", help="Language to write in, as in en or pt-BR.")
    ] = None
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Neither use nor keep what a model has read.")] = False
    refresh: Annotated[bool, typer.Option("--refresh", help="Have the model read anew what is kept.")] = False

    def given(self) -> dict[str, Any]:
        """The options that were given and that only an engine with a server takes, by the names of their fields."""
        taken = {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if getattr(self, field.name) != field.default
        }
        return {name: value for name, value in taken.items() if name not in ("engine", "recordings")}

    def profile(self, profile: Profile) -> Profile:
        """The profile with what the command line says of how it is written."""
        from briefer.config import checked_language

        if self.brief_language is not None:
            profile = replace(profile, language=checked_language(self.brief_language, "--brief-language"))
        return replace(profile, translate=True) if self.translate else profile


def resolved(asked: Asked, settings: EngineSettings) -> EngineSettings:
    """Command line and file as one: `name` is set, and so is all that the named engine takes."""
    name = asked.engine or ("replay" if asked.recordings else None)
    name = name or ("openai" if asked.model or asked.base_url else None)
    named = name or settings.name
    name = named or ("openai" if settings.model or settings.base_url else "extractive")
    if name != "openai":
        if flags := [f"--{field.replace('_', '-')}" for field in asked.given()]:
            raise UsageError(
                f"{', '.join(flags)} {'is' if len(flags) == 1 else 'are'} for --engine openai, and “{name}” reads",
                hint="leave the engine out, or name --engine openai",
            )
        recordings = str(asked.recordings) if asked.recordings else settings.recordings if name == "replay" else None
        return replace(settings, name=name, recordings=recordings)
    if asked.recordings is not None:
        raise UsageError("--recordings is for --engine replay, and a model is to read", hint="name one of the two")
    # A variable alone is no consent to send texts to the server that it names.
    consent = asked.engine == "openai" or (asked.engine is None and settings.name == "openai")
    address = os.environ.get(BASE_URL, "").strip() if consent else ""
    given = {key: value for key, value in asked.given().items() if hasattr(settings, key)}
    if asked.second_look_model:
        given["second_look"] = True
    made = replace(settings, **{**given, "name": name})
    return replace(made, base_url=made.base_url or address or None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The engine, as `Briefer` takes it."""

    #: `engine`, and for one with a server `cache` and `ahead`.
    arguments: dict[str, Any]
    #: Who reads, who receives text, and at what price.
    lines: tuple[str, ...]
    server: ModelServer | None = None

    @property
    def listed(self) -> Listed | None:
        """The listed price that the run is counted at; None where there is none, or the user named one."""
        return self.server.listed if self.server is not None else None

    @property
    def usage(self) -> Callable[[], Usage] | None:
        """Asks what was spent so far; None for an engine of this machine."""
        engine = self.arguments["engine"]
        return (lambda: engine.usage) if hasattr(engine, "usage") else None


@contextmanager
def chosen(
    asked: Asked, settings: Settings, note: Callable[[str], None], called: Callable[[Call], None] | None = None
) -> Iterator[Chosen]:
    """The engine that reads, until the block ends.

    `note` is told what the user should know of a server, and `called` of every call.
    """
    from briefer.cli.screen import ask_price, asking, at_price, at_terminal, reading_with
    from briefer.pipeline import Cache, model_server, open_engine, open_model

    engine = resolved(asked, settings.engine)
    if engine.name != "openai":
        recordings = Path(engine.recordings) if engine.recordings else None
        local = open_engine(engine.name or "", recordings=recordings)
        yield Chosen(arguments={"engine": local}, lines=(reading_with(local.info, recordings),))
        return
    from briefer.store import open_store

    server = model_server(engine, ask=ask_price if at_terminal() else None)
    prompts = _prompt_folders(settings.path)
    lines = [asking(server.settings.model, server.host)]
    if server.settings.max_cost is not None and (listed := server.listed):
        lines.append(f"counted {at_price(listed)}")
    arguments: dict[str, Any] = {"ahead": server.ahead}
    if asked.no_cache:
        arguments["engine"] = open_model(server, note=note, called=called, prompts=prompts)
        yield Chosen(arguments=arguments, lines=tuple(lines), server=server)
        return
    with open_store(settings.store.path) as store:
        arguments["engine"] = open_model(server, remembered=store.forms(), note=note, called=called, prompts=prompts)
        arguments["cache"] = Cache(store=store, refresh=asked.refresh)
        yield Chosen(arguments=arguments, lines=tuple(lines), server=server)


def _prompt_folders(config: Path | None) -> tuple[Path, ...]:
    """Where prompts of the user's own are looked for: beside the file, then in the user's config folder."""
    from briefer.config import user_folder

    beside = [config.resolve().parent / "templates" / "prompts"] if config else []
    folders = [*beside, user_folder() / "templates" / "prompts"]
    return tuple(folder for folder in folders if folder.is_dir())
