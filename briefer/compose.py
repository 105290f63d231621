"""Stories and a profile to a brief: what is shown, in which order, and the account of all the rest.

Everything here is pure: the clock, the id and the check of composed words come in as arguments.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from briefer.language.dates.calendar import MONTHS
from briefer.model import (
    Account,
    Article,
    ArticleOutcome,
    Brief,
    Claim,
    ClaimCounts,
    ClaimKind,
    EngineInfo,
    Event,
    Findings,
    Gate,
    NotShown,
    Position,
    Profile,
    ProfileInfo,
    Skipped,
    Span,
    Statement,
    Story,
    Usage,
    WithheldClaim,
)
from briefer.model.ids import statements_with_ids

C = TypeVar("C", bound=Claim)
StatementCheck = Callable[[Statement], Statement]

#: A headline's length in words (DESIGN: "the main event in at most 14 words").
HEADLINE_WORDS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of one story a brief shows; what is over is counted in the account."""

    who: int = 8
    what: int = 3
    positions: int = 10
    #: Of one holder.
    positions_each: int = 3
    next_steps: int = 8
    #: Positions below it are of lower rank, not merely over the limit.
    salience: float = 0.2


LIMITS = Limits()
#: A brief of one story has the room that several would share.
LIMITS_ALONE = Limits(who=12, what=4, positions=24, positions_each=8, next_steps=12)
NO_USAGE = Usage()


@dataclass(slots=True)
class _Tally:
    """Counts claims as they are made, shown and left out."""

    made: Counter[str] = field(default_factory=Counter)
    shown: int = 0
    merged: int = 0
    rank: int = 0
    limit: int = 0
    withheld: list[WithheldClaim] = field(default_factory=list)
    not_run: dict[str, set[Gate]] = field(default_factory=dict)

    def make(self, kind: ClaimKind, claim: Claim, words: str, language: str | None) -> None:
        self.made[claim.check.status] += 1
        skipped = {gate for gate, result in claim.check.gates.items() if result == "not_run"}
        if skipped:
            self.not_run.setdefault(language or "und", set()).update(skipped)
        if claim.check.status == "withheld":
            self.withheld.append(
                WithheldClaim(
                    id=claim.id,
                    evidence=claim.evidence,
                    derived=claim.derived,
                    check=claim.check,
                    kind=kind,
                    text=words,
                )
            )

    def counts(self) -> ClaimCounts:
        return ClaimCounts(
            made=self.made.total(),
            verified=self.made["verified"],
            flagged=self.made["flagged"],
            withheld=self.made["withheld"],
            shown=self.shown,
            merged=self.merged,
            not_shown=NotShown(rank=self.rank, limit=self.limit),
        )


def words_of(claim: Claim) -> str:
    """What a claim says, in one string."""
    return str(getattr(claim, "text", None) or getattr(claim, "name", ""))


