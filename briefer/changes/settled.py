"""What a later sentence says of a step: that it was taken, called off, put off, moved or denied.

Plain words, no parse. A step that is wrongly said to be taken is worse than one that is missed, so the deed, who is to
do it, the names and the day must all fit, and the sentence must tell it as done: not as planned, asked for, supposed or
denied. When in doubt it says nothing of the step.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from briefer.changes.matter import DOCUMENTS, HAPPENS, IDLE, MEETING, Line, Matter, counts, unquoted
from briefer.language.meaning import gist
from briefer.language.negation.signs import Word
from briefer.language.negation.stems import past
from briefer.model import Became

#: So much of a step's words a sentence must share: with the day of the step in it, without a day, of a step without one.
ON_ITS_DAY, NEAR_IT, _UNDATED = 0.34, 0.6, 0.75
#: And so much of them, the deed among them, one that calls it off without naming its day.
HALF = 0.5
#: A sentence with so few other words speaks of the only thing of its name.
_BARE = 2
#: Days after a step's last in which a sentence that names no day may tell of it.
_AFTER = timedelta(days=3)

#: What makes what stands behind it no deed that was done.
_UNDONE = frozenset(
    "to will would shall should may might could can must be being not never cannot if unless without had nearly almost "
    "is are isn't aren't wasn't weren't won't wouldn't hasn't haven't didn't yet hardly".split()
)
_BETWEEN = re.compile(r"\w+ly|also|again|then|later|even|now|already|just|still|ever|all|both")
#: Sentences that do not tell what happened.
_SUPPOSED = re.compile(
    r"\?|\b(?:if|unless|whether|before|until|since|alleg\w+|reportedly|claim(?:s|ed)?|den(?:y|ies|ied)|rumou?r\w*|ago|"
    r"last (?:week|month|year)|(?:last|first|previously) met|supposed|false|falsely|wrongly)\b",
    re.IGNORECASE,
)
_IF = re.compile(r"\?|\b(?:if|unless|whether|den(?:y|ies|ied)|rumou?r\w*|false|falsely|wrongly)\b", re.IGNORECASE)
_CANCEL = r"cancell?(?:s|ed|ing)?|scrap(?:s|ped)?|abandon(?:s|ed)?|shelved?|axed?|drop(?:s|ped)?"
_POSTPONE = r"postpone[sd]?|delay(?:s|ed)?|defer(?:s|red)?|adjourn(?:s|ed)?|reschedule[sd]?"
_CALLED_OFF = re.compile(rf"\b(?:{_CANCEL}|call(?:s|ed)?\b(?: [\w’'-]+){{0,6}}? off)\b", re.IGNORECASE)
_PUT_OFF = re.compile(
    rf"\b(?:{_POSTPONE}|put(?:s)?\b(?: [\w’'-]+){{0,6}}? (?:off|back)|push(?:es|ed)?\b(?: [\w’'-]+){{0,6}}? back|"
    r"mov(?:es|ed)|br(?:ings|ought)\b(?: [\w’'-]+){0,6}? forward)\b",
    re.IGNORECASE,
)
#: One of these is in whatever the two above find; it is quicker to look for them first.
_OFF = (
    "cancel", "scrap", "abandon", "shelve", "axe", "drop", "call", "postpone", "delay", "defer", "adjourn", "reschedule",
    "put", "push", "moves", "moved", "brings", "brought",
)  # fmt: skip
#: Before a word of calling off: it is only asked for, supposed or denied, unless it was decided.
_ONLY_ASKED = re.compile(
    r"\b(?:(?-i:may)|might|could|should|must|can|cannot|not|never|no|nobody|rul(?:e|ed|es) out|threat\w*|demand\w*|urg\w*|"
    r"call(?:ed|s)? for|consider\w*|want\w*|ask\w*|propos\w*|suggest\w*|fear\w*|hope\w*)\b|n['’]t\b|"
    r"\b(?:to|almost|nearly)(?: \w+ly)? $|(?<!will )(?<!would )\bbe (?:\w+ly )?$",
    re.IGNORECASE,
)
_DECIDED = re.compile(r"\b(?:decided|agreed|chose|voted|forced|had) to (?:\w+ly )?$", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:–—]\s|\b(?:and|but|while|after|because|as|when|who|which)\b")
#: "Will not meet before 12 May" denies no meeting on that day.
_NOT_YET = re.compile(r"\b(?:before|until|till|without|only|alone|just)\b", re.IGNORECASE)
#: A clause in which the future is denied.
_WILL_NOT = re.compile(
    r"\b(?:wo|would|is|are)n['’]t\b|\b(?:will|would|shall|is|are)\b[^,;:]*?\b(?:not|never|no)\b", re.I
)
#: Behind a statement, who made it.
_SAID = re.compile(r", (?:the )?[A-Z][\w’'-]*(?: [\w’'-]+){0,4} (?:said|says|announced|confirmed|reported)\b[^,;]*$")
_HAD_ONE = re.compile(r"\bhad (?:a|an|the|its|their|his|her)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a sentence says of a step; of one that was moved, the new days."""

    how: Became
    first: date | None = None
    last: date | None = None


