"""Runs cut into names: offices, honorifics and articles come off, and what is two names is parted."""

from __future__ import annotations

from briefer.language.names import countries
from briefer.language.names.lexicon import (
    ADJECTIVES,
    BUSINESS_NOUNS,
    HONORIFICS,
    OFFICE_MODIFIERS,
    OFFICES,
    ORGANISATION_NOUNS,
    ORGANISATION_WORDS,
    PLACE_WORDS,
    ROLES,
)
from briefer.language.names.name import Name, is_given
from briefer.language.names.runs import same_entity
from briefer.language.names.tree import Tree

_PREFIXES = frozenset({"pro", "anti", "non", "ex", "post", "pre", "mid"})
#: Endings of what people do.
_CALLINGS = ("er", "or", "ist", "ian", "man", "woman", "eer")
_PROPER_WORDS = ORGANISATION_WORDS | ORGANISATION_NOUNS | PLACE_WORDS
#: What an office is of, with a capital and right before the name: "Secretary of *State* Ada Holt".
_OF_WHAT = frozenset({"state", "opposition", "house", "exchequer", "treasury", "staff"})
#: What follows "chief" in an office of two words.
_CHIEFS = frozenset({"executive", "whip", "economist", "scientist", "strategist"})
_NUMERIC = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})


def _label(tree: Tree, first: int, last: int) -> str:
    """The parser's label of a run: that of its last labelled word."""
    for i in range(last, first - 1, -1):
        if tree.tokens[i].ent and tree.tokens[i].ent not in _NUMERIC:
            return tree.tokens[i].ent
    return ""


def _title_end(tree: Tree, first: int, last: int) -> int | None:
    """The last token of the office that a run begins with or has inside; None without one."""
    low = tree.low
    found = None
    of_what = False
    i = first
    opening = _opens_with_calling(tree, first, last)
    while i < last:
        word = low[i]
        before_given = i > first and is_given(tree.tokens[i - 1].text)
        opens = i == first and opening
        second = word in _CHIEFS and found == i - 1 and low[found] == "chief"
        if (word in OFFICES or word in HONORIFICS or opens or second) and not before_given:
            found = i
            if low[i + 1] == "of" and i + 2 <= last:
                found = _of_title_end(tree, i, last)
                of_what = found < last and (low[found] in _OF_WHAT or is_given(tree.tokens[found + 1].text))
                i = found
        i += 1
    if found is None or found >= last:
        return found if found == last else None
    rest = [tree.low[k] for k in range(found + 1, last + 1)]
    whole_org = (
        low[found] not in HONORIFICS
        and not (opening and found == first)
        and not of_what
        and tree.tokens[last].ent == "ORG"
        and same_entity(tree, found, last)
    )
    if whole_org or any(w in ORGANISATION_WORDS for w in rest) or rest[0] in {"of", "for", "and", "&", "-"}:
        return None
    return found


def _opens_with_calling(tree: Tree, first: int, last: int) -> bool:
    """Whether a common noun for a person has its capital from the sentence: "Striker Ola Venn", "Collector Jean Bost"."""
    word = tree.low[first]
    if first != tree.opening(first) or is_given(tree.tokens[first].text):
        return False
    calling = word.endswith(_CALLINGS) and last - first > 1 and is_given(tree.tokens[first + 1].text)
    return word in ROLES or (calling and word not in _PROPER_WORDS)


def _of_title_end(tree: Tree, i: int, last: int) -> int:
    """Where "Secretary of State Marco …" ends its office: before the person's first word."""
    k = i + 2
    if tree.low[k] == "the":
        k += 1
    if tree.low[k] in _OF_WHAT and k < last and tree.tokens[k + 1].text[0].isupper():
        return k
    while k + 1 <= last:
        token = tree.tokens[k + 1]
        if (token.ent == "PERSON" and (token.ent_start or tree.tokens[k].ent != "PERSON")) or is_given(token.text):
            return k
        k += 1
    return last if last - i <= 3 and tree.tokens[last].ent != "PERSON" else i + 2


