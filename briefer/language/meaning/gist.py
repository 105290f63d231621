"""A statement as it is compared: its content words, what is denied in it, its numbers and the days it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefer.language.dates.calendar import MONTHS, WEEKDAYS
from briefer.language.negation.signs import Sign, Word, read
from briefer.language.negation.stems import stem
from briefer.language.numbers import find_numbers
from briefer.language.typography import normalise
from briefer.model import Number

#: Words of a report, not of what is reported.
_REPORTING = frozenset(
    stem(w) for w in "say tell add announce report state note explain claim there how least most one more new".split()
)
#: Negations that only the verb behind them says anything of, and the length of those that are grammar.
_UNTO = frozenset(
    stem(w) for w in "refuse fail decline unable unwilling without instead except unless against never".split()
)
_SHORT = 4
#: Characters between two negations of which one bears on the other.
_TWICE = 8
_DAYS = frozenset((*MONTHS, *WEEKDAYS, "today", "tomorrow", "yesterday", "tonight"))
_DAY = re.compile(
    rf"\b(?:{'|'.join(sorted(_DAYS))})\b(?:\s+\d{{1,2}}\b(?![:.]\d))?|\b\d{{1,2}}\s+(?:{'|'.join(MONTHS)})\b"
)
_IF = re.compile(r"\b(?:if|unless|whether|provided that|on condition)\b")
_WORD = re.compile(r"[^\W_]+")
_PLAIN = re.compile(r"[^\W_]+(?:['.,:-][^\W_]+)*")
#: What a running count counts: words of one row are one thing, those of different rows never are.
_FATES = (
    "kill killed kills killing die died dies dead deadly death deaths fatality fatalities casualties lives perished victims toll drowned",
    "injured injuring injuries injury wounded wounding hurt hospitalised hospitalized hospital treated",
    "missing unaccounted",
    "arrested arrests arrest detained detaining detentions custody captured",
    "evacuated evacuating evacuation evacuees displaced homeless",
    "rescued rescue saved",
    "damaged damaging damages",
    "destroyed destroying levelled leveled razed ruined collapsed",
)
FATE_OF = {word: i for i, row in enumerate(_FATES) for word in row.split()}


@dataclass(frozen=True, slots=True, eq=False)
class Gist:
    """What a statement says, ready to be laid beside another one."""

    #: Its words under one typography, without case and marks.
    plain: str
    #: Stems of its content words, without numbers, days and words of reporting.
    stems: frozenset[str]
    #: Those of them that a negation bears on, and those of which that is unsure.
    denied: frozenset[str]
    unsure: frozenset[str]
    #: Capitalised words behind the first one, as stems.
    names: frozenset[str]
    numbers: tuple[Number, ...]
    #: Those of them that have a value and count or measure something.
    counted: tuple[Number, ...]
    #: Weekdays, months and days of the month, as they stand there.
    days: frozenset[str]
    conditional: bool
    #: The statement itself.
    text: str


@lru_cache(maxsize=16384)
def gist(text: str) -> Gist:
    """The gist of a statement of one or two sentences."""
    plain = " ".join(_PLAIN.findall(normalise(text).casefold()))
    numbers = tuple(find_numbers(text))
    days = _days(plain)
    found, negations = read(text)
    words = [
        word
        for word in found
        if word.stem not in _REPORTING
        and not word.text[0].isdigit()
        and word.text.casefold() not in _DAYS
        and not _is_figure(word.start, word.end, numbers, text)
    ]
    first = _common_start(words)
    denying, undone = _denying(text, negations)
    return Gist(
        plain=plain,
        stems=frozenset(word.stem for word in words) | denying | undone,
        denied=frozenset(word.stem for word in words if word.negated == "yes") | undone,
        unsure=frozenset(word.stem for word in words if word.negated == "unsure"),
        names=frozenset(word.stem for word in words if word.text[0].isupper() and word.start >= first),
        numbers=numbers,
        counted=tuple(n for n in numbers if n.kind not in ("ordinal", "year") and n.value is not None),
        days=days,
        conditional=_IF.search(plain) is not None,
        text=text,
    )


def _common_start(words: Sequence[Word]) -> int:
    """Where capitals begin to tell: behind the first word, unless a name of two words begins the statement."""
    if not words or words[0].start > 0:
        return 0
    named = len(words) > 1 and words[1].text[0].isupper() and words[1].start <= words[0].end + 1
    return 0 if named else words[0].end


def _denying(text: str, negations: Iterable[Sign]) -> tuple[frozenset[str], frozenset[str]]:
    """Negations that are also what somebody did: "rejected"; and those that are denied: "would not reject"."""
    found: tuple[set[str], set[str]] = (set(), set())
    end = -1
    for sign in negations:
        word = stem(sign.words)
        if not sign.bears_on and word not in _UNTO and len(word) > _SHORT:
            found[end >= 0 and len(text[end : sign.start]) <= _TWICE].add(word)
        end = sign.end
    return frozenset(found[False]), frozenset(found[True])


def _days(plain: str) -> frozenset[str]:
    """Days in one form: "1 december" and "december 1" are the same one."""
    return frozenset(" ".join(sorted(match[0].split())) for match in _DAY.finditer(plain))


def _is_figure(start: int, end: int, numbers: Iterable[Number], text: str) -> bool:
    """Whether the word is the number itself ("twelve"), not what it counts."""
    for number in numbers:
        if number.start <= start and end <= number.end:
            # The unit belongs to the number, and a measured thing is still a word.
            return text[start:end].isalpha() and (start == number.start or number.kind in ("ordinal", "vague"))
    return False


def words_of(text: str) -> list[tuple[str, int, int]]:
    """The words with their places."""
    return [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
