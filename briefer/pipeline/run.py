"""A run: articles read, understood, checked and composed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from briefer.errors import BrieferError, NothingToBrief, UsageError
from briefer.gather import Fetching, Input, gather
from briefer.language import analyse_all, find_in, parse_all
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
    Statement,
    Story,
    Usage,
    WebSource,
)
from briefer.model.protocols import RemoteEngine
from briefer.pipeline.engines import open_engine
from briefer.pipeline.kept import Cache, Leads, kept_check, memory_of
from briefer.pipeline.materials import LEFT_OUT, materials
from briefer.pipeline.watch import QUIET, Watch
from briefer.read import Reading, distinct, read, release
from briefer.understand import Memory, Remote, Unwritten, understand, understand_remotely

if TYPE_CHECKING:
    from briefer.changes.past import Past
    from briefer.compose.leads import LeadWriter
    from briefer.model import Entry
    from briefer.selection import Filters

#: One input or several, in any mixture.
Inputs = Input | Article | Iterable[Input | Article]


class Briefer:
    """Reads articles, has an engine understand them, checks every claim and makes the brief.

    `inputs` are paths, folders, `-`, articles, documents or sources of one's own, in any mixture. An engine that
    asks a server is good for one run; with a `cache` it is not asked again what is kept there.
    """

    def __init__(  # noqa: PLR0913 - each is a part that may be exchanged
        self,
        *,
        profile: Profile | None = None,
        engine: Engine | RemoteEngine | str = "extractive",
        workers: int = 1,
        templates: Sequence[Path] = (),
        watch: Watch = QUIET,
        cache: Cache | None = None,
        ahead: int = 64,
        fetching: Fetching | None = None,
        sift: Callable[[Reading | Skipped], Skipped | None] | None = None,
    ) -> None:
        self.profile = profile or Profile()
        self.engine = open_engine(engine) if isinstance(engine, str) else engine
        self.workers = workers
        #: Folders of template folders, looked through before what comes with briefer.
        self.templates = tuple(templates)
        self.watch = watch
        self.cache = cache
        #: Articles in the hands of an engine that asks a server, at once.
        self.ahead = ahead
        #: How pages and feeds are fetched.
        self.fetching = fetching
        #: Says of each article why it is left out, before anybody understands it; None where it is not.
        self.sift = sift

    @property
    def usage(self) -> Usage:
        """What the engine's calls have cost so far."""
        return self.engine.usage if isinstance(self.engine, RemoteEngine) else Usage()

    def read(self, inputs: Inputs, *, given: Mapping[str, Any] | None = None) -> Iterator[Reading | Skipped]:
        """Each input's article, or why it gave none, in order and as they come.

        `given` says of the only article what its file does not: title, outlet, url, published, language.
        """
        yield from self._readings(inputs, given)
        self._end()

    def _end(self) -> None:
        """What was fetched has served: the same inputs again are asked for anew."""
        if self.fetching is not None:
            self.fetching.end()

    def _readings(
        self, inputs: Inputs, given: Mapping[str, Any] | None, filters: Filters | None = None
    ) -> Iterator[Reading | Skipped]:
        given = {key: value for key, value in (given or {}).items() if value}
        items = gather(_items(inputs), fetching=self.fetching)
        if given:
            first = list(islice(items, 2))
            if len(first) > 1:
                raise UsageError(
                    f"{', '.join(given)} can be given for a single article, and there are several",
                    hint="give them one by one, or as rows of a .jsonl file",
                )
            items = iter(first)
        # What is left out hides no copy of it that is not.
        found = (self._sifted(reading, filters) for document in items for reading in _read(document, given))
        for item in distinct(found):
            if isinstance(item, Skipped):
                self.watch.skipped(item)
            else:
                self.watch.read(item.input, item.article)
            yield item
        release()

    def _sifted(self, found: Reading | Skipped, filters: Filters | None) -> Reading | Skipped:
        left_out = self.sift(found) if self.sift is not None else None
        if left_out is None and filters is not None and isinstance(found, Reading):
            left_out = filters.skipped(found.input, found.article)
        return left_out or found

    def extract(self, inputs: Inputs, *, given: Mapping[str, Any] | None = None) -> Iterator[Findings]:
        """Checked findings for each input, skipped and failed ones among them; memory stays flat."""
        names: dict[str, str] = {}

        def articles() -> Iterator[Article | Skipped]:
            for item in self._readings(inputs, given):
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
        self._end()

    def brief(  # noqa: PLR0913 - most are for who keeps a store
        self,
        inputs: Inputs,
        *,
        given: Mapping[str, Any] | None = None,
        show_flagged: bool = False,
        now: datetime | None = None,
        id: str | None = None,
        earlier: Sequence[Brief | Past] = (),
        entries: Sequence[Entry] | None = None,
        recall: Callable[[str], Brief | Past | None] | None = None,
        empty: bool = False,
    ) -> Brief:
        """The brief of all inputs; `NothingToBrief` (or an error, where something failed) when no article is left.

        `empty` makes a brief of no story then, unless an article could not be understood.
        `now` is aware; without it the clock is asked. `id` is new for each run unless it is given. With `earlier`
        briefs the brief says what changed since; which steps are due is taken from the `entries` of a ledger, where
        there is one, and `recall` finds the briefs that told of them.
        """
        from briefer.compose import Edition, compose
        from briefer.selection import FILTERED, Filters

        filters = Filters.of(self.profile)
        self.watch.step("read")
        items: list[Reading | Skipped] = []
        names: dict[str, str] = {}
        for item in self._readings(inputs, given, filters):
            items.append(item)
            if isinstance(item, Reading):
                names[item.article.id] = item.input
                self.watch.progress(0, len(names), item.input)
        items = [*_standing(items)]
        for item in items:
            if isinstance(item, Skipped) and item.code == WITHDRAWN:
                self.watch.skipped(item)
        articles = [item.article for item in items if isinstance(item, Reading)]
        self.watch.step("understand")
        analyses: dict[str, Analysis] = {}
        findings: list[Findings] = []
        for found in self._understood(articles, lambda analysis: analyses.update({analysis.article.id: analysis})):
            if isinstance(found, Findings):
                findings.append(found)
                self._tell(found, names[found.article.id])
                self.watch.progress(len(findings), len(articles), names[found.article.id])
        if not any(found.status not in LEFT_OUT for found in findings):
            without = [item.outcome for item in items if isinstance(item, Skipped)]
            if not empty or any(found.status == "failed" for found in findings):
                self._end()
                filtered = sum(item.code == FILTERED for item in items if isinstance(item, Skipped))
                raise _nothing([*without, *(found.status for found in findings)], filtered)
        self.watch.step("compose")
        edition = Edition(
            id=id or os.urandom(8).hex(),
            now=now or datetime.now(UTC),
            profile=self.profile,
            engine=self.engine.info,
            show_flagged=show_flagged,
        )
        by_id = {article.id: article for article in articles}
        language = self.profile.language if isinstance(self.engine, RemoteEngine) else None
        check = kept_check(by_id, analyses, self._memory(), language)
        made = compose(
            findings,
            [item if isinstance(item, Skipped) else (item.input, item.article) for item in items],
            edition,
            materials=materials(findings, by_id, check),
            check=check,
            write=self._writer(by_id),
            compare=partial(self._compared, earlier, entries, recall) if earlier or entries else None,
        )
        self._end()
        # Known only now: leads cost as well.
        return replace(made, usage=self.usage)

    def _compared(
        self,
        earlier: Sequence[Brief | Past],
        entries: Sequence[Entry] | None,
        recall: Callable[[str], Brief | Past | None] | None,
        brief: Brief,
    ) -> Brief:
        from briefer.changes import compared

        self.watch.step("compare")
        made = compared(brief, earlier, entries=entries, recall=recall)
        self.watch.step("compose")
        return made

    def _writer(self, articles: Mapping[str, Article]) -> LeadWriter | None:
        """Who writes leads: nobody where no model reads."""
        if not isinstance(self.engine, RemoteEngine):
            return None
        leads = Leads(
            engine=self.engine,
            articles=articles,
            profile=self.profile,
            memory=self._memory(),
            trouble=self._tell_of_leads,
            ahead=self.ahead,
        )

        def write(stories: Sequence[Story]) -> Mapping[str, Sequence[Statement]]:
            self.watch.step("lead")
            written = leads(stories)
            self.watch.step("compose")
            return written

        return write

    def _tell_of_leads(self, unwritten: Unwritten) -> None:
        many = "the lead of 1 story" if unwritten.number == 1 else f"the leads of {unwritten.number} stories"
        hint = f" ({unwritten.hint})" if unwritten.hint else ""
        self.watch.note(f"{many} could not be written, a checked claim stands instead: {unwritten.why}{hint}")

    def check_template(self, formats: Sequence[str] = ("markdown",)) -> None:
        """Raises a `TemplateError` when the profile's template is not fit for these formats, before anything is read.

        Its files are checked against the types of what they can use, and `--set` against its options.
        """
        from briefer.render.required import require

        require(self.profile.template, formats, search=self.templates, given=self.profile.set)

    def render(self, brief: Brief, *, format: str = "markdown", template: str | None = None) -> str | bytes:
        """The brief as one document; without a template the brief's own profile decides."""
        from briefer.render import render

        return render(brief, format=format, template=template, search=self.templates)

    def _memory(self) -> Memory | None:
        """What is kept between runs; rules are quick, so what they read is not."""
        return memory_of(self.cache) if self.cache is not None and isinstance(self.engine, RemoteEngine) else None

    def _understood(
        self, items: Iterable[Article | Skipped], keep: Callable[[Analysis], None] | None = None
    ) -> Iterator[Findings | Skipped]:
        if isinstance(self.engine, RemoteEngine):
            remote = Remote(
                analyse=parse_all,
                find=find_in,
                engine=self.engine,
                # A model writes in the brief's language.
                check=partial(_check, language=self.profile.language),
                profile=self.profile,
                workers=self.workers,
                ahead=self.ahead,
                memory=self._memory(),
                keep=keep,
                spent=self.watch.spent,
            )
            return understand_remotely(items, remote)
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
        """Says what was found in an article, and of one that was refused or broke on the way that it is left out."""
        self.watch.found(found)
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


