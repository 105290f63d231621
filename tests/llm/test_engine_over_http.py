"""The engine and the transport together, against the fake server."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

from fake_server import Request, says

from briefer.engines.openai import OpenAIEngine
from briefer.engines.openai.settings import ModelSettings
from briefer.engines.openai.transport import Transport
from briefer.language import analyse
from briefer.model import Article, Findings, Profile
from briefer.verify import check_findings

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ROOT / "examples" / "articles" / "articles.jsonl"
REPLY = ROOT / "examples" / "recorded" / "replies" / "articles-1.json"


def article() -> Article:
    return Article.of(**json.loads(ARTICLES.read_text(encoding="utf-8").splitlines()[0]))


def read(server: Any, *, repair: bool = False) -> Findings:
    settings = ModelSettings(model="test-model", base_url=server.url)
    analysis = analyse(article())

    async def run() -> Findings:
        engine = OpenAIEngine(Transport(settings), settings=settings)
        try:
            found = check_findings(await engine.read(analysis, Profile()), analysis)
            if repair:
                found = check_findings(await engine.repair(found, analysis, Profile()), analysis)
            return found
        finally:
            await engine.aclose()

    return asyncio.run(run())


def statuses(findings: Findings) -> set[str]:
    claims = (*findings.who, *findings.what, *findings.positions, *findings.next_steps)
    return {claim.check.status for claim in claims}


def test_a_recorded_reply_comes_back_verified(server: Any) -> None:
    server.reply = lambda _: says(REPLY.read_text(encoding="utf-8"))
    findings = read(server)
    assert statuses(findings) == {"verified"}
    (request,) = server.requests
    assert [message["role"] for message in request.body["messages"]] == ["system", "user"]
    assert "s21 | He is to brief the parliament" in request.user


def test_a_fenced_reply_with_thoughts_is_read_as_well(server: Any) -> None:
    text = REPLY.read_text(encoding="utf-8")
    server.reply = lambda _: says(f"<think>\n{{not yet}}\n</think>\n```json\n{text}\n```")
    assert statuses(read(server)) == {"verified"}


def test_a_lie_is_told_back_once_and_put_right(server: Any) -> None:
    good = json.loads(REPLY.read_text(encoding="utf-8"))
    truth = good["positions"][2]
    false = {**good, "positions": [{**truth, "holder": {"words": "Anton Verre", "id": "s2"}}]}

    def reply(request: Request) -> Any:
        claim = re.search(r"^(c\d+) \(position\)", request.user, re.M)
        return false if claim is None else {"answers": [{"claim": claim[1], "position": truth}]}

    server.reply = reply
    findings = read(server, repair=True)
    assert len(server.requests) == 2
    (position,) = findings.positions
    assert (position.holder, position.check.status) == ("Sunniva Aas", "verified")
    # The bad reply is no turn of the talk: the model sees a fresh question.
    assert [message["role"] for message in server.requests[1].body["messages"]] == ["system", "user"]
