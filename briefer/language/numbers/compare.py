"""Whether two numbers state the same quantity."""

from __future__ import annotations

import math

from briefer.model import Number

#: Units that differ in name only as far as news text goes.
_ALIKE = ({"ton", "tonne"}, {"pound", "GBP"}, {"percentage point", "point"})


#: Units that are a whole number of each other, each kind with its sizes in the smallest.
_SIZES = {
    unit: sizes
    for sizes in (
        {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800},
        {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200},
        {"millimetre": 1, "centimetre": 10, "metre": 1000, "kilometre": 1_000_000},
        {"milligram": 1, "gram": 1000, "kilogram": 1_000_000, "tonne": 1_000_000_000},
        {"kilowatt": 1, "megawatt": 1000, "gigawatt": 1_000_000},
        {"square metre": 1, "hectare": 10_000, "square kilometre": 1_000_000},
    )
    for unit in sizes
}


def same(a: Number, b: Number) -> bool:
    """Whether both state one quantity: equal values in units that do not contradict each other.

    A missing unit fits any, counted nouns are not compared ("40 people", "40 workers"), a fraction equals
    its percentage ("a fifth", "20 %"), 48 hours two days. Vague numbers ("dozens") are the same where their words are.
    Bounds ("more than") are left to the caller.
    """
    if a.value is None or b.value is None:
        return a.value is b.value and a.unit == b.unit
    if _close(a.value, b.value):
        return _units_fit(a, b)
    if a.unit != b.unit and (sizes := _SIZES.get(a.unit)) and sizes is _SIZES.get(b.unit):
        return _close(a.value * sizes[a.unit], b.value * sizes[b.unit])
    # "a third" is "33 percent" to most writers.
    return (_is_share(a.value, a, b) and abs(a.value * 100 - b.value) < 0.5) or (
        _is_share(b.value, b, a) and abs(b.value * 100 - a.value) < 0.5
    )


def _is_share(value: float, part: Number, whole: Number) -> bool:
    return whole.unit == "percent" and not part.unit and part.kind == "count" and 0 < value < 1


def _close(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)


def _units_fit(a: Number, b: Number) -> bool:
    if a.unit == b.unit or not a.unit or not b.unit:
        return "ordinal" not in {a.kind, b.kind} or a.kind == b.kind
    if a.kind == b.kind == "count":
        return True
    return any(a.unit in alike and b.unit in alike for alike in _ALIKE)
