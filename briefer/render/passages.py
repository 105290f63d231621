"""Sentences of an article with the telling words marked, and links that open the article at them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import quote

from briefer.language.passages import find_sentences
from briefer.language.typography import repair
from briefer.model import Article, Sentence, Span
from briefer.templating import one_line, safe_url

Kind = Literal["plain", "mark", "from"]

#: Characters of a neighbouring sentence, and of unmarked words within a sentence, before they are cut.
NEIGHBOUR = 220
BETWEEN = 700
#: Marked words shorter than this may stand anywhere in a page: its link then names the whole sentence.
TELLING = 24
#: A text fragment longer than this is written as its first and last words.
FRAGMENT = 90
ENDS = 5
# Letters beyond ASCII that a pattern takes for one within it, whatever the case: ı İ ſ and the Kelvin sign.
_FOLDED = re.compile("[\u0130\u0131\u017f\u212a]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the article: `mark` carries the claim, `from` is what a name, role or date was resolved from."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Sentences of one article that follow each other, with their neighbours."""

    article: Article
    pieces: tuple[Piece, ...]
    before: str
    after: str
    #: The article at these words, where its address may be linked to.
    url: str

    @property
    def text(self) -> str:
        """The sentences without marks."""
        return one_line("".join(piece.text for piece in self.pieces))


@dataclass(frozen=True, slots=True)
class CitedText:
    """An article cut into sentences."""

    article: Article
    sentences: tuple[Sentence, ...]

    @classmethod
    @lru_cache(maxsize=1024)
    def of(cls, article: Article) -> CitedText:
        """Finds the sentences; needs no parser. What is rendered in one format is likely to be in another."""
        return cls(article, find_sentences(repair(article.text)))

    def words(self, span: Span) -> str:
        """The words of a span in one line."""
        return one_line(self.article.text[span.start : span.end])

    def find(self, words: str, within: Span) -> Span | None:
        """Where these words stand in the span, whatever their white space and case."""
        parts = words.split()
        if not parts:
            return None
        text = self.article.text
        # Most words open their sentence as they are, or are a paraphrase: no pattern need be made for them.
        whole = " ".join(parts)
        if text.startswith(whole, within.start, within.end):
            return Span(self.article.id, within.start, within.start + len(whole))
        place = text[within.start : within.end]
        known = place.lower()
        if not _FOLDED.search(place) and any(part.isascii() and part.lower() not in known for part in parts):
            return None
        pattern = re.compile(r"\s*".join(map(re.escape, parts)), re.IGNORECASE)
        found = pattern.search(text, within.start, within.end)
        return Span(self.article.id, found.start(), found.end()) if found else None

    def places(self, spans: Iterable[Span]) -> list[Span]:
        """The runs of whole sentences that spans of this article touch, in the order in which the spans cite them."""
        own = [span for span in spans if span.article == self.article.id]
        touched = [i for i, s in enumerate(self.sentences) if any(s.start < o.end and o.start < s.end for o in own)]
        runs: list[list[int]] = []
        for i in touched:
            if runs and i == runs[-1][-1] + 1:
                runs[-1].append(i)
            else:
                runs.append([i])
        found = [Span(self.article.id, self.sentences[r[0]].start, self.sentences[r[-1]].end) for r in runs]
        # Words that the splitter takes for no sentence (a by-line, say) stand for themselves.
        found += [o for o in own if not any(s.start < o.end and o.start < s.end for s in self.sentences)]
        return sorted(found, key=lambda place: next(i for i, span in enumerate(own) if within(span, place)))

    def passage(self, place: Span, marks: Sequence[Span], derived: Sequence[Span]) -> Passage:
        """The place with these spans marked, and a link to the longest of them."""
        own = [cut(mark, place) for mark in marks if within(mark, place)]
        longest = max(own, key=lambda m: m.end - m.start, default=place)
        told = longest if longest.end - longest.start >= TELLING else place
        return Passage(
            article=self.article,
            pieces=self._pieces(place, own, [cut(d, place) for d in derived if within(d, place)]),
            before=self._neighbour(place, -1),
            after=self._neighbour(place, 1),
            url=fragment_url(self.article, told.start, told.end),
        )

    def _pieces(self, place: Span, marks: Sequence[Span], derived: Sequence[Span]) -> tuple[Piece, ...]:
        """The place cut where a kind of words begins or ends; marks win over what something was derived from."""
        edges = sorted({place.start, place.end, *(edge for s in (*marks, *derived) for edge in (s.start, s.end))})
        pieces: list[Piece] = []
        for start, end in zip(edges, edges[1:], strict=False):
            kind: Kind = "plain"
            if any(s.start <= start and end <= s.end for s in marks):
                kind = "mark"
            elif any(s.start <= start and end <= s.end for s in derived):
                kind = "from"
            text = self.article.text[start:end]
            if kind == "plain" and len(text) > BETWEEN:
                text = f"{text[: BETWEEN // 2].rstrip()} […] {text[-BETWEEN // 2 :].lstrip()}"
            pieces.append(Piece(text, kind))
        return tuple(pieces)

    def _neighbour(self, place: Span, step: Literal[-1, 1]) -> str:
        """The sentence before or after, if it belongs to the running text; its far end is cut when long."""
        beside = [s for s in self.sentences if (s.end <= place.start if step < 0 else s.start >= place.end)]
        sentence = (beside[-1] if step < 0 else beside[0]) if beside else None
        if sentence is None or sentence.kind == "heading":
            return ""
        text = one_line(self.article.text[sentence.start : sentence.end])
        if len(text) <= NEIGHBOUR:
            return text
        return f"… {text[-NEIGHBOUR:].partition(' ')[2]}" if step < 0 else f"{text[:NEIGHBOUR].rpartition(' ')[0]} …"


def joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in text order, those that touch or overlap as one."""
    merged: dict[str, list[Span]] = {}
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        own = merged.setdefault(span.article, [])
        if own and span.start <= own[-1].end:
            own[-1] = Span(span.article, own[-1].start, max(own[-1].end, span.end))
        else:
            own.append(span)
    return [span for _, own in sorted(merged.items()) for span in own]


def within(span: Span, place: Span) -> bool:
    """Whether the span shares a character with the place."""
    return span.article == place.article and span.start < place.end and place.start < span.end


def cut(span: Span, place: Span) -> Span:
    """The part of the span that lies in the place."""
    return Span(span.article, max(span.start, place.start), min(span.end, place.end))


def fragment_url(article: Article, start: int, end: int) -> str:
    """The article's address with a text fragment, so that a browser opens it at these words; or nothing.

    https://wicg.github.io/scroll-to-text-fragment/: percent-encoded, `-`, `,` and `&` too; no context terms.
    """
    address = safe_url(article.url)
    if not address.lower().startswith("http"):
        return address
    fragment = _fragment(article.text, start, end)
    base, _, anchor = address.partition("#")
    anchor = anchor.partition(":~:")[0]
    directive = f":~:text={fragment}" if fragment else ""
    return f"{base}#{anchor}{directive}" if anchor or directive else base


def _fragment(text: str, start: int, end: int) -> str:
    # A browser matches whole words only: in `…on Tuesday.The talks…` it sees no word that begins with `The`.
    glued = start > 1 and text[start - 1] in ".!?:;,’'" and text[start - 2].isalnum() and text[start].isalnum()
    parts = text[start:end].split()[1 if glued else 0 :]
    ends = min(ENDS, len(parts) // 2)
    whole = " ".join(parts)
    # Only the form with two ends reaches over a paragraph break.
    if not ends or (len(whole) <= FRAGMENT and "\n" not in text[start:end].strip()):
        return _encoded(whole)
    return f"{_encoded(' '.join(parts[:ends]))},{_encoded(' '.join(parts[-ends:]))}"


def _encoded(part: str) -> str:
    return quote(part, safe="").replace("-", "%2D")
