"""Which briefer.toml counts, and what it says."""

from __future__ import annotations

import os
import tomllib
from dataclasses import replace
from pathlib import Path

from briefer.config.briefs import profile_of, questions_of
from briefer.config.settings import FILE_NAME, EngineSettings, Settings, StoreSettings
from briefer.config.tables import check_keys, named_tables, read_table
from briefer.errors import ConfigError


def find(given: Path | None = None) -> Path | None:
    """The file to read: the one given, else the current folder's, else that of the user's config folder."""
    if given is not None:
        if not given.is_file():
            raise ConfigError(f"there is no configuration file {given}", hint="check the path given to --config")
        return given
    if (here := Path(FILE_NAME)).is_file():
        return here
    return home if (home := user_folder() / FILE_NAME).is_file() else None


def user_folder() -> Path:
    """The user's own config folder for briefer; it need not exist."""
    import platformdirs

    return platformdirs.user_config_path("briefer")


def load(given: Path | None = None) -> Settings:
    """Settings from the file that `find` names; `ConfigError` says which key does not fit and what would."""
    path = find(given)
    if path is None:
        return Settings()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}", hint="it must be TOML in UTF-8") from error
    check_keys(data, ("brief", "section", "engine", "store"), f"{path}")
    questions = questions_of(data.get("section", {}), f"{path}")
    briefs = {
        name: profile_of(name, table, questions, f"{path}, [brief.{name}]")
        for name, table in named_tables(data.get("brief", {}), f"{path}", "brief", "morning").items()
    }
    engine = read_table(EngineSettings, data.get("engine", {}), f"{path}, [engine]")
    store = read_table(StoreSettings, data.get("store", {}), f"{path}, [store]")
    _check_owner(path, engine, store, named=given is not None)
    beside = path.parent
    if engine.recordings:
        engine = replace(engine, recordings=str(beside / Path(engine.recordings).expanduser()))
    if store.path:
        store = StoreSettings(path=str(beside / Path(store.path).expanduser()))
    return Settings(path=path, briefs=briefs, questions=questions, engine=engine, store=store)


def _check_owner(path: Path, engine: EngineSettings, store: StoreSettings, *, named: bool) -> None:
    """A file of somebody else decides nothing by itself about who receives texts, and runs no command ever."""
    if (engine == EngineSettings() and store == StoreSettings()) or _own(path):
        return
    if engine.api_key is not None and engine.api_key.command:
        raise ConfigError(
            f"{path} names a command, and the file is not yours",
            hint='copy it and make it your own, or name a variable: api_key = {env = "NAME"}',
        )
    if not named:
        what = "an engine" if engine != EngineSettings() else "a store"
        raise ConfigError(
            f"{path} names {what}, and the file is not yours", hint=f"read it, then say yes with --config {path}"
        )


def _own(path: Path) -> bool:
    """Whether the file belongs to the user; where the system does not tell, it does."""
    return not hasattr(os, "getuid") or path.stat().st_uid == os.getuid()
