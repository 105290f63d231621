"""A clause cut to a headline: its own words, in one piece, and nothing that changes what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefer.language.clauses import CLAIMING, CONDITIONS, Tree, stems
from briefer.language.places import dateline_end
from briefer.model import Analysis, EventCandidate, Range

#: Words of a headline at most, and how many make a shorter one good enough.
MOST = 14
ENOUGH = 7
#: Events further down the list give no headline; those this much worse than the best only where no better does.
TRIED = 12
NEAR = 2.0
#: What likeness to the title is worth, in the events' own unit.
TITLE = 3.0
#: A cut may leave these behind; anything else belongs to the words before it.
_LOOSE = frozenset({"prep", "advcl", "npadvmod", "relcl", "acl", "cc", "parataxis", "agent", "appos", "punct"})
#: Where these begin, a cut would drop a condition, a doubt or an exception.
_BINDING = CONDITIONS | frozenset(
    "not never without only but than as before allegedly reportedly apparently possibly perhaps probably likely "
    "unlikely almost nearly according despite subject pending".split()
)
#: "named three victims as …" says enough without the names; "described it as a threat" does not.
_NAMING = frozenset("name identify appoint elect choose nominate install".split())
_HEDGES = frozenset(
    "allegedly reportedly apparently possibly perhaps probably maybe supposedly nearly almost hardly never not no "
    "if unless until whether when while without were had should according rarely only".split()
)


def headline(tree: Tree) -> tuple[Range, int] | None:
    """The words of the main event in at most 14, with the index of their sentence; None where no clause stands alone.

    Of the events that come near to the best it takes the one whose words are nearest to the title's.
    """
    analysis = tree.analysis
    title = stems(analysis.article.title or "")
    best: tuple[float, int, Range, int] | None = None
    for rank, event in enumerate(analysis.events[:TRIED]):
        if best is not None and event.score < analysis.events[0].score - NEAR:
            break
        for place, enough in _cuts(tree, event):
            value = event.score + TITLE * _likeness(title, stems(analysis.words(place))) + 0.5 * enough
            if best is None or value > best[0]:
                best = (value, -rank, place, event.sentence)
    return (best[2], best[3]) if best else None


def _likeness(title: frozenset[str], words: frozenset[str]) -> float:
    """F1 of the shared words."""
    return 2 * len(title & words) / (len(title) + len(words)) if title and words else 0.0


def _cuts(tree: Tree, event: EventCandidate) -> Iterator[tuple[Range, bool]]:
    """The ways to cut the clause, shortest first, and whether it is the one to take without a title to go by."""
    analysis = tree.analysis
    verb = _verb(tree, event)
    if verb is None or (subject := tree.subject(verb)) is None:
        return
    first = _start(tree, event, verb, subject)
    if first is None or not _speakable(tree, verb, subject):
        return
    last = max(t for t in tree.sentences[event.sentence] if tree.tokens[t].end <= event.clause.end)
    cuts = [t for t in range(_core(tree, verb), last + 1) if t == last or _clean(tree, t, first, last, verb)]
    fitting = [(n, t) for t in cuts if (n := _words(analysis, tree, first, t)) <= MOST]
    chosen = _choice(tree, fitting)
    for _, cut in fitting:
        end = cut
        while end > verb and tree.tokens[end].pos == "PUNCT" and tree.tokens[end].text not in '%)”’"':
            end -= 1
        place = tree.range(first, end)
        if _balanced(analysis.words(place)):
            yield place, cut == chosen


def _choice(tree: Tree, cuts: list[tuple[int, int]]) -> int | None:
    """The cut to take: the first behind a whole noun phrase, else the first long enough, else the longest."""
    for words, cut in cuts:
        enough = words >= ENOUGH or (words >= ENOUGH - 2 and _before_date(tree, cut))
        if enough and words < MOST and tree.tokens[cut + 1 :] and not _inside_noun(tree, cut):
            return cut
    return next((t for n, t in cuts if n >= ENOUGH + 2), cuts[-1][1] if cuts else None)


def _before_date(tree: Tree, cut: int) -> bool:
    """Whether only a date is left behind; the brief gives it beside the headline."""
    return any(
        d.span.start <= t.start < d.span.end for t in tree.tokens[cut + 1 : cut + 3] for d in tree.analysis.dates
    )


def _inside_noun(tree: Tree, cut: int) -> bool:
    """Whether the next words still belong to the noun before them."""
    after = tree.tokens[cut + 1]
    return after.dep in ("prep", "acl", "relcl", "appos") and tree.tokens[after.head].pos in ("NOUN", "PROPN")


def _verb(tree: Tree, event: EventCandidate) -> int | None:
    """The verb that heads the clause."""
    inside = [
        t for t in tree.sentences[event.sentence] if event.clause.start <= tree.tokens[t].start < event.clause.end
    ]
    heads = [
        t
        for t in inside
        if tree.finite(t) and (tree.tokens[t].head == t or not inside[0] <= tree.tokens[t].head <= inside[-1])
    ]
    return heads[0] if heads else None


def _start(tree: Tree, event: EventCandidate, verb: int, subject: int) -> int | None:
    """The subject's first word; None where words before it bind what follows."""
    first = tree.edges(subject)[0]
    floor = max(event.clause.start, dateline_end(tree.analysis, event.sentence))
    inside = [t for t in range(first, verb) if tree.tokens[t].start >= floor]
    if not inside:
        return None
    first = inside[0]
    if first > 0 and tree.tokens[first - 1].dep == "cc" and tree.tokens[first - 2].pos in ("NOUN", "PROPN"):
        return None  # the second half of "six men and one woman died", misread as two
    for t in tree.sentences[event.sentence]:
        if floor <= tree.tokens[t].start < tree.tokens[first].start and tree.tokens[t].text.lower() in _HEDGES:
            return None
    while tree.tokens[first].pos == "PUNCT" and first < subject:
        first += 1
    return first


