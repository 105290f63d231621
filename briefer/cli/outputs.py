"""Where results go: written whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from briefer.errors import BrieferError, UsageError


@dataclass(frozen=True, slots=True)
class Target:
    """One place to write to, and in which format; standard output has no path."""

    path: Path | None
    format: str


def targets(outputs: Sequence[str], format: str | None, inputs: Iterable[str] = ()) -> list[Target]:
    """The places that `-o` and `--format` name; `UsageError` for what could not be written later."""
    from briefer.render import format_names, format_of

    chosen = format_of(format) if format else None
    if not outputs:
        return [Target(None, chosen or "markdown")]
    if chosen and len(outputs) > 1:
        raise UsageError("--format goes with one -o; of several, each ending names its format")
    found: list[Target] = []
    for output in outputs:
        if output == "-":
            found.append(Target(None, chosen or "markdown"))
            continue
        path = Path(output)
        if chosen is None and not path.suffix and not path.is_dir():
            raise UsageError(
                f"-o {output} has no ending to tell its format by",
                hint=f"give it one, or name a format with --format: {', '.join(format_names())}",
            )
        check_paths([path, *(target.path for target in found if target.path)], inputs)
        found.append(Target(path, chosen or format_of(path.suffix)))
    return found


def check_paths(paths: Sequence[Path], inputs: Iterable[str] = ()) -> None:
    """Raises what would go wrong when these are written, before any work is done."""
    read = {os.path.realpath(i) for i in inputs if i != "-"}
    seen: set[str] = set()
    for path in paths:
        real = os.path.realpath(path)
        if path.is_dir():
            raise UsageError(f"-o {path} is a folder", hint=f"name a file in it, such as {path / 'brief.html'}")
        if not path.parent.is_dir():
            raise BrieferError(f"cannot write {path}: there is no folder {path.parent}", hint="make it first")
        if not os.access(path.parent, os.W_OK):
            raise BrieferError(f"cannot write {path}: you may not write in {path.parent}")
        if real in read:
            raise UsageError(f"-o {path} would overwrite an input")
        if real in seen:
            raise UsageError(f"-o {path} is given twice")
        seen.add(real)


@contextmanager
def staged(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its place when the block ends well; whatever stood there stays until then."""
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        # A pipe or a device cannot be replaced, only written to.
        with _opened(target, "wb", path) as stream:
            yield stream
        return
    waiting = target.with_name(f".briefer-{os.urandom(6).hex()}.part")
    try:
        with _opened(waiting, "xb", path) as stream:
            yield stream
        try:
            if target.exists():
                shutil.copymode(target, waiting)
            waiting.replace(target)
        except OSError as error:
            raise _unwritten(path, error) from error
    finally:
        waiting.unlink(missing_ok=True)


@contextmanager
def _opened(file: Path, mode: Literal["wb", "xb"], path: Path) -> Iterator[BinaryIO]:
    try:
        stream = file.open(mode)
    except OSError as error:
        raise _unwritten(path, error) from error
    try:
        with stream:
            yield stream
    except OSError as error:
        # Other input and output goes on in the block: only a full disk is surely this file's.
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise _unwritten(path, error) from error
        raise


def _unwritten(path: Path, error: OSError) -> BrieferError:
    return BrieferError(f"cannot write {path}: {error.strerror or error}", hint="what stood there is as it was")


def write(results: Sequence[tuple[Target, str | bytes]]) -> None:
    """Writes all files, or none where one cannot be written; then standard output."""
    with ExitStack() as stack:
        for target, text in results:
            if target.path is not None:
                stack.enter_context(staged(target.path)).write(text if isinstance(text, bytes) else text.encode())
    for target, text in results:
        if target.path is None:
            _print(text)


def _print(text: str | bytes) -> None:
    if isinstance(text, bytes) and sys.stdout.isatty():
        raise UsageError("this format is not for a terminal", hint="name a file with -o, or send it to another program")
    try:
        if isinstance(text, str):
            sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has seen enough: the command line ends quietly.
        raise
    except OSError as error:
        # What is left must not fail again when Python closes it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise BrieferError(
            f"cannot write to standard output: {error.strerror or error}", hint="name a file with -o"
        ) from error
