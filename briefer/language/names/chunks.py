"""Names as they stand in the text, line by line: datelines, bylines and headlines are read in their own way."""

from __future__ import annotations

from briefer.language.names.cuts import cut, is_office_alone, name_of
from briefer.language.names.lexicon import (
    CALENDAR,
    CORPORATE_WORDS,
    ORGANISATION_WORDS,
    PLACE_WORDS,
)
from briefer.language.names.name import Name, is_given
from briefer.language.names.runs import find_runs
from briefer.language.names.tree import SUBJECTS, Tree

_NO_SURNAMES = ORGANISATION_WORDS | PLACE_WORDS


def find_names(tree: Tree) -> list[Name]:
    """Every name in the text, in order; kinds and entities are still open."""
    names: list[Name] = []
    shouted: list[int] = []
    for sentence, (first, end) in enumerate(tree.bounds):
        if first == end or _is_byline(tree, sentence):
            continue
        if _title_case(tree, sentence):
            shouted.append(sentence)
            continue
        start = _dateline_end(tree, sentence)
        if start > first:
            names.extend(_dateline_place(tree, first, start))
        names.extend(_in_sentence(tree, start, end))
    _drop_chance_capitals(tree, names)
    names = _spelled_out(tree, _split_pairs(tree, names))
    names.extend(_once_more(tree, names, set(shouted)))
    names.extend(_in_headlines(tree, names, shouted))
    names.sort(key=lambda n: n.first)
    return names


def _title_case(tree: Tree, sentence: int) -> bool:
    """Whether the words of a sentence carry capitals as headlines do, so that capitals tell no names."""
    first, end = tree.bounds[sentence]
    words = [t for t in tree.tokens[first:end] if t.text[0].isalpha() and len(t.text) > 3]
    if sum(1 for t in words if t.text.isupper()) >= max(2, 0.7 * len(words)):
        return True
    capitals = sum(1 for t in words if t.text[0].isupper())
    if len(words) < 4 or capitals < 0.75 * len(words):
        return False
    if tree.analysis.sentences[sentence].kind == "heading":
        return True
    says = any(
        t.pos in {"VERB", "AUX"} and t.text.islower() and t.tag != "VBG" and len(t.text) > 2
        for t in tree.tokens[first:end]
    )
    return capitals >= 0.85 * len(words) and not says


def _is_byline(tree: Tree, sentence: int) -> bool:
    """Whether a sentence says who wrote, took or edited, and nothing of the news."""
    first, end = tree.bounds[sentence]
    if end - first > 25:
        return False
    low = tree.low
    if low[first] == "by" and end - first <= 12:
        return not any(t.pos == "VERB" and t.tag != "VBG" for t in tree.tokens[first:end])
    if low[first] == "follow" and "on" in low[first:end]:
        return True
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
        if mark == ":" and tree.tokens[i].end <= tree.analysis.sentences[sentence].start:
            return i + 1
        if mark in {"—", "–", "-", "--"} and not tree.glued(i):
            head = [t for t in tree.tokens[first:i] if t.text[0].isalpha()]
            shouted = head[0].text.isupper() and len(head[0].text) > 2
            return i + 1 if shouted or ")" in tree.low[first:i] else first
        if tree.tokens[i].pos in {"VERB", "AUX"} and tree.tokens[i].text[0].islower():
            return first
    return first


def _dateline_place(tree: Tree, first: int, end: int) -> list[Name]:
    last = first
    while last + 1 < end and tree.tokens[last + 1].text[0].isupper() and tree.tokens[last + 1].text[0].isalpha():
        last += 1
    if any(tree.low[k] in CALENDAR for k in range(first, last + 1)):
        return []
    name = name_of(tree, first, last)
    name.label = "GPE"
    name.kind = "place"
    return [name]


def _in_sentence(tree: Tree, first: int, end: int) -> list[Name]:
    names: list[Name] = []
    office: Name | None = None
    for run in find_runs(tree, first, end):
        for name in cut(tree, *run):
            if name.title == (name.first, name.last) or is_office_alone(tree, name):
                office = name
                continue
            if office is not None and office.last + 1 == name.first and not name.title:
                name.title, name.prefix = (office.first, office.last), office.prefix
            names.append(name)
    return names


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
        or (
            tree.tokens[n.first].tag in {"NN", "NNP", "NNPS"}
            and n.words[0].lower() not in lower
            and not n.words[0].endswith("ly")
            and (n.label or tree.tokens[n.first].dep in {"nsubj", "nsubjpass", "poss"})
        )
    ]


