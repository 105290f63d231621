"""Paragraphs, headings, list items and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from briefer.language.typography import Repaired
from briefer.language.typography.lines import LIST_MARK
from briefer.model import Sentence

#: A line with more words than this is no heading, even without a full stop.
HEADING_WORDS = 20
#: Inside quotation marks, words that both sides of a full stop must have for a sentence to end there.
QUOTED_WORDS = 3
#: A dateline is looked for in this many paragraphs.
DATELINE_WITHIN = 6
#: Longest nickname in quotation marks, with them.
NICKNAME = 16
#: No sentence of news has more characters; what stands without a stop is cut, because rules take time with its square.
LONGEST = 2000
#: How far around a full stop we look, in characters: texts without an end must not cost time without an end.
NEAR = 400

#: Abbreviations that stand before a name: no sentence ends with them.
_TITLES = frozenset(
    "mr mrs ms mx dr prof gen sen rep gov lt col sgt capt maj cmdr adm rev hon st ste mt ft pres amb supt sens reps gens govs profs drs lts cols sgts revs det insp"
    " cpl pvt msgr fr messrs mme mlle ald cllr atty asst assoc dep vs v e.g i.e cf viz approx ca al".split()
)
#: Abbreviations that stand before a figure.
_BEFORE_FIGURES = frozenset(
    "no nos rs art arts sec fig figs vol ch para paras p pp op jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
#: Abbreviations that may end a sentence: only the word that follows can tell.
_EITHER = frozenset(
    "inc corp ltd co cos bros jr sr etc ave blvd rd dept est govt assn mfg plc bldg univ mon tue tues wed thu thur thurs fri"
    " sat sun calif fla mass pa va ga ill mich minn wash conn ala ariz ark colo del ind kan ky la md miss mo mont neb nev"
    " okla ore tenn tex vt wis wyo ont que dr st ph.d hrs min mph kph lb lbs oz sq".split()
)
#: Words that begin a sentence far more often than a name.
_STARTERS = frozenset(
    "The He She It They We You But And In On At This That These Those His Her Their Its Our My There If When While After"
    " Before As For However Meanwhile Although Though Since Some Many Most Both Several Other Others Mr Mrs Ms Yet So Or Not"
    " What Who Why How Where With Without Under During From By To An Also Then Now Still Instead Asked According"
    " Officials Critics Experts".split()
)
#: What may follow "6 p.m." within a sentence.
_AFTER_HOUR = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|E[DS]?T\b|[PCM][DS]T\b|GMT|UTC|BST|CES?T\b|Eastern|Central|Pacific|Mountain"
    r"|January|February|March|April|May\b|June|July|August|September|October|November|December|local"
)
_SAID = (
    r"(?:said|says|asked|asks|told|wondered|wrote|writes|added|exclaimed|shouted|cried|joked|tweeted|yelled|replied|posted"
    r"|quipped|countered|responded|demanded|chanted|declared|inquired)"
)
#: After a question in quotation marks: the name and verb that belong to it ("“Why?” Halgren asked.").
_ASKED = re.compile(
    rf"(?:(?:[A-Z][\w'’.-]*|the|of|a|and) ){{1,6}}{_SAID}(?=[.,;:]|$| (?:in|on|at|during|as|to|of|after|before|when"
    rf"|rhetorically|reporters|journalists|supporters|the crowd)\b)|[A-Z][^!?“”]{{1,100}}, {_SAID}(?:[.,]| to\b)"
)
_STOP = re.compile(r"(?<![.!?…])(?P<stop>[.!?…]+)(?P<closers>[”’)\]»]*(?:\[\d{1,3}\])*)(?P<space> +)(?=(?P<next>\S))")
_WORD_BEFORE = re.compile(r"[^\s“‘(\[”’)/—–]+$")
_NEXT = re.compile(r"[“‘(\[«]*(\S*)")
_LETTER = re.compile(r"\w")
_LOWER_START = re.compile(r"(?:al-|el-|ibn |[ei])[A-Z]")
_CITY = r"[A-ZÀ-Þ][A-ZÀ-Þ'’.-]+(?:[ /][A-ZÀ-Þ][A-ZÀ-Þ'’.-]*){0,4}"
_CITY_IN_CAPITALS = r"[A-ZÀ-Þ]{3,}(?:[ -][A-ZÀ-Þ]{2,}){0,3}"
_NAMES = r"[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,3}"
_DASH = r"(?: ?(?:—|--) ?| ?– | - )"
#: "SANKT ARVEL, May 20 (Northern Wire) — "; in mixed case only with its agency in brackets.
_DATELINE = re.compile(
    rf"(?:{_CITY}(?:, ?{_NAMES})?(?:, ?(?:{_NAMES}|{_NAMES} \d{{1,2}}|\d{{1,2}} {_NAMES})(?: \d{{4}})?)?(?: ?\([^()]{{2,60}}\))?"
    rf"|(?:{_NAMES}(?:, ?{_NAMES}(?: \d{{1,2}})?)?)? ?\([A-Z][A-Za-z .&/]{{1,40}}\)){_DASH}(?=[“‘\"'A-Z\d])"
)
#: "VARDO: ": the dateline of a paper that writes no dash. A title, a voice or a label in capitals may look so too.
_PLACE_LINE = re.compile(
    rf"{_CITY_IN_CAPITALS}(?:, (?:{_NAMES} \d{{1,2}}|\d{{1,2}} {_NAMES}))?(?: ?\([A-Z][^()]{{1,40}}\))?: (?=[“‘A-Z\d])"
)
_LABELS = frozenset(
    "ADMIN ADVERTISEMENT AI ALERT ASSISTANT ATTENTION BOT COMMAND DEVELOPER HUMAN IMPORTANT INSTRUCTION INSTRUCTIONS MESSAGE"
    " NOTICE PROMPT SYSTEM TASK URGENT USER ANALYSIS BREAKING CAPTION CLARIFICATION COMMENT CORRECTION EDITORIAL EXCLUSIVE EXPLAINED EXPLAINER"
    " FACTBOX FEATURE FILE HEADLINE INTERVIEW LATEST LEADER LIVE MORE NEWS NOTE OPINION PHOTO PHOTOS PICTURE PICTURES POLL"
    " PROFILE QUESTION ANSWER READ RELATED REVIEW SPECIAL SUMMARY TIMELINE UPDATE UPDATED VIDEO WARNING WATCH".split()
)
#: "16:20 " and "3.25pm ": when a paragraph of a live page was written.
_STAMP = re.compile(r"(?:[01]?\d|2[0-3])[:.][0-5]\d ?(?:[ap]\.?m\.?|GMT|[BIC]ST)?(?: ?[—–-])? +(?=[A-Z“‘])")
#: "16:20 GMT on Friday" and "9.30 Monday" go on, they stamp nothing.
_NO_STAMP = re.compile(_AFTER_HOUR.pattern + r"|[A-Z]{2,4}\b")


def find_sentences(text: Repaired) -> tuple[Sentence, ...]:
    """The sentences in order; their offsets are those of record.

    Left out are datelines ("SANKT ARVEL, May 20 (Northern Wire) —"), the hours that stamp a live page's paragraphs,
    the marks of list items and headings, and the white space between sentences. Every other character belongs to exactly one sentence.
    """
    found: list[Sentence] = []
    for number, (start, end, item) in enumerate(_paragraphs(text.text)):
        bounds = [start, *_stops(text.text, start, end), end]
        kind: Literal["body", "heading"] = "body"
        if len(bounds) == 2 and not item and _is_heading(text.text[start:end]):
            kind = "heading"
        for i, j in zip(bounds, bounds[1:], strict=False):
            place = text.raw(i, i + len(text.text[i:j].rstrip()))
            found.append(Sentence(place.start, place.end, number, kind))
    return tuple(found)


def _paragraphs(copy: str) -> Iterator[tuple[int, int, bool]]:
    """Where each paragraph's words start and end, and whether it is an item of a list."""
    at = number = 0
    undated = True
    place_line, stamps = _only_place_line(copy), _stamps(copy)
    for line in copy.split("\n"):
        end = at + len(line.rstrip())
        start = at + len(line) - len(line.lstrip())
        at += len(line) + 1
        if start >= end:
            continue
        item = False
        if mark := LIST_MARK.match(copy, start, end):
            start, item = mark.end(), mark.group()[0] != "#"
        # One article has one dateline; headlines and bylines may stand before it.
        if undated and number < DATELINE_WITHIN and (line_mark := _DATELINE.match(copy, start, min(end, start + 120))):
            start, undated = line_mark.end(), False
        elif undated and number < DATELINE_WITHIN and place_line is not None and place_line[0] == start:
            start, undated = place_line[1], False
        start = stamps.get(start, start)
        number += 1
        yield start, end, item


