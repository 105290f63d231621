"""Tables, mailboxes, patterns and standard input to documents."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from briefer.model import Document, Skipped
from briefer.read import Reading, read
from briefer.sources import mailboxes, tables
from briefer.sources.files import Files
from briefer.sources.mailboxes import from_mailbox, is_mailbox
from briefer.sources.stdin import StandardInput
from briefer.sources.tables import from_table, is_table

MADE = Path(__file__).parent / "made"
STORY = (
    "Norrmark and Vellany failed to agree on summer water releases from the Vardo weir on Wednesday, the basin council "
    "said after a day of talks. Both governments will meet again next Tuesday in Port Oke."
)


def rows(text: str | bytes) -> list[Document | Skipped]:
    return list(from_table(text if isinstance(text, bytes) else text.encode(), "t.csv"))


@pytest.mark.parametrize(
    ("head", "separator"),
    [
        ("title,published,source,body", ","),
        ("Headline;Date;Outlet;Text", ";"),
        ("TITRE\tDATE\tMÉDIA\tTEXTE", "\t"),
        ("Titel|Datum|Quelle|Inhalt", "|"),
        ("sep=;\nTitle;Pub Date;Publisher;Full-Text", ";"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_row_with_a_text_is_an_article(head: str, separator: str, encoding: str) -> None:
    head = head.replace("Pub Date", "Published Date")
    line = separator.join(("No deal", "2026-05-20", "Northern Wire", f'"{STORY}"'))
    (document,) = from_table(f"{head}\n\n{line}\n".encode(encoding), "t.csv")
    assert isinstance(document, Document)
    assert document.input == f"t.csv:{head.count(chr(10)) + 3}"
    (found,) = read(document)
    assert isinstance(found, Reading), found
    article = found.article
    assert (article.title, article.published, article.outlet) == ("No deal", "2026-05-20", "Northern Wire")
    assert article.text == STORY


def test_a_row_with_a_link_alone_is_an_address_with_what_is_said_of_it() -> None:
    first, second, third = rows(
        "Link,Title,Authors\nhttps://example.org/1,No deal,Ada Sand; Tom Oke\n,Ferries,\nftp://x/2,,\n"
    )
    assert isinstance(first, Document)
    assert (first.media_type, first.url, first.data) == ("text/uri-list", "https://example.org/1", b"")
    assert first.given == {"title": "No deal", "authors": ["Ada Sand", "Tom Oke"]}
    assert isinstance(second, Skipped)
    assert (second.input, second.code, second.title) == ("t.csv:3", "empty", "Ferries")
    assert isinstance(third, Skipped)


def test_an_address_that_nobody_fetched_is_failed() -> None:
    (document,) = rows("url,title\nhttps://example.org/1,No deal\n")
    assert isinstance(document, Document)
    (found,) = read(document)
    assert isinstance(found, Skipped)
    assert (found.outcome, found.code, found.title, found.url) == (
        "failed",
        "not_fetched",
        "No deal",
        "https://example.org/1",
    )


def test_texts_of_several_lines_keep_them_and_rows_are_named_by_their_first() -> None:
    text = 'id,text\r\na,"one\r\ntwo, ""three"""\r\nb,four\r\n'
    first, second = rows(text)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert [first.input, second.input] == ["t.csv:2", "t.csv:4"]
    assert json.loads(first.data) == {"id": "a", "text": 'one\r\ntwo, "three"'}


@pytest.mark.parametrize(
    ("data", "outcome", "code"),
    [
        (b"name,weight\nx,1\n", "failed", "bad_table"),
        (b"url,title\n", "skipped", "empty"),
        (b"", "skipped", "empty"),
        (b"title,text\nCaf\xe9,x\n", "failed", "undecodable"),
        (b'title,text\nx,"never ends', "skipped", "empty"),
    ],
)
def test_a_table_that_is_none_says_why(data: bytes, outcome: str, code: str) -> None:
    found = rows(data)
    if code == "empty" and data.endswith(b"ends"):
        (found,) = [list(read(item)) for item in found if isinstance(item, Document)]  # type: ignore[assignment]
    (skipped,) = found
    assert isinstance(skipped, Skipped)
    assert (skipped.outcome, skipped.code) == (outcome, code)


def test_more_rows_than_a_table_may_have_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    found = rows("url,title\n" + "https://example.org/1,x\n" * 3)
    assert [isinstance(item, Document) for item in found] == [True, True, False]
    assert isinstance(found[-1], Skipped)
    assert (found[-1].outcome, found[-1].code) == ("failed", "too_large")


