"""`briefer steps`: lists, calendars and marks."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from typer.testing import Result

from briefer.model import Brief, EngineInfo, ProfileInfo, Quoted, Settled, StepKind, Telling, Told
from briefer.store.ledger import open_ledger

Run = Callable[..., Result]
TODAY = ("--today", "2026-05-12")


def brief(day: int) -> Brief:
    return Brief(
        id=f"b{day}", created=f"2026-05-{day:02}T16:00:00Z", title="Brief", language="en", timezone="UTC",
        profile=ProfileInfo(name="morning", template="daily"), engine=EngineInfo(name="extractive"),
    )  # fmt: skip


def step(text: str, due: str | None, kind: StepKind = "scheduled", *, first: str | None = "") -> Telling:
    quoted = Quoted(
        sentence=f"{text}, said Halgren.",
        article="a",
        outlet="Tidende",
        url="https://tidende.example/1",
        day="2026-05-04",
    )
    return Telling(
        brief="b4", revision=1, created="2026-05-04T16:00:00Z", name="morning", story="s1", headline="Cod of the Sild bank",
        claim=text, text=text, kind=kind, says="Signe Halgren", when="by then" if first is None else "then",
        from_=due if first == "" else first, to=due, due=due, evidence=(quoted,),
    )  # fmt: skip


STEPS = (
    step("the inspectors will present their report", "2026-05-10"),
    step("the ministers will meet in Tarnvik", "2026-05-12"),
    step("Norrmark will publish its figures", "2026-05-31", "pledged", first=None),
    step("Vellany must open its logbooks", None, "demanded"),
    step(
        "the court will hear the skipper Anton Moy about the nets of the Sild bank, which were found in April",
        "2026-05-18",
    ),
)


@pytest.fixture
def steps(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Calls `steps` with a ledger of five steps, of which the last was called off on 11 May; they are numbered from 1."""
    monkeypatch.setenv("BRIEFER_STORE", str(tmp_path / "store.db"))
    off = Settled(
        sentence="The court cancelled the hearing.", article="b", outlet="Drell Post", day="2026-05-11", how="cancelled", brief="b11",
        created="2026-05-11T16:00:00Z",
    )  # fmt: skip
    with open_ledger() as ledger:
        ledger.record(brief(4), lambda *_: [Told(number=None, tellings=(one,)) for one in STEPS])
        ledger.record(brief(11), lambda *_: [Told(number=5, outcomes=(off,))])

    def call(*arguments: str) -> str:
        result = run("steps", *arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    return call


def test_the_list_has_parts_sentences_and_what_was_settled_of_late(steps: Callable[..., str]) -> None:
    text = steps(*TODAY)
    parts = [line for line in text.splitlines() if line.startswith("#")]
    assert parts[1:] == ["## Overdue", "## Due today", "## Coming", "## Without a date", "## Settled"]
    assert (
        "- (1) 10 May: **The inspectors will present their report** (says Signe Halgren; Cod of the Sild bank)" in text
    )
    sentence = (
        "“the inspectors will present their report, said Halgren.” ([Tidende](<https://tidende.example/1>), 4 May)"
    )
    assert sentence in text
    assert "- (3) by 31 May: **Norrmark" in text
    # A demand never looks agreed.
    assert "- (4) **Demanded: Vellany must open its logbooks**" in text
    assert "    - **Called off**: “The court cancelled the hearing.” (Drell Post, 11 May)" in text
    assert "## Settled" not in steps("--today", "2026-05-30")


def test_what_is_due_and_overdue(steps: Callable[..., str]) -> None:
    assert numbers(steps("--due", "7d", *TODAY)) == [2]
    assert numbers(steps("--overdue", *TODAY)) == [1]
    assert numbers(steps("--due", "3w", "--overdue", *TODAY)) == [1, 2, 3]
    assert steps("--due", "3d", "--today", "2026-05-13").rstrip().endswith("Nothing is due.")
    assert "No steps are open." in steps("--name", "evening", *TODAY)


def numbers(text: str) -> list[int]:
    return [n for n in range(1, 6) if f"- ({n}) " in text]


def test_a_span_or_day_that_is_none(run: Run, steps: Callable[..., str]) -> None:
    assert steps(*TODAY)
    assert run("steps", "--due", "soon").exit_code == 2
    assert run("steps", "--today", "tomorrow").exit_code == 2
    assert run("steps", "-o", "steps.doc").exit_code == 2


def events(text: str) -> dict[str, Any]:
    calendar = Calendar.from_ical(text)
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_calendars_follow_the_rules_that_outlook_apple_and_google_ask_for(
    steps: Callable[..., str], tmp_path: Path
) -> None:
    steps(*TODAY, "-o", str(tmp_path / "steps.ics"))
    raw = (tmp_path / "steps.ics").read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    found = events(raw.decode())
    # What has no date is in the list alone.
    assert len(found) == 4
    meeting = found["the ministers will meet in Tarnvik@briefer"]
    assert meeting["dtstart"].dt == date(2026, 5, 12)
    assert meeting["dtend"].dt == date(2026, 5, 13)
    assert meeting["dtstart"].params["VALUE"] == "DATE"
    assert (meeting["status"], meeting["sequence"], meeting["summary"]) == (
        "CONFIRMED",
        0,
        "The ministers will meet in Tarnvik",
    )
    off = next(event for uid, event in found.items() if uid.startswith("the court"))
    assert (off["status"], off["sequence"]) == ("CANCELLED", 1)
    assert "The court cancelled the hearing." in str(off["description"])
    assert off["last-modified"].dt.isoformat() == "2026-05-11T16:00:00+00:00"
    figures = next(event for uid, event in found.items() if uid.startswith("Norrmark"))
    assert (figures["status"], figures["dtstart"].dt) == ("TENTATIVE", date(2026, 5, 31))


def test_an_export_is_the_same_until_something_changes(steps: Callable[..., str]) -> None:
    before = steps(*TODAY, "--format", "ics")
    assert steps(*TODAY, "--format", "ics") == before
    steps("drop", "2")
    steps("edit", "1", "Report of the inspectors")
    first, later = events(before), events(steps(*TODAY, "--format", "ics"))
    assert first.keys() == later.keys()
    changed = [later[uid] for uid in first if first[uid].to_ical() != later[uid].to_ical()]
    assert sorted(str(event["status"]) for event in changed) == ["CANCELLED", "CONFIRMED"]
    assert [event["sequence"] for event in changed] == [1, 1]


def test_rows_have_all_that_is_known(steps: Callable[..., str]) -> None:
    rows = json.loads(steps(*TODAY, "--all", "--format", "json"))
    assert [row["number"] for row in rows] == [1, 2, 5, 3, 4]
    late, off = rows[0], rows[2]
    assert (late["overdue"], late["due"], late["evidence"][0]["outlet"]) == (True, "2026-05-10", "Tidende")
    assert (off["state"], off["settled"]["how"]) == ("contradicted", "cancelled")
    assert off["settled"]["sentence"] == "The court cancelled the hearing."
    table = list(csv.DictReader(io.StringIO(steps(*TODAY, "--all", "--format", "csv").lstrip("\ufeff"))))
    assert [(row["number"], row["became"]) for row in table][2] == ("5", "cancelled")


def test_marks_by_hand(run: Run, steps: Callable[..., str]) -> None:
    assert steps("done", "1", "2").split()[:2] == ["1", "done"]
    assert "## Overdue" not in steps(*TODAY)
    assert "- (1) 10 May: **The inspectors will present their report** (done;" in steps("--all", *TODAY)
    # What is done stands there for a week, what is dropped does not.
    steps("drop", "2")
    now = datetime.now(UTC).date()
    assert "(done;" in steps("--today", now.isoformat())
    assert "dropped" not in steps("--today", now.isoformat())
    assert "(done;" not in steps("--today", (now + timedelta(days=9)).isoformat())
    assert "open" in steps("reopen", "1", "2")
    steps("edit", "1", "Report of the inspectors")
    text = steps(*TODAY)
    assert "**Report of the inspectors**" in text
    assert "    - in the brief: the inspectors will present their report" in text
    # One of none: nothing is marked.
    refused = run("steps", "drop", "3", "99")
    assert (refused.exit_code, "no step 99" in refused.output) == (1, True)
    assert "- (3) " in steps(*TODAY)


def test_neither_spacy_nor_openai_is_imported(tmp_path: Path) -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from briefer.cli import app\n"
        "assert CliRunner().invoke(app, ['steps']).exit_code == 0\n"
        "assert CliRunner().invoke(app, ['steps', '--format', 'ics']).exit_code == 0\n"
        "print([name for name in ('spacy', 'openai', 'trafilatura') if name in sys.modules])"
    )
    environment = {"BRIEFER_STORE": str(tmp_path / "store.db"), "PATH": "", "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, cwd=tmp_path, check=False
    )
    assert done.stdout.strip() == "[]", done.stderr