def verdict(matter: Matter, line: Line, told: date, *, agreed: bool = True) -> Verdict | None:
    """What the sentence says became of a step that was last told of on that day; None where it does not.

    What nobody has fixed cannot be called off, so of such a step only that it was taken is said.
    """
    # Most sentences tell of something else, and are not read for it.
    if matter.told_by.isdisjoint(line.rough) or not (matter.deeds | matter.words) & line.stems:
        return None
    if agreed and (found := _called_off(matter, line) or _denied(matter, line)):
        return found
    return Verdict("kept") if _kept(matter, line, told) else None


def undoing(text: str) -> tuple[bool, bool]:
    """Whether a text has words that call or put something off, and words that deny something ahead."""
    text = " ".join(text.split())
    texts = {text, unquoted(text)}
    return any(map(_calls_off, texts)), any(_WILL_NOT.search(words) is not None for words in texts)


def may_undo(matter: Matter, stems: frozenset[str], undone: tuple[bool, bool]) -> bool:
    """Whether a text with these words can say, before the day of a step, that it will not be taken."""
    off, denied = undone
    names = len(matter.names & stems)
    return off or (denied and len(matter.words & stems) + names >= NEAR_IT * (len(matter.words) + names))


def _calls_off(text: str) -> bool:
    low = text.casefold()
    return any(word in low for word in _OFF) and any(p.search(text) for p in (_PUT_OFF, _CALLED_OFF))


# --- taken ----------------------------------------------------------------------------------------------


def _kept(matter: Matter, line: Line, told: date) -> bool:
    if _SUPPOSED.search(line.plain) or not _names_fit(matter, line):
        return False
    first, last = matter.first or told, matter.last
    if line.day < first:
        return False
    deeds = [word for word in line.words if word.stem in matter.deeds and _done(line, word)]
    nominal = any(word.stem == matter.deed for word in line.words if word not in deeds)
    ends = [
        word
        for word in deeds
        if (matter.noun and nominal and word.stem != matter.deed) or _object_fits(matter, line, word)
    ]
    if matter.noun and not nominal:
        ends = [word for word in ends if word.stem == matter.deed]
    took_place = nominal and matter.deed not in DOCUMENTS and (_took_place(line) or _HAD_ONE.search(line.plain))
    if not ends and not took_place:
        return False
    mine = _sought(matter, line)
    if took_place or _passive(line, ends):
        # Such a sentence need not say who did it.
        mine = (mine - matter.actor) or mine
    elif matter.actor and not matter.noun and not matter.actor & line.stems:
        return False
    shared, needed = mine & line.stems, _needed(matter, line, first, last, told)
    if not mine:
        # "The trial opened on Tuesday": nothing but the deed and its day.
        return matter.noun and needed == ON_ITS_DAY
    return bool(shared) and len(shared) >= needed * len(mine)


def _sought(matter: Matter, line: Line) -> frozenset[str]:
    """The step's words; a name need not be said again, and counts where it is."""
    return matter.words | (matter.names & line.stems)


