"""Sending: mails made, put into the outbox, handed over, and what became of each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from briefer import plugins
from briefer.config import MailSettings
from briefer.deliver import Tries, deliver
from briefer.errors import BrieferError, DeliveryError
from briefer.model import Delivery, Parcel
from briefer.pipeline.mailing import Mailing, mails, sender_of
from briefer.store import Entry, Outbox, State

#: States in which nothing is sent again by itself.
SETTLED = ("sent", "refused", "unknown")
#: States of one who has a mail, may have it, or is to get it.
_GOT: tuple[State, ...] = ("sent", "unknown", "in_flight", "pending")
#: Why a mail is not sent to somebody who no longer gets the brief.
LEFT = "no longer a recipient"


def _nothing() -> None:
    """Waits in silence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How all recipients of a run stand."""

    entries: tuple[Entry, ...]
    #: How many were sent by this run.
    now: int = 0
    #: Why the rest could not even be tried.
    stopped: DeliveryError | None = None
    #: How many mails of earlier runs were found broken off: each is `unknown` now.
    broken_off: int = 0
    #: How many were left out, because they have a later revision or are to get one; no entry is theirs.
    ahead: int = 0

    def count(self, state: str) -> int:
        """How many are in this state."""
        return sum(entry.state == state for entry in self.entries)

    @property
    def status(self) -> int:
        """The exit status: 0 all have it, 1 nobody has, 5 some have not, or not surely."""
        sent = self.count("sent")
        if sent == len(self.entries):
            return 0
        return 5 if sent else 1


def open_delivery(mail: MailSettings) -> Delivery:
    """What hands the mails over; no connection is made, and no secret looked up, before it is used."""
    made: Delivery = plugins.load("briefer.deliveries", mail.transport)(mail)
    if not mail.pipe:
        return made
    from briefer.deliveries.commands import PipedDelivery

    return PipedDelivery(mail.pipe, made, timeout=mail.timeout)


def written_mails(mailings: Sequence[Mailing]) -> Iterator[Parcel]:
    """The mails as they would be sent, byte for byte; nothing is sent and nothing kept."""
    from briefer.deliveries.commands import passed

    for mailing in mailings:
        mail = mailing.mail
        sender = sender_of(mail).addr_spec
        for address, message in mails(mailing):
            made = passed(mail.pipe, message, timeout=mail.timeout) if mail.pipe else message
            yield Parcel(sender=sender, recipient=address, message=made)


def send(
    outbox: Outbox,
    mailings: Sequence[Mailing],
    open: Callable[[], Delivery],
    tries: Tries,
    *,
    again: bool = False,
    waiting: Callable[[], None] = _nothing,
) -> Report:
    """Sends one revision of one brief to all readers of the mailings who have not got it; `again`: to all of them.

    First every reader gets a row, then every mail is made, then the first one is handed over: what a template gets
    wrong stops the run before anybody has a mail. Who has a later revision, or is to get one, never gets this one.
    `open` makes the delivery of each connection, `waiting` is told when
    another process sends.
    """
    edition, revision = mailings[0].edition, mailings[0].brief.revision
    with outbox.sending(waiting=waiting) as broken_off:
        ahead = _ahead(outbox, mailings)
        mailings = [_without(mailing, ahead) for mailing in mailings]
        addresses = {address for mailing in mailings for address in mailing.readers}
        for mailing in mailings:
            outbox.add(edition, revision, mailing.brief.title, mailing.readers)
        outbox.resolve(_outdated(outbox, mailings[0], addresses), "refused", f"replaced by revision {revision}")
        if again:
            outbox.reopen([e.id for e in _of(outbox, edition, revision, addresses) if e.state in SETTLED])
        for mailing in mailings:
            _make(outbox, mailing)
        pending = [entry for entry in _of(outbox, edition, revision, addresses) if entry.state == "pending"]
        stopped = deliver(outbox, pending, open, tries)
        entries = tuple(_of(outbox, edition, revision, addresses))
    return replace(_report(entries, pending, stopped, broken_off), ahead=len(ahead))


def drop_left(
    outbox: Outbox, name: str, readers: Collection[str], *, waiting: Callable[[], None] = _nothing
) -> list[Entry]:
    """Settles what of this name is pending for those who got every such brief and are no longer among the readers.

    Where nobody knows what a mail's brief is called, it is settled when its reader has left all that they got.
    """
    stay = {address.lower() for address in readers}

    def left() -> tuple[list[Entry], list[Entry]]:
        """Mails of this name, and those that may be of another."""
        pending = outbox.entries(states=("pending",))
        found = [e for e in pending if name in e.reader.briefs and e.address.lower() not in stay]
        names = {edition: outbox.name_of(edition) for edition in {e.edition for e in found}}
        known = {edition: {of} for edition, of in names.items() if of is not None}
        maybe = [(e, known.get(e.edition, set(e.reader.briefs))) for e in found]
        return [e for e, of in maybe if of == {name}], [e for e, of in maybe if len(of) > 1]

    if not any(left()):
        return []
    with outbox.sending(waiting=waiting):
        ours, others = left()
        outbox.resolve([entry.id for entry in ours], "refused", LEFT)
        outbox.leave([entry.id for entry in others], name)
    return ours


def retry(
    outbox: Outbox,
    open: Callable[[], Delivery],
    tries: Tries,
    *,
    ids: Collection[int] | None = None,
    waiting: Callable[[], None] = _nothing,
) -> Report:
    """Hands over what is pending, as it was made; with `ids` these alone, also those that are refused or unknown.

    `BrieferError` where one of the `ids` was replaced by a later revision; nothing is sent then. A row whose mail was never made, or is kept no longer, stays as it is; its brief has to be sent again.
    """
    with outbox.sending(waiting=waiting) as broken_off:
        if ids is not None:
            check_latest(outbox, ids)
            outbox.reopen([e.id for e in outbox.entries(ids=ids, states=("refused", "unknown")) if e.made])
        pending = outbox.entries(states=("pending",), ids=ids)
        stopped = deliver(outbox, pending, open, tries)
        entries = tuple(outbox.entries(ids={entry.id for entry in pending} if ids is None else ids))
    return _report(entries, pending, stopped, broken_off)


def check_latest(outbox: Outbox, ids: Collection[int]) -> None:
    """`BrieferError` where a row's reader has a row of a later revision: the earlier one never follows."""
    for entry in outbox.entries(ids=ids):
        later = [e for e in outbox.entries(edition=entry.edition) if e.address.lower() == entry.address.lower()]
        last = max(later, key=lambda e: e.revision)
        if last.revision > entry.revision:
            raise BrieferError(
                f"mail {entry.id} was replaced by revision {last.revision} (mail {last.id}) and is not sent any more",
                hint=f"briefer outbox show {last.id} says what became of that one",
            )


