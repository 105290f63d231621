"""Attribution by verbs: clauses, infinitives, objects and prepositions that hang on a cue verb."""

from __future__ import annotations

from collections.abc import Iterator

from briefer.language.attribution.candidates import Candidate
from briefer.language.attribution.cues import DOCUMENTS, RELAYING, VERBS, Kind
from briefer.language.attribution.tree import SUBJECTS, Tree

_CLAUSES = frozenset({"ccomp", "parataxis"})
_HELPERS = frozenset({"aux", "auxpass", "neg", "prt"})
_RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
#: Tags of verbs that carry a tense.
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "VB", "VBN"})
_NEGATIVE = frozenset({"never", "hardly", "no", "nobody", "none", "neither", "nor"})
#: Helpers that make the saying a mere thought.
_HYPOTHETICAL = frozenset({"would", "could", "might", "should"})
#: Subjects that name nobody.
_NOBODY = frozenset({"you", "anyone", "anybody", "someone", "somebody", "one", "there", "what", "nothing"})
#: Verbs that keep the voice of the verb below them: "tried to explain", "went on to say".
_CARRIERS = frozenset(
    "try go continue begin start use want need seek choose manage keep stop appear seem proceed hasten rush like".split()
)


def verb_candidates(tree: Tree) -> Iterator[Candidate]:
    """Every candidate that hangs on a cue verb outside the words of a quotation, or inside one."""
    for i, token in enumerate(tree.tokens):
        if token.pos in ("VERB", "AUX") and (frames := VERBS.get(token.lemma.lower())):
            yield from _of_verb(tree, i, frames)


def subject(tree: Tree, verb: int) -> int | None:
    """Head token of who does what the verb says, looked up through coordination, control and participles."""
    seen = 0
    while seen < 6:
        seen += 1
        found = own_subject(tree, verb)
        token = tree.tokens[verb]
        if found is not None:
            if tree.tokens[found].dep == "nsubjpass" or tree.tokens[found].dep == "expl":
                return None
            if token.dep == "relcl" and tree.tokens[found].text.lower() in _RELATIVES:
                return found
            return found
        if is_passive(tree, verb):
            return agent(tree, verb)
        if token.dep in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "dep") and token.head != verb:
            head = token.head
            if token.dep == "xcomp" and (held := tree.child(head, "dobj")) is not None:
                return held
            if token.dep == "pcomp":
                head = tree.tokens[head].head
            if token.dep in ("advcl", "pcomp", "ccomp") and token.tag not in ("VBG", "VB"):
                return None
            if tree.tokens[head].pos not in ("VERB", "AUX"):
                return None
            if is_passive(tree, head):
                return next((c for c in tree.children[head] if tree.tokens[c].dep == "nsubjpass"), None)
            verb = head
            continue
        if token.dep == "acl":
            return token.head
        return None
    return None


def own_subject(tree: Tree, verb: int) -> int | None:
    """The nearest subject of the verb itself that is not part of a quotation beside it."""
    held = [
        c
        for c in tree.children[verb]
        if tree.tokens[c].dep in SUBJECTS and tree.tokens[c].pos != "PUNCT" and tree.quoted[c] == tree.quoted[verb]
    ]
    before = [c for c in held if c < verb]
    return before[-1] if before else held[0] if held else None


def is_passive(tree: Tree, verb: int) -> bool:
    """Whether the verb stands in the passive."""
    return any(tree.tokens[c].dep in ("auxpass", "nsubjpass", "agent") for c in tree.children[verb])


def agent(tree: Tree, verb: int) -> int | None:
    """Head token behind "by" in a passive."""
    by = tree.child(verb, "agent")
    return None if by is None else tree.child(by, "pobj")


def cue_of(tree: Tree, verb: int, *extra: int) -> tuple[int, ...]:
    """The verb, with its negation and helpers where it is negated."""
    out = {verb, *extra}
    if is_negated(tree, verb):
        out.update(c for c in tree.children[verb] if tree.tokens[c].dep in _HELPERS and c < verb)
    out.update(c for c in tree.children[verb] if tree.tokens[c].dep == "prt")
    return tuple(sorted(out))


def is_negated(tree: Tree, verb: int) -> bool:
    """Whether the verb itself is negated ("did not say"), not what it reports."""
    return any(
        tree.tokens[c].dep == "neg" or tree.tokens[c].text.lower() in _NEGATIVE and tree.tokens[c].dep == "advmod"
        for c in tree.children[verb]
    )


