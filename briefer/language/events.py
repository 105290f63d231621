"""What happened: clauses ranked as the main event, with their status, time and place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from briefer.language.clauses import AUTHORITIES, CLAIMING, CONDITIONS, SAYING, Tree, stems, tree_of
from briefer.language.headlines.shape import matter
from briefer.language.lasting import is_lasting
from briefer.language.moments import hour_near, time_at, time_elsewhere, with_hour
from briefer.language.places import dateline_end, dateline_place, is_caption, place_in
from briefer.language.scenes import main_place
from briefer.language.step_words import FORESEEING, STATES
from briefer.model import Analysis, EventCandidate, EventStatus, Range, When

#: Sentences that are looked at: main events stand early, and what comes later explains them.
REACH = 16
#: Clauses this near to each other tell of the same event when they share two stems, others when they share four.
NEARBY = 3
#: An event must come this near to the best to be shown.
NEAR = 2.0
#: What it costs an event that it is only told by somebody, or lies far back.
TOLD = 1.0
#: A sentence with a larger share of quoted words tells what somebody said.
QUOTED = 0.3
_ALLEGED = re.compile(r"\b(?:alleg\w+|accus(?:e[sd]?|ing|ation\w*)|suspected|purported\w*|unconfirmed)\b", re.I)
_PLANNED = frozenset({"will", "shall", "'ll", "’ll"})
_OPEN = frozenset({"may", "might", "could", "would", "should", "can", "must"})
_PEOPLE = frozenset({"i", "you", "we", "me", "us"})
#: Verbs with which a body makes its own decision known.
_ANNOUNCING = frozenset({"say", "announce", "tell"})
_STATE = frozenset("be have seem appear look remain stay become know think want feel like need mean get let".split())
#: Furniture of web pages that extraction leaves in the text.
_FURNITURE = re.compile(
    r"Click to share|Subscribe\b|sign up|newsletter|Image (?:copyright|caption)|\(Photo|Photo:|Getty Images|pic\.twitter|"
    r"Read more|show all|Opens in new window|Scroll down|Advertisement",
    re.I,
)
#: Of which what `_FURNITURE` finds has one, without case: to look for these is cheaper.
_PIECES = tuple(
    "click,subscribe,sign up,newsletter,image,photo,pic.,read more,show all,opens in,scroll,advert,getty".split(",")
)
_BACKGROUND = re.compile(
    r"\b(?:(?:in|since) (?:1[5-9]|20)\d\d|(?:years?|decades?) ago|last (?:year|decade)|history)\b", re.I
)


def find_events(analysis: Analysis) -> tuple[EventCandidate, ...]:
    """The clauses that may be the main event, best first."""
    tree = tree_of(analysis)
    title = stems(matter(analysis.article))
    weights = Counter(e for e in tree.entities if e is not None)
    found = [
        event
        for rank, s in enumerate(_sentences(analysis))
        for verb in tree.verbs(s)
        if (event := _event(tree, s, verb, rank, title, weights)) is not None
    ]
    found = [e if happened(tree, e) else replace(e, score=round(e.score - TOLD, 4)) for e in found]
    found.sort(key=lambda e: (-e.score, e.clause))
    return tuple(_completed(tree, found, matter(analysis.article))) if found else ()


def happened(tree: Tree, event: EventCandidate) -> bool:
    """Whether it tells what happened: no quotation, nobody's account of it, no history and no lasting state."""
    verb = tree.head(event.sentence, event.clause)
    if verb is None or tree.quoted[verb] or _in_a_quotation(tree, verb) or _hands_on(tree, verb):
        return False
    if is_lasting(tree, verb):
        return False
    if _is_history(tree, verb, event.clause) or not tree.is_told(verb):
        return False
    token = tree.tokens[verb]
    if token.dep == "ccomp" and token.head < verb:
        teller = tree.subject(token.head)
        return teller is not None and bool(tree.lemmas(tree.subtree(teller)) & AUTHORITIES)
    sentence = tree.analysis.sentences[event.sentence]
    quoted = sum(
        min(q.end, sentence.end) - max(q.start, sentence.start)
        for q in tree.analysis.quotations
        if q.start < sentence.end and sentence.start < q.end
    )
    return quoted <= QUOTED * (sentence.end - sentence.start)


def _is_no_answer(where: str) -> bool:
    """Whether it tells nothing: "their borders" are nowhere in particular; and a page's own words are no place."""
    return where.partition(" ")[0].lower() in ("their", "its", "her", "our", "your", "my") or is_furniture(where)


def is_furniture(words: str) -> bool:
    """Whether words of the page around the article stand among them."""
    plain = words.casefold()
    return any(map(plain.__contains__, _PIECES)) and _FURNITURE.search(words) is not None


def _sentences(analysis: Analysis) -> Iterator[int]:
    count = 0
    for s, sentence in enumerate(analysis.sentences):
        if (
            sentence.kind == "body"
            and s not in analysis.silent
            and not analysis.words(sentence).rstrip(" ”\"’'").endswith("?")
        ):
            yield s
            if (count := count + 1) == REACH:
                return


