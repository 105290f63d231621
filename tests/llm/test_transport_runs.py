"""Many prompts against a server that has its bad days: every one of them comes back."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest
from fake_server import FakeServer, Faults, Quota
from hypothesis import given
from hypothesis import strategies as st

from briefer.engines.openai.forms import Dialect, Form, Refusal, salvage, stepped
from briefer.engines.openai.outcomes import Completion, Prompt
from briefer.engines.openai.settings import ModelSettings
from briefer.engines.openai.transport import Transport


def all_of(server: FakeServer, clock: Any, calls: int, *, at_once: int) -> list[Any]:
    """What each of so many prompts came to."""

    async def one(transport: Transport, number: int) -> Completion:
        prompt = Prompt(system="Read.", user=f"s{number} | Rain.", schema_name="reply", schema={}, max_tokens=100)
        return await transport.ask(prompt)

    async def whole() -> list[Any]:
        settings = ModelSettings(model="test-model", base_url=server.url, concurrency=at_once)
        transport = Transport(settings, clock=clock, chance=random.Random(1))
        try:
            return await asyncio.gather(*(one(transport, n) for n in range(calls)), return_exceptions=True)
        finally:
            await transport.aclose()

    server.reply = lambda request: {"ids": list(request.sentences)}
    return asyncio.run(whole())


def assert_all_answered(results: list[Any]) -> None:
    """Each prompt has its own answer."""
    failures = [result for result in results if not isinstance(result, Completion)]
    assert failures == []
    assert [result.text for result in results] == [f'{{"ids": ["s{n}"]}}' for n in range(len(results))]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_server_of_many_faults_loses_none(server: FakeServer, clock: Any, seed: int) -> None:
    server.rules.append(Faults(busy=0.1, error=0.03, cut=0.05, bad=0.03, seed=seed))
    assert_all_answered(all_of(server, clock, 120, at_once=20))
    assert len(server.requests) > 120


@pytest.mark.parametrize("tells", [True, False])
def test_a_server_that_grants_few_a_minute_loses_none(server: FakeServer, clock: Any, tells: bool) -> None:
    server.rules.append(Quota(600, burst=10, tells=tells, now=clock.now))
    assert_all_answered(all_of(server, clock, 60, at_once=20))


def test_a_server_that_takes_few_at_once_loses_none(clock: Any) -> None:
    with FakeServer(at_most=3, latency=lambda: 0.001) as server:
        assert_all_answered(all_of(server, clock, 60, at_once=20))
        assert len(server.requests) > 60


def test_no_more_run_at_once_than_asked_for(clock: Any) -> None:
    with FakeServer(latency=lambda: 0.002) as server:
        assert_all_answered(all_of(server, clock, 30, at_once=5))
        assert server.peak <= 5


@given(st.text(alphabet='{}[]":, \n`abc<>/think\\1', max_size=60))
def test_what_is_salvaged_is_an_object_of_the_text(text: str) -> None:
    import json

    found = salvage(text)
    if found is not None:
        assert isinstance(json.loads(found), dict)
        assert found in text


@given(
    st.builds(
        Dialect,
        form=st.sampled_from(Form),
        limit_name=st.sampled_from(["max_tokens", "max_completion_tokens"]),
        temperature=st.booleans(),
        most=st.none() | st.integers(1, 10_000),
    ),
    st.lists(
        st.builds(
            Refusal,
            message=st.sampled_from(["", "grammar", "max_tokens at most 400", "max_tokens at most 40", "tool_choice"]),
            param=st.none() | st.sampled_from(["response_format", "temperature", "max_tokens", "tools", "messages"]),
        ),
        max_size=40,
    ),
)
def test_steps_lead_down_and_never_in_a_circle(dialect: Dialect, refusals: list[Refusal]) -> None:
    seen = {str(dialect)}
    for refusal in refusals:
        other = stepped(dialect, refusal)
        if other is not None:
            assert str(other) not in seen
            assert Dialect.parse(str(other)) == other
            seen.add(str(other))
            dialect = other
