"""Whether sentences tell what a title says: its verbs as facts, and of the same people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from briefer.language.clauses import Tree
from briefer.language.headlines.carriers import SENTENCES, WORD, Carriers, stem
from briefer.language.headlines.families import verdicts
from briefer.language.headlines.shape import clauses
from briefer.language.places import HAPPENINGS

#: Before a verb of a title these say that it is still to come.
_AHEAD = r"(?:to|(?:will|would|may|might|could|can|must|should|shall)(?: not)?|(?:wo|would|could|ca|must|should)n['’]t)"
_MAYBE = frozenset({"may", "might", "could"})
#: "makes a farewell", "gets a welcome": the noun says what was done.
_LIGHT = re.compile(
    r"\b(?:makes?|gets?|gives?|takes?|holds?|stages?|wins?|earns?|faces?|receives?|bids?|sees?|offers?)\s+(?:[\w-]+\s+){0,3}$",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:not|no|never|nobody|none|nor|without|fails?|failed|refuses?|refused|denie[sd])\b|n['’]t\b", re.I
)
#: Verbs that say no more than their object does: "announced her resignation", "celebrate a victory".
_SUPPORT = frozenset(
    "make get give take hold stage win earn face receive bid see offer celebrate claim secure score seal clinch announce "
    "submit tender suffer record gain reach conduct mount launch".split()
)

_PARTICIPLE = re.compile(r"(?:ed|en|ught|held|found|shot|struck|hit|told)$")


class Facts:
    """The text as a title's verbs and names see it."""

    def __init__(self, words: Carriers) -> None:
        self._words, self._tree = words, words.tree

    def happened(self, wanted: Sequence[str], title: str, sentences: list[int], label: str) -> bool:
        """Whether a verb of the title is told as a fact, by whom it says that it was done; or an event is named."""
        tree, told = self._tree, False
        for word in wanted:
            held = self._words.at(word)
            places = next((held[s] for s in sentences if s in held), [])
            if stem(word) in verdicts() and any(self._is_said(t, title) for t in places):
                told = True
                continue
            ahead = re.search(rf"\b{_AHEAD}\s+(?:be\s+)?(?:\w+ly\s+)?{re.escape(word)}\b", title, re.I) is not None
            verbs = [t for t in places if tree.tokens[t].pos == "VERB"]
            if not verbs:
                told = told or self._names_an_event(word, title, places)
                continue
            if any(tree.negated(t) for t in verbs) and not _DENIED.search(title):
                return False
            verbs = [t for t in verbs if self._is_so(t, label, ahead=ahead) and not self._is_surer(title, t)]
            doers = [w for w in wanted if title.find(w) < title.find(word)]
            if not verbs:
                elsewhere = (t for s in held if s not in sentences for t in held[s] if self._does(t, doers))
                verbs = [t for t in elsewhere if self._is_so(t, label, ahead=ahead)]
                if len(sentences) < SENTENCES:
                    sentences.extend(tree.tokens[t].sentence for t in verbs[:1])
            if not verbs and not ahead:
                # "celebrates a victory" tells of a win.
                verbs = [t for s in held for n in held[s] if (t := self._supports(n, doers)) is not None]
                sentences.extend(s for t in verbs[:1] if (s := tree.tokens[t].sentence) not in sentences)
                told = told or bool(verbs)
                if not verbs:
                    return False
                continue
            if all(_swapped(tree, t, title, word) for t in verbs):
                return False
            told = True
        return told and len(sentences) <= SENTENCES

    def _supports(self, noun: int, doers: Sequence[str]) -> int | None:
        """The verb that only carries the noun as its object, said of somebody whom the title names before it."""
        token = self._tree.tokens[noun]
        verb = token.head
        fits = token.pos == "NOUN" and token.dep == "dobj" and self._tree.tokens[verb].lemma.lower() in _SUPPORT
        fact = fits and self._tree.is_told(verb) and not self._tree.negated(verb) and not _is_ahead(self._tree, verb)
        return verb if fact and self._does(verb, doers) else None

    def _is_so(self, verb: int, label: str, *, ahead: bool) -> bool:
        """Whether the verb is told as a fact, done or still to come as the title has it."""
        tree = self._tree
        return tree.is_told(verb) and _is_ahead(tree, verb) == ahead and not self._says(verb, label)

    def _is_surer(self, title: str, verb: int) -> bool:
        """Whether the text only says that it may come, and the title that it will: "to close" of "may close"."""
        forms = {self._tree.tokens[a].text.lower() for a in self._tree.auxiliaries(verb)} & _MAYBE
        return bool(forms) and not forms & {word.lower() for word in WORD.findall(title)}

    def _does(self, verb: int, doers: Sequence[str]) -> bool:
        """Whether the verb is said of somebody whom the title names before it."""
        tree = self._tree
        subject = tree.subject(verb) if tree.tokens[verb].pos == "VERB" else None
        if subject is None:
            return False
        phrase = set(tree.subtree(subject))
        sentence = tree.tokens[verb].sentence
        return any(phrase & set(self._words.at(doer).get(sentence, ())) for doer in doers)

    def _is_said(self, at: int, title: str) -> bool:
        """Whether these are the words of somebody whom the title names."""
        return any(name in WORD.findall(title) for name in self._holder(at)[-1:])

    def _is_label(self, word: str, title: str) -> bool:
        """Whether it says where, before a colon: "Arvel tram crash: …"."""
        places = (t for held in self._words.at(word).values() for t in held)
        return word in title.partition(": ")[0].split() and any(self._tree.tokens[t].ent == "GPE" for t in places)

    def _took_responsibility(self, word: str) -> bool:
        """Whether the one of this name claimed responsibility: a title has it before the doer ("Norr Front bomber")."""
        for places in self._words.at(word).values():
            for t in places:
                verb = self._tree.tokens[t].head
                if self._tree.tokens[t].dep == "compound":
                    verb = self._tree.tokens[verb].head
                thing = self._tree.child(verb, "dobj")
                if (
                    thing is not None
                    and self._tree.tokens[thing].lemma == "responsibility"
                    and self._tree.is_told(verb)
                ):
                    return True
        return False

    def is_event(self, words: str) -> bool:
        """Whether one of the words names what happened: an attack, a trial."""
        return any(stem(word) in _happenings() for word in WORD.findall(words))

    def _names_an_event(self, word: str, title: str, places: Sequence[int]) -> bool:
        """Whether the noun is what happened: an attack, or the "farewell" that somebody "makes"."""
        tokens = self._tree.tokens
        if self.is_event(word):
            return True
        if not _LIGHT.search(title.partition(word)[0]):
            return False
        heads = (tokens[t].head for t in places if tokens[t].pos == "NOUN" and tokens[t].dep in ("dobj", "nsubjpass"))
        return any(self._tree.is_told(head) and not _is_ahead(self._tree, head) for head in heads)

    def _says(self, verb: int, label: str) -> bool:
        """Whether the verb is part of what the one before the colon says: "Corvo: weir is safe"."""
        return bool(label) and bool({w.lower() for w in self._holder(verb)} & {w.lower() for w in WORD.findall(label)})

    def _holder(self, at: int) -> list[str]:
        """The name of whoever says what stands there, in words."""
        index = self._tree.attributed[at]
        if index is None:
            return []
        attribution = self._tree.analysis.attributions[index]
        holder = attribution.holder if attribution.holder is not None else attribution.speaker
        return WORD.findall(self._tree.analysis.entities[holder].name) if holder is not None else []

    def concern(self, wanted: Sequence[str], title: str, sentences: Sequence[int]) -> bool:
        """Whether each clause of the title has its names in the sentence that has most of it; a place may stand apart."""
        entities = self._tree.entities
        for clause in clauses(title):
            own = [word for word in wanted if word in clause]
            best = max(sentences, key=lambda s: sum(s in self._words.at(word) for word in own))
            spoken = {entities[t] for t in self._tree.sentences[best]} - {None}
            for word in own:
                held = self._words.at(word)
                if best in held or not self._words.is_name(word):
                    continue
                if re.search(rf"\b(?:in|at|near|outside|off)\s+(?:\w+\s+)?{re.escape(word)}\b", title):
                    continue
                if self._is_label(word, title) or self._took_responsibility(word):
                    continue
                if not any(entities[t] in spoken for s in sentences for t in held.get(s, ())):
                    return False
        return True


