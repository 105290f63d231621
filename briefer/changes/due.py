"""Which steps have come due since the last brief: from the ledger, or where there is none from the earlier briefs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from briefer.changes.alike import one_step_of_a_day
from briefer.changes.dates import local_day
from briefer.changes.ledger import Afterwards, spoken_of
from briefer.changes.past import Past, Retold, past_of
from briefer.changes.words import quick_stems
from briefer.language.meaning import Gist, gist
from briefer.model import AGREED, Article, Brief, ChangeItem, Entry, NextStep, Settled, Span, Story, Telling

#: A brief that was recorded, by its id; None where it was forgotten.
Recall = Callable[[str], Brief | Past | None]
#: Carries articles of an earlier brief along, and names the spans as the later one does.
Cite = Callable[[Iterable[Span], Past], tuple[Span, ...]]

#: A step is told of again when so much of the shorter statement is shared.
_TOLD_AGAIN = 0.6
#: Sentences, near enough.
_LINE = re.compile(r"(?<=[.!?”])\s+|\n+")
_ISO_DAY = 10
#: A day of a month, and not of a week.
_DATE = re.compile(r"\d")


def due_of_entries(
    brief: Brief,
    past: Sequence[Past],
    followed: Mapping[str, Sequence[Retold]],
    entries: Sequence[Entry],
    recall: Recall | None,
    cite: Cite,
) -> Iterator[ChangeItem]:
    """Agreed entries that briefs of this name told of, that are open and due today, or were since the last brief.

    What the brief tells of again, or says what became of, is left out. The words are those of the brief of this name
    that told of the entry last, and so are the sentences; where it is forgotten there are none of these.
    """
    today = local_day(brief)
    then = _last_day(past, today)
    name = brief.profile.name
    candidates = [
        (entry, kind)
        for entry in entries
        if any(telling.name == name for telling in entry.tellings) and (kind := _kind(entry, then, today)) is not None
    ]
    if not candidates:
        return
    again = spoken_of(brief, [entry for entry, _ in candidates])
    scene = _Scene.of(brief, followed)
    briefs = _Briefs({b.id: b for b in past}, recall)
    for entry, kind in candidates:
        tellings = [telling for telling in reversed(entry.tellings) if telling.name == name]
        mine = next((story for t in tellings if (story := scene.story(t.brief, t.story)) is not None), None)
        text = tellings[0].text
        if entry.number in again or scene.tells(text, mine):
            continue
        yield ChangeItem(
            kind=kind,
            story=mine.id if mine else None,
            claim=None,
            text=text,
            since=entry.due.isoformat() if entry.due else None,
            before=_grounds(entry, tellings, briefs, cite),
        )


def due_of_briefs(
    brief: Brief, past: Sequence[Past], followed: Mapping[str, Sequence[Retold]], cite: Cite
) -> Iterator[ChangeItem]:
    """Agreed steps of earlier briefs, the oldest first, that are due today or were since the last one."""
    today = local_day(brief)
    then = _last_day(past, today)
    scene = _Scene.of(brief, followed)
    done: dict[date, list[NextStep]] = {}
    whole = {p.id: p.whole() for p in past}
    afterwards = Afterwards(brief, list(whole.values()))
    for p in reversed(past):
        b = whole[p.id]
        for story, step in ((told_in, step) for told_in in b.stories for step in told_in.next_steps):
            day = _deadline(step)
            if day is None or step.kind not in AGREED or not then <= day <= today:
                continue
            if day == then == today:
                # An earlier brief of today has told of it.
                continue
            mine = scene.story(b.id, story.id)
            if scene.tells(step.text, mine) or any(one_step_of_a_day(step, other) for other in done.get(day, ())):
                continue
            if afterwards.became(step, story, b) is not None:
                continue
            done.setdefault(day, []).append(step)
            yield ChangeItem(
                kind="due" if day == today else "overdue",
                story=mine.id if mine else None,
                claim=None,
                text=step.text,
                since=day.isoformat(),
                before=cite(step.evidence, p),
            )


@dataclass(frozen=True, slots=True)
class _Scene:
    """The stories of a brief, and which earlier ones go on in them."""

    stories: Mapping[tuple[str, str], Story]
    articles: Mapping[str, Article]

    @classmethod
    def of(cls, brief: Brief, followed: Mapping[str, Sequence[Retold]]) -> _Scene:
        now = {story.id: story for story in brief.stories}
        going_on = {(e.brief.id, e.story.id): now[name] for name, stories in followed.items() for e in stories}
        return cls(going_on, {article.id: article for article in brief.articles})

    def story(self, brief: str, story: str) -> Story | None:
        """The story in which that of an earlier brief goes on."""
        return self.stories.get((brief, story))

    def tells(self, text: str, story: Story | None) -> bool:
        """Whether the story tells of the step now, as done, called off or still to come."""
        if story is None:
            return False
        lines = [event.text for event in story.what] + [other.text for other in story.next_steps]
        lines += [
            line for name in story.articles if name in self.articles for line in _LINE.split(self.articles[name].text)
        ]
        words = quick_stems(text)
        return any(_again(gist(text), gist(line)) for line in lines if len(words & quick_stems(line)) > 1)


def _again(step: Gist, line: Gist) -> bool:
    """Whether a line tells of a step: shares its words, and names no other date."""
    shared = len(step.stems & line.stems)
    mine, others = (frozenset(day for day in said.days if _DATE.search(day)) for said in (step, line))
    return shared > 1 and shared >= _TOLD_AGAIN * len(step.stems) and not (mine and others and not mine & others)


def _last_day(past: Sequence[Past], today: date) -> date:
    """The day of the last brief, or yesterday; days that are still to come are those of a clock that was ahead."""
    return max((b.day for b in past if b.day <= today), default=today - timedelta(days=1))


def _kind(entry: Entry, then: date, today: date) -> Literal["due", "overdue"] | None:
    due = entry.due
    if due is None or entry.state != "open" or not entry.agreed:
        return None
    if due == today:
        # A month is not due on its last day, and an earlier brief of today has told of what is.
        return "due" if then < today and len(entry.to or entry.from_ or "") >= _ISO_DAY else None
    reopened = max((mark.at for mark in entry.marks if mark.state == "open"), default="")
    return "overdue" if due < today and (due >= then or reopened[:_ISO_DAY] >= then.isoformat()) else None


@dataclass(slots=True)
class _Briefs:
    """Earlier briefs: those at hand, and others that are looked for once where they are asked for."""

    known: dict[str, Past | None]
    recall: Recall | None

    def __getitem__(self, id: str) -> Past | None:
        if id not in self.known:
            found = self.recall(id) if self.recall is not None else None
            self.known[id] = past_of(found) if found is not None else None
        return self.known[id]


def _grounds(entry: Entry, tellings: Sequence[Telling], briefs: _Briefs, cite: Cite) -> tuple[Span, ...]:
    """Where the latest brief that is still there tells of the entry; and of one that was moved, where that is said."""
    for telling in tellings:
        if (past := briefs[telling.brief]) is None or (told_in := past.retold(telling.story)) is None:
            continue
        for step in told_in.story.next_steps:
            if step.id == telling.claim:
                moved = _moved(entry.moved, briefs, cite) if entry.moved is not None else ()
                return (*cite(step.evidence, past), *moved)
    return ()


def _moved(moved: Settled, briefs: _Briefs, cite: Cite) -> tuple[Span, ...]:
    """The sentence that gives a step its new day."""
    if (past := briefs[moved.brief]) is None or (article := past.article(moved.article)) is None:
        return ()
    match = re.search(r"\s+".join(map(re.escape, moved.sentence.split())), article.text)
    return cite([Span(article.id, *match.span())], past) if match else ()


def _deadline(step: NextStep) -> date | None:
    """The last day of the step, where it is known to the day."""
    to = step.when.to if step.when is not None else None
    try:
        return date.fromisoformat(to) if to else None
    except ValueError:
        return None
