"""`briefer daily`, `brief --record` and `schedule status`, as somebody calls them."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from mail_server import Server, listening
from typer.testing import Result

from briefer.cli.daily import _late
from briefer.errors import UsageError
from briefer.store import Store
from briefer.store.runs import Runs

Run = Callable[..., Result]
BRIEF = '[brief.morning]\ntitle = "Morning brief"\n'
SOURCE = '[[source]]\nfiles = "articles"\n'
WATER = (
    "SANKT ARVEL, May 20 (Northern Wire) — Norrmark and Vellany failed to agree on summer water releases on Wednesday, "
    "the basin council said. Both governments will meet again next Tuesday.\n"
)
FERRY = (
    "PORT OKE — The ferry company Marlpost will cut a third of its night crossings in June, it said on Monday. “Nobody "
    "sails at three in the morning,” its director, Ines Marr, said. The union of seafarers rejected the plan.\n"
)


@pytest.fixture
def server() -> Iterator[Server]:
    with listening() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path) -> Callable[..., Path]:
    """Writes a configuration, and an article for it."""

    def made(*more: str, brief: str = BRIEF) -> Path:
        (tmp_path / "articles").mkdir(exist_ok=True)
        (tmp_path / "articles" / "water.txt").write_text(WATER, encoding="utf-8")
        path = tmp_path / "briefer.toml"
        path.write_text("\n".join((brief, SOURCE, *more)), encoding="utf-8")
        return path

    return made


def mail(server: Server, more: str = "") -> str:
    return (
        f'[mail]\nfrom = "desk@example.org"\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\n{more}\n'
        '[[recipient]]\nemail = "ann@example.org"\nbriefs = ["morning"]\n'
    )


def test_a_morning_with_mail(run: Run, desk: Callable[..., Path], server: Server, tmp_path: Path) -> None:
    desk(mail(server))
    result = run("daily")
    assert result.exit_code == 0, result.stderr
    assert server.addresses() == ["ann@example.org"]
    assert result.stdout == ""
    assert "articles: 1 in = 1 used + 0 merged + 0 skipped + 0 failed" in result.stderr
    assert "1 recipient: 1 sent" in result.stderr
    (page,) = (tmp_path / "briefs").glob("morning-*.html")
    assert page.name in result.stderr
    status = run("schedule", "status")
    assert status.exit_code == 0
    assert re.match(r"morning: last brief .*, 0 minutes ago \(sent\)\n$", status.stdout)
    # So soon there is nothing to tell anybody.
    assert run("daily").exit_code == 0
    assert len(server.taken) == 1


def test_the_file_of_init_works(run: Run, tmp_path: Path) -> None:
    assert run("init", "--yes", tmp_path / "desk").exit_code == 0
    (tmp_path / "desk" / "articles" / "ferry.txt").write_text(FERRY, encoding="utf-8")
    result = run("daily", "--config", tmp_path / "desk" / "briefer.toml")
    assert result.exit_code == 0, result.stderr
    assert list((tmp_path / "desk" / "briefs").glob("morning-*.json"))


def test_a_draft_is_held_and_sent_by_hand(run: Run, desk: Callable[..., Path], server: Server, tmp_path: Path) -> None:
    desk(mail(server, "approval = true"))
    result = run("daily", "--quiet")
    assert result.exit_code == 0
    assert result.stderr.startswith("held as a draft: it waits for approval\n")
    (bundle,) = (tmp_path / "briefs").glob("*.json")
    assert f"briefer approve {Path('briefs') / bundle.name}" in result.stderr
    assert server.taken == []
    assert run("send", bundle).exit_code == 1
    assert run("approve", bundle, "--by", "Ann").exit_code == 0
    assert "(held as a draft)" in run("schedule", "status").stdout
    assert run("send", bundle).exit_code == 0
    assert server.addresses() == ["ann@example.org"]
    assert "(held as a draft, and sent since)" in run("schedule", "status").stdout


def test_a_second_run_says_what_it_looked_at(run: Run, desk: Callable[..., Path]) -> None:
    desk()
    assert run("daily").exit_code == 0
    assert "nothing new, so soon after the last brief: nothing was made (1 input looked at)" in run("daily").stderr
    french = (
        "Le conseil du port de Vellany a décidé lundi de fermer le quai, et le syndicat des dockers a rejeté le plan. "
    )
    (Path("articles") / "quai.txt").write_text(french * 2, encoding="utf-8")
    said = run("daily").stderr
    assert (
        "1 new article gave nothing to tell, so soon after the last brief: nothing was made (2 inputs looked at)"
        in said
    )


def test_a_rehearsal_writes_only_where_it_is_told_to(
    run: Run, desk: Callable[..., Path], server: Server, tmp_path: Path
) -> None:
    desk(mail(server))
    result = run("daily", "--dry-run")
    assert result.exit_code == 0, result.stderr
    assert "ann@example.org" in result.stderr
    assert not (tmp_path / "briefs").exists()
    result = run("daily", "--dry-run", "-o", tmp_path / "try")
    assert sorted(path.suffix for path in (tmp_path / "try").iterdir()) == [".eml", ".html", ".json"]
    assert (server.connections, server.taken) == (0, [])
    assert run("schedule", "status").exit_code == 1
    assert run("daily").exit_code == 0
    assert len(server.taken) == 1


def test_quiet_says_only_what_went_wrong(run: Run, desk: Callable[..., Path]) -> None:
    desk()
    assert run("daily", "--quiet").output == ""
    desk('[[source]]\nfiles = "nowhere"\n')
    (Path("articles") / "ferry.txt").write_text(FERRY, encoding="utf-8")
    result = run("daily", "--quiet")
    assert result.exit_code == 5
    assert result.stderr == "failed nowhere: there is no such file or folder\n"


def test_where_nothing_can_be_had_every_source_is_named(run: Run, tmp_path: Path) -> None:
    sources = "".join(f'[[source]]\nfiles = "nowhere{number}"\n' for number in range(10))
    (tmp_path / "briefer.toml").write_text(BRIEF + sources, encoding="utf-8")
    result = run("daily", "--quiet")
    assert result.exit_code == 1
    assert result.stderr.count("failed nowhere") == 8
    assert "failed: 2 more inputs\nbriefer: none of the 10 sources can be had" in result.stderr
    status = run("schedule", "status")
    assert status.exit_code == 1
    assert "unfinished: the window since" in status.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--since", "yesterday"), 2, "--since yesterday is no time"),
        (("--since", "1h", "--until", "2h"), 2, "would end before it begins"),
        (("--max-lateness", "3h"), 2, "needs --at"),
        (("--max-lateness", "3 hours", "--at", "06:30"), 2, "is no length of time"),
        (("--max-lateness", "3h", "--at", "25:00"), 2, "is no time of day"),
        (("--max-lateness", "12h", "--at", "06:30"), 2, "is half a day or more"),
        (("evening",), 1, "there is no [brief.evening]"),
        (("--template", "nothing"), 1, "nothing"),
    ],
)
def test_what_is_refused(
    run: Run, desk: Callable[..., Path], arguments: tuple[str, ...], status: int, said: str
) -> None:
    desk()
    result = run("daily", *arguments)
    assert result.exit_code == status
    assert said in result.stderr
    assert not Path("briefs").exists()


def test_what_is_missing_is_named(run: Run, desk: Callable[..., Path], tmp_path: Path) -> None:
    assert "briefer init" in run("daily").stderr
    (tmp_path / "briefer.toml").write_text(BRIEF, encoding="utf-8")
    assert "there is no [[source]]" in run("daily").stderr
    desk("[brief.evening]\n")
    result = run("daily")
    assert result.exit_code == 2
    assert "name one: morning, evening" in result.stderr


def test_options_of_the_brief_are_checked(run: Run, desk: Callable[..., Path]) -> None:
    desk(brief=BRIEF + 'empty = "notes"\n')
    assert "did you mean “note”?" in run("daily").stderr
    desk(brief=BRIEF + 'formats = ["htm5"]\n')
    assert "is no format" in run("daily").stderr
    desk(brief=BRIEF + 'formats = ["md"]\noutput = "out/day"\n')
    assert run("daily").exit_code == 0
    assert sorted(path.suffix for path in Path("out/day").iterdir()) == [".json", ".md"]


def test_late_by_the_clock_of_the_brief() -> None:
    def late(hour: int, minute: int = 0) -> str | None:
        # Two hours behind Brussels.
        return _late("06:30", "3h", "Europe/Brussels", datetime(2026, 7, 1, hour, minute, tzinfo=UTC))

    assert late(4, 30) is None
    assert late(7, 30) is None
    assert late(7, 31) == "it is late: it was due at 06:30, 3 hours ago"
    assert late(4, 29) is None
    assert late(3, 30) is None
    assert _late("06:30", None, "UTC", datetime(2026, 7, 1, tzinfo=UTC)) is None
    with pytest.raises(UsageError):
        _late(None, "3h", "UTC", datetime(2026, 7, 1, tzinfo=UTC))


def test_a_template_of_a_recipient_is_checked_before_anything_is_read(
    run: Run, desk: Callable[..., Path], server: Server, tmp_path: Path
) -> None:
    desk(mail(server) + '[[recipient]]\nemail = "ben@example.org"\nbriefs = ["morning"]\ntemplate = "nothing"\n')
    result = run("daily")
    assert result.exit_code == 1
    assert "[[recipient]] ben@example.org: " in result.stderr
    assert "nothing" in result.stderr
    assert not Path("briefs").exists()
    assert server.connections == 0
    with Store(tmp_path / "store" / "briefer.db") as store:
        assert Runs(store).windows("morning") == []


def test_the_hints_of_a_draft_can_be_copied(run: Run, desk: Callable[..., Path], server: Server) -> None:
    desk(mail(server, "approval = true"), brief=BRIEF + 'output = "out of hours"\n')
    Path("briefer.toml").rename("desk of ours.toml")
    rehearsed = run("daily", "--config", "desk of ours.toml", "--dry-run")
    assert "would be held as a draft: it waits for approval" in rehearsed.stderr
    assert "would send" not in rehearsed.stderr
    result = run("daily", "--config", "desk of ours.toml")
    for command, status in (("approve", 0), ("send", 0), ("show", 0)):
        (words,) = re.findall(rf"briefer ({command} .*?)(?:   |\n)", result.stderr)
        assert run(*shlex.split(words)).exit_code == status, words
    assert server.addresses() == ["ann@example.org"]


def test_who_left_the_file_gets_nothing_of_an_earlier_morning(
    run: Run, desk: Callable[..., Path], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefer.deliver.WAITS", ())
    monkeypatch.setattr("time.sleep", lambda _: None)
    desk(mail(server))
    server.steps["RCPT"] = lambda *_: "450 later"
    assert run("daily").exit_code == 1
    desk(mail(server).replace("ann@", "ben@"))
    server.steps.clear()
    result = run("daily")
    assert "not sent to ann@example.org: no longer a recipient" in result.stderr
    assert run("outbox", "retry").stdout == "nothing is pending\n"
    assert server.addresses() == ["ben@example.org"]


def test_of_two_processes_one_works_and_one_ends_with_75(desk: Callable[..., Path], tmp_path: Path) -> None:
    path = desk()
    environment = {**os.environ, "BRIEFER_STORE": str(tmp_path / "briefer.db")}
    with Store(tmp_path / "briefer.db") as store, Runs(store).alone("morning"):
        command = [sys.executable, "-m", "briefer", "daily", "--config", str(path)]
        began = time.monotonic()
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 75
    assert "another run of briefer daily is making the brief “morning”" in done.stderr
    assert time.monotonic() - began < 20


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such signal")
@pytest.mark.parametrize("after", [0, 0.15])
def test_ctrl_c_reaches_no_process_that_is_only_starting(
    desk: Callable[..., Path], interrupt: Callable[..., None], after: float
) -> None:
    command = [sys.executable, "-m", "briefer", "daily", "--workers", "2"]
    # The parser is being loaded in a process of its own.
    interrupt(subprocess.Popen(command, cwd=desk().parent, stderr=subprocess.PIPE, start_new_session=True), after)


def test_status_tells_what_is_unfinished(run: Run, desk: Callable[..., Path], server: Server) -> None:
    desk(mail(server))
    server.steps["RCPT"] = lambda *_: "550 nobody here"
    assert run("daily").exit_code == 1
    server.steps.clear()
    status = run("schedule", "status", "morning", "--max-age", "2d")
    assert status.exit_code == 0
    assert "ended with status 1" in status.stdout


def test_a_last_brief_in_the_future_is_not_well(run: Run, desk: Callable[..., Path], tmp_path: Path) -> None:
    desk()
    assert run("daily").exit_code == 0
    with Store(tmp_path / "store" / "briefer.db") as store:
        store.do("UPDATE windows SET closed = '2999-01-01T06:30:00.000000+00:00'")
    status = run("schedule", "status")
    assert status.exit_code == 1
    assert "from now (written)" in status.stdout
    assert "that is in the future: this machine's clock is wrong" in status.stdout
    assert "0 minutes ago" not in status.stdout


def test_what_was_forgotten_is_told(run: Run, desk: Callable[..., Path], tmp_path: Path) -> None:
    desk("[store]", "keep_days = 1")
    assert run("daily").exit_code == 0
    with Store(tmp_path / "store" / "briefer.db") as store:
        # The brief of an earlier day, after which others were recorded, and one that nobody got.
        earlier = datetime.now(UTC) - timedelta(days=2)
        store.do("UPDATE briefs SET created = ?", earlier.isoformat(timespec="microseconds"))
        store.do(
            "INSERT INTO windows (name, brief, regular, opened, since, until, stored, files) SELECT name, 'gone',"
            " regular, opened, since, until, stored, 'gone' FROM windows"
        )
    (tmp_path / "articles" / "ferry.txt").write_text(FERRY, encoding="utf-8")
    second = run("daily", "--since", "1h")
    assert second.exit_code == 5
    assert "was forgotten before everybody had it" in second.stderr
    (tmp_path / "articles" / "dam.txt").write_text(FERRY.replace("ferry", "dam"), encoding="utf-8")
    third = run("daily", "--since", "1h")
    assert third.exit_code == 0
    assert "archive: 1 brief forgotten, as keep_days under [store] says" in third.stderr


# --- brief --record -------------------------------------------------------------------------------------


def test_recorded_briefs_are_remembered(run: Run, water: Path, ferry: Path) -> None:
    assert run("brief", "--record", water, "-o", "a.json").exit_code == 0
    again = run("brief", "--record", water, "-o", "b.json")
    assert again.exit_code == 4
    assert "nothing new: 1 article seen before" in again.stderr
    assert not Path("b.json").exists()
    assert run("brief", "--record", water, ferry, "-o", "b.json").exit_code == 0
    made = json.loads(Path("b.json").read_text())
    assert [one["outcome"] for one in made["account"]["articles"]] == ["skipped", "used"]
    assert [change["kind"] for change in made["changes"]][:1] == ["new"]
    # Without it nothing is remembered and nothing forgotten.
    assert run("brief", water, "-o", "c.json").exit_code == 0


def test_what_cannot_be_recorded_is_not_half_recorded(
    run: Run, water: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is gone")

    with monkeypatch.context() as patched:
        patched.setattr("briefer.store.pages.Pages.see", broken)
        assert run("brief", "--record", water, "-o", "a.json").exit_code == 1
    with Store(tmp_path / "store" / "briefer.db") as store:
        assert store.do("SELECT count(*) FROM briefs") == [(0,)]
    assert run("brief", "--record", water, "-o", "a.json").exit_code == 0


@pytest.mark.parametrize("arguments", [[], ["--dry-run"]])
def test_an_attachment_whose_extra_is_missing_is_said_before_anything_is_read(
    run: Run,
    desk: Callable[..., Path],
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
) -> None:
    desk(mail(server) + 'attach = ["pdf", "ics"]\n')
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "weasyprint", None)
        result = run("daily", *arguments)
    assert result.exit_code == 1
    assert "briefer.toml, [[recipient]] ann@example.org: PDF cannot be written" in result.stderr
    assert "pip install '.[pdf]'" in result.stderr
    assert "articles:" not in result.stderr
    assert not (tmp_path / "briefs").exists()
    # Nothing is left behind: with the extra the next run makes the brief.
    desk(mail(server) + 'attach = ["ics"]\n')
    assert run("daily").exit_code == 0
    assert server.addresses() == ["ann@example.org"]


def test_a_format_whose_extra_is_missing_is_said_before_anything_is_read(
    run: Run, desk: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    desk(brief=f'{BRIEF}formats = ["docx"]\n')
    result = run("daily")
    assert result.exit_code == 1
    assert "Word files cannot be written" in result.stderr
    assert "articles:" not in result.stderr
    assert not (tmp_path / "briefs").exists()
