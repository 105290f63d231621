"""The article's own title as a headline, where sentences of the text say all that it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from briefer.language.clauses import Tree
from briefer.language.headlines.cuts import MOST
from briefer.language.names.countries import by_demonym, by_name
from briefer.language.negation import compare
from briefer.language.negation.stems import stem
from briefer.language.numbers import find_numbers, same
from briefer.language.typography import normalise
from briefer.model import Analysis, Article, Number

#: Sentences that may carry a title, of the first ones that are looked at; at least this share of it in one of them.
SENTENCES, REACH, SHARE = 4, 30, 0.6
#: Shorter titles are labels ("Letters", "Sella, day two").
FEWEST, FEWEST_CONTENT = 5, 3
#: Words that share so many letters at their beginning are one ("presidency", "presidential").
ALIKE = 6

_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")
#: Titles of opinions, pictures and live pages.
_LABEL = re.compile(
    r"^(?:live|watch|video|listen|photos?|pictures?|gallery|podcast|opinion|comment|analysis|editorial|review|quiz|"
    r"letters?|explainer|explained|profile|interview|factbox|timeline|column|obituary|blog|recap|highlights|"
    r"in pictures|as it happened|in brief|morning briefing)\b(?=\s*[:|–—-]|\s*$)",
    re.I,
)
_TEASER = re.compile(
    r"[?!…]|\.\.\.|^(?:who|when|where|which|whose|can|could|should|is|are|was|were|will|would|does|do|did|meet|inside|"
    r"here|this|these|exclusive|updated?|breaking)\b|\b(?:here['’]s|how|why|what|you|your|i|my|we|our|us)\b",
    re.I,
)
#: Before a verb of a title these say that it is still to come.
_AHEAD = r"(?:to|will|would|may|might|could|can|must|should|shall)"
#: Words of a title that say nothing that the text would have to.
_FILLERS = frozenset(
    "a an the and or but nor so as at by for from in into of off on onto out over to up with after before amid during "
    "than then that this these those it its his her their he she they him them be is are was were been being am has have "
    "had do does did will would shall says say said while who which when where if not no never without against under "
    "near about between among through across toward towards new now amid since until more most per via".split()
)


def borne_title(tree: Tree) -> tuple[str, tuple[int, ...]] | None:
    """The title, or its part before or behind a colon, and the sentences that say it; None where they do not.

    Every name, number and word of content stands in at most four sentences, most of them in one of these; its
    negations agree; its verb is no mere condition, claim or quotation there.
    """
    title = _own(tree.analysis.article)
    if not title or _LABEL.search(title):
        return None
    sentences = _Sentences(tree)
    parts = (title, title.partition(": ")[2], title.partition(": ")[0])
    return next((found for part in parts if (found := _borne(tree, sentences, part)) is not None), None)


def _borne(tree: Tree, sentences: _Sentences, title: str) -> tuple[str, tuple[int, ...]] | None:
    if not FEWEST <= len(title.split()) <= MOST or _TEASER.search(title) or _quotes(title):
        return None
    numbers, wanted = find_numbers(title), _content(title)
    chosen = sentences.carrying(wanted) if len(wanted) >= FEWEST_CONTENT else []
    if not chosen or not _counted(numbers, chosen, tree.analysis):
        return None
    if not sentences.happened(wanted, title, chosen[0]) or not sentences.concern(wanted, title, chosen):
        return None
    chosen.sort()
    texts = [tree.analysis.words(tree.analysis.sentences[s]) for s in chosen]
    return (title, tuple(chosen)) if compare(title, texts).result == "pass" else None


def _own(article: Article) -> str:
    """The title without the name of the outlet behind it."""
    title = " ".join((article.title or "").split()).partition(" | ")[0]
    for mark in (" - ", " – ", " — ", ": "):
        head, _, tail = title.rpartition(mark)
        if head and article.outlet and normalise(tail).casefold() in normalise(article.outlet).casefold():
            return head
    return title


def _quotes(title: str) -> bool:
    return re.search(r"[“”\"«»„]|(?:^|[\s(:])['‘]\w|\w['’](?=$|[\s,:;])", title) is not None


def _content(title: str) -> dict[str, str]:
    """The stems of the words that the text must have, with the words; names stay as they are."""
    found: dict[str, str] = {}
    taken = {at for n in find_numbers(title) for at in range(n.start, n.end)}
    titled = _in_title_case(title)
    for match in _WORD.finditer(title):
        word = match.group().replace("’", "'").removesuffix("'s").rstrip("'")
        if match.start() in taken or word.lower() in _FILLERS:
            continue
        # Where every word has a capital, any may be a name.
        name = word[0].isupper() and (match.start() > 0 or titled)
        found[word.lower() if name else stem(word)] = word
    return found


def _in_title_case(title: str) -> bool:
    words = [w for w in title.split() if len(w) > 3 and w[0].isalpha()]
    return len(words) > 3 and sum(w[0].isupper() for w in words) > 0.7 * len(words)


def _counted(numbers: Sequence[Number], sentences: Sequence[int], analysis: Analysis) -> bool:
    """Whether each number stands in the sentences, under the same bound and of the same things."""
    places = [analysis.sentences[s] for s in sentences]
    there = [n for n in analysis.numbers if any(p.start <= n.start < p.end for p in places)]
    return all(any(same(n, m) and n.bound == m.bound and _same_things(n, m) for m in there) for n in numbers)


def _same_things(a: Number, b: Number) -> bool:
    if not a.unit or not b.unit or "person" in (a.unit, b.unit) or a.kind != "count":
        return True
    return bool({stem(w) for w in a.unit.split()} & {stem(w) for w in b.unit.split()})


@cache
def _people() -> dict[str, str]:
    """Names of countries and of their people to one name, in lower case."""
    table = {name: country.names[0] for name, country in (*by_demonym().items(), *by_name().items())}
    return {name.lower(): to for name, to in table.items()}


class _Sentences:
    """The first sentences by the stems of their words."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._tokens: dict[int, dict[str, list[int]]] = {}
        body = (s for s, sentence in enumerate(tree.analysis.sentences) if sentence.kind == "body")
        for _, s in zip(range(REACH), body, strict=False):
            words: dict[str, list[int]] = {}
            for t in tree.sentences[s]:
                text = tree.tokens[t].text
                if text[0].isalnum():
                    for form in {text.lower(), stem(text), *(stem(p) for p in text.split("-") if p)}:
                        words.setdefault(form, []).append(t)
            self._tokens[s] = words

    def _at(self, s: int, word: str, shown: str) -> list[int]:
        """Where the sentence has the word, or one that only its ending parts from it."""
        words, proper = self._tokens[s], word == shown.lower() and shown[0].isupper()
        if word in words:
            return words[word]
        if len(word) >= ALIKE and not proper:
            return [t for other, places in words.items() if other[:ALIKE] == word[:ALIKE] for t in places]
        return [t for other, places in words.items() if _same_people(word, other) for t in places]

    def carrying(self, wanted: dict[str, str]) -> list[int]:
        """At most four sentences that have all the words together, the one with most of them first."""
        left, chosen = set(wanted), list[int]()
        held = {s: {w for w, shown in wanted.items() if self._at(s, w, shown)} for s in self._tokens}
        while left and len(chosen) < SENTENCES:
            best = max(held, key=lambda s: (len(held[s] & left), -s), default=None)
            if best is None or not held[best] & left:
                return []
            if not chosen and len(held[best]) < SHARE * len(wanted):
                return []
            chosen.append(best)
            left -= held[best]
        return [] if left else chosen

    def happened(self, wanted: dict[str, str], title: str, sentence: int) -> bool:
        """Whether a verb of the title is told as a fact in the sentence, and by whom it says that it was done."""
        tree, told = self._tree, False
        for word, shown in wanted.items():
            verbs = [t for t in self._at(sentence, word, shown) if tree.tokens[t].pos == "VERB"]
            if not verbs:
                continue
            ahead = re.search(rf"\b{_AHEAD}\s+(?:\w+ly\s+)?{re.escape(shown)}\b", title, re.I) is not None
            verbs = [t for t in verbs if tree.is_told(t) and _is_ahead(tree, t) == ahead]
            if not verbs:
                return False
            told = told or any(not _swapped(tree, t, title, shown) for t in verbs)
            if all(_swapped(tree, t, title, shown) for t in verbs):
                return False
        return told

    def concern(self, wanted: dict[str, str], title: str, sentences: Sequence[int]) -> bool:
        """Whether the first sentence speaks of everybody whose name only another one has; a place may stand there."""
        entities = self._tree.entities
        spoken = {entities[t] for t in self._tree.sentences[sentences[0]]} - {None}
        for word, shown in wanted.items():
            if (
                not shown[0].isupper()
                or self._at(sentences[0], word, shown)
                or not self._is_name(sentences, word, shown)
            ):
                continue
            if re.search(rf"\b(?:in|at|near|outside|off)\s+(?:\w+\s+)?{re.escape(shown)}\b", title):
                continue
            places = [t for s in sentences[1:] for t in self._at(s, word, shown)]
            if not any(entities[t] in spoken for t in places):
                return False
        return True

    def _is_name(self, sentences: Sequence[int], word: str, shown: str) -> bool:
        places = [t for s in sentences for t in self._at(s, word, shown)]
        return any(self._tree.tokens[t].text[0].isupper() and self._tree.tokens[t].pos == "PROPN" for t in places)


def _is_ahead(tree: Tree, verb: int) -> bool:
    """Whether it is only to come: "will open", "agreed to open"."""
    forms = {tree.tokens[a].text.lower() for a in tree.auxiliaries(verb)}
    return tree.tokens[verb].tag == "VB" and bool(forms - {"do", "does", "did"})


def _swapped(tree: Tree, verb: int, title: str, shown: str) -> bool:
    """Whether the title has the verb's object before it and its subject behind it."""
    subject, thing = tree.child(verb, "nsubj"), tree.child(verb, "dobj")
    before, _, behind = title.partition(shown)
    if subject is None or thing is None or re.search(r"\bby\b", behind):
        return False

    def names(i: int) -> set[str]:
        return {tree.tokens[t].text for t in tree.subtree(i) if tree.tokens[t].pos == "PROPN"}

    return bool(names(subject) & set(_WORD.findall(behind)) and names(thing) & set(_WORD.findall(before)))


def _same_people(a: str, b: str) -> bool:
    return a in _people() and _people()[a] == _people().get(b)
