"""Reads articles through a language model: prompt, reply, findings; what they are worth the gates decide."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from briefer.engines.openai.outcomes import BadReply, Completion, Outcome, Prompt, TooLong, Truncated
from briefer.engines.openai.prompt import Prompts, foreign, read_prompt, repair_prompt
from briefer.engines.openai.settings import ModelSettings
from briefer.language import RULES
from briefer.model import Analysis, Article, EngineInfo, Findings, Problem, Profile, Statement, Story, Usage

if TYPE_CHECKING:
    from briefer.engines.openai.reply import Reply

__all__ = ["OpenAIEngine"]

#: Raised whenever the same reply gives other findings: part of every cache key.
VERSION = "1"


@lru_cache(maxsize=1)
def _form() -> str:
    """Names the replies' schemas and what is asked of an article, by the modules that say so: they load slowly."""
    known = hashlib.sha256()
    for name in ("reply.py", "schema.py", "split.py", "leads.py", "second_look.py", "translations.py"):
        known.update(Path(__file__).with_name(name).read_bytes())
    return known.hexdigest()


class Asks(Protocol):
    """What carries prompts to a server."""

    @property
    def usage(self) -> Usage:
        """Calls, tokens and cost so far."""
        ...

    def metered(self) -> AbstractContextManager[Callable[[], Usage]]:
        """Tells what the calls made within the block have used."""
        ...

    async def ask(self, prompt: Prompt) -> Completion:
        """The model's reply; an `Outcome` where this article has none."""
        ...

    async def open(self) -> None:
        """Makes ready ahead of the first prompt."""
        ...

    def beside(self, model: str) -> Asks:
        """Another model of the same server, under the same limits and budget."""
        ...

    async def aclose(self) -> None:
        """Closes the connections."""
        ...


