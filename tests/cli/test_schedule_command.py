"""`briefer schedule print`: texts that run the right command at the right time, and nothing installed."""

from __future__ import annotations

import os
import plistlib
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import Result

from briefer.config.schedule import SCHEDULERS, Run, cron, github, launchd, schtasks, systemd

Call = Callable[..., Result]

MORNING = Run(
    python="/opt/venv/bin/python",
    config="/srv/ann/desk/briefer.toml",
    checked_out="desk/briefer.toml",
    home="/srv/ann",
    brief="morning",
    at=time(6, 30),
    weekdays=False,
    timezone="Europe/Copenhagen",
    machine="Europe/Copenhagen",
    now=datetime(2026, 11, 22, 20, 0, tzinfo=UTC),
)
NASTY = """/srv/ann o'neill/50% "off" $HOME \\x ü/briefer.toml"""
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def started_by_cron(line: str) -> list[str]:
    """The words that the command of a crontab's line starts, as crontab(5) and the shell read them."""
    command = line.split(" ", 5)[5]
    assert not re.search(r"(?<!\\)%", command), "a bare percent sign ends the command"
    return shlex.split(command.replace("\\%", "%"))


def test_a_line_of_cron_starts_the_command_at_its_time() -> None:
    (comment, line) = cron(MORNING).splitlines()
    assert comment.startswith("#")
    assert line.startswith("30 6 * * * ")
    assert started_by_cron(line) == list(MORNING.words)
    assert cron(replace(MORNING, weekdays=True)).splitlines()[1].startswith("30 6 * * 1,2,3,4,5 ")


@given(st.text(st.characters(exclude_categories=("C",)), min_size=1))
def test_cron_starts_whatever_the_paths_are_called(path: str) -> None:
    run = replace(MORNING, python=f"/{path}", config=path, brief=path)
    # A line of a crontab ends with a line feed and with nothing else.
    assert started_by_cron(cron(run).rstrip("\n").split("\n")[-1]) == list(run.words)


def test_a_line_separator_in_a_path_ends_no_line_of_cron() -> None:
    run = replace(MORNING, brief="\u2028")
    assert started_by_cron(cron(run).rstrip("\n").split("\n")[-1]) == list(run.words)


def test_where_the_machine_has_another_time_zone_cron_is_told_and_the_reader_too() -> None:
    lines = cron(replace(MORNING, machine="America/New_York", weekdays=True)).splitlines()
    assert lines[-2] == "CRON_TZ=Europe/Copenhagen"
    assert lines[-1].startswith("30 6 * * 1,2,3,4,5 ")
    assert any("30 0 * * 1,2,3,4,5" in line for line in lines[:-2])
    assert all(line.startswith("#") for line in lines[:-2])
    # Half past six of Monday in Tokyo is Sunday evening in London.
    tokyo = cron(replace(MORNING, timezone="Asia/Tokyo", machine="Europe/London", weekdays=True))
    assert "30 21 * * 0,1,2,3,4" in tokyo
    assert "CRON_TZ" not in cron(replace(MORNING, machine=None))


def test_systemd_gets_a_service_and_a_timer() -> None:
    service, timer = re.split(r"^# (?=\S+\.timer$)", systemd(MORNING), flags=re.MULTILINE)
    assert service.startswith("# briefer-morning.service\n")
    assert timer.startswith("briefer-morning.timer\n")
    assert f"ExecStart=:{' '.join(MORNING.words)}\n" in service
    assert "EnvironmentFile" not in service
    assert "OnCalendar=*-*-* 06:30:00 Europe/Copenhagen\nPersistent" in timer.replace(
        "# A run that the machine slept through is made up for.\n", ""
    )
    assert "OnCalendar=Mon..Fri *-*-* 06:30:00 Europe/Copenhagen\n" in systemd(replace(MORNING, weekdays=True))
    assert "EnvironmentFile=%E/briefer/environment\n" in systemd(replace(MORNING, variables=("DESK_KEY",)))


def test_systemd_takes_every_sign_for_itself() -> None:
    line = next(line for line in systemd(replace(MORNING, config=NASTY)).splitlines() if line.startswith("ExecStart"))
    assert line.endswith(r'''--config "/srv/ann o'neill/50%% \"off\" $HOME \\x ü/briefer.toml"''')
    quoted = systemd(replace(MORNING, python="""/opt/ann's/python"""))
    assert """ExecStart=:/usr/bin/env "/opt/ann's/python" -P""" in quoted


