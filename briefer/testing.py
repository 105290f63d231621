"""For tests of programs and plug-ins: an engine, a web and a delivery that do as they are told, and spans by words.

docs/plugins.md shows them at work.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Self

from briefer.contract import dump_brief
from briefer.model import (
    Analysis,
    Article,
    Brief,
    EngineInfo,
    Findings,
    Page,
    Parcel,
    Problem,
    Profile,
    Receipt,
    Skipped,
    Span,
    with_ids,
)

__all__ = ["FakeDelivery", "FakeEngine", "FakeWeb", "assert_reconciles", "findings_of", "span_of"]


def span_of(article: Article, words: str, nth: int = 1) -> Span:
    """The span of the nth place where these words stand; `ValueError` where they do not."""
    start = -1
    for _ in range(nth):
        start = article.text.index(words, start + 1)
    return Span(article.id, start, start + len(words))


def findings_of(article: Article, **claims: object) -> Findings:
    """Findings of the fake engine with ids in place: `findings_of(article, positions=(Position(...),))`."""
    return with_ids(replace(Findings(article=article.info(), engine=FakeEngine().info), **claims))  # type: ignore[arg-type]


def assert_reconciles(brief: Brief) -> None:
    """`AssertionError`, with a sentence, where the account does not add up or a span is not in its article.

    Every claim that was made is verified, flagged or withheld, and every verified one is shown, merged into another
    or not shown for a reason; no article stands in the account twice, and a used one is in the story that it names.
    """
    claims, left = brief.account.claims, brief.account.claims.not_shown
    apart = claims.verified + claims.flagged + claims.withheld
    told = claims.shown + claims.merged + left.rank + left.limit + left.filter + left.edit
    stories = {story.id: story.articles for story in brief.stories}
    seen = [outcome.article for outcome in brief.account.articles if outcome.article is not None]
    problems = [
        *([f"{claims.made} claims made, {apart} verified, flagged or withheld"] if claims.made != apart else []),
        *([f"{claims.verified} claims verified, {told} shown, merged or not shown"] if claims.verified != told else []),
        *(f"article {name} is accounted for {seen.count(name)} times" for name in {*seen} if seen.count(name) > 1),
        *(
            f"article {outcome.article} is in the account of story {outcome.into}, which has not got it"
            for outcome in brief.account.articles
            if outcome.into is not None and outcome.article not in stories.get(outcome.into, ())
        ),
        *(f"{place} is no place in its article" for place in _outside(dump_brief(brief))),
    ]
    if problems:
        raise AssertionError("; ".join(problems))


def _outside(value: Any) -> Iterator[str]:
    """The spans of a bundle that hold nothing, or reach beyond their article."""
    if isinstance(value, dict) and value.keys() >= {"article", "start", "end", "words"}:
        if not value["words"] or len(value["words"]) != value["end"] - value["start"]:
            yield f"{value['article']}[{value['start']}:{value['end']}]"
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _outside(inner)


@dataclass(slots=True)
class FakeEngine:
    """Answers with the findings, or raises the errors, that it was given; with nothing left it finds nothing."""

    replies: deque[Findings | Exception] = field(default_factory=deque)
    #: The analyses that it was given, in order.
    seen: list[Analysis] = field(default_factory=list)
    languages: tuple[str, ...] = ("en",)
    #: By the article's id, whatever the order of the articles; else what was enqueued is next.
    answers: dict[str, Findings | Exception] = field(default_factory=dict)

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
        """The article's answer, or the next reply."""
        self.seen.append(analysis)
        reply = self.answers.get(analysis.article.id) or (self.replies.popleft() if self.replies else None)
        if reply is None:
            return Findings(
                article=analysis.article.info(),
                engine=self.info,
                status="empty",
                problem=Problem(code="empty", text="the fake engine has no reply left"),
            )
        if isinstance(reply, Exception):
            raise reply
        return reply


@dataclass(slots=True)
class FakeWeb:
    """Pages by their addresses, for sources that wait for servers; every other address is failed, as `missing`."""

    #: The bytes of each page (text is UTF-8), or why it cannot be had.
    pages: Mapping[str, bytes | str | Skipped]
    media_type: str | None = "text/html"
    #: What was asked for, in order.
    asked: list[str] = field(default_factory=list)

    async def get(self, url: str) -> Page | Skipped:
        """The page, or why it could not be had."""
        self.asked.append(url)
        found = self.pages.get(url)
        if isinstance(found, Skipped):
            return found
        if found is None:
            return Skipped(input=url, outcome="failed", code="missing", reason="there is no such page")
        body = _bytes(found)
        return Page(
            asked=url,
            url=url,
            media_type=self.media_type,
            charset="utf-8",
            fetched=datetime(2000, 1, 1, tzinfo=UTC),
            sha256=sha256(body).hexdigest(),
            size=len(body),
        )

    def body(self, page: Page) -> bytes:
        """The bytes of a page; `KeyError` where it was never given."""
        found = self.pages[page.asked]
        if isinstance(found, Skipped):
            raise KeyError(page.asked)
        return _bytes(found)


def _bytes(text: bytes | str) -> bytes:
    return text.encode() if isinstance(text, str) else text


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