def _only_place_line(copy: str) -> tuple[int, int] | None:
    """Start and end of the one "VARDO: " that opens a line, where the text names Vardo again.

    None where several do, as voices do in a transcript; "SYSTEM: " is no place whatever the text says.
    """
    found = [m for line in re.finditer(r"^ *(?=\S)", copy, re.M) if (m := _PLACE_LINE.match(copy, line.end()))]
    if len(found) != 1 or not _LABELS.isdisjoint(re.split(r"\W+", found[0].group())):
        return None
    place = re.split(r"[,(:]", found[0].group())[0].strip()
    named = re.search(rf"\b{re.escape(place.title())}\b", copy)
    return found[0].span() if named else None


def _stamps(copy: str) -> dict[int, int]:
    """Start and end of the hours that open paragraphs, where at least two do."""
    found = [m for line in re.finditer(r"^ *(?=\d)", copy, re.M) if (m := _STAMP.match(copy, line.end()))]
    found = [m for m in found if not _NO_STAMP.match(copy, m.end())]
    return dict(m.span() for m in found) if len(found) > 1 else {}


def _is_heading(line: str) -> bool:
    if line[-1] in ".!?…,:;" or (len(line) > 1 and line[-1] in "”’)" and line[-2] in ".!?…,"):
        return False
    return not line[0].islower() and line.count(" ") < HEADING_WORDS


