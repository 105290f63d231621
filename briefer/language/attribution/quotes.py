"""Attribution of quotations: by the cue beside them, by the colon before them, by their neighbours."""

from __future__ import annotations

from collections.abc import Iterator

from briefer.language.attribution.candidates import Candidate
from briefer.language.attribution.cue_verbs import VERBS
from briefer.language.attribution.cue_words import DOCUMENTS, TIMES, WITH_HEARER
from briefer.language.attribution.grammar import FINITE, cue_of, is_negated, is_passive, subject
from briefer.language.attribution.tree import Tree

#: How far a cue may stand from the mark of its quotation, in tokens.
REACH = 30
_GAP = frozenset(",-–—")
_STOPS = frozenset(".!?;:")
#: What stands in a noun phrase before its last noun.
_NOUN_PHRASE = frozenset({"DET", "ADJ", "NUM", "NOUN", "PROPN"})


def quote_candidates(tree: Tree) -> Iterator[Candidate]:
    """One candidate for each cue verb that stands beside quotations, with all of them that it carries."""
    cued: dict[int, set[int]] = {}
    for q, (first, last) in enumerate(tree.quotes):
        if last - first < 2:
            continue
        verb = _cue_after(tree, first, last)
        if verb is None:
            verb = _cue_before(tree, first, is_utterance(tree, q))
        if verb is None and q and is_utterance(tree, q):
            verb = next((v for v, quotes in cued.items() if q - 1 in quotes and _lists(tree, v, q)), None)
        if verb is not None:
            cued.setdefault(verb, set()).add(q)
    for verb, quotes in sorted(cued.items()):
        content: set[int] = set()
        for q in sorted(quotes):
            content.update(_with_lead(tree, verb, q))
        yield Candidate(
            rule="quotation",
            anchor=verb,
            cue=cue_of(tree, verb),
            source=speaker_of(tree, verb),
            content=frozenset(content),
            kind="speech",
            negated=is_negated(tree, verb),
        )
    claimed = {q for quotes in cued.values() for q in quotes}
    for q, (first, last) in enumerate(tree.quotes):
        if q not in claimed and (noun := _document_before(tree, first)) is not None and is_utterance(tree, q):
            owner = tree.child(noun, "poss")
            said = frozenset(range(first, last + 1))
            yield Candidate(rule="document", anchor=noun, cue=(noun,), source=owner, content=said)


def _document_before(tree: Tree, first: int) -> int | None:
    """The noun of `From Halgren's letter: "…"`."""
    noun = first - 2
    if noun < 0 or tree.tokens[first - 1].text != ":" or tree.tokens[noun].lemma.lower() not in DOCUMENTS:
        return None
    return noun if tree.quoted[noun] < 0 and tree.child(noun, "poss") is not None else None


def _lists(tree: Tree, verb: int, q: int) -> bool:
    """Whether a quotation only goes on with a list that the one before it begins: chanted "Go home" and "Shame"."""
    last, first = tree.quotes[q - 1][1], tree.quotes[q][0]
    return verb < tree.quotes[q - 1][0] and all(t.text in {",", "and", "or"} for t in tree.tokens[last + 1 : first])


def words_in(tree: Tree, q: int) -> int:
    """Number of words between the marks."""
    first, last = tree.quotes[q]
    return sum(tree.tokens[i].text[0].isalnum() for i in range(first, last + 1))


def is_utterance(tree: Tree, q: int) -> bool:
    """Whether the words could stand alone as speech: not a title, a term or a scare quote."""
    first, last = tree.quotes[q]
    inner = tree.analysis.words(tree.quotation(q).inner).rstrip(" \u00a0'’”")
    if inner[-1:] in {",", ".", "!", "?", "…", "-", "—"}:
        return words_in(tree, q) >= 2 and not (inner[-1:] == "," and _is_title(tree, first, last))
    return words_in(tree, q) >= 5 and any(tree.tokens[i].tag in FINITE for i in range(first, last + 1))


def _is_title(tree: Tree, first: int, last: int) -> bool:
    """Whether a preposition leads to the quoted words, which are only names or nouns: hosts of “Morning Tide,”."""
    inside = [t for t in tree.tokens[first : last + 1] if t.text[0].isalnum()]
    named = all((t.pos in _NOUN_PHRASE and t.text[0].isupper()) or t.pos in ("ADP", "CCONJ", "DET") for t in inside)
    if first > 1 and tree.tokens[first - 1].pos == "CCONJ" and (before := tree.quoted[first - 2]) >= 0:
        return named and _is_title(tree, *tree.quotes[before])
    return first > 0 and tree.tokens[first - 1].pos == "ADP" and named


