"""Which candidates stand: the outermost wins, and no word is said twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from briefer.language.attribution.candidates import Candidate
from briefer.language.attribution.quotes import is_utterance
from briefer.language.attribution.tree import Tree

#: Where two candidates claim the same words, the rule that errs less wins.
_ORDER = ("quotation", "signed", "cited", "clause", "according_to", "colon", "object_infinitive", "infinitive")
RANK = {rule: rank for rank, rule in enumerate(_ORDER)}


#: Takes each candidate that does not stand, and why.
Refuse = Callable[[Candidate, str], object]


def select(
    tree: Tree, candidates: Iterable[Candidate], refuse: Refuse = lambda _candidate, _why: None
) -> list[Candidate]:
    """The candidates that stand, in text order."""
    waiting: list[Candidate] = []
    for c in _one_per_cue(tree, candidates, refuse):
        if c.rule != "colon" and _in_speech(tree, c.anchor):
            refuse(c, "its cue is itself quoted: what a quoted person says that others say is theirs")
        elif c.content:
            waiting.append(_with_quotations(tree, c))
    waiting.sort(
        key=lambda c: (RANK.get(c.rule, len(RANK)) > 5, -len(c.content), RANK.get(c.rule, len(RANK)), c.anchor)
    )
    taken: list[Candidate] = []
    said: set[int] = set()
    anchors: set[int] = set()
    for c in waiting:
        if c.anchor in said:
            refuse(c, "its cue is part of what somebody else says, and the outermost wins")
        elif 2 * sum(t in said for t in c.content) > len(c.content):
            refuse(c, "most of its words are already given to somebody")
        elif not anchors.isdisjoint(c.content):
            refuse(c, "it would take in the cue of a longer statement")
        else:
            anchors.add(c.anchor)
            said |= c.content
            taken.append(c)
    return sorted(taken, key=lambda c: (min(c.content), c.anchor))


def _in_speech(tree: Tree, anchor: int) -> bool:
    """Whether the candidate's own cue is spoken by somebody."""
    q = tree.quoted[anchor]
    return q >= 0 and (tree.quotation(q).closed or is_utterance(tree, q))


def _with_quotations(tree: Tree, c: Candidate) -> Candidate:
    """The candidate with every quotation whole that its content touches."""
    touched = {tree.quoted[t] for t in c.content} - {-1, tree.quoted[c.anchor]}
    whole = frozenset(t for q in touched for t in range(tree.quotes[q][0], tree.quotes[q][1] + 1))
    return c if whole <= c.content else replace(c, content=c.content | whole)


def _one_per_cue(tree: Tree, candidates: Iterable[Candidate], refuse: Refuse) -> Iterator[Candidate]:
    """Of a quotation and a clause at one verb, the quotation where the verb follows it, else the longer one."""
    found = list(candidates)
    quoting = {c.anchor: c for c in found if c.rule == "quotation"}
    cited = {c.anchor for c in found if c.rule == "cited"}
    dropped: dict[int, str] = {}
    for c in found:
        if c.anchor in cited and c.rule != "cited":
            dropped[id(c)] = "its cue cites somebody else, whose words these are"
        if c.rule in ("infinitive", "object_infinitive") and (q := quoting.get(c.anchor)) is not None:
            # "vowed to punish “those who break rules”": the quoted words are only a part of the vow.
            if {t for t in q.content if tree.tokens[t].text[0].isalnum()} < c.content:
                dropped[id(q)] = "the same cue is read otherwise"
        if c.rule != "clause":
            continue
        if _stands_nearer(c, quoting.values()):
            dropped[id(c)] = "a verb that stands nearer quotes the same words"
        if (q := quoting.get(c.anchor)) is None:
            continue
        follows = min(q.content) < c.anchor or tree.tokens[min(q.content) - 1].text in {",", ":"}
        dropped[id(c if follows or len(q.content) > len(c.content) else q)] = "the same cue is read otherwise"
    for c in found:
        if id(c) in dropped:
            refuse(c, dropped[id(c)])
        else:
            yield c


def _stands_nearer(c: Candidate, quotations: Iterable[Candidate]) -> bool:
    """Whether another verb between a clause's verb and the clause quotes from it: "ends with footage of her saying …"."""
    first = min(c.content, default=c.anchor)
    return any(c.anchor < q.anchor < first and not c.content.isdisjoint(q.content) for q in quotations)
