"""Settings from briefer.toml; every option is documented where it is declared."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
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
    "int": "a whole number above 0",
    "float": "a number above 0",
    "Secret": '{env = "NAME"} or {command = ["program", "argument"]}: a key itself never stands in the file',
    "PriceList": "{input = 0.0, output = 0.0}, what a million tokens cost",
}
#: Seconds that a command which prints a key may take: it may ask a person for a password.
_PATIENCE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """Where a key is kept: in a variable of the environment, or printed by a command run without a shell."""

    env: str | None = None
    command: tuple[str, ...] = ()

    def value(self) -> str:
        """The key; `ConfigError` where there is none."""
        if self.env is not None:
            found = os.environ.get(self.env, "").strip()
            if not found:
                raise ConfigError(
                    f"the variable {self.env} holds no key", hint=f"set {self.env}, or change [engine] api_key"
                )
            return found
        return self._printed()

    def _printed(self) -> str:
        import subprocess

        what = f"the command of [engine] api_key ({self.command[0]})"
        try:
            done = subprocess.run(  # noqa: S603  (only from a file that is the user's own)
                self.command, stdout=subprocess.PIPE, timeout=_PATIENCE, check=False, encoding="utf-8"
            )
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            raise ConfigError(f"{what} cannot be run: {error}", hint="try it in a terminal") from error
        if done.returncode or not done.stdout.strip():
            raise ConfigError(f"{what} printed no key (its status: {done.returncode})", hint="try it in a terminal")
        return done.stdout.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceList:
    """What a million tokens cost."""

    input: float
    output: float
    #: ISO 4217.
    currency: str = "USD"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """The `[engine]` table: which engine reads."""

    #: `extractive`, `replay` or `openai`; absent: `openai` where a model or a base URL is named, else `extractive`.
    name: str | None = None
    #: For `replay`: a JSONL file or a folder of recorded findings, seen from the file's own folder.
    recordings: str | None = None
    #: For `openai`: the model's name as its server knows it. There is no default.
    model: str | None = None
    #: For `openai`: the server, as in `http://localhost:8080/v1`; absent: OpenAI itself.
    base_url: str | None = None
    #: Where the key is; absent: the variable OPENAI_API_KEY, or AZURE_OPENAI_API_KEY for Azure.
    api_key: Secret | None = None
    #: Azure's `api-version`; it also says that the server is Azure's.
    api_version: str | None = None
    #: Calls at once at most; absent: 4 on this machine, 16 elsewhere.
    concurrency: int | None = None
    #: Seconds that one call may take; absent: 120.
    timeout: float | None = None
    #: What one run may cost; it needs `prices`.
    max_cost: float | None = None
    #: What a million tokens cost.
    prices: PriceList | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """The `[store]` table: where briefer keeps what it remembers."""

    #: The file, seen from this file's own folder; absent: in the user's data folder.
    path: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that one briefer.toml says."""

    #: Where it was read from; None: no file, all defaults.
    path: Path | None = None
    #: The `[brief.NAME]` tables, by name.
    briefs: Mapping[str, Profile] = field(default_factory=dict)
    engine: EngineSettings = EngineSettings()
    store: StoreSettings = StoreSettings()

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
    _known(data, ("brief", "engine", "store"), f"{path}")
    briefs = {
        name: _table(Profile, {**table, "name": name}, f"{path}, [brief.{name}]")
        for name, table in _tables(data.get("brief", {}), f"{path}, [brief.NAME]").items()
    }
    for name, profile in briefs.items():
        _check_timezone(profile.timezone, f"{path}, [brief.{name}]")
    engine = _table(EngineSettings, data.get("engine", {}), f"{path}, [engine]")
    store = _table(StoreSettings, data.get("store", {}), f"{path}, [store]")
    _check_owner(path, engine, store, named=given is not None)
    beside = path.parent
    if engine.recordings:
        engine = replace(engine, recordings=str(beside / Path(engine.recordings).expanduser()))
    if store.path:
        store = StoreSettings(path=str(beside / Path(store.path).expanduser()))
    return Settings(path=path, briefs=briefs, engine=engine, store=store)


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
        try:
            values[key] = _READERS[expected](value)
        except (TypeError, ValueError, KeyError) as error:
            shown = "" if expected == "Secret" else f"it is {value!r}"
            raise ConfigError(f"{where}: “{key}” must be {_KINDS[expected]}", hint=shown or None) from error
    return kind(**values)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(_text(item) for item in value)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
        raise ValueError
    return float(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError
    return value


def _price(value: Any) -> float:
    return 0.0 if value == 0 and not isinstance(value, bool) else _number(value)


def _secret(value: Any) -> Secret:
    if not isinstance(value, dict) or len(value) != 1:
        raise TypeError
    if "env" in value:
        return Secret(env=_text(value["env"]))
    command = _texts(value["command"])
    if not command:
        raise ValueError
    return Secret(command=command)


def _prices(value: Any) -> PriceList:
    if not isinstance(value, dict) or not value.keys() <= {"input", "output", "currency"}:
        raise TypeError
    currency = _text(value.get("currency", "USD"))
    return PriceList(input=_price(value["input"]), output=_price(value["output"]), currency=currency)


#: Declared type -> what makes it of TOML's value, or raises.
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "str": _text,
    "tuple": _texts,
    "Mapping": lambda value: {key: _text(inner) for key, inner in dict(value).items()},
    "int": _whole,
    "float": _number,
    "Secret": _secret,
    "PriceList": _prices,
}


def _check_timezone(name: str, where: str) -> None:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ConfigError(f"{where}: “{name}” is no time zone", hint="write it as in Europe/Brussels or UTC") from error
