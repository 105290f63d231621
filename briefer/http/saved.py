"""Pages in a folder: what was fetched, packed and with its hash, so that a brief can be made of it again."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from briefer.errors import BrieferError, ConfigError
from briefer.model import Page

INDEX = "pages.jsonl"


class Saver:
    """Writes each page to a file named by its bytes, and a line about it to the index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._index = (folder / INDEX).open("a", encoding="utf-8")
        except OSError as error:
            raise BrieferError(
                f"pages cannot be saved in {folder}: {error.strerror or error}", hint="name another folder"
            ) from error

    def close(self) -> None:
        """Closes the index."""
        self._index.close()

    def save(self, page: Page, body: bytes) -> None:
        """One page; the same bytes are written once."""
        path = self.folder / file_name(page)
        try:
            if not path.exists():
                waiting = path.with_suffix(".part")
                # No time in it: the same page makes the same file.
                waiting.write_bytes(gzip.compress(body, compresslevel=6, mtime=0))
                waiting.replace(path)
            row = asdict(page) | {"fetched": page.fetched.isoformat(), "file": path.name}
            self._index.write(f"{json.dumps(row, ensure_ascii=False)}\n")
            self._index.flush()
        except OSError as error:
            raise BrieferError(
                f"a page cannot be saved as {path}: {error.strerror or error}", hint="is the disk full?"
            ) from error


class Saved:
    """The pages of such a folder; of an address that was saved twice the later one counts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pages = _index(folder)

    def page(self, asked: str) -> Page | None:
        """The page that was saved of this address."""
        return self._pages.get(asked)

    def body(self, page: Page) -> bytes:
        """Its bytes; an error where they are not those that were saved."""
        path = self.folder / file_name(page)
        try:
            with gzip.open(path) as stream:
                body = stream.read(page.size + 1)
        except (OSError, EOFError) as error:
            raise BrieferError(f"the saved page {path} cannot be read: {error}", hint="save the pages again") from error
        if hashlib.sha256(body).hexdigest() != page.sha256:
            raise BrieferError(f"the saved page {path} is not what was saved", hint="save the pages again")
        return body


def file_name(page: Page) -> str:
    """The name of the file that holds the page's bytes."""
    return f"{page.sha256[:32]}.gz"


def _index(folder: Path) -> Mapping[str, Page]:
    path = folder / INDEX
    found: dict[str, Page] = {}
    try:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                row.pop("file")
                page = Page(**row | {"fetched": datetime.fromisoformat(row["fetched"])})
                found[page.asked] = page
    except OSError as error:
        raise ConfigError(
            f"there are no saved pages in {folder}: {error.strerror or error}", hint="--save-pages makes such a folder"
        ) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ConfigError(f"{path} is no list of saved pages: {error}", hint="--save-pages makes one") from error
    return found