def _report(
    entries: tuple[Entry, ...], pending: Sequence[Entry], stopped: DeliveryError | None, broken_off: int
) -> Report:
    tried = {entry.id for entry in pending}
    now = sum(entry.state == "sent" and entry.id in tried for entry in entries)
    return Report(entries=entries, now=now, stopped=stopped, broken_off=broken_off)


def _ahead(outbox: Outbox, mailings: Sequence[Mailing]) -> set[str]:
    """Addresses, in lower case, of readers who have a later revision or are to get one; nothing else is theirs now."""
    edition, revision = mailings[0].edition, mailings[0].brief.revision
    readers = {address.lower() for mailing in mailings for address in mailing.readers}
    later: dict[str, int] = {}
    for entry in outbox.entries(edition=edition, states=_GOT):
        if entry.revision > revision and (who := entry.address.lower()) in readers:
            later[who] = max(entry.revision, later.get(who, 0))
    for entry in outbox.entries(edition=edition, revision=revision, states=("pending",)):
        if (who := entry.address.lower()) in later:
            outbox.resolve([entry.id], "refused", f"replaced by revision {later[who]}")
    return set(later)


def _without(mailing: Mailing, addresses: Collection[str]) -> Mailing:
    return replace(mailing, readers={a: reader for a, reader in mailing.readers.items() if a.lower() not in addresses})


def _outdated(outbox: Outbox, mailing: Mailing, addresses: Collection[str]) -> list[int]:
    """Rows of earlier revisions that are still to be sent to somebody who gets this one."""
    lower = {address.lower() for address in addresses}
    pending = outbox.entries(edition=mailing.edition, states=("pending",))
    return [e.id for e in pending if e.revision < mailing.brief.revision and e.address.lower() in lower]


def _make(outbox: Outbox, mailing: Mailing) -> None:
    """Makes the mails that are pending and not made yet."""
    entries = _of(outbox, mailing.edition, mailing.brief.revision, mailing.readers)
    wanted = {entry.address.lower(): entry.id for entry in entries if entry.state == "pending" and not entry.made}
    readers = {address: reader for address, reader in mailing.readers.items() if address.lower() in wanted}
    sender = sender_of(mailing.mail).addr_spec
    for address, message in mails(replace(mailing, readers=readers)):
        outbox.keep(wanted[address.lower()], sender, message)


def _of(outbox: Outbox, edition: str, revision: int, addresses: Collection[str]) -> list[Entry]:
    lower = {address.lower() for address in addresses}
    entries = outbox.entries(edition=edition, revision=revision)
    return [entry for entry in entries if entry.address.lower() in lower]
