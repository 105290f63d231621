"""Two gists side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefer.language.meaning.gist import FATE_OF, Gist, words_of
from briefer.language.negation.stems import stem
from briefer.language.numbers import same as same_quantity
from briefer.model import Number

#: Two statements are one when they share so much of the shorter and of the longer one, and so many words.
_OF_SHORTER, _OF_LONGER, _SHARED = 0.8, 0.5, 3
#: They speak of one matter when they share so much of the shorter one.
_MATTER = 0.6
#: Words that turn each other round as what somebody does.
_PAIRS = (
    "support oppose, back oppose, accept reject, accept refuse, approve reject, welcome condemn, confirm deny, "
    "admit deny, allow ban, raise lower, raise cut, increase cut, increase reduce, open close, reopen close, join leave, "
    "lift keep, resume suspend, resume halt, start stop, extend end, win lose, rise fall, praise criticise, agree refuse, "
    "stay resign, keep scrap, continue stop, release hold, approve block, back block, support block, expand shrink, "
    "favour oppose, endorse reject, back reject, support reject, build scrap, welcome criticise, stay leave"
)


def _turned_round() -> dict[str, frozenset[str]]:
    sides: dict[str, set[str]] = {}
    for pair in _PAIRS.split(", "):
        one, other = map(stem, pair.split())
        sides.setdefault(one, set()).add(other)
        sides.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in sides.items()}


_SIDES = _turned_round()
#: How near a bounded number may be to the one that it rounds.
_ABOUT = 0.1
#: And how near where it is just rounded: "about 30" may be said of 26.
_ABOUT_ROUND = 0.2
#: How far above "at least" and "more than" a figure may be and still be meant, as a factor; below "at most" likewise.
_BEYOND = 1.5
#: Rounding leaves no more than this share out.
_ROUNDED = 0.04
#: A fate stands so many words from its number at most.
_NEAR = 4
#: Two counts of one fate share a word beside that for it; other numbers share so much of the shorter clause.
_FEW, _OF_CLAUSE = 2, 0.66
#: Where the part of a sentence ends that a count belongs to.
_CUT = re.compile(r"[,;:.()–—]\s|\b(?:and|while|but|or|as|after|before|including|when)\b")
#: Behind a number these make it a time of the day, or a date.
_NO_COUNT = re.compile(r"\s*(?:[ap]\.? ?m\b|[ap]m\b|o['’]clock|GMT|BST|EDT|EST|hours? GMT|:\d)", re.IGNORECASE)
_AGE = re.compile(r"year-old|years? old|years? of age", re.IGNORECASE)
#: Words that make a count a part of another, an addition to it or a rate.
_PARTIAL = re.compile(
    r"\b(?:another|further|more|additional|extra|including|among (?:them|those)|of them|of whom|of those|range|between|as much as|"
    r"per|each|every|average|a (?:day|week|month|year|head|person|household|night)|daily|weekly|monthly|annual(?:ly)?|"
    r"last (?:year|month|week)|a year (?:ago|earlier)|previous(?:ly)?|earlier|originally|up from|down from|compared)\b",
    re.IGNORECASE,
)
#: Words that say how wide a count reaches.
_REACH = re.compile(
    r"\b(?:nationwide|countrywide|worldwide|global(?:ly)?|national(?:ly)?|across the (?:country|region|city|world)|"
    r"in the (?:city|capital|country|region|district|province|village|town|north|south|east|west)|citywide|local(?:ly)?|"
    r"regional(?:ly)?|overall|in all|in total|altogether|statewide|in the (?:whole|entire) \w+|so far|to date|"
    r"this (?:year|month|week|season|summer|winter|spring|autumn))\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\b(?:in|at|near|around|outside|across|from|of)\s+(?:the\s+)?((?:[A-Z][\w’'-]+\s?)+)")
_BREAK = re.compile(r"[;:]|,? (?:but|while|whereas)\b|, and\b|\band (?=\w+ (?:more|others)\b)")


def overlap(one: Gist, other: Gist) -> tuple[float, float, int]:
    """What they share: of the one with fewer words, of the one with more, and how many words that is."""
    shared = len(one.stems & other.stems)
    fewer, more = len(one.stems), len(other.stems)
    if fewer > more:
        fewer, more = more, fewer
    return shared / (fewer or 1), shared / (more or 1), shared


def akin(one: Gist, other: Gist) -> bool:
    """Whether they may say one thing, or one of them all that the other says; most pairs of a story may not."""
    return one.plain == other.plain or (len(one.stems & other.stems) >= _SHARED and _names_agree(one, other))


def same(one: Gist, other: Gist) -> bool:
    """Whether both say one thing. When in doubt they do not."""
    if one.plain == other.plain:
        return True
    shorter, longer, shared = overlap(one, other)
    if shared < _SHARED or shorter < _OF_SHORTER or longer < _OF_LONGER or not _names_agree(one, other):
        return False
    if one.conditional != other.conditional or (one.days and other.days and one.days != other.days):
        return False
    if _turned(one, other) or _opposites(one, other):
        return False
    return _numbers_agree(one, other)


def reverses(one: Gist, other: Gist) -> bool:
    """Whether one affirms what the other denies, or both say what turns the other round, on the same matter."""
    if one.conditional != other.conditional or (one.days and other.days and one.days != other.days):
        return False
    if one.plain == other.plain:
        return False
    shorter, longer, shared = overlap(one, other)
    turned = _turned(one, other)
    opposite = _opposites(one, other)
    if bool(turned) == bool(opposite):
        # Neither; or both, and "will not reject" is what "will accept" says.
        return False
    together = shared + len(opposite)
    size = min(len(one.stems), len(other.stems))
    if one.stems == other.stems and shared > 1:
        return True
    if together < _SHARED or together < _MATTER * size or longer < _OF_LONGER / 2:
        return False
    return _names_agree(one, other) or shorter >= _OF_SHORTER


def _turned(one: Gist, other: Gist) -> frozenset[str]:
    """Words that one of them denies and the other plainly affirms."""
    shared = (one.stems & other.stems) - one.unsure - other.unsure
    return frozenset(word for word in shared if (word in one.denied) != (word in other.denied))


def _opposites(one: Gist, other: Gist) -> frozenset[str]:
    """Words of one that those of the other turn round, where no negation stands before either."""
    mine, theirs = one.stems - other.stems, other.stems - one.stems
    return frozenset(
        word
        for word in mine
        if word not in one.denied
        and any(turned in theirs and turned not in other.denied for turned in _SIDES.get(word, ()))
    )


def _numbers_agree(one: Gist, other: Gist) -> bool:
    """Whether no number of the one that has fewer is missing in the other."""
    fewer, more = sorted((one.counted, other.counted), key=len)
    return all(any(_compatible(a, b) for b in more) for a in fewer)


def _names_agree(one: Gist, other: Gist) -> bool:
    """Whether neither has names that stand where the other has different ones."""
    return one.names <= other.stems or other.names <= one.stems


# --- rival numbers -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rivals:
    """Two numbers for one thing."""

    one: Number
    other: Number
    #: Whether it is a count that grows in the course of events: of the dead, the injured, the arrested.
    running: bool


def rivals(one: Gist, other: Gist) -> Rivals | None:
    """The first number of one that the other gives otherwise, of the same thing, place and time; None without one.

    Numbers of nothing (ages, times of the day) have no rivals, and none have where both also have one in common.
    """
    if one.conditional != other.conditional:
        return None
    found: Rivals | None = None
    for mine in _framed(one):
        for theirs in _framed(other):
            if (
                mine.fate != theirs.fate
                or mine.number.kind != theirs.number.kind
                or not _units_agree(mine.number, theirs.number)
            ):
                continue
            if _compatible(mine.number, theirs.number):
                return None
            if found is None and _contend(mine, theirs):
                found = Rivals(mine.number, theirs.number, running=mine.fate is not None)
    return found


@dataclass(frozen=True, slots=True)
class _Frame:
    """A number with the words around it."""

    number: Number
    #: Stems of its clause, with that of its unit.
    stems: frozenset[str]
    #: Names of its clause.
    names: frozenset[str]
    #: Which fate it counts, by the row of `_FATES`.
    fate: int | None
    #: Places that the count is said of.
    places: frozenset[str]
    reach: frozenset[str]
    partial: bool
    days: frozenset[str]


@lru_cache(maxsize=8192)
def _framed(said: Gist) -> tuple[_Frame, ...]:
    return tuple(_frames(said))


def _frames(said: Gist) -> Iterator[_Frame]:
    text = said.text
    cuts = [0, *(match.start() for match in _BREAK.finditer(text)), len(text)]
    for number in said.numbers:
        if number.value is None or number.kind in ("year", "ordinal") or _counts_nothing(number, text):
            continue
        start = max(cut for cut in cuts if cut <= number.start)
        end = min((cut for cut in cuts if cut >= number.end), default=len(text))
        fate = _fate(text, number, start, end)
        if not number.unit and (fate is None or text[: number.start].endswith("of ")):
            continue
        clause = text[start:end]
        stems = {stem(word) for word, _, _ in words_of(clause)} & said.stems
        yield _Frame(
            number=number,
            stems=frozenset(stems) | {stem(word) for word in number.unit.split()},
            names=frozenset(stems & said.names),
            fate=fate,
            places=frozenset(match[1].strip().casefold() for match in _PLACE.finditer(clause)),
            reach=frozenset(match[0].casefold() for match in _REACH.finditer(clause)),
            partial=_PARTIAL.search(text, max(start, number.start - 40), min(end, number.end + 30)) is not None,
            days=said.days,
        )


def _counts_nothing(number: Number, text: str) -> bool:
    """Whether it is an age, a time of the day, an amount told again in other money, or part of a name."""
    return (
        _NO_COUNT.match(text, number.end) is not None
        or _AGE.search(text[number.start : number.end + 12]) is not None
        or text[max(0, number.start - 1) : number.start] in ("(", ":", "-", "/")
    )


def _fate(text: str, number: Number, start: int, end: int) -> int | None:
    """The fate of those that are counted: the nearest word for one in the same part of the sentence."""
    # What is counted stands behind the number, and may be part of it: "12 dead".
    behind = _CUT.split(text[number.start : end])[0]
    before = _CUT.split(text[start : number.start])[-1]
    after = [word.casefold() for word, _, _ in words_of(behind)][: _NEAR + 2]
    back = [word.casefold() for word, _, _ in words_of(before)][-_NEAR:][::-1]
    near = [
        *((i, FATE_OF[word]) for i, word in enumerate(back) if word in FATE_OF),
        *((i, FATE_OF[word]) for i, word in enumerate(after) if word in FATE_OF),
    ]
    return min(near)[1] if near else None


def _contend(mine: _Frame, theirs: _Frame) -> bool:
    """Whether two numbers that differ are said of one thing."""
    if mine.partial or theirs.partial or mine.reach != theirs.reach:
        return False
    if mine.places and theirs.places and not mine.places & theirs.places:
        return False
    if mine.names - theirs.stems and theirs.names - mine.stems:
        return False
    shared = mine.stems & theirs.stems
    if mine.fate is not None:
        return len(shared) >= _FEW
    if mine.days and theirs.days and mine.days != theirs.days:
        return False
    if mine.stems == theirs.stems and mine.names == theirs.names:
        return len(shared) >= _FEW
    sizes = sorted((len(mine.stems), len(theirs.stems)))
    return len(shared) >= _SHARED and len(shared) >= _OF_CLAUSE * sizes[0] and len(shared) >= _OF_LONGER * sizes[1]


def _units_agree(a: Number, b: Number) -> bool:
    if a.kind != "count":
        return a.unit == b.unit
    people = {"person", "man", "woman", "resident", "passenger", "worker", ""}
    return a.unit == b.unit or {a.unit, b.unit} <= people


def _compatible(a: Number, b: Number) -> bool:
    """Whether both may be said of one quantity: the same, rounded, or within a bound."""
    if same_quantity(a, b):
        return True
    if a.value is None or b.value is None or a.kind != b.kind or not _units_agree(a, b):
        return False
    return _allows(a, b) or _allows(b, a) or _rounds(a.value, b.value) or _rounds(b.value, a.value)


def _half(value: float) -> float:
    """Half of the place to which a number is rounded: 5 for 30, 50 for 300."""
    place = 1.0
    while value and value % (place * 10) == 0:
        place *= 10
    return place / 2


def _allows(bounded: Number, figure: Number) -> bool:
    """Whether the bound of one admits the other."""
    low, high = abs(bounded.value or 0.0), abs(figure.value or 0.0)
    if bounded.bound == "about":
        return abs(high - low) <= max(_ABOUT * max(low, high), min(_half(low), _ABOUT_ROUND * max(low, high)))
    if bounded.bound in ("more than", "at least"):
        return low <= high <= _BEYOND * low
    if bounded.bound in ("less than", "at most"):
        return low / _BEYOND <= high <= low
    return False


def _rounds(rounded: float, exact: float) -> bool:
    """Whether the first is the other without its last digits: 1,200 for 1,247, but not 40 for 42."""
    value = abs(rounded)
    place = 10.0
    while value >= 100 and value % (place * 10) == 0:
        place *= 10
    if value < 100 or value % place or abs(exact) % place == 0:
        return False
    return abs(abs(exact) - value) <= min(place, _ROUNDED * value)
