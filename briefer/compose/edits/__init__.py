"""The desk: what a person changes in a finished brief, and what such a change does to it.

`apply` is pure: the gates, the name and the time come in as arguments. `overlay_of` and `read_overlay` are the brief
as a file that a person edits, `correction` is what to tell readers of an earlier revision.
"""

from __future__ import annotations

from briefer.compose.edits.apply import ClaimCheck, apply, sealed
from briefer.compose.edits.correction import correction
from briefer.compose.edits.overlay import overlay_of, read_overlay
from briefer.compose.edits.parts import Part, echoes, parts, short_ids

__all__ = [
    "ClaimCheck",
    "Part",
    "apply",
    "correction",
    "echoes",
    "overlay_of",
    "parts",
    "read_overlay",
    "sealed",
    "short_ids",
]
