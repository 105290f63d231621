"""Standard input: one document of any kind, or many."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import BinaryIO

from briefer.model import Document, Skipped
from briefer.sources.files import MAX_DOCUMENT
from briefer.sources.mailboxes import from_mailbox, is_mailbox
from briefer.sources.rows import MAX_BYTES, MAX_JSON, from_json, from_lines, too_large
from briefer.sources.tables import from_table, is_table

#: First bytes of what is no text and may be larger: PDF, and what is packed as ZIP.
_DOCUMENTS = (b"%PDF-", b"PK\x03\x04")
#: Bytes by which a table or a mailbox is told.
_SNIFFED = 64 * 1024


class StandardInput:
    """What is piped in, told by how it begins: rows of JSON, a table, a mailbox, else one document of any kind."""

    def __init__(self, place: str) -> None:
        #: What accounts call it; a dash would say little there.
        self.place = "standard input" if place == "-" else place

    def documents(self) -> Iterator[Document | Skipped]:
        """The rows as they come, or the one article."""
        try:
            yield from _documents(sys.stdin.buffer, self.place)
        except OSError as error:
            reason = f"it cannot be read: {error.strerror or error}"
            yield Skipped(input=self.place, outcome="failed", code="unreadable", reason=reason)


def _documents(stream: BinaryIO, name: str) -> Iterator[Document | Skipped]:
    head: list[bytes] = []
    while line := stream.readline(MAX_BYTES + 1):
        head.append(line)
        if line.strip():
            break
    start = b"".join(head).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{") and _is_json(start):
        yield from from_lines(_first(head, stream), name)
        return
    if start.startswith(b"From "):
        head.append(stream.readline(MAX_BYTES))
        if is_mailbox(start + head[-1]):
            yield from from_mailbox(_first(head, stream), name)
            return
    limit = MAX_JSON if start[:1] in (b"{", b"[") else MAX_DOCUMENT if start.startswith(_DOCUMENTS) else MAX_BYTES
    data = b"".join(head) + stream.read(limit)
    if len(data) > limit:
        yield too_large(name, limit)
    elif start[:1] in (b"{", b"[") and _is_json(data.removeprefix(b"\xef\xbb\xbf")):
        yield from from_json(data, name)
    elif start.startswith(b"{"):
        yield from from_lines(BytesIO(data).readline, name)
    elif is_table(data[:_SNIFFED]):
        yield from from_table(data, name)
    else:
        yield Document(input=name, data=data)


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _first(lines: list[bytes], stream: BinaryIO) -> Callable[[int], bytes]:
    """A `readline` that gives back the lines that were looked at, then goes on in the stream."""
    waiting = iter(lines)
    return lambda limit: next(waiting, b"") or stream.readline(limit)
