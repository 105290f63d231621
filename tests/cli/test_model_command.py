"""`brief`, `extract`, `cache` and `doctor` with a model on a server on loopback."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Run = Callable[..., Result]
PHRASES = (
    "Norrmark and Vellany failed to agree on summer water releases from the Vardo weir",
    "The ferry company Marlpost will cut a third of its night crossings in June",
)


def fake_server() -> Any:
    """The module of the model engine's own tests."""
    if "fake_server" not in sys.modules:
        path = Path(__file__).parents[1] / "llm" / "fake_server.py"
        spec = importlib.util.spec_from_file_location("fake_server", path)
        assert spec is not None
        assert spec.loader is not None
        sys.modules["fake_server"] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules["fake_server"]


def reply(request: Any) -> dict[str, Any]:
    """A true event, cited by the id that stands before it in the prompt."""
    if "one short sentence" in request.user:
        return {"sentence": "I am ready."}
    empty: dict[str, Any] = {"who": [], "positions": [], "next_steps": [], "sections": []}
    for phrase in PHRASES:
        if found := re.search(rf"\b(s\d+)\b[^\n]*{phrase}", request.user):
            event = {"ids": [found[1]], "text": f"{phrase}.", "status": "reported", "when": None, "where": None}
            return {"headline": {"ids": [found[1]], "text": phrase}, "what": [event], **empty}
    return {"headline": None, "what": [], **empty}


@pytest.fixture
def server() -> Iterator[Any]:
    """A server whose model reads the two articles of these tests well."""
    with fake_server().FakeServer(models=("small", "large")) as running:
        running.reply = reply
        yield running


def with_model(server: Any, *more: str) -> list[str]:
    return ["--model", "small", "--base-url", server.url, *more]


def test_a_brief_by_a_model_and_again_without_a_call(run: Run, water: Path, ferry: Path, server: Any) -> None:
    result = run("brief", water, ferry, *with_model(server), "-o", "one.json", "-o", "one.md")
    assert result.exit_code == 0, result.stderr
    host = server.url.removeprefix("http://").removesuffix("/v1")
    lines = result.stderr.splitlines()
    assert lines[0] == f"reading with the model small; the articles' texts go to {host}"
    assert any(line.startswith("2 calls, ") for line in lines)
    made = json.loads(Path("one.json").read_text("utf-8"))
    assert [story["headline"] for story in made["stories"]] == list(PHRASES)
    assert (made["engine"]["name"], made["engine"]["model"], made["usage"]["calls"]) == ("openai", "small", 2)
    calls = len(server.requests)
    again = run("brief", water, ferry, *with_model(server), "-o", "two.json")
    assert again.exit_code == 0, again.stderr
    assert len(server.requests) == calls
    assert " calls, " not in again.stderr
    second = json.loads(Path("two.json").read_text("utf-8"))
    assert second["stories"] == made["stories"]
    assert second["bottom_line"] == made["bottom_line"]
    assert second["usage"]["calls"] == 0
    assert run("verify", "two.json").exit_code == 0


def test_what_is_kept_needs_neither_the_parser_nor_the_client(
    run: Run, water: Path, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("brief", water, *with_model(server)).exit_code == 0
    monkeypatch.setattr("briefer.language.parse.load", None)
    monkeypatch.setattr("briefer.engines.openai.wire.Wire.open", None)
    result = run("brief", water, *with_model(server))
    assert result.exit_code == 0, result.stderr
    assert PHRASES[0] in result.stdout


@pytest.mark.parametrize(("option", "kept"), [("--no-cache", 0), ("--refresh", 1)])
def test_no_cache_and_refresh_ask_again(run: Run, water: Path, server: Any, option: str, kept: int) -> None:
    for calls in (1, 2):
        assert run("extract", water, *with_model(server, option)).exit_code == 0
        assert len(server.requests) == calls
    said = run("cache", "info").stdout
    assert ("findings   of 1 article," in said) == bool(kept)


def test_extract_keeps_the_order_and_one_bad_article_costs_no_other(
    run: Run, water: Path, ferry: Path, french: Path, server: Any
) -> None:
    says = fake_server().says

    def fussy(request: Any) -> Any:
        return says("", refusal="I would rather not.") if "ministre" in request.user else reply(request)

    server.reply = fussy
    result = run("extract", water, french, ferry, *with_model(server))
    assert result.exit_code == 5, result.stderr
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["headline"] for row in rows] == [PHRASES[0], None, PHRASES[1]]
    assert (rows[1]["status"], rows[1]["problem"]["code"]) == ("failed", "refused")
    assert "failed french.txt" in result.stderr or "french.txt: the model declined" in result.stderr


@pytest.mark.parametrize(
    ("failure", "says"),
    [
        ((401, "invalid_api_key"), "key"),
        ((429, "insufficient_quota"), "quota"),
        ((404, "model_not_found"), "small"),
    ],
)
def test_what_no_article_survives_ends_the_run_in_one_line(
    run: Run, water: Path, server: Any, monkeypatch: pytest.MonkeyPatch, failure: tuple[int, str], says: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-invented")
    server.reply = lambda request: fake_server().fails(failure[0], "no", code=failure[1])
    result = run("brief", water, *with_model(server))
    assert result.exit_code == 1
    errors = [line for line in result.stderr.splitlines() if line.startswith("briefer: ")]
    assert len(errors) == 1
    assert says in result.stderr.lower()
    assert "Traceback" not in result.stderr
    assert "sk-invented" not in result.output


def test_cache_tells_and_forgets(run: Run, water: Path, server: Any) -> None:
    assert run("cache", "info").stdout.startswith("nothing is kept")
    assert run("brief", water, *with_model(server)).exit_code == 0
    said = run("cache", "info").stdout
    assert "findings   of 1 article, kept from" in said
    assert re.search(r"checks     of [1-9]", said)
    assert "forgot the findings of 1 article" in run("cache", "clear").stdout
    assert "findings   of 0 articles" in run("cache", "info").stdout
    calls = len(server.requests)
    assert run("brief", water, *with_model(server)).exit_code == 0
    assert len(server.requests) == calls + 1


def test_the_doctor_asks_the_server_one_sentence(run: Run, server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-invented")
    server.rules.append(fake_server().refuse_form("json_schema_strict", "json_schema"))
    result = run("doctor", *with_model(server))
    assert result.exit_code == 0, result.stdout
    assert "present (OPENAI_API_KEY)" in result.stdout
    assert "takes the form tool" in result.stdout
    assert "I am ready." in result.stdout
    assert "sk-invented" not in result.output


def test_the_doctor_asks_nobody_when_told_so(run: Run, server: Any) -> None:
    result = run("doctor", *with_model(server, "--offline"))
    assert result.exit_code == 0, result.stdout
    assert not server.requests


def test_the_doctor_says_what_is_wrong_with_the_server(run: Run, server: Any) -> None:
    server.reply = lambda request: fake_server().fails(404, "no such model", code="model_not_found")
    result = run("doctor", "--model", "smal", "--base-url", server.url)
    assert result.exit_code == 1
    broken = [line for line in result.stdout.splitlines() if line.startswith("BROKEN")]
    assert len(broken) == 1
    assert "smal" in broken[0]
    assert "small" in result.stdout.partition("try: ")[2]
