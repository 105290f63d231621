"""Pages a second on both cores: from bytes to text of record, beside the extractor alone on the same pages."""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from boards import read_rows

WORKERS = 2


def pages_of(board: Path) -> list[tuple[str, bytes]]:
    """Address and bytes of each page that a row of the board names."""
    found = []
    for row in read_rows(board):
        path = board.parent / row["html"]
        data = path.read_bytes()
        found.append((row["url"], gzip.decompress(data) if path.suffix == ".gz" else data))
    return found


def ours(pages: list[tuple[str, bytes]]) -> float:
    """Seconds that `read` needs for all of them."""
    from briefer.model import Document
    from briefer.read import read

    def work() -> None:
        for url, data in pages:
            list(read(Document(input=url, data=data, media_type="text/html", url=url)))

    list(read(Document(input=pages[0][0], data=pages[0][1], media_type="text/html")))
    return timed(work)


def bare(pages: list[tuple[str, bytes]]) -> float:
    """Seconds that trafilatura needs to extract their text."""
    import trafilatura

    def work() -> None:
        for _, data in pages:
            trafilatura.extract(data, fast=True, include_comments=False)

    trafilatura.extract(pages[0][1], fast=True)
    return timed(work)


def timed(work: Callable[[], None]) -> float:
    """Wall seconds of a call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Parses the options and measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("board", type=Path, help="a JSONL file of rows with `url` and `html`, a file beside it")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many counts (default: 3)")
    options = parser.parse_args()
    pages = pages_of(options.board)
    best = {}
    with ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn")) as pool:
        for _ in range(options.rounds):
            for side in (bare, ours):
                # The slower of the two halves counts: each process has loaded before its clock starts.
                seconds = max(pool.map(side, [pages[n::WORKERS] for n in range(WORKERS)]))
                best[side] = min(best.get(side, seconds), seconds)
    for name, side in (("trafilatura alone", bare), ("briefer", ours)):
        print(f"{name:18}{len(pages) / best[side]:8.0f} pages/s on {WORKERS} cores")
    print(f"{len(pages)} pages, {sum(len(data) for _, data in pages) / len(pages) / 1e3:.0f} kB on average")


if __name__ == "__main__":
    main()
