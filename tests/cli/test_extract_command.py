"""`briefer extract`: a row out for each row in, in order, whatever its status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from briefer.contract import load_findings

Run = Callable[..., Result]


def rows(*texts: str) -> str:
    return "".join(json.dumps({"id": f"r{i}", "text": text}) + "\n" for i, text in enumerate(texts, 1))


def statuses(output: str) -> list[tuple[str, str]]:
    found = [load_findings(json.loads(line)) for line in output.splitlines()]
    return [(row.article.id, row.status) for row in found]


def test_rows_in_rows_out(run: Run, water: Path, ferry: Path) -> None:
    result = run("extract", "-", input=rows(water.read_text("utf-8"), ferry.read_text("utf-8")))
    assert result.exit_code == 0, result.stderr
    assert statuses(result.stdout) == [("r1", "ok"), ("r2", "ok")]
    first = json.loads(result.stdout.splitlines()[0])
    text = water.read_text("utf-8")
    (quote,) = [text[s["start"] : s["end"]] for p in first["positions"] for s in p["quotes"]]
    assert quote == "You cannot share a river that you measure twice,"


def test_a_row_is_one_line_whatever_its_text_holds(run: Run, water: Path) -> None:
    text = water.read_text("utf-8").replace("\n\n", "\u2028\u0085\u2029")
    result = run("extract", "-", input=rows(text))
    assert result.exit_code == 0, result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_every_row_gets_one_whatever_its_status(
    run: Run, water: Path, ferry: Path, french: Path, tmp_path: Path
) -> None:
    good, other, foreign = (path.read_text("utf-8") for path in (water, ferry, french))
    lines = rows(good, foreign, "", good + " ").splitlines()
    lines += [
        '{"id": "r5", "text": "tru',
        json.dumps({"id": "r1", "text": other}),
        json.dumps({"id": "r7", "title": "x"}),
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(lines), encoding="utf-8")
    result = run("extract", "rows.jsonl", "-o", "findings.jsonl")
    assert result.exit_code == 5, result.stderr
    found = [json.loads(line) for line in (tmp_path / "findings.jsonl").read_text("utf-8").splitlines()]
    assert [(row["status"], (row["problem"] or {}).get("code")) for row in found] == [
        ("ok", None),
        ("skipped", "language"),
        ("skipped", "empty"),
        ("skipped", "duplicate"),
        ("failed", "bad_json"),
        ("failed", "repeated_id"),
        ("failed", "bad_row"),
    ]
    assert [row["article"]["id"] for row in found if row["status"] != "failed"] == ["r1", "r2", "r3", "r4"]
    assert found[6]["article"]["id"] == "r7"
    for row in found:
        load_findings(row)


@pytest.mark.parametrize(("input", "status"), [(rows(""), 4), ('{"text": "tru', 1), (rows("") + '{"text": "tru', 1)])
def test_no_article_at_all(run: Run, input: str, status: int) -> None:
    result = run("extract", "-", input=input)
    assert result.exit_code == status, result.stderr
    assert len(result.stdout.splitlines()) == len(input.splitlines())


def test_files_and_folders_are_read_too(run: Run, tmp_path: Path, water: Path, ferry: Path) -> None:
    result = run("extract", tmp_path)
    assert result.exit_code == 0, result.stderr
    assert len(result.stdout.splitlines()) == 2


def test_a_stopped_run_keeps_what_stood_there(
    run: Run, tmp_path: Path, water: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefer.engines.extractive import ExtractiveEngine
    from briefer.errors import EngineError

    def stop(*_: object) -> object:
        raise EngineError("the quota is gone", hint="try tomorrow")

    monkeypatch.setattr(ExtractiveEngine, "read", stop)
    (tmp_path / "findings.jsonl").write_text("old")
    result = run("extract", water, "-o", "findings.jsonl")
    assert result.exit_code == 1
    assert "briefer: the quota is gone\n  try tomorrow\n" in result.stderr
    assert (tmp_path / "findings.jsonl").read_text() == "old"


def test_findings_can_be_replayed(run: Run, tmp_path: Path, water: Path, ferry: Path) -> None:
    assert run("extract", water, ferry, "-o", "recorded.jsonl").exit_code == 0
    result = run("brief", water, ferry, "--engine", "replay", "--recordings", "recorded.jsonl")
    assert result.exit_code == 0, result.stderr
    assert "recorded findings from recorded.jsonl" in result.stderr
    assert "Signe Halgren" in result.stdout


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "briefer", "extract", *arguments],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def test_two_workers_give_the_same_rows_as_one(run: Run, tmp_path: Path, water: Path, ferry: Path) -> None:
    texts = [f"{water.read_text('utf-8')} Day {i}." for i in range(10)] + [ferry.read_text("utf-8")]
    (tmp_path / "rows.jsonl").write_text(rows(*texts), encoding="utf-8")
    alone = run("extract", "rows.jsonl")
    process = start(tmp_path, "rows.jsonl", "--workers", "2")
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert output.decode("utf-8").splitlines() == alone.stdout.splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such signal")
@pytest.mark.parametrize(("workers", "after"), [("1", 0), ("2", 0), ("2", 0.3), ("2", 0.9)])
def test_ctrl_c_ends_with_130_and_leaves_nothing_half_written(
    tmp_path: Path, water: Path, interrupt: Callable[..., None], workers: str, after: float
) -> None:
    process = start(tmp_path, "-", "-o", "findings.jsonl", "--workers", workers)
    assert process.stdin is not None
    process.stdin.write(rows(*(f"{water.read_text('utf-8')} Day {i}." for i in range(40))).encode())
    process.stdin.flush()
    # Standard input stays open, so the run cannot end by itself.
    interrupt(process, after)
    assert [p.name for p in tmp_path.iterdir()] == ["water.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is another error there")
def test_a_reader_that_has_seen_enough_is_no_error_to_shout_about(tmp_path: Path, water: Path) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(
        [sys.executable, "-m", "briefer", "extract", water.name],
        cwd=tmp_path,
        stdout=write_end,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(write_end)
    assert b"Traceback" not in done.stderr
    assert b"Broken" not in done.stderr
