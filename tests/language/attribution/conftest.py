"""Every sentence of these tests is parsed in one batch, by the parser that the program uses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from briefer.language import analyse_all
from briefer.model import Analysis, Article, Attribution


class Found:
    """The attributions of one text, in words."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.all = analysis.attributions

    def words(self, place: object) -> str | None:
        return None if place is None else self.analysis.words(place)  # type: ignore[arg-type]

    def speaker(self, a: Attribution) -> str | None:
        return a.speaker_words if a.speaker is None else self.analysis.entities[a.speaker].name

    def holder(self, a: Attribution) -> str | None:
        return a.holder_words if a.holder is None else self.analysis.entities[a.holder].name

    def said(self) -> list[tuple[str | None, str | None, str]]:
        """Source, cue and content of each."""
        return [
            (self.words(a.source), self.words(a.cue), " … ".join(self.analysis.words(c) for c in a.content))
            for a in self.all
        ]

    def one(self) -> Attribution:
        assert len(self.all) == 1, self.said()
        return self.all[0]


@pytest.fixture(scope="session")
def read_all() -> Callable[[Sequence[str]], dict[str, Found]]:
    """Parses texts in one batch."""

    def read(texts: Sequence[str]) -> dict[str, Found]:
        found = analyse_all(Article.of(text) for text in texts)
        return {text: Found(analysis) for text, analysis in zip(texts, found, strict=True)}

    return read
