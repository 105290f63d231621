"""What a run makes ready while it waits for its last articles."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from briefer.language.meaning import gist
from briefer.model import Article, Brief, EngineInfo, Event, Findings, Profile
from briefer.pipeline.ahead import Ahead, nothing, ready
from briefer.pipeline.watch import Watch
from briefer.render.passages import CitedText

NOW = datetime(2026, 11, 20, tzinfo=UTC)
INFO = EngineInfo(name="extractive")
ARTICLE = Article.of("The lock at Aune stays shut until Friday, its keeper said.", id="lock", language="en")


def test_pages_past_sentences_and_claims_are_ready_before_the_last_article_is() -> None:
    done, told = threading.Event(), list[tuple[object, ...]]()
    watch = Watch(
        read=lambda *given: told.append(given),
        found=lambda *given: told.append(given),
        progress=lambda *given: told.append(given),
    )

    def compare() -> Brief:
        done.set()
        return nothing(Profile(), INFO, NOW)

    pages: list[str] = []
    watching, ahead = ready(watch, compare=compare, pages=[lambda: pages.append("html"), lambda: pages.append("json")])
    event = Event(text="The lock at Aune stays shut until Friday.")
    findings = Findings(article=ARTICLE, engine=INFO, what=(event,))
    with ahead:
        watching.read("lock.txt", ARTICLE)
        watching.found(findings)
        watching.progress(1, 4, "lock.txt")
        assert not pages
        watching.progress(3, 4, "lock.txt")
        assert done.wait(10)
    assert pages == ["html", "json"]
    # Who watched before is still told of everything.
    assert told == [("lock.txt", ARTICLE), (findings,), (1, 4, "lock.txt"), (3, 4, "lock.txt")]
    before = CitedText.of.cache_info().misses, gist.cache_info().misses
    CitedText.of(ARTICLE)
    gist(event.text)
    assert (CitedText.of.cache_info().misses, gist.cache_info().misses) == before


def test_nothing_is_made_ready_for_a_single_article() -> None:
    watching, ahead = ready(Watch(), compare=lambda: pytest.fail("too late"), pages=[lambda: pytest.fail("too late")])
    with ahead:
        watching.progress(0, 1, "lock.txt")
        watching.progress(1, 1, "lock.txt")


def test_nothing_is_made_ready_where_nobody_waits() -> None:
    with Ahead([lambda: pytest.fail("it was not started")]):
        pass


def test_what_fails_here_says_so_where_it_is_needed() -> None:
    def broken() -> None:
        raise OSError

    done = threading.Event()
    with Ahead([broken, done.set]) as ahead:
        ahead.start()
        ahead.start()
        assert done.wait(10)
