"""What a run takes from earlier ones: findings and checks that cannot come out otherwise."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from briefer.model import UNCHECKED, Analysis, Article, Claim, Profile, Statement, Story
from briefer.model.protocols import RemoteEngine
from briefer.store import Store
from briefer.understand import Memory, Unwritten, write_leads

if TYPE_CHECKING:
    from briefer.merge import ClaimCheck

C = TypeVar("C", bound=Claim)

#: What is kept behind a lead's last sentence.
_END = Statement(text="")
#: How to go on after leads were broken off.
_WAY_ON = "what was read is kept: the same command again goes on from there"
#: Raised whenever a gate decides otherwise than before: part of every key.
GATES = "4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """The store that findings are kept in."""

    store: Store
    #: Whether everything is read anew and kept anew.
    refresh: bool = False


def memory_of(cache: Cache) -> Memory:
    """The cache for these rules, this parser and these gates."""
    from briefer.language import RULES
    from briefer.language.parse import model_version

    return Memory(store=cache.store, version=f"rules {RULES}, gates {GATES}, {model_version()}", refresh=cache.refresh)


def kept_check(
    articles: Mapping[str, Article],
    analyses: Mapping[str, Analysis],
    memory: Memory | None,
    language: str | None = None,
) -> ClaimCheck:
    """The gates for words that are composed from claims, and for claims that were merged.

    A check that is kept needs no analysis of its articles.
    `articles` are all that may be cited, `analyses` those that were made in this run; what is missing is made.
    `language` is that of the words, None: the articles'.
    """
    known = dict(analyses)

    @cache
    def about(name: str) -> str:
        return json.dumps(articles[name].facts(), sort_keys=True)

    def check(said: C) -> C:
        from briefer.verify import check_statement

        cited = {span.article for span in said.evidence}
        for name in sorted(cited - known.keys()):
            from briefer.language import analyse

            known[name] = analyse(articles[name])
        return check_statement(said, {name: known[name] for name in cited}, language=language)

    def remembered(said: C) -> C:
        if memory is None:
            return check(said)
        cited = sorted({span.article for span in said.evidence})
        bare = repr(replace(said, check=UNCHECKED, change=None))
        parts = [memory.version, language, bare, [about(name) for name in cited]]
        key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
        found = None if memory.refresh else memory.store.statement(key)
        if found is None:
            made = check(said)
            memory.store.keep_statement(key, Statement(text="", evidence=made.evidence, check=made.check))
            return made
        return replace(said, evidence=found.evidence, check=found.check)

    return remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class Leads:
    """Has an engine write the leads of stories; what an earlier run has kept is not asked for again."""

    engine: RemoteEngine
    #: All that may be cited.
    articles: Mapping[str, Article]
    profile: Profile
    memory: Memory | None
    #: Is told of leads that could not be had.
    trouble: Callable[[Unwritten], None]
    #: Leads asked for at once; how many calls that makes is the engine's business.
    ahead: int = 64

    def __call__(self, stories: Sequence[Story]) -> Mapping[str, Sequence[Statement]]:
        """The leads, unchecked, by the stories' ids; without those that could not be had."""
        keys = {story.id: self._key(story) for story in stories}
        known = {name: lead for name, key in keys.items() if (lead := self._kept(key)) is not None}

        def arrived(story: Story, lead: tuple[Statement, ...]) -> None:
            known[story.id] = lead
            self._keep(keys[story.id], lead)

        unknown = [story for story in stories if story.id not in known]
        try:
            unwritten = write_leads(
                unknown, self.articles, self.engine, self.profile, arrived=arrived, ahead=self.ahead
            )
        except KeyboardInterrupt as stop:
            raise KeyboardInterrupt(_WAY_ON if self.memory is not None else "") from stop
        if unwritten is not None:
            self.trouble(unwritten)
        return known

    def _key(self, story: Story) -> str:
        return f"lead {self.engine.lead_key(story, self.articles, self.profile)}" if self.memory is not None else ""

    def _kept(self, key: str) -> tuple[Statement, ...] | None:
        """The sentences up to the end; None where that is missing, as after a run that was broken off between two."""
        if self.memory is None or self.memory.refresh:
            return None
        lead: list[Statement] = []
        while (said := self.memory.store.statement(f"{key} {len(lead)}")) is not None:
            if said == _END:
                return tuple(lead)
            lead.append(said)
        return None

    def _keep(self, key: str, lead: tuple[Statement, ...]) -> None:
        if self.memory is not None:
            for i, said in enumerate((*lead, _END)):
                self.memory.store.keep_statement(f"{key} {i}", said)
