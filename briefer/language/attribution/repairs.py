"""Branches that the parse hangs on what was said although they belong to the saying."""

from __future__ import annotations

from briefer.language.attribution.cue_verbs import VERBS
from briefer.language.attribution.cue_words import DOCUMENTS
from briefer.language.attribution.grammar import FINITE, is_seen, mark_of, own_subject
from briefer.language.attribution.tree import SUBJECTS, Tree

_REPORTING = frozenset({"c", "q", "o", "as"})


def repair(tree: Tree) -> None:
    """Moves saying verbs out of the clauses of other saying verbs.

    `He said the weir was full, adding that …`: the participle speaks for the subject of "said".
    `…, saying the weir would open and portraying the council as …`: the second participle joins the first.
    `The weir will open, he said, and the millers will pay`: what is joined belongs to the clause around.
    `He insisted they did not want it but warned that …`: a finite verb joins the one of its own tense.
    `He said that the weir would close, but that the mill would stay`: a second clause joins the first.
    """
    for i, token in enumerate(tree.tokens):
        if token.dep == "parataxis":
            _free_joined(tree, i)
        if token.dep == "advmod" and token.tag == "NNP" and token.head == i + 1 and own_subject(tree, i + 1) is None:
            # A rare surname before its verb is taken for an adverb.
            tree.attach(i, i + 1, "nsubj")
        if token.dep == "conj" and (_joins_clause(tree, i) or _goes_round(tree, token.head, i)):
            continue
        if token.pos != "VERB" or not _REPORTING & VERBS.get(token.lemma.lower(), {}).keys():
            continue
        if any(tree.tokens[c].dep in SUBJECTS for c in tree.children[i]):
            if token.dep == "advcl" and _concedes(tree, i) and (over := _outer(tree, i)) is not None:
                tree.attach(i, over, "advcl")
            continue
        over = token.head
        if (
            token.dep == "ccomp"
            and over < i
            and tree.tokens[i - 1].pos == "CCONJ"
            and tree.tokens[over].tag == token.tag
        ):
            # "said the weir was full but warned that …": a second verb of saying, not what the first one says.
            tree.attach(i, over, "conj")
        elif token.dep == "acl" and token.tag == "VBG" and (over := _speaking_verb(tree, i)) is not None:
            tree.attach(i, over, "advcl")
        elif token.dep == "advcl" and token.tag == "VBG" and _behind_comma(tree, i):
            over = _outer(tree, i)
            over = _main(tree, i) if over is None else over
            if over is not None:
                tree.attach(i, over, "advcl")
        elif token.dep == "conj" and token.head < i and not _matches(tree, token.head, i) and _reports(tree, i):
            over = _outer(tree, i)
            if over is not None and tree.tokens[over].tag == token.tag:
                tree.attach(i, over, "conj")


def _free_joined(tree: Tree, i: int) -> None:
    """Hangs what a conjunction behind a comma joins to an insertion on the clause that the insertion stands in."""
    joins = [c for c in tree.children[i] if tree.tokens[c].dep == "cc" and c > i and tree.tokens[c - 1].text == ","]
    if joins:
        head = tree.tokens[i].head
        for c in [c for c in tree.children[i] if c >= joins[0]]:
            tree.attach(c, head, tree.tokens[c].dep)


def _joins_clause(tree: Tree, i: int) -> bool:
    """Hangs what a second "that" goes on with on the first clause, where the parse joins it to the verb of saying."""
    over, mark = tree.tokens[i].head, tree.child(i, "mark")
    said = next((c for c in tree.children[over] if tree.tokens[c].dep == "ccomp" and c > over), None)
    if mark is None or tree.tokens[mark].text.lower() != "that" or said is None or not said < mark < i:
        return False
    joins = tree.tokens[mark - 1].pos == "CCONJ" and mark_of(tree, said) == "that"
    if not joins or "c" not in VERBS.get(tree.tokens[over].lemma.lower(), {}):
        return False
    tree.attach(i, said, "conj")
    for c in [c for c in tree.children[over] if said < c < i and tree.tokens[c].dep in ("cc", "punct")]:
        tree.attach(c, said, tree.tokens[c].dep)
    return True


