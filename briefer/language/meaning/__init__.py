"""Whether two statements say the same, the opposite, or give the same thing another number; without a parse."""

from __future__ import annotations

from briefer.language.meaning.compare import Rivals, overlap, reverses, rivals, same
from briefer.language.meaning.gist import Gist, gist
from briefer.language.meaning.steps import Time, days_fit, one_step

__all__ = ["Gist", "Rivals", "Time", "days_fit", "gist", "one_step", "overlap", "reverses", "rivals", "same"]
