"""What past briefs said: every recorded brief whole, and an index over its claims, people and articles."""

from __future__ import annotations

from briefer.store.history.history import History
from briefer.store.history.records import Hit, HitKind, Person, Recorded, Said
from briefer.store.history.words import Words

__all__ = ["History", "Hit", "HitKind", "Person", "Recorded", "Said", "Words"]
