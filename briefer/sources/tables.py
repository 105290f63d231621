"""Tables (CSV): a row is an article, or a link to one."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from briefer.model import Document, Skipped
from briefer.sources.rows import MAX_BYTES, ROW, too_large

#: The media type of a document that is only its address.
LINK = "text/uri-list"
#: What columns are called, in lower case, and what they are here.
_COLUMNS = {
    "text": "text body content article fulltext full_text text_body maintext main_text volltext inhalt texte contenu contenido testo",
    "url": "url link href address web_url article_url permalink uri weblink lien enlace adresse",
    "title": "title headline heading subject titel überschrift titre titulo título titolo",
    "published": "published date published_at pubdate publication_date publish_date published_date datetime time datum fecha data",
    "outlet": "outlet source publisher publication site newspaper medium quelle journal fuente fonte média medio",
    "authors": "author authors byline autor autoren auteur auteurs autore autori",
    "language": "language lang sprache langue idioma lingua",
    "id": "id article_id",
}
_NAMES = {name: key for key, names in _COLUMNS.items() for name in names.split()}
_SEPARATORS = (",", ";", "\t", "|")
#: Rows of one table.
MAX_ROWS = 100_000
_ADDRESS = re.compile(r"https?://\S+\Z", re.IGNORECASE)


def is_table(start: bytes) -> bool:
    """Whether a file that starts so is a table with a head that names a text or a link, and something beside it."""
    try:
        lines = start.decode("utf-8-sig", "replace").splitlines()
    except LookupError:
        return False
    if len(lines) < 2:
        return False
    separator, lines = _separator(lines)
    head = _head(next(csv.reader(lines[:1], delimiter=separator), []))
    return len([key for key in head if key]) >= 2 and bool({"text", "url"} & set(head))


def from_table(data: bytes, name: str) -> Iterator[Document | Skipped]:
    """A document for each row; its input is `NAME:LINE`, that of the line where the row begins, counted from 1."""
    text = _decoded(data)
    if isinstance(text, str):
        yield from _rows(text, name)
    else:
        reason = f"it is not UTF-8 (see byte {text + 1}): save the table as “CSV UTF-8”"
        yield Skipped(input=name, outcome="failed", code="undecodable", reason=reason)


def _rows(text: str, name: str) -> Iterator[Document | Skipped]:
    lines = text.splitlines(keepends=True)
    told = bool(lines) and re.match(r"sep=(.)\s*\Z", lines[0], re.IGNORECASE) is not None
    separator, lines = _separator(lines)
    csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(io.StringIO("".join(lines), newline=""), delimiter=separator)
    begin, first, count = 1, 1 + told, 0
    head: Sequence[str | None] | None = None
    try:
        for cells in reader:
            line, begin = first + begin - 1, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if head is None:
                head = _head(cells)
                if refusal := _unfit(head, cells, name):
                    yield refusal
                    return
                continue
            count += 1
            if count > MAX_ROWS:
                reason = f"it has more than {MAX_ROWS:,} rows, and the rest is not read: split it"
                yield Skipped(input=name, outcome="failed", code="too_large", reason=reason)
                return
            yield _document(_row(head, cells), f"{name}:{line}")
    except csv.Error as error:
        yield Skipped(
            input=f"{name}:{first + reader.line_num - 1}",
            outcome="failed",
            code="bad_row",
            reason=f"the table cannot be read from here on: {error}",
        )
        return
    if count == 0:
        yield Skipped(input=name, outcome="skipped", code="empty", reason="the table has no rows")


def _document(row: Mapping[str, object], name: str) -> Document | Skipped:
    url = row.get("url")
    if row.get("text"):
        data = json.dumps(row).encode()
        return too_large(name) if len(data) > MAX_BYTES else Document(input=name, data=data, media_type=ROW)
    if not isinstance(url, str) or not _ADDRESS.match(url):
        reason = "the row has neither a text nor an address that begins with http:// or https://"
        return Skipped(input=name, outcome="skipped", code="empty", reason=reason, title=_title(row))
    return Document(input=name, data=b"", media_type=LINK, url=url, given={k: v for k, v in row.items() if k != "url"})


def _title(row: Mapping[str, object]) -> str | None:
    title = row.get("title")
    return title if isinstance(title, str) else None


def _row(head: Sequence[str | None], cells: Sequence[str]) -> dict[str, object]:
    """The cells by what their columns are; a second column of a kind counts where the first is empty."""
    row: dict[str, object] = {}
    for key, cell in zip(head, cells, strict=False):
        value = cell if key == "text" else cell.strip()
        if key and value.strip() and key not in row:
            row[key] = [name.strip() for name in value.split(";")] if key == "authors" else value
    return row


def _head(cells: Sequence[str]) -> list[str | None]:
    """What each column is; None for one that says nothing of an article."""
    return [_NAMES.get(re.sub(r"[\s_-]+", "_", cell.strip().lower())) for cell in cells]


def _unfit(head: Sequence[str | None], cells: Sequence[str], name: str) -> Skipped | None:
    if {"text", "url"} & set(head):
        return None
    shown = ", ".join(" ".join(cell.split())[:30] for cell in cells[:8])
    reason = f"its first line names no column “text” or “url” (it has: {shown})"
    return Skipped(input=name, outcome="failed", code="bad_table", reason=reason)


def _separator(lines: list[str]) -> tuple[str, list[str]]:
    """What stands between the cells, and the lines of the table: as its first line says, else what its head has most."""
    if lines and (told := re.match(r"sep=(.)\s*\Z", lines[0], re.IGNORECASE)):
        return told[1], lines[1:]
    head = next((line for line in lines if line.strip()), "")
    return max(_SEPARATORS, key=head.count), lines


def _decoded(data: bytes) -> str | int:
    """The table's characters, or the byte at which they are none: UTF-8, or what a byte-order mark says."""
    name = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        return error.start
