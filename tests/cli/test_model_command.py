"""`brief`, `extract`, `cache` and `doctor` with a model on a server on loopback."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import fake_server
import pytest
from typer.testing import Result

Run = Callable[..., Result]
PHRASES = (
    "Norrmark and Vellany failed to agree on summer water releases from the Vardo weir",
    "The ferry company Marlpost will cut a third of its night crossings in June",
)


def reply(request: Any) -> dict[str, Any]:
    """A true event, cited by the id that stands before it in the prompt."""
    if "one short sentence" in request.user:
        return {"sentence": "I am ready."}
    if "<<<claims" in request.user:
        # Asked for a story's lead: the claims are enough.
        return {"answers": []}
    empty: dict[str, Any] = {"who": [], "positions": [], "next_steps": [], "sections": []}
    for phrase in PHRASES:
        if found := re.search(rf"\b(s\d+)\b[^\n]*{phrase}", request.user):
            event = {"ids": [found[1]], "text": f"{phrase}.", "status": "reported", "when": None, "where": None}
            return {"headline": {"ids": [found[1]], "text": phrase}, "what": [event], **empty}
    return {"headline": None, "what": [], **empty}


@pytest.fixture
def server() -> Iterator[Any]:
    """A server whose model reads the two articles of these tests well."""
    with fake_server.FakeServer(models=("small", "large")) as running:
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
    calls = len(server.requests)
    assert any(line.startswith(f"{calls} calls, ") for line in lines)
    made = json.loads(Path("one.json").read_text("utf-8"))
    assert [story["headline"] for story in made["stories"]] == list(PHRASES)
    assert (made["engine"]["name"], made["engine"]["model"], made["usage"]["calls"]) == ("openai", "small", calls)
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
    says = fake_server.says

    def fussy(request: Any) -> Any:
        return says("", refusal="I would rather not.") if "ministre" in request.user else reply(request)

    server.reply = fussy
    result = run("extract", water, french, ferry, *with_model(server))
    assert result.exit_code == 5, result.stderr
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["headline"] for row in rows] == [PHRASES[0], None, PHRASES[1]]
    assert (rows[1]["status"], rows[1]["problem"]["code"]) == ("failed", "refused")
    assert "failed french.txt" in result.stderr or "french.txt: the model declined" in result.stderr


class Trouble(NamedTuple):
    """What the server answers to whom, what briefer says then, and what to try."""

    status: int
    code: str | None
    says: str
    remedy: str
    model: str = "small"
    key: str = ""


TROUBLES = {
    "wrong key": Trouble(401, "invalid_api_key", "does not accept the key", "check the key", key="sk-invented"),
    "no key": Trouble(401, "missing_api_key", "asks for a key", "api_key under [engine]"),
    "not allowed": Trouble(403, "forbidden", "does not allow this", "use the model small", key="sk-invented"),
    "quota gone": Trouble(429, "insufficient_quota", "the quota is used up", "billing"),
    "nothing paid": Trouble(402, "payment_required", "the quota is used up", "billing"),
    "unknown model": Trouble(404, "model_not_found", "has no model smal", "It offers: small, large", model="smal"),
    "no such server": Trouble(405, None, "does not take the request (405)", "briefer doctor"),
}


@pytest.mark.parametrize("command", ["brief", "extract"])
@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES.keys())
def test_what_no_article_survives_ends_the_run_in_one_line_with_a_remedy(
    run: Run, water: Path, server: Any, monkeypatch: pytest.MonkeyPatch, command: str, trouble: Trouble
) -> None:
    if trouble.key:
        monkeypatch.setenv("OPENAI_API_KEY", trouble.key)
    server.reply = lambda request: fake_server.fails(trouble.status, "no", code=trouble.code)
    result = run(command, water, "--model", trouble.model, "--base-url", server.url)
    assert result.exit_code == 1
    who, message, hint = result.stderr.splitlines()
    assert who.startswith(f"reading with the model {trouble.model}")
    assert message.startswith("briefer: 127.0.0.1:")
    assert trouble.says in message
    assert hint.startswith("  ")
    assert trouble.remedy in hint
    assert "sk-invented" not in result.output
    assert result.stdout == ""


@pytest.mark.parametrize("command", ["brief", "extract"])
def test_a_server_that_is_not_there_is_told_with_its_address(run: Run, water: Path, command: str) -> None:
    with socket.socket() as taken:
        # Taken, and nobody listens there.
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        result = run(command, water, "--model", "m", "--base-url", f"http://127.0.0.1:{port}/v1")
    assert result.exit_code == 1
    _, message, hint = result.stderr.splitlines()
    assert message.startswith(f"briefer: 127.0.0.1:{port} cannot be reached: ")
    assert "is the server running" in hint
    assert f"http://127.0.0.1:{port}/v1" in hint


def test_what_was_read_before_the_quota_went_is_kept(run: Run, water: Path, ferry: Path, server: Any) -> None:
    def until_the_ferry(request: Any) -> Any:
        return fake_server.fails(429, "no", code="insufficient_quota") if "Marlpost" in request.user else reply(request)

    server.reply = until_the_ferry
    result = run("extract", water, ferry, *with_model(server, "--concurrency", "1"))
    assert result.exit_code == 1
    assert "what has been read is kept" in result.stderr.splitlines()[-1]
    assert "findings   of 1 article," in run("cache", "info").stdout
    server.reply = reply
    before = len(server.requests)
    again = run("extract", water, ferry, *with_model(server))
    assert again.exit_code == 0, again.stderr
    assert [request.user.count("Marlpost") > 0 for request in server.requests[before:]] == [True]


SECTIONS = """
[brief.all]
[brief.some]
sections = ["mood"]
[section.risks]
title = "What could go wrong"
question = "What could go wrong for us?"
[section.cause]
title = "Why now"
question = "Why did it happen now?"
kind = "claim"
[section.mood]
title = "The mood"
question = "How do the sides speak of each other?"
kind = "choice"
choices = ["calm", "tense"]
"""
SHARED = "You cannot share a river that you measure twice"


def answers(request: Any) -> dict[str, Any]:
    """What `reply` says, with answers to whichever sections the prompt asks for: some true, one made up."""
    place = re.search(rf"\b(s\d+)\b[^\n]*{SHARED}", request.user)
    meets = re.search(r"\b(s\d+)\b[^\n]*Both governments will meet again next Tuesday", request.user)
    if place is None or meets is None:
        return reply(request)
    said = {
        "risks": [
            {"ids": [meets[1]], "text": "Both governments will meet again next Tuesday."},
            {"ids": [meets[1]], "text": "Both governments will meet again in 41 days."},
        ],
        "cause": [],
        "mood": [{"ids": [meets[1]], "text": "Both governments will meet again."}],
    }
    asked = [
        {"name": name, "value": "tense" if name == "mood" else None, "claims": claims}
        for name, claims in said.items()
        if f"- {name}: " in request.user
    ]
    return {**reply(request), "sections": asked}


def test_sections_of_ones_own_are_asked_checked_counted_and_shown(run: Run, water: Path, server: Any) -> None:
    Path("briefer.toml").write_text(SECTIONS, encoding="utf-8")
    server.reply = answers
    outputs = ["-o", "a.json", "-o", "a.md", "-o", "a.html", "-o", "a.txt"]
    result = run("brief", water, *with_model(server), "--brief", "all", *outputs)
    assert result.exit_code == 0, result.stderr
    assert "left out" not in result.stderr
    made = json.loads(Path("a.json").read_text("utf-8"))
    (story,) = made["stories"]
    assert made["profile"]["sections"] == list(story["custom"]) == ["risks", "cause", "mood"]
    assert [claim["text"] for claim in story["custom"]["risks"]["claims"]] == [
        "Both governments will meet again next Tuesday."
    ]
    assert story["custom"]["mood"]["value"] == "tense"
    withheld = [(claim["kind"], claim["text"]) for claim in made["account"]["withheld"]]
    assert ("custom", "Both governments will meet again in 41 days.") in withheld
    claims = made["account"]["claims"]
    assert claims["made"] == claims["verified"] + claims["flagged"] + claims["withheld"]
    assert claims["verified"] == claims["shown"] + claims["merged"] + sum(claims["not_shown"].values())
    for name in ("a.md", "a.html", "a.txt"):
        page = Path(name).read_text("utf-8")
        assert "What could go wrong" in page
        assert "Tense" in page
        assert "Why now" not in page
        assert "41 days" not in page.partition("Account")[0]
    assert re.search(r"Both governments will meet again next Tuesday\.\[\^\d+\]", Path("a.md").read_text("utf-8"))
    assert run("verify", "a.json").exit_code == 0


def test_a_brief_asks_only_the_sections_that_it_names(run: Run, water: Path, server: Any) -> None:
    Path("briefer.toml").write_text(SECTIONS, encoding="utf-8")
    server.reply = answers
    result = run("extract", water, *with_model(server), "--brief", "some")
    assert list(json.loads(result.stdout)["custom"]) == ["mood"]
    result = run("extract", water, *with_model(server))
    row = json.loads(result.stdout)
    assert list(row["custom"]) == ["risks", "cause", "mood"]
    assert [claim["check"]["status"] for claim in row["custom"]["risks"]["claims"]] == ["verified", "withheld"]


@pytest.mark.parametrize("command", ["brief", "extract"])
def test_an_engine_that_answers_no_sections_says_so(run: Run, water: Path, command: str) -> None:
    Path("briefer.toml").write_text(SECTIONS, encoding="utf-8")
    result = run(command, water)
    assert result.exit_code == 0, result.stderr
    (line,) = (line for line in result.stderr.splitlines() if "left out" in line)
    assert line.startswith("the engine “extractive” left out sections of your own: What could go wrong, Why now")
    assert "--model NAME" in line
    assert "What could go wrong" not in result.stdout


def test_recordings_answer_the_sections_that_were_recorded(run: Run, water: Path, server: Any) -> None:
    Path("briefer.toml").write_text(SECTIONS, encoding="utf-8")
    server.reply = answers
    assert run("extract", water, *with_model(server), "--brief", "some", "-o", "rows.jsonl").exit_code == 0
    some = run("brief", water, "--recordings", "rows.jsonl", "--brief", "some")
    assert "The mood" in some.stdout
    assert "left out" not in some.stderr
    every = run("brief", water, "--recordings", "rows.jsonl", "--brief", "all")
    assert "left out sections of your own: What could go wrong, Why now; not in what was recorded" in every.stderr


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
    assert len(server.requests) == 2 * calls


def test_the_doctor_asks_the_server_one_sentence(run: Run, server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-invented")
    server.rules.append(fake_server.refuse_form("json_schema_strict", "json_schema"))
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
    server.reply = lambda request: fake_server.fails(404, "no such model", code="model_not_found")
    result = run("doctor", "--model", "smal", "--base-url", server.url)
    assert result.exit_code == 1
    broken = [line for line in result.stdout.splitlines() if line.startswith("BROKEN")]
    assert len(broken) == 1
    assert "smal" in broken[0]
    assert "small" in result.stdout.partition("try: ")[2]
