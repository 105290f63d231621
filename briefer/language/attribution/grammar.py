"""What the parse says of a verb: its subject, its voice, its negation, whether it is only supposed."""

from __future__ import annotations

from briefer.language.attribution.cue_verbs import VERBS
from briefer.language.attribution.cue_words import RECORDS, REFUSING, SIDING, TIMES
from briefer.language.attribution.tree import SUBJECTS, Tree

#: Tags of verbs that carry a tense.
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
#: Subjects that name nobody.
NOBODY = frozenset("you us all nobody none anyone anybody someone somebody one there what nothing 's".split())
#: Of those that the text has spoken of: "Both said", "all agreed".
_SEVERAL = frozenset({"all", "both", "each", "some", "many", "most", "neither"})
_HELPERS = frozenset({"aux", "auxpass", "neg"})
_NEVER = frozenset({"never", "hardly"})
#: Helpers that make the saying a mere thought.
_HYPOTHETICAL = frozenset({"would", "could", "might", "should"})
#: Verbs whose infinitive is yet to be done.
_PROMISING = frozenset({"agree", "promise", "pledge", "vow", "offer", "plan", "intend"})
#: With "would not", verbs of keeping silent.
_SILENT = frozenset({"say", "comment", "confirm", "discuss", "disclose", "reveal", "specify"})
#: Parts of somebody, which say nothing by themselves.
_PARTS = frozenset({"eye", "voice", "face", "hand", "lip", "heart"})
#: How far up the tree a subject is looked for.
_STEPS = 6

#: What a decision is carried by that decides nothing itself.
_MARGINS = frozenset({"vote", "margin", "point", "percent", "cent", "%"})


def subject(tree: Tree, verb: int) -> int | None:
    """Head token of who does what the verb says, looked up through coordination, control and participles."""
    for _ in range(_STEPS):
        token = tree.tokens[verb]
        found = own_subject(tree, verb)
        if found is not None:
            if tree.tokens[found].dep in ("nsubjpass", "expl"):
                return None
            if token.dep == "relcl" and tree.tokens[found].text.lower() == "that":
                return token.head
            return _whole(tree, _named_last(tree, verb, _inverted(tree, verb, found)))
        if is_passive(tree, verb):
            return agent(tree, verb)
        if token.dep == "acl":
            return _recorded(tree, verb, token.head)
        if token.dep == "xcomp" and (held := tree.child(token.head, "dobj")) is not None:
            return held
        over = _verb_over(tree, verb)
        if over is None:
            return None
        if token.dep == "pcomp" and tree.tokens[over].lemma == "quote" and not is_passive(tree, over):
            # "quoted Corvo as saying"
            return tree.child(over, "dobj")
        if is_passive(tree, over):
            return tree.child(over, "nsubjpass")
        verb = over
    return None


def _whole(tree: Tree, held: int) -> int:
    """Whoever speaks in "Halgren's eyes welled as he urged them": the parse gives both verbs to the eyes."""
    owner = tree.child(held, "poss") if tree.tokens[held].lemma.lower() in _PARTS else None
    return held if owner is None else owner


def _recorded(tree: Tree, verb: int, head: int) -> int:
    """Who speaks in "footage of Halgren saying …": whom the recording is of."""
    of = tree.child(head, "prep")
    if tree.tokens[head].lemma.lower() not in RECORDS or of is None or tree.tokens[of].text.lower() != "of":
        return head
    held = tree.child(of, "pobj")
    return held if held is not None and tree.subtree(head)[-1] >= verb > held else head


def _verb_over(tree: Tree, verb: int) -> int | None:
    """The verb whose subject a verb without one shares."""
    token = tree.tokens[verb]
    if token.dep not in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "dep") or token.head == verb:
        return None
    if token.dep in ("advcl", "pcomp", "ccomp") and token.tag not in ("VBG", "VB"):
        return None
    over = tree.tokens[token.head].head if token.dep == "pcomp" else token.head
    return over if tree.tokens[over].pos in ("VERB", "AUX") else None


def own_subject(tree: Tree, verb: int) -> int | None:
    """The nearest subject of the verb itself that is not part of a quotation beside it."""
    held = [
        c
        for c in tree.children[verb]
        if tree.tokens[c].dep in SUBJECTS
        and tree.tokens[c].pos != "PUNCT"
        and tree.tokens[c].text.lower() not in TIMES
        and tree.quoted[c] == tree.quoted[verb]
    ]
    before, after = [c for c in held if c < verb], [c for c in held if c > verb]
    if before and after and tree.tokens[verb - 1].text == "," and tree.subtree(after[0])[0] == verb + 1:
        # "The weir, said Halgren, was sound": the parse gives the verb two subjects.
        return after[0]
    return before[-1] if before else after[0] if after else None


