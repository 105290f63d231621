"""Attribution by other words than verbs: "according to", "as … said", colons, nouns, adjectives, "seems"."""

from __future__ import annotations

from collections.abc import Iterator

from briefer.language.attribution.candidates import Candidate
from briefer.language.attribution.cues import ADJECTIVES, IMPERSONAL, LABELS, LIGHT, NOUNS, SEEMING, VERBS, Kind
from briefer.language.attribution.tree import SUBJECTS, Tree
from briefer.language.attribution.verbs import agent, cue_of, is_negated, is_passive, own_subject, subject


def phrase_candidates(tree: Tree) -> Iterator[Candidate]:
    """Every candidate that hangs on a phrase, a noun or an adjective."""
    for i, token in enumerate(tree.tokens):
        word = token.text.lower()
        if word == "according":
            yield from _according_to(tree, i)
        elif token.pos in ("VERB", "AUX"):
            yield from _as_said(tree, i)
            yield from _impersonal(tree, i)
        elif token.pos == "NOUN" and (kind := NOUNS.get(token.lemma.lower())):
            yield from _noun(tree, i, kind)
        elif token.pos == "ADJ" and word in ("clear", "plain") and tree.tokens[token.head].lemma == "make":
            yield from _adjective(tree, i, "speech")
        elif token.pos == "ADJ" and (kind := ADJECTIVES.get(token.lemma.lower())):
            yield from _adjective(tree, i, kind)
    yield from _labels(tree)
    yield from _announced(tree)
    yield from _signed(tree)


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
    if source is None:
        return
    over = _clause_over(tree, i)
    if over == i:
        return
    phrase = set(tree.subtree(i))
    content = [t for t in tree.subtree(over) if t not in phrase]
    yield Candidate(
        rule="according_to", anchor=i, cue=(i, to), source=source, content=frozenset(content), kind="speech"
    )


def _as_said(tree: Tree, i: int) -> Iterator[Candidate]:
    """ "as the minister put it": the clause it comments on is what was said."""
    token = tree.tokens[i]
    if token.dep != "advcl" or "c" not in VERBS.get(token.lemma.lower(), ()) and token.lemma != "put":
        return
    if tree.child(i, "ccomp", "xcomp") is not None:
        return
    as_ = next((c for c in tree.children[i] if tree.tokens[c].text.lower() == "as" and c < i), None)
    if as_ is None:
        return
    source = agent(tree, i) if is_passive(tree, i) or tree.child(i, "agent") is not None else subject(tree, i)
    if source is None or tree.tokens[source].pos == "PRON":
        return
    phrase = set(tree.subtree(i))
    content = [t for t in tree.subtree(token.head) if t not in phrase]
    yield Candidate(rule="as_said", anchor=i, cue=(as_, i), source=source, content=frozenset(content), kind="speech")


def _impersonal(tree: Tree, i: int) -> Iterator[Candidate]:
    """ "seems to", "is expected to", "was criticised by": the subject belongs to the content."""
    lemma = tree.tokens[i].lemma.lower()
    held = next((c for c in tree.children[i] if tree.tokens[c].dep in SUBJECTS and c < i), None)
    if held is None:
        return
    if kind := SEEMING.get(lemma):
        rest = [c for c in tree.children[i] if c > i and tree.tokens[c].dep in ("xcomp", "oprd", "acomp", "ccomp", "prep")]
        if not rest or tree.tokens[rest[0]].dep == "prep" and tree.tokens[rest[0]].text.lower() != "like":
            return
        content = [t for c in (held, *rest) for t in tree.subtree(c)]
        yield Candidate(rule="seeming", anchor=i, cue=cue_of(tree, i), source=None, content=frozenset(content), kind=kind)
    elif is_passive(tree, i) and (by := agent(tree, i)) is not None and {"o", "c"} & VERBS.get(lemma, {}).keys():
        frames = VERBS[lemma]
        if tree.tokens[held].pos == "PRON":
            return
        content = tree.subtree(held)
        content += [t for c in tree.children[i] if c > i and tree.tokens[c].dep in ("xcomp", "oprd") for t in tree.subtree(c)]
        yield Candidate(
            rule="passive", anchor=i, cue=cue_of(tree, i), source=by, content=frozenset(content),
            kind=frames.get("o") or frames.get("c") or "speech", negated=is_negated(tree, i),
        )
    elif is_passive(tree, i) and (kind := IMPERSONAL.get(lemma)):
        rest = [c for c in tree.children[i] if c > i and tree.tokens[c].dep in ("xcomp", "oprd", "prep", "ccomp")]
        if not rest:
            return
        content = [t for c in (held, *rest) for t in tree.subtree(c)]
        yield Candidate(rule="impersonal", anchor=i, cue=cue_of(tree, i), source=None, content=frozenset(content), kind=kind)


