"""The benchmarks run and print their tables; what the figures are is no matter of a test."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


def printed(*arguments: str) -> str:
    command = [sys.executable, str(FOLDER / arguments[0]), *arguments[1:]]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_startup() -> None:
    table = printed("startup.py", "--runs", "1")
    assert [line.split("  ")[0] for line in table.splitlines()[2:]] == [
        "python -c pass",
        "briefer --version",
        "briefer --help",
    ]


def test_pages(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(f"<h1>No deal</h1><p>{'The weir stays shut. ' * 40}</p>", encoding="utf-8")
    row = {"id": "1", "url": "https://wire.example/1", "html": "page.html"}
    (tmp_path / "board.jsonl").write_text(2 * f"{json.dumps(row)}\n", encoding="utf-8")
    table = printed("pages.py", str(tmp_path / "board.jsonl"), "--rounds", "1")
    assert re.fullmatch(
        r"trafilatura alone +\d+ pages/s on 2 cores\nbriefer +\d+ pages/s on 2 cores\n2 pages, .*\n", table
    )


def test_extractive() -> None:
    table = printed("extractive.py", "--speed", "4", "--rounds", "1", "--memory", "4")
    assert len(re.findall(r"^ +[12] +[\d,]+ +[\d,]+ +\d\.\d\d$", table, re.M)) == 2
    assert re.search(r"^ +4 articles +\d+ MB$", table, re.M)


def test_month() -> None:
    table = printed("month.py", "--days", "3", "--seeds", "4")
    assert re.search(r"^seed 4: 3 days, \d+ articles", table, re.M)
    names = (
        "stories|contradict|withdrawn|changed|repeated|steps due|steps kept|steps called off|steps moved|open when due"
    )
    assert len(re.findall(rf"^(?:{names}).*\d$", table, re.M)) == 11
    # Whatever the scores are: no sentence is shown that no article has.
    assert re.search(r"^invented sentences +0$", table, re.M)


def test_feeds() -> None:
    table = printed("feeds.py", "--entries", "20", "--rounds", "1")
    assert len(re.findall(r" 20 +20$", table, re.M)) == 5


def test_fetch() -> None:
    table = printed("fetch.py", "--pages", "20", "--hosts", "4", "--latency", "0.02")
    assert re.findall(r"^(?:mixed|by host) +(\d+) +(\d+) ", table, re.M) == [("4", "4"), ("20", "20")] * 2


def test_mail() -> None:
    table = printed("mail.py", "--number", "12", "--templates", "short", "--no-memory")
    assert len(re.findall(r"^short +[13] +12 +\d+ +[\d.]+ +[\d,]+ +[\d,]+ +\d+\.\d\d$", table, re.M)) == 2
    assert re.search(r"^ +8 +\d+ MB$", printed("mail.py", "--memory", "8"), re.M)


def test_archive() -> None:
    table = printed("archive.py", "--articles", "24", "--a-day", "12")
    assert "36 articles" in table
    rows = re.findall(r"^(record|and what|and its steps|search|who|a day)\b.*\d *$", table, re.M)
    assert rows == ["record", "and what", "and its steps", "search", "who", "a day"]
