"""A folder of a mailbox on an IMAP server; it is only looked at: nothing is marked, moved or deleted."""

from __future__ import annotations

import base64
import imaplib
import os
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from briefer.errors import ConfigError
from briefer.model import Document, Skipped
from briefer.sources.mailboxes import MAIL, MAX_MAIL, too_large_mail

#: Where the password is when nobody said.
VARIABLE = "BRIEFER_IMAP_PASSWORD"
#: Mails of a folder that are read, the newest ones; those that came before are counted and left.
NEWEST = 100
#: Seconds that the server may take for each answer.
_PATIENCE = 30
_PORTS = {993: "tls", 143: "starttls"}
_SIZE = re.compile(rb"UID (\d+).*?RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+).*?UID (\d+)")


class Address(NamedTuple):
    """Where a folder is: `imap://user@host:port/folder`."""

    user: str
    host: str
    port: int
    folder: str

    @property
    def name(self) -> str:
        """What accounts call it."""
        port = "" if self.port == 993 else f":{self.port}"
        return f"imap://{self.user}@{self.host}{port}/{self.folder}"


class Mailbox:
    """The newest mails of one folder, the oldest of them first. TLS always: from the first byte, or at port 143 by STARTTLS.

    `password` gives the password when it is needed; without it the variable BRIEFER_IMAP_PASSWORD has it.
    `tls` is for servers whose certificate another authority has signed than those that the system trusts.
    """

    def __init__(
        self,
        place: str,
        *,
        password: Callable[[], str] | None = None,
        newest: int = NEWEST,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.address = address_of(place)
        self.newest = newest
        self._password = password or _from_environment
        self._tls = tls

    def documents(self) -> Iterator[Document | Skipped]:
        """A document for each mail; its input is the folder's address and the mail's number there, which stays the same."""
        name = self.address.name
        try:
            password = self._password()
        except ConfigError as error:
            yield _failed(name, f"{error.message}: {error.hint}" if error.hint else error.message, code="refused")
            return
        try:
            connection = self._connect()
        except (OSError, imaplib.IMAP4.error) as error:
            yield _failed(name, f"{self.address.host} cannot be reached: {_words(error)}")
            return
        try:
            yield from self._mails(connection, password)
        except (OSError, imaplib.IMAP4.error) as error:
            yield _failed(name, f"{self.address.host} broke off: {_words(error)}")
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                connection.logout()

    def _connect(self) -> imaplib.IMAP4:
        context = self._tls or ssl.create_default_context()
        host, port = self.address.host, self.address.port
        if port != 143 and _PORTS.get(port, "tls") == "tls":
            return imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=_PATIENCE)
        connection = imaplib.IMAP4(host, port, timeout=_PATIENCE)
        try:
            connection.starttls(context)
        except (OSError, imaplib.IMAP4.error):
            connection.shutdown()
            raise
        return connection

    def _mails(self, connection: imaplib.IMAP4, password: str) -> Iterator[Document | Skipped]:
        name = self.address.name
        try:
            connection.login(self.address.user, password)
        except imaplib.IMAP4.error as error:
            reason = f"{self.address.host} does not let {self.address.user} in: {_words(error)}"
            yield _failed(name, reason, code="refused")
            return
        status, answer = connection.select(_quoted(self.address.folder), readonly=True)
        if status != "OK":
            yield _failed(name, f"there is no such folder: {_words(answer)}", code="missing")
            return
        number = int(answer[0] or b"0")
        if number == 0:
            yield Skipped(input=name, outcome="skipped", code="empty", reason="the folder is empty")
            return
        left = max(0, number - self.newest)
        if left:
            reason = f"{left:,} older mails are left out; the newest {self.newest} are read"
            yield Skipped(input=name, outcome="skipped", code="older", reason=reason)
        for uid, length in sorted(_sizes(connection, left + 1, number).items()):
            yield self._mail(connection, uid, length)

    def _mail(self, connection: imaplib.IMAP4, uid: int, size: int) -> Document | Skipped:
        name = f"{self.address.name}:{uid}"
        if size > MAX_MAIL:
            return too_large_mail(name)
        # PEEK: reading sets no mark.
        status, answer = connection.uid("fetch", str(uid), "(BODY.PEEK[])")
        data = next((part[1] for part in answer if isinstance(part, tuple)), None)
        if status != "OK" or data is None:
            return _failed(name, "the server does not hand it over")
        return Document(input=name, data=data, media_type=MAIL)


def address_of(place: str) -> Address:
    """The parts of `imap://user@host/folder`; a `ConfigError` says what is missing."""
    example = "write it as imap://desk@mail.example.org/Newsletters"
    try:
        parts = urlsplit(place)
        port = parts.port
    except ValueError as error:
        raise ConfigError(f"an IMAP address cannot be read: {error}", hint=example) from error
    if parts.password is not None:
        raise ConfigError(
            "a password has no place in an IMAP address",
            hint=f"leave it out, and set {VARIABLE} or the source's password in briefer.toml",
        )
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        raise ConfigError(f"“{place}” names no user or no server", hint=example)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if re.search(r"[\x00-\x1f\x7f]", folder + unquote(parts.username)):
        raise ConfigError(f"“{place}” has control characters in it", hint=example)
    return Address(unquote(parts.username), parts.hostname, port or 993, folder)


def _from_environment() -> str:
    found = os.environ.get(VARIABLE, "")
    if not found:
        raise ConfigError(
            "there is no password for the mailbox",
            hint=f'set {VARIABLE}, or in briefer.toml: [[source]] mailbox = "imap://…", password = {{env = "NAME"}}',
        )
    return found


def _sizes(connection: imaplib.IMAP4, first: int, last: int) -> dict[int, int]:
    """Bytes of the mails from the first to the last of these, counted from 1, by the numbers that they keep."""
    _, answer = connection.fetch(f"{first}:{last}", "(UID RFC822.SIZE)")
    found = {}
    for line in answer:
        if isinstance(line, bytes) and (said := _SIZE.search(line)):
            uid, size = (said[1], said[2]) if said[1] else (said[4], said[3])
            found[int(uid)] = int(size)
    return found


def _quoted(folder: str) -> str:
    """The folder's name as IMAP writes it: modified UTF-7 (RFC 3501, 5.1.3) between quotation marks."""
    parts = re.split(r"([^\x20-\x7e]+)", folder)
    written = [
        "&" + base64.b64encode(part.encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"
        if number % 2
        else part.replace("&", "&-")
        for number, part in enumerate(parts)
    ]
    return '"' + "".join(written).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _failed(name: str, reason: str, *, code: str = "unreachable") -> Skipped:
    return Skipped(input=name, outcome="failed", code=code, reason=reason)


def _words(error: object) -> str:
    """What a server or the system said, on one line."""
    said = error.args[0] if isinstance(error, imaplib.IMAP4.error) and error.args else error
    said = said[0] if isinstance(said, list) and said else said
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())[:200]
