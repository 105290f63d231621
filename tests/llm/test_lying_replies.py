"""Lies in the recorded replies of the example articles, over HTTP to a brief: caught, or put right, and counted."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from briefer.cli import app

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
ARTICLES = {"articles-1": "articles.jsonl"}
KINDS = {"who": "who", "what": "what", "positions": "position", "next_steps": "next_step"}
LIES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("lies.toml").read_text("utf-8"))["lie"]
KINDS_OF_LIES = {
    "speaker": "a wrong speaker",
    "numbers": "an altered number",
    "ids": "an id out of range",
    "quote": "a quotation that is not there",
    "support": "a wrong role, or a stance without words",
    "step": "a step that nobody agreed to",
    "negation": "a denial turned round",
}


def article(lie: dict[str, Any], folder: Path) -> Path:
    """The one article that the lie is told of, as a file."""
    name = lie["article"]
    if name in ARTICLES:
        file = folder / "rows.jsonl"
        row = (EXAMPLES / "articles" / ARTICLES[name]).read_text("utf-8").splitlines()[0]
        file.write_text(f"{row}\n", encoding="utf-8")
        return file
    return EXAMPLES / "articles" / f"{name}.md"


def good(lie: dict[str, Any]) -> dict[str, Any]:
    reply: dict[str, Any] = json.loads(
        (EXAMPLES / "recorded" / "replies" / f"{lie['article']}.json").read_text("utf-8")
    )
    return reply


def lying(lie: dict[str, Any]) -> dict[str, Any]:
    """The recorded reply with the lie in it; TOML has no null."""
    reply = good(lie)
    claim = reply[lie["part"]][lie["index"]]
    change = {name: None if value == "null" else value for name, value in lie["change"].items()}
    assert claim | change != claim
    reply[lie["part"]][lie["index"]] = claim | change
    return reply


class Model:
    """Answers with one reply, and a repair with what it is given for the claim."""

    def __init__(self, reply: dict[str, Any], repair: dict[str, Any] | None = None) -> None:
        self.reply = reply
        self.repair = repair
        self.repairs: list[str] = []

    def __call__(self, request: Any) -> Any:
        name = request.body["response_format"]["json_schema"]["name"]
        if name == "findings":
            return self.reply
        if name == "repair":
            self.repairs += re.findall(r"^c\d+ \(\w+\): .*$", request.user, re.M)
            return {"answers": [{"claim": "c1", **self.repair}] if self.repair else []}
        return {"answers": []}


def brief(server: Any, file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.chdir(folder)
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_: folder / "no such folder")
    monkeypatch.setenv("BRIEFER_STORE", str(folder / "store.db"))
    out = folder / "brief.json"
    arguments = [
        "brief",
        str(file),
        "--model",
        "test-model",
        "--base-url",
        server.url,
        "--show-flagged",
        "-o",
        str(out),
    ]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.stderr
    made: dict[str, Any] = json.loads(out.read_text("utf-8"))
    counts = made["account"]["claims"]
    hidden = counts["not_shown"]
    assert counts["made"] == counts["verified"] + counts["flagged"] + counts["withheld"]
    assert counts["verified"] == counts["shown"] + counts["merged"] + sum(hidden.values())
    return made


def shown(made: dict[str, Any], part: str) -> list[dict[str, Any]]:
    (story,) = made["stories"]
    claims: list[dict[str, Any]] = story[part]
    return claims


@pytest.fixture(scope="module")
def honest() -> dict[str, dict[str, Any]]:
    """The briefs of the replies without a lie, by article: each is made once."""
    return {}


def test_every_kind_of_lie_is_told() -> None:
    assert {lie["gate"] for lie in LIES} == set(KINDS_OF_LIES)
    assert len({lie["name"] for lie in LIES}) == len(LIES)


@pytest.mark.parametrize("lie", LIES, ids=[lie["name"] for lie in LIES])
def test_a_lie_is_withheld_with_its_reason_and_counted(
    lie: dict[str, Any], server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.reply = Model(lying(lie))
    made = brief(server, article(lie, tmp_path), tmp_path, monkeypatch)
    assert made["account"]["claims"]["withheld"] == 1
    (withheld,) = made["account"]["withheld"]
    assert any(r["gate"] == lie["gate"] and lie["reason"] in r["text"] for r in withheld["check"]["reasons"]), withheld
    # It was told back once, and not asked about again.
    assert len(server.reply.repairs) == 1
    ids = [claim["id"] for part in KINDS for claim in shown(made, part)]
    assert withheld["id"] not in ids


@pytest.mark.parametrize("lie", LIES, ids=[lie["name"] for lie in LIES])
def test_a_lie_that_is_put_right_counts_once_and_as_the_truth(
    lie: dict[str, Any],
    server: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    honest: dict[str, dict[str, Any]],
) -> None:
    truth = good(lie)[lie["part"]][lie["index"]]
    file = article(lie, tmp_path)
    server.reply = Model(lying(lie), {KINDS[lie["part"]]: truth})
    made = brief(server, file, tmp_path, monkeypatch)
    if lie["article"] not in honest:
        (tmp_path / "store.db").unlink()
        server.reply = Model(good(lie))
        honest[lie["article"]] = brief(server, file, tmp_path, monkeypatch)
    true = honest[lie["article"]]
    assert made["account"]["claims"] == true["account"]["claims"]
    assert made["account"]["withheld"] == []
    for part in KINDS:
        assert shown(made, part) == shown(true, part)