def speaker_of(tree: Tree, verb: int) -> int | None:
    """The subject of a quoting verb; where the parse has none, the noun phrase beside it."""
    found = subject(tree, verb)
    if (
        found is not None
        and tree.tokens[found].text.lower() not in {"that", "which"}
        and not _is_quoted(tree, found, verb)
    ):
        return found
    if is_passive(tree, verb):
        return None
    for c in tree.children[verb]:
        token = tree.tokens[c]
        if token.dep in ("dobj", "dative") and tree.tokens[verb].lemma.lower() in WITH_HEARER:
            # "telling Americans that …": they only hear it.
            continue
        if token.dep in ("dobj", "attr", "dative", "npadvmod", "oprd") and c > verb and tree.quoted[c] < 0:
            if token.pos in ("PROPN", "NOUN", "PRON") and token.text.lower() not in TIMES:
                return c
    name = _name_between(tree, verb)
    name = _last_of_name(tree, verb + 1) if name is None else name
    return _noun_before(tree, verb) if name is None else name


def _is_quoted(tree: Tree, i: int, verb: int) -> bool:
    """Whether a subject of the verb's own is spoken by somebody: "We" of the words before is not who says them."""
    return tree.quoted[i] >= 0 and tree.tokens[verb].dep != "conj" and is_utterance(tree, tree.quoted[i])


def _name_between(tree: Tree, verb: int) -> int | None:
    """Who is named right behind a quotation that comes before the verb, where the parse put it elsewhere."""
    start = verb
    while start and verb - start < REACH:
        q = tree.quoted[start - 1]
        if q >= 0 and is_utterance(tree, q):
            break
        start -= 1
    if start in (0, verb) or tree.tokens[start].sentence != tree.tokens[verb].sentence:
        return None
    end = start
    while end < verb and (tree.tokens[end].pos in _NOUN_PHRASE or tree.tokens[end].text == "-"):
        end += 1
    # "Teswick delegate Bill Eastlake, wearing …, said"
    named = (
        end > start and tree.tokens[end - 1].pos in ("PROPN", "NOUN") and (end == verb or tree.tokens[end].text == ",")
    )
    return end - 1 if named else _last_of_name(tree, start)


def _noun_before(tree: Tree, verb: int) -> int | None:
    """The noun between commas right before the verb: "…, her adviser, Jake Holm, said:"."""
    last = verb - 1
    while last >= 0 and tree.tokens[last].pos in ("AUX", "ADV"):
        last -= 1
    if last < 1 or tree.tokens[last].text != "," or tree.tokens[last].sentence != tree.tokens[verb].sentence:
        return None
    return last - 1 if tree.tokens[last - 1].pos == "PROPN" and tree.quoted[last - 1] < 0 else None


def _last_of_name(tree: Tree, i: int) -> int | None:
    """The last token of a run of name tokens."""
    end = i
    while end < len(tree.tokens) and tree.tokens[end].pos == "PROPN" and tree.tokens[end].text.lower() not in TIMES:
        end += 1
    return end - 1 if end > i else None


def is_quoting(tree: Tree, i: int) -> bool:
    """Whether the token is a verb that may introduce or follow a quotation."""
    token = tree.tokens[i]
    if token.pos not in ("VERB", "AUX") or tree.quoted[i] >= 0:
        return False
    puts_it = token.lemma == "put" and any(following.text == "it" for following in tree.tokens[i + 1 : i + 2])
    return puts_it or "q" in VERBS.get(token.lemma.lower(), ())


def _reports_more(tree: Tree, verb: int) -> bool:
    """Whether the verb has its own clause to its right."""
    return any(c > verb and tree.tokens[c].dep == "ccomp" for c in tree.children[verb])


def _tells_somebody(tree: Tree, verb: int) -> bool:
    """Whether a participle has a hearer: `…, telling reporters that …` goes on behind what was quoted."""
    return tree.tokens[verb].tag == "VBG" and any(
        c > verb and tree.tokens[c].dep == "dobj" for c in tree.children[verb]
    )


