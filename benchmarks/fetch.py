"""How long 2,000 pages of 50 hosts take, two at a time per host, against what that politeness leaves no way around.

`python benchmarks/fetch.py --pages 2000 --hosts 50 --latency 0.5` prints a table. The hosts are names that all lead to
one server on loopback, in a process of its own; each answer takes the latency. The floor counts a host's robots.txt
and then its pages two by two. A fresh process fetches, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# The servers of the tests.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "servers"))

#: Times the floor that a run may take.
REACH = 1.2
PER_HOST = 2
#: Characters of a page; news pages have some tens of thousands, most of it markup.
PAGE = 60_000


def serve(pages: int, hosts: int, latency: float) -> None:
    """Serves until standard input ends."""
    import website as module

    filling = "<p>The weir at Vardo stayed shut on Monday, said the harbour office.</p>"
    body = f"<!DOCTYPE html><html><body>{filling * (PAGE // len(filling))}</body></html>".encode()
    with module.Website() as site:
        answer = module.Answer(body=body, headers={"content-type": "text/html"}, latency=latency)
        site.put("/robots.txt", module.Answer(status=404, latency=latency))
        for i in range(math.ceil(pages / hosts)):
            site.put(f"/{i}", answer)
        sys.stdout.write(f"{site.port}\n")
        sys.stdout.flush()
        sys.stdin.read()


def fetch(port: int, pages: int, hosts: int, order: str) -> None:
    """Fetches all pages, and prints seconds, pages and peak memory as JSON."""
    import resource

    from briefer.gather import Fetching, gather
    from briefer.http import WebSettings
    from briefer.model import Document
    from briefer.store import Store
    from briefer.store.pages import Pages

    async def resolve(host: str, port: int) -> list[str]:  # noqa: ARG001 - the signature of a resolver
        return ["127.0.0.1"]

    each = math.ceil(pages / hosts)
    urls = [f"http://host{h}.example:{port}/{i}" for h in range(hosts) for i in range(each)]
    if order == "mixed":
        urls = [urls[h * each + i] for i in range(each) for h in range(hosts)]
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "store.db") as store:

        class Shelf:
            def __enter__(self) -> Pages:
                return Pages(store)

            def __exit__(self, *_: object) -> None:
                pass

        fetching = Fetching(settings=WebSettings(allow_private=True), shelf=Shelf, resolve=resolve)
        begun = time.perf_counter()
        found = sum(isinstance(item, Document) for item in gather(urls, fetching=fetching))
        took = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    cpu = time.process_time()
    sys.stdout.write(json.dumps({"seconds": took, "pages": found, "peak": peak / unit, "cpu": cpu}))


def measured(port: int, pages: int, hosts: int, order: str) -> dict[str, float]:
    """One fetch in a fresh process."""
    command = [sys.executable, __file__, "--fetch", str(port), order, "--pages", str(pages), "--hosts", str(hosts)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "no_proxy": "*"})
    result: dict[str, float] = json.loads(done.stdout)
    return result


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--hosts", type=int, default=50)
    parser.add_argument("--latency", type=float, default=0.5)
    parser.add_argument("--orders", nargs="+", default=["mixed", "by host"])
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--fetch", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.pages, given.hosts, given.latency)
        return
    if given.fetch:
        fetch(int(given.fetch[0]), given.pages, given.hosts, given.fetch[1])
        return
    numbers = ["--pages", str(given.pages), "--hosts", str(given.hosts), "--latency", str(given.latency)]
    command = [sys.executable, __file__, "--serve", *numbers]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        port = int(server.stdout.readline()) if server.stdout else 0
        print(
            f"{given.hosts} hosts, {PER_HOST} requests at once to each, {given.latency:g} s an answer, {PAGE // 1000} kB a page"
        )
        print(f"{'order':<10}{'pages':>7}{'had':>7}{'floor s':>9}{'took s':>9}{'ratio':>7}{'CPU s':>8}{'peak MB':>9}")
        for order in given.orders:
            for pages in (given.pages // 5, given.pages):
                floor = (1 + math.ceil(math.ceil(pages / given.hosts) / PER_HOST)) * given.latency
                row = measured(port, pages, given.hosts, order)
                ratio = row["seconds"] / floor
                print(
                    f"{order:<10}{pages:>7}{row['pages']:>7.0f}{floor:>9.2f}{row['seconds']:>9.2f}{ratio:>7.2f}"
                    f"{row['cpu']:>8.2f}{row['peak']:>9.0f}",
                    flush=True,
                )
        print(f"the ratio should be at most {REACH}, and the peak hardly grow with the number of pages")
        if server.stdin:
            server.stdin.close()


if __name__ == "__main__":
    main()
