"""Files that real programs made (`tests/inputs/made`) to articles: text, properties, and what they hold instead."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from briefer.gather import gather
from briefer.model import Article, Document, Skipped
from briefer.read import Reading, read
from briefer.read.properties import agreed_date, usable_names, usable_title

MADE = Path(__file__).parent / "made"


def _make() -> ModuleType:
    """`tests/inputs/made/make.py`, which has the words."""
    spec = importlib.util.spec_from_file_location("made", MADE / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make = _make()


def readings(name: str) -> list[Reading | Skipped]:
    found: list[Reading | Skipped] = []
    for item in gather([str(MADE / name)]):
        assert isinstance(item, Document)
        found += read(item)
    return found


def article_of(name: str) -> Article:
    (found,) = readings(name)
    assert isinstance(found, Reading), found
    return found.article


LONG = [make.TITLE, make.LEAD, make.QUOTE, make.REPLY, "What happens next", *make.POINTS]
SHORT = [make.TITLE, make.LEAD, make.REPLY, "What happens next", *make.POINTS]
END = [make.QUOTE, make.LEAD, make.QUOTE, make.REPLY, make.CLOSING]
#: A row of a table reads as one line; in PDF nothing says where a cell ends.
ROWS = [" | ".join(cells) for cells in make.SHARES]
WORDS = [" ".join(cells) for cells in make.SHARES]


@pytest.mark.parametrize(
    ("name", "paragraphs"),
    [
        ("columns-none.pdf", [*LONG, *WORDS, *END]),
        ("columns-two.pdf", [*LONG, *WORDS, *END]),
        ("owner.pdf", [*LONG, *WORDS, *END]),
        ("office.odt", [*LONG, *ROWS, *END]),
        ("office.docx", [*LONG, *ROWS, *END]),
        ("word.docx", [*SHORT, *ROWS, make.QUOTE, make.CLOSING]),
        ("opendocument.odt", [*SHORT, *ROWS, make.QUOTE, make.CLOSING]),
        # The running head of a single page is told by nothing.
        ("word.pdf", ["Northern Wire · Water desk", *SHORT, *WORDS, make.QUOTE, make.CLOSING]),
    ],
)
def test_the_text_is_the_story_paragraph_by_paragraph(name: str, paragraphs: list[str]) -> None:
    assert article_of(name).text.split("\n\n") == paragraphs


@pytest.mark.parametrize(
    ("name", "authors", "published", "language"),
    [
        ("columns-none.pdf", ("Ada Sand",), "2026-05-20T19:40:00+02:00", "en-GB"),
        ("word.docx", ("Ada Sand",), "2026-05-20T17:40:00Z", "en-GB"),
        ("opendocument.odt", ("Ada Sand",), "2026-05-20T17:40:00Z", "en-GB"),
        # LibreOffice names who wrote the page, and no date: nobody saved it twice.
        ("office.odt", ("Ada Sand",), None, "en"),
    ],
)
def test_the_properties_say_what_the_article_is(
    name: str, authors: tuple[str, ...], published: str | None, language: str
) -> None:
    article = article_of(name)
    assert (article.title, article.authors, article.published) == (make.TITLE, authors, published)
    assert article.language == language


def test_the_same_bytes_give_the_same_article() -> None:
    for name in ("columns-two.pdf", "word.docx", "office.odt", "newsletter.eml"):
        assert readings(name) == readings(name)


@pytest.mark.parametrize(
    ("name", "outcome", "code", "words"),
    [("scan.pdf", "skipped", "scan", "pictures of pages only"), ("locked.pdf", "failed", "encrypted", "password")],
)
def test_what_holds_no_words_says_so(name: str, outcome: str, code: str, words: str) -> None:
    (found,) = readings(name)
    assert isinstance(found, Skipped)
    assert (found.outcome, found.code) == (outcome, code)
    assert words in found.reason


@pytest.mark.parametrize("name", ["columns-none.pdf", "word.docx", "opendocument.odt"])
@pytest.mark.parametrize("media_type", ["text/html", "text/plain", "application/octet-stream", None])
def test_bytes_say_more_than_names_and_servers(name: str, media_type: str | None) -> None:
    (found,) = read(Document(input="x", data=(MADE / name).read_bytes(), media_type=media_type))
    assert isinstance(found, Reading)
    assert found.article.title == make.TITLE


@pytest.mark.parametrize("name", ["columns-none.pdf", "word.docx", "opendocument.odt"])
def test_a_file_that_was_cut_off_fails_or_gives_words_and_stops_nothing(name: str) -> None:
    whole = (MADE / name).read_bytes()
    for length in range(0, len(whole), len(whole) // 12):
        kind = Path(name).suffix
        media_type = {".pdf": "application/pdf"}.get(kind)
        for found in read(Document(input="x", data=whole[:length], media_type=media_type)):
            assert isinstance(found, Reading | Skipped)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("No deal on Vardo water", "No deal on Vardo water"),
        ("Microsoft Word - No deal on Vardo water", "No deal on Vardo water"),
        ("Microsoft Word - doc1", None),
        ("Microsoft Word - Document1.docx", None),
        ("Untitled", None),
        ("untitled-2", None),
        ("PR_2026_05_20_final.docx", None),
        ("PR_2026_05", None),
        ("Slide 1", None),
        ("PowerPoint Presentation", None),
        ("Document (3)", None),
        ("https://example.org/x", None),
        ("12/05/2026", None),
        ("x" * 300, None),
        ("Ferries", "Ferries"),
    ],
)
def test_a_title_that_a_program_made_up_is_none(said: str, title: str | None) -> None:
    assert usable_title(said) == title


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (["Ada Sand"], ["Ada Sand"]),
        (["Ada Sand; Tom Oke"], ["Ada Sand", "Tom Oke"]),
        (["Ada Sand and Tom Oke"], ["Ada Sand", "Tom Oke"]),
        (["Windows User"], []),
        (["Microsoft Office User", "python-docx", "Admin", "user3", "hp"], []),
        (["asand", "EXAMPLE\\asand", "ada@example.org"], []),
        (["Halgren"], ["Halgren"]),
    ],
)
def test_an_author_that_is_an_account_is_none(said: list[str], names: list[str]) -> None:
    assert usable_names(said) == names


@pytest.mark.parametrize(
    ("created", "changed", "date"),
    [
        ("2026-05-20T15:02:00Z", "2026-05-20T17:40:00Z", "2026-05-20T17:40:00Z"),
        ("2026-05-14", "2026-05-20T17:40:00Z", "2026-05-20T17:40:00Z"),
        ("2019-01-07T09:00:00Z", "2026-05-20T17:40:00Z", None),
        ("2026-05-20T15:02:00Z", "", "2026-05-20T15:02:00Z"),
        ("", "", None),
        ("2026-05-20T15:02:00Z", "last week", None),
    ],
)
def test_a_document_that_grew_out_of_an_old_one_has_no_date(created: str, changed: str, date: str | None) -> None:
    assert agreed_date(created, changed) == date


def with_part(name: str, part: str, data: str) -> bytes:
    """A made document with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(MADE / name) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            new.writestr(item, data if item.filename == part else old.read(item))
    return out.getvalue()


