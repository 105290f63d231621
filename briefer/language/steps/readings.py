"""Verbs read as steps: by an auxiliary, by a verb of their own, by an adjective."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefer.language.clauses import Tree
from briefer.language.sides import acts, governor, own_side
from briefer.language.step_words import FIXED, READY, STATES, TALKS
from briefer.model import StepKind, When

_PROMISING = frozenset("agree promise pledge vow undertake commit swear guarantee".split())
_PLANNING = frozenset("plan intend aim".split())
_DEMANDING = frozenset("urge ask demand order press require request implore instruct call appeal".split())
_PERFORMED = _PROMISING | _PLANNING | _DEMANDING | {"threaten", "have", "need", "be"}
_CONDITIONS = frozenset({"if", "unless", "once", "provided", "providing"})
_VAGUE = frozenset({"you", "one", "nobody", "anyone", "anybody", "who", "which", "that", "what", "this", "it", "there"})
_OWNERS = frozenset("my your his her its our their".split())
_ANY = frozenset({"a", "an", "any", "every", "each", "no"})
#: "The aim is to …" says what a plan is for, not what happens next.
_AIMS = frozenset(
    "strategy decision choice plan instinct order message aim goal task job purpose idea point question way thing answer role duty mission intention objective "
    "priority hope wish trick problem challenge key".split()
)
_BELIEVING = frozenset("think believe expect predict forecast hope fear doubt suspect assume guess estimate".split())
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


def readings(tree: Tree, i: int) -> Iterator[Reading]:
    """What the token may say of a step, the strongest reading first."""
    token = tree.tokens[i]
    lemma = token.lemma.lower()
    if _aside(tree, i):
        return
    if lemma in READY:
        yield from _ready(tree, i, READY[lemma])
    if token.pos in ("VERB", "AUX") and token.dep not in ("aux", "auxpass"):
        yield from _performed(tree, i, lemma)
        yield from _modal(tree, i, lemma)
        if lemma in FIXED:
            yield from _present(tree, i)


def _modal(tree: Tree, verb: int, lemma: str) -> Iterator[Reading]:
    forms = {_form(tree.tokens[a].text) for a in tree.auxiliaries(verb)}
    if not forms & {"will", "shall", "would", "must", "should", "may", "might", "could"}:
        return
    subject = tree.subject(verb)
    if subject is None or tree.negated(verb) or "have" in forms or _vague(tree, subject):
        return
    if tree.tokens[subject].text.lower() in ("we", "i") and tree.child(verb, "auxpass") is not None:
        return  # "We will be heard"
    if any(tree.tokens[a].start < tree.tokens[subject].start for a in tree.auxiliaries(verb)):
        return  # "Should they fail", "would they meet?"
    dated = bool(coming(tree, verb))
    if lemma in STATES or (lemma == "be" and not dated):
        return
    conditional = _condition(tree, verb)
    stated = tree.attributed[verb] is not None or governor(tree, verb) is not None
    # In indirect speech "would" is what was "will"; between quotation marks it imagines.
    would = "would" in forms and stated and (conditional or not _imagined(tree, verb))
    kind: StepKind | None = None
    if forms & {"will", "shall"} or would:
        kind = "conditional" if conditional else _will(tree, verb, subject, dated=dated)
    elif forms & {"must", "should"} and _addressed(tree, subject):
        kind = "conditional" if conditional else "demanded"
    elif forms & {"may", "might", "could"} and acts(tree, subject):
        kind = "conditional" if conditional else "predicted" if dated else None
    if kind is not None:
        yield Reading(kind, verb, verb, subject)


def _will(tree: Tree, verb: int, subject: int, *, dated: bool) -> StepKind | None:
    fixed = tree.tokens[verb].lemma.lower() in FIXED
    talks = tree.tokens[subject].lemma.lower() in TALKS
    acting = acts(tree, subject)
    if fixed and dated and not _believed(tree, verb):
        return "scheduled"
    if tree.attributed[verb] is None and governor(tree, verb) is None:
        return "scheduled" if talks or (acting and (fixed or dated)) else "predicted" if acting else None
    if _believed(tree, verb):
        return "predicted" if acting and dated else None
    if talks or own_side(tree, verb, subject):
        return "scheduled" if dated and not talks else "pledged"
    # What somebody says of others without a date is an opinion, and stands among the positions.
    return "predicted" if acting and dated else None


def _believed(tree: Tree, verb: int) -> bool:
    """Whether somebody only thinks so."""
    teller = governor(tree, verb)
    return teller is not None and tree.tokens[teller].lemma.lower() in _BELIEVING


def _present(tree: Tree, verb: int) -> Iterator[Reading]:
    """What a date to come makes of the present tense: "the council meets on Tuesday", "she is meeting them"."""
    token = tree.tokens[verb]
    progressive = token.tag == "VBG" and any(
        tree.tokens[a].text.lower() in ("is", "are") for a in tree.auxiliaries(verb)
    )
    subject = tree.subject(verb)
    if subject is None or tree.negated(verb) or not (token.tag in ("VBZ", "VBP") or progressive):
        return
    published = tree.analysis.article.published
    ahead = any(w.from_ and published and w.from_[:10] > published[: len(w.from_)] for w in coming(tree, verb))
    if ahead and not _condition(tree, verb):
        yield Reading("scheduled", verb, verb, subject)


def _performed(tree: Tree, verb: int, lemma: str) -> Iterator[Reading]:
    if lemma not in _PERFORMED or tree.negated(verb):
        return
    forms = {_form(tree.tokens[a].text) for a in tree.auxiliaries(verb)}
    if forms & {"would", "could", "might", "may", "to"}:
        return
    infinitive = _infinitive(tree, verb)
    subject = tree.subject(verb)
    if subject is not None and _vague(tree, subject):
        return
    if lemma == "threaten" and infinitive is not None:
        yield Reading("conditional", verb, infinitive, subject, performed=True, threat=True)
    elif lemma in _PROMISING:
        yield from _promise(tree, verb, infinitive)
    elif subject is None or tree.tokens[subject].text.lower() in _OWNERS or not tree.finite(verb):
        return  # "her plans to sell": a noun, misread
    elif lemma in _PLANNING and infinitive is not None and tree.child(verb, "auxpass") is None:
        yield Reading("scheduled", verb, infinitive, subject, performed=True)
    elif lemma in ("have", "need", "be") and infinitive is not None:
        yield from _obliged(tree, verb, infinitive, subject)
    elif lemma in _DEMANDING and tree.child(verb, "auxpass") is None:
        yield from _demand(tree, verb, lemma)


def _obliged(tree: Tree, verb: int, infinitive: int, subject: int) -> Iterator[Reading]:
    """What is laid on somebody: "has to decide", "the sides are to meet"."""
    lemma = tree.tokens[verb].lemma.lower()
    between = tree.tokens[verb + 1 : infinitive]
    if tree.tokens[verb].tag not in ("VBZ", "VBP") or any(
        # "has yet to say", "has the nerve to ask", "they are here to see"
        t.pos not in ("ADV", "PART", "AUX") or t.text.lower() in ("here", "there", "over", "yet")
        for t in between
    ):
        return
    if lemma == "be" and tree.tokens[verb].text.lower() != "were":
        talks = tree.tokens[subject].lemma.lower() in TALKS
        if tree.tokens[subject].lemma.lower() not in _AIMS and (talks or acts(tree, subject)):
            yield Reading("scheduled", verb, infinitive, subject)
    elif lemma != "be" and _addressed(tree, subject) and tree.tokens[infinitive].lemma.lower() not in STATES:
        yield Reading("demanded", verb, infinitive, subject)


def _promise(tree: Tree, verb: int, infinitive: int | None) -> Iterator[Reading]:
    """What was promised: "agreed to open", "promised that it would open", "left, promising to return"."""
    head, subject, deed = verb, tree.subject(verb), infinitive
    if subject is None and tree.tokens[verb].dep == "advcl":
        head = tree.tokens[verb].head
        subject = tree.subject(head)
    if deed is None and (clause := tree.child(verb, "ccomp")) is not None and clause > verb:
        forms = {_form(tree.tokens[a].text) for a in tree.auxiliaries(clause)}
        # "Analysts agree it would fail" agrees to nothing.
        if forms & {"will", "would", "shall", "should"} and tree.child(clause, "mark") is not None:
            deed = clause
    if subject is None or deed is None or not tree.finite(head):
        return
    # Who agrees to do something is somebody; "the winter promises to be cold" promises nothing.
    if acts(tree, subject) or (deed == infinitive and tree.tokens[deed].lemma.lower() not in STATES | {"be"}):
        yield Reading("pledged", head, deed, subject, performed=True)


def _demand(tree: Tree, verb: int, lemma: str) -> Iterator[Reading]:
    """What was asked: "urged Vellany to open", "demanded that Vellany open", "called for a vote"."""
    for below in tree.subtree(verb):
        token = tree.tokens[below]
        if below <= verb or token.tag not in ("VB", "VBP") or token.head == below:
            continue
        to = any(tree.tokens[a].text.lower() == "to" for a in tree.auxiliaries(below))
        clause = token.dep == "ccomp" and token.head == verb and lemma in ("demand", "order", "request", "urge")
        clause = clause and {_form(tree.tokens[a].text) for a in tree.auxiliaries(below)} <= {"should", "be"}
        if (to or clause) and not tree.negated(below):
            asked = tree.child(verb, "dobj", "dative")
            if asked is None and (on := tree.child(verb, "prep")) is not None:
                asked = tree.child(on, "pobj")
            subject = tree.child(below, "nsubj", "nsubjpass")
            actor = subject if subject is not None else asked
            if actor is not None and actor < below and acts(tree, actor):
                yield Reading("demanded", verb, below, actor, performed=True)
            return
    called = tree.child(verb, "prep")
    if lemma in ("call", "appeal") and called is not None and tree.tokens[called].text.lower() == "for":
        if (noun := tree.child(called, "pobj")) is not None:
            yield Reading("demanded", verb, noun, None, performed=True)


def _ready(tree: Tree, i: int, kind: StepKind) -> Iterator[Reading]:
    """What stands ready: "is due to", "are set to", "was asked to", "talks are planned for Monday"."""
    token = tree.tokens[i]
    be = i if tree.child(i, "auxpass") is not None else token.head if token.dep in ("acomp", "oprd") else None
    if be is None or tree.negated(i) or tree.negated(be) or (subject := tree.subject(be)) is None:
        return
    if any(tree.tokens[a].text.lower() in ("had", "'d", "’d") for a in (*tree.auxiliaries(be), *tree.auxiliaries(i))):
        return  # "had been due to sail": whatever came of it
    if kind == "predicted" and not acts(tree, subject):
        return
    if (infinitive := _infinitive(tree, i) or _infinitive(tree, be)) is not None:
        yield Reading(kind, be, infinitive, subject, performed=kind == "demanded")
    elif kind == "scheduled" and token.lemma.lower() not in ("set", "due") and coming(tree, i):
        yield Reading(kind, be, i, subject)


def coming(tree: Tree, verb: int) -> list[When]:
    """Dates inside the verb's own clause that do not lie before the article's own."""
    if not tree.analysis.dates:
        return []
    tokens = tree.clause(verb)
    return [d for d in tree.dates(tree.range(tokens[0], tokens[-1])) if _ahead(tree, d)]


def due(tree: Tree, reading: Reading) -> When | None:
    """When it is to be done: a date of the deed itself, else of its clause; not that of the promise or the demand."""
    dates = coming(tree, reading.action)
    if reading.performed or reading.head != reading.action:
        first, last = tree.edges(reading.action)
        begins = tree.tokens[reading.action].start
        dates = [d for d in tree.dates(tree.range(first, last)) if _ahead(tree, d)]
        later = (d for d in coming(tree, reading.head) if d.span.start > begins or not reading.performed)
        dates = [d for d in dates if d.span.start > begins] or list(later)
    return dates[0] if dates else None


def _ahead(tree: Tree, date: When) -> bool:
    published = tree.analysis.article.published
    past = date.to and published and date.to < published[: len(date.to)]
    return not past and LONG_AGO.search(date.text) is None


def _condition(tree: Tree, verb: int) -> bool:
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
    return False


def _leads(tree: Tree, i: int, verb: int) -> bool:
    """Whether the token is the verb, or an infinitive below it."""
    while i != verb:
        if tree.tokens[i].dep not in ("xcomp", "advcl", "acl") or tree.tokens[i].tag != "VB":
            return False
        i = tree.tokens[i].head
    return True


def _infinitive(tree: Tree, head: int) -> int | None:
    """The "to" verb that belongs to the head."""
    for c in tree.children[head]:
        if c > head and tree.tokens[c].dep in ("xcomp", "ccomp", "advcl") and tree.tokens[c].tag == "VB":
            if any(tree.tokens[a].text.lower() == "to" for a in tree.auxiliaries(c)) and not tree.negated(c):
                return c
    return None


def _addressed(tree: Tree, subject: int) -> bool:
    """Whether somebody in particular is asked: not "we must stand together", "a president must listen"."""
    first = tree.tokens[tree.edges(subject)[0]].text.lower()
    return acts(tree, subject) and tree.tokens[subject].lemma.lower() not in ("we", "i") and first not in _ANY


def _imagined(tree: Tree, verb: int) -> bool:
    return any(tree.quoted[a] for a in tree.auxiliaries(verb)) or any(
        tree.tokens[c].text.lower() == "rather" for c in tree.children[verb]
    )


def _aside(tree: Tree, verb: int) -> bool:
    """A clause that only describes or explains: "where she is expected to win", "because it would help"."""
    above = verb
    while tree.tokens[above].dep in ("ccomp", "xcomp", "conj") and tree.tokens[above].head != above:
        above = tree.tokens[above].head
    before = [tree.tokens[c] for c in tree.children[verb] if c < verb]
    if tree.tokens[above].dep == "relcl" or any(t.tag in ("WP", "WDT", "WRB") and t.text != "when" for t in before):
        return True
    mark = tree.child(verb, "mark") if tree.tokens[verb].dep == "advcl" else None
    return mark is not None and tree.tokens[mark].text.lower() in ("because", "since", "as", "whether")


def _vague(tree: Tree, subject: int) -> bool:
    token = tree.tokens[subject]
    if token.lemma.lower() == "it" and token.dep == "nsubj" and governor(tree, token.head) is not None:
        return not own_side(tree, token.head, subject)  # "the commission said it would …"
    return token.lemma.lower() in _VAGUE and tree.entities[subject] is None


def _form(text: str) -> str:
    text = text.lower().replace("’", "'")
    return {"'ll": "will", "wo": "will", "'d": "would", "ca": "can", "sha": "shall", "has": "have", "had": "have"}.get(
        text, text
    )
