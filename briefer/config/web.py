"""The `[web]` and `[[source]]` tables: where articles come from, and how they are fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from briefer.config.settings import HostSettings, Secret, SourceSettings, WebTable
from briefer.config.tables import KINDS, check_keys, named_tables, read_secret, read_table
from briefer.errors import ConfigError

#: The keys of a `[[source]]` that say what it is.
SOURCE_KINDS = ("feed", "url", "files", "opml", "mailbox")
#: Headers that hold a key.
_SECRET_HEADERS = ("authorization", "cookie", "proxy-authorization", "x-api-key")


def web_of(table: Any, path: Path) -> WebTable:
    """The `[web]` table with its hosts."""
    where = f"{path}, [web]"
    made: WebTable = read_table(WebTable, table, where, elsewhere=("host",), hosts={})
    if made.user_agent is not None and not made.user_agent.strip().isprintable():
        raise ConfigError(f"{where}: “user_agent” must be one line of plain text")
    hosts = named_tables(table.get("host", {}), f"{path}", "web.host", '"news.example"')
    return replace(made, hosts={name.lower(): _host(name, inner, path) for name, inner in hosts.items()})


def sources_of(tables: Any, path: Path) -> tuple[SourceSettings, ...]:
    """The `[[source]]` tables."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ConfigError(f"{path}: write a source as [[source]]", hint='with a line such as feed = "https://…"')
    return tuple(_source(table, number, path) for number, table in enumerate(tables, 1))


def _source(table: dict[str, Any], number: int, path: Path) -> SourceSettings:
    where = f"{path}, [[source]] {number}"
    kinds = [kind for kind in SOURCE_KINDS if kind in table]
    if len(kinds) != 1 or not isinstance(table[kinds[0]], str) or not table[kinds[0]].strip():
        raise ConfigError(
            f"{where}: one of {', '.join(SOURCE_KINDS)} must say where it is", hint='as in feed = "https://…"'
        )
    (kind,) = kinds
    place: str = table[kind].strip()
    if kind == "url" and not place.startswith(("https://", "http://")):
        raise ConfigError(f"{where}: “url” must begin with https:// or http://", hint=f"it is {place!r}")
    if kind in ("feed", "files", "opml") and "://" not in place:
        place = str(path.parent / Path(place).expanduser())
    named = {"name": table[kind].strip(), **table}
    made: SourceSettings = read_table(SourceSettings, named, where, elsewhere=(kind,), kind=kind, place=place)
    if made.password is not None and kind != "mailbox":
        raise ConfigError(f"{where}: “password” is for a mailbox", hint="cookies and headers belong in [web.host]")
    return made


def _host(name: str, table: Mapping[str, Any], path: Path) -> HostSettings:
    where = f'{path}, [web.host."{name}"]'
    if "/" in name or ":" in name or not name.strip():
        raise ConfigError(f"{where}: “{name}” is no host", hint='write its name alone, as in [web.host."news.example"]')
    check_keys(table, ("headers", "cookies"), where)
    headers = {key: _value(key, value, where) for key, value in _table(table, "headers", where).items()}
    cookies = {key: _secret(key, value, where) for key, value in _table(table, "cookies", where).items()}
    return HostSettings(headers=headers, cookies=cookies)


def _table(table: Mapping[str, Any], key: str, where: str) -> dict[str, Any]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise ConfigError(f"{where}: “{key}” must be a table", hint=f'as in {key} = {{Name = {{env = "VARIABLE"}}}}')
    return value


def _value(key: str, value: Any, where: str) -> str | Secret:
    if isinstance(value, str) and key.lower() not in _SECRET_HEADERS:
        if not value.isprintable():
            raise ConfigError(f"{where}: “{key}” must be one line of plain text")
        return value
    return _secret(key, value, where)


def _secret(key: str, value: Any, where: str) -> Secret:
    try:
        return read_secret(value)
    except (TypeError, ValueError, KeyError) as error:
        raise ConfigError(f"{where}: “{key}” must be {KINDS['Secret']}") from error