def _needed(matter: Matter, line: Line, first: date, last: date | None, told: date) -> float:
    """The share of the step's words that the sentence must have; more than all where its day does not fit."""
    if matter.first is None and matter.last is None:
        return _UNDATED if line.day > told else 2
    days = [(a, b) for a, b, _ in line.days if a <= line.day]
    if any(first <= a and (last is None or b <= last) for a, b in days):
        return ON_ITS_DAY if matter.first is not None else NEAR_IT
    if days or line.days or (last is not None and line.day > last + _AFTER):
        return 2
    return NEAR_IT


def _done(line: Line, word: Word) -> bool:
    """Whether the word is a verb that tells of what was done."""
    if not past(word.text) or word.negated != "no" or word.modality:
        return False
    before = re.findall(r"[\w’']+", line.plain[: word.start].casefold().replace("’", "'"))[-6:]
    while before and _BETWEEN.fullmatch(before[-1]):
        before.pop()
    if not before:
        return True
    if before[-1] in ("been", "have", "has"):
        rest = before[:-1]
        if before[-1] == "been":
            perfect = ("has", "have", "had") if line.days else ("has", "have")
            return bool(rest) and rest[-1] in perfect and not _UNDONE & set(rest[-3:-1])
        return not (rest and rest[-1] in _UNDONE)
    # "Had met" lies before something else; with its day it is the step all the same.
    return before[-1] not in _UNDONE or (before[-1] == "had" and bool(line.days))


def _passive(line: Line, words: Iterable[Word]) -> bool:
    return any(re.search(r"\b(?:was|were|been)\s+(?:\w+ly\s+)?$", line.plain[: word.start]) for word in words)


def _took_place(line: Line) -> bool:
    return any(word.stem in HAPPENS and _done(line, word) for word in line.words)


def _object_fits(matter: Matter, line: Line, deed: Word) -> bool:
    """Whether what stands behind the verb is no other thing: who votes on pensions has not voted on water."""
    cut = _CLAUSE.search(line.plain, deed.end)
    end = cut.start() if cut else len(line.plain)
    behind = [word for word in line.words if deed.end <= word.start < end]
    known = matter.words | matter.names | matter.deeds
    whole = matter.tail - {deed.stem} <= line.stems
    others = [w for w in behind if counts(w) and w.stem not in known and not w.text.endswith("ly")]
    if whole and matter.tail:
        return True
    for word in others:
        between = line.plain[deed.end : word.start]
        direct = re.fullmatch(r"\s+(?:(?:the|a|an|his|her|its|their|some|with)\s+)?", between) is not None
        if direct or (not whole and not word.text[0].isupper()):
            return False
    return True


def _names_fit(matter: Matter, line: Line) -> bool:
    """Whether it names all who are to do it, or none; and no other place or thing by name instead of the step's."""
    present = matter.actors & line.stems
    if present and present != matter.actors:
        return False
    rest = matter.names - matter.actors
    if not rest or rest & line.stems:
        return True
    # Who says so is none of those who are to do it.
    return not gist(_SAID.sub("", line.plain)).names - matter.names - matter.actor - IDLE


# --- called off, put off, moved, denied ----------------------------------------------------------------


def calls_off(line: Line) -> bool:
    """Whether it has a word of calling or putting off."""
    return _calls_off(line.plain)


def _called_off(matter: Matter, line: Line) -> Verdict | None:
    if _IF.search(line.plain) or _over(matter, line):
        return None
    for pattern in (_PUT_OFF, _CALLED_OFF):
        for match in pattern.finditer(line.plain):
            if not _decided(line.plain, match.start()) or not _meant(matter, line):
                continue
            if pattern is _CALLED_OFF:
                return None if _other_day(matter, line) else Verdict("cancelled")
            if new := _new_days(matter, line, match.start()):
                return Verdict("moved", *new)
            if not match[0].casefold().startswith(("mov", "br")):
                return Verdict("postponed")
    return None