def _event(
    tree: Tree, s: int, verb: int, rank: int, title: frozenset[str], weights: Counter[int]
) -> EventCandidate | None:
    token = tree.tokens[verb]
    subject = tree.subject(verb)
    if (
        subject is None
        or token.dep in ("relcl", "csubj", "pcomp", "acl")
        or tree.tokens[subject].lemma.lower() in _PEOPLE
    ):
        return None
    if token.dep == "conj" and tree.child(verb, "nsubj", "nsubjpass") is None:
        return None  # told with the clause that it shares its subject with
    if _unreal(tree, verb) or _foretold(tree, verb):
        return None
    tokens = tree.clause(verb)
    # What a dateline holds is parsed into the clause behind it.
    start = max(tree.tokens[tokens[0]].start, dateline_end(tree.analysis, s))
    clause = Range(start, tree.tokens[tokens[-1]].end)
    if len(tokens) < 4:
        return None
    when = None if _hands_on(tree, verb) else time_at(tree, s, verb, clause)
    where = place_in(tree, s, verb)
    if where is not None and _is_no_answer(tree.analysis.words(where)):
        where = None
    score = _score(tree, verb, subject, rank, clause, title, weights)
    score += 0.2 * (when is not None) + 0.2 * (where is not None)
    return EventCandidate(
        sentence=s,
        clause=clause,
        status=_status(tree, s, verb),
        when=when,
        where=where,
        actor=tree.entities[subject],
        score=round(score, 4),
    )


def _unreal(tree: Tree, verb: int) -> bool:
    """Whether the clause is only supposed or asked: "unless the council acts", "what the council needs"."""
    before = [tree.tokens[c] for c in tree.children[verb] if c < verb]
    if any(t.tag in ("WP", "WRB", "WDT") and t.lemma.lower() not in ("when", "while") for t in before):
        return True
    return any(t.text.lower() in CONDITIONS for t in before if t.dep in ("mark", "advmod"))


def _foretold(tree: Tree, verb: int) -> bool:
    """Whether somebody only foretells it: "predicted that shops would run short", and what is foretold there."""
    token = tree.tokens[verb]
    if token.dep == "ccomp" and token.head != verb and tree.tokens[token.head].lemma.lower() in FORESEEING:
        return True
    foretells = token.lemma.lower() in FORESEEING and tree.child(verb, "auxpass") is None
    return foretells and tree.child(verb, "ccomp") is not None


def _hands_on(tree: Tree, verb: int) -> bool:
    """Whether it only says that somebody said something; "announced a plan" is a deed, "reports:" is none."""
    if announces(tree, verb):
        return False
    lemma = tree.tokens[verb].lemma.lower()
    if lemma in ("say", "tell", "add", "reply", "respond"):
        return True
    labels = {tree.tokens[c].dep for c in tree.children[verb]}
    return lemma in SAYING and (not labels & {"dobj", "nsubjpass"} or bool(labels & {"ccomp", "parataxis"}))


def announces(tree: Tree, verb: int) -> bool:
    """Whether a body says what it has decided or done itself: "Halden said on Monday it has agreed to buy Vardo Mills"."""
    said = tree.child(verb, "ccomp")
    if tree.tokens[verb].lemma.lower() not in _ANNOUNCING or said is None or said < verb or tree.quoted[said]:
        return False
    teller, doer = tree.subject(verb), tree.subject(said)
    if teller is None or doer is None or tree.tokens[doer].text.lower() != "it" or tree.entities[teller] is None:
        return False
    forms = {tree.tokens[a].text.lower() for a in tree.auxiliaries(said)}
    deed = tree.tokens[said].lemma.lower() not in STATES | _STATE | {"expect", "hope", "consider"}
    own = tree.entities[doer] in (None, tree.entities[teller])
    body = tree.analysis.entities[tree.entities[teller] or 0].kind == "organisation"
    return own and body and deed and bool(forms & {"has", "have", "will"}) and not tree.negated(verb)


def _score(
    tree: Tree, verb: int, subject: int, rank: int, clause: Range, title: frozenset[str], weights: Counter[int]
) -> float:
    """How much speaks for the clause as the main event; a sentence further up is worth 0.4."""
    words, noun = tree.analysis.words(clause), tree.tokens[subject]
    score = 3.0 - 0.4 * min(rank, 6) - 0.05 * max(rank - 6, 0)
    if title:
        score += 2.5 * len(title & stems(words)) / len(title)
    if noun.pos == "PRON":
        score -= 1.0
    elif (entity := tree.entities[subject]) is not None:
        score += 0.4 + 0.1 * min(weights[entity], 5)
    score += 0.4 * (tree.tokens[verb].tag in ("VBD", "VBN"))
    return score - sum(cost for cost, found in _against(tree, verb, words) if found)


