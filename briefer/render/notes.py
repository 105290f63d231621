"""Evidence notes: the sentences that a claim rests on, its telling words marked, numbered as they are first used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from briefer.model import (
    Actor,
    Article,
    Brief,
    ChangeItem,
    Check,
    Claim,
    NextStep,
    Position,
    Span,
    Story,
)
from briefer.render.dates import Calendar
from briefer.render.desk import Desk
from briefer.render.passages import CitedText, Passage, joined, within
from briefer.render.terms import Terms
from briefer.render.words import words
from briefer.templating import one_line

#: A full stop of a remark after that of a name at its end.
_TWICE = re.compile(r"(?<!\.)\.\.$")
#: What may carry a note.
Noted = Claim | Story | ChangeItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What one superscript opens."""

    #: The same for all claims that rest on the same sentences and were not reworded.
    number: int
    #: Of the pop-up: one for each way that the sentences are marked.
    id: str
    passages: tuple[Passage, ...]
    #: Where else a name, role or date was found.
    origins: tuple[Passage, ...]
    #: What was derived, and what could not be checked.
    remarks: tuple[str, ...]
    #: True where rules alone chose the speaker of the article's own words.
    by_rule: bool


class _Elsewhere(NamedTuple):
    """A remark on words that were found elsewhere in the article; those of all pop-ups of a number make one."""

    words: tuple[str, ...]


class _Key(NamedTuple):
    """What tells two pop-ups apart; the places alone tell two numbers apart."""

    places: tuple[Span, ...]
    origins: tuple[Span, ...]
    marks: tuple[Span, ...]
    derived: tuple[Span, ...]
    remarks: tuple[str | _Elsewhere, ...]
    by_rule: bool


