"""An analysis's tokens with what every rule here asks of them: children, lower case, quotations."""

from __future__ import annotations

from briefer.model import Analysis, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})


class Tree:
    """The parsed tokens of one article."""

    __slots__ = ("analysis", "bounds", "children", "low", "quoted", "text", "tokens")

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.text: str = analysis.article.text
        self.tokens: tuple[Token, ...] = analysis.tokens
        self.low: list[str] = [t.text.lower() for t in self.tokens]
        self.children: list[list[int]] = [[] for _ in self.tokens]
        #: First token and the one after the last, of each sentence.
        self.bounds: list[tuple[int, int]] = [(0, 0)] * len(analysis.sentences)
        #: Index of the quotation that a token stands in, or -1.
        self.quoted: list[int] = [-1] * len(self.tokens)
        first = 0
        for i, token in enumerate(self.tokens):
            if token.head != i:
                self.children[token.head].append(i)
            if i and token.sentence != self.tokens[i - 1].sentence:
                self.bounds[self.tokens[i - 1].sentence] = (first, i)
                first = i
        if self.tokens:
            self.bounds[self.tokens[-1].sentence] = (first, len(self.tokens))
        self._mark_quotations()

    def _mark_quotations(self) -> None:
        at = 0
        for number, quotation in enumerate(self.analysis.quotations):
            while at < len(self.tokens) and self.tokens[at].start < quotation.inner.start:
                at += 1
            while at < len(self.tokens) and self.tokens[at].start < quotation.inner.end:
                self.quoted[at] = number
                at += 1

    def words(self, first: int, last: int) -> str:
        """The words of record from one token to another, runs of white space as one space."""
        return " ".join(self.text[self.tokens[first].start : self.tokens[last].end].split())

    def glued(self, i: int) -> bool:
        """Whether nothing stands between a token and the one before it."""
        return i > 0 and self.tokens[i - 1].end == self.tokens[i].start

    def opening(self, i: int) -> int:
        """The first word of a token's sentence."""
        first, end = self.bounds[self.tokens[i].sentence]
        while first < end - 1 and not self.tokens[first].text[0].isalnum():
            first += 1
        return first

    def same_sentence(self, i: int, j: int) -> bool:
        """Whether both are tokens, of one sentence."""
        return (
            0 <= i < len(self.tokens)
            and 0 <= j < len(self.tokens)
            and (self.tokens[i].sentence == self.tokens[j].sentence)
        )

    def head_of(self, first: int, last: int) -> int:
        """The token of a stretch that the others hang on."""
        for i in range(last, first - 1, -1):
            if not first <= self.tokens[i].head <= last or self.tokens[i].head == i:
                return i
        return last

    def child(self, i: int, *deps: str) -> int | None:
        """The first child with one of these labels."""
        for c in self.children[i]:
            if self.tokens[c].dep in deps:
                return c
        return None

    def chain(self, i: int, *deps: str) -> list[int]:
        """The tokens that hang on a token by these labels in turn."""
        found = [i]
        for dep in deps:
            found = [c for k in found for c in self.children[k] if self.tokens[c].dep == dep]
        return found

    def subject(self, verb: int) -> int | None:
        """The subject of a verb, its own or the one it shares with the verb that it is joined to."""
        for _ in range(6):
            found = self.child(verb, *SUBJECTS)
            if found is not None:
                return found
            if self.tokens[verb].dep not in {"conj", "xcomp"} or self.tokens[verb].head == verb:
                return None
            verb = self.tokens[verb].head
        return None

    def verb_of(self, i: int) -> int | None:
        """The verb that governs a token."""
        for _ in range(len(self.tokens)):
            head = self.tokens[i].head
            if head == i:
                return None
            i = head
            if self.tokens[i].pos in {"VERB", "AUX"}:
                return i
        return None
