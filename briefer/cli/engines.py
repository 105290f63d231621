"""Which engine reads: the one on the command line, else the file's, else the built-in one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefer.config import EngineSettings
    from briefer.model import Engine


def chosen_engine(name: str | None, recordings: Path | None, settings: EngineSettings) -> tuple[Engine, Path | None]:
    """The engine, and the recordings that it replays where it does."""
    from briefer.pipeline import open_engine

    name = name or ("replay" if recordings else None) or settings.name or "extractive"
    if recordings is None and settings.recordings and name == "replay":
        recordings = Path(settings.recordings)
    return open_engine(name, recordings=recordings), recordings
