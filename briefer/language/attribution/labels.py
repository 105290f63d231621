"""Attribution by layout: a name and a colon, an announced paragraph, a signed quotation."""

from __future__ import annotations

from collections.abc import Iterator

from briefer.language.attribution.candidates import Candidate
from briefer.language.attribution.cue_verbs import VERBS
from briefer.language.attribution.cue_words import LABELS, RUBRICS
from briefer.language.attribution.grammar import subject
from briefer.language.attribution.tree import Tree
from briefer.language.names.entities import entity_at
from briefer.model import Range

_DASHES = frozenset({"-", "–", "—", "―", "--"})
#: Tokens that a label may have before its colon.
_LABEL = 7
#: Tokens that it may have where a quotation follows the colon.
_LONGEST = 14
#: What the title before a name is made of.
_NOUN_PHRASE = frozenset({"PROPN", "NOUN", "ADJ", "ADP", "DET", "PART"})


def layout_candidates(tree: Tree) -> Iterator[Candidate]:
    """Every candidate that hangs on such a mark."""
    for paragraph in _paragraphs(tree):
        yield from _labelled(tree, *paragraph)
    yield from _announced(tree)
    yield from _signed(tree)


def _paragraphs(tree: Tree) -> Iterator[tuple[int, int, bool]]:
    """First and last token of each paragraph, and whether it is a heading."""
    sentences = tree.analysis.sentences
    for s, (first, last) in enumerate(tree.sentences):
        if last < first or (s and sentences[s - 1].paragraph == sentences[s].paragraph):
            continue
        # A dateline ("VARDO: ") is parsed with its sentence, and is no label.
        first = next((t for t in range(first, last + 1) if tree.tokens[t].start >= sentences[s].start), first)  # noqa: PLW2901
        yield first, _paragraph_end(tree, s), sentences[s].kind == "heading"


def _paragraph_end(tree: Tree, s: int) -> int:
    """Last token of the paragraph that a sentence stands in."""
    sentences = tree.analysis.sentences
    end = tree.sentences[s][1]
    while s + 1 < len(sentences) and sentences[s + 1].paragraph == sentences[s].paragraph:
        s += 1
        end = max(end, tree.sentences[s][1])
    return end


def _labelled(tree: Tree, first: int, last: int, heading: bool) -> Iterator[Candidate]:
    """`Halgren: we will not pay`: a name and a colon at the start of a paragraph."""
    start = first + (tree.tokens[first].text in {'"', "“"})
    colon = next((k for k in range(start, min(start + _LONGEST, last)) if tree.tokens[k].text in {":", "):"}), None)
    if colon is None or colon == start:
        return
    if tree.quoted[colon + 1] >= 0 and (head := _introduced(tree, start, colon)) is not None:
        said = frozenset(range(colon + 1, last + 1))
        yield Candidate(rule="colon", anchor=colon, cue=(colon,), source=head, content=said)
        return
    if colon - start >= _LABEL or tree.tokens[colon].text != ":" or not _is_label(tree, start, colon, heading):
        return
    if not heading and not tree.tokens[start].text.isupper() and not _speaks(tree, start, colon, last):
        return
    head = colon - 1
    while start <= tree.tokens[head].head < colon and tree.tokens[head].head != head:
        head = tree.tokens[head].head
    yield Candidate(
        rule="colon", anchor=colon, cue=(colon,), source=head, content=frozenset(range(colon + 1, last + 1))
    )


def _introduced(tree: Tree, start: int, colon: int) -> int | None:
    """The last word of a name in `Former Clerk of Works Signe Halgren (Vardo): "…"`: a person and what they are."""
    end = colon
    bracket = next((k for k in range(colon, start, -1) if tree.tokens[k].text == "("), None)
    if tree.tokens[colon].text == "):" or tree.tokens[colon - 1].text == ")":
        if bracket is None:
            return None
        end = bracket
    label = tree.tokens[start:end]
    if not label or label[-1].pos != "PROPN" or any(t.pos not in _NOUN_PHRASE for t in label):
        return None
    found = entity_at(tree.analysis, Range(label[-1].start, label[-1].end))
    return end - 1 if found is not None and tree.analysis.entities[found].kind == "person" else None


