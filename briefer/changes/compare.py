"""What is new, changed, no longer heard or due in a brief, given earlier ones."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from briefer.changes.dates import day_of
from briefer.changes.due import Recall, due_of_briefs, due_of_entries
from briefer.changes.follow import age, goes_on, traced
from briefer.changes.past import Past, Retold, past_of
from briefer.changes.words import quick_stems
from briefer.language.meaning import gist, reverses, rivals, same
from briefer.language.names.across import Names, names_nobody
from briefer.model import Article, Brief, Change, ChangeItem, Entry, Event, Position, Span, Story

#: New positions of one story that are listed, the weightiest first.
MOST_NEW = 3
#: Words of who tells what he wants, offers or is going to do.
_WANTS = re.compile(
    r"\b(?:will|would|shall|offer\w*|demand\w*|want\w*|accept\w*|propos\w+|plan\w*|promis\w+|pledg\w+|insist\w*|"
    r"ask\w*|call\w* for|ready|willing|seek\w*)\b"
)
_FIGURE = re.compile(r"\d")
#: Statements of so few words that one and its opposite may share a single one.
_SHORT = 8
#: Where the words of somebody begin who is named before.
_TELLS = re.compile(
    r"\b(?:said|says|announced|insisted|added|declared|stated|warned|promised|vowed|told \w+(?: \w+)?)"
    r"(?: on \w+day)? (?:that )?(?P<words>.+)"
)


def compared(
    brief: Brief,
    earlier: Sequence[Brief | Past],
    *,
    entries: Sequence[Entry] | None = None,
    recall: Recall | None = None,
) -> Brief:
    """The brief with what changed since earlier ones; as it was where there are none.

    Each position is marked as new, repeated or changed, and `changes` lists what a reader should see first: changed
    positions, steps that came due, new positions and stories, and who was not heard again. Articles that earlier
    sentences stand in are carried along. Earlier briefs that are not older than the brief count all the same, as the
    oldest ones: a clock was wrong.

    `entries` are those of the ledger that may be due, without those that nobody wants to hear of; `recall` finds the
    briefs that told of them. Without `entries` the steps are those of the earlier briefs.
    """
    past = sorted((past_of(b) for b in earlier if b.id != brief.id), key=lambda b: age(b, brief))
    if not any(b.traces for b in past):
        # Beside briefs without a story everything would be new.
        past = []
    if not past and not entries:
        return brief
    library = _Library({article.id: article for article in brief.articles})
    latest_first = past[::-1]
    followed = {
        name: [told for at, story in places if (told := latest_first[at].retold(story)) is not None]
        for name, places in goes_on(traced(brief), [b.traces for b in latest_first]).items()
    }
    stories: list[Story] = []
    items: list[ChangeItem] = []
    for story in brief.stories if past else ():
        made, changes = _story(story, followed[story.id], library)
        stories.append(made)
        items += changes
    if entries is None:
        items += due_of_briefs(brief, past, followed, library.spans)
    else:
        items += due_of_entries(brief, past, followed, entries, recall, library.spans)
    order = ("changed", "due", "overdue", "new", "not_heard")
    return replace(
        brief,
        stories=tuple(stories) if past else brief.stories,
        changes=tuple(sorted(items, key=lambda item: order.index(item.kind))),
        articles=(*brief.articles, *library.added),
    )


@dataclass(slots=True)
class _Library:
    """The articles of the brief, and those of earlier ones that are cited beside them."""

    known: dict[str, Article]
    added: list[Article] = field(default_factory=list)

    def spans(self, spans: Iterable[Span], past: Past) -> tuple[Span, ...]:
        """The spans as they are called here; an article whose text has changed since is kept under a name of its own."""
        return tuple(
            Span(self._name(article), span.start, span.end)
            for span in spans
            if (article := past.article(span.article)) is not None
        )

    def _name(self, article: Article) -> str:
        for name in (article.id, f"{article.id}-{article.sha256[:8]}"):
            if name not in self.known:
                self.known[name] = replace(article, id=name)
                self.added.append(self.known[name])
                return name
            if self.known[name].sha256 == article.sha256:
                return name
        return article.id


@dataclass(frozen=True, slots=True)
class _Said:
    """A position of an earlier brief."""

    position: Position
    #: The day on which it was told.
    day: str
    brief: Past


def _story(story: Story, past: Sequence[Retold], library: _Library) -> tuple[Story, list[ChangeItem]]:
    if not past:
        fresh = tuple(replace(p, change=Change(kind="new")) for p in story.positions)
        item = ChangeItem(kind="new", story=story.id, claim=None, text=story.headline, now=story.headline_evidence)
        return replace(story, positions=fresh), [item]
    names = Names(actor for s in (story, *(e.story for e in past)) for actor in s.who)
    said: defaultdict[str, list[_Said]] = defaultdict(list)
    for s in sorted((s for e in past for s in _said(e, names)), key=lambda s: s.day, reverse=True):
        if mouth := _mouth(s.position, names):
            said[mouth].append(s)
    items: list[ChangeItem] = []
    positions: list[Position] = []
    new = 0
    for position in story.positions:
        change, before = _changed(position, said[_mouth(position, names)])
        if before is not None:
            evidence = library.spans(before.position.evidence, before.brief)
            change = replace(change, evidence=evidence)
            items.append(_item("changed", story, position, since=before.day, before=evidence))
        elif change.kind == "new" and not names_nobody(position.holder):
            new += 1
            if new <= MOST_NEW:
                items.append(_item("new", story, position))
        positions.append(replace(position, change=change))
    told = _told_as_events(story, names)
    events: list[Event] = []
    for event in story.what:
        if spoken := told.get(event.id):
            change, before = _changed(spoken, said[_mouth(spoken, names)])
            if before is not None:
                change = replace(change, evidence=library.spans(before.position.evidence, before.brief))
                if not any(item.kind == "changed" and item.now == event.evidence for item in items):
                    items.append(_item("changed", story, spoken, since=before.day, before=change.evidence))
            events.append(replace(event, change=change))
        else:
            events.append(event)
    items += _not_heard(story, past, [*positions, *told.values()], names, library)
    return replace(story, positions=tuple(positions), what=tuple(events)), items


def _said(earlier: Retold, names: Names) -> Iterator[_Said]:
    for position in (*earlier.story.positions, *_told_as_events(earlier.story, names).values()):
        yield _Said(position, day_of(position.evidence, earlier.articles, earlier.brief.day), earlier.brief)


def _told_as_events(story: Story, names: Names) -> dict[str, Position]:
    """What somebody said, where a brief tells it as what happened, by the events' ids."""
    actors = [actor.name for actor in story.who if actor.kind == "person"]
    actors += [p.holder for p in story.positions if p.holder and names.knows(p.holder)]
    found: dict[str, Position] = {}
    for event in story.what:
        match = _TELLS.search(event.text)
        if match is None:
            continue
        by = {names.key(actor): actor for actor in actors if _surname(actor) in event.text[: match.start()]}
        if len(by) == 1:
            (holder,) = by.values()
            found[event.id] = Position(
                id=event.id, holder=holder, speaker=holder, text=match["words"].rstrip("."), evidence=event.evidence
            )
    return found


