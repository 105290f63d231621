"""Who somebody is across briefs: forms of one name joined, two people of one name kept apart, roles and who holds them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from briefer.language.names.across import Names
from briefer.language.negation.stems import stem
from briefer.model import Actor
from briefer.store.database import Database
from briefer.store.history.index import acronym
from briefer.store.history.records import Person, Said
from briefer.store.history.roles import Place, holders, names_nothing
from briefer.store.history.spelling import misspelt
from briefer.store.history.words import folded_words

#: Words of a role that many share: two people may have nothing else in common.
_COMMON = frozenset(
    stem(word)
    for word in (
        "the a an of for to in at on and his her its their former ex acting interim deputy vice senior junior chief head "
        "leader director executive officer official member president chairman chairwoman chair spokesman spokeswoman "
        "spokesperson representative secretary general manager adviser advisor expert professor founder owner lawyer "
        "national local regional state new long time office"
    ).split()
)
#: People who are named beside somebody: where so many are the same, so is somebody.
_COMPANY = 2


@dataclass(frozen=True, slots=True)
class _Seen:
    """Somebody in a story."""

    place: Place
    name: str
    role: str
    #: The words of the role that few others share.
    telling: frozenset[str]


@dataclass(slots=True)
class _Group:
    """Where one of several people of one name was seen."""

    seen: list[_Seen]
    company: set[str] = field(default_factory=set)


def who(store: Database, name: str) -> list[Person]:
    """Whom the name can mean, who said most first; then, where it names no person, who holds such a role."""
    meant = _meant(store, name)
    found = [one for keys, kind in meant for one, _ in _told(store, keys, kind)]
    found.sort(key=lambda person: (-len(person.said), person.name))
    if any(kind == "person" for _, kind in meant):
        return found
    return found + _by_role(store, name, {key for keys, _ in meant for key in keys})


def _by_role(store: Database, role: str, known: set[str]) -> list[Person]:
    """Who holds the role, whoever was told of last first."""
    found: list[tuple[int, Person]] = []
    for held in holders(store, role):
        if held.key in known:
            continue
        for keys, kind in _meant(store, held.name):
            if held.key not in keys or known.intersection(keys):
                continue
            known.update(keys)
            for person, places in _told(store, keys, kind):
                if latest := max((number for number, place in held.told if place in places), default=0):
                    found.append((latest, replace(person, found_by="role")))
    return [person for _, person in sorted(found, key=lambda one: -one[0])]


def _told(store: Database, keys: Sequence[str], kind: str) -> Iterator[tuple[Person, set[Place]]]:
    """Those who stand under these keys, each with where they were seen."""
    seen = _seen(store, keys)
    groups = _apart(seen, _company(store, keys)) if kind == "person" else [seen]
    whose = {one.place: i for i, group in enumerate(groups) for one in group}
    said: list[list[Said]] = [[] for _ in groups]
    for place, one in _said(store, keys):
        said[whose[place]].append(one)
    for group, words in zip(groups, said, strict=True):
        yield _person(group, words, kind), {one.place for one in group}


def _meant(store: Database, name: str) -> list[tuple[list[str], str]]:
    """For each that the name can mean: the keys under which it stands, and its kind."""
    asked = folded_words(name)
    if not asked:
        return []
    rows = store.do(
        "WITH meant (key) AS ("
        " SELECT key FROM people_words JOIN people ON number = people_words.rowid WHERE people_words MATCH ?"
        " UNION SELECT key FROM people WHERE initials = ? AND initials != '' UNION SELECT ?"
        ") SELECT key, name, kind FROM people WHERE key IN (SELECT key FROM meant) GROUP BY key, name, kind",
        " OR ".join(f'name:"{word}"' for word in dict.fromkeys((asked[-1], acronym(name).lower())) if word),
        "".join(asked).upper(),
        Names(()).key(name),
    )
    names = Names(Actor(name=form, kind=kind or "group") for _, form, kind in rows)
    alone = Names(())
    # A form that its own story could not tell may be told by others.
    whole = {row: names.key(row[1] if row[0] == alone.key(row[1]) else row[0]) for row in rows}
    exact = {one for row, one in whole.items() if folded_words(row[1]) == asked} | {names.key(name)} & set(
        whole.values()
    )
    if not any(names.knows(one) for one in exact):
        exact |= {one for row, one in whole.items() if set(asked) <= set(folded_words(row[1]))}
    found: list[tuple[list[str], str]] = []
    for one in sorted(exact):
        mine = [row for row in rows if whole[row] == one]
        if any(kind == "person" for _, _, kind in mine):
            keys = {key for key, _, _ in mine}
            keys |= _otherwise_spelt(store, one, keys)
            if not any(keys.intersection(known) for known, _ in found):
                found.append((sorted(keys), "person"))
        else:
            found.append((sorted({key for key, _, _ in mine}), "other"))
    return found


def _otherwise_spelt(store: Database, name: str, keys: set[str]) -> set[str]:
    """The keys of the same person where an outlet has spelt the surname with one letter more, fewer or other.

    The role must be the same, and so must somebody beside them: two people of one office can have names that are alike.
    """
    given, _, surname = name.partition(" ")
    if not surname:
        return set()
    rows = store.do(
        "SELECT DISTINCT key FROM people_words JOIN people ON number = people_words.rowid"
        " WHERE people_words MATCH ? AND kind = 'person'",
        " ".join(f'name:"{word}"' for word in folded_words(given)) or '""',
    )
    parts = [(key, *key.partition(" ")) for (key,) in rows if key not in keys]
    alike = [key for key, first, _, last in parts if first == given and misspelt(last, surname)]
    if not alike:
        return set()
    own, beside = _seen(store, sorted(keys)), _beside(store, sorted(keys))
    places = {one.place for one in own}
    found = set()
    for key in alike:
        other = _seen(store, [key])
        one_office = any(a.telling & b.telling for a in own for b in other)
        together = places & {one.place for one in other} or beside & _beside(store, [key])
        if one_office and together:
            found.add(key)
    return found


def _beside(store: Database, keys: Sequence[str]) -> set[str]:
    """Everybody who was named beside somebody."""
    return {name for names in _company(store, keys).values() for name in names}


def _seen(store: Database, keys: Sequence[str]) -> list[_Seen]:
    """Where somebody was seen, the latest first."""
    rows = store.do(
        "SELECT brief, story, name, role, organisation FROM people"  # noqa: S608
        f" WHERE key IN ({_marks(keys)}) ORDER BY number DESC",
        *keys,
    )
    return [
        _Seen(
            (brief, story),
            name,
            ", ".join(part for part in (role, organisation) if part),
            frozenset(map(stem, folded_words(f"{role} {organisation}"))) - _COMMON,
        )
        for brief, story, name, role, organisation in rows
    ]


def _company(store: Database, keys: Sequence[str]) -> dict[Place, set[str]]:
    """The people who are named beside somebody in each story."""
    company: defaultdict[Place, set[str]] = defaultdict(set)
    for brief, story, key in store.do(
        "SELECT other.brief, other.story, other.key FROM people"  # noqa: S608
        " JOIN people AS other ON other.brief = people.brief AND other.story = people.story"
        f" WHERE people.key IN ({_marks(keys)}) AND other.kind = 'person'",
        *keys,
    ):
        if key not in keys:
            company[brief, story].add(key)
    return company


def _apart(seen: Sequence[_Seen], company: dict[Place, set[str]]) -> list[list[_Seen]]:
    """Those of one name, each with where they were seen, the latest first.

    Roles without a telling word in common are two people's, unless both are named beside the same others. Whoever is
    seen without a role is the one who has most company in common; where nobody has, somebody unknown.
    """
    by_role: defaultdict[frozenset[str], list[_Seen]] = defaultdict(list)
    for one in seen:
        by_role[one.telling].append(one)
    unknown = by_role.pop(frozenset(), [])
    groups = _joined([_Group(some) for some in by_role.values()], _one_office)
    if len(groups) < 2:
        return [list(seen)]
    for group in groups:
        group.company = {name for one in group.seen for name in company.get(one.place, ())}
    groups = _joined(groups, lambda one, other: len(one.company & other.company) >= _COMPANY)
    left: list[_Seen] = []
    for one in unknown:
        shared = [len(group.company & company.get(one.place, set())) for group in groups]
        sure = len(groups) == 1 or (max(shared) > 0 and shared.count(max(shared)) == 1)
        (groups[shared.index(max(shared))].seen if sure else left).append(one)
    order = {one.place: at for at, one in enumerate(seen)}
    return [sorted(some, key=lambda one: order[one.place]) for some in (*(g.seen for g in groups), left) if some]


def _joined(groups: Sequence[_Group], alike: Callable[[_Group, _Group], bool]) -> list[_Group]:
    """The groups, those that are alike as one."""
    found: list[_Group] = []
    for group in groups:
        same = [other for other in found if alike(other, group)]
        found = [other for other in found if other not in same]
        found.append(
            _Group([one for g in (*same, group) for one in g.seen], set().union(*(g.company for g in (*same, group))))
        )
    return found


def _one_office(one: _Group, other: _Group) -> bool:
    return any(a & b for a in {s.telling for s in one.seen} for b in {s.telling for s in other.seen})


def _said(store: Database, keys: Sequence[str]) -> list[tuple[Place, Said]]:
    """What they said, the latest first; the same words of one day once."""
    rows = store.do(
        "SELECT claims.brief, claims.day, claims.text, words, outlet, url, printed.title, briefs.brief, claims.story, claim FROM claims"  # noqa: S608
        " JOIN briefs ON briefs.number = claims.brief"
        " LEFT JOIN printed ON printed.brief = claims.brief AND printed.place = claims.place"
        # Said twice, so that the indexes, which leave out what is empty, are used.
        f" WHERE (key != '' AND key IN ({_marks(keys)})) OR (speaker != '' AND speaker IN ({_marks(keys)}))"
        " ORDER BY claims.day DESC, created DESC, claims.number",
        *keys,
        *keys,
    )
    told: dict[tuple[str, str], tuple[Place, Said]] = {}
    for number, day, text, words, outlet, url, title, brief, story, claim in rows:
        said = Said(
            day=day, text=text, sentence=words or text, outlet=outlet, url=url, title=title or "",
            brief=brief, story=story, claim=claim,
        )  # fmt: skip
        told.setdefault((day, text), ((number, story), said))
    return list(told.values())


def _person(seen: Sequence[_Seen], said: Sequence[Said], kind: str) -> Person:
    told = Counter(one.name for one in seen)
    name = max(told, key=lambda form: (len(folded_words(form)) > 1, told[form], form))
    forms = {folded_words(form): form for form, _ in reversed(told.most_common())}
    return Person(
        name=name,
        aliases=tuple(form for words, form in reversed(forms.items()) if words != folded_words(name)),
        roles=_roles(seen),
        said=tuple(said),
        described=kind != "person" and names_nothing(name),
    )


def _roles(seen: Sequence[_Seen]) -> tuple[str, ...]:
    """The roles, the latest first, each as it stands within a sentence where it was seen so."""
    roles: dict[tuple[str, ...], str] = {}
    for one in seen:
        words = folded_words(one.role)
        if words and (words not in roles or (roles[words][0].isupper() and one.role[0].islower())):
            roles[words] = one.role
    return tuple(roles.values())


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