def _begins(tree: Tree, name: Name) -> bool:
    first = tree.bounds[name.sentence][0]
    before = tree.tokens[first : name.first]
    opening = not any(t.text[0].isalnum() for t in before)
    after_mark = name.first > 0 and tree.low[name.first - 1] in {'"', "“", "‘", "'", ":", "—"}
    return opening or after_mark


def _split_pairs(tree: Tree, names: list[Name]) -> list[Name]:
    """Two known names that a hyphen ties are two: "a Sabin-Tarrant call"."""
    known = _known_words([n for n in names if "-" not in n.words])
    split: list[Name] = []
    for name in names:
        if name.words.count("-") == 1 and not name.title:
            at = name.words.index("-")
            if name.words[at - 1] in known and name.words[-1] in known and at > 0:
                split += [name_of(tree, name.first, name.first + at - 1), name_of(tree, name.first + at + 1, name.last)]
                continue
        split.append(name)
    return split


def _known_words(names: list[Name]) -> set[str]:
    """Words that name somebody by themselves: surnames, and names of one word."""
    last = {n.words[-1] for n in names}
    return {w for w in last if len(w) > 2 and not w.isupper() and w.lower() not in _NO_SURNAMES}


def _is_team(word: str) -> bool:
    """Whether the last word of a name may stand for the whole at the start of a sentence: "Albion", "Harriers"."""
    return word.lower() in ORGANISATION_WORDS or (word.endswith("s") and len(word) > 5)


def _once_more(tree: Tree, names: list[Name], skipped: set[int]) -> list[Name]:
    """Surnames that the parser took for common words where they begin a sentence: "Salt believes …"."""
    taken = {i for n in names for i in range(n.first, n.last + 1)}
    known = _known_words([n for n in names if len(n.words) > 1])
    known |= {n.words[-1] for n in names if len(n.words) == 2 and _is_team(n.words[-1])}
    firms = {n.words[0] for n in names if len(n.words) == 2 and n.words[1].lower() in CORPORATE_WORDS}
    bare = {n.text for n in names if len(n.words) == 1 and not _begins(tree, n) and n.label}
    given = {n.words[0] for n in names if len(n.words) == 2 and is_given(n.words[0])}
    lower = {t.text for t in tree.tokens if t.text.islower()}
    return [
        name_of(tree, i, i)
        for i, t in enumerate(tree.tokens)
        if (
            t.text in known
            or (t.text in given and (t.dep == "nsubj" or i == tree.opening(i)))
            or (t.text in firms | bare and t.dep in SUBJECTS)
        )
        and i not in taken
        and t.sentence not in skipped
        and tree.low[i] not in lower
        and (tree.low[i] not in CALENDAR or t.dep == "nsubj")
        and t.ent not in {"WORK_OF_ART", "EVENT"}
        and not tree.glued(i + 1 if i + 1 < len(tree.tokens) and tree.low[i + 1] == "-" else 0)
    ]


def _spelled_out(tree: Tree, names: list[Name]) -> list[Name]:
    """Names that an acronym in brackets spells out: all words from its first letter to the bracket."""
    found: list[Name] = []
    for name in names:
        i = name.first
        letters = name.text
        if (
            i < 3
            or tree.low[i - 1] != "("
            or name.first != name.last
            or not (3 <= len(letters) <= 7 and letters.isupper())
        ):
            continue
        left = list(letters)
        k = i - 2
        while left and k >= 0 and i - k < 14 and tree.tokens[k].sentence == name.sentence:
            word = tree.tokens[k].text
            if word[0] == left[-1]:
                left.pop()
            elif word[0].isupper() or word in {",", "(", ")"}:
                break
            k -= 1
        if not left and k + 1 < i - 2:
            whole = name_of(tree, k + 1, i - 2)
            whole.label = "ORG"
            found.append(whole)
    inside = {i for n in found for i in range(n.first, n.last + 1)}
    return [n for n in names if n.first not in inside and n.last not in inside] + found


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
                    name = name_of(tree, i, i + size - 1)
                    name.label = model.label
                    found.append(name)
                    i += size - 1
                    break
            i += 1
    return found
