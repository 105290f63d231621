"""When it happened: the words of time of the main event, with the hour where the text gives one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from briefer.language.clauses import Tree, handed_on, stems
from briefer.language.dates.calendar import day_of
from briefer.language.places import HAPPENINGS, dateline_end
from briefer.model import Range, Span, When

#: Sentences in which the day of the main event is looked for.
REACH = 40
#: Sentences behind the event's own in which its hour may stand.
NEARBY = 3
#: Days before and after the article's own in which news happens.
RECENT, AHEAD = 8, 1
#: A date further down needs so much speaking for it: its sentence tells of the same, and so do others of its day.
ENOUGH = 1.0

_HAPPEN = frozenset("happen occur unfold".split())
_SHOWN = frozenset("air broadcast open close start begin update publish listen watch".split())
_HOUR = r"(?:\d{1,2}(?:[.:]\d\d)?\s?(?:[ap]m\b|[ap]\.m\.)|(?:[01]?\d|2[0-3]):[0-5]\d|noon\b|midday\b|midnight\b|dawn\b|dusk\b)"
_NEAR = r"(?:(?:at|around|about|by|just|shortly|almost|nearly|roughly|approximately|before|after|past)\s+)"
_ZONE = r"(?:,?\s+(?:local\s+time|(?-i:[A-Z]{2,3}T)\b))?"
#: "at about 6.10am or 6.15am", "around 11:30pm local time".
_CLOCK = rf"{_NEAR}*{_HOUR}(?:\s+or\s+{_HOUR})?{_ZONE}"
_CLOCK_BEFORE = re.compile(rf"(?:\b{_CLOCK}|\b(?:(?:in|during)\s+)?the\s+(?:early|small)\s+hours\s+of),?\s+$", re.I)
_CLOCK_AFTER = re.compile(rf",?\s+(?={_NEAR}|\d){_CLOCK}", re.I)
#: An hour without a day: only where a preposition or the half of the day makes sure.
_ALONE = re.compile(
    rf"\b(?:{_NEAR}+{_HOUR}(?:\s+or\s+{_HOUR})?|\d{{1,2}}(?:[.:]\d\d)?\s?(?:[ap]m\b|[ap]\.m\.)){_ZONE}", re.I
)


def time_at(tree: Tree, sentence: int, verb: int, clause: Range) -> When | None:
    """The date nearest to the verb; that of the words that hand the clause on ("said on Friday") is not its own."""
    place = tree.analysis.sentences[sentence]
    costs: list[tuple[float, int, When]] = []
    for found in tree.dates(Range(max(place.start, dateline_end(tree.analysis, sentence)), place.end)):
        held = [t for t in tree.sentences[sentence] if found.span.start <= tree.tokens[t].start < found.span.end]
        if not held or (not clause.start <= found.span.start < clause.end and handed_on(tree, held[-1])):
            continue
        costs.append((min(_distance(tree, t, verb) for t in held), found.span.start, found))
    return min(costs, key=lambda c: c[:2])[2] if costs else None


def time_elsewhere(tree: Tree, sentence: int, matter: frozenset[str]) -> When | None:
    """The day that sentences on the same matter name, where the event's own names none."""
    candidates = list(_candidates(tree))
    days = Counter(_day(found) for found, _ in candidates)
    best: tuple[float, When] | None = None
    for found, s in candidates:
        shared = len(matter & stems(tree.analysis.words(tree.analysis.sentences[s])))
        # Where the article names a single day, it is that of its event; so is what "the attack happened on".
        sure = len(days) == 1 or happens(tree, s)
        score = 0.4 * min(shared, 4) + 0.3 * min(days[_day(found)] - 1, 3) - 0.03 * abs(s - sentence) + ENOUGH * sure
        if (shared or sure) and score >= ENOUGH * (not sure) and (best is None or score > best[0]):
            best = (score, found)
    return best[1] if best else None