def _is_history(tree: Tree, verb: int, clause: Range) -> bool:
    """Whether the clause lies far back by its own words: not "sacked him, the first since she won two years ago"."""
    if _BACKGROUND.search(tree.analysis.words(clause)) is None:
        return False
    clauses = (c for c in tree.subtree(verb) if tree.tokens[c].dep == "relcl" or tree.child(c, "mark") is not None)
    aside = {t for c in clauses if c != verb and tree.tokens[c].dep in ("relcl", "advcl") for t in tree.subtree(c)}
    own = (t for t in tree.at(clause) if t not in aside)
    return _BACKGROUND.search(" ".join(tree.tokens[t].text for t in own)) is not None


def _against(tree: Tree, verb: int, words: str) -> tuple[tuple[float, bool], ...]:
    """What speaks against a clause as the main event, and whether it is so."""
    token = tree.tokens[verb]
    lemma, label = token.lemma.lower(), token.dep
    forms = {tree.tokens[a].text.lower() for a in tree.auxiliaries(verb)}
    return (
        (0.6, lemma in _STATE),
        (1.2, label == "advcl"),
        (1.2, label == "conj"),
        # "X said that …"; where the saying comes last, the article leads with the deed.
        (0.4, label == "ccomp" and token.head < verb),
        (0.6, "had" in forms),
        (0.7, bool(forms & _OPEN)),
        (2.0, tree.quoted[verb] or _in_a_quotation(tree, verb)),
        (0.6, lemma in CLAIMING),
        # Not left out: a misparse may hide the deed in it.
        (3.0, _hands_on(tree, verb)),
        (1.0, _BACKGROUND.search(words) is not None),
        (1.5, is_furniture(words)),
        (1.5, is_caption(tree.analysis, token.sentence)),
    )


def _in_a_quotation(tree: Tree, verb: int) -> bool:
    """Whether it is part of what somebody is quoted with, however the marks were set."""
    index = tree.attributed[verb]
    start = tree.tokens[verb].start
    return index is not None and any(q.start <= start < q.end for q in tree.analysis.attributions[index].quotes)


def _status(tree: Tree, s: int, verb: int) -> EventStatus:
    words = tree.analysis.words(tree.analysis.sentences[s])
    forms = {tree.tokens[a].text.lower() for a in tree.auxiliaries(verb)}
    governor = tree.tokens[tree.tokens[verb].head].lemma.lower() if tree.tokens[verb].dep == "ccomp" else ""
    if _ALLEGED.search(words) or governor in ("claim", "allege", "accuse", "suspect"):
        return "alleged"
    if forms & _PLANNED or tree.tokens[verb].lemma.lower() in ("plan", "schedule", "intend"):
        return "planned"
    return "confirmed" if governor == "confirm" else "reported"


# --- when and where ---------------------------------------------------------------------------------------


def _completed(tree: Tree, events: list[EventCandidate], title: str) -> list[EventCandidate]:
    """The main event with a time and a place from sentences that tell of the same, where its own has none."""
    near = (i for i, e in enumerate(events) if e.score >= events[0].score - NEAR)
    at = next((i for i in near if happened(tree, events[i])), 0)
    best = events[at]
    same = _matter(tree, best)
    others = [e for e in events if e is not best and len(same & _matter(tree, e)) >= _enough(_apart(e, best))]
    others.sort(key=lambda e: (e.sentence < best.sentence, _apart(e, best), e.clause))
    events[at] = replace(best, when=_main_time(tree, best, others, title), where=_main_place(tree, best, others, title))
    return events


def _main_time(tree: Tree, best: EventCandidate, others: list[EventCandidate], title: str) -> When | None:
    """The event's own time, else one of the others, else the day that the article is about, else the hour."""
    when = best.when or next((e.when for e in others if e.when is not None and _one_day(e.when)), None)
    when = when or time_elsewhere(tree, best.sentence, _matter(tree, best) | stems(title))
    return with_hour(tree, when) if when is not None else hour_near(tree, best.sentence)


def _main_place(tree: Tree, best: EventCandidate, others: list[EventCandidate], title: str) -> Range | None:
    """The named place, else the event's own, else one of the others, else the dateline's."""
    verb = tree.head(best.sentence, best.clause)
    told = {e.sentence for e in others if e.score > 0}
    named = main_place(tree, best.sentence, verb, told, title) if verb is not None else None
    where = named or best.where or next((e.where for e in others if e.where is not None), None)
    return where or dateline_place(tree.analysis)


def _apart(one: EventCandidate, other: EventCandidate) -> int:
    return abs(one.sentence - other.sentence)


def _enough(distance: int) -> int:
    return 2 if distance <= NEARBY else 4


def _one_day(when: When) -> bool:
    return when.from_ is not None and when.from_ == when.to and len(when.from_) == len("2026-05-20")


def _matter(tree: Tree, event: EventCandidate) -> frozenset[str]:
    """What the clause is about: the stems of its words."""
    return stems(tree.analysis.words(event.clause))