@dataclass(slots=True)
class Notes:
    """The notes of one page, numbered from 1 in the order in which a template asks for them."""

    brief: Brief
    calendar: Calendar
    _articles: dict[str, Article]
    _desk: Desk
    _texts: dict[str, CitedText] = field(default_factory=dict)
    #: Numbers by the places that they stand for, and pop-ups by number, both in the order of first use.
    #: A claim that the desk reworded has a number of its own, so that what it said before stands in every list of notes.
    _numbers: dict[tuple[tuple[Span, ...], str | None], int] = field(default_factory=dict)
    _notes: dict[int, dict[_Key, Note]] = field(default_factory=dict)
    _listed: int = 0

    @classmethod
    def of(cls, brief: Brief, calendar: Calendar) -> Notes:
        """The notes of one document, none taken yet."""
        articles = {article.id: article for article in brief.articles}
        return cls(brief, calendar, articles, Desk.of(brief, calendar.locale))

    def note(self, claim: Noted) -> Note | None:
        """The note of a claim, a story's headline or a change; None where it cites nothing in this brief."""
        evidence = [s for s in _evidence(claim) if self._text(s.article)]
        if not evidence:
            return None
        derived = joined(s for s in _derived(claim) if self._text(s.article))
        marks = joined(self._marks(claim, evidence))
        cited = self._places(evidence)
        places = [place for place in cited if any(within(mark, place) for mark in marks)] or cited
        found = [place for place in cited if place not in places]
        found += [p for p in self._places(derived) if not any(within(p, known) for known in cited)]
        key = _Key(
            places=tuple(places),
            origins=tuple(found),
            marks=tuple(marks),
            derived=tuple(derived),
            remarks=tuple(dict.fromkeys(self._remarks(claim))),
            by_rule=isinstance(claim, Position) and self.brief.engine.name == "extractive" and self._own(claim) is None,
        )
        number = self._numbers.setdefault((key.places, self._own(claim)), len(self._numbers) + 1)
        variants = self._notes.setdefault(number, {})
        if key not in variants:
            name = f"e{number}-{len(variants) + 1}" if variants else f"e{number}"
            variants[key] = self._made(number, name, key)
        return variants[key]

    def _made(self, number: int, id: str, key: _Key) -> Note:
        def passages(places: Iterable[Span]) -> tuple[Passage, ...]:
            return tuple(self._texts[p.article].passage(p, key.marks, key.derived) for p in places)

        return Note(
            number=number,
            id=id,
            passages=passages(key.places),
            origins=passages(key.origins),
            remarks=tuple(self._told(key.remarks)),
            by_rule=key.by_rule,
        )

    def _told(self, remarks: Sequence[str | _Elsewhere]) -> Iterator[str]:
        """The finished remarks, in the page's words."""
        locale = self.calendar.locale
        elsewhere = [remark for remark in remarks if isinstance(remark, _Elsewhere)]
        for remark in remarks:
            if isinstance(remark, str):
                yield _TWICE.sub(".", remark)
            elif remark is elsewhere[0]:
                found = dict.fromkeys(words for each in elsewhere for words in each.words)
                words = locale.listed(map(locale.quoted, found))
                yield locale.gettext("From elsewhere in the article: %(words)s.", words=words)

    def popups(self) -> tuple[Note, ...]:
        """Every note asked for so far, each way that its sentences are marked."""
        return tuple(note for variants in self._notes.values() for note in variants.values())

    def listed(self) -> tuple[Note, ...]:
        """One note for each number asked for since the last call, with the marks and remarks of all its pop-ups."""
        fresh = range(self._listed + 1, len(self._numbers) + 1)
        self._listed = len(self._numbers)
        return tuple(self._whole(number) for number in fresh)

    def _whole(self, number: int) -> Note:
        keys = list(self._notes[number])
        together = _Key(
            places=keys[0].places,
            origins=tuple(dict.fromkeys(place for key in keys for place in key.origins)),
            marks=tuple(joined(span for key in keys for span in key.marks)),
            derived=tuple(joined(span for key in keys for span in key.derived)),
            remarks=tuple(dict.fromkeys(remark for key in keys for remark in key.remarks)),
            by_rule=any(key.by_rule for key in keys),
        )
        return self._made(number, f"n{number}", together)

    def _text(self, article: str) -> CitedText | None:
        if article not in self._texts:
            if article not in self._articles:
                return None
            self._texts[article] = CitedText.of(self._articles[article])
        return self._texts[article]

    def _places(self, spans: Sequence[Span]) -> list[Span]:
        articles = dict.fromkeys(span.article for span in spans)
        return [place for article in articles for place in self._texts[article].places(spans)]

    def _marks(self, claim: Noted, evidence: Sequence[Span]) -> list[Span]:
        """The telling words: what is quoted, else the claim's own words where they stand, else all the evidence."""
        if isinstance(claim, Position) and (claim.content or claim.quotes):
            return [s for s in claim.content or claim.quotes if self._text(s.article)]
        if isinstance(claim, NextStep) and claim.when is not None and self._text(claim.when.span.article):
            return [*self._verbatim(claim.text, evidence), claim.when.span]
        if isinstance(claim, Actor):
            parts = [claim.mention] if claim.mention and self._text(claim.mention.article) else []
            for text in (claim.role, claim.organisation, claim.why):
                parts += self._stands(text, evidence) if text else []
            return parts or list(evidence)
        if isinstance(claim, ChangeItem):
            return list(evidence)
        own = claim.headline if isinstance(claim, Story) else str(getattr(claim, "text", ""))
        return self._verbatim(self._own(claim) or own, evidence)

    def _own(self, claim: Noted) -> str | None:
        """The engine's words of a claim that the desk has reworded: they are what the evidence was found for."""
        return self._desk.original(claim)

    def _verbatim(self, text: str, evidence: Sequence[Span]) -> list[Span]:
        """Where the text, or each of its sentences, stands in the evidence; else the evidence."""
        text = text.strip().rstrip("….").rstrip()
        return self._stands(text, evidence) or list(evidence)

    def _stands(self, text: str, evidence: Sequence[Span]) -> list[Span]:
        """The first place in the evidence with these words."""
        found = (self._texts[span.article].find(text, span) for span in evidence)
        return [place for place in found if place is not None][:1]

    def _remarks(self, claim: Noted) -> list[str | _Elsewhere]:
        """What a careful reader should know beside the sentence."""
        if isinstance(claim, ChangeItem):
            return []
        _ = self.calendar.locale.gettext
        remarks: list[str | _Elsewhere] = []
        if (own := self._own(claim)) is not None:
            words = self.calendar.locale.quoted(one_line(own))
            remarks.append(_("Edited by the desk; before: %(words)s.", words=words))
        if isinstance(claim, Story):
            return [*remarks, doubt] if (doubt := self._doubt(claim.headline_check)) else remarks
        if isinstance(claim, Position):
            remarks += self._speaker_remarks(claim)
        resolved = ("holder", "speaker") if isinstance(claim, Position) else ()
        places = [spans for name, spans in sorted(claim.derived.items()) if name not in resolved]
        elsewhere = dict.fromkeys(self._words(s) for spans in places for s in spans if self._text(s.article))
        if elsewhere:
            remarks.append(_Elsewhere(tuple(elsewhere)))
        when = getattr(claim, "when", None)
        if when is not None and self.calendar.words(when) and self.calendar.when(when):
            remarks.append(
                _(
                    "“%(words)s” read as %(date)s, from the article’s own date.",
                    words=one_line(when.text),
                    date=self.calendar.when(when),
                )
            )
        return [*remarks, doubt] if (doubt := self._doubt(claim.check)) else remarks

    def _speaker_remarks(self, position: Position) -> list[str]:
        spoken = self._words(position.source) if position.source and self._text(position.source.article) else ""
        name = position.speaker or position.holder
        if not (spoken and name) or set(words(name)) & set(words(spoken)):
            return []
        return [self.calendar.locale.gettext("“%(words)s” read as %(name)s.", words=spoken, name=name)]

    def _doubt(self, check: Check) -> str:
        """Why a claim that is shown is not verified; who vouched for it in a second look, where rules alone did not."""
        terms, _ = Terms(self.calendar.locale), self.calendar.locale.gettext
        if check.status == "verified":
            return "" if check.by == "rules" else _("Checked by %(model)s.", model=check.by)
        if check.reasons:
            reasons = _("; ").join(terms.translated(reason.text) for reason in check.reasons)
            if check.status == "withheld":
                return _("Failed the checks: %(reasons)s.", reasons=reasons)
            return _("Not fully checked: %(reasons)s.", reasons=reasons)
        skipped = [terms.gate(gate) for gate, result in check.gates.items() if result == "not_run"]
        return _("Not checked: %(gates)s.", gates=", ".join(skipped)) if skipped else _("Not fully checked.")

    def _words(self, span: Span) -> str:
        return self._texts[span.article].words(span)


def _evidence(claim: Noted) -> tuple[Span, ...]:
    if isinstance(claim, Story):
        return claim.headline_evidence
    if isinstance(claim, ChangeItem):
        return (*claim.now, *claim.before)
    return claim.evidence


def _derived(claim: Noted) -> list[Span]:
    return [span for spans in claim.derived.values() for span in spans] if isinstance(claim, Claim) else []
