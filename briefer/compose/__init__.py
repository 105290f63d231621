"""Stories and a profile to a brief: what is shown, in which order, and the account of all the rest.

Everything here is pure: the clock, the id, the check of composed words and whoever writes leads come in as arguments.
"""

from __future__ import annotations

from briefer.compose.brief import compose
from briefer.compose.edition import LIMITS, LIMITS_ALONE, Edition, Limits
from briefer.compose.edits import correction
from briefer.compose.leads import LeadWriter, StatementCheck

__all__ = ["LIMITS", "LIMITS_ALONE", "Edition", "LeadWriter", "Limits", "StatementCheck", "compose", "correction"]
