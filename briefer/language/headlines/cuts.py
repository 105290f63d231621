"""A clause cut to a headline: its own words, in one piece, and nothing that changes what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from briefer.language.clauses import AUTHORITIES, CONDITIONS, SAYING, Tree, stems
from briefer.language.headlines.shape import matter, says_what
from briefer.language.lasting import is_lasting
from briefer.language.places import dateline_end
from briefer.model import Analysis, EventCandidate, Range

#: Words of a headline at most, and how many make a shorter one good enough.
MOST = 14
ENOUGH = 7
#: Events further down the list give no headline, nor do those of other sentences this much worse than the best.
TRIED = 12
#: What happened stands in the first sentences, a heading before them included; else the article is about a state.
FIRST = 3
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
#: Clauses that these begin tell of something else at the same time.
_MEANWHILE = frozenset({"as", "before"})
#: Adverbs that only a day behind them completes.
_SOON = frozenset("late early shortly just soon midway".split())
#: Adverbs that nothing hangs on.
_ASIDE = frozenset("too also here there later earlier again afterwards".split())
#: Verbs that say enough without what was left open.
_SUFFICIENT = frozenset({"agree", "decide"})
#: "named three victims as …" says enough without the names; "described it as a threat" does not.
_NAMING = frozenset("name identify appoint elect choose nominate install".split())
#: "Some 50 fewer than the union claims".
_REMAINDER = re.compile(r"(?:some|about|around)?\s*\d[\d,.]* (?:fewer|less|more)\b", re.I)
_POINTING = frozenset("this that these those such another".split())
#: Verbs that say nothing without what was said.
_OPEN = frozenset("say tell add reply learn go".split())
_VAGUE = frozenset("it them one ones this that these those so such".split())
_OWN = frozenset("my our your i we you".split())
_OPENING = frozenset("a an the at two three in on it more".split())
_HEDGES = frozenset(
    "allegedly reportedly apparently possibly perhaps probably maybe supposedly nearly almost hardly never not no "
    "if unless until whether when while without were had should according rarely only".split()
)


class Headline(NamedTuple):
    """The words, and the indices of the sentences that they rest on."""

    words: str
    sentences: tuple[int, ...]


def cut_headline(tree: Tree) -> Headline | None:
    """The words of the main event in at most 14, in one piece; None where no clause stands alone.

    Of the events that come near to the best it takes the one whose words are nearest to the title's.
    """
    return _cut(tree, shorter=False) or _cut(tree, shorter=True)


def _cut(tree: Tree, *, shorter: bool) -> Headline | None:
    analysis = tree.analysis
    title = stems(matter(analysis.article))
    best: tuple[float, int, Range, int] | None = None
    for rank, event in enumerate(_telling(tree)):
        for place, enough in _cuts(tree, event, shorter=shorter):
            words = analysis.words(place)
            bare = (
                0.8 * (" also " in f" {words} ") + 1.0 * (not says_what(words.split())) + 0.5 * (words.count(" ") < 4)
            )
            value = event.score - bare + TITLE * _likeness(title, stems(words)) + 0.5 * enough
            if best is None or value > best[0]:
                best = (value, -rank, place, event.sentence)
    if best is None:
        return None
    words = _calmed(" ".join(analysis.words(best[2]).split()), analysis.article.text)
    return Headline(words[0].upper() + words[1:], (best[3],))


def _telling(tree: Tree) -> list[EventCandidate]:
    """The events that may give the headline: no lasting state, unless the first sentences tell of nothing else."""
    ranked = tree.analysis.events[:TRIED]
    events = [e for e in ranked if e.score >= ranked[0].score - NEAR or e.sentence == ranked[0].sentence]
    heads = [(event, tree.head(event.sentence, event.clause)) for event in events]
    told = [event for event, verb in heads if verb is not None and not is_lasting(tree, verb)]
    return told if any(event.sentence <= FIRST for event in told) else events


def _calmed(words: str, text: str) -> str:
    """The words without the capitals that some papers open an article with ("AN EXPLOSION in Arvel")."""
    loud = list(takewhile(lambda word: word.isupper() and word.isalpha(), words.split()))
    if not loud or (len(loud) == 1 and loud[0].lower() not in _OPENING):
        return words
    named = [w.capitalize() if re.search(rf"\b{w.capitalize()}\b", text) else w.lower() for w in loud]
    return " ".join([*named, *words.split()[len(loud) :]])


def _likeness(title: frozenset[str], words: frozenset[str]) -> float:
    """F1 of the shared words."""
    return 2 * len(title & words) / (len(title) + len(words)) if title and words else 0.0


def _cuts(tree: Tree, event: EventCandidate, *, shorter: bool) -> Iterator[tuple[Range, bool]]:
    """The ways to cut the clause, shortest first, and whether it is the one to take without a title to go by.

    `shorter` ones leave out what a thing that the reader does not know yet does: "struck down a law | that …".
    """
    analysis = tree.analysis
    verb = tree.head(event.sentence, event.clause)
    if verb is None or (subject := tree.subject(verb)) is None:
        return
    first = _start(tree, event, verb, subject)
    if first is None or not _speakable(tree, verb, subject):
        return
    last = _last(tree, event, verb)
    if last is None:
        return
    ends = range(_core(tree, verb), last + 1)
    cuts = [t for t in ends if t == last or _clean(tree, t, first, last, verb, shorter=shorter)]
    fitting = [(n, t) for t in cuts if (n := _words(analysis, tree, first, t)) <= MOST]
    if not fitting and _may_lose_article(tree, first):
        # A word too long: "Car ferry between …".
        first += 1
        fitting = [(n, t) for t in cuts if (n := _words(analysis, tree, first, t)) <= MOST]
    chosen = _choice(tree, fitting, last)
    for _, cut in fitting:
        end = cut
        while end > verb and tree.tokens[end].pos == "PUNCT" and tree.tokens[end].text not in '%)”’"':
            end -= 1
        place = tree.range(first, end)
        if tree.tokens[end].text.lower() in _VAGUE or any(tree.tokens[c].text == "as" for c in tree.children[end]):
            continue  # "has come up with one", "stood about as high"
        if _balanced(analysis.words(place)):
            yield place, cut == chosen


def _may_lose_article(tree: Tree, first: int) -> bool:
    """Whether a headline may leave out the "the" at its beginning: no name's own, and not that of "the few"."""
    tokens = tree.tokens
    return (
        tokens[first].text.lower() == "the"
        and tokens[first + 1].pos in ("NOUN", "ADJ")
        and (tokens[first + 1].text.islower() and tokens[first + 1].text not in ("few", "only"))
    )


