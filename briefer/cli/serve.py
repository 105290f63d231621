"""`briefer serve`: a local page to browse and search everything that was recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from briefer.cli import options


def command(
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="0 takes any port that is free.")] = 8771,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    config: options.Config = None,
) -> None:
    """Browse and search all that was recorded, on a local page. Ctrl-C ends it."""
    from zoneinfo import ZoneInfo

    from briefer.cli.screen import Screen
    from briefer.config import load
    from briefer.store import open_store
    from briefer.store.history import History
    from briefer.store.ledger import Ledger
    from briefer.store.runs import Runs
    from briefer.templating import Locale
    from briefer.web.archive import Archive, application
    from briefer.web.entrance import Entrance
    from briefer.web.server import serve

    screen, entrance, settings = Screen(), Entrance(), load(config)
    # Briefs in several languages have a page in English, and those of several zones the time of this machine.
    languages = {brief.language for brief in settings.briefs.values()}
    language = languages.pop() if len(languages) == 1 else "en"
    zones = {brief.timezone for brief in settings.briefs.values()}
    zone = ZoneInfo(zones.pop()) if len(zones) == 1 else None
    with open_store(settings.store.path) as store:
        archive = Archive(
            history=History(store),
            ledger=Ledger(store),
            runs=Runs(store),
            now=lambda: datetime.now().astimezone(zone),
            locale=Locale.of(language, options.template_folders(None, settings.path)),
        )

        def say(address: str) -> None:
            screen.note(f"the archive is at {address}/?key={entrance.key} (for you alone; Ctrl-C ends it)")

        serve(application(archive, entrance), port=port, say=say, browse=f"/?key={entrance.once}" if open_ else None)
