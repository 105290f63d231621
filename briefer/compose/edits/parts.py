"""The parts of a brief that have words: which there are, what they are called, and how one is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from briefer.errors import BrieferError
from briefer.model import Actor, Brief, Claim, ClaimKind, Position, Statement, Story, desk_texts

#: The lists of a story, in the order of a page, and what their claims are.
LISTS: tuple[tuple[str, ClaimKind], ...] = (
    ("lead", "lead"),
    ("what", "what"),
    ("who", "who"),
    ("positions", "position"),
    ("next_steps", "step"),
)
#: The shortest name that a claim is called by.
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A claim of a brief, or a story's headline."""

    kind: ClaimKind
    #: The claim's, or the story's for its headline.
    id: str
    claim: Claim
    #: None for the bottom line.
    story: Story | None
    #: Name of the user's own section that it stands in.
    section: str | None = None

    @property
    def words(self) -> str:
        """What may be replaced: an actor's name and role, else the claim's own words; never a quotation."""
        return words_of(self.claim)

    @property
    def label(self) -> str:
        """Whose words they are, where that is not in them."""
        return in_line(self.claim.holder or self.claim.speaker or "") if isinstance(self.claim, Position) else ""


def words_of(claim: Claim) -> str:
    """What a claim says, in one line."""
    if isinstance(claim, Actor):
        return ", ".join(in_line(word) for word in (claim.name, claim.role, claim.organisation) if word)
    return in_line(str(getattr(claim, "text", "")))


def in_line(words: str) -> str:
    """The words with single spaces between them."""
    return " ".join(words.split())


def parts(brief: Brief) -> Iterator[Part]:
    """All of them, from top to bottom."""
    for statement in brief.bottom_line:
        yield Part("bottom_line", statement.id, statement, None)
    for story in brief.stories:
        yield from parts_of(story)


def parts_of(story: Story) -> Iterator[Part]:
    """Those of one story, its headline first."""
    yield Part("headline", story.id, headline_of(story), story)
    for name, kind in LISTS:
        for claim in getattr(story, name):
            yield Part(kind, claim.id, claim, story)
    for name, section in story.custom.items():
        for statement in section.claims:
            yield Part("custom", statement.id, statement, story, name)


def headline_of(story: Story) -> Statement:
    """The story's headline as a claim; its id is the story's."""
    return Statement(id=story.id, text=story.headline, evidence=story.headline_evidence, check=story.headline_check)


def short_ids(brief: Brief) -> dict[str, str]:
    """Every part's id with the shortest beginning that names it alone."""
    stories = {story.id for story in brief.stories}
    ids = sorted({part.id for part in parts(brief)})
    short: dict[str, str] = {}
    for place, name in enumerate(ids):
        near = [ids[i] for i in (place - 1, place + 1) if 0 <= i < len(ids)]
        lengths = range(SHORTEST, len(name.partition("-")[0]))
        found = (n for n in lengths if not any(other.startswith(name[:n]) for other in near))
        short[name] = name if name in stories else name[: next(found, len(name))]
    return short


def find(brief: Brief, target: str) -> Part:
    """The part of that id, or of the only one that begins so; `BrieferError` names the nearest."""
    every = list(parts(brief))
    exact = [part for part in every if part.id == target]
    if exact:
        return exact[0]
    begun = [part for part in every if target and part.id.startswith(target)]
    if len({part.id for part in begun}) == 1:
        return begun[0]
    if begun:
        raise BrieferError(
            f"“{target}” begins the ids of {len(begun)} claims",
            hint="; ".join(f"{_short(part.id)}: {_short(part.words)}" for part in begun[:3]),
        )
    raise _unknown(brief, target, every)


def _unknown(brief: Brief, target: str, every: Sequence[Part]) -> BrieferError:
    for edit in brief.edits:
        if edit.what == "hide" and edit.target and (edit.target == target or edit.target.startswith(target or "-")):
            return BrieferError(
                f"“{target}” was taken out in revision {edit.revision}: {_short(edit.original or '')}",
                hint="to have it back: briefer edit BRIEF.json undo, as often as it takes",
            )
    names = {part.id: part.words for part in every}
    names |= {short: names[name] for name, short in short_ids(brief).items()}
    names |= {text.id: text.words for text in desk_texts(brief.edits)}
    near = get_close_matches(target, names, 1, 0.5)
    hint = (
        f"did you mean {_short(near[0])}, “{_short(names[near[0]])}”?"
        if near
        else "briefer edit BRIEF.json list: every id"
    )
    return BrieferError(f"no story and no claim of this brief has the id “{target}”", hint=hint)


def _short(words: str) -> str:
    """The beginning of the words, without what could steer a terminal."""
    shown = "".join(c if c.isprintable() else "�" for c in words)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"


def changed(brief: Brief, part: Part, change: Callable[[Any], Any]) -> Brief:
    """The brief with another claim in the place of the part's; None for one takes it out. Not for headlines."""

    def each(claims: Iterable[Any]) -> tuple[Any, ...]:
        made = (change(claim) if claim is part.claim else claim for claim in claims)
        return tuple(claim for claim in made if claim is not None)

    if part.story is None:
        return replace(brief, bottom_line=each(brief.bottom_line))
    story = part.story
    if part.section is not None:
        section = story.custom[part.section]
        claims = each(section.claims)
        # A choice rests on its claims.
        section = replace(section, claims=claims, value=section.value if claims else None)
        return with_story(brief, replace(story, custom={**story.custom, part.section: section}))
    name = next(name for name, kind in LISTS if kind == part.kind)
    lists: dict[str, Any] = {name: each(getattr(story, name))}
    return with_story(brief, replace(story, **lists))


def with_story(brief: Brief, story: Story) -> Brief:
    """The brief with this story in the place of the one of its id."""
    return replace(brief, stories=tuple(story if other.id == story.id else other for other in brief.stories))


def echoes(brief: Brief, target: str, original: str) -> tuple[Part, ...]:
    """Other parts that still say what was taken out or replaced, word for word or within more words."""
    bare = in_line(original).rstrip(".… ").casefold()
    return tuple(part for part in parts(brief) if bare and part.id != target and bare in part.words.casefold())
