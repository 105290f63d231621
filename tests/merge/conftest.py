"""Articles and findings of an invented story, one line each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from briefer.merge import merge
from briefer.model import (
    Actor,
    Article,
    Check,
    Claim,
    Event,
    Findings,
    Material,
    NextStep,
    Position,
    Span,
    When,
)
from briefer.testing import findings_of

OK = Check(status="verified", gates={"ids": "pass"})


class Desk:
    """Collects articles whose sentences are their claims, and merges them."""

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        self.claims: dict[str, dict[str, list[Claim]]] = {}
        self.copies: list[list[str]] = []
        self.headlines: dict[str, str] = {}

    def article(
        self, name: str, outlet: str | None = None, published: str | None = "2026-05-20", *, copy_of: str | None = None
    ) -> str:
        """A new article, alone or as a copy of another one."""
        self.articles[name] = Article.of("", id=name, outlet=outlet or name, published=published, language="en")
        self.claims[name] = {"who": [], "what": [], "positions": [], "next_steps": []}
        if copy_of is None:
            self.copies.append([name])
        else:
            next(names for names in self.copies if copy_of in names).append(name)
        return name

    def _said(self, name: str, sentence: str) -> Span:
        old = self.articles[name]
        start = len(old.text)
        self.articles[name] = Article.of(
            f"{old.text}{sentence}\n", id=name, outlet=old.outlet, published=old.published, language=old.language
        )
        return Span(name, start, start + len(sentence))

    def event(self, name: str, text: str, day: str | None = None, check: Check = OK) -> None:
        """Something that happened, on a day."""
        span = self._said(name, text)
        self.claims[name]["what"].append(Event(text=text, evidence=(span,), check=check, when=_when(day, span)))

    def actor(self, name: str, called: str, role: str | None = None, kind: str = "person") -> None:
        """Somebody who matters."""
        span = self._said(name, f"{called}, {role}, was there.")
        actor = Actor(name=called, role=role, kind=kind, evidence=(span,), check=OK)  # type: ignore[arg-type]
        self.claims[name]["who"].append(actor)

    def position(self, name: str, holder: str, text: str, *, quoted: bool = False, **more: object) -> None:
        """What somebody said."""
        span = self._said(name, f"{holder}: {text}")
        start = span.end - len(text)
        values: dict[str, object] = {
            "holder": holder,
            "speaker": holder,
            "text": text,
            "evidence": (span,),
            "check": OK,
            "salience": 0.8,
            "quotes": (Span(name, start, span.end),) if quoted else (),
        }
        self.claims[name]["positions"].append(Position(**{**values, **more}))  # type: ignore[arg-type]

    def step(self, name: str, text: str, day: str | None = None, **more: object) -> None:
        """What is to come."""
        span = self._said(name, text)
        values: dict[str, object] = {"kind": "scheduled", "text": text, "evidence": (span,), "check": OK}
        self.claims[name]["next_steps"].append(NextStep(when=_when(day, span), **{**values, **more}))  # type: ignore[arg-type]

    def findings(self) -> list[Findings]:
        """Those of all articles."""
        return [
            findings_of(
                article,
                headline=self.headlines.get(name),
                headline_evidence=(Span(name, 0, 1),) if name in self.headlines else (),
                headline_check=OK if name in self.headlines else None,
                **{kind: tuple(claims) for kind, claims in self.claims[name].items()},
            )
            for name, article in self.articles.items()
        ]

    def merged(self, check: Callable[[Claim], Claim] = lambda claim: claim, *, turned: bool = False) -> Material:
        """The material of the story; `turned` hands everything over the other way round."""
        order: Callable[[Sequence[object]], list[object]] = (lambda x: list(x)[::-1]) if turned else list
        return merge(
            order(self.findings()),  # type: ignore[arg-type]
            self.articles,
            order([order(c) for c in self.copies]),  # type: ignore[arg-type]
            check=check,  # type: ignore[arg-type]
        )


def _when(day: str | None, span: Span) -> When | None:
    return When(text=day, span=span, from_=day, to=day) if day else None


@pytest.fixture
def desk() -> Desk:
    """An empty one."""
    return Desk()
