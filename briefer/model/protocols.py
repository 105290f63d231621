"""The seams: what an adapter must be. Built-in adapters and guests take the same road."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol, runtime_checkable

from briefer.model.analysis import Analysis
from briefer.model.article import Article, Document, Skipped
from briefer.model.brief import Profile, Story, Usage
from briefer.model.claims import EngineInfo, Findings, Statement

#: Checks an article's findings against its analysis: every claim comes back with its `check`.
Checker = Callable[[Findings, Analysis], Findings]

#: Articles to analyses, in order, one parse each.
Analyser = Callable[[Iterable[Article]], Iterator[Analysis]]

#: What is still to be found in an analysis, by the names of the fields that it fills.
Finder = Callable[[Analysis], Mapping[str, Any]]


@runtime_checkable
class Source(Protocol):
    """Where documents come from. Failure is a value, so that one bad input stops no other."""

    def documents(self) -> Iterator[Document | Skipped]:
        """Each document once, in a stable order."""
        ...


@runtime_checkable
class Engine(Protocol):
    """Reads an analysis into findings. Must survive pickling: workers get a copy."""

    @property
    def info(self) -> EngineInfo:
        """What is recorded in findings and briefs."""
        ...

    def reads(self, language: str | None) -> bool:
        """Whether it reads articles of this language (BCP 47)."""
        ...

    def read(self, analysis: Analysis, profile: Profile) -> Findings:
        """Unchecked findings; an `EngineError` stops the run."""
        ...


@runtime_checkable
class RemoteEngine(Protocol):
    """Has a server read articles; waits much and computes little, so many articles are in its hands at once.

    An `EngineError` stops the run; an exception that is an `ArticleTrouble` costs only its own article.
    """

    @property
    def info(self) -> EngineInfo:
        """What is recorded in findings and briefs."""
        ...

    @property
    def usage(self) -> Usage:
        """What its calls have cost so far."""
        ...

    def metered(self) -> AbstractContextManager[Callable[[], Usage]]:
        """Tells what the calls made within the block have cost, those of tasks begun there included."""
        ...

    def reads(self, language: str | None) -> bool:
        """Whether it reads articles of this language (BCP 47)."""
        ...

    def key(self, article: Article, profile: Profile) -> str:
        """Names all that decides its answer: text, prompt, schema, model, server, sampling, its own version."""
        ...

    async def open(self) -> None:
        """Makes ready while the first articles are analysed elsewhere; a question does so by itself."""
        ...

    async def read(self, analysis: Analysis, profile: Profile, whole: Awaitable[Analysis] | None = None) -> Findings:
        """Unchecked findings; where rules are still at work in the analysis, they are ready with the whole of it."""
        ...

    async def repair(self, findings: Findings, analysis: Analysis, profile: Profile) -> Findings:
        """One more call for the claims that were withheld; those that it replaces come back unchecked."""
        ...

    async def second_look(self, findings: Findings, analysis: Analysis, profile: Profile) -> Findings:
        """Checked findings with a model's word on flagged claims, told as its own; as they are where none is asked."""
        ...

    async def translate(self, findings: Findings, analysis: Analysis, profile: Profile) -> Findings:
        """Checked findings with translations of quotations, where the profile wants them."""
        ...

    def lead_key(self, story: Story, articles: Mapping[str, Article], profile: Profile) -> str:
        """Names all that decides a story's lead."""
        ...

    async def lead(self, story: Story, articles: Mapping[str, Article], profile: Profile) -> tuple[Statement, ...]:
        """Unchecked sentences that the story can begin with, each with its evidence; `articles` are those it cites."""
        ...

    async def aclose(self) -> None:
        """Closes its connections; a later question opens them again."""
        ...


@runtime_checkable
class ArticleTrouble(Protocol):
    """What an exception must tell so that it is one article's trouble and not the run's."""

    #: A word for programs.
    code: str
    #: A sentence for people.
    text: str
