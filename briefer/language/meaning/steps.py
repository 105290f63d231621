"""Whether two steps that are to come are one."""

from __future__ import annotations

from typing import Protocol

from briefer.language.meaning.compare import overlap, same
from briefer.language.meaning.gist import gist

#: Steps of one day are one when they share so much of the shorter one, and so many words.
_SAME_DAY, _FEW = 0.6, 3
#: An ISO day.
_DAY = 10


class Time(Protocol):
    """Days, inclusive, as in `When`."""

    @property
    def from_(self) -> str | None:
        """The first, at the granularity of the words."""

    @property
    def to(self) -> str | None:
        """The last."""


def days_fit(one: Time | None, other: Time | None) -> bool:
    """Whether the times may be one: neither says another day than the other."""
    if one is None or other is None:
        return True
    first, second = _range(one), _range(other)
    if first is None or second is None:
        return True
    size = min(len(bound) for bound in (*first, *second))
    return first[0][:size] <= second[1][:size] and second[0][:size] <= first[1][:size]


def _range(time: Time) -> tuple[str, str] | None:
    return (time.from_, time.to) if time.from_ and time.to else None


def one_step(one: str, when: Time | None, other: str, then: Time | None) -> bool:
    """Whether both texts tell of one thing to be done, on days that fit."""
    if not days_fit(when, then):
        return False
    a, b = gist(one), gist(other)
    if same(a, b):
        return True
    shorter, _, shared = overlap(a, b)
    on_a_day = when is not None and then is not None and len(when.from_ or "") == _DAY
    fits = a.conditional == b.conditional and not (a.denied ^ b.denied) & a.stems & b.stems
    return on_a_day and fits and shared >= _FEW and shorter >= _SAME_DAY
