"""Names as they stand in the text: runs of capitals, cut where titles, other names and mistakes begin."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefer.language.names import countries
from briefer.language.names.given_names import FEMALE, MALE
from briefer.language.names.lexicon import (
    CALENDAR,
    HONORIFICS,
    NOT_NAMES,
    OF_HEADS,
    OFFICE_MODIFIERS,
    OFFICES,
    ORGANISATION_WORDS,
    PARTICLES,
)
from briefer.language.names.tree import Tree
from briefer.model import ActorKind

#: Entity labels of things that act, or where things happen.
ACTORS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC"})
_NUMERIC = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
_PROPER = frozenset({"NNP", "NNPS"})
#: Possessives that belong to a name: "People's Bank", "Moody's".
_OWN_POSSESSIVE = frozenset(
    "people women men children workers teachers lloyd moody sotheby christie mcdonald levi macy wendy sainsbury "
    "king queen st. saint domino kohl lowe nature britain dunkin kellogg".split()
)
_PARTY_WORDS = frozenset({"party", "army", "navy", "parliament", "union", "league", "caucus", "convention", "council"})


@dataclass(slots=True)
class Name:
    """One place where a name stands."""

    first: int
    last: int
    text: str
    words: tuple[str, ...]
    #: The parser's own label, or ``.
    label: str
    sentence: int
    #: Tokens of the office before it: "Prime Minister".
    title: tuple[int, int] | None = None
    #: Lower case, of the address before it: "mr".
    honorific: str = ""
    #: The name that stands right before its title: "Norrmark" in "Norrmark Prime Minister Ada Brandt".
    prefix: Name | None = None
    kind: ActorKind | None = None
    #: The names of one actor share a number; -1 before they do, -2 where it is left open.
    entity: int = field(default=-1)

    @property
    def key(self) -> str:
        """What spellings of one name share."""
        return self.text.replace("’", "'").lower()


def is_given(word: str) -> bool:
    """Whether a word is a common given name."""
    low = word.lower()
    return low in MALE or low in FEMALE


def title_case(tree: Tree, sentence: int) -> bool:
    """Whether the words of a sentence carry capitals as headlines do, so that capitals tell no names."""
    first, end = tree.bounds[sentence]
    words = [t for t in tree.tokens[first:end] if t.text[0].isalpha() and len(t.text) > 3]
    if sum(1 for t in words if t.text.isupper()) >= max(2, 0.7 * len(words)):
        return True
    capitals = sum(1 for t in words if t.text[0].isupper())
    headline = tree.analysis.sentences[sentence].kind == "heading"
    return headline and len(words) >= 4 and capitals >= 0.75 * len(words)


def _nameish(tree: Tree, i: int) -> bool:
    token = tree.tokens[i]
    if not token.text[0].isupper():
        return False
    low = tree.low[i]
    if low in NOT_NAMES or low in CALENDAR and token.ent not in {"PERSON", "ORG"}:
        return False
    if token.ent == "NORP" or token.text in countries.by_demonym():
        after = tree.low[i + 1] if i + 1 < len(tree.tokens) else ""
        return token.ent == "ORG" or after in _PARTY_WORDS or (token.ent != "NORP" and token.tag in _PROPER)
    return token.tag in _PROPER or (token.ent in ACTORS and token.tag not in {"PRP", "PRP$", "DT", "IN", "WP"})


def _same_entity(tree: Tree, i: int, j: int) -> bool:
    """Whether the parser put both tokens, and all between, into one entity."""
    label = tree.tokens[i].ent
    return label in ACTORS | {"LAW", "WORK_OF_ART", "EVENT", "PRODUCT"} and all(
        tree.tokens[k].ent == label and not tree.tokens[k].ent_start for k in range(i + 1, j + 1)
    )


def _joins(tree: Tree, i: int, end: int) -> int:
    """How many tokens from `i` connect the name before it to the next word of the name; 0 where it ends."""
    low, tokens = tree.low, tree.tokens
    word = low[i]
    if i + 1 >= end:
        return 0
    following = _nameish(tree, i + 1)
    if word == "-" and tree.glued(i) and tree.glued(i + 1) and following:
        return 1 if tree.text[tokens[i].start : tokens[i].end] == "-" else 0
    if word == "&" and following:
        return 1
    if word in PARTICLES and following and tokens[i + 1].ent not in {"GPE", "NORP"}:
        return 1
    if word == "of":
        step = 2 if low[i + 1] == "the" and i + 2 < end and _nameish(tree, i + 2) else 1 if following else 0
        if step and (_same_entity(tree, i - 1, i + step) or low[i - 1] in OF_HEADS):
            return step
        return 0
    if word in {"'s", "’s"} and following and low[i - 1] in _OWN_POSSESSIVE and _same_entity(tree, i - 1, i + 1):
        return 1
    if word in {"and", "for", "in", "on", "against", "the", "to"}:
        step = 1 if following else 2 if low[i + 1] == "the" and i + 2 < end and _nameish(tree, i + 2) else 0
        if not step or not _same_entity(tree, i - 1, i + step) or tokens[i].ent != "ORG":
            return 0
        if word == "and":
            return step if _joined_organisation(tree, i) else 0
        return step
    return 0


def _joined_organisation(tree: Tree, i: int) -> bool:
    """Whether "and" stands inside one organisation's name: "Food and Drug Administration"."""
    first = last = i
    while not tree.tokens[first].ent_start and first > 0:
        first -= 1
    while last + 1 < len(tree.tokens) and tree.tokens[last + 1].ent == "ORG" and not tree.tokens[last + 1].ent_start:
        last += 1
    before = {w.lower() for w in tree.low[first:i]}
    after = set(tree.low[i + 1 : last + 1])
    head_first = bool(before & OF_HEADS) and "of" in before
    return head_first or (bool(after & ORGANISATION_WORDS) and not before & ORGANISATION_WORDS and i - first <= 2)


