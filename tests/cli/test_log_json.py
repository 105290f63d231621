"""`--log-json`: what a run was like, and nothing of what it was about."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fake_server import FakeServer, busy, first_sentences
from mail_server import Listening, Server
from typer.testing import Result
from website import Website, page

from briefer.cli.journal import EVENTS, Journal

Run = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]
LOG = Path("runs.jsonl")


@pytest.fixture
def model() -> Iterator[FakeServer]:
    with FakeServer(models=("small",)) as running:
        running.reply = first_sentences
        yield running


@contextmanager
def listening(server: Server) -> Iterator[int]:
    """The port of a mail server while it runs."""
    made = Listening(server)
    made.start()
    try:
        yield made.port
    finally:
        made.stop()


def events(path: Path = LOG) -> list[dict[str, Any]]:
    """The lines of a log, each with fields of the list alone."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for line in lines:
        assert line.keys() - {"time", "run", "event"} <= set(EVENTS[line["event"]].split()), line
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
    return lines


def one(lines: list[dict[str, Any]], event: str) -> dict[str, Any]:
    (found,) = (line for line in lines if line["event"] == event)
    return found


def assert_silent(*texts: str) -> None:
    """No five words of any text stand in the log."""
    log = " ".join(re.findall(r"\w+", LOG.read_text("utf-8").lower()))
    for text in texts:
        words = re.findall(r"\w+", text.lower())
        assert not [five for i in range(len(words) - 4) if (five := " ".join(words[i : i + 5])) in log]


def test_a_run_from_its_beginning_to_its_end(run: Run, water: Path, ferry: Path, french: Path) -> None:
    result = run("brief", water, ferry, french, "missing.txt", "-o", "brief.json", "--log-json", LOG)
    assert result.exit_code == 5, result.stderr
    lines = events()
    assert len({line["run"] for line in lines}) == 1
    assert lines[0]["event"] == "run.started"
    assert lines[0]["command"] == "brief"
    assert lines[-1]["event"] == "run.ended"
    assert lines[-1]["status"] == 5
    assert one(lines, "engine.chosen")["engine"] == "extractive"
    assert {Path(line["input"]).name for line in lines if line["event"] == "article.read"} == {
        "water.txt",
        "ferry.txt",
        "french.txt",
    }
    assert one(lines, "article.skipped")["code"] == "language"
    assert one(lines, "article.failed")["code"] == "missing"
    brief = json.loads(Path("brief.json").read_text("utf-8"))
    made = one(lines, "brief.made")
    assert made["brief"] == brief["id"]
    assert made["used"] + made["merged"] + made["skipped"] + made["failed"] == 4
    checked = [line for line in lines if line["event"] == "article.checked"]
    assert sum(line["verified"] for line in checked) > 3
    assert_silent(water.read_text("utf-8"), ferry.read_text("utf-8"), french.read_text("utf-8"))


def test_a_second_run_is_added_and_a_new_log_is_private(run: Run, water: Path) -> None:
    for _ in range(2):
        assert run("extract", water, "-o", "rows.jsonl", "--log-json", LOG).exit_code == 0
    lines = events()
    assert [line["command"] for line in lines if line["event"] == "run.started"] == ["extract", "extract"]
    assert len({line["run"] for line in lines}) == 2
    assert LOG.stat().st_mode & 0o077 == 0


