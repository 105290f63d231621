"""What people are, from the text's own words: titles, words before a name, appositions, "who is"."""

from __future__ import annotations

from briefer.language.names import countries
from briefer.language.names.cuts import office_of
from briefer.language.names.draft import Draft, Role
from briefer.language.names.lexicon import (
    BUSINESS_NOUNS,
    FEMALE_WORDS,
    HONORIFICS,
    KINSHIP,
    MALE_WORDS,
    OFFICE_MODIFIERS,
    ORGANISATION_NOUNS,
    SHORT_OFFICES,
)
from briefer.language.names.name import Name
from briefer.language.names.phrases import ARTICLES, EMPTY, LINKS, MODIFIERS, POSSESSIVES, PhraseReader, is_role
from briefer.language.names.tree import SUBJECTS, Tree

_CLOSES = frozenset({",", ".", ";", ":", ")", "—", "-", "–", '"', "”", "!", "?"})
_GENDERS: dict[str, str] = {**dict.fromkeys(MALE_WORDS, "m"), **dict.fromkeys(FEMALE_WORDS, "f")}
_LEADS = frozenset({"heads", "leads", "chairs", "runs", "directs", "led", "headed", "chaired"})
_ACTIVE = frozenset(
    "acting managing founding ruling outgoing incoming leading sitting visiting governing presiding".split()
)


def find_roles(tree: Tree, drafts: list[Draft], starts: dict[int, Name], ends: dict[int, Name]) -> None:
    """Gives each person the best of the roles that the text states.

    `starts` and `ends` map tokens to the name that begins or ends there.
    """
    reader = _Reader(tree, starts, ends)
    for draft in drafts:
        if draft.kind == "person" and not draft.hidden:
            for name in draft.names:
                draft.roles.extend(
                    r
                    for r in reader.roles(name)
                    if _GENDERS.get(r.noun, draft.gender) in {draft.gender, "unknown"} or draft.gender == "unknown"
                )
            draft.house = next((h for n in draft.names if (h := reader.house(n)) is not None), None)
            draft.role = max(draft.roles, key=lambda r: (r.weight, -r.first), default=None)
            if draft.role is not None and draft.role.organisation is None and draft.role.first < draft.names[0].first:
                draft.role.organisation = reader.house(draft.names[0])
        elif draft.kind != "person":
            for name in draft.names:
                draft.nouns.update(reader.nouns(name))


