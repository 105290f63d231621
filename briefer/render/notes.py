"""Evidence notes: the sentences that a claim rests on, its telling words marked, numbered as they are first used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple
from urllib.parse import quote

from briefer.language.passages import find_sentences
from briefer.language.typography import repair
from briefer.model import (
    Actor,
    Article,
    Brief,
    ChangeItem,
    Check,
    Claim,
    NextStep,
    Position,
    Sentence,
    Span,
    Story,
)
from briefer.render.words import Calendar, source, words
from briefer.templating import one_line, safe_url

#: What may carry a note.
Noted = Claim | Story | ChangeItem
Kind = Literal["plain", "mark", "from"]

#: Characters of a neighbouring sentence, and of unmarked words within a sentence, before they are cut.
NEIGHBOUR = 220
BETWEEN = 700
#: Marked words shorter than this may stand anywhere in a page: its link then names the whole sentence.
TELLING = 24
#: A text fragment longer than this is written as its first and last words.
FRAGMENT = 90
ENDS = 5

#: How the reader would call a field that was resolved.
FIELDS = {"holder": "name", "speaker": "name", "holder_role": "role", "mention": "name", "when": "date"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the article: `mark` carries the claim, `from` is what a name, role or date was resolved from."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Sentences of one article that follow each other, with their neighbours."""

    article: Article
    #: The outlet, else the title.
    source: str
    #: The article's own time.
    published: str
    #: BCP 47, empty where the article's language is unknown or the brief's own.
    language: str
    before: str
    pieces: tuple[Piece, ...]
    after: str
    #: The article at these words, where its address may be linked to.
    url: str

    @property
    def text(self) -> str:
        """The sentences without marks."""
        return one_line("".join(piece.text for piece in self.pieces))


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What one superscript opens."""

    #: The same for all claims that rest on the same sentences.
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


class _Key(NamedTuple):
    """What tells two pop-ups apart; the places alone tell two numbers apart."""

    places: tuple[Span, ...]
    origins: tuple[Span, ...]
    marks: tuple[Span, ...]
    derived: tuple[Span, ...]
    remarks: tuple[str, ...]
    by_rule: bool


@dataclass(slots=True)
class _Text:
    """An article cut into sentences when it is first cited."""

    article: Article
    sentences: tuple[Sentence, ...]

    @classmethod
    def of(cls, article: Article) -> _Text:
        return cls(article, find_sentences(repair(article.text)))

    def touched(self, span: Span) -> list[int]:
        """Indices of the sentences that share a character with the span."""
        return [i for i, s in enumerate(self.sentences) if s.start < span.end and span.start < s.end]


@dataclass(slots=True)
class Notes:
    """The notes of one page, numbered from 1 in the order in which a template asks for them."""

    brief: Brief
    calendar: Calendar
    _texts: dict[str, _Text] = field(default_factory=dict)
    _numbers: dict[tuple[Span, ...], int] = field(default_factory=dict)
    _notes: dict[_Key, Note] = field(default_factory=dict)
    _listed: int = 0

    def note(self, claim: Noted) -> Note | None:
        """The note of a claim, a story's headline or a change; None where it cites nothing in this brief."""
        evidence = [s for s in _evidence(claim) if self._text(s.article)]
        if not evidence:
            return None
        derived = _joined(s for s in _derived(claim) if self._text(s.article))
        marks = _joined(self._marks(claim, evidence))
        cited = self._places(evidence)
        places = [place for place in cited if any(_within(mark, place) for mark in marks)] or cited
        found = [place for place in cited if place not in places]
        found += [p for p in self._places(derived) if not any(_within(p, known) for known in cited)]
        key = _Key(
            places=tuple(places),
            origins=tuple(found),
            marks=tuple(marks),
            derived=tuple(derived),
            remarks=tuple(dict.fromkeys(self._remarks(claim))),
            by_rule=isinstance(claim, Position) and self.brief.engine.name == "extractive",
        )
        if key not in self._notes:
            number = self._numbers.setdefault(key.places, len(self._numbers) + 1)
            variants = sum(note.number == number for note in self._notes.values())
            id = f"e{number}-{variants + 1}" if variants else f"e{number}"
            self._notes[key] = self._made(number, id, key)
        return self._notes[key]

    def _made(self, number: int, id: str, key: _Key) -> Note:
        def passages(places: Iterable[Span]) -> tuple[Passage, ...]:
            return tuple(self._passage(place, key.marks, key.derived) for place in places)

        return Note(
            number=number,
            id=id,
            passages=passages(key.places),
            origins=passages(key.origins),
            remarks=key.remarks,
            by_rule=key.by_rule,
        )

    def popups(self) -> tuple[Note, ...]:
        """Every note asked for so far, each way that its sentences are marked."""
        return tuple(sorted(self._notes.values(), key=lambda n: n.number))

    def listed(self) -> tuple[Note, ...]:
        """One note for each number asked for since the last call, with the marks and remarks of all its pop-ups."""
        fresh = range(self._listed + 1, len(self._numbers) + 1)
        self._listed = len(self._numbers)
        return tuple(self._whole(number) for number in fresh)

    def _whole(self, number: int) -> Note:
        keys = [key for key, note in self._notes.items() if note.number == number]
        together = _Key(
            places=keys[0].places,
            origins=tuple(dict.fromkeys(place for key in keys for place in key.origins)),
            marks=tuple(_joined(span for key in keys for span in key.marks)),
            derived=tuple(_joined(span for key in keys for span in key.derived)),
            remarks=tuple(dict.fromkeys(remark for key in keys for remark in key.remarks)),
            by_rule=any(key.by_rule for key in keys),
        )
        return self._made(number, f"n{number}", together)

    def _text(self, article: str) -> _Text | None:
        if article not in self._texts:
            found = next((a for a in self.brief.articles if a.id == article), None)
            if found is None:
                return None
            self._texts[article] = _Text.of(found)
        return self._texts[article]

    def _places(self, spans: Sequence[Span]) -> list[Span]:
        """The runs of whole sentences that the spans touch, in the order in which the spans cite them."""
        places: list[Span] = []
        for article in dict.fromkeys(span.article for span in spans):
            text = self._texts[article]
            own = [span for span in spans if span.article == article]
            runs: list[list[int]] = []
            for i in sorted({i for span in own for i in text.touched(span)}):
                if runs and i == runs[-1][-1] + 1:
                    runs[-1].append(i)
                else:
                    runs.append([i])
            found = [Span(article, text.sentences[r[0]].start, text.sentences[r[-1]].end) for r in runs]
            # Words that the splitter takes for no sentence (a by-line, say) stand for themselves.
            found += [span for span in own if not text.touched(span)]
            places += sorted(found, key=lambda p: next(i for i, span in enumerate(own) if _within(span, p)))
        return places

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
        return self._verbatim(claim.headline if isinstance(claim, Story) else str(getattr(claim, "text", "")), evidence)

    def _verbatim(self, text: str, evidence: Sequence[Span]) -> list[Span]:
        """Where the text, or each of its sentences, stands in the evidence; else the evidence."""
        text = text.strip().rstrip("….").rstrip()
        return self._stands(text, evidence) or list(evidence)

    def _stands(self, text: str, evidence: Sequence[Span]) -> list[Span]:
        """The first place in the evidence with these words, whatever its white space."""
        parts = text.split()
        if not parts:
            return []
        pattern = re.compile(r"\s*".join(map(re.escape, parts)), re.IGNORECASE)
        for span in evidence:
            found = pattern.search(self._texts[span.article].article.text, span.start, span.end)
            if found:
                return [Span(span.article, found.start(), found.end())]
        return []

    def _passage(self, place: Span, marks: Sequence[Span], derived: Sequence[Span]) -> Passage:
        text = self._texts[place.article]
        article = text.article
        own = [m for m in marks if _within(m, place)]
        longest = max((_cut(m, place) for m in own), key=lambda m: m.end - m.start, default=place)
        told = longest if longest.end - longest.start >= TELLING else place
        language = article.language or ""
        return Passage(
            article=article,
            source=source(article),
            published=self.calendar.stamp(article.published),
            language="" if language.casefold() == self.brief.language.casefold() else language,
            before=_neighbour(text, place, -1),
            pieces=_pieces(article.text, place, marks, derived),
            after=_neighbour(text, place, 1),
            url=fragment_url(article, told.start, told.end),
        )

    def _remarks(self, claim: Noted) -> list[str]:
        """What a careful reader should know beside the sentence."""
        if isinstance(claim, ChangeItem):
            return []
        if isinstance(claim, Story):
            doubt = _doubt(claim.headline_check)
            return [doubt] if doubt else []
        remarks: list[str] = []
        if isinstance(claim, Position):
            remarks += self._speaker_remarks(claim)
        for name, spans in sorted(claim.derived.items()):
            if isinstance(claim, Position) and name in ("holder", "speaker"):
                continue
            found = [self._words(s) for s in spans if self._text(s.article)]
            if found:
                label = FIELDS.get(name, name.replace("_", " "))
                remarks.append(f"{label.capitalize()} taken from “{'”, “'.join(found)}”.")
        when = getattr(claim, "when", None)
        if when is not None and self.calendar.words(when) and self.calendar.when(when):
            remarks.append(f"“{one_line(when.text)}” read as {self.calendar.when(when)}, from the article’s own date.")
        return [*remarks, doubt] if (doubt := _doubt(claim.check)) else remarks

    def _speaker_remarks(self, position: Position) -> list[str]:
        spoken = self._words(position.source) if position.source and self._text(position.source.article) else ""
        name = position.speaker or position.holder
        return [f"“{spoken}” read as {name}."] if spoken and name and not set(words(name)) & set(words(spoken)) else []

    def _words(self, span: Span) -> str:
        return one_line(self._texts[span.article].article.text[span.start : span.end])


