"""What a reader asks for: which articles and stories a brief takes, in which order, and why.

Everything here is pure and looks at words only; no article is parsed. Composing a brief and laying it out share it,
so that what decides the order is what a reader is told.
"""

from __future__ import annotations

from briefer.selection.filters import FILTERED, Filters, LeftOver, left_over, over
from briefer.selection.order import Interest, Novelty, Reasons, in_order, reasons
from briefer.selection.query import Query
from briefer.selection.terms import Term, Text

__all__ = [
    "FILTERED",
    "Filters",
    "Interest",
    "LeftOver",
    "Novelty",
    "Query",
    "Reasons",
    "Term",
    "Text",
    "in_order",
    "left_over",
    "over",
    "reasons",
]
