"""The fake server keeps to what it is told, so that tests against it mean something."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fake_server import FakeServer, Faults, Quota, Request, busy, context_of, refuse_form, says

ARTICLE = "s1 | Rain.\ns2 | Snow."


def post(server: FakeServer, **body: Any) -> tuple[int, Any, Any]:
    """Status, body and headers of an answer."""
    sent = {"model": "test-model", "messages": [{"role": "user", "content": ARTICLE}], **body}
    request = urllib.request.Request(  # noqa: S310 - an address of our own
        f"{server.url}/chat/completions", json.dumps(sent).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - likewise
            return answer.status, json.load(answer), answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error), error.headers


def content(answer: Any) -> Any:
    return json.loads(answer["choices"][0]["message"]["content"])


def request_of(form: dict[str, Any] | None = None, words: str = "") -> Request:
    body = {"messages": [{"role": "user", "content": words}]} | ({"response_format": form} if form else {})
    return Request("POST", "/v1/chat/completions", {}, body)


def test_it_answers_in_the_servers_shape_and_from_the_prompt(server: FakeServer) -> None:
    server.reply = lambda request: {"ids": list(request.sentences)}
    status, answer, _ = post(server)
    assert status == 200
    assert content(answer) == {"ids": ["s1", "s2"]}
    assert answer["usage"]["prompt_tokens"] == len(ARTICLE) // 4


def test_queued_answers_come_first_and_once(server: FakeServer) -> None:
    server.enqueue(busy(retry_after=3), says({"a": 1}))
    status, _, headers = post(server)
    assert (status, headers["retry-after"]) == (429, "3")
    assert content(post(server)[1]) == {"a": 1}
    assert content(post(server)[1]) == {"ok": True}


def test_an_unknown_model_is_not_found(server: FakeServer) -> None:
    assert post(server, model="nope")[0] == 404


def test_it_refuses_what_it_is_told_to() -> None:
    rule = refuse_form("json_object")
    refused = rule(request_of({"type": "json_object"}))
    assert refused is not None
    assert refused.status == 400
    assert rule(request_of()) is None
    assert context_of(2)(request_of(words="x" * 8)) is None
    assert context_of(2)(request_of(words="x" * 12)) is not None


def test_a_quota_grants_its_burst_and_then_its_pace() -> None:
    now = 0.0
    quota = Quota(60, burst=2, now=lambda: now)
    assert [quota(request_of()) is None for _ in range(3)] == [True, True, False]
    now = 1.0
    assert [quota(request_of()) is None for _ in range(2)] == [True, False]
    refused = quota(request_of())
    assert refused is not None
    assert refused.headers == {"retry-after-ms": "1001", "x-ratelimit-limit-requests": "60"}


def test_faults_come_in_their_shares_and_alike_for_a_seed() -> None:
    def drawn() -> list[Any]:
        faults = Faults(busy=0.1, error=0.2, seed=3)
        return [answer and answer.status for answer in (faults(request_of()) for _ in range(2000))]

    statuses = drawn()
    assert statuses == drawn()
    assert 140 <= statuses.count(429) <= 260
    assert 320 <= statuses.count(500) <= 480


@pytest.mark.parametrize(("options", "statuses"), [({"at_most": 1}, {200, 429}), ({"workers": 1}, {200})])
def test_a_cap_refuses_and_a_queue_waits(options: dict[str, int], statuses: set[int]) -> None:
    with FakeServer(latency=lambda: 0.02, **options) as server, ThreadPoolExecutor(4) as pool:
        assert {status for status, *_ in pool.map(lambda _: post(server), range(4))} == statuses
