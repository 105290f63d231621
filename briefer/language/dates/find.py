"""Finds the words of time in a text and the days that they name."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from datetime import date, timedelta

from briefer.language.dates import calendar as cal
from briefer.language.dates.calendar import UNKNOWN, Period
from briefer.language.dates.patterns import (
    ANCHORS,
    BEFORE,
    BETWEEN,
    CORE,
    FIGURE,
    MEASURED,
    NAMED_DAYS,
    NAMES_AFTER,
    NAMES_BEFORE,
    REACH,
    WORD,
)
from briefer.language.dates.resolve import resolve
from briefer.language.dates.tense import (
    BROUGHT_FORWARD,
    MOVED,
    MOVED_TO,
    NEAR,
    NOT_UNTIL,
    NOT_YET,
    STAYED_OUT,
    Tense,
    tense,
)
from briefer.language.typography import LOOKALIKES, exchanged
from briefer.model import Span, When

_PLAIN = {**dict.fromkeys("\u00a0\u202f\u2009", " "), **LOOKALIKES}
#: Prepositions that open one end.
_FROM = frozenset({"since", "from", "starting", "as of", "as from", "no earlier than", "not earlier than"})
_UP_TO = frozenset({"by", "until", "till", "up to", "up until", "on or before", "no later than", "not later than"})
_UNTIL = frozenset({"until", "till", "up until"})
_BEFORE = frozenset({"before", "prior to", "earlier than"})
_AFTER = frozenset({"after", "later than"})
_INSIDE = frozenset({"in", "at"})
_TIMELESS = frozenset({"for", "about"})
_YEAR_AFTER = (
    _FROM
    | _UP_TO
    | _BEFORE
    | _AFTER
    | {"in", "of", "to", "than", "during", "through", "throughout", "between", "around", "year"}
)
_SECOND_YEAR = re.compile(r"\bbetween \d{4} and $")
#: Names of shows: "This Week", and "Today" in the middle of a sentence.
_TITLE = re.compile(r" (?-i:[A-Z])")
_SHOW = re.compile(r" (?:Night|Morning)")
_WITHIN = re.compile(r"\w[,]? $")
_HAD = re.compile(r"\bhad\b")
_WEEKDAY = re.compile("|".join(cal.WEEKDAYS), re.IGNORECASE)
_FROM_WEEKDAY = re.compile(rf"from (?:{'|'.join(cal.WEEKDAYS)})", re.IGNORECASE)
_COUNTED = re.compile(r" [a-z]+s\b| people\b")
_LIMIT = re.compile(r",? at the (?:(?P<earliest>(?:very )?earliest|soonest)|(?:very )?latest)\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?\b")
#: A month by its bare name counts only after one of these, so that "March for peace" and a Mr May do not.
_MONTH_AFTER = frozenset(
    {
        "in",
        "since",
        "until",
        "till",
        "by",
        "before",
        "after",
        "during",
        "through",
        "throughout",
        "from",
        "between",
        "for",
    }
)


def find_dates(text: str, *, published: str | None, article: str) -> tuple[When, ...]:
    """The dates of a text in order, with their preposition, resolved to inclusive ranges of ISO strings.

    They are counted from `published` (an ISO date or date-time; its own local day), never from the clock;
    without it only what is absolute has values. A weekday or a day without its year lies on the side that
    the nearest verb speaks of, the day of the article included; "next" and "last" count weeks from Monday.
    "by Friday" has no start, "since Monday" no end, "before Friday" ends on Thursday, "before the end of May"
    on its last day; what "will not open before Friday" may open from Friday on. What is moved "from Tuesday to
    Friday" has two days. Days in figures are month first unless impossible. Times of day, feasts and recurring
    days are no dates.
    """
    base = cal.day_of(published)
    plain = exchanged(text, _PLAIN)
    found: list[tuple[int, int, Period]] = []
    for match in _matches(plain):
        placed = _placed(plain, match, base)
        if placed is None:
            continue
        if found and placed[0] < found[-1][1]:
            placed = (found[-1][1], *placed[1:])
        moved = _moved(plain, found[-1], placed) if found else None
        joined = _joined(plain, found[-1], placed) if found and not moved else None
        if moved:
            found[-1:] = [moved, placed]
        elif joined:
            found[-1] = joined
        else:
            found.append(placed)
    return tuple(When(text[i:j], Span(article, i, j), period.start, period.end) for i, j, period in found)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """The matches of `CORE` from left to right, looked for only around words that one must contain."""
    done = 0
    starts: deque[int] = deque(maxlen=8)
    for word in WORD.finditer(text):
        at = word.start()
        starts.append(at)
        if at < done:
            continue
        words = word.group()
        if not (FIGURE.match(text, at) if words[0].isdigit() else words.lower() in ANCHORS):
            continue
        for start in starts:
            if start < done or at - start > REACH:
                continue
            match = CORE.match(text, start)
            if match and match.end() > at:
                done = match.end()
                yield match
                break
        # What did not match, or ended too early, does so for a later word as well.
        starts.clear()


def _placed(text: str, match: re.Match[str], base: date | None) -> tuple[int, int, Period] | None:
    """Where the words of time stand, preposition included, and what they name."""
    start, end = match.span()
    end -= text[end - 1] == "."
    if match["month"] is not None:
        start = match.start("m_which") if match["m_which"] else match.start("m_month")
    before = BEFORE.search(text, max(0, start - 40), start)
    word = (before["word"] or "").lower() if before else ""
    if _is_name(text, match, word):
        return None
    when = _tense(text, match, word, base)
    if match["w_which"] and match["w_which"].lower() == "every":
        return None
    period = resolve(match, base, when)
    if period is None:
        return None
    owner = word in _INSIDE and _POSSESSIVE.match(text, end) is not None
    # The preposition of "in Sunday's race" is the race's.
    if before and not owner and not (word in _TIMELESS or (word == "to" and not match["years"])):
        start = before.start()
    if word in _AFTER | _BEFORE | {"from"} and _POSSESSIVE.match(text, end):
        # "after Friday's vote" is about Friday.
        word = ""
    edge = bool(match["edge"] or match["edge_of"])
    if before and _not_yet(text, before.start(), word, when):
        last = cal.last_day(period.end).isoformat() if edge and period.end else period.start
        return start, end, Period(last, None)
    if limit := _LIMIT.match(text, end):
        end = limit.end()
        if word not in _UP_TO | _BEFORE | _FROM | _AFTER:
            word = "from" if limit["earliest"] else "by"
    return start, end, _bounded(period, word, edge)


def _not_yet(text: str, start: int, word: str, when: Tense | None) -> bool:
    """Whether words before `start` deny what lies before the date: "will not sail before Thursday", "not until May"."""
    first = max(0, start - NEAR)
    if word in _BEFORE:
        return when == "future" and NOT_YET.search(text, first, start) is not None
    return word in _UNTIL and NOT_UNTIL.search(text, first, start) is not None


def _is_name(text: str, match: re.Match[str], word: str) -> bool:
    """Whether what looks like a date is a name, a verb or a habit."""
    start, end = match.span()
    if (match["unit"] or match["near"]) and _TITLE.search(match.group()):
        return True
    if match["near"] and match.group()[0].isupper() and _WITHIN.search(text, max(0, start - 3), start):
        return True
    if match["month"] is not None:
        name = match["m_month"]
        if not (name[0].isupper() and (match["m_which"] or word in _MONTH_AFTER)):
            return True
        return bool(NAMES_BEFORE.search(text, max(0, start - 20), start))
    if match["weekday"] or match["near"]:
        if (
            _SHOW.search(match.group())
            or NAMES_AFTER.match(text, end)
            or NAMES_BEFORE.search(text, max(0, start - 20), start)
        ):
            return True
    if match["month_day"] or match["day_month"]:
        month = match["md_month"] or match["dm_month"]
        # "march 5 miles", "may 3 of them": a verb, unless the figure is an ordinal or a year follows.
        if (
            month.lower() in {"may", "march", "mar"}
            and month.islower()
            and not re.search(r"(?:st|nd|rd|th)\b|\d{4}", match.group())
        ):
            return month.lower() != "mar"
        return bool(NAMED_DAYS.match(text, end)) and not (match["md_year"] or match["dm_year"])
    if match["ahead"]:
        return bool(MEASURED.search(text, max(0, start - 40), start))
    if match["years"]:
        return _is_no_year(text, match, word)
    return bool(match["unit"]) and match["u_unit"].lower() == "fall" and text[end : end + 3] == " of"


def _is_no_year(text: str, match: re.Match[str], word: str) -> bool:
    """Four digits are a year after "in", "since", "of" and the like, where nothing is counted by them."""
    if text[max(0, match.start() - 4) : match.start()].lower() == "the ":
        return True
    if match["n_last"] or not match.group()[0].isdigit():
        return False
    if not word:
        word = text[max(0, match.start() - 12) : match.start()].rstrip().rpartition(" ")[2].lower()
    if word not in _YEAR_AFTER and not _SECOND_YEAR.search(text, max(0, match.start() - 20), match.start()):
        return True
    return word != "in" and bool(_COUNTED.match(text, match.end()))


def _tense(text: str, match: re.Match[str], word: str, base: date | None) -> Tense | None:
    """The side of the article's day that the words lie on."""
    if word == "by" and _HAD.search(text, match.end(), match.end() + 60):
        return "past"
    first = max(0, match.start() - NEAR)
    if word in _UNTIL and STAYED_OUT.search(text, first, match.start()):
        return "past"
    if word in {"by", "until", "till", "no later than", "not later than", "up until", "on or before"}:
        return None if match["month"] is not None and not base else "future"
    if word == "since":
        return "past"
    if word in {"ahead of", "before", "prior to"} and match["weekday"] and base and match["w_day"]:
        if tense(text, *match.span()) == "future":
            return "future"
        # "ahead of Tuesday's sitting": the nearer of the two Tuesdays.
        ahead = (cal.WEEKDAYS.index(match["w_day"].lower()) - base.weekday()) % 7
        return "future" if 0 < ahead <= 3 else "past"
    if match["weekday"] and MOVED_TO.search(text, first, match.start()):
        return "future"
    return tense(text, *match.span())


