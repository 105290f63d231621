"""The parse as a tree: children, subtrees, and which tokens stand inside quotation marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from briefer.model import Analysis, Quotation, Range, Token

#: Marks and other characters that never begin or end a span that is not a quotation.
_EDGE = ",;:.-–—()[]'\"“”‘’…*|•"
#: Brackets stay at an edge where their partner is within.
_PAIRS = {")": "(", "(": ")", "]": "[", "[": "]"}
_DASHES = frozenset({",", "-", "–", "—", "--", "―"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})


class Tree:
    """An analysis' tokens with the relations between them, computed once."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.text = analysis.article.text
        self.tokens: list[Token] = list(analysis.tokens)
        self.starts = [t.start for t in self.tokens]
        self.children: list[list[int]] = [[] for _ in self.tokens]
        for i, token in enumerate(self.tokens):
            if token.head != i:
                self.children[token.head].append(i)
        #: Index of the quotation that a token stands in, marks included; -1 outside.
        self.quoted = [-1] * len(self.tokens)
        #: First and last token of each quotation.
        self.quotes: list[tuple[int, int]] = []
        for q, quotation in enumerate(analysis.quotations):
            first, last = self.between(quotation.start, quotation.end)
            self.quotes.append((first, last))
            for i in range(first, last + 1):
                self.quoted[i] = q

    def between(self, start: int, end: int) -> tuple[int, int]:
        """First and last token that touch `text[start:end]`; the last is smaller where there is none."""
        first = bisect_right(self.starts, start) - 1
        if first < 0 or self.tokens[first].end <= start:
            first += 1
        return first, bisect_left(self.starts, end) - 1

    def attach(self, i: int, head: int, dep: str) -> None:
        """Hangs a branch that the parse misplaced on another head."""
        self.children[self.tokens[i].head].remove(i)
        self.children[head].append(i)
        self.children[head].sort()
        self.tokens[i] = self.tokens[i]._replace(head=head, dep=dep)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """First and last token of each sentence of the analysis."""
        found = [(0, -1)] * len(self.analysis.sentences)
        for i, token in enumerate(self.tokens):
            first, last = found[token.sentence]
            found[token.sentence] = (i, i) if last < 0 else (first, i)
        return found

    def bounds(self, i: int) -> tuple[int, int]:
        """First and last token of the sentence that a token stands in."""
        return self.sentences[self.tokens[i].sentence]

    def subtree(self, i: int, without: Iterable[int] = ()) -> list[int]:
        """The token and all below it, in text order, leaving out some branches."""
        out: list[int] = []
        left_out = set(without)
        stack = [i]
        while stack:
            at = stack.pop()
            out.append(at)
            stack.extend(c for c in self.children[at] if c not in left_out)
        out.sort()
        return out

    def without_tail(self, tokens: list[int], deps: frozenset[str]) -> list[int]:
        """The tokens without an aside that closes them behind a comma or a dash (", the tallest of the dams")."""
        held = set(tokens)
        for t in reversed(tokens):
            if self.tokens[t].dep not in deps or self.quoted[t] >= 0:
                continue
            aside = self.subtree(t)
            first = aside[0]
            while first - 1 in held and self.tokens[first - 1].pos in ("CCONJ", "ADV"):
                first -= 1
            if first - 1 in held and self.tokens[first - 1].text in _DASHES and aside[-1] >= tokens[-1] - 1:
                kept = [x for x in tokens if x < first - 1]
                if len(kept) >= 2:
                    return kept
        return tokens

    def child(self, i: int, *deps: str) -> int | None:
        """The first child with one of these relations."""
        return next((c for c in self.children[i] if self.tokens[c].dep in deps), None)

    def ancestors(self, i: int) -> Iterator[int]:
        """Heads upwards to the root."""
        while (head := self.tokens[i].head) != i:
            yield head
            i = head

    def quotation(self, q: int) -> Quotation:
        """The quotation of this index."""
        return self.analysis.quotations[q]

    def ranges(self, tokens: Iterable[int]) -> tuple[Range, ...]:
        """The tokens as ranges of record: neighbours within a paragraph join, edges lose stray punctuation, marks come whole."""
        runs: list[list[int]] = []
        for i in sorted(set(tokens)):
            if runs and runs[-1][-1] == i - 1 and self._paragraph(i) == self._paragraph(i - 1):
                runs[-1].append(i)
            else:
                runs.append([i])
        found = (self._trimmed(run[0], run[-1]) for run in runs)
        return tuple(r for r in found if r is not None)

    def _paragraph(self, i: int) -> int:
        return self.analysis.sentences[self.tokens[i].sentence].paragraph

    def _trimmed(self, first: int, last: int) -> Range | None:
        """The range of a run of tokens without punctuation at its edges that belongs to no quotation of its own."""
        while first <= last and self._stray(first, last, first):
            first += 1
        while last >= first and self._stray(first, last, last):
            last -= 1
        if first > last:
            return None
        return Range(self.tokens[first].start, self.tokens[last].end)

    def _stray(self, first: int, last: int, at: int) -> bool:
        """Whether a token at the edge of a run is punctuation that the run does not need."""
        text, q = self.tokens[at].text, self.quoted[at]
        if q >= 0:
            a, b = self.quotes[q]
            torn = a < first or b > last
            return torn and (at in (a, b) or text in {",", "."})
        if text in _PAIRS:
            return not any(self.tokens[t].text == _PAIRS[text] for t in range(first, last + 1))
        return not text.strip(_EDGE)
