"""What an engine says of one article, each claim with its evidence and its check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from briefer.model.article import STRICT, ArticleInfo, Span

Gate = Literal["ids", "quote", "numbers", "names", "negation", "speaker", "step", "support"]
GateResult = Literal["pass", "weak", "fail", "not_run"]
CheckStatus = Literal["verified", "flagged", "withheld"]
Channel = Literal["direct", "spokesperson", "document", "unnamed"]
Stance = Literal["support", "oppose", "conditional", "neutral", "unclear"]
StepKind = Literal["scheduled", "pledged", "demanded", "conditional", "predicted"]
EventStatus = Literal["confirmed", "reported", "alleged", "planned"]
ActorKind = Literal["person", "organisation", "place", "group"]
SectionKind = Literal["list", "claim", "choice"]
#: Kinds of a step that bind somebody: only these are shown as agreed.
AGREED: frozenset[StepKind] = frozenset({"scheduled", "pledged"})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a gate did not pass, in words that a reader understands."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    gate: Gate
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What the gates found; a gate that does not apply is absent."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    status: CheckStatus
    gates: Mapping[Gate, GateResult] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    score: float | None = None
    #: `rules`, or the name of the model that was asked.
    by: str = "rules"


#: A claim fresh from an engine: no gate has run yet.
UNCHECKED = Check(status="flagged")


@dataclass(frozen=True, slots=True)
class When:
    """Words of time and the days they name; `from` and `to` are inclusive, null at an open end."""

    #: `from` is a Python keyword; the contract's key has no underscore.
    __pydantic_config__: ClassVar[dict[str, Any]] = {
        **STRICT,
        "alias_generator": lambda name: name.rstrip("_"),
        "populate_by_name": True,
    }
    text: str
    span: Span
    #: ISO, at the granularity of the words: `2026`, `2026-05` or `2026-05-20`.
    from_: str | None
    to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a claim compares with earlier briefs."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    kind: Literal["new", "repeated", "changed"]
    since: str | None = None
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What all claims share."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    #: See `claim_id`; empty until `with_ids` has given it.
    id: str = ""
    #: The sentences that the claim rests on.
    evidence: tuple[Span, ...] = ()
    #: Field name -> the spans that the field was resolved from, where its words do not stand in the evidence.
    derived: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    check: Check = UNCHECKED
    #: Set in briefs that know an earlier one.
    change: Change | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Claim):
    """A claim that is only words: a bottom line, a lead, an item of a user's own section."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor(Claim):
    """Who matters in the story."""

    name: str
    role: str | None = None
    organisation: str | None = None
    kind: ActorKind
    why: str | None = None
    #: The name where it stands in the text.
    mention: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Claim):
    """What happened."""

    text: str
    status: EventStatus = "reported"
    when: When | None = None
    #: Words of the text.
    where: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A position's words in another language, labelled as such."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    language: str
    text: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Claim):
    """What somebody said, believes or intends."""

    #: Whose position it is: the speaker, unless somebody speaks for another.
    holder: str | None
    holder_role: str | None = None
    #: Who uttered the words, after resolution; the mention's own words where unresolved.
    speaker: str | None
    channel: Channel = "direct"
    #: The relaying outlet, independent of the channel.
    via: str | None = None
    target: str | None = None
    stance: Stance = "unclear"
    text: str
    #: Verbatim words, without their quotation marks.
    quotes: tuple[Span, ...] = ()
    #: The smallest span that names the source; it may be "he".
    source: Span | None = None
    #: The smallest span of the words that attribute.
    cue: Span | None = None
    #: What is attributed, quotation marks included; may be discontinuous.
    content: tuple[Span, ...] = ()
    #: 0 to 1.
    salience: float = 0.0
    translation: Translation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep(Claim):
    """What is to come."""

    text: str
    #: Who is to do it.
    actor: str | None = None
    action: str | None = None
    kind: StepKind
    when: When | None = None
    #: Who stated the step.
    says: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Custom:
    """The answer to a section of the user's own."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    title: str
    kind: SectionKind
    value: str | None = None
    claims: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineInfo:
    """Which engine read, with which model, prompt and rules."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    name: str
    model: str | None = None
    prompt: str | None = None
    rules: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why findings are missing or partial: a word for programs, a sentence for people."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that one engine found in one article."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    article: ArticleInfo
    engine: EngineInfo
    status: Literal["ok", "partial", "empty", "skipped", "failed"] = "ok"
    problem: Problem | None = None
    #: The main event in at most 14 words.
    headline: str | None = None
    headline_evidence: tuple[Span, ...] = ()
    headline_check: Check | None = None
    who: tuple[Actor, ...] = ()
    what: tuple[Event, ...] = ()
    #: Every attributed utterance found, most salient first.
    positions: tuple[Position, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    custom: Mapping[str, Custom] = field(default_factory=dict)
    #: From the fixed list `GAPS`.
    gaps: tuple[str, ...] = ()

    @property
    def checks(self) -> tuple[Check, ...]:
        """What the checks of all its claims came to, its headline's first where it has one."""
        own = (claim for section in self.custom.values() for claim in section.claims)
        claims = (*self.who, *self.what, *self.positions, *self.next_steps, *own)
        headline = (self.headline_check,) if self.headline_check is not None else ()
        return (*headline, *(claim.check for claim in claims))


#: What an article may fail to say; computed by code, never by a model.
GAPS = (
    "no publication date given",
    "no date of the event given",
    "no place of the event given",
    "nobody is quoted",
    "only one side quoted",
    "a speaker is not named",
    "no next step given",
)
