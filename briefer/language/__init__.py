"""What the text itself says: one article, one parse, plain data.

The text part (`typography`, `passages`, `quotations`, `numbers`, `dates`, `negation`) needs no parser and
works on any string; the parsed part (`names`, `attribution`, `events`, `steps`) works on plain tokens.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from briefer.model import Analysis, Article, Sentence

# What finds something is imported where it is used: whoever asks only for the version of the rules waits for none of it.
if TYPE_CHECKING:
    from briefer.language.typography import Repaired

#: Raised whenever a rule in here changes what it finds: part of every cache key.
RULES = "5"
#: Primary language subtags with a parser.
PARSED = frozenset({"en"})

__all__ = ["PARSED", "RULES", "analyse", "analyse_all", "find_in", "is_parsed", "parse_all"]


def is_parsed(language: str | None) -> bool:
    """Whether articles of this language (BCP 47) get the parsed part; an unknown language counts as English."""
    return language is None or language.replace("_", "-").partition("-")[0].lower() in PARSED


def _text_part(article: Article) -> tuple[Repaired, Analysis]:
    from briefer.language.dates import find_dates
    from briefer.language.numbers import find_numbers
    from briefer.language.passages import find_sentences
    from briefer.language.quotations import find_quotations
    from briefer.language.typography import repair

    text = repair(article.text)
    sentences = find_sentences(text)
    return text, Analysis(
        article=article,
        sentences=sentences,
        quotations=find_quotations(text, sentences),
        numbers=find_numbers(article.text),
        dates=find_dates(article.text, published=article.published, article=article.id),
    )


def find_in(analysis: Analysis) -> dict[str, Any]:
    """What the rules find in a parsed article, by the names of the fields that it fills; each step needs the ones before.

    Nothing where nothing was parsed.
    """
    from briefer.language.attribution import find_attributions
    from briefer.language.events import find_events
    from briefer.language.names.entities import find_entities
    from briefer.language.steps import find_steps

    if analysis.parser is None:
        return {}
    found: dict[str, Any] = {}
    for name, find in (
        ("entities", find_entities),
        ("attributions", find_attributions),
        ("events", find_events),
        ("steps", find_steps),
    ):
        found[name] = find(analysis)
        analysis = replace(analysis, **{name: found[name]})
    return found


def parse_all(articles: Iterable[Article]) -> Iterator[Analysis]:
    """Each article's sentences, quotations, numbers, dates and words, in order; memory stays flat however many there are.

    That is all that a prompt needs; `find_in` finds the rest of the analysis.
    """
    from briefer.language.addressed import without_addressed
    from briefer.language.parse import parse, parser_name

    # The parser reads in batches, so articles in other languages wait here for their turn.
    waiting: deque[Analysis] = deque()

    def texts() -> Iterator[tuple[Repaired, tuple[Sentence, ...]]]:
        for article in articles:
            text, analysis = _text_part(article)
            waiting.append(analysis)
            if is_parsed(article.language):
                yield text, analysis.sentences

    for tokens in parse(texts()):
        while not is_parsed(waiting[0].article.language):
            yield without_addressed(waiting.popleft())
        yield without_addressed(replace(waiting.popleft(), tokens=tokens, parser=parser_name()))
    yield from (without_addressed(analysis) for analysis in waiting)


def analyse_all(articles: Iterable[Article]) -> Iterator[Analysis]:
    """Each article's analysis, in order; one parse each."""
    return (replace(analysis, **find_in(analysis)) for analysis in parse_all(articles))


def analyse(article: Article) -> Analysis:
    """One article's analysis."""
    return next(analyse_all([article]))
