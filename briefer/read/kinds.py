"""What a document is: by its first bytes, whatever its name or its server calls it."""

from __future__ import annotations

import io
import re
import zipfile

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
MAIL = "message/rfc822"
#: An address without a document: whoever gathers fetches it.
LINK = "text/uri-list"
#: What documents may be, as `Document.media_type`; without one the first bytes tell.
MEDIA_TYPES = ("text/plain", "text/markdown", "text/html", "application/json", PDF, DOCX, ODT, MAIL, LINK)
#: What is taken apart in the child process.
APART = (PDF, DOCX, ODT, MAIL)
_PAGE_STARTS = ("<!doctype html", "<html")
_XML = re.compile(r"\A\s*<\?xml[^>]*\?>")
#: A mail begins with headers, of which one of these is among the first.
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]?[^\r\n]*\r?\n(?:[ \t]+[^\r\n]*\r?\n)*")
_TELLS = {b"from", b"received", b"return-path", b"delivered-to", b"message-id", b"mime-version", b"subject", b"date"}
_MOST_HEADERS = 40


def told(data: bytes, declared: str | None) -> str | None:
    """The media type that counts; None where nothing tells, and it is a text or nothing."""
    if data[:1024].lstrip(b"\r\n\t \xef\xbb\xbf").startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"PK\x03\x04") and (office := _office(data)) is not None:
        return office
    if declared is None and is_mail(data):
        return MAIL
    return declared


def is_page(text: str) -> bool:
    """Whether the text is a page of HTML."""
    return _XML.sub("", text[:500]).lstrip().lower().startswith(_PAGE_STARTS)


def is_list(text: str) -> bool:
    """Whether the text is a feed or a list of feeds."""
    return re.match(r"<(?:rss|feed|opml|rdf:rdf)[\s>]", _XML.sub("", text[:500]).lstrip(), re.IGNORECASE) is not None


def is_mail(data: bytes) -> bool:
    """Whether the bytes begin with the headers of a mail: two of those that every mail has."""
    place, found = 0, set()
    for _ in range(_MOST_HEADERS):
        header = _HEADER.match(data, place)
        if header is None:
            break
        name = header[0].partition(b":")[0].lower()
        if name in _TELLS:
            found.add(name)
        place = header.end()
    return len(found) >= 2 and bool(found & {b"from", b"received", b"return-path", b"message-id", b"mime-version"})


def _office(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = parts.namelist()
            if "word/document.xml" in names or any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
                return DOCX
            if "mimetype" in names and parts.getinfo("mimetype").file_size < 200:
                return ODT if parts.read("mimetype").startswith(ODT.encode()) else None
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError, EOFError):
        return None
    return None
