"""What a person is told while a server reads."""

from __future__ import annotations

import pytest

from briefer.cli import screen as screens
from briefer.cli.screen import Screen, asking, cost_of
from briefer.model import Article, Usage


def test_without_a_bar_a_line_now_and_then_says_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 100.0
    monkeypatch.setattr(screens, "monotonic", lambda: now)
    screen = Screen()
    with screen.watching(usage=lambda: Usage(calls=7, cost=0.0123, currency="EUR")) as watch:
        watch.progress(1, 300, "a")
        assert capsys.readouterr().err == ""
        now += 20
        watch.progress(50, 300, "b")
        watch.progress(51, 300, "c")
        assert capsys.readouterr().err == "50 of 300 articles read, 7 calls, 0.0123 EUR\n"
        now += 20
        watch.progress(90, None, "d")
        assert capsys.readouterr().err == "90 articles read, 7 calls, 0.0123 EUR\n"


def test_an_engine_of_this_machine_needs_no_such_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 100.0
    monkeypatch.setattr(screens, "monotonic", lambda: now)
    with Screen().watching() as watch:
        now += 1000
        watch.progress(5, 10, "a")
    assert capsys.readouterr().err == ""


def test_what_was_spent_is_told_with_its_cost_only_where_that_is_known() -> None:
    assert cost_of(Usage()) is None
    assert cost_of(Usage(calls=1, tokens_in=2000, tokens_out=30)) == "1 call, 2,000 tokens read and 30 written"
    spent = cost_of(Usage(calls=2, tokens_in=2000, tokens_out=30, cost=0.5, currency="EUR"))
    assert spent == "2 calls, 2,000 tokens read and 30 written, 0.5000 EUR"


def test_a_models_name_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in asking("m\x1b[2J", "host")


def test_what_an_article_took_is_told_where_there_are_several() -> None:
    screen = Screen()
    first, second = (Article.of("Text.", id=name, title=name.title()) for name in ("weir", "harbour"))
    screen.spent(first, Usage(calls=1, tokens_in=900, tokens_out=100))
    assert screen.an_article(Usage(calls=1, tokens_in=900, tokens_out=100)) is None
    screen.spent(second, Usage(calls=2, tokens_in=2_700, tokens_out=300))
    # What was kept from an earlier run asks nothing, and does not make the others look cheap.
    screen.spent(second, Usage())
    run = Usage(calls=3, tokens_in=3_600, tokens_out=400, cost=0.4, currency="EUR")
    assert screen.an_article(run) == "an article: 2,000 tokens, 0.2000 EUR on average; at most 3,000 (Harbour)"
