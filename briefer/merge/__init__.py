"""The findings on one event to one set of claims: each said once, with all that it rests on, and where they differ.

Everything here is pure and works on words: no article is parsed again.
"""

from __future__ import annotations

from briefer.merge.claims import ClaimCheck, foresee
from briefer.merge.contradictions import SUPERSEDED
from briefer.merge.merge import merge
from briefer.merge.withdrawn import withdrawn

__all__ = ["SUPERSEDED", "ClaimCheck", "foresee", "merge", "withdrawn"]