def test_every_call_to_a_model_is_told(
    run: Run, water: Path, ferry: Path, model: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-quite-secret")
    model.enqueue(busy(retry_after=0.01))
    options = ["--model", "small", "--base-url", model.url, "--log-json", LOG]
    assert run("brief", water, ferry, *options, "-o", "brief.md").exit_code == 0
    lines = events()
    assert one(lines, "engine.chosen")["host"] == f"127.0.0.1:{model.url.rpartition(':')[2].removesuffix('/v1')}"
    calls = [line for line in lines if line["event"] == "call.made"]
    assert len(calls) == len(model.requests)
    outcomes = Counter((line["outcome"], line.get("http_status")) for line in calls)
    assert outcomes == {("answered", None): len(calls) - 1, ("status", 429): 1}
    assert all(line["ms"] >= 0 for line in calls)
    ended = one(lines, "run.ended")
    assert ended["calls"] == len(calls) - 1
    assert ended["tokens_in"] == sum(line.get("tokens_in", 0) for line in calls)
    assert sum(line["calls"] for line in lines if line["event"] == "article.asked") <= ended["calls"]
    assert "sk-quite-secret" not in LOG.read_text("utf-8")
    assert_silent(water.read_text("utf-8"), ferry.read_text("utf-8"))


def test_mails_are_told_by_their_numbers(run: Run, water: Path) -> None:
    assert run("brief", water, "-o", "brief.json").exit_code == 0
    refusing = Server(steps={"RCPT": lambda _, to: "550 no such reader" if to == "ben@example.org" else None})
    with listening(refusing) as port:
        Path("briefer.toml").write_text(
            f"""
            [mail]
            from = "Desk <desk@example.org>"
            host = "127.0.0.1"
            port = {port}
            security = "none"
            """,
            "utf-8",
        )
        to = ["--to", "Ann <ann@example.org>", "--to", "ben@example.org"]
        assert run("send", "brief.json", *to, "--log-json", LOG).exit_code == 5
    lines = events()
    settled = [line for line in lines if line["event"] == "mail.settled"]
    assert sorted(line["outcome"] for line in settled) == ["refused", "sent"]
    listed = run("outbox", "list").stdout
    assert all(re.search(rf"^ *{line['mail']}\b", listed, re.M) for line in settled)
    assert "@" not in LOG.read_text("utf-8")
    assert_silent(water.read_text("utf-8"))


def test_sources_are_told_without_their_keys(run: Run, site: Website) -> None:
    site.put("/log?token=s3cret", page("The log", "The weir at Vardo stayed shut on Monday. " * 9))
    address = f"http://127.0.0.1:{site.port}"
    Path("briefer.toml").write_text(
        f'[[source]]\nurl = "{address}/log?token=s3cret"\n[[source]]\nurl = "{address}/gone"\n', "utf-8"
    )
    assert run("sources", "check", "--allow-private", "--log-json", LOG).exit_code == 1
    assert [(line["source"], line["outcome"]) for line in events() if line["event"] == "source.asked"] == [
        (f"{address}/log?token=***", "ok"),
        (f"{address}/gone", "failed"),
    ]
    assert run("extract", f"{address}/log?token=s3cret", "--allow-private", "--log-json", LOG).exit_code == 0
    assert "s3cret" not in LOG.read_text("utf-8")


def test_a_daily_run_is_told_from_its_sources_to_its_mails(run: Run, water: Path) -> None:
    with listening(Server()) as port:
        Path("briefer.toml").write_text(
            f"""
            [brief.morning]
            [[source]]
            files = "{water}"
            [mail]
            from = "Desk <desk@example.org>"
            host = "127.0.0.1"
            port = {port}
            security = "none"
            [[recipient]]
            email = "ann@example.org"
            briefs = ["morning"]
            """,
            "utf-8",
        )
        result = run("daily", "--log-json", LOG)
    assert result.exit_code == 0, result.stderr
    lines = events()
    for event in ("run.started", "engine.chosen", "source.asked", "article.read", "brief.made", "brief.stored"):
        one(lines, event)
    assert one(lines, "mail.settled")["outcome"] == "sent"
    assert one(lines, "run.ended")["status"] == 0
    assert [line["step"] for line in lines if line["event"] == "step.began"][:4] == [
        "open",
        "read",
        "understand",
        "compose",
    ]
    assert "@" not in LOG.read_text("utf-8")
    assert_silent(water.read_text("utf-8"))
    report = run("schedule", "report").stdout
    assert re.search(r"^  recipients  1 sent$", report, re.M)
    assert re.search(r"^  understand +\d+\.\d\d s$", report, re.M)
    row = json.loads(run("schedule", "report", "morning", "--format", "json").stdout)
    assert row["brief"] == one(lines, "brief.made")["brief"]
    assert row["report"]["claims"]["made"] == one(lines, "brief.made")["made"]
    assert run("daily").exit_code == 0
    assert run("schedule", "report", "--runs", "9").stdout.count("status 0") == 2


def test_there_is_no_report_before_there_was_a_run(run: Run) -> None:
    Path("briefer.toml").write_text("[brief.morning]\n", "utf-8")
    result = run("schedule", "report", "morning")
    assert result.exit_code == 1
    assert "there was no run of “morning” yet" in result.stderr
    assert run("schedule", "report", "evening").exit_code == 1


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("imap://ann%40example.org@mail.example/INBOX:7", "imap://mail.example/INBOX:7"),
        ("imap://ann@example.org@mail.example/INBOX:7", "imap://mail.example/INBOX:7"),
        ("https://news.example/a?key=1 (the feed's own text: ?)", "https://news.example/a?key=***"),
        ("https://news.example/feed, “The weir”", "https://news.example/feed"),
        ("folder/feed.xml, “The weir”", "folder/feed.xml"),
        ("folder/my notes.txt", "folder/my notes.txt"),
    ],
)
def test_an_input_is_named_by_its_place_alone(tmp_path: Path, name: str, told: str) -> None:
    from briefer.model import Skipped
    from briefer.pipeline import QUIET

    with Journal(log_json=str(tmp_path / "log")) as log:
        log.watching(QUIET).skipped(Skipped(input=name, outcome="failed", code="timeout", reason="?"))
    assert one(events(tmp_path / "log"), "article.failed")["input"] == told


