"""Whether two statements say the same, the opposite, or give the same thing another number; without a parse."""

from __future__ import annotations

from briefer.language.meaning.compare import Rivals, akin, overlap, reverses, rivals, same
from briefer.language.meaning.gist import Gist, gist
from briefer.language.meaning.steps import Time, days_fit, one_step

__all__ = ["Gist", "Rivals", "Time", "akin", "days_fit", "gist", "one_step", "overlap", "reverses", "rivals", "same"]