def cut(tree: Tree, first: int, last: int) -> list[Name]:
    """The names in one run, without offices, honorifics and articles; an office alone comes as its own title."""
    first, last = _trim(tree, first, last)
    if first > last:
        return []
    if first == last or (title := _title_end(tree, first, last)) is None:
        names = _plain(tree, first, last)
        if tree.tokens[first - 1].text[0].isupper() and (office := office_of(tree, first - 1)) is not None:
            names[0].title = (office, first - 1)
        return names
    low = tree.low
    start = next((k for k in range(first, title + 1) if low[k] in ROLES or low[k] in HONORIFICS), title)
    while start > first and (low[start - 1] in OFFICE_MODIFIERS or low[start - 1] in HONORIFICS | {"-"}):
        start -= 1
    before = _plain(tree, first, start - 1) if start > first else []
    name = name_of(tree, start if title == last else title + 1, last)
    if title < last and low[title] in HONORIFICS:
        name.honorific = low[title].rstrip(".")
    office_end = title
    while office_end >= start and low[office_end] in HONORIFICS:
        office_end -= 1
    if office_end >= start:
        while start < office_end and low[start] in HONORIFICS:
            start += 1
        name.title = (start, office_end)
        name.prefix = before[-1] if before else None
    elif title == last:
        name.title = (name.first, name.last)
    return [*before, name]


def _trim(tree: Tree, first: int, last: int) -> tuple[int, int]:
    """A run without what stands before or after a name but is no part of it; empty for "R-Ohio"."""
    low = tree.low
    while first <= last and low[first] in {"the", "-", "former", "then", "neighbouring", "neighboring"}:
        first += 1
    while last >= first and low[last] in {"-", "&", "of"}:
        last -= 1
    if first >= last:
        return first, last
    if office_of(tree, first) is not None:
        return first + 1, last
    if low[first + 1] == "-" and first + 1 < last:
        if low[first] in {"r", "d", "i"} and low[first - 1] in {"(", ","}:
            return last + 1, last
        if low[first] in _PREFIXES:
            first += 2
    elif (
        (low[first] in {"democratic", "republican"} and low[first + 1] in {"white", "house", "senate"})
        or _opens_with_noun(tree, first)
        or _opens_in_capitals(tree, first, last)
    ):
        first += 1
    return first, last


def office_of(tree: Tree, i: int) -> int | None:
    """The office that a word completes right before a name: "*leader* of the opposition Ada Holt"."""
    low, of = tree.low, i - 2 if tree.low[i - 1] == "the" else i - 1
    complete = low[i] in _OF_WHAT and of > 0 and low[of] == "of" and low[of - 1] in OFFICES
    return of - 1 if complete else None


def _opens_with_noun(tree: Tree, first: int) -> bool:
    """Whether a common noun has its capital from the sentence: "Carmaker Halden Motors"."""
    word = tree.low[first]
    if first != tree.opening(first) or (word not in ORGANISATION_NOUNS and word not in BUSINESS_NOUNS):
        return False
    return not is_given(tree.tokens[first].text) and tree.low[first + 1] not in {"of", "for", "&"}


def _opens_in_capitals(tree: Tree, first: int, last: int) -> bool:
    """Whether a picture's credit ran into a person's name."""
    word = tree.tokens[first].text
    shouted = len(word) > 3 and word.isupper() and not tree.tokens[last].text.isupper()
    return shouted and is_given(tree.tokens[first + 1].text) and first + 1 < last


def _plain(tree: Tree, first: int, last: int) -> list[Name]:
    """A run without a title as names: a leading country is cut off a person, a pair at its hyphen."""
    for i in range(first + 1, last):
        left, right = tree.words(first, i - 1), tree.words(i + 1, last)
        if tree.low[i] == "-" and _is_state(left) and _is_state(right):
            return [name_of(tree, first, i - 1), name_of(tree, i + 1, last)]
    for i in range(first, last):
        if _is_state(tree.words(first, i)) and is_given(tree.tokens[i + 1].text) and i + 1 < last:
            return [name_of(tree, first, i), name_of(tree, i + 1, last)]
    return [name_of(tree, first, last)]


def _is_state(words: str) -> bool:
    return words in countries.by_name() or words in countries.by_capital() or words in countries.by_demonym()


def name_of(tree: Tree, first: int, last: int) -> Name:
    """The name that stands from one token to another."""
    words = tuple(tree.tokens[k].text for k in range(first, last + 1))
    return Name(first, last, tree.words(first, last), words, _label(tree, first, last), tree.tokens[first].sentence)


def is_office_alone(tree: Tree, name: Name) -> bool:
    """Whether a run names an office or a quality and nobody: "the Prime Minister", "Federal"."""
    if name.label == "PERSON" and len(name.words) == 1 and tree.low[max(0, name.first - 1)] != "the":
        return False
    *before, last = [w.lower() for w in name.words]
    if not before and last in PLACE_WORDS and last != "palace" and name.label != "PERSON":
        return True
    if not before and (last in ADJECTIVES or last in OFFICE_MODIFIERS) and name.label != "PERSON":
        return True
    ends = last in OFFICES or last == "lady" or (last in OFFICE_MODIFIERS and bool(before))
    return ends and all(w in OFFICE_MODIFIERS or w in OFFICES or w in {"-", "of", "the"} for w in before)