def _stops(copy: str, start: int, end: int) -> list[int]:
    """Offsets where the paragraph's second and later sentences start."""
    stops: list[int] = []
    begin = start
    for match in _STOP.finditer(copy, start, end):
        if _ends(copy, max(begin, match.start() - NEAR), min(end, match.end() + NEAR), match):
            stops += _cuts(copy, begin, match.end())
            begin = match.end()
            stops.append(begin)
    return [*stops, *_cuts(copy, begin, end)]


def _cuts(copy: str, begin: int, end: int) -> Iterator[int]:
    """Offsets after a space that cut an endless sentence."""
    while end - begin > LONGEST and (space := copy.rfind(" ", begin + 1, begin + LONGEST)) > 0:
        begin = space + 1
        yield begin


def _ends(copy: str, begin: int, end: int, match: re.Match[str]) -> bool:
    """Whether the sentence that begins at `begin` ends with this match."""
    follows, mark, closers = match["next"], match["stop"], match["closers"]
    if follows.islower():
        return bool(mark == "." and _LOWER_START.match(copy, match.end()) and _full_stop(copy, begin, match))
    if follows in "—–-" or not _LETTER.search(copy, match.end(), end):
        return False
    if "”" in closers or "’" in closers:
        if mark[-1] in "!?" and _ASKED.match(copy, match.end(), end):
            return False
        if copy[match.start("closers") :][:1] in "”’" and mark == "." and not _full_stop(copy, begin, match):
            return False
    elif mark == "." and not _full_stop(copy, begin, match):
        return False
    elif mark[-1] == "…" or len(mark) > 1:
        # "Well ... I think": a pause, unless a capital other than I follows.
        if re.match(r"I\b", copy[match.end() : match.end() + 2]):
            return False
    return not _inside(copy, begin, end, match)