def _splits(tree: Tree, i: int) -> bool:
    """Whether a new name begins at a capital that follows a name directly."""
    left, right = tree.tokens[i - 1], tree.tokens[i]
    if not right.ent_start or not left.ent or left.ent not in ACTORS or right.ent not in ACTORS:
        return False
    if right.ent == "PERSON":
        return left.ent != "PERSON"
    if left.ent == "PERSON":
        return right.ent == "GPE"
    return False


def _runs(tree: Tree, first: int, end: int) -> list[tuple[int, int]]:
    """First and last tokens of the capital runs of a sentence."""
    runs = []
    i = first
    while i < end:
        if not _nameish(tree, i):
            i += 1
            continue
        j = i
        while j + 1 < end:
            if _nameish(tree, j + 1) and not _splits(tree, j + 1):
                j += 1
            elif tree.tokens[j + 1].pos == "NUM" and _same_entity(tree, j, j + 1) and tree.tokens[j].ent == "ORG":
                j += 1
            elif step := _joins(tree, j + 1, end):
                j += step + 1
            else:
                break
        runs.append((i, j))
        i = j + 1
    return runs


def _label(tree: Tree, first: int, last: int) -> str:
    """The parser's label of a run: that of its last labelled word."""
    for i in range(last, first - 1, -1):
        if tree.tokens[i].ent and tree.tokens[i].ent not in _NUMERIC:
            return tree.tokens[i].ent
    return ""


def _title_end(tree: Tree, first: int, last: int) -> int | None:
    """The last token of the office that a run begins with or has inside; None without one."""
    low = tree.low
    found = None
    i = first
    while i < last:
        word = low[i]
        before_given = i > first and is_given(tree.tokens[i - 1].text)
        if (word in OFFICES or word in HONORIFICS) and not before_given:
            found = i
            if low[i + 1] == "of" and i + 2 <= last:
                found = _of_title_end(tree, i, last)
                i = found
        i += 1
    if found is None or found >= last:
        return found if found == last else None
    rest = [tree.low[k] for k in range(found + 1, last + 1)]
    whole_org = tree.tokens[last].ent == "ORG" and _same_entity(tree, found, last)
    if whole_org or any(w in ORGANISATION_WORDS for w in rest) or rest[0] in {"of", "for", "and", "&", "-"}:
        return None
    return found


