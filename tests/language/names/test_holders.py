"""Whose position it is, on short texts: most are right, few are wrong, the rest say that they are open."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).resolve().parents[3] / "benchmarks" / "holders.py"


@cache
def holders() -> Any:
    spec = importlib.util.spec_from_file_location("holders", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["holders"] = module
    spec.loader.exec_module(module)
    return module


@cache
def results(part: str) -> list[Any]:
    return list(holders().results(holders().cases(part)))


def test_there_are_eighty_texts_and_a_third_of_them_is_kept() -> None:
    tried, kept = (holders().cases(part) for part in ("tried", "kept"))
    assert len(tried) + len(kept) >= 80
    assert len(kept) * 3 >= len(tried) + len(kept)
    texts = [case["text"] for case in (*tried, *kept)]
    assert len(set(texts)) == len(texts)
    assert all("{" in text for text in texts)


@pytest.mark.parametrize("part", ["tried", "kept"])
def test_nine_in_ten_are_right_and_few_are_wrong(part: str) -> None:
    right, wrong, still_open = holders().rates(results(part))
    assert right >= 0.90
    assert wrong <= 0.03
    assert right + wrong + still_open == pytest.approx(1)


def test_every_way_of_speaking_of_somebody_is_asked_for() -> None:
    for part in ("tried", "kept"):
        kinds = {r.kind for r in results(part)}
        assert {"name", "part of a name", "pronoun", "description", "carried over"} <= kinds
        assert sum(not r.wanted for r in results(part)) >= 10, "names that the text does not give are asked for too"


def test_a_wrong_holder_counts_as_wrong_and_none_as_open() -> None:
    case = {"name": "x", "text": "Ada Brandt{Per Holm} said the weir was shut. He{Ada Brandt} said it leaked."}
    assert [r.outcome for r in holders().results([case])] == ["wrong", "open"]
