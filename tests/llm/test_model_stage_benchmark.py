"""The benchmark of the model stage runs and prints its table; what the figures are is no matter of a test."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "model_stage.py"


def printed(*arguments: str) -> str:
    command = [sys.executable, str(BENCHMARK), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_prints_both_clients_side_by_side() -> None:
    table = printed("--share", "0.03", "--latency", "0.04", "--only", "8")
    rows = re.findall(r"^(\S.*?) {2,}(briefer|bare) +(\d+) +[\d.]+ +[\d.]+ +(\d+) ", table, re.M)
    assert [(name, client) for name, client, *_ in rows] == [
        (name, client) for name in ("8 in flight, else 429", "queueing, 8 workers") for client in ("briefer", "bare")
    ]
    assert all(calls == answered for _, client, calls, answered in rows if client == "briefer")


def test_it_prints_the_whole_read_and_the_reruns() -> None:
    table = printed("--share", "0.01", "--latency", "0.02", "--only", "whole read")
    assert re.search(r"^whole read of 3 articles: [\d.]+ s, .*; 3 read whole, [3-6] calls, \d+ MB$", table, re.M)
    again = re.findall(
        r"^rerun of (\w+), everything cached: [\d.]+ s of CPU, [\d.]+ s, (\d+) calls, imported: (.*)$", table, re.M
    )
    assert again == [(name, "0", "neither spaCy nor openai") for name in ("extract", "brief")]
