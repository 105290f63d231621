"""What runs a brief every morning: texts for cron, systemd, launchd, Windows and GitHub; nothing is installed."""

from __future__ import annotations

import plistlib
import re
import shlex
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What is to be run, and when."""

    #: Absolute paths.
    python: str
    config: str
    #: The configuration as a checkout of its repository has it, for GitHub.
    checked_out: str
    home: str
    #: Name of the brief; None: the file has none.
    brief: str | None
    at: time
    #: Monday to Friday only.
    weekdays: bool
    #: IANA names: of the brief, and of this machine as far as it is known.
    timezone: str
    machine: str | None
    #: Decides how far the two are apart.
    now: datetime
    #: Variables of the environment that the configuration takes secrets from.
    variables: tuple[str, ...] = ()
    #: How late a brief may be and still go out by itself, as in `3h`; None: that is not asked.
    max_lateness: str | None = None

    @property
    def label(self) -> str:
        """A name for files and tasks, of plain letters."""
        return f"briefer-{re.sub(r'[^A-Za-z0-9_]+', '-', self.brief or '').strip('-') or 'daily'}"

    @property
    def words(self) -> tuple[str, ...]:
        """The command; `-P` keeps modules of whatever folder it starts in out."""
        return (self.python, "-P", "-m", "briefer", *self.arguments(self.config))

    def arguments(self, config: str) -> tuple[str, ...]:
        """What follows `briefer`."""
        late = ("--at", f"{self.at:%H:%M}", "--max-lateness", self.max_lateness) if self.max_lateness else ()
        return ("daily", *((self.brief,) if self.brief else ()), "--config", config, *late)

    @property
    def when(self) -> str:
        """The time, for people."""
        days = "Monday to Friday" if self.weekdays else "every day"
        return f"{days} at {self.at:%H:%M}, {self.timezone}"

    @property
    def elsewhere(self) -> bool:
        """Whether this machine's clock shows another zone than the brief's."""
        return self.machine is not None and self.machine != self.timezone

    def moved(self, zone: str, now: datetime | None = None) -> tuple[time, tuple[int, ...]]:
        """The time and the days (Sunday is 0; none: all) as another zone has them at its offset of `now`."""
        today = (now or self.now).astimezone(ZoneInfo(self.timezone)).date()
        there = datetime.combine(today, self.at, ZoneInfo(self.timezone))
        here = there.astimezone(ZoneInfo(zone))
        shift = (here.date() - today).days
        return here.time(), tuple(sorted((day + shift) % 7 for day in range(1, 6))) if self.weekdays else ()


def cron(run: Run) -> str:
    """Lines for a crontab."""
    lines = [f"# briefer: {run.label}, {run.when}"]
    if run.variables:
        lines.append(
            "# cron has none of your variables: give them here without the #; a crontab is yours alone to read."
        )
        lines += [f"#{name}=" for name in run.variables]
    if run.elsewhere:
        at, days = run.moved(run.machine or "UTC")
        lines += [
            "# CRON_TZ counts for every line below it, so these lines come last. Fedora's and Arch's cron know it.",
            f"# Debian's, Ubuntu's and macOS's do not and go by {run.machine}: there begin the last line with",
            f"# {_cron_time(at, days)} until the clocks change.",
            f"CRON_TZ={run.timezone}",
        ]
    days = tuple(range(1, 6)) if run.weekdays else ()
    lines.append(f"{_cron_time(run.at, days)} {' '.join(_cron_word(word) for word in run.words)}")
    return "\n".join(lines) + "\n"


def _cron_time(at: time, days: tuple[int, ...]) -> str:
    return f"{at.minute} {at.hour} * * {','.join(map(str, days)) or '*'}"


def _cron_word(word: str) -> str:
    """A word for the shell in which no percent sign stands bare: cron makes line ends of those (crontab(5))."""
    return r"\%".join(shlex.quote(part) if part else "" for part in word.split("%")) or "''"


def systemd(run: Run) -> str:
    """A service and its timer for `systemctl --user`, each below a line with its name."""
    words = [_unit_word(word) for word in run.words]
    if re.search(r"""["'\\]""", run.python):
        # systemd takes no program with such a name.
        words.insert(0, "/usr/bin/env")
    what = f"briefer: {run.label}, {run.when}"
    service = [
        f"# {run.label}.service",
        "[Unit]",
        f"Description={what}",
        "",
        "[Service]",
        "Type=oneshot",
        # The colon: no word is taken for a variable (systemd.service(5)).
        f"ExecStart=:{' '.join(words)}",
    ]
    if run.variables:
        service.append("EnvironmentFile=%E/briefer/environment")
    days = "Mon..Fri " if run.weekdays else ""
    timer = [
        f"# {run.label}.timer",
        "[Unit]",
        f"Description={what}",
        "",
        "[Timer]",
        f"OnCalendar={days}*-*-* {run.at:%H:%M}:00 {run.timezone}",
        "# A run that the machine slept through is made up for.",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]
    return "\n".join([*service, "", *timer]) + "\n"


