"""PDF to the text of record: paragraphs without running heads, page numbers and hyphens at line ends."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, Any

from briefer.read.judge import MAX_SOURCE, MIN_WORDS, count_words, judge_source
from briefer.read.pdf.about import about_of
from briefer.read.pdf.layout import heading_of, paragraphs_of
from briefer.read.pdf.lines import Line, lines_of
from briefer.read.pieces import Piece
from briefer.read.refusal import Refusal

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

#: Pages of the longest report that is read; the text has a limit of its own.
_MOST_PAGES = 500
#: From such a share of characters without a meaning on, the fonts do not say which letters they show.
_MEANINGLESS = 0.1


def from_pdf(data: bytes) -> list[Piece] | Refusal:
    """The article of a PDF file, with what its properties say of it."""
    import pypdf
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return Refusal("encrypted", "it is locked with a password: save a copy without one", "failed")
        return _read(reader)
    except DependencyError:
        reason = "it is encrypted in a way that needs the package “cryptography”: pip install cryptography"
        return Refusal("encrypted", reason, "failed")
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError) as error:
        return Refusal("unreadable", f"it is a broken PDF file: {str(error) or type(error).__name__}", "failed")


def _read(reader: PdfReader) -> list[Piece] | Refusal:
    number = len(reader.pages)
    if number > _MOST_PAGES:
        return Refusal("too_large", f"it has {number:,} pages, more than any article: split it")
    pages: list[list[Line]] = []
    characters, pictures = 0, False
    for page in reader.pages:
        pages.append(lines_of(page))
        characters += sum(len(line.text) for line in pages[-1])
        pictures = pictures or (not pages[-1] and _has_pictures(page))
        if characters > MAX_SOURCE and (refusal := judge_source(characters)) is not None:
            return refusal
    text = "\n\n".join(paragraphs_of(pages))
    if pictures and count_words(text) < MIN_WORDS:
        return Refusal("scan", "it holds pictures of pages only: have its text recognised, or save it as text")
    if _meaningless(text):
        return Refusal("unreadable", "its fonts do not say which letters they show: save its text as .txt", "failed")
    about: dict[str, Any] = about_of(reader)
    if "title" not in about and (heading := heading_of(pages)):
        about["title"] = heading
    return [Piece(text=text, about=about)]


def _has_pictures(page: PageObject) -> bool:
    resources = page.get("/Resources")
    resources = resources.get_object() if resources is not None else {}
    objects = resources.get("/XObject") if hasattr(resources, "get") else None
    objects = objects.get_object() if objects is not None else {}
    return bool(objects)


def _meaningless(text: str) -> bool:
    """Whether too many characters are private ones, replacements or names of glyphs."""
    odd = sum(1 for c in text if "\ue000" <= c <= "\uf8ff" or c == "\ufffd")
    return odd > _MEANINGLESS * max(len(text), 1)
