"""A copy of the text that a parser reads well, and the way back to the text of record."""

from briefer.language.typography.normal import LOOKALIKES, exchanged, normalise
from briefer.language.typography.repaired import Repaired, repair

__all__ = ["LOOKALIKES", "Repaired", "exchanged", "normalise", "repair"]