class OpenAIEngine:
    """An OpenAI-compatible server's model, reading under the same checks as everybody."""

    def __init__(self, transport: Asks, *, settings: ModelSettings, prompts: Prompts | None = None) -> None:
        self._transport = transport
        self._settings = settings
        self._prompts = prompts or Prompts()
        #: Carries the second look, where another model than the reader's takes it.
        self._beside: Asks | None = None

    @property
    def info(self) -> EngineInfo:
        """Its name, model, prompt and the version of the rules beside it."""
        return EngineInfo(
            name="openai", model=self._settings.model, prompt=self._prompts.digest, rules=f"{RULES}.{VERSION}"
        )

    @property
    def usage(self) -> Usage:
        """Calls, tokens and cost of the run so far."""
        return self._transport.usage

    def reads(self, language: str | None) -> bool:  # noqa: ARG002  (the protocol's signature)
        """Any language; which gates run for it is another question."""
        return True

    def key(self, article: Article, profile: Profile) -> str:
        """Names all that the findings of an article depend on, but for the gates.

        The text goes in as it is, not normalised: findings count its characters.
        """
        parts = [
            article.id,
            article.sha256,
            [article.title, article.outlet, article.published, article.language],
            [profile.language, [asdict(question) for question in profile.questions]],
            [self._settings.second_look, profile.translate and foreign(profile, article.language)],
            self._asked,
        ]
        return _digest(parts)

    def metered(self) -> AbstractContextManager[Callable[[], Usage]]:
        """Tells what the calls made within the block have cost."""
        return self._transport.metered()

    async def open(self) -> None:
        """Loads what the first article would wait for: the templates, the reply's schema, the client."""
        import asyncio

        await asyncio.to_thread(_load, self._prompts)
        await self._transport.open()

    async def read(self, analysis: Analysis, profile: Profile, whole: Awaitable[Analysis] | None = None) -> Findings:
        """Unchecked findings; an `Outcome` where no part of the article could be read.

        The questions need the parsed article only; `whole` gives what the rules find in it meanwhile.

        Where some parts could be, the findings are `partial`, as they are where the reply or the prompt lost something.
        """
        import asyncio

        from briefer.engines.openai.findings import to_findings
        from briefer.engines.openai.split import join, split

        readings = await asyncio.gather(
            *(self._passage(analysis, profile, passage) for passage in split(analysis)), return_exceptions=True
        )
        replies: list[Reply] = []
        lost, cut, failed = 0, False, list[Outcome]()
        for reading in readings:
            if isinstance(reading, Outcome):
                failed.append(reading)
            elif isinstance(reading, BaseException):
                raise reading
            else:
                replies += reading.replies
                lost, cut = lost + reading.lost, cut or reading.cut
        if not replies:
            raise failed[0]
        questions = profile.questions
        analysis = analysis if whole is None else await whole
        findings = to_findings(join(replies), analysis, engine=self.info, questions=questions, lost=lost)
        if failed:
            text = f"{len(failed)} of {len(readings)} parts of the article could not be read: {failed[0].text}"
            return replace(findings, status="partial", problem=Problem(code=failed[0].code, text=text))
        if cut:
            return replace(findings, status="partial", problem=_CUT)
        return findings

    async def repair(self, findings: Findings, analysis: Analysis, profile: Profile) -> Findings:
        """Checked findings with the model's second answer in the places of withheld claims; those are unchecked again.

        One call, none where nothing was withheld; a claim that the model gives up stays as it is.
        """
        from briefer.engines.openai.repair import repaired
        from briefer.engines.openai.reply import Repair, parse_answers
        from briefer.engines.openai.split import MOST
        from briefer.engines.openai.told import sentences_for, told

        failed = told(findings, analysis, "withheld")
        if not failed:
            return findings
        sentences = sentences_for(failed, analysis, MOST)
        prompt = repair_prompt(analysis, profile, self._prompts, failed=failed, sentences=sentences)
        completion = await self._transport.ask(prompt)
        return repaired(findings, analysis, parse_answers(completion.text, Repair).answers)

    async def second_look(self, findings: Findings, analysis: Analysis, profile: Profile) -> Findings:  # noqa: ARG002
        """Checked findings with the word of a model on the flagged claims; one call, none without the setting."""
        model = self._settings.second_look
        if model is None:
            return findings
        from briefer.engines.openai.reply import SecondLook, parse_answers
        from briefer.engines.openai.second_look import doubted, looked_at, second_look_prompt

        items = doubted(findings, analysis)
        if not items:
            return findings
        completion = await self._asking(model).ask(second_look_prompt(analysis, items, self._prompts))
        return looked_at(findings, parse_answers(completion.text, SecondLook).answers, model)

    async def translate(self, findings: Findings, analysis: Analysis, profile: Profile) -> Findings:
        """Checked findings with translations beside quotations in other languages than the profile's, if it wants them."""
        if not profile.translate:
            return findings
        from briefer.engines.openai.reply import Translations, parse_answers
        from briefer.engines.openai.translations import translated, translation_prompt, untranslated

        items = untranslated(findings, analysis, profile)
        if not items:
            return findings
        completion = await self._transport.ask(translation_prompt(items, profile, self._prompts))
        answers = parse_answers(completion.text, Translations).answers
        return translated(findings, items, answers, profile, self._settings.model)

    def lead_key(self, story: Story, articles: Mapping[str, Article], profile: Profile) -> str:
        """Names all that a story's lead depends on: its verified claims, their sentences, and who is asked how."""
        from briefer.engines.openai.leads import points_of, told

        return _digest(["lead", told(points_of(story, articles)), story.headline, profile.language, self._asked])

    async def lead(self, story: Story, articles: Mapping[str, Article], profile: Profile) -> tuple[Statement, ...]:
        """Unchecked sentences that the story can begin with, from its verified claims; one call, none without any."""
        from briefer.engines.openai.leads import lead_of, lead_prompt, points_of
        from briefer.engines.openai.reply import Lead, parse_answers

        points = points_of(story, articles)
        if not points:
            return ()
        first = articles[story.articles[0]]
        completion = await self._transport.ask(lead_prompt(story, points, first.language, profile, self._prompts))
        return lead_of(parse_answers(completion.text, Lead).answers, points, first)

    def _asking(self, model: str) -> Asks:
        """Who asks that model; made at the first use, when the run's clock is running."""
        if model == self._settings.model:
            return self._transport
        if self._beside is None:
            self._beside = self._transport.beside(model)
        return self._beside

    @property
    def _asked(self) -> list[object]:
        """Who is asked how."""
        settings = self._settings
        return [
            [self._prompts.digest, _form()],
            [settings.model, settings.url, settings.api_version, settings.temperature],
            [RULES, VERSION],
        ]

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._transport.aclose()
        if self._beside is not None:
            await self._beside.aclose()

    async def _passage(self, analysis: Analysis, profile: Profile, passage: range) -> _Reading:
        """One passage's reply; in two halves where it does not fit."""
        from briefer.engines.openai.split import halves

        try:
            return await self._ask(analysis, profile, passage)
        except (TooLong, Truncated):
            parts = halves(passage)
            if not parts:
                raise
        # One after the other: what did not fit is rare, and its first half tells whether the second can.
        return _Reading.of([await self._passage(analysis, profile, part) for part in parts])

    async def _ask(self, analysis: Analysis, profile: Profile, passage: range) -> _Reading:
        """The passage's reply; asked for once more where not all of it has the right form."""
        from briefer.engines.openai.reply import parse_reply

        prompt = read_prompt(analysis, profile, self._prompts, sentences=passage)
        first = await self._transport.ask(prompt)
        try:
            reply, lost = parse_reply(first.text)
        except BadReply:
            reply, lost = None, 1
        if reply is not None and not lost:
            return _Reading([reply], 0, first.cut)
        second = await self._transport.ask(read_prompt(analysis, profile, self._prompts, sentences=passage, again=True))
        again, fewer = parse_reply(second.text)
        if reply is None or fewer <= lost:
            return _Reading([again], fewer, second.cut)
        return _Reading([reply], lost, first.cut)


def _load(prompts: Prompts) -> None:
    from briefer.engines.openai import findings  # noqa: F401
    from briefer.engines.openai.schema import reply_schema

    prompts.load()
    reply_schema()


def _digest(parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


class _Reading:
    """What came back for a passage."""

    def __init__(self, replies: Sequence[Reply], lost: int, cut: bool) -> None:
        self.replies = list(replies)
        #: Items without the form of one.
        self.lost = lost
        #: Whether the server seems to have read only a part of the prompt.
        self.cut = cut

    @classmethod
    def of(cls, parts: Sequence[_Reading]) -> _Reading:
        """Several as one."""
        replies = [reply for part in parts for reply in part.replies]
        return cls(replies, sum(part.lost for part in parts), any(part.cut for part in parts))


_CUT = Problem(
    code="context_cut",
    text="the server read only a part of the article: give its model a longer context (Ollama: OLLAMA_CONTEXT_LENGTH)",
)
