"""The only wiring: inputs to a brief, step by step, with the adapters that were chosen."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from briefer import plugins
from briefer.errors import BrieferError, ConfigError, NothingToBrief, UsageError
from briefer.gather import Input, gather
from briefer.model import (
    Analysis,
    Article,
    Brief,
    Document,
    Engine,
    Findings,
    Problem,
    Profile,
    Skipped,
    Source,
)
from briefer.read import Reading, distinct, read
from briefer.understand import understand

if TYPE_CHECKING:
    from briefer.verify import Mismatch


def _nobody(*_: object) -> None:
    """Listens to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Who is told what happens during a run; by default nobody."""

    #: Gets every input that gave no article, as soon as that is known.
    skipped: Callable[[Skipped], None] = _nobody
    #: Gets how many articles are done, how many there are (None where that is not known), and what came last.
    progress: Callable[[int, int | None, str], None] = _nobody


QUIET = Watch()
#: What an article's findings say when it is no part of the brief.
LEFT_OUT = ("skipped", "failed")
#: One input or several, in any mixture.
Inputs = Input | Article | Iterable[Input | Article]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a second look at a brief found."""

    brief: Brief
    #: Whether nothing was changed since the digest was made.
    digest: bool
    #: Where a span holds other words than its article.
    altered: tuple[str, ...]
    #: The claims whose stored check does not hold.
    mismatches: tuple[Mismatch, ...]

    @property
    def holds(self) -> bool:
        """Whether all of it does."""
        return self.digest and not self.altered and not self.mismatches


def open_engine(name: str = "extractive", *, recordings: Path | None = None) -> Engine:
    """The engine of that name; `recordings` is for those that replay."""
    adapter = plugins.load("briefer.engines", name)
    if recordings is not None and name != "replay":
        raise ConfigError(f"the engine “{name}” takes no recordings", hint="recordings are for --engine replay")
    if recordings is None and name == "replay":
        raise ConfigError("the engine “replay” needs recordings", hint="name their file or folder with --recordings")
    engine: Engine = adapter() if recordings is None else adapter(recordings)
    return engine


def verify(bundle: dict[str, Any]) -> Verdict:
    """What of a brief's bundle holds: its digest, the words of its spans and every stored check."""
    from briefer.contract import altered_words, digest, load_brief
    from briefer.language import analyse_all
    from briefer.verify import check_brief

    brief = load_brief(bundle)
    analyses = {analysis.article.id: analysis for analysis in analyse_all(brief.articles)}
    return Verdict(
        brief=brief,
        digest=bundle.get("digest") == digest(bundle),
        altered=altered_words(bundle),
        mismatches=check_brief(brief, analyses),
    )


