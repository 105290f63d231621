"""A story of its material: which of the claims are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from briefer.compose.edition import Limits
from briefer.compose.tally import Tally, claims_of, verified, words_of
from briefer.model import Claim, Custom, Event, Material, Position, Statement, Story

C = TypeVar("C", bound=Claim)

#: A headline's length in words (DESIGN: "the main event in at most 14 words").
HEADLINE_WORDS = 14


@dataclass(frozen=True, slots=True)
class Room:
    """What a story is called and how much of it may be shown."""

    id: str
    limits: Limits
    show_flagged: bool


def story_of(found: Material, room: Room, tally: Tally) -> Story | None:
    """The story of this material, without a lead; None where none of its claims may be shown."""
    limits = room.limits
    disputed = {claim for contradiction in found.contradictions for claim in contradiction.claims}

    def passed(claims: Iterable[C]) -> tuple[C, ...]:
        good = ("verified", "flagged") if room.show_flagged else ("verified",)
        return tuple(claim for claim in claims if claim.check.status in good)

    def cut(claims: tuple[C, ...], limit: int) -> tuple[C, ...]:
        # What the sources do not agree on is shown, wherever it would stand.
        kept = {i for i, claim in enumerate(claims) if i < limit or claim.id in disputed}
        tally.shown += verified(claim for i, claim in enumerate(claims) if i in kept)
        tally.limit += verified(claim for i, claim in enumerate(claims) if i not in kept)
        return tuple(claim for i, claim in enumerate(claims) if i in kept)

    tally.merged += found.merged
    tally.rank += found.outranked
    headline = _headline(found)
    if headline is None:
        tally.rank += verified(claim for _, claim in claims_of(found))
        return None
    if headline is found.headline:
        tally.shown += 1
    what = cut(passed(found.what), limits.what)
    steps = cut(passed(found.next_steps), limits.next_steps)
    who = cut(passed(found.who), limits.who)
    positions = _key_positions(_beside(what, passed(found.positions), disputed, tally), limits, disputed, tally)
    custom: dict[str, Custom] = {}
    for name, section in found.custom.items():
        claims = cut(passed(section.claims), 1 if section.kind == "claim" else limits.custom)
        custom[name] = replace(section, claims=claims, value=section.value if _holds(section, claims) else None)
    return Story(
        id=room.id,
        headline=headline.text,
        headline_evidence=headline.evidence,
        headline_check=headline.check,
        articles=found.articles,
        outlets=found.outlets,
        independent=found.independent,
        who=who,
        what=what,
        positions=positions,
        next_steps=steps,
        custom=custom,
        gaps=found.gaps,
        contradictions=found.contradictions,
    )


def _holds(section: Custom, shown: tuple[Statement, ...]) -> bool:
    """Whether the choice rests on claims that are shown, and on none that failed."""
    return bool(shown) and not any(claim.check.status == "withheld" for claim in section.claims)


def _headline(found: Material) -> Statement | None:
    """The headline where it holds, else the words of the top verified claim."""
    if found.headline is not None and found.headline.check.status == "verified":
        return found.headline
    own = (claim for section in found.custom.values() for claim in section.claims)
    for claim in (*found.what, *found.positions, *found.next_steps, *own):
        if claim.check.status == "verified":
            return Statement(text=_shorten(words_of(claim)), evidence=claim.evidence, check=claim.check)
    return None


def _shorten(words: str) -> str:
    kept = words.split()
    return " ".join(kept).rstrip(".") if len(kept) <= HEADLINE_WORDS else " ".join(kept[: HEADLINE_WORDS - 1]) + " …"


def _beside(
    what: tuple[Event, ...], positions: tuple[Position, ...], disputed: Collection[str], tally: Tally
) -> tuple[Position, ...]:
    """The positions that say more than a shown event, which names its source itself."""
    told = [event.text for event in what]
    kept = tuple(p for p in positions if p.quotes or p.id in disputed or not any(p.text in text for text in told))
    tally.merged += verified(positions) - verified(kept)
    return kept


def _key_positions(
    positions: tuple[Position, ...], limits: Limits, disputed: Collection[str], tally: Tally
) -> tuple[Position, ...]:
    """The most salient positions of somebody, no holder crowding out the others; in the order they came."""
    shown: list[Position] = []
    each: Counter[str | None] = Counter()
    for position in positions:
        if position.id in disputed:
            shown.append(position)
            tally.shown += verified([position])
        elif position.holder is None or position.salience < limits.salience:
            tally.rank += verified([position])
        elif len(shown) >= limits.positions or each[position.holder] >= limits.positions_each:
            tally.limit += verified([position])
        else:
            each[position.holder] += 1
            shown.append(position)
            tally.shown += verified([position])
    return tuple(shown)
