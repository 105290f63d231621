"""Inputs to documents, through the sources that know how to get them. Failure is a value."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from briefer import plugins
from briefer.model import Article, Document, Shelf, Skipped, Source, WebSource

if TYPE_CHECKING:
    import ssl

    from briefer.http import Resolver, WebSettings
    from briefer.http.abreast import Abreast, Branch

#: One input: a path, an address, `-` for standard input, a document, or a source of one's own.
Input = str | os.PathLike[str] | Document | Source | WebSource

_Item = Article | Document | Skipped
#: The media type of a document that is only an address.
_LINK = "text/uri-list"
#: Endings of files that are lists of articles elsewhere.
_LISTS = {".rss": "feed", ".atom": "feed", ".rdf": "feed", ".xml": "feed", ".opml": "opml"}
#: Inputs that are looked at before their turn, so that servers are asked meanwhile.
_AHEAD = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """How what lies on the web is had."""

    #: Or what makes them when a page is asked for; None: as it comes, without private addresses.
    settings: WebSettings | Callable[[], WebSettings] | None = None
    #: Opens what pages are kept in; None: a file that goes with the run.
    shelf: Callable[[], AbstractContextManager[Shelf]] | None = None
    #: Items of a feed; None: what a feed's source thinks right.
    items: int | None = None
    #: Gets how many addresses were had, how many are known, and what is waited for.
    progress: Callable[[int, int, str], None] | None = None
    #: Gets a line on what its user should know.
    note: Callable[[str], None] | None = None
    #: In place of the system's names and certificates.
    resolve: Resolver | None = None
    tls: ssl.SSLContext | None = None
    #: What was begun and not said to have ended.
    runs: list[str] = field(default_factory=list)

    def asking(self) -> WebSettings:
        """How pages are asked for."""
        from briefer.http import WebSettings

        return (self.settings() if callable(self.settings) else self.settings) or WebSettings()

    def end(self) -> None:
        """Says that what was fetched was also used: until then the same run again does not ask for it anew."""
        if self.shelf is not None and self.runs:
            with self.shelf() as shelf:
                for run in self.runs:
                    shelf.end(run, now=datetime.now(UTC))
        self.runs.clear()


def gather(
    inputs: Iterable[Input | Article], *, fetching: Fetching | None = None
) -> Iterator[Article | Document | Skipped]:
    """Every document of the inputs, in their order; articles pass.

    Nothing is read before it is asked for, but servers are asked ahead, side by side.
    """
    fetching = fetching or Fetching()
    with ExitStack() as stack:
        opened: list[Abreast] = []

        def web() -> Abreast:
            """The web of this run, opened when it is needed first."""
            if not opened:
                opened.append(stack.enter_context(_abreast(fetching)))
            return opened[0]

        yield from _in_order((_source(given, fetching.items) for given in inputs), web)


def _in_order(items: Iterator[_Item | Source | WebSource], web: Callable[[], Abreast]) -> Iterator[_Item]:
    """What the items give, one after another, while the web sources among the next ones are under way."""
    waiting: deque[_Item | Source | Branch] = deque()
    ended = False
    while waiting or not ended:
        while not ended and not _enough(waiting):
            item = next(items, None)
            if item is None:
                ended = True
            elif isinstance(item, Article | Document | Skipped) or not isinstance(item, WebSource):
                # Most are such values, and whether one fits a protocol takes long to tell.
                waiting.append(item)
            else:
                waiting.append(web().begin(item))
        if not waiting:
            continue
        first = waiting.popleft()
        if isinstance(first, Article | Document | Skipped):
            yield first
        elif isinstance(first, Source):
            yield from _in_order(map(_followed, first.documents()), web)
        else:
            yield from web().walk(first)


def _enough(waiting: deque[_Item | Source | Branch]) -> bool:
    """Whether looking further ahead would only fill memory or keep somebody waiting.

    What came as itself is large, a name is small; and while no server is asked there is nothing to gain.
    """
    if not waiting or len(waiting) >= _AHEAD:
        return bool(waiting)
    return isinstance(waiting[-1], Article | Document) or all(isinstance(item, Skipped) for item in waiting)


def _source(given: Input | Article, items: int | None) -> _Item | Source | WebSource:
    return _named(os.fspath(given), items) if isinstance(given, str | os.PathLike) else _followed(given)


def _followed(item: _Item | Source | WebSource) -> _Item | Source | WebSource:
    """The item, or what it leads to: where it is only an address, as a row of a table of links is, or a feed piped in."""
    if not isinstance(item, Document):
        return item
    if item.media_type is None and item.data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return plugins.load("briefer.sources", "feed").within(item) or item
    if item.media_type != _LINK:
        return item
    made: WebSource = plugins.load("briefer.sources", "url")(
        item.url or item.data.decode("utf-8", "replace").strip(), name=item.input, given=item.given
    )
    return made


@contextmanager
def _abreast(fetching: Fetching) -> Iterator[Abreast]:
    """The web of this run."""
    from secrets import token_hex
    from tempfile import TemporaryDirectory

    from briefer.http.abreast import Abreast
    from briefer.http.web import OpenWeb
    from briefer.store import Store
    from briefer.store.pages import Pages

    with ExitStack() as stack:
        if fetching.shelf is not None:
            shelf = stack.enter_context(fetching.shelf())
        else:
            folder = stack.enter_context(TemporaryDirectory(prefix="briefer-"))
            shelf = Pages(stack.enter_context(Store(Path(folder) / "pages.db")))
        run = token_hex(8)
        fetching.runs.append(run)
        opened = partial(OpenWeb, fetching.asking(), shelf, run=run, resolve=fetching.resolve, tls=fetching.tls)
        abreast = stack.enter_context(Abreast(opened, progress=fetching.progress))
        yield abreast
        if abreast.reused and fetching.note is not None:
            many = "1 page was" if abreast.reused == 1 else f"{abreast.reused} pages were"
            fetching.note(f"{many} fetched less than an hour ago by a run that was broken off, and not again")


def _named(name: str, items: int | None) -> Source | WebSource:
    """The source that an input which is only a name asks for by its form."""
    kind = _kind(name)
    made = plugins.load("briefer.sources", kind)
    source: Source | WebSource = made(name, items=items) if kind in ("url", "feed", "opml") else made(name)
    return source


def _kind(name: str) -> str:
    if name == "-":
        return "stdin"
    scheme, separator, _ = name.partition("://")
    if separator:
        # A package may add sources of its own kind: `name://…` goes to the one of that name.
        own = scheme.lower() in plugins.names("briefer.sources") and scheme.lower() not in ("feed", "opml", "url")
        return scheme.lower() if own else "url"
    ending = Path(name).suffix.lower()
    if ending == ".json" and _is_json_feed(name):
        return "feed"
    return _LISTS.get(ending, "files")


def _is_json_feed(name: str) -> bool:
    try:
        with Path(name).open("rb") as stream:
            return b"jsonfeed.org/version" in stream.read(4096).replace(b"\\/", b"/")
    except (OSError, ValueError):
        return False
