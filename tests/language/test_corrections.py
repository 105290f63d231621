"""Which articles say that they correct an earlier report."""

from __future__ import annotations

import pytest

from briefer.language.corrections import is_correction


@pytest.mark.parametrize(
    ("title", "text", "corrects"),
    [
        ("Correction: the dam costs 9 million", "The dam costs 9 million.", True),
        (None, "Clarification – The dam is open.", True),
        (None, "An earlier version of this article gave a wrong date.", True),
        ("The dam", "In a story of 3 May about the dam, the agency wrongly reported its cost.", True),
        ("Correction officers on strike", "Officers walked out.", False),
        ("The dam", "The mayor wrongly said in May that the dam was closed.", False),
        ("The dam", "The correction of the river took a year.", False),
    ],
)
def test_by_its_own_words(title: str | None, text: str, corrects: bool) -> None:
    assert is_correction(title, text) is corrects