@cache
def _happenings() -> frozenset[str]:
    return frozenset(stem(word) for word in HAPPENINGS)


def _is_ahead(tree: Tree, verb: int) -> bool:
    """Whether it is only to come: "will open", "agreed to open", "is to be opened"."""
    forms = {tree.tokens[a].text.lower() for a in tree.auxiliaries(verb)} - {"do", "does", "did"}
    return (tree.tokens[verb].tag == "VB" and bool(forms)) or (tree.tokens[verb].tag == "VBN" and "be" in forms)


def _named_in(tree: Tree, noun: int, words: str) -> bool:
    return any(tree.tokens[t].text in WORD.findall(words) for t in tree.subtree(noun) if tree.tokens[t].pos == "PROPN")


def _swapped(tree: Tree, verb: int, title: str, word: str) -> bool:
    """Whether the title has the verb's object before it and its subject behind it, or makes the doer the sufferer."""
    subject, thing = tree.child(verb, "nsubj"), tree.child(verb, "dobj")
    before, _, behind = title.partition(word)
    if subject is not None and thing is not None and _PARTICIPLE.search(word):
        # "Corvo arrested" of a Corvo who arrested two farmers.
        object_ = {tree.tokens[t].text.lower() for t in tree.subtree(thing) if tree.tokens[t].pos in ("NOUN", "PROPN")}
        if not object_ & {w.lower() for w in WORD.findall(behind)} and _named_in(tree, subject, before):
            return True
    if subject is None or thing is None or re.search(r"\bby\b", behind):
        return False

    def names(i: int) -> set[str]:
        return {tree.tokens[t].text for t in tree.subtree(i) if tree.tokens[t].pos == "PROPN"}

    return bool(names(subject) & set(WORD.findall(behind)) and names(thing) & set(WORD.findall(before)))
