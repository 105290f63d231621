"""Mailboxes in one file (mbox): a document for each mail."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from briefer.model import Document, Skipped
from briefer.sources.rows import size

#: The media type of a mail.
MAIL = "message/rfc822"
#: Of one mail, in bytes, with all that is attached.
MAX_MAIL = 50 * 1024 * 1024
#: The line before each mail: `From`, who sent it, and when: https://www.rfc-editor.org/rfc/rfc4155
_START = re.compile(rb"From \S.*\d")
#: Such a line inside a mail is quoted, and one sign more for each time.
_QUOTED = re.compile(rb">+From ")


def is_mailbox(start: bytes) -> bool:
    """Whether a file that starts so is a mailbox: the line before a mail, and then a header."""
    first, _, rest = start.partition(b"\n")
    return _START.match(first) is not None and re.match(rb"[>A-Za-z][A-Za-z0-9-]*:|>?From ", rest) is not None


def from_mailbox(readline: Callable[[int], bytes], name: str) -> Iterator[Document | Skipped]:
    """A document for each mail, read as it comes; its input is `NAME:NUMBER`, counted from 1."""
    lines: list[bytes] = []
    length, number, blank = 0, 0, True
    while line := readline(MAX_MAIL):
        if blank and _START.match(line):
            if number:
                yield _mail(lines, length, f"{name}:{number}")
            lines, length, number = [], 0, number + 1
        elif number:
            length += len(line)
            if length <= MAX_MAIL:
                lines.append(line[1:] if _QUOTED.match(line) else line)
        blank = not line.strip(b"\r\n")
    if number:
        yield _mail(lines, length, f"{name}:{number}")
    else:
        reason = "it holds no mails: a mailbox begins with a line such as “From desk@example.org Wed May 20 …”"
        yield Skipped(input=name, outcome="skipped", code="empty", reason=reason)


def _mail(lines: list[bytes], length: int, name: str) -> Document | Skipped:
    if length > MAX_MAIL:
        return too_large_mail(name)
    return Document(input=name, data=b"".join(lines), media_type=MAIL)


def too_large_mail(name: str) -> Skipped:
    """The value for a mail over the limit."""
    reason = f"it is larger than {size(MAX_MAIL)} with what is attached to it"
    return Skipped(input=name, outcome="skipped", code="too_large", reason=reason)
