"""Paraphrases in varied words, true ones and ones with a single change: both rates.

The texts and claims of `paraphrases.json` were written for this. Those of `apart` were kept back while the rules
were made; nobody should make a rule for one of them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from briefer.language.passages import find_sentences
from briefer.language.typography import repair
from briefer.model import Check
from briefer.verify import check_claim


@cache
def checks(part: str) -> dict[str, list[tuple[str, Check]]]:
    """The checks of each kind of claim."""
    texts = json.loads(Path(__file__).with_name("paraphrases.json").read_text(encoding="utf-8"))[part]
    found = defaultdict(list)
    for text in texts:
        sentences = [text["text"][s.start : s.end] for s in find_sentences(repair(text["text"]))]
        for claim in text["claims"]:
            found[claim["kind"]].append((claim["text"], check_claim(claim["text"], sentences)))
    return found


def share(made: list[tuple[str, Check]], *statuses: str) -> float:
    return sum(check.status in statuses for _, check in made) / len(made)


@pytest.mark.parametrize(("part", "kept", "withheld"), [("seen", 0.95, 0.02), ("apart", 0.8, 0.05)])
def test_true_paraphrases_are_kept(part: str, kept: float, withheld: float) -> None:
    true = checks(part)["true"]
    assert share(true, "verified") >= kept, [c for c in true if c[1].status != "verified"]
    assert share(true, "withheld") <= withheld


@pytest.mark.parametrize(("part", "caught"), [("seen", 0.82), ("apart", 0.8)])
def test_altered_paraphrases_are_caught(part: str, caught: float) -> None:
    altered = [made for kind, claims in checks(part).items() if kind != "true" for made in claims]
    assert share(altered, "flagged", "withheld") >= caught


@pytest.mark.parametrize(
    ("kind", "caught"),
    [
        ("number", 0.9),
        ("date", 0.8),
        ("unit", 0.8),
        ("direction", 0.9),
        ("negation", 0.9),
        ("modality", 0.8),
        ("quantifier", 0.9),
    ],
)
def test_what_is_caught_of_each_kind(kind: str, caught: float) -> None:
    assert share(checks("seen")[kind], "flagged", "withheld") >= caught