def _choice(tree: Tree, cuts: list[tuple[int, int]], last: int) -> int | None:
    """The cut to take: the whole without its date, else the first behind a whole noun phrase, else a long one."""
    whole = [cut for _, cut in cuts if cut == last]
    if whole:
        dated = [cut for words, cut in cuts if words >= ENOUGH - 2 and _only_date(tree, cut, last)]
        return dated[0] if dated else last
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


def _only_date(tree: Tree, cut: int, last: int) -> bool:
    """Whether the words behind the cut are a date and nothing else."""
    rest = [t for t in tree.tokens[cut + 1 : last + 1] if t.pos not in ("PUNCT", "ADP")]
    return bool(rest) and all(any(d.span.start <= t.start < d.span.end for d in tree.analysis.dates) for t in rest)


def _inside_noun(tree: Tree, cut: int) -> bool:
    """Whether the next words still belong to the noun before them."""
    after = tree.tokens[cut + 1]
    return after.dep in ("prep", "acl", "relcl", "appos") and tree.tokens[after.head].pos in ("NOUN", "PROPN")


def _start(tree: Tree, event: EventCandidate, verb: int, subject: int) -> int | None:
    """The subject's first word; None where words before it bind what follows."""
    floor = max(event.clause.start, dateline_end(tree.analysis, event.sentence))
    inside = [t for t in range(_opening(tree, verb, subject), verb) if tree.tokens[t].start >= floor]
    while inside and tree.tokens[inside[0]].pos == "PUNCT" and inside[0] < subject:
        inside.pop(0)
    if not inside:
        return None
    first = inside[0]
    before = [t for t in tree.sentences[event.sentence] if t < first and tree.tokens[t].start >= floor]
    if any(tree.tokens[t].text.lower() in _HEDGES for t in before):
        return None
    if first > 0 and tree.tokens[first - 1].dep == "cc" and tree.tokens[first - 2].pos in ("NOUN", "PROPN"):
        return None  # the second half of "two boys and a girl left", misread as two
    words = [t for t in before if tree.tokens[t].pos != "PUNCT"]
    opening = any(tree.tokens[tree.tokens[t].head].pos in ("VERB", "AUX") for t in words[:1])
    if words and not opening and tree.tokens[verb].head == verb:
        return None  # no clause begins here: "…, some 500 fewer than the union claims"
    return first