def _noun(tree: Tree, i: int, kind: Kind) -> Iterator[Candidate]:
    """ "his claim that …", "fears of …", "support for …"."""
    content: list[int] = []
    extra: tuple[int, ...] = ()
    for c in tree.children[i]:
        if c < i:
            continue
        token = tree.tokens[c]
        if token.dep in ("acl", "relcl", "ccomp") and c > i and _is_clause(tree, i, c):
            content, extra = tree.subtree(c), ()
            break
        if tree.tokens[i].dep == "dobj" and tree.tokens[tree.tokens[i].head].lemma.lower() in LIGHT:
            if token.dep == "prep" and token.text.lower() in ("for", "about", "of", "over", "against") and not content:
                content, extra = [t for t in tree.subtree(c) if t != c], (c,)
    if not content:
        return
    source = _owner(tree, i)
    if source is None:
        return
    yield Candidate(
        rule="noun", anchor=i, cue=(i, *extra), source=source, content=frozenset(content), kind=kind
    )


def _is_clause(tree: Tree, noun: int, clause: int) -> bool:
    """Whether the clause says what the noun holds: "that" as a conjunction, or an infinitive."""
    if tree.tokens[clause].tag == "VB" and any(tree.tokens[c].tag == "TO" for c in tree.children[clause]):
        return True
    mark = tree.subtree(clause)[0]
    return tree.tokens[mark].text.lower() in ("that", "whether") and tree.tokens[mark].dep in ("mark", "advmod")


def _owner(tree: Tree, i: int) -> int | None:
    """Whose claim it is: its possessor, or the subject of the light verb that it is the object of."""
    owner = tree.child(i, "poss")
    if owner is not None:
        return owner
    token = tree.tokens[i]
    if token.dep == "dobj" and tree.tokens[token.head].lemma.lower() in LIGHT:
        return subject(tree, token.head)
    if (by := tree.child(i, "prep")) is not None and tree.tokens[by].text.lower() in ("by", "from"):
        return tree.child(by, "pobj")
    return None


def _adjective(tree: Tree, i: int, kind: Kind) -> Iterator[Candidate]:
    """ "is confident that …", "were critical of …"."""
    token = tree.tokens[i]
    if token.dep != "acomp" and not (token.dep in ("ccomp", "oprd") and tree.tokens[token.head].lemma == "make"):
        return
    source = subject(tree, token.head)
    if source is None:
        return
    for c in tree.children[i]:
        if c < i:
            continue
        dep = tree.tokens[c].dep
        if dep in ("ccomp", "xcomp") or dep == "advcl" and own_subject(tree, c) is not None:
            content, extra = tree.subtree(c), ()
        elif dep == "prep" and tree.tokens[c].text.lower() in ("of", "about", "with", "to", "over", "at"):
            content, extra = [t for t in tree.subtree(c) if t != c], (c,)
        else:
            continue
        yield Candidate(
            rule="adjective", anchor=i, cue=(i, *extra), source=source, content=frozenset(content), kind=kind,
            negated=is_negated(tree, token.head),
        )
        return


