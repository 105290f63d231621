"""The article's own title as a headline, where sentences of the text say all that it says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefer.language.clauses import Tree
from briefer.language.headlines.carriers import VAGUE, VAGUE_WORD, Carriers
from briefer.language.headlines.cuts import MOST
from briefer.language.headlines.facts import Facts
from briefer.language.headlines.shape import cuts, label_of, own_words, parts, uncoloured
from briefer.language.negation import compare
from briefer.language.numbers import find_numbers, same
from briefer.language.typography import normalise
from briefer.model import Analysis

#: Shorter titles are labels ("Letters", "Sella, day two").
FEWEST_CONTENT = 3
#: Titles of opinions, pictures and live pages.
_LABEL = re.compile(
    r"^(?:live|watch|video|listen|photos?|pictures?|gallery|podcast|opinion|comment|analysis|editorial|review|quiz|"
    r"letters?|explainer|explained|profile|interview|factbox|timeline|column|obituary|blog|recap|highlights|"
    r"in pictures|as it happened|in brief|morning briefing)\b(?=\s*[:|–—-]|\s*$)",
    re.I,
)
_TEASER = re.compile(
    r"[?!…]|\.\.\.|^(?:who|when|where|which|whose|can|could|should|is|are|was|were|will|would|does|do|did|meet|inside|"
    r"here|this|these|exclusive|updated?|breaking)\b"
    r"|(?<![\w-])(?:here['’]s|how|why|what|you|your|(?-i:I)|my|we|our|(?-i:us))(?![\w-])",
    re.I,
)
#: What a number counts ends before these.
_PIECE = re.compile(r"\b(?:and|or|but|as|when|after|while|in|at|near|by|from)\b|[,:;]")
_QUOTED = re.compile(
    r"[“\"«„]([^”\"»]+)[”\"»]|(?:(?<=^)|(?<=[\s(:]))['‘](\w[^'’]*(?:['’]\w[^'’]*)*)['’](?=$|[\s,:;.)])"
)
#: "Before Friday": how a deed stands to a day.
_LIMIT = re.compile(
    r"\b(before|by|after|until|till|since|from)\s+((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|"
    r"April|May|June|July|August|September|October|November|December)\b"
)


def borne_title(tree: Tree) -> tuple[str, tuple[int, ...]] | None:
    """The title, or a part of it that stands alone, and the sentences that say it; None where they do not.

    A part leaves out a label before a colon, the circumstances at the end, and colouring words that the text
    does not have. Every name, number and word of content of it stands in at most four sentences, half of them
    in one of these; its negations agree; its verb is no mere condition, claim or quotation there.
    """
    title = own_words(tree.analysis.article)
    if not title or _LABEL.search(title):
        return None
    words = Carriers(tree)
    facts = Facts(words)
    for part in parts(title, names_an_event=facts.is_event):
        label = label_of(title, part)
        for cut in cuts(part, is_clause=words.has_verb, is_where=words.has_place):
            if (found := _borne(words, facts, cut, label)) is not None:
                return found
    return None


def _borne(words: Carriers, facts: Facts, title: str, label: str) -> tuple[str, tuple[int, ...]] | None:
    if _TEASER.search(title):
        return None
    analysis = words.tree.analysis
    title = uncoloured(title, words.missing(title))
    wanted = words.content(title)
    if len(title.split()) > MOST or len(wanted) + len(find_numbers(title)) < FEWEST_CONTENT:
        return None
    chosen = words.carrying(wanted)
    if not chosen or not _marked(title, chosen, analysis):
        return None
    if not facts.happened(wanted, title, chosen, label) or not facts.concern(wanted, title, chosen):
        return None
    counted = _counted(title, chosen, words)
    if counted is None or len(counted.split()) > MOST:
        return None
    chosen.sort()
    texts = [analysis.words(analysis.sentences[s]) for s in chosen]
    if not all(re.search(rf"\b{m[1]}\s+(?:\w+\s+){{0,2}}{m[2]}\b", " ".join(texts)) for m in _LIMIT.finditer(title)):
        return None
    return (words.lowered(counted), tuple(chosen)) if compare(counted, texts).result == "pass" else None


def _counted(title: str, sentences: Sequence[int], words: Carriers) -> str | None:
    """The title with each number as the sentences have it, "at least" included; None where they lack one."""
    analysis = words.tree.analysis
    places = [analysis.sentences[s] for s in sentences]
    there = [n for n in analysis.numbers if any(p.start <= n.start < p.end for p in places)]
    said = " ".join(analysis.words(place) for place in places).lower()
    for vague in VAGUE_WORD.finditer(title):
        least = VAGUE[vague.group().lower()]
        counted = _counted_things(title[vague.end() :], words)
        if vague.group().lower() not in said and not any(
            n.value is not None and n.value >= least and n.kind == "count" and words.counts(n, counted) for n in there
        ):
            return None
    for number in reversed(find_numbers(title)):
        if number.value is None:
            continue
        counted = _counted_things(title[number.end :], words) if number.kind == "count" else []
        bearing = [m for m in there if same(number, m) and words.counts(m, counted)]
        if any(m.bound == number.bound for m in bearing):
            continue
        if any(not m.bound for m in bearing):
            # "At least 7" of a text that says seven.
            title = re.sub(rf"\b{number.bound} $", "", title[: number.start], flags=re.I) + title[number.start :]
            continue
        # "Seven killed" of a text that says "at least seven" takes its caution over.
        if number.bound or not any(m.bound == "at least" for m in bearing):
            return None
        before, behind = title[: number.start], title[number.start :]
        title = f"{before}at least {behind[0].lower()}{behind[1:]}"
    return title[0].upper() + title[1:]


def _counted_things(behind: str, words: Carriers) -> list[str]:
    """The words that say what a number counts, of those behind it."""
    return words.content(_PIECE.split(behind, maxsplit=1)[0])[:2]


def _marked(title: str, sentences: Sequence[int], analysis: Analysis) -> bool:
    """Whether what the title quotes stands between quotation marks in the sentences, to the letter."""
    places = [analysis.sentences[s] for s in sentences]
    quoted = [
        normalise(analysis.words(q.inner)).casefold()
        for q in analysis.quotations
        if any(p.start < q.end and q.start < p.end for p in places)
    ]
    return all(
        any(normalise(match[1] or match[2]).casefold() in words for words in quoted)
        for match in _QUOTED.finditer(title)
    )
