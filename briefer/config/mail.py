"""The `[mail]`, `[[recipient]]` and `[list.NAME]` tables: who gets a brief, and through what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from briefer.config.briefs import check_timezone, checked_language
from briefer.config.settings import MailSettings
from briefer.config.tables import KINDS, check_keys, check_name, named_tables, read_table, texts
from briefer.errors import ConfigError
from briefer.model import Addressee, Profile

SECURITY = ("starttls", "tls", "none")
#: What a reader's mail may be.
MAIL_FORMATS = ("html", "text")
_MAILBOX = re.compile(r"\s*(?:([^<>]*)<\s*([^<>\s,;]+@[^<>\s,;@]+)\s*>|([^<>\s,;]+@[^<>\s,;@]+))\s*")


def mailbox(text: str) -> tuple[str, str] | None:
    """Name and address of `Name <local@domain>` or `local@domain`; None for anything else."""
    found = _MAILBOX.fullmatch(text)
    if found is None:
        return None
    return (found[1] or "").strip().strip('"'), found[2] or found[3]


def mail_of(table: Any, path: Path) -> MailSettings:
    """The `[mail]` table; its paths are seen from the file's own folder."""
    where = f"{path}, [mail]"
    if not isinstance(table, dict) or not isinstance(table.get("from"), str) or mailbox(table["from"]) is None:
        raise ConfigError(
            f"{where}: “from” must say who writes", hint='as in from = "Fisheries desk <desk@example.org>"'
        )
    made: MailSettings = read_table(MailSettings, table, where, elsewhere=("from",), sender=table["from"])
    check_name(made.security, SECURITY, f"{where}: “security” cannot be “{made.security}”")
    if made.reply_to is not None and mailbox(made.reply_to) is None:
        raise ConfigError(f"{where}: “reply_to” is no mail address", hint="write it as in desk@example.org")
    if made.unsubscribe is not None and not made.unsubscribe.startswith("https://"):
        raise ConfigError(f"{where}: “unsubscribe” must begin with https://", hint="without one, by mail alone")
    if made.port is not None and made.port > 65535:
        raise ConfigError(f"{where}: there is no port {made.port}", hint="usual are 587, 465 and 25")
    _check_secrets(made, where)
    beside = path.parent
    return replace(made, ca_file=_beside(beside, made.ca_file), folder=_beside(beside, made.folder))


def _check_secrets(mail: MailSettings, where: str) -> None:
    if mail.password is not None and mail.token is not None:
        raise ConfigError(f"{where}: “password” and “token” are two ways to log in", hint="keep one of them")
    if (mail.password is not None or mail.token is not None) and mail.username is None:
        raise ConfigError(f"{where}: “username” is missing", hint="it goes with a password or a token")
    if mail.username is not None and mail.password is None and mail.token is None:
        raise ConfigError(
            f"{where}: “password” is missing", hint=f"it is {KINDS['Secret']}; or “token”, for servers that take those"
        )
    if mail.username is not None and mail.security == "none" and not _here(mail.host):
        raise ConfigError(
            f"{where}: without encryption everybody on the way could read the password",
            hint='say security = "starttls" or "tls", or log in without a username',
        )


def _here(host: str | None) -> bool:
    if host in (None, "localhost"):
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def _beside(folder: Path, path: str | None) -> str | None:
    return str(folder / Path(path).expanduser()) if path else None


def recipients_of(tables: Any, briefs: Mapping[str, Profile], path: Path) -> tuple[Addressee, ...]:
    """The `[[recipient]]` tables, in the order of the file; an address stands once."""
    if not isinstance(tables, list):
        raise ConfigError(f"{path}: recipients are tables in a list", hint="write each as [[recipient]]")
    made: list[Addressee] = []
    for number, table in enumerate(tables, 1):
        where = f"{path}, [[recipient]] {number}"
        one: Addressee = read_table(Addressee, {"email": "", **_table(table, where)}, where)
        if (found := mailbox(one.email)) is None or found[0]:
            raise ConfigError(f"{where}: “email” is no mail address", hint='as in email = "reader@example.org"')
        if any(other.email.lower() == one.email.lower() for other in made):
            raise ConfigError(f"{where}: {one.email} has a table already", hint="one table says all of a recipient")
        check_name(one.format, MAIL_FORMATS, f"{where}: “format” cannot be “{one.format}”")
        for name in one.briefs:
            check_name(name, briefs, f"{where}: there is no [brief.{name}]")
        if one.timezone is not None:
            check_timezone(one.timezone, where)
        language = checked_language(one.language, f"{where}: “language”") if one.language is not None else None
        made.append(replace(one, language=language))
    return tuple(made)


def _table(table: Any, where: str) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise ConfigError(f"{where} must be a table")
    return table


def lists_of(tables: Any, recipients: tuple[Addressee, ...], path: Path) -> Mapping[str, tuple[Addressee, ...]]:
    """The `[list.NAME]` tables: their members by address; one that has no table of its own has only that."""
    known = {recipient.email.lower(): recipient for recipient in recipients}
    made: dict[str, tuple[Addressee, ...]] = {}
    for name, table in named_tables(tables, f"{path}", "list", "cabinet").items():
        where = f"{path}, [list.{name}]"
        check_keys(table, ("recipients",), where)
        try:
            addresses = texts(table.get("recipients"))
        except TypeError as error:
            raise ConfigError(
                f"{where}: “recipients” must be {KINDS['tuple']}", hint='as in recipients = ["reader@example.org"]'
            ) from error
        members = [addressee(address, known) for address in addresses]
        if None in members or not members:
            wrong = next((a for a, m in zip(addresses, members, strict=True) if m is None), "nobody")
            raise ConfigError(f"{where}: “{wrong}” is no mail address", hint="write it as in reader@example.org")
        made[name] = tuple(member for member in members if member is not None)
    return made


def addressee(text: str, known: Mapping[str, Addressee]) -> Addressee | None:
    """Whom `Name <local@domain>` means: the one known by that address (in lower case), else somebody new."""
    found = mailbox(text)
    if found is None:
        return None
    name, email = found
    return known.get(email.lower()) or Addressee(name=name, email=email)
