"""Claims of several articles brought together: what says the same is one claim, which keeps all that it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from briefer.language.meaning import Gist, akin, days_fit, gist, one_step, rivals, same
from briefer.language.names.across import Names, names_nobody
from briefer.language.tags import same_language
from briefer.model import AGREED, Actor, Claim, Event, Findings, NextStep, Position, Statement

C = TypeVar("C", bound=Claim)

#: A report tells no more than another one when so much of it stands there too, and so many words.
_COVERED, _COVERING = 0.65, 4


class ClaimCheck(Protocol):
    """Runs the gates on a claim, over all that it rests on."""

    def __call__(self, claim: C, /) -> C:
        """The claim with its check."""
        ...


@dataclass(frozen=True, slots=True)
class Told(Generic[C]):
    """A claim of one article."""

    claim: C
    article: str
    language: str | None
    #: Number of the voice, in the order in which they are told, and of the claim within the story.
    voice: int
    place: int


@dataclass(frozen=True, slots=True)
class Joined(Generic[C]):
    """A claim of a story."""

    claim: C
    #: The voices that say it.
    voices: frozenset[int]
    #: Where the first of them says it, among the claims of its kind.
    place: int


@dataclass(slots=True)
class _Cluster(Generic[C]):
    told: list[Told[C]]
    articles: set[str]


Same = Callable[[C, C], bool]


def joined(
    told: Iterable[Told[C]], same_claim: Same[C], key: Callable[[C], Hashable], check: ClaimCheck
) -> tuple[list[Joined[C]], int]:
    """Each claim once, in the order in which the first of its kind came, and how many verified ones went into others.

    A claim never joins one of its own article: who says two things has said two. Only claims under one `key` are laid
    side by side. What the gates would not pass on all the evidence together stays apart.
    """
    clusters: defaultdict[Hashable, list[_Cluster[C]]] = defaultdict(list)
    exact: dict[tuple[Hashable, str, str], list[_Cluster[C]]] = {}
    order: list[_Cluster[C]] = []
    for item in sorted(told, key=lambda t: t.claim.check.status != "verified"):
        if item.claim.check.status == "withheld":
            continue
        bucket = key(item.claim)
        words = (bucket, item.claim.check.status, _words(item.claim))
        for cluster in (*exact.get(words, ()), *clusters[bucket]):
            if item.article not in cluster.articles and _may_join(item, cluster.told[0], same_claim):
                cluster.told.append(item)
                cluster.articles.add(item.article)
                break
        else:
            cluster = _Cluster([item], {item.article})
            clusters[bucket].append(cluster)
            exact.setdefault(words, []).append(cluster)
            order.append(cluster)
    made = [claim for cluster in order for claim in _made(cluster.told, check)]
    return made, sum(_verified(cluster.told) for cluster in order) - sum(
        j.claim.check.status == "verified" for j in made
    )


def _words(claim: Claim) -> str:
    text = str(getattr(claim, "text", None) or getattr(claim, "name", ""))
    return " ".join(text.split())


def _may_join(item: Told[C], head: Told[C], same_claim: Same[C]) -> bool:
    # Most pairs of a story meet here: what is cheap is asked first.
    one_language = item.language == head.language or same_language(item.language or "en", head.language or "en")
    return one_language and same_claim(head.claim, item.claim)


def _verified(told: Iterable[Told[C]]) -> int:
    return sum(t.claim.check.status == "verified" for t in told)


def _made(told: Sequence[Told[C]], check: ClaimCheck) -> list[Joined[C]]:
    """One claim on all the evidence, else each on its own."""
    head = told[0]
    # What is not verified adds nothing to a claim that is.
    good = [t for t in told if t.claim.check.status == head.claim.check.status]
    if len(good) == 1:
        return [_alone(head, told)]
    evidence = tuple(dict.fromkeys(span for t in good for span in t.claim.evidence))
    whole = check(replace(head.claim, evidence=evidence))
    stored = head.claim.check
    if whole.check.status != "withheld" and stored.by != "rules":
        # A model has vouched for its words.
        whole = replace(whole, check=stored)
    if whole.check.status != stored.status:
        return [_alone(t, [t]) for t in good]
    return [_alone(replace(head, claim=whole), told)]


def _alone(head: Told[C], told: Sequence[Told[C]]) -> Joined[C]:
    return Joined(head.claim, frozenset(t.voice for t in told), min(t.place for t in told))


# --- what is one claim ---------------------------------------------------------------------------------


def same_actor(names: Names) -> tuple[Same[Actor], Callable[[Actor], Hashable]]:
    """Actors by their names; a person is never an organisation."""

    def key(actor: Actor) -> Hashable:
        return names.key(actor.name), actor.kind == "person"

    return _any, key


def _any(_one: Actor, _other: Actor) -> bool:
    """Names decide."""
    return True


def foresee(found: Findings) -> None:
    """Reads what an article says happened as it will be compared with what others say."""
    for event in found.what:
        gist(event.text)


def same_event(one: Event, other: Event) -> bool:
    """Whether both report one thing, or the other adds nothing to the first."""
    if one.when is not None and other.when is not None and not days_fit(one.when, other.when):
        return False
    if one.text == other.text:
        return True
    a, b = gist(one.text), gist(other.text)
    return akin(a, b) and (same(a, b) or covers(a, b))


def covers(whole: Gist, part: Gist) -> bool:
    """Whether what one says stands in the other too, as far as words, names, numbers and days tell."""
    shared = len(whole.stems & part.stems)
    if shared < _COVERING or shared < _COVERED * len(part.stems):
        return False
    if not part.names <= whole.stems or not part.days <= whole.days or whole.conditional != part.conditional:
        return False
    if whole.denied & part.stems != part.denied & whole.stems:
        return False
    if part.numbers and not {n.value for n in part.numbers} <= {n.value for n in whole.numbers}:
        return False
    return rivals(whole, part) is None


def same_position(names: Names) -> tuple[Same[Position], Callable[[Position], Hashable]]:
    """Positions by holder, speaker, channel and via first, then by what is said; stances that differ keep them apart."""

    def key(position: Position) -> Hashable:
        mouths = (position.holder, position.speaker, position.via)
        return tuple(names.key(name) if name else None for name in mouths), position.channel

    def alike(one: Position, other: Position) -> bool:
        if names_nobody(one.holder) or names_nobody(one.speaker):
            # Whom "he" means is the article's own business: only a copy says the same of the same.
            return one.text == other.text and _words(one) == _words(other) and len(one.text.split()) > _COVERING
        if "unclear" not in (one.stance, other.stance) and one.stance != other.stance:
            return False
        return one.text == other.text or same(gist(one.text), gist(other.text))

    return alike, key


def same_step(names: Names) -> tuple[Same[NextStep], Callable[[NextStep], Hashable]]:
    """Steps by what is to be done, on days that fit; an agreed one is never a threat or a forecast."""

    def key(step: NextStep) -> Hashable:
        return "agreed" if step.kind in AGREED else step.kind

    def alike(one: NextStep, other: NextStep) -> bool:
        if one.actor and other.actor and _strangers(one.actor, other.actor, names):
            return False
        return one_step(one.text, one.when, other.text, other.when)

    return alike, key


def _strangers(one: str, other: str, names: Names) -> bool:
    """Whether the actors are two that are known by name."""
    return names.knows(one) and names.knows(other) and not names.same(one, other)


def same_statement(one: Statement, other: Statement) -> bool:
    """Whether both say one thing."""
    return same(gist(one.text), gist(other.text))
