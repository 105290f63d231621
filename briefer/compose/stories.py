"""A story of its material: all that may be shown of it, and what there is room for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from briefer.compose.edition import Limits
from briefer.compose.tally import Tally, claims_of, verified, words_of
from briefer.model import Claim, Contradiction, Custom, Material, Position, Statement, Story

C = TypeVar("C", bound=Claim)

#: A headline's length in words (DESIGN: "the main event in at most 14 words").
HEADLINE_WORDS = 14


@dataclass(frozen=True, slots=True)
class Room:
    """What a story is called and how much of it may be shown."""

    id: str
    limits: Limits
    show_flagged: bool


def whole(found: Material, room: Room, tally: Tally) -> Story | None:
    """The story of this material with all that may be shown, each thing said once; None where nothing may."""

    def passed(claims: Iterable[C]) -> tuple[C, ...]:
        good = ("verified", "flagged") if room.show_flagged else ("verified",)
        return tuple(claim for claim in claims if claim.check.status in good)

    tally.merged += found.merged
    tally.rank += found.outranked
    headline = headline_of(found)
    if headline is None:
        tally.rank += verified(claim for _, claim in claims_of(found))
        return None
    what, disputed = passed(found.what), _disputed(found.contradictions)
    told = [event.text for i, event in enumerate(what) if i < room.limits.what or event.id in disputed]
    custom: dict[str, Custom] = {}
    for name, section in found.custom.items():
        claims = passed(section.claims)
        custom[name] = replace(section, claims=claims, value=section.value if _holds(section, claims) else None)
    return Story(
        id=room.id,
        headline=headline.text,
        headline_evidence=headline.evidence,
        headline_check=headline.check,
        articles=found.articles,
        outlets=found.outlets,
        independent=found.independent,
        who=passed(found.who),
        what=what,
        positions=_beside(told, passed(found.positions), disputed, tally),
        next_steps=passed(found.next_steps),
        custom=custom,
        gaps=found.gaps,
        contradictions=found.contradictions,
    )


def cut(story: Story, limits: Limits, moved: Collection[str]) -> tuple[Story, Tally]:
    """The story with what there is room for, and what became of its verified claims.

    Over the limits is shown what the sources do not agree on, and what has `moved` since earlier briefs.
    """
    tally = Tally()
    wanted = {*moved, *_disputed(story.contradictions)}

    def first(claims: tuple[C, ...], limit: int) -> tuple[C, ...]:
        kept = {i for i, claim in enumerate(claims) if i < limit or claim.id in wanted}
        tally.shown += verified(claim for i, claim in enumerate(claims) if i in kept)
        tally.limit += verified(claim for i, claim in enumerate(claims) if i not in kept)
        return tuple(claim for i, claim in enumerate(claims) if i in kept)

    made = replace(
        story,
        what=first(story.what, limits.what),
        who=first(story.who, limits.who),
        next_steps=first(story.next_steps, limits.next_steps),
        positions=_key_positions(story.positions, limits, wanted, tally),
        custom={
            name: replace(section, claims=first(section.claims, 1 if section.kind == "claim" else limits.custom))
            for name, section in story.custom.items()
        },
    )
    return made, tally


def _holds(section: Custom, shown: tuple[Statement, ...]) -> bool:
    """Whether the choice rests on claims that are shown, and on none that failed."""
    return bool(shown) and not any(claim.check.status == "withheld" for claim in section.claims)


def headline_of(found: Material) -> Statement | None:
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


def _disputed(contradictions: Iterable[Contradiction]) -> frozenset[str]:
    """The claims on which sources do not agree."""
    return frozenset(claim for contradiction in contradictions for claim in contradiction.claims)


def _beside(
    told: Sequence[str], positions: tuple[Position, ...], disputed: Collection[str], tally: Tally
) -> tuple[Position, ...]:
    """The positions that say more than an event that is shown, which names its source itself."""
    kept = tuple(p for p in positions if p.quotes or p.id in disputed or not any(p.text in text for text in told))
    tally.merged += verified(positions) - verified(kept)
    return kept


def _key_positions(
    positions: tuple[Position, ...], limits: Limits, wanted: Collection[str], tally: Tally
) -> tuple[Position, ...]:
    """The most salient positions of somebody, no holder crowding out the others; in the order they came."""
    shown: list[Position] = []
    each: Counter[str | None] = Counter()
    for position in positions:
        if position.id in wanted:
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
