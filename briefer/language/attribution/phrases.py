"""Attribution by phrases: "according to", "as … said", "citing …"."""

from __future__ import annotations

from collections.abc import Iterator

from briefer.language.attribution.candidates import Candidate
from briefer.language.attribution.clauses import clause
from briefer.language.attribution.cue_verbs import VERBS
from briefer.language.attribution.cue_words import AGENTS, BODIES, DOCUMENTS, SPOKESPEOPLE, UNNAMED
from briefer.language.attribution.grammar import agent, subject
from briefer.language.attribution.relays import is_outlet, is_paper
from briefer.language.attribution.tree import Tree
from briefer.language.names.entities import entity_at
from briefer.model import Range


def phrase_candidates(tree: Tree) -> Iterator[Candidate]:
    """Every candidate that hangs on such a phrase."""
    for i, token in enumerate(tree.tokens):
        if token.text.lower() == "according":
            yield from _according_to(tree, i)
        elif token.pos in ("VERB", "AUX") and token.dep == "advcl":
            yield from _as_said(tree, i)
            if token.lemma == "cite":
                yield from _cited(tree, i)


def _clause_over(tree: Tree, i: int) -> int:
    """The verb of the clause that a phrase modifies, else the sentence's root."""
    at = i
    for at in tree.ancestors(i):
        if tree.tokens[at].pos in ("VERB", "AUX") and tree.tokens[at].dep not in ("aux", "auxpass", "amod", "acl"):
            return at
    return at


def _according_to(tree: Tree, i: int) -> Iterator[Candidate]:
    to = next((c for c in tree.children[i] if tree.tokens[c].text.lower() == "to"), None)
    if to is None:
        return
    source = tree.child(to, "pobj")
    if source is None or (tree.tokens[source].tag == "NN" and not tree.children[source]):
        # "according to plan"
        return
    over = _clause_over(tree, i)
    if over == i:
        return
    phrase = set(tree.subtree(i))
    if _says_itself(tree, over, phrase) and (is_outlet(tree, source) or is_paper(tree, source)):
        # "He said …, according to the radio", or to a readout: it only passes the words on.
        return
    relay = next(
        (r for r in tree.children[source] if tree.tokens[r].dep == "relcl" and tree.tokens[r].lemma == "cite"), None
    )
    cited = None if relay is None else tree.child(relay, "dobj")
    content = [t for t in tree.subtree(over) if t not in phrase]
    yield Candidate(
        rule="according_to",
        anchor=i,
        cue=(i, to),
        source=source if cited is None else cited,
        content=frozenset(content),
        relay=None if cited is None else source,
    )


def _says_itself(tree: Tree, verb: int, phrase: set[int]) -> bool:
    """Whether a clause has its own saying: a cue verb with somebody who says something."""
    if (
        tree.quoted[verb] >= 0
        or not {"c", "q"} & VERBS.get(tree.tokens[verb].lemma.lower(), {}).keys()
        or subject(tree, verb) is None
    ):
        return False
    return any(t not in phrase and tree.tokens[t].dep == "ccomp" for t in tree.children[verb])


def _cited(tree: Tree, i: int) -> Iterator[Candidate]:
    """`The radio reported, citing Halgren, that …`: Halgren's words, passed on by the radio."""
    token = tree.tokens[i]
    held = tree.child(i, "dobj")
    if token.tag != "VBG" or held is None or not _may_speak(tree, held):
        return
    outlet = subject(tree, token.head)
    if outlet is None or not is_outlet(tree, outlet):
        return
    said = tree.child(i, "ccomp") or tree.child(token.head, "ccomp")
    if said is None:
        return
    content = [t for t in clause(tree, token.head, said) if t not in (set(tree.subtree(i)) - set(tree.subtree(said)))]
    yield Candidate(rule="cited", anchor=i, cue=(i,), source=held, content=frozenset(content), relay=outlet)


def _may_speak(tree: Tree, head: int) -> bool:
    """Whether a noun is somebody or something that states, not a reason."""
    token = tree.tokens[head]
    lemma = token.lemma.lower()
    if any(lemma in words for words in (UNNAMED, DOCUMENTS, SPOKESPEOPLE, AGENTS, BODIES)):
        return True
    found = entity_at(tree.analysis, Range(token.start, token.end))
    return found is not None and tree.analysis.entities[found].kind != "place"


def _as_said(tree: Tree, i: int) -> Iterator[Candidate]:
    """`as the minister put it`: the clause it comments on is what was said."""
    token = tree.tokens[i]
    if "c" not in VERBS.get(token.lemma.lower(), ()) and token.lemma != "put":
        return
    if tree.child(i, "ccomp", "xcomp") is not None:
        return
    as_ = next((c for c in tree.children[i] if tree.tokens[c].text.lower() == "as" and c < i), None)
    if as_ is None:
        return
    source = subject(tree, i) if agent(tree, i) is None else agent(tree, i)
    if source is None or tree.tokens[source].pos == "PRON":
        return
    phrase = set(tree.subtree(i))
    content = [t for t in tree.subtree(token.head) if t not in phrase]
    yield Candidate(rule="as_said", anchor=i, cue=(as_, i), source=source, content=frozenset(content), kind="speech")