# Where there is systemd; the texts themselves are tested above.
if shutil.which("systemd-analyze") is not None:

    @pytest.mark.parametrize("folder", ["plain", "two words 50% $HOME ü", """it's "quoted" """])
    @pytest.mark.parametrize("weekdays", [True, False])
    def test_systemd_finds_nothing_wrong(tmp_path: Path, folder: str, weekdays: bool) -> None:
        python = tmp_path / folder / "python"
        python.parent.mkdir()
        python.symlink_to(sys.executable)
        run = replace(MORNING, python=str(python), config=NASTY, weekdays=weekdays, variables=("DESK_KEY",))
        parts = re.split(r"^# (\S+\.(?:service|timer))\n", systemd(run), flags=re.MULTILINE)
        paths = [tmp_path / name for name in parts[1::2]]
        for path, text in zip(paths, parts[2::2], strict=True):
            path.write_text(text, encoding="utf-8")
        assert [path.name for path in paths] == ["briefer-morning.service", "briefer-morning.timer"]
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        command = ["systemd-analyze", "verify", *map(str, paths)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        assert done.returncode == 0, done.stderr
        assert "briefer-morning" not in done.stderr
        (when,) = (line.partition("=")[2] for line in systemd(run).splitlines() if line.startswith("OnCalendar="))
        command = ["systemd-analyze", "calendar", when]
        assert subprocess.run(command, capture_output=True, check=False, env=environment).returncode == 0


def test_launchd_gets_words_and_its_own_time() -> None:
    task = plistlib.loads(launchd(replace(MORNING, config=NASTY)).encode())
    assert task["ProgramArguments"] == [*MORNING.words[:-1], NASTY]
    assert task["StartCalendarInterval"] == {"Hour": 6, "Minute": 30}
    assert task["StandardErrorPath"] == "/srv/ann/Library/Logs/briefer-morning.log"
    away = replace(MORNING, timezone="Asia/Tokyo", machine="Europe/London", weekdays=True)
    days = plistlib.loads(launchd(away).encode())["StartCalendarInterval"]
    assert days == [{"Hour": 21, "Minute": 30, "Weekday": day} for day in range(5)]


def test_windows_gets_a_task_in_ascii() -> None:
    run = replace(MORNING, python=r"C:\Program Files\Zoë & Co\python.exe", config="C:\\Users\\ann b\\briefer.toml")
    text = schtasks(run)
    assert text.isascii()
    task = ET.fromstring(text)  # noqa: S314  (it was made a line above)
    execution = task.find(f"{TASK}Actions/{TASK}Exec")
    assert execution is not None
    assert execution.findtext(f"{TASK}Command") == run.python
    assert execution.findtext(f"{TASK}Arguments") == (
        r'-P -m briefer daily morning --config "C:\Users\ann b\briefer.toml"'
    )
    trigger = task.find(f"{TASK}Triggers/{TASK}CalendarTrigger")
    assert trigger is not None
    assert trigger.findtext(f"{TASK}StartBoundary") == "2026-11-22T06:30:00"
    assert trigger.find(f"{TASK}ScheduleByDay") is not None
    weekly = ET.fromstring(schtasks(replace(run, weekdays=True)))  # noqa: S314
    days = weekly.find(f".//{TASK}DaysOfWeek")
    assert days is not None
    assert [day.tag.removeprefix(TASK) for day in days] == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


def test_github_gets_a_line_for_each_offset_and_secrets_by_name() -> None:
    text = github(replace(MORNING, variables=("DESK_KEY",)))
    assert re.findall(r'- cron: "(.*)"', text) == ["30 4 * * *", "30 5 * * *"]
    assert "          DESK_KEY: ${{ secrets.DESK_KEY }}\n" in text
    assert "python -P -m briefer daily morning --config desk/briefer.toml\n" in text
    assert "/srv/ann" not in text
    tokyo = github(replace(MORNING, timezone="Asia/Tokyo", weekdays=True))
    assert re.findall(r'- cron: "(.*)"', tokyo) == ["30 21 * * 0,1,2,3,4"]
    assert "due:" not in tokyo


@pytest.mark.skipif(os.name != "posix", reason="it is a script for sh")
@pytest.mark.parametrize(
    ("line", "offset", "now"),
    [
        ("30 5 * * *", "+0100", True),
        ("30 4 * * *", "+0100", False),
        ("30 5 * * *", "+0200", False),
        ("30 4 * * *", "+0200", True),
        ("", "+0200", True),
    ],
)
def test_of_githubs_lines_one_counts_each_day(tmp_path: Path, line: str, offset: str, now: bool) -> None:
    found = re.search(r"run: \|\n((?: {10}.*\n)+)", github(MORNING))
    assert found is not None
    assert "TZ=Europe/Copenhagen date +%z" in found[1]
    clock = tmp_path / "date"
    clock.write_text(f"#!/bin/sh\necho {offset}\n", encoding="utf-8")
    clock.chmod(0o755)
    output = tmp_path / "output"
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "LINE": line, "GITHUB_OUTPUT": str(output)}
    subprocess.run(["sh", "-euc", found[1]], env=environment, check=True)
    assert (output.read_text(encoding="utf-8") == "now=yes\n" if output.exists() else False) is now


