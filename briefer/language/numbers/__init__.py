"""Quantities in words and figures, made comparable."""

from briefer.language.numbers.compare import same
from briefer.language.numbers.figures import figures
from briefer.language.numbers.find import find_numbers

__all__ = ["figures", "find_numbers", "same"]
