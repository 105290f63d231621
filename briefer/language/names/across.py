"""Who is who across the articles of one story, or across stories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from briefer.language.names.aliases import fuller, initials, one_person, plain_name
from briefer.language.names.countries import by_name
from briefer.model import Actor

#: Before a name these say that somebody else is meant: "a lawyer for Corvo".
_OF = frozenset("of for to from with by and at in on".split())
#: Mentions that name nobody; only the article around them tells whom they mean.
_NOBODY = frozenset(
    "he she they it we i you who his her their its both neither others some many one people sources officials".split()
)


class Names:
    """The names of some actors, each with a key that forms of one name share."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        people: set[tuple[str, ...]] = set()
        organisations: set[str] = set()
        for actor in actors:
            if actor.kind == "person":
                people.add(_person(actor.name))
            elif actor.kind == "organisation":
                organisations.add(actor.name)
        self._heads = _heads(people)
        self._by_last: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        for head in self._heads.values():
            self._by_last[head[-1]].add(head)
        self._others = {_folded(name) for name in organisations} | {_folded(c.names[0]) for c in by_name().values()}
        self._acronyms: dict[str, set[str]] = {}
        for name in sorted(organisations):
            words = tuple(name.split())
            if len(words) > 1:
                self._acronyms.setdefault(initials(words).upper(), set()).add(_folded(name))

    def key(self, name: str) -> str:
        """What all forms of the name come to."""
        folded = _folded(name)
        if country := by_name().get(name.removeprefix("the ").removeprefix("The ")):
            return _folded(country.names[0])
        bare = name.replace(".", "")
        if bare.isupper() and len(wholes := self._acronyms.get(bare, ())) == 1:
            return next(iter(wholes))
        words = _person(name)
        if words in self._heads:
            return " ".join(self._heads[words])
        # With a title before it: "energy minister Elsa Brandt", "Mr Brandt".
        for at in range(1, len(words)):
            before, rest = words[:at], words[at:]
            if _OF.intersection(before) or before[-1].endswith(("'s", ",")):
                continue
            if rest in self._heads and len(rest) > 1:
                return " ".join(self._heads[rest])
            if len(rest) == 1 and before[-1] in _ADDRESSES and (owner := self._owner(rest)):
                return owner
        return self._owner(words) or folded

    def _owner(self, words: tuple[str, ...]) -> str | None:
        """The only person whose name ends in these words."""
        namesakes = self._by_last.get(words[-1], ()) if words else ()
        owners = {head for head in namesakes if head == words or fuller(head, words)}
        return " ".join(owners.pop()) if len(owners) == 1 else None

    def knows(self, name: str) -> bool:
        """Whether it is a person's full name, a state's or the name of one of the organisations."""
        key = self.key(name)
        return tuple(key.split()) in self._heads or key in self._others

    def same(self, one: str | None, other: str | None) -> bool:
        """Whether both names are one actor's; two that name nobody are not."""
        if one is None or other is None:
            return one is other
        return self.key(one) == self.key(other)


_ADDRESSES = frozenset("mr mrs ms miss dr sir lady lord president minister mayor senator judge professor".split())


def names_nobody(name: str | None) -> bool:
    """Whether the words are a pronoun or the like."""
    return name is None or _folded(name) in _NOBODY


def _folded(name: str) -> str:
    words = " ".join(name.split()).casefold().replace("’", "'")
    return words.removeprefix("the ").removeprefix("a ").removeprefix("an ").removesuffix("'s")


def _person(name: str) -> tuple[str, ...]:
    return plain_name(tuple(name.replace("’", "'").split()))


def _heads(people: set[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Full names to the fullest form of each: "anna m. verre" and "anna verre" are one person."""
    heads: dict[tuple[str, ...], tuple[str, ...]] = {}
    by_last: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for name in sorted(people, key=lambda words: (-len(words), words)):
        if len(name) < 2:
            continue
        namesakes = by_last[name[-1]]
        same = {h for h in namesakes if h[0] == name[0] and one_person(h, name)}
        longer = {h for h in namesakes if fuller(h, name)}
        found = same or longer
        heads[name] = found.pop() if len(found) == 1 else name
        namesakes.add(heads[name])
    return heads