def _inside(copy: str, begin: int, end: int, match: re.Match[str]) -> bool:
    """Whether the stop stands within brackets, or within a quotation too short to be cut."""
    before = copy[begin : match.end("closers")]
    if before.count("(") > before.count(")"):
        close = copy.find(")", match.end(), min(end, match.end() + 200))
        if close >= 0 and copy.find("(", match.end(), close) < 0:
            return True
    opened = max(before.rfind("“"), before.rfind("‘"))
    if opened < 0 or "”" in before[opened:] or (before[opened] == "‘" and "’" in before[opened:]):
        # No quotation was opened in this sentence; it may have been in an earlier one.
        return _closes_soon(copy, end, match) and copy[begin : match.start()].count(" ") < QUOTED_WORDS - 1
    return before[opened:].count(" ") < QUOTED_WORDS - 1 or _closes_soon(copy, end, match)


def _closes_soon(copy: str, end: int, match: re.Match[str]) -> bool:
    """Whether a quotation closes within so few words that they cannot stand alone."""
    end = min(end, match.end() + NEAR)
    close = copy.find("”", match.end(), end)
    opening = copy.find("“", match.end(), end)
    if close < 0 or 0 <= opening < close:
        return False
    rest = copy[match.end() : close]
    return rest.count(" ") < QUOTED_WORDS - 1


def _full_stop(copy: str, begin: int, match: re.Match[str]) -> bool:
    """Whether a single point ends a sentence rather than an abbreviation or initial."""
    stop = match.start("stop")
    before = _WORD_BEFORE.search(copy, max(begin, stop - 25), stop)
    if before is None:
        return True
    word = before.group()
    key = word.lower()
    follows = _NEXT.match(copy, match.end())
    opened = copy[match.end()] in "“‘(["
    following = follows.group(1).rstrip(".,;:!?”’") if follows else ""
    following = following.removesuffix("'s")
    starts = opened or following in _STARTERS
    figure = following[:1].isdigit()
    if len(word) == 1 and word.isalpha():
        # "Ada C. “Bo” Vell": a nickname.
        nickname = opened and copy.find("”", match.end(), match.end() + NICKNAME) >= 0
        return _after_letter(copy, begin, before.start(), word, starts and not nickname)
    if "." in word and len(word) <= 8 and all(len(part) <= 2 for part in word.split(".")):
        if key in {"a.m", "p.m"}:
            return not _AFTER_HOUR.match(copy, match.end()) and not figure
        return starts and key not in _TITLES
    if key in _TITLES and (word[0].isupper() or key in {"v", "vs", "e.g", "i.e", "cf", "viz", "approx", "ca", "al"}):
        return False
    if key in _BEFORE_FIGURES and (word[0].isupper() or key not in {"no", "art", "mar", "sec", "fig", "dec", "jun"}):
        return not figure and (starts or key in {"no", "art"})
    if key in _EITHER and (
        word[0].isupper() or key in {"etc", "hrs", "min", "mph", "kph", "lb", "lbs", "oz", "sq", "dept", "est"}
    ):
        return starts
    return True


def _after_letter(copy: str, begin: int, at: int, letter: str, starts: bool) -> bool:
    """A single letter and a point: an initial, unless it names something ("plan B.") and a sentence can start."""
    if letter.islower():
        return letter != "v"
    if not starts:
        previous = copy[begin:at].rstrip().rpartition(" ")[2]
        return letter == "I" and previous.islower()
    return True
