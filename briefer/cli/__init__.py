"""The command line: its commands, and the one door through which errors leave."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from itertools import chain
from typing import Annotated, Any

import typer
import typer.main
from typer.core import TyperGroup

from briefer import __version__
from briefer.cli.values import light
from briefer.errors import BrieferError


class _Commands(Mapping[str, Any]):
    """The commands by name, each made when it is asked for: one run needs one of them."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            if name not in chain.from_iterable(_PANELS.values()):
                raise KeyError(name)
            self._made[name] = _command(name)
            light(self._made[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(_PANELS.values())

    def __len__(self) -> int:
        return sum(map(len, _PANELS.values()))


class _Door(TyperGroup):
    """Turns every error into a message on stderr and an exit status; a traceback comes only with `--debug`."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**{**arguments, "commands": None})
        light(self)
        self.commands = _Commands()  # type: ignore[assignment]  # none is ever added

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Lists the commands by their panels; Typer does so only with Rich."""
        widest = max(map(len, self.commands))
        limit = formatter.width - widest - 6
        for panel, names in _PANELS.items():
            rows = [
                (name.ljust(widest), command.get_short_help_str(limit))
                for name in names
                if (command := self.get_command(ctx, name))
            ]
            with formatter.section(panel):
                formatter.write_dl(rows)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Takes `--debug` wherever it stands: one adds it to the end of what has just failed."""
        rest = [arg for arg in args if arg != "--debug"]
        return super().parse_args(ctx, rest if len(rest) == len(args) else ["--debug", *rest])

    def invoke(self, ctx: Any) -> Any:
        """Runs the command that was asked for."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except BrokenPipeError as error:
            # Whoever read the output has seen enough; what is left must not fail again when Python closes it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(1) from error
        except KeyboardInterrupt as error:
            _say("briefer: interrupted", str(error) or None)
            # Where it came while a string was run, which is how dataclasses are made, Python would end by the signal
            # after all: it remembers how the last such run ended.
            exec("")  # noqa: S102
            raise typer.Exit(130) from error
        except BrieferError as error:
            if ctx.params.get("debug"):
                raise
            _say(f"briefer: {error.message}", error.hint)
            raise typer.Exit(error.status) from error
        except Exception as error:
            # Typer's own exceptions carry their exit status and are shown by Typer.
            if ctx.params.get("debug") or hasattr(error, "exit_code") or isinstance(error, typer.Abort):
                raise
            what = f"briefer: internal error: {type(error).__name__}: {error}"
            _say(what, "this is a mistake in briefer: run it again with --debug to see where")
            raise typer.Exit(1) from error


def _say(message: str, hint: str | None = None) -> None:
    sys.stderr.write(f"{message}\n{f'  {hint}{chr(10)}' if hint else ''}")
    sys.stderr.flush()


app = typer.Typer(
    name="briefer",
    cls=_Door,
    help="Turns news articles into briefing notes in which every line opens to the sentence it rests on.",
    no_args_is_help=True,
    add_completion=False,
    # Rich help costs 70 ms and says the same.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
#: The commands as the help lists them, each a module of that name here.
_PANELS: dict[str, tuple[str, ...]] = {
    "Start here": ("brief", "init", "daily", "doctor"),
    "A brief": ("show", "edit", "approve", "send", "outbox", "render", "diff"),
    "Read and check": ("read", "extract", "explain", "verify"),
    "Every morning": ("schedule", "sources"),
    "The archive": ("serve", "archive", "who", "steps"),
    "Templates": ("templates",),
    "Setup": ("config", "cache", "schema"),
}


def _command(name: str) -> Any:
    module = import_module(f"{__name__}.{name}")
    part = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    if hasattr(module, "app"):
        part.add_typer(module.app, name=name)
        return typer.main.get_group(part).commands[name]
    part.command(name)(module.command)
    return typer.main.get_command(part)


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"briefer {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and end.", callback=_version, is_eager=True)
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show a traceback when something fails; it may stand anywhere.")
    ] = False,
) -> None:
    """What stands before a command."""


def run() -> None:
    """Runs the command line of this process; output is UTF-8 on every system."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # Windows pipes have the local code page, and a stream may be closed or replaced altogether.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace" if stream is sys.stderr else None)
    app()
