"""Where it happened: the place that belongs to a clause, and the dateline's."""

from __future__ import annotations

import re
from functools import lru_cache

from briefer.language.clauses import Tree, contiguous, handed_on
from briefer.language.step_words import TALKS
from briefer.model import Analysis, Range

#: Nouns for places without a name of their own, or behind one ("the Vardo weir").
PLACES = frozenset(
    "city town village province region district airport station port border capital street square building "
    "headquarters palace embassy consulate hotel hospital school university church mosque synagogue stadium park "
    "river lake sea coast island mountain weir dam bridge tunnel road avenue suburb base camp prison harbour harbor "
    "market plant factory mine valley desert strait gulf bay ocean county territory area neighbourhood neighborhood "
    "outskirts stop hub wall gate checkpoint crossing terminal parliament courthouse court tower circuit track beach forest field "
    "compound centre center museum theatre theater underpass junction motorway highway site resort".split()
)
AT = frozenset("in at near outside inside across off around along beside near beneath under within".split())
BESIDE = frozenset({"outside", "inside", "near"})
#: Before a kind of place these tell where, before a country whence or whither.
_FROM = frozenset("from into on onto through over above behind by".split())
NAMES = frozenset({"GPE", "LOC", "FAC"})

#: A place further from the verb than this belongs to something else ("a treaty on the floods in Vellany").
FAR = 4.5

#: What happens at the place that is named before it: "the Arvel talks".
HAPPENINGS = TALKS | frozenset(
    "attack crash bombing blast explosion shooting fire flood earthquake strike protest riot rally march siege "
    "disaster tragedy derailment accident raid killing massacre trial game race match contest festival fair derby".split()
)

#: "SANKT ARVEL, May 20 (Northern Wire) — " and the like.
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z'’.-]+(?: (?:[A-Z][A-Z'’.-]+|de|la|del|al))*(?:, [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)?)?)"
    r"(?:, \w+\.? \d{1,2}(?:, \d{4})?)?(?: ?\([^()\n]{2,40}\))? ?(?:—|–|--|-) ?(?=\S)"
)


#: The same without a dash, "VARDO: "; only where it was left out of the sentences.
_PLACE_LINE = re.compile(r"\s*(?P<place>[A-ZÀ-Þ -]{3,})(?:,[^():\n]{2,20})?(?: ?\([^()\n]{2,40}\))?:\s*")
#: Sentences among which a dateline may stand.
_FIRST = 6
#: "(Getty Images)", "(Photo: The Associated Press)", "[Mads Orre: A day in the valley]".
_CREDIT = re.compile(r"(?:\((?:[Pp]hoto(?: by)?:? )?[A-Z][\w.'’&/ -]{1,60}\)|\[[A-Z][^\[\]\n]{1,100}\]) *")


def _dateline(analysis: Analysis) -> re.Match[str] | None:
    return _first_dateline(analysis.article.text, tuple((s.start, s.end) for s in analysis.sentences[:_FIRST]))


@lru_cache(maxsize=64)
def _first_dateline(text: str, sentences: tuple[tuple[int, int], ...]) -> re.Match[str] | None:
    end = 0
    for place in sentences:
        if found := _PLACE_LINE.fullmatch(text, end, place[0]):
            return found
        # A dateline stands before its sentence, or is part of it, sometimes behind the word "Photo".
        for match in _DATELINE.finditer(text, end, place[1]):
            if match.start() - max(end, place[0]) < 12 and match.end() <= place[0] + 60:
                return match
        end = place[1]
    return None


def dateline_end(analysis: Analysis, sentence: int) -> int:
    """Where the sentence begins behind its dateline, or the credit of a picture; its own start where there is none."""
    start, end = analysis.sentences[sentence].start, analysis.sentences[sentence].end
    match = _dateline(analysis) if sentence < _FIRST else None
    if match and start <= match.start() < match.end() < end:
        return match.end()
    credit = _CREDIT.match(analysis.article.text, start, end) if analysis.article.text[start] in "([" else None
    return credit.end() if credit and credit.end() < end else start


