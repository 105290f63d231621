"""Reads articles through a language model: prompt, reply, findings; what they are worth the gates decide."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from briefer.engines.openai.outcomes import BadReply, Completion, Outcome, Prompt, TooLong, Truncated
from briefer.engines.openai.prompt import Prompts, read_prompt, repair_prompt
from briefer.engines.openai.questions import questions_of
from briefer.engines.openai.settings import ModelSettings
from briefer.language import RULES
from briefer.model import Analysis, Article, EngineInfo, Findings, Problem, Profile, Usage

if TYPE_CHECKING:
    from briefer.engines.openai.reply import Reply

__all__ = ["OpenAIEngine"]

#: Raised whenever the same reply gives other findings: part of every cache key.
VERSION = "1"


@lru_cache(maxsize=1)
def _form() -> str:
    """Names the reply's schema and how an article is split, by the modules that say so: they load slowly."""
    known = hashlib.sha256()
    for name in ("reply.py", "schema.py", "split.py"):
        known.update(Path(__file__).with_name(name).read_bytes())
    return known.hexdigest()


class Asks(Protocol):
    """What carries prompts to a server."""

    @property
    def usage(self) -> Usage:
        """Calls, tokens and cost so far."""
        ...

    async def ask(self, prompt: Prompt) -> Completion:
        """The model's reply; an `Outcome` where this article has none."""
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
            [profile.language, [asdict(question) for question in questions_of(profile)]],
            [self._prompts.digest, _form()],
            [self._settings.model, self._settings.url, self._settings.api_version, self._settings.temperature],
            [RULES, VERSION],
        ]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()

    async def read(self, analysis: Analysis, profile: Profile) -> Findings:
        """Unchecked findings; an `Outcome` where no part of the article could be read.

        Where some parts could be, the findings are `partial`, as they are where the reply or the prompt lost something.
        """
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
        questions = questions_of(profile)
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
        from briefer.engines.openai.repair import repaired, sentences_for, withheld
        from briefer.engines.openai.reply import parse_repair
        from briefer.engines.openai.split import MOST

        failed = withheld(findings, analysis)
        if not failed:
            return findings
        sentences = sentences_for(failed, analysis, MOST)
        prompt = repair_prompt(analysis, profile, self._prompts, failed=failed, sentences=sentences)
        completion = await self._transport.ask(prompt)
        return repaired(findings, analysis, parse_repair(completion.text).answers)

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._transport.aclose()

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
