"""Predictions for score boards (folders of labelled rows), their scores, and the table of both in README.md.

    python benchmarks/boards.py BOARD IN.jsonl OUT.jsonl    predictions for one board
    python benchmarks/boards.py all FOLDER [OUT]            every board of the folder, scored by its own score.py

A board's rows are read without their labels: only the keys in `GIVEN` reach anything that predicts.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import multiprocessing
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]
#: Takes rows without labels, the folder they lie in, an engine's name and what to call after each row; gives one
#: prediction a row, in order.
Predictor = Callable[[list[Row], Path, str, Callable[[], None]], list[Row]]

#: What a prediction may know of a row; everything else of it is a label.
GIVEN = {
    "attribution": ("id", "outlet", "published", "text"),
    "main_event": ("id", "title", "outlet", "published", "text"),
    "claim_support": ("id", "claim", "text", "sentences"),
    "same_event": ("id", "text"),
    "pages": ("id", "url", "html"),
    "dates": ("text", "reference"),
}
WORKERS = 2
_CHUNK = 8


# --- predictions ---------------------------------------------------------------------------------------


def findings_of(rows: list[Row], engine: str, step: Callable[[], None]) -> Iterator[Any]:
    """Checked findings of each row's article, in order."""
    from briefer.language import analyse_all
    from briefer.model import Article, Profile
    from briefer.pipeline import open_engine
    from briefer.understand import understand
    from briefer.verify import check_findings

    articles = (
        Article.of(
            row["text"],
            id=row["id"],
            title=row.get("title"),
            outlet=row.get("outlet"),
            published=row["published"].replace(" ", "T") if row.get("published") else None,
            language="en",
        )
        for row in rows
    )
    for findings in understand(
        articles,
        analyse=analyse_all,
        engine=open_engine(engine),
        check=check_findings,
        profile=Profile(),
        workers=WORKERS,
    ):
        step()
        yield findings


def without_withheld(findings: Row) -> Row:
    """The findings as a reader gets them: what failed its check is out, and the first event stands in as headline."""
    kept = {key: [c for c in findings[key] if _holds(c["check"])] for key in ("who", "what", "positions", "next_steps")}
    headline = findings["headline"]
    if not _holds(findings["headline_check"]):
        headline = next((claim["text"] for claim in kept["what"]), None)
    return {**findings, **kept, "headline": headline}


def _holds(check: Row | None) -> bool:
    return check is not None and check["status"] != "withheld"


def read_articles(rows: list[Row], _folder: Path, engine: str, step: Callable[[], None]) -> list[Row]:
    """Findings in their contract's shape."""
    from briefer.contract import dump_findings

    return [without_withheld(dump_findings(findings)) for findings in findings_of(rows, engine, step)]


def group_articles(rows: list[Row], _folder: Path, engine: str, step: Callable[[], None]) -> list[Row]:
    """The number of each article's group; actors are who the findings name."""
    from briefer.group import group
    from briefer.model import Article

    actors = {
        findings.article.id: [actor.name for actor in findings.who if actor.check.status != "withheld"]
        for findings in findings_of(rows, engine, step)
    }
    groups = group([Article.of(row["text"], id=row["id"], language="en") for row in rows], actors=actors)
    cluster = {name: number for number, found in enumerate(groups) for name in found.articles}
    return [{"id": row["id"], "cluster": cluster[row["id"]]} for row in rows]


def check_claim_row(row: Row) -> Row:
    """Whether the row's sentences carry its claim, and which do."""
    from briefer.language.passages import find_sentences
    from briefer.language.typography import repair
    from briefer.verify import check_claim
    from briefer.verify.retrieval import find_evidence

    sentences = row.get("sentences")
    if sentences is None:
        sentences = [row["text"][s.start : s.end] for s in find_sentences(repair(row["text"]))]
    evidence = find_evidence(row["claim"], sentences)
    check = check_claim(row["claim"], sentences, cited=evidence)
    return {
        "id": row["id"],
        "supported": check.status == "verified",
        "evidence": list(evidence),
        "gates": dict(check.gates),
    }


def read_page(row: Row) -> Row:
    """The page's text of record; empty where `read` refuses it."""
    from briefer.model import Document
    from briefer.read import Reading, read

    data = Path(row["html"]).read_bytes()
    if row["html"].endswith(".gz"):
        data = gzip.decompress(data)
    (found,) = read(Document(input=row["url"], data=data, media_type="text/html", url=row["url"]))
    return {"id": row["id"], "text": found.article.text if isinstance(found, Reading) else ""}


def date_row(row: Row) -> Row:
    """The days that the row's words name: one day each, neither stretches nor times of day."""
    from briefer.language.dates import find_dates

    found = find_dates(row["text"], published=row["reference"], article="row")
    days = [
        when.from_ for when in found if when.from_ == when.to and when.from_ and len(when.from_) == len("2026-11-20")
    ]
    return {"i": row["i"], "dates": [{"start": day} for day in days]}


