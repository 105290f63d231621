"""`brief` with a model: its leads, second looks and translations, what they cost, and what is kept of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fake_server
import pytest
from typer.testing import Result

Run = Callable[..., Result]
EVENT = "Norrmark and Vellany failed to agree on summer water releases from the Vardo weir"
FERRY = "The ferry company Marlpost will cut a third of its night crossings in June"
LEADS = {
    EVENT: "Norrmark and Vellany failed to agree on releases from the Vardo weir on Wednesday.",
    FERRY: "Marlpost will cut a third of its night crossings in June, the ferry company said on Monday.",
}


def kind(request: Any) -> str:
    """What a request asks for, by the name of its schema."""
    return str(request.body["response_format"]["json_schema"]["name"])


class Model:
    """Reads the articles of these tests well, and writes the leads that it is told to."""

    def __init__(self) -> None:
        self.leads: dict[str, Any] = {phrase: [{"ids": ["c1"], "text": text}] for phrase, text in LEADS.items()}
        self.verdict = "yes"

    def __call__(self, request: Any) -> Any:
        return getattr(self, kind(request))(request)

    def findings(self, request: Any) -> Any:
        empty: dict[str, Any] = {"who": [], "positions": [], "next_steps": []}
        for phrase in LEADS:
            if found := re.search(rf"^(s\d+) \|[^\n]*{phrase}", request.user, re.M):
                event = {"ids": [found[1]], "text": f"{phrase}.", "status": "reported", "when": None, "where": None}
                return {"headline": {"ids": [found[1]], "text": phrase}, "what": [event], **empty}
        said = {
            "ids": ["s1"], "quotes": ["q1"], "holder": {"words": "Le ministre", "id": "s1"}, "role": None, "speaker": None,
            "channel": "direct", "via": None, "text": None, "stance": "unclear", "target": None,
        }  # fmt: skip
        event = {"ids": ["s1"], "text": "The talks failed.", "status": "reported", "when": None, "where": None}
        return {"headline": None, "who": [], "what": [event], "positions": [said], "next_steps": []}

    def lead(self, request: Any) -> Any:
        found = [lead for phrase, lead in self.leads.items() if phrase in request.user]
        return found[0] if found and not isinstance(found[0], list) else {"answers": found[0] if found else []}

    def second_look(self, request: Any) -> Any:
        names = re.findall(r"^(c\d+) \(", request.user, re.M)
        return {"answers": [{"claim": name, "carried": self.verdict} for name in names]}

    def translations(self, request: Any) -> Any:
        return {
            "answers": [
                {"id": name, "text": "There is no date."} for name in re.findall(r"^(q\d+) \|", request.user, re.M)
            ]
        }


@pytest.fixture
def server() -> Iterator[Any]:
    with fake_server.FakeServer(models=("small", "large")) as running:
        running.reply = Model()
        yield running


def with_model(server: Any, *more: str) -> list[str]:
    return ["--model", "small", "--base-url", server.url, *more]


def made(path: str = "brief.json") -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(Path(path).read_text("utf-8"))
    return loaded


def first_sentences(brief: dict[str, Any]) -> list[str]:
    return [story["lead"][0]["text"] for story in brief["stories"]]


def test_leads_are_written_checked_counted_and_kept(run: Run, water: Path, ferry: Path, server: Any) -> None:
    result = run("brief", water, ferry, *with_model(server), "-o", "brief.json", "--log-json", "log.jsonl")
    assert result.exit_code == 0, result.stderr
    brief = made()
    assert first_sentences(brief) == list(LEADS.values())
    told = map(json.loads, Path("log.jsonl").read_text("utf-8").splitlines())
    steps = [line["step"] for line in told if line["event"] == "step.began"]
    assert steps[:5] == ["read", "understand", "compose", "lead", "compose"]
    assert [said["text"] for said in brief["bottom_line"]] == list(LEADS.values())
    # Two articles and two leads.
    assert brief["usage"]["calls"] == len(server.requests) == 4
    assert sorted(map(kind, server.requests)) == ["findings", "findings", "lead", "lead"]
    assert run("verify", "brief.json").exit_code == 0
    again = run("brief", water, ferry, *with_model(server), "-o", "again.json")
    assert again.exit_code == 0, again.stderr
    assert len(server.requests) == 4
    assert made("again.json")["stories"] == brief["stories"]


def test_leads_are_asked_for_anew_when_everything_is(run: Run, water: Path, server: Any) -> None:
    for calls in (2, 4):
        assert run("brief", water, *with_model(server, "--refresh")).exit_code == 0
        assert len(server.requests) == calls


def test_a_lead_that_lies_is_withheld_and_counted(run: Run, water: Path, server: Any) -> None:
    lie = "Norrmark and Vellany agreed on 7 releases from the Vardo weir."
    server.reply.leads = {EVENT: [{"ids": ["c1"], "text": lie}]}
    assert run("brief", water, *with_model(server), "-o", "brief.json").exit_code == 0
    brief = made()
    assert first_sentences(brief) == [f"{EVENT}."]
    (withheld,) = brief["account"]["withheld"]
    assert (withheld["kind"], withheld["text"]) == ("lead", lie)
    assert brief["account"]["claims"]["withheld"] == 1
    strict = run("brief", water, *with_model(server, "--strict"))
    assert strict.exit_code == 3
    # The lie is kept as well, and so is its check.
    assert len(server.requests) == 2


def test_a_quota_that_ends_before_the_leads_still_gives_a_brief(
    run: Run, water: Path, ferry: Path, server: Any
) -> None:
    gone = fake_server.fails(429, "no credit left", code="insufficient_quota")
    server.reply.leads = dict.fromkeys(LEADS, gone)
    result = run("brief", water, ferry, *with_model(server), "-o", "brief.json")
    assert result.exit_code == 0, result.stderr
    assert first_sentences(made()) == [f"{EVENT}.", f"{FERRY}."]
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("the leads of 2 stories")]
    assert "quota" in line
    assert "Traceback" not in result.stderr
    # Another day only the leads are asked for.
    calls = len(server.requests)
    server.reply = Model()
    assert run("brief", water, ferry, *with_model(server), "-o", "brief.json").exit_code == 0
    assert [kind(request) for request in server.requests[calls:]] == ["lead", "lead"]
    assert first_sentences(made()) == list(LEADS.values())


def test_a_lead_that_the_model_refuses_costs_no_other_one(run: Run, water: Path, ferry: Path, server: Any) -> None:
    server.reply.leads[EVENT] = fake_server.says("", refusal="I would rather not.")
    result = run("brief", water, ferry, *with_model(server), "-o", "brief.json")
    assert result.exit_code == 0, result.stderr
    assert first_sentences(made()) == [f"{EVENT}.", LEADS[FERRY]]
    assert (
        "the lead of 1 story could not be written, a checked claim stands instead: the model declined" in result.stderr
    )


QUOTED = (
    "« Il n’y a pas de date », a dit le ministre mardi après les pourparlers dans la vallée de la rivière. Le gouvernement "
    "allait se réunir de nouveau la semaine prochaine pour discuter de la situation, et les pourparlers avaient échoué.\n"
)


@pytest.fixture
def quoted(tmp_path: Path) -> Path:
    path = tmp_path / "quoted.txt"
    path.write_text(QUOTED, encoding="utf-8")
    return path


def test_a_second_look_verifies_what_no_rule_can_read_and_says_so(run: Run, quoted: Path, server: Any) -> None:
    plain = run("brief", quoted, *with_model(server), "-o", "brief.json")
    assert plain.exit_code == 4 or not made()["stories"], plain.stderr
    result = run("brief", quoted, *with_model(server, "--second-look"), "-o", "brief.json")
    assert result.exit_code == 0, result.stderr
    (story,) = made()["stories"]
    checks = [claim["check"] for claim in (*story["what"], *story["positions"])]
    assert len(checks) == 2
    assert {(check["status"], check["by"]) for check in checks} == {("verified", "small")}
    assert run("verify", "brief.json").exit_code == 0
    calls = len(server.requests)
    assert run("brief", quoted, *with_model(server, "--second-look"), "-o", "again.json").exit_code == 0
    assert len(server.requests) == calls
    assert made("again.json")["stories"] == made()["stories"]


def test_a_second_no_withholds_and_is_told_in_plain_words(run: Run, quoted: Path, server: Any) -> None:
    server.reply.verdict = "no"
    options = ("--second-look", "--second-look-model", "large")
    result = run("extract", quoted, *with_model(server, *options), "-o", "rows.jsonl")
    assert result.exit_code == 0, result.stderr
    assert [request.body["model"] for request in server.requests] == ["small", "large"]
    row = json.loads(Path("rows.jsonl").read_text("utf-8"))
    assert {claim["check"]["status"] for claim in (*row["what"], *row["positions"])} == {"withheld"}
    reasons = [reason["text"] for reason in row["what"][0]["check"]["reasons"]]
    assert "large, asked a second time, says the sentences do not carry it" in reasons


def test_a_second_look_at_an_unknown_model_ends_the_run(run: Run, quoted: Path, server: Any) -> None:
    options = ("--second-look", "--second-look-model", "huge")
    result = run("extract", quoted, *with_model(server, *options))
    assert result.exit_code == 1
    assert "has no model huge" in result.stderr


def test_translations_stand_beside_the_original(run: Run, quoted: Path, server: Any) -> None:
    options = ("--second-look", "--translate")
    result = run("brief", quoted, *with_model(server, *options), "-o", "brief.json", "-o", "brief.md")
    assert result.exit_code == 0, result.stderr
    (position,) = made()["stories"][0]["positions"]
    assert position["translation"] == {"language": "en", "text": "There is no date.", "by": "small"}
    assert position["quotes"][0]["words"] == "Il n’y a pas de date"
    shown = Path("brief.md").read_text("utf-8")
    assert "Il n’y a pas de date" in shown
    assert "translated by small: There is no date." in shown
    assert run("verify", "brief.json").exit_code == 0


def test_a_brief_in_another_language_than_its_articles(run: Run, water: Path, server: Any) -> None:
    french = "Norrmark et Vellany n’ont pas pu s’entendre sur les lâchers d’eau du barrage de Vardo."

    class Frenchman(Model):
        def findings(self, request: Any) -> Any:
            assert "Write your own words in the language “fr”" in request.user
            reply = super().findings(request)
            reply["what"][0]["text"] = french
            return {**reply, "headline": None}

    server.reply = Frenchman()
    options = with_model(server, "--brief-language", "fr", "--second-look")
    result = run("brief", water, *options, "-o", "brief.json")
    assert result.exit_code == 0, result.stderr
    brief = made()
    (event,) = brief["stories"][0]["what"]
    assert (event["text"], event["check"]["status"], event["check"]["by"]) == (french, "verified", "small")
    assert brief["language"] == "fr"
    # What the model has vouched for leads as well; its own lead, in the wrong language, nobody has.
    assert [said["text"] for said in (*brief["stories"][0]["lead"], *brief["bottom_line"])] == [french, french]
    assert not brief["account"]["withheld"]
    assert run("verify", "brief.json").exit_code == 0
