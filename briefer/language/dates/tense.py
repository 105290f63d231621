"""Whether the words around a date speak of the past or of what is to come."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Tense = Literal["past", "future"]

_AHEAD = (
    r"agree(?:s|d)?|plan(?:s|ned|ning)?|vow(?:s|ed)?|promise[sd]?|pledge[sd]?|wants?|wanted|hop(?:es?|ed|ing)|decide[sd]?|scheduled|set"
    r"|due|slated|expect(?:s|ed)?|ready|prepar(?:es?|ed|ing)|likely|aims?|aimed|intend(?:s|ed)?|threaten(?:s|ed)?|invited?|ask(?:s|ed)?"
    r"|call(?:s|ed)?|urge[sd]?|order(?:s|ed)?|need(?:s|ed)?|going|about|is|are|deadline|time|propos(?:es?|ed|al)|offer(?:s|ed)?|demand(?:s|ed)?"
)
_FUTURE = (
    r"(?:will|wo|shall|(?:would|should|must|may|might|can|could)(?! have\b)|let|please)\b(?:['’]s|n['’]t)?(?: (?:\w+ly|not|also|still|never|almost|only|now|soon|then))*(?: be)?(?: \w+)?"
    r"|['’](?:ll|d)\b(?: \w+)?(?: be)?(?: \w+ed\b)?"
    rf"|\b(?:{_AHEAD})\b(?: \w+){{0,3}}? to\b(?! (?:the|an?|his|her|its|their|this|that|(?-i:[A-Z]))\b)(?: be)?(?: \w+)?"
    r"|\b(?:is|are|am|['’](?:s|re|m)) (?:going|due|set|scheduled|expected|planned|slated|to)\b"
    r"|\b(?:due|slated|upcoming|forthcoming|scheduled for|set for|planned for|expected)\b"
)
_IRREGULAR = (
    r"was|were|had|has|have|did|said|told|met|held|began|went|came|took|gave|made|left|won|lost|struck|sent|spoke|saw|fell|rose|broke|put"
    r"|led|flew|found|shot|got|ran|wrote|became|brought|kept|felt|grew|drew|fought|hit|cut|sank|swore|laid|paid|sold|stood|threw|knew|built"
    r"|died|dead|ago|met"
)
_PAST = rf"\b(?:{_IRREGULAR})\b|\b\w{{2,}}ed\b|(?:['’]ve)\b"
_CUE = re.compile(rf"(?P<future>{_FUTURE})|(?P<past>{_PAST})", re.IGNORECASE)
#: After the date only a verb of its own clause counts: "On Friday they agreed to meet" is past.
_FIRST_VERB = re.compile(
    rf"(?P<future>\b(?:will|wo|shall|would|could|may|might)\b|['’]ll\b|\b(?:is|are) (?:to|due|set|going|expected|scheduled)\b)|(?P<past>{_PAST})",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[.!?…][\"”’')]*\s|\n|;")
#: How far we look for a verb, in characters.
NEAR = 160


def tense(text: str, start: int, end: int) -> Tense | None:
    """The tense of the nearest verb before `text[start:end]` in its sentence, else of the first one after it."""
    first, last = max(0, start - NEAR), min(len(text), end + NEAR)
    # One letter more, so that a word that is cut does not look like another.
    return _tense(text[max(0, first - 1) : start], min(first, 1), text[end - 1 : last])


@lru_cache(maxsize=256)
def _tense(before: str, first: int, behind: str) -> Tense | None:
    """The same of the words on either side; what repeats itself is read once."""
    first = max([first, *(stop.end() for stop in _BREAK.finditer(before, first))])
    found: Tense | None = None
    for cue in _CUE.finditer(before, first):
        found = "future" if cue["future"] else "past"
    if found:
        return found
    stop = _BREAK.search(behind, 1)
    after = _FIRST_VERB.search(behind, 1, stop.start() if stop else len(behind))
    return None if after is None else "future" if after["future"] else "past"
