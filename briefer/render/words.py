"""Dates, names of things and short lines of words, as a reader writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from briefer.model import Article, Brief, NextStep, Position, Stance, StepKind, When

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
STANCES: dict[Stance, str] = {
    "support": "supports",
    "oppose": "opposes",
    "conditional": "conditional",
    "neutral": "neutral",
    "unclear": "stance unclear",
}
#: Kinds of steps that somebody is bound to, or asked for: past their date they are overdue, not merely past.
BINDING: frozenset[StepKind] = frozenset({"scheduled", "pledged", "demanded"})

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SPOKESPERSON = re.compile(r"\b(?:spokes\w+|lawyer|attorney)", re.IGNORECASE)
_LIMIT = re.compile(r"\b(?:by|before|until|till|within|no later than|at the latest|avant|d’ici|d'ici)\b", re.IGNORECASE)


def words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation and possessive endings."""
    return [w.replace("’", "'").casefold().removesuffix("'s") for w in _WORD.findall(text)]


def repeats(text: str, shown: Sequence[str]) -> bool:
    """Whether four fifths of the text's words, three by three, stand in one of the texts that are shown already."""
    mine = words(text)
    if not mine:
        return True
    for other in shown:
        theirs = words(other)
        if len(mine) < 3:
            if " ".join(mine) in " ".join(theirs):
                return True
            continue
        known = set(zip(theirs, theirs[1:], theirs[2:], strict=False))
        triples = list(zip(mine, mine[1:], mine[2:], strict=False))
        if sum(t in known for t in triples) >= 0.8 * len(triples):
            return True
    return False


def headline(text: str) -> str:
    """The text with a capital at its start, unless its first word has capitals of its own kind (`iPhone`)."""
    text = text.strip()
    first = text.partition(" ")[0]
    return text[0].upper() + text[1:] if first and first.islower() else text


