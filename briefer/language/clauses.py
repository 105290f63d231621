"""The parse as a tree of clauses: what events and steps both ask of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache, wraps
from typing import Any, TypeVar

from briefer.model import Analysis, Range, Token, When

T = TypeVar("T")

SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj", "csubjpass"})
AUXILIARIES = frozenset({"aux", "auxpass"})
#: Verbs that hand on what somebody said without taking a side.
SAYING = frozenset(
    "say tell announce report add state note explain confirm write declare disclose reveal indicate "
    "acknowledge comment reply respond recall stress underline emphasise emphasize remark".split()
)
#: Verbs that say so and leave the truth open: dropping them would turn a claim into a fact.
CLAIMING = frozenset(
    "claim allege accuse believe think suspect doubt deny warn fear hope suggest argue insist contend assume "
    "estimate predict expect threaten vow hint imply maintain charge speculate propose feel consider know "
    "understand see mean dispute reject dismiss boast joke".split()
)
#: Those who state what happened, where others only give their side of it.
AUTHORITIES = frozenset(
    "police official officials authority authorities ministry council court service agency department office commission "
    "organiser organizer statement operator hospital committee parliament brigade coroner airline club association "
    "company government spokesman spokeswoman spokesperson medium media".split()
)
#: Both of them: what hands on somebody's words.
HANDING_ON = SAYING | CLAIMING
CONDITIONS = frozenset({"if", "unless", "provided", "providing", "until", "once", "whether", "lest", "except"})
_JOINS = frozenset({"cc", "mark", "preconj"})
_OPENERS = frozenset("'”’»),.;:—–-…")
_CLOSERS = frozenset("%)”\"»’'")


def answered_once(answer: Callable[[Tree, int], T]) -> Callable[[Tree, int], T]:
    """A question about a token that is worked out once; nobody may alter the answer."""

    @wraps(answer)
    def ask(tree: Tree, i: int) -> T:
        known: dict[int, T] = tree.answers[answer]
        if i not in known:
            known[i] = answer(tree, i)
        return known[i]

    return ask


class Tree:
    """One article's parse with the arrows turned round; token indices in and out."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        #: What was asked of a token before, by question: events, steps, engine and gates ask the same in turn.
        self.answers: defaultdict[Callable[[Tree, int], Any], dict[int, Any]] = defaultdict(dict)
        self.tokens: Sequence[Token] = analysis.tokens
        self.children: list[list[int]] = [[] for _ in self.tokens]
        #: Token indices by sentence; what stands between sentences, such as a dateline, belongs to none.
        self.sentences: list[list[int]] = [[] for _ in analysis.sentences]
        for i, token in enumerate(self.tokens):
            if token.head != i:
                self.children[token.head].append(i)
            if analysis.sentences[token.sentence].start <= token.start < analysis.sentences[token.sentence].end:
                self.sentences[token.sentence].append(i)

    @cached_property
    def quoted(self) -> list[bool]:
        """For each token whether it stands between quotation marks."""
        inside = [False] * len(self.tokens)
        quotations = iter(self.analysis.quotations)
        here = next(quotations, None)
        for i, token in enumerate(self.tokens):
            while here is not None and token.start >= here.end:
                here = next(quotations, None)
            inside[i] = here is not None and here.start < token.start < here.end - 1
        return inside

    @cached_property
    def entities(self) -> list[int | None]:
        """For each token the index of the entity that is spoken of there."""
        spoken: list[int | None] = [None] * len(self.tokens)
        starts = [token.start for token in self.tokens]
        for index, entity in enumerate(self.analysis.entities):
            for mention in entity.mentions:
                for i in range(bisect_left(starts, mention.start), bisect_left(starts, mention.end)):
                    # The smaller mention stands inside the larger one ("Trump" in "Trump's envoy").
                    if (other := spoken[i]) is None or mention.end - mention.start < self._length(other, i):
                        spoken[i] = index
        return spoken

    def _length(self, entity: int, i: int) -> int:
        start = self.tokens[i].start
        mentions = self.analysis.entities[entity].mentions
        return min((m.end - m.start for m in mentions if m.start <= start < m.end), default=0)

    @cached_property
    def attributed(self) -> list[int | None]:
        """For each token the index of the attribution whose content it belongs to; the innermost wins."""
        inside: list[int | None] = [None] * len(self.tokens)
        starts = [token.start for token in self.tokens]
        size = [0] * len(self.tokens)
        for index, attribution in enumerate(self.analysis.attributions):
            for part in attribution.content:
                for i in range(bisect_left(starts, part.start), bisect_left(starts, part.end)):
                    if inside[i] is None or part.end - part.start < size[i]:
                        inside[i], size[i] = index, part.end - part.start
        return inside

    def dates(self, place: Range) -> list[When]:
        """The dates that stand in this place, in text order."""
        return [d for d in self.analysis.dates if place.start <= d.span.start and d.span.end <= place.end]

    def at(self, place: Range) -> range:
        """Indices of the tokens that start inside the place."""
        return range(*(bisect_left(self.tokens, edge, key=lambda token: token.start) for edge in place))

    def head(self, sentence: int, clause: Range) -> int | None:
        """The verb that heads the clause."""
        inside = [t for t in self.sentences[sentence] if clause.start <= self.tokens[t].start < clause.end]
        above = (t for t in inside if self.tokens[t].head == t or not inside[0] <= self.tokens[t].head <= inside[-1])
        return next((t for t in above if self.finite(t)), None)

    def child(self, i: int, *labels: str) -> int | None:
        """The first dependent with one of these labels."""
        return next((c for c in self.children[i] if self.tokens[c].dep in labels), None)

    def subtree(self, i: int, without: frozenset[int] = frozenset()) -> list[int]:
        """The token and all below it, in text order, leaving out the branches that start at `without`."""
        return self._subtree(i, without) if without else self._whole_subtree(i)

    @answered_once
    def _whole_subtree(self, i: int) -> list[int]:
        return self._subtree(i, frozenset())

    def _subtree(self, i: int, without: frozenset[int]) -> list[int]:
        found, todo = [], [i]
        while todo:
            at = todo.pop()
            found.append(at)
            todo.extend(c for c in self.children[at] if c not in without)
        return sorted(found)

    def edges(self, i: int) -> tuple[int, int]:
        """First and last token below (and with) this one."""
        tokens = self.subtree(i)
        return tokens[0], tokens[-1]

    def range(self, first: int, last: int) -> Range:
        """The characters of these tokens."""
        return Range(self.tokens[first].start, self.tokens[last].end)

    def phrase(self, i: int) -> Range:
        """A noun phrase without what follows a comma or a relative clause."""
        without = frozenset(c for c in self.children[i] if self.tokens[c].dep in ("relcl", "appos", "punct", "acl"))
        tokens = self.subtree(i, without)
        first, last = contiguous(tokens, i)
        return self.range(self.whole_word(first), last)

    def whole_word(self, i: int) -> int:
        """The first token of a word that hyphens join, however it was parsed ("rain-drenched")."""
        while (
            i > 0
            and self.tokens[i - 1].end == self.tokens[i].start
            and "-"
            in (
                self.tokens[i].text,
                self.tokens[i - 1].text,
            )
        ):
            i -= 1
        return i

    def lemmas(self, tokens: Sequence[int]) -> set[str]:
        """Their lemmas in lower case."""
        return {self.tokens[t].lemma.lower() for t in tokens}

    @answered_once
    def subject(self, verb: int) -> int | None:
        """The verb's subject; a verb without its own shares that of the verb that it is joined to."""
        seen = 0
        while (found := self._own_subject(verb)) is None:
            if self.tokens[verb].dep not in ("conj", "xcomp") or seen > 4:
                return None
            verb, seen = self.tokens[verb].head, seen + 1
        if self.tokens[found].dep == "expl" and (real := self.child(verb, "attr", "dobj")) is not None:
            return real
        return found

    def _own_subject(self, verb: int) -> int | None:
        own = [c for c in self.children[verb] if self.tokens[c].dep in SUBJECTS]
        # The nearest before the verb: a dateline in front of the sentence is often parsed as a subject too.
        return max((c for c in own if c < verb), default=own[0] if own else None)

    @answered_once
    def auxiliaries(self, verb: int) -> list[int]:
        """Its auxiliaries; a joined verb without a subject of its own shares those of the first."""
        own = [c for c in self.children[verb] if self.tokens[c].dep in AUXILIARIES]
        token = self.tokens[verb]
        if not own and token.dep == "conj" and token.tag in ("VB", "VBN") and self.child(verb, *SUBJECTS) is None:
            return self.auxiliaries(token.head) if token.head != verb else []
        return own

    @answered_once
    def negated(self, verb: int) -> bool:
        """Whether the verb itself is denied ("did not agree", "never agreed", "no longer")."""
        return any(
            self.tokens[c].dep == "neg"
            or self.tokens[c].lemma.lower() in ("never", "no", "neither", "nor", "hardly")
            # "no longer" denies; "no later than Friday" says when.
            or (
                any(self.tokens[d].text.lower() == "no" for d in self.children[c])
                and not any(self.tokens[d].text.lower() == "than" for d in self.children[c])
            )
            for c in self.children[verb]
            if self.tokens[c].dep in ("neg", "advmod", "preconj", "cc")
        )

    def is_told(self, verb: int) -> bool:
        """Whether the article tells it as a fact: no condition, question or quotation, nobody's mere claim."""
        if self.quoted[verb]:
            return False
        at = verb
        while True:
            token = self.tokens[at]
            before = [self.tokens[c] for c in self.children[at] if self.tokens[c].dep in ("mark", "advmod")]
            if any(t.text.lower() in CONDITIONS for t in before):
                return False
            if token.head == at:
                return True
            if token.dep in ("ccomp", "csubj") and self.tokens[token.head].lemma.lower() in CLAIMING:
                return False
            at = token.head

    def finite(self, verb: int) -> bool:
        """Whether it heads a clause with a tense."""
        token = self.tokens[verb]
        if token.pos not in ("VERB", "AUX"):
            return False
        if token.tag in ("VBD", "VBZ", "VBP", "MD"):
            return True
        return any(self.tokens[a].tag in ("VBD", "VBZ", "VBP", "MD") for a in self.auxiliaries(verb))

    def verbs(self, sentence: int) -> Iterator[int]:
        """The heads of its finite clauses, in text order."""
        return (i for i in self.sentences[sentence] if self.tokens[i].dep not in AUXILIARIES and self.finite(i))

    def _joins(self, i: int, verb: int) -> bool:
        return self.tokens[i].dep in _JOINS and self.tokens[i].head in (verb, self.tokens[verb].head)

    @answered_once
    def clause(self, verb: int) -> list[int]:
        """The tokens of the verb's own clause: no attribution around it, no clause joined by "and" or "but"."""
        without = set()
        for c in self.children[verb]:
            token = self.tokens[c]
            told = token.dep == "parataxis" or (token.dep == "ccomp" and c < verb and self.finite(c))
            if told or (token.dep == "conj" and self.child(c, *SUBJECTS) is not None):
                without.add(c)
        whole = self.sentences[self.tokens[verb].sentence]
        run = [t for t in self.subtree(verb, frozenset(without)) if whole[0] <= t <= whole[-1]]
        first, last = contiguous(run, verb)
        while first < verb and (self._joins(first, verb) or self.tokens[first].text in _OPENERS):
            first += 1
        while last > verb and (self.tokens[last].dep == "cc" or self.tokens[last].pos == "PUNCT"):
            if self.tokens[last].text in _CLOSERS:
                break
            last -= 1
        return list(range(first, last + 1))