def _cue_after(tree: Tree, first: int, last: int) -> int | None:
    """The verb of "…," she said, or of "…," said the mayor."""
    i = last + 1
    end = last
    while end > first and tree.tokens[end].text.strip("'‘’\"“”") == "":
        end -= 1
    inner = tree.tokens[end].text[-1]
    open_ended = inner in {",", "?", "!", "-", "—", "…"}
    sure = inner == ","
    while i < len(tree.tokens) and tree.tokens[i].text in _GAP:
        open_ended = True
        sure = sure or tree.tokens[i].text == ","
        i += 1
    if not open_ended or (inner == "," and _is_title(tree, first, last)):
        return None
    paragraph = tree.analysis.sentences[tree.tokens[last].sentence].paragraph
    for k in range(i, min(i + REACH, len(tree.tokens))):
        token = tree.tokens[k]
        if tree.analysis.sentences[token.sentence].paragraph != paragraph:
            return None
        if tree.quoted[k] >= 0:
            if is_utterance(tree, tree.quoted[k]):
                return None
            continue
        if token.text in _STOPS:
            return None
        if _in_relative(tree, k, i):
            continue
        if is_quoting(tree, k) or ((sure or k == i) and _is_clause_verb(tree, k, i)):
            source = speaker_of(tree, k)
            if source is None or source < first or tree.quoted[source] >= 0:
                before = source is not None and source < first and k == i and is_quoting(tree, k)
                return k if before and not (_reports_more(tree, k) or _tells_somebody(tree, k)) else None
            if _reports_more(tree, k) and (first != tree.bounds(first)[0] or not sure):
                return None
            return k
        if token.tag in FINITE and token.pos == "VERB":
            return None
    return None


def _in_relative(tree: Tree, k: int, since: int) -> bool:
    """Whether the token stands in a relative clause that begins after the quotation."""
    while True:
        token = tree.tokens[k]
        if token.dep in ("relcl", "acl"):
            # "…?" the 43-year-old asked: the only verb is no participle.
            alone = token.dep == "acl" and tree.tokens[token.head].dep == "ROOT" and is_quoting(tree, k)
            return token.head >= since and not alone
        if token.head == k or token.head < since:
            return False
        k = token.head


def _is_clause_verb(tree: Tree, k: int, since: int) -> bool:
    """Whether any verb, known as a cue or not, has its subject right beside a quotation that a comma ends."""
    if tree.tokens[k].tag not in ("VBD", "VBZ", "VBP") or tree.tokens[k].pos != "VERB":
        return False
    if any(tree.tokens[c].dep == "mark" or tree.tokens[c].tag == "WRB" for c in tree.children[k]):
        return False
    return any(tree.tokens[c].dep == "nsubj" and c >= since for c in tree.children[k])


def _cue_before(tree: Tree, first: int, utterance: bool) -> int | None:
    """The verb of She said: "…", or of She said that "…"."""
    i = first - 1
    if i < 0:
        return None
    colon = tree.tokens[i].text == ":"
    while i >= 0 and tree.tokens[i].text in {",", ":", "-", "—", "that"}:
        i -= 1
    sentence = tree.tokens[first].sentence
    # A few words in marks are an utterance only right behind the cue; further on they belong to its clause.
    beside = i < first - 1
    for k in range(i, max(i - REACH, -1), -1):
        token = tree.tokens[k]
        if tree.quoted[k] >= 0 or token.text in {".", "!", "?", ";"}:
            break
        if token.sentence != sentence and not colon:
            break
        if is_quoting(tree, k):
            return k if speaker_of(tree, k) is not None or (colon and _named_before(tree, k)) else None
        if token.tag in FINITE and token.dep not in ("aux", "auxpass") and not colon:
            break
        if not colon and (i - k > 12 or not (utterance or beside)):
            break
    return _any_before_colon(tree, i) if colon and utterance else None


def _any_before_colon(tree: Tree, i: int) -> int | None:
    """The main verb of the sentence before a colon, known as a cue or not: The mayor fired back: "…"."""
    found = [
        k
        for k in (i, *tree.ancestors(i))
        if tree.tokens[k].pos == "VERB"
        and tree.tokens[k].tag in FINITE
        and tree.quoted[k] < 0
        and subject(tree, k) is not None
    ]
    # "He was glad that the deal happened: …": a deal speaks only where nobody else does.
    return next((k for k in found if _is_somebody(tree, subject(tree, k))), found[0] if found else None)


def _is_somebody(tree: Tree, head: int | None) -> bool:
    token = None if head is None else tree.tokens[head]
    return token is not None and (token.pos == "PROPN" or (token.tag == "PRP" and token.text.lower() != "it"))


def _named_before(tree: Tree, verb: int) -> bool:
    """Whether a colon follows a verb and a name that the parse did not make its subject ("Continued Halgren:")."""
    return tree.tokens[verb + 1].pos == "PROPN"


def _with_lead(tree: Tree, verb: int, q: int) -> range:
    """The quotation's tokens, with the words of its sentence before it where the cue comes after."""
    first, last = tree.quotes[q]
    if verb < first:
        return range(first, last + 1)
    start, _ = tree.bounds(first)
    lead = start
    if first and tree.tokens[first - 1].text in {"(", ":", "-", "–", "—", "["}:
        return range(first, last + 1)
    for k in range(first - 1, start - 1, -1):
        if tree.quoted[k] >= 0 or is_quoting(tree, k):
            lead = first
            break
    return range(lead, last + 1)