def _goes_round(tree: Tree, verb: int, i: int) -> bool:
    """Hangs a verb that goes on with the clause that a saying is put into on it: `The deal, he told the radio, was a gift`."""
    if "c" not in VERBS.get(tree.tokens[verb].lemma.lower(), {}) or i < verb or tree.tokens[i - 1].text != ",":
        return False
    held = own_subject(tree, verb)
    if held is None or held > verb or tree.tokens[i].tag not in FINITE or own_subject(tree, i) is not None:
        return False
    edge = tree.subtree(held)[0]
    joined = any(tree.tokens[c].dep == "cc" for c in tree.children[verb])
    if joined or edge <= tree.bounds(verb)[0] or tree.tokens[edge - 1].text != ",":
        return False
    tree.attach(i, verb, "ccomp")
    return True


def _main(tree: Tree, i: int) -> int | None:
    """The verb outside of a relative clause that a closing participle hangs in (`paid the man who dug it, saying …`)."""
    below = i
    for over in tree.ancestors(i):
        if tree.tokens[below].dep == "relcl" and below < i:
            return next((t for t in (over, *tree.ancestors(over)) if tree.tokens[t].pos == "VERB"), None)
        below = over
    return None


def _speaking_verb(tree: Tree, i: int) -> int | None:
    """The verb whose subject speaks in "released a statement saying …" and in "left the hall, saying …"."""
    noun = tree.tokens[i].head
    document = tree.tokens[noun].lemma.lower() in DOCUMENTS and _is_object(tree, noun)
    over = tree.tokens[noun].head
    hearer = tree.tokens[noun].dep == "dobj" and "q" in VERBS.get(tree.tokens[over].lemma.lower(), {})
    if not document and not hearer and not _behind_comma(tree, i):
        return None
    for over in tree.ancestors(noun):
        if tree.tokens[over].pos == "VERB":
            return over
    return None


def _is_object(tree: Tree, noun: int) -> bool:
    """Whether the noun, or what it is a part or kind of ("a series of posts"), is a verb's object."""
    while tree.tokens[noun].dep in ("pobj", "prep") and tree.tokens[noun].text.lower() not in ("in", "on", "at", "to"):
        noun = tree.tokens[noun].head
    return tree.tokens[noun].dep == "dobj"


def _concedes(tree: Tree, i: int) -> bool:
    """Whether the clause is an aside of the narrator: ", although the council said …"."""
    mark = tree.child(i, "mark")
    if mark is None or tree.tokens[mark].text.lower() not in ("although", "though", "while", "whereas"):
        return False
    first = tree.subtree(i)[0]
    return tree.tokens[first - 1].text == "," and first > tree.tokens[i].head


def _behind_comma(tree: Tree, i: int) -> bool:
    before = i - 1
    while before >= 0 and tree.tokens[before].pos in ("ADV", "CCONJ"):
        before -= 1
    return before >= 0 and tree.tokens[before].text in {",", "”", '"', "-", "–", "—"}


def _reports(tree: Tree, i: int) -> bool:
    """Whether a verb has something that it reports, so that it is no mere act ("answered none of the letters")."""
    frames = VERBS.get(tree.tokens[i].lemma.lower(), {})
    behind = [c for c in tree.children[i] if c > i]
    if any(tree.tokens[c].dep in ("ccomp", "xcomp", "oprd", "prep", "advcl") or tree.quoted[c] >= 0 for c in behind):
        return True
    return "o" in frames or not any(tree.tokens[c].dep == "dobj" for c in behind)


def _matches(tree: Tree, head: int, i: int) -> bool:
    """Whether two joined verbs have the same form, so that nothing speaks against their being joined."""
    return _form(tree, head) == _form(tree, i)


def _form(tree: Tree, i: int) -> str:
    """Tag of the word that carries the tense: the first helper's, else the verb's own."""
    helpers = [c for c in tree.children[i] if c < i and tree.tokens[c].dep in ("aux", "auxpass")]
    return tree.tokens[helpers[0]].tag + "+" if helpers else tree.tokens[i].tag


def _outer(tree: Tree, i: int) -> int | None:
    """The outermost verb of saying, before the token, in whose clause it stands."""
    found, below = None, i
    for over in tree.ancestors(i):
        token = tree.tokens[over]
        if (
            tree.tokens[below].dep == "ccomp"
            and below > over
            and tree.quoted[over] == tree.quoted[i]
            and token.pos == "VERB"
            and "c" in VERBS.get(token.lemma.lower(), ())
            and not is_seen(tree, below)
        ):
            found = over
        below = over
    return found
