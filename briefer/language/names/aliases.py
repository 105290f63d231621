"""Names of one actor brought together: surnames, acronyms, capitals for governments."""

from __future__ import annotations

from collections import Counter, defaultdict

from briefer.language.names import countries
from briefer.language.names.draft import Draft, Gender
from briefer.language.names.given_names import FEMALE, MALE
from briefer.language.names.governments import acts_for_state, local_capitals
from briefer.language.names.lexicon import (
    FEMALE_WORDS,
    MALE_WORDS,
    ORGANISATION_WORDS,
    WELL_KNOWN,
    WELL_KNOWN_EITHER,
    WELL_KNOWN_WOMEN,
)
from briefer.language.names.name import Name
from briefer.language.names.tree import Tree

_SMALL = frozenset({"of", "for", "and", "the", "in", "on", "&", "-", "to", "'s", "’s"})
_SUFFIXES = frozenset("jr jr. sr sr. ii iii iv".split())
#: How often somebody is called by a shared surname alone before it is theirs: others then come with a given name.
_USUAL = 2
_LEGAL = frozenset(
    "inc inc. ltd ltd. plc corp corp. co co. llc llp ag sa se group holdings company corporation".split()
)


def join(tree: Tree, names: list[Name]) -> list[Draft]:
    """The names as drafts, one for each actor or place, in order of their first name."""
    people = [n for n in names if n.kind == "person"]
    organisations = [n for n in names if n.kind == "organisation" and n.text not in countries.by_seat()]
    others = [n for n in names if n.kind == "place" or n.text in countries.by_seat()]
    drafts = _people(tree, people) + _organisations(tree, organisations) + _places(tree, others)
    drafts.sort(key=lambda d: (d.names[0].first, d.names[0].last))
    return drafts


def gender_of(name: Name, tree: Tree) -> Gender:
    """Gender by address, title or given name."""
    words = [name.honorific] if name.honorific else []
    if name.title:
        words += tree.low[name.title[0] : name.title[1] + 1]
    for word in words:
        if word in MALE_WORDS:
            return "m"
        if word in FEMALE_WORDS:
            return "f"
    if len(name.words) > 1:
        given = name.words[0].lower()
        return "m" if given in MALE else "f" if given in FEMALE else "unknown"
    return _known_gender(name.words[0].lower())


def _known_gender(surname: str) -> Gender:
    if surname not in WELL_KNOWN or surname in WELL_KNOWN_EITHER:
        return "unknown"
    return "f" if surname in WELL_KNOWN_WOMEN else "m"


def plain_name(words: tuple[str, ...]) -> tuple[str, ...]:
    """A person's name without middle initials and "Jr."."""
    low = [w.lower() for w in words]
    if "“" in low and "”" in low:
        del low[low.index("“") : low.index("”") + 1]
    while len(low) > 1 and low[-1] in _SUFFIXES:
        low.pop()
    return tuple(
        w for i, w in enumerate(low) if i == 0 or not (len(w) <= 2 and (w.endswith(".") or len(w) == 1)) or w == "-"
    )


def _people(tree: Tree, names: list[Name]) -> list[Draft]:
    full: dict[tuple[str, ...], list[Name]] = defaultdict(list)
    for name in names:
        full[plain_name(name.words)].append(name)
    # A longer name that another one ends in is a fuller form of it; what is left are the people.
    keys = list(full)
    heads = [k for k in keys if len(k) > 1 and not any(fuller(other, k) for other in keys)]
    drafts: dict[tuple[str, ...], Draft] = {}
    for key in heads:
        same = next((k for k in drafts if k[0] == key[0] and k[-1] == key[-1] and one_person(k, key)), None)
        if same is None:
            drafts[key] = Draft("person", list(full[key]))
        else:
            _add(drafts[same], full[key])
    for draft in drafts.values():
        draft.gender = _vote([gender_of(n, tree) for n in draft.names])
    left: list[Draft] = []
    for key in keys:
        if key in heads:
            continue
        left.extend(_short_forms(tree, key, full[key], drafts))
    return [d for d in [*drafts.values(), *left] if d.names]


