"""`briefer read` and `brief` of documents, mails and tables, as a person calls them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from briefer.pipeline import Briefer
from briefer.read import child

Run = Callable[..., Result]

MADE = Path(__file__).parents[1] / "inputs" / "made"
STORY = (
    "Norrmark and Vellany failed to agree on summer water releases from the Vardo weir on Wednesday, the basin council "
    "said after a day of talks. Both governments will meet again next Tuesday in Port Oke."
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder as a desk has it."""
    folder = tmp_path / "desk"
    folder.mkdir()
    for name in ("word.docx", "columns-two.pdf", "newsletter.eml", "scan.pdf", "opendocument.odt"):
        shutil.copy(MADE / name, folder / name)
    (folder / "notes.csv").write_text(f'title,text\nFerries,"{STORY.replace("water", "ferry")}"\n', encoding="utf-8")
    return folder


def test_a_folder_of_documents_is_read_and_what_is_not_is_told(run: Run, desk: Path) -> None:
    result = run("read", desk, "--format", "json")
    assert result.exit_code == 0, result.output
    titles = [json.loads(line)["title"] for line in result.stdout.splitlines()]
    story = "No deal on Vardo water"
    others = ["Ferry company cuts night crossings", "Gauges to be read by Norrmark alone", "Ferries"]
    assert titles == [story, story, *others, story]
    # The same words in another format are the same text.
    assert "word.docx: it has the same text as" in result.stderr
    assert "scan.pdf: it holds pictures of pages only" in result.stderr


def test_read_shows_a_document_as_a_person_would_want_it(run: Run) -> None:
    shown = run("read", MADE / "columns-two.pdf").stdout
    assert "title      No deal on Vardo water\n" in shown
    assert "authors    Ada Sand\n" in shown
    assert "published  2026-05-20T19:40:00+02:00\n" in shown
    assert "language   en-GB\n" in shown
    assert "\n\nWhat happens next\n\n" in shown


def test_a_brief_of_documents_quotes_their_words(run: Run, tmp_path: Path) -> None:
    result = run("brief", MADE / "columns-two.pdf", MADE / "newsletter.eml", "-o", "b.json")
    assert result.exit_code == 0, result.output
    bundle = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    texts = {article["id"]: article["text"] for article in bundle["articles"]}
    spans = [span for story in bundle["stories"] for claim in story["positions"] for span in claim["evidence"]]
    assert spans
    assert all(texts[span["article"]][span["start"] : span["end"]] == span["words"] for span in spans)
    inputs = [row["input"] for row in bundle["account"]["articles"]]
    assert inputs == [str(MADE / "columns-two.pdf"), *(f"{MADE / 'newsletter.eml'}:{number}" for number in (1, 2, 3))]


@pytest.mark.parametrize(("name", "status"), [("scan.pdf", 4), ("locked.pdf", 1)])
def test_a_document_without_words_is_left_out_or_failed(run: Run, name: str, status: int) -> None:
    assert run("read", MADE / name).exit_code == status
    assert run("read", MADE / name, MADE / "word.docx").exit_code == (5 if status == 1 else 0)


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_a_name_of_several_lines_stays_on_one(run: Run, tmp_path: Path) -> None:
    name = "weir\nfailed everything\x1b[31m.txt"
    (tmp_path / name).write_text(f"{STORY}\x1b[31m red \x9b1m", encoding="utf-8")
    (tmp_path / f"{name}.pdf").write_bytes(b"no PDF")
    result = run("read", tmp_path / name, tmp_path / f"{name}.pdf")
    assert result.exit_code in (0, 5)
    assert not any(sign in result.output for sign in "\x1b\x9b")
    assert not any(line.startswith("failed everything") for line in result.output.splitlines())
    # What is kept is kept as it is.
    row = json.loads(run("read", tmp_path / name, "--format", "json").stdout)
    assert row["text"].endswith("\x1b[31m red \x9b1m")


def test_reading_leaves_no_process_and_no_file_behind(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-X",
        "dev",
        "-m",
        "briefer",
        "read",
        str(MADE / "columns-none.pdf"),
        str(MADE / "word.docx"),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "ResourceWarning" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_process_that_takes_documents_apart_ends_with_the_reading() -> None:
    readings = Briefer().read([str(MADE / "word.docx")])
    next(readings)
    process = child._shared._process
    assert process is not None
    assert list(readings) == []
    assert process.poll() is not None
