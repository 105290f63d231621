"""Which engine reads: the one on the command line, else the file's, else the built-in one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefer.errors import UsageError

if TYPE_CHECKING:
    from briefer.config import EngineSettings, Settings
    from briefer.model import Usage

#: Names another server, for whoever has asked for the engine itself; other programs use it too.
BASE_URL = "OPENAI_BASE_URL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line says about the engine."""

    name: str | None = None
    recordings: Path | None = None
    model: str | None = None
    base_url: str | None = None
    concurrency: int | None = None
    max_cost: float | None = None
    timeout: float | None = None
    no_cache: bool = False
    refresh: bool = False

    def flags(self) -> list[str]:
        """The options given that only an engine with a server takes."""
        given = {
            "--model": self.model,
            "--base-url": self.base_url,
            "--concurrency": self.concurrency,
            "--max-cost": self.max_cost,
            "--timeout": self.timeout,
            "--no-cache": self.no_cache or None,
            "--refresh": self.refresh or None,
        }
        return [flag for flag, value in given.items() if value is not None]


def resolved(asked: Asked, settings: EngineSettings) -> EngineSettings:
    """Command line and file as one: `name` is set, and so is all that the named engine takes."""
    name = asked.name or ("replay" if asked.recordings else None)
    name = name or ("openai" if asked.model or asked.base_url else None)
    named = name or settings.name
    name = named or ("openai" if settings.model or settings.base_url else "extractive")
    if name != "openai":
        if flags := asked.flags():
            raise UsageError(
                f"{', '.join(flags)} {'is' if len(flags) == 1 else 'are'} for --engine openai, and “{name}” reads",
                hint="leave the engine out, or name --engine openai",
            )
        recordings = str(asked.recordings) if asked.recordings else settings.recordings if name == "replay" else None
        return replace(settings, name=name, recordings=recordings)
    if asked.recordings is not None:
        raise UsageError("--recordings is for --engine replay, and a model is to read", hint="name one of the two")
    # A variable alone is no consent to send texts to the server that it names.
    consent = asked.name == "openai" or (asked.name is None and settings.name == "openai")
    address = os.environ.get(BASE_URL, "").strip() if consent else ""
    return replace(
        settings,
        name=name,
        model=asked.model or settings.model,
        base_url=asked.base_url or settings.base_url or address or None,
        concurrency=asked.concurrency or settings.concurrency,
        max_cost=settings.max_cost if asked.max_cost is None else asked.max_cost,
        timeout=asked.timeout or settings.timeout,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The engine, as `Briefer` takes it."""

    #: `engine`, and for one with a server `cache` and `ahead`.
    arguments: dict[str, Any]
    #: The line that says who reads, and who receives text.
    line: str

    @property
    def usage(self) -> Callable[[], Usage] | None:
        """Asks what was spent so far; None for an engine of this machine."""
        engine = self.arguments["engine"]
        return (lambda: engine.usage) if hasattr(engine, "usage") else None


@contextmanager
def chosen(asked: Asked, settings: Settings, note: Callable[[str], None]) -> Iterator[Chosen]:
    """The engine that reads, until the block ends; `note` is told what the user should know of a server."""
    from briefer.cli.screen import asking, reading_with
    from briefer.pipeline import Cache, model_server, open_engine, open_model

    engine = resolved(asked, settings.engine)
    if engine.name != "openai":
        recordings = Path(engine.recordings) if engine.recordings else None
        local = open_engine(engine.name or "", recordings=recordings)
        yield Chosen(arguments={"engine": local}, line=reading_with(local.info, recordings))
        return
    from briefer.store import open_store

    server = model_server(engine)
    prompts = _prompt_folders(settings.path)
    arguments = {"ahead": server.ahead}
    line = asking(server.settings.model, server.host)
    if asked.no_cache:
        yield Chosen(arguments={**arguments, "engine": open_model(server, note=note, prompts=prompts)}, line=line)
        return
    with open_store(settings.store.path) as store:
        remote = open_model(server, remembered=store.forms(), note=note, prompts=prompts)
        cache = Cache(store=store, refresh=asked.refresh)
        yield Chosen(arguments={**arguments, "engine": remote, "cache": cache}, line=line)


def _prompt_folders(config: Path | None) -> tuple[Path, ...]:
    """Where prompts of the user's own are looked for: beside the file, then in the user's config folder."""
    from briefer.config import user_folder

    beside = [config.resolve().parent / "templates" / "prompts"] if config else []
    folders = [*beside, user_folder() / "templates" / "prompts"]
    return tuple(folder for folder in folders if folder.is_dir())
