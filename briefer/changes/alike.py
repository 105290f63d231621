"""Whether two tellings are of one step, by what they say and when; nothing of this knows a brief."""

from __future__ import annotations

import re
from functools import lru_cache

from briefer.changes.matter import Matter, matter_of, one_deed, one_matter
from briefer.language.meaning import days_fit, one_step
from briefer.model import Entry, NextStep, Telling

_NAME = re.compile(r"\b[A-Z][\w’'-]{2,}")
_NO_NAMES = frozenset({"The", "None"})
_ISO_DAY = 10


def one_step_of_a_day(one: NextStep, other: NextStep) -> bool:
    """Whether two steps of one day are one."""
    a, b = (step_matter(step.text, step.action, step.actor, None, None) for step in (one, other))
    return a is not None and b is not None and one_matter(a, b)


def one_telling(telling: Telling, other: Telling | Entry) -> bool:
    """Whether a telling is of the step of another one, or of an entry."""
    if not days_fit(telling, other):
        return False
    last = other.latest if isinstance(other, Entry) else other
    a, b = (step_matter(t.text, t.action, t.actor, t.from_, t.to) for t in (telling, last))
    if a is not None and b is not None and a.deed != b.deed and a.actor and b.actor and not a.actor & b.actor:
        return False  # what somebody publishes is what others hand to him
    if one_step(telling.text, telling, last.text, other):
        return True
    if a is None or b is None:
        return False
    on_one_day = (telling.from_, telling.to) == (other.from_, other.to) and len(telling.to or "") == _ISO_DAY
    return one_deed(a, b) or (on_one_day and one_matter(a, b))


def strangers(one: Telling, other: Telling) -> bool:
    """Whether both name who is to do it, or who says so, and nobody is named in both."""
    mine, others = (frozenset(_NAME.findall(f"{t.actor} {t.says}")) - _NO_NAMES for t in (one, other))
    return bool(mine) and bool(others) and not mine & others


@lru_cache(maxsize=1 << 14)
def step_matter(text: str, action: str | None, actor: str | None, from_: str | None, to: str | None) -> Matter | None:
    """What a step is about; None where that cannot be told."""
    return matter_of(text, action, actor, from_, to)
