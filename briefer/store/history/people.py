"""Who somebody is across briefs: forms of one name joined, two people of one name kept apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from briefer.language.names.across import Names
from briefer.language.negation.stems import stem
from briefer.model import Actor
from briefer.store.database import Database
from briefer.store.history.index import acronym
from briefer.store.history.records import Person, Said
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
#: A story, as the number of its brief and its id there.
_Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class _Seen:
    """Somebody in a story."""

    place: _Place
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
    """Whom the name can mean, who said most first."""
    found: list[Person] = []
    for keys, kind in _meant(store, name):
        seen = _seen(store, keys)
        groups = _apart(seen, _company(store, keys)) if kind == "person" else [seen]
        whose = {one.place: i for i, group in enumerate(groups) for one in group}
        said: list[list[Said]] = [[] for _ in groups]
        for place, one in _said(store, keys):
            said[whose[place]].append(one)
        found += map(_person, groups, said)
    return sorted(found, key=lambda person: (-len(person.said), person.name))


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
    found = []
    for one in sorted(exact):
        mine = [row for row in rows if whole[row] == one]
        kinds = {kind for _, _, kind in mine}
        found.append((sorted({key for key, _, _ in mine}), "person" if "person" in kinds else "other"))
    return found


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


def _company(store: Database, keys: Sequence[str]) -> dict[_Place, set[str]]:
    """The people who are named beside somebody in each story."""
    company: defaultdict[_Place, set[str]] = defaultdict(set)
    for brief, story, key in store.do(
        "SELECT other.brief, other.story, other.key FROM people"  # noqa: S608
        " JOIN people AS other ON other.brief = people.brief AND other.story = people.story"
        f" WHERE people.key IN ({_marks(keys)}) AND other.kind = 'person'",
        *keys,
    ):
        if key not in keys:
            company[brief, story].add(key)
    return company


def _apart(seen: Sequence[_Seen], company: dict[_Place, set[str]]) -> list[list[_Seen]]:
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


def _said(store: Database, keys: Sequence[str]) -> list[tuple[_Place, Said]]:
    """What they said, the latest first; the same words of one day once."""
    rows = store.do(
        "SELECT claims.brief, claims.day, claims.text, words, outlet, url, briefs.brief, claims.story, claim FROM claims"  # noqa: S608
        " JOIN briefs ON briefs.number = claims.brief"
        " LEFT JOIN printed ON printed.brief = claims.brief AND printed.place = claims.place"
        # Said twice, so that the indexes, which leave out what is empty, are used.
        f" WHERE (key != '' AND key IN ({_marks(keys)})) OR (speaker != '' AND speaker IN ({_marks(keys)}))"
        " ORDER BY claims.day DESC, created DESC, claims.number",
        *keys,
        *keys,
    )
    told: dict[tuple[str, str], tuple[_Place, Said]] = {}
    for number, day, text, words, outlet, url, brief, story, claim in rows:
        sentence = words or text
        said = Said(
            day=day, text=text, sentence=sentence, outlet=outlet, url=url, brief=brief, story=story, claim=claim
        )
        told.setdefault((day, text), ((number, story), said))
    return list(told.values())


def _person(seen: Sequence[_Seen], said: Sequence[Said]) -> Person:
    told = Counter(one.name for one in seen)
    name = max(told, key=lambda form: (len(folded_words(form)) > 1, told[form], form))
    forms = {folded_words(form): form for form, _ in reversed(told.most_common())}
    roles = {folded_words(one.role): one.role for one in reversed(seen) if one.role}
    return Person(
        name=name,
        aliases=tuple(form for words, form in reversed(forms.items()) if words != folded_words(name)),
        roles=tuple(reversed(roles.values())),
        said=tuple(said),
    )


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
