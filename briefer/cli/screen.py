"""What a person is told meanwhile, on stderr: notes, and one calm bar on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from briefer.model import EngineInfo, Skipped

if TYPE_CHECKING:
    from briefer.pipeline import Watch

#: Keys that other programs use; they alone never send a text anywhere.
_KEYS = ("OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "ANTHROPIC_API_KEY", "MISTRAL_API_KEY", "OPENROUTER_API_KEY")
_LONGEST_NAME = 40


class Screen:
    """Counts what was left out, says so, and shows how far the work is."""

    def __init__(self) -> None:
        #: How many inputs were skipped and how many failed.
        self.left_out = {"skipped": 0, "failed": 0}
        self._bar: Any = None
        self._task: Any = None

    def note(self, text: str) -> None:
        """One line on stderr, above the bar where there is one."""
        if self._bar is not None:
            self._bar.console.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            sys.stderr.write(f"{text}\n")

    def skipped(self, item: Skipped) -> None:
        """Says what gave no article and why."""
        self.left_out[item.outcome] += 1
        self.note(f"{item.outcome} {_printable(item.input)}: {_printable(item.reason)}")

    def progress(self, done: int, total: int | None, name: str) -> None:
        """Moves the bar."""
        if self._bar is not None:
            short = name if len(name) <= _LONGEST_NAME else f"…{name[1 - _LONGEST_NAME :]}"
            self._bar.update(self._task, completed=done, total=total, description=_printable(short))

    @contextmanager
    def watching(self, *, bar: bool = True) -> Iterator[Watch]:
        """Shows a bar until the block ends, when stderr is a terminal."""
        from briefer.pipeline import Watch

        watch = Watch(skipped=self.skipped, progress=self.progress)
        if not bar or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
            yield watch
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("reading"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.description}", markup=False),
        )
        with Progress(
            *columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False
        ) as progress:
            self._bar, self._task = progress, progress.add_task("", total=None)
            try:
                yield watch
            finally:
                self._bar = None


def reading_with(info: EngineInfo, recordings: object = None) -> str:
    """Which engine reads, and what becomes of a key that lies about."""
    if info.name == "extractive":
        line = "reading with the built-in extractive engine; no text leaves this machine"
    elif info.name == "replay":
        line = f"reading recorded findings from {recordings}; no text leaves this machine"
    else:
        return f"reading with the engine “{info.name}”{f', model {info.model}' if info.model else ''}"
    key = next((name for name in _KEYS if os.environ.get(name)), None)
    return f"{line} ({key} is set and not used)" if key else line


def _printable(text: str) -> str:
    """The text without what could steer a terminal."""
    return "".join(c if c.isprintable() else "�" for c in text)


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 story`, `2 stories`."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"
