"""What `briefer daily` needs for 300 new articles that a model reads, beside the same run without a past.

The store holds the briefs of a month with 10,000 articles. The floor is the one of the whole read in `model_stage.py`:
the slower of the model's server and bare `nlp.pipe` of the same texts on two processes. Beside it stands the floor with
the leads, which no run can ask for before all articles are read and brought together.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from math import ceil
from pathlib import Path
from typing import Any

from archive import FIRST, World
from extractive import Team, texts
from model_stage import MODEL, serving

from briefer.model import Profile
from briefer.pipeline.recording import Memory
from briefer.store import open_store
from briefer.store.runs import Runs

#: Calls at once.
AT_ONCE = 50


def fill(path: Path, articles: int, a_day: int) -> int:
    """A store as the briefs of so many articles leave it, the last of yesterday; says how many briefs there are."""
    world, days = World(1), ceil(articles / a_day) if articles else 0
    first = (datetime.now(UTC).date() - FIRST.date()).days - days
    with open_store(str(path)) as store:
        memory = Memory(store, Profile(name="morning"))
        for number in range(first, first + days):
            brief = world.day(number, a_day)
            memory.record(brief, now=datetime.fromisoformat(brief.created))
    return days


def news(folder: Path, number: int, given: str | None) -> None:
    """So many new articles: those of the JSONL file, else the examples, varied."""
    today = datetime.now(UTC).date().isoformat()
    rows = (
        # Varied once through, texts come back as they were: a number makes each its own.
        {"text": f"{text}\n\nArticle {at}.", "language": "en", "published": today}
        for at, text in enumerate(islice(texts(given), number))
    )
    (folder / "articles.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def configure(folder: Path, url: str) -> None:
    """The briefer.toml: the model's server, the articles, one file as the product."""
    lines = (
        '[brief.morning]\ntitle = "Morning brief"\nformats = ["html"]',
        f'[engine]\nname = "openai"\nmodel = "{MODEL}"\nbase_url = "{url}"\nconcurrency = {AT_ONCE}',
        '[store]\npath = "briefer.db"',
        '[[source]]\nfiles = "articles.jsonl"',
    )
    (folder / "briefer.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def measured(folder: Path) -> dict[str, Any]:
    """Seconds, seconds of CPU, megabytes and the report of one run, from the start of Python on."""
    command = [sys.executable, str(Path(__file__).with_name("command.py")), "daily", "--workers", "2"]
    start = time.monotonic()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    took = json.loads(done.stdout.splitlines()[-1])
    with open_store(str(folder / "briefer.db")) as store:
        report = Runs(store).runs("morning", limit=1)[0].report
    return {"seconds": took["ended"] - start, "report": report, **took}


def shown(rounds: Sequence[tuple[float, dict[str, Any]]], options: argparse.Namespace) -> Iterator[str]:
    """What the middle one of the rounds took; each is the seconds of the parser alone, and what `measured` gave."""
    parse, made = sorted(rounds, key=lambda one: one[1]["seconds"] / one[0])[len(rounds) // 2]
    report, seconds = made["report"], made["seconds"]
    steps = {step["step"]: step["seconds"] for step in report["steps"]}
    calls = int(report["usage"]["calls"])
    floor = max(ceil(options.new / AT_ONCE) * options.latency, parse)
    leads = ceil((calls - options.new) / AT_ONCE) * options.latency
    after = sum(took for name, took in steps.items() if name not in ("open", "read", "understand"))
    yield (
        f"{seconds:.1f} s, {seconds / floor:.2f} of the floor of {floor:.1f} s (parser alone {parse:.1f} s), "
        f"{seconds / (floor + leads):.2f} of that with the leads, which are asked for when all is read; "
        f"{made['cpu']:.1f} s of CPU, {made['peak']:.0f} MB, {calls} calls"
    )
    yield f"read and checked after {seconds - after:.1f} s, {(seconds - after) / floor:.2f} of the floor"
    yield ", ".join(f"{name} {took:.2f} s" for name, took in steps.items())


def main() -> None:
    """Prints a row for a store with a past, and one for a store without."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000, help="in the store")
    parser.add_argument("--new", type=int, default=300)
    parser.add_argument(
        "--texts", metavar="FILE", help="JSONL with the texts of the new articles; else the examples, varied"
    )
    parser.add_argument("--latency", type=float, default=1.0, help="seconds of a call")
    parser.add_argument("--rounds", type=int, default=3, help="of which the middle one is shown")
    options = parser.parse_args()
    team = Team.of("bare", 2, argparse.Namespace(articles=options.texts, speed=options.new))
    for past in (options.articles, 0):
        with serving("--latency", str(options.latency)) as url, tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            briefs = fill(folder / "past.db", past, 300)
            news(folder, options.new, options.texts)
            configure(folder, url)
            rounds = []
            for _ in range(options.rounds):
                shutil.copy(folder / "past.db", folder / "briefer.db")
                shutil.rmtree(folder / "briefs", ignore_errors=True)
                # Side by side, for few machines are as fast at all times.
                rounds.append((team.seconds(), measured(folder)))
            first, *rest = shown(rounds, options)
            print(f"{options.new} new articles, {past} in the store ({briefs} briefs): {first}")
            print("\n".join(f"  {line}" for line in rest), flush=True)
    team.end()


if __name__ == "__main__":
    main()
