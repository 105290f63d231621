"""Verbs read as steps: by an auxiliary, by a verb of their own, by an adjective."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefer.language.clauses import Tree
from briefer.language.sides import acts, governor, own_side
from briefer.language.step_words import (
    APPOINTMENTS,
    BELIEVING,
    FIXED,
    FORECASTERS,
    FORESEEING,
    GIVEN,
    PEOPLE,
    PERHAPS,
    READY,
    SHOWS,
    STATES,
    TALKS,
)
from briefer.language.steps.duties import addressed, by_a_deadline, expected_of_oneself, fixed, obliged
from briefer.language.steps.frames import Reading, coming, conditioned, dates_of, infinitive_of
from briefer.model import StepKind

_PROMISING = frozenset("agree promise pledge vow undertake commit swear guarantee".split())
_PLANNING = frozenset("plan intend aim".split())
_DEMANDING = frozenset("urge ask demand order press require request implore instruct call appeal".split())
_PERFORMED = _PROMISING | _PLANNING | _DEMANDING | {"threaten", "expect", "have", "need", "be"}
#: What can be given is promised as a thing, too.
_GIVING = frozenset("promise pledge vow guarantee".split())
_KEPT = frozenset("closed shut suspended cancelled canceled grounded sealed".split())
_EARLIEST = re.compile(r"at the (?:\w+ )?(?:earliest|soonest)|no(?:t)? earlier than", re.I)
_A_DAY = len("2026-05-20")
_NONE = frozenset("no little few none nothing".split())
_VAGUE = frozenset({"you", "one", "nobody", "anyone", "anybody", "who", "which", "that", "what", "this", "it", "there"})
_OWNERS = frozenset("my your his her its our their".split())


def readings(tree: Tree, i: int) -> Iterator[Reading]:
    """What the token may say of a step, the strongest reading first."""
    token = tree.tokens[i]
    lemma = token.lemma.lower()
    acts = token.pos in ("VERB", "AUX") and token.dep not in ("aux", "auxpass")
    if not (acts or lemma in READY) or _aside(tree, i):
        return
    if lemma in READY:
        yield from _ready(tree, i, READY[lemma])
    if acts:
        yield from _performed(tree, i, lemma)
        yield from _modal(tree, i, lemma)
        if lemma in FIXED:
            yield from _present(tree, i)


def _modal(tree: Tree, verb: int, lemma: str) -> Iterator[Reading]:
    forms = {_form(tree.tokens[a].text) for a in tree.auxiliaries(verb)}
    if not forms & {"will", "shall", "would", "must", "should", "may", "might", "could"}:
        return
    subject = tree.subject(verb)
    if subject is None or tree.negated(verb) or "have" in forms:
        return
    past = tree.tokens[verb].tag in ("VBN", "VBD") and tree.tokens[verb].text.lower() != lemma
    if past and tree.child(verb, "auxpass") is None:
        return  # "he'd battled on" had, and would not
    if _vague(tree, subject) and not _tabled(tree, verb, subject):
        return
    hearer = tree.child(verb, "dobj", "dative")
    if hearer is not None and tree.tokens[hearer].text.lower() == "you":
        return  # "We will keep you updated"
    if tree.tokens[subject].text.lower() in ("we", "i") and tree.child(verb, "auxpass") is not None:
        return  # "We will be heard"
    if any(tree.tokens[a].start < tree.tokens[subject].start for a in tree.auxiliaries(verb)):
        return  # "Should they fail", "would they meet?"
    dated = bool(coming(tree, verb))
    conditional = conditioned(tree, verb)
    if dated and forms & {"will", "shall", "would"} and _stays_shut(tree, verb) and not _guessed(tree, verb):
        yield Reading("conditional" if conditional else "scheduled", verb, verb, subject)
        return
    if lemma in STATES or (lemma == "be" and not dated):
        return
    stated = tree.attributed[verb] is not None or governor(tree, verb) is not None
    # In indirect speech "would" is what was "will"; between quotation marks it imagines.
    would = "would" in forms and stated and (conditional or not _imagined(tree, verb))
    kind: StepKind | None = None
    if forms & {"will", "shall"} or would:
        kind = "conditional" if conditional else _will(tree, verb, subject, dated=dated)
    elif forms & {"must", "should"} and addressed(tree, subject) and tree.tokens[verb].tag != "VBG":
        kind = "conditional" if conditional else "demanded"
    elif forms & {"may", "might", "could"} and (acts(tree, subject) or (conditional and stated)):
        kind = "conditional" if conditional else "predicted" if dated else None
    if kind is not None:
        yield Reading(kind, verb, verb, subject)


def _stays_shut(tree: Tree, verb: int) -> bool:
    """Whether a state is kept up by those who ordered it: "schools will remain closed till Friday"."""
    state = tree.child(verb, "acomp", "oprd", "advmod", "xcomp")
    kept = tree.tokens[verb].lemma.lower() in ("remain", "stay") and state is not None
    return kept and tree.tokens[state or 0].text.lower() in _KEPT


def _will(tree: Tree, verb: int, subject: int, *, dated: bool) -> StepKind | None:
    timed = fixed(tree, verb)
    talks = tree.tokens[subject].lemma.lower() in TALKS
    acting = acts(tree, subject)
    if _guessed(tree, verb):
        return "predicted" if dated and (acting or _foreseen(tree, verb)) else None
    if timed and dated:
        return "predicted" if _left_open(tree, verb) else "scheduled"
    if tree.attributed[verb] is None and governor(tree, verb) is None:
        # "They will take it" names nobody, and may say anything of the world.
        known = tree.tokens[subject].pos != "PRON" or tree.entities[subject] is not None
        if talks or (acting and (dated or (timed and known))):
            return "scheduled"
        return "predicted" if acting and known else None
    if talks or own_side(tree, verb, subject):
        # "We will bring it to every school by June" binds those who say it.
        first = tree.tokens[subject].text.lower() in ("we", "i")
        if tree.tokens[verb].tag == "VBG":
            return "scheduled" if dated and acts(tree, subject) and not first else None
        firm = talks or (first and not _on_one_day(tree, verb))
        return "scheduled" if dated and not firm else "pledged"
    # What somebody says of others without a date is an opinion, and stands among the positions.
    return "predicted" if acting and dated else None


def _left_open(tree: Tree, verb: int) -> bool:
    """Whether its date is only the first that may be: "in March at the earliest"."""
    return any(_EARLIEST.search(d.text) for d in coming(tree, verb))


def _on_one_day(tree: Tree, verb: int) -> bool:
    return any(d.from_ is not None and d.from_ == d.to and len(d.from_) >= _A_DAY for d in coming(tree, verb))


def _guessed(tree: Tree, verb: int) -> bool:
    """Whether somebody only thinks so, or foretells it by trade, or the clause itself leaves it open."""
    if any(tree.tokens[c].text.lower() in PERHAPS for c in tree.children[verb]):
        return True
    teller = governor(tree, verb)
    if teller is None:
        return False
    speaker = tree.subject(teller)
    by_trade = speaker is not None and tree.tokens[speaker].lemma.lower() in FORECASTERS
    return by_trade or tree.tokens[teller].lemma.lower() in BELIEVING


def _foreseen(tree: Tree, verb: int) -> bool:
    """Whether somebody foretells it in so many words: "predicted that shops would run short"."""
    teller = governor(tree, verb)
    return teller is not None and tree.tokens[teller].lemma.lower() in FORESEEING


def _tabled(tree: Tree, verb: int, subject: int) -> bool:
    """Whether something named before is dealt with on a day: "It will be considered in committee from 3 March"."""
    passive = tree.child(verb, "auxpass") is not None and tree.tokens[verb].lemma.lower() in FIXED
    return passive and tree.tokens[subject].text.lower() == "it" and bool(coming(tree, verb))


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
    if ahead and not conditioned(tree, verb):
        yield Reading("scheduled", verb, verb, subject)


def _performed(tree: Tree, verb: int, lemma: str) -> Iterator[Reading]:
    if lemma not in _PERFORMED or tree.negated(verb):
        return
    forms = {_form(tree.tokens[a].text) for a in tree.auxiliaries(verb)}
    if forms & {"would", "could", "might", "may", "to"}:
        return
    infinitive = infinitive_of(tree, verb)
    subject = tree.subject(verb)
    if lemma in ("have", "need") and (deed := by_a_deadline(tree, verb, infinitive)) is not None:
        yield Reading("demanded", verb, deed, subject)
        return
    if subject is not None and _vague(tree, subject):
        return
    if lemma == "threaten" and infinitive is not None:
        yield Reading("conditional", verb, infinitive, subject, performed=True, threat=True)
    elif lemma in _PROMISING:
        yield from _promise(tree, verb, infinitive)
    elif subject is None or tree.tokens[subject].text.lower() in _OWNERS or not tree.finite(verb):
        return  # "her plans to sell": a noun, misread
    elif lemma in _PLANNING and infinitive is not None and tree.child(verb, "auxpass") is None:
        kind: StepKind = "conditional" if conditioned(tree, infinitive) else "scheduled"
        yield Reading(kind, verb, infinitive, subject, performed=True)
    elif lemma == "expect" and infinitive is not None:
        yield from expected_of_oneself(tree, verb, infinitive, subject)
    elif lemma in ("have", "need", "be") and infinitive is not None:
        yield from obliged(tree, verb, infinitive, subject)
    elif lemma in _DEMANDING and tree.child(verb, "auxpass") is None:
        yield from _demand(tree, verb, lemma)


def _promise(tree: Tree, verb: int, infinitive: int | None) -> Iterator[Reading]:
    """What was promised: "agreed to open", "promised that it would open", "left, promising to return"."""
    maker = tree.subject(verb)
    if maker is not None and tree.tokens[maker].text.lower() in ("we", "i") and tree.tokens[verb].tag == "VBD":
        return  # "We promised stability, and stability has paid"
    if infinitive is None and (thing := _promised(tree, verb)) is not None:
        kind: StepKind = "conditional" if conditioned(tree, verb) else "pledged"
        yield Reading(kind, verb, thing, tree.subject(verb), performed=True)
        return
    head, subject, deed = verb, tree.subject(verb), infinitive
    if subject is None and tree.tokens[verb].dep == "advcl":
        head = tree.tokens[verb].head
        subject = tree.subject(head)
    if deed is None and (clause := tree.child(verb, "ccomp")) is not None and clause > verb:
        forms = {_form(tree.tokens[a].text) for a in tree.auxiliaries(clause)}
        # "Analysts agree it would fail" agrees to nothing.
        if forms & {"will", "would", "shall"} and tree.child(clause, "mark") is not None:
            deed = clause
    if subject is None or deed is None or not tree.finite(head):
        return
    # Who agrees to do something is somebody; "the winter promises to be cold" promises nothing.
    if acts(tree, subject) or (deed == infinitive and tree.tokens[deed].lemma.lower() not in STATES | {"be"}):
        conditional = conditioned(tree, deed) or conditioned(tree, verb)
        yield Reading("conditional" if conditional else "pledged", head, deed, subject, performed=True)


def _promised(tree: Tree, verb: int) -> int | None:
    """The thing that somebody promised: "an urgent review", "residents a new well"; not "no cuts", "little"."""
    subject = tree.subject(verb)
    if tree.tokens[verb].lemma.lower() not in _GIVING or not tree.finite(verb):
        return None
    if subject is None or not acts(tree, subject) or tree.child(verb, "auxpass", "ccomp") is not None:
        return None
    things = [c for c in tree.children[verb] if c > verb and tree.tokens[c].dep == "dobj"]
    thing = things[-1] if things else None
    if thing is None or tree.tokens[thing].pos != "NOUN" or tree.tokens[thing].lemma.lower() in PEOPLE:
        return None
    without = {tree.tokens[t].text.lower() for t in tree.children[thing]}
    return None if without & _NONE else thing


def _demand(tree: Tree, verb: int, lemma: str) -> Iterator[Reading]:
    """What was asked: "urged Vellany to open", "demanded that Vellany open", "called for a vote"."""
    for below in tree.subtree(verb):
        token = tree.tokens[below]
        if below <= verb or token.tag not in ("VB", "VBP") or token.head == below:
            continue
        if any(below >= c > verb and _asks(tree, c) for c in tree.children[verb]):
            continue
        to = any(tree.tokens[a].text.lower() == "to" for a in tree.auxiliaries(below))
        clause = token.dep == "ccomp" and token.head == verb and lemma in ("demand", "order", "request", "urge")
        clause = clause and {_form(tree.tokens[a].text) for a in tree.auxiliaries(below)} <= {"should", "be"}
        if (to or clause) and not tree.negated(below):
            asked = tree.child(verb, "dobj", "dative") if lemma not in ("call", "appeal") else None
            asked = asked if asked is not None else _called_on(tree, verb)
            subject = tree.child(below, "nsubj", "nsubjpass")
            actor = subject if subject is not None else asked
            if actor is not None and actor < below and acts(tree, actor):
                yield Reading("demanded", verb, below, actor, performed=True)
            return
    called = tree.child(verb, "prep")
    if lemma in ("call", "appeal") and called is not None and tree.tokens[called].text.lower() == "for":
        noun = tree.child(called, "pobj")
        if noun is not None and tree.tokens[noun].lemma.lower() not in ("order", "calm"):
            yield Reading("demanded", verb, noun, None, performed=True)


def _called_on(tree: Tree, verb: int) -> int | None:
    """Whom a demand is put to behind its preposition: "called on Vellany"; "called her on Friday" calls on nobody."""
    for c in tree.children[verb]:
        if c > verb and tree.tokens[c].text.lower() in ("on", "upon", "to", "of", "for"):
            asked = tree.child(c, "pobj")
            if asked is not None and tree.tokens[asked].ent not in ("DATE", "TIME"):
                return asked
    return None


def _ready(tree: Tree, i: int, kind: StepKind) -> Iterator[Reading]:
    """What stands ready: "is due to", "are set to", "was asked to", "talks are planned for Monday"."""
    token = tree.tokens[i]
    be = i if tree.child(i, "auxpass") is not None else token.head if token.dep in ("acomp", "oprd") else None
    if be is None or tree.negated(i) or tree.negated(be) or (subject := tree.subject(be)) is None:
        return
    if any(tree.tokens[a].text.lower() in ("had", "'d", "’d") for a in (*tree.auxiliaries(be), *tree.auxiliaries(i))):
        return  # "had been due to sail": whatever came of it
    if any(
        tree.tokens[a].text.lower() in ("could", "might", "may") for a in (*tree.auxiliaries(be), *tree.auxiliaries(i))
    ):
        return  # "could be required to pay"
    infinitive = infinitive_of(tree, i) or infinitive_of(tree, be)
    if infinitive is None:
        yield from _ready_on_a_day(tree, i, be, kind, subject)
        return
    if kind == "predicted" and _appointed(tree, i, infinitive, subject):
        kind = "scheduled"
    dated = bool(coming(tree, infinitive) or coming(tree, i))
    describes = tree.tokens[infinitive].lemma.lower() in STATES | {"be"}
    if kind == "predicted" and not (acts(tree, subject) and (dated or not describes)) and (describes or not dated):
        return  # "is likely to be cold", "prices are expected to fall"
    if kind != "demanded" and (conditioned(tree, infinitive) or conditioned(tree, be)):
        kind = "conditional"
    yield Reading(kind, be, infinitive, subject, performed=kind == "demanded")


def _ready_on_a_day(tree: Tree, i: int, be: int, kind: StepKind, subject: int) -> Iterator[Reading]:
    """Without an infinitive a date must say when: "is due in Arvel on Monday", "rain is likely on Sunday"."""
    # Indirect speech puts a coming Sunday into the past tense: "said that rain was likely on Sunday".
    told = kind == "predicted" and governor(tree, be) is not None and bool(dates_of(tree, be))
    if not (told or coming(tree, i) or coming(tree, be)) or (
        tree.tokens[subject].pos == "PRON" and not acts(tree, subject)
    ):
        return
    if kind == "scheduled":
        yield Reading(kind, be, i, subject)
    elif kind == "predicted" and tree.child(i, "ccomp", "oprd", "dobj") is None:
        yield Reading(kind, be, subject, None)


def _appointed(tree: Tree, i: int, infinitive: int, subject: int) -> bool:
    """Whether an expectation is one of the diary: "is expected to give evidence on Friday"."""
    if tree.tokens[i].lemma.lower() != "expect" or not (coming(tree, infinitive) or coming(tree, i)):
        return False
    if not acts(tree, subject) and tree.tokens[subject].lemma.lower() not in TALKS | SHOWS:
        return False
    deed, thing = tree.tokens[infinitive].lemma.lower(), tree.child(infinitive, "dobj")
    given = deed in ("give", "make", "deliver") and thing is not None and tree.tokens[thing].lemma.lower() in GIVEN
    return given or deed in APPOINTMENTS


def _imagined(tree: Tree, verb: int) -> bool:
    return any(tree.quoted[a] for a in tree.auxiliaries(verb)) or any(
        tree.tokens[c].text.lower() == "rather" for c in tree.children[verb]
    )


def _aside(tree: Tree, verb: int) -> bool:
    """A clause that only describes or explains: "where she is expected to win", "because it would help"."""
    above = verb
    while tree.tokens[above].dep in ("ccomp", "xcomp", "conj") and tree.tokens[above].head != above:
        if _asks(tree, above):
            return True
        above = tree.tokens[above].head
    before = [tree.tokens[c] for c in tree.children[verb] if c < verb]
    if tree.tokens[above].dep == "relcl" or any(t.tag in ("WP", "WDT", "WRB") and t.text != "when" for t in before):
        return True
    mark = tree.child(verb, "mark") if tree.tokens[verb].dep == "advcl" else None
    return _asks(tree, above) or (mark is not None and tree.tokens[mark].text.lower() in ("because", "since", "as"))


def _asks(tree: Tree, verb: int) -> bool:
    """Whether a clause is only a question: "asked whether they should sell", "asked if she could"."""
    mark = tree.child(verb, "mark")
    word = "" if mark is None else tree.tokens[mark].text.lower()
    return word == "whether" or (word == "if" and tree.tokens[verb].dep == "ccomp")


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
