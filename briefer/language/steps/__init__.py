"""What is to come: clauses about steps, told from threats, demands and forecasts.

What counts as what:
- `scheduled`: announced as fixed or planned ("will meet on Tuesday", "is due to", "talks are planned for", "is to be
  repaired by Friday"), or expected on a day as an appointment is ("is expected to give evidence on Friday", "expects
  to finish both piers by Friday").
- `pledged`: promised or agreed by those who are to do it ("agreed to", "promised a review", "we will publish").
- `demanded`: asked of somebody ("must", "urged X to", "called on X to"), or due by a deadline that was set ("has
  until Friday to answer").
- `conditional`: hangs on an `if`, `unless` or `once`, be it promised, planned or foretold.
- `predicted`: a forecast, by whoever ("is expected to", "may", "will probably", "will" in somebody else's mouth,
  "will be held in March at the earliest").
A threat is marked as such and never shown, with a condition or without: whatever somebody "threatened", and any
step whose words do harm ("strike back", "retaliate", "cut off"). What is said, warned or vowed under a spoken
condition, without such words, is an ordinary conditional step; a stoppage of work harms nobody. Past, denied,
generic and merely imagined steps are none, nor is what merely describes ("the round will last two days").
A clause with several days ("on Monday and Thursday") is a step on each of them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from briefer.language.clauses import SAYING, Tree, tree_of
from briefer.language.sides import governor
from briefer.language.step_words import CONDITIONAL, HARM, PEACEABLE, STOPPAGE, WORKERS, classify_step
from briefer.language.steps.frames import LONG_AGO, Reading, due
from briefer.language.steps.readings import readings
from briefer.model import Analysis, Range, StepCandidate, When

__all__ = ["classify_step", "find_steps"]

_WARNING = frozenset({"warn", "caution"})
#: Words of violence beside a warning: "if war came, it would end swiftly" threatens without a harmful verb.
_WAR = re.compile(r"\b(?:war|force|troops|military|weapons?|nuclear)\b", re.I)
_DENYING = frozenset("deny doubt dispute rule".split())
_WHEN = frozenset({"when", "while", "as", "before", "after", "until", "till"})
_MARKS = ("“", "”", '"', "«", "»", "„")
_LISTED = re.compile(r",? and |, ")
_OPEN_WORK = re.compile(r"\b(?:to be \w+|will|remains?|needs?|have to|has to|must)\b", re.I)


def find_steps(analysis: Analysis) -> tuple[StepCandidate, ...]:
    """The clauses that announce a step, in text order."""
    tree = tree_of(analysis)
    found: list[StepCandidate] = []
    for s, sentence in enumerate(analysis.sentences):
        if sentence.kind == "heading" or analysis.words(sentence).rstrip(" ”\"’'").endswith("?"):
            continue
        taken: set[int] = set()
        for i in tree.sentences[s]:
            for reading in readings(tree, i):
                if reading.action not in taken and (step := _step(tree, s, reading)) is not None:
                    taken.add(reading.action)
                    found.append(step)
        if (agreed := _agreed_upon(tree, s)) is not None:
            found.append(agreed)
    return _distinct(tree, _asked_once(tree, found))


def _asked_once(tree: Tree, steps: list[StepCandidate]) -> list[StepCandidate]:
    """A demand repeated in one sentence of a pronoun alone is one: "He must go, and he must go before Friday"."""
    kept: list[StepCandidate] = []
    for step in steps:
        before = kept[-1] if kept else None
        if before is not None and before.sentence == step.sentence and _same_demand(tree, before, step):
            clause = Range(before.clause.start, max(before.clause.end, step.clause.end))
            when = before.when or (step.when if _deed(tree, before) == _deed(tree, step) else None)
            kept[-1] = replace(before, clause=_unquoted(tree.analysis.article.text, clause), when=when)
        else:
            kept.append(step)
    return kept


def _same_demand(tree: Tree, one: StepCandidate, two: StepCandidate) -> bool:
    """Whether both ask the same of one pronoun, or anything of one that nothing resolves."""
    if (
        one.kind != "demanded"
        or two.kind != "demanded"
        or (one.threat, one.attribution) != (two.threat, two.attribution)
    ):
        return False
    actors = [tree.at(step.actor) if step.actor is not None else range(0) for step in (one, two)]
    if any(len(a) != 1 or tree.tokens[a[0]].pos != "PRON" for a in actors):
        return False
    (mine,), (theirs,) = actors
    words = {tree.tokens[i].text.lower() for i in (mine, theirs)}
    unresolved = tree.entities[mine] is None and tree.entities[theirs] is None
    same = tree.entities[mine] == tree.entities[theirs] and _deed(tree, one) == _deed(tree, two)
    return len(words) == 1 and (unresolved or same)


def _deed(tree: Tree, step: StepCandidate) -> str:
    return tree.analysis.words(step.action).lower() if step.action is not None else ""


def _distinct(tree: Tree, steps: list[StepCandidate]) -> tuple[StepCandidate, ...]:
    """One step per clause: a clause inside another says the same thing twice; in text order."""
    kept: list[StepCandidate] = []
    for step in sorted(steps, key=lambda s: s.clause.start - s.clause.end):
        inside = [k for k in kept if k.clause.start <= step.clause.start and step.clause.end <= k.clause.end]
        if not inside:
            kept.append(step)
    kept += [replace(step, when=other) for step in kept for other in _other_days(tree, step)]
    return tuple(sorted(kept, key=lambda s: (s.clause, s.kind, s.when.span.start if s.when is not None else 0)))


def _other_days(tree: Tree, step: StepCandidate) -> list[When]:
    """The days that its day is listed with: of "on Monday and Thursday" the Thursday."""
    if step.when is None or step.kind not in ("scheduled", "pledged", "demanded"):
        return []
    listed, joined = [step.when], False
    for date in tree.dates(step.clause):
        before = listed[-1]
        link = tree.analysis.article.text[before.span.end : date.span.start]
        if date.span.start > before.span.start and _LISTED.fullmatch(link) and _one_day(before) < _one_day(date):
            listed.append(date)
            joined = "and" in link
    return listed[1:] if joined and _one_day(step.when) else []


def _one_day(date: When) -> str:
    """The day that the words name; empty where they name none, or more than one."""
    return date.from_ if date.from_ and date.from_ == date.to and len(date.from_) == len("2026-05-20") else ""


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


def _step(tree: Tree, sentence: int, reading: Reading) -> StepCandidate | None:
    tokens, verb = tree.tokens, reading.action
    if tree.negated(verb) or any(tokens[a].text.lower() == "have" for a in tree.auxiliaries(verb)):
        return None
    teller = governor(tree, reading.head)
    if teller is not None and (tree.negated(teller) or tree.tokens[teller].lemma.lower() in _DENYING):
        return None  # "that does not mean that they will meet", "she denied that she would resign"
    clause = _clause(tree, sentence, reading)
    words = tree.analysis.words(clause)
    if reading.performed and _past(tree, clause, words):
        return None
    return StepCandidate(
        sentence=sentence,
        clause=clause,
        kind=reading.kind,
        actor=_actor(tree, reading),
        action=_action(tree, verb),
        when=due(tree, reading),
        attribution=tree.attributed[verb],
        threat=reading.threat or _threat(tree, sentence, reading),
    )


def _actor(tree: Tree, reading: Reading) -> Range | None:
    """Who is to do it; for a "they" that nothing resolves, whoever said it of themselves."""
    if reading.actor is None:
        return None
    teller = _teller(tree, reading)
    if teller is None or tree.entities[reading.actor] is not None:
        return tree.phrase(reading.actor)
    return tree.phrase(teller) if _of_themselves(tree, teller, reading) else None


def _of_themselves(tree: Tree, teller: int, reading: Reading) -> bool:
    """Whether the pronoun can mean those who say it: not "doctors told his parents he would be back"."""
    pronoun = tree.tokens[reading.actor].text.lower() if reading.actor is not None else "it"
    many = tree.tokens[teller].tag in ("NNS", "NNPS") or tree.child(teller, "conj") is not None
    verb = tree.tokens[teller].head
    return pronoun != "it" and (pronoun == "they" or not many) and tree.child(verb, "dobj", "dative") is None


def _teller(tree: Tree, reading: Reading) -> int | None:
    """The noun whose pronoun the actor is: "both governments said they would …"."""
    if reading.actor is None or tree.tokens[reading.actor].text.lower() not in ("he", "she", "they", "it"):
        return None
    verb = governor(tree, reading.head)
    if verb is None or verb > reading.head or tree.tokens[verb].lemma.lower() not in SAYING:
        return None
    subject = tree.subject(verb)
    named = subject is not None and tree.tokens[subject].pos in ("NOUN", "PROPN")
    return subject if named and tree.tokens[verb].sentence == tree.tokens[reading.head].sentence else None


def _clause(tree: Tree, sentence: int, reading: Reading) -> Range:
    tokens = tree.clause(reading.head)
    if (teller := _teller(tree, reading)) is not None:
        # "they would meet again" says who only together with "both governments said".
        tokens = [min(tree.edges(teller)[0], tokens[0]), *tokens]
    if tree.tokens[reading.head].dep == "advcl" and tree.tokens[tokens[0]].text.lower() in _WHEN and len(tokens) > 1:
        tokens = tokens[1:]  # "when the contract expires on Friday": what stands above it is another clause
    first, last = tokens[0], max(tokens[-1], reading.action)
    subject = tree.subject(reading.head)
    if subject is not None and (start := tree.edges(subject)[0]) < first:
        first = start  # a verb that shares the subject of the one before it is no clause without it
    place, whole = tree.range(first, last), tree.analysis.sentences[sentence]
    if reading.kind == "conditional" and not reading.threat and not CONDITIONAL.search(tree.analysis.words(place)):
        # "He would go, she said, if …", "If …, she said, he would go": what it hangs on stands behind or before.
        before = CONDITIONAL.search(tree.analysis.words(Range(whole.start, place.start)))
        place = Range(whole.start, place.end) if before else Range(place.start, whole.end)
    text = tree.analysis.article.text
    if place.start == whole.start and not any(c.isalnum() for c in text[place.end : whole.end]):
        place = Range(whole.start, whole.end)
    deed = tree.tokens[reading.action].start
    for quotation in tree.analysis.quotations:
        if quotation.start <= place.start and quotation.start < deed < quotation.end < place.end:
            place = Range(place.start, quotation.inner.end)  # what follows the closing mark says whose words they are
    return _unquoted(text, place)


def _unquoted(text: str, place: Range) -> Range:
    """The place without a quotation mark whose partner it leaves out, or a pair around the whole."""
    start, end = place
    while text[start : start + 1] in _MARKS and start < end and not _paired(text[start + 1 : end - 1]):
        start += 1
    while text[end - 1 : end] in _MARKS and start < end and not _paired(text[start : end - 1]):
        end -= 1
    return Range(start, end)


def _paired(words: str) -> bool:
    """Whether quotation marks within open and close there, so that those at the edges may be theirs."""
    return any(mark in words for mark in _MARKS)


def _action(tree: Tree, verb: int) -> Range:
    """The deed without its subject, its time and its conditions: "meet again"."""
    if tree.tokens[verb].pos in ("NOUN", "PROPN"):
        return tree.phrase(verb)
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
    start, end = tree.range(first, last)
    text = tree.analysis.article.text
    if text[end : end + 1] in ("”", '"') and any(mark in text[start:end] for mark in _MARKS):
        end += 1
    return Range(start, end)


def _past(tree: Tree, clause: Range, words: str) -> bool:
    """Whether what was agreed or asked lies so far back that it is history."""
    if LONG_AGO.search(words):
        return True
    published = tree.analysis.article.published
    return bool(published) and any(d.to and d.to[:4] < str(published)[:4] for d in tree.dates(clause))


def _threat(tree: Tree, sentence: int, reading: Reading) -> bool:
    teller = governor(tree, reading.head)
    lemma = tree.tokens[teller].lemma.lower() if teller is not None else ""
    if lemma == "threaten":
        return True
    words = tree.analysis.words(tree.analysis.sentences[sentence])
    nobody = reading.actor is None or tree.tokens[reading.actor].text.lower() in ("it", "this", "that")
    if lemma in _WARNING and (nobody or _WAR.search(words)):
        return True
    if _stops_work(tree, reading):
        return False
    if reading.kind == "demanded" or tree.tokens[reading.action].lemma.lower() in PEACEABLE:
        return False
    without = frozenset(c for c in tree.children[reading.action] if tree.tokens[c].dep in ("advcl", "conj"))
    below = tree.subtree(reading.action, without)
    deed = STOPPAGE.sub("", tree.analysis.words(tree.range(below[0], below[-1])))
    return HARM.search(deed) is not None


def _stops_work(tree: Tree, reading: Reading) -> bool:
    """Whether workers down tools: "members would strike if …", not "would strike back", "strike the port"."""
    if tree.tokens[reading.action].lemma.lower() != "strike" or reading.actor is None:
        return False
    below = {tree.tokens[c].dep for c in tree.children[reading.action] if c > reading.action}
    back = any(tree.tokens[c].text.lower() in ("back", "at", "against") for c in tree.children[reading.action])
    return tree.tokens[reading.actor].lemma.lower() in WORKERS and "dobj" not in below and not back
