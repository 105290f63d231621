"""What every sample is made with: texts that are cited by looking words up, checks, and a brief that adds up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from briefer.model import (
    Account,
    Actor,
    Article,
    ArticleOutcome,
    Brief,
    Check,
    ClaimCounts,
    Custom,
    EngineInfo,
    Event,
    NextStep,
    NotShown,
    Position,
    ProfileInfo,
    Reason,
    Span,
    Statement,
    Story,
    When,
    WithheldClaim,
)
from briefer.model.ids import statements_with_ids

OK = Check(status="verified", gates={"ids": "pass", "support": "pass"})
WEAK = Check(
    status="flagged",
    gates={"ids": "pass", "support": "weak"},
    reasons=(Reason("support", "the cited sentence carries only part of it; not “steeply”"),),
)
NOT_RUN = Check(status="flagged", gates={"ids": "pass", "names": "not_run", "speaker": "not_run"})
FAILED = Check(
    status="withheld",
    gates={"ids": "pass", "numbers": "fail"},
    reasons=(Reason("numbers", "“40 percent” does not stand in the cited sentences"),),
)
MODEL = EngineInfo(name="openai", model="example-model", prompt="0123456789ab", rules="1")
RULES = EngineInfo(name="extractive", rules="1")


class Text:
    """An article whose words are looked up instead of counted."""

    def __init__(self, text: str, **more: Any) -> None:
        self.article = Article.of(text, **more)

    def span(self, words: str, nth: int = 1) -> Span:
        """The nth place where these words stand."""
        start = -1
        for _ in range(nth):
            start = self.article.text.index(words, start + 1)
        return Span(self.article.id, start, start + len(words))

    def when(self, words: str, start: str | None, end: str | None) -> When:
        """Words of time with the days that they name."""
        return When(words, self.span(words), start, end)

    def event(self, words: str, text: str | None = None, **more: Any) -> Event:
        """What happened, in the article's own words unless `text` has others."""
        return Event(text=text or words, evidence=(self.span(words),), check=more.pop("check", OK), **more)

    def actor(self, name: str, sentence: str, **more: Any) -> Actor:
        """Somebody, cited from this sentence."""
        given = {"kind": "person", "check": OK, "mention": self.span(name), **more}
        return Actor(name=name, evidence=(self.span(sentence),), **given)

    def said(
        self, holder: str | None, text: str, sentence: str, *, quotes: Sequence[str] = (), **more: Any
    ) -> Position:
        """A position, its quotations verbatim."""
        given = {"speaker": holder, "check": OK, "content": (self.span(quotes[0] if quotes else sentence),), **more}
        spans = tuple(self.span(q) for q in quotes)
        return Position(holder=holder, text=text, quotes=spans, evidence=(self.span(sentence),), **given)

    def step(self, text: str, sentence: str, kind: Any, **more: Any) -> NextStep:
        """What is to come."""
        return NextStep(text=text, kind=kind, evidence=(self.span(sentence),), check=more.pop("check", OK), **more)

    def words(self, text: str, sentence: str, **more: Any) -> Statement:
        """A claim that is only words."""
        return Statement(text=text, evidence=(self.span(sentence),), check=more.pop("check", OK), **more)


def _sections(story: Story, hashes: Mapping[str, str]) -> dict[str, Custom]:
    """The story's own sections; no two claims of them share an id."""
    every = [claim for section in story.custom.values() for claim in section.claims]
    named = iter(statements_with_ids("custom", every, hashes))
    return {n: replace(c, claims=tuple(islice(named, len(c.claims)))) for n, c in story.custom.items()}


def finished(brief: Brief, lost: Sequence[ArticleOutcome] = (), withheld: Sequence[WithheldClaim] = ()) -> Brief:
    """The brief with ids on its claims and an account that reconciles."""
    hashes = {a.id: a.sha256 for a in brief.articles}
    stories = tuple(
        replace(
            s,
            lead=statements_with_ids("lead", s.lead, hashes),
            who=statements_with_ids("who", s.who, hashes),
            what=statements_with_ids("what", s.what, hashes),
            positions=statements_with_ids("position", s.positions, hashes),
            next_steps=statements_with_ids("step", s.next_steps, hashes),
            custom=_sections(s, hashes),
        )
        for s in brief.stories
    )
    claims: list[Any] = [*statements_with_ids("bottom_line", brief.bottom_line, hashes)]
    for s in stories:
        sections = [claim for c in s.custom.values() for claim in c.claims]
        claims += [*s.lead, *s.who, *s.what, *s.positions, *s.next_steps, *sections]
    checks = [*(c.check for c in claims), *(s.headline_check for s in stories)]
    shown = sum(c.status == "verified" for c in checks)
    flagged = sum(c.status == "flagged" for c in checks)
    hidden = NotShown(rank=2, limit=1) if withheld else NotShown()
    merged = 1 if withheld else 0
    verified = shown + merged + hidden.rank + hidden.limit
    by_article = {a: s.id for s in stories for a in s.articles}
    first = {s.articles[0] for s in stories}
    outcomes = [
        ArticleOutcome(
            article=a.id,
            input=f"articles/{a.id}.md",
            title=a.title,
            url=a.url,
            outcome="used" if a.id in first else "merged",
            into=by_article[a.id],
        )
        for a in brief.articles
    ]
    account = Account(
        articles=(*outcomes, *lost),
        claims=ClaimCounts(
            made=verified + flagged + len(withheld),
            verified=verified,
            flagged=flagged,
            withheld=len(withheld),
            shown=shown,
            merged=merged,
            not_shown=hidden,
        ),
        withheld=tuple(withheld),
        gates_not_run={"fr": ("names", "speaker")} if withheld else {},
    )
    bottom = statements_with_ids("bottom_line", brief.bottom_line, hashes)
    return replace(brief, stories=stories, bottom_line=bottom, account=account)


def blank(name: str, title: str, **more: Any) -> Brief:
    """A brief of one morning, without stories."""
    given: dict[str, Any] = {
        "created": "2026-05-21T05:10:00Z",
        "language": "en",
        "timezone": "Europe/Brussels",
        "profile": ProfileInfo(name="sample", template="daily"),
        "engine": RULES,
        **more,
    }
    return Brief(id=f"sample-{name}", title=title, **given)


# --- minimal and empty -------------------------------------------------------------------------------
