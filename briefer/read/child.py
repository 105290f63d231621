"""Documents that are taken apart in a child process, within limits; one process serves many documents."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, cast

from briefer.read.refusal import Refusal
from briefer.read.worker import NO_MEMORY, Parts, parts_of, read_block, write_block

#: Variables by which a Python finds its libraries, on each system.
_NEEDED = frozenset(
    "PATH HOME USERPROFILE APPDATA LOCALAPPDATA SYSTEMROOT WINDIR VIRTUAL_ENV LD_LIBRARY_PATH DYLD_LIBRARY_PATH TMPDIR TMP TEMP".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one document may use."""

    #: Of the clock, on every system.
    seconds: float = 30
    #: Of the processor, where the system can bound it (not on Windows).
    processor: int = 20
    #: Bytes of the whole process, where the system can bound it (Linux).
    memory: int = 1024**3
    #: Bytes of what comes back.
    reply: int = 256 * 1024**2


class Child:
    """A process that takes documents apart: started when first needed, replaced when it had to be ended."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def take_apart(self, media_type: str, data: bytes) -> Parts | Refusal:
        """The document's parts, or why there are none."""
        with self._lock:
            process = self._running()
            late = threading.Event()

            def end() -> None:
                late.set()
                process.kill()

            timer = threading.Timer(self.limits.seconds, end)
            timer.start()
            try:
                reply = _ask(process, media_type, data, self.limits.reply)
                if reply is None:
                    return self._why(process, late.is_set())
                # JSON can make no object but plain data, whatever became of the child.
                value = json.loads(reply)
                if late.is_set():
                    self._end()
                return parts_of(value)
            except (ValueError, TypeError, KeyError, RecursionError):
                self._end()
                return Refusal("unreadable", "it cannot be read: its parser broke", "failed")
            finally:
                timer.cancel()

    def close(self) -> None:
        """Ends the process; the next document starts another."""
        with self._lock:
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            # -P: nothing in the current folder is taken for a module; -B: nothing is written.
            command = [sys.executable, "-P", "-B", "-X", "utf8", "-m", "briefer.read.worker"]
            command += [str(self.limits.memory), str(self.limits.processor)]
            self._process = subprocess.Popen(  # noqa: S603  (this program, and numbers)
                command, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for stream in (process.stdin, process.stdout):
                with suppress(OSError):
                    stream.close()  # type: ignore[union-attr]
            process.wait()

    def _why(self, process: subprocess.Popen[bytes], late: bool) -> Refusal:
        """Why there was no reply; the process is ended."""
        with suppress(subprocess.TimeoutExpired):
            process.wait(1)
        status = process.poll()
        self._end()
        if late:
            return Refusal("too_large", f"it takes more than {self.limits.seconds:g} seconds to read")
        if status is not None and status == -getattr(signal, "SIGXCPU", 0):
            return Refusal("too_large", f"it takes more than {self.limits.processor} seconds of the processor to read")
        if status == NO_MEMORY:
            return Refusal("too_large", f"it takes more than {self.limits.memory // 2**20:,} MiB of memory to read")
        if status is None:
            return Refusal("too_large", "what it holds is larger than anything that is read")
        return Refusal("unreadable", f"it cannot be read: its parser ended with status {status}", "failed")


def _environment() -> dict[str, str]:
    """What a Python needs of the environment; keys and passwords of the user are none of it."""
    return {name: value for name, value in os.environ.items() if name.upper() in _NEEDED or name.startswith("PYTHON")}


def _ask(process: subprocess.Popen[bytes], media_type: str, data: bytes, most: int) -> bytes | None:
    """The reply; None where the process ended or says too much."""
    requests, replies = cast("BinaryIO", process.stdin), cast("BinaryIO", process.stdout)
    try:
        write_block(requests, media_type.encode())
        write_block(requests, data)
        requests.flush()
        return read_block(replies, most)
    except OSError:
        return None


_shared = Child()
atexit.register(_shared.close)


def take_apart(media_type: str, data: bytes) -> Parts | Refusal:
    """The document's parts, or why there are none, from the one process that this program shares."""
    return _shared.take_apart(media_type, data)


def release() -> None:
    """Ends the shared process, whose memory is wanted elsewhere; the next document starts it again."""
    _shared.close()
