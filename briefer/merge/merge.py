"""One story's findings to its material."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from briefer.language.meaning import gist, same
from briefer.language.names.across import Names
from briefer.merge.claims import (
    ClaimCheck,
    Joined,
    Told,
    covers,
    joined,
    same_actor,
    same_event,
    same_position,
    same_statement,
    same_step,
)
from briefer.merge.contradictions import Grounds, contradictions
from briefer.merge.voices import Voice, in_order
from briefer.model import GAPS, Actor, Article, Claim, Custom, Event, Findings, Material, Position, Statement

C = TypeVar("C", bound=Claim)

#: What each doubling of the voices that tell a position adds to its salience where positions are put in order.
_HEARD = 0.15


def merge(
    findings: Sequence[Findings],
    articles: Mapping[str, Article],
    copies: Sequence[Sequence[str]],
    *,
    check: ClaimCheck,
) -> Material:
    """The material of one story.

    `findings` are those of its articles, in any order; `copies` parts the articles' ids into sets that are copies of
    one text. `check` runs the gates on a claim and all that it rests on after others went into it.
    """
    by_article = {found.article.id: found for found in findings}
    if len(findings) == 1:
        return Material.of(findings[0], articles[findings[0].article.id])
    voices = in_order(copies, by_article, articles)
    names = Names(actor for voice in voices for name in voice.articles for actor in by_article[name].who)

    def told(of: Callable[[Findings], Sequence[C]]) -> list[Told[C]]:
        return list(_told(of, voices, by_article))

    who, fewer_who = joined(sorted(told(lambda found: found.who), key=_completeness), *same_actor(names), check)
    what, fewer_what = joined(told(lambda found: found.what), same_event, _one_bucket, check)
    positions, fewer_positions = joined(told(lambda found: found.positions), *same_position(names), check)
    steps, fewer_steps = joined(told(lambda found: found.next_steps), *same_step(names), check)
    who = sorted(who, key=lambda j: (-len(j.voices), j.place))
    what = sorted(what, key=lambda j: j.place)
    positions = sorted(positions, key=lambda j: (-_weight(j), j.place))
    steps = sorted(steps, key=lambda j: j.place)
    custom, fewer_custom, outranked = _custom(voices, by_article, check)
    headline, fewer_headlines, headlines_left = _headline(voices, by_article, [j.claim for j in what])
    order = tuple(name for voice in voices for name in voice.articles)
    return Material(
        articles=order,
        outlets=tuple(dict.fromkeys(outlet for name in order if (outlet := articles[name].outlet))),
        independent=_independent(voices),
        headline=headline,
        who=tuple(j.claim for j in who),
        what=tuple(j.claim for j in what),
        positions=tuple(j.claim for j in positions),
        next_steps=tuple(j.claim for j in steps),
        custom=custom,
        gaps=_gaps([by_article[name] for name in order], [j.claim for j in positions]),
        contradictions=contradictions(who, what, positions, steps, Grounds(voices, articles, names)),
        merged=fewer_who + fewer_what + fewer_positions + fewer_steps + fewer_custom + fewer_headlines,
        outranked=outranked + headlines_left,
    )


def _told(
    of: Callable[[Findings], Sequence[C]], voices: Sequence[Voice], findings: Mapping[str, Findings]
) -> Iterator[Told[C]]:
    """The claims as they are told: of the leading voice first, of the original before its copies."""
    place = 0
    for number, voice in enumerate(voices):
        for name in voice.articles:
            for claim in of(findings[name]):
                yield Told(claim, name, findings[name].article.language, number, place)
                place += 1


def _one_bucket(_: Claim) -> None:
    """All of them side by side."""


def _completeness(told: Told[Actor]) -> tuple[int, int]:
    """Who is told most fully comes first: with role and organisation, by the longest name."""
    actor = told.claim
    return -(bool(actor.role) + bool(actor.organisation) + bool(actor.why)), -len(actor.name.split())


def _weight(position: Joined[Position]) -> float:
    return position.claim.salience + _HEARD * math.log2(max(1, len(position.voices)))


def _independent(voices: Sequence[Voice]) -> int:
    """Outlets that report on their own, one at least: who first printed a text has written it, as far as one can tell."""
    return max(1, len({outlet for voice in voices for outlet in voice.outlets[:1]}))


def _headline(
    voices: Sequence[Voice], findings: Mapping[str, Findings], what: Sequence[Event]
) -> tuple[Statement | None, int, int]:
    """The first that holds; how many others say the same or what the story's events say, and how many do not."""
    holding: list[Statement] = []
    others: Statement | None = None
    for name in (name for voice in voices for name in voice.articles):
        headline = Material.headline_of(findings[name])
        if headline is not None and headline.check.status == "verified":
            holding.append(headline)
        others = others or headline
    if not holding:
        return others, 0, 0
    shown = [gist(text) for text in (holding[0].text, *(event.text for event in what))]
    merged = sum(any(same(g, gist(h.text)) or covers(g, gist(h.text)) for g in shown) for h in holding[1:])
    return holding[0], merged, len(holding) - 1 - merged


def _custom(
    voices: Sequence[Voice], findings: Mapping[str, Findings], check: ClaimCheck
) -> tuple[dict[str, Custom], int, int]:
    """The answers to the user's own sections; how many claims went into others, and how many gave way to others."""
    answers: dict[str, list[tuple[Custom, list[Told[Statement]]]]] = {}
    place = 0
    for number, voice in enumerate(voices):
        for name in voice.articles:
            for key, section in findings[name].custom.items():
                told = []
                for claim in section.claims:
                    told.append(Told(claim, name, findings[name].article.language, number, place))
                    place += 1
                answers.setdefault(key, []).append((section, told))
    made: dict[str, Custom] = {}
    merged = outranked = 0
    for key, given in answers.items():
        chosen = next((s for s, _ in given if s.value is not None and _holds(s)), given[0][0])
        # A choice rests on the claims of those who chose alike.
        sides = [told for s, told in given if s.kind != "choice" or (s.value == chosen.value and _holds(s))]
        others = [told for s, told in given if told not in sides]
        claims, fewer = joined([t for told in sides for t in told], same_statement, _one_bucket, check)
        made[key] = replace(chosen, claims=tuple(j.claim for j in sorted(claims, key=lambda j: j.place)))
        merged += fewer
        outranked += sum(t.claim.check.status == "verified" for told in others for t in told)
    return made, merged, outranked


def _holds(section: Custom) -> bool:
    return bool(section.claims) and all(claim.check.status != "withheld" for claim in section.claims)


def _gaps(findings: Sequence[Findings], positions: Sequence[Position]) -> tuple[str, ...]:
    """What none of the articles says; with several speakers there is more than one side."""
    open_ = set(findings[0].gaps).intersection(*(found.gaps for found in findings[1:]))
    if len({p.holder for p in positions if p.quotes}) > 1:
        open_.discard("only one side quoted")
    return tuple(gap for gap in GAPS if gap in open_)
