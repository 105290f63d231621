"""Processes that end at once, as by `kill -9`, before or after the n-th thing that they do."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

#: Exit status of a process that was broken off.
BROKEN_OFF = 86


class Steps:
    """Counts what is done, and ends the process at the step that was asked for."""

    def __init__(self, last: int, note: int) -> None:
        self.last = last
        self.done = 0
        #: Where to say what the end came at.
        self.note = note

    def __call__(self, what: str) -> None:
        """One more step."""
        self.done += 1
        if self.done == self.last:
            os.write(self.note, what.encode())
            os._exit(BROKEN_OFF)


class Wire:
    """A connection that counts what goes over it, a long piece half by half."""

    def __init__(self, socket: Any, steps: Steps) -> None:
        self._socket, self._steps = socket, steps

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)

    def sendall(self, data: bytes) -> None:
        """Sends."""
        word = data[:4].decode("ascii", "replace").strip() if len(data) < 100 else "the mail"
        self._steps(f"before {word}")
        if len(data) >= 100:
            self._socket.sendall(data[: len(data) // 2])
            self._steps("in the middle of the mail")
            data = data[len(data) // 2 :]
        self._socket.sendall(data)
        self._steps(f"after {word}")

    def recv(self, size: int) -> bytes:
        """Hears."""
        heard: bytes = self._socket.recv(size)
        self._steps(f"after hearing {heard[:3].decode('ascii', 'replace')}")
        return heard


def counted(method: Any, steps: Steps) -> Any:
    """A method that takes a statement, each call a step before it and one after."""

    def within(self: object, statement: str, *values: object) -> Any:
        words = " ".join(statement.split()[:2])
        steps(f"before {words}")
        result = method(self, statement, *values)
        steps(f"after {words}")
        return result

    return within


def named(method: Any, name: str, steps: Steps) -> Any:
    """A method, each call a step before it and one after."""

    def within(*arguments: object) -> Any:
        steps(f"before {name}")
        result = method(*arguments)
        steps(f"after {name}")
        return result

    return within


def forked(work: Callable[[Steps], dict[str, Any]], step: int) -> dict[str, Any]:
    """What a child of this process says after its work, or that it was broken off at this step; 0: at none.

    What the child has imported for it the next one finds imported.
    """
    read, write = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(read)
            known = set(sys.modules)
            made = work(Steps(step, write))
            os.write(write, json.dumps([made, sorted(set(sys.modules) - known)]).encode())
            os._exit(0)
        finally:
            os._exit(1)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read().decode()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status == BROKEN_OFF:
        return {"status": BROKEN_OFF, "what": said}
    if status:
        raise RuntimeError(f"a process that was not broken off ended with status {status}")
    answer: dict[str, Any]
    answer, imported = json.loads(said)
    for name in imported:
        with suppress(ImportError):  # Cython's own, and what a package makes up
            import_module(name)
    return answer
