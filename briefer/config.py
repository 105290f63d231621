"""Settings from briefer.toml; every option is documented where it is declared."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from briefer.errors import ConfigError
from briefer.model import Profile

FILE_NAME = "briefer.toml"
#: What kinds of value a key takes, in words for its error.
_KINDS: Mapping[str, str] = {
    "str": "text in quotation marks",
    "tuple": "a list of texts",
    "Mapping": "a table of texts",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """The `[engine]` table: which engine reads."""

    #: `extractive` or `replay`; absent: extractive.
    name: str | None = None
    #: For `replay`: a JSONL file or a folder of recorded findings, seen from the file's own folder.
    recordings: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that one briefer.toml says."""

    #: Where it was read from; None: no file, all defaults.
    path: Path | None = None
    #: The `[brief.NAME]` tables, by name.
    briefs: Mapping[str, Profile] = field(default_factory=dict)
    engine: EngineSettings = EngineSettings()

    def profile(self, name: str | None = None) -> Profile:
        """The brief of that name; without a name the only one of the file, or the defaults."""
        if name is None:
            return next(iter(self.briefs.values())) if len(self.briefs) == 1 else Profile()
        if name not in self.briefs:
            where = self.path or f"a {FILE_NAME} (none was found)"
            near = get_close_matches(name, self.briefs, 1)
            raise ConfigError(
                f"there is no [brief.{name}] in {where}",
                hint=f"did you mean “{near[0]}”?" if near else f"it has: {', '.join(self.briefs) or 'no brief'}",
            )
        return self.briefs[name]


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
    _known(data, ("brief", "engine"), f"{path}")
    briefs = {
        name: _table(Profile, {**table, "name": name}, f"{path}, [brief.{name}]")
        for name, table in _tables(data.get("brief", {}), f"{path}, [brief.NAME]").items()
    }
    for name, profile in briefs.items():
        _check_timezone(profile.timezone, f"{path}, [brief.{name}]")
    engine = _table(EngineSettings, data.get("engine", {}), f"{path}, [engine]")
    if engine != EngineSettings() and given is None and not _own(path):
        raise ConfigError(
            f"{path} names an engine, and the file is not yours",
            hint=f"read it, then say yes with --config {path}",
        )
    if engine.recordings:
        recordings = str(path.parent / Path(engine.recordings).expanduser())
        engine = EngineSettings(name=engine.name, recordings=recordings)
    return Settings(path=path, briefs=briefs, engine=engine)


def _own(path: Path) -> bool:
    """Whether the file belongs to the user; where the system does not tell, it does."""
    return not hasattr(os, "getuid") or path.stat().st_uid == os.getuid()


def _known(table: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in keys:
            near = get_close_matches(key, keys, 1)
            raise ConfigError(
                f"{where}: there is no “{key}”",
                hint=f"did you mean “{near[0]}”?" if near else f"there are: {', '.join(keys)}",
            )


def _tables(value: Any, where: str) -> Mapping[str, dict[str, Any]]:
    if not isinstance(value, dict) or not all(isinstance(v, dict) for v in value.values()):
        raise ConfigError(f"{where} must be a table with a name", hint="write it as [brief.morning]")
    return value


def _table(kind: type, table: Any, where: str) -> Any:
    """The dataclass that the table describes; a key that it lacks or a value of another kind is an error."""
    if not isinstance(table, dict):
        raise ConfigError(f"{where} must be a table")
    declared = {f.name: str(f.type) for f in fields(kind)}
    _known(table, tuple(declared), where)
    values: dict[str, Any] = {}
    for key, value in table.items():
        expected = declared[key].partition("[")[0].partition(" ")[0]
        if expected == "tuple" and isinstance(value, list) and all(isinstance(v, str) for v in value):
            values[key] = tuple(value)
        elif (expected == "str" and isinstance(value, str)) or (
            expected == "Mapping" and isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
        ):
            values[key] = value
        else:
            raise ConfigError(f"{where}: “{key}” must be {_KINDS[expected]}", hint=f"it is {value!r}")
    return kind(**values)


def _check_timezone(name: str, where: str) -> None:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ConfigError(f"{where}: “{name}” is no time zone", hint="write it as in Europe/Brussels or UTC") from error
