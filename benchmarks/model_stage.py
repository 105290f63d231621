"""The model stage (prepared prompt → validated reply → stored) beside a bare `AsyncOpenAI` client with a semaphore.

Both meet the same server on loopback in the same run, each in a process of its own; the server has another.
The floor is what the server itself would need if no client lost any time. Below stand the command itself: the whole
read (article → checked findings, stored), whose floor is the slower of the server and bare `nlp.pipe` of the same
text on two processes, and `extract` and `brief` once more when everything is cached.
"""

from __future__ import annotations

# What only some clients need is imported there: the command is measured from the start of Python on.
import argparse
import heapq
import io
import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

SERVER = Path(__file__).resolve().parent.parent / "tests" / "servers" / "fake_server.py"
MODEL = "test-model"
#: How often a cached run is measured; the median counts.
RERUNS = 5
#: Share by which the jittered latencies vary.
JITTER = 0.5
#: What a model says of an article of some 500 words, in the shape that the engine asks for.
REPLY: dict[str, Any] = {
    "headline": {"ids": ["s1"], "text": "Norrmark and Vellany put off the water talks"},
    "who": [
        {
            "ids": [f"s{n}"],
            "name": {"words": name, "id": f"s{n}"},
            "kind": "person",
            "role": None,
            "organisation": None,
            "why": "speaks for one of the two sides in the talks",
        }
        for n, name in enumerate(("Signe Halgren", "Teodor Corvo", "Ilse Marrok"), 1)
    ],
    "what": [
        {"ids": [f"s{n}"], "text": "The council put the vote off", "status": "confirmed", "when": None, "where": None}
        for n in range(1, 4)
    ],
    "positions": [
        {
            "ids": [f"s{n}"],
            "quotes": [f"q{n}"],
            "holder": {"words": "Signe Halgren", "id": f"s{n}"},
            "role": None,
            "speaker": {"words": "Signe Halgren", "id": f"s{n}"},
            "channel": "direct",
            "via": None,
            "text": "wants the releases to begin before the summer and says that the delay serves nobody",
            "stance": "support",
            "target": None,
        }
        for n in range(1, 5)
    ],
    "next_steps": [],
}


@dataclass(frozen=True, slots=True)
class Scenario:
    """One row: how the server behaves, how much it is asked, and the seconds that it needs by itself."""

    name: str
    calls: int
    at_once: int
    floor: float
    server: tuple[str, ...]


def scenarios(latency: float, share: float) -> Iterator[Scenario]:
    """The rows, with `share` of their calls."""
    small, large = ceil(100 * share), ceil(300 * share)
    for calls in (small, large):
        rounds = ceil(calls / 50)
        yield Scenario(f"fixed {latency:g} s", calls, 50, rounds * latency, ("--latency", str(latency)))
        jittered = ("--latency", str(latency), "--jitter", str(JITTER))
        yield Scenario(f"{latency:g} s ± {JITTER:.0%}", calls, 50, jittered_floor(calls, 50, latency), jittered)
    faults = json.dumps({"busy": 0.1, "error": 0.03, "cut": 0.05, "bad": 0.03})
    # What is sent again is left out of the floor.
    rounds = ceil(large / 50)
    yield Scenario("faults", large, 50, rounds * latency, ("--latency", str(latency), "--faults", faults))
    quota = ("--latency", str(latency), "--per-minute", "600", "--burst", "10")
    yield Scenario("600 a minute, burst 10", large, 50, max(0, large - 10) / 10 + latency, quota)
    quick = latency / 4
    capped = ("--latency", str(quick), "--at-most", "8")
    yield Scenario("8 in flight, else 429", small, 50, ceil(small / 8) * quick, capped)
    queueing = ("--latency", str(quick), "--workers", "8")
    yield Scenario("queueing, 8 workers", small, 50, ceil(small / 8) * quick, queueing)


def jittered_floor(calls: int, at_once: int, latency: float) -> float:
    """The end of the last call when each begins as soon as a place is free; the server draws the same latencies."""
    chance = random.Random(1)  # noqa: S311 - chance keeps no secret here
    places = [0.0] * min(calls, at_once)
    for _ in range(calls):
        heapq.heapreplace(places, places[0] + latency * chance.uniform(1 - JITTER, 1 + JITTER))
    return max(places)


