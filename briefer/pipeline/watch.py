"""Who is told what happens during a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from briefer.model import Article, Findings, Skipped, Usage


def _nobody(*_: object) -> None:
    """Listens to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Who is told what happens during a run; by default nobody."""

    #: Gets the name of each step of a brief when it begins: `read`, `understand`, `compose`, `compare`, `lead`.
    step: Callable[[str], None] = _nobody
    #: Gets every input that gave no article, as soon as that is known.
    skipped: Callable[[Skipped], None] = _nobody
    #: Gets the name of each input that gave an article, and the article, before it is understood.
    read: Callable[[str, Article], None] = _nobody
    #: Gets the checked findings of each article, those that were refused or failed among them.
    found: Callable[[Findings], None] = _nobody
    #: Gets how many articles are done, how many there are (None where that is not known), and what came last.
    progress: Callable[[int, int | None, str], None] = _nobody
    #: Gets a line on what the brief had to do without.
    note: Callable[[str], None] = _nobody
    #: Gets what the calls for an article have cost; from the thread of the calls.
    spent: Callable[[Article, Usage], None] = _nobody


QUIET = Watch()
