"""The client below the calls: what it sends, what it makes of an answer, and which way it takes."""

from __future__ import annotations

import asyncio
import gzip
import json
from typing import Any

import pytest
from fake_server import Answer, FakeServer, drops, says

from briefer.engines.openai.settings import ModelSettings
from briefer.engines.openai.wire import Failure, Wire

BODY = json.dumps({"model": "test-model", "messages": [{"role": "user", "content": "It rained."}]}).encode()


def asked(url: str, times: int = 1, **settings: Any) -> list[dict[str, Any] | Failure]:
    """What so many questions in a row give."""

    async def whole() -> list[dict[str, Any] | Failure]:
        wire = Wire(ModelSettings(model="test-model", base_url=url, **settings))
        try:
            return [await wire.chat(BODY, timeout=5) for _ in range(times)]
        finally:
            await wire.aclose()

    return asyncio.run(whole())


def test_what_is_the_same_for_all_requests_is_sent_with_each() -> None:
    with FakeServer() as server:
        asked(server.url, 3, api_key="sk-invented")
    headers = [{name.lower(): value for name, value in request.headers.items()} for request in server.requests]
    assert len(headers) == 3
    assert server.connections == 1
    assert headers[0] == headers[1] == headers[2]
    assert headers[0]["authorization"] == "Bearer sk-invented"
    assert headers[0]["content-length"] == str(len(BODY))
    assert headers[0]["user-agent"].startswith("AsyncOpenAI/")


def test_bodies_of_other_lengths_have_their_own() -> None:
    async def whole(url: str) -> None:
        wire = Wire(ModelSettings(model="test-model", base_url=url))
        for words in ("Rain.", "It rained in Norrmark.", ""):
            await wire.chat(BODY.replace(b"It rained.", words.encode()), timeout=5)
        await wire.aclose()

    with FakeServer() as server:
        asyncio.run(whole(server.url))
    assert [request.user for request in server.requests] == ["Rain.", "It rained in Norrmark.", ""]


def test_a_compressed_answer_is_read() -> None:
    packed = gzip.compress(json.dumps(says("It rained.").body).encode())
    with FakeServer() as server:
        server.enqueue(Answer(body=packed, headers={"content-encoding": "gzip"}))
        server.enqueue(Answer(body=packed[:20], headers={"content-encoding": "gzip"}))
        whole, cut = asked(server.url, 2)
    assert isinstance(whole, dict)
    assert whole["choices"][0]["message"]["content"] == "It rained."
    assert isinstance(cut, Failure)


def test_no_cookie_is_kept() -> None:
    with FakeServer() as server:
        server.enqueue(Answer(body=says("It rained.").body, headers={"set-cookie": "seen=yes; Path=/"}))
        asked(server.url, 2)
    assert not [name for request in server.requests for name in request.headers if name.lower() == "cookie"]


def test_a_connection_that_breaks_is_no_server_that_is_not_there() -> None:
    with FakeServer() as server:
        server.enqueue(drops())
        (answer,) = asked(server.url)
    assert isinstance(answer, Failure)
    assert answer.kind == "dropped"


def test_a_proxy_that_the_environment_names_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeServer() as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        (answer,) = asked("http://model.example/v1")
    assert isinstance(answer, dict)
    assert proxy.requests[0].path == "http://model.example/v1/chat/completions"


def test_azure_too_is_sent_the_same_with_each() -> None:
    with FakeServer() as server:
        asked(server.url.removesuffix("/v1"), 3, api_key="sk-invented", api_version="2024-10-21")
    sent = [(request.path, {n.lower(): v for n, v in request.headers.items()}) for request in server.requests]
    assert len(sent) == 3
    assert sent[0] == sent[1] == sent[2]
    path, headers = sent[0]
    assert path == "/openai/deployments/test-model/chat/completions?api-version=2024-10-21"
    assert headers["api-key"] == "sk-invented"
    assert headers["content-length"] == str(len(BODY))
    assert not [name for name in headers if name.startswith("x-stainless")]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"choices": [{"message": {"content": "half \\ud800 a character"}}]}', id="surrogate"),
        pytest.param('{"choices": [{"message": {"content": "☂"}}]}'.encode("utf-16"), id="utf-16"),
        pytest.param(b'\xef\xbb\xbf{"choices": [{"message": {"content": "rain"}}]}', id="byte order mark"),
        pytest.param(
            b'{"choices": [{"message": {"content": "rain"}}], "deep": ' + b"[" * 400 + b"]" * 400 + b"}", id="deep"
        ),
        pytest.param(b'{"choices": [{"message": {"content": "rain"}}], "odds": NaN}', id="nan"),
    ],
)
def test_any_json_that_the_standard_library_reads_is_an_answer(body: bytes) -> None:
    with FakeServer() as server:
        server.enqueue(Answer(body=body))
        (answer,) = asked(server.url)
    assert isinstance(answer, dict)
    assert answer["choices"][0]["message"]["content"] == json.loads(body)["choices"][0]["message"]["content"]
