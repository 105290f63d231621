"""A mail to texts of record: its own text, each item of a newsletter, and what is attached to it."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from typing import Any

from briefer.read.judge import judge_source
from briefer.read.mail.blocks import Block, blocks_of
from briefer.read.mail.forwarded import without_forwarding
from briefer.read.mail.headers import about_of, decoded
from briefer.read.mail.items import items_of, without_notices
from briefer.read.mail.plain import plain_blocks
from briefer.read.pieces import Enclosed, Piece
from briefer.read.refusal import Refusal

#: How deep the parts of a mail may lie within one another.
_DEPTH = 20
#: Parts of one mail.
_MOST_PARTS = 500
#: Attachments that are read, by the endings of their names; the types that mails declare are often wrong.
_READ = (".pdf", ".docx", ".odt", ".eml", ".txt", ".md", ".html", ".htm")
_READ_TYPES = ("application/pdf", "message/rfc822")


def from_mail(data: bytes) -> list[Piece | Enclosed] | Refusal:
    """The articles of a mail, and what is enclosed in it to be read next."""
    try:
        message = message_from_bytes(data)
        parts = list(_parts(message, 0))
    except (MessageError, LookupError, ValueError) as error:
        return Refusal("unreadable", f"it is a broken mail: {error}", "failed")
    except RecursionError:
        parts = None
    if parts is None or len(parts) > _MOST_PARTS or any(depth > _DEPTH for _, depth in parts):
        return Refusal("too_large", f"its parts lie more than {_DEPTH} deep or are more than {_MOST_PARTS}")
    enclosed = [found for number, (part, _) in enumerate(parts, 1) if (found := _enclosed(part, number)) is not None]
    blocks: list[Block] = []
    language = decoded(message.get("Content-Language", "")).split(",")[0].strip()
    for part in _shown([part for part, _ in parts if not _is_apart(part)]):
        text = _text(part)
        if (refusal := judge_source(len(text) // (4 if part.get_content_subtype() == "html" else 1))) is not None:
            return refusal
        if part.get_content_subtype() == "html":
            said, inside = blocks_of(text)
            language = language or said
            blocks += inside
        else:
            blocks += plain_blocks(text, flowed=_is_flowed(part), joined=_param(part, "delsp").lower() == "yes")
    about: dict[str, Any] = about_of(message)
    blocks = without_forwarding(blocks, about)
    if language:
        about["language"] = language
    pieces = items_of(without_notices(blocks), about)
    if not any(piece.text for piece in pieces) and enclosed:
        return list(enclosed)
    return [*pieces, *enclosed]


def _parts(message: Message, depth: int) -> Iterator[tuple[Message, int]]:
    """Each part with its depth, outermost first; a message within the message is one part."""
    yield message, depth
    if message.is_multipart() and message.get_content_type() != "message/rfc822" and depth <= _DEPTH:
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _parts(part, depth + 1)


def _shown(parts: list[Message]) -> list[Message]:
    """The parts that are the mail's own text: of alternatives the page, where it has words, else the plain text."""
    texts = [part for part in parts if part.get_content_maintype() == "text" and not part.is_multipart()]
    hidden: set[int] = set()
    for group in (part for part in parts if part.get_content_type() == "multipart/alternative"):
        inside = [part for part, _ in _parts(group, 0)]
        pages = [part for part in inside if part.get_content_type() == "text/html" and _has_words(part)]
        plain = [part for part in inside if part.get_content_type() == "text/plain"]
        kept = pages or plain[:1]
        hidden.update(id(part) for part in inside if not any(part is one for one in kept))
    return [part for part in texts if id(part) not in hidden and part.get_content_subtype() in ("plain", "html")]


def _has_words(part: Message) -> bool:
    return any(block.text for block in blocks_of(_text(part))[1])


def _is_apart(part: Message) -> bool:
    """Whether the part is a file of its own rather than something to show."""
    return part.get_content_type() == "message/rfc822" or (
        not part.is_multipart() and (part.get_content_disposition() == "attachment" or bool(_name(part)))
    )


def _enclosed(part: Message, number: int) -> Enclosed | None:
    if not _is_apart(part):
        return None
    kind, name = part.get_content_type(), _name(part)
    if kind == "message/rfc822":
        inside = part.get_payload(0)
        if not isinstance(inside, Message):
            return None
        title = decoded(inside.get("Subject", ""))
        return Enclosed(name=name or title or f"message {number}", data=inside.as_bytes(), media_type=kind)
    if not name.lower().endswith(_READ) and kind not in _READ_TYPES:
        return None
    data = part.get_payload(decode=True)
    return Enclosed(name=name or f"part {number}", data=data, media_type=None) if isinstance(data, bytes) else None


def _name(part: Message) -> str:
    """The attachment's name on one line, without folders."""
    try:
        name = decoded(part.get_filename() or "")
    except (ValueError, LookupError, TypeError):
        return ""
    return name.replace("\\", "/").rpartition("/")[2].strip()


def _param(part: Message, name: str) -> str:
    value = part.get_param(name)
    return value if isinstance(value, str) else ""


def _is_flowed(part: Message) -> bool:
    return _param(part, "format").lower() == "flowed"


def _text(part: Message) -> str:
    """The part's characters, as declared, else as UTF-8, else as Windows wrote them."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    try:
        said = part.get_content_charset() or "utf-8"
    except (LookupError, UnicodeError):
        said = "utf-8"
    wanted = "cp1252" if said in ("iso-8859-1", "latin-1", "us-ascii", "ascii") else said
    for name in ("utf-8", wanted, "cp1252") if wanted == "cp1252" else (wanted, "utf-8", "cp1252"):
        try:
            return data.decode(name).removeprefix("\ufeff").replace("\r\n", "\n")
        except (LookupError, UnicodeError):
            continue
    return data.decode("latin-1").replace("\r\n", "\n")
