"""A price that is not known is asked for, never taken as nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from briefer.cli.screen import at_price, cost_of
from briefer.config import EngineSettings, PriceList
from briefer.engines.openai.prices import Listed
from briefer.engines.openai.settings import Prices
from briefer.errors import ConfigError
from briefer.model import Usage
from briefer.pipeline import model_server

Run = Callable[..., Result]
LISTED = Listed(prices=Prices(input=0.4, output=1.6), source="small of Example, list 1")


def test_a_cap_takes_the_listed_price_and_says_so(run: Run, water: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-invented")

    def unplugged(*_: Any, **__: Any) -> None:
        raise ConfigError("nobody is asked in this test")

    monkeypatch.setattr("briefer.pipeline.run.Briefer.check_template", unplugged)
    result = run("brief", water, "--model", "gpt-4.1-mini", "--max-cost", "1")
    who, price, _ = result.stderr.splitlines()
    assert who.startswith("reading with the model gpt-4.1-mini")
    assert price.startswith(
        "counted at 0.4 USD read and 1.6 USD written for a million tokens (gpt-4.1-mini of OpenAI, "
    )


def test_the_users_price_needs_no_list() -> None:
    settings = EngineSettings(model="gpt-4.1-mini", base_url="https://api.mistral.ai/v1", max_cost=1.0)
    own = EngineSettings(model=settings.model, base_url=settings.base_url, prices=PriceList(input=1, output=2))
    assert model_server(own, key=False).listed is None
    with pytest.raises(ConfigError, match="are not known"):
        model_server(settings, key=False)


def test_whoever_can_be_asked_is_asked_only_where_nobody_knows() -> None:
    asked: list[str] = []

    def ask(model: str) -> PriceList:
        asked.append(model)
        return PriceList(input=0.0, output=0.5)

    known = EngineSettings(model="gpt-4.1-mini", max_cost=1.0)
    assert model_server(known, key=False, ask=ask).settings.prices is None
    uncapped = EngineSettings(model="m", base_url="http://x/v1")
    assert model_server(uncapped, key=False, ask=ask).settings.prices is None
    assert asked == []
    unknown = EngineSettings(model="m", base_url="http://x/v1", max_cost=1.0)
    assert model_server(unknown, key=False, ask=ask).settings.prices == Prices(input=0.0, output=0.5)
    assert asked == ["m"]


def test_without_a_terminal_an_unknown_price_is_an_error(run: Run, water: Path) -> None:
    result = run("extract", water, "--model", "m", "--base-url", "http://x/v1", "--max-cost", "1")
    assert result.exit_code == 1
    message, remedy = result.stderr.splitlines()
    assert message == "briefer: a cap of 1 needs the model's prices, and those of m are not known"
    assert "prices = {input" in remedy
    assert "--max-tokens" in remedy


def test_the_end_says_at_which_price_it_counted() -> None:
    usage = Usage(calls=2, tokens_in=2000, tokens_out=30, cost=0.5, currency="USD")
    line = cost_of(usage, lambda: LISTED)
    assert line == f"2 calls, 2,000 tokens read and 30 written, 0.5000 USD, {at_price(LISTED)}"
    assert at_price(LISTED) == "at 0.4 USD read and 1.6 USD written for a million tokens (small of Example, list 1)"


@pytest.mark.skipif(os.name != "posix", reason="a terminal of the test's own needs pty")
def test_at_a_terminal_the_price_is_asked_for(tmp_path: Path, water: Path) -> None:
    import pty

    # Nobody listens at port 9: what matters is said before the first call.
    arguments = ["brief", water.name, "--model", "m", "--base-url", "http://127.0.0.1:9/v1", "--max-cost", "1"]
    terminal, inside = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "briefer", *arguments],
        cwd=tmp_path,
        env={**os.environ, "BRIEFER_STORE": str(tmp_path / "store.db")},
        stdin=inside,
        stdout=inside,
        stderr=inside,
    )
    os.close(inside)
    said = ""
    answers = {"tokens read": "a lot\n", "as in 0.40": "0,40\n", "tokens written": "1.6\n"}
    until = time.monotonic() + 120
    try:
        while time.monotonic() < until:
            try:
                heard = os.read(terminal, 4096).decode()
            except OSError:
                # How Linux ends it; macOS gives nothing more to read.
                break
            if not heard:
                break
            said += heard
            for prompt in [prompt for prompt in answers if prompt in said]:
                os.write(terminal, answers.pop(prompt).encode())
        status = process.wait(timeout=60)
    finally:
        process.kill()
        process.wait()
        os.close(terminal)
    assert answers == {}, said
    assert status == 1, said
    assert "what m costs is not known" in said
    assert "127.0.0.1:9 cannot be reached" in said