def _claims(findings: Findings) -> Iterator[tuple[ClaimKind, Claim]]:
    """Every claim of the findings but the headline."""
    for actor in findings.who:
        yield "who", actor
    for event in findings.what:
        yield "what", event
    for position in findings.positions:
        yield "position", position
    for step in findings.next_steps:
        yield "step", step
    for section in findings.custom.values():
        for statement in section.claims:
            yield "custom", statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What is decided about a brief before its findings are looked at."""

    #: New for each run of `brief`.
    id: str
    #: Aware.
    now: datetime
    profile: Profile
    engine: EngineInfo
    usage: Usage = NO_USAGE
    #: Whether claims that are neither verified nor withheld are shown, marked.
    show_flagged: bool = False
    #: Without them a single article gets `LIMITS_ALONE`, several get `LIMITS` each.
    limits: Limits | None = None


def compose(
    findings: Sequence[Findings],
    inputs: Sequence[tuple[str, Article] | Skipped],
    edition: Edition,
    *,
    check: StatementCheck,
) -> Brief:
    """A brief of checked findings, a story for each article.

    `inputs` is all that the user gave, in order: what it was called and the article read from it, or why there is
    none. `findings` go with the articles by their ids. `check` runs the gates on the words that are composed here.
    """
    by_article = {found.article.id: found for found in findings}
    limits = edition.limits or (LIMITS_ALONE if len(findings) == 1 else LIMITS)
    tally = _Tally()
    stories: list[Story] = []
    outcomes: list[ArticleOutcome] = []
    for given in inputs:
        if isinstance(given, Skipped):
            outcomes.append(_left_out(given))
            continue
        name, article = given
        found = by_article[article.id]
        _count(tally, found)
        room = _Room(f"s{len(stories) + 1}", limits, edition.show_flagged)
        story = _story(found, article, room, check, tally)
        if story is not None:
            stories.append(story)
        outcomes.append(_outcome(found, article, name, story))
    articles = {given[1].id: given[1] for given in inputs if not isinstance(given, Skipped)}
    stories = _in_order(stories, articles, edition.profile)
    bottom_line = _bottom_line(stories, {a.id: a.sha256 for a in articles.values()}, check, tally)
    used = {article for story in stories for article in story.articles}
    profile = edition.profile
    return Brief(
        id=edition.id,
        created=edition.now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        title=profile.title or _dated(edition.now.astimezone(ZoneInfo(profile.timezone))),
        language=profile.language,
        timezone=profile.timezone,
        profile=ProfileInfo(
            name=profile.name,
            template=profile.template,
            sections=profile.sections,
            topics=profile.topics,
            us=profile.us,
        ),
        set=profile.set,
        engine=edition.engine,
        usage=edition.usage,
        articles=tuple(article for article in articles.values() if article.id in used),
        bottom_line=bottom_line,
        stories=tuple(stories),
        account=Account(
            articles=tuple(outcomes),
            claims=tally.counts(),
            withheld=tuple(tally.withheld),
            gates_not_run={language: tuple(sorted(gates)) for language, gates in sorted(tally.not_run.items())},
        ),
    )


def _dated(day: datetime) -> str:
    # Not `strftime`, which writes months in the machine's language.
    return f"Brief of {day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def _left_out(given: Skipped) -> ArticleOutcome:
    return ArticleOutcome(
        article=given.id,
        input=given.input,
        title=given.title,
        url=given.url,
        outcome=given.outcome,
        reason=given.reason,
    )


def _count(tally: _Tally, found: Findings) -> None:
    if found.headline is not None and found.headline_check is not None:
        headline = Statement(evidence=found.headline_evidence, check=found.headline_check, text=found.headline)
        tally.make("headline", headline, found.headline, found.article.language)
    for kind, claim in _claims(found):
        tally.make(kind, claim, words_of(claim), found.article.language)


def _outcome(found: Findings, article: Article, input: str, story: Story | None) -> ArticleOutcome:
    reason = found.problem.text if found.problem else None
    if story is None and found.status not in ("failed", "skipped"):
        reason = reason or "nothing in it passed the checks"
    return ArticleOutcome(
        article=article.id,
        input=input,
        title=article.title,
        url=article.url,
        outcome="used" if story else "failed" if found.status == "failed" else "skipped",
        reason=reason,
        into=story.id if story else None,
    )


@dataclass(frozen=True, slots=True)
class _Room:
    """What a story is called and how much of it may be shown."""

    id: str
    limits: Limits
    show_flagged: bool


def _story(found: Findings, article: Article, room: _Room, check: StatementCheck, tally: _Tally) -> Story | None:
    """One article's story, or None where none of its claims may be shown."""
    limits = room.limits

    def passed(claims: Iterable[C]) -> tuple[C, ...]:
        good = ("verified", "flagged") if room.show_flagged else ("verified",)
        return tuple(claim for claim in claims if claim.check.status in good)

    def cut(claims: tuple[C, ...], limit: int) -> tuple[C, ...]:
        tally.shown += _verified(claims[:limit])
        tally.limit += _verified(claims[limit:])
        return claims[:limit]

    headline = _headline(found)
    if headline is None:
        tally.rank += _verified(claim for _, claim in _claims(found))
        return None
    if found.headline_check is not None and headline.check is found.headline_check:
        tally.shown += 1
    what = cut(passed(found.what), limits.what)
    steps = cut(passed(found.next_steps), limits.next_steps)
    who = cut(passed(found.who), limits.who)
    positions = _key_positions(_beside(what, passed(found.positions), tally), limits, tally)
    custom = {n: replace(s, claims=passed(s.claims)) for n, s in found.custom.items()}
    tally.shown += sum(_verified(section.claims) for section in custom.values())
    lead = [Statement(text=e.text, evidence=e.evidence) for e in what[:1] if e.check.status == "verified"]
    lead += [
        Statement(text=s.text, evidence=s.evidence)
        for s in steps
        if s.kind in ("scheduled", "pledged") and s.check.status == "verified"
    ][:1]
    hashes = {article.id: article.sha256}
    return Story(
        id=room.id,
        headline=headline.text,
        headline_evidence=headline.evidence,
        headline_check=headline.check,
        lead=_checked("lead", _distinct(lead), hashes, check, tally, article.language),
        articles=(article.id,),
        outlets=(article.outlet,) if article.outlet else (),
        who=who,
        what=what,
        positions=positions,
        next_steps=steps,
        custom=custom,
        gaps=found.gaps,
    )


