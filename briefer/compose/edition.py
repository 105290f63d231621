"""What is decided about a brief before its findings are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from briefer.model import EngineInfo, Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of one story a brief shows; what is over is counted in the account."""

    who: int = 8
    what: int = 3
    positions: int = 10
    #: Of one holder.
    positions_each: int = 3
    next_steps: int = 8
    #: Of each section of the user's own.
    custom: int = 6
    #: Positions below it are of lower rank, not merely over the limit.
    salience: float = 0.2


LIMITS = Limits()
#: A brief of one story has the room that several would share.
LIMITS_ALONE = Limits(who=12, what=4, positions=24, positions_each=8, next_steps=12, custom=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One brief to be made."""

    #: New for each run of `brief`.
    id: str
    #: Aware.
    now: datetime
    profile: Profile
    engine: EngineInfo
    #: Whether claims that are neither verified nor withheld are shown, marked.
    show_flagged: bool = False
    #: Without them a single article gets `LIMITS_ALONE`, several get `LIMITS` each.
    limits: Limits | None = None
