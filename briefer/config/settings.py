"""What a briefer.toml can say; every option is documented where it is declared."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from briefer.errors import ConfigError
from briefer.model import Addressee, Profile, Question

FILE_NAME = "briefer.toml"
#: What takes mails from programs on most systems.
SENDMAIL = ("/usr/sbin/sendmail", "-i")
#: Seconds that a command which prints a key may take: it may ask a person for a password.
_PATIENCE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """Where a key is kept: in a variable of the environment, or printed by a command run without a shell."""

    env: str | None = None
    command: tuple[str, ...] = ()

    def value(self, where: str = "[engine] api_key") -> str:
        """The key; a `ConfigError` where there is none names `where` in the file it is looked for."""
        if self.env is not None:
            found = os.environ.get(self.env, "").strip()
            if not found:
                raise ConfigError(
                    f"the variable {self.env} holds no {_what(where)}", hint=f"set {self.env}, or change {where}"
                )
            return found
        return self._printed(where)

    def _printed(self, where: str) -> str:
        import subprocess

        what = f"the command of {where} ({self.command[0]})"
        try:
            done = subprocess.run(  # noqa: S603  (only from a file that is the user's own)
                self.command, stdout=subprocess.PIPE, timeout=_PATIENCE, check=False, encoding="utf-8"
            )
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            raise ConfigError(f"{what} cannot be run: {error}", hint="try it in a terminal") from error
        if done.returncode or not done.stdout.strip():
            raise ConfigError(
                f"{what} printed no {_what(where)} (its status: {done.returncode})", hint="try it in a terminal"
            )
        return done.stdout.strip()


def _what(where: str) -> str:
    """What is looked for there, in a word: key, password, token."""
    return where.rpartition(" ")[2].rpartition("_")[2]


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
    #: Seconds that the model's part of a run may take, from the first call on.
    deadline: float | None = None
    #: Tokens that one run may use, read and written together.
    max_tokens: int | None = None
    #: What one run may cost; it needs `prices`.
    max_cost: float | None = None
    #: What a million tokens cost.
    prices: PriceList | None = None
    #: Whether a model is asked again, yes or no, about each flagged claim; absent: when one is named for it.
    second_look: bool | None = None
    #: The model that is asked then, on the same server; absent: the one that read.
    second_look_model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """The `[store]` table: where briefer keeps what it remembers."""

    #: The file, seen from this file's own folder; absent: in the user's data folder.
    path: str | None = None
    #: For how many days briefs are kept in the archive, with the texts of their articles; absent: for ever.
    keep_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The `[mail]` table: who sends, and through what."""

    #: The key `from`: who writes, as in `Fisheries desk <desk@example.org>`.
    sender: str
    #: Who gets the answers; absent: the sender.
    reply_to: str | None = None
    #: What hands the mails over: `smtp`, `sendmail`, `folder`, or one that a package adds.
    transport: str = "smtp"
    #: For `smtp`: the server.
    host: str | None = None
    #: For `smtp`; absent: 587 for starttls, 465 for tls, 25 for none.
    port: int | None = None
    #: For `smtp`: `starttls`, `tls` from the first byte on, or `none`, which lets everybody on the way read the mails.
    security: str = "starttls"
    #: For `smtp`: who logs in; absent: nobody does.
    username: str | None = None
    #: Where the password is; it needs an encrypted connection, unless the server is this machine.
    password: Secret | None = None
    #: In place of a password: prints an OAuth 2 access token, anew for each connection (XOAUTH2).
    token: Secret | None = None
    #: A file of certificates to trust in place of the system's, seen from this file's own folder.
    ca_file: str | None = None
    #: For `smtp`: what this machine calls itself to the server; absent: its name where it has a full one.
    helo: str | None = None
    #: Seconds that a server or program gets to answer; ten times as many once it has the mail (RFC 5321, 4.5.3.2).
    timeout: float = 60.0
    #: Connections at once where there are many recipients; some providers allow three for each user.
    connections: int = 3
    #: For `sendmail`: the program and its arguments; `-f SENDER -- RECIPIENT` is added.
    command: tuple[str, ...] = SENDMAIL
    #: For `folder`: where the mails are written as `.eml` files, seen from this file's own folder.
    folder: str | None = None
    #: A program that each mail passes through first, standard input to standard output: one that signs it, say.
    pipe: tuple[str, ...] = ()
    #: Whether a brief goes out only after `briefer approve`.
    approval: bool = False
    #: An https address that takes a reader off the list on a bare POST (RFC 8058).
    unsubscribe: str | None = None
    #: For a transport that a package adds.
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostSettings:
    """A `[web.host."NAME"]` table: what one host is sent beside the request, and no other ever."""

    #: Headers; those that log in (`Authorization`) are references, as every cookie is.
    headers: Mapping[str, str | Secret] = field(default_factory=dict)
    #: Cookies, each a reference to its value.
    cookies: Mapping[str, Secret] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebTable:
    """The `[web]` table: how pages and feeds are fetched."""

    #: How briefer introduces itself; robots.txt is always asked about “briefer”.
    user_agent: str | None = None
    #: Whether addresses of this machine and of private networks may be asked.
    allow_private: bool = False
    #: Seconds between two requests to one host; absent: none, unless the host's robots.txt asks for some.
    delay: float | None = None
    #: Items of a feed that are read, the newest ones; absent: 20.
    max_items: int | None = None
    #: The key `host`: by name.
    hosts: Mapping[str, HostSettings] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """A `[[source]]` table: where articles come from; one of feed, url, files, opml and mailbox says of which kind."""

    #: Which of them it is, and what that key says; paths are seen from the file's own folder.
    kind: str
    place: str
    #: What it is called; absent: its place.
    name: str
    #: For feed and opml: items of a feed that are read; absent: as `[web]` says. For mailbox: mails; absent: 100.
    max_items: int | None = None
    #: Days without anything new after which it counts as gone quiet; absent: by its own rhythm.
    quiet_after: float | None = None
    #: For mailbox: where its password is.
    password: Secret | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that one briefer.toml says."""

    #: Where it was read from; None: no file, all defaults.
    path: Path | None = None
    #: The `[brief.NAME]` tables, by name.
    briefs: Mapping[str, Profile] = field(default_factory=dict)
    #: The `[section.NAME]` tables: what is asked of every article, unless a brief names fewer.
    questions: tuple[Question, ...] = ()
    engine: EngineSettings = EngineSettings()
    store: StoreSettings = StoreSettings()
    #: None: nothing can be sent.
    mail: MailSettings | None = None
    recipients: tuple[Addressee, ...] = ()
    #: The `[list.NAME]` tables: their members.
    lists: Mapping[str, tuple[Addressee, ...]] = field(default_factory=dict)
    web: WebTable = WebTable()
    #: The `[[source]]` tables, in the order of the file.
    sources: tuple[SourceSettings, ...] = ()

    def profile(self, name: str | None = None) -> Profile:
        """The brief of that name; without a name the only one of the file, or the defaults."""
        if name is None:
            return next(iter(self.briefs.values())) if len(self.briefs) == 1 else Profile(questions=self.questions)
        if name not in self.briefs:
            where = self.path or f"a {FILE_NAME} (none was found)"
            near = get_close_matches(name, self.briefs, 1)
            raise ConfigError(
                f"there is no [brief.{name}] in {where}",
                hint=f"did you mean “{near[0]}”?" if near else f"it has: {', '.join(self.briefs) or 'no brief'}",
            )
        return self.briefs[name]
