"""Bytes to text: the character set, and what is no text at all."""

from __future__ import annotations

import codecs
import re

from briefer.read.refusal import Refusal

#: First bytes of what people hand over by mistake, and its name.
_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x7fELF", "a program"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: How far into a page the character set may be declared: https://html.spec.whatwg.org/#charset1024
_DECLARED_WITHIN = 1024
_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
#: How much of the start tells a binary from a text.
_SNIFFED = 8192


def binary(data: bytes) -> Refusal | None:
    """Why these bytes are no text, or None."""
    for start, what in _MAGIC:
        if data.startswith(start):
            return Refusal("binary", f"it is {what}, not text: save its text as .txt or .html")
    if not any(data.startswith(bom) for bom, _ in _BOMS) and b"\0" in data[:_SNIFFED]:
        return Refusal("binary", "it is a binary file, not text")
    return None


def decode_text(data: bytes) -> str | Refusal:
    """The characters as they are: UTF-8, or what a byte-order mark says; only the mark is dropped."""
    bom, name = next(((b, n) for b, n in _BOMS if data.startswith(b)), (b"", "utf-8"))
    try:
        return data[len(bom) :].decode(name)
    except UnicodeDecodeError as error:
        where = f"byte {len(bom) + error.start + 1}"
        return Refusal("undecodable", f"it is not {name.upper()} (see {where}): save it as UTF-8", "failed")


def decode_page(data: bytes) -> str | Refusal:
    """A page's characters: by its byte-order mark, else as it declares, else as UTF-8, else by its bytes."""
    if any(data.startswith(bom) for bom, _ in _BOMS):
        return decode_text(data)
    said = _DECLARED.search(data[:_DECLARED_WITHIN])
    for name in (said[1].decode("ascii") if said else None, "utf-8"):
        if name is not None and (text := _decoded(data, name)) is not None:
            return text
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return str(best) if best else Refusal("undecodable", "its characters cannot be told: save it as UTF-8", "failed")


def _decoded(data: bytes, name: str) -> str | None:
    # As every browser reads them: Latin-1 means its superset, and what is declared in ASCII is not UTF-16.
    # https://encoding.spec.whatwg.org/#names-and-labels, https://html.spec.whatwg.org/#concept-encoding-sniffing
    label = name.lower()
    wanted = "cp1252" if label in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name
    wanted = "utf-8" if label.startswith("utf-16") else wanted
    try:
        return data.decode(wanted)
    except (UnicodeDecodeError, LookupError):
        return None
