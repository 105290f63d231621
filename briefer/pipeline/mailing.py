"""A brief as mails: rendered once for all who get the same, written for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from briefer.config import MailSettings, mailbox
from briefer.model import Addressee, Brief, Corrected, Recipient
from briefer.pipeline.standins import StandIn, plain

if TYPE_CHECKING:
    from briefer.formats.eml import Letter

#: What the subject of a test begins with.
TEST = "[Test]"
Mark = Literal["none", "test", "correction"]


def _nobody(_: str) -> None:
    """Listens to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """One brief for some readers."""

    brief: Brief
    mail: MailSettings
    #: By the address that the envelope gets: see `addressed`.
    readers: Mapping[str, Addressee]
    #: Folders of template folders of the user's own.
    search: Sequence[Path] = ()
    #: What mails are told apart by, beside revision and address: the brief's id, and more for a test.
    edition: str
    mark: Mark = "none"
    #: What a correction corrects; empty where that is not known.
    changes: Sequence[Corrected] = ()
    #: The revision that was sent before, which a correction answers.
    before: int | None = None
    #: Aware.
    now: datetime
    #: Gets a line on what whoever sends should know: a mail that is too large, a calendar without entries.
    note: Callable[[str], None] = _nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class _Alike:
    """What decides a mail's words beside the reader's name and address."""

    template: str
    format: str
    language: str | None
    timezone: str
    topics: tuple[str, ...]
    attach: tuple[str, ...]
    named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rendered:
    """A letter with stand-ins for name and address."""

    letter: Letter
    name: StandIn
    email: StandIn

    def to(self, reader: Addressee) -> Letter | None:
        """The letter with this reader in their place; None where it has to be rendered for this reader."""
        if self.name.touched or self.email.touched or not (plain(reader.name) and plain(reader.email)):
            return None
        made = self.letter
        return replace(
            made,
            subject=self._filled(made.subject, reader),
            text=self._filled(made.text, reader),
            html=self._filled(made.html, reader) if made.html is not None else None,
        )

    def _filled(self, text: str, reader: Addressee) -> str:
        return text.replace(str(self.name), reader.name).replace(str(self.email), reader.email)


def subscribed(recipients: Sequence[Addressee], name: str) -> list[Addressee]:
    """Those who get every brief of this name."""
    return [reader for reader in recipients if name in reader.briefs]


def addressed(readers: Sequence[Addressee]) -> dict[str, Addressee]:
    """The readers by the address of the envelope, its domain in ASCII; who stands there twice gets one mail."""
    from briefer.formats.eml import address

    found: dict[str, tuple[str, Addressee]] = {}
    for reader in readers:
        spec = address(reader.name, reader.email).addr_spec
        found.setdefault(spec.lower(), (spec, reader))
    return dict(found.values())


def sender_of(mail: MailSettings) -> Address:
    """Who writes."""
    from briefer.formats.eml import address

    return address(*(mailbox(mail.sender) or ("", mail.sender)))


def mails(mailing: Mailing) -> Iterator[tuple[str, bytes]]:
    """Address and bytes of each reader's mail, those who get the same one after the other; one is held at a time.

    A `TemplateError` comes before the first mail of its kind.
    """
    groups: dict[_Alike, list[str]] = {}
    for spec, reader in mailing.readers.items():
        groups.setdefault(_alike(mailing.brief, reader), []).append(spec)
    for alike, specs in groups.items():
        rendered = _rendered(mailing, alike)
        for remark in rendered.letter.remarks:
            mailing.note(remark)
        for spec in specs:
            reader = mailing.readers[spec]
            made = rendered.to(reader)
            if made is None:
                own = _letter(mailing, alike, name=reader.name, email=reader.email)
                made = replace(own, attachments=rendered.letter.attachments)
            yield spec, _message(mailing, spec, reader, made)


def _alike(brief: Brief, reader: Addressee) -> _Alike:
    from briefer.render import format_of

    return _Alike(
        template=reader.template or brief.profile.template,
        format=reader.format,
        language=reader.language,
        timezone=reader.timezone or brief.timezone,
        topics=reader.topics,
        attach=tuple(format_of(word) for word in reader.attach),
        named=bool(reader.name),
    )


def _rendered(mailing: Mailing, alike: _Alike) -> _Rendered:
    """The letter for all who get the same; files that go with it name nobody, so that they are made once."""
    from briefer.formats.eml import WHOLE

    name, email = StandIn.new(), StandIn.new()
    letter = _letter(mailing, alike, name=name if alike.named else "", email=email)
    # A page that had to be cut brings the whole one along.
    cut = any(file.cid is None for file in letter.attachments) and not WHOLE.intersection(alike.attach)
    if attach := (*alike.attach, *(("html",) if cut else ())):
        whole = _letter(mailing, alike, attach=attach)
        letter = replace(letter, attachments=whole.attachments, remarks=whole.remarks)
    return _Rendered(letter=letter, name=name, email=email)


def _letter(mailing: Mailing, alike: _Alike, *, name: str = "", email: str = "", attach: Sequence[str] = ()) -> Letter:
    from briefer.formats.eml import letter
    from briefer.render import page_of

    page = page_of(
        replace(mailing.brief, timezone=alike.timezone),
        template=alike.template,
        search=mailing.search,
        recipient=Recipient(
            name=name, email=email, language=alike.language, timezone=alike.timezone, topics=alike.topics
        ),
        correction=mailing.changes if mailing.mark == "correction" else None,
    )
    leave = mailing.mail.unsubscribe
    if leave is not None and "unsubscribe" in page.template.options:
        # What the header offers to mail programs, the page offers to people.
        page = replace(page, brief=replace(page.brief, set={"unsubscribe": leave, **page.brief.set}))
    made = letter(page, attach=attach, html=alike.format == "html")
    return replace(made, subject=f"{TEST} {made.subject}") if mailing.mark == "test" else made


def _message(mailing: Mailing, spec: str, reader: Addressee, letter: Letter) -> bytes:
    from briefer.formats.eml import Envelope, address, message, message_id

    sender, mail = sender_of(mailing.mail), mailing.mail
    before = mailing.before
    return message(
        letter,
        Envelope(
            sender=sender,
            recipient=address(reader.name, reader.email),
            date=mailing.now,
            message_id=message_id(mailing.edition, spec, mailing.brief.revision, sender.domain),
            reply_to=address(*(mailbox(mail.reply_to) or ("", mail.reply_to))) if mail.reply_to else None,
            answers=message_id(mailing.edition, spec, before, sender.domain) if before is not None else None,
            list_name=mailing.brief.profile.name,
            unsubscribe=mail.unsubscribe,
        ),
    )
