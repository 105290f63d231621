"""What is to come: clauses about steps, told from threats, demands and forecasts.

What counts as what:
- `scheduled`: announced as fixed or planned ("will meet on Tuesday", "is due to", "talks are planned for").
- `pledged`: promised or agreed by those who are to do it ("agreed to", "we will publish").
- `demanded`: asked of somebody ("must", "urged X to", "called on X to").
- `conditional`: hangs on an `if`, `unless` or `once`.
- `predicted`: a forecast, by whoever ("is expected to", "may", "will" in somebody else's mouth).
A threat is marked as such and never shown: "threatened to", and any step whose words do harm ("strike",
"retaliate", "cut off"). A warning of what somebody may do under a spoken condition, without such words,
is an ordinary conditional step. Past, denied, generic and merely imagined steps are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefer.language.clauses import Tree
from briefer.language.sides import acts, governor, own_side
from briefer.language.step_words import FIXED, HARM, PEACEABLE, READY, STATES, TALKS, classify_step
from briefer.model import Analysis, Range, StepCandidate, StepKind, When

__all__ = ["classify_step", "find_steps"]

_PROMISING = frozenset("agree promise pledge vow undertake commit swear guarantee".split())
_PLANNING = frozenset("plan intend aim".split())
_DEMANDING = frozenset("urge ask demand order press require request implore instruct call appeal".split())
_WARNING = frozenset({"warn", "caution"})
_CONDITIONS = frozenset({"if", "unless", "once", "provided", "providing"})
_VAGUE = frozenset({"you", "one", "nobody", "anyone", "anybody", "who", "which", "that", "what", "this", "it", "there"})
#: "The aim is to …" says what a plan is for, not what happens next.
_AIMS = frozenset(
    "aim goal task job purpose idea point question way thing answer role duty mission intention objective "
    "priority hope wish trick problem challenge key".split()
)
#: Words of violence beside a warning: "if war came, it would end swiftly" threatens without a harmful verb.
_WAR = re.compile(r"\b(?:war|force|troops|military|weapons?|nuclear)\b", re.I)
_LONG_AGO = re.compile(
    r"\b(?:last (?:year|month|decade|century|spring|summer|autumn|winter)|(?:years?|months?|decades?) ago|"
    r"in the past|formerly|(?:in|since|back in) (?:1[5-9]|20)\d\d)\b",
    re.I,
)
_OPEN_WORK = re.compile(r"\b(?:to be \w+|will|remains?|needs?|have to|has to|must)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Reading:
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


def find_steps(analysis: Analysis) -> tuple[StepCandidate, ...]:
    """The clauses that announce a step, in text order."""
    tree = Tree(analysis)
    found: list[StepCandidate] = []
    for s, sentence in enumerate(analysis.sentences):
        if sentence.kind == "heading" or analysis.words(sentence).rstrip(" ”\"’'").endswith("?"):
            continue
        taken: set[int] = set()
        for i in tree.sentences[s]:
            for reading in _readings(tree, i):
                if reading.action not in taken and (step := _step(tree, s, reading)) is not None:
                    taken.add(reading.action)
                    found.append(step)
        if (agreed := _agreed_upon(tree, s)) is not None:
            found.append(agreed)
    return _distinct(found)


def _distinct(steps: list[StepCandidate]) -> tuple[StepCandidate, ...]:
    """One step per clause: a clause inside another says the same thing twice; in text order."""
    kept: list[StepCandidate] = []
    for step in sorted(steps, key=lambda s: s.clause.start - s.clause.end):
        inside = [k for k in kept if k.clause.start <= step.clause.start and step.clause.end <= k.clause.end]
        if not inside:
            kept.append(step)
    return tuple(sorted(kept, key=lambda s: (s.clause, s.kind)))


def _readings(tree: Tree, i: int) -> Iterator[_Reading]:
    """What the token may say of a step, the strongest reading first."""
    token = tree.tokens[i]
    lemma = token.lemma.lower()
    if lemma in READY:
        yield from _ready(tree, i, READY[lemma])
    if token.pos in ("VERB", "AUX") and token.dep not in ("aux", "auxpass"):
        yield from _performed(tree, i, lemma)
        yield from _modal(tree, i, lemma)
        if lemma in FIXED:
            yield from _present(tree, i)


# --- readings by an auxiliary ---------------------------------------------------------------------------


def _modal(tree: Tree, verb: int, lemma: str) -> Iterator[_Reading]:
    forms = {_form(tree.tokens[a].text) for a in tree.auxiliaries(verb)}
    if not forms & {"will", "shall", "would", "must", "should", "may", "might", "could"}:
        return
    subject = tree.subject(verb)
    if subject is None or tree.negated(verb) or "have" in forms or _vague(tree, subject):
        return
    if any(tree.tokens[a].start < tree.tokens[subject].start for a in tree.auxiliaries(verb)):
        return  # "Should they fail", "would they meet?"
    dated = bool(_coming(tree, verb))
    if lemma in STATES or (lemma == "be" and not dated):
        return
    conditional = _condition(tree, verb)
    stated = tree.attributed[verb] is not None or governor(tree, verb) is not None
    kind: StepKind | None = None
    if forms & {"will", "shall"} or ("would" in forms and stated):
        kind = "conditional" if conditional else _will(tree, verb, subject, dated=dated)
    elif forms & {"must", "should"} and acts(tree, subject):
        kind = "conditional" if conditional else "demanded"
    elif forms & {"may", "might", "could"} and acts(tree, subject):
        kind = "conditional" if conditional else "predicted" if dated else None
    if kind is not None:
        yield _Reading(kind, verb, verb, subject)


def _will(tree: Tree, verb: int, subject: int, *, dated: bool) -> StepKind | None:
    fixed = tree.tokens[verb].lemma.lower() in FIXED
    talks = tree.tokens[subject].lemma.lower() in TALKS
    acting = acts(tree, subject)
    if fixed and dated:
        return "scheduled"
    if tree.attributed[verb] is None and governor(tree, verb) is None:
        return "scheduled" if talks or (acting and (fixed or dated)) else "predicted" if acting else None
    if talks or own_side(tree, verb, subject):
        return "pledged"
    return "predicted" if acting else None


def _present(tree: Tree, verb: int) -> Iterator[_Reading]:
    """What a date to come makes of the present tense: "the council meets on Tuesday", "she is meeting them"."""
    token = tree.tokens[verb]
    progressive = token.tag == "VBG" and any(
        tree.tokens[a].text.lower() in ("is", "are") for a in tree.auxiliaries(verb)
    )
    subject = tree.subject(verb)
    if subject is None or tree.negated(verb) or not (token.tag in ("VBZ", "VBP") or progressive):
        return
    published = tree.analysis.article.published
    coming = any(w.from_ and published and w.from_[:10] > published[: len(w.from_)] for w in _coming(tree, verb))
    if coming and not _condition(tree, verb):
        yield _Reading("scheduled", verb, verb, subject)


# --- readings by a verb or an adjective of its own ------------------------------------------------------


def _performed(tree: Tree, verb: int, lemma: str) -> Iterator[_Reading]:
    if lemma not in _PERFORMED or tree.negated(verb):
        return
    forms = {_form(tree.tokens[a].text) for a in tree.auxiliaries(verb)}
    if forms & {"would", "could", "might", "may", "to"}:
        return
    infinitive = _infinitive(tree, verb)
    subject = tree.subject(verb)
    if lemma == "threaten" and infinitive is not None:
        yield _Reading("conditional", verb, infinitive, subject, performed=True, threat=True)
    elif lemma in _PROMISING and (deed := infinitive if infinitive is not None else _promise(tree, verb)) is not None:
        yield _Reading("pledged", verb, deed, subject, performed=True)
    elif lemma in _PLANNING and infinitive is not None and tree.child(verb, "auxpass") is None:
        yield _Reading("scheduled", verb, infinitive, subject, performed=True)
    elif lemma in ("have", "need") and infinitive is not None and tree.tokens[verb].tag in ("VBZ", "VBP"):
        if subject is not None and acts(tree, subject) and tree.tokens[infinitive].lemma.lower() not in STATES:
            yield _Reading("demanded", verb, infinitive, subject)
    elif lemma == "be" and infinitive is not None and subject is not None:
        noun = tree.tokens[subject]
        between = tree.tokens[verb + 1 : infinitive]
        if any(t.pos not in ("ADV", "PART", "AUX") or t.text.lower() in ("here", "there", "over") for t in between):
            return  # "they are here to see": a purpose
        if noun.lemma.lower() not in _AIMS and not _vague(tree, subject) and noun.pos in ("NOUN", "PROPN", "PRON"):
            yield _Reading("scheduled", verb, infinitive, subject)
    elif lemma in _DEMANDING and tree.child(verb, "auxpass") is None:
        yield from _demand(tree, verb, lemma)


_PERFORMED = _PROMISING | _PLANNING | _DEMANDING | {"threaten", "have", "need", "be"}


def _promise(tree: Tree, verb: int) -> int | None:
    """The clause of "agreed that both sides would meet"."""
    clause = tree.child(verb, "ccomp")
    if clause is None or clause < verb or tree.negated(clause):
        return None
    forms = {_form(tree.tokens[a].text) for a in tree.auxiliaries(clause)}
    return clause if forms & {"will", "would", "shall", "should"} and "have" not in forms else None


def _demand(tree: Tree, verb: int, lemma: str) -> Iterator[_Reading]:
    """What was asked: "urged Vellany to open", "demanded that Vellany open", "called for a vote"."""
    for below in tree.subtree(verb):
        token = tree.tokens[below]
        if below <= verb or token.tag not in ("VB", "VBP") or token.head == below:
            continue
        to = any(tree.tokens[a].text.lower() == "to" for a in tree.auxiliaries(below))
        clause = token.dep == "ccomp" and token.head == verb and lemma in ("demand", "order", "request", "ask", "urge")
        if (to or clause) and not tree.negated(below):
            asked = tree.child(verb, "dobj", "dative")
            if asked is None and (on := tree.child(verb, "prep")) is not None:
                asked = tree.child(on, "pobj")
            subject = tree.child(below, "nsubj", "nsubjpass")
            actor = subject if subject is not None else asked
            if actor is not None and actor < below:
                yield _Reading("demanded", verb, below, actor, performed=True)
            return
    called = tree.child(verb, "prep")
    if lemma in ("call", "appeal") and called is not None and tree.tokens[called].text.lower() == "for":
        if (noun := tree.child(called, "pobj")) is not None:
            yield _Reading("demanded", verb, noun, None, performed=True)


def _ready(tree: Tree, i: int, kind: StepKind) -> Iterator[_Reading]:
    """What stands ready: "is due to", "are set to", "was asked to", "talks are planned for Monday"."""
    token = tree.tokens[i]
    be = i if tree.child(i, "auxpass") is not None else token.head if token.dep in ("acomp", "oprd") else None
    if be is None or tree.negated(i) or tree.negated(be) or (subject := tree.subject(be)) is None:
        return
    if (infinitive := _infinitive(tree, i) or _infinitive(tree, be)) is not None:
        yield _Reading(kind, be, infinitive, subject, performed=kind == "demanded")
    elif kind == "scheduled" and token.lemma.lower() not in ("set", "due") and _coming(tree, i):
        yield _Reading(kind, be, i, subject)


def _agreed_upon(tree: Tree, sentence: int) -> StepCandidate | None:
    """An agreement that points back: "There is work to be done", then "That's what's been agreed upon"."""
    analysis = tree.analysis
    here = analysis.sentences[sentence]
    if sentence == 0 or analysis.sentences[sentence - 1].paragraph != here.paragraph or here.end - here.start > 80:
        return None
    before = analysis.sentences[sentence - 1]
    if not _OPEN_WORK.search(analysis.words(before)):
        return None
    for i in tree.sentences[sentence]:
        if tree.tokens[i].lemma.lower() != "agree" or tree.negated(i):
            continue
        first = tree.sentences[sentence][0]
        start = next((t for t in tree.sentences[sentence - 1] if tree.tokens[t].pos not in ("PUNCT", "CCONJ")), None)
        if tree.tokens[first].text.lower() not in ("that", "this") or start is None:
            return None
        end = tree.child(i, "prep", "prt")
        open_work = next((t for t in tree.sentences[sentence - 1] if tree.tokens[t].dep in ("nsubj", "attr")), None)
        return StepCandidate(
            sentence=sentence - 1,
            clause=tree.range(start, end if end is not None and end == i + 1 else i),
            kind="pledged",
            action=tree.range(*tree.edges(open_work)) if open_work is not None else None,
            attribution=tree.attributed[start] if tree.attributed[start] is not None else tree.attributed[i],
        )
    return None


# --- what a reading needs to become a step --------------------------------------------------------------


def _step(tree: Tree, sentence: int, reading: _Reading) -> StepCandidate | None:
    tokens, verb = tree.tokens, reading.action
    if tree.negated(verb) or any(tokens[a].text.lower() == "have" for a in tree.auxiliaries(verb)):
        return None
    clause = _clause(tree, sentence, reading)
    words = tree.analysis.words(clause)
    if reading.performed and _past(tree, clause, words):
        return None
    when = _coming(tree, reading.head if reading.kind != "demanded" else verb)
    return StepCandidate(
        sentence=sentence,
        clause=clause,
        kind=reading.kind,
        actor=tree.phrase(reading.actor) if reading.actor is not None else None,
        action=_action(tree, verb),
        when=when[0] if when else None,
        attribution=tree.attributed[verb],
        threat=reading.threat or _threat(tree, sentence, reading),
    )


def _clause(tree: Tree, sentence: int, reading: _Reading) -> Range:
    tokens = tree.clause(reading.head)
    first, last = tokens[0], max(tokens[-1], reading.action)
    subject = tree.subject(reading.head)
    if subject is not None and (start := tree.edges(subject)[0]) < first:
        first = start  # a verb that shares the subject of the one before it is no clause without it
    place, whole = tree.range(first, last), tree.analysis.sentences[sentence]
    text = tree.analysis.article.text
    if place.start == whole.start and not any(c.isalnum() for c in text[place.end : whole.end]):
        return Range(whole.start, whole.end)
    return place


def _action(tree: Tree, verb: int) -> Range:
    """The deed without its subject, its time and its conditions: "meet again"."""
    without = set()
    first = verb
    for c in tree.children[verb]:
        token = tree.tokens[c]
        if token.dep == "auxpass":
            first = min(first, c)
        if (c < verb and token.dep != "auxpass") or token.dep in ("parataxis", "punct", "advcl", "conj", "cc"):
            without.add(c)
    last = verb
    for t in tree.subtree(verb, frozenset(without)):
        if t > verb and t != last + 1:
            break
        if t > verb and any(d.span.start <= tree.tokens[t].start < d.span.end for d in tree.analysis.dates):
            break
        last = max(last, t)
    while last > verb and tree.tokens[last].pos in ("ADP", "PUNCT", "CCONJ", "DET") and tree.tokens[last].dep != "prt":
        last -= 1
    return tree.range(first, last)


def _coming(tree: Tree, verb: int) -> list[When]:
    """Dates inside the verb's own clause that do not lie before the article's own."""
    if not tree.analysis.dates:
        return []
    tokens = tree.clause(verb)
    published = tree.analysis.article.published
    return [
        d
        for d in tree.dates(tree.range(tokens[0], tokens[-1]))
        if not (d.to and published and d.to < published[: len(d.to)]) and not _LONG_AGO.search(d.text)
    ]


def _past(tree: Tree, clause: Range, words: str) -> bool:
    """Whether what was agreed or asked lies so far back that it is history."""
    if _LONG_AGO.search(words):
        return True
    published = tree.analysis.article.published
    return bool(published) and any(d.to and d.to[:4] < str(published)[:4] for d in tree.dates(clause))


def _threat(tree: Tree, sentence: int, reading: _Reading) -> bool:
    teller = governor(tree, reading.head)
    lemma = tree.tokens[teller].lemma.lower() if teller is not None else ""
    if lemma == "threaten":
        return True
    words = tree.analysis.words(tree.analysis.sentences[sentence])
    if lemma in _WARNING and (reading.actor is None or not acts(tree, reading.actor) or _WAR.search(words)):
        return True
    if reading.kind == "demanded" or tree.tokens[reading.action].lemma.lower() in PEACEABLE:
        return False
    return HARM.search(tree.analysis.words(tree.range(*tree.edges(reading.action)))) is not None


def _condition(tree: Tree, verb: int) -> bool:
    for c in tree.children[verb]:
        if tree.tokens[c].dep == "advcl":
            mark = tree.child(c, "mark", "advmod")
            if mark is not None and tree.tokens[mark].text.lower() in _CONDITIONS:
                return tree.tokens[max(mark - 1, 0)].text.lower() not in ("even", "as")
    return False


def _infinitive(tree: Tree, head: int) -> int | None:
    """The "to" verb that belongs to the head."""
    for c in tree.children[head]:
        if c > head and tree.tokens[c].dep in ("xcomp", "ccomp", "advcl") and tree.tokens[c].tag == "VB":
            if any(tree.tokens[a].text.lower() == "to" for a in tree.auxiliaries(c)) and not tree.negated(c):
                return c
    return None


def _vague(tree: Tree, subject: int) -> bool:
    token = tree.tokens[subject]
    return token.lemma.lower() in _VAGUE and tree.entities[subject] is None


def _form(text: str) -> str:
    text = text.lower().replace("’", "'")
    return {"'ll": "will", "wo": "will", "'d": "would", "ca": "can", "sha": "shall", "has": "have", "had": "have"}.get(
        text, text
    )
