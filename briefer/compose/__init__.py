"""Stories and a profile to a brief: what is shown, in which order, and the account of all the rest.

Everything here is pure: the clock, the id, the check of composed words and whoever writes leads come in as arguments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefer.compose.brief import compose
from briefer.compose.edition import LIMITS, LIMITS_ALONE, Edition, Limits
from briefer.compose.leads import LeadWriter, StatementCheck

if TYPE_CHECKING:
    from briefer.compose.edits import correction

__all__ = ["LIMITS", "LIMITS_ALONE", "Edition", "LeadWriter", "Limits", "StatementCheck", "compose", "correction"]


def __getattr__(name: str) -> Any:
    if name != "correction":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # Most briefs are composed, and none of them corrected.
    from briefer.compose.edits import correction

    return correction
