"""Inputs to documents, through the sources that know how to get them. Failure is a value."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from briefer import plugins
from briefer.model import Document, Skipped, Source

#: One input: a path, `-` for standard input, a document, or a source of one's own.
Input = str | os.PathLike[str] | Document | Source


def gather(inputs: Iterable[Input]) -> Iterator[Document | Skipped]:
    """Every document of the inputs, in their order; nothing is read before it is asked for."""
    for given in inputs:
        if isinstance(given, Document):
            yield given
        elif isinstance(given, Source):
            yield from given.documents()
        else:
            yield from _named(os.fspath(given))


def _named(name: str) -> Iterator[Document | Skipped]:
    """The documents of an input that is only a name, from the source that its form asks for."""
    kind = "stdin" if name == "-" else "url" if "://" in name else "files"
    if kind == "url" and kind not in plugins.names("briefer.sources"):
        reason = "pages are not fetched from the web: save the page as .html and give the file"
        yield Skipped(input=name, outcome="failed", code="not_fetched", reason=reason, url=name)
        return
    source: Source = plugins.load("briefer.sources", kind)(name)
    yield from source.documents()
