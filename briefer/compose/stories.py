"""An article's findings as a story: which of its claims are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from briefer.compose.edition import Limits
from briefer.compose.tally import Tally, claims_of, verified, words_of
from briefer.model import Article, Claim, Custom, Event, Findings, Position, Statement, Story

C = TypeVar("C", bound=Claim)

#: A headline's length in words (DESIGN: "the main event in at most 14 words").
HEADLINE_WORDS = 14


@dataclass(frozen=True, slots=True)
class Room:
    """What a story is called and how much of it may be shown."""

    id: str
    limits: Limits
    show_flagged: bool


def story_of(found: Findings, article: Article, room: Room, tally: Tally) -> Story | None:
    """One article's story, without a lead; None where none of its claims may be shown."""
    limits = room.limits

    def passed(claims: Iterable[C]) -> tuple[C, ...]:
        good = ("verified", "flagged") if room.show_flagged else ("verified",)
        return tuple(claim for claim in claims if claim.check.status in good)

    def cut(claims: tuple[C, ...], limit: int) -> tuple[C, ...]:
        tally.shown += verified(claims[:limit])
        tally.limit += verified(claims[limit:])
        return claims[:limit]

    headline = _headline(found)
    if headline is None:
        tally.rank += verified(claim for _, claim in claims_of(found))
        return None
    if found.headline_check is not None and headline.check is found.headline_check:
        tally.shown += 1
    what = cut(passed(found.what), limits.what)
    steps = cut(passed(found.next_steps), limits.next_steps)
    who = cut(passed(found.who), limits.who)
    positions = _key_positions(_beside(what, passed(found.positions), tally), limits, tally)
    custom: dict[str, Custom] = {}
    for name, section in found.custom.items():
        claims = cut(passed(section.claims), 1 if section.kind == "claim" else limits.custom)
        custom[name] = replace(section, claims=claims, value=section.value if _holds(section, claims) else None)
    return Story(
        id=room.id,
        headline=headline.text,
        headline_evidence=headline.evidence,
        headline_check=headline.check,
        articles=(article.id,),
        outlets=(article.outlet,) if article.outlet else (),
        who=who,
        what=what,
        positions=positions,
        next_steps=steps,
        custom=custom,
        gaps=found.gaps,
    )


def _holds(section: Custom, shown: tuple[Statement, ...]) -> bool:
    """Whether the choice rests on claims that are shown, and on none that failed."""
    return bool(shown) and not any(claim.check.status == "withheld" for claim in section.claims)


def _headline(found: Findings) -> Statement | None:
    """The headline where it holds, else the words of the top verified claim."""
    made = found.headline_check
    if found.headline and made is not None and made.status == "verified":
        return Statement(text=found.headline, evidence=found.headline_evidence, check=made)
    own = (claim for section in found.custom.values() for claim in section.claims)
    for claim in (*found.what, *found.positions, *found.next_steps, *own):
        if claim.check.status == "verified":
            return Statement(text=_shorten(words_of(claim)), evidence=claim.evidence, check=claim.check)
    return None


def _shorten(words: str) -> str:
    kept = words.split()
    return " ".join(kept).rstrip(".") if len(kept) <= HEADLINE_WORDS else " ".join(kept[: HEADLINE_WORDS - 1]) + " …"


def _beside(what: tuple[Event, ...], positions: tuple[Position, ...], tally: Tally) -> tuple[Position, ...]:
    """The positions that say more than a shown event, which names its source itself."""
    told = [event.text for event in what]
    kept = tuple(p for p in positions if p.quotes or not any(p.text in text for text in told))
    tally.merged += verified(positions) - verified(kept)
    return kept


def _key_positions(positions: tuple[Position, ...], limits: Limits, tally: Tally) -> tuple[Position, ...]:
    """The most salient positions of somebody, no holder crowding out the others; in the order they came."""
    shown: list[Position] = []
    each: Counter[str | None] = Counter()
    for position in positions:
        if position.holder is None or position.salience < limits.salience:
            tally.rank += verified([position])
        elif len(shown) >= limits.positions or each[position.holder] >= limits.positions_each:
            tally.limit += verified([position])
        else:
            each[position.holder] += 1
            shown.append(position)
            tally.shown += verified([position])
    return tuple(shown)