def _speakable(tree: Tree, verb: int, subject: int) -> bool:
    """Whether the clause can stand alone: a named subject, and no claim turned into a fact."""
    if tree.tokens[subject].pos == "PRON" and tree.tokens[subject].text.lower() not in ("nobody", "everyone", "both"):
        return False
    token = tree.tokens[verb]
    first = min([verb, *tree.auxiliaries(verb)])
    relative = first > 0 and tree.tokens[first - 1].tag in ("WP", "WDT")  # a relative clause, misread
    if relative or token.dep in ("advcl", "relcl", "acl", "csubj"):
        return False
    if token.dep == "ccomp" and tree.tokens[token.head].lemma.lower() in CLAIMING:
        return False
    # "X said that …" hands the words on in somebody's mouth; "…, X said" is how the article itself leads.
    return not (token.dep == "ccomp" and token.head < verb)


def _core(tree: Tree, verb: int) -> int:
    """The last word that the verb cannot do without."""
    last = verb
    for c in tree.children[verb]:
        if c > verb and tree.tokens[c].dep in ("dobj", "attr", "acomp", "xcomp", "ccomp", "oprd", "dative", "prt"):
            last = max(last, _needed(tree, c))
    return last


def _needed(tree: Tree, i: int) -> int:
    if tree.tokens[i].pos in ("VERB", "AUX"):
        return _core(tree, i)
    return i


def _clean(tree: Tree, cut: int, first: int, last: int, verb: int) -> bool:
    """Whether the words up to the cut stand without the rest."""
    tokens = tree.tokens
    if tokens[cut].pos in ("ADP", "CCONJ", "SCONJ", "DET", "PART", "AUX") or tokens[cut].dep in ("aux", "mark", "neg"):
        if tokens[cut].dep != "prt":
            return False
    for t in range(cut + 1, last + 1):
        head = tokens[t].head
        if not first <= head <= cut:
            continue
        label = tokens[t].dep
        if label == "conj" and tokens[head].pos in ("VERB", "AUX") and t > cut:
            continue
        bound = tokens[t].text.lower() in _BINDING and tokens[head].lemma.lower() not in _NAMING
        if label not in _LOOSE or bound or tokens[t].text.lower() == "of":
            return False
        if label == "advcl" and any(tokens[c].text.lower() in _BINDING for c in tree.children[t]):
            return False
        if label == "acl" and tokens[t].tag != "VB":
            return False  # often the real verb, misread: "a tram | overturned"
        if label == "prep" and tokens[head].pos in ("VERB", "ADJ") and not _full(tree, head, cut):
            return False
        if label == "cc" and tokens[head].pos not in ("VERB", "AUX"):
            return False
    # What stands before the cut may not wait for a head behind it.
    return all(t == verb or tokens[t].head <= cut or tokens[t].dep in ("punct", "cc") for t in range(first, cut + 1))


def _full(tree: Tree, head: int, cut: int) -> bool:
    """Whether the verb has an object, a complement or a phrase of its own before the cut."""
    return (
        any(
            head < c <= cut
            and tree.tokens[c].dep in ("dobj", "attr", "acomp", "xcomp", "ccomp", "prep", "agent", "oprd")
            for c in tree.children[head]
        )
        or tree.child(head, "auxpass") is not None
    )


def _words(analysis: Analysis, tree: Tree, first: int, last: int) -> int:
    return len(analysis.words(tree.range(first, last)).split())


def _balanced(words: str) -> bool:
    """Whether it cuts through no quotation marks or brackets."""
    pairs = (("“", "”"), ("(", ")"), ("«", "»"))
    open_ = re.search(r"(?:^|\s)['‘]\w", words) and not re.search(r"\w['’](?:\W|$)", words)
    return all(words.count(a) == words.count(b) for a, b in pairs) and words.count('"') % 2 == 0 and not open_


def event_subject(tree: Tree, nouns: frozenset[str]) -> Range | None:
    """The best event's subject, where it is one of these nouns and no entity."""
    event = tree.analysis.events[0]
    verb = _verb(tree, event)
    subject = tree.subject(verb) if verb is not None else None
    if subject is None or event.actor is not None or tree.tokens[subject].lemma.lower() not in nouns:
        return None
    return tree.phrase(subject)
