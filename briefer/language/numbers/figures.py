"""Figures as signs, for texts in languages that no rule of ours reads."""

from __future__ import annotations

import re

#: A figure with the marks that part its thousands or its decimals, whatever the language's habit.
_FIGURE = re.compile(r"\d+(?:[.,'’ \u00a0\u202f]\d{3}(?!\d)|[.,]\d+)*")


def figures(text: str) -> frozenset[str]:
    """The digits of each number in figures: `1200` for `1,200`, `1.200` and `1 200`, `15` for `1.5` and `1,5`."""
    return frozenset(re.sub(r"\D", "", figure) for figure in _FIGURE.findall(text))
