"""For tests of programs and plug-ins: a pleasant fake engine, a delivery that hands over nothing, spans by words."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Self

from briefer.model import Analysis, Article, EngineInfo, Findings, Parcel, Problem, Profile, Receipt, Span, with_ids

__all__ = ["FakeDelivery", "FakeEngine", "findings_of", "span_of"]


def span_of(article: Article, words: str, nth: int = 1) -> Span:
    """The span of the nth place where these words stand; `ValueError` where they do not."""
    start = -1
    for _ in range(nth):
        start = article.text.index(words, start + 1)
    return Span(article.id, start, start + len(words))


def findings_of(article: Article, **claims: object) -> Findings:
    """Findings of the fake engine with ids in place: `findings_of(article, positions=(Position(...),))`."""
    return with_ids(replace(Findings(article=article.info(), engine=FakeEngine().info), **claims))  # type: ignore[arg-type]


@dataclass(slots=True)
class FakeEngine:
    """Answers with the findings, or raises the errors, that were enqueued; with nothing left it finds nothing."""

    replies: deque[Findings | Exception] = field(default_factory=deque)
    #: The analyses that it was given, in order.
    seen: list[Analysis] = field(default_factory=list)
    languages: tuple[str, ...] = ("en",)

    @property
    def info(self) -> EngineInfo:
        """What findings and briefs record."""
        return EngineInfo(name="fake")

    def enqueue(self, *replies: Findings | Exception) -> FakeEngine:
        """Queues replies for the next articles, one each."""
        self.replies.extend(replies)
        return self

    def reads(self, language: str | None) -> bool:
        """Whether the language is among `languages`; an unknown one is."""
        return language is None or language.partition("-")[0] in self.languages

    def read(self, analysis: Analysis, profile: Profile) -> Findings:  # noqa: ARG002  # the protocol's signature
        """The next reply."""
        self.seen.append(analysis)
        if not self.replies:
            return Findings(
                article=analysis.article.info(),
                engine=self.info,
                status="empty",
                problem=Problem(code="empty", text="the fake engine has no reply left"),
            )
        reply = self.replies.popleft()
        if isinstance(reply, Exception):
            raise reply
        return reply


@dataclass(slots=True)
class FakeDelivery:
    """Answers with the receipts, or raises the errors, that were enqueued; with nothing left every mail is sent.

    An error is raised after the mail has been begun.
    """

    receipts: deque[Receipt | BaseException] = field(default_factory=deque)
    #: The mails that it was given and had begun, in order.
    taken: list[Parcel] = field(default_factory=list)
    target: str = "nowhere"

    def enqueue(self, *receipts: Receipt | BaseException) -> FakeDelivery:
        """Queues what becomes of the next mails, one each."""
        self.receipts.extend(receipts)
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def deliver(self, parcel: Parcel, *, committing: Callable[[], None]) -> Receipt:
        """The next receipt."""
        committing()
        self.taken.append(parcel)
        receipt = self.receipts.popleft() if self.receipts else Receipt(outcome="sent")
        if isinstance(receipt, BaseException):
            raise receipt
        return receipt

    def check(self) -> str:
        """Finds nothing wrong."""
        return "nothing is handed over"