#: Of what is left out because its outlet has withdrawn it, or says so of another.
WITHDRAWN = "withdrawn"


def _standing(items: Sequence[Reading | Skipped]) -> Iterator[Reading | Skipped]:
    """The items, without reports that their own outlet has withdrawn."""
    from briefer.merge import withdrawn

    why = withdrawn([item.article for item in items if isinstance(item, Reading)])
    for item in items:
        if isinstance(item, Reading) and (reason := why.get(item.article.id)) is not None:
            yield Skipped.of(item.article, item.input, code=WITHDRAWN, reason=reason)
        else:
            yield item


def _check(findings: Findings, analysis: Analysis, language: str) -> Findings:
    from briefer.verify import check_findings

    return check_findings(findings, analysis, language=language)


def _items(inputs: Inputs) -> Iterator[Input | Article]:
    if isinstance(inputs, Article | str | os.PathLike | Document | Source | WebSource):
        yield inputs
    else:
        for item in inputs:
            yield from _items(item)


def _read(item: Article | Document | Skipped, given: Mapping[str, Any]) -> Iterator[Reading | Skipped]:
    if isinstance(item, Skipped):
        yield item
    elif isinstance(item, Article):
        yield Reading(item.url or item.title or item.id, replace(item, **given))
    else:
        yield from read(replace(item, given={**(item.given or {}), **given}))


def _nothing(outcomes: Sequence[str], filtered: int) -> BrieferError:
    """An error where something failed, else only the news that there is no article."""
    failed = outcomes.count("failed")
    if failed:
        return BrieferError(
            f"there is nothing to brief: {failed} of {len(outcomes)} inputs failed, the rest gave no article"
        )
    hint = f"the filters of the brief left out {filtered}" if filtered else None
    return NothingToBrief(f"there is nothing to brief: no article among {len(outcomes)} inputs", hint=hint)
