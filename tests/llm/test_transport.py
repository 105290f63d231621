"""One prompt over HTTP to a server on loopback: what is sent, and what each kind of trouble becomes."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import logging
import random
import socket
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fake_server import (
    FakeServer,
    Request,
    busy,
    context_of,
    cuts,
    drips,
    drops,
    fails,
    hangs,
    refuse_form,
    refuse_parameter,
    says,
)

from briefer.engines.openai.outcomes import (
    BadReply,
    Filtered,
    Outcome,
    OverBudget,
    Prompt,
    Refused,
    TooLong,
    Truncated,
    Unavailable,
)
from briefer.engines.openai.settings import ModelSettings, Prices
from briefer.engines.openai.transport import Transport
from briefer.errors import EngineError

KEY = "sk-invented-4711"
PROMPT = Prompt(
    system="Read the article.",
    user="s1 | Rain fell in Norrmark.\ns2 | Signe Halgren left.",
    schema_name="reply",
    schema={"type": "object", "properties": {}, "required": [], "additionalProperties": False},
    max_tokens=100,
)


class Run:
    """A transport against the fake server, in time that jumps."""

    def __init__(self, server: FakeServer, clock: Any) -> None:
        self.server = server
        self.clock = clock
        self.remembered: dict[str, str] = {}
        self.notes: list[str] = []
        self.usage: Any = None

    def do(self, work: Callable[[Transport], Awaitable[Any]], **settings: Any) -> Any:
        """What `work` gives, done with one transport."""

        async def whole() -> Any:
            given = {"model": "test-model", "base_url": self.server.url, "api_key": KEY} | settings
            transport = Transport(
                ModelSettings(**given),
                remembered=self.remembered,
                note=self.notes.append,
                clock=self.clock,
                chance=random.Random(1),
            )
            try:
                return await work(transport)
            finally:
                self.usage = transport.usage
                await transport.aclose()

        return asyncio.run(whole())

    def ask(self, prompt: Prompt = PROMPT, **settings: Any) -> Any:
        """The answer to one prompt."""
        return self.do(lambda transport: transport.ask(prompt), **settings)

    def fails(self, kind: type[Exception], **settings: Any) -> Any:
        """The error that one prompt meets."""
        with pytest.raises(kind) as caught:
            self.ask(**settings)
        return caught.value


@pytest.fixture
def run(server: FakeServer, clock: Any) -> Run:
    return Run(server, clock)


def test_a_reply_comes_back_with_what_it_took(run: Run) -> None:
    run.server.enqueue(says({"a": 1}, tokens=(50, 10)))
    completion = run.ask(prices=Prices(input=10, output=30))
    assert completion.text == '{"a": 1}'
    assert (completion.tokens_in, completion.tokens_out) == (50, 10)
    assert completion.cost == pytest.approx(0.0008)
    assert (completion.form, completion.cut) == ("json_schema_strict", False)
    assert (run.usage.calls, run.usage.tokens_in) == (1, 50)


def test_what_is_sent(run: Run) -> None:
    run.ask()
    (request,) = run.server.requests
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.body["model"] == "test-model"
    assert request.body["temperature"] == 0
    assert request.limit == 100
    assert list(request.sentences) == ["s1", "s2"]
    assert [message["role"] for message in request.body["messages"]] == ["system", "user"]


def test_nothing_is_told_of_this_machine(run: Run) -> None:
    run.ask()
    assert not [name for name in run.server.requests[0].headers if name.lower().startswith("x-stainless")]


def test_without_a_key_none_is_taken_from_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "AZURE_OPENAI_API_KEY"):
        monkeypatch.setenv(name, "not-for-this-server")
    run.ask(api_key=None)
    assert "not-for-this-server" not in " ".join(run.server.requests[0].headers.values())


def test_azure_is_asked_in_its_own_way(run: Run) -> None:
    run.ask(base_url=run.server.url.removesuffix("/v1"), api_version="2024-10-21")
    (request,) = run.server.requests
    assert request.path == "/openai/deployments/test-model/chat/completions?api-version=2024-10-21"
    assert request.headers["api-key"] == KEY


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/openai", "/openai/deployments/test-model/chat/completions"),
        ("/openai/deployments/mine", "/openai/deployments/mine/chat/completions"),
    ],
)
def test_azure_is_asked_at_the_address_that_was_given(run: Run, address: str, path: str) -> None:
    run.ask(base_url=run.server.url.removesuffix("/v1") + address, api_version="2024-10-21")
    assert run.server.requests[0].path == f"{path}?api-version=2024-10-21"


def test_opening_sends_nothing(run: Run) -> None:
    async def opened(transport: Transport) -> None:
        await transport.open()

    run.do(opened)
    assert run.server.connections == 0
    run.ask()
    assert run.server.connections == 1


def test_a_closed_transport_opens_again_in_another_loop(run: Run) -> None:
    transport = Transport(ModelSettings(model="test-model", base_url=run.server.url), clock=run.clock)

    async def two_at_once_and_close() -> None:
        try:
            await asyncio.gather(transport.ask(PROMPT), transport.ask(PROMPT))
        finally:
            await transport.aclose()

    asyncio.run(two_at_once_and_close())
    asyncio.run(two_at_once_and_close())
    assert len(run.server.requests) == 4


@pytest.mark.parametrize(
    "trouble",
    [busy(), busy(retry_after=2), busy(ms=10), fails(500), fails(503, "loading"), drops(), cuts({"a": 1})],
    ids=["429", "429 with seconds", "429 with milliseconds", "500", "503", "dropped", "cut"],
)
def test_passing_trouble_passes(run: Run, trouble: Any) -> None:
    run.server.enqueue(trouble, {"a": 1})
    assert run.ask().text == '{"a": 1}'
    assert run.clock.slept


@pytest.mark.parametrize("said", ['{"a": 1', "I would rather talk.", "[]", "", None])
def test_a_bad_reply_is_asked_for_again_with_the_same_words(run: Run, said: str | None) -> None:
    run.server.enqueue(says(said), {"a": 1})
    assert run.ask().text == '{"a": 1}'
    first, second = run.server.requests
    assert first.body == second.body
    assert run.usage.calls == 2


def test_bad_replies_do_not_go_on_for_ever(run: Run) -> None:
    run.server.reply = lambda request: "no"
    assert run.fails(BadReply).text == "the model's reply was no JSON object"
    assert len(run.server.requests) == 4


@pytest.mark.parametrize(
    "said",
    [
        says('<think>{"a": 0}</think>```json\n{"a": 1}\n```'),
        says("", reasoning_content='{"a": 1}'),
        says(tool_calls=[{"function": {"name": "reply", "arguments": '{"a": 1}'}}], finish="tool_calls"),
    ],
    ids=["thoughts and fences", "reasoning_content", "tool call"],
)
def test_the_object_is_found_where_the_model_put_it(run: Run, said: Any) -> None:
    run.server.enqueue(said)
    assert run.ask().text == '{"a": 1}'


def test_json_that_does_not_say_so_is_json(run: Run) -> None:
    answer = says({"a": 1})
    run.server.enqueue(dataclasses.replace(answer, body=json.dumps(answer.body)))
    assert run.ask().text == '{"a": 1}'


def test_a_page_instead_of_json_is_asked_for_again(run: Run) -> None:
    page = dataclasses.replace(says(), body="<html>busy</html>")
    run.server.enqueue(page, {"a": 1})
    assert run.ask().text == '{"a": 1}'


def test_a_server_that_never_says_anything_readable_ends_the_run(run: Run) -> None:
    page = dataclasses.replace(says(), body="<html>Welcome</html>")
    run.server.reply = lambda request: page
    error = run.fails(EngineError)
    assert "no answer that can be read" in error.message
    assert "/v1" in error.hint
    run.server.reply = lambda request: drops()
    run.fails(EngineError)


def test_what_the_server_offers_can_be_asked(run: Run) -> None:
    assert run.do(lambda transport: transport.models()) == ("test-model", "test-model-large")
    with pytest.raises(EngineError, match="cannot be reached"):
        run.do(lambda transport: transport.models(), base_url="http://127.0.0.1:9/v1")


def test_a_cut_reply_is_never_read_but_given_twice_the_tokens(run: Run) -> None:
    run.server.enqueue(says({"a": 0}, finish="length", tokens=(50, 100)), {"a": 1})
    assert run.ask().text == '{"a": 1}'
    assert [request.limit for request in run.server.requests] == [100, 200]


def test_a_reply_that_is_cut_again_is_truncated(run: Run) -> None:
    run.server.reply = lambda request: says({"a": 0}, finish="length", tokens=(50, request.limit))
    assert "200 tokens" in run.fails(Truncated).text
    assert len(run.server.requests) == 2


def test_a_reply_that_was_cut_before_its_limit_met_the_end_of_the_context(run: Run) -> None:
    run.server.enqueue(says({"a": 0}, finish="length", tokens=(3_000, 60)))
    told = run.fails(TooLong).text
    assert "full after 3060 tokens" in told
    assert "larger context" in told
    assert len(run.server.requests) == 1
    # Some servers count a model's thoughts beside its reply; together they are the limit.
    thoughts = says({"a": 0}, finish="length", tokens=(3_000, 60))
    thoughts.body["usage"]["completion_tokens_details"] = {"reasoning_tokens": 40}
    run.server.enqueue(thoughts, {"a": 1})
    assert run.ask().text == '{"a": 1}'


def test_refusals_and_filters_are_outcomes(run: Run) -> None:
    run.server.enqueue(says(None, refusal="I cannot help with that."))
    assert run.fails(Refused).text == "the model declined: I cannot help with that."
    run.server.enqueue(says("", finish="content_filter"))
    assert run.fails(Filtered).code == "content_filter"
    run.server.enqueue(fails(400, "The prompt triggered content management policy", code="content_filter"))
    run.fails(Filtered)
    assert len(run.server.requests) == 3


def test_a_prompt_that_does_not_fit_is_too_long(run: Run) -> None:
    run.server.rules.append(context_of(10))
    assert "maximum context length is 10 tokens" in run.fails(TooLong).text
    run.server.rules.clear()
    run.server.enqueue(fails(413, "payload too large"))
    run.fails(TooLong)


#: What vLLM says when prompt and reply together are too long.
NO_ROOM = (
    "'max_tokens' or 'max_completion_tokens' is too large: 100. This model's maximum context length is 90 tokens "
    "and your request has 20 input tokens (100 > 90 - 20)."
)


def test_where_only_the_reply_is_too_long_it_gets_the_room_that_is_left(run: Run) -> None:
    run.server.enqueue(fails(400, NO_ROOM), {"a": 1})
    assert run.ask().text == '{"a": 1}'
    assert [request.limit for request in run.server.requests] == [100, 70]


def test_where_the_room_is_too_small_for_a_reply_the_prompt_is_too_long(run: Run) -> None:
    run.server.enqueue(fails(400, NO_ROOM.replace("20 input", "80 input")))
    run.fails(TooLong)
    run.server.enqueue(fails(400, NO_ROOM), says({"a": 0}, finish="length", tokens=(20, 70)))
    run.fails(Truncated)


def test_the_ladder_is_walked_once_and_remembered(run: Run) -> None:
    run.server.rules.append(refuse_form("json_schema_strict", "json_schema", "tool"))
    assert run.ask().form == "json_object"
    assert [request.form for request in run.server.requests] == [
        "json_schema_strict",
        "json_schema",
        "tool",
        "json_object",
    ]
    assert run.remembered == {f"{run.server.url} test-model": "json_object max_tokens"}
    run.server.requests.clear()
    run.ask()
    assert [request.form for request in run.server.requests] == ["json_object"]


def test_what_works_at_once_need_not_be_remembered(run: Run) -> None:
    run.ask()
    assert run.remembered == {}


def test_a_refusal_may_name_the_form_in_words_alone(run: Run) -> None:
    run.server.rules.append(refuse_form("json_schema_strict", param=None, status=422))
    assert run.ask().form == "json_schema"


def test_another_refusal_does_not_walk_the_ladder(run: Run) -> None:
    run.server.rules.append(lambda request: fails(400, "messages: field required"))
    assert "does not take the request (400)" in str(run.fails(EngineError))
    assert len(run.server.requests) == 1


def test_where_others_are_answered_a_refusal_is_the_articles(run: Run) -> None:
    async def two(transport: Transport) -> None:
        await transport.ask(PROMPT)
        run.server.enqueue(fails(400, "the letter \\ud800 cannot be encoded"))
        with pytest.raises(Unavailable):
            await transport.ask(PROMPT)
        await transport.ask(PROMPT)

    run.do(two)


def test_parameters_that_a_model_does_not_know_are_changed_and_remembered(run: Run) -> None:
    run.server.rules += [
        refuse_parameter("max_tokens", instead="max_completion_tokens"),
        refuse_parameter("temperature"),
    ]
    run.ask()
    run.server.requests.clear()
    run.ask()
    (request,) = run.server.requests
    assert request.body["max_completion_tokens"] == 100
    assert "temperature" not in request.body


def test_many_at_once_walk_the_ladder_together(run: Run) -> None:
    run.server.rules.append(refuse_form("json_schema_strict", "json_schema"))

    async def many(transport: Transport) -> Any:
        return await asyncio.gather(*(transport.ask(PROMPT) for _ in range(12)))

    assert {completion.form for completion in run.do(many, concurrency=6)} == {"tool"}
    assert len(run.server.requests) <= 12 + 2 * 6


@pytest.mark.parametrize(
    ("status", "code", "message", "hint"),
    [
        (401, "invalid_api_key", "does not accept the key", "check the key"),
        (403, None, "does not allow this", "test-model"),
        (402, None, "quota is used up", "billing"),
        (429, "insufficient_quota", "quota is used up", "billing"),
        (404, None, "knows no http", "/v1"),
    ],
)
def test_trouble_that_no_article_can_mend_ends_the_run(
    run: Run, status: int, code: str | None, message: str, hint: str
) -> None:
    run.server.enqueue(fails(status, "no", code=code))
    error = run.fails(EngineError)
    assert message in error.message
    assert hint in error.hint
    assert len(run.server.requests) == 1


@pytest.mark.parametrize(
    "message",
    [
        "Rate limit reached. Add a payment method at https://example.org/account/billing to raise it.",
        "You exceeded your current quota, please check your plan and billing details. Please retry in 2 s.",
    ],
)
def test_a_rate_limit_that_speaks_of_money_passes(run: Run, message: str) -> None:
    run.server.enqueue(fails(429, message, code="rate_limit_exceeded"), {"a": 1})
    assert run.ask().text == '{"a": 1}'


def test_a_server_that_asks_for_a_key_is_told_from_one_that_refuses_it(run: Run) -> None:
    run.server.enqueue(fails(401, "no"))
    error = run.fails(EngineError, api_key=None)
    assert "asks for a key" in error.message


def test_an_unknown_model_lists_what_there_is(run: Run) -> None:
    error = run.fails(EngineError, model="test-modle")
    assert error.message == f"127.0.0.1:{run.server.port} has no model test-modle"
    assert "did you mean test-model?" in error.hint
    assert "test-model-large" in error.hint


def test_an_unreachable_server_is_named(run: Run) -> None:
    with socket.socket() as taken:  # bound but not listening: nobody answers there
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        error = run.fails(EngineError, base_url=f"http://127.0.0.1:{port}/v1")
    assert f"127.0.0.1:{port} cannot be reached" in error.message
    assert "running" in error.hint


def test_an_address_without_a_scheme_is_explained(run: Run) -> None:
    assert "http://" in run.fails(EngineError, base_url="localhost:11434/v1").hint


def test_after_the_end_of_the_run_nothing_more_is_sent(run: Run) -> None:
    run.server.reply = lambda request: fails(401, "no")

    async def many(transport: Transport) -> Any:
        return await asyncio.gather(*(transport.ask(PROMPT) for _ in range(20)), return_exceptions=True)

    errors = run.do(many, concurrency=2)
    assert {type(error) for error in errors} == {EngineError}
    assert len(run.server.requests) <= 2


def test_a_redirect_is_not_followed(run: Run) -> None:
    with FakeServer() as elsewhere:
        location = {"location": f"{elsewhere.url}/chat/completions"}
        run.server.enqueue(fails(307, "moved", headers=location))
        error = run.fails(EngineError)
        assert elsewhere.requests == []
    assert elsewhere.url in error.message


def test_the_key_is_never_told(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = [repr(ModelSettings(model="m", api_key=KEY))]
    for answer in (fails(401, f"Incorrect API key provided: {KEY}"), fails(400, f"bad header {KEY}"), drops()):
        run.server.reply = lambda request, answer=answer: answer
        error = run.fails(Exception)  # type: ignore[arg-type]
        told += ["".join(traceback.format_exception(error)), repr(error), str(getattr(error, "hint", ""))]
    told += [record.getMessage() for record in caplog.records]
    assert KEY not in "\n".join(told)
    assert "[key]" in "\n".join(told)


def test_a_late_answer_is_waited_for_twice(run: Run) -> None:
    run.server.reply = lambda request: hangs()
    told = run.fails(Unavailable, timeout=0.05).text
    assert "gave no whole answer within 0.05 s" in told
    assert "--timeout" in told
    assert "--concurrency 1" in told
    assert len(run.server.requests) == 2


def test_a_slow_server_of_this_machine_is_asked_one_thing_at_a_time(run: Run) -> None:
    # The first three wait for one another in vain; then each is answered while nobody else is asked.
    peaks: list[int] = []

    def reply(request: Any) -> Any:
        if len(run.server.requests) <= 3:
            return hangs()
        peaks.append(run.server.peak)
        run.server.peak = 0
        return says({"a": 1}, latency=0.02)

    run.server.reply = reply

    async def three(transport: Transport) -> list[Any]:
        return await asyncio.gather(*(transport.ask(PROMPT) for _ in range(3)))

    answers = run.do(three, timeout=0.3, concurrency=4)
    assert [answer.text for answer in answers] == ['{"a": 1}'] * 3
    assert run.notes == [f"{run.server.url.split('/')[2]} is slow, so it is asked one thing at a time from now on"]
    assert peaks[1:] == [1, 1]


def test_one_lost_call_among_many_slows_nobody(run: Run) -> None:
    run.server.reply = lambda request: hangs() if len(run.server.requests) == 1 else {"a": 1}

    async def many(transport: Transport) -> list[Any]:
        return await asyncio.gather(*(transport.ask(PROMPT) for _ in range(12)))

    assert len(run.do(many, timeout=0.5, concurrency=4)) == 12
    assert run.notes == []


def test_a_body_that_comes_byte_by_byte_is_late_too(run: Run) -> None:
    run.server.reply = lambda request: drips({"a": 1}, 0.02)
    run.fails(Unavailable, timeout=0.1)


def test_a_server_that_stays_down_is_an_outcome_of_the_article(run: Run) -> None:
    run.server.reply = lambda request: fails(500, "broken")
    assert "(500): broken" in run.fails(Unavailable).text
    assert len(run.server.requests) == 5
    waits = run.clock.slept
    assert len(waits) == 4
    assert all(0.5 * FIRST * 2**n <= wait <= FIRST * 2**n for n, wait in enumerate(waits))


#: Seconds before the second try.
FIRST = 0.5


def test_a_busy_server_is_waited_for_as_it_asks(run: Run) -> None:
    run.server.enqueue(busy(retry_after=7), busy(ms=1500), {"a": 1})
    run.ask()
    seconds, milliseconds = run.clock.slept
    assert 7 <= seconds <= 7.7
    assert 1.5 <= milliseconds <= 1.75


def test_a_date_to_wait_for_counts_from_the_answers_own(run: Run) -> None:
    dates = {"retry-after": "Sun, 22 Nov 2026 10:00:30 GMT", "date": "Sun, 22 Nov 2026 10:00:00 GMT"}
    run.server.enqueue(fails(429, "slow down", headers=dates), {"a": 1})
    run.ask()
    assert 30 <= run.clock.slept[0] <= 33


@pytest.mark.parametrize("asked", ["nan", "inf", "-5", "soon"])
def test_a_wait_that_is_none_is_not_believed(run: Run, asked: str) -> None:
    run.server.enqueue(fails(429, "slow down", headers={"retry-after": asked}), {"a": 1})
    run.ask()
    assert 0 <= run.clock.slept[0] <= 1


def test_a_refused_item_waits_outside_its_slot(run: Run) -> None:
    first = PROMPT
    second = Prompt(
        system="Read the article.", user="another", schema_name="reply", schema=PROMPT.schema, max_tokens=100
    )
    order: list[str] = []

    def reply(request: Request) -> Any:
        order.append(request.user)
        return busy(retry_after=5) if order == [first.user] else {"a": 1}

    run.server.reply = reply

    async def both(transport: Transport) -> None:
        await asyncio.gather(transport.ask(first), transport.ask(second))

    run.do(both, concurrency=1)
    assert order == [first.user, second.user, first.user]


def test_patience_ends(run: Run) -> None:
    run.server.reply = lambda request: busy(retry_after=100)
    assert "stayed busy" in run.fails(Unavailable).text
    assert run.clock.seconds <= 600


def test_the_deadline_caps_what_a_server_asks_for(run: Run) -> None:
    run.server.reply = lambda request: busy(retry_after=100)
    assert "deadline" in run.fails(Unavailable, deadline=60).text
    assert run.clock.slept == []


def test_after_the_deadline_nothing_is_sent(run: Run) -> None:
    async def late(transport: Transport) -> None:
        await transport.ask(PROMPT)
        run.clock.seconds += 61
        await transport.ask(PROMPT)

    with pytest.raises(Unavailable, match="deadline has passed"):
        run.do(late, deadline=60)
    assert len(run.server.requests) == 1


def test_the_budget_is_checked_before_the_call(run: Run) -> None:
    assert run.fails(OverBudget, max_tokens=50).code == "over_budget"
    assert run.server.requests == []


def test_the_budget_stops_calls_when_it_is_used_up(run: Run) -> None:
    run.server.reply = lambda request: says({"a": 1}, tokens=(30, 100))

    async def many(transport: Transport) -> list[Any]:
        return await asyncio.gather(*(transport.ask(PROMPT) for _ in range(10)), return_exceptions=True)

    results = run.do(many, max_cost=0.01, prices=Prices(input=10, output=20))
    assert sum(isinstance(result, OverBudget) for result in results) == 6
    assert run.usage.cost <= 0.01
    assert run.usage.calls == 4


def test_a_server_that_does_not_count_is_counted_for(run: Run) -> None:
    run.server.enqueue(says({"a": "x" * 400}, tokens=None))
    completion = run.ask()
    assert completion.tokens_in > 10
    assert completion.tokens_out > 100


def test_a_prompt_that_is_cut_in_silence_is_noticed(run: Run) -> None:
    run.server.reads_at_most = 512
    long = Prompt(
        system="Read.", user="s1 Rain fell. " * 600, schema_name="reply", schema=PROMPT.schema, max_tokens=100
    )
    assert run.ask(long).cut
    assert "read about 512 tokens" in run.notes[0]
    assert "num_ctx" in run.notes[0]


def test_a_prompt_that_is_read_to_its_end_is_not_warned_of(run: Run) -> None:
    assert not run.ask().cut
    assert run.notes == []


def test_an_error_inside_a_good_answer_is_an_error(run: Run) -> None:
    relay = dataclasses.replace(says(), body={"error": {"message": "provider is down", "code": 502}})
    run.server.enqueue(relay, {"a": 1})
    assert run.ask().text == '{"a": 1}'


@pytest.mark.parametrize(
    "body",
    [{}, {"choices": []}, {"choices": [None]}, {"choices": [{"message": None}]}, {"choices": 5}, [], 7, None],
)
def test_answers_of_the_wrong_shape_are_bad_ones(run: Run, body: Any) -> None:
    run.server.reply = lambda request: dataclasses.replace(says(), body=body)
    run.fails(Outcome if isinstance(body, dict) else EngineError)


def test_every_outcome_has_a_code_and_words(run: Run) -> None:
    kinds = Outcome.__subclasses__()
    assert len({kind.code for kind in kinds}) == len(kinds) == 7
    for kind in kinds:
        assert kind("why").text == str(kind("why")) == "why"
