"""The helpers for tests of others, tested."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from briefer import Article, Brief, Briefer
from briefer.model import Check, Event, Skipped, Span, WebSource
from briefer.testing import FakeEngine, FakeWeb, assert_reconciles, findings_of, span_of

WEIR = Article.of("The weir at Vardo was shut on Monday. It stays shut until May.", title="Weir", language="en")
FERRY = Article.of("The ferry to Aune sailed empty on Tuesday. Nobody was aboard.", title="Ferry", language="en")


def told(article: Article, words: str) -> Event:
    return Event(id="", text=words, evidence=(span_of(article, words),))


@pytest.fixture(scope="module")
def brief() -> Brief:
    engine = FakeEngine(
        answers={
            FERRY.id: findings_of(FERRY, what=(told(FERRY, "The ferry to Aune sailed empty on Tuesday."),)),
            WEIR.id: findings_of(WEIR, what=(told(WEIR, "The weir at Vardo was shut on Monday."),)),
        }
    )
    return Briefer(engine=engine).brief([WEIR, FERRY])


def test_answers_are_those_of_the_article_whatever_the_order(brief: Brief) -> None:
    assert {story.what[0].text for story in brief.stories} == {
        "The ferry to Aune sailed empty on Tuesday.",
        "The weir at Vardo was shut on Monday.",
    }


def test_an_answer_that_is_an_error_is_raised_and_what_is_queued_comes_after_the_answers() -> None:
    engine = FakeEngine(answers={WEIR.id: ValueError("no")})
    engine.enqueue(findings_of(FERRY, what=(told(FERRY, "Nobody was aboard."),)))
    weir, ferry = Briefer(engine=engine).extract([WEIR, FERRY])
    assert (weir.status, ferry.status) == ("failed", "ok")


def test_a_brief_that_was_made_reconciles(brief: Brief) -> None:
    assert_reconciles(brief)


def test_what_does_not_add_up_is_named(brief: Brief) -> None:
    account = brief.account
    claims = account.claims
    one = replace(brief, account=replace(account, claims=replace(claims, made=claims.made + 1)))
    with pytest.raises(AssertionError, match=f"{claims.made + 1} claims made, {claims.made} verified"):
        assert_reconciles(one)
    two = replace(brief, account=replace(account, claims=replace(claims, shown=claims.shown - 1)))
    with pytest.raises(AssertionError, match="shown, merged or not shown"):
        assert_reconciles(two)
    twice = replace(brief, account=replace(account, articles=(*account.articles, account.articles[0])))
    with pytest.raises(AssertionError, match="accounted for 2 times"):
        assert_reconciles(twice)
    elsewhere = replace(account.articles[0], into="no-such-story")
    lost = replace(brief, account=replace(account, articles=(elsewhere, *account.articles[1:])))
    with pytest.raises(AssertionError, match="no-such-story"):
        assert_reconciles(lost)


def test_a_span_beyond_its_article_is_named(brief: Brief) -> None:
    story = brief.stories[0]
    beyond = replace(story.what[0], evidence=(Span(story.articles[0], 50, 5000),), check=Check(status="verified"))
    broken = replace(brief, stories=(replace(story, what=(beyond,)), *brief.stories[1:]))
    with pytest.raises(AssertionError, match=r"\[50:5000\] is no place in its article"):
        assert_reconciles(broken)


def test_a_source_that_waits_for_servers_gets_its_pages() -> None:
    from briefer.sources.feed import Feed

    feed = """<rss version="2.0"><channel><title>Log</title><item><title>Weir</title>
        <link>https://harbour.example/weir</link></item></channel></rss>"""
    gone = Skipped(input="https://harbour.example/b", outcome="failed", code="timeout", reason="it took too long")
    web = FakeWeb({"https://harbour.example/feed": feed, "https://harbour.example/b": gone}, media_type="text/xml")
    (item,) = asyncio.run(Feed("https://harbour.example/feed").fetched(web))
    assert isinstance(item, WebSource)
    (later,) = asyncio.run(item.fetched(web))
    missing = later() if callable(later) else later
    assert isinstance(missing, Skipped)
    assert missing.code == "missing"
    assert asyncio.run(web.get("https://harbour.example/b")) == gone
    assert web.asked == ["https://harbour.example/feed", "https://harbour.example/weir", "https://harbour.example/b"]
