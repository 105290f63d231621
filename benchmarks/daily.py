"""What `briefer daily` needs for 300 new articles that a model reads, beside the same run without a past.

The store holds the briefs of a month with 10,000 articles. The floor is the one of the whole read in `model_stage.py`:
the slower of the model's server and bare `nlp.pipe` of the same texts on two processes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import islice
from math import ceil
from pathlib import Path
from typing import Any

from archive import FIRST, World
from extractive import Team, texts
from model_stage import MODEL, cpu_seconds, peak_megabytes, serving

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


def news(folder: Path, number: int) -> None:
    """So many new articles, and a briefer.toml that reads them."""
    today = datetime.now(UTC).date().isoformat()
    rows = (
        # Varied once through, the examples come back as they were: a number makes each text its own.
        {"text": f"{text}\n\nArticle {at}.", "language": "en", "published": today}
        for at, text in enumerate(islice(texts(None), number))
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
    start = time.perf_counter()
    command = [sys.executable, str(Path(__file__).resolve()), "--run"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    with open_store(str(folder / "briefer.db")) as store:
        report = Runs(store).runs("morning", limit=1)[0].report
    return {"seconds": seconds, "report": report, **json.loads(done.stdout.splitlines()[-1])}


def run() -> None:
    """The command, and what this process took."""
    sys.argv = ["briefer", "daily", "--workers", "2"]
    from briefer.__main__ import main as briefer

    status: int | str | None = 0
    try:
        briefer()
    except SystemExit as end:
        status = end.code
    if status:
        raise SystemExit(status)
    print(json.dumps({"cpu": cpu_seconds(), "peak": peak_megabytes()}))


def main() -> None:
    """Prints a row for a store with a past, and one for a store without."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000, help="in the store")
    parser.add_argument("--new", type=int, default=300)
    parser.add_argument("--latency", type=float, default=1.0, help="seconds of a call")
    parser.add_argument("--run", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        run()
        return
    team = Team.of("bare", 2, argparse.Namespace(articles=None, speed=options.new))
    parse = team.seconds()
    team.end()
    for past in (options.articles, 0):
        with serving("--latency", str(options.latency)) as url, tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            briefs = fill(folder / "briefer.db", past, 300)
            news(folder, options.new)
            configure(folder, url)
            made = measured(folder)
            calls = int(made["report"].get("usage", {}).get("calls", options.new))
            floor = max(ceil(calls / AT_ONCE) * options.latency, parse)
            print(
                f"{options.new} new articles, {past} in the store ({briefs} briefs): {made['seconds']:.1f} s, "
                f"{made['seconds'] / floor:.2f} of the floor of {floor:.1f} s (parser alone {parse:.1f} s), "
                f"{made['cpu']:.1f} s of CPU, {made['peak']:.0f} MB, {calls} calls"
            )
            steps = made["report"].get("steps", ())
            print("  " + ", ".join(f"{step['step']} {step['seconds']:.2f} s" for step in steps))


if __name__ == "__main__":
    main()
