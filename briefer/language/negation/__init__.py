"""Negation and modality in words, and whether a claim keeps those of its evidence."""

from briefer.language.negation.compare import Agreement, compare
from briefer.language.negation.signs import Polarity, Sign, polarity

__all__ = ["Agreement", "Polarity", "Sign", "compare", "polarity"]