def blocks_of(data: bytes) -> list[str]:
    (found,) = read(Document(input="x", data=data))
    assert isinstance(found, Reading), found
    return found.article.text.split("\n\n")


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_what_was_deleted_in_word_is_no_text_and_what_was_inserted_is() -> None:
    body = (
        f"<w:p><w:r><w:t>{make.LEAD}</w:t></w:r></w:p><w:p><w:r><w:t xml:space='preserve'>The weir </w:t></w:r>"
        "<w:del w:id='1'><w:r><w:delText>opens</w:delText></w:r></w:del><w:ins w:id='2'><w:r><w:t>stays shut</w:t></w:r>"
        "</w:ins><w:r><w:t>.</w:t><w:br/><w:t>So it is.</w:t></w:r></w:p>"
    )
    xml = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    assert blocks_of(with_part("word.docx", "word/document.xml", xml)) == [make.LEAD, "The weir stays shut.\nSo it is."]


def odt(body: str) -> bytes:
    names = (
        " ".join(
            f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
            for name in ("office", "text", "table", "style")
        )
        + ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    xml = f"<office:document-content {names}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return with_part("opendocument.odt", "content.xml", xml)


def test_deleted_words_and_remarks_in_opendocument_are_no_text() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>The weir opens.</text:p></text:deletion>"
        f"</text:changed-region></text:tracked-changes><text:p>{make.LEAD}</text:p><text:p>The<text:s text:c='2'/>weir<text:tab/>"
        "<text:span>stays</text:span> shut<office:annotation><dc:creator>Tom</dc:creator><text:p>Really?</text:p>"
        "</office:annotation>.<text:line-break/>So it is.</text:p>"
    )
    assert blocks_of(odt(body)) == [make.LEAD, "The weir stays shut.\nSo it is."]


def test_notes_frames_lists_and_cells_of_opendocument_keep_their_places() -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = "".join(f"<table:table-row>{cell.format(a)}{cell.format(b)}</table:table-row>" for a, b in make.SHARES)
    body = (
        f"<text:p>{make.LEAD}<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p>"
        "</text:note-body></text:note></text:p><text:list><text:list-item><text:p>One</text:p><text:list><text:list-item>"
        "<text:p>One and a half</text:p></text:list-item></text:list></text:list-item></text:list><text:p><draw:frame>"
        f"<draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame></text:p><table:table>{rows}</table:table>"
    )
    assert blocks_of(odt(body)) == [make.LEAD, "A note.", "One", "One and a half", "In a box.", *ROWS]


def test_a_table_that_lays_out_a_page_gives_its_paragraphs() -> None:
    cell = "<table:table-cell>{}</table:table-cell>"
    texts = [f"<text:p>{text}</text:p>" for text in (make.LEAD, make.QUOTE)]
    body = (
        f"<table:table><table:table-row>{cell.format(texts[0])}{cell.format(texts[1])}</table:table-row></table:table>"
    )
    assert blocks_of(odt(body)) == [make.LEAD, make.QUOTE]