def test_what_is_wrong_is_told_by_its_kind_alone(run: Run, water: Path) -> None:
    result = run("brief", water, "--config", "none.toml", "--log-json", LOG)
    ended = one(events(), "run.ended")
    assert (ended["status"], ended["error"]) == (result.exit_code, "ConfigError")


def test_a_log_that_cannot_be_opened_stops_the_run(run: Run, water: Path) -> None:
    result = run("brief", water, "-o", "brief.md", "--log-json", "no/such/folder/log")
    assert result.exit_code == 1
    assert "cannot write the log" in result.stderr
    assert not Path("brief.md").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_log_that_cannot_be_written_stops_nothing(run: Run, water: Path) -> None:
    result = run("brief", water, "-o", "brief.md", "--log-json", "/dev/full")
    assert result.exit_code == 0
    assert result.stderr.count("cannot be written any more") == 1
    assert Path("brief.md").exists()


def test_lines_may_go_to_standard_error(run: Run, water: Path) -> None:
    result = run("brief", water, "--log-json", "-")
    lines = [json.loads(line) for line in result.stderr.splitlines() if line.startswith("{")]
    assert [lines[0]["event"], lines[-1]["event"]] == ["run.started", "run.ended"]
    assert "run.started" not in result.stdout


def test_an_event_has_its_fields_and_no_others() -> None:
    with pytest.raises(ValueError, match="has no title"):
        Journal().tell("run.started", title="Weir")


def test_every_event_is_documented_with_its_fields() -> None:
    rows = re.findall(r"^\| (`\w+\.\w+`.*?) \| (.*) \|$", (ROOT / "docs/logs.md").read_text("utf-8"), re.M)
    documented = {name: about for names, about in rows for name in re.findall(r"`([\w.]+)`", names)}
    assert documented.keys() == EVENTS.keys()
    for event, about in documented.items():
        assert set(EVENTS[event].split()) <= set(re.findall(r"`(\w+)`", about)), event