# --- the command -------------------------------------------------------------------------------------


def write(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "briefer.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("scheduler", SCHEDULERS)
def test_it_prints_and_installs_nothing(run: Call, tmp_path: Path, scheduler: str) -> None:
    path = write(tmp_path / "my desk", '[brief.dawn]\ntimezone = "Asia/Tokyo"\n')
    before = sorted(tmp_path.rglob("*"))
    result = run("schedule", "print", scheduler, "--config", Path("my desk") / "briefer.toml", "--at", "7:05")
    assert result.exit_code == 0, result.stderr
    assert sorted(tmp_path.rglob("*")) == before
    assert "briefer-dawn" in result.stdout
    assert result.stdout.endswith("\n")
    assert "save" in result.stderr or "crontab -e" in result.stderr
    if scheduler != "github":
        assert str(Path(sys.executable).absolute()) in result.stdout
        assert str(path) in result.stdout


def test_how_late_a_brief_may_be_goes_along(run: Call, tmp_path: Path) -> None:
    write(tmp_path, "[brief.dawn]\n")
    result = run("schedule", "print", "cron", "--at", "7:05", "--max-lateness", "3h")
    assert result.stdout.endswith(" --at 07:05 --max-lateness 3h\n")
    assert run("schedule", "print", "cron", "--max-lateness", "late").exit_code == 2


def test_several_briefs_need_a_name(run: Call, tmp_path: Path) -> None:
    write(tmp_path, "[brief.dawn]\n[brief.noon]\n")
    result = run("schedule", "print", "cron")
    assert result.exit_code == 2
    assert "dawn, noon" in result.stderr
    assert " daily noon " in run("schedule", "print", "cron", "noon").stdout
    assert "did you mean “noon”?" in run("schedule", "print", "cron", "non").stderr


def test_without_a_configuration_there_is_nothing_to_run(run: Call) -> None:
    result = run("schedule", "print", "cron")
    assert result.exit_code == 1
    assert "briefer init" in result.stderr


@pytest.mark.parametrize("at", ["24:00", "6", "06:60", "noon", "6:30:00", "٠٦:٣٠"])
def test_a_time_is_hours_and_minutes(run: Call, tmp_path: Path, at: str) -> None:
    write(tmp_path, "[brief.dawn]\n")
    assert run("schedule", "print", "cron", "--at", at).exit_code == 2


def test_the_variables_of_the_configuration_are_named_and_never_shown(
    run: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "s3cret")
    write(
        tmp_path,
        """
        [engine]
        name = "openai"
        model = "m"
        [mail]
        from = "d@example.org"
        host = "mail.example.org"
        username = "d"
        password = {env = "MAIL_PASSWORD"}
        [[source]]
        mailbox = "imap://d@mail.example/News"
        [web.host."a.example"]
        cookies = {a = {env = "A_COOKIE"}, b = {command = ["b"]}}
        """,
    )
    names = ["OPENAI_API_KEY", "MAIL_PASSWORD", "A_COOKIE", "BRIEFER_IMAP_PASSWORD"]
    for scheduler in SCHEDULERS:
        result = run("schedule", "print", scheduler)
        assert result.exit_code == 0
        assert "s3cret" not in result.output
        assert not [name for name in names if name not in result.output]
    secrets = re.findall(r"secrets\.(\w+)", run("schedule", "print", "github").stdout)
    assert sorted(secrets) == sorted(names)
    assert "BRIEFER_STORE" in run("schedule", "print", "cron").stderr


def test_github_is_told_the_path_in_the_repository(run: Call, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path / "my desk", "[brief.dawn]\n")
    result = run("schedule", "print", "github", "--config", "my desk/briefer.toml")
    assert "--config 'my desk/briefer.toml'\n" in result.stdout


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_a_path_that_no_schedule_can_hold_is_refused(run: Call, tmp_path: Path) -> None:
    write(tmp_path / "two\nlines", "[brief.dawn]\n")
    result = run("schedule", "print", "cron", "--config", "two\nlines/briefer.toml")
    assert result.exit_code == 1
    assert "plain letters" in result.stderr
