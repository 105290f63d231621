"""The boards' command predicts from what is given, never from labels, and keeps its table."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BOARDS = Path(__file__).resolve().parents[2] / "benchmarks" / "boards.py"
Row = dict[str, Any]

TEXT = (
    "SANKT ARVEL — Norrmark and Vellany put off their water talks on Tuesday. “We need another week,” said Signe "
    "Halgren, the prime minister of Norrmark. The council of the basin expects 40 million cubic metres by May."
)
OTHER = "TARNVIK — A ferry ran aground on the Karsund reef in fog. Nobody drowned, the coast guard said on Friday."
PAGE = f"<html><body><article><h1>Talks put off</h1><p>{TEXT}</p><p>{OTHER}</p><p>{TEXT}</p></article></body></html>"

#: Rows with labels: made-up ones, since no prediction may know them.
ROWS: dict[str, list[Row]] = {
    "attribution": [
        {"id": "a", "outlet": "o", "published": "2026-11-20", "text": TEXT, "attributions": [{"source": 1}]}
    ],
    "main_event": [
        {"id": "m", "title": "Talks put off", "published": "2026-11-20 00:00:00", "text": TEXT, "gold": {"who": ["x"]}}
    ],
    "claim_support": [
        {"id": "s", "set": "one", "claim": "The talks were put off.", "text": TEXT, "gold": "supported"},
        {
            "id": "t",
            "set": "wice",
            "claim": "A ferry ran aground in fog.",
            "sentences": ["Nothing of the kind.", "A ferry ran aground on the Karsund reef in fog."],
            "gold": "not_supported",
            "evidence": [[0]],
        },
    ],
    "same_event": [
        {"id": "a", "text": TEXT, "gold": "1"},
        {"id": "b", "text": TEXT.replace("40", "42"), "gold": "2"},
        {"id": "c", "text": OTHER, "gold": "1"},
    ],
    "pages": [{"id": "p", "url": "https://tidende.example/talks", "html": "html/p.html.gz", "gold": "nothing"}],
    "dates": [
        {"text": "They met on 3 March 2026.", "reference": "2026-03-05T10:00:00", "gold": []},
        {"text": "They met in March.", "reference": "2026-03-05T10:00:00", "gold": [{"type": "x", "values": None}]},
    ],
}
LABELS = ("attributions", "gold", "evidence", "set")


def run(*arguments: object) -> str:
    command = [sys.executable, str(BOARDS), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def write(folder: Path, board: str, rows: list[Row]) -> Path:
    path = folder / board / "dev.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    if board == "pages":
        (path.parent / "html").mkdir(exist_ok=True)
        (path.parent / "html" / "p.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    return path


PREDICTING = """
import sys
from pathlib import Path
folder = Path(sys.argv[2])
sys.path.insert(0, sys.argv[1])
import boards
for board in sys.argv[3:]:
    boards.predict(board, folder / board / "dev.jsonl", folder / f"{board}.jsonl", "extractive")
"""


@pytest.fixture(scope="module")
def predicted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder with predictions for rows with labels and one without; a process each, so that none knows the other's."""
    folder = tmp_path_factory.mktemp("boards")
    for board, rows in ROWS.items():
        write(folder / "labelled", board, rows)
        write(folder / "bare", board, [{key: row[key] for key in row if key not in LABELS} for row in rows])
    for name in ("labelled", "bare"):
        command = [sys.executable, "-c", PREDICTING, str(BOARDS.parent), str(folder / name), *ROWS]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
    return {name: folder / name for name in ("labelled", "bare")}


@pytest.mark.parametrize("board", ROWS)
def test_the_same_predictions_come_out_without_labels(board: str, predicted: dict[str, Path]) -> None:
    bare, labelled = predicted["bare"], predicted["labelled"]
    assert (bare / board / "dev.jsonl").read_bytes() != (labelled / board / "dev.jsonl").read_bytes()
    made = (labelled / f"{board}.jsonl").read_text(encoding="utf-8")
    assert made == (bare / f"{board}.jsonl").read_text(encoding="utf-8")
    assert len(made.splitlines()) == len(ROWS[board])


