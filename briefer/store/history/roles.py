"""Who is told of in a role: "finance minister", "minister of finance of Norrmark"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from briefer.language.names.countries import countries
from briefer.language.negation.stems import stem
from briefer.store.database import Database
from briefer.store.history.words import folded_words

#: A story, as the number of its brief and its id there.
Place = tuple[int, str]

_SMALL = frozenset("the a an of for to in at on and his her its their s by affairs".split())
_SHORT = {
    "ceo": "chief executive", "cfo": "chief financial", "coo": "chief operating", "pm": "prime minister",
    "mp": "member parliament", "mep": "member european parliament", "sg": "secretary general",
}  # fmt: skip
#: Beside a role these say that somebody else holds it, or holds it no more.
_ANOTHER = frozenset(
    stem(word)
    for word in (
        "former ex late past deputy vice assistant shadow spokesman spokeswoman spokesperson aide adviser advisor "
        "candidate wife husband son daughter brother sister lawyer ally predecessor successor incoming designate"
    ).split()
)
#: Rows that a question is laid beside, the latest first, and people who are named for it.
_ROWS, _MOST = 20_000, 12


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who was told of in a role."""

    key: str
    name: str
    #: Where, each with the number of its row: the higher, the later.
    told: tuple[tuple[int, Place], ...]


def holders(store: Database, asked: str) -> list[Holder]:
    """The people who hold the role that is asked for, whoever was told of last first.

    All its words must stand in the role and organisation; a word beside the whole role may also stand in the sentence
    that tells of them. Who only speaks for a holder, or was one, counts where nobody is one.
    """
    wanted = _words(asked)
    if not wanted:
        return []
    rows = store.do(
        "SELECT people.number, people.brief, people.story, key, people.name, people.role, people.organisation, words"
        " FROM people_words CROSS JOIN people ON people.number = people_words.rowid"
        " WHERE people_words MATCH ? AND kind = 'person' ORDER BY people_words.rowid DESC LIMIT ?",
        f"{{role organisation}} : ({' OR '.join(_terms(asked))})",
        _ROWS,
    )
    held: dict[str, list[tuple[int, Place]]] = {}
    others: dict[str, list[tuple[int, Place]]] = {}
    names: dict[str, str] = {}
    for number, brief, story, key, name, role, organisation, sentence in rows:
        own = _words(role)
        known = own | _words(organisation)
        if not (wanted <= known or (own and own <= wanted and wanted <= known | _words(sentence))):
            continue
        names.setdefault(key, name)
        found = others if (own - wanted) & _ANOTHER else held
        found.setdefault(key, []).append((number, (brief, story)))
    return [Holder(key, names[key], tuple(told)) for key, told in (held or others).items()][:_MOST]


def names_nothing(name: str) -> bool:
    """Whether the words are no name, so that somebody else may be meant by them elsewhere: "the hospital"."""
    first, *rest = name.split() or [""]
    if not rest:
        return first.islower()
    return all(word == word.lower() for word in rest) and (first.islower() or first.lower() in _SMALL)


def _terms(asked: str) -> Iterable[str]:
    """The words to look for in the index, in all forms that `_words` takes for one."""
    states = _states()
    wanted = _words(asked)
    forms = [word for word in folded_words(asked) if word not in _SMALL]
    forms += [short for short, whole in _SHORT.items() if _words(whole) <= wanted]
    forms += [word for word in wanted if len(word) > 2]
    forms += [form for form, state in states.items() if state <= wanted]
    # A stem stands for all words that begin so.
    return dict.fromkeys(f'"{form}"*' if len(form) > 2 else f'"{form}"' for form in forms)


@cache
def _words(text: str) -> frozenset[str]:
    """The telling words of a role: in one form each, and a people as its state."""
    found: set[str] = set()
    for word in folded_words(text):
        if word in _SHORT:
            found |= _words(_SHORT[word])
        elif word not in _SMALL:
            found |= _states().get(word) or {stem(word)}
    return frozenset(found)


@cache
def _states() -> dict[str, frozenset[str]]:
    """What peoples and states of one word are called, to the words of the state."""
    found: dict[str, frozenset[str]] = {}
    for country in countries():
        state = frozenset(stem(word) for word in folded_words(country.names[0]) if word not in _SMALL)
        for form in (*country.names, *country.demonyms):
            if len(words := folded_words(form)) == 1:
                found.setdefault(words[0], state)
    return found
