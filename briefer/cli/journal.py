"""`--log-json`: a run as lines of JSON, for whoever watches many of them."""

from __future__ import annotations

import json
import os
import re
import sys
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any, Self, TextIO

import typer

from briefer import __version__
from briefer.errors import BrieferError

if TYPE_CHECKING:
    from types import TracebackType

    from briefer.cli.engines import Chosen
    from briefer.engines.openai.wire import Call
    from briefer.model import Article, Brief, Findings, Receipt, Skipped, Usage
    from briefer.pipeline import Watch
    from briefer.pipeline.sources import Health
    from briefer.store import Entry

#: Every event with its fields, beside `time`, `run` and `event`; docs/logs.md says what they mean. They only grow.
EVENTS = {
    "run.started": "command version",
    "run.ended": "status error ms calls tokens_in tokens_out cost currency",
    "engine.chosen": "engine model host",
    "step.began": "step ms",
    "source.asked": "source kind outcome items newest",
    "article.read": "article input language characters",
    "article.skipped": "article input code",
    "article.failed": "article input code",
    "article.checked": "article status verified flagged withheld",
    "article.asked": "article calls tokens_in tokens_out cost currency",
    "call.made": "model outcome http_status ms tokens_in tokens_out",
    "brief.made": "brief revision stories used merged skipped failed made verified flagged withheld shown",
    "brief.stored": "brief revision",
    "mail.settled": "mail brief revision outcome",
}
#: Who owns a mailbox is nobody's business in a log.
_USER = re.compile(r"(?<=://)[^/\s]*@")