def _opening(tree: Tree, verb: int, subject: int) -> int:
    """The first word of the subject; "the river Vardo" may be parsed as two subjects side by side."""
    first = tree.edges(subject)[0]
    if first > 0 and tree.tokens[first - 1].pos == "NOUN":
        beside = tree.tokens[first - 1]
        if beside.dep in ("nsubj", "nsubjpass") and beside.head == verb:
            return tree.edges(first - 1)[0]
    return first


def _speakable(tree: Tree, verb: int, subject: int) -> bool:
    """Whether the clause can stand alone: a named subject, and no claim turned into a fact."""
    tokens = tree.tokens
    if tokens[subject].pos == "PRON" and tokens[subject].text.lower() not in ("nobody", "everyone", "both"):
        return False
    first = min([verb, *tree.auxiliaries(verb)])
    relative = first > 0 and tokens[first - 1].tag in ("WP", "WDT")  # a relative clause, misread
    if relative or tokens[verb].dep in ("advcl", "relcl", "acl", "csubj") or not tree.is_told(verb):
        return False
    whole = tree.subtree(subject)
    if tokens[whole[0]].text.lower() in _POINTING or tokens[subject].pos == "ADJ":
        return False  # "That share is likely to grow", "some 50 fewer than …"
    said = (tokens[c].dep in ("ccomp", "xcomp") for c in tree.children[verb] if c > verb)
    if tokens[verb].lemma.lower() in _OPEN and not any(said):
        return False  # "…, the Courier has learned", "Orre told the court"
    if any(tokens[t].text.lower() in _OWN for t in whole) or tree.quoted[subject]:
        return False
    # "X said that …" hands the words on in somebody's mouth; "…, X said" is how the article itself leads.
    return not (tokens[verb].dep == "ccomp" and tokens[verb].head < verb)


def _last(tree: Tree, event: EventCandidate, verb: int) -> int | None:
    """The last word that a headline may reach to; None where it would have to leave out whose words they are."""
    tokens, sentence = tree.tokens, tree.sentences[event.sentence]
    within = max(t for t in sentence if tokens[t].end <= event.clause.end)
    if tokens[verb].dep == "ccomp" and tokens[verb].head > verb:
        return within if _trusted(tree, tokens[verb].head, verb) else None
    return sentence[-1] if tokens[verb].head == verb and event.clause.start <= tokens[sentence[0]].start else within


def _trusted(tree: Tree, saying: int, verb: int) -> bool:
    """Whether "…, X said" may be left out: an authority tells what happened, or X what X does."""
    teller, doer = tree.subject(saying), tree.subject(verb)
    if teller is None or tree.tokens[saying].lemma.lower() not in SAYING:
        return False
    if doer is not None and tree.entities[doer] is not None and tree.entities[teller] == tree.entities[doer]:
        return True
    owner = tree.child(teller, "poss")
    if owner is not None and tree.tokens[owner].tag == "PRP$":
        return True
    words = {tree.tokens[t].lemma.lower() for t in tree.subtree(teller)}
    return bool(words & AUTHORITIES)


def _core(tree: Tree, verb: int) -> int:
    """The last word that the verb cannot do without."""
    last = verb
    for c in tree.children[verb]:
        if tree.tokens[verb].lemma.lower() in _SUFFICIENT and tree.tokens[c].dep == "ccomp" and _asks(tree, c):
            continue
        if c > verb and tree.tokens[c].dep in ("dobj", "attr", "acomp", "xcomp", "ccomp", "oprd", "dative", "prt"):
            last = max(last, _needed(tree, c))
    return last


def _needed(tree: Tree, i: int) -> int:
    if tree.tokens[i].pos in ("VERB", "AUX"):
        return _core(tree, i)
    return i


