"""What a claim rests on: the cited sentences, the article around them, and the sentences it may widen to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from briefer.language.clauses import Tree, tree_of
from briefer.language.tags import same_language
from briefer.language.typography import normalise
from briefer.model import Analysis, Range, Span
from briefer.verify.coverage import Coverage
from briefer.verify.lines import Line, stands_in

#: DESIGN.md section 7: "four sentences at most".
MOST_SENTENCES = 4


#: Tokenised text has "1 , 600" and "122 . 5", and splitters end a sentence inside "31.8".
_SPACED = re.compile(r"(?<=\d)\s*([.,])\s*(?=\d)")
#: What `normalise` makes one, as a pattern for what may have been written.
_WRITTEN = (
    (r"\ ", r"\s+"),
    (r"\-", "[-‐‑‒–—―−]+"),
    ("'", "[\"“”„‟«»‹›‘’‚‛'`´′″ʼ]+"),
)


@lru_cache(maxsize=1024)
def _line(text: str) -> Line:
    return Line(text)


class Ground:
    """One article as the gates see it; everything is worked out when first asked for."""

    def __init__(self, analysis: Analysis, language: str | None = None) -> None:
        self.analysis = analysis
        self.text = analysis.article.text
        #: Whether claims are told in another language than the article's, in words that no rule can compare with its.
        self.foreign = language is not None and not same_language(language, analysis.article.language)
        self._starts = [s.start for s in analysis.sentences]
        #: Whether words that turn a part of it round stand in a place, once looked for.
        self.turning: dict[tuple[int, int], bool] = {}

    @property
    def parsed(self) -> bool:
        """Whether names, speakers and negation are known here."""
        return self.analysis.parser is not None

    def line(self, start: int, end: int) -> Line:
        """The text at the place; the same object for the same words, which outlets take from one another."""
        return _line(self.text[start:end])

    def find(self, words: str, span: Span) -> Range | None:
        """Where the words (plain) stand in the place; white space, typography and case may differ."""
        words = words.strip(" .,;:")
        if not words:
            return None
        if words[-1].isalnum() and self.text.startswith(words, span.start, span.end):
            return Range(span.start, span.start + len(words))  # most claims that stand there stand so
        pattern = re.escape(words).replace(r"\.\.\.", "(?:\\.{3}|…)")
        for plain, written in _WRITTEN:
            pattern = pattern.replace(plain, written)
        match = re.compile(pattern, re.IGNORECASE).search(self.text, span.start, span.end)
        return Range(match.start(), match.end()) if match else None

    @cached_property
    def tree(self) -> Tree:
        """The parse as a tree of clauses."""
        return tree_of(self.analysis)

    @cached_property
    def whole(self) -> Line:
        """The article in one piece, title included."""
        return Line(f"{self.analysis.article.title or ''}\n{self.text}")

    def sentences_at(self, start: int, end: int) -> range:
        """Indices of the sentences that the place touches."""
        sentences = self.analysis.sentences
        first = max(0, bisect_right(self._starts, start) - 1)
        if first < len(sentences) and sentences[first].end <= start:
            first += 1
        return range(first, max(first, bisect_left(self._starts, end)))

    def sentence_start(self, offset: int) -> int:
        """Where the sentence that holds the character begins."""
        at = bisect_right(self._starts, offset) - 1
        return self._starts[at] if at >= 0 else 0

    @cached_property
    def _mentions(self) -> list[tuple[int, int, int]]:
        entities = enumerate(self.analysis.entities)
        return sorted((m.start, m.end, i) for i, entity in entities for m in entity.mentions)

    def entities_at(self, start: int, end: int) -> set[int]:
        """The entities with a mention inside the place."""
        first = bisect_left(self._mentions, (start, -1, -1))
        found: set[int] = set()
        for mention_start, mention_end, entity in self._mentions[first:]:
            if mention_start >= end:
                break
            if mention_end <= end:
                found.add(entity)
        return found

    @cached_property
    def _named(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for i, entity in enumerate(self.analysis.entities):
            names = {entity.name, *entity.aliases}
            names.update(self.analysis.words(m) for m in entity.mentions if m.kind == "name")
            for name in names:
                found.setdefault(fold(name), set()).add(i)
        return found

    def entities_named(self, name: str) -> set[int]:
        """The entities that go by this name."""
        return self._named.get(fold(name), set())

    def forms(self, entity: int) -> set[str]:
        """All that the entity is called, without case."""
        it = self.analysis.entities[entity]
        return {fold(name) for name in (it.name, *it.aliases)}


class Passage:
    """The cited sentences of one claim; `widen` adds to them."""

    def __init__(
        self,
        lines: Sequence[Line],
        pool: Callable[[], Iterable[tuple[Line, Span | None]]],
        *,
        spans: Sequence[Span] = (),
        grounds: Mapping[str, Ground] | None = None,
        sentences: int | None = None,
    ) -> None:
        self.lines = list(lines)
        self.spans = list(spans)
        self.grounds = grounds or {}
        self._candidates = pool
        self._sentences = len(self.lines) if sentences is None else sentences
        #: Spans that `widen` added.
        self.added: list[Span] = []
        #: How much of claims the lines carry, once measured: by the claim's words and the number of lines.
        self.shares: dict[tuple[str, int], Coverage] = {}

    @classmethod
    def at(cls, spans: Sequence[Span], grounds: Mapping[str, Ground]) -> Passage:
        """The passage at these spans, which must be good ones."""
        articles = list(dict.fromkeys(span.article for span in spans))

        def pool() -> Iterable[tuple[Line, Span | None]]:
            for article in articles:
                ground = grounds[article]
                silent = ground.analysis.silent
                for i, s in enumerate(ground.analysis.sentences):
                    if i not in silent:
                        yield ground.line(s.start, s.end), Span(article, s.start, s.end)

        return cls(
            [grounds[s.article].line(s.start, s.end) for s in spans],
            pool,
            spans=spans,
            grounds={article: grounds[article] for article in articles},
            sentences=sum(len(grounds[s.article].sentences_at(s.start, s.end)) for s in spans),
        )

    @classmethod
    def of(cls, sentences: Sequence[str], cited: Sequence[int]) -> Passage:
        """A passage of plain sentences, all that may be known; `cited` are the indices of those that are."""
        lines = [Line(sentence) for sentence in sentences]
        return cls([lines[i] for i in cited], lambda: ((line, None) for line in lines))

    @cached_property
    def _rest(self) -> list[tuple[Line, Span | None]]:
        return list(self._candidates())

    @cached_property
    def pool(self) -> list[Line]:
        """All sentences of the articles."""
        return [line for line, _ in self._rest]

    @cached_property
    def whole(self) -> tuple[Line, ...]:
        """The articles in one piece each; plain sentences in one piece."""
        if self.grounds:
            return tuple(ground.whole for ground in self.grounds.values())
        return (Line("\n".join(line.text for line in self.pool)),)

    @property
    def quoted(self) -> list[str]:
        """What stands between quotation marks in, or around, the cited sentences; under one typography."""
        if not self.grounds:
            return [words for line in self.lines for words in line.marked]
        return [
            normalise(ground.analysis.words(q.inner))
            for article, ground in self.grounds.items()
            for q in ground.analysis.quotations
            if any(s.article == article and s.start < q.end and q.start < s.end for s in self.spans)
        ]

    def has_apart(self, figure: str) -> bool:
        """Whether a figure stands in the articles with spaces in it, or with a sentence end that is none."""
        figure = _SPACED.sub(r"\1", normalise(figure)).casefold()
        return any(c in figure for c in ".,") and any(
            stands_in(figure, _SPACED.sub(r"\1", line.folded)) for line in self.whole
        )

    def has(self, words: str) -> bool:
        """Whether the words (plain) stand in a cited place."""
        return any(stands_in(words, line.plain) for line in self.lines)

    def has_all(self, pieces: Sequence[str]) -> bool:
        """Whether each of the pieces (plain) does."""
        return len(pieces) > 1 and all(self.has(piece) for piece in pieces)

    def widen(self, claim: Line, wants: Callable[[Line], bool]) -> Line | None:
        """Adds the sentence that satisfies `wants` and shares most words with the claim; None where none may be."""
        if self._sentences >= MOST_SENTENCES:
            return None
        best, best_span, most = None, None, -1
        for line, span in self._rest:
            if line not in self.lines and wants(line):
                shared = len(line.stem_set.intersection(claim.stems))
                if shared > most:
                    best, best_span, most = line, span, shared
        if best is not None:
            self.lines.append(best)
            self._sentences += 1
            if best_span is not None:
                self.spans.append(best_span)
                self.added.append(best_span)
        return best

    def mentions(self, name: str) -> bool:
        """Whether a mention in the cited sentences (a pronoun, a description) stands for somebody of this name."""
        for ground in self.grounds.values():
            entities = ground.entities_named(name)
            if entities and any(
                entities & ground.entities_at(span.start, span.end)
                for span in self.spans
                if span.article == ground.analysis.article.id
            ):
                return True
        return False

    def knows(self, name: str) -> bool:
        """Whether an article anywhere has somebody of this name, or the words."""
        return any(ground.entities_named(name) for ground in self.grounds.values()) or any(
            line.has_folded(fold(name)) for line in self.whole
        )


@lru_cache(maxsize=4096)
def fold(words: str) -> str:
    """Words without case, under one typography."""
    return normalise(words).casefold()


def inside(place: Span | Range, spans: Iterable[Span]) -> bool:
    """Whether the place lies within one of the spans."""
    return any(span.start <= place.start and place.end <= span.end for span in spans)
