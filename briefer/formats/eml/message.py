"""The bytes of one mail to one recipient."""

from __future__ import annotations

import base64
import hashlib
import quopri
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime
from typing import Any

from briefer.errors import BrieferError
from briefer.formats.eml.headers import file_name, header_text, mailbox_line, mailto, plain_line, text_line

#: Lines end in CRLF, no line is longer than 998 bytes, no byte above 127 (RFC 5322, section 2.1.1; RFC 5321).
POLICY = policy.SMTP.clone(cte_type="7bit", max_line_length=78)
#: Of headers that are written here alone.
OURS = frozenset(
    "from to cc bcc sender subject date message-id reply-to in-reply-to references auto-submitted list-id"
    " list-unsubscribe list-unsubscribe-post x-unsent mime-version".split()
)
#: An address of the web as it may stand in a header: ASCII, and nothing that ends it there.
_WEB = re.compile(r"(?:https|mailto):[!#-;=?-~]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    #: IANA media type, as in `application/pdf`; it may have parameters: `text/calendar; method=PUBLISH`.
    media_type: str
    content: bytes
    #: For a picture within the page, what `cid:` names; None: a file of its own.
    cid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a mail says."""

    subject: str
    text: str
    #: None: the mail is text alone.
    html: str | None
    attachments: Sequence[Attachment] = ()
    #: How many stories the HTML only names because it would have been too large; the text has them all.
    cut: int = 0
    #: What whoever sends the mail should know of it.
    remarks: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """From whom, to whom and when."""

    sender: Address
    #: None: a draft that names nobody.
    recipient: Address | None
    #: Aware.
    date: datetime
    message_id: str
    reply_to: Address | None = None
    #: Message-ID of the mail that this one answers or corrects: mail programs show the two as one conversation.
    answers: str | None = None
    #: A person will send it: mail programs open it for that, and it says nothing of machines and lists.
    draft: bool = False
    #: Name of the brief, for `List-Id`.
    list_name: str = "brief"
    #: An HTTPS address that acts on a bare POST (RFC 8058), or a mailto: of one's own; None: the sender's address.
    unsubscribe: str | None = None
    #: Further headers; none of those that are written anyway.
    extra: Mapping[str, str] = field(default_factory=dict)


def message_id(brief: str, recipient: str, revision: int, domain: str) -> str:
    """The same for every try to send this revision of this brief to this recipient."""
    digest = hashlib.sha256(f"{brief}\n{recipient.lower()}\n{revision}".encode()).hexdigest()
    return f"<{digest[:40]}@{domain}>"


def message(letter: Letter, envelope: Envelope) -> bytes:
    """The mail: text first, HTML second where there is any, pictures beside the HTML, files outermost; the same bytes each time.

    A `BrieferError` says which header cannot hold what it was given.
    """
    return b"".join(_headers(letter, envelope)) + _body(letter, envelope.message_id).as_bytes()


def _headers(letter: Letter, envelope: Envelope) -> Iterator[bytes]:
    sender = envelope.sender
    yield mailbox_line("From", sender)
    if envelope.recipient is not None:
        yield mailbox_line("To", envelope.recipient)
    else:
        yield b"To: undisclosed-recipients:;\r\n"
    yield text_line("Subject", header_text(letter.subject) or "Brief")
    if envelope.date.tzinfo is None:
        raise BrieferError(f"the date of a mail needs its time zone, which {envelope.date.isoformat()} has not")
    yield f"Date: {format_datetime(envelope.date)}\r\n".encode("ascii")
    yield plain_line("Message-ID", envelope.message_id)
    if envelope.reply_to is not None:
        yield mailbox_line("Reply-To", envelope.reply_to)
    if envelope.answers is not None:
        yield plain_line("In-Reply-To", envelope.answers)
        yield plain_line("References", envelope.answers)
    if envelope.draft:
        yield plain_line("X-Unsent", "1")
    else:
        yield from _list_headers(envelope)
    for name, value in envelope.extra.items():
        if name.lower() in OURS or name.lower().startswith("content-"):
            raise BrieferError(f"the header {header_text(name)} is written by briefer and cannot be set")
        yield text_line(name, value)


def _list_headers(envelope: Envelope) -> Iterator[bytes]:
    """Answering machines keep quiet (RFC 3834), and readers can sort and leave (RFC 2919, RFC 2369)."""
    yield plain_line("Auto-Submitted", "auto-generated")
    yield plain_line("List-Id", f"<{_label(envelope.list_name)}.{envelope.sender.domain}>")
    leave = envelope.unsubscribe
    if leave is not None and not _WEB.fullmatch(leave):
        raise BrieferError(
            f"“{header_text(leave)}” cannot be the address that takes a reader off the list",
            hint="write an https: or mailto: address, all ASCII",
        )
    own = f"<{mailto(envelope.sender, 'unsubscribe')}>"
    if leave is not None and leave.startswith("https:"):
        yield plain_line("List-Unsubscribe", f"<{leave}>,", own)
        yield plain_line("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    else:
        yield plain_line("List-Unsubscribe", f"<{leave}>" if leave else own)


def _body(letter: Letter, seed: str) -> EmailMessage:
    """The parts, with boundaries that follow from `seed`, so that the bytes shown are the bytes sent."""
    body = EmailMessage(policy=POLICY)
    body.set_content(letter.text, cte=_encoding(letter.text))
    if letter.html is not None:
        body.add_alternative(letter.html, subtype="html", cte=_encoding(letter.html))
    page = body.get_body(("html",))
    pictures = [file for file in letter.attachments if file.cid is not None]
    if pictures and isinstance(page, MIMEPart):
        _with_pictures(page, pictures)
    for file in letter.attachments:
        if file.cid is None:
            body.add_attachment(file.content, filename=file_name(file.name), **_kind(file))
    for number, part in enumerate(part for part in body.walk() if part.is_multipart()):
        # `=_` stands in no line of base64 or quoted-printable (RFC 2045, section 6.7).
        part.set_boundary(f"=_{number}_{hashlib.sha256(seed.encode()).hexdigest()[:40]}")
    return body


def _with_pictures(page: MIMEPart, pictures: Sequence[Attachment]) -> None:
    for picture in pictures:
        cid = f"<{picture.cid}>"
        if not re.fullmatch(r"<[\w.+-]+@[\w.-]+>", cid, re.ASCII):
            raise BrieferError(f"a picture cannot be named {header_text(cid)} in a mail")
        name = file_name(picture.name)
        page.add_related(picture.content, cid=cid, disposition="inline", filename=name, **_kind(picture))
    # Says which part is the page (RFC 2387, section 3.1).
    page.set_param("type", "text/html")


def _kind(file: Attachment) -> dict[str, Any]:
    """Type and parameters as `add_attachment` takes them; text is UTF-8, and goes byte for byte."""
    found = re.fullmatch(r"([\w.+-]+)/([\w.+-]+)((?:; *[\w-]+=[\w.+-]+)*)", file.media_type, re.ASCII)
    if found is None:
        raise BrieferError(f"“{header_text(file.media_type)}” is no media type")
    params = dict(pair.strip().split("=", 1) for pair in found[3].split(";") if pair)
    if found[1] == "text":
        params.setdefault("charset", "utf-8")
    return {"maintype": found[1], "subtype": found[2], "cte": "base64", "params": params or None}


def _encoding(text: str) -> str:
    """The shorter of the two; quoted-printable where they are alike, which people can read."""
    data = text.encode()
    return "quoted-printable" if len(quopri.encodestring(data)) <= len(base64.encodebytes(data)) * 1.05 else "base64"


def _label(name: str) -> str:
    label = "".join(c if c.isascii() and (c.isalnum() or c == "-") else "-" for c in name.lower())
    return re.sub("-+", "-", label).strip("-")[:60].strip("-") or "brief"