def _inverted(tree: Tree, verb: int, found: int) -> int:
    """The noun behind the verb in `The cost, said Halgren, was high`, where the parse takes the cost for who speaks."""
    if found > verb or tree.tokens[verb - 1].text != ",":
        return found
    after = next((c for c in tree.children[verb] if c > verb and tree.tokens[c].dep in ("dobj", "nsubj")), None)
    said = tree.child(verb, "ccomp")
    if after is None or (said is not None and own_subject(tree, said) is not None):
        return found
    named = tree.subtree(after)
    if named[0] != verb + 1 or named[-1] + 1 >= len(tree.tokens) or tree.tokens[named[-1] + 1].text != ",":
        return found
    return after


def _named_last(tree: Tree, verb: int, found: int) -> int:
    """The name between a comma and the verb, where the parse takes the phrase before it for the subject.

    `Questioned by the clerk, Ms Halgren accepted …`: only whoever stands behind the comma accepted anything.
    """
    last, name = verb - 1, verb
    while last > found and tree.tokens[last].pos in ("AUX", "ADV", "PART"):
        last -= 1
    name = last
    while name > found and tree.tokens[name].pos == "PROPN":
        name -= 1
    if not found < name < last or tree.tokens[name].text != "," or tree.tokens[found].dep != "nsubj":
        return found
    opened = any(tree.tokens[t].tag == "VBN" for t in range(tree.bounds(verb)[0], name))
    return last if opened and tree.quoted[last] == tree.quoted[verb] else found


def is_passive(tree: Tree, verb: int) -> bool:
    """Whether the verb stands in the passive."""
    return any(tree.tokens[c].dep in ("auxpass", "nsubjpass", "agent") for c in tree.children[verb])


def is_seen(tree: Tree, verb: int) -> bool:
    """Whether somebody is only remembered or seen doing it: "recalled Halgren going on air, saying …"."""
    helped = any(tree.tokens[c].dep in ("aux", "auxpass") for c in tree.children[verb])
    return tree.tokens[verb].tag == "VBG" and not helped and own_subject(tree, verb) is not None


def agent(tree: Tree, verb: int) -> int | None:
    """Head token behind "by" in a passive; none where it only counts ("rejected by 34 votes to 31")."""
    by = tree.child(verb, "agent")
    who = None if by is None else tree.child(by, "pobj")
    return None if who is None or tree.tokens[who].lemma.lower() in _MARGINS else who


def cue_of(tree: Tree, verb: int, *extra: int) -> tuple[int, ...]:
    """The verb and its particle; with its helpers and what refuses it where it is negated ("did not say")."""
    out = {verb, *extra}
    out.update(c for c in tree.children[verb] if tree.tokens[c].dep == "prt")
    refusal = _refusal(tree, verb)
    if refusal is not None:
        out.add(refusal)
    if refusal is not None or is_negated(tree, verb):
        out.update(c for c in tree.children[verb] if tree.tokens[c].dep in _HELPERS and c < verb)
    return tuple(sorted(out))


def is_negated(tree: Tree, verb: int) -> bool:
    """Whether the verb itself is negated ("did not say", "refused to say"), not what it reports."""
    for c in tree.children[verb]:
        token = tree.tokens[c]
        if token.dep == "neg" or (token.dep == "advmod" and token.text.lower() in _NEVER):
            return True
        if token.dep == "nsubj" and any(tree.tokens[x].text.lower() in ("no", "neither") for x in tree.children[c]):
            return True
    return _refusal(tree, verb) is not None


def _refusal(tree: Tree, verb: int) -> int | None:
    """The verb of "refused to say", "declined to say", "failed to say"."""
    token = tree.tokens[verb]
    head = tree.tokens[token.head].lemma.lower()
    return token.head if token.dep == "xcomp" and head in {*REFUSING, "fail"} else None


def is_held(tree: Tree, verb: int) -> bool:
    """Whether the verb only supposes that somebody says so: "would say", "if he says", an order, "you think"."""
    token = tree.tokens[verb]
    if token.tag == "VB" and token.dep in ("advcl", "relcl", "acl"):
        # "to explain how": a purpose.
        return True
    if _is_asked(tree, verb) or _is_wanted(tree, verb):
        return True
    if token.dep == "pcomp" and tree.tokens[token.head].text.lower() == "without":
        return True
    for c in tree.children[verb]:
        token = tree.tokens[c]
        if (
            token.dep == "aux"
            and token.lemma.lower() in _HYPOTHETICAL
            and not (_keeps_silent(tree, verb, c) or _sides(tree, verb, c))
        ):
            return True
        if token.dep == "mark" and token.text.lower() in ("if", "unless", "whether"):
            return True
        if token.dep == "mark" and token.text.lower() in ("as", "than") and _compares(tree, verb):
            return True
    return False