def _speaks(tree: Tree, first: int, colon: int, last: int) -> bool:
    """Whether what follows a name and a colon is speech, and no title above what is written of that name."""
    if tree.quoted[colon + 1] >= 0:
        return True
    names = {t.text for t in tree.tokens[first:colon] if t.pos == "PROPN"}
    rest = tree.tokens[colon + 1 : last + 1]
    return any(t.dep == "nsubj" for t in rest) and not any(t.text in names for t in rest)


def _is_label(tree: Tree, first: int, colon: int, heading: bool) -> bool:
    """Whether the words before a colon are who speaks: a person's name, capitals of a transcript, "Poll"."""
    label = tree.tokens[first:colon]
    if not all(t.text[0].isalpha() or t.text[0] in "’'.-" for t in label):
        return False
    if label[0].text.lower() in RUBRICS:
        return False
    if len(label) <= 4 and all(t.pos in ("PROPN", "NOUN", "ADJ", "PART") for t in label):
        found = entity_at(tree.analysis, Range(label[-1].start, label[-1].end))
        if label[-1].pos == "PROPN" and found is not None and tree.analysis.entities[found].kind == "person":
            return True
    if not heading:
        capitals = all(t.text.isupper() for t in label if t.text[0].isalpha())
        place = any(t.ent in ("GPE", "LOC", "FAC") for t in label)
        return capitals and not place and len(label) <= 4 and label[0].pos in ("PROPN", "NOUN")
    if any(t.pos in ("VERB", "AUX", "ADP", "SCONJ", "PRON") for t in label):
        return False
    named = any(t.ent in ("PERSON", "ORG", "NORP") for t in label)
    return named or (label[-1].text.lower() in LABELS and len(label) <= 3)


def _announced(tree: Tree) -> Iterator[Candidate]:
    """`Halgren continued:` alone on its line: the next paragraph is hers, with or without marks."""
    sentences = tree.analysis.sentences
    for s, (first, last) in enumerate(tree.sentences[:-1]):
        if last < first or tree.tokens[last].text != ":" or sentences[s + 1].paragraph == sentences[s].paragraph:
            continue
        start, end = tree.sentences[s + 1]
        if end < start:
            continue
        verb = next((k for k in range(last - 1, first - 1, -1) if _announces(tree, k)), None)
        if verb is None or tree.quoted[start] >= 0:
            continue
        source = subject(tree, verb)
        if source is None and tree.tokens[last - 1].pos == "PROPN":
            source = last - 1
        if source is not None:
            said = frozenset(range(start, _paragraph_end(tree, s + 1) + 1))
            yield Candidate(rule="colon", anchor=verb, cue=(verb,), source=source, content=said)


def _announces(tree: Tree, i: int) -> bool:
    token = tree.tokens[i]
    cue = token.pos == "VERB" and tree.quoted[i] < 0
    return cue and bool({"q", "c"} & VERBS.get(token.lemma.lower(), {}).keys())


def _signed(tree: Tree) -> Iterator[Candidate]:
    """`"… not today." — Signe Halgren`: a quotation signed with a dash and a name."""
    sentences = tree.analysis.sentences
    for first, last in tree.quotes:
        after = last + 1
        if after + 1 >= len(tree.tokens) or tree.tokens[after].text not in _DASHES:
            continue
        end = after
        while end + 1 < len(tree.tokens) and tree.tokens[end + 1].pos == "PROPN":
            end += 1
        far = sentences[tree.tokens[end].sentence].paragraph - sentences[tree.tokens[last].sentence].paragraph > 1
        if (
            end == after
            or far
            or any(tree.tokens[k].pos in ("VERB", "AUX") for k in range(end + 1, tree.bounds(end)[1] + 1))
        ):
            continue
        yield Candidate(
            rule="signed", anchor=after, cue=(after,), source=end, content=frozenset(range(first, last + 1))
        )