def _bounded(period: Period, word: str, edge: bool) -> Period:
    """The period with the end that its preposition opens."""
    if period == UNKNOWN or not word:
        return period
    if word in _UP_TO:
        return Period(None, cal.last_day(period.end).isoformat() if edge and period.end else period.end)
    if word in _FROM:
        return Period(period.start, None)
    if word in _BEFORE and edge and period.end:
        return Period(None, cal.last_day(period.end).isoformat())
    if word in _BEFORE and period.start:
        return Period(None, cal.before(period.start))
    if word in _AFTER and period.end:
        return Period(cal.after(period.end), None)
    return period


def _moved(
    text: str, first: tuple[int, int, Period], second: tuple[int, int, Period]
) -> tuple[int, int, Period] | None:
    """The day from which something is moved: of "put off from Tuesday to Friday" the Tuesday before that Friday."""
    start, words = first[2].start, text[first[0] : first[1]]
    if text[first[1] : second[0]].strip().lower() != "to" or not words.lower().startswith("from ") or not start:
        return None
    verb = MOVED.search(text, max(0, first[0] - NEAR), first[0])
    if verb is None or len(start) < len("2026-05-20") or first[2].end:
        return None
    if second[2].start and _FROM_WEEKDAY.fullmatch(words) and _WEEKDAY.search(text, second[0], second[1]):
        target, origin = cal.first_day(second[2].start), cal.first_day(start)
        later = BROUGHT_FORWARD.search(verb.group()) is not None
        apart = (origin - target if later else target - origin).days % 7
        start = (target + timedelta(days=apart if later else -apart)).isoformat()
    return first[0], first[1], Period(start, start)


def _joined(
    text: str, first: tuple[int, int, Period], second: tuple[int, int, Period]
) -> tuple[int, int, Period] | None:
    """One stretch of "from Monday to Friday", "May 30 – June 2" or "between 2019 and 2021"."""
    between = text[first[1] : second[0]]
    link = BETWEEN.fullmatch(between) or (
        between == " " and text[second[0] : second[0] + 6].lower() in {"until ", "throug"}
    )
    if not link or not first[2].start or not second[2].end:
        return None
    opening = text[first[0] : first[1]].lower()
    if "and" in between and not opening.startswith("between"):
        return None
    last = second[2].end
    if last < first[2].start:
        # "from Monday to Friday": the Friday that follows that Monday.
        if len(last) < 10 or not _WEEKDAY.search(text[second[0] : second[1]]):
            return None
        while last < first[2].start:
            last = (cal.last_day(last) + timedelta(weeks=1)).isoformat()
    return first[0], second[1], Period(first[2].start, last)
