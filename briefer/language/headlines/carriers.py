"""The words of a title and where the text has them, or words that may stand for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from briefer.language.clauses import AUTHORITIES, Tree
from briefer.language.headlines.families import families, verdicts
from briefer.language.headlines.shape import in_title_case
from briefer.language.names.countries import by_demonym, by_name
from briefer.language.negation import stems
from briefer.language.numbers import find_numbers
from briefer.language.places import HAPPENINGS, PLACES
from briefer.model import Number, Range

#: Sentences that may carry a title, of the first ones that are looked at; at least this share of it in one of them.
SENTENCES, REACH, SHARE = 4, 30, 0.5
#: Words that share so many letters at their beginning are one ("presidency", "presidential").
ALIKE = 6
#: Tokens behind a number among which the word for what it counts stands.
BESIDE = 6
#: How many a vague number speaks of at least.
VAGUE = {"several": 3, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000}
VAGUE_WORD = re.compile(rf"\b(?:{'|'.join(VAGUE)})\b", re.I)
_NOUN = re.compile(r"(?:ment|tion|sion|ity|ness|ance|ence)s?$")
WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")
#: Words of a title that say nothing that the text would have to.
_FILLERS = frozenset(
    "a an the and or but nor so as at by for from in into of off on onto out over to up with after before amid during "
    "than then that this these those it its his her their he she they him them be is are was were been being am has have "
    "had do does did will would shall says say said while who which when where if not no never without against under "
    "near about between among through across toward towards new now amid since until more most per via "
    "get gets set sets see sees make makes following".split()
)
#: "…, claim passengers": who says so is looked for as a holder, not as words.
_CLAIM = re.compile(r",\s+(claims?|says?|suggests?|reveals?)\s")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """What the forms of one word share."""
    return stems.stem(word)


@cache
def _people() -> dict[str, str]:
    """Names of countries and of their people to one name, in lower case."""
    table = {name: country.names[0] for name, country in (*by_demonym().items(), *by_name().items())}
    return {name.lower(): to for name, to in table.items()}


class Carriers:
    """The first sentences by the stems of their words."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._words: dict[str, list[int]] = {}
        self._carried: dict[str, dict[int, list[int]]] = {}
        body = (s for s, sentence in enumerate(tree.analysis.sentences) if sentence.kind == "body")
        self._order = [s for _, s in zip(range(REACH), body, strict=False)]
        for s in self._order:
            for t in tree.sentences[s]:
                text = tree.tokens[t].text
                if text[0].isalnum():
                    forms = {text.lower(), stem(text)}
                    if "-" in text:
                        forms.update(stem(piece) for piece in text.split("-") if piece)
                    for form in forms:
                        self._words.setdefault(form, []).append(t)

    # --- words ------------------------------------------------------------------------------------------

    def at(self, word: str) -> dict[int, list[int]]:
        """The sentences that have the word of a title, or one that may stand for it, with its tokens there."""
        if word not in self._carried:
            found: dict[int, list[int]] = {}
            for tier, only in self._tiers(word):
                if only and found:
                    break
                held: dict[int, list[int]] = {}
                for t in tier:
                    held.setdefault(self.tree.tokens[t].sentence, []).append(t)
                found = held | found
            self._carried[word] = found
        return self._carried[word]

    def _tiers(self, word: str) -> Iterator[tuple[list[int], bool]]:
        """The tokens that carry the word, the surest first; whether they count only where no surer ones do."""
        words, lower, root = self._words, word.lower(), stem(word)
        yield words.get(lower, []), False
        if "." in word:
            yield words.get(f"{lower}.", []), False  # "U.N": `WORD` leaves out the point at the end
        if "-" in word:
            pieces = [words.get(p.lower(), []) or words.get(stem(p), []) for p in word.split("-") if p]
            shared = set[int].intersection(*({self.tree.tokens[t].sentence for t in piece} for piece in pieces))
            yield [t for piece in pieces for t in piece if self.tree.tokens[t].sentence in shared], False
        if self.is_name(word):
            peoples = _people()
            if lower in peoples:
                alike = (places for other, places in words.items() if peoples.get(other) == peoples[lower])
                yield [t for places in alike for t in places], False
            if word.isupper() and len(word) > 1:
                yield self._spelt_out(word), False
            return
        yield words.get(root, []), False
        yield [t for other in families().get(root, ()) for t in words.get(other, ())], False
        judged = (t for other in verdicts().get(root, ()) for t in words.get(other, ()))
        yield [t for t in judged if self.tree.attributed[t] is not None], True
        if len(root) >= ALIKE:
            alike = (places for other, places in words.items() if other[:ALIKE] == root[:ALIKE])
            yield [t for places in alike for t in places], True

    def is_name(self, word: str) -> bool:
        """Whether it has a capital, and the text does not have it without."""
        if not word[0].isupper():
            return False
        places = [t for form in (word.lower(), stem(word)) for t in self._words.get(form, ())]
        if word.lower() in AUTHORITIES or not places:
            return word.lower() not in AUTHORITIES and stem(word) not in families()
        return all(self.tree.tokens[t].text[0].isupper() for t in places)

    def _spelt_out(self, short: str) -> list[int]:
        """Where the words stand that these are the initials of."""
        tokens = self.tree.tokens
        runs = (tokens[t : t + len(short)] for places in self._words.values() for t in places)
        wanted = list(short)
        return [
            self.tree.at(Range(run[0].start, run[0].end))[0]
            for run in runs
            if [token.text[0] for token in run] == wanted and all(len(token.text) > 1 for token in run)
        ]

    def content(self, title: str) -> list[str]:
        """The words that the text must have."""
        told = {match[1] for match in _CLAIM.finditer(title)}
        taken = {at for n in find_numbers(title) for at in range(n.start, n.end)}
        found = dict[str, None]()
        for match in WORD.finditer(title):
            word = match.group().replace("’", "'").removesuffix("'s").rstrip("'")
            if word.lower().endswith("n't"):
                continue  # negations are compared by themselves
            if match.start() not in taken and word not in told and word.lower() not in _FILLERS | VAGUE.keys():
                found[word] = None
        return list(found)

    def missing(self, title: str) -> set[str]:
        """Words of the title, in lower case, that no sentence has."""
        return {word.lower() for word in self.content(title) if not self.at(word)}

    # --- what the shape of a title asks ------------------------------------------------------------------

    def has_verb(self, words: str) -> bool:
        """Whether one of the words is a verb in most places of the text, or looks like one where it has none."""
        for match in WORD.finditer(words):
            word = match.group().removesuffix("'s")
            if _NOUN.search(word):
                continue
            places = [t for held in self.at(word).values() for t in held]
            verbs = sum(self.tree.tokens[t].pos in ("VERB", "AUX") for t in places)
            if 2 * verbs > len(places):
                return True
            # "attacks" of a text that has "the attack" may be the verb.
            plural = any(self.tree.tokens[t].tag in ("NNS", "NNPS") for t in places)
            if word.islower() and word.endswith(("ed", "s")) and not plural and (not places or word.endswith("s")):
                return True
        return False

    def has_place(self, words: str) -> bool:
        """Whether the words tell where, or at what."""
        if any(word in by_name() for word in WORD.findall(words)):
            return True
        found = (t for match in WORD.finditer(words) for held in self.at(match.group()).values() for t in held[:1])
        tokens = (self.tree.tokens[t] for t in found)
        return any(t.ent in ("GPE", "LOC", "FAC") or t.lemma.lower() in PLACES | HAPPENINGS for t in tokens)

    # --- a title as a whole --------------------------------------------------------------------------------

    def carrying(self, wanted: Sequence[str]) -> list[int]:
        """At most four sentences that have all the words together, the one with most of them first."""
        left, chosen = set(wanted), list[int]()
        held = {s: {w for w in wanted if s in self.at(w)} for s in self._order}
        while left and len(chosen) < SENTENCES:
            best = max(held, key=lambda s: (len(held[s] & left), -s), default=None)
            if best is None or not held[best] & left:
                return []
            if not chosen and len(held[best]) < SHARE * len(wanted):
                return []
            chosen.append(best)
            left -= held[best]
        return [] if left else chosen

    def counts(self, number: Number, words: Sequence[str]) -> bool:
        """Whether the text's number stands with one of these words: behind it, or as what it is said of."""
        if not words:
            return True
        tokens = self.tree.tokens
        at = self.tree.at(Range(number.start, number.end))
        if not at:
            return True
        beside = set(range(at[0], min(at[-1] + BESIDE, len(tokens))))
        above = at[0]
        while tokens[above].head != above and tokens[above].dep != "conj":
            above = tokens[above].head
            beside.add(above)
        return any(beside & {t for held in self.at(word).values() for t in held} for word in words)

    def lowered(self, title: str) -> str:
        """A title in title case with capitals only where the text has them."""
        if not in_title_case(title):
            return title[0].upper() + title[1:]
        shown = WORD.sub(lambda match: self._as_written(match.group()), title)
        return shown[0].upper() + shown[1:]

    def _as_written(self, word: str) -> str:
        small = word[0].lower() + word[1:]
        if word.lower() in _FILLERS:
            return small
        if word.lower() in _people() or ("-" in word and word in self.tree.analysis.article.text):
            return word
        places = [t for form in (word.lower(), stem(word)) for t in self._words.get(form, ())]
        starts = {self.tree.sentences[self.tree.tokens[t].sentence][0] for t in places}
        inside = [t for t in places if t not in starts] or places
        return word if any(self.tree.tokens[t].text[0].isupper() for t in inside) else small