def is_held(tree: Tree, verb: int) -> bool:
    """Whether the verb only supposes that somebody says so: "would say", "if he says", an order, "you think"."""
    for c in tree.children[verb]:
        token = tree.tokens[c]
        if token.dep == "aux" and token.lemma.lower() in _HYPOTHETICAL:
            return True
        if token.dep == "mark" and token.text.lower() in ("if", "unless"):
            return True
    return False


def right_source(tree: Tree, verb: int) -> int | None:
    """The subject where it is somebody who can be named as a source."""
    found = subject(tree, verb)
    if found is None or tree.tokens[found].text.lower() in _NOBODY:
        return None
    return found


def _of_verb(tree: Tree, verb: int, frames: dict[str, Kind]) -> Iterator[Candidate]:
    source = right_source(tree, verb)
    if source is None or is_held(tree, verb):
        return
    negated = is_negated(tree, verb)
    for rule, frame, content, extra in _complements(tree, verb, frames):
        words = [t for t in content if tree.tokens[t].text[0].isalnum()]
        if rule not in ("clause", "infinitive") and len(words) < 3 and all(tree.tokens[t].pos != "PROPN" for t in words):
            continue
        if rule in ("infinitive", "preposition") and tree.tokens[verb].dep == "relcl":
            continue
        yield Candidate(
            rule=rule,
            anchor=verb,
            cue=cue_of(tree, verb, *extra),
            source=source,
            content=frozenset(content),
            kind=frames[frame],
            negated=negated,
        )


def _complements(
    tree: Tree, verb: int, frames: dict[str, Kind]
) -> Iterator[tuple[str, str, list[int], tuple[int, ...]]]:
    """Rule, frame, content and further cue tokens of everything that the verb reports."""
    if is_passive(tree, verb):
        return
    held = tree.child(verb, "dobj")
    for c in tree.children[verb]:
        token = tree.tokens[c]
        dep, infinitive = token.dep, token.tag == "VB" and any(tree.tokens[x].tag == "TO" for x in tree.children[c])
        if dep == "ccomp" and "c" in frames:
            if content := clause(tree, verb, c):
                yield "clause", "c", content, ()
        elif dep == "ccomp" and "oi" in frames and c > verb and token.tag == "VB":
            yield "object_infinitive", "oi", tree.subtree(c), ()
        elif dep in ("xcomp", "advcl") and infinitive and held is not None and held < c and "oi" in frames:
            yield "object_infinitive", "oi", tree.subtree(held) + tree.subtree(c), ()
        elif dep == "xcomp" and infinitive and "i" in frames:
            yield "infinitive", "i", tree.subtree(c), ()
        elif dep == "dobj" and (told := _that_clause(tree, verb, c, frames)) is not None:
            yield "clause", "c", tree.subtree(told), ()
        elif dep == "dobj" and ("o" in frames or _shows(tree, verb)) and token.pos != "PRON":
            yield "object", "o" if "o" in frames else "c", tree.subtree(c), ()
        elif dep == "dobj" and "as" in frames and any(tree.quoted[t] >= 0 for t in tree.subtree(c)):
            yield "as", "as", tree.subtree(c), ()
        elif dep == "prep":
            word = token.lemma.lower()
            if word in ("on", "for") and "+" + word in frames and (to := _infinitive(tree, verb)) is not None:
                yield "object_infinitive", "+" + word, [t for t in tree.subtree(c) if t != c] + tree.subtree(to), (c,)
            elif "+" + word in frames:
                yield "preposition", "+" + word, [t for t in tree.subtree(c) if t != c], (c,)
            elif "o+" + word in frames:
                yield "object_preposition", "o+" + word, tree.subtree(c) + ([] if held is None else tree.subtree(held)), ()
            elif word == "as" and "as" in frames:
                yield "as", "as", tree.subtree(c) + ([] if held is None else tree.subtree(held)), ()
        elif dep == "oprd" and "as" in frames:
            yield "as", "as", tree.subtree(c) + ([] if held is None else tree.subtree(held)), ()
        elif dep == "ccomp" and "as" in frames:
            yield "as", "as", tree.subtree(c), ()


def _that_clause(tree: Tree, verb: int, held: int, frames: dict[str, Kind]) -> int | None:
    """The clause of "told a meeting that …", which the parse hangs on the meeting."""
    if "c" not in frames:
        return None
    for t in tree.subtree(held):
        if tree.tokens[t].dep in ("acl", "relcl", "ccomp") and tree.tokens[t].tag in FINITE:
            mark = tree.child(t, "mark")
            if mark is not None and tree.tokens[mark].text.lower() == "that":
                return t
    return None