def _compares(tree: Tree, verb: int) -> bool:
    """Whether the saying only measures something: "as wealthy as he claims to be"."""
    return tree.tokens[tree.tokens[verb].head].pos in ("ADJ", "ADV")


def _keeps_silent(tree: Tree, verb: int, helper: int) -> bool:
    """Whether somebody "would not say" something: a refusal, not a supposition."""
    would = tree.tokens[helper].lemma.lower() == "would" and tree.tokens[verb].lemma.lower() in _SILENT
    return would and is_negated(tree, verb)


def _sides(tree: Tree, verb: int, helper: int) -> bool:
    """Whether somebody "would support" something: a stance as good as "supports"."""
    return tree.tokens[helper].lemma.lower() == "would" and tree.tokens[verb].lemma.lower() in SIDING


def _is_asked(tree: Tree, verb: int) -> bool:
    """Whether the saying itself is a question: "Did Halgren say …?"."""
    held = own_subject(tree, verb)
    if held is None or tree.tokens[tree.bounds(verb)[1]].text != "?":
        return False
    helper = next((c for c in tree.children[verb] if tree.tokens[c].dep == "aux"), None)
    return tree.tokens[held].tag == "WP" or (helper is not None and helper < held)


def _is_wanted(tree: Tree, verb: int) -> bool:
    """Whether the saying is only asked of somebody, or promised: "asked the minister to say who …", "agreed to say"."""
    token = tree.tokens[verb]
    over = token.head
    frames = VERBS.get(tree.tokens[over].lemma.lower(), {})
    if token.tag != "VB" or token.dep not in ("xcomp", "ccomp") or is_negated(tree, verb):
        return False
    if token.dep == "xcomp" and tree.tokens[over].lemma.lower() in _PROMISING:
        return True
    if "oi" not in frames:
        return False
    held = own_subject(tree, verb) if token.dep == "ccomp" else tree.child(over, "dobj", "dative", "nsubjpass")
    return held is not None and held < verb


def right_source(tree: Tree, verb: int) -> int | None:
    """The subject where it is somebody who can be named as a source."""
    found = subject(tree, verb)
    if found is None or tree.tokens[found].text.lower() in NOBODY - _SEVERAL:
        return None
    if tree.tokens[found].tag == "DT" and tree.tokens[found].text.lower() not in _SEVERAL:
        return None
    if tree.tokens[found].text.lower() == "it" and (tree.tokens[verb].dep == "xcomp" or _is_empty(tree, found)):
        # "It is hard to say": nobody says so.
        return None
    return None if _holds_a_verb(tree, found) else found


def _is_empty(tree: Tree, it: int) -> bool:
    """Whether "it" only keeps the place of a clause: "It is odd that …"."""
    over = tree.tokens[it].head
    held = {tree.tokens[c].dep for c in tree.children[over]}
    return (
        tree.tokens[over].lemma.lower() == "be" and "acomp" in held and not held.isdisjoint({"ccomp", "xcomp", "advcl"})
    )


def _holds_a_verb(tree: Tree, noun: int) -> bool:
    """Whether the parse took a name and its verb for the front of a noun: "Quist demands openness"."""
    return any(
        tree.tokens[c].tag == "NNS"
        and tree.tokens[c].dep == "compound"
        and tree.tokens[c].lemma.lower() in VERBS
        and any(tree.tokens[x].pos == "PROPN" for x in (c - 1, *tree.children[c]))
        for c in tree.children[noun]
        if c < noun
    )


def mark_of(tree: Tree, verb: int) -> str:
    """The conjunction that a clause begins with, lower case."""
    mark = tree.child(verb, "mark")
    return "" if mark is None else tree.tokens[mark].text.lower()


def saying_edge(tree: Tree, verb: int) -> int:
    """The first token of the saying: of its subject or the verb with its helpers."""
    first = min(
        [verb, *(c for c in tree.children[verb] if tree.tokens[c].dep in ("aux", "neg", "advmod") and c < verb)]
    )
    held = own_subject(tree, verb)
    return first if held is None or held > verb else min(first, tree.subtree(held)[0])