def main() -> None:
    """Prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=1.0, help="seconds that a call takes (default: 1)")
    parser.add_argument("--share", type=float, default=1.0, help="share of the calls to make, for a quick look")
    parser.add_argument("--only", default="", help="only the rows whose name has this in it")
    parser.add_argument("--client", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.client:
        work = command if options.client == "command" else CLIENTS[options.client]
        print(json.dumps(work(json.loads(sys.stdin.readline()))))
        return
    print(f"Python {sys.version.split()[0]}; time as a multiple of the floor; CPU includes validation and storing")
    print(f"{'':24}{'':10}{'calls':>6}{'floor s':>9}{'ratio':>7}{'done':>6}{'CPU ms/call':>13}{'peak MB':>9}")
    for scenario in scenarios(options.latency, options.share):
        if options.only not in scenario.name:
            continue
        for client in CLIENTS:
            result = measured(scenario, client)
            print(
                f"{scenario.name:24}{client:10}{scenario.calls:6}{scenario.floor:9.2f}"
                f"{result['seconds'] / scenario.floor:7.2f}{result['done']:6}{result['cpu'] * 1000:13.2f}"
                f"{result['peak']:9.0f}",
                flush=True,
            )
    if options.only in "whole read":
        print_whole_read(options.latency, ceil(300 * options.share), ceil(RERUNS * options.share))


def print_whole_read(latency: float, articles: int, reruns: int) -> None:
    """Prints what the command itself needs: to read articles, and once more when everything is cached."""
    import tempfile
    from statistics import median

    from extractive import Team, texts

    start = time.perf_counter()
    team = Team.of("bare", 2, argparse.Namespace(articles=None, speed=articles))
    loaded = time.perf_counter() - start
    parser = team.seconds()
    team.end()
    with serving("--latency", str(latency)) as url, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inputs = folder / "articles.jsonl"
        # Varied once through, the examples come back as they were: a number makes each text its own.
        rows = (
            {"text": f"{text}\n\nArticle {number}.", "language": "en", "published": "2026-11-20"}
            for number, text in zip(range(articles), texts(None), strict=False)
        )
        inputs.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
        order = {"url": url, "store": str(folder / "store.db"), "inputs": str(inputs)}

        def run(*arguments: str) -> dict[str, Any]:
            start = time.perf_counter()
            result = child("command", {**order, "arguments": arguments})
            return {**result, "seconds": time.perf_counter() - start}

        rows_file, bundle = str(folder / "findings.jsonl"), str(folder / "brief.json")
        read = run("extract", "--workers", "2", "-o", rows_file)
        statuses = [json.loads(line)["status"] for line in Path(rows_file).read_text(encoding="utf-8").splitlines()]
        floor = max(ceil(read["calls"] / 50) * latency, parser)
        print(
            f"whole read of {articles} articles: {read['seconds']:.2f} s, {read['seconds'] / floor:.2f} of the floor "
            f"of {floor:.2f} s (parser alone {parser:.2f} s after {loaded:.2f} s for its start), "
            f"{read['cpu']:.1f} s of CPU; "
            f"{statuses.count('ok')} read whole, {read['calls']} calls, {read['peak']:.0f} MB"
        )
        run("brief", "--workers", "2", "-o", bundle)
        for what, arguments in (("extract", ("extract", "-o", rows_file)), ("brief", ("brief", "-o", bundle))):
            seen = run(*arguments)
            again = [timed_command({**order, "arguments": arguments}) for _ in range(reruns)]
            print(
                f"rerun of {what}, everything cached: {median(cpu for cpu, _ in again):.2f} s of CPU, "
                f"{median(seconds for _, seconds in again):.2f} s, {seen['calls']} calls, "
                f"imported: {', '.join(seen['heavy']) or 'neither spaCy nor openai'}"
            )


def words_of(order: dict[str, Any]) -> list[str]:
    """The command line behind `briefer`."""
    name, *options = order["arguments"]
    return [name, order["inputs"], *options, "--model", MODEL, "--base-url", order["url"], "--concurrency", "50"]


def timed_command(order: dict[str, Any]) -> tuple[float, float]:
    """Seconds of CPU, and seconds, that `briefer` takes as anybody runs it."""
    start, before = time.perf_counter(), os.times()
    subprocess.run(
        [sys.executable, "-m", "briefer", *words_of(order)],
        env={**os.environ, "BRIEFER_STORE": order["store"]},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    seconds, after = time.perf_counter() - start, os.times()
    return sum(after[2:4]) - sum(before[2:4]), seconds


def command(order: dict[str, Any]) -> dict[str, Any]:
    """What `briefer` with these arguments takes, from the start of Python on; its worker processes count too."""
    os.environ["BRIEFER_STORE"] = order["store"]
    sys.argv = ["briefer", *words_of(order)]
    from briefer.__main__ import main as briefer

    told = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    status: int | str | None = 0
    with Path(os.devnull).open(encoding="utf-8") as sys.stdin, redirect_stderr(told):
        try:
            briefer()
        except SystemExit as end:
            status = end.code
    told.flush()
    if status:
        raise SystemExit(told.buffer.getvalue().decode())
    calls = re.search(rb"^(\d+) calls?, ", told.buffer.getvalue(), re.M)
    return {
        "cpu": cpu_seconds(),
        "calls": int(calls[1]) if calls else 0,
        "peak": peak_megabytes(),
        "heavy": sorted({"spacy", "openai"} & sys.modules.keys()),
    }


def cpu_seconds() -> float:
    """What this process has used, and its children that have ended."""
    if (forkserver := sys.modules.get("multiprocessing.forkserver")) is not None:
        # What workers are forked from ends with this process; it counts, and they with it, once it has ended.
        forkserver._forkserver._stop()
    return sum(os.times()[:4])


def measured(scenario: Scenario, client: str) -> dict[str, Any]:
    """What one client needs for one scenario, in a process of its own."""
    with serving("--reply", json.dumps(REPLY), *scenario.server) as url:
        return child(client, {"url": url, "calls": scenario.calls, "at_once": scenario.at_once})


def child(client: str, order: dict[str, Any]) -> dict[str, Any]:
    """What a client measured in a process of its own."""
    command = [sys.executable, str(Path(__file__).resolve()), "--client", client]
    done = subprocess.run(command, input=json.dumps(order) + "\n", capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@contextmanager
def serving(*arguments: str) -> Iterator[str]:
    """The base URL of a fake server that runs in a process of its own."""
    command = [sys.executable, str(SERVER), *arguments]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


def prompt_texts(number: int) -> tuple[str, str]:
    """What every article's prompt begins with, and one article's part of it."""
    sentences = " ".join(f"s{n} The council of Norrmark met again, article {number}." for n in range(1, 40))
    return "Read the article and answer with ids. " * 160, sentences


async def with_briefer(order: dict[str, Any], take: Callable[[str], None]) -> tuple[float, float, int]:
    """Seconds, seconds of CPU, and how many were answered."""
    from briefer.engines.openai.outcomes import Outcome, Prompt
    from briefer.engines.openai.schema import reply_schema
    from briefer.engines.openai.settings import ModelSettings
    from briefer.engines.openai.transport import Transport

    transport = Transport(ModelSettings(model=MODEL, base_url=order["url"], concurrency=order["at_once"]))
    schema = reply_schema()
    prompts = [
        Prompt(system=system, user=user, schema_name="reply", schema=schema, max_tokens=2000)
        for system, user in map(prompt_texts, range(order["calls"]))
    ]

    async def one(number: int) -> bool:
        try:
            completion = await transport.ask(prompts[number])
        except Outcome:
            return False
        take(completion.text)
        return True

    await transport.open()
    try:
        return await timed(order["calls"], one)
    finally:
        await transport.aclose()


async def with_bare_client(order: dict[str, Any], take: Callable[[str], None]) -> tuple[float, float, int]:
    """The same with what the `openai` package does by itself."""
    import asyncio

    import openai

    from briefer.engines.openai.outcomes import BadReply
    from briefer.engines.openai.schema import reply_schema

    client = openai.AsyncOpenAI(api_key="none", base_url=order["url"])
    places = asyncio.Semaphore(order["at_once"])
    schema = {"type": "json_schema", "json_schema": {"name": "reply", "schema": reply_schema(), "strict": True}}
    prompts = [prompt_texts(number) for number in range(order["calls"])]

    async def one(number: int) -> bool:
        system, user = prompts[number]
        async with places:
            try:
                answer = await client.chat.completions.create(
                    model=MODEL,
                    messages=[{"role": "system", "content": system}, {"role": "user", "content": user}],
                    response_format=schema,  # type: ignore[arg-type]
                    max_tokens=2000,
                    temperature=0,
                )
                take(answer.choices[0].message.content or "")
            except (openai.OpenAIError, BadReply):
                return False
        return True

    async with client:
        return await timed(order["calls"], one)


async def timed(calls: int, one: Callable[[int], Awaitable[bool]]) -> tuple[float, float, int]:
    """Runs so many at once."""
    import asyncio

    cpu, start = time.process_time(), time.perf_counter()
    done = await asyncio.gather(*(one(number) for number in range(calls)))
    return time.perf_counter() - start, time.process_time() - cpu, sum(done)


def client(
    run: Callable[[dict[str, Any], Callable[[str], None]], Awaitable[tuple[float, float, int]]],
) -> Callable[[dict[str, Any]], dict[str, float]]:
    """The client as a process sees it: replies are validated and stored as they come."""

    def work(order: dict[str, Any]) -> dict[str, float]:
        import asyncio
        import tempfile
        from datetime import UTC, datetime

        from briefer.engines.openai.reply import parse_reply
        from briefer.model import Article, EngineInfo, Findings
        from briefer.store import Store

        with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "store.db") as store:
            kept = 0
            article = Article.of("The council of Norrmark met again.")
            findings = Findings(article=article.info(), engine=EngineInfo(name="openai"), status="ok")

            # A run makes its tables and what writes rows once, however many calls follow.
            store.keep("nobody's", findings, now=datetime.now(UTC))

            def take(text: str) -> None:
                nonlocal kept
                parse_reply(text)
                kept += 1
                store.keep(f"key {kept}", findings, now=datetime.now(UTC))

            seconds, cpu, done = asyncio.run(run(order, take))
        return {"seconds": seconds, "cpu": cpu / order["calls"], "done": done, "peak": peak_megabytes()}

    return work


def peak_megabytes() -> float:
    """The most memory that this process has held; nan where the system does not tell."""
    try:
        import resource
    except ImportError:
        return float("nan")
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


CLIENTS = {"briefer": client(with_briefer), "bare": client(with_bare_client)}


if __name__ == "__main__":
    main()
