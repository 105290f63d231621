"""An invented month: ten outlets that report, copy, contradict each other, correct, withdraw, and follow people and steps.

Everything in it is made up from a seed: names, places, numbers, and which outlet words it how. With each day come the
labels that a reader would give: which articles are one story, where they do not agree, which report was withdrawn, who
changed a position, which promised step was taken, called off, moved, or came due without a word.
"""

from __future__ import annotations

from chronicle.month import ZONE, Chronicle, Day, Labels

__all__ = ["ZONE", "Chronicle", "Day", "Labels"]