def one_person(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether the words between given name and surname agree, or one form has none of them."""
    return set(left[1:-1]) <= set(right[1:-1]) or set(right[1:-1]) <= set(left[1:-1])


def fuller(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    """Whether one name ends in the other and has more before it."""
    return len(longer) > len(shorter) and longer[-len(shorter) :] == shorter


def _short_forms(
    tree: Tree, key: tuple[str, ...], names: list[Name], drafts: dict[tuple[str, ...], Draft]
) -> list[Draft]:
    """Gives each bare surname or given name to its person; drafts for those that have none."""
    owners = [d for k, d in drafts.items() if fuller(k, key)]
    if not owners and len(key) == 1:
        owners = [d for k, d in drafts.items() if k[0] == key[0]] or [
            d for k, d in drafts.items() if len(k) > 2 and key[0] in k[1:-1] and len(key[0]) > 2
        ]
    if not owners:
        return [_alone(tree, names)]
    strangers: list[Name] = []
    unclear: list[Name] = []
    called: Counter[int] = Counter()
    for name in names:
        gender = gender_of(name, tree) if name.title or name.honorific else "unknown"
        fits = [d for d in owners if gender == "unknown" or d.gender in {"unknown", gender}]
        sure = [d for d in fits if d.gender == gender != "unknown"] or [d for d in fits if _same_office(tree, d, name)]
        chosen = sure if len(sure) == 1 else fits
        if len(chosen) > 1:
            chosen = [d for d in chosen if d.names[0].first < name.first and len(d.names[0].words) > 1] or chosen
        if len(chosen) > 1:
            chosen = [d for d in chosen if called[id(d)] >= _USUAL and _is_alone_near(d, chosen, name)] or chosen
        if len(chosen) == 1:
            _add(chosen[0], [name])
            called[id(chosen[0])] += 1
            if gender != "unknown":
                chosen[0].gender = gender
        else:
            (unclear if chosen else strangers).append(name)
    found = [_alone(tree, strangers)] if strangers else []
    if unclear:
        found.append(Draft("person", unclear, hidden=True))
    return found


def _is_alone_near(draft: Draft, owners: list[Draft], name: Name) -> bool:
    """Whether no namesake is named in the same sentence or the one before, as after "Iris Holt said …"."""
    others = (n for d in owners if d is not draft for n in d.names)
    return not any(name.sentence - 1 <= n.sentence <= name.sentence and n.first < name.first for n in others)


def _same_office(tree: Tree, draft: Draft, name: Name) -> bool:
    """Whether a person is introduced with the office that stands before a bare surname."""
    if name.title is None:
        return False
    office = tree.low[name.title[1]]
    return any(n.title is not None and tree.low[n.title[1]] == office for n in draft.names)


def _alone(tree: Tree, names: list[Name]) -> Draft:
    return Draft("person", list(names), gender=_vote([gender_of(n, tree) for n in names]))


def _vote(genders: list[Gender]) -> Gender:
    men, women = genders.count("m"), genders.count("f")
    return "m" if men > women else "f" if women > men else "unknown"


def _add(draft: Draft, names: list[Name]) -> None:
    joined = sorted([*draft.names, *names], key=lambda n: n.first)
    fresh = Draft(draft.kind, joined)
    draft.names, draft.mentions = fresh.names, fresh.mentions


def initials(words: tuple[str, ...]) -> str:
    """The first letters of a name's words, without the small ones."""
    return "".join(w[0] for w in words if w.lower() not in _SMALL and w[0].isupper())


def _is_acronym(words: tuple[str, ...]) -> bool:
    letters = words[0].replace(".", "")
    return (
        len(words) == 1
        and len(letters) > 1
        and letters.isalpha()
        and sum(c.isupper() for c in letters) >= len(letters) - 1
    )


def _organisations(tree: Tree, names: list[Name]) -> list[Draft]:
    groups: dict[tuple[str, ...], list[Name]] = defaultdict(list)
    for name in names:
        groups[tuple(w.lower().replace("’", "'") for w in name.words)].append(name)
    keys = sorted(groups, key=lambda k: (-len(k), groups[k][0].first))
    owners: dict[tuple[str, ...], tuple[str, ...]] = {}
    for key in keys:
        owner = _owner(tree, key, groups, [k for k in keys if k in owners and owners[k] == k])
        owners[key] = owner or key
    drafts: dict[tuple[str, ...], Draft] = {}
    for key in keys:
        if owners[key] == key:
            drafts[key] = Draft("organisation", list(groups[key]), gender="n")
    for key in keys:
        if owners[key] != key:
            _add(drafts[owners[key]], groups[key])
    return list(drafts.values())


def _owner(
    tree: Tree, key: tuple[str, ...], groups: dict[tuple[str, ...], list[Name]], wholes: list[tuple[str, ...]]
) -> tuple[str, ...] | None:
    """The longer name that a shorter one stands for; None without exactly one."""
    shown = groups[key][0].words
    if _is_acronym(shown):
        letters = shown[0].replace(".", "").upper()
        for name in groups[key]:
            if name.first > 1 and tree.low[name.first - 1] == "(":
                for whole in wholes:
                    if any(n.last in {name.first - 2, name.first - 3} for n in groups[whole]):
                        return whole
        fits = [w for w in wholes if initials(groups[w][0].words).upper() == letters]
        return fits[0] if len(fits) == 1 else None
    starts = [w for w in wholes if len(w) > len(key) and w[: len(key)] == key]
    if starts and (len(key) > 1 or key[0] not in ORGANISATION_WORDS):
        legal = [w for w in starts if set(w[len(key) :]) <= _LEGAL]
        return legal[0] if len(legal) == 1 else starts[0] if len(starts) == 1 and "of" not in starts[0] else None
    ends = [w for w in wholes if len(w) > len(key) and w[-len(key) :] == key and _stands_alone(key[-1])]
    return ends[0] if len(ends) == 1 else None


def _stands_alone(word: str) -> bool:
    """Whether the last word of an organisation's name may stand for it: "the Commission", "the Harriers"."""
    return word != "house" and (word in ORGANISATION_WORDS or (word.endswith("s") and len(word) > 5))


def _places(tree: Tree, names: list[Name]) -> list[Draft]:
    """Countries with their governments' other names, and places that are only places."""
    local = local_capitals(tree, names)
    states: dict[str, list[Name]] = defaultdict(list)
    places: dict[str, list[Name]] = defaultdict(list)
    known: dict[str, countries.Country] = {}
    for name in names:
        country = countries.by_name().get(name.text)
        capital = countries.by_capital().get(name.text)
        seat = countries.by_seat().get(name.text)
        if country is not None:
            known[country.names[0]] = country
            states[country.names[0]].append(name)
        elif seat is not None:
            if acts_for_state(tree, name, seat=True):
                known[seat.names[0]] = seat
                states[seat.names[0]].append(name)
        elif capital is not None and acts_for_state(tree, name):
            known[capital.names[0]] = capital
            states[capital.names[0]].append(name)
        elif name.key in local and acts_for_state(tree, name):
            states[local[name.key]].append(name)
        elif name.key in local.values():
            known[name.key] = countries.Country((name.text,), (), (), ())
            states[name.key].append(name)
        else:
            places[name.key].append(name)
    for key in [k for k, group in states.items() if all(n.text in countries.by_capital() for n in group)]:
        # A capital whose country the article never names stays one actor, the city.
        for name in states.pop(key):
            places[name.key].append(name)
    drafts = [_state(known[key], group) for key, group in states.items() if key in known]
    drafts += [Draft("place", group, gender="n") for group in places.values()]
    return drafts


def _state(country: countries.Country, names: list[Name]) -> Draft:
    kind = "organisation" if all(n.text in country.seats for n in names) else "place"
    return Draft("organisation" if kind == "organisation" else "place", names, country=country, gender="n")
