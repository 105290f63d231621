"""Who has been spoken of so far: what a pronoun or "the minister" is resolved against."""

from __future__ import annotations

from dataclasses import dataclass

from briefer.language.names.draft import Draft, Gender
from briefer.language.names.lexicon import FEMALE_WORDS, MALE_WORDS, SPEECH
from briefer.language.names.name import Name
from briefer.language.names.phrases import is_role
from briefer.language.names.tree import SUBJECTS, Tree

#: Stands for somebody who is spoken of but not named: "a policeman".
STRANGER = -1
_PEOPLE = frozenset("man woman boy girl person child baby teenager toddler youth guy lady gentleman".split())
_MEN = MALE_WORDS | {"man", "boy", "guy", "gentleman"}
_WOMEN = FEMALE_WORDS | {"woman", "girl", "lady"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant: a draft's index or `STRANGER`, and the token that names them."""

    who: int
    token: int


class Scene:
    """The drafts, and which token speaks of which; grows as pronouns are resolved."""

    def __init__(self, tree: Tree, drafts: list[Draft]) -> None:
        self.tree = tree
        self.drafts = drafts
        #: Head token of each mention to its draft.
        self.at: dict[int, int] = {}
        #: Unresolved third-person pronouns for people, by token.
        self.open: dict[int, Gender] = {}
        #: Possessive pronouns that say whose role one is: "Its" in "Its director, Ada Brandt".
        self.owners = {d.role.pronoun for d in drafts if d.role is not None and d.role.pronoun is not None}
        self.by_sentence: list[list[Candidate]] = [[] for _ in tree.bounds]
        #: Tokens of names and roles.
        self.covered: set[int] = set()
        taken = self.covered
        #: Words that the text has in lower case as well.
        self.lower = {t.text for t in tree.tokens if t.text.islower()}
        for number, draft in enumerate(drafts):
            for place in draft.mentions:
                head = tree.head_of(place.first, place.last)
                self.at[head] = self.at[place.last] = number
                taken.update(range(place.first, place.last + 1))
                if draft.kind == "person":
                    self._list(Candidate(number, head))
            for role in draft.roles:
                taken.update(range(role.first, role.last + 1))
                last = next((n.last for n in draft.names if n.first == role.at == role.last + 1), None)
                # "Leader of the Opposition Ada Holt said": the parse has the name below the office.
                if last is not None and (head := tree.head_of(role.first, last)) <= role.last:
                    self.at.setdefault(head, number)
            for name in draft.names:
                if name.title:
                    taken.update(range(name.title[0], name.title[1] + 1))
        for i in range(len(tree.tokens)):
            if i not in taken and self._is_stranger(i) and self.who(i) is None:
                self._list(Candidate(STRANGER, i))
        for candidates in self.by_sentence:
            candidates.sort(key=lambda c: c.token)
        self._subjects: dict[int, int | None] = {}
        self._pairs: dict[int, int] = {}

    def _list(self, candidate: Candidate) -> None:
        self.by_sentence[self.tree.tokens[candidate.token].sentence].append(candidate)

    def _is_stranger(self, i: int) -> bool:
        token = self.tree.tokens[i]
        if token.tag not in {"NN", "NNP"} or token.dep in {"compound", "nmod", "amod"} or self._is_said_of(i):
            return False
        low = self.tree.low[i]
        return (
            low in _PEOPLE or (is_role(low) and low not in {"lead", "head", "fellow", "host", "chair", "state"})
        ) and (token.tag == "NN" or token.dep in SUBJECTS)

    def _is_said_of(self, i: int) -> bool:
        """Whether a noun only says what somebody is: "Holt was a teacher", "known as a reformer"."""
        token = self.tree.tokens[i]
        if token.dep in {"attr", "oprd"} or (token.dep == "appos" and token.head in self.at):
            return True
        return token.dep == "pobj" and self.tree.low[token.head] == "as"

    def speak_of(self, number: int, token: int) -> None:
        """Adds a resolved mention."""
        self.at[token] = number
        candidates = self.by_sentence[self.tree.tokens[token].sentence]
        # What the words stood for before: a stranger who turned out to be known.
        candidates[:] = [c for c in candidates if c.token != token]
        if self.drafts[number].kind == "person":
            candidates.append(Candidate(number, token))
            candidates.sort(key=lambda c: c.token)

    def leave_open(self, token: int, gender: Gender) -> None:
        """Notes a pronoun that nobody is sure of: it may stand in the way of the next."""
        self.open[token] = gender
        self._list(Candidate(STRANGER, token))

    def gender(self, candidate: Candidate) -> Gender:
        """Gender of a draft or of a stranger's noun."""
        if candidate.who != STRANGER:
            return self.drafts[candidate.who].gender
        low = self.tree.low[candidate.token]
        return "m" if low in _MEN else "f" if low in _WOMEN else "unknown"

    def fits(self, candidate: Candidate, gender: Gender) -> bool:
        """Whether a pronoun of this gender may mean the candidate."""
        if candidate.token in self.open:
            return self.open[candidate.token] == gender
        own = self.gender(candidate)
        return own in {"unknown", gender}

    def who(self, token: int) -> int | None:
        """The draft that a noun phrase with this head speaks of."""
        if token in self.at:
            return self.at[token]
        for child in self.tree.children[token]:
            if self.tree.tokens[child].dep == "appos" and child in self.at:
                return self.at[child]
        if not is_role(self.tree.low[token]):
            return None
        for last in self.tree.chain(token, "prep", "pobj", "appos"):
            # "The mayor of Nordvik, Ada Brandt": the parser hangs the name on the town.
            if last in self.at and self.drafts[self.at[last]].kind == "person":
                return self.at[last]
        return None

    def pair(self, token: int, joined: list[int]) -> int | None:
        """The draft of two names that "and" ties, for a "they" that means both; None where more than names stand there."""
        if token not in self.at or len(joined) != 1 or joined[0] not in self.at:
            return None
        if token in self._pairs:
            return self._pairs[token]
        left = self._name_at(token)
        right = self._name_at(joined[0])
        if left is None or right is None or right.first != left.last + 2 or self.tree.low[left.last + 1] != "and":
            return None
        text = self.tree.words(left.first, right.last)
        both = Name(left.first, right.last, text, tuple(text.split()), "", left.sentence, kind="group")
        self.drafts.append(Draft("group", [both], gender="n"))
        self._pairs[token] = len(self.drafts) - 1
        return self._pairs[token]

    def _name_at(self, token: int) -> Name | None:
        return next((n for n in self.drafts[self.at[token]].names if n.first <= token <= n.last), None)

    def subject(self, sentence: int) -> int | None:
        """The token that a sentence is about: the subject of its main verb of speech, else of its main verb."""
        if sentence not in self._subjects:
            self._subjects[sentence] = self._find_subject(sentence)
        return self._subjects[sentence]

    def _find_subject(self, sentence: int) -> int | None:
        tree = self.tree
        first, end = tree.bounds[sentence]
        best: tuple[int, int] | None = None
        for i in range(first, end):
            token = tree.tokens[i]
            if token.dep == "pobj" and tree.low[tree.tokens[token.head].head] == "according" and tree.quoted[i] < 0:
                # "According to Holt, prices will rise" is about what Holt says.
                if i in self.at and self.drafts[self.at[i]].kind == "person":
                    return i
            if token.dep not in SUBJECTS or tree.quoted[i] >= 0:
                continue
            verb = tree.tokens[token.head]
            depth = self._depth(token.head)
            if verb.lemma in SPEECH and tree.quoted[self._root(token.head)] >= 0:
                depth = 0
            if best is None or depth < best[0]:
                best = (depth, i)
        return best[1] if best and best[0] <= 1 else None

    def _root(self, i: int) -> int:
        while self.tree.tokens[i].head != i:
            i = self.tree.tokens[i].head
        return i

    def _depth(self, verb: int) -> int:
        """How many clauses a verb is inside."""
        depth = 0
        for _ in range(40):
            token = self.tree.tokens[verb]
            if token.head == verb:
                return depth
            if token.dep in {"ccomp", "advcl", "relcl", "acl", "xcomp", "csubj", "pcomp"} or token.dep not in {
                "conj",
                "parataxis",
                "aux",
                "auxpass",
            }:
                depth += 1
            verb = token.head
        return depth

    def all_quoted(self, sentence: int) -> bool:
        """Whether nothing of a sentence stands outside quotation marks."""
        first, end = self.tree.bounds[sentence]
        return all(self.tree.quoted[i] >= 0 for i in range(first, end) if self.tree.tokens[i].text[0].isalnum())

    def objects(self, verb: int) -> list[int]:
        """Tokens of the verb's direct objects and agents."""
        tree = self.tree
        found = []
        for child in tree.children[verb]:
            dep = tree.tokens[child].dep
            if dep in {"dobj", "dative", "attr", "oprd"}:
                found.append(child)
            elif dep == "agent":
                found.extend(tree.children[child])
        return found + [c for o in found for c in tree.children[o] if tree.tokens[c].dep in {"conj", "appos"}]
