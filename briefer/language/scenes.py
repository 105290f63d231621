"""Where the main event happened, by all that the article's first sentences say of places."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from briefer.language.clauses import Tree, stems
from briefer.language.names.countries import REGIONS, by_name
from briefer.language.places import AT, BESIDE, FAR, HAPPENINGS, NAMES, PLACES, dateline_end, distance
from briefer.model import Range

#: Sentences in which the place of the main event is looked for.
REACH = 12
#: What a place needs that only other sentences name: to be named early, often, or by the title.
ENOUGH = 0.5
#: Houses that stand for those inside; the town says more.
_SEATS = frozenset("consulate embassy ministry headquarters office".split())
#: What happens somewhere, and where.
_DEED_PLACES = HAPPENINGS | PLACES
_TIMES = frozenset("hour morning afternoon evening night day week weekend".split())
_TOLD = PLACES | _TIMES
_SIDES = frozenset("north south east west central northern southern eastern western".split())
#: Names behind "in" and "at" that are no people's: a race, a fair.
_OCCASIONS = frozenset({"EVENT", "WORK_OF_ART", ""})
_JOINS = frozenset({"of", "de", "la", "del", "al", "upon", "-", "–", "'s", "’s"})
#: Words of web pages that a name may run into.
_STRAY = frozenset("click photo image getty images scroll read subscribe immediately".split())


def main_place(tree: Tree, sentence: int, verb: int, same: Collection[int], title: str) -> Range | None:
    """The named place that most speaks for; None where none is named near the event.

    `same` are further sentences that tell of the event.
    """
    matter = stems(title) | stems(" ".join(tree.tokens[t].text for t in tree.clause(verb)))
    spots = list(_spots(tree, {sentence, *same}))
    only = len({tree.analysis.words(place) for _, _, place in spots}) == 1
    best: tuple[float, Range] | None = None
    for s, noun, place in spots:
        if _is_vast(tree, place) and not _of_a_deed(tree, noun):
            continue
        value = _weight(tree, noun, place) + 0.5 * bool(stems(tree.analysis.words(place)) & stems(title))
        if s == sentence:
            if (cost := _cost(tree, noun, verb)) is None:
                continue
            value += 2.0 - 0.25 * cost
        elif not _on_the_matter(tree, noun, matter):
            continue
        elif s in same:
            value += 1.2
        else:
            value += 0.6 - 0.05 * s
            if value < ENOUGH and not only:
                continue
        if best is None or value > best[0]:
            best = (value, place)
    return best[1] if best else None


def _on_the_matter(tree: Tree, noun: int, matter: frozenset[str]) -> bool:
    """Whether the place belongs to a deed, a house or a thing of the event's: no "air raids in Arvel" before it."""
    tokens = tree.tokens

    def is_other(t: int) -> bool:
        told = tokens[t].lemma.lower() in _TOLD or bool(stems(tokens[t].text) & matter)
        return tokens[t].pos == "NOUN" and not told

    at = tokens[noun].head if tokens[noun].dep == "pobj" else noun
    while tokens[at].head != at:
        # What stands right before the preposition is often what it belongs to, whatever the parse says.
        if tokens[at].pos == "ADP" and at > 0 and is_other(at - 1):
            return False
        at = tokens[at].head
        if tokens[at].dep == "relcl" or is_other(at):
            return False
        if tokens[at].pos in ("VERB", "AUX") and tokens[at].dep != "acl":
            return True
    return True


def _cost(tree: Tree, noun: int, verb: int) -> float | None:
    """How far the place stands from the verb; "the Arvel tram crash" is as near as "in Arvel"."""
    if tree.tokens[noun].dep != "pobj":
        return 1.0
    head = tree.tokens[noun].head
    if tree.tokens[head].text.lower() == "of":
        noun = tree.tokens[head].head  # "the city of Arvel" stands as near as the city
    cost = distance(tree, noun, verb)
    return cost if cost is not None and cost <= FAR else None


def _spots(tree: Tree, told: Collection[int]) -> Iterator[tuple[int, int, Range]]:
    """The names of places that say where: their sentences, the token that the parse hangs them by, and the names."""
    body = [s for s, place in enumerate(tree.analysis.sentences) if place.kind == "body"]
    people = {e.name for e in tree.analysis.entities if e.kind == "person"}
    places = {t.text for t in tree.tokens if t.ent in ("GPE", "LOC") and t.pos == "PROPN"}
    for s in dict.fromkeys((*body[:REACH], *sorted(told))):
        start, end = dateline_end(tree.analysis, s), 0
        for t in tree.sentences[s]:
            if tree.tokens[t].start < max(start, end) or tree.quoted[t] or not tree.tokens[t].text[0].isupper():
                continue
            first, whole = _run(tree, t)
            end = tree.tokens[whole].end
            last = _without_person(tree, first, whole, people)
            inside = range(first, last + 1)
            hung = [i for i in inside if not first <= tree.tokens[i].head <= last and tree.tokens[i].pos != "PUNCT"]
            noun = next((i for i in hung if tree.tokens[i].dep == "pobj"), hung[0] if hung else last)
            if _is_named(tree, inside, noun, places) and _says_where(tree, noun):
                yield s, noun, _name(tree, first, last)


def _run(tree: Tree, t: int) -> tuple[int, int]:
    """First and last token of the name that begins here: "Sankt Arvel", "Arvel-sur-Mer", "south Arvel"."""
    first = last = t
    while last + 1 < len(tree.tokens) and _continues(tree, last + 1):
        last += 1
    while last > first and tree.tokens[last].text.lower() in _JOINS:
        last -= 1
    if first > 0 and tree.tokens[first - 1].text.lower() in _SIDES and not tree.tokens[first - 1].text[0].isupper():
        first -= 1
    return first, last


