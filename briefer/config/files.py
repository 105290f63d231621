"""Which briefer.toml counts, and what it says."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

from briefer.config.briefs import profile_of, questions_of
from briefer.config.mail import lists_of, mail_of, recipients_of
from briefer.config.settings import FILE_NAME, SENDMAIL, EngineSettings, Secret, Settings, StoreSettings, WebTable
from briefer.config.tables import check_keys, named_tables, read_table
from briefer.config.web import sources_of, web_of
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
    check_keys(data, ("brief", "section", "engine", "store", "mail", "recipient", "list", "web", "source"), f"{path}")
    questions = questions_of(data.get("section", {}), f"{path}")
    briefs = {
        name: profile_of(name, table, questions, f"{path}, [brief.{name}]")
        for name, table in named_tables(data.get("brief", {}), f"{path}", "brief", "morning").items()
    }
    engine = read_table(EngineSettings, data.get("engine", {}), f"{path}, [engine]")
    store = read_table(StoreSettings, data.get("store", {}), f"{path}, [store]")
    recipients = recipients_of(data.get("recipient", []), briefs, path)
    lists = lists_of(data.get("list", {}), recipients, path)
    mail = mail_of(data["mail"], path) if "mail" in data else None
    beside = path.parent
    if engine.recordings:
        engine = replace(engine, recordings=str(beside / Path(engine.recordings).expanduser()))
    if store.path:
        store = replace(store, path=str(beside / Path(store.path).expanduser()))
    if store.keep_days is not None and store.keep_days < 1:
        raise ConfigError(
            f"{path}, [store]: “keep_days” must be 1 or more", hint="leave it out to keep briefs for ever"
        )
    made = Settings(
        path=path,
        briefs=briefs,
        questions=questions,
        engine=engine,
        store=store,
        mail=mail,
        recipients=recipients,
        lists=lists,
        web=web_of(data.get("web", {}), path),
        sources=sources_of(data.get("source", []), path),
    )
    _check_owner(made, path, named=given is not None)
    return made


def _check_owner(settings: Settings, path: Path, *, named: bool) -> None:
    """A file of somebody else decides nothing by itself about what is read and who gets it, and runs no command ever."""
    deciding = {
        "an engine": settings.engine != EngineSettings(),
        "a store": settings.store != StoreSettings(),
        "a mail server": settings.mail is not None,
        "recipients": bool(settings.recipients or settings.lists),
        "how to fetch": settings.web != WebTable(),
        "sources": bool(settings.sources),
        "a folder to write to": any(brief.output for brief in settings.briefs.values()),
    }
    if not any(deciding.values()) or _own(path):
        return
    if key := next(_commands(settings), None):
        raise ConfigError(
            f"{path} names a command, and the file is not yours",
            hint=f'copy it and make it your own, or name a variable: {key} = {{env = "NAME"}}'
            if key.endswith(("key", "password", "token"))
            else f"copy it and make it your own: {key} is a program that would be run",
        )
    if not named:
        what = next(what for what, said in deciding.items() if said)
        raise ConfigError(
            f"{path} names {what}, and the file is not yours", hint=f"read it, then say yes with --config {path}"
        )


def _commands(settings: Settings) -> Iterator[str]:
    """The keys of the file that name a program to run."""
    mail = settings.mail
    for table in (settings.engine, mail):
        for key in fields(table) if table is not None else ():
            if isinstance(value := getattr(table, key.name), Secret) and value.command:
                yield key.name
    for host in settings.web.hosts.values():
        for name, value in (*host.headers.items(), *host.cookies.items()):
            if isinstance(value, Secret) and value.command:
                yield name
    if any(source.password is not None and source.password.command for source in settings.sources):
        yield "password"
    if mail is not None and (mail.pipe or mail.command != SENDMAIL):
        yield "pipe" if mail.pipe else "command"


def _own(path: Path) -> bool:
    """Whether the file belongs to the user; where the system does not tell, it does."""
    return not hasattr(os, "getuid") or path.stat().st_uid == os.getuid()
