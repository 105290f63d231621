"""Which stories a brief tells, in which order, and why the others are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from briefer.compose.edition import Limits
from briefer.compose.stories import cut
from briefer.compose.tally import Tally
from briefer.model import Brief, ChangeItem, Profile, Story
from briefer.selection import Filters, in_order, over


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is told of all that there is to tell."""

    stories: tuple[Story, ...]
    #: What became of the claims of each of them, by its id.
    tallies: Mapping[str, Tally]
    #: Why stories are left out, by their ids: by a filter, or for want of room.
    filtered: Mapping[str, str]
    over: Mapping[str, str]
    changes: tuple[ChangeItem, ...]


def choose(whole: Brief, limits: Limits, profile: Profile) -> Choice:
    """The stories to tell of a brief that holds all, uncut and compared with earlier ones, the weightiest first."""
    filters = Filters.of(profile)
    articles = {article.id: article for article in whole.articles}
    filtered = {story.id: why for story in whole.stories if (why := filters.story(story, articles)) is not None}
    moved = {item.claim for item in whole.changes if item.kind == "changed" and item.claim is not None}
    told = {story.id: cut(story, limits, moved) for story in whole.stories if story.id not in filtered}
    stories = tuple(story for story, _ in told.values())
    ordered = in_order(replace(whole, stories=stories, changes=tuple(_shown(whole.changes, stories, filtered))))
    most = profile.max_stories or len(ordered)
    kept = ordered[:most]
    return Choice(
        stories=kept,
        tallies={story.id: told[story.id][1] for story in kept},
        filtered=filtered,
        over={story.id: over(story, number, most) for number, story in enumerate(ordered[most:], most + 1)},
        changes=_in_order_of(kept, _shown(whole.changes, kept, filtered)),
    )


def _in_order_of(stories: Sequence[Story], changes: Iterable[ChangeItem]) -> tuple[ChangeItem, ...]:
    """The changes of each kind as their stories stand, those of no story last."""
    places = {story.id: place for place, story in enumerate(stories)}
    kinds: dict[str, list[ChangeItem]] = {}
    for item in changes:
        kinds.setdefault(item.kind, []).append(item)
    placed = (sorted(items, key=lambda item: places.get(item.story or "", len(places))) for items in kinds.values())
    return tuple(item for items in placed for item in items)


def _shown(
    changes: tuple[ChangeItem, ...], stories: tuple[Story, ...], filtered: Mapping[str, str]
) -> Iterator[ChangeItem]:
    """The changes that are of these stories or of none, and rest on no claim that was cut.

    A step that came due is told of even where its story has no room.
    """
    told = {story.id for story in stories}
    claims = {claim.id for story in stories for claim in (*story.positions, *story.what)}
    for item in changes:
        if item.story is None or item.story in told:
            if item.claim is None or item.claim in claims:
                yield item
        elif item.kind in ("due", "overdue") and item.story not in filtered:
            yield replace(item, story=None)