@pytest.mark.parametrize(
    ("start", "table"),
    [
        (b"url,title\nhttps://example.org,x\n", True),
        (b"title;text\nx;y\n", True),
        (b"url\nhttps://example.org\n", False),
        (b"The title, the text and the date were wrong.\nThe council said so.\n", False),
        (b"title,text", False),
    ],
)
def test_a_table_is_told_by_its_head(start: bytes, table: bool) -> None:
    assert is_table(start) == table


BOX = (
    b"From news@example.org Wed May 20 17:40:00 2026\nFrom: Northern Wire <news@example.org>\nSubject: One\n\n"
    + STORY.encode()
    + b"\n>From the quay it looks shut.\nFrom now on it is.\n\nFrom b@example.org Thu May 21 08:00:00 2026\nSubject: Two\nFrom: b\n\n"
    + STORY.encode()
    + b" Again.\n"
)


def test_each_mail_of_a_mailbox_is_a_document() -> None:
    first, second = from_mailbox(io.BytesIO(BOX).readline, "b.mbox")
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert [first.input, second.input] == ["b.mbox:1", "b.mbox:2"]
    assert first.data.endswith(b"\nFrom the quay it looks shut.\nFrom now on it is.\n\n")
    assert second.data.startswith(b"Subject: Two\n")


def test_a_mail_over_the_limit_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailboxes, "MAX_MAIL", 250)
    big = BOX.replace(b"Subject: One", b"Subject: One" + b"\nX-More: more" * 50)
    first, second = from_mailbox(io.BytesIO(big).readline, "b.mbox")
    assert isinstance(first, Skipped)
    assert (first.input, first.code) == ("b.mbox:1", "too_large")
    assert isinstance(second, Document)


@pytest.mark.parametrize("data", [b"", b"no mail at all\n", b"From here on the weir is shut.\n"])
def test_a_mailbox_without_mails_says_so(data: bytes) -> None:
    (found,) = from_mailbox(io.BytesIO(data).readline, "b.mbox")
    assert isinstance(found, Skipped)
    assert found.code == "empty"
    assert not is_mailbox(data)


def given_to_stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> list[Document | Skipped]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    return list(StandardInput("-").documents())


@pytest.mark.parametrize("name", ["columns-none.pdf", "word.docx", "opendocument.odt", "release.eml"])
def test_standard_input_may_be_any_document(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (document,) = given_to_stdin(monkeypatch, (MADE / name).read_bytes())
    assert isinstance(document, Document)
    first = next(read(document))
    assert isinstance(first, Reading)
    assert first.article.title in ("No deal on Vardo water", "Talks on the Vardo weir")


def test_standard_input_may_be_a_mailbox_or_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [item.input for item in given_to_stdin(monkeypatch, BOX)] == ["standard input:1", "standard input:2"]
    (row,) = given_to_stdin(monkeypatch, b"\xef\xbb\xbfurl;title\nhttps://example.org/1;x\n")
    assert isinstance(row, Document)
    assert row.url == "https://example.org/1"
    (text,) = given_to_stdin(monkeypatch, b"From here, the weir is shut.\n" + STORY.encode())
    assert isinstance(text, Document)
    assert text.media_type is None


def test_a_pattern_that_no_shell_resolved_is_resolved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("b.txt", "a.txt", "c.md", "deep/d.txt"):
        (tmp_path / name).write_text(STORY)
    monkeypatch.chdir(tmp_path)

    def names(pattern: str) -> list[str]:
        return [Path(item.input).as_posix() for item in Files(pattern).documents()]

    assert names("*.txt") == ["a.txt", "b.txt"]
    assert names(str(tmp_path / "*.md")) == [(tmp_path / "c.md").as_posix()]
    assert names("**/*.txt") == ["a.txt", "b.txt", "deep/d.txt"]
    assert names("d*") == ["deep/d.txt"]
    assert names("[ab].txt") == ["a.txt", "b.txt"]
    (nothing,) = Files("*.pdf").documents()
    assert isinstance(nothing, Skipped)
    assert (nothing.outcome, nothing.code) == ("failed", "missing")


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "[a].txt").write_text(STORY)
    (found,) = Files(str(tmp_path / "[a].txt")).documents()
    assert isinstance(found, Document)


@pytest.mark.parametrize(
    ("name", "way"), [("a.doc", ".docx"), ("a.xlsx", ".csv"), ("a.msg", ".eml"), ("a.pptx", ".pdf")]
)
def test_what_is_not_read_says_what_to_save_it_as(tmp_path: Path, name: str, way: str) -> None:
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0")
    (found,) = Files(str(tmp_path / name)).documents()
    assert isinstance(found, Skipped)
    assert found.code == "unknown_type"
    assert f"save it as {way}" in found.reason
