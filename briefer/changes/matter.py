"""A step and a sentence, each as it is laid beside the other: stems of what they say, names and days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from briefer.language.dates import calendar
from briefer.language.dates.calendar import MONTHS, WEEKDAYS
from briefer.language.meaning import gist
from briefer.language.negation.signs import Word, content, stems
from briefer.language.negation.stems import stem

#: Two steps of one day are one when they share so much of the shorter one.
_ONE_MATTER = 0.6
#: A range of more days names no day.
_A_WEEK = timedelta(days=6)
_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?")


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


#: Words that plan a deed and are none, and those that tell no deed from another.
_PLANNED = _stems("plan planned schedule scheduled due set expect expected slated intend aim agree promise pledge vow")
IDLE = _PLANNED | _stems(
    "again next further new first second third last other another more later then now also soon day week month year "
    "morning afternoon evening night noon today yesterday tomorrow tonight time late early end said say tell told"
)
#: Deeds that are one in the news.
ALIKE = tuple(
    _stems(row)
    for row in (
        "present publish release issue submit deliver unveil hand",
        "meet gather convene",
        "begin start open launch resume reopen",
        "visit travel tour",
        "decide rule",
        "hold",
    )
)
#: What events do, and what is done with documents.
HAPPENS = _stems("hold take begin start open end last convene conclude attend finish go")
DOCUMENTS = _stems(
    "report plan draft bill budget proposal findings figure result ruling verdict statement list audit study"
)
#: What begins, is held and ends by itself.
_EVENTS = _stems(
    "meet hear vote conference ceremony debate strike election visit match festival exhibition congress referendum march"
)
#: What a meeting is called: all of these are one word here.
MEETING = stem("meeting")
_VERBS = dict.fromkeys(_stems("meetings talk session summit negotiation round"), MEETING) | {
    stem(noun): stem(verb)
    for noun, verb in (
        row.split(":")
        for row in "decision:decide presentation:present publication:publish announcement:announce arrival:arrive "
        "departure:depart resignation:resign election:elect inspection:inspect approval:approve reply:reply "
        "signature:sign delivery:deliver trial:hear hearings:hear submission:submit appearance:appear".split()
    )
}


@dataclass(frozen=True, slots=True)
class Matter:
    """A step as it is looked for in sentences: stems of its words, in parts."""

    #: The deed, or the noun of what was planned; with it, what else would say that it was done.
    deed: str
    deeds: frozenset[str]
    #: Whether the deed was told as a noun: "a meeting is planned".
    noun: bool
    #: Who is to do it; all words but the deed and names; those of them behind the verb.
    actor: frozenset[str]
    words: frozenset[str]
    tail: frozenset[str]
    #: Names: of who is to do it, and others.
    actors: frozenset[str]
    names: frozenset[str]
    #: The days on which it may be taken; None where an end is open.
    first: date | None
    last: date | None
    #: Stems without any of which no sentence says what became of it.
    told_by: frozenset[str]


def matter_of(text: str, action: str | None, actor: str | None, from_: str | None, to: str | None) -> Matter | None:
    """What a step is about; None where no deed is found in its words."""
    action = action or _deed_in(text)
    done = content_of(action)
    doing = _common(done)
    names = gist(text).names - IDLE
    acting = _common(content_of(actor or "")) and _common(content_of(doer(text, action, actor)))
    deed = next((word.stem for word in done if counts(word)), None)
    planned = next((word.stem for word in content(action)), "") in _PLANNED
    head = re.split(r"\b(?:of|with|on|between|about|over|in|at)\b", actor or "")[0]
    event = next((word.stem for word in reversed(content_of(head)) if counts(word)), None)
    noun = planned or deed is None or (deed in HAPPENS and event in _EVENTS)
    if noun:
        deed = event
    if deed is None:
        return None
    deeds = frozenset({deed}).union(*(row for row in ALIKE if deed in row))
    if noun:
        deeds |= ALIKE[0] if deed in DOCUMENTS else HAPPENS
    elif deed in HAPPENS:
        deeds |= HAPPENS
    words = (_common(content_of(text)) | acting) - {deed} - names - (HAPPENS if noun else frozenset())
    own = frozenset(stem(word) for word in re.findall(r"\b[A-Z]\w+", actor or "")) & (names | acting)
    return Matter(
        deed=deed, deeds=deeds, noun=noun, actor=acting - {deed}, words=words, tail=doing - {deed} - names,
        actors=own & names, names=names, first=_day(from_, calendar.first_day), last=_day(to, calendar.last_day),
        told_by=deeds | {deed} | (words & (DOCUMENTS | {MEETING})),
    )  # fmt: skip


def doer(text: str, action: str | None, actor: str | None) -> str:
    """The words of who is to do it, with those that stand before the deed; empty where nobody is named."""
    action = action or _deed_in(text)
    # "The ferry company Marlpost": an engine may leave the name out.
    return f"{actor} {text.partition(action)[0] if action and action in text else ''}" if actor else ""


def _deed_in(text: str) -> str:
    match = re.search(r"\b(?:will|would|shall|to)\b (?P<deed>.+)", text)
    return match["deed"] if match else ""


def one_matter(one: Matter, other: Matter) -> bool:
    """Whether two steps of the same days share what they are about."""
    mine, others = ({m.deed} | m.words | m.names for m in (one, other))
    shared = len(mine & others)
    if one.deed == other.deed and min(len(mine), len(others)) == 1:
        return True  # "the trial opens", and what else is told of it
    return shared > 1 and shared >= _ONE_MATTER * min(len(mine), len(others))


def one_deed(one: Matter, other: Matter) -> bool:
    """Whether both are the same thing done to the same things, however long the sentences around them are."""
    return one.deed == other.deed and one.tail == other.tail and bool(one.tail) and not one.noun and not other.noun


def unquoted(text: str) -> str:
    """The text with what it quotes blanked."""
    return _QUOTED.sub(lambda match: " " * len(match[0]), text)


def rough(words: str) -> frozenset[str]:
    """The stems of all words, content or not, what is called by a noun under its verb."""
    return frozenset(_VERBS.get(one, one) for one in stems(words))


def content_of(words: str) -> list[Word]:
    """Content words, what is called by a noun under its verb."""
    return [word._replace(stem=_VERBS[word.stem]) if word.stem in _VERBS else word for word in content(words)]


def _common(words: Iterable[Word]) -> frozenset[str]:
    return frozenset(word.stem for word in words if counts(word))


def counts(word: Word) -> bool:
    """Whether the word tells deeds apart: no number, day or word of planning."""
    low = word.text.casefold()
    return word.stem not in IDLE and not low[0].isdigit() and low not in MONTHS and low not in WEEKDAYS


def _day(iso: str | None, of: Callable[[str], date]) -> date | None:
    try:
        return of(iso[:10]) if iso else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Line:
    """A sentence of an article, ready to be laid beside steps."""

    text: str
    article: str
    #: When the article was published, as in the contract, and the day of that.
    published: str | None
    day: date

    @cached_property
    def plain(self) -> str:
        """The sentence with what it quotes blanked."""
        return unquoted(self.text)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Content words, in order."""
        return tuple(content_of(self.plain))

    @cached_property
    def rough(self) -> frozenset[str]:
        """The stems of all words, content or not; quick to have."""
        return rough(self.plain)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of those."""
        return frozenset(word.stem for word in self.words)

    @property
    def past(self) -> tuple[tuple[date, date], ...]:
        """The days that it names; what lies ahead of a day that is past, a week earlier."""
        week = timedelta(days=7)
        return tuple((a - week, b - week) if a > self.day else (a, b) for a, b, _ in self.days)

    @cached_property
    def days(self) -> tuple[tuple[date, date, int], ...]:
        """The days that it names, each with where it stands; long ranges are none."""
        from briefer.language.dates import find_dates

        found: list[tuple[date, date, int]] = []
        for when in find_dates(self.text, published=self.published, article=self.article):
            first, last = _day(when.from_, calendar.first_day), _day(when.to, calendar.last_day)
            # "Until 19 May" names a day too.
            first = first or last
            if first is None or last is None:
                continue
            if when.text.casefold().startswith("from "):
                # "moved from 12 May to 19 May" names two days.
                found += [(first, first, when.span.start), (last, last, when.span.end)]
            elif last - first <= _A_WEEK:
                found.append((first, last, when.span.start))
        return tuple(found)