def _labels(tree: Tree) -> Iterator[Candidate]:
    """ "Halgren: we will not pay": a name and a colon at the start of a paragraph."""
    paragraph = -1
    for s, (first, last) in enumerate(tree.sentences):
        sentence = tree.analysis.sentences[s]
        if sentence.paragraph == paragraph or last < first:
            continue
        paragraph = sentence.paragraph
        if tree.tokens[first].text in {'"', "“"}:
            first += 1
        colon = next((k for k in range(first, min(first + 7, last)) if tree.tokens[k].text == ":"), None)
        if colon is None or colon == first or not _is_label(tree, first, colon, sentence.kind == "heading"):
            continue
        end = last
        for later in range(s + 1, len(tree.sentences)):
            if tree.analysis.sentences[later].paragraph != paragraph:
                break
            end = max(end, tree.sentences[later][1])
        head = colon - 1
        while head > first and tree.tokens[head].head in range(first, colon) and tree.tokens[head].head != head:
            head = tree.tokens[head].head
        yield Candidate(
            rule="colon", anchor=colon, cue=(colon,), source=head, content=frozenset(range(colon + 1, end + 1))
        )


def _announced(tree: Tree) -> Iterator[Candidate]:
    """ "Halgren continued:" alone on its line: the next paragraph is hers, with or without marks."""
    sentences = tree.analysis.sentences
    for s, (first, last) in enumerate(tree.sentences):
        if last < first or tree.tokens[last].text != ":" or s + 1 >= len(sentences):
            continue
        if sentences[s + 1].paragraph == sentences[s].paragraph:
            continue
        verb = next(
            (
                k
                for k in range(last - 1, first - 1, -1)
                if tree.tokens[k].pos == "VERB" and {"q", "c"} & VERBS.get(tree.tokens[k].lemma.lower(), {}).keys()
            ),
            None,
        )
        start, end = tree.sentences[s + 1]
        if verb is None or tree.quoted[verb] >= 0 or tree.quoted[start] >= 0:
            continue
        source = subject(tree, verb)
        if source is None and tree.tokens[last - 1].pos == "PROPN":
            source = last - 1
        if source is None:
            continue
        for later in range(s + 2, len(sentences)):
            if sentences[later].paragraph != sentences[s + 1].paragraph:
                break
            end = tree.sentences[later][1]
        yield Candidate(
            rule="colon", anchor=verb, cue=(verb,), source=source, content=frozenset(range(start, end + 1))
        )


def _signed(tree: Tree) -> Iterator[Candidate]:
    """ "… not today." — Signe Halgren: a quotation signed with a dash and a name."""
    for first, last in tree.quotes:
        after = last + 1
        if after + 1 >= len(tree.tokens) or tree.tokens[after].text not in {"-", "–", "—", "―", "--"}:
            continue
        name = after + 1
        if tree.tokens[name].pos != "PROPN":
            continue
        end = name
        while end + 1 < len(tree.tokens) and tree.tokens[end + 1].pos == "PROPN":
            end += 1
        here = tree.analysis.sentences[tree.tokens[last].sentence].paragraph
        rest = range(end + 1, tree.bounds(end)[1] + 1)
        if tree.analysis.sentences[tree.tokens[end].sentence].paragraph - here > 1:
            continue
        if any(tree.tokens[k].pos in ("VERB", "AUX") for k in rest):
            continue
        yield Candidate(
            rule="signed", anchor=after, cue=(after,), source=end, content=frozenset(range(first, last + 1))
        )


def _is_label(tree: Tree, first: int, colon: int, heading: bool) -> bool:
    label = tree.tokens[first:colon]
    if not all(t.text[0].isalpha() or t.text[0] in "’'.-" for t in label):
        return False
    if all(t.text.isupper() for t in label if t.text[0].isalpha()) and not heading:
        return label[0].pos in ("PROPN", "NOUN") and len(label) <= 4
    if any(t.pos in ("VERB", "AUX", "ADP", "SCONJ", "PRON") for t in label):
        return False
    if any(t.ent in ("PERSON", "ORG", "NORP") for t in label) and heading:
        return True
    return label[-1].text.lower() in LABELS and len(label) <= 3 and heading