def _over(matter: Matter, line: Line) -> bool:
    """Whether the step's day is long past, or the sentence speaks of what was to be on another day."""
    if matter.last is None:
        return False
    if line.day > matter.last + _AFTER and not _on_its_day(matter, line):
        return True
    text = line.text.casefold()
    before = [(a, b) for a, b, at in line.days if text[:at].endswith(" from ") or text[at:].startswith("from ")]
    return bool(before) and not any(a <= matter.last <= b for a, b in before)


def _decided(text: str, at: int) -> bool:
    cuts = [match.end() for match in _CLAUSE.finditer(text, 0, at)]
    before = text[max(cuts, default=0) : at]
    return _DECIDED.search(before) is not None or _ONLY_ASKED.search(before) is None


def _meant(matter: Matter, line: Line) -> bool:
    """Whether the sentence speaks of the step: of its deed on its day, or of its deed with half of its words."""
    if not ({matter.deed} | (matter.words & (DOCUMENTS | {MEETING}))) & line.stems:
        return False
    mine = _sought(matter, line)
    shared = len(mine & line.stems)
    if matter.last is not None and any(a <= matter.last <= b for a, b, _ in line.days):
        return shared > 0 or not mine or not gist(line.plain).names
    deed = matter.deed in line.stems
    if not mine:
        return deed and sum(counts(word) and word.stem != matter.deed for word in line.words) <= _BARE
    return shared > 0 and shared + deed >= HALF * (len(mine) + deed)


def _own(matter: Matter, line: Line, deed: Word) -> bool:
    """Whether it is the step's deed, or one that comes to the same, of who is to do it."""
    before = {word.stem for word in line.words if word.start < deed.start}
    return deed.stem == matter.deed or matter.noun or not matter.actor or bool(matter.actor & before)


def _other_day(matter: Matter, line: Line) -> bool:
    """Whether it names a day to come that is not the step's."""
    to_come = [(a, b) for a, b, _ in line.days if b > line.day]
    last = matter.last
    return bool(to_come) and last is not None and not any(a <= last <= b for a, b in to_come)


def _new_days(matter: Matter, line: Line, at: int) -> tuple[date, date] | None:
    """The day to which it is moved: one to come, named behind the verb, that is not its own."""
    for first, last, place in line.days:
        if place > at and first > line.day and (first, last) != (matter.first, matter.last):
            return first, last
    return None


def _on_its_day(matter: Matter, line: Line) -> bool:
    """Whether it names the step's day; "had not met by Friday" means the Friday that has passed."""
    first, last = matter.first or date.min, matter.last or date.max
    return any(a <= last and b >= first for a, b in line.past)


def _denied(matter: Matter, line: Line) -> Verdict | None:
    """Whether it says that the step will not be taken, or, after its day, that it was not."""
    if _IF.search(line.plain) or _NOT_YET.search(line.plain) or not _names_fit(matter, line):
        return None
    nominal = matter.noun or (matter.deed in HAPPENS)
    deeds = {matter.deed} | HAPPENS if nominal else matter.deeds
    denied = [word for word in line.words if word.stem in deeds and word.negated == "yes"]
    denied = [word for word in denied if word.modality in (None, "future") and _own(matter, line, word)]
    if not denied or (matter.noun and matter.deed not in line.stems):
        return None
    if not matter.noun and not all(_object_fits(matter, line, word) for word in denied):
        return None
    ahead = any(_WILL_NOT.search(line.plain[: word.end]) for word in denied)
    if not ahead and (matter.last is None or line.day < matter.last):
        return None
    if not ahead and line.days and not _on_its_day(matter, line):
        return None
    if ahead and _other_day(matter, line):
        return None
    mine = _sought(matter, line)
    shared = len(mine & line.stems)
    if matter.actor and not nominal and not matter.actor & line.stems:
        return None
    if not mine:
        # "The talks planned for 12 May will not take place": nothing but the deed and its day.
        on_its_day = matter.last is not None and any(a <= matter.last <= b for a, b, _ in line.days)
        return Verdict("denied") if matter.noun and on_its_day else None
    return Verdict("denied") if shared and shared >= NEAR_IT * len(mine) else None
