"""What briefer remembers between runs: one SQLite file in the user's data folder, private to the user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefer.store.cache import Failure, Info, Store, open_store
from briefer.store.database import VARIABLE, store_path

if TYPE_CHECKING:
    from briefer.store.approvals import Approval, Approvals, open_approvals
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

#: What most commands do without is imported by whoever asks for it.
_HOMES = {
    **dict.fromkeys(("Approval", "Approvals", "open_approvals"), "approvals"),
    **dict.fromkeys(("History", "Hit", "HitKind", "Person", "Recorded", "Said"), "history"),
    **dict.fromkeys(("STATES", "Entry", "Outbox", "State", "Taken", "open_outbox"), "outbox"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
