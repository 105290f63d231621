"""The ledger of next steps: what briefs told of them, what became of them, and what a person noted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal

from briefer.model.article import STRICT
from briefer.model.claims import AGREED, StepKind

#: How an entry stands: still to come, taken, called off or denied; the last two are said by hand.
EntryState = Literal["open", "kept", "contradicted", "done", "dropped"]
#: What a later article says of a step.
Became = Literal["kept", "cancelled", "postponed", "moved", "denied"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A sentence with where it stands, kept for itself: its article may be forgotten."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    sentence: str
    #: Id of the article.
    article: str
    outlet: str | None = None
    url: str | None = None
    #: When it was published, as precisely as that is known.
    published: str | None = None
    #: ISO day of that; of the brief, where it is not known.
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What one brief said of a step."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    brief: str
    revision: int
    #: Of the brief: ISO date-time in UTC.
    created: str
    #: Name of the brief's profile.
    name: str
    #: Id and headline of the story, and the step's claim.
    story: str
    headline: str
    claim: str
    text: str
    actor: str | None = None
    action: str | None = None
    kind: StepKind
    says: str | None = None
    #: The article's words of time, and what they come to.
    when: str | None = None
    from_: str | None = None
    to: str | None = None
    #: The ISO day on which it is due: the last one, or that on which it begins.
    due: str | None = None
    evidence: tuple[Quoted, ...]
    #: Names of those who act in the story: a step is followed where one of them is named, or two of its places.
    about: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled(Quoted):
    """The sentence of a later article that says what became of a step."""

    how: Became
    #: The brief that has the article, and when that was made.
    brief: str
    created: str
    #: Of a step that was moved: the new time.
    from_: str | None = None
    to: str | None = None
    due: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A step as one brief tells of it."""

    #: The entry's number; None for one that is new.
    number: int | None
    tellings: tuple[Telling, ...] = ()
    outcomes: tuple[Settled, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a person noted: a state, or other words."""

    #: ISO date-time in UTC.
    at: str
    state: Literal["open", "done", "dropped"] | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One step of the ledger. What is not noted here follows from its tellings, outcomes and marks."""

    number: int
    #: The same in every calendar that it was ever written to.
    uid: str
    #: Oldest first; one at least.
    tellings: tuple[Telling, ...]
    outcomes: tuple[Settled, ...] = ()
    marks: tuple[Mark, ...] = ()
    #: How often what is shown has changed, and when it last did (ISO, UTC).
    sequence: int = 0
    modified: str = ""
    #: The telling that counts: the latest brief's, and of that the one in most outlets.
    latest: Telling = field(init=False)
    #: The outcome that counts, if one does, and what gave the step the day that counts, if it was moved.
    settled: Settled | None = field(init=False)
    moved: Settled | None = field(init=False)

    def __post_init__(self) -> None:
        latest = max(self.tellings, key=lambda t: (t.created, len({q.outlet for q in t.evidence})))
        object.__setattr__(self, "latest", latest)
        outcomes = self._outcomes()
        object.__setattr__(self, "settled", outcomes[-1] if outcomes else None)
        object.__setattr__(self, "moved", next((o for o in reversed(outcomes) if o.how == "moved"), None))

    def _outcomes(self) -> list[Settled]:
        """Those that still count, the last one last: not what a person has reopened, nor what was told again later."""
        reopened = max((mark.at for mark in self.marks if mark.state == "open"), default="")
        told = max(((quoted.published or quoted.day) for quoted in self.latest.evidence), default="")
        return [
            outcome
            for outcome in sorted(self.outcomes, key=lambda o: (o.day, o.created))
            if outcome.created > reopened
            and (
                outcome.how == "kept"
                or outcome.created > self.latest.created
                or (outcome.published or outcome.day) >= told
            )
        ]

    @property
    def state(self) -> EntryState:
        """How it stands; what a person said last goes before what articles say."""
        for mark in reversed(self.marks):
            if mark.state == "open":
                break
            if mark.state is not None:
                return mark.state
        if self.settled is None or self.settled.how == "moved":
            return "open"
        return "kept" if self.settled.how == "kept" else "contradicted"

    @property
    def settled_on(self) -> date | None:
        """The day of what says that it was kept or contradicted, or on which it was marked as done (UTC); else None."""
        if self.state == "done":
            return date.fromisoformat(max(mark.at for mark in self.marks if mark.state == "done")[:10])
        if self.settled is None or self.state not in ("kept", "contradicted"):
            return None
        return date.fromisoformat(self.settled.day)

    @property
    def taken_back(self) -> bool:
        """Whether it was denied before its day, so that it was taken back, and not missed."""
        settled = self.settled
        return (
            settled is not None and settled.how == "denied" and (self.due is None or settled.day < self.due.isoformat())
        )

    @property
    def text(self) -> str:
        """The step, in the words that a person gave it, if any."""
        return next((mark.text for mark in reversed(self.marks) if mark.text), self.latest.text)

    @property
    def original(self) -> str:
        """The step in the words of the brief."""
        return self.latest.text

    @property
    def edited(self) -> bool:
        """Whether a person gave it other words."""
        return self.text != self.latest.text

    @property
    def actor(self) -> str | None:
        """Who is to do it."""
        return self.latest.actor

    @property
    def kind(self) -> StepKind:
        """What kind of a step it is."""
        return self.latest.kind

    @property
    def says(self) -> str | None:
        """Who stated it."""
        return self.latest.says

    @property
    def _time(self) -> Telling | Settled:
        return self.moved or self.latest

    @property
    def when(self) -> str | None:
        """The article's words of time; None for a step that was moved."""
        return None if self.moved else self.latest.when

    @property
    def from_(self) -> str | None:
        """The first day, month or year, as in `When`."""
        return self._time.from_

    @property
    def to(self) -> str | None:
        """The last one."""
        return self._time.to

    @property
    def due(self) -> date | None:
        """The day on which it is due; None where none is known."""
        return date.fromisoformat(self._time.due) if self._time.due else None

    def overdue(self, today: date) -> bool:
        """Whether somebody was bound to take it before that day, and nothing tells what became of it."""
        return self.state == "open" and self.agreed and self.due is not None and self.due < today

    @property
    def before(self) -> tuple[Telling, ...]:
        """The last telling of each other day for which it was told."""
        found = {telling.due: telling for telling in self.tellings if telling.due}
        return tuple(telling for due, telling in found.items() if due != self._time.due)

    @property
    def evidence(self) -> tuple[Quoted, ...]:
        """The sentences of the telling that counts."""
        return self.latest.evidence

    @property
    def brief(self) -> str:
        """The brief that told of it last."""
        return self.latest.brief

    @property
    def story(self) -> str:
        """Its story in that brief."""
        return self.latest.story

    @property
    def told(self) -> int:
        """In how many briefs."""
        return len({telling.brief for telling in self.tellings})

    @property
    def agreed(self) -> bool:
        """Whether somebody fixed or promised it."""
        return self.kind in AGREED