def test_predictions_say_what_the_rows_say(predicted: dict[str, Path]) -> None:
    found: dict[str, list[Row]] = {}
    for board in ("claim_support", "same_event", "dates"):
        lines = (predicted["labelled"] / f"{board}.jsonl").read_text(encoding="utf-8").splitlines()
        found[board] = [json.loads(line) for line in lines]
    assert [(row["supported"], row["evidence"]) for row in found["claim_support"]] == [(True, [0]), (True, [1])]
    a, b, c = (row["cluster"] for row in found["same_event"])
    assert a == b != c
    assert found["dates"] == [{"i": 0, "dates": [{"start": "2026-03-03"}]}, {"i": 1, "dates": []}]


def test_one_board_is_predicted_alone(predicted: dict[str, Path], tmp_path: Path) -> None:
    run("dates", write(tmp_path, "dates", ROWS["dates"]), alone := tmp_path / "alone.jsonl")
    assert alone.read_bytes() == (predicted["labelled"] / "dates.jsonl").read_bytes()


SCORER = """
def claim_support(gold, pred):
    said = {row["id"]: row["supported"] for row in pred}
    kept = sum(said[row["id"]] for row in gold) / len(gold)
    part = {"supported_kept": kept, "unsupported_caught": 0.25, "evidence_f1": 0.5}
    return {"wice": part, "mean_balanced_accuracy": kept}, []

def dates(gold, pred):
    return {"value_f1": sum(bool(row["dates"]) for row in pred) / len(gold)}, []

BOARDS = {"claim_support": claim_support, "dates": dates}
"""


def test_all_boards_of_a_folder_are_scored_into_the_table(tmp_path: Path) -> None:
    for board in ("claim_support", "dates"):
        write(tmp_path, board, ROWS[board])
    (tmp_path / "score.py").write_text(SCORER, encoding="utf-8")
    table = tmp_path / "TABLE.md"
    table.write_text(
        "# Before\n\n<!-- boards: written by `make boards` -->\nold\n<!-- boards: end -->\n\nAfter.\n", encoding="utf-8"
    )
    printed = run("all", tmp_path, tmp_path / "out", "--table", table)
    written = table.read_text(encoding="utf-8")
    assert written.startswith("# Before\n")
    assert written.endswith("\nAfter.\n")
    assert "old" not in written
    assert "| `claim_support` | supported kept, mean of sets | 1.000 | 1.000 to 1.000 | ≥ .80 |" in written
    assert "| `claim_support` | unsupported caught, mean of sets | 0.250 | 0.250 to 0.250 |  |" in written
    assert "| `dates` | value F1 | 0.500 | 0.000 to 1.000 | ≥ .85 |" in written
    assert all(line in written for line in printed.splitlines())


def test_without_a_folder_it_says_which_it_needs(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "BRIEFER_BOARDS"}
    command = [sys.executable, str(BOARDS), "all"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)
    assert done.returncode == 2
    assert "BRIEFER_BOARDS" in done.stderr


def test_what_a_gate_withholds_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BOARDS.parent))
    import boards  # type: ignore[import-not-found]

    bad, good = {"status": "withheld"}, {"status": "flagged"}
    findings = {
        "headline": "It rained",
        "headline_check": bad,
        "who": [{"name": "A", "check": bad}, {"name": "B", "check": good}],
        "what": [{"text": "It snowed", "check": good}],
        "positions": [{"text": "x", "check": bad}],
        "next_steps": [],
    }
    kept = boards.without_withheld(findings)
    assert kept["headline"] == "It snowed"
    assert [claim["name"] for claim in kept["who"]] == ["B"]
    assert kept["positions"] == []
