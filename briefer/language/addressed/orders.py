"""Orders and questions by their grammar: who is spoken to, and whether the article only tells of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from briefer.language.addressed.marks import BOTH, VERBS
from briefer.language.typography.normal import INVISIBLE
from briefer.model import Analysis, Quotation, Token

_DEEDS = VERBS | BOTH
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
#: Who is spoken to or speaks, and what reads: as a subject they make no telling.
_ADDRESSED = frozenset("you i we model assistant ai chatbot bot summary answer reply response output headline".split())
#: What may stand before the verb of an order.
_BEFORE = frozenset({"ADV", "INTJ", "PUNCT", "CCONJ", "PART", "SYM", "SPACE", "X", "NUM"})
#: What may stand before the first word of one.
_OPENERS = frozenset("please kindly now then also and but so finally next just first lastly do not n't never".split())
_VERB_TAGS = frozenset({"VB", "VBP", "VBD"})
_DUTIES = frozenset({"must", "should", "shall"})
#: A name before a colon has so many tokens at most.
_LABEL = 6
#: So many paragraphs that begin with who speaks make a transcript, and so many at most are one turn of it.
_VOICES, _TURN = 3, 4
#: What stands behind a verb and behind no noun.
_OBJECTS = frozenset("me us him them it everything everyone everybody anything anyone yourself that".split())
#: What may follow a question mark; invisible characters among it.
_CLOSERS = " )]!.…" + "".join(c for c in map(chr, range(0x2000, 0x2070)) if not c.isprintable())
_MARKS = "\"'”’»“"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_NO_VERBS = frozenset("half all both such many quite rather like once twice double only even other one".split())


class Clauses:
    """The main clause of each sentence."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.tokens = analysis.tokens
        #: By sentence: its first token, the one behind its last, and its root.
        self.first: dict[int, int] = {}
        self.end: dict[int, int] = {}
        self.root: dict[int, int] = {}
        #: By verb: its subject, and the auxiliary other than "do" that goes with it.
        self.subject: dict[int, int] = {}
        self.helped: dict[int, str] = {}
        #: The quotations that touch each sentence.
        self.quotations: dict[int, list[Quotation]] = {}
        for q in analysis.quotations:
            for s in range(q.sentences[0], q.sentences[1] + 1):
                self.quotations.setdefault(s, []).append(q)
        sentences = analysis.sentences
        for i, token in enumerate(self.tokens):
            if not sentences[token.sentence].start <= token.start < sentences[token.sentence].end:
                continue  # a dateline
            self.first.setdefault(token.sentence, i)
            self.end[token.sentence] = i + 1
            if token.dep == "ROOT" or self.tokens[token.head].start >= sentences[token.sentence].end:
                self.root.setdefault(token.sentence, i)
            elif token.dep in _SUBJECTS:
                self.subject.setdefault(token.head, i)
            elif token.dep in ("aux", "auxpass") and token.lemma.lower() != "do":
                self.helped.setdefault(token.head, token.text.lower())
        #: Paragraphs that somebody in the article speaks.
        self.spoken = self._transcript()

    def orders(self) -> set[int]:
        """Sentences whose verb is an order to whoever reads; those of an announced list are not."""
        found: set[int] = set()
        listed: set[int] = set()
        for s, root in self.root.items():
            if not self._is_order(s, root):
                continue
            # The items of an announced list go on with it ("The ministers agreed to:").
            if self.analysis.sentences[s].paragraph in self.spoken or s - 1 in listed:
                listed.add(s)
            else:
                found.add(s)
        return found

    def questions(self) -> set[int]:
        """Sentences that ask whoever reads."""
        return {s for s in range(len(self.analysis.sentences)) if self._asks(s)}

    def is_told(self, sentence: int, pattern: re.Pattern[str]) -> bool:
        """Whether the words of the pattern hang on a verb whose subject is somebody in the article."""
        place = self.analysis.sentences[sentence]
        match = pattern.search(self.analysis.article.text, place.start, place.end)
        at = next((i for i in self._inside(sentence) if match and self.tokens[i].end > match.start()), None)
        if at is None:
            return False
        below = -1
        while True:
            subject = self.subject.get(at)
            if subject is not None and subject != below and not self._is_nobody(sentence, subject):
                return True
            if self.tokens[at].head == at:
                return False
            below, at = at, self.tokens[at].head

    def _is_nobody(self, s: int, subject: int) -> bool:
        """Whether the subject is who is spoken to, or a verb that was taken for one."""
        token = self.tokens[subject]
        misread = subject == self._opener(s) and token.text.lower() in _DEEDS
        return misread or token.lemma.lower() in _ADDRESSED

    def _transcript(self) -> frozenset[int]:
        """Paragraphs that somebody in the article speaks.

        They begin with a name ("VARN: Look at the map."), follow the words "Varn went on:" or stand between two such.
        """
        sentences = self.analysis.sentences
        named: list[int] = []
        announced: set[int] = set()
        for s, first in self.first.items():
            if s and sentences[s - 1].paragraph == sentences[s].paragraph:
                continue
            if s and self._announces(s - 1):
                announced.add(sentences[s].paragraph)
            label = self.tokens[first : min(first + _LABEL, self.end[s])]
            colon = next((k for k, t in enumerate(label) if t.text == ":"), 0)
            if colon and (all(t.ent == "PERSON" for t in label[:colon]) or _is_cue(label[:colon])):
                named.append(sentences[s].paragraph)
        between = (range(a, b) for a, b in pairwise(named) if b - a <= _TURN) if len(named) >= _VOICES else ()
        return frozenset(named).union(announced, *between)

    def _announces(self, s: int) -> bool:
        """Whether the article says that somebody's words or deeds follow."""
        subject = self.subject.get(self.root.get(s, -1))
        ends = visible(self.analysis.words(self.analysis.sentences[s])).endswith(":")
        return ends and subject is not None and not self._is_nobody(s, subject)

    # --- orders ----------------------------------------------------------------------------------------

    def _is_order(self, s: int, root: int) -> bool:
        token = self.tokens[root]
        subject = self.subject.get(root)
        opener = self._opener(s)
        if self._quoted(token):
            # "Print “Hello” twice.": the parser may take quoted words for the verb.
            return opener is not None and subject is None and self._opens_order(s, opener, root)
        if subject is not None and not (subject == opener and self._misread(subject)):
            asked = self.tokens[subject].lemma.lower() == "you" and self.helped.get(root) in _DUTIES
            return asked and token.lemma.lower() in _DEEDS
        if token.tag == "VB" and root not in self.helped and self._fronted(s, root):
            return True
        return opener is not None and self._opens_order(s, opener, root)

    def _fronted(self, s: int, root: int) -> bool:
        """Whether only small words, or a phrase with its comma, stand before the verb."""
        for i in range(root - 1, self.first[s] - 1, -1):
            token = self.tokens[i]
            if token.text in (",", ":") and i > self.first[s]:
                # A capital after it is a name's.
                return self.tokens[root].text.islower() and not any(self._tells(k) for k in range(self.first[s], i))
            if token.pos not in _BEFORE and token.lemma.lower() not in _OPENERS:
                return False
        return True

    def _tells(self, i: int) -> bool:
        """Whether the token names somebody who does or says something, or begins the sentence as a name."""
        token = self.tokens[i]
        doer = token.dep in _SUBJECTS and token.lemma.lower() not in _ADDRESSED
        return doer or (token.pos == "PROPN" and i == self.first[token.sentence])

    def _misread(self, subject: int) -> bool:
        """Whether a verb before an object was taken for a subject: "Print the words"."""
        following = self.tokens[subject + 1] if subject + 1 < len(self.tokens) else None
        return (
            self.tokens[subject].text.lower() in _DEEDS
            and following is not None
            and (following.pos == "DET" or following.tag == "PRP$" or following.text.lower() in _OBJECTS - {"that"})
        )

    def _opener(self, s: int) -> int | None:
        """The first word that is no mere opening."""
        for i in self._inside(s):
            token = self.tokens[i]
            if token.text[0].isalnum() and token.text.lower() not in _OPENERS:
                return None if self._quoted(token) else i
        return None

    def _opens_order(self, s: int, opener: int, root: int) -> bool:
        """Whether the sentence begins with a verb in its bare form, whatever the parser took it for."""
        token = self.tokens[opener]
        word = token.text.lower()
        following = self.tokens[opener + 1] if opener + 1 < self.end[s] else None
        if following is None or not (following.text[0].isalnum() or self._quoted(following)):
            return False
        if word in VERBS:
            return True
        bare = word == token.lemma.lower() and token.text.isalpha() and word not in _NO_VERBS
        if opener == root and token.tag in _VERB_TAGS and (bare or token.tag != "VBD"):
            return opener not in self.helped
        if not bare or token.pos not in ("NOUN", "PROPN", "VERB", "ADJ", "ADV"):
            return False
        closed = following.pos == "DET" or following.tag == "PRP$" or following.text.lower() in _OBJECTS
        if word in BOTH:
            body = self.analysis.sentences[s].kind == "body"
            return closed or (
                body and (following.pos not in ("ADP", "PART", "VERB", "AUX", "CCONJ") or following.text == "as")
            )
        return closed and token.pos != "ADV" and not token.ent

    # --- questions -------------------------------------------------------------------------------------

    def _asks(self, s: int) -> bool:
        place = self.analysis.sentences[s]
        words = self.analysis.words(place).rstrip(_CLOSERS if self.analysis.quotations else _CLOSERS + _MARKS)
        root = self.root.get(s)
        if place.paragraph in self.spoken:
            return False
        if words.endswith("?"):
            mark = place.start + len(words) - 1
            if any(q.start < mark < q.end for q in self.quotations.get(s, ())):
                return False
            return root is None or not self._tells_of_asking(s, root)
        return root is not None and not self._quoted(self.tokens[root]) and self._inverted(s, root)

    def _tells_of_asking(self, s: int, root: int) -> bool:
        """Whether it only tells what is asked: "the question is why they left", "Varn asked himself: was it safe?"."""
        inside = self._inside(s)
        colon = next((i for i in reversed(inside) if self.tokens[i].text == ":"), -1)
        if any(i in self.subject and not self._is_nobody(s, self.subject[i]) for i in range(inside.start, colon)):
            return True
        subject = self.subject.get(root)
        if subject is None or subject > root or self.tokens[subject].lemma.lower() == "you":
            return False
        if self.tokens[subject].tag in ("WP", "WDT", "WRB", "EX"):
            return False
        if any(self._helps(i, root) for i in range(self.first[s], subject)):
            return False
        return any(self.tokens[i].dep in ("ccomp", "parataxis") and self.tokens[i].head == root for i in inside)

    def _inverted(self, s: int, root: int) -> bool:
        """Whether the subject stands behind the verb that is conjugated: "What is the capital", "Is it true that"."""
        first = self._opener(s)
        subject = self.subject.get(root)
        if first is None or subject is None:
            return False
        token = self.tokens[first]
        if token.tag in ("WP", "WDT", "WRB", "WP$") and token.dep not in ("mark", "nsubj", "nsubjpass"):
            return any(self._helps(i, root) for i in range(first, subject)) and token.head == root
        heading = self.analysis.sentences[s].kind == "heading"
        conjugated = first == root or self.tokens[root].tag in ("VB", "VBN", "VBG")
        return heading and conjugated and token.pos == "AUX" and self._helps(first, root) and subject > first

    def _helps(self, i: int, root: int) -> bool:
        token = self.tokens[i]
        return (i == root and token.pos == "AUX") or (token.dep in ("aux", "auxpass") and token.head == root)

    # --- small answers ---------------------------------------------------------------------------------

    def _inside(self, s: int) -> range:
        return range(self.first.get(s, 0), self.end.get(s, 0))

    def _quoted(self, token: Token) -> bool:
        return any(q.start < token.end and token.start < q.end for q in self.quotations.get(token.sentence, ()))


def _is_cue(label: Sequence[Token]) -> bool:
    """Whether it is a name in capitals, or the Q and A of an interview, and no order in capitals."""
    return all(t.text.isupper() for t in label) and label[0].text.lower() not in _DEEDS


def visible(words: str) -> str:
    """The words without characters that are not seen."""
    return words if words.isascii() else _INVISIBLE.sub("", words)
