"""What to tell those who have read an earlier revision of a brief."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from briefer.compose.edits.parts import Part, in_line, parts
from briefer.errors import BrieferError
from briefer.model import Brief, Corrected, desk_texts
from briefer.model.edits import PartKind


def correction(before: Brief, after: Brief) -> tuple[Corrected, ...]:
    """The differences in words between two revisions of one brief, from top to bottom; empty where there is none.

    Claims are told apart by their ids. Of a story that is gone or new only the headline is named, and where stories
    stand makes no difference. `BrieferError` where these are no two revisions of one brief.
    """
    if before.id != after.id:
        raise BrieferError(
            f"{after.id} is no revision of {before.id}: these are two briefs",
            hint="a correction goes from one revision of a brief to a later one",
        )
    return tuple(_differences(before, after))


def _differences(before: Brief, after: Brief) -> Iterator[Corrected]:
    yield from _of_texts(_own(before), _own(after))
    old, new = _claims(before), _claims(after)
    lost = {story.id for story in before.stories} - {story.id for story in after.stories}
    come = {story.id for story in after.stories} - {story.id for story in before.stories}
    for name, part in old.items():
        if name in new:
            now = new[name]
            if now.words != part.words:
                yield Corrected(
                    kind="replaced", part=part.kind, before=part.words, after=now.words, story=_headline(now)
                )
        elif not _within(part, lost):
            yield Corrected(kind="hidden", part=part.kind, before=part.words, story=_headline(part))
    for name, part in new.items():
        if name not in old and not _within(part, come):
            yield Corrected(kind="added", part=part.kind, after=part.words, story=_headline(part))


def _claims(brief: Brief) -> dict[tuple[str, str], Part]:
    return {(part.kind, part.id): part for part in parts(brief)}


def _headline(part: Part) -> str | None:
    return part.story.headline if part.story is not None else None


def _within(part: Part, stories: set[str]) -> bool:
    """Whether the part goes with a story whose headline is named."""
    return part.kind != "headline" and part.story is not None and part.story.id in stories


class _Text(NamedTuple):
    """What the desk itself says."""

    part: PartKind
    words: str
    story: str | None


def _own(brief: Brief) -> dict[str, _Text]:
    """The recommendation, lines to take, and notes on stories that are there, by their ids."""
    asked = in_line(brief.set.get("recommendation", ""))
    found = {"recommendation": _Text("recommendation", asked, None)} if asked else {}
    headlines = {story.id: story.headline for story in brief.stories}
    for text in desk_texts(brief.edits):
        if text.what == "line":
            found[text.id] = _Text("line", text.words, None)
        elif text.story in headlines:
            found[text.id] = _Text("note", text.words, headlines[text.story])
    return found


def _of_texts(old: dict[str, _Text], new: dict[str, _Text]) -> Iterator[Corrected]:
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if before is not None and after is not None:
            if before.words != after.words:
                yield Corrected(
                    kind="replaced", part=after.part, before=before.words, after=after.words, story=after.story
                )
        elif before is not None:
            yield Corrected(kind="hidden", part=before.part, before=before.words, story=before.story)
        elif after is not None:
            yield Corrected(kind="added", part=after.part, after=after.words, story=after.story)
