"""Noun phrases that say what somebody is: "the foreign minister of Ukraine", "Corvo's special envoy"."""

from __future__ import annotations

from functools import lru_cache

from briefer.language.names.draft import Role
from briefer.language.names.lexicon import KINSHIP, ORGANISATION_NOUNS, PERSON_ENDINGS, ROLES
from briefer.language.names.name import Name
from briefer.language.names.tree import Tree

POSSESSIVES = frozenset({"his", "her", "their", "its"})
MODIFIERS = frozenset({"NN", "JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "NNP", "NNPS", "CD", "NNS", "AFX", "RB"})
LINKS = frozenset({"of", "for", "at", "in", "with", "to", "on", "from"})
ARTICLES = frozenset({"a", "an", "the"})
_DETERMINERS = ARTICLES | POSSESSIVES
EMPTY = frozenset({"other", "own", "fellow", "many", "several", "some", "such", "same", "two", "three", "few"})


@lru_cache(maxsize=4096)
def is_role(word: str) -> bool:
    """Whether a noun in the singular, lower case, says what somebody is or does."""
    if word in ROLES:
        return True
    parts = word.split("-")
    if len(parts) > 1 and parts[-1]:
        return parts[0] in KINSHIP or parts[-1] in ROLES or parts[0] in ROLES
    return len(word) > 5 and word.endswith(PERSON_ENDINGS)


class PhraseReader:
    """Reads noun phrases between names; `starts` and `ends` map tokens to the name that begins or ends there."""

    def __init__(self, tree: Tree, starts: dict[int, Name], ends: dict[int, Name]) -> None:
        self.tree = tree
        self.starts = starts
        self.ends = ends

    def word(self, i: int, limit: int) -> tuple[int, str]:
        """First token and text of a word that hyphens hold together."""
        first = i
        while (
            first > limit
            and self.tree.glued(first)
            and (self.tree.low[first] == "-" or self.tree.low[first - 1] == "-")
        ):
            first -= 1
        return first, "".join(self.tree.low[first : i + 1])

    def span(self, name: Name) -> tuple[int, int]:
        """First and last token of a name."""
        return name.first, name.last

    def common(self, last: int) -> tuple[int, int] | None:
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

    def noun_phrase(self, i: int, end: int, *, weight: float) -> Role | None:
        """The role that begins at a token, with what it is of; None where the words go on to another name."""
        tree = self.tree
        role_first, owner, pronoun = i, None, None
        if tree.low[i] in ARTICLES:
            role_first = i + 1
        elif tree.low[i] in POSSESSIVES and tree.tokens[i].tag == "PRP$":
            role_first, owner, pronoun = i + 1, (i, i), i
        if pronoun is None and role_first in self.starts:
            name = self.starts[role_first]
            after = self._past_brackets(name.last + 1, end)
            if after < end and tree.low[after] in {"'s", "’s", "'", "’"}:
                role_first, owner = after + 1, self.span(name)
            elif after < end and name.kind != "person":
                role_first, owner = after, self.span(name)
            else:
                return None
        if owner is None and (possessive := self._possessive(role_first, end)) is not None:
            role_first, owner = possessive + 1, (role_first, possessive - 1)
        last = self._noun(role_first, end)
        if last is None:
            return None
        while role_first < last and tree.low[role_first] in EMPTY:
            role_first += 1
        role = Role(role_first, last, self.word(last, role_first)[1], owner, pronoun, weight=weight)
        role.last = self._second(last, end)
        if role.first > role.last:
            return None
        self._complement(role, end)
        if role.last + 1 in self.starts and self.starts[role.last + 1].kind == "person":
            return None
        if role.organisation is not None:
            role.weight += 1
        if role.noun in {"candidate", "member", "resident", "victim", "witness"}:
            role.weight -= 0.5
        if role.noun in {"democrat", "republican", "conservative", "liberal"}:
            role.weight = 0.5
        return role

    def _second(self, last: int, end: int) -> int:
        """Where a role of two parts ends: "co-founder and chief executive"."""
        if last + 2 >= end or self.tree.low[last + 1] != "and" or self.tree.tokens[last].tag not in {"NN", "NNP"}:
            return last
        return self._noun(last + 2, end) or last

    def _past_brackets(self, i: int, end: int) -> int:
        """The token after "(IEC)", or the token itself."""
        if i < end and self.tree.low[i] == "(":
            for k in range(i + 1, min(i + 5, end)):
                if self.tree.low[k] == ")":
                    return k + 1
        return i

    def _possessive(self, i: int, end: int) -> int | None:
        """The "'s" after a few common words: "the nominee's eldest daughter"."""
        for k in range(i, min(end, i + 5)):
            if self.tree.tokens[k].tag == "POS" and k > i:
                return k
            if self.tree.tokens[k].tag not in MODIFIERS or k in self.starts:
                return None
        return None

    def _noun(self, i: int, end: int) -> int | None:
        """The noun of the role that begins here, within a few plain words."""
        tree = self.tree
        k = i
        best = None
        while k < min(end, i + 9):
            token = tree.tokens[k]
            if k in self.starts and self.starts[k].kind == "person":
                return None
            if (token.tag not in MODIFIERS and token.tag != "POS") or tree.low[k] in {"who", "said"}:
                break
            if token.tag == "POS":
                return None
            best = k
            k += 1
        if best is None or tree.tokens[best].tag in {"NNS", "NNPS", "JJ", "CD", "VBG", "VBN", "RB"}:
            if best is None or not is_role(self.word(best, i)[1]):
                return None
        _, word = self.word(best, i)
        return best if is_role(word) else None

    def _complement(self, role: Role, end: int) -> None:
        """What the role is of or at: a name is the organisation, common words belong to the role."""
        tree = self.tree
        i = role.last + 1
        for _ in range(3):
            if i + 1 >= end or tree.low[i] not in LINKS:
                return
            k = i + 1
            while k < end and tree.low[k] in _DETERMINERS:
                k += 1
            if k in self.starts:
                self._of_name(role, i, self.starts[k], end)
                return
            last = k
            while last < end and tree.tokens[last].tag in {"NN", "NNS", "JJ", "HYPH"}:
                last += 1
            if last == k or tree.low[i] not in {"of", "for", "at", "on", "in", "to"}:
                return
            if tree.low[i] == "of" or tree.low[i] == "for":
                if (body := self.called(k)) is not None:
                    self._of_name(role, i, body, end)
                    return
                if last in self.starts and self.starts[last].kind != "person" and tree.low[last - 1] != "of":
                    return
            if tree.low[i] in {"for", "at"} and role.organisation is None and tree.low[last - 1] in ORGANISATION_NOUNS:
                role.organisation = (k, last - 1)
                return
            if tree.low[i] in {"on", "in"}:
                return
            role.last = last - 1
            i = last

    def called(self, i: int) -> Name | None:
        """The organisation behind words for what it is: "group Open Cells", "trade body Halden Retail"."""
        last = i
        while last - i < 3 and self.tree.tokens[last].tag in {"NN", "JJ", "HYPH"} and last not in self.starts:
            last += 1
        name = self.starts.get(last)
        if last == i or self.tree.low[last - 1] not in ORGANISATION_NOUNS or name is None:
            return None
        after = name.last + 1
        whole = after >= len(self.tree.tokens) or not self.tree.tokens[after].text[0].isupper()
        return name if whole and name.kind == "organisation" else None

    def _of_name(self, role: Role, link: int, name: Name, end: int) -> None:
        """A name that the role is of: the organisation, or what the name goes on to: "of Obama's campaign"."""
        tree = self.tree
        word = tree.low[link]
        after = name.last + 1
        if after < end and tree.tokens[after].tag == "POS":
            last = after
            while last + 1 < end and tree.tokens[last + 1].tag in {"NN", "NNS", "JJ", "CD", "HYPH"}:
                last += 1
            role.last = last if last > after else role.last
        elif role.organisation is not None:
            return
        elif word == "to" and role.noun not in KINSHIP:
            role.last = name.last
        elif word in {"of", "for", "at", "with"} and not (word == "with" and name.kind == "person"):
            last = name.last
            while last + 1 < end and tree.tokens[last + 1].tag == "NN" and tree.tokens[name.last].dep == "compound":
                last += 1
            role.organisation = (name.first, last)
        elif word == "in" and role.noun in {"ambassador", "representative", "minister"}:
            role.organisation = self.span(name)
