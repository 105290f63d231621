"""Articles as JSON: one document for each row, so that a broken row stops no other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from briefer.model import Document, Skipped

#: The media type of a row that `briefer.contract.load_article_row` understands.
ROW = "application/json"
#: Of one document, in bytes.
MAX_BYTES = 10 * 1024 * 1024
#: Of a whole `.json` file, which must be in memory at once; JSON lines have no limit.
MAX_JSON = 64 * 1024 * 1024


def size(count: int) -> str:
    """Bytes as people read them."""
    return f"{count / 1024 / 1024:.0f} MiB"


def too_large(name: str, limit: int = MAX_BYTES) -> Skipped:
    """The value for an input over the limit."""
    reason = f"it is larger than {size(limit)}; no news article is: split it"
    return Skipped(input=name, outcome="skipped", code="too_large", reason=reason)


def from_lines(readline: Callable[[int], bytes], name: str) -> Iterator[Document | Skipped]:
    """A document for each line that is not blank, read as it comes; its input is `NAME:LINE`, counted from 1.

    `readline` gives at most so many bytes of the next line, and none at the end, as that of a binary file does.
    """
    number = 0
    while line := readline(MAX_BYTES + 1):
        number += 1
        place = f"{name}:{number}"
        if len(line) > MAX_BYTES and not line.endswith(b"\n"):
            while (rest := readline(MAX_BYTES)) and not rest.endswith(b"\n"):
                continue
            yield too_large(place)
        elif row := line.removeprefix(b"\xef\xbb\xbf" if number == 1 else b"").strip():
            yield Document(input=place, data=row, media_type=ROW)


def from_json(data: bytes, name: str) -> Iterator[Document | Skipped]:
    """A document for each item of a JSON array, or for the one object; its input is `NAME:ITEM`, counted from 1."""
    try:
        value = json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        reason = f"it is not JSON: {error}; JSON lines belong in a .jsonl file"
        yield Skipped(input=name, outcome="failed", code="bad_json", reason=reason)
        return
    rows = value if isinstance(value, list) else [value]
    if not rows:
        yield Skipped(input=name, outcome="skipped", code="empty", reason="its list of articles is empty")
    for number, row in enumerate(rows, 1):
        place = f"{name}:{number}" if isinstance(value, list) else name
        row_bytes = json.dumps(row).encode()
        yield (
            too_large(place) if len(row_bytes) > MAX_BYTES else Document(input=place, data=row_bytes, media_type=ROW)
        )