def _unit_word(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return escaped if re.fullmatch(r"[\w%+=:,./@-]+", word, re.ASCII) else f'"{escaped}"'


def launchd(run: Run) -> str:
    """A property list for `~/Library/LaunchAgents`; launchd goes by the machine's own time zone."""
    at, days = run.moved(run.machine or run.timezone)
    moment = {"Hour": at.hour, "Minute": at.minute}
    task = {
        "Label": run.label,
        "ProgramArguments": list(run.words),
        "StartCalendarInterval": [{**moment, "Weekday": day} for day in days] or moment,
        "StandardOutPath": f"{run.home}/Library/Logs/{run.label}.log",
        "StandardErrorPath": f"{run.home}/Library/Logs/{run.label}.log",
    }
    return plistlib.dumps(task, sort_keys=False).decode()


def schtasks(run: Run) -> str:
    """A task for Windows, in plain ASCII, so that no encoding can be wrong; it goes by the machine's time zone."""
    at, days = run.moved(run.machine or run.timezone)
    today = run.now.astimezone(ZoneInfo(run.machine or run.timezone)).date()
    every = (
        "<ScheduleByWeek><WeeksInterval>1</WeeksInterval><DaysOfWeek>"
        f"{''.join(f'<{_DAYS[day]} />' for day in days)}</DaysOfWeek></ScheduleByWeek>"
        if days
        else "<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>"
    )
    text = f"""\
<?xml version="1.0"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>{escape(f"{run.label}, {run.when}")}</Description></RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>{datetime.combine(today, at).isoformat()}</StartBoundary>
      {every}
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
  </Settings>
  <Actions>
    <Exec>
      <Command>{escape(run.words[0])}</Command>
      <Arguments>{escape(subprocess.list2cmdline(run.words[1:]))}</Arguments>
    </Exec>
  </Actions>
</Task>
"""
    return text.encode("ascii", "xmlcharrefreplace").decode()


def github(run: Run) -> str:
    """A workflow; GitHub's schedules are in UTC, so there is a line for each offset that the zone has in a year."""
    moments = {}
    for day in range(366):
        now = run.now + timedelta(days=day)
        noon = datetime.combine(now.date(), time(12), ZoneInfo(run.timezone))
        moments[noon.strftime("%z")] = _cron_time(*run.moved("UTC", noon))
    needs = "" if len(moments) == 1 else "    needs: due\n    if: needs.due.outputs.now\n"
    secrets = "".join(f"          {name}: ${{{{ secrets.{name} }}}}\n" for name in run.variables)
    lines = "".join(f'    - cron: "{line}"\n' for line in sorted(set(moments.values())))
    return f"""\
# .github/workflows/{run.label}.yml
name: {run.label}
on:
  # {run.when}; GitHub's times are UTC
  schedule:
{lines}  workflow_dispatch:
permissions:
  contents: read
concurrency:
  group: {run.label}
jobs:
{"" if len(moments) == 1 else _due(run, moments)}  brief:
{needs}    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      # A wheel of briefer, built with `python -m pip wheel --no-deps .` and kept in this repository.
      - run: python -m pip install ./briefer_notes-*.whl
      # What was read and sent before: without it the same articles come again. It holds addresses of readers.
      - uses: actions/cache/restore@v4
        with:
          path: ${{{{ runner.temp }}}}/briefer.db
          key: {run.label}-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}
          restore-keys: {run.label}-
      - run: |
          python -P -m briefer {shlex.join(run.arguments(run.checked_out))}
        env:
          BRIEFER_STORE: ${{{{ runner.temp }}}}/briefer.db
{secrets}      - uses: actions/cache/save@v4
        if: always()
        with:
          path: ${{{{ runner.temp }}}}/briefer.db
          key: {run.label}-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}
"""


def _due(run: Run, moments: Mapping[str, str]) -> str:
    """A job that lets one of the lines through: the one that goes with the offset of the day."""
    right = " | ".join(f'"{line} {offset}"' for offset, line in moments.items())
    return f"""\
  due:
    runs-on: ubuntu-latest
    outputs:
      now: ${{{{ steps.clock.outputs.now }}}}
    steps:
      - id: clock
        env:
          LINE: ${{{{ github.event.schedule }}}}
        run: |
          case "$LINE $(TZ={run.timezone} date +%z)" in
            {right} | " "*) echo "now=yes" >> "$GITHUB_OUTPUT" ;;
          esac
"""


#: What can run a brief, by name.
SCHEDULERS: Mapping[str, Callable[[Run], str]] = {
    "cron": cron,
    "systemd": systemd,
    "launchd": launchd,
    "schtasks": schtasks,
    "github": github,
}
