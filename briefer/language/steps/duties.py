"""What is laid on somebody, or set for a day by those who do it: "has to decide", "is to be repaired by Friday"."""

from __future__ import annotations

from collections.abc import Iterator

from briefer.language.clauses import SUBJECTS, Tree
from briefer.language.sides import acts
from briefer.language.step_words import COUNTED, FIXED, OUTCOMES, PEOPLE, SERVICES, STATES, TALKS, WORKS
from briefer.language.steps.frames import Reading, coming, conditioned, infinitive_of

_ANY = frozenset({"a", "an", "any", "every", "each", "no"})
_SETTING_OUT = frozenset({"begin", "start", "resume"})
_UNTIL = frozenset({"until", "till "})
#: "The aim is to …" says what a plan is for, not what happens next.
_AIMS = frozenset(
    "strategy decision choice plan instinct order message aim goal task job purpose idea point question way thing answer role duty mission intention objective "
    "priority hope wish trick problem challenge key".split()
)


def obliged(tree: Tree, verb: int, infinitive: int, subject: int) -> Iterator[Reading]:
    """What is laid on somebody: "has to decide", "the sides are to meet"."""
    lemma = tree.tokens[verb].lemma.lower()
    between = tree.tokens[verb + 1 : infinitive]
    if tree.tokens[verb].tag not in ("VBZ", "VBP") or any(
        # "has yet to say", "has the nerve to ask", "they are here to see"
        t.pos not in ("ADV", "PART", "AUX") or t.text.lower() in ("here", "there", "over", "yet")
        for t in between
    ):
        return
    if lemma == "be" and tree.tokens[infinitive].lemma.lower() == "blame":
        return
    if lemma == "be" and tree.tokens[verb].text.lower() != "were":
        talks = tree.tokens[subject].lemma.lower() in TALKS
        done = coming(tree, infinitive) and fixed(tree, infinitive)
        if tree.tokens[subject].lemma.lower() not in _AIMS and (talks or done or acts(tree, subject)):
            yield Reading("scheduled", verb, infinitive, subject)
    elif lemma != "be" and addressed(tree, subject) and tree.tokens[infinitive].lemma.lower() not in STATES:
        yield Reading("demanded", verb, infinitive, subject)


def by_a_deadline(tree: Tree, verb: int, infinitive: int | None) -> int | None:
    """What is to be done by then: "has until 3 June to answer", "needs 6,000 signatures by Friday"."""
    if tree.tokens[verb].tag not in ("VBZ", "VBP") or tree.subject(verb) is None:
        return None
    limits = [d for d in coming(tree, verb) if d.to and not d.from_]
    if tree.tokens[verb].lemma.lower() == "have":
        behind = tree.tokens[verb].end + 1
        return infinitive if any(d.span.start == behind and d.text.lower()[:5] in _UNTIL for d in limits) else None
    thing = tree.child(verb, "dobj")
    if thing is None or thing < verb or tree.child(thing, "nummod") is None:
        return None
    counted = tree.tokens[thing].lemma.lower() in COUNTED | PEOPLE
    return thing if counted and any(d.span.start > tree.tokens[thing].end for d in limits) else None


def expected_of_oneself(tree: Tree, verb: int, infinitive: int, subject: int) -> Iterator[Reading]:
    """What those who act set a date for: "expects to replace both ramps by Friday"; not "expects to win in May"."""
    others = tree.child(infinitive, "auxpass", *SUBJECTS) is not None or tree.child(verb, "auxpass", "dobj") is not None
    if others or tree.tokens[verb].tag not in ("VBZ", "VBP"):
        return
    dated = bool(coming(tree, infinitive) or coming(tree, verb))
    if dated and acts(tree, subject) and tree.tokens[infinitive].lemma.lower() not in STATES | OUTCOMES:
        yield Reading(
            "conditional" if conditioned(tree, infinitive) or conditioned(tree, verb) else "scheduled",
            verb,
            infinitive,
            subject,
        )


def fixed(tree: Tree, verb: int) -> bool:
    """Whether a date makes a schedule of it: "will vote", "will sail again", "will be repaired"."""
    lemma = tree.tokens[verb].lemma.lower()
    if lemma in _SETTING_OUT and (deed := infinitive_of(tree, verb)) is not None:
        # "will start to die": the deed behind the beginning tells.
        return tree.tokens[deed].lemma.lower() in FIXED | SERVICES | WORKS
    return lemma in FIXED | SERVICES or (lemma in WORKS and tree.child(verb, "auxpass") is not None)


def addressed(tree: Tree, subject: int) -> bool:
    """Whether somebody in particular is asked: not "we must stand together", "a president must listen", "people should"."""
    first = tree.tokens[tree.edges(subject)[0]].text.lower()
    return (
        acts(tree, subject) and tree.tokens[subject].lemma.lower() not in ("we", "i") and first not in _ANY | {"people"}
    )
