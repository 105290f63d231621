"""What briefer remembers between runs: one SQLite file in the user's data folder, private to the user."""

from __future__ import annotations

from briefer.store.approvals import Approval, Approvals, open_approvals
from briefer.store.cache import Failure, Info, Store, open_store
from briefer.store.database import VARIABLE, store_path
from briefer.store.history import History, Hit, HitKind, Person, Recorded, Said
from briefer.store.outbox import STATES, Entry, Outbox, State, Taken, open_outbox

__all__ = [
    "STATES",
    "VARIABLE",
    "Approval",
    "Approvals",
    "Entry",
    "Failure",
    "History",
    "Hit",
    "HitKind",
    "Info",
    "Outbox",
    "Person",
    "Recorded",
    "Said",
    "State",
    "Store",
    "Taken",
    "open_approvals",
    "open_outbox",
    "open_store",
    "store_path",
]