def _of_title_end(tree: Tree, i: int, last: int) -> int:
    """Where "Secretary of State Marco …" ends its office: before the person's first word."""
    k = i + 2
    if tree.low[k] == "the":
        k += 1
    while k + 1 <= last:
        token = tree.tokens[k + 1]
        if token.ent == "PERSON" and (token.ent_start or tree.tokens[k].ent != "PERSON") or is_given(token.text):
            return k
        k += 1
    return last if last - i <= 3 and tree.tokens[last].ent != "PERSON" else i + 2


def _cut(tree: Tree, first: int, last: int) -> list[Name]:
    """The names in one run, without offices, honorifics and articles."""
    low = tree.low
    while first <= last and low[first] in {"the", "-", "former", "then"}:
        first += 1
    while last >= first and low[last] in {"-", "&", "of"}:
        last -= 1
    if first > last:
        return []
    names: list[Name] = []
    if first == last or (title := _title_end(tree, first, last)) is None:
        return _plain(tree, first, last)
    start = title
    for k in range(first, title + 1):
        if low[k] in OFFICES or low[k] in HONORIFICS:
            start = k
            break
    while start > first and (low[start - 1] in OFFICE_MODIFIERS or low[start - 1] in HONORIFICS or low[start - 1] == "-"):
        start -= 1
    prefix = _plain(tree, first, start - 1) if start > first else []
    names.extend(prefix)
    if title == last:
        return names
    honorific = low[title] if low[title] in HONORIFICS else ""
    office_end = title
    while office_end >= start and low[office_end] in HONORIFICS:
        office_end -= 1
    name = _name(tree, title + 1, last)
    name.honorific = honorific.rstrip(".")
    if office_end >= start:
        while start < office_end and low[start] in HONORIFICS:
            start += 1
        name.title = (start, office_end)
        name.prefix = prefix[-1] if prefix else None
    names.append(name)
    return names


def _plain(tree: Tree, first: int, last: int) -> list[Name]:
    """A run without a title as names: a leading country is cut off a person, a pair at its hyphen."""
    for i in range(first + 1, last):
        left, right = tree.words(first, i - 1), tree.words(i + 1, last)
        if tree.low[i] == "-" and _is_state(left) and _is_state(right):
            return [_name(tree, first, i - 1), _name(tree, i + 1, last)]
    for i in range(first, last):
        if _is_state(tree.words(first, i)) and is_given(tree.tokens[i + 1].text) and i + 1 < last:
            return [_name(tree, first, i), _name(tree, i + 1, last)]
    return [_name(tree, first, last)]


def _is_state(words: str) -> bool:
    return words in countries.by_name() or words in countries.by_capital() or words in countries.by_demonym()


def _name(tree: Tree, first: int, last: int) -> Name:
    words = tuple(tree.tokens[k].text for k in range(first, last + 1))
    return Name(first, last, tree.words(first, last), words, _label(tree, first, last), tree.tokens[first].sentence)


def _is_office_alone(tree: Tree, name: Name) -> bool:
    """Whether a run names an office and nobody: "the Prime Minister"."""
    if name.label == "PERSON" and len(name.words) == 1 and tree.low[max(0, name.first - 1)] != "the":
        return False
    *before, last = [w.lower() for w in name.words]
    ends = last in OFFICES or (last in OFFICE_MODIFIERS and bool(before))
    return ends and all(w in OFFICE_MODIFIERS or w in OFFICES or w in {"-", "of", "the"} for w in before)


def _is_byline(tree: Tree, sentence: int) -> bool:
    """Whether a sentence says who wrote, took or edited, and nothing of the news."""
    first, end = tree.bounds[sentence]
    if end - first > 25:
        return False
    low = tree.low
    if low[first] == "by" and end - first <= 12:
        return not any(t.pos == "VERB" and t.tag != "VBG" for t in tree.tokens[first:end])
    if low[first] in {"reporting", "editing", "writing", "additional", "photo", "photograph", "image", "credit"}:
        return ("by" in low[first : first + 5] or ":" in low[first : first + 3]) and not any(
            t.tag in {"VBZ", "VBD", "VBP"} for t in tree.tokens[first:end]
        )
    return False


