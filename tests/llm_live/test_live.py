"""The road to a real server: what llama.cpp takes and counts, and what is left of a weak model's words.

The model is small and says nonsense. None of these tests is about its wits: they are about what becomes of them.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from briefer.contract import load_brief
from briefer.engines.openai.forms import Dialect, Form
from briefer.engines.openai.outcomes import (
    BadReply,
    Completion,
    Outcome,
    Prompt,
    TooLong,
    Truncated,
    Unavailable,
)
from briefer.engines.openai.prompt import Prompts
from briefer.engines.openai.reply import Lead, Repair, SecondLook, Translations
from briefer.engines.openai.schema import reply_schema, schema_of
from briefer.engines.openai.settings import ModelSettings
from briefer.engines.openai.transport import Transport

pytestmark = pytest.mark.llm

MODEL = "model.gguf"
ARTICLE = """Tarn Valley closes the old bridge at Ossel

TARN, March 3 — The council of Tarn Valley voted on Monday to close the old bridge at Ossel for repairs.

Mayor Ilse Brandt said the work would take nine weeks and cost 2.4 million crowns.

“We will not let one lorry more across it,” Brandt told reporters.

Shop owners opposed the plan. Their spokesman, Karel Voss, said the closing would ruin the summer trade.

The council will meet again on Thursday to decide on a ferry.
"""
#: One sentence in a JSON object, as `briefer doctor` asks for it.
SENTENCE = {
    "type": "object",
    "properties": {"sentence": {"type": "string", "maxLength": 60}},
    "required": ["sentence"],
    "additionalProperties": False,
}
SCHEMAS = {
    "findings": reply_schema(),
    "sections": reply_schema(["risks", "mood"]),
    "repair": schema_of(Repair),
    "second_look": schema_of(SecondLook),
    "lead": schema_of(Lead),
    "translations": schema_of(Translations),
}


def prompt(schema: dict[str, Any], *, user: str = "Say that it rained.", tokens: int = 200) -> Prompt:
    return Prompt(
        system="Answer with one JSON object.", user=user, schema_name="answer", schema=schema, max_tokens=tokens
    )


def ask(
    url: str, what: Prompt, *, dialect: Dialect | None = None, timeout: float | None = None
) -> tuple[Completion | Outcome, dict[str, str]]:
    """The answer, and what is remembered of the server."""
    settings = ModelSettings(model=MODEL, base_url=url, timeout=timeout)
    remembered = {f"{url} {MODEL}": str(dialect)} if dialect else {}

    async def run() -> Completion | Outcome:
        transport = Transport(settings, remembered=remembered)
        try:
            return await transport.ask(what)
        except Outcome as outcome:
            return outcome
        finally:
            await transport.aclose()

    return asyncio.run(run()), remembered


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_taken_as_a_grammar(llama: str, name: str) -> None:
    answer, remembered = ask(llama, prompt(SCHEMAS[name], tokens=60))
    # Nothing is remembered of a server that takes the first form: the schema with its bounds, strictly.
    assert not remembered
    if isinstance(answer, Completion):
        jsonschema.validate(json.loads(answer.text), SCHEMAS[name])
    else:
        assert isinstance(answer, Truncated), answer


@pytest.mark.parametrize("form", Form)
def test_each_form_gets_an_answer(llama: str, form: Form) -> None:
    answer, remembered = ask(llama, prompt(SENTENCE), dialect=Dialect(form=form))
    assert Dialect.parse(next(iter(remembered.values()))).form == form, "the server refused a form that it takes"
    if form in (Form.STRICT, Form.SCHEMA):
        assert isinstance(answer, Completion), answer
        jsonschema.validate(json.loads(answer.text), SENTENCE)
        assert answer.tokens_in > 10
        assert 0 < answer.tokens_out <= 200
    else:
        # No grammar holds the model there, and a small one need not say anything that can be read.
        assert isinstance(answer, Completion | BadReply | Truncated), answer


def test_the_estimate_of_tokens_is_near_what_the_server_counts(llama: str) -> None:
    # The budget counts four characters as a token until the server has counted some.
    system = Prompts().system
    answer, _ = ask(llama, prompt(SENTENCE, user=system))
    assert isinstance(answer, Completion)
    assert not answer.cut
    assert 0.6 < answer.tokens_in / (len(system) / 4) < 1.6


def test_a_prompt_beyond_the_context_says_what_to_do(llama: str) -> None:
    answer, _ = ask(llama, prompt(SENTENCE, user="The river rose again. " * 4_000))
    assert isinstance(answer, TooLong), answer
    assert "larger context" in answer.text


def test_a_slow_reply_is_late_and_the_server_goes_on(llama: str) -> None:
    what = prompt(SCHEMAS["findings"], user=Prompts().system + ARTICLE, tokens=2_000)
    answer, _ = ask(llama, what, timeout=1.0)
    assert isinstance(answer, Unavailable), answer
    assert "no whole answer within 1 s" in answer.text
    assert "--timeout" in answer.text
    after, _ = ask(llama, prompt(SENTENCE))
    assert isinstance(after, Completion), after


@pytest.fixture
def briefer(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the command with a store of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "AZURE_"))}
    folders = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "CACHE")}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "briefer", *arguments],
            cwd=tmp_path,
            env=kept | folders | {"BRIEFER_STORE": str(tmp_path / "briefer.db"), "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run


def test_the_doctor_finds_it_well(llama: str, briefer: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    found = briefer("doctor", "--model", MODEL, "--base-url", llama)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "it takes the form json_schema_strict" in found.stdout
    assert "BROKEN" not in found.stdout


def test_a_brief_shows_nothing_that_the_article_does_not_say(
    llama: str, briefer: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    (tmp_path / "bridge.txt").write_text(ARTICLE, encoding="utf-8")
    arguments = ["brief", "bridge.txt", "--model", MODEL, "--base-url", llama, "--timeout", "1200"]
    made = briefer(*arguments, "-o", "brief.json", "-o", "brief.md")
    assert "Traceback" not in made.stderr
    if made.returncode:
        # A model that finds no end gives no brief, and the user reads why.
        assert made.returncode == 1, made.stderr
        assert "did not end within" in made.stderr
        assert "there is nothing to brief" in made.stderr
        return
    brief = json.loads((tmp_path / "brief.json").read_text(encoding="utf-8"))
    load_brief(brief)

    account, usage = brief["account"], brief["usage"]
    (fate,) = account["articles"]
    assert fate["outcome"] in ("used", "skipped", "failed")
    assert fate["outcome"] == "used" or fate["reason"]
    # Instructions and article together are more than a thousand tokens, each time.
    assert usage["calls"] >= 1
    assert usage["tokens_in"] > 1_024 * usage["calls"]
    assert usage["tokens_out"] > 0
    assert usage["cost"] is None
    claims = account["claims"]
    assert claims["made"] == claims["verified"] + claims["flagged"] + claims["withheld"]
    assert claims["made"] > 0 or fate["outcome"] == "failed"

    shown = [claim for story in brief["stories"] for claim in shown_claims(story)]
    assert all(claim["check"]["status"] == "verified" for claim in shown)
    for claim in shown:
        for words in said(claim):
            assert not foreign(words), f"“{words}” is not of the article"
    for claim in shown:
        for span in claim["evidence"]:
            assert ARTICLE[span["start"] : span["end"]] == span["words"]
    held = briefer("verify", "brief.json")
    assert held.returncode == 0, held.stdout

    # A rerun asks nobody for what is whole; what was broken off is asked again.
    again = briefer(*arguments, "-o", "again.json")
    assert again.returncode == 0, again.stderr
    repeated = json.loads((tmp_path / "again.json").read_text(encoding="utf-8"))
    assert repeated["usage"]["calls"] <= usage["calls"]
    assert [story["headline"] for story in repeated["stories"]] == [story["headline"] for story in brief["stories"]]


def shown_claims(story: dict[str, Any]) -> list[dict[str, Any]]:
    return [claim for kind in ("lead", "who", "what", "positions", "next_steps") for claim in story[kind]]


def said(claim: dict[str, Any]) -> list[str]:
    """The words that a claim shows."""
    fields = ("text", "name", "role", "organisation", "holder", "target", "actor", "action", "where")
    return [claim[field] for field in fields if claim.get(field)]


def foreign(words: str) -> set[str]:
    """Names and numbers among the words that the article does not have."""
    pattern = r"\d[\d.,]*\d|\d|\b[A-Z]\w+"
    known = {word.casefold() for word in re.findall(r"\w+|\d[\d.,]*\d", ARTICLE)}
    return {word for word in re.findall(pattern, words) if word.casefold() not in known}