def _without_person(tree: Tree, first: int, last: int, people: Collection[str]) -> int:
    """The last token of the name without a person's behind it, which layout has glued on."""
    words = [token.text for token in tree.tokens[first : last + 1]]
    behind = next((i for i in range(1, len(words)) if " ".join(words[i:]) in people), len(words))
    return first + behind - 1


def _continues(tree: Tree, t: int) -> bool:
    token, before = tree.tokens[t], tree.tokens[t - 1]
    if token.sentence != before.sentence:
        return False
    if token.start == before.end:
        return "-" in (token.text, before.text)
    if token.text.lower() in _STRAY or (token.ent_start and token.ent != before.ent and before.ent in NAMES):
        return False
    if token.text.lower() in _JOINS:
        return t + 1 < len(tree.tokens) and tree.tokens[t + 1].text[0].isupper() and before.ent == token.ent != ""
    return token.text[0].isupper() and token.pos in ("PROPN", "NOUN", "ADJ") and token.ent != "PERSON"


def _is_named(tree: Tree, name: range, noun: int, places: Collection[str]) -> bool:
    """Whether it is the name of a place, or of an occasion with one."""
    tokens = [tree.tokens[t] for t in name]
    counted = name[-1] + 1 < len(tree.tokens) and tree.tokens[name[-1] + 1].text.istitle()
    if counted and tree.tokens[name[-1] + 1].pos == "NUM":
        return False  # "Formula One"
    if any(c.isdigit() for token in tokens for c in token.text) or any(t.text.lower() in _STRAY for t in tokens):
        return False
    kinds = {tree.analysis.entities[e].kind for t in {noun, name[-1]} if (e := tree.entities[t]) is not None}
    if "person" in kinds or any(token.ent in ("PERSON", "DATE", "NORP") for token in tokens[-1:]):
        return False
    if any(token.ent in NAMES for token in tokens) or (len(tokens) == 1 and tokens[0].text in places):
        return True
    before = tree.tokens[tree.tokens[noun].head].text.lower()
    owner = tree.tokens[tree.tokens[tree.tokens[noun].head].head].lemma.lower()
    if tree.tokens[noun].dep == "pobj" and (before in BESIDE or (before == "of" and owner in PLACES)):
        return True
    if kinds & {"organisation", "group"}:
        return False
    occasion = tree.tokens[noun].dep == "pobj" and before in ("in", "at") and len(name) > 1
    return "place" in kinds or (occasion and all(t.ent in _OCCASIONS for t in tokens[-1:]))


def _says_where(tree: Tree, t: int) -> bool:
    """Whether it stands behind "in" or "at", in "the city of …", or before an event: "the Arvel tram crash"."""
    token = tree.tokens[t]
    head = tree.tokens[token.head]
    if token.dep == "pobj":
        owner = tree.tokens[head.head]
        return head.text.lower() in AT or (head.text.lower() == "of" and owner.lemma.lower() in PLACES)
    if token.dep in ("compound", "poss", "nmod"):
        at = t
        while tree.tokens[at].dep in ("compound", "poss", "nmod"):
            at = tree.tokens[at].head
        if tree.tokens[at].text.lower() in _STRAY:
            return _says_where(tree, at)
        lemma = tree.tokens[at].lemma.lower()
        return lemma in HAPPENINGS or (lemma in PLACES and tree.tokens[at].dep == "pobj")
    return False


def _is_vast(tree: Tree, place: Range) -> bool:
    """Whether it is a state or a region, which says little of where."""
    name = " ".join(w for w in tree.analysis.words(place).partition(",")[0].split() if w not in _SIDES)
    return name in by_name() or name in REGIONS


def _of_a_deed(tree: Tree, noun: int) -> bool:
    """Whether the place hangs on a verb, an event or a house: "the first judge in Norrmark" is nowhere."""
    if tree.tokens[noun].dep != "pobj":
        return True
    owner = tree.tokens[tree.tokens[tree.tokens[noun].head].head]
    return owner.pos in ("VERB", "AUX") or owner.lemma.lower() in _DEED_PLACES


def _weight(tree: Tree, noun: int, place: Range) -> float:
    """How well the kind of name says where, and how often the article has it."""
    tokens = [tree.tokens[t] for t in tree.at(place)]
    entities = {e for t in tree.at(place) if (e := tree.entities[t]) is not None}
    often = max((len(tree.analysis.entities[e].mentions) for e in entities), default=1)
    value = 0.15 * min(often - 1, 4) - 0.5 * (tree.tokens[noun].lemma.lower() in _SEATS)
    if _is_vast(tree, place):
        return value - 1.4
    if not any(token.ent in NAMES for token in tokens) and "place" not in {
        tree.analysis.entities[e].kind for e in entities
    }:
        return value - 0.8
    return value - 0.1 * (tokens[0].ent == "FAC")


def _name(tree: Tree, first: int, last: int) -> Range:
    """The name with the larger place behind a comma or "in": "Sankt Arvel, Norrmark"."""
    tokens, text = tree.tokens, tree.analysis.article.text
    end = last
    following = [token.text for token in tokens[last + 1 : last + 2]]
    if following == [","] or (following == ["in"] and tokens[last].ent == "FAC"):
        larger = last + 2
        while larger < len(tokens) and (tokens[larger].ent in ("GPE", "LOC") or tokens[larger].text.lower() in _SIDES):
            end, larger = larger, larger + 1
        again = text[tokens[end].end : tokens[end].end + 5]
        if tokens[end].ent not in ("GPE", "LOC") or again.startswith((" and ", " or ")):
            end = last  # a list of places
    return tree.range(first, end)