def _candidates(tree: Tree) -> Iterator[tuple[When, int]]:
    """Single days near the article's own that the text tells something of, with their sentences."""
    analysis = tree.analysis
    for s, place in enumerate(analysis.sentences[:REACH]):
        if place.kind != "body":
            continue
        for found in tree.dates(Range(max(place.start, dateline_end(analysis, s)), place.end)):
            held = tree.at(Range(found.span.start, found.span.end))
            if held and _is_recent(found, analysis.article.published) and not handed_on(tree, held[-1]):
                yield found, s


def happens(tree: Tree, sentence: int) -> bool:
    """Whether the sentence says of an event that it happened: "the attack took place near Arvel"."""
    for verb in tree.verbs(sentence):
        lemma = tree.tokens[verb].lemma.lower()
        if lemma in _HAPPEN or (lemma == "take" and "place" in tree.lemmas(tree.children[verb])):
            subject = tree.subject(verb)
            if subject is not None and tree.tokens[subject].lemma.lower() in HAPPENINGS | {"incident", "it"}:
                return tree.is_told(verb)
    return False


def _day(found: When) -> str:
    return found.from_ or found.text.lower()


def _is_recent(found: When, published: str | None) -> bool:
    """Whether it is one day, and of the article's week."""
    own = day_of(published)
    if found.from_ is None and own is None:
        return True
    if found.from_ is None or found.from_ != found.to or len(found.from_) != len("2026-05-20"):
        return False
    if own is None:
        return True
    days = (date.fromisoformat(found.from_) - own).days
    return -RECENT <= days <= AHEAD


def with_hour(tree: Tree, when: When) -> When:
    """The words with the hour beside them: "at 6.13am today", "on Tuesday at about noon"; the days stay."""
    text = tree.analysis.article.text
    start, end = when.span.start, when.span.end
    if before := _CLOCK_BEFORE.search(text, max(0, start - 60), start):
        start = before.start()
    if after := _CLOCK_AFTER.match(text, end):
        end = after.end()
    if (start, end) == (when.span.start, when.span.end):
        return when
    return replace(when, text=text[start:end], span=Span(when.span.article, start, end))


def hour_near(tree: Tree, sentence: int) -> When | None:
    """The hour that the sentence, the next ones or those on what happened give, where no day is known."""
    count = len(tree.sentences)
    there = (s for s in range(min(REACH, count)) if happens(tree, s))
    near = (*range(sentence, min(sentence + NEARBY, count)), *there)
    return next((hour for s in near if (hour := _hour_in(tree, s)) is not None), None)


def _hour_in(tree: Tree, sentence: int) -> When | None:
    analysis = tree.analysis
    place = analysis.sentences[sentence]
    match = _ALONE.search(analysis.article.text, place.start, place.end)
    if match is None:
        return None
    held = tree.at(Range(*match.span()))
    if not held or handed_on(tree, held[-1]) or tree.quoted[held[0]] or not _of_a_deed(tree, held[0]):
        return None
    return When(match.group(), Span(analysis.article.id, *match.span()), None, None)


def _of_a_deed(tree: Tree, at: int) -> bool:
    """Whether the hour belongs to something done, not to a programme or a line of a live page."""
    while tree.tokens[at].pos not in ("VERB", "AUX"):
        if tree.tokens[at].head == at:
            return False
        at = tree.tokens[at].head
    return tree.tokens[at].lemma.lower() not in _SHOWN and tree.tokens[at].tag in ("VBD", "VBN", "VBG")


def _distance(tree: Tree, below: int, verb: int) -> float:
    """Steps up the tree from the token to the verb; through other clauses they cost more."""
    cost, at = 0.0, below
    while at != verb:
        token = tree.tokens[at]
        if token.head == at:
            return cost + 10
        cost += {"relcl": 4, "acl": 3, "poss": 1.5, "advcl": 2, "conj": 2}.get(token.dep, 1)
        at = token.head
    return cost
