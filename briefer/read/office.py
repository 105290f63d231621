"""Word and OpenDocument files to the text of record."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from briefer.read.blocks import paragraphs
from briefer.read.judge import judge_source
from briefer.read.pieces import Piece
from briefer.read.properties import agreed_date, usable_names, usable_title
from briefer.read.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

#: Bytes of all that is packed in a document, unpacked; pictures are left packed.
MAX_UNPACKED = 100 * 1024**2
#: Files in a document.
MAX_FILES = 5000
#: Of a file in the archive that is no picture: so many times its packed size is no text.
_MAX_RATIO = 1000
_RATIO_FROM = 1024**2

_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Elements of a style that say how it looks.
_LOOKS = ("rPr", "tblPr", "tblStylePr", "trPr", "tcPr", "docDefaults", "latentStyles")
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
#: What an OpenDocument text holds beside what is read: deleted words, remarks, lists of contents.
_UNREAD = {
    f"{_TEXT}tracked-changes",
    f"{_OFFICE}annotation",
    f"{_TEXT}table-of-content",
    f"{_TEXT}alphabetical-index",
    f"{_TEXT}note-citation",
    f"{_TEXT}sequence-decls",
    f"{_OFFICE}forms",
    "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}title",
    "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc",
}


def from_docx(data: bytes) -> list[Piece] | Refusal:
    """The article of a Word file, with what its properties say of it."""
    parts = _open(data)
    if isinstance(parts, Refusal):
        return parts
    import lxml.html
    import mammoth

    html = mammoth.convert_to_html(
        _without_looks(parts),
        # Neither a picture nor a file that one is linked to is opened.
        convert_image=lambda _: [],
        include_embedded_style_map=False,
        style_map="p[style-name='Title'] => h1:fresh\np[style-name='Quote'] => blockquote:fresh\n"
        "p[style-name^='toc '] => !\np[style-name^='TOC '] => !",
    ).value
    if (refusal := judge_source(len(html) // 2)) is not None:
        return refusal
    if not html.strip():
        return [Piece(text="")]
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for link in root.xpath("//a[starts-with(@href, '#footnote-ref') or starts-with(@href, '#endnote-ref')]"):
        link.drop_tree()  # The arrow back from a note to its place.
    headings = [" ".join(heading.text_content().split()) for heading in root.iter("h1")]
    core = _xml(parts, "docProps/core.xml")
    about: dict[str, Any] = {}
    if core is not None:
        about = {
            "title": usable_title(_said(core, f"{_DC}title")),
            "authors": usable_names([_said(core, f"{_DC}creator")]),
            "published": agreed_date(_said(core, f"{_TERMS}created"), _said(core, f"{_TERMS}modified")),
            "language": _said(core, f"{_DC}language"),
        }
    return [Piece(text="\n\n".join(paragraphs(root)), about=_about(about, headings))]


def from_odt(data: bytes) -> list[Piece] | Refusal:
    """The article of an OpenDocument text, with what its properties say of it."""
    parts = _open(data)
    if isinstance(parts, Refusal):
        return parts
    if parts.namelist() and "META-INF/manifest.xml" in parts.namelist():
        manifest = parts.read("META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            return Refusal("encrypted", "it is locked with a password: save a copy without one", "failed")
    content, meta = _xml(parts, "content.xml"), _xml(parts, "meta.xml")
    body = content.find(f".//{_OFFICE}text") if content is not None else None
    if body is None:
        return Refusal("unreadable", "it is a broken OpenDocument file: it has no text", "failed")
    found: list[str] = []
    headings: list[str] = []
    _blocks(body, found, headings)
    if (refusal := judge_source(sum(map(len, found)))) is not None:
        return refusal
    about: dict[str, Any] = {}
    if meta is not None:
        created = _said(meta, f"{_META}creation-date")
        about = {
            "title": usable_title(_said(meta, f"{_DC}title")),
            "authors": usable_names([_said(meta, f"{_META}initial-creator") or _said(meta, f"{_DC}creator")]),
            "published": agreed_date(_whole(created), _whole(_said(meta, f"{_DC}date"))),
            "language": _said(meta, f"{_DC}language"),
        }
    return [Piece(text="\n\n".join(found), about=_about(about, headings))]


def _without_looks(parts: zipfile.ZipFile) -> io.BytesIO:
    """The Word file without pictures, and its styles without how they look: most of its XML, and nobody's words."""
    import lxml.etree

    slim = io.BytesIO()
    with zipfile.ZipFile(slim, "w") as made:
        for name in parts.namelist():
            if not name.lower().endswith((".xml", ".rels")):
                continue
            part = parts.read(name)
            if name == "word/styles.xml" and (styles := _xml(parts, name)) is not None:
                lxml.etree.strip_elements(styles, *(f"{_WORD}{tag}" for tag in _LOOKS))
                part = lxml.etree.tostring(styles)
            made.writestr(name, part)
    slim.seek(0)
    return slim


