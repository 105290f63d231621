"""Files, folders, rows and standard input to documents; whatever cannot be had is a value."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from briefer.gather import gather
from briefer.model import Document, Skipped
from briefer.sources import files, rows
from briefer.sources.files import Files
from briefer.sources.stdin import StandardInput

TEXT = "The weir at Vardo stayed shut on Monday."


def by_name(place: Path) -> dict[str, Document | Skipped]:
    return {Path(item.input).name: item for item in Files(str(place)).documents()}


def test_a_file_is_handed_over_as_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.TXT"
    path.write_bytes(b"\xef\xbb\xbfOne\r\ntwo")
    assert list(Files(str(path)).documents()) == [
        Document(input=str(path), data=b"\xef\xbb\xbfOne\r\ntwo", media_type="text/plain")
    ]


@pytest.mark.parametrize(
    ("name", "media_type"), [("a.md", "text/markdown"), ("a.html", "text/html"), ("a.htm", "text/html")]
)
def test_the_ending_says_what_a_file_is(tmp_path: Path, name: str, media_type: str) -> None:
    (tmp_path / name).write_text(TEXT)
    (document,) = Files(str(tmp_path / name)).documents()
    assert isinstance(document, Document)
    assert document.media_type == media_type


def test_a_folder_gives_its_files_in_the_order_of_names_and_says_what_it_leaves(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("c.txt", "a.md", "b/z.txt", ".hidden.txt", "notes.xyz", ".git/x.txt", "plain"):
        (tmp_path / name).write_text(TEXT)
    found = list(Files(str(tmp_path)).documents())
    read = [Path(d.input).relative_to(tmp_path).as_posix() for d in found if isinstance(d, Document)]
    left = {Path(s.input).name: s.code for s in found if isinstance(s, Skipped)}
    assert read == ["a.md", "b/z.txt", "c.txt"]
    assert left == {".git": "hidden", ".hidden.txt": "hidden", "notes.xyz": "unknown_type", "plain": "unknown_type"}


def test_a_hidden_file_is_read_when_it_is_named(tmp_path: Path) -> None:
    (tmp_path / ".a.txt").write_text(TEXT)
    (document,) = Files(str(tmp_path / ".a.txt")).documents()
    assert isinstance(document, Document)


def test_a_name_that_is_no_utf8_can_be_written_and_its_file_is_read(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    try:
        for name in (b"caf\xe8.txt", b"caf\xe9.txt", b"x.\xe9"):
            Path(os.fsdecode(folder + b"/" + name)).write_text(TEXT + repr(name))
    except OSError:
        pytest.skip("the system has no such names")
    (tmp_path / "cafè.txt").write_text(TEXT)
    found = by_name(tmp_path)
    assert list(found) == ["cafè.txt", "caf\\xe8.txt", "caf\\xe9.txt", "x.\\xe9"]
    assert isinstance(read := found["caf\\xe9.txt"], Document)
    assert read.data.decode().endswith("xe9.txt'")
    assert isinstance(left := found["x.\\xe9"], Skipped)
    assert left.reason.startswith("files that end in .\\xe9 are not read")
    for place in (b"/gone\xe9.txt", b"/gone\xe9*"):
        (missing,) = Files(os.fsdecode(folder + place)).documents()
        assert missing.input == f"{tmp_path}{place.decode(errors='backslashreplace')}"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_that_leads_back_up_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "loop").symlink_to(tmp_path)
    found = by_name(tmp_path)
    assert isinstance(found["a.txt"], Document)
    assert isinstance(loop := found["loop"], Skipped)
    assert loop.code == "link"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_itself_and_a_link_to_nothing_are_failed(tmp_path: Path) -> None:
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    found = by_name(tmp_path)
    assert [(s.outcome, s.code) for s in found.values() if isinstance(s, Skipped)] == [
        ("failed", "missing"),
        ("failed", "unreadable"),
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_in_a_folder_does_not_stop_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    found = by_name(tmp_path)
    assert isinstance(pipe := found["a.txt"], Skipped)
    assert pipe.code == "unknown_type"


@pytest.mark.parametrize("name", [None, "notes.xyz"])
def test_a_folder_without_articles_says_so_in_one_line(tmp_path: Path, name: str | None) -> None:
    if name:
        (tmp_path / name).write_text(TEXT)
    last = list(Files(str(tmp_path)).documents())[-1]
    assert isinstance(last, Skipped)
    assert (last.outcome, last.code, last.input) == ("skipped", "no_articles", str(tmp_path))
    assert ".html" in last.reason


@pytest.mark.parametrize("name", ["gone.txt", "gone.xyz", "gone", "gone.jsonl"])
def test_a_missing_file_is_failed_whatever_its_ending(tmp_path: Path, name: str) -> None:
    (missing,) = Files(str(tmp_path / name)).documents()
    assert isinstance(missing, Skipped)
    assert (missing.outcome, missing.code) == ("failed", "missing")


def test_an_unreadable_file_is_failed_and_the_next_one_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    really_open = Path.open

    def refuse(self: Path, *args: object, **more: object) -> object:
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied", str(self))
        return really_open(self, *args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    found = by_name(tmp_path)
    assert isinstance(refused := found["a.txt"], Skipped)
    assert (refused.outcome, refused.code) == ("failed", "unreadable")
    assert "you may not read it" in refused.reason
    assert isinstance(found["b.txt"], Document)


def test_a_file_over_the_limit_is_skipped_without_being_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 100)
    (tmp_path / "fits.txt").write_bytes(b"x" * 100)
    (tmp_path / "big.txt").write_bytes(b"x" * 101)
    found = by_name(tmp_path)
    assert isinstance(found["fits.txt"], Document)
    assert isinstance(big := found["big.txt"], Skipped)
    assert big.code == "too_large"


def test_rows_are_named_by_file_and_line_and_blank_lines_count(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "one"}\n\n  \n{"text": "tru\n{"text": "three"}')
    found = [d for d in Files(str(path)).documents() if isinstance(d, Document)]
    assert [d.input for d in found] == [f"{path}:1", f"{path}:4", f"{path}:5"]
    assert [d.data for d in found] == [b'{"text": "one"}', b'{"text": "tru', b'{"text": "three"}']


def test_a_row_over_the_limit_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MAX_BYTES", 20)
    stream = io.BytesIO(b'{"text": "' + b"x" * 90 + b'"}\n{"text": "b"}\n')
    big, small = rows.from_lines(stream.readline, "r")
    assert isinstance(big, Skipped)
    assert (big.code, big.input) == ("too_large", "r:1")
    assert isinstance(small, Document)
    assert small.input == "r:2"


def test_json_files_hold_one_article_or_a_list(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text('[{"text": "one"},\n {"text": "two \\ud83d"}]')
    (tmp_path / "one.json").write_text('{\n"text": "one"\n}')
    (tmp_path / "none.json").write_text("[]")
    (tmp_path / "broken.json").write_text('[{"text": "one"}')
    names = [(Path(i.input).name, getattr(i, "code", None)) for i in Files(str(tmp_path)).documents()]
    assert names == [
        ("broken.json", "bad_json"),
        ("list.json:1", None),
        ("list.json:2", None),
        ("none.json", "empty"),
        ("one.json", None),
    ]


def piped(monkeypatch: pytest.MonkeyPatch, data: bytes) -> list[Document | Skipped]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    return list(StandardInput("-").documents())


def test_standard_input_is_one_text_unless_it_looks_like_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    text = b"\n\n  Sankt Arvel.\r\nIt rained.\n"
    assert piped(monkeypatch, text) == [Document(input="standard input", data=text)]
    assert piped(monkeypatch, b"[Northern Wire] It rained.")[0] == Document(
        input="standard input", data=b"[Northern Wire] It rained."
    )


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (b'\n{"text": "a"}\n{"text": "b"}\n', ["standard input:2", "standard input:3"]),
        (b'\xef\xbb\xbf{"text": "a"}', ["standard input:1"]),
        (b'{\n "text": "a"\n}\n', ["standard input"]),
        (b'[{"text": "a"}, {"text": "b"}]', ["standard input:1", "standard input:2"]),
        (b'{"text": "tru\n{"text": "b"}\n', ["standard input:1", "standard input:2"]),
        (b"", ["standard input"]),
    ],
)
def test_rows_on_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes, names: list[str]) -> None:
    assert [d.input for d in piped(monkeypatch, data)] == names


def test_rows_come_as_they_are_piped_in(monkeypatch: pytest.MonkeyPatch) -> None:
    read_end, write_end = os.pipe()
    with open(read_end, "rb") as reader, open(write_end, "wb", buffering=0) as writer:  # noqa: PTH123 - descriptors
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(reader))
        writer.write(b'{"text": "a"}\n')
        documents = StandardInput("-").documents()
        # The writer is still open: waiting for its end would never come back.
        assert next(documents).input == "standard input:1"
        writer.write(b'{"text": "b"}\n')
        assert next(documents).input == "standard input:2"


def test_standard_input_over_the_limit_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefer.sources.stdin.MAX_BYTES", 50)
    (big,) = piped(monkeypatch, b"word " * 20)
    assert isinstance(big, Skipped)
    assert big.code == "too_large"


def test_gather_takes_names_documents_and_sources_in_order(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    ready = Document(input="mine", data=b"x", media_type="text/plain")

    class Mine:
        def documents(self) -> list[Document]:
            return [Document(input="from a source", data=json.dumps({"text": "x"}).encode())]

    names = [item.input for item in gather([ready, tmp_path / "a.txt", Mine(), "gone.txt"])]  # type: ignore[list-item]
    assert names == ["mine", str(tmp_path / "a.txt"), "from a source", "gone.txt"]
