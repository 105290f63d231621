"""What `briefer doctor` looks at, one thing after the other."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, distribution
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from briefer import __version__
from briefer.cli import options
from briefer.cli.engines import Asked, resolved
from briefer.cli.screen import count
from briefer.config import Settings, load
from briefer.errors import BrieferError
from briefer.model.protocols import ArticleTrouble

if TYPE_CHECKING:
    from briefer.config import EngineSettings
    from briefer.pipeline import ModelServer

_OURS = "briefer-notes"
#: Seconds that a server gets to answer one sentence.
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How one thing is."""

    what: str
    state: Literal["good", "note", "broken"] = "good"
    text: str
    remedy: str | None = None


def examine(asked: Asked, *, config: Path | None, template_dir: Path | None, offline: bool) -> Iterator[Finding]:
    """Everything in turn; what is broken does not keep the rest from being looked at."""
    yield Finding(what="briefer", text=f"{__version__}, Python {sys.version.split()[0]}, {sys.platform}")
    yield from _tried("installation", _installation)
    settings = Settings()
    try:
        settings = load(config)
        yield Finding(what="configuration", text=str(settings.path or "no briefer.toml, so the defaults"))
    except BrieferError as error:
        yield _broken("configuration", error)
    yield from _tried("language model", _language)
    yield from _tried("store", lambda: _store(settings))
    yield from _tried("templates", lambda: _templates(settings, template_dir))
    yield from _tried("formats", lambda: _formats(settings))
    yield from _tried("engine", lambda: _engine(asked, settings.engine, offline=offline))
    yield from _tried("mail", lambda: _mail(settings, offline=offline))


