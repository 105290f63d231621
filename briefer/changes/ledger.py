"""What a brief says of the ledger of next steps: what it tells again, what is new, and what became of what."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from briefer.changes.alike import one_telling, step_matter, strangers
from briefer.changes.dates import local_day
from briefer.changes.settled import verdict
from briefer.changes.sheet import Sheet, Topic, counted, places_in, topic
from briefer.language.dates.calendar import last_day
from briefer.language.meaning import days_fit, gist, overlap
from briefer.language.negation.stems import stem
from briefer.model import (
    AGREED,
    Actor,
    Article,
    Became,
    Brief,
    Entry,
    NextStep,
    Quoted,
    Settled,
    Story,
    Telling,
    Told,
    When,
)

#: A later article is one that came out so much later; of those without an hour, on another day.
_LATER = timedelta(hours=1)
#: Steps that differ in their day are one when they share so much of the shorter and of the longer text.
_OF_SHORTER, _OF_LONGER = 0.8, 0.6
#: Of two steps, one of which has such a word, none is the other on a new day.
_ANOTHER = re.compile(
    r"\b(?:again|next|another|second|third|further|also|then|each|every|weekly|daily)\b", re.IGNORECASE
)
_NAME = re.compile(r"\b[A-Z][\w’'-]{2,}")
_ISO_DAY = 10


def told(brief: Brief, entries: Sequence[Entry]) -> tuple[Told, ...]:
    """What a brief says of known entries, and its new ones.

    A step is the same one when it binds alike, its days and words agree, and somebody of its story acts here too. That
    it was kept, called off, moved or denied is said by a sentence of an article that is later than its tellings.
    """
    return _Turn(brief, entries).told()


def spoken_of(brief: Brief, entries: Sequence[Entry]) -> frozenset[int]:
    """The numbers of the entries that a brief tells of again, or says what became of."""
    turn = _Turn(brief, entries)
    turn.tell()
    return frozenset(k.number for k in turn.known if k.number is not None and (k.tellings or any(turn.outcomes(k))))


class Afterwards:
    """What a brief, and earlier ones, the oldest first, say became of steps of those. Each is read once."""

    def __init__(self, brief: Brief, earlier: Sequence[Brief]) -> None:
        self._turns = {b.id: _Turn(b, ()) for b in (*earlier, brief)}

    def became(self, step: NextStep, story: Story, told_in: Brief) -> Settled | None:
        """What later briefs say became of a step of an earlier one; the last that says so."""
        entry = Entry(number=0, uid="", tellings=(self._turns[told_in.id].telling(step, story),))
        for turn in self._turns.values():
            if turn.brief.created > told_in.created:
                found = turn.outcomes(_Known(0, entry.tellings, entry))
                entry = replace(entry, outcomes=(*entry.outcomes, *found))
        return entry.settled


@dataclass(slots=True)
class _Known:
    """An entry, or what becomes one."""

    number: int | None
    before: tuple[Telling, ...]
    entry: Entry | None = None
    tellings: list[Telling] = field(default_factory=list)
    #: What it was last told to be about, and the articles of the brief that its story goes on in; None before it is asked.
    topic: Topic | None = None
    following: int | None = None

    @property
    def all(self) -> tuple[Telling, ...]:
        return (*self.before, *self.tellings)

    @property
    def shown(self) -> Entry:
        """The entry with what this brief tells."""
        if self.entry is not None and self.entry.tellings == self.all:
            return self.entry
        if self.entry is not None:
            return replace(self.entry, tellings=self.all)
        return Entry(number=0, uid="", tellings=self.all)


class _Turn:
    """One brief beside the ledger."""

    def __init__(self, brief: Brief, entries: Sequence[Entry]) -> None:
        self.brief = brief
        self.today = local_day(brief)
        self.articles = {article.id: article for article in brief.articles}
        self.sheet = Sheet(brief, self.today)
        self.known = [_Known(e.number, tuple(t for t in e.tellings if t.brief != brief.id), e) for e in entries]
        #: Entries that stand as this brief told them before.
        self.own = {t.claim: place for place, e in enumerate(entries) for t in e.tellings if t.brief == brief.id}
        #: Places in `known` of what is, or was before this brief, about a word: a number with a bit for each.
        self._about: defaultdict[str, int] = defaultdict(int)
        self._claims: dict[str, int] = {}
        #: Names of those who act in a story, by its id.
        self._acting: dict[str, tuple[str, ...]] = {}
        #: When each was last said to be due, and, as above, the places of what is due on a day.
        self._due: dict[int, str | None] = {}
        self._due_on: defaultdict[str | None, int] = defaultdict(int)
        for place in range(len(self.known)):
            self._list(place)

    def _list(self, place: int) -> None:
        """Notes what is told of the entry now."""
        known = self.known[place]
        known.following = None
        for telling in known.all:
            self._claims.setdefault(telling.claim, place)
        # What no story goes on with is not told again, and need not be read.
        if known.tellings or self._following(known):
            last, here = known.all[-1], 1 << place
            self._due_on[self._due.get(place)] &= ~here
            self._due_on[last.due] |= here
            self._due[place] = last.due
            known.topic = _topic(last)
            for word in known.topic.stems:
                self._about[word] |= here

    def tell(self) -> None:
        """Puts each step of the brief to the entry that it belongs to."""
        for story, step in ((s, step) for s in self.brief.stories for step in s.next_steps):
            if step.check.status == "verified" and (telling := self.telling(step, story)).evidence:
                place = self._home(telling, story)
                self.known[place].tellings.append(telling)
                self._list(place)

    def told(self) -> tuple[Told, ...]:
        """All of it."""
        self.tell()
        found = [
            Told(number=k.number, tellings=tuple(k.tellings), outcomes=tuple(self.outcomes(k)))
            for k in self.known
            if k.all
        ]
        return tuple(one for one in found if one.tellings or one.outcomes)

    # --- what is told ---

    def telling(self, step: NextStep, story: Story) -> Telling:
        """What the brief says of the step."""
        brief, when = self.brief, step.when
        about, places = self._named(story, step)
        return Telling(
            brief=brief.id, revision=brief.revision, created=brief.created, name=brief.profile.name, story=story.id,
            headline=story.headline, claim=step.id, text=step.text, actor=step.actor, action=step.action, kind=step.kind,
            says=step.says, when=when.text if when else None, from_=when.from_ if when else None,
            to=when.to if when else None, due=_due(when), about=about, places=places,
            evidence=tuple(
                self._quoted(article, article.text[span.start : span.end])
                for span in step.evidence
                if (article := self.articles.get(span.article)) is not None
            ),
        )  # fmt: skip

    def _named(self, story: Story, step: NextStep) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Names of those who act in the story; and places and other names of the step."""
        if story.id not in self._acting:
            texts = [self.articles[name].text for name in story.articles if name in self.articles]
            names = [_called(actor, texts) for actor in story.who if actor.kind in ("person", "organisation")]
            self._acting[story.id] = tuple(dict.fromkeys(filter(_NAME.match, names)))
        acting = self._acting[story.id]
        places = [actor.name for actor in story.who if actor.kind == "place"]
        named = gist(step.text).names
        places += [name for name in _NAME.findall(step.text) if stem(name) in named and name not in acting]
        return acting, tuple(dict.fromkeys(filter(_NAME.match, places)))

    def _quoted(self, article: Article, sentence: str) -> Quoted:
        day = article.published[:_ISO_DAY] if article.published and len(article.published) >= _ISO_DAY else None
        return Quoted(
            sentence=" ".join(sentence.split()), article=article.id, outlet=article.outlet, url=article.url,
            published=article.published, day=day or self.today.isoformat(),
        )  # fmt: skip

    def _home(self, telling: Telling, story: Story) -> int:
        """The place of the entry that the telling belongs to, a new one if there is none."""
        if (own := self.own.get(telling.claim)) is not None:
            return own
        _, once, twice = counted((self._about[word] for word in _topic(telling).stems if word in self._about), 2)
        near = set(places_in(twice | (once & self._due_on[telling.due] if telling.due is not None else 0)))
        if (same := self._claims.get(telling.claim)) is not None:
            near.add(same)
        fitting = [p for p in near if self._is_one(telling, self.known[p], story)]
        if not fitting:
            self.known.append(_Known(None, ()))
            return len(self.known) - 1
        words, known = gist(telling.text), self.known
        return max(
            sorted(fitting),
            key=lambda p: (
                telling.due == self._due[p],  # of two days of one step the one that is told
                overlap(words, gist(known[p].all[-1].text))[0],
                -(known[p].number or 0),
            ),
        )

    def _is_one(self, telling: Telling, known: _Known, story: Story) -> bool:
        if any(telling.claim == other.claim for other in known.all):
            return True
        if not self._following(known) & self.sheet.story(story.id) and not any(
            other.story == story.id for other in known.tellings
        ):
            return False
        last = known.all[-1]
        shared = len(_topic(telling).stems & known.topic.stems) if known.topic else 0
        if shared < 1 or (shared == 1 and (telling.due is None or telling.due != last.due)):
            return False
        if telling.kind != last.kind and not {telling.kind, last.kind} <= AGREED:
            return False
        if any(strangers(telling, other) for other in known.all):
            return False
        here = {quoted.article for quoted in telling.evidence}
        if any(here & {quoted.article for quoted in other.evidence} for other in known.tellings):
            return False  # who says two things in one article says two
        shown = known.shown
        return (
            one_telling(telling, shown)
            or any(one_telling(telling, t) for t in known.all)
            or self._on_another_day(telling, shown)
        )

    def _on_another_day(self, telling: Telling, entry: Entry) -> bool:
        """Whether it tells of the entry, which was still to come, on another day than before."""
        if entry.state == "kept" or days_fit(telling, entry) or len(telling.to or "") < _ISO_DAY:
            return False
        said = min((quoted.day for quoted in telling.evidence), default=self.today.isoformat())
        if (entry.to or "") < said or bool(_ANOTHER.search(telling.text)) != bool(_ANOTHER.search(entry.original)):
            return False
        shorter, longer, shared = overlap(gist(telling.text), gist(entry.original))
        return shared > 1 and shorter >= _OF_SHORTER and longer >= _OF_LONGER

    # --- what became of it ---

    def outcomes(self, known: _Known) -> Iterator[Settled]:
        """The sentence of the latest article that says what became of the step, if there is one."""
        if not (following := self._following(known)):
            return
        entry = known.shown
        if not entry.evidence or entry.state in ("kept", "done", "dropped"):
            return
        # It may be told of in any of the words in which it was told.
        tellings = {(t.text, t.action, t.actor): t for t in known.all}
        likely = [words for words, t in tellings.items() if self.sheet.may_settle(_topic(t), following)]
        quoted = [q for telling in known.all for q in telling.evidence]
        if not likely or not any(_later(article, quoted) for article in self.sheet.among(following)):
            return
        told_on = date.fromisoformat(max(q.day for q in quoted))
        sentences = {q.sentence for q in quoted}
        found: list[Settled] = []
        for matter in filter(None, (step_matter(*words, entry.from_, entry.to) for words in likely)):
            # Before its day a step is not taken, only called off.
            from_then_on = min(matter.first or told_on, matter.last or date.max).isoformat()
            for article, line in self.sheet.telling_of(matter, following):
                # What tells of a step does not settle it.
                if (
                    line.text not in sentences
                    and _later(article, quoted)
                    and (self.sheet.day(article) >= from_then_on or self.sheet.may_undo(matter, article))
                    and (said := verdict(matter, line, told_on, agreed=entry.agreed))
                    # What nobody was named to do is denied by those who acted then, and not by others.
                    and (said.how != "denied" or matter.actor or matter.noun or _names_one(line.text, known.all))
                ):
                    days = (said.first, said.last)
                    found.append(_settled(self._quoted(article, line.text), said.how, days, self.brief))
        if found:
            # Of two that came out at once that one counts which says no.
            yield max(found, key=lambda s: (s.published or s.day, s.how != "kept"))

    def _following(self, known: _Known) -> int:
        """The articles of what the step's story is about."""
        if known.following is None:
            acting = frozenset(name for telling in known.all for name in telling.about)
            places = frozenset(name for telling in known.all for name in telling.places)
            known.following = self.sheet.following(acting, places - acting)
        return known.following


