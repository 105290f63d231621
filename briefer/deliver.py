"""What is pending goes out: one mail for each recipient, never one twice by itself, none forgotten."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass

from briefer.errors import BrieferError, DeliveryError
from briefer.model import Delivery, Parcel, Receipt
from briefer.store import Entry, Outbox, Taken

#: Seconds before each further try of those that a server has put off; what is then left stays pending.
WAITS = (5.0, 30.0, 60.0)
#: Connections at once; some providers allow three for each user.
CONNECTIONS = 3
#: Mails for which a further connection is worth opening.
WORTH_ANOTHER = 10
_CUT = "the sending was broken off: the server may have this mail"


def _nobody(*_: object) -> None:
    """Listens to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """How patient a run is, and who is told of what."""

    sleep: Callable[[float], None]
    waits: tuple[float, ...] = WAITS
    connections: int = CONNECTIONS
    #: Gets each recipient's row with what became of it, every time that it was tried.
    settled: Callable[[Entry, Receipt], None] = _nobody
    #: Gets a line on what is waited for.
    note: Callable[[str], None] = _nobody


def deliver(
    outbox: Outbox, entries: Collection[Entry], open: Callable[[], Delivery], tries: Tries
) -> DeliveryError | None:
    """Hands over the mails of these rows, as far as they are pending and their bytes are kept.

    To be called with the right to send (`Outbox.sending`). Each connection has a delivery of its own, made by `open`.
    A server that puts a mail off is asked again after each of the waits. What comes back is why the rest could not
    even be tried; each row that was left has the reason too.
    """
    left = [entry for entry in entries if entry.made]
    error: DeliveryError | None = None
    for wait in (0.0, *tries.waits):
        if not left or (error is not None and error.lasting):
            break
        if wait:
            tries.note(f"{len(left)} put off: trying again in {wait:g} seconds")
            tries.sleep(wait)
        left, error = _Round(outbox, left, tries).run(open)
    return error


class _Round:
    """Tries each row once, over several connections where there are many."""

    def __init__(self, outbox: Outbox, entries: list[Entry], tries: Tries) -> None:
        self.outbox = outbox
        self.tries = tries
        self.queue = deque(entries)
        self.later: list[Entry] = []
        self.errors: list[DeliveryError] = []
        #: What ends the run altogether: the store cannot be written, Ctrl-C.
        self.broken: BaseException | None = None
        self.lock = threading.Lock()

    def run(self, open: Callable[[], Delivery]) -> tuple[list[Entry], DeliveryError | None]:
        """The rows that are left, and why where they could not be tried."""
        number = min(self.tries.connections, -(-len(self.queue) // WORTH_ANOTHER))
        workers = [threading.Thread(target=self._work, args=(open(),), daemon=True) for _ in range(number - 1)]
        for worker in workers:
            worker.start()
        # The first connection is this thread's, so that Ctrl-C meets it.
        self._work(open())
        try:
            self._join(workers)
        except BaseException as stop:  # noqa: BLE001 - Ctrl-C: raised below
            self.broken = stop
            self._join(workers)
        if self.broken is not None:
            raise self.broken
        if not self.queue:
            return self.later, None
        error = next((error for error in self.errors if error.lasting), self.errors[-1])
        for entry in self.queue:
            self.outbox.settle(entry.id, Receipt(outcome="pending", reason=error.message))
        return [*self.later, *self.queue], error

    @staticmethod
    def _join(workers: list[threading.Thread]) -> None:
        """Each ends with the mail that it has begun."""
        for worker in workers:
            worker.join()

    def _work(self, delivery: Delivery) -> None:
        """One connection, until nothing is left or it is of no use."""
        try:
            with delivery:
                while (entry := self._next()) is not None and self._one(entry, delivery):
                    pass
        except DeliveryError as error:
            with self.lock:
                self.errors.append(error)
        except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits
            self.broken = error

    def _next(self) -> Entry | None:
        with self.lock:
            return self.queue.popleft() if self.queue and self.broken is None else None

    def _one(self, entry: Entry, delivery: Delivery) -> bool:
        """Hands over one mail; whether the connection is good for another."""
        try:
            receipt = _hand_over(self.outbox, entry, delivery)
        except DeliveryError as error:
            with self.lock:
                self.queue.appendleft(entry)
                self.errors.append(error)
            return False
        if receipt is not None:
            with self.lock:
                self.tries.settled(entry, receipt)
                if receipt.outcome == "pending":
                    self.later.append(entry)
        return True


def _hand_over(outbox: Outbox, entry: Entry, delivery: Delivery) -> Receipt | None:
    """What became of one row; None where it is no longer to be sent."""
    kept = outbox.message(entry.id)
    if kept is None:
        return None
    sender, message = kept
    begun = False

    def committing() -> None:
        nonlocal begun
        outbox.begin(entry.id)
        begun = True

    try:
        parcel = Parcel(sender=sender, recipient=entry.address, message=message)
        receipt = delivery.deliver(parcel, committing=committing)
    except Taken:
        return None
    except DeliveryError:
        # By its contract nothing has been handed over.
        raise
    except BaseException as error:
        if begun:
            why = error.message if isinstance(error, BrieferError) else _CUT
            outbox.settle(entry.id, Receipt(outcome="unknown", reason=why))
        raise
    outbox.settle(entry.id, receipt)
    return receipt