class Briefer:
    """Reads articles, has an engine understand them, checks every claim and makes the brief.

    `inputs` are paths, folders, `-`, articles, documents or sources of one's own, in any mixture.
    """

    def __init__(
        self,
        *,
        profile: Profile | None = None,
        engine: Engine | str = "extractive",
        workers: int = 1,
        templates: Sequence[Path] = (),
        watch: Watch = QUIET,
    ) -> None:
        self.profile = profile or Profile()
        self.engine = open_engine(engine) if isinstance(engine, str) else engine
        self.workers = workers
        #: Folders of template folders, looked through before what comes with briefer.
        self.templates = tuple(templates)
        self.watch = watch

    def read(self, inputs: Inputs, *, given: Mapping[str, Any] | None = None) -> Iterator[Reading | Skipped]:
        """Each input's article, or why it gave none, in order and as they come.

        `given` says of the only article what its file does not: title, outlet, url, published, language.
        """
        given = {key: value for key, value in (given or {}).items() if value}
        items = _items(inputs)
        if given:
            first = list(islice(items, 2))
            if len(first) > 1:
                raise UsageError(
                    f"{', '.join(given)} can be given for a single article, and there are several",
                    hint="give them one by one, or as rows of a .jsonl file",
                )
            items = iter(first)
        for item in distinct(_read(item, given) for item in items):
            if isinstance(item, Skipped):
                self.watch.skipped(item)
            yield item

    def extract(self, inputs: Inputs, *, given: Mapping[str, Any] | None = None) -> Iterator[Findings]:
        """Checked findings for each input, skipped and failed ones among them; memory stays flat."""
        names: dict[str, str] = {}

        def articles() -> Iterator[Article | Skipped]:
            for item in self.read(inputs, given=given):
                if isinstance(item, Reading):
                    names[item.article.id] = item.input
                yield item if isinstance(item, Skipped) else item.article

        for done, found in enumerate(self._understood(articles()), 1):
            if isinstance(found, Skipped):
                self.watch.progress(done, None, found.input)
                yield self._without_article(found)
            else:
                self.watch.progress(done, None, name := names.pop(found.article.id))
                self._tell(found, name)
                yield found

    def brief(
        self,
        inputs: Inputs,
        *,
        given: Mapping[str, Any] | None = None,
        show_flagged: bool = False,
        now: datetime | None = None,
        id: str | None = None,
    ) -> Brief:
        """The brief of all inputs; `NothingToBrief` (or an error, where something failed) when no article is left.

        `now` is aware; without it the clock is asked. `id` is new for each run unless it is given.
        """
        from briefer.compose import Edition, compose
        from briefer.verify import check_statement

        items: list[Reading | Skipped] = []
        names: dict[str, str] = {}
        for item in self.read(inputs, given=given):
            items.append(item)
            if isinstance(item, Reading):
                names[item.article.id] = item.input
                self.watch.progress(0, len(names), item.input)
        articles = [item.article for item in items if isinstance(item, Reading)]
        analyses: dict[str, Analysis] = {}
        findings: list[Findings] = []
        for found in self._understood(articles, lambda analysis: analyses.update({analysis.article.id: analysis})):
            if isinstance(found, Findings):
                findings.append(found)
                self._tell(found, names[found.article.id])
                self.watch.progress(len(findings), len(articles), names[found.article.id])
        if not any(found.status not in LEFT_OUT for found in findings):
            raise _nothing([*(s.outcome for s in items if isinstance(s, Skipped)), *(f.status for f in findings)])
        edition = Edition(
            id=id or secrets.token_hex(8),
            now=now or datetime.now(UTC),
            profile=self.profile,
            engine=self.engine.info,
            show_flagged=show_flagged,
        )
        return compose(
            findings,
            [item if isinstance(item, Skipped) else (item.input, item.article) for item in items],
            edition,
            check=lambda said: check_statement(said, {e.article: analyses[e.article] for e in said.evidence}),
        )

    def check_template(self) -> None:
        """Raises a `TemplateError` when the profile's template cannot be found, before any article is read."""
        from briefer.templating import Folders, find_template

        if self.profile.template not in plugins.names("briefer.templates"):
            find_template(self.profile.template, Folders(self.templates))

    def render(self, brief: Brief, *, format: str = "markdown", template: str | None = None) -> str:
        """The brief as one document; without a template the brief's own profile decides."""
        from briefer.render import render

        return render(brief, format=format, template=template, search=self.templates)

    def _understood(
        self, items: Iterable[Article | Skipped], keep: Callable[[Analysis], None] | None = None
    ) -> Iterator[Findings | Skipped]:
        from briefer.language import analyse_all
        from briefer.verify import check_findings

        return understand(
            items,
            analyse=analyse_all,
            engine=self.engine,
            check=check_findings,
            profile=self.profile,
            workers=self.workers,
            keep=keep,
        )

    def _tell(self, found: Findings, name: str) -> None:
        """Says of an article that was refused or broke on the way that it is left out."""
        if found.problem is not None and found.status in LEFT_OUT:
            outcome: Literal["skipped", "failed"] = "failed" if found.status == "failed" else "skipped"
            self.watch.skipped(Skipped(input=name, outcome=outcome, code=found.problem.code, reason=found.problem.text))

    def _without_article(self, skipped: Skipped) -> Findings:
        """A row for an input that gave no article; its text counts as empty."""
        nothing = Article.of("", id=skipped.id or hashlib.sha256(skipped.input.encode()).hexdigest()[:16])
        return Findings(
            article=replace(nothing.info(), title=skipped.title, url=skipped.url),
            engine=self.engine.info,
            status=skipped.outcome,
            problem=Problem(code=skipped.code, text=f"{skipped.input}: {skipped.reason}"),
        )


def _items(inputs: Inputs) -> Iterator[Article | Document | Skipped]:
    if isinstance(inputs, Article):
        yield inputs
    elif isinstance(inputs, str | os.PathLike | Document | Source):
        yield from gather([inputs])
    else:
        for item in inputs:
            yield from _items(item)


def _read(item: Article | Document | Skipped, given: Mapping[str, Any]) -> Reading | Skipped:
    if isinstance(item, Skipped):
        return item
    if isinstance(item, Article):
        return Reading(item.url or item.title or item.id, replace(item, **given))
    return read(replace(item, given={**(item.given or {}), **given}))


def _nothing(outcomes: Sequence[str]) -> BrieferError:
    """An error where something failed, else only the news that there is no article."""
    failed = outcomes.count("failed")
    if failed:
        return BrieferError(
            f"there is nothing to brief: {failed} of {len(outcomes)} inputs failed, the rest gave no article"
        )
    return NothingToBrief(f"there is nothing to brief: no article among {len(outcomes)} inputs")
