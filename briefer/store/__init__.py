"""What briefer remembers between runs: one SQLite file in the user's data folder, private to the user."""

from __future__ import annotations

from briefer.store.cache import Failure, Info, Store, open_store
from briefer.store.database import VARIABLE, store_path

__all__ = ["VARIABLE", "Failure", "Info", "Store", "open_store", "store_path"]