_last: list[Tree] = []


def tree_of(analysis: Analysis) -> Tree:
    """The analysis as a tree; the last one is kept, for events, steps, engine and gates ask for the same in turn."""
    for tree in _last:
        if all(getattr(tree.analysis, part) is getattr(analysis, part) for part in _PARTS):
            tree.analysis = analysis
            return tree
    _last[:] = [tree := Tree(analysis)]
    return tree


#: What a tree reads of an analysis to answer a question.
_PARTS = ("article", "sentences", "quotations", "dates", "tokens", "entities", "attributions", "silent")


def contiguous(tokens: Sequence[int], around: int) -> tuple[int, int]:
    """The unbroken run of token indices that holds `around`."""
    held = set(tokens)
    first = last = around
    while first - 1 in held:
        first -= 1
    while last + 1 in held:
        last += 1
    return first, last


@answered_once
def handed_on(tree: Tree, i: int) -> bool:
    """Whether the token belongs to the words that hand something on: its nearest verb says or claims."""
    while tree.tokens[i].head != i and tree.tokens[i].pos not in ("VERB", "AUX"):
        i = tree.tokens[i].head
    return tree.tokens[i].lemma.lower() in HANDING_ON


@lru_cache(maxsize=1024)
def stems(words: str) -> frozenset[str]:
    """The words that carry the matter, cut to five letters ("derails" meets "derailed")."""
    return frozenset(w[:5] for w in re.findall(r"[a-z0-9]+", words.lower()) if len(w) > 2 and w not in _SMALL)


_SMALL = frozenset(
    "the and for with from that this are was were has have had been its his her their they she who after over into "
    "but not out off will would could can may more than says said".split()
)
