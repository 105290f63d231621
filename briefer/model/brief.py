"""What goes out: stories, the brief, and the account of what became of everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from briefer.model.article import STRICT, Article, Span
from briefer.model.claims import (
    Actor,
    Check,
    Claim,
    Custom,
    EngineInfo,
    Event,
    Gate,
    NextStep,
    Position,
    SectionKind,
    Statement,
)
from briefer.model.edits import Edit

ClaimKind = Literal["headline", "who", "what", "position", "step", "custom", "lead", "bottom_line"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A section of the user's own, asked of every article: a `[section.NAME]` table of briefer.toml."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    #: Name of the table, the section's key in findings and briefs.
    name: str
    #: What stands above the answers.
    title: str
    #: What is asked, as one would ask a person who has read the article.
    question: str
    #: Some claims, a single one, or one of `choices` with the claims that it rests on.
    kind: SectionKind = "list"
    #: For a choice: what is chosen among.
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one brief is to be: the `[brief.NAME]` table of briefer.toml."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    #: Name of the table.
    name: str = "brief"
    #: Title of the brief; without one it is named by its date.
    title: str | None = None
    #: BCP 47, of the brief's own words.
    language: str = "en"
    #: Whether quotations in other languages get a translation beside them, labelled as such.
    translate: bool = False
    #: IANA name; decides "due today" and how times are shown, never how an article's dates are read.
    timezone: str = "UTC"
    #: Name of the template; without one `daily`.
    template: str = "daily"
    #: What the reader follows: stories about these come first.
    topics: tuple[str, ...] = ()
    #: Names of the reader's own house: stories that mention it come first of all.
    us: tuple[str, ...] = ()
    #: Which articles are read, by their words: `gas AND ("price cap" OR tariff*) NOT football`.
    only: str | None = None
    #: The outlets whose articles are read, by name or host; absent: all.
    outlets: tuple[str, ...] = ()
    #: Outlets whose articles are not read, by name or host.
    without_outlets: tuple[str, ...] = ()
    #: BCP 47, of the articles that are read; absent: all that the engine reads.
    languages: tuple[str, ...] = ()
    #: Only stories that name one of these people or organisations are told; absent: all.
    actors: tuple[str, ...] = ()
    #: Stories about these are not told, each as in `only`: `football OR "cup final"`.
    muted: tuple[str, ...] = ()
    #: So many stories are told, the others listed by their headlines; absent: all are told.
    max_stories: int | None = None
    #: For `briefer daily`: the folder of its files, seen from the file's own folder; absent: `briefs`.
    output: str | None = None
    #: For `briefer daily`: the formats of its files; `json` is always among them, for edits and for sending.
    formats: tuple[str, ...] = ("html", "json")
    #: For `briefer daily`, of a day without news: a short `note` is sent and written, or `nothing`.
    empty: str = "note"
    #: The user's own sections, in the order in which they are shown.
    questions: tuple[Question, ...] = ()
    #: Values for the template: to, from, deadline, marking, …
    set: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileInfo:
    """What a brief says of its profile: no recipients, no secrets."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    name: str
    template: str
    sections: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    us: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What the run cost; `cost` is null where no price is known."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = None
    #: ISO 4217.
    currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Where sources disagree."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    kind: Literal["number", "date", "name", "stance"]
    claims: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One event, told from checked claims."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    headline: str
    headline_evidence: tuple[Span, ...]
    headline_check: Check
    lead: tuple[Statement, ...] = ()
    #: Ids of its articles.
    articles: tuple[str, ...]
    outlets: tuple[str, ...] = ()
    #: Outlets that report on their own; wire copies are one voice.
    independent: int = 1
    who: tuple[Actor, ...] = ()
    what: tuple[Event, ...] = ()
    positions: tuple[Position, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    custom: Mapping[str, Custom] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeItem:
    """What is different from the last brief."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    kind: Literal["new", "changed", "not_heard", "due", "overdue"]
    story: str | None
    claim: str | None
    text: str
    since: str | None = None
    before: tuple[Span, ...] = ()
    now: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleOutcome:
    """What became of one input."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    article: str | None
    input: str
    title: str | None = None
    url: str | None = None
    outcome: Literal["used", "merged", "skipped", "failed"]
    reason: str | None = None
    #: Id of the story that it went into.
    into: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotShown:
    """Why verified claims are not in the brief."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    rank: int = 0
    limit: int = 0
    filter: int = 0
    edit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCounts:
    """made = verified + flagged + withheld; verified = shown + merged + not shown."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    made: int = 0
    verified: int = 0
    flagged: int = 0
    withheld: int = 0
    #: Verified claims in the brief.
    shown: int = 0
    merged: int = 0
    not_shown: NotShown = NotShown()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldClaim(Claim):
    """A claim that failed a gate: what it would have said, and why it does not."""

    kind: ClaimKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Nothing vanishes: every article and every claim is in here."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    articles: tuple[ArticleOutcome, ...] = ()
    claims: ClaimCounts = ClaimCounts()
    withheld: tuple[WithheldClaim, ...] = ()
    #: Language -> gates that could not run on its articles.
    gates_not_run: Mapping[str, tuple[Gate, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """All that is needed to render, verify, compare and resend, without an engine."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    revision: int = 1
    #: ISO date-time in UTC.
    created: str
    title: str
    language: str
    timezone: str
    #: SHA-256 of the rest as canonical JSON: finds accidental change, is no signature.
    digest: str = ""
    profile: ProfileInfo
    set: Mapping[str, str] = field(default_factory=dict)
    engine: EngineInfo
    usage: Usage = Usage()
    articles: tuple[Article, ...] = ()
    bottom_line: tuple[Statement, ...] = ()
    changes: tuple[ChangeItem, ...] = ()
    stories: tuple[Story, ...] = ()
    #: What the desk did after it was made, in order.
    edits: tuple[Edit, ...] = ()
    account: Account = Account()