def _verified(claims: Iterable[Claim]) -> int:
    return sum(claim.check.status == "verified" for claim in claims)


def _headline(found: Findings) -> Statement | None:
    """The headline where it holds, else the words of the top verified claim."""
    made = found.headline_check
    if found.headline and made is not None and made.status == "verified":
        return Statement(text=found.headline, evidence=found.headline_evidence, check=made)
    for claim in (*found.what, *found.positions, *found.next_steps):
        if claim.check.status == "verified":
            return Statement(text=_shorten(words_of(claim)), evidence=claim.evidence, check=claim.check)
    return None


def _shorten(words: str) -> str:
    kept = words.split()
    return " ".join(kept).rstrip(".") if len(kept) <= HEADLINE_WORDS else " ".join(kept[: HEADLINE_WORDS - 1]) + " …"


def _beside(what: tuple[Event, ...], positions: tuple[Position, ...], tally: _Tally) -> tuple[Position, ...]:
    """The positions that say more than a shown event, which names its source itself."""
    told = [event.text for event in what]
    kept = tuple(p for p in positions if p.quotes or not any(p.text in text for text in told))
    tally.merged += _verified(positions) - _verified(kept)
    return kept


def _key_positions(positions: tuple[Position, ...], limits: Limits, tally: _Tally) -> tuple[Position, ...]:
    """The most salient positions of somebody, no holder crowding out the others; in the order they came."""
    shown: list[Position] = []
    each: Counter[str | None] = Counter()
    for position in positions:
        if position.holder is None or position.salience < limits.salience:
            tally.rank += _verified([position])
        elif len(shown) >= limits.positions or each[position.holder] >= limits.positions_each:
            tally.limit += _verified([position])
        else:
            each[position.holder] += 1
            shown.append(position)
            tally.shown += _verified([position])
    return tuple(shown)


def _distinct(statements: Iterable[Statement]) -> list[Statement]:
    """Without those whose sentence an earlier one has already given."""
    kept: list[Statement] = []
    seen: set[Span] = set()
    for statement in statements:
        if not seen.issuperset(statement.evidence):
            kept.append(statement)
            seen.update(statement.evidence)
    return kept


def _checked(
    kind: ClaimKind,
    statements: Iterable[Statement],
    hashes: Mapping[str, str],
    check: StatementCheck,
    tally: _Tally,
    language: str | None,
) -> tuple[Statement, ...]:
    """The composed statements that pass the gates, counted."""
    checked = [check(s) for s in statements_with_ids(kind, tuple(statements), hashes)]
    for statement in checked:
        tally.make(kind, statement, statement.text, language)
    shown = tuple(s for s in checked if s.check.status == "verified")
    tally.shown += len(shown)
    return shown


def _bottom_line(
    stories: Sequence[Story], hashes: Mapping[str, str], check: StatementCheck, tally: _Tally
) -> tuple[Statement, ...]:
    """Two sentences: a single story's event and its next step, or the events of the first two stories."""
    leads = stories[0].lead if len(stories) == 1 else [s.lead[0] for s in stories[:2] if s.lead]
    bare = [Statement(text=lead.text, evidence=lead.evidence) for lead in leads]
    return _checked("bottom_line", _distinct(bare), hashes, check, tally, None)


def _in_order(stories: list[Story], articles: Mapping[str, Article], profile: Profile) -> list[Story]:
    """Stories that name the reader's house first, then those on the topics, else in the order that came in."""

    def rank(story: Story) -> int:
        text = " ".join(f"{articles[a].title or ''} {articles[a].text}" for a in story.articles)
        return 0 if _names_any(text, profile.us) else 1 if _names_any(text, profile.topics) else 2

    return sorted(stories, key=rank)


def _names_any(text: str, names: Sequence[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) for name in names)