def _dateline_end(tree: Tree, sentence: int) -> int:
    """The token after "SANKT ARVEL, May 20 (Northern Wire) —", or the sentence's first without a dateline."""
    first, end = tree.bounds[sentence]
    if first >= end or not tree.tokens[first].text[0].isupper():
        return first
    for i in range(first + 1, min(first + 16, end)):
        mark = tree.text[tree.tokens[i].start : tree.tokens[i].end]
        if mark in {"—", "–", "-", "--"} and not tree.glued(i):
            head = [t for t in tree.tokens[first:i] if t.text[0].isalpha()]
            shouted = head[0].text.isupper() and len(head[0].text) > 2
            return i + 1 if shouted or ")" in tree.low[first:i] else first
        if tree.tokens[i].pos in {"VERB", "AUX"} and tree.tokens[i].text[0].islower():
            return first
    return first


def find_names(tree: Tree) -> list[Name]:
    """Every name in the text, in order; kinds and entities are still open."""
    names: list[Name] = []
    shouted: list[int] = []
    for sentence, (first, end) in enumerate(tree.bounds):
        if first == end or _is_byline(tree, sentence):
            continue
        if title_case(tree, sentence):
            shouted.append(sentence)
            continue
        start = _dateline_end(tree, sentence)
        if start > first:
            names.extend(_dateline_place(tree, first, start))
        for run in _runs(tree, start, end):
            names.extend(n for n in _cut(tree, *run) if not _is_office_alone(tree, n))
    _drop_chance_capitals(tree, names)
    names.extend(_in_headlines(tree, names, shouted))
    names.sort(key=lambda n: n.first)
    return names


def _dateline_place(tree: Tree, first: int, end: int) -> list[Name]:
    last = first
    while last + 1 < end and tree.tokens[last + 1].text[0].isupper() and tree.tokens[last + 1].text[0].isalpha():
        last += 1
    if any(tree.low[k] in CALENDAR for k in range(first, last + 1)):
        return []
    name = _name(tree, first, last)
    name.label = "GPE"
    name.kind = "place"
    return [name]


def _drop_chance_capitals(tree: Tree, names: list[Name]) -> None:
    """Drops single words that carry a capital only because a sentence begins with them."""
    inside = {w for n in names for w in n.words if len(n.words) > 1 or not _begins(tree, n)}
    lower = {t.text for t in tree.tokens if t.text.islower()}
    names[:] = [
        n
        for n in names
        if len(n.words) > 1
        or not _begins(tree, n)
        or n.words[0] in inside
        or n.title
        or n.honorific
        or (n.words[0].lower() not in lower and (n.label or tree.tokens[n.first].dep in {"nsubj", "nsubjpass", "poss"}))
    ]


def _begins(tree: Tree, name: Name) -> bool:
    first = tree.bounds[name.sentence][0]
    before = tree.tokens[first : name.first]
    opening = not any(t.text[0].isalnum() for t in before)
    after_mark = name.first > 0 and tree.low[name.first - 1] in {'"', "“", "‘", "'", ":", "—"}
    return opening or after_mark


def _in_headlines(tree: Tree, names: list[Name], sentences: list[int]) -> list[Name]:
    """Names of the body found again where every word has a capital."""
    known: dict[tuple[str, ...], Name] = {}
    for name in names:
        known.setdefault(tuple(w.lower() for w in name.words), name)
    longest = max((len(k) for k in known), default=0)
    found = []
    for sentence in sentences:
        i, end = tree.bounds[sentence]
        while i < end:
            for size in range(min(longest, end - i), 0, -1):
                model = known.get(tuple(tree.low[i : i + size]))
                if model is not None and tree.tokens[i].text[0].isupper():
                    name = _name(tree, i, i + size - 1)
                    name.label = model.label
                    found.append(name)
                    i += size - 1
                    break
            i += 1
    return found