def _shows(tree: Tree, verb: int) -> bool:
    """Whether a document shows or finds something."""
    held = own_subject(tree, verb)
    return (
        tree.tokens[verb].lemma.lower() in ("show", "find")
        and held is not None
        and tree.tokens[held].lemma.lower() in DOCUMENTS
    )


def _infinitive(tree: Tree, verb: int) -> int | None:
    return next(
        (
            c
            for c in tree.children[verb]
            if tree.tokens[c].dep in ("xcomp", "advcl")
            and tree.tokens[c].tag == "VB"
            and any(tree.tokens[x].tag == "TO" for x in tree.children[c])
        ),
        None,
    )


def clause(tree: Tree, verb: int, said: int) -> list[int]:
    """The tokens of a clause that is said; where it stands before the saying, all that stands there."""
    tokens = tree.subtree(said)
    if said > verb:
        tokens = _without_asides(tree, said, tokens)
        if len(tokens) > 1 and tree.tokens[tokens[0]].tag in ("WDT", "WP") and tokens[0] < verb:
            # "land that Vellany says is its own": the clause has its subject outside.
            return []
        rest = [
            c
            for c in tree.children[verb]
            if c > said and tree.tokens[c].dep == "advcl" and _mark(tree, c) in ("because", "if", "unless")
        ]
        return tokens + [t for c in rest for t in tree.subtree(c)]
    if tree.tokens[said].pos not in ("VERB", "AUX", "ADJ") and own_subject(tree, said) is None:
        return []
    edge = saying_edge(tree, verb)
    if edge == 0 or tree.tokens[edge - 1].text == ":":
        return []
    return [t for t in tree.subtree(verb) if t < edge] + [t for t in tokens if t > verb]


def _without_asides(tree: Tree, said: int, tokens: list[int]) -> list[int]:
    """The clause without the words on who relays it ("as cited by the radio"), and without a joining word at its end."""
    for t in tokens:
        if tree.tokens[t].tag == "VBN" and tree.tokens[t].lemma.lower() in RELAYING and t > said:
            if tree.tokens[t - 1].text.lower() == "as" and any(tree.tokens[c].text == "by" for c in tree.children[t]):
                aside = {t - 1, *tree.subtree(t)}
                tokens = [x for x in tokens if x not in aside]
                break
    while tokens and tree.tokens[tokens[-1]].pos in ("CCONJ", "PUNCT") and tree.quoted[tokens[-1]] < 0:
        tokens = tokens[:-1]
    return tokens


def _mark(tree: Tree, verb: int) -> str:
    mark = tree.child(verb, "mark")
    return "" if mark is None else tree.tokens[mark].text.lower()


def saying_edge(tree: Tree, verb: int) -> int:
    """The first token of the saying: of its subject or the verb with its helpers."""
    first = min([verb, *(c for c in tree.children[verb] if tree.tokens[c].dep in ("aux", "neg", "advmod") and c < verb)])
    subject_ = own_subject(tree, verb)
    if subject_ is not None and subject_ < verb:
        first = min(first, tree.subtree(subject_)[0])
    return first


def interposed_candidates(tree: Tree) -> Iterator[Candidate]:
    """`The gauges, officials said, were broken`, and `…, officials said.` where the parse hides it."""
    for i, token in enumerate(tree.tokens):
        if token.dep not in ("parataxis", "conj", "relcl", "ccomp", "advcl") or token.tag not in ("VBD", "VBZ", "VBP"):
            continue
        frames = VERBS.get(token.lemma.lower(), {})
        if token.pos != "VERB" or "c" not in frames or tree.quoted[i] >= 0:
            continue
        held = own_subject(tree, i)
        if held is None or tree.tokens[held].text.lower() in _RELATIVES | _NOBODY or is_passive(tree, i):
            continue
        if any(tree.tokens[c].dep in ("ccomp", "xcomp", "dobj", "mark", "cc") for c in tree.children[i]):
            continue
        first, last = tree.bounds(i)
        block = tree.subtree(i)
        edge = saying_edge(tree, i) if held < i else i
        if edge <= first or tree.tokens[edge - 1].text not in {",", "-", "–", "—"}:
            continue
        end = max(t for t in block if tree.quoted[t] < 0)
        after = end + 1
        if after <= last and tree.tokens[after].text not in {",", ".", "-", "–", "—", ";"} and tree.tokens[end].text != ",":
            continue
        content = [t for t in range(first, last + 1) if not edge <= t <= end]
        yield Candidate(
            rule="clause",
            anchor=i,
            cue=cue_of(tree, i),
            source=held,
            content=frozenset(content),
            kind=frames["c"],
            negated=is_negated(tree, i),
        )