def _topic(telling: Telling) -> Topic:
    return topic(telling.text, telling.action, telling.actor)


def _due(when: When | None) -> str | None:
    iso = (when.to or when.from_) if when is not None else None
    try:
        return last_day(iso[:_ISO_DAY]).isoformat() if iso else None
    except ValueError:
        return None


def _names_one(sentence: str, tellings: Iterable[Telling]) -> bool:
    return any(name.rsplit(maxsplit=1)[-1] in sentence for telling in tellings for name in telling.about)


def _called(actor: Actor, texts: Sequence[str]) -> str:
    """The name by which articles know the actor: of a person the last one, if it ever stands alone."""
    parts = actor.name.split()
    if actor.kind == "organisation" or len(parts) < 2:
        return actor.name.removeprefix("The ")
    before, last = parts[-2:]
    return last if any(text.count(last) > text.count(f"{before} {last}") for text in texts) else actor.name


def _later(article: Article, told: Sequence[Quoted]) -> bool:
    """Whether an article came out after what first told of the step."""
    published = article.published or ""
    # A month alone is no day to count from.
    first = min(q.published if q.published and len(q.published) > _ISO_DAY else q.day for q in told)
    if len(published) < _ISO_DAY:
        return False
    if _ISO_DAY in (len(published), len(first)):
        return published[:_ISO_DAY] > first[:_ISO_DAY]
    return _moment(published) - _moment(first) >= _LATER


def _moment(published: str) -> datetime:
    moment = datetime.fromisoformat(published)
    return (moment - (moment.utcoffset() or timedelta())).replace(tzinfo=None)


def _settled(quoted: Quoted, how: Became, days: tuple[date | None, date | None], brief: Brief) -> Settled:
    first, last = (day.isoformat() if day else None for day in days)
    return Settled(
        how=how, brief=brief.id, created=brief.created, from_=first, to=last, due=last, sentence=quoted.sentence,
        article=quoted.article, outlet=quoted.outlet, url=quoted.url, published=quoted.published, day=quoted.day,
    )  # fmt: skip
