"""What people are, from the text's own words: titles, words before a name, appositions, "who is"."""

from __future__ import annotations

from briefer.language.names import countries
from briefer.language.names.chunks import Name
from briefer.language.names.draft import Draft, Role
from briefer.language.names.lexicon import (
    BUSINESS_NOUNS,
    KINSHIP,
    OFFICE_MODIFIERS,
    ORGANISATION_NOUNS,
    PERSON_ENDINGS,
    ROLES,
)
from briefer.language.names.tree import SUBJECTS, Tree

_POSSESSIVES = frozenset({"his", "her", "their", "its"})
_MODIFIERS = frozenset({"NN", "JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "NNP", "NNPS", "CD", "NNS", "AFX", "RB"})
_LINKS = frozenset({"of", "for", "at", "in", "with", "to", "on", "from"})
_ARTICLES = frozenset({"a", "an", "the"})
_CLOSES = frozenset({",", ".", ";", ":", ")", "—", "-", "–", '"', "”", "!", "?"})
_EMPTY = frozenset({"other", "own", "fellow", "many", "several", "some", "such", "same", "two", "three", "few"})


def is_role(word: str) -> bool:
    """Whether a noun in the singular, lower case, says what somebody is or does."""
    if word in ROLES:
        return True
    parts = word.split("-")
    if len(parts) > 1 and parts[-1]:
        return parts[0] in KINSHIP or parts[-1] in ROLES or parts[0] in ROLES
    return len(word) > 5 and word.endswith(PERSON_ENDINGS)


def find_roles(tree: Tree, drafts: list[Draft], starts: dict[int, Name], ends: dict[int, Name]) -> None:
    """Gives each person the best of the roles that the text states.

    `starts` and `ends` map tokens to the name that begins or ends there.
    """
    reader = _Reader(tree, starts, ends)
    for draft in drafts:
        if draft.kind == "person" and not draft.hidden:
            for name in draft.names:
                draft.roles.extend(reader.roles(name))
            draft.role = max(draft.roles, key=lambda r: (r.weight, -r.first), default=None)
        elif draft.kind != "person":
            for name in draft.names:
                draft.nouns.update(reader.nouns(name))


class _Reader:
    """Reads roles around one name."""

    def __init__(self, tree: Tree, starts: dict[int, Name], ends: dict[int, Name]) -> None:
        self.tree = tree
        self.starts = starts
        self.ends = ends

    def roles(self, name: Name) -> list[Role]:
        found = [self.title(name) if name.title else self.before(name), self.after(name), self.framed(name), self.stated(name)]
        kept = [role for role in found if role is not None]
        for role in kept:
            role.at = name.first
        return kept

    def nouns(self, name: Name) -> set[str]:
        """Common nouns that stand in apposition to an organisation or place."""
        tree = self.tree
        heads = [c for c in tree.children[name.last] if tree.tokens[c].dep == "appos"]
        if tree.tokens[name.last].dep == "appos":
            heads.append(tree.tokens[name.last].head)
        if name.first and tree.tokens[name.first - 1].pos == "NOUN":
            heads.append(name.first - 1)
        return {tree.low[h] for h in heads if tree.low[h] in ORGANISATION_NOUNS | BUSINESS_NOUNS}

    # -- before the name: "Norrmark's water commissioner Signe Halgren"

    def title(self, name: Name) -> Role | None:
        """The office in capitals, with lower-case words before it: "former President"."""
        assert name.title is not None
        first, last = name.title
        limit = self.tree.bounds[name.sentence][0]
        while first - 1 >= limit and first - 1 not in self.ends and self._lower_modifier(first - 1):
            first -= 1
        role = Role(first, last, self.tree.low[last], weight=2.0 if last > first else 1.5)
        self._owner(role, name.prefix)
        return self._without_plural(role)

    def _lower_modifier(self, i: int) -> bool:
        token = self.tree.tokens[i]
        return token.text in {"former", "acting", "then", "interim", "outgoing", "ex", "-", "newly", "elected", "vice"} or (
            self.tree.low[i] in OFFICE_MODIFIERS and token.tag in _MODIFIERS and token.text.islower()
        )

    def before(self, name: Name) -> Role | None:
        """Lower-case words right before the name."""
        tree = self.tree
        limit = tree.bounds[name.sentence][0]
        last = name.first - 1
        if last < limit or tree.tokens[last].tag not in {"NN", "JJ", "NNP", "VB", "VBP"} or last in self.ends:
            return None
        first, noun = self._word(last, limit)
        if not is_role(noun) or not tree.tokens[last].text.islower():
            return None
        role = Role(self._leftmost(first, limit), last, noun, weight=2.5)
        if self._is_list(role.first, limit):
            return None
        self._owner(role, None)
        return role

    def _word(self, i: int, limit: int) -> tuple[int, str]:
        """First token and text of a word that hyphens hold together."""
        first = i
        while first > limit and self.tree.glued(first) and (
            self.tree.low[first] == "-" or self.tree.low[first - 1] == "-"
        ):
            first -= 1
        return first, "".join(self.tree.low[first : i + 1])

    def _leftmost(self, first: int, limit: int) -> int:
        """The first word of the role: modifiers, but no determiner, name or owner."""
        tree = self.tree
        while first - 1 >= limit and first - 1 not in self.ends:
            token = tree.tokens[first - 1]
            low = tree.low[first - 1]
            if token.tag not in _MODIFIERS or low in _EMPTY or (low == "-" and not tree.glued(first - 1)):
                break
            if token.tag == "NNS" and first - 2 >= limit and tree.tokens[first - 2].pos == "VERB":
                break
            if token.tag == "RB" and low not in {"newly", "then", "recently", "longtime"}:
                break
            if token.ent in {"DATE", "TIME"} and token.text[0].isupper():
                break
            first -= 1
        while tree.low[first] in {"-"}:
            first += 1
        return first

    def _is_list(self, first: int, limit: int) -> bool:
        """Whether the words stand in the middle of "told reporter", where a verb took them for something else."""
        return first > limit and self.tree.tokens[first - 1].tag in {"MD", "TO"}

    def _owner(self, role: Role, prefix: Name | None) -> None:
        """Whose role it is: a name or a possessive right before it, else what follows with "of"."""
        tree = self.tree
        i = role.first - 1
        if prefix is not None:
            role.organisation = self._organisation(role, prefix)
        elif i >= 0 and tree.same_sentence(i, role.first):
            if tree.low[i] in {"'s", "’s", "'", "’"} and i - 1 in self.ends:
                role.organisation = self._span(self.ends[i - 1])
            elif i in self.ends:
                role.organisation = self._organisation(role, self.ends[i])
            elif tree.low[i] in _POSSESSIVES and tree.tokens[i].tag == "PRP$":
                role.organisation = (i, i)
                role.pronoun = i
            elif tree.low[i] in {"'s", "’s", "'", "’"}:
                role.organisation = self._common(i - 1)
        if role.organisation is not None:
            role.weight += 1

    def _organisation(self, role: Role, name: Name) -> tuple[int, int] | None:
        """A name before the role; an adjective of nationality becomes part of the role instead."""
        if name.kind is None or name.text in countries.by_demonym() and name.text not in countries.by_name():
            role.first = name.first
            return None
        return self._span(name)

    def _span(self, name: Name) -> tuple[int, int]:
        return name.first, name.last

    def _common(self, last: int) -> tuple[int, int] | None:
        """A common noun that owns the role: "the ministry's spokesman"."""
        tree = self.tree
        if last < 0 or tree.tokens[last].pos not in {"NOUN", "PROPN"}:
            return None
        first = last
        while first > 0 and tree.tokens[first - 1].sentence == tree.tokens[last].sentence:
            if tree.tokens[first - 1].tag not in {"NN", "JJ", "NNP", "HYPH"}:
                break
            first -= 1
        return first, last

    def _without_plural(self, role: Role) -> Role | None:
        return None if self.tree.tokens[role.last].tag in {"NNS", "NNPS"} and role.noun.endswith("s") else role

    # -- after the name: "Andrii Sybiha, the foreign minister of Ukraine"

    def after(self, name: Name) -> Role | None:
        tree = self.tree
        end = tree.bounds[name.sentence][1]
        i = self._skip_aside(name.last + 1, end)
        if i is None:
            return None
        return self.noun_phrase(i, end, weight=2.4)

    def _skip_aside(self, i: int, end: int) -> int | None:
        """The token after the comma, past an age, and past "who is"."""
        low = self.tree.low
        if i < end and low[i] == "(":
            while i < end and low[i] != ")":
                i += 1
            i += 1
        if i + 1 >= end or low[i] != ",":
            return None
        i += 1
        if low[i].isdigit() and i + 1 < end and low[i + 1] == ",":
            i += 2
        if i + 1 < end and low[i] == "who" and low[i + 1] in {"is", "was", "became", "serves", "served"}:
            i += 2
            if i < end and low[i] == "as":
                i += 1
        return i if i < end else None

    def noun_phrase(self, i: int, end: int, *, weight: float) -> Role | None:
        """The role that begins at a token, with what it is of; None where the words go on to another name."""
        tree = self.tree
        role_first, owner, pronoun = i, None, None
        if tree.low[i] in _ARTICLES:
            role_first = i + 1
        elif tree.low[i] in _POSSESSIVES and tree.tokens[i].tag == "PRP$":
            role_first, owner, pronoun = i + 1, (i, i), i
        elif i in self.starts:
            name = self.starts[i]
            after = name.last + 1
            if after < end and tree.low[after] in {"'s", "’s", "'", "’"}:
                role_first, owner = after + 1, self._span(name)
            elif after < end and name.kind != "person":
                role_first, owner = after, self._span(name)
            else:
                return None
        last = self._noun(role_first, end)
        if last is None:
            return None
        if owner is None and role_first in self.starts:
            name = self.starts[role_first]
            if name.last < last and name.kind != "person":
                owner = self._span(name)
                role_first = name.last + 1
                if tree.low[role_first] in {"'s", "’s"}:
                    role_first += 1
        role = Role(role_first, last, self._word(last, role_first)[1], owner, pronoun, weight=weight)
        if role.first > role.last:
            return None
        self._complement(role, end)
        if role.last + 1 in self.starts and self.starts[role.last + 1].kind == "person":
            return None
        if role.organisation is not None:
            role.weight += 1
        return role

    def _noun(self, i: int, end: int) -> int | None:
        """The noun of the role that begins here, within a few plain words."""
        tree = self.tree
        k = i
        best = None
        while k < min(end, i + 9):
            token = tree.tokens[k]
            if k in self.starts and self.starts[k].kind == "person":
                return None
            if token.tag not in _MODIFIERS and token.tag not in {"POS"} or tree.low[k] in {"who", "said"}:
                break
            if token.tag == "POS" and k == i:
                break
            best = k
            k += 1
        if best is None or tree.tokens[best].tag in {"NNS", "NNPS", "JJ", "CD", "VBG", "VBN", "RB"}:
            if best is None or not is_role(self._word(best, i)[1]):
                return None
        first, word = self._word(best, i)
        return best if is_role(word) else None

    def _complement(self, role: Role, end: int) -> None:
        """What the role is of or at: a name is the organisation, common words belong to the role."""
        tree = self.tree
        i = role.last + 1
        for _ in range(3):
            if i + 1 >= end or tree.low[i] not in _LINKS:
                return
            k = i + 1
            while k < end and tree.low[k] in _ARTICLES | _POSSESSIVES:
                k += 1
            if k in self.starts:
                if role.organisation is None and tree.low[i] not in {"on", "in", "to", "from"} | (
                    {"with"} if self.starts[k].kind == "person" else set()
                ):
                    role.organisation = self._span(self.starts[k])
                elif role.organisation is None and tree.low[i] == "in" and role.noun in {"ambassador", "representative", "minister"}:
                    role.organisation = self._span(self.starts[k])
                elif role.organisation is None and tree.low[i] in {"to"}:
                    role.last = self.starts[k].last
                return
            last = k
            while last < end and tree.tokens[last].tag in {"NN", "NNS", "JJ", "HYPH"}:
                last += 1
            if last == k or tree.low[i] not in {"of", "for", "at", "on", "in"}:
                return
            if tree.low[i] == "of" or tree.low[i] == "for":
                if last in self.starts and self.starts[last].kind != "person" and tree.low[last - 1] != "of":
                    return
            if tree.low[i] in {"for", "at"} and role.organisation is None and tree.low[last - 1] in ORGANISATION_NOUNS:
                role.organisation = (k, last - 1)
                return
            if tree.low[i] in {"on", "in"}:
                return
            role.last = last - 1
            i = last

    # -- framed by commas: "Ukraine's foreign minister, Andrii Sybiha, said"

    def framed(self, name: Name) -> Role | None:
        tree = self.tree
        first, end = tree.bounds[name.sentence]
        comma = name.first - 1
        if name.title or comma <= first or tree.low[comma] != ",":
            return None
        if name.last + 1 < end and tree.tokens[name.last + 1].text not in _CLOSES and tree.low[name.last + 1] != "(":
            return None
        i = self._phrase_start(comma - 1, first)
        if i is None:
            return None
        role = self.noun_phrase(i, comma, weight=2.4)
        if role is None or not self._reaches(role, comma):
            return None
        noun = self._head(role)
        if tree.tokens[name.last].dep != "appos" and tree.tokens[noun].dep not in {*SUBJECTS, "pobj", "dobj", "conj", "appos", "attr"}:
            return None
        before = i - 1
        if before > first and tree.low[before] == "," and before - 1 in self.ends and self.ends[before - 1].kind == "person":
            return None
        return role

    def _head(self, role: Role) -> int:
        for k in range(role.first, role.last + 1):
            if self.tree.low[k] == role.noun or is_role(self.tree.low[k]):
                return k
        return role.last

    def _reaches(self, role: Role, comma: int) -> bool:
        last = max(role.last, role.organisation[1] if role.organisation else -1)
        return last == comma - 1

    def _phrase_start(self, last: int, limit: int) -> int | None:
        """Where the noun phrase that ends at a token begins: at its article, owner or name."""
        tree = self.tree
        i = last
        start = None
        for _ in range(14):
            if i < limit or tree.low[i] == "," or tree.tokens[i].pos in {"VERB", "AUX", "PUNCT", "SCONJ", "CCONJ", "PRON"} and (
                tree.tokens[i].tag not in {"PRP$", "HYPH", "VBN", "VBG"}
            ):
                break
            if i in self.ends:
                i = self.ends[i].first
                start = i
            if tree.low[i] in _ARTICLES or tree.tokens[i].tag == "PRP$":
                start = i
            i -= 1
            if start is not None and i >= limit and tree.low[i] not in _LINKS and tree.low[i] not in {"'s", "’s"}:
                if not (tree.low[i] in _ARTICLES or tree.tokens[i].tag == "PRP$" or tree.tokens[i].tag in {"NN", "JJ"}):
                    break
        if start is None and i + 1 <= last:
            start = i + 1
        while start is not None and start <= last and tree.low[start] in _LINKS:
            start += 1
        return start

    # -- stated: "Halgren is Norrmark's water commissioner"

    def stated(self, name: Name) -> Role | None:
        tree = self.tree
        token = tree.tokens[name.last]
        if token.dep not in SUBJECTS:
            return None
        verb = token.head
        if tree.tokens[verb].lemma not in {"be", "become"} or any(tree.tokens[c].dep == "neg" for c in tree.children[verb]):
            return None
        if any(tree.tokens[c].tag == "MD" for c in tree.children[verb]) or verb != name.last + 1:
            return None
        end = tree.bounds[name.sentence][1]
        return self.noun_phrase(verb + 1, end, weight=1.6) if verb + 1 < end else None
