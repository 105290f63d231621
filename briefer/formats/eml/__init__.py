"""A brief as a mail: the bytes that are sent, or a draft that a mail program opens."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address

from briefer.formats.eml.headers import address, header_text
from briefer.formats.eml.inline import inlined
from briefer.formats.eml.message import Attachment, Envelope, Letter, message, message_id
from briefer.formats.text import TextFormat
from briefer.templating import Page

__all__ = ["Attachment", "EmlFormat", "Envelope", "Letter", "address", "header_text", "letter", "message", "message_id"]

#: Sends nothing anywhere (RFC 2606): who writes a draft is known only to the program that opens it.
NOBODY = Address("briefer", "briefer", "localhost.invalid")


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
            list_name=brief.profile.name,
            extra={"X-Unsent": "1"},
        )
        return message(letter(page), envelope)


def letter(page: Page) -> Letter:
    """What the mail says: subject, text and HTML, each from its template."""
    subject = page.fill("subject.txt.j2", "text")
    html = page.fill("brief.email.html.j2", "html")
    return Letter(
        subject=header_text(subject),
        text=TextFormat().render(page),
        html=inlined(html, page.theme()),
    )