def _doubt(check: Check) -> str:
    """Why a claim that is shown is not verified."""
    if check.status == "verified":
        return ""
    skipped = [gate for gate, result in check.gates.items() if result == "not_run"]
    if check.reasons:
        return f"Not fully checked: {'; '.join(reason.text for reason in check.reasons)}."
    return f"Not checked: {', '.join(skipped)}." if skipped else "Not fully checked."


def _evidence(claim: Noted) -> tuple[Span, ...]:
    if isinstance(claim, Story):
        return claim.headline_evidence
    if isinstance(claim, ChangeItem):
        return (*claim.now, *claim.before)
    return claim.evidence


def _derived(claim: Noted) -> list[Span]:
    return [span for spans in claim.derived.values() for span in spans] if isinstance(claim, Claim) else []


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in text order, those that touch or overlap as one."""
    merged: dict[str, list[Span]] = {}
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        own = merged.setdefault(span.article, [])
        if own and span.start <= own[-1].end:
            own[-1] = Span(span.article, own[-1].start, max(own[-1].end, span.end))
        else:
            own.append(span)
    return [span for _, own in sorted(merged.items()) for span in own]


def _within(span: Span, place: Span) -> bool:
    """Whether the span shares a character with the place."""
    return span.article == place.article and span.start < place.end and place.start < span.end


def _cut(span: Span, place: Span) -> Span:
    return Span(span.article, max(span.start, place.start), min(span.end, place.end))


def _pieces(text: str, place: Span, marks: Sequence[Span], derived: Sequence[Span]) -> tuple[Piece, ...]:
    """The place cut where a kind of words begins or ends; marks win over what something was derived from."""

    def within(spans: Iterable[Span]) -> list[Span]:
        return [_cut(s, place) for s in spans if _within(s, place)]

    marked, sources = within(marks), within(derived)
    edges = sorted({place.start, place.end, *(e for s in (*marked, *sources) for e in (s.start, s.end))})
    pieces: list[Piece] = []
    for start, end in zip(edges, edges[1:], strict=False):
        kind: Kind = "plain"
        if any(s.start <= start and end <= s.end for s in marked):
            kind = "mark"
        elif any(s.start <= start and end <= s.end for s in sources):
            kind = "from"
        words_here = text[start:end]
        if kind == "plain" and len(words_here) > BETWEEN:
            words_here = f"{words_here[: BETWEEN // 2].rstrip()} […] {words_here[-BETWEEN // 2 :].lstrip()}"
        pieces.append(Piece(words_here, kind))
    return tuple(pieces)


def _neighbour(text: _Text, place: Span, step: Literal[-1, 1]) -> str:
    """The sentence before or after, if it belongs to the running text; its far end is cut when long."""
    beside = [s for s in text.sentences if (s.end <= place.start if step < 0 else s.start >= place.end)]
    if not beside:
        return ""
    sentence = beside[-1] if step < 0 else beside[0]
    if sentence.kind == "heading":
        return ""
    words_there = one_line(text.article.text[sentence.start : sentence.end])
    if len(words_there) <= NEIGHBOUR:
        return words_there
    if step < 0:
        return "… " + words_there[-NEIGHBOUR:].partition(" ")[2]
    return words_there[:NEIGHBOUR].rpartition(" ")[0] + " …"


def fragment_url(article: Article, start: int, end: int) -> str:
    """The article's address with a text fragment, so that a browser opens it at these words; or nothing.

    https://wicg.github.io/scroll-to-text-fragment/: percent-encoded, `-`, `,` and `&` too; no context terms.
    """
    address = safe_url(article.url)
    if not address or not address.lower().startswith("http"):
        return address
    fragment = _fragment(article.text, start, end)
    base, mark, rest = address.partition("#")
    kept = rest.partition(":~:")[0]
    return f"{base}#{kept}:~:text={fragment}" if fragment else f"{base}{mark}{kept}".rstrip("#")


def _fragment(text: str, start: int, end: int) -> str:
    # A browser matches whole words only: in `…on Tuesday.The talks…` it sees no word that begins with `The`.
    glued = start > 1 and text[start - 1] in ".!?:;,’'" and text[start - 2].isalnum()
    parts = text[start:end].split()[1 if glued and start < end and text[start].isalnum() else 0 :]
    if not parts:
        return ""
    whole = " ".join(parts)
    ends = min(ENDS, len(parts) // 2)
    # Only the form with two ends reaches over a paragraph break.
    if not ends or (len(whole) <= FRAGMENT and "\n" not in text[start:end].strip()):
        return _encoded(whole)
    return f"{_encoded(' '.join(parts[:ends]))},{_encoded(' '.join(parts[-ends:]))}"


def _encoded(part: str) -> str:
    return quote(part, safe="").replace("-", "%2D")