class _Reader(PhraseReader):
    """Reads the roles around one name."""

    def roles(self, name: Name) -> list[Role]:
        found = [
            self.title(name, *name.title) if name.title else self.before(name),
            self.after(name),
            self.framed(name),
            self.stated(name),
        ]
        # Kinship says nothing without whose it is.
        kept = [r for r in found if r is not None and (r.noun not in KINSHIP or r.organisation or r.last > r.first)]
        for role in kept:
            role.at = name.first
        return kept

    def nouns(self, name: Name) -> set[str]:
        """Common nouns that stand in apposition to an organisation or place."""
        tree = self.tree
        head = tree.head_of(name.first, name.last)
        heads = [c for c in tree.children[head] if tree.tokens[c].dep == "appos"]
        if tree.tokens[head].dep == "appos":
            heads.append(tree.tokens[head].head)
        if name.first and tree.tokens[name.first - 1].pos == "NOUN":
            heads.append(name.first - 1)
        return {tree.low[h] for h in heads if tree.low[h] in ORGANISATION_NOUNS | BUSINESS_NOUNS}

    def title(self, name: Name, first: int, last: int) -> Role | None:
        """The office in capitals, with lower-case words before it: "former President"."""
        limit = self.tree.bounds[name.sentence][0]
        while first - 1 >= limit and first - 1 not in self.ends and self._lower_modifier(first - 1):
            first -= 1
        if first - 1 >= limit and self.tree.tokens[first - 1].text in countries.by_demonym():
            first -= 1
        role = Role(first, last, self.tree.low[last], weight=2.0 if last > first else 1.5)
        self._owner(role, name.prefix, name)
        return self._without_plural(role)

    def _lower_modifier(self, i: int) -> bool:
        token = self.tree.tokens[i]
        return self.tree.low[i] in {
            "former",
            "acting",
            "then",
            "interim",
            "outgoing",
            "ex",
            "-",
            "newly",
            "elected",
            "vice",
        } or (self.tree.low[i] in OFFICE_MODIFIERS and token.tag in MODIFIERS and token.text.islower())

    def before(self, name: Name) -> Role | None:
        """Lower-case words right before the name."""
        tree = self.tree
        limit = tree.bounds[name.sentence][0]
        last = self._left(name)
        if last < limit or tree.tokens[last].tag not in {"NN", "JJ", "NNP", "VB", "VBP"} or last in self.ends:
            return None
        first, noun = self.word(last, limit)
        if not is_role(noun) and (led := self._leads(name, last, limit)) is not None:
            return led
        lower = (
            tree.tokens[last].text.islower()
            or noun in SHORT_OFFICES
            or not any(t.text[0].isalnum() for t in tree.tokens[limit:last])
        )
        if not is_role(noun) or not lower or noun == "fellow":
            return None
        role = Role(self._leftmost(first, limit), last, noun, weight=2.5)
        if self._is_list(role.first, limit):
            return None
        self._owner(role, None, name)
        return role

    def _leads(self, name: Name, last: int, limit: int) -> Role | None:
        """An office with what it is of, right before a name: "leader of the opposition Ada Holt"."""
        tree = self.tree
        office = office_of(tree, last)
        token = tree.tokens[name.last]
        # "the leader of the opposition Holt founded" speaks of somebody else.
        told = token.dep in SUBJECTS and tree.tokens[token.head].dep == "relcl"
        if office is None or office < limit or told:
            return None
        role = Role(self._leftmost(office, limit), last, tree.low[office], weight=2.5)
        self._owner(role, None, name)
        return role

    def _left(self, name: Name) -> int:
        """The token before a name and its forms of address."""
        i = name.first - 1
        while i > 0 and self.tree.low[i] in HONORIFICS:
            i -= 1
        return i

    def _leftmost(self, first: int, limit: int) -> int:
        """The first word of the role: modifiers, but no determiner, name or owner."""
        tree = self.tree
        while first - 1 >= limit and first - 1 not in self.ends:
            token = tree.tokens[first - 1]
            low = tree.low[first - 1]
            if token.tag not in MODIFIERS or low in EMPTY or (low == "-" and not tree.glued(first - 1)):
                break
            if token.tag == "NNS" and first - 2 >= limit and tree.tokens[first - 2].pos == "VERB":
                break
            if token.tag == "RB" and low not in {"newly", "then", "recently", "longtime"}:
                break
            if (token.tag == "VBG" and low not in _ACTIVE) or (
                token.ent in {"DATE", "TIME"} and (token.text[0].isupper() or token.pos != "ADJ")
            ):
                break
            first -= 1
        # "Florida-based strategist": what hangs on a name by a hyphen stays with the name.
        while tree.low[first] == "-" or (first - 1 >= limit and tree.low[first - 1] == "-" and tree.glued(first)):
            first += 1
        return first

    def _is_list(self, first: int, limit: int) -> bool:
        """Whether the words stand in the middle of "told reporter", where a verb took them for something else."""
        return first > limit and self.tree.tokens[first - 1].tag in {"MD", "TO"}

    def _seat(self, name: Name) -> tuple[int, int] | None:
        """What a name is "of": "Governor Wade Colter of Tremont"."""
        tree = self.tree
        i = name.last + 1
        if not tree.same_sentence(name.last, i + 1) or tree.low[i] != "of":
            return None
        k = i + 2 if tree.low[i + 1] == "the" else i + 1
        owner = self.starts.get(k)
        return self.span(owner) if owner is not None and owner.kind != "person" else None

    def house(self, name: Name) -> tuple[int, int] | None:
        """The organisation that somebody is "of" or "at": "Ada Holt of Halden Bank", "Ada Holt, from the Weir Council"."""
        tree = self.tree
        i = name.last + 1
        if tree.same_sentence(name.last, i + 2) and tree.low[i] == ",":
            i += 1
            if tree.low[i] == "who" and tree.low[i + 1] in _LEADS:
                i += 1
        if not tree.same_sentence(name.last, i + 1) or tree.low[i] not in {"of", "at", "from", *_LEADS}:
            return None
        k = i + 2 if tree.low[i + 1] in ARTICLES else i + 1
        owner = self.starts.get(k) if tree.low[i + 1] not in {"a", "an"} else None
        owner = owner or (self.called(k) if k < tree.bounds[name.sentence][1] else None)
        return self.span(owner) if owner is not None and owner.kind == "organisation" else None

    def _owner(self, role: Role, prefix: Name | None, name: Name) -> None:
        """Whose role it is: a name or a possessive right before it, else what follows with "of"."""
        tree = self.tree
        i = role.first - 1
        if prefix is not None:
            role.organisation = self._organisation(role, prefix)
        elif (seat := self._seat(name)) is not None:
            role.organisation = seat
        elif i >= 0 and tree.same_sentence(i, role.first):
            if tree.low[i] in {"'s", "’s", "'", "’"} and i - 1 in self.ends:
                role.organisation = self.span(self.ends[i - 1])
            elif i in self.ends:
                role.organisation = self._organisation(role, self.ends[i])
            elif tree.low[i] in POSSESSIVES and tree.tokens[i].tag == "PRP$":
                role.organisation = (i, i)
                role.pronoun = i
            elif tree.low[i] in {"'s", "’s", "'", "’"}:
                role.organisation = self.common(i - 1)
        if role.organisation is not None:
            role.weight += 1

    def _organisation(self, role: Role, name: Name) -> tuple[int, int] | None:
        """A name before the role; an adjective of nationality becomes part of the role instead."""
        if name.kind is None or (name.text in countries.by_demonym() and name.text not in countries.by_name()):
            role.first = name.first
            return None
        return self.span(name)

    def _without_plural(self, role: Role) -> Role | None:
        return None if self.tree.tokens[role.last].tag in {"NNS", "NNPS"} and role.noun.endswith("s") else role

    def after(self, name: Name) -> Role | None:
        tree = self.tree
        end = tree.bounds[name.sentence][1]
        i = self._skip_aside(name.last + 1, end)
        if i is None:
            return None
        role = self.noun_phrase(i, end, weight=2.4)
        # "According to Holt, a manager said …" speaks of somebody else.
        acts = role is not None and tree.tokens[role.last].dep in SUBJECTS and role.last + 1 < end
        return None if role is not None and acts and tree.low[role.last + 1] != "," else role

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
        if i + 1 < end and low[i] == "who" and low[i + 1] in {"is", "became", "serves"}:
            i += 2
            if i < end and low[i] == "as":
                i += 1
        return i if i < end else None

    def framed(self, name: Name) -> Role | None:
        tree = self.tree
        first, end = tree.bounds[name.sentence]
        comma = self._left(name)
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
        if tree.tokens[name.last].dep != "appos" and tree.tokens[noun].dep not in {
            *SUBJECTS,
            "pobj",
            "dobj",
            "conj",
            "appos",
            "attr",
        }:
            return None
        before = i - 1
        if (
            before > first
            and tree.low[before] == ","
            and before - 1 in self.ends
            and self.ends[before - 1].kind == "person"
        ):
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
            if i > limit and tree.low[i] == ")":
                while i > limit and tree.low[i] != "(":
                    i -= 1
                i -= 1
            if (
                i < limit
                or tree.low[i] == ","
                or (
                    tree.tokens[i].pos in {"VERB", "AUX", "PUNCT", "SCONJ", "CCONJ", "PRON"}
                    and (tree.tokens[i].tag not in {"PRP$", "HYPH", "VBN", "VBG"})
                )
            ):
                break
            if i in self.ends:
                i = self.ends[i].first
                start = i
            if tree.low[i] in ARTICLES or tree.tokens[i].tag == "PRP$":
                start = i
            i -= 1
            if start is not None and i >= limit and tree.low[i] not in LINKS and tree.low[i] not in {"'s", "’s"}:
                if not (tree.low[i] in ARTICLES or tree.tokens[i].tag == "PRP$" or tree.tokens[i].tag in {"NN", "JJ"}):
                    break
        if start is None and i + 1 <= last:
            start = i + 1
        opening = tree.opening(last)
        if start is not None and start > opening and is_role(tree.low[opening]) and tree.low[opening + 1] in LINKS:
            # "Counsel for the regulator, Ada Holt"
            start = opening if start <= opening + 3 else start
        while start is not None and start <= last and tree.low[start] in LINKS:
            start += 1
        return start

    def stated(self, name: Name) -> Role | None:
        tree = self.tree
        token = tree.tokens[name.last]
        if token.dep not in SUBJECTS:
            return None
        verb = token.head
        if tree.tokens[verb].lemma not in {"be", "become"} or any(
            tree.tokens[c].dep == "neg" for c in tree.children[verb]
        ):
            return None
        if (
            tree.low[verb] not in {"is", "'s", "’s", "became"}
            or any(tree.tokens[c].tag == "MD" for c in tree.children[verb])
            or verb != name.last + 1
        ):
            return None
        end = tree.bounds[name.sentence][1]
        return self.noun_phrase(verb + 1, end, weight=1.6) if verb + 1 < end else None