def _about(said: dict[str, Any], headings: list[str]) -> dict[str, Any]:
    """What was said, the first heading for a title where there is none."""
    if not said.get("title") and headings and 0 < len(headings[0]) <= 200:
        said["title"] = headings[0]
    return {key: value for key, value in said.items() if value}


def _open(data: bytes) -> zipfile.ZipFile | Refusal:
    """The archive, if unpacking it is safe."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        return Refusal("unreadable", f"it is a broken file: {error}", "failed")
    files = parts.infolist()
    if len(files) > MAX_FILES or sum(file.file_size for file in files) > MAX_UNPACKED:
        reason = f"what is packed in it has more than {MAX_UNPACKED // 1024**2} MiB or {MAX_FILES:,} files"
        return Refusal("too_large", reason)
    for file in files:
        if file.flag_bits & 1:
            return Refusal("encrypted", "it is locked with a password: save a copy without one", "failed")
        if file.file_size > _RATIO_FROM and file.file_size > _MAX_RATIO * max(file.compress_size, 1):
            return Refusal("too_large", "it is packed more tightly than any text is")
        if file.filename.lower().endswith((".xml", ".rels")) and _declares(parts, file):
            return Refusal("unreadable", "its XML declares a document type, which no such file does", "failed")
    return parts


def _declares(parts: zipfile.ZipFile, file: zipfile.ZipInfo) -> bool:
    """Whether a part of the document declares entities or a type, in UTF-8 or UTF-16."""
    rest = b""
    with parts.open(file) as stream:
        while block := stream.read(1024**2):
            block = rest + block.replace(b"\0", b"")
            if b"<!DOCTYPE" in block or b"<!ENTITY" in block:
                return True
            rest = block[-16:]
    return False


def _xml(parts: zipfile.ZipFile, name: str) -> Element | None:
    """The root of a part; nothing outside it is ever loaded."""
    import lxml.etree

    if name not in parts.namelist():
        return None
    parser = lxml.etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        return lxml.etree.fromstring(parts.read(name), parser)
    except lxml.etree.XMLSyntaxError:
        return None


def _said(root: Element, tag: str) -> str:
    return " ".join((root.findtext(f".//{tag}") or "").split())


def _whole(moment: str) -> str:
    """A moment without the fractions of a second, of which OpenDocument has nine places."""
    return re.sub(r"\.\d+", "", moment)


def _blocks(parent: Element, found: list[str], headings: list[str]) -> None:
    """Paragraphs, headings, items and rows below the element, in order; notes follow the paragraph they belong to."""
    for element in parent:
        if element.tag in _UNREAD or not isinstance(element.tag, str):
            continue
        if element.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            _paragraph(element, found, headings)
        elif element.tag == f"{_TABLE}table-row" and (cells := _row(element)) is not None:
            found.extend([" | ".join(cells)] if any(cells) else [])
        else:
            _blocks(element, found, headings)


def _paragraph(element: Element, found: list[str], headings: list[str]) -> None:
    aside: list[Element] = []
    lines = (" ".join(line.split()) for line in "".join(_words(element, aside)).split("\v"))
    if text := "\n".join(line for line in lines if line):
        found.append(text)
        style = element.get(f"{_TEXT}style-name", "")
        level = element.get(f"{_TEXT}outline-level", "1")
        if style == "Title" or (element.tag == f"{_TEXT}h" and level == "1"):
            headings.append(" ".join(text.split()))
    for within in aside:
        _blocks(within, found, headings)


def _words(element: Element, aside: list[Element]) -> Iterable[str]:
    """The words of a paragraph; what has paragraphs of its own (notes, frames) is put aside."""
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}line-break":
            yield "\v"
        elif child.tag in (f"{_TEXT}s", f"{_TEXT}tab"):
            yield " "
        elif child.tag == f"{_TEXT}soft-page-break" or child.tag in _UNREAD or not isinstance(child.tag, str):
            pass
        elif child.find(f".//{_TEXT}p") is not None:
            aside.append(child)
        else:
            yield from _words(child, aside)
        yield child.tail or ""


def _row(element: Element) -> list[str] | None:
    """The cells' words; None where a cell holds more than one would read in a row."""
    cells = []
    for cell in element.iterchildren(f"{_TABLE}table-cell"):
        within: list[str] = []
        _blocks(cell, within, [])
        if len(within) > 4 or sum(map(len, within)) > 200 or cell.find(f".//{_TABLE}table") is not None:
            return None
        cells.append(" ".join(" ".join(within).split()))
    return cells if len(cells) > 1 else None