def _tried(what: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except BrieferError as error:
        yield _broken(what, error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what a doctor is asked for
        yield Finding(what=what, state="broken", text=f"{type(error).__name__}: {error}", remedy="reinstall briefer")


def _broken(what: str, error: BrieferError) -> Finding:
    return Finding(what=what, state="broken", text=error.message, remedy=error.hint)


def _installation() -> Iterator[Finding]:
    try:
        foreign = distribution("briefer")
    except PackageNotFoundError:
        yield Finding(what="installation", text=f"no other package named briefer is here; this one is {_OURS}")
    else:
        yield Finding(
            what="installation",
            state="broken",
            text=f"another project's package “briefer” {foreign.version} shares the name of this one's folder and command",
            remedy=f"pip uninstall briefer, then install {_OURS} again (--force-reinstall)",
        )


def _language() -> Iterator[Finding]:
    from briefer.language import analyse
    from briefer.language.parse import PINNED, PINNED_DIGEST, model_digest, model_name
    from briefer.model import Article

    name = model_name()
    digest = model_digest(name)
    short = f"SHA-256 {digest[:16]}…"
    if name == PINNED and digest != PINNED_DIGEST:
        # Raises with the remedy.
        analyse(Article.of("It rains."))
    tokens = len(analyse(Article.of("The council met on Monday.")).tokens)
    pinned = "the pinned bytes" if name == PINNED else "an official model of your own; its bytes are not pinned"
    yield Finding(what="language model", text=f"{name}, {short}, {pinned}; it parses ({tokens} tokens)")


def _store(settings: Settings) -> Iterator[Finding]:
    from briefer.store import open_store, store_path

    path = store_path(settings.store.path)
    if not path.exists():
        yield Finding(what="store", text=f"none yet; it will be {path}")
        return
    with open_store(settings.store.path) as store:
        info = store.info()
        sound = store.sound()
    text = f"{path}, findings of {info.findings} articles, {info.bytes / 1_000_000:.1f} MB"
    if not sound:
        yield Finding(what="store", state="broken", text=f"{text}; it is damaged", remedy=f"move {path} away")
    else:
        yield Finding(what="store", text=text)
        yield from _outbox(settings)


def _templates(settings: Settings, given: Path | None) -> Iterator[Finding]:
    from briefer.templating import Folders, find_template, template_names

    folders = Folders(options.template_folders(given, settings.path))
    names = template_names(folders)
    for name in names:
        try:
            find_template(name, folders)
        except BrieferError as error:
            yield _broken(f"template {name}", error)
    used = sorted({profile.template for profile in settings.briefs.values()} - set(names))
    for name in used:
        yield Finding(
            what=f"template {name}",
            state="broken",
            text="a brief of the configuration names it, and it is not there",
            remedy=f"there are: {', '.join(names)}",
        )
    yield Finding(what="templates", text=", ".join(names))
    yield from _words(settings, folders.search)


def _formats(settings: Settings) -> Iterator[Finding]:
    """The formats that briefs are written in and that go with mails, each with those who ask for it."""
    from briefer.render import check_format

    asked: dict[str, list[str]] = {}
    for brief in settings.briefs.values():
        for word in brief.formats:
            asked.setdefault(word, []).append(f"[brief.{brief.name}]")
    for reader in (*settings.recipients, *chain.from_iterable(settings.lists.values())):
        for word in reader.attach:
            asked.setdefault(word, []).append(reader.email)
    sound = []
    for word, who in sorted(asked.items()):
        try:
            check_format(word)
            sound.append(word)
        except BrieferError as error:
            text = f"{error.message}; asked for by {', '.join(dict.fromkeys(who))}"
            yield Finding(what=f"format {word}", state="broken", text=text, remedy=error.hint)
    if sound:
        yield Finding(what="formats", text=", ".join(sound))


def _words(settings: Settings, search: Sequence[Path]) -> Iterator[Finding]:
    """The languages of briefs and readers in which a page has no words of its own."""
    from briefer.templating.locale import Locale, primary, spoken

    asked = {brief.language for brief in settings.briefs.values()}
    asked |= {reader.language for reader in settings.recipients if reader.language}
    for language in sorted(asked):
        if primary(language) != "en" and Locale.of(language, search).english:
            yield Finding(
                what=f"language {language}",
                state="note",
                text=f"there are no words of a page in it, so pages speak English; there are: {', '.join(spoken(search))}",
                remedy=f"briefer templates locale {language} makes the file to translate",
            )


def _engine(asked: Asked, settings: EngineSettings, *, offline: bool) -> Iterator[Finding]:
    from briefer.pipeline import model_server, open_engine

    engine = resolved(asked, settings)
    if engine.name != "openai":
        recordings = Path(engine.recordings) if engine.recordings else None
        open_engine(engine.name or "", recordings=recordings)
        yield Finding(what="engine", text=f"{engine.name}; no text leaves this machine")
        return
    server = model_server(engine, key=False)
    yield Finding(what="engine", text=f"the model {server.settings.model}; texts go to {server.host}")
    server = model_server(engine)
    where = _where_the_key_is(engine)
    yield Finding(
        what="key", text=f"present ({where})" if server.settings.api_key else "none; the server may want none"
    )
    if offline:
        yield Finding(what="server", state="note", text="not asked (--offline)")
    else:
        yield from _server(server)


def _mail(settings: Settings, *, offline: bool) -> Iterator[Finding]:
    """Everything that sending takes, up to, not including, a mail."""
    from briefer.pipeline.sending import open_delivery

    if settings.mail is None:
        yield Finding(what="mail", text="no [mail] in the configuration; nothing can be sent")
        return
    delivery = open_delivery(settings.mail)
    number = len(settings.recipients)
    yield Finding(what="mail", text=f"mails go to {delivery.target}; {count(number, 'recipient')} in the configuration")
    if offline:
        yield Finding(what="mail server", state="note", text="not asked (--offline)")
        return
    with delivery:
        yield Finding(what="mail server", text=delivery.check())


def _outbox(settings: Settings) -> Iterator[Finding]:
    from briefer.store import open_outbox

    with open_outbox(settings.store.path, now=lambda: datetime.now(UTC)) as outbox:
        states = Counter(entry.state for entry in outbox.entries())
    waiting = [f"{states[state]} {state}" for state in ("pending", "in_flight", "unknown") if states[state]]
    if waiting:
        text = f"{', '.join(waiting)} of {count(states.total(), 'mail')}"
        yield Finding(what="outbox", state="note", text=text, remedy="briefer outbox list")


def _where_the_key_is(engine: EngineSettings) -> str:
    if engine.api_key is None:
        return "AZURE_OPENAI_API_KEY" if engine.api_version else "OPENAI_API_KEY"
    return engine.api_key.env or f"printed by {engine.api_key.command[0]}"


def _server(server: ModelServer) -> Iterator[Finding]:
    from briefer.pipeline import try_model

    notes: list[str] = []
    try:
        answer = asyncio.run(asyncio.wait_for(try_model(server, note=notes.append), _PATIENCE))
    except TimeoutError:
        text = f"{server.host} did not answer one sentence within {_PATIENCE:g} seconds"
        yield Finding(what="server", state="broken", text=text, remedy="is the model still being loaded? try again")
        return
    except Exception as error:
        if not isinstance(error, ArticleTrouble):
            raise
        text = f"{server.host} is there, but gave no answer to one sentence: {error.text}"
        yield Finding(what="server", state="broken", text=text, remedy="try another model")
        return
    text = f"{server.host} answers; it takes the form {answer.form}; asked for one sentence, it said {answer.text[:80]}"
    yield Finding(what="server", text=text)
    for note in notes:
        yield Finding(what="server", state="note", text=note)
