"""How what lies on the web is had: options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefer.errors import UsageError

if TYPE_CHECKING:
    from briefer.config import Settings
    from briefer.gather import Fetching
    from briefer.http import WebSettings
    from briefer.store.pages import Pages


@dataclass(frozen=True, slots=True, kw_only=True)
class FromTheWeb:
    """What the command line says about fetching: every field is an option, see `options.spread`."""

    max_items: Annotated[
        int | None,
        typer.Option(min=1, max=10_000, metavar="N", help="Items of a feed that are read; else the newest 20."),
    ] = None
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from this machine and private networks too.")
    ] = False
    save_pages: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Also keep what is fetched there, packed.")
    ] = None
    saved_pages: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Take pages from such a folder, and none from the web.")
    ] = None

    def fetching(
        self,
        settings: Settings,
        progress: Callable[[int, int, str], None] | None = None,
        note: Callable[[str], None] | None = None,
    ) -> Fetching:
        """How a run fetches, with what the configuration says."""
        from briefer.gather import Fetching

        if self.save_pages is not None and self.saved_pages is not None:
            raise UsageError("--save-pages and --saved-pages are two ways of one thing", hint="give one of them")
        if self.saved_pages is not None and not self.saved_pages.is_dir():
            raise UsageError(f"there is no folder {self.saved_pages}", hint="--save-pages makes one")
        return Fetching(
            settings=lambda: self._asking(settings),
            shelf=lambda: kept_pages(settings),
            items=self.max_items or settings.web.max_items,
            progress=progress,
            note=note,
        )

    def _asking(self, settings: Settings) -> WebSettings:
        from briefer.pipeline.sources import web_settings

        made = web_settings(settings, allow_private=self.allow_private)
        return replace(made, save=self.save_pages, saved=self.saved_pages)


@contextmanager
def kept_pages(settings: Settings) -> Iterator[Pages]:
    """The part of the store that pages are kept in."""
    from briefer.store import open_store
    from briefer.store.pages import Pages

    with open_store(settings.store.path) as store:
        yield Pages(store)