def sentence(text: str) -> str:
    """The text with a capital at its start and a full stop at its end."""
    text = headline(text)
    return text if not text or text[-1] in ".?!…:" or text[-2:-1] in list(".?!…") else text + "."


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 article`, `2 articles`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return ", ".join(items[:-1]) + " and " + items[-1] if len(items) > 1 else "".join(items)


@dataclass(frozen=True, slots=True)
class Calendar:
    """How one brief writes dates: this year's without the year, its own time in its own zone."""

    created: datetime

    @classmethod
    def of(cls, brief: Brief) -> Calendar:
        """The calendar of a brief; a zone that this machine does not know counts as UTC."""
        moment = datetime.fromisoformat(brief.created)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        try:
            return cls(aware.astimezone(ZoneInfo(brief.timezone)))
        except (ZoneInfoNotFoundError, ValueError):
            return cls(aware)

    def now(self) -> str:
        """When the brief was made: `21 May 2026, 07:10`."""
        return f"{self._day(self.created.date(), year=True)}, {self.created:%H:%M}"

    def stamp(self, published: str | None) -> str:
        """An article's own time, never converted: `20 May, 19:40`, `20 May`, `May 2025`."""
        if not published:
            return ""
        if "T" not in published and " " not in published:
            return self.day(published)
        try:
            moment = datetime.fromisoformat(published)
        except ValueError:
            return published
        return f"{self._day(moment.date())}, {moment:%H:%M}"

    def day(self, iso: str, *, year: bool = False) -> str:
        """A day, month or year: `20 May`, `May 2025`, `2027`; words that are no date stay as they are."""
        parts = iso[:10].split("-")
        try:
            numbers = [int(part) for part in parts]
            first = date(*[*numbers, 1, 1][:3])
        except (ValueError, TypeError):
            return iso
        if len(numbers) == 1:
            return f"{first.year}"
        if len(numbers) == 2:
            return f"{MONTHS[first.month - 1]} {first.year}"
        return self._day(first, year=year)

    def _day(self, day: date, *, year: bool = False) -> str:
        text = f"{day.day} {MONTHS[day.month - 1]}"
        return f"{text} {day.year}" if year or day.year != self.created.year else text

    def when(self, when: When | None) -> str:
        """The resolved date: `26 May`, `by 31 May`, `18 to 20 May`; nothing where the words name no day."""
        if when is None:
            return ""
        start, end = when.from_, when.to
        if start and end and start != end:
            if _LIMIT.search(when.text):
                return f"by {self.day(end)}"
            return _span(self.day(start), self.day(end))
        if start and not end:
            return f"from {self.day(start)}"
        if end and not start:
            return f"by {self.day(end)}"
        return self.day(start) if start else ""

    def words(self, when: When | None) -> str:
        """The article's own words of time, unless they say the date as the brief writes it."""
        if when is None:
            return ""
        return "" if _same_date(when.text, self.when(when)) else when.text

    def due(self, step: NextStep) -> str:
        """`overdue`, `due today`, `date passed`, or nothing."""
        if step.when is None:
            return ""
        last = _last_day(step.when.to or step.when.from_) if step.when.to or step.when.from_ else None
        today = self.created.date()
        if last is None or last > today:
            return ""
        if last == today:
            return "due today"
        if step.when.to is None:
            return ""
        return "overdue" if step.kind in BINDING else "date passed"


def _span(start: str, end: str) -> str:
    """`18 to 20 May` rather than `18 May to 20 May`."""
    first, _, rest = start.partition(" ")
    return f"{first} to {end}" if rest and first.isdigit() and end.endswith(" " + rest) else f"{start} to {end}"


def _same_date(text: str, resolved: str) -> bool:
    """`on 26 May`, `May 26` and `26 May 2026` all say `26 May`."""
    idle = {"on", "by", "from", "to", "the", "of", "in", "until", "before"}

    def parts(line: str) -> set[str]:
        tokens = {re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", w) for w in words(line)} - idle
        return {next((m.casefold() for m in MONTHS if len(t) > 2 and m.casefold().startswith(t)), t) for t in tokens}

    mine, theirs = parts(text), parts(resolved)
    return bool(theirs) and (
        mine == theirs or (theirs < mine and all(re.fullmatch(r"\d{4}", e) for e in mine - theirs))
    )


def _last_day(iso: str | None) -> date | None:
    """The last day of a day, month or year."""
    try:
        numbers = [int(part) for part in (iso or "")[:10].split("-")]
        if len(numbers) == 1:
            return date(numbers[0], 12, 31)
        if len(numbers) == 2:
            following = date(numbers[0] + numbers[1] // 12, numbers[1] % 12 + 1, 1)
            return following - timedelta(days=1)
        return date(*numbers[:3])
    except (ValueError, TypeError):
        return None


def attribution(position: Position, role: str | None = None, *, named: bool = True) -> str:
    """Who spoke and through which channel: `Ushakov, Kremlin aide, as cited by the New York Times`.

    `role` is the speaker's. With `named` false the speaker is left out where the holder spoke, because the
    name stands above already.
    """
    speaker, holder = position.speaker, position.holder
    other = bool(speaker and holder and words(speaker) != words(holder))
    parts: list[str] = []
    if position.channel == "document":
        parts.append(f"{speaker}, in writing" if speaker and (named or other) else "in writing")
    elif position.channel == "unnamed":
        parts.append(f"{speaker} (not named)" if speaker and (named or other) else "not named")
    elif speaker and (named or other):
        parts.append(f"{speaker}, {role}" if role else speaker)
    elif not speaker and (named or holder):
        parts.append("speaker not identified")
    if other and holder:
        # “a spokesperson for Corvo” has said it already.
        if words(holder)[-1] not in words(" ".join(parts)):
            bound = role or _SPOKESPERSON.search(speaker or "")
            parts.append(f"for {holder}" if bound or position.channel != "spokesperson" else f"speaking for {holder}")
    elif position.channel == "spokesperson":
        parts.append("through a spokesperson")
    if position.via:
        parts.append(f"as cited by {_with_article(position.via)}")
    return ", ".join(parts)


def _with_article(outlet: str) -> str:
    """`the New York Times`: outlets of several words that end in a common noun read with an article."""
    last = outlet.rpartition(" ")[2].casefold()
    common = {"times", "post", "journal", "herald", "tribune", "guardian", "telegraph", "agency", "economist"}
    return f"the {outlet}" if last in common and not outlet.casefold().startswith("the ") else outlet


def source(article: Article) -> str:
    """What an article is called where its outlet should stand."""
    return article.outlet or article.title or "no outlet given"
