"""A brief as a mail: the bytes that are sent, or a draft that a mail program opens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from email.headerregistry import Address

from briefer.formats.eml.files import attached
from briefer.formats.eml.fitting import LARGEST, NEAR, Fitted, fitted
from briefer.formats.eml.headers import address, header_text
from briefer.formats.eml.message import Attachment, Envelope, Letter, message, message_id
from briefer.formats.text import TextFormat
from briefer.templating import Page

__all__ = [
    "LARGEST",
    "Attachment",
    "EmlFormat",
    "Envelope",
    "Letter",
    "address",
    "header_text",
    "letter",
    "message",
    "message_id",
]

#: Sends nothing anywhere (RFC 2606): who writes a draft is known only to the program that opens it.
NOBODY = Address("briefer", "briefer", "localhost.invalid")

#: Formats that hold all that the mail would have shown.
WHOLE = frozenset({"html", "pdf"})


class EmlFormat:
    """Fills `subject.txt.j2`, `brief.txt.j2` and `brief.email.html.j2`."""

    suffixes = (".eml",)
    media_type = "message/rfc822"

    def render(self, page: Page) -> bytes:
        """The mail as a draft without a sender: Outlook and others open it ready to be sent."""
        brief, recipient = page.brief, page.recipient
        to = address(recipient.name, recipient.email) if recipient is not None and recipient.email else None
        envelope = Envelope(
            sender=NOBODY,
            recipient=to,
            date=datetime.fromisoformat(brief.created),
            message_id=message_id(brief.id, to.addr_spec if to else "", brief.revision, NOBODY.domain),
            draft=True,
        )
        return message(letter(page), envelope)


def letter(page: Page, *, attach: Sequence[str] = (), budget: int = LARGEST, html: bool = True) -> Letter:
    """What the mail says: subject, text and HTML, each from its template, and the brief in the formats of `attach`.

    HTML of more than `budget` bytes is cut between stories. It then names the others, and the whole brief goes along
    as a page, unless the template's option `online` says where it can be read. The text is never cut.
    Without `html` the text is all there is.
    """
    subject, text = header_text(page.fill("subject.txt.j2", "text")), TextFormat().render(page)
    if not html:
        files, remarks = attached(page, attach)
        return Letter(subject=subject, text=text, html=None, attachments=files, remarks=remarks)
    url = str(page.options().get("online", ""))
    body = fitted(page, budget, url=url)
    if body.cut is not None and not body.cut.url and not WHOLE.intersection(attach):
        attach = (*attach, "html")
    files, remarks = attached(page, attach)
    return Letter(
        subject=subject,
        text=text,
        html=body.html,
        attachments=(*body.pictures, *files),
        cut=body.cut.count if body.cut else 0,
        remarks=(*_size(page, body, budget), *remarks),
    )


def _size(page: Page, body: Fitted, budget: int) -> Iterator[str]:
    """What whoever sends the mail should know of its size."""
    if body.cut is not None and body.cut.count:
        yield (
            f"{body.cut.count} of {len(page.brief.stories)} stories stand in the mail’s HTML by name alone: "
            f"Gmail shows {LARGEST // 1000} KB of a mail"
        )
    if body.size > budget:
        yield (
            f"the mail’s HTML has {body.size // 1000} KB without a single story, more than the {budget // 1000} KB "
            f"that Gmail shows: its template is too large"
        )
    elif body.cut is None and body.size > NEAR:
        yield f"the mail’s HTML has {body.size // 1000} KB; beyond {LARGEST // 1000} KB the last stories are only named"
