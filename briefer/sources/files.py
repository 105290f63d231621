"""Files and folders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from briefer.model import Document, Skipped
from briefer.sources.rows import MAX_BYTES, MAX_JSON, from_json, from_lines, too_large

#: Endings of the files that hold one article each, and their media types.
ENDINGS = {".txt": "text/plain", ".md": "text/markdown", ".html": "text/html", ".htm": "text/html"}
#: Endings of the files that hold articles as rows.
ROWS = (".jsonl", ".json")
READ = ", ".join((*ENDINGS, *ROWS))


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
    """One file, or a folder with all that is in it, in the order of names."""

    def __init__(self, place: str) -> None:
        self.place = Path(place)

    def documents(self) -> Iterator[Document | Skipped]:
        """Each file's article, or its rows; whatever cannot be had comes as a value."""
        try:
            folder = self.place.is_dir()
        except (OSError, ValueError) as error:
            yield _failed(str(self.place), error)
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
            yield _skipped(str(self.place), "no_articles", reason)


def _folder(folder: Path) -> Iterator[Document | Skipped]:
    try:
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield _failed(str(folder), error)
        return
    for entry in inside:
        path = folder / entry.name
        try:
            is_folder, is_file = entry.is_dir(), entry.is_file() or entry.is_symlink()
        except OSError as error:
            yield _failed(str(path), error)
            continue
        if entry.name.startswith("."):
            yield _skipped(str(path), "hidden", "it is hidden; name it itself to have it read")
        elif is_folder:
            # A linked folder may lead back up, and then there would be no end.
            if entry.is_symlink():
                yield _skipped(str(path), "link", "it is a link to a folder; name it itself to have it read")
            else:
                yield from _folder(path)
        elif is_file:
            yield from _file(path)
        else:
            yield _skipped(str(path), "unknown_type", "it is not a regular file")


def _file(path: Path) -> Iterator[Document | Skipped]:
    name, ending = str(path), path.suffix.lower()
    try:
        if ending == ".jsonl":
            with path.open("rb") as stream:
                yield from from_lines(stream.readline, name)
            return
        if ending not in ENDINGS and ending not in ROWS:
            path.stat()  # A missing file is missing, whatever its name ends with.
            what = f"files that end in {ending} are" if ending else "files without an ending are"
            yield _skipped(name, "unknown_type", f"{what} not read; briefer reads {READ}")
            return
        limit = MAX_JSON if ending in ROWS else MAX_BYTES
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        yield _failed(name, error)
        return
    if len(data) > limit:
        yield too_large(name, limit)
    elif ending in ROWS:
        yield from from_json(data, name)
    else:
        yield Document(input=name, data=data, media_type=ENDINGS[ending])