def on_both_cores(work: Callable[[Row], Row]) -> Predictor:
    """A predictor that does each row by itself, in several processes."""

    def predict(rows: list[Row], folder: Path, _engine: str, step: Callable[[], None]) -> list[Row]:
        rows = [{**row, "i": i} for i, row in enumerate(rows)]
        rows = [{**row, "html": str(folder / row["html"])} if "html" in row else row for row in rows]
        with ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn")) as pool:
            found = []
            for prediction in pool.map(work, rows, chunksize=_CHUNK):
                step()
                found.append(prediction)
        return found

    return predict


PREDICTORS: dict[str, Predictor] = {
    "attribution": read_articles,
    "main_event": read_articles,
    "claim_support": on_both_cores(check_claim_row),
    "same_event": group_articles,
    "pages": on_both_cores(read_page),
    "dates": on_both_cores(date_row),
}


def predict(board: str, source: Path, target: Path, engine: str) -> list[Row]:
    """Writes one prediction a row, and gives them back."""
    rows = [{key: row[key] for key in GIVEN[board] if key in row} for row in read_rows(source)]
    with bar(board, len(rows)) as step:
        found = PREDICTORS[board](rows, source.parent, engine, step)
    target.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(prediction, ensure_ascii=False) for prediction in found]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return found


