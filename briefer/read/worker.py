"""The child process that takes documents apart; `briefer.read.child` starts it, limits it and asks it.

A request is two blocks, the media type and the bytes; the reply is one block of JSON. A block is its length in eight
bytes, most significant first, and then its bytes. The end of standard input ends the process.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import sys
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, BinaryIO

from briefer.read.pieces import Enclosed, Piece
from briefer.read.refusal import Refusal

#: The exit status of a process that ran out of memory: ENOMEM.
NO_MEMORY = 12
#: What a document is taken apart into.
Parts = Sequence[Piece | Enclosed]


def taker(media_type: str) -> Callable[[bytes], Parts | Refusal]:
    """What takes documents of this media type apart; `KeyError` where nothing does."""
    if media_type == "application/pdf":
        from briefer.read.pdf import from_pdf

        return from_pdf
    if media_type == "message/rfc822":
        from briefer.read.mail import from_mail

        return from_mail
    from briefer.read.kinds import DOCX, ODT
    from briefer.read.office import from_docx, from_odt

    return {DOCX: from_docx, ODT: from_odt}[media_type]


def take_apart(media_type: str, data: bytes) -> Parts | Refusal:
    """The document's parts, or why there are none; whatever breaks a parser is a refusal."""
    try:
        return taker(media_type)(data)
    except RecursionError:
        return Refusal("too_large", "its parts lie within one another too deeply")
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a document that breaks a parser must stop no other
        return Refusal("unreadable", f"it is a broken file: {str(error) or type(error).__name__}", "failed")


def as_json(parts: Parts | Refusal) -> dict[str, Any]:
    """The parts as plain data that `parts_of` makes parts of again."""
    if isinstance(parts, Refusal):
        return {"refusal": [parts.code, parts.reason, parts.outcome]}
    return {
        "parts": [
            {"text": part.text, "about": part.about}
            if isinstance(part, Piece)
            else {"name": part.name, "type": part.media_type, "data": base64.b64encode(part.data).decode()}
            for part in parts
        ]
    }


def parts_of(value: Any) -> Parts | Refusal:
    """The parts that plain data tells of; characters that no text may hold are replaced."""
    if "refusal" in value:
        code, reason, outcome = value["refusal"]
        return Refusal(_sound(code), _sound(reason), "failed" if outcome == "failed" else "skipped")
    return [
        Piece(text=_sound(part["text"]), about=_sound(part["about"]))
        if "text" in part
        else Enclosed(name=_sound(part["name"]), media_type=part["type"], data=base64.b64decode(part["data"]))
        for part in value["parts"]
    ]


def _sound(value: Any) -> Any:
    """The value without halves of surrogate pairs, which no encoding can write."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {str(key): _sound(inner) for key, inner in value.items()}
    return [_sound(inner) for inner in value] if isinstance(value, list) else value


def read_block(stream: BinaryIO, most: int | None = None) -> bytes | None:
    """The next block; None at the end, or where it is longer than `most` bytes."""
    head = stream.read(8)
    length = int.from_bytes(head, "big")
    if len(head) < 8 or (most is not None and length > most):
        return None
    body = stream.read(length)
    return body if len(body) == length else None


def write_block(stream: BinaryIO, body: bytes) -> None:
    """Writes a block that `read_block` reads."""
    stream.write(len(body).to_bytes(8, "big"))
    stream.write(body)


def _limit(memory: int) -> None:
    """Bounds what this process may use, where the system can: memory, and no files written."""
    with suppress(ImportError):
        import resource

        for name, most in (("RLIMIT_AS", memory), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0)):
            with suppress(ValueError, OSError, AttributeError):
                resource.setrlimit(getattr(resource, name), (most, most))


def _allow_seconds(seconds: int) -> None:
    """Lets the process compute for so many more seconds, where the system can; then it is ended."""
    with suppress(ImportError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime) + seconds + 1
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def main(memory: int, seconds: int) -> None:
    """Answers requests until standard input ends, or memory ran out."""
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # What a library prints is no reply.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.simplefilter("ignore")
    _limit(memory)
    try:
        while (media_type := read_block(requests)) is not None and (data := read_block(requests)) is not None:
            _allow_seconds(seconds)
            write_block(replies, json.dumps(as_json(take_apart(media_type.decode(), data))).encode())
            replies.flush()
    except MemoryError:
        os._exit(NO_MEMORY)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
