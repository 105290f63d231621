"""How long `briefer --version` and `briefer --help` take, against `python -c pass` in the same run."""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path


def milliseconds(command: Sequence[str]) -> float:
    """How long the command takes from start to end."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


def installed_command() -> str:
    """The `briefer` that belongs to this Python."""
    found = shutil.which("briefer", path=str(Path(sys.executable).parent))
    if found is None:
        raise SystemExit("there is no briefer command beside this Python: install it with pip install -e .")
    return found


def main() -> None:
    """Prints a table of medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20, help="how often each is started (default: 20)")
    runs = parser.parse_args().runs

    briefer = installed_command()
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "briefer --version": [briefer, "--version"],
        "briefer --help": [briefer, "--help"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for command in commands.values():
        milliseconds(command)  # once for the disk's sake
    # In turn, so that a busy moment of the machine hurts each of them alike.
    for _ in range(runs):
        for name, command in commands.items():
            times[name].append(milliseconds(command))

    medians = {name: statistics.median(values) for name, values in times.items()}
    python = medians["python -c pass"]
    print(f"medians of {runs} runs, Python {sys.version.split()[0]}")
    print(f"{'':20}{'ms':>8}{'ratio':>8}{'added ms':>10}")
    for name, median in medians.items():
        print(f"{name:20}{median:8.1f}{median / python:8.1f}{median - python:10.1f}")


if __name__ == "__main__":
    main()
