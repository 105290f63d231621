"""What every reading of a step asks of its clause: its dates, its condition, its infinitive."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefer.language.clauses import SAYING, Tree, answered_once
from briefer.language.provisos import proviso_at
from briefer.model import Range, StepKind, When

_CONDITIONS = frozenset({"if", "unless", "once", "provided", "providing"})
LONG_AGO = re.compile(
    r"\b(?:last (?:year|month|decade|century|spring|summer|autumn|winter)|(?:years?|months?|decades?) ago|"
    r"in the past|formerly|(?:in|since|back in) (?:1[5-9]|20)\d\d)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One verb read as a step."""

    kind: StepKind
    #: The verb whose clause is shown.
    head: int
    #: The verb, or noun, that is to be done.
    action: int
    actor: int | None
    #: Found by a verb of its own ("agreed to"), not by an auxiliary: it may lie in the past.
    performed: bool = False
    threat: bool = False


@answered_once
def coming(tree: Tree, verb: int) -> list[When]:
    """Dates inside the verb's own clause that do not lie before the article's own."""
    return [d for d in dates_of(tree, verb) if _ahead(tree, d)]


def dates_of(tree: Tree, verb: int) -> list[When]:
    """Dates inside the verb's own clause, those that the article tells of the distant past left out."""
    if not tree.analysis.dates:
        return []
    tokens = tree.clause(verb)
    return [d for d in tree.dates(tree.range(tokens[0], tokens[-1])) if LONG_AGO.search(d.text) is None]


def due(tree: Tree, reading: Reading) -> When | None:
    """When it is to be done: a date of the deed itself, else of its clause; not that of the promise or the demand."""
    dates = coming(tree, reading.action)
    if reading.performed or reading.head != reading.action:
        first, last = tree.edges(reading.action)
        begins = tree.tokens[reading.action].start
        dates = [d for d in tree.dates(tree.range(first, last)) if _ahead(tree, d)]
        later = (d for d in coming(tree, reading.head) if d.span.start > begins or not reading.performed)
        dates = [d for d in dates if d.span.start > begins] or list(later)
    return next((d for d in dates if not _of_condition(tree, d)), None)


def _of_condition(tree: Tree, date: When) -> bool:
    """Whether it dates what the deed hangs on: "will bring it back if she wins in October"."""
    i = next(iter(tree.at(Range(date.span.start, date.span.end))), None)
    while i is not None and tree.tokens[i].head != i:
        mark = tree.child(i, "mark", "advmod") if tree.tokens[i].dep == "advcl" else None
        if mark is not None and mark < i and tree.tokens[mark].text.lower() in _CONDITIONS:
            return True
        i = tree.tokens[i].head
    return False


def _ahead(tree: Tree, date: When) -> bool:
    published = tree.analysis.article.published
    past = date.to and published and date.to < published[: len(date.to)]
    return not past


@answered_once
def conditioned(tree: Tree, verb: int) -> bool:
    """Whether the deed, or what it is for, hangs on a condition: "would ask a court to stop it unless …"."""
    for t in tree.subtree(verb):
        token = tree.tokens[t]
        if token.text.lower() not in _CONDITIONS or token.dep not in ("mark", "advmod", "advcl", "prep"):
            continue
        clause = t if token.dep in ("advcl", "prep") else token.head
        above = tree.tokens[clause]
        own = above.dep == "advcl" or token.dep == "prep"
        if own and _leads(tree, above.head, verb):
            return tree.tokens[max(t - 1, 0)].text.lower() not in ("even", "as")
    return _provided(tree, verb)


def _provided(tree: Tree, verb: int) -> bool:
    """Whether the words of a condition stand by the verb's clause, on whatever the parse has hung it.

    They stand in it ("as long as"), right behind it ("…, but only if"), or before the saying ("If …, she said, she …").
    """
    tokens, clause = tree.tokens, tree.clause(verb)
    sentence = tokens[verb].sentence
    first = end = max(clause) + 1
    while end < len(tokens) and tokens[end].sentence == sentence:
        end += 1
    while first > 0 and tokens[first - 1].sentence == sentence:
        first -= 1
    within = (t for t in clause if t > verb and tokens[t].text.lower() in ("as", "so", "on"))
    if any(proviso_at(tree.analysis, t, end) is not None for t in (max(clause) + 1, *within)):
        return True
    before = tokens[first:verb]
    said = any(t.lemma.lower() in SAYING for t in before) and all(t.text != ";" for t in before)
    return said and proviso_at(tree.analysis, first, verb) == first


def _leads(tree: Tree, i: int, verb: int) -> bool:
    """Whether the token is the verb, or an infinitive below it."""
    while i != verb:
        if tree.tokens[i].dep not in ("xcomp", "advcl", "acl") or tree.tokens[i].tag != "VB":
            return False
        i = tree.tokens[i].head
    return True


def infinitive_of(tree: Tree, head: int) -> int | None:
    """The "to" verb that belongs to the head."""
    for c in tree.children[head]:
        passive = tree.tokens[c].tag == "VBN" and tree.child(c, "auxpass") is not None
        if c > head and tree.tokens[c].dep in ("xcomp", "ccomp", "advcl") and (passive or tree.tokens[c].tag == "VB"):
            if any(tree.tokens[a].text.lower() == "to" for a in tree.auxiliaries(c)) and not tree.negated(c):
                return c
    return None
