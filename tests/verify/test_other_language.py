"""What can be said of an article that no parser reads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefer.language.dates import find_dates
from briefer.language.numbers import find_numbers
from briefer.language.passages import find_sentences
from briefer.language.quotations import find_quotations
from briefer.language.typography import repair
from briefer.model import Analysis, Article, EngineInfo, Event, Findings, Position, Span, Statement
from briefer.verify import check_findings, check_statement

TEXT = (
    "Le conseil de Vell a réduit le budget de 14 % mardi. « Nous n’avons pas signé », a déclaré la maire Odile Ferrand."
)
QUOTE = "Nous n’avons pas signé"


@pytest.fixture
def analysis() -> Analysis:
    repaired = repair(TEXT)
    sentences = find_sentences(repaired)
    return Analysis(
        article=Article.of(TEXT, id="f1", language="fr"),
        sentences=sentences,
        quotations=find_quotations(repaired, sentences),
        numbers=find_numbers(TEXT),
        dates=find_dates(TEXT, published=None, article="f1"),
    )


def span(words: str) -> Span:
    at = TEXT.index(words)
    return Span("f1", at, at + len(words))


def check(analysis: Analysis, **parts: object) -> Findings:
    found = Findings(article=analysis.article.info(), engine=EngineInfo(name="replay"))
    return check_findings(replace(found, **parts), analysis)  # type: ignore[arg-type]


def test_gates_that_need_a_parser_are_marked_and_the_others_run(analysis: Analysis) -> None:
    first = span("Le conseil de Vell a réduit le budget de 14 % mardi.")
    event = Event(evidence=(first,), text="Le conseil de Vell a réduit le budget de 14 % mardi.")
    wrong = replace(event, text="Le conseil de Vell a réduit le budget de 19 % mardi.")
    good, bad = check(analysis, what=(event, wrong)).what
    assert good.check.status == "flagged"
    assert good.check.gates == {"ids": "pass", "numbers": "pass", "names": "not_run", "negation": "not_run"}
    assert "language" in good.check.reasons[0].text
    assert bad.check.status == "withheld"
    assert bad.check.gates["numbers"] == "fail"


def test_quotations_are_checked_in_any_language(analysis: Analysis) -> None:
    position = Position(
        evidence=(span("« Nous n’avons pas signé », a déclaré la maire Odile Ferrand."),),
        holder="Odile Ferrand",
        speaker="Odile Ferrand",
        text=QUOTE,
        quotes=(span(QUOTE),),
        content=(span("« Nous n’avons pas signé »"),),
    )
    altered = replace(position, text=QUOTE.replace("signé", "voté"))
    outside = replace(position, quotes=(span("a déclaré la maire"),))
    good, bad, moved = check(analysis, positions=(position, altered, outside)).positions
    assert good.check.gates == {"ids": "pass", "quote": "pass", "names": "not_run", "speaker": "not_run"}
    assert bad.check.gates["quote"] == "fail"
    assert moved.check.gates["quote"] == "fail"


def test_a_statement_may_rest_on_several_articles(analysis: Analysis) -> None:
    other = Article.of("Der Rat von Vell kürzte den Haushalt.", id="g1", language="de")
    second = replace(analysis, article=other, sentences=find_sentences(repair(other.text)), quotations=())
    statement = Statement(
        text="Le conseil de Vell a réduit le budget de 14 % mardi. Der Rat von Vell kürzte den Haushalt.",
        evidence=(span("Le conseil de Vell a réduit le budget de 14 % mardi."), Span("g1", 0, len(other.text))),
    )
    analyses = {"f1": analysis, "g1": second}
    assert check_statement(statement, analyses).check.gates["numbers"] == "pass"
    altered = replace(statement, text=statement.text.replace("14", "41"))
    assert check_statement(altered, analyses).check.status == "withheld"
    assert check_statement(statement, {"f1": analysis}).check.gates == {"ids": "fail"}