def _surname(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1]


def _mouth(position: Position, names: Names) -> str:
    """Whose words they are, whichever form the name has; empty where nobody can tell."""
    holder = position.holder
    return "" if holder is None or names_nobody(holder) or position.channel == "unnamed" else names.key(holder)


def _changed(position: Position, said: Sequence[_Said]) -> tuple[Change, _Said | None]:
    """How a position compares with what its holder said before, the latest first, and the words that it leaves."""
    said = [s for s in said if _near(position, s.position)]
    if not said:
        return Change(kind="new"), None
    now = gist(position.text)
    for i, s in enumerate(said):
        before = gist(s.position.text)
        if _opposed(position, s.position):
            return Change(kind="changed", since=s.day), s
        if same(now, before):
            since = s.day
            for older in said[i + 1 :]:
                if _opposed(position, older.position):
                    break
                if same(now, gist(older.position.text)):
                    since = older.day
            return Change(kind="repeated", since=since), None
    return Change(kind="new"), None


def _near(now: Position, before: Position) -> bool:
    """Whether two positions may be one, or opposed: most share no two words, and need not be read closely."""
    if {now.stance, before.stance} == {"support", "oppose"} or now.text == before.text:
        return True
    mine, others = quick_stems(now.text), quick_stems(before.text)
    shared = len(mine & others)
    if shared != 1 or max(len(mine), len(others)) <= _SHORT:
        return shared > 0
    # A unit counts as a word: "would pay €40" and "would pay 50 euros".
    return all(_WANTS.search(p.text.casefold()) and _FIGURE.search(p.text) for p in (now, before))


def _opposed(now: Position, before: Position) -> bool:
    """Whether what is said now does not go with what was said before; counts that grow are no change of mind."""
    a, b = gist(now.text), gist(before.text)
    if reverses(a, b):
        return True
    # Another number is another position in what somebody wants or would do, not in what somebody counts.
    if _WANTS.search(a.plain) and _WANTS.search(b.plain) and rivals(a, b) is not None:
        return True
    if {now.stance, before.stance} == {"support", "oppose"} and now.target and before.target:
        return gist(now.target).stems == gist(before.target).stems
    return False


def _item(
    kind: str, story: Story, position: Position, *, since: str | None = None, before: tuple[Span, ...] = ()
) -> ChangeItem:
    holder = position.holder or position.speaker
    text = f"{holder}: {position.text}" if holder and holder not in position.text else position.text
    return ChangeItem(
        kind="changed" if kind == "changed" else "new",
        story=story.id,
        claim=position.id,
        text=text,
        since=since,
        before=before,
        now=position.evidence,
    )


def _not_heard(
    story: Story, past: Sequence[Retold], positions: Sequence[Position], names: Names, library: _Library
) -> Iterator[ChangeItem]:
    """Who spoke in the story when it was last told, and does not now."""
    heard = {names.key(p.holder) for p in positions if p.holder}
    silent: dict[str, _Said] = {}
    for s in _said(past[0], names):
        holder = s.position.holder
        if holder and not names_nobody(holder) and s.position.channel != "unnamed" and names.knows(holder):
            silent.setdefault(names.key(holder), s)
    for key, s in silent.items():
        if key not in heard:
            before = library.spans(s.position.evidence, s.brief)
            yield ChangeItem(
                kind="not_heard", story=story.id, claim=None, text=s.position.holder or "", since=s.day, before=before
            )
