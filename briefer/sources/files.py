"""Files, folders, and patterns of their names."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from pathlib import Path

from briefer.model import Document, Skipped
from briefer.sources.mailboxes import MAIL, MAX_MAIL, from_mailbox
from briefer.sources.rows import MAX_BYTES, MAX_JSON, from_json, from_lines, too_large
from briefer.sources.tables import from_table

#: Of a file that a program made: pictures and fonts weigh more than its text.
MAX_DOCUMENT = 50 * 1024 * 1024
#: Endings of the files that are read as they are, with their media types.
TEXTS = {".txt": "text/plain", ".md": "text/markdown", ".html": "text/html", ".htm": "text/html"}
#: Endings of the files that programs made, with their media types.
DOCUMENTS = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".eml": MAIL,
}
ENDINGS = {**TEXTS, **DOCUMENTS}
#: Endings of the files that hold many articles: as rows of JSON or of a table, or as mails.
MANY = (".jsonl", ".json", ".csv", ".mbox")
READ = ", ".join((*ENDINGS, *MANY))
#: Endings of what programs can save as something that is read.
_SAVE_AS = {
    ".doc": ".docx",
    ".dot": ".docx",
    ".rtf": ".docx",
    ".pages": ".docx or .pdf",
    ".wpd": ".docx",
    ".tsv": ".csv",
    ".xlsx": ".csv",
    ".xls": ".csv",
    ".ods": ".csv",
    ".msg": ".eml",
    ".pptx": ".pdf",
    ".epub": ".html",
    ".mht": ".html",
    ".mhtml": ".html",
}


def _named(path: Path | str) -> str:
    """The path as text that UTF-8 can write: bytes of it that are none stand there in hex."""
    name = str(path)
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    return name


def _skipped(name: str, code: str, reason: str) -> Skipped:
    return Skipped(input=name, outcome="skipped", code=code, reason=reason)


def _failed(name: str, error: Exception) -> Skipped:
    """Why a named input cannot be had, in words."""
    if isinstance(error, FileNotFoundError):
        return Skipped(input=name, outcome="failed", code="missing", reason="there is no such file or folder")
    why = (
        "you may not read it" if isinstance(error, PermissionError) else getattr(error, "strerror", None) or str(error)
    )
    return Skipped(input=name, outcome="failed", code="unreadable", reason=f"it cannot be read: {why}")


class Files:
    """One file, a folder with all that is in it, or all that a pattern such as `news/*.pdf` fits; in the order of names."""

    def __init__(self, place: str) -> None:
        self.place = Path(place)
        self._name = place

    def documents(self) -> Iterator[Document | Skipped]:
        """Each file's article, or its rows; whatever cannot be had comes as a value."""
        try:
            folder = self.place.is_dir()
        except (OSError, ValueError) as error:
            yield _failed(_named(self.place), error)
            return
        if not folder and glob.has_magic(self._name) and not self.place.exists():
            # A shell that found nothing, and Windows always, hands the pattern on.
            yield from _fitting(self._name)
            return
        if not folder:
            yield from _file(self.place)
            return
        found = False
        for item in _folder(self.place):
            found = found or isinstance(item, Document) or item.outcome == "failed"
            yield item
        if not found:
            reason = f"the folder holds no articles; briefer reads {READ}"
            yield _skipped(_named(self.place), "no_articles", reason)


def _fitting(pattern: str) -> Iterator[Document | Skipped]:
    """All that the pattern fits; `**` stands for folders at any depth, as in most shells."""
    names = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  (a path takes no pattern that begins at the root)
    if not names:
        yield Skipped(input=_named(pattern), outcome="failed", code="missing", reason="no file has such a name")
    for name in names:
        path = Path(name)
        # What lies in a folder that fits is in the list itself where the pattern goes deep.
        if path.is_dir():
            yield from () if "**" in pattern else Files(name).documents()
        else:
            yield from _file(path)


def _folder(folder: Path) -> Iterator[Document | Skipped]:
    try:
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield _failed(_named(folder), error)
        return
    for entry in inside:
        path = folder / entry.name
        try:
            is_folder, is_file = entry.is_dir(), entry.is_file() or entry.is_symlink()
        except OSError as error:
            yield _failed(_named(path), error)
            continue
        if entry.name.startswith("."):
            yield _skipped(_named(path), "hidden", "it is hidden; name it itself to have it read")
        elif is_folder:
            # A linked folder may lead back up, and then there would be no end.
            if entry.is_symlink():
                yield _skipped(_named(path), "link", "it is a link to a folder; name it itself to have it read")
            else:
                yield from _folder(path)
        elif is_file:
            yield from _file(path)
        else:
            yield _skipped(_named(path), "unknown_type", "it is not a regular file")


def _file(path: Path) -> Iterator[Document | Skipped]:
    name, ending = _named(path), _named(path.suffix.lower())
    try:
        if ending == ".jsonl":
            with path.open("rb") as stream:
                yield from from_lines(stream.readline, name)
            return
        if ending == ".mbox":
            with path.open("rb") as stream:
                yield from from_mailbox(stream.readline, name)
            return
        if ending not in ENDINGS and ending not in MANY:
            path.stat()  # A missing file is missing, whatever its name ends with.
            what = f"files that end in {ending} are" if ending else "files without an ending are"
            way = f"save it as {_SAVE_AS[ending]}" if ending in _SAVE_AS else f"briefer reads {READ}"
            yield _skipped(name, "unknown_type", f"{what} not read; {way}")
            return
        limit = _limit(ending)
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        yield _failed(name, error)
        return
    if len(data) > limit:
        yield too_large(name, limit)
    elif ending == ".json":
        yield from from_json(data, name)
    elif ending == ".csv":
        yield from from_table(data, name)
    else:
        yield Document(input=name, data=data, media_type=ENDINGS[ending])


def _limit(ending: str) -> int:
    """Bytes of a file with that ending."""
    if ending in (".json", ".csv"):
        return MAX_JSON
    return MAX_MAIL if ending == ".eml" else MAX_DOCUMENT if ending in DOCUMENTS else MAX_BYTES