@dataclass(kw_only=True)
class Journal:
    """What happened, one JSON object a line; nobody is told where no file was named.

    It holds no text of an article, a claim or a mail, no key, no password and nobody's mail address. An option of a
    command (see `options.spread`), and open while the command runs.
    """

    log_json: Annotated[
        str | None,
        typer.Option(
            "--log-json",
            metavar="FILE",
            help="Add the run to this log as JSON lines; - is standard error.",
            show_default=False,
        ),
    ] = None

    def __post_init__(self) -> None:
        self._stream: TextIO | None = None
        self._lock = threading.Lock()
        self._run = os.urandom(4).hex()
        self._began = monotonic()
        self._usage: Callable[[], Usage] | None = None

    def __enter__(self) -> Self:
        if self.log_json == "-":
            self._stream = sys.stderr
        elif self.log_json is not None:
            try:
                self._stream = open(self.log_json, "a", encoding="utf-8", newline="\n", opener=_private)
            except OSError as error:
                raise BrieferError(
                    f"cannot write the log {self.log_json}: {error.strerror or error}",
                    hint="name another file with --log-json, or leave it out",
                ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        spent = _spending(self._usage()) if self._usage is not None else {}
        why = None if error is None or hasattr(error, "exit_code") else type(error).__name__
        self.tell("run.ended", status=_status(error), error=why, ms=self._ms(), **spent)
        self._close()

    def _close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None and stream is not sys.stderr:
            # What is left to be written may fail again.
            with suppress(OSError):
                stream.close()

    def tell(self, event: str, **fields: object) -> None:
        """Writes one line; a log that cannot be written any more stops no run."""
        if fields.keys() - EVENTS[event].split():
            raise ValueError(f"{event} has no {', '.join(fields.keys() - EVENTS[event].split())}")
        if self.log_json is None:
            return
        time = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        known = {"time": time, "run": self._run, "event": event}
        line = json.dumps(known | {key: value for key, value in fields.items() if value is not None})
        with self._lock:
            if self._stream is not None:
                self._write(f"{line}\n", self._stream)

    def _write(self, line: str, stream: TextIO) -> None:
        try:
            stream.write(line)
            stream.flush()
        except OSError:
            self._close()
            sys.stderr.write(f"the log {self.log_json} cannot be written any more; the run goes on\n")

    def begin(self, command: str) -> None:
        """Says which command runs."""
        self.tell("run.started", command=command, version=__version__)

    def engine(self, reader: Chosen) -> None:
        """Says who reads, and who receives text."""
        info = reader.arguments["engine"].info
        host = reader.server.host if reader.server is not None else None
        self.tell("engine.chosen", engine=info.name, model=info.model, host=host)
        self._usage = reader.usage

    def watching(self, watch: Watch) -> Watch:
        """The watch, with every event told here as well."""
        if self._stream is None:
            return watch
        return replace(
            watch,
            step=_both(watch.step, lambda step: self.tell("step.began", step=step, ms=self._ms())),
            skipped=_both(watch.skipped, self._skipped),
            read=_both(watch.read, self._read),
            found=_both(watch.found, self._found),
            spent=_both(watch.spent, self._spent),
        )

    def called(self, call: Call) -> None:
        """One call to a model."""
        self.tell(
            "call.made",
            model=call.model,
            outcome=call.outcome,
            http_status=call.status or None,
            ms=round(call.seconds * 1000),
            tokens_in=call.tokens_in,
            tokens_out=call.tokens_out,
        )

    def source(self, health: Health) -> None:
        """How a source fared."""
        self.tell(
            "source.asked",
            source=_named(health.name),
            kind=health.kind,
            outcome="failed" if health.error is not None else "quiet" if health.quiet is not None else "ok",
            items=health.items,
            newest=health.newest.astimezone(UTC).isoformat() if health.newest is not None else None,
        )

    def made(self, brief: Brief) -> None:
        """A brief, with its account."""
        claims = brief.account.claims
        outcomes = Counter(article.outcome for article in brief.account.articles)
        self.tell(
            "brief.made",
            brief=brief.id,
            revision=brief.revision,
            stories=len(brief.stories),
            **{outcome: outcomes[outcome] for outcome in ("used", "merged", "skipped", "failed")},
            **{name: getattr(claims, name) for name in ("made", "verified", "flagged", "withheld", "shown")},
        )

    def stored(self, brief: Brief) -> None:
        """A brief is in the archive."""
        self.tell("brief.stored", brief=brief.id, revision=brief.revision)

    def settled(self, entry: Entry, receipt: Receipt) -> None:
        """What became of a mail; `outbox list` knows whose it is."""
        self.tell("mail.settled", mail=entry.id, brief=entry.edition, revision=entry.revision, outcome=receipt.outcome)

    def _skipped(self, item: Skipped) -> None:
        event = "article.failed" if item.outcome == "failed" else "article.skipped"
        self.tell(event, article=item.id, input=_named(item.input), code=item.code)

    def _read(self, name: str, article: Article) -> None:
        size = len(article.text)
        self.tell("article.read", article=article.id, input=_named(name), language=article.language, characters=size)

    def _found(self, found: Findings) -> None:
        counts = Counter(check.status for check in found.checks)
        numbers: dict[str, Any] = {name: counts[name] for name in ("verified", "flagged", "withheld")}
        self.tell("article.checked", article=found.article.id, status=found.status, **numbers)

    def _spent(self, article: Article, usage: Usage) -> None:
        if usage.calls:
            self.tell("article.asked", article=article.id, **_spending(usage))

    def _ms(self) -> int:
        return round((monotonic() - self._began) * 1000)


def _both(first: Callable[..., None], second: Callable[..., None]) -> Callable[..., None]:
    def told(*what: object) -> None:
        first(*what)
        second(*what)

    return told


def _spending(usage: Usage) -> dict[str, Any]:
    return {name: getattr(usage, name) for name in ("calls", "tokens_in", "tokens_out", "cost", "currency")}


def _private(path: str, flags: int) -> int:
    """Opens a log so that a new one is its owner's alone."""
    return os.open(path, flags, 0o600)


def _named(name: str) -> str:
    """An input's name without secrets, whose mailbox it is, and what is said of it beside its place, such as a title."""
    from briefer.cli.config import without_secrets

    place = name.partition(", “")[0]
    return _USER.sub("", without_secrets(place.partition(" ")[0])) if "://" in place else place


def _status(error: BaseException | None) -> int:
    """The exit status that the command line ends with."""
    if isinstance(error, KeyboardInterrupt):
        return 130
    if isinstance(error, BrieferError):
        return error.status
    return 0 if error is None else int(getattr(error, "exit_code", 1))