def read_rows(path: Path) -> list[Row]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@contextmanager
def bar(name: str, total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on stderr where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(name, total=total)
        yield lambda: progress.advance(task)


# --- scores --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table."""

    board: str
    name: str
    #: Where the scorer has it: keys, or what takes the scorer's whole answer.
    value: Callable[[Row], float]
    mark: str = ""


def at(*keys: str) -> Callable[[Row], float]:
    """The value behind these keys."""

    def value(scores: Row) -> float:
        found: Any = scores
        for key in keys:
            found = found[key]
        return float(found)

    return value


def mean_of_sets(key: str) -> Callable[[Row], float]:
    """The mean of a figure that each of a board's sets has."""

    def value(scores: Row) -> float:
        sets = [part[key] for part in scores.values() if isinstance(part, dict)]
        return float(sum(sets) / len(sets))

    return value


FIGURES = (
    Figure("attribution", "attributed F1", at("attributed_f1"), "≥ .63"),
    Figure("attribution", "precision", at("attributed_precision"), "≥ .68"),
    Figure("attribution", "wrong speaker", at("wrong_speaker_rate"), "≤ .055"),
    Figure("attribution", "direct quotes with the right speaker", at("direct_quote_recall"), "≥ .91"),
    Figure("main_event", "who", at("who"), "≥ .55"),
    Figure("main_event", "what", at("what"), "≥ .55"),
    Figure("main_event", "when", at("when"), "≥ .60"),
    Figure("main_event", "where", at("where"), "≥ .65"),
    Figure("claim_support", "balanced accuracy, mean of sets", at("mean_balanced_accuracy"), "≥ .68"),
    Figure("claim_support", "supported kept, mean of sets", mean_of_sets("supported_kept"), "≥ .80"),
    Figure("claim_support", "unsupported caught, mean of sets", mean_of_sets("unsupported_caught")),
    Figure("claim_support", "supported hit by a veto", at("supported_vetoed"), "≤ .07"),
    Figure("claim_support", "supported hit by the number gate", at("supported_vetoed_by_numbers"), "≤ .02"),
    Figure("claim_support", "evidence F1", at("wice", "evidence_f1"), "≥ .69"),
    Figure("same_event", "B³ F1", at("b3_f1"), "≥ .92"),
    Figure("dates", "value F1", at("value_f1"), "≥ .85"),
    Figure("pages", "shingle F1", at("f1")),
)
_RESAMPLES = 100
#: Boards whose scorer prints its own interval, which is that of their first figure.
_OWN_INTERVAL = "interval"
_START, _END = "<!-- boards: written by `make boards` -->", "<!-- boards: end -->"


def scorer_of(folder: Path) -> Any:
    """The folder's own score.py, as a module."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    if spec is None or spec.loader is None or not (folder / "score.py").is_file():
        raise SystemExit(f"{folder} has no score.py: name the folder of the score boards")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def vetoes(gold: list[Row], predictions: list[Row]) -> Row:
    """The shares of supported claims that a gate withholds, which the scorer cannot know."""
    gates = {row["id"]: row["gates"] for row in predictions}
    supported = [gates[row["id"]] for row in gold if row["gold"] == "supported" and row["id"] in gates]
    hit = sum("fail" in found.values() for found in supported)
    by_numbers = sum(found.get("numbers") == "fail" for found in supported)
    n = max(1, len(supported))
    return {"supported_vetoed": hit / n, "supported_vetoed_by_numbers": by_numbers / n}


def scores_of(board: str, score: Any, gold: list[Row], predictions: list[Row]) -> Row:
    """The scorer's figures, and ours beside them."""
    found: Row = score.BOARDS[board](gold, predictions)[0]
    return {**found, **vetoes(gold, predictions)} if board == "claim_support" else found


def document_of(row: Row) -> str:
    """What the rows of one document share."""
    return str(row.get("text") or row.get("sentences") or row.get("id"))


def resampled(gold: list[Row], predictions: list[Row], chance: random.Random) -> tuple[list[Row], list[Row]]:
    """As many documents, drawn with replacement, with their predictions; rows that go by number get new ones."""
    documents = defaultdict(list)
    for i, row in enumerate(gold):
        documents[document_of(row)].append(i)
    drawn = [i for document in chance.choices(list(documents.values()), k=len(documents)) for i in document]
    if predictions and "i" in predictions[0]:
        by_number = {row["i"]: row for row in predictions}
        return [gold[i] for i in drawn], [{**by_number[i], "i": n} for n, i in enumerate(drawn) if i in by_number]
    return [gold[i] for i in drawn], predictions


def intervals(
    board: str, score: Any, gold: list[Row], predictions: list[Row], figures: Sequence[Figure]
) -> list[tuple[float, float]]:
    """95 % intervals of the figures over documents."""
    chance = random.Random(1)  # noqa: S311 - a figure that is the same each time, not a secret
    drawn: list[list[float]] = [[] for _ in figures]
    for _ in range(_RESAMPLES):
        scores = scores_of(board, score, *resampled(gold, predictions, chance))
        for values, figure in zip(drawn, figures, strict=True):
            values.append(figure.value(scores))
    return [(sorted(v)[int(0.025 * len(v))], sorted(v)[int(0.975 * len(v)) - 1]) for v in drawn]


def lines_of(board: str, score: Any, gold: list[Row], predictions: list[Row]) -> list[str]:
    """The board's rows of the table."""
    figures = [figure for figure in FIGURES if figure.board == board]
    scores = scores_of(board, score, gold, predictions)
    if _OWN_INTERVAL in scores:
        shown = [scores[_OWN_INTERVAL].strip("[]").replace(", ", " to "), *[""] * (len(figures) - 1)]
    else:
        shown = [f"{low:.3f} to {high:.3f}" for low, high in intervals(board, score, gold, predictions, figures)]
    return [
        f"| `{board}` | {figure.name} | {figure.value(scores):.3f} | {interval} | {figure.mark} |"
        for figure, interval in zip(figures, shown, strict=True)
    ]


def write_table(lines: list[str], readme: Path) -> None:
    """Puts the table between its markers."""
    before, _, rest = readme.read_text(encoding="utf-8").partition(_START)
    _, found, after = rest.partition(_END)
    if not found:
        raise SystemExit(f"{readme} lacks the markers that the table goes between: {_START} and {_END}")
    head = ["| board | figure | reached | 95 % interval | mark |", "|---|---|---|---|---|"]
    table = "\n".join([_START, *head, *lines, _END])
    readme.write_text(f"{before}{table}{after}", encoding="utf-8", newline="\n")


def run_all(folder: Path, out: Path, engine: str, readme: Path) -> None:
    """Predicts and scores every board that the folder has, prints the figures and keeps the table up to date."""
    score = scorer_of(folder)
    lines: list[str] = []
    for board in PREDICTORS:
        source = folder / board / "dev.jsonl"
        if not source.is_file():
            sys.stderr.write(f"{board}: not in this folder\n")
            continue
        start = time.perf_counter()
        predictions = predict(board, source, out / f"{board}.jsonl", engine)
        lines += (found := lines_of(board, score, read_rows(source), predictions))
        print("\n".join(found), flush=True)
        sys.stderr.write(f"{board}: {time.perf_counter() - start:.0f} s\n")
    write_table(lines, readme)


def main() -> None:
    """Parses the options, predicts and scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("board", choices=[*PREDICTORS, "all"])
    parser.add_argument(
        "input", nargs="?", default=os.environ.get("BRIEFER_BOARDS"), help="rows; of `all` the folder of the boards"
    )
    parser.add_argument("output", nargs="?", help="predictions; of `all` a folder for them (default: out/boards)")
    parser.add_argument("--engine", default="extractive", help="who reads articles (default: extractive)")
    parser.add_argument(
        "--table", default=Path(__file__).with_name("README.md"), type=Path, help="where `all` keeps its table"
    )
    options = parser.parse_args()
    if not options.input:
        parser.error("name the folder of the boards, or set BRIEFER_BOARDS to it")
    if options.board == "all":
        run_all(Path(options.input), Path(options.output or "out/boards"), options.engine, options.table)
    elif not options.output:
        parser.error("name the file for the predictions")
    else:
        predict(options.board, Path(options.input), Path(options.output), options.engine)


if __name__ == "__main__":
    main()
