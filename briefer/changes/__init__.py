"""A brief beside earlier ones: which stories go on, who says something new, and which step has come due.

Everything here is pure and works on bundles: no article is parsed again, and today is the day of the brief.
"""

from __future__ import annotations

from briefer.changes.compare import compared
from briefer.changes.follow import follow
from briefer.changes.ledger import told

__all__ = ["compared", "follow", "told"]