def is_caption(analysis: Analysis, sentence: int) -> bool:
    """Whether the credit of a picture follows."""
    text, place = analysis.article.text, analysis.sentences[sentence]
    return text.startswith("(", place.end + 1) and _CREDIT.match(text, place.end + 1) is not None


def dateline_place(analysis: Analysis) -> Range | None:
    """The place that the article was written from."""
    match = _dateline(analysis)
    return Range(*match.span("place")) if match else None


def place_in(tree: Tree, sentence: int, verb: int) -> Range | None:
    """The place that the sentence says the verb's deed happened at, nearest to the verb first."""
    best: tuple[float, int] | None = None
    for t in tree.sentences[sentence]:
        if tree.tokens[t].dep in ("pobj", "compound", "poss") and (cost := cost_of(tree, t, verb)) is not None:
            best = min(best or (cost, t), (cost, t))
    return _phrase(tree, best[1]) if best else None


def cost_of(tree: Tree, noun: int, verb: int) -> float | None:
    """How far the place stands from the verb; None for what is no place."""
    token, before = tree.tokens[noun], tree.tokens[tree.tokens[noun].head].text.lower()
    if token.dep != "pobj" and not (token.ent in NAMES and tree.tokens[token.head].lemma.lower() in HAPPENINGS):
        return None
    kind = token.lemma.lower() in PLACES
    entity = tree.entities[noun]
    name = token.ent in NAMES or (entity is not None and tree.analysis.entities[entity].kind == "place")
    beside = before in BESIDE and token.pos == "PROPN" and token.ent != "PERSON"
    happening = token.dep != "pobj"
    if not (
        happening or beside or (before in AT and (kind or name)) or (before in _FROM and (kind or token.ent == "FAC"))
    ):
        return None
    far = distance(tree, noun, verb)
    if far is not None:
        far += 0.0 if name or _named(tree, noun) else 1.5
    return far if far is not None and far <= FAR else None


def distance(tree: Tree, noun: int, verb: int) -> float | None:
    """How far the place stands from the verb; None where it belongs to words that hand something on."""
    cost, at = 0.0, noun
    while at != verb:
        label = tree.tokens[at].dep
        # An infinitive says what for ("a deal to end the drought in Vellany"), a participle may be the deed itself.
        purpose = label in ("acl", "advcl") and tree.tokens[at].tag == "VB"
        cost += 3.5 if purpose or _apart(tree, at) else {"relcl": 3, "acl": 1, "advcl": 1, "poss": 2}.get(label, 0.5)
        if tree.tokens[at].head == at:
            return None if handed_on(tree, noun) else min(cost + 1, FAR)
        at = tree.tokens[at].head
    return cost


def _apart(tree: Tree, at: int) -> bool:
    """Whether a clause of its own begins here: ", but both governments said they would meet in Arvel"."""
    return tree.tokens[at].dep == "conj" and tree.child(at, "nsubj", "nsubjpass") is not None


def _named(tree: Tree, noun: int) -> bool:
    return any(tree.tokens[t].pos == "PROPN" for t in tree.subtree(noun))


def _phrase(tree: Tree, noun: int) -> Range:
    """The place with the larger place that it lies in: "the tunnel near Arvel", "Arvel, Norrmark"."""
    without = set()
    for c in tree.children[noun]:
        token = tree.tokens[c]
        inner = {"prep": token.text.lower() in AT | {"of"}, "appos": token.ent in NAMES}
        if not inner.get(token.dep, token.dep not in ("relcl", "acl", "cc", "conj")):
            without.add(c)
    for t in tree.subtree(noun, frozenset(without)):
        if tree.tokens[t].dep in ("relcl", "acl", "npadvmod"):
            without.add(t)
    first, last = contiguous(tree.subtree(noun, frozenset(without)), noun)
    dates = tree.analysis.dates
    while last > noun and (
        tree.tokens[last].pos in ("PUNCT", "ADP", "CCONJ", "DET")
        or any(d.span.start <= tree.tokens[last].start < d.span.end for d in dates)
    ):
        last -= 1
    return tree.range(tree.whole_word(first), last)