def _clean(tree: Tree, cut: int, first: int, last: int, verb: int, *, shorter: bool) -> bool:
    """Whether the words up to the cut stand without the rest."""
    tokens = tree.tokens
    if cut < last and tokens[cut].end == tokens[cut + 1].start and tokens[cut + 1].pos != "PUNCT":
        return False  # inside a word that hyphens join
    if tokens[cut].text.endswith("-") or (tokens[cut + 1 : cut + 2] and tokens[cut + 1].text == "-"):
        return False
    if tokens[cut].pos in ("ADP", "CCONJ", "SCONJ", "DET", "PART", "AUX") or tokens[cut].dep in ("aux", "mark", "neg"):
        if tokens[cut].dep != "prt":
            return False
    if tokens[cut].text.lower() in _SOON and cut < last and tokens[cut + 1].pos in ("ADP", "NOUN", "PROPN", "NUM"):
        return False  # "late | on Thursday"
    hung = (t for t in range(cut + 1, last + 1) if first <= tokens[t].head <= cut)
    if not all(_loose(tree, t, cut, verb) or (shorter and _tells_more(tree, t)) for t in hung):
        return False
    # What stands before the cut may not wait for a head behind it.
    return all(t == verb or tokens[t].head <= cut or tokens[t].dep in ("punct", "cc") for t in range(first, cut + 1))


def _loose(tree: Tree, t: int, cut: int, verb: int) -> bool:
    """Whether what hangs on the words before the cut by this token may stay behind."""
    tokens, head = tree.tokens, tree.tokens[t].head
    label = tokens[t].dep
    if label == "conj" and tokens[head].pos in ("VERB", "AUX"):
        return True
    if label == "advmod" and tokens[t].text.lower() in _ASIDE:
        return True
    if label in ("ccomp", "xcomp") and tokens[head].lemma.lower() in _SUFFICIENT and _asks(tree, t):
        return True
    if label == "cc":
        own = (tree.child(c, "nsubj", "nsubjpass") for c in tree.children[head] if tokens[c].dep == "conj")
        if head == verb and any(subject is not None for subject in own):
            return True  # ", but both governments said …"
        return tokens[head].pos in ("VERB", "AUX") and tokens[t].text.lower() not in _BINDING
    bound = tokens[t].text.lower() in _BINDING and tokens[head].lemma.lower() not in _NAMING
    if tokens[t].text.lower() == "to" and any(tokens[c].text.lower() == "from" for c in range(head, t)):
        return False  # "from 5 | to 45 percent"
    if label not in _LOOSE or bound or tokens[t].text.lower() == "of":
        return False
    if label == "advcl":
        return not any(tokens[c].text.lower() in _BINDING - _MEANWHILE for c in tree.children[t])
    if label == "relcl":
        return tokens[tree.edges(t)[0] - 1].text in (",", "—", "–")  # else it says which one: "the money | it needs"
    if label == "acl":
        return tokens[t].tag == "VB"  # others are often the real verb, misread: "a tram | overturned"
    if label == "prep" and tokens[head].pos in ("VERB", "AUX", "ADJ"):
        return not _describes(tree, head) and (tokens[head].pos == "AUX" or _full(tree, head, cut))
    return True


def _tells_more(tree: Tree, t: int) -> bool:
    """Whether a relative clause hangs on an object that the reader does not know yet: "struck down a law | that …"."""
    head = tree.tokens[t].head
    articles = (tree.tokens[c].text.lower() for c in tree.children[head])
    return tree.tokens[t].dep == "relcl" and tree.tokens[head].dep == "dobj" and any(a in ("a", "an") for a in articles)


def _asks(tree: Tree, verb: int) -> bool:
    """Whether the clause is only what is left open: "without agreeing | how to share"."""
    return any(tree.tokens[c].tag in ("WRB", "WP", "WDT") for c in tree.subtree(verb) if c < verb)


def _describes(tree: Tree, verb: int) -> bool:
    """Whether the verb belongs to a clause about a noun, which would lose its point: "who spent two nights | in"."""
    while tree.tokens[verb].dep in ("xcomp", "ccomp", "conj") and tree.tokens[verb].head != verb:
        verb = tree.tokens[verb].head
    return tree.tokens[verb].dep in ("relcl", "acl")


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
    """Whether it cuts through no quotation marks, brackets or comparison."""
    if _REMAINDER.match(words):
        return False
    pairs = (("“", "”"), ("(", ")"), ("«", "»"))
    open_ = re.search(r"(?:^|\s)['‘]\w", words) and not re.search(r"\w['’](?:\W|$)", words)
    return all(words.count(a) == words.count(b) for a, b in pairs) and words.count('"') % 2 == 0 and not open_


def event_subject(tree: Tree, nouns: frozenset[str]) -> Range | None:
    """The best event's subject, where it is one of these nouns and no entity."""
    event = tree.analysis.events[0]
    verb = tree.head(event.sentence, event.clause)
    subject = tree.subject(verb) if verb is not None else None
    if subject is None or event.actor is not None or tree.tokens[subject].lemma.lower() not in nouns:
        return None
    return tree.phrase(subject)
