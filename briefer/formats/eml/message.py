"""The bytes of one mail to one recipient."""

from __future__ import annotations

import base64
import hashlib
import quopri
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart

from briefer.formats.eml.headers import header_text

#: Lines end in CRLF, no line is longer than 998 bytes, no byte above 127 (RFC 5322, section 2.1.1; RFC 5321).
POLICY = policy.SMTP.clone(cte_type="7bit", max_line_length=78)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    #: IANA media type, as in `application/pdf`.
    media_type: str
    content: bytes
    #: For a picture within the page, what `cid:` names; None: a file of its own.
    cid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a mail says."""

    subject: str
    text: str
    html: str
    attachments: Sequence[Attachment] = ()


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
    #: Name of the brief, for `List-Id`.
    list_name: str = "brief"
    #: An HTTPS address that acts on a bare POST (RFC 8058); None: by mail alone.
    unsubscribe: str | None = None
    extra: dict[str, str] = field(default_factory=dict)


def message_id(brief: str, recipient: str, revision: int, domain: str) -> str:
    """The same for every try to send this revision of this brief to this recipient."""
    digest = hashlib.sha256(f"{brief}\n{recipient.lower()}\n{revision}".encode()).hexdigest()
    return f"<{digest[:40]}@{domain}>"


def message(letter: Letter, envelope: Envelope) -> bytes:
    """The mail: text first, HTML second, pictures beside the HTML, files outermost."""
    mail = EmailMessage(policy=POLICY)
    mail["From"] = envelope.sender
    mail["To"] = envelope.recipient if envelope.recipient is not None else "undisclosed-recipients:;"
    mail["Subject"] = header_text(letter.subject) or "Brief"
    mail["Date"] = envelope.date
    mail["Message-ID"] = envelope.message_id
    if envelope.reply_to is not None:
        mail["Reply-To"] = envelope.reply_to
    # Answering machines keep quiet (RFC 3834), and readers can sort and leave (RFC 2919, RFC 2369).
    mail["Auto-Submitted"] = "auto-generated"
    mail["List-Id"] = f"<{_label(envelope.list_name)}.{envelope.sender.domain}>"
    leave = f"<mailto:{envelope.sender.addr_spec}?subject=unsubscribe>"
    if envelope.unsubscribe is not None:
        mail["List-Unsubscribe"] = f"<{envelope.unsubscribe}>, {leave}"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    else:
        mail["List-Unsubscribe"] = leave
    for name, value in envelope.extra.items():
        mail[name] = header_text(value)
    mail.set_content(letter.text, cte=_encoding(letter.text))
    mail.add_alternative(letter.html, subtype="html", cte=_encoding(letter.html))
    page = mail.get_body(("html",))
    for file in letter.attachments:
        if file.cid is not None and isinstance(page, MIMEPart):
            _add(page, file)
    for file in letter.attachments:
        if file.cid is None:
            _add(mail, file)
    return mail.as_bytes()


def _add(to: MIMEPart, file: Attachment) -> None:
    main, _, sub = file.media_type.partition("/")
    if file.cid is not None:
        to.add_related(file.content, maintype=main, subtype=sub, cid=f"<{file.cid}>", disposition="inline")
    else:
        to.add_attachment(file.content, maintype=main, subtype=sub, filename=header_text(file.name, 120))


def _encoding(text: str) -> str:
    """The shorter of the two; quoted-printable where they are alike, which people can read."""
    data = text.encode()
    return "quoted-printable" if len(quopri.encodestring(data)) <= len(base64.encodebytes(data)) * 1.05 else "base64"


def _label(name: str) -> str:
    label = "".join(c if c.isascii() and (c.isalnum() or c == "-") else "-" for c in name.lower()).strip("-")
    return label or "brief"
