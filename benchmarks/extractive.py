"""Speed of the extractive engine against bare `nlp.pipe` of the same texts, and its memory over many articles."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "articles"
#: Surnames of the example articles, exchanged for one another to make new articles of old ones.
SURNAMES = (
    "Aas",
    "Brandt",
    "Halloran",
    "Larsson",
    "Lindqvist",
    "Marsk",
    "Oduya",
    "Petrossian",
    "Quist",
    "Rehn",
    "Verre",
)


def english_examples() -> list[str]:
    """The texts of the English example articles that need no page to be taken apart."""
    texts = [path.read_text(encoding="utf-8").split("---\n", 2)[2].strip() for path in sorted(EXAMPLES.glob("*.md"))]
    rows = (EXAMPLES / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return texts + [json.loads(row)["text"] for row in rows]


def varied(text: str, step: int) -> str:
    """The text with its people exchanged and its figures moved on by so many steps."""
    names = {name: SURNAMES[(i + step) % len(SURNAMES)] for i, name in enumerate(SURNAMES)}
    text = re.sub(r"\b(" + "|".join(SURNAMES) + r")\b", lambda m: names[m[0]], text)
    return re.sub(r"\b\d{2,3}\b(?!,)", lambda m: str(int(m[0]) + step % 37), text)


def texts(given: str | None) -> Iterator[str]:
    """Texts without end: those of the JSONL file, else of the examples, then again and again, varied."""
    if given is None:
        base = english_examples()
    else:
        base = [json.loads(line)["text"] for line in Path(given).read_text(encoding="utf-8").splitlines() if line]
    for step in count():
        yield from (varied(text, step) for text in base)


def bare() -> Callable[[Iterable[str]], None]:
    """The parser alone."""
    import spacy

    from briefer.language.parse import BATCH, model_name

    nlp = spacy.load(model_name())

    def work(share: Iterable[str]) -> None:
        # spaCy's parsers take a quarter of the batch that they are given at once.
        for _ in nlp.pipe(share, batch_size=4 * BATCH):
            pass

    return work


def engine() -> Callable[[Iterable[str]], None]:
    """Articles to checked findings."""
    from briefer.engines.extractive import ExtractiveEngine
    from briefer.language import analyse_all
    from briefer.model import Article, Profile
    from briefer.verify import check_findings

    reader, profile = ExtractiveEngine(), Profile()

    def work(share: Iterable[str]) -> None:
        articles = (Article.of(text, published="2026-11-20T09:00:00+01:00", language="en") for text in share)
        for analysis in analyse_all(articles):
            check_findings(reader.read(analysis, profile), analysis)

    work([english_examples()[0]])  # loads the model
    return work


SIDES = {"bare": bare, "engine": engine}


def worker(side: str, given: str | None, share: str) -> None:
    """Loads, says `ready`, and works through its share at each line that comes in, answering `done`."""
    number, of, articles = map(int, share.split("/"))
    mine = list(islice(texts(given), articles))[number::of]
    work = SIDES[side]()
    print("ready", flush=True)
    for _ in sys.stdin:
        work(mine)
        print("done", flush=True)


def reader_of_many(given: str | None, articles: int) -> None:
    """Reads so many articles, keeps none and prints its own largest resident size in bytes."""
    import resource

    engine()(islice(texts(given), articles))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(peak if sys.platform == "darwin" else peak * 1024)


@dataclass
class Team:
    """Fresh processes that share the same articles."""

    workers: list[subprocess.Popen[str]]

    @classmethod
    def of(cls, side: str, processes: int, options: argparse.Namespace) -> Team:
        """Started and loaded."""
        given = ["--articles", options.articles] if options.articles else []
        team = cls(
            [
                subprocess.Popen(
                    [sys.executable, __file__, "--worker", side, "--share", f"{i}/{processes}/{options.speed}", *given],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
                for i in range(processes)
            ]
        )
        team.await_each("ready")
        return team

    def await_each(self, word: str) -> None:
        """Until every worker has said the word."""
        for process in self.workers:
            if process.stdout is None or process.stdout.readline().strip() != word:
                raise SystemExit("a worker gave up; its own words stand above")

    def seconds(self) -> float:
        """For once through all articles."""
        start = time.perf_counter()
        for process in self.workers:
            if process.stdin is not None:
                process.stdin.write("go\n")
                process.stdin.flush()
        self.await_each("done")
        return time.perf_counter() - start

    def end(self) -> None:
        """Lets the workers go."""
        for process in self.workers:
            process.communicate()


def measure_speed(options: argparse.Namespace) -> None:
    """Prints words/s of both sides and their ratio, for one and two processes."""
    words = sum(len(text.split()) for text in islice(texts(options.articles), options.speed))
    print(f"speed over {options.speed} articles, {words} words, best of {options.rounds}")
    print(f"{'processes':>9}{'bare words/s':>15}{'engine words/s':>16}{'ratio':>8}")
    for processes in (1, 2):
        teams = {side: Team.of(side, processes, options) for side in SIDES}
        best = dict.fromkeys(SIDES, float("inf"))
        for _ in range(options.rounds):
            for side, team in teams.items():
                best[side] = min(best[side], team.seconds())
        for team in teams.values():
            team.end()
        rates = {side: words / seconds for side, seconds in best.items()}
        print(f"{processes:9}{rates['bare']:15,.0f}{rates['engine']:16,.0f}{rates['engine'] / rates['bare']:8.2f}")


def measure_memory(options: argparse.Namespace) -> None:
    """Prints the largest resident size of a fresh process for each number of articles."""
    if not options.memory or sys.platform == "win32":
        print("peak memory: not measured")
        return
    given = ["--articles", options.articles] if options.articles else []
    print("peak memory of one process, the language model and spaCy included")
    for articles in options.memory:
        command = [sys.executable, __file__, "--read", str(articles), *given]
        peak = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        print(f"{articles:9,} articles{peak / 1e6:9.0f} MB")


def main() -> None:
    """Parses the options and measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", help="a JSONL file of articles to read instead of the examples")
    parser.add_argument("--speed", type=int, default=200, help="articles for the speed (default: 200)")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many counts (default: 3)")
    parser.add_argument("--memory", type=int, nargs="*", default=[200, 2000], help="articles for the memory")
    parser.add_argument("--quick", action="store_true", help="few articles, one round: only to see that it runs")
    parser.add_argument("--worker", choices=SIDES, help=argparse.SUPPRESS)
    parser.add_argument("--share", help=argparse.SUPPRESS)
    parser.add_argument("--read", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        worker(options.worker, options.articles, options.share)
    elif options.read:
        reader_of_many(options.articles, options.read)
    else:
        if options.quick:
            options.speed, options.rounds, options.memory = 40, 1, [40, 80]
        measure_speed(options)
        measure_memory(options)


if __name__ == "__main__":
    main()
