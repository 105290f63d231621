"""The article as the model is shown it, sentences `s1` … and quotations `q1` …, and what its answers stand for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from briefer.engines.extractive.text import Text
from briefer.engines.openai.reply import Place
from briefer.language.dates import find_dates
from briefer.language.typography import normalise
from briefer.model import Analysis, Mention, Range, Span, When

_ID = re.compile(r"\W*([sq])\s?(\d{1,6})\W*", re.IGNORECASE)
_OF = re.compile(r"\b(?:for|of|to|from|with|at|in|on|by|and|or)\s", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
_SPACE = re.compile(r"\s+")
#: As many sentences may carry one claim; of more, the first ones do, so that citing everything proves nothing.
MOST = 6


@lru_cache(maxsize=4096)
def fold(words: str) -> str:
    """Words without case, under one white space and typography."""
    return normalise(words).casefold().strip()


def stems(words: str) -> frozenset[str]:
    """Beginnings of the longer words, and figures: enough to tell which saying a paraphrase is of."""
    return frozenset(word[:5].casefold() for word in _WORD.findall(words))


@dataclass(slots=True)
class Cited:
    """The sentences that a claim rests on."""

    #: Indices, in the order in which they were named; each once.
    sentences: list[int] = field(default_factory=list)
    #: For each id that there is not, a place that no article has: the gate `ids` finds it.
    nowhere: list[Span] = field(default_factory=list)

    def add(self, sentences: Iterable[int]) -> None:
        """Further sentences, behind those that are there."""
        self.sentences += [s for s in dict.fromkeys(sentences) if s not in self.sentences]


class Numbered(Text):
    """An analysis with its numbers."""

    def __init__(self, analysis: Analysis) -> None:
        super().__init__(analysis)
        self.article = analysis.article

    # --- ids -------------------------------------------------------------------------------------------

    def index(self, name: str, kind: str) -> int | None:
        """The index that `s12` or `q3` stands for; None where there is no such."""
        match = _ID.fullmatch(name)
        if match is None or match[1].lower() != kind:
            return None
        there = self.analysis.sentences if kind == "s" else self.analysis.quotations
        return int(match[2]) - 1 if 1 <= int(match[2]) <= len(there) else None

    def nowhere(self, name: str) -> Span:
        """A place behind the article's end for an id that there is not, another for each number."""
        digits = re.search(r"\d{1,6}", name)
        start = self.article.characters + (int(digits[0]) if digits else 0)
        return Span(self.article.id, start, start + 1)

    def cite(self, ids: Iterable[str]) -> Cited:
        """The sentences of these ids that tell something; a quotation's id stands for its sentences."""
        cited = Cited()
        for name in ids:
            if (sentence := self.index(name, "s")) is not None:
                cited.add([sentence])
            elif (quotation := self.index(name, "q")) is not None:
                cited.add(self.sentences_of(quotation))
            else:
                cited.nowhere.append(self.nowhere(name))
        cited.sentences = [s for s in cited.sentences if s not in self.analysis.silent][:MOST]
        return cited

    def sentences_of(self, quotation: int) -> list[int]:
        """Indices of the sentences that a quotation touches, but for those that tell nothing."""
        first, last = self.analysis.quotations[quotation].sentences
        return [s for s in range(first, last + 1) if s not in self.analysis.silent]

    def spans(self, cited: Cited) -> tuple[Span, ...]:
        """The cited sentences as evidence."""
        return (*self.evidence(cited.sentences), *cited.nowhere)

    # --- words -----------------------------------------------------------------------------------------

    def shown_at(self, sentence: int) -> Range:
        """The sentence as the model sees it: with what stands before it and belongs to none, such as a dateline."""
        sentences = self.analysis.sentences
        return Range(sentences[sentence - 1].end if sentence else 0, sentences[sentence].end)

    def find(self, words: str, start: int, end: int) -> Range | None:
        """Where the words stand between two offsets, as whole words; white space, typography and case may differ."""
        pattern = _whole_words(words)
        match = pattern.search(self.article.text, start, end) if pattern is not None else None
        return Range(*match.span()) if match else None

    def stand_in(self, words: str, cited: Cited) -> bool:
        """Whether the words stand in a cited sentence."""
        return any(self.find(words, s.start, s.end) for s in self.evidence(cited.sentences))

    def derived(self, said: Place | None, words: str | None, cited: Cited) -> tuple[Span, ...]:
        """What a field was resolved from: nothing where its words stand in the evidence."""
        if said is None or not words:
            return ()
        at = self.index(said.id, "s") if said.id is not None else None
        if said.id is not None and at is None:
            return (self.nowhere(said.id),)
        if self.stand_in(words, cited):
            return ()
        if at is not None:
            for form in (words, said.words):
                if (place := self.find(form, *self.shown_at(at))) is not None:
                    return (self.span(place),)
        entity = self.entity_called(said.words, at)
        named = self.name_mention(self.analysis.entities[entity]) if entity is not None else None
        if named is not None:
            return (self.span(named),)
        return self.evidence([at]) if at is not None else ()

    @cached_property
    def attributed(self) -> tuple[tuple[frozenset[str], frozenset[int]], ...]:
        """The stems of what each attribution gives to its source, and of its cue; the sentences where that begins."""
        made = []
        for a in self.analysis.attributions:
            places = (*a.content, *((a.cue,) if a.cue is not None else ()))
            said = stems(" ".join(self.analysis.words(place) for place in places))
            made.append((said, frozenset(self.sentence_at(part.start) for part in a.content)))
        return tuple(made)

    # --- names -----------------------------------------------------------------------------------------

    @cached_property
    def _called(self) -> Mapping[str, list[int]]:
        called: dict[str, list[int]] = {}
        for i, entity in enumerate(self.analysis.entities):
            names = {entity.name, *entity.aliases}
            names.update(self.analysis.words(m) for m in entity.mentions if m.kind == "name")
            for name in {fold(n) for n in names}:
                called.setdefault(name, []).append(i)
        return called

    @cached_property
    def _mentions(self) -> list[tuple[int, Mention, int]]:
        mentions = [(m.start, m, i) for i, entity in enumerate(self.analysis.entities) for m in entity.mentions]
        return sorted(mentions, key=lambda row: (row[0], row[2]))

    def entity_called(self, words: str, sentence: int | None) -> int | None:
        """The one entity that goes by these words; several are told apart by who is spoken of in the sentence."""
        found = self._called.get(fold(words), [])
        if len(found) == 1:
            return found[0]
        if sentence is None:
            return None
        place = self.analysis.sentences[sentence]
        first = bisect_left(self._mentions, place.start, key=lambda row: row[0])
        near: set[int] = set()
        for start, mention, entity in self._mentions[first:]:
            if start >= place.end:
                break
            if entity in found or (not found and fold(self.analysis.words(mention)) == fold(words)):
                near.add(entity)
        if not near and not found:
            near = self._at_the_end(words, *self.shown_at(sentence))
        return near.pop() if len(near) == 1 else None

    def _at_the_end(self, words: str, start: int, end: int) -> set[int]:
        """Whose name these words end with: "Foreign Minister Anton Verre", but not "the lawyer for Casper Lindqvist"."""
        place = self.find(words, start, end)
        if place is None:
            return set()
        return {
            entity
            for at, mention, entity in self._mentions
            if mention.kind == "name"
            and place.start <= at
            and mention.end == place.end
            and not _OF.search(self.article.text[place.start : at])
        }

    def resolved(self, said: Place | None, cited: Cited) -> tuple[str | None, int | None]:
        """The name that a field shows, and its entity: in full where the article knows whose it is."""
        if said is None:
            return None, None
        words = _SPACE.sub(" ", said.words).strip()
        at = self.index(said.id, "s") if said.id is not None else None
        for sentence in dict.fromkeys((at, *cited.sentences)):
            if (entity := self.entity_called(words, sentence)) is not None:
                return self.analysis.entities[entity].name, entity
        return words or None, None

    # --- days ------------------------------------------------------------------------------------------

    def when(self, words: str | None, cited: Cited) -> When | None:
        """The days of these words, as they stand in the cited sentences.

        Words of time that stand nowhere there keep a place that there is not, for the gates to find.
        """
        if not words or not words.strip():
            return None
        places = self.evidence(cited.sentences)
        dates = [d for d in self.analysis.dates if any(s.start <= d.span.start and d.span.end <= s.end for s in places)]
        wanted = fold(words)
        for same in (
            [d for d in dates if fold(d.text) == wanted],
            [d for d in dates if f" {fold(d.text)} " in f" {wanted} " or f" {wanted} " in f" {fold(d.text)} "],
            self._same_days(words, dates),
        ):
            if same:
                return same[0]
        for span in places:
            if (place := self.find(words, span.start, span.end)) is not None:
                return When(self.analysis.words(place), self.span(place), None, None)
        return When(words, self.nowhere(""), None, None)

    def _same_days(self, words: str, dates: list[When]) -> list[When]:
        meant = find_dates(words, published=self.article.published, article=self.article.id)
        days = {(d.from_, d.to) for d in meant} - {(None, None)}
        return [d for d in dates if (d.from_, d.to) in days]


@lru_cache(maxsize=2048)
def _whole_words(words: str) -> re.Pattern[str] | None:
    wanted = [_any_marks(re.escape(word)) for word in words.split()]
    return re.compile(r"(?<!\w)" + r"\s+".join(wanted) + r"(?!\w)", re.IGNORECASE) if wanted else None


def _any_marks(word: str) -> str:
    """A pattern for the word under any typography."""
    word = re.sub("['‘’‛ʼ´`]", "['‘’‛ʼ´`]", word)
    return re.sub(r"\\-|[‐‑–—]", "[-‐‑‒–—]", word)
