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
_MODAL = r"\b(?:(?:will|shall|(?:would|should|must|(?-i:may)|might|can|could)(?!(?:n['’]t)? have\b))(?:n['’]t|['’]s)?|(?:wo|ca|sha)n['’]t|let|please)\b"
_FUTURE = (
    rf"{_MODAL}(?: (?:\w+ly|not|also|still|never|almost|only|now|soon|then))*(?: be(?: \w+ed (?:and|or) \w+ed\b)?)?(?: \w+)?"
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
    rf"(?P<future>\b(?:(?:will|shall|would|could|(?-i:may)|might)(?:n['’]t)?|won['’]t)\b|['’]ll\b|\b(?:is|are) (?:to|due|set|going|expected|scheduled)\b)|(?P<past>{_PAST})",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[.!?…][\"”’')]*\s|\n|;")
#: Up to six words that stay in one clause and do not turn the denial round ("did not rule out").
_WITHIN = r"(?: (?!(?:rul(?:e[sd]?|ing) out|exclud|doubt|den|know|sa(?:y|id)|whether|that|if|who|and|but|or|because)\w*\b)[\w-]+){0,6} $"
_DENIED = r"\b(?:no|not|never|nobody|nothing|cannot|unlikely)\b|\w*n['’]t\b"
#: What stands before "before Friday" where nothing happens earlier: "will not sail", "no boat is expected".
NOT_YET = re.compile(rf"(?:{_DENIED}){_WITHIN}", re.IGNORECASE)
#: The same before "until"; "must not drink it until Friday" and "did not open until Friday" say how long.
NOT_UNTIL = re.compile(
    rf"\b(?:(?:will|would|is|are|do|does|am|be)(?: not|n['’]t)|won['’]t|no longer|unlikely|(?:is|are|be) no(?:t|body)?){_WITHIN}|\bnot $",
    re.IGNORECASE,
)
STAYED_OUT = re.compile(
    rf"\b(?:did|was|were|had)(?: not|n['’]t|(?: \w+)? no){_WITHIN[:-2]} (?:up )?(?:until|till) $", re.IGNORECASE
)
_MOVING = r"\b(?:(?:mov|postpon|reschedul)\w+|(?:shift|push|delay|deferr?|adjourn)(?:ed|ing)|(?:put|puts|putting) (?:off|back)|(?:brought|brings?|bringing))\b"
_NO_TO = r"(?: (?!to\b)[\w'’-]+){0,9}"
#: A verb of moving before "from Tuesday", and before "Friday" in "moved the vote to Friday".
MOVED = re.compile(rf"{_MOVING}{_NO_TO} $", re.IGNORECASE)
MOVED_TO = re.compile(rf"{_MOVING}{_NO_TO} to $", re.IGNORECASE)
BROUGHT_FORWARD = re.compile(r"\bbr(?:ing|ought)", re.IGNORECASE)
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
